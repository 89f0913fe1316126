//! Money in exact units, with currency and unit in the type (F65, F69).

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

/// An amount in **US cents**, the unit in which Retell reports every cost, exact to
/// [`UsCents::SCALE`] decimals.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct UsCents(Decimal);

impl UsCents {
    /// Nothing.
    pub const ZERO: Self = Self(Decimal::ZERO);

    /// Decimals kept: a billionth of a cent. SQLite keeps `amount * 10^9` as an integer,
    /// PostgreSQL `NUMERIC(20, 9)`; both hold up to 90 million dollars a line.
    pub const SCALE: u32 = 9;

    /// The largest amount that both databases hold.
    const MAX: i64 = 9_000_000_000;

    /// Rounds half to even at [`Self::SCALE`] decimals; `None` past what the databases hold.
    pub fn new(amount: Decimal) -> Option<Self> {
        (amount.abs() <= Decimal::from(Self::MAX)).then(|| {
            Self(
                amount
                    .round_dp_with_strategy(Self::SCALE, RoundingStrategy::MidpointNearestEven)
                    .normalize(),
            )
        })
    }

    /// Reads the digits of a JSON number, such as `8.5166691` or `1e-2`. No float is involved.
    pub fn from_digits(digits: &str) -> Option<Self> {
        let digits = digits.trim();
        Decimal::from_str_exact(digits)
            .or_else(|_| digits.parse())
            .or_else(|_| Decimal::from_scientific(digits))
            .ok()
            .and_then(Self::new)
    }

    /// The amount in cents.
    pub fn as_decimal(self) -> Decimal {
        self.0
    }

    /// The sum; `None` past what the databases hold.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).and_then(Self::new)
    }
}

impl std::fmt::Display for UsCents {
    /// In dollars, for people: `$0.2299`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let dollars = (self.0 / Decimal::ONE_HUNDRED)
            .round_dp_with_strategy(4, RoundingStrategy::MidpointNearestEven);
        write!(f, "${dollars:.4}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f65_cents_are_cents_and_keep_their_digits() {
        let cost = UsCents::from_digits("22.9916691").unwrap();
        assert_eq!(cost.as_decimal().to_string(), "22.9916691");
        assert_eq!(cost.to_string(), "$0.2299");
    }

    #[test]
    fn f69_parts_below_a_cent_add_up() {
        let sum = ["8.5166691", "5.475", "6.6916691", "0.6083309", "1.7"]
            .iter()
            .map(|digits| UsCents::from_digits(digits).unwrap())
            .try_fold(UsCents::ZERO, UsCents::checked_add);
        assert_eq!(sum, UsCents::from_digits("22.9916691"));
    }

    #[test]
    fn what_no_database_could_hold_is_refused() {
        assert_eq!(UsCents::from_digits("1e30"), None);
        assert_eq!(UsCents::from_digits("NaN"), None);
        assert_eq!(UsCents::from_digits("1e-2"), UsCents::from_digits("0.01"));
    }
}
