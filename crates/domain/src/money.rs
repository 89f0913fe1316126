//! Money in exact units, with currency and unit in the type (F65, F69).
//!
//! There is one rounding rule: **half away from zero**, as on any invoice ([`ROUNDING`]). Amounts
//! are kept to a billionth of a cent, far below what anybody charges; they are rounded to what
//! people pay in only where they are shown or billed: [`Total::rounded`] and [`apportion`].

use std::fmt;
use std::iter::Sum;
use std::marker::PhantomData;

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

/// The one rounding rule.
pub const ROUNDING: RoundingStrategy = RoundingStrategy::MidpointAwayFromZero;

/// A currency, as a type: amounts in two of them can be neither added nor compared.
///
/// ```compile_fail
/// use domain::money::{EurCents, UsCents};
/// UsCents::ZERO.checked_add(EurCents::ZERO);
/// ```
pub trait Currency: fmt::Debug + Copy + Ord + Default + std::hash::Hash + sealed::Sealed {
    /// The three letters of ISO 4217.
    const CODE: &'static str;
    /// What people write before an amount.
    const SIGN: &'static str;
}

/// The vendors' money: Retell and the telephone companies charge in it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Usd;

/// The house's money: prices are set and bills are written in it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Eur;

impl Currency for Usd {
    const CODE: &'static str = "USD";
    const SIGN: &'static str = "$";
}

impl Currency for Eur {
    const CODE: &'static str = "EUR";
    const SIGN: &'static str = "€";
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Usd {}
    impl Sealed for super::Eur {}
}

/// An amount in **cents** of one currency, exact to [`SCALE`](Self::SCALE) decimals.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent, bound = "")]
pub struct Cents<C: Currency>(Decimal, #[serde(skip)] PhantomData<C>);

/// US cents, the unit in which Retell reports every cost.
pub type UsCents = Cents<Usd>;

/// Euro cents, the unit in which prices are set.
pub type EurCents = Cents<Eur>;

impl<C: Currency> Cents<C> {
    /// Nothing.
    pub const ZERO: Self = Self(Decimal::ZERO, PhantomData);

    /// Decimals kept: a billionth of a cent. SQLite keeps `amount * 10^9` as an integer,
    /// PostgreSQL `NUMERIC(20, 9)`; both hold up to 90 million dollars a line.
    pub const SCALE: u32 = 9;

    /// The largest amount that both databases hold.
    const MAX: i64 = 9_000_000_000;

    /// What is finer than [`Self::SCALE`] decimals is rounded; `None` past what the databases
    /// hold.
    pub fn new(amount: Decimal) -> Option<Self> {
        (amount.abs() <= Decimal::from(Self::MAX)).then(|| {
            Self(
                amount
                    .round_dp_with_strategy(Self::SCALE, ROUNDING)
                    .normalize(),
                PhantomData,
            )
        })
    }

    /// Reads the digits of a JSON number, such as `8.5166691` or `1e-2`. No float is involved.
    pub fn from_digits(digits: &str) -> Option<Self> {
        decimal(digits).and_then(Self::new)
    }

    /// The amount in cents.
    pub fn as_decimal(self) -> Decimal {
        self.0
    }

    /// The sum; `None` past what the databases hold.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).and_then(Self::new)
    }

    /// The difference; `None` past what the databases hold.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).and_then(Self::new)
    }

    /// So many of it; `None` past what the databases hold.
    pub fn checked_mul(self, times: Decimal) -> Option<Self> {
        self.0.checked_mul(times).and_then(Self::new)
    }

    /// One part of so many; `None` for a share of nothing.
    pub fn checked_div(self, parts: Decimal) -> Option<Self> {
        self.0.checked_div(parts).and_then(Self::new)
    }

    /// Whether it is nothing.
    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }
}

impl<C: Currency> std::ops::Neg for Cents<C> {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0, PhantomData)
    }
}

impl<C: Currency> fmt::Display for Cents<C> {
    /// In whole units to a hundredth of a cent, for people: `$0.2299`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write(f, C::SIGN, self.0, 4)
    }
}

/// A sum of any number of amounts, exact.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent, bound = "")]
pub struct Total<C: Currency>(Decimal, #[serde(skip)] PhantomData<C>);

impl<C: Currency> Total<C> {
    /// Nothing.
    pub const ZERO: Self = Self(Decimal::ZERO, PhantomData);

    /// The sum in cents.
    pub fn as_decimal(self) -> Decimal {
        self.0
    }

    /// Adds an amount. It takes 8 billion lines of the largest amount to overflow, and then the
    /// sum stays where it is.
    #[must_use]
    pub fn plus(self, amount: impl Into<Self>) -> Self {
        Self(
            self.0.checked_add(amount.into().0).unwrap_or(self.0),
            PhantomData,
        )
    }

    /// Takes an amount away.
    #[must_use]
    pub fn minus(self, amount: impl Into<Self>) -> Self {
        self.plus(Self(-amount.into().0, PhantomData))
    }

    /// As one amount again; a sum past what the databases hold is no bill anybody sends, and is
    /// held there.
    pub fn held(self) -> Cents<C> {
        let most = Decimal::from(Cents::<C>::MAX);
        Cents::new(self.0.clamp(-most, most)).unwrap_or_default()
    }

    /// What is shown and billed: whole cents.
    pub fn rounded(self) -> Rounded<C> {
        Rounded(self.0.round_dp_with_strategy(0, ROUNDING), PhantomData)
    }
}

impl<C: Currency> From<Cents<C>> for Total<C> {
    fn from(cents: Cents<C>) -> Self {
        Self(cents.0, PhantomData)
    }
}

impl<C: Currency, A: Into<Total<C>>> Sum<A> for Total<C> {
    fn sum<I: Iterator<Item = A>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Self::plus)
    }
}

impl<C: Currency> fmt::Display for Total<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write(f, C::SIGN, self.0, 4)
    }
}

/// Whole cents: an amount as it is shown and billed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rounded<C: Currency>(Decimal, PhantomData<C>);

impl<C: Currency> Rounded<C> {
    /// In whole units with two decimals and no sign of the currency, for machines: `12.30`.
    pub fn as_units(self) -> Decimal {
        let mut units = self.0 / Decimal::ONE_HUNDRED;
        units.rescale(2);
        units
    }
}

impl<C: Currency> fmt::Display for Rounded<C> {
    /// For people: `€12.30`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write(f, C::SIGN, self.0, 2)
    }
}

/// Whole cents for each of these, which add up to the rounded sum of all of them: each is the
/// step between two rounded running totals, so it is at most a cent off its own amount. A table
/// or an invoice of such amounts reconciles to the cent.
pub fn apportion<C: Currency>(
    amounts: impl IntoIterator<Item = Total<C>>,
) -> impl Iterator<Item = Rounded<C>> {
    amounts
        .into_iter()
        .scan(Total::<C>::ZERO, |running, amount| {
            let before = running.rounded();
            *running = running.plus(amount);
            Some(Rounded(running.rounded().0 - before.0, PhantomData))
        })
}

/// A share of a hundred, never negative, such as a discount or a mark-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "Decimal", into = "Decimal")]
pub struct Percent(Decimal);

/// A percentage that is negative or absurd.
#[derive(Debug, thiserror::Error)]
#[error("a percentage is from 0 to 1000")]
pub struct NoPercentage;

impl Percent {
    /// `None` outside 0 to 1000.
    pub fn new(percent: Decimal) -> Option<Self> {
        (percent >= Decimal::ZERO && percent <= Decimal::ONE_THOUSAND)
            .then(|| Self(percent.normalize()))
    }

    /// Reads its digits.
    pub fn from_digits(digits: &str) -> Option<Self> {
        decimal(digits).and_then(Self::new)
    }

    /// So many hundredths of an amount.
    pub fn of<C: Currency>(self, amount: Cents<C>) -> Option<Cents<C>> {
        amount.checked_mul(self.0 / Decimal::ONE_HUNDRED)
    }
}

impl TryFrom<Decimal> for Percent {
    type Error = NoPercentage;
    fn try_from(percent: Decimal) -> Result<Self, NoPercentage> {
        Self::new(percent).ok_or(NoPercentage)
    }
}

impl From<Percent> for Decimal {
    fn from(percent: Percent) -> Self {
        percent.0
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} %", self.0)
    }
}

/// Reads a decimal from its digits, in either notation.
pub fn decimal(digits: &str) -> Option<Decimal> {
    let digits = digits.trim();
    Decimal::from_str_exact(digits)
        .or_else(|_| digits.parse())
        .or_else(|_| Decimal::from_scientific(digits))
        .ok()
}

/// An amount of cents in whole units.
fn write(f: &mut fmt::Formatter<'_>, sign: &str, cents: Decimal, decimals: u32) -> fmt::Result {
    let units = (cents / Decimal::ONE_HUNDRED).round_dp_with_strategy(decimals, ROUNDING);
    let minus = if units.is_sign_negative() && !units.is_zero() {
        "-"
    } else {
        ""
    };
    let decimals = usize::try_from(decimals).unwrap_or(2);
    // Padding applies to the whole.
    f.pad(&format!("{minus}{sign}{:.decimals$}", units.abs()))
}

#[cfg(test)]
mod tests;
