//! Exchange rates: from the vendors' money to the house's, as the European Central Bank has it.
//!
//! A call has the rate of its own day, with its date and source; it is never converted with
//! another day's later on (F68). On days without a rate, weekends and holidays, it is the last
//! earlier one. That one is provisional until the call is billed: the day's own may not be
//! published yet. There is no rate of last resort: without one, the amount in euros is unknown.

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

#[cfg(test)]
mod tests {
    use super::*;

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
