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

/// Between which minutes of the day a branch is open, by weekday.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hours {
    /// From and to, in minutes since midnight, Monday first. An empty day is closed.
    days: [Vec<(i32, i32)>; 7],
}

impl Default for Hours {
    /// Those of a branch that did not say, on every day.
    fn default() -> Self {
        Self::daily(Self::UNKNOWN.0, Self::UNKNOWN.1)
    }
}

impl Hours {
    /// 07:00 to 21:00: what to put for a day of which nothing is known. A day without any span is
    /// closed.
    pub const UNKNOWN: (i32, i32) = (7 * 60, 21 * 60);

    /// The same hours on every day, in minutes since midnight.
    pub fn daily(from: i32, to: i32) -> Self {
        Self::weekly(std::array::from_fn(|_| vec![(from, to)]))
    }

    /// The spans of each day, Monday first, in minutes since midnight. Between two spans is a
    /// break; no span is a closed day.
    pub fn weekly(days: [Vec<(i32, i32)>; 7]) -> Self {
        Self { days }
    }

    /// Whether an appointment may begin at this minute of the day. `weekday`: Monday is 0; without
    /// one, on any day.
    pub fn open(&self, weekday: Option<i8>, minute: i32) -> bool {
        self.on(weekday)
            .iter()
            .flatten()
            .any(|&(from, to)| (from..to).contains(&minute))
    }

    /// Whether it is open at any time between these minutes of the day.
    pub(crate) fn open_within(&self, weekday: i8, from: i32, to: i32) -> bool {
        let spans = self.on(Some(weekday)).iter().flatten();
        spans
            .copied()
            .any(|(open, close)| open < to && from < close)
    }

    /// Whether it lies between opening and closing, breaks included.
    pub(crate) fn around(&self, weekday: Option<i8>, minute: i32) -> bool {
        self.on(weekday).iter().any(|spans| {
            spans.iter().any(|&(from, _)| from <= minute)
                && spans.iter().any(|&(_, to)| minute < to)
        })
    }

    fn on(&self, weekday: Option<i8>) -> &[Vec<(i32, i32)>] {
        weekday
            .and_then(|day| usize::try_from(day).ok())
            .and_then(|day| self.days.get(day..=day))
            .unwrap_or(&self.days)
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
