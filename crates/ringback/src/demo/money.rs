//! What the demo's calls cost and what they are billed at, line by line.

use domain::fx::{PerEuro, UsdRate};
use domain::id::CompanyId;
use domain::money::EurCents;
use domain::month::Day;
use domain::price::{PricePlan, Tier, Tiers};
use domain::tariff::{Fee, FeePer, Step};
use domain::time::{Instant, Zone};
use store::Store;

use crate::costs::call;

/// Who would believe these to be the bank's.
const SOURCE: &str = "demo";

/// Before the oldest call.
const FIRST_DAY: &str = "2020-01-01";

/// A plan for each business, a fee of our own, and exchange rates of yesterday and of the day of
/// the sample's call.
pub(super) async fn set_up(store: &Store, now: Instant) -> anyhow::Result<()> {
    let first: Day = FIRST_DAY.parse()?;
    let yesterday = now.minus(std::time::Duration::from_hours(24));
    let yesterday = Day::of(yesterday, &Zone::parse("UTC")?);
    let mut tx = store.begin().await?;
    for day in ["2026-11-02".parse()?, yesterday] {
        if let Some(per_euro) = PerEuro::from_digits("1.0876") {
            let source = SOURCE.into();
            let rate = UsdRate {
                day,
                per_euro,
                source,
            };
            tx.import_usd_rate(&rate, now).await?;
        }
    }
    let fee = Fee {
        name: "servers".into(),
        valid_from: first,
        per: FeePer::Minute,
        amount: cents("0.4"),
    };
    tx.import_fee(&fee, now).await?;
    for (slug, step, per_minute, included) in [
        ("schoene-koepfe", Step::Minute, "15", 2),
        ("harbour", Step::Second, "19", 0),
    ] {
        let tier = Tier {
            after_minutes: 0,
            per_minute: cents(per_minute),
        };
        let plan = PricePlan {
            name: "Demo".into(),
            valid_from: first,
            valid_until: None,
            step,
            per_call: cents("5"),
            tiers: Tiers::try_from(vec![tier])?.with_included(included),
            discounts: Vec::new(),
            resale: None,
        };
        tx.import_price_plan(CompanyId::of(slug), &plan, now)
            .await?;
    }
    Ok(tx.commit().await?)
}

/// The amounts above are decimals.
fn cents(digits: &str) -> EurCents {
    EurCents::from_digits(digits).unwrap_or_default()
}

/// The account of every call, oldest first.
pub(super) async fn accounts(store: &Store, most: i64) -> anyhow::Result<String> {
    let mut parts = vec!["What each call cost and is billed at:\n".to_owned()];
    let mut calls = store.calls(most).await?;
    calls.reverse();
    for overview in calls {
        for (id, _) in store.calls_named(&overview.call_id).await? {
            let Some(account) = call::of(store, id).await? else {
                continue;
            };
            let lines = account.lines().join("\n");
            parts.push(format!(
                "{}, {}\n{lines}\n",
                overview.call_id, overview.company
            ));
        }
    }
    Ok(parts.join("\n"))
}
