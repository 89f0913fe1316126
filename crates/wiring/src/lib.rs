//! From settings to an open store and an open queue, the same way in every binary.
//!
//! The two shapes of the program differ here and nowhere else: a `database_url` means PostgreSQL,
//! a `redis_url` means Redis; without them each is an SQLite file in `data_dir`.

use std::time::Duration;

use anyhow::Context;
use domain::time::Clock;
use queue::Broker;
use service::settings::Settings;
use store::{Options, Store, StoreError};

/// Opens the store. It is not migrated: see [`migrated`]. A server is connected to when it is first
/// asked for something.
///
/// # Errors
/// The address cannot be used, or the file cannot be opened; the text says which, without password.
pub async fn store(settings: &Settings) -> anyhow::Result<Store> {
    let options = Options {
        connections: settings.database_pool,
        slow_statement: Duration::from_millis(settings.slow_statement_ms),
        ..Options::default()
    };
    if let Some(url) = &settings.database_url {
        let replica = settings
            .database_replica_url
            .as_ref()
            .map(service::settings::ConnectionUrl::expose);
        return Store::open(url.expose(), replica, &options)
            .await
            .with_context(|| {
                format!("cannot open the database {}", store::redacted(url.expose()))
            });
    }
    let path = file(settings, "store.sqlite")?;
    Store::open_file(&path, &options)
        .await
        .with_context(|| format!("cannot open the database {}", path.display()))
}

/// Opens the store and sees to its tables: the embedded one is migrated on the spot, since nobody
/// else could be using it with another release; a server is only checked.
///
/// # Errors
/// It cannot be reached, or its version is not the one that this program needs.
pub async fn migrated(settings: &Settings) -> anyhow::Result<Store> {
    let store = store(settings).await?;
    if store.is_embedded() {
        store.migrate().await?;
    }
    store.check_version().await?;
    Ok(store)
}

/// As [`migrated`], for a process that can do its main job without the store: one that does not
/// answer is no reason to stay down. One of another version is.
///
/// # Errors
/// Its version is not the one that this program needs, or its address cannot be used.
pub async fn migrated_if_there(settings: &Settings) -> anyhow::Result<Store> {
    let store = store(settings).await?;
    if store.is_embedded() {
        store.migrate().await?;
    }
    match store.check_version().await {
        Err(error @ (StoreError::TooOld { .. } | StoreError::TooNew { .. })) => Err(error.into()),
        Ok(()) => Ok(store),
        Err(error) => {
            let error = &error as &dyn std::error::Error;
            tracing::warn!(
                error,
                "The store does not answer; it is looked for again when it is needed."
            );
            Ok(store)
        }
    }
}

/// Opens the queue's engine.
///
/// # Errors
/// The address or the path cannot be used. That Redis is down is none: it is connected to when
/// first used.
pub async fn broker(settings: &Settings, clock: Clock) -> anyhow::Result<Broker> {
    let options = queue::Options {
        lease: Duration::from_secs(settings.lease_s),
        max_attempts: settings.max_attempts,
        push_timeout: Duration::from_millis(settings.push_timeout_ms),
        ..queue::Options::new(clock, rand::random())
    };
    if let Some(url) = &settings.redis_url {
        return Broker::redis(url.expose(), options).context("cannot use `redis_url`");
    }
    let path = file(settings, "queue.sqlite")?;
    Broker::sqlite(&path, options)
        .await
        .with_context(|| format!("cannot open the queue {}", path.display()))
}

/// Says at start what an acknowledged event could still be lost to.
pub async fn warn_of_risks(broker: &Broker) {
    match broker.risks().await {
        Ok(risks) => risks.iter().for_each(|risk| tracing::warn!("{risk}")),
        Err(error) => tracing::warn!(
            error = &error as &dyn std::error::Error,
            "The queue's settings cannot be read yet."
        ),
    }
}

fn file(settings: &Settings, name: &str) -> anyhow::Result<std::path::PathBuf> {
    let folder = &settings.data_dir;
    std::fs::create_dir_all(folder)
        .with_context(|| format!("cannot create `data_dir` {}", folder.display()))?;
    Ok(folder.join(name))
}
