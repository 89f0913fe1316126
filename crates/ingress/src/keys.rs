//! The keys that are accepted, kept up to date while webhooks arrive.
//!
//! Keys come from the settings (account `default`) and from the store's accounts, which only name
//! theirs. A rotated key counts within half a minute, without a restart.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use arc_swap::ArcSwap;
use domain::id::AccountName;
use retell::signature::Keyring;
use secrecy::SecretString;
use service::settings::ApiKeys;
use service::stop::Stop;
use store::{Account, Store};
use tokio::time::{sleep, timeout};

/// How old the keys may be.
const REFRESH_EVERY: Duration = Duration::from_secs(30);

/// How long the store may take to name them.
const REFRESH_LIMIT: Duration = Duration::from_secs(10);

/// The keys of all accounts. Clones are the same keys.
#[derive(Debug, Clone)]
pub struct Keys(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    settings: ApiKeys,
    store: Option<Store>,
    ring: ArcSwap<Ring>,
}

/// The keys as they are now.
#[derive(Debug, Default)]
pub(crate) struct Ring {
    pub(crate) keyring: Keyring,
    /// Whether the store has been asked with success. Until then, nobody can say that a signature
    /// is wrong: its key may be one that is not known yet.
    pub(crate) complete: bool,
}

impl Keys {
    /// Reads the keys. A store that does not answer is asked again by [`Self::keep_fresh`].
    pub async fn load(settings: ApiKeys, store: Option<Store>) -> Self {
        let keys = Self(Arc::new(Inner {
            settings,
            store,
            ring: ArcSwap::default(),
        }));
        keys.refresh().await;
        if keys.current().keyring.is_empty() {
            tracing::warn!(
                "There is no Retell API key: every webhook is refused. Set \
                 `RINGBACK_RETELL_API_KEYS`, or import an account that names its keys."
            );
        }
        keys
    }

    /// Reads the keys again. When the store does not answer, those known go on to count.
    pub async fn refresh(&self) {
        let ring = match self.read().await {
            Ok(keyring) => Ring {
                keyring,
                complete: true,
            },
            Err(error) => {
                tracing::warn!(
                    error = format!("{error:#}"),
                    "The accounts' keys could not be read; those known go on to count."
                );
                if self.are_complete() {
                    return;
                }
                Ring {
                    keyring: self.keyring(Vec::new()).unwrap_or_default(),
                    complete: false,
                }
            }
        };
        self.0.ring.store(Arc::new(ring));
    }

    /// Reads the keys again and again, until the stop.
    pub async fn keep_fresh(self, stop: Stop) -> anyhow::Result<()> {
        loop {
            tokio::select! {
                () = stop.requested() => return Ok(()),
                () = sleep(REFRESH_EVERY) => self.refresh().await,
            }
        }
    }

    /// Whether every account's keys have been read at least once.
    pub fn are_complete(&self) -> bool {
        self.0.ring.load().complete
    }

    pub(crate) fn current(&self) -> Arc<Ring> {
        self.0.ring.load_full()
    }

    async fn read(&self) -> anyhow::Result<Keyring> {
        let accounts = match &self.0.store {
            Some(store) => timeout(REFRESH_LIMIT, store.accounts()).await??,
            None => Vec::new(),
        };
        // Keys may stand in files.
        let resolved = tokio::task::spawn_blocking(move || resolve(accounts)).await?;
        self.keyring(resolved)
    }

    fn keyring(&self, of_store: Vec<(AccountName, SecretString)>) -> anyhow::Result<Keyring> {
        let of_settings = self.0.settings.as_slice().iter().cloned();
        let of_settings = of_settings.map(|key| (AccountName::default_account(), key));
        Keyring::new(of_settings.chain(of_store)).context("a key cannot be used")
    }
}

/// A key that is not to be had is named and left out: the other accounts cannot help it.
fn resolve(accounts: Vec<Account>) -> Vec<(AccountName, SecretString)> {
    let mut keys = Vec::new();
    for Account { name, api_keys } in accounts {
        for reference in api_keys {
            match service::secrets::resolve(&reference) {
                Ok(key) => keys.push((name.clone(), key)),
                // The error names the reference, and never the key.
                Err(error) => tracing::error!(
                    account = %name,
                    error = format!("{:#}", anyhow::Error::new(error)),
                    "A Retell API key is not to be had; what it signs is refused."
                ),
            }
        }
    }
    keys
}
