//! Exchange rates: from the vendors' money to the house's, as the European Central Bank has it.
//!
//! A call has the rate of its own day, with its date and source; it is never converted with
//! another day's later on (F68). On days without a rate, weekends and holidays, it is the last
//! earlier one. That one is provisional until the call is billed: the day's own may not be
//! published yet. There is no rate of last resort: without one, the amount in euros is unknown.

use jiff::civil::{Date, Weekday};
use rust_decimal::Decimal;

use crate::money::{EurCents, ROUNDING, UsCents};
use crate::month::Day;

/// What a euro was worth in US dollars.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsdRate {
    /// The day that it was set for.
    pub day: Day,
    /// Dollars for one euro, as published.
    pub per_euro: PerEuro,
    /// Who says so, such as `ecb`.
    pub source: String,
}

/// Units of a currency for one euro: positive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PerEuro(Decimal);

impl PerEuro {
    /// Decimals kept; the bank publishes six at most.
    pub const SCALE: u32 = 9;

    /// The most units that both databases hold.
    const MAX: i64 = 9_000_000_000;

    /// `None` unless it is positive, and kept by the databases.
    pub fn new(units: Decimal) -> Option<Self> {
        let units = units
            .round_dp_with_strategy(Self::SCALE, ROUNDING)
            .normalize();
        (units > Decimal::ZERO && units <= Decimal::from(Self::MAX)).then_some(Self(units))
    }

    /// Reads its digits.
    pub fn from_digits(digits: &str) -> Option<Self> {
        crate::money::decimal(digits).and_then(Self::new)
    }

    /// The units.
    pub fn as_decimal(self) -> Decimal {
        self.0
    }
}

/// The bank pauses over weekends and holidays, from Thursday to Tuesday at Easter. A rate older
/// than this on the day of the call means that nobody imports rates any more.
const LONGEST_PAUSE_DAYS: i32 = 5;

impl UsdRate {
    /// Converts; `None` past what the databases hold.
    pub fn to_euros(&self, amount: UsCents) -> Option<EurCents> {
        amount
            .as_decimal()
            .checked_div(self.per_euro.0)
            .and_then(EurCents::new)
    }

    /// Whether it was too old to be used for a call on `day`. It is used, and said.
    pub fn is_stale_on(&self, day: Day) -> bool {
        is_stale(self.day, day)
    }
}

/// Whether a rate of one day is too old for a call on another.
pub fn is_stale(rate: Day, call: Day) -> bool {
    call.days_since(rate) > LONGEST_PAUSE_DAYS
}

/// The days whose rates are missing where a call of `call` has the rate of `rate`: the bank had
/// published one for each, and the last of them would be the call's.
pub fn missing(rate: Day, call: Day) -> impl Iterator<Item = Day> {
    let first = (rate < call).then(|| rate.next());
    let days = std::iter::successors(first, move |&day| (day < call).then(|| day.next()));
    days.filter(|day| is_published_on(day.date()))
}

/// Whether the bank publishes rates: Monday to Friday, but for the closing days of the euro's
/// payment system.
fn is_published_on(date: Date) -> bool {
    let (weekday, day) = (date.weekday(), (date.month(), date.day()));
    let weekend = matches!(weekday, Weekday::Saturday | Weekday::Sunday);
    let fixed = [(1, 1), (5, 1), (12, 25), (12, 26)].contains(&day);
    let after_easter = date.day_of_year() - easter(date.year());
    !weekend && !fixed && ![-2, 1].contains(&after_easter)
}

/// The day of the year that is Easter Sunday, by Gauss' rule for the Gregorian calendar as
/// Lichtenberg corrected it.
fn easter(year: i16) -> i16 {
    let (century, cycle) = (year / 100, year % 19);
    let moon = 15 + (3 * century + 3) / 4 - (8 * century + 13) / 25;
    let sun = 2 - (3 * century + 3) / 4;
    let seed = (19 * cycle + moon) % 30;
    let early = (seed + cycle / 11) / 29;
    let border = 21 + seed - early;
    let sunday = 7 - (year + year / 4 + sun).rem_euclid(7);
    // Counted in March.
    let of_march = border + 7 - (border - sunday).rem_euclid(7);
    let leap = i16::from(year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
    31 + 28 + leap + of_march
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f68_rates_are_missing_of_the_days_on_which_the_bank_publishes() {
        for (rate, call, expected) in [
            ("2026-11-05", "2026-11-05", ""),
            ("2026-11-06", "2026-11-05", ""),
            ("2026-11-05", "2026-11-06", "2026-11-06"),
            // A weekend has Friday's.
            ("2026-11-06", "2026-11-08", ""),
            ("2026-11-06", "2026-11-09", "2026-11-09"),
            ("2026-11-05", "2026-11-08", "2026-11-06"),
            (
                "2026-11-05",
                "2026-11-10",
                "2026-11-06 2026-11-09 2026-11-10",
            ),
            // From Maundy Thursday to Easter Monday, early and late ones.
            ("2026-04-02", "2026-04-06", ""),
            ("2026-04-02", "2026-04-07", "2026-04-07"),
            ("2024-03-28", "2024-04-02", "2024-04-02"),
            ("2025-04-17", "2025-04-22", "2025-04-22"),
            ("2011-04-21", "2011-04-26", "2011-04-26"),
            ("2049-04-15", "2049-04-20", "2049-04-20"),
            // Ascension and Whit Monday are days like any other.
            ("2026-05-13", "2026-05-14", "2026-05-14"),
            ("2026-05-22", "2026-05-25", "2026-05-25"),
            // New Year, the first of May, Christmas.
            ("2025-12-31", "2026-01-01", ""),
            ("2026-04-30", "2026-05-03", ""),
            ("2026-12-24", "2026-12-28", "2026-12-28"),
            (
                "2025-12-24",
                "2026-01-02",
                "2025-12-29 2025-12-30 2025-12-31 2026-01-02",
            ),
        ] {
            let found = missing(rate.parse().unwrap(), call.parse().unwrap());
            let found: Vec<String> = found.map(|day| day.to_string()).collect();
            assert_eq!(found.join(" "), expected, "{rate} for {call}");
        }
    }

    fn rate(day: &str, per_euro: &str) -> UsdRate {
        UsdRate {
            day: day.parse().unwrap(),
            per_euro: PerEuro::from_digits(per_euro).unwrap(),
            source: "ecb".into(),
        }
    }

    #[test]
    fn f69_a_conversion_truncates_nothing() {
        // Their case: 34.45 US cents at $1 = €0.92 were 31 euro cents instead of 32. At $1.0869565
        // for a euro, 34.45 ct are 31.69 ct, and 32 only when they are billed.
        let euros =
            rate("2026-11-05", "1.0869565").to_euros(UsCents::from_digits("34.45").unwrap());
        let euros = euros.unwrap();
        assert_eq!(euros.as_decimal().to_string(), "31.694000634");
        assert_eq!(
            crate::money::Total::from(euros).rounded().to_string(),
            "€0.32"
        );
    }

    #[test]
    fn f69_a_call_of_a_minute_costs_telephony() {
        // 0.85 ct a minute: their cent was cut off to nothing for every call below 71 s.
        let euros = rate("2026-11-05", "1.25").to_euros(UsCents::from_digits("0.85").unwrap());
        assert_eq!(euros, EurCents::from_digits("0.68"));
    }

    #[test]
    fn f68_a_rate_that_nobody_renews_is_stale() {
        let rate = rate("2026-04-02", "1.1");
        assert!(!rate.is_stale_on("2026-04-07".parse().unwrap()), "Easter");
        assert!(rate.is_stale_on("2026-04-08".parse().unwrap()));
    }

    #[test]
    fn a_rate_is_positive() {
        for wrong in ["0", "-1.1", "N/A", "", "0.0000000001"] {
            assert!(PerEuro::from_digits(wrong).is_none(), "{wrong}");
        }
    }
}
