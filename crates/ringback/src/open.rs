//! Opening what commands look at.

use anyhow::ensure;
use service::settings::Settings;
use store::Store;

/// Opens a store that must be there. Whoever only looks would otherwise leave an empty database
/// in every folder that the command was mistyped in.
///
/// # Errors
/// It is not there, or cannot be reached.
pub(crate) async fn existing(settings: &Settings) -> anyhow::Result<Store> {
    ensure!(
        settings.database_url.is_some() || settings.data_dir.is_dir(),
        "there is no `data_dir` {}: run this where the service runs, name its settings with \
         --config, or start it with `ringback serve`",
        settings.data_dir.display()
    );
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
