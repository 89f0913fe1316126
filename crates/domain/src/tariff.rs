//! What a call costs where nobody reports it: telephony by a table of rates, and fees of our own.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::call::Direction;
use crate::event::words;
use crate::money::{Cents, Currency, EurCents, UsCents};
use crate::month::Day;

words! {
    /// In which steps time is charged.
    Step {
        /// A minute once begun counts whole.
        Minute = "minute",
        /// A second once begun counts whole.
        Second = "second",
    }
}

impl Step {
    /// So much of a call is charged, in seconds.
    pub fn seconds(self, duration_ms: u64) -> u64 {
        match self {
            Self::Minute => duration_ms.div_ceil(60_000).saturating_mul(60),
            Self::Second => duration_ms.div_ceil(1000),
        }
    }
}

/// So many seconds at a price per minute; `None` past what the databases hold.
pub fn minutes_at<C: Currency>(per_minute: Cents<C>, seconds: u64) -> Option<Cents<C>> {
    // Multiplied first: a sixtieth has no end, sixty of them must be whole again.
    let product = per_minute
        .as_decimal()
        .checked_mul(Decimal::from(seconds))?;
    Cents::new(product / Decimal::from(60))
}

/// Everything that makes a cost without being reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tariff {
    /// What telephony costs, by direction and country.
    pub telephony: Vec<TelephonyRate>,
    /// What it costs where none of these applies.
    pub otherwise: TelephonyRates,
    /// What we ourselves charge a call with.
    pub fees: Vec<Fee>,
}

/// What telephony costs where nothing else is known, in US cents per started minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TelephonyRates {
    /// For calls that come in.
    pub inbound: UsCents,
    /// For calls that go out.
    pub outbound: UsCents,
}

/// What telephony costs in one direction, to numbers that begin in one way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TelephonyRate {
    /// Which way.
    pub direction: Direction,
    /// How the called number begins: `+49`, or `+` for all.
    pub prefix: String,
    /// The first day on which it applies.
    pub valid_from: Day,
    /// In which steps.
    pub step: Step,
    /// US cents per minute.
    pub per_minute: UsCents,
}

words! {
    /// What a fee is counted by.
    FeePer {
        /// Once for a call.
        Call = "call",
        /// For each minute, a begun one whole.
        Minute = "minute",
        /// For each minute, to the second.
        Second = "second",
    }
}

/// What we ourselves charge a call with, be it for servers or for support.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fee {
    /// What for.
    pub name: String,
    /// The first day on which it applies, until a later entry of its name; zero ends it.
    pub valid_from: Day,
    /// What it is counted by.
    pub per: FeePer,
    /// Euro cents per call, or per minute.
    pub amount: EurCents,
}

impl Tariff {
    /// What telephony of a call to `called` costs: by the longest prefix, then by the newest date.
    pub fn telephony(
        &self,
        direction: Direction,
        called: Option<&str>,
        day: Day,
        duration_ms: u64,
    ) -> Option<UsCents> {
        let called = called.unwrap_or("+");
        let rate = self
            .telephony
            .iter()
            .filter(|rate| rate.direction == direction && rate.valid_from <= day)
            .filter(|rate| called.starts_with(&rate.prefix))
            .max_by_key(|rate| (rate.prefix.len(), rate.valid_from));
        let (step, per_minute) = match (rate, direction) {
            (Some(rate), _) => (rate.step, rate.per_minute),
            (None, Direction::Inbound) => (Step::Minute, self.otherwise.inbound),
            (None, Direction::Outbound) => (Step::Minute, self.otherwise.outbound),
        };
        minutes_at(per_minute, step.seconds(duration_ms))
    }

    /// The fees that applied on a day, each by its newest entry.
    pub fn fees_on(&self, day: Day) -> impl Iterator<Item = &Fee> {
        let applies = move |fee: &&Fee| fee.valid_from <= day;
        self.fees.iter().filter(applies).filter(move |fee| {
            let newer = |other: &&Fee| other.name == fee.name && other.valid_from > fee.valid_from;
            !self.fees.iter().filter(applies).any(|other| newer(&other))
        })
    }
}

impl Fee {
    /// What it comes to for a call of that length.
    pub fn of(&self, duration_ms: u64) -> Option<EurCents> {
        match self.per {
            FeePer::Call => Some(self.amount),
            FeePer::Minute => minutes_at(self.amount, Step::Minute.seconds(duration_ms)),
            FeePer::Second => minutes_at(self.amount, Step::Second.seconds(duration_ms)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn us(digits: &str) -> UsCents {
        UsCents::from_digits(digits).unwrap()
    }

    fn rate(direction: Direction, prefix: &str, from: &str, step: Step, ct: &str) -> TelephonyRate {
        TelephonyRate {
            direction,
            prefix: prefix.into(),
            valid_from: day(from),
            step,
            per_minute: us(ct),
        }
    }

    fn tariff() -> Tariff {
        use Direction::{Inbound, Outbound};
        Tariff {
            telephony: vec![
                rate(Inbound, "+49", "2026-01-01", Step::Minute, "1"),
                rate(Inbound, "+49", "2026-11-01", Step::Minute, "1.2"),
                rate(Outbound, "+", "2026-01-01", Step::Second, "30"),
                rate(Outbound, "+49", "2026-01-01", Step::Second, "6"),
                rate(Outbound, "+4915", "2026-01-01", Step::Second, "12"),
            ],
            otherwise: TelephonyRates {
                inbound: us("0.85"),
                outbound: us("1.3"),
            },
            fees: Vec::new(),
        }
    }

    #[test]
    fn f69_telephony_is_estimated_by_direction_country_and_step() {
        use Direction::{Inbound, Outbound};
        for (direction, called, on, ms, cents) in [
            // A started minute counts whole: 2 × 1.2.
            (Inbound, "+493023125014", "2026-11-05", 60_001, "2.4"),
            // The rate of that day, not today's.
            (Inbound, "+493023125014", "2026-10-31", 60_001, "2"),
            // Another country has no rate: the settings' is used.
            (Inbound, "+43720880000", "2026-11-05", 1, "0.85"),
            // The longest prefix; 90 s of 12 ct a minute.
            (Outbound, "+4915112345678", "2026-11-05", 90_000, "18"),
            (Outbound, "+493023125014", "2026-11-05", 10_000, "1"),
            // A started second counts whole: 11 × 0.5.
            (Outbound, "+1212555", "2026-11-05", 10_001, "5.5"),
            // None applied yet.
            (Outbound, "+1212555", "2025-12-31", 1, "1.3"),
        ] {
            assert_eq!(
                tariff().telephony(direction, Some(called), day(on), ms),
                Some(us(cents)),
                "{direction} {called} {on} {ms}"
            );
        }
    }

    #[test]
    fn a_fee_applies_until_a_newer_entry_of_its_name() {
        let fee = |name: &str, from: &str, per, ct: &str| Fee {
            name: name.into(),
            valid_from: day(from),
            per,
            amount: EurCents::from_digits(ct).unwrap(),
        };
        let tariff = Tariff {
            fees: vec![
                fee("servers", "2026-01-01", FeePer::Minute, "2"),
                fee("support", "2026-01-01", FeePer::Call, "5"),
                fee("servers", "2026-11-01", FeePer::Second, "1.5"),
            ],
            ..tariff()
        };
        let fees = |on: &str| -> Vec<String> {
            tariff
                .fees_on(day(on))
                .map(|fee| format!("{} {}", fee.name, fee.of(61_000).unwrap()))
                .collect()
        };
        assert_eq!(fees("2026-10-31"), ["servers €0.0400", "support €0.0500"]);
        // 61 s at 1.5 ct a minute are 1.525 ct.
        assert_eq!(fees("2026-11-01"), ["support €0.0500", "servers €0.0153"]);
        assert!(fees("2025-12-31").is_empty());
    }
}
