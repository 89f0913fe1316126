//! Exchange rates: kept as they are published, and fetched where the settings say from where.

use anyhow::Context;
use domain::fx::UsdRate;
use domain::time::Instant;
use store::{Store, StoreError};

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
