//! Days and months as they are billed: by the clock on a branch's wall.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::time::{Instant, Zone};

/// A day, such as `2026-11-05`, wherever it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Day(Date);

impl Day {
    /// Which day it was in `zone`.
    pub fn of(at: Instant, zone: &Zone) -> Self {
        Self(at.local(zone).date())
    }

    /// The day after it.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(jiff::Span::new().days(1)))
    }

    /// Its month.
    pub fn month(self) -> Month {
        Month(self.0.first_of_month())
    }

    /// On the calendar.
    pub(crate) fn date(self) -> Date {
        self.0
    }

    /// How many days `earlier` was before it; negative if it was later.
    pub fn days_since(self, earlier: Self) -> i32 {
        self.0
            .since(earlier.0)
            .map_or(i32::MAX, |span| span.get_days())
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The text is no day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no day; one would be `2026-11-05`")]
pub struct NoDay(String);

impl FromStr for Day {
    type Err = NoDay;
    fn from_str(text: &str) -> Result<Self, NoDay> {
        // Nothing but the ten characters: jiff would take a time after them as well.
        (text.len() == 10)
            .then(|| text.parse().ok())
            .flatten()
            .filter(|date: &Date| date.year() >= 1)
            .map(Self)
            .ok_or_else(|| NoDay(text.to_owned()))
    }
}

/// A month, such as `2026-11`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(Date);

impl Month {
    /// The month after it.
    #[must_use]
    pub fn next(self) -> Self {
        Self(
            self.0
                .last_of_month()
                .saturating_add(jiff::Span::new().days(1)),
        )
    }

    /// Its first day.
    pub fn first_day(self) -> Day {
        Day(self.0)
    }

    /// Whether it is over everywhere on earth: in the last zone, midnight is at 12:00 UTC.
    pub fn is_over(self, now: Instant) -> bool {
        Instant::parse(&format!("{}T12:00:00Z", self.next().0)).is_some_and(|over| over <= now)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0.strftime("%Y-%m").to_string())
    }
}

/// The text is no month.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no month; one would be `2026-11`")]
pub struct NoMonth(String);

impl FromStr for Month {
    type Err = NoMonth;
    fn from_str(text: &str) -> Result<Self, NoMonth> {
        format!("{text}-01")
            .parse::<Day>()
            .map(|day| Self(day.0))
            .map_err(|_| NoMonth(text.to_owned()))
    }
}

impl Serialize for Month {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn the_month_is_that_of_the_branch() {
        let berlin = Zone::parse("Europe/Berlin").unwrap();
        let late = Instant::parse("2026-11-30T23:30:00Z").unwrap();
        assert_eq!(Day::of(late, &berlin).month().to_string(), "2026-12");
        let lisbon = Zone::parse("Europe/Lisbon").unwrap();
        assert_eq!(Day::of(late, &lisbon).month().to_string(), "2026-11");
    }

    #[test]
    fn a_month_is_over_when_it_is_over_everywhere() {
        let november: Month = "2026-11".parse().unwrap();
        let over = |text| november.is_over(Instant::parse(text).unwrap());
        assert!(!over("2026-12-01T11:59:59Z"));
        assert!(over("2026-12-01T12:00:00Z"));
    }

    #[test]
    fn days_and_months_are_read_strictly() {
        assert_eq!(
            "2026-12".parse::<Month>().unwrap().next().to_string(),
            "2027-01"
        );
        for wrong in ["2026-13", "2026-1", "2026-11-05", "11/2026", ""] {
            assert!(wrong.parse::<Month>().is_err(), "{wrong}");
        }
        for wrong in [
            "2026-02-29",
            "20260228",
            "2026-02-28T10:00",
            "-002026-01-01",
        ] {
            assert!(wrong.parse::<Day>().is_err(), "{wrong}");
        }
        assert_eq!(day("2026-03-01").days_since(day("2026-02-27")), 2);
        assert_eq!(day("2026-02-27").days_since(day("2026-03-01")), -2);
    }
}
