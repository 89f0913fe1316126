//! Opening what commands look at.

use anyhow::ensure;
use domain::time::Clock;
use queue::Broker;
use service::settings::Settings;
use store::Store;

/// Whether the store is there, as far as can be said without asking a server.
pub(crate) fn is_there(settings: &Settings) -> bool {
    settings.database_url.is_some() || settings.data_dir.is_dir()
}

/// Opens a store that must be there. Whoever only looks would otherwise leave an empty database
/// in every folder that the command was mistyped in.
///
/// # Errors
/// It is not there, or cannot be reached.
pub(crate) async fn existing(settings: &Settings) -> anyhow::Result<Store> {
    ensure_there(settings, is_there(settings))?;
    wiring::store(settings).await
}

/// As [`existing`], with tables of the right version.
///
/// # Errors
/// As there, or the version is another one.
pub(crate) async fn current(settings: &Settings) -> anyhow::Result<Store> {
    let store = existing(settings).await?;
    store.check_version().await?;
    Ok(store)
}

/// Opens queues that must be there.
///
/// # Errors
/// They are not there. That Redis is down is found out when it is asked.
pub(crate) async fn broker(settings: &Settings, clock: Clock) -> anyhow::Result<Broker> {
    let there = settings.redis_url.is_some() || settings.data_dir.is_dir();
    ensure_there(settings, there)?;
    wiring::broker(settings, clock).await
}

fn ensure_there(settings: &Settings, there: bool) -> anyhow::Result<()> {
    ensure!(
        there,
        "there is no `data_dir` {}: run this where the service runs, name its settings with \
         --config, or start it with `ringback serve`",
        settings.data_dir.display()
    );
    Ok(())
}
