//! What a month bills: of each of its calls the cost and the price, and of earlier months' calls
//! what became known after those were closed.
//!
//! A closed month is a list of bills that never change. A correction of one of its calls does not
//! touch it: the difference to what was billed is one more bill, an adjustment, in the month that
//! is open then.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::AddAssign;

use serde::Serialize;

use crate::event::words;
use crate::id::{CallId, CompanyId};
use crate::money::{Cents, Currency, Eur, EurCents, Total, UsCents, Usd};
use crate::month::{Day, Month};
use crate::price::{self, Price, PriceLine, PricePlan, Usage};
use crate::time::Instant;

/// A call's ledger, as far as its bill goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Which call's.
    pub call: CallId,
    /// Whose.
    pub company: CompanyId,
    /// When it began.
    pub started_at: Instant,
    /// The day of that in the branch's zone.
    pub day: Day,
    /// The branch's number.
    pub number: Option<String>,
    /// How long somebody talked, in milliseconds.
    pub talked_ms: u64,
    /// What the vendors charge.
    pub us_cents: UsCents,
    /// What it costs in euros; `None` while the exchange rate is unknown.
    pub eur_cents: Option<EurCents>,
    /// Whether a part of that is an estimate.
    pub estimated: bool,
    /// Whether it was converted with an exchange rate that was too old.
    pub stale: bool,
    /// Whether something of it is still to be billed.
    pub state: State,
}

words! {
    /// How far a ledger is billed.
    State {
        /// No month has billed it.
        New = "new",
        /// A closed month has.
        Billed = "billed",
        /// A closed month has, and it has changed since.
        Changed = "changed",
    }
}

/// Price plans, oldest first, by company.
pub type Plans = BTreeMap<CompanyId, Vec<PricePlan>>;

/// The bills of one month's calls, each company's in the order in which they began, with what
/// each price is made of. `heads` are all ledgers of the month of each company among them; those
/// of `late` calls take their place behind the others, whose prices are billed.
pub fn bills(
    heads: Vec<Head>,
    plans: &Plans,
    late: &BTreeSet<CallId>,
) -> Vec<(Bill, Vec<PriceLine>)> {
    let mut companies: BTreeMap<CompanyId, Vec<Head>> = BTreeMap::new();
    for head in heads {
        companies.entry(head.company).or_default().push(head);
    }
    let mut all = Vec::new();
    for (company, mut heads) in companies {
        let is_late = |head: &Head| late.contains(&head.call);
        heads.sort_unstable_by_key(|head| (is_late(head), head.started_at, head.call));
        let usages = heads.iter().map(|head| head.usage(is_late(head))).collect();
        let plans = plans.get(&company).map(Vec::as_slice).unwrap_or_default();
        // Prices come in the same order.
        let prices = price::price_month(plans, usages);
        all.extend(heads.into_iter().zip(prices).map(|(head, price)| {
            let bill = Bill::of(head, &price);
            (bill, price.lines.unwrap_or_default())
        }));
    }
    all
}

impl Head {
    fn usage(&self, late: bool) -> Usage {
        Usage {
            call: self.call,
            started_at: self.started_at,
            day: self.day,
            talked_ms: self.talked_ms,
            late,
        }
    }
}

/// What one call is billed at in one month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bill {
    /// Which call.
    pub call: CallId,
    /// Whose.
    pub company: CompanyId,
    /// When it was, in the branch's zone. Its month is another one for an adjustment.
    pub day: Day,
    /// The branch's number.
    pub number: Option<String>,
    /// How long somebody talked, in milliseconds; more or less of it for an adjustment.
    pub talked_ms: i64,
    /// How much.
    pub amounts: Amounts,
    /// Whether a part of the cost is an estimate.
    pub estimated: bool,
    /// Whether its cost was converted with an exchange rate that was too old.
    pub stale: bool,
    /// Who stands between the company and us.
    pub reseller: Option<CompanyId>,
}

impl Bill {
    fn of(head: Head, price: &Price) -> Self {
        Self {
            call: head.call,
            company: head.company,
            day: head.day,
            number: head.number,
            talked_ms: i64::try_from(head.talked_ms).unwrap_or(i64::MAX),
            amounts: Amounts::of(head.us_cents, head.eur_cents, price),
            estimated: head.estimated,
            stale: head.stale,
            reseller: price.resale.map(|resale| resale.reseller),
        }
    }

    /// What is still to be billed after these bills of the call, oldest first; `None` if nothing
    /// is. Whom its price was billed to settles it, whoever would be billed for it now.
    pub fn beyond(mut self, billed: &[Self]) -> Option<Self> {
        let Some(last) = billed.last() else {
            return (!self.amounts.is_nothing()).then_some(self);
        };
        let so_far = Amounts::sum(billed.iter().map(|bill| bill.amounts));
        let talked = billed.iter().map(|bill| bill.talked_ms).sum();
        let same_time = (last.day, talked) == (self.day, self.talked_ms);
        if so_far.price.is_some() {
            // A price follows from when a call was and how long. Its place among calls that became
            // known since may be another one; that changes no price that was billed.
            if same_time {
                self.amounts.price = so_far.price;
            }
            self.amounts.wholesale = match last.reseller {
                None => None,
                Some(_) => self.amounts.wholesale.or(so_far.wholesale),
            };
            self.reseller = last.reseller;
        }
        let rest = self.amounts.beyond(so_far);
        // Its time is billed too, though it may cost nothing: the next correction asks for it.
        let settled = same_time && self.amounts.is_settled_by(so_far);
        (!settled).then(|| Self {
            amounts: rest,
            talked_ms: self.talked_ms.saturating_sub(talked),
            ..self
        })
    }
}

/// The amounts of a bill.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Amounts {
    /// What the vendors charge us.
    pub us_cents: UsCents,
    /// What the call costs us, vendors and fees; `None` while the exchange rate is unknown.
    pub cost: Option<EurCents>,
    /// What the company's reseller pays us; `None` without one.
    pub wholesale: Option<EurCents>,
    /// What the company pays, to its reseller if it has one; `None` without a plan.
    pub price: Option<EurCents>,
}

impl Amounts {
    /// Of a call that costs so much, at its price.
    pub fn of(us_cents: UsCents, cost: Option<EurCents>, price: &Price) -> Self {
        Self {
            us_cents,
            cost,
            wholesale: cost
                .zip(price.resale)
                .and_then(|(cost, resale)| price::wholesale(cost, resale.markup)),
            price: price.total().map(Total::held),
        }
    }

    /// What we earn: what is paid to us, by the reseller if there is one, less what the call costs;
    /// `None` while either is unknown.
    pub fn margin(&self) -> Option<Total<Eur>> {
        let paid = self.wholesale.or(self.price)?;
        Some(Total::from(paid).minus(self.cost?))
    }

    /// What is still to be billed when so much has been. What is unknown now stays unknown: it
    /// takes nothing back.
    #[must_use]
    pub fn beyond(self, billed: Self) -> Self {
        Self {
            us_cents: less(self.us_cents, billed.us_cents),
            cost: left(self.cost, billed.cost),
            wholesale: left(self.wholesale, billed.wholesale),
            price: left(self.price, billed.price),
        }
    }

    /// Whether nothing is to be billed when so much has been. That a call still has no price is
    /// nothing to bill; that its cost is unknown is.
    fn is_settled_by(self, billed: Self) -> bool {
        let rest = self.beyond(billed);
        let unpriced = self.price.is_none() && billed.price.is_none();
        let price = if unpriced {
            Some(EurCents::ZERO)
        } else {
            rest.price
        };
        Self { price, ..rest }.is_nothing()
    }

    /// Whether all of it is known, and nothing.
    fn is_nothing(&self) -> bool {
        self.us_cents.is_zero()
            && self.cost.is_some_and(Cents::is_zero)
            && self.wholesale.is_none_or(Cents::is_zero)
            && self.price.is_some_and(Cents::is_zero)
    }

    /// All of these together.
    pub fn sum(bills: impl IntoIterator<Item = Self>) -> Self {
        bills.into_iter().fold(Self::default(), |sum, next| Self {
            us_cents: sum
                .us_cents
                .checked_add(next.us_cents)
                .unwrap_or(sum.us_cents),
            cost: both(sum.cost, next.cost),
            wholesale: both(sum.wholesale, next.wholesale),
            price: both(sum.price, next.price),
        })
    }
}

fn less<C: Currency>(whole: Cents<C>, part: Cents<C>) -> Cents<C> {
    whole.checked_sub(part).unwrap_or(whole)
}

/// What was billed and is no longer owed is taken back.
fn left(whole: Option<EurCents>, billed: Option<EurCents>) -> Option<EurCents> {
    whole.map(|whole| less(whole, billed.unwrap_or_default()))
}

fn both(one: Option<EurCents>, other: Option<EurCents>) -> Option<EurCents> {
    match (one, other) {
        (None, None) => None,
        (one, other) => one
            .unwrap_or_default()
            .checked_add(other.unwrap_or_default()),
    }
}

/// What many bills come to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Figures {
    /// Calls of the month.
    pub calls: u64,
    /// Corrections of calls of closed months.
    pub adjustments: u64,
    /// How long somebody talked, in milliseconds.
    pub talked_ms: i64,
    /// What the vendors charge.
    pub us_cents: Total<Usd>,
    /// What the calls cost us, as far as it is known.
    pub cost: Total<Eur>,
    /// What companies pay us.
    pub direct: Total<Eur>,
    /// What resellers pay us.
    pub wholesale: Total<Eur>,
    /// What companies pay their resellers.
    pub resold: Total<Eur>,
    /// Calls with an estimate among their costs.
    pub estimated: u64,
    /// Calls converted with an exchange rate that was too old on their day (F68).
    pub stale: u64,
    /// Calls whose cost in euros is unknown for want of an exchange rate.
    pub without_rate: u64,
    /// Calls without a price for want of a plan.
    pub without_plan: u64,
}

impl Figures {
    /// What we earn: what is paid to us, less what the calls cost.
    pub fn margin(&self) -> Total<Eur> {
        self.direct.plus(self.wholesale).minus(self.cost)
    }

    /// What resellers earn.
    pub fn resellers_margin(&self) -> Total<Eur> {
        self.resold.minus(self.wholesale)
    }

    /// What companies pay, to whomever.
    pub fn price(&self) -> Total<Eur> {
        self.direct.plus(self.resold)
    }

    /// Counts a bill of `month`.
    pub fn add(&mut self, bill: &Bill, month: Month) {
        let counter = if bill.day.month() == month {
            &mut self.calls
        } else {
            &mut self.adjustments
        };
        *counter += 1;
        let amounts = &bill.amounts;
        self.talked_ms = self.talked_ms.saturating_add(bill.talked_ms);
        self.us_cents = self.us_cents.plus(amounts.us_cents);
        self.cost = self.cost.plus(amounts.cost.unwrap_or_default());
        let price = amounts.price.unwrap_or_default();
        if bill.reseller.is_some() {
            self.wholesale = self.wholesale.plus(amounts.wholesale.unwrap_or_default());
            self.resold = self.resold.plus(price);
        } else {
            self.direct = self.direct.plus(price);
        }
        self.estimated += u64::from(bill.estimated);
        self.stale += u64::from(bill.stale);
        self.without_rate += u64::from(amounts.cost.is_none());
        self.without_plan += u64::from(amounts.price.is_none());
    }
}

impl AddAssign for Figures {
    fn add_assign(&mut self, other: Self) {
        self.calls += other.calls;
        self.adjustments += other.adjustments;
        self.talked_ms = self.talked_ms.saturating_add(other.talked_ms);
        self.us_cents = self.us_cents.plus(other.us_cents);
        self.cost = self.cost.plus(other.cost);
        self.direct = self.direct.plus(other.direct);
        self.wholesale = self.wholesale.plus(other.wholesale);
        self.resold = self.resold.plus(other.resold);
        self.estimated += other.estimated;
        self.stale += other.stale;
        self.without_rate += other.without_rate;
        self.without_plan += other.without_plan;
    }
}

/// Bills of a month, by whatever the report is broken down by, and all of them.
pub fn figures<'a, K: Ord>(
    month: Month,
    bills: impl IntoIterator<Item = &'a Bill>,
    key: impl Fn(&Bill) -> K,
) -> (BTreeMap<K, Figures>, Figures) {
    let mut groups: BTreeMap<K, Figures> = BTreeMap::new();
    for bill in bills {
        groups.entry(key(bill)).or_default().add(bill, month);
    }
    let mut total = Figures::default();
    for figures in groups.values() {
        total += *figures;
    }
    (groups, total)
}

#[cfg(test)]
mod tests;
