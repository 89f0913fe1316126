//! What keeps a month from being closed: what is not known, or not up to date, cannot be final.

use std::collections::BTreeMap;

use anyhow::bail;
use domain::bill::{Amounts, Bill};
use domain::id::CallId;
use domain::month::{Day, Month};
use store::{StoreError, Taken, Tx};

/// Refuses what was taken with an exchange rate although a better one is there: it came after the
/// calls were drawn up, or somebody drew one up meanwhile without knowing of it. Billed, they would
/// keep for ever what they have.
pub(super) async fn refuse_outdated(tx: &mut Tx, taken: &[Taken]) -> anyhow::Result<()> {
    let better = best_rates(tx, taken).await?;
    let outdated = calls(taken.iter().filter(|one| {
        let best = better.get(&one.head.day).copied().flatten();
        best > one.rate_day
    }));
    if outdated.is_empty() {
        return Ok(());
    }
    bail!(
        "exchange rates or calls came in meanwhile, and {} calls would get a better rate: {}; nothing \
         was closed, run it again",
        outdated.len(),
        named(tx, &outdated).await?
    );
}

/// By day of a call, the day of the best rate that there is for it now.
async fn best_rates(
    tx: &mut Tx,
    taken: &[Taken],
) -> Result<BTreeMap<Day, Option<Day>>, StoreError> {
    let mut best = BTreeMap::new();
    for Taken { head, .. } in taken {
        if !best.contains_key(&head.day) {
            let rate = tx.usd_rate(head.day).await?;
            best.insert(head.day, rate.map(|rate| rate.day));
        }
    }
    Ok(best)
}

fn calls<'a>(taken: impl Iterator<Item = &'a Taken>) -> Vec<CallId> {
    taken.map(|one| one.head.call).collect()
}

/// What is not known cannot be final.
pub(super) async fn refuse_unknown(
    tx: &mut Tx,
    of: Month,
    bills: &[&Bill],
    unpriced_too: bool,
) -> anyhow::Result<()> {
    let without = |what: fn(&Amounts) -> bool| -> Vec<CallId> {
        let bills = bills.iter().filter(|bill| what(&bill.amounts));
        bills.map(|bill| bill.call).collect()
    };
    let unknown = without(|amounts| amounts.cost.is_none());
    if !unknown.is_empty() {
        bail!(
            "{} calls to be billed with {of} have no exchange rate: {}; `ringback rates import` one \
             of their days, or an earlier one, then close",
            unknown.len(),
            named(tx, &unknown).await?
        );
    }
    let unpriced = without(|amounts| amounts.price.is_none());
    if !unpriced.is_empty() && !unpriced_too {
        bail!(
            "{} calls to be billed with {of} have no price, since their company has no price plan for \
             their day: {}; `ringback tenant import` one, or close with --unpriced: what a later plan \
             makes of them is an adjustment",
            unpriced.len(),
            named(tx, &unpriced).await?
        );
    }
    Ok(())
}

/// The first of these calls by their names, and that there are more.
async fn named(tx: &mut Tx, calls: &[CallId]) -> Result<String, StoreError> {
    const MOST: usize = 5;
    let mut names = Vec::new();
    for &call in calls.iter().take(MOST) {
        let name = tx.call_name(call).await?;
        names.push(name.map_or_else(|| call.to_string(), |name| name.to_string()));
    }
    if calls.len() > MOST {
        names.push("…".into());
    }
    Ok(names.join(", "))
}
