//! What spoken times are measured from.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// When a call began, where, and when the branch is open.
#[derive(Debug, Clone)]
pub struct Reference {
    /// The call's start as a clock on the branch's wall showed it; never the time of processing.
    pub now: DateTime,
    /// The branch's zone.
    pub zone: TimeZone,
    /// The branch's opening hours.
    pub hours: Hours,
}

/// Between which minutes of the day a branch may be open, by weekday.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hours {
    /// From and to, in minutes since midnight, Monday first. A closed day is as the default.
    pub days: [(i32, i32); 7],
}

impl Default for Hours {
    /// 07:00 to 21:00, for a branch that did not say.
    fn default() -> Self {
        Self::daily(7 * 60, 21 * 60)
    }
}

impl Hours {
    /// The same hours on every day, in minutes since midnight.
    pub fn daily(from: i32, to: i32) -> Self {
        Self {
            days: [(from, to); 7],
        }
    }

    /// Whether an appointment may begin at this minute of the day. `weekday`: Monday is 0; without
    /// one, on any day.
    pub fn open(&self, weekday: Option<i8>, minute: i32) -> bool {
        let open = |(from, to): (i32, i32)| (from..to).contains(&minute);
        match weekday.and_then(|day| self.days.get(usize::try_from(day).ok()?)) {
            Some(&hours) => open(hours),
            None => self.days.iter().any(|&hours| open(hours)),
        }
    }
}

impl Reference {
    /// From a moment with its zone.
    pub fn at(now: &jiff::Zoned, hours: Hours) -> Self {
        Self {
            now: now.datetime(),
            zone: now.time_zone().clone(),
            hours,
        }
    }
}
