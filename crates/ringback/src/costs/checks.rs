//! What keeps a month from being closed: what is not known, or not up to date, cannot be final.

use std::collections::BTreeSet;
use std::collections::btree_map::{BTreeMap, Entry};

use anyhow::bail;
use domain::bill::Bill;
use domain::fx::{self, UsdRate};
use domain::id::CallId;
use domain::month::{Day, Month};
use store::{StoreError, Taken, Tx};

/// Refuses what was taken with an exchange rate although a better one is there, or another one in
/// its place: it came after the calls were drawn up, or somebody drew one up meanwhile without knowing of it. Billed, they would
/// keep for ever what they have.
pub(super) async fn refuse_outdated(tx: &mut Tx, taken: &[Taken]) -> anyhow::Result<()> {
    let better = best_rates(tx, taken).await?;
    let outdated = calls(taken.iter().filter(|one| {
        let best = better.get(&one.head.day).and_then(Option::as_ref);
        best.is_some_and(|best| {
            let own = (Some(best.day), Some(best.per_euro)) == (one.rate_day, one.per_euro);
            !own && Some(best.day) >= one.rate_day
        })
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

/// Refuses what was taken with an earlier day's exchange rate although the bank published one
/// since, which nobody imported.
pub(super) async fn refuse_missing_rates(
    tx: &mut Tx,
    of: Month,
    taken: &[Taken],
) -> anyhow::Result<()> {
    const MOST: usize = 10;
    let best = best_rates(tx, taken).await?;
    let missing = |day: Day| {
        let rate = best.get(&day).and_then(Option::as_ref);
        rate.into_iter()
            .flat_map(move |rate| fx::missing(rate.day, day))
    };
    // Nothing is worth nothing at any rate.
    let converted = taken.iter().filter(|one| !one.head.us_cents.is_zero());
    let without = calls(
        converted
            .clone()
            .filter(|one| missing(one.head.day).next().is_some()),
    );
    if without.is_empty() {
        return Ok(());
    }
    let days: BTreeSet<Day> = converted.map(|one| one.head.day).collect();
    let days: BTreeSet<Day> = days.into_iter().flat_map(missing).collect();
    let mut said: Vec<String> = days.iter().take(MOST).map(Day::to_string).collect();
    if days.len() > MOST {
        said.push("…".into());
    }
    bail!(
        "exchange rates are missing of {}: {} calls to be billed with {of} have an earlier day's, such \
         as {}; `ringback rates import` them, or close with --missing-rates",
        said.join(", "),
        without.len(),
        named(tx, &without).await?
    );
}

/// By day of a call, the best rate that there is for it now.
async fn best_rates(
    tx: &mut Tx,
    taken: &[Taken],
) -> Result<BTreeMap<Day, Option<UsdRate>>, StoreError> {
    let mut best = BTreeMap::new();
    for Taken { head, .. } in taken {
        if let Entry::Vacant(entry) = best.entry(head.day) {
            entry.insert(tx.usd_rate(head.day).await?);
        }
    }
    Ok(best)
}

fn calls<'a>(taken: impl Iterator<Item = &'a Taken>) -> Vec<CallId> {
    taken.map(|one| one.head.call).collect()
}

/// Refuses calls whose cost is not known, but for those that are left as they are.
pub(super) async fn refuse_without_rate<'a>(
    tx: &mut Tx,
    of: Month,
    bills: impl Iterator<Item = &'a Bill>,
    left: &BTreeMap<CallId, String>,
) -> anyhow::Result<()> {
    let unknown =
        bills.filter(|bill| bill.amounts.cost.is_none() && !left.contains_key(&bill.call));
    let unknown: Vec<CallId> = unknown.map(|bill| bill.call).collect();
    if unknown.is_empty() {
        return Ok(());
    }
    bail!(
        "{} calls to be billed with {of} have no exchange rate: {}; `ringback rates import` one of \
         their days, or an earlier one, then close",
        unknown.len(),
        named(tx, &unknown).await?
    );
}

/// Refuses calls whose price is not known.
pub(super) async fn refuse_unpriced<'a>(
    tx: &mut Tx,
    of: Month,
    bills: impl Iterator<Item = &'a Bill>,
) -> anyhow::Result<()> {
    let unpriced = bills.filter(|bill| bill.amounts.price.is_none());
    let unpriced: Vec<CallId> = unpriced.map(|bill| bill.call).collect();
    if unpriced.is_empty() {
        return Ok(());
    }
    bail!(
        "{} calls to be billed with {of} have no price, since their company has no price plan for \
         their day: {}; `ringback tenant import` one, or close with --unpriced: what a later plan \
         makes of them is an adjustment",
        unpriced.len(),
        named(tx, &unpriced).await?
    );
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
