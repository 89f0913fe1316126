//! The bills of a month: as it was closed, or as it would be closed now.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use anyhow::Context;
use domain::bill::{self, Bill, Head, Plans, State};
use domain::id::{CallId, CompanyId};
use domain::month::Month;
use domain::price::PriceLine;
use store::{BillLine, Store, StoreError, Tx};

use super::lines;

/// A month's bills.
pub(crate) struct Bills {
    /// Whether they can still change.
    pub(crate) open: bool,
    /// Of the month's own calls, with what each price is made of. A closed month's are empty.
    pub(crate) calls: Vec<(Bill, Vec<PriceLine>)>,
    /// Corrections of earlier months' calls; of a closed month they are among its calls.
    pub(crate) adjustments: Vec<Bill>,
}

impl Bills {
    /// All of them.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Bill> {
        self.calls
            .iter()
            .map(|(bill, _)| bill)
            .chain(&self.adjustments)
    }

    /// What an open month's prices are made of, call by call.
    pub(crate) fn price_lines(&self) -> impl Iterator<Item = BillLine> {
        self.calls
            .iter()
            .flat_map(|(_, lines)| lines)
            .map(lines::of_price)
    }
}

/// The bills of a month, of one company or of all.
pub(crate) async fn bills(
    tx: &mut Tx,
    plans: &Plans,
    month: Month,
    company: Option<CompanyId>,
) -> Result<Bills, StoreError> {
    let first_open = tx.first_open_month().await?;
    if first_open.is_some_and(|first| month < first) {
        let bills = tx.bills(month, company).await?;
        return Ok(Bills {
            open: false,
            calls: bills.into_iter().map(|bill| (bill, Vec::new())).collect(),
            adjustments: Vec::new(),
        });
    }
    let heads = tx.heads(month, company).await?;
    // What closed months left lands in the first open one.
    let late = if first_open == Some(month) {
        tx.late_heads(month, company).await?
    } else {
        Vec::new()
    };
    Ok(Bills {
        open: true,
        calls: own(heads, plans),
        adjustments: adjustments(tx, plans, late).await?,
    })
}

/// The bills of those of a month's calls that no month has billed yet, among all of its calls.
pub(crate) fn own(heads: Vec<Head>, plans: &Plans) -> Vec<(Bill, Vec<PriceLine>)> {
    let billed: HashSet<CallId> = heads
        .iter()
        .filter(|head| head.state != State::New)
        .map(|head| head.call)
        .collect();
    let mut bills = bill::bills(heads, plans, &BTreeSet::new());
    bills.retain(|(bill, _)| !billed.contains(&bill.call));
    bills
}

/// What is still to be billed of calls of earlier months: each at its place in its own month, less
/// what was billed. What has no price yet comes behind what has: the minutes that others were
/// billed with are gone.
pub(crate) async fn adjustments(
    tx: &mut Tx,
    plans: &Plans,
    late: Vec<Head>,
) -> Result<Vec<Bill>, StoreError> {
    let mut months: BTreeMap<Month, Vec<Head>> = BTreeMap::new();
    for head in late {
        months.entry(head.day.month()).or_default().push(head);
    }
    let mut adjustments = Vec::new();
    for (month, late) in months {
        let companies: HashSet<CompanyId> = late.iter().map(|head| head.company).collect();
        // One company's rows, or else everybody's in one go.
        let company = late.first().map(|head| head.company);
        let company = company.filter(|_| companies.len() == 1);
        let mut billed = by_call(tx.bills_of_calls_of(month, company).await?);
        let unpriced: BTreeSet<CallId> = late
            .iter()
            .map(|head| head.call)
            .filter(|call| !billed.get(call).is_some_and(|bills| has_price(bills)))
            .collect();
        let late: HashSet<CallId> = late.into_iter().map(|head| head.call).collect();
        let mut heads = tx.heads(month, company).await?;
        heads.retain(|head| companies.contains(&head.company));
        for (bill, _) in bill::bills(heads, plans, &unpriced) {
            if late.contains(&bill.call) {
                let billed = billed.remove(&bill.call).unwrap_or_default();
                adjustments.extend(bill.beyond(&billed));
            }
        }
    }
    Ok(adjustments)
}

fn by_call(bills: Vec<Bill>) -> BTreeMap<CallId, Vec<Bill>> {
    let mut calls: BTreeMap<CallId, Vec<Bill>> = BTreeMap::new();
    for bill in bills {
        calls.entry(bill.call).or_default().push(bill);
    }
    calls
}

fn has_price(bills: &[Bill]) -> bool {
    bills.iter().any(|bill| bill.amounts.price.is_some())
}

/// The company with this slug.
pub(crate) async fn company(store: &Store, slug: &str) -> anyhow::Result<CompanyId> {
    let companies = store.companies().await?;
    let known = || {
        let slugs: Vec<&str> = companies.iter().map(|known| known.slug.as_str()).collect();
        format!(
            "there is no company `{slug}`; there is {}",
            slugs.join(", ")
        )
    };
    let found = companies.iter().find(|company| company.slug == slug);
    Ok(found.with_context(known)?.id)
}
