//! Exchange rates: kept as they are published, and fetched where the settings say from where.

use anyhow::Context;
use domain::fx::UsdRate;
use domain::time::Instant;
use store::{Store, StoreError};

use crate::costs;
use crate::run::Worker;

/// Keeps rates; how many of them are new. A rate that is there is not changed (F68).
///
/// # Errors
/// The store failed, and nothing is kept.
pub async fn import(store: &Store, rates: &[UsdRate], now: Instant) -> Result<usize, StoreError> {
    let mut tx = store.begin().await?;
    let mut new = 0;
    for rate in rates {
        new += usize::from(tx.import_usd_rate(rate, now).await?);
    }
    tx.commit().await?;
    Ok(new)
}

/// Fetches and keeps the rates at this address; how many are new.
pub(crate) async fn fetch(worker: &Worker, url: &str) -> anyhow::Result<usize> {
    let file = ecb::fetch(url).await?;
    let rates = ecb::parse(&file).context("what `exchange_rates_url` leads to cannot be read")?;
    Ok(import(&worker.store, &rates, worker.now()).await?)
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
