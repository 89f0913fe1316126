//! What a company pays for its calls, by its price plan, and why.
//!
//! The price of a call depends on the calls before it in its month: on the minutes that are
//! included and the tiers that they reach. So a month is priced whole ([`price_month`]), its calls
//! in the order in which they began; the order in which they became known does not matter, and a
//! call that is known late takes its place. Nothing of it is stored before the month is closed.
//!
//! A minute counts in the month that the branch's clock shows.

use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::id::{CallId, CompanyId};
use crate::money::{Cents, Eur, EurCents, Percent, Total};
use crate::month::Day;
use crate::tariff::{Step, minutes_at};
use crate::time::Instant;

/// What a company has agreed to pay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PricePlan {
    /// As the company knows it.
    pub name: String,
    /// The first day on which it applies, until a later plan does.
    pub valid_from: Day,
    /// The last day, where nothing follows.
    pub valid_until: Option<Day>,
    /// In which steps time is charged.
    pub step: Step,
    /// For each call that connected.
    pub per_call: EurCents,
    /// What minutes cost.
    pub tiers: Tiers,
    /// Off the price of the month's minutes, by how many there are.
    pub discounts: Vec<Discount>,
    /// Who stands between the company and us while it applies.
    pub resale: Option<Resale>,
}

/// A company pays its reseller, and that pays us our cost and something on top.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resale {
    /// Whom the company pays.
    pub reseller: CompanyId,
    /// What the reseller pays on top of our cost.
    pub markup: Percent,
}

/// What a minute costs, by how many there were before it in the month. Never empty, and it begins
/// with the first minute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Tier>", into = "Vec<Tier>")]
pub struct Tiers(Vec<Tier>);

/// One step of the ladder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tier {
    /// It applies after so many minutes of the month.
    pub after_minutes: u32,
    /// Euro cents per minute; nothing for minutes that are included.
    pub per_minute: EurCents,
}

/// The steps are no ladder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "tiers begin after 0 minutes, each after more than the one before, and no price is negative"
)]
pub struct NoLadder;

impl TryFrom<Vec<Tier>> for Tiers {
    type Error = NoLadder;
    fn try_from(tiers: Vec<Tier>) -> Result<Self, NoLadder> {
        let begins = tiers.first().is_some_and(|tier| tier.after_minutes == 0);
        let climbs = tiers.is_sorted_by(|a, b| a.after_minutes < b.after_minutes);
        let pays = tiers.iter().all(|tier| tier.per_minute >= EurCents::ZERO);
        if begins && climbs && pays {
            Ok(Self(tiers))
        } else {
            Err(NoLadder)
        }
    }
}

impl From<Tiers> for Vec<Tier> {
    fn from(tiers: Tiers) -> Self {
        tiers.0
    }
}

impl Tiers {
    /// These tiers after so many minutes that are included in the plan.
    #[must_use]
    pub fn with_included(self, minutes: u32) -> Self {
        if minutes == 0 {
            return self;
        }
        let free = Tier {
            after_minutes: 0,
            per_minute: EurCents::ZERO,
        };
        let (below, above): (Vec<Tier>, Vec<Tier>) = self
            .0
            .into_iter()
            .partition(|tier| tier.after_minutes <= minutes);
        // The tier that is reached by then begins when the included minutes end.
        let next = below.last().map(|tier| Tier {
            after_minutes: minutes,
            ..*tier
        });
        Self(std::iter::once(free).chain(next).chain(above).collect())
    }

    /// The tiers that `seconds` more fall into when `used` are gone, and how many in each.
    fn split(&self, used: u64, seconds: u64) -> impl Iterator<Item = (Tier, u64)> {
        let ends = self
            .0
            .iter()
            .skip(1)
            .map(|tier| in_seconds(tier.after_minutes));
        let spans = self.0.iter().zip(ends.chain(std::iter::once(u64::MAX)));
        spans.filter_map(move |(tier, end)| {
            let from = used.max(in_seconds(tier.after_minutes));
            let until = used.saturating_add(seconds).min(end);
            (from < until).then(|| (*tier, until - from))
        })
    }
}

fn in_seconds(minutes: u32) -> u64 {
    u64::from(minutes) * 60
}

/// Off the price of minutes: all of the month's, once there are enough of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Discount {
    /// How many minutes the month must have.
    pub from_minutes: u32,
    /// How much it is.
    pub percent: Percent,
}

/// A call as far as its price goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Usage {
    /// Which.
    pub call: CallId,
    /// When it began; calls take their place in the month by this.
    pub started_at: Instant,
    /// On which day, in the branch's zone.
    pub day: Day,
    /// How long somebody talked.
    pub talked_ms: u64,
    /// Whether its month was billed without it: what others have used up is not its own any more.
    pub late: bool,
}

/// A call's price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Price {
    /// Which call's.
    pub call: CallId,
    /// What it is made of; `None` if no plan applied on its day: a price is never guessed.
    pub lines: Option<Vec<PriceLine>>,
    /// Who pays us for it, if not the company.
    pub resale: Option<Resale>,
}

/// A part of a price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PriceLine {
    /// What it is for.
    pub item: Item,
    /// How much.
    pub amount: EurCents,
}

/// What a part of a price is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Item {
    /// The call itself.
    Call,
    /// Time that costs nothing.
    Included {
        /// How much of it.
        seconds: u64,
    },
    /// Time.
    Time {
        /// How much of it.
        seconds: u64,
        /// At what price.
        per_minute: EurCents,
        /// In the tier that begins after so many minutes.
        after_minutes: u32,
    },
    /// A discount on time.
    Discount {
        /// How much it is.
        percent: Percent,
        /// The month has at least so many minutes.
        from_minutes: u32,
    },
}

impl Item {
    /// Its kind, as a component.
    pub fn component(&self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::Included { .. } => "included",
            Self::Time { .. } => "time",
            Self::Discount { .. } => "discount",
        }
    }
}

impl Item {
    /// How much of it: seconds of time, or one.
    pub fn quantity(&self) -> u64 {
        match self {
            Self::Included { seconds } | Self::Time { seconds, .. } => *seconds,
            Self::Call | Self::Discount { .. } => 1,
        }
    }

    /// On which terms, apart from how much of it: `at €0.1500 a minute, after 500 min of the month`.
    pub fn terms(&self) -> String {
        match self {
            Self::Call => "the call".into(),
            Self::Included { .. } => "included".into(),
            Self::Time {
                per_minute,
                after_minutes: 0,
                ..
            } => format!("at {per_minute} a minute"),
            Self::Time {
                per_minute,
                after_minutes,
                ..
            } => format!("at {per_minute} a minute, after {after_minutes} min of the month"),
            Self::Discount {
                percent,
                from_minutes,
            } => format!("{percent} off time, from {from_minutes} min in the month"),
        }
    }
}

impl fmt::Display for Item {
    /// `1 min 20 s at €0.1500 a minute`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Self::Included { seconds } | Self::Time { seconds, .. } = self {
            write!(f, "{} ", Span(*seconds))?;
        }
        f.write_str(&self.terms())
    }
}

/// Seconds, for people.
#[derive(Debug, Clone, Copy)]
pub struct Span(pub u64);

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0 / 60, self.0 % 60) {
            (0, seconds) => write!(f, "{seconds} s"),
            (minutes, 0) => write!(f, "{minutes} min"),
            (minutes, seconds) => write!(f, "{minutes} min {seconds} s"),
        }
    }
}

impl Price {
    /// The sum of its lines.
    pub fn total(&self) -> Option<Total<Eur>> {
        let lines = self.lines.as_ref()?;
        Some(lines.iter().map(|line| line.amount).sum())
    }
}

/// What a reseller pays for a call that cost us so much.
pub fn wholesale(cost: EurCents, markup: Percent) -> Option<EurCents> {
    markup.of(cost).and_then(|more| cost.checked_add(more))
}

/// The plan that applied on a day: the newest of those that had begun, unless it had ended.
pub fn plan_on(plans: &[PricePlan], day: Day) -> Option<&PricePlan> {
    plans
        .iter()
        .filter(|plan| plan.valid_from <= day)
        .max_by_key(|plan| plan.valid_from)
        .filter(|plan| plan.valid_until.is_none_or(|last| day <= last))
}

/// The first day before `open` on which other terms would apply than did. A first plan for days
/// that had none changes nothing that was billed, and neither does the end of a plan later on.
pub fn first_change(before: &[PricePlan], after: &[PricePlan], open: Day) -> Option<Day> {
    let turns = before.iter().chain(after).flat_map(|plan| {
        let end = plan.valid_until.map(Day::next);
        std::iter::once(plan.valid_from).chain(end)
    });
    turns
        .filter(|&day| day < open)
        .filter(|&day| {
            plan_on(before, day).is_some_and(|was| {
                let is = plan_on(after, day);
                is.is_none_or(|is| !is.charges_like(was))
            })
        })
        .min()
}

/// The prices of a company's calls of one month, in the order in which the calls began; late ones
/// come behind the others.
pub fn price_month(plans: &[PricePlan], mut usages: Vec<Usage>) -> Vec<Price> {
    usages.sort_unstable_by_key(|usage| (usage.late, usage.started_at, usage.call));
    let charged = |usage: &Usage| {
        let plan = plan_on(plans, usage.day)?;
        Some((plan, plan.step.seconds(usage.talked_ms)))
    };
    let of_month: u64 = usages
        .iter()
        .filter_map(|usage| charged(usage).map(|(_, seconds)| seconds))
        .fold(0, u64::saturating_add);
    let mut used: u64 = 0;
    usages
        .iter()
        .map(|usage| {
            let Some((plan, seconds)) = charged(usage) else {
                return Price {
                    call: usage.call,
                    // Nobody talked: that is free under any plan, hence without one.
                    lines: (usage.talked_ms == 0).then(Vec::new),
                    resale: None,
                };
            };
            let lines = plan.lines(used, seconds, of_month);
            used = used.saturating_add(seconds);
            Price {
                call: usage.call,
                lines: Some(lines),
                resale: plan.resale,
            }
        })
        .collect()
}

impl PricePlan {
    /// Whether calls cost the same under either, whatever its name and its days.
    fn charges_like(&self, other: &Self) -> bool {
        Self {
            name: other.name.clone(),
            valid_from: other.valid_from,
            valid_until: other.valid_until,
            ..self.clone()
        } == *other
    }

    /// The lines of a call of `seconds` when `used` are gone of the month, which has `of_month`.
    fn lines(&self, used: u64, seconds: u64, of_month: u64) -> Vec<PriceLine> {
        let mut lines = Vec::new();
        if seconds == 0 {
            return lines;
        }
        // A call that costs more than the databases hold is no call anybody has; it is cut off.
        let most = || EurCents::new(Decimal::from(9_000_000_000_i64)).unwrap_or_default();
        if !self.per_call.is_zero() {
            lines.push(PriceLine {
                item: Item::Call,
                amount: self.per_call,
            });
        }
        let mut time = EurCents::ZERO;
        for (tier, seconds) in self.tiers.split(used, seconds) {
            let amount = minutes_at(tier.per_minute, seconds).unwrap_or_else(most);
            time = time.checked_add(amount).unwrap_or_else(most);
            if !tier.per_minute.is_zero() {
                let item = Item::Time {
                    seconds,
                    per_minute: tier.per_minute,
                    after_minutes: tier.after_minutes,
                };
                lines.push(PriceLine { item, amount });
                continue;
            }
            // Time that is free is one line, whichever tiers it is in.
            let free = lines.iter_mut().find_map(|line| match &mut line.item {
                Item::Included { seconds } => Some(seconds),
                _ => None,
            });
            if let Some(free) = free {
                *free += seconds;
            } else {
                let item = Item::Included { seconds };
                lines.push(PriceLine { item, amount });
            }
        }
        let discount = self
            .discounts
            .iter()
            .filter(|discount| in_seconds(discount.from_minutes) <= of_month)
            .max_by_key(|discount| discount.from_minutes);
        if let Some(discount) = discount
            && let Some(off) = discount
                .percent
                .of(time)
                .filter(|off: &Cents<Eur>| !off.is_zero())
        {
            lines.push(PriceLine {
                item: Item::Discount {
                    percent: discount.percent,
                    from_minutes: discount.from_minutes,
                },
                amount: -off,
            });
        }
        lines
    }
}

#[cfg(test)]
mod tests;
