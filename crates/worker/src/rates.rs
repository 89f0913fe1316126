//! Exchange rates: kept as they are published, and fetched where the settings say from where.

use std::fmt;
use std::time::Duration;

use anyhow::{Context, bail};
use domain::fx::UsdRate;
use domain::month::Day;
use domain::time::{Instant, Zone};
use store::{Store, StoreError};

use crate::costs;
use crate::run::Worker;

/// What becomes of a rate of which another is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Differing {
    /// It stays.
    Kept,
    /// The other takes its place, and the audit log says so.
    Replaced,
}

/// What an import found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imported {
    /// Rates of days that had none.
    pub new: usize,
    /// Rates that differ from what was there.
    pub differing: Vec<Difference>,
}

/// A rate that differs from the one that its day had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What was there.
    pub stored: UsdRate,
    /// What is given.
    pub given: UsdRate,
}

impl Difference {
    /// As it is once the given one has taken the other's place.
    fn turned(&self) -> Self {
        Self {
            stored: self.given.clone(),
            given: self.stored.clone(),
        }
    }
}

impl fmt::Display for Difference {
    /// `2026-11-02: 1.0876 of ecb, not 1.09 of ecb`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { stored, given } = self;
        let of = |rate: &UsdRate| format!("{} of {}", rate.per_euro.as_decimal(), rate.source);
        write!(f, "{}: {}, not {}", stored.day, of(stored), of(given))
    }
}

/// The first of these, and that there are more.
pub fn listed(differences: &[Difference]) -> String {
    const MOST: usize = 10;
    let first = differences.iter().take(MOST).map(ToString::to_string);
    let more = (differences.len() > MOST).then(|| "…".to_owned());
    first.chain(more).collect::<Vec<_>>().join("; ")
}

/// Keeps rates. Calls were converted with those that are there: unless they are to be replaced, they
/// stay, and what differs from them is told (F68).
///
/// # Errors
/// The store failed, and nothing is kept.
pub async fn import(
    store: &Store,
    rates: &[UsdRate],
    differing: Differing,
    now: Instant,
) -> Result<Imported, StoreError> {
    let mut tx = store.begin().await?;
    let mut imported = Imported::default();
    for given in rates {
        if tx.import_usd_rate(given, now).await? {
            imported.new += 1;
            continue;
        }
        let stored = tx.usd_rate(given.day).await?;
        let Some(stored) = stored.filter(|stored| stored.per_euro != given.per_euro) else {
            continue;
        };
        if differing == Differing::Replaced {
            tx.replace_usd_rate(given, now).await?;
        }
        let given = given.clone();
        imported.differing.push(Difference { stored, given });
    }
    if differing == Differing::Replaced && !imported.differing.is_empty() {
        let now_stored = imported.differing.iter().map(Difference::turned);
        let all: Vec<String> = now_stored.map(|it| it.to_string()).collect();
        tx.audit("replace rates", &all.join("; "), now).await?;
    }
    tx.commit().await?;
    Ok(imported)
}

/// A day of these rates that is still to come, if there is one: nobody can know its rate, and it
/// would silence every warning of old ones. Where the day begins first, it is tomorrow already.
pub fn to_come(rates: &[UsdRate], now: Instant) -> Option<Day> {
    let tomorrow = now.plus(Duration::from_hours(24));
    let utc = Zone::parse("UTC").ok()?;
    let last = Day::of(tomorrow, &utc);
    rates.iter().map(|rate| rate.day).find(|&day| day > last)
}

/// Fetches and keeps the rates at this address; how many are new. What differs is logged.
pub(crate) async fn fetch(worker: &Worker, url: &str) -> anyhow::Result<usize> {
    let file = ecb::fetch(url).await?;
    let rates = ecb::parse(&file).context("what `exchange_rates_url` leads to cannot be read")?;
    if let Some(day) = to_come(&rates, worker.now()) {
        bail!("what `exchange_rates_url` leads to has a rate of {day}, which is still to come");
    }
    let imported = import(&worker.store, &rates, Differing::Kept, worker.now()).await?;
    if !imported.differing.is_empty() {
        tracing::warn!(
            rates = listed(&imported.differing),
            "Exchange rates were fetched that differ from those that are kept; calls keep using \
             these. If they are wrong, see `ringback rates import --replace`."
        );
    }
    Ok(imported.new)
}

/// Draws up the calls anew that a better rate is there for, whether or not one came just now:
/// since the last look, calls may have been worked on, and rates imported by hand.
pub(crate) async fn catch_up(worker: &Worker) {
    match costs::catch_up(&worker.store, worker.config.telephony, worker.now()).await {
        Ok(0) => {}
        Ok(calls) => tracing::info!(calls, "Calls got a better exchange rate."),
        Err(error) => tracing::warn!(
            error = &error as &dyn std::error::Error,
            "Calls could not all be given a better exchange rate; the next look will do."
        ),
    }
}
