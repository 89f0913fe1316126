//! A call's ledger: its current lines, in the vendors' money and in the house's, and what changed
//! in them.
//!
//! The lines follow from what is known of the call, whatever the order in which it became known.
//! What changes from one version to the next is written down entry by entry and never altered
//! ([`entries`]), so that every amount can be explained. A redelivery changes no line, hence makes
//! no entry.

use std::time::Duration;

use crate::call::{self, Call};
use crate::cost::{self, Basis, Charge, CostLine};
use crate::event::words;
use crate::fx::UsdRate;
use crate::money::{Eur, EurCents, Total, UsCents, Usd};
use crate::month::Day;
use crate::phone::PhoneNumber;
use crate::tariff::Tariff;
use crate::time::{Instant, Zone};

/// What a call cost, when and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ledger {
    /// When it began.
    pub started_at: Instant,
    /// The day of that in the branch's zone; its month is the one in which it is billed.
    pub day: Day,
    /// The branch's number.
    pub number: Option<PhoneNumber>,
    /// How long somebody talked; zero for a call that never connected or still runs.
    pub talked_ms: u64,
    /// What the vendors' money was worth on that day; `None` while nobody has imported it.
    pub rate: Option<UsdRate>,
    /// What it cost, by component.
    pub lines: Vec<LedgerLine>,
}

/// A current line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerLine {
    /// See [`CostLine::component`].
    pub component: String,
    /// As the vendor charges it; `None` for what we charge ourselves.
    pub us_cents: Option<UsCents>,
    /// In euros; `None` while the exchange rate is unknown.
    pub eur_cents: Option<EurCents>,
    /// How we know.
    pub basis: Basis,
}

/// The day on which a call is billed. `seen_at` is for calls that say nothing of their time that
/// can be.
pub fn day(call: &Call, seen_at: Instant, zone: &Zone) -> Day {
    Day::of(began(call, seen_at), zone)
}

/// By how much clocks may differ, and a call be spoken of before it begins.
const AHEAD: Duration = Duration::from_hours(24);

/// Its start, else its end, else when Retell first spoke of it, else when it was first heard of
/// here: the first of these that can be. Before 2020 nothing was, and nothing begins more than a
/// day after it was spoken of. One mistaken instant, in 1970 or in 2099, would otherwise put the
/// call into a month that is never closed.
fn began(call: &Call, seen_at: Instant) -> Instant {
    let can_be =
        |at: &Instant, spoken_of: Instant| call::is_possible(*at) && *at <= spoken_of.plus(AHEAD);
    // When it was first heard of here depends on the queue; when Retell spoke of it does not.
    let spoken_of = call.first_event_at.filter(|at| can_be(at, seen_at));
    let spoken_of = spoken_of.unwrap_or(seen_at);
    [call.facts.started_at, call.facts.ended_at]
        .into_iter()
        .flatten()
        .find(|at| can_be(at, spoken_of))
        .unwrap_or(spoken_of)
}

impl Ledger {
    /// Of a call at a branch in `zone`, with the rate of its [`day`].
    pub fn of(
        call: &Call,
        seen_at: Instant,
        zone: &Zone,
        tariff: &Tariff,
        rate: Option<UsdRate>,
    ) -> Self {
        let day = day(call, seen_at, zone);
        let lines = cost::lines(call, tariff, day)
            .into_iter()
            .map(|line| LedgerLine::of(line, rate.as_ref()))
            .collect();
        Self {
            started_at: began(call, seen_at),
            day,
            number: call.tenant_number().cloned(),
            talked_ms: cost::talked_ms(call).unwrap_or_default(),
            rate,
            lines,
        }
    }

    /// What the vendors charge.
    pub fn us_cents(&self) -> Total<Usd> {
        self.lines.iter().filter_map(|line| line.us_cents).sum()
    }

    /// What it costs in euros; `None` while a line's rate is unknown.
    pub fn eur_cents(&self) -> Option<Total<Eur>> {
        self.lines
            .iter()
            .map(|line| line.eur_cents)
            .sum::<Option<Total<Eur>>>()
    }

    /// Whether a line is not a fact yet.
    pub fn is_estimated(&self) -> bool {
        self.lines.iter().any(|line| line.basis == Basis::Estimated)
    }
}

impl LedgerLine {
    fn of(line: CostLine, rate: Option<&UsdRate>) -> Self {
        let (us_cents, eur_cents) = match line.charge {
            Charge::Own(amount) => (None, Some(amount)),
            // Nothing is nothing in any money.
            Charge::Vendor(amount) if amount.is_zero() => (Some(amount), Some(EurCents::ZERO)),
            Charge::Vendor(amount) => (Some(amount), rate.and_then(|rate| rate.to_euros(amount))),
        };
        Self {
            component: line.component,
            us_cents,
            eur_cents,
            basis: line.basis,
        }
    }
}

words! {
    /// What made an entry.
    Occasion {
        /// A report of the call.
        Report = "report",
        /// Costs were worked out anew.
        Recompute = "recompute",
    }
}

/// A change of one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry<'a> {
    /// A component that was not charged before.
    Added(&'a LedgerLine),
    /// Another amount, or another basis of it.
    Changed {
        /// As it was.
        before: &'a LedgerLine,
        /// As it is.
        after: &'a LedgerLine,
    },
    /// A component that is no longer charged: now it is nothing.
    Removed(&'a LedgerLine),
}

impl<'a> Entry<'a> {
    /// Which component's.
    pub fn component(self) -> &'a str {
        match self {
            Self::Added(line) | Self::Removed(line) | Self::Changed { after: line, .. } => {
                &line.component
            }
        }
    }

    /// The line as it was.
    pub fn before(self) -> Option<&'a LedgerLine> {
        match self {
            Self::Added(_) => None,
            Self::Removed(before) | Self::Changed { before, .. } => Some(before),
        }
    }

    /// The line as it is.
    pub fn after(self) -> Option<&'a LedgerLine> {
        match self {
            Self::Removed(_) => None,
            Self::Added(after) | Self::Changed { after, .. } => Some(after),
        }
    }

    /// By how much the vendors charge more, or less.
    pub fn us_cents(self) -> Total<Usd> {
        let of = |line: Option<&LedgerLine>| line.and_then(|line| line.us_cents);
        Total::from(of(self.after()).unwrap_or_default())
            .minus(of(self.before()).unwrap_or_default())
    }

    /// By how much it costs more, or less, in euros, as far as that is known.
    pub fn eur_cents(self) -> Total<Eur> {
        let of = |line: Option<&LedgerLine>| line.and_then(|line| line.eur_cents);
        Total::from(of(self.after()).unwrap_or_default())
            .minus(of(self.before()).unwrap_or_default())
    }
}

/// What changed from these lines to those: nothing if they are the same.
pub fn entries<'a>(before: &'a [LedgerLine], after: &'a [LedgerLine]) -> Vec<Entry<'a>> {
    let find = |lines: &'a [LedgerLine], component: &str| {
        lines.iter().find(|line| line.component == component)
    };
    let removed = before
        .iter()
        .filter(|line| find(after, &line.component).is_none())
        .map(Entry::Removed);
    let put = after
        .iter()
        .filter_map(|after| match find(before, &after.component) {
            None => Some(Entry::Added(after)),
            Some(before) if before == after => None,
            Some(before) => Some(Entry::Changed { before, after }),
        });
    removed.chain(put).collect()
}

#[cfg(test)]
mod tests;
