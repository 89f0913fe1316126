//! Whose telephone is ringing, found fast or not at all.

use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::phone::PhoneNumber;
use domain::tenant::Tenant;
use moka::Expiry;
use moka::future::Cache;
use retell::inbound::{Inbound, Reply};
use service::metrics::CACHE_REQUESTS_TOTAL;
use store::{Store, StoreError};
use tokio::time::timeout;

use crate::webhook::Webhook;
use crate::{Ingress, context};

/// How long a look-up may go on after its caller has stopped waiting. It fills the cache for the
/// next one.
const LOOKUP_LIMIT: Duration = Duration::from_secs(5);

/// What the agent is told about this call; `None` when the body cannot be read.
pub(crate) async fn answer(ingress: &Ingress, webhook: &Webhook) -> Option<Reply> {
    let inbound = retell::inbound::parse(webhook.verified.body()).ok()?;
    let reply = Reply::empty(inbound.kind);
    Some(match tenant(ingress, webhook, &inbound).await {
        Ok(tenant) => context::describe(reply, &tenant, &inbound, webhook.received_at),
        Err(trouble) => {
            if let Some(unsaid) = ingress.warnings.inbound.pass() {
                let error = format!("{:#}", anyhow::Error::new(trouble));
                tracing::warn!(error, unsaid, "A call was answered without context.");
            }
            reply
        }
    })
}

/// Why there is nothing to tell.
#[derive(Debug, thiserror::Error)]
enum Trouble {
    #[error("there is no called number in it")]
    NoNumber,
    #[error("the called number is not registered")]
    UnknownNumber,
    #[error("the called number belongs to another account than the key that signed")]
    ForeignAccount,
    #[error(transparent)]
    Lookup(#[from] LookupError),
}

/// From the called number alone (F42, F43), and only to the account that owns it.
async fn tenant(
    ingress: &Ingress,
    webhook: &Webhook,
    inbound: &Inbound,
) -> Result<Arc<Tenant>, Trouble> {
    let number = inbound.to_number.as_ref().ok_or(Trouble::NoNumber)?;
    let tenant = ingress
        .numbers
        .tenant(number, webhook.deadline)
        .await?
        .ok_or(Trouble::UnknownNumber)?;
    if tenant.account == *webhook.verified.account() {
        Ok(tenant)
    } else {
        Err(Trouble::ForeignAccount)
    }
}

/// Whose a number is, from the store, through a cache.
#[derive(Debug)]
pub(crate) struct Numbers {
    store: Option<Store>,
    cache: Cache<PhoneNumber, Option<Arc<Tenant>>>,
}

/// A look-up failed.
#[derive(Debug, Clone, thiserror::Error)]
enum LookupError {
    #[error("there is no store")]
    NoStore,
    #[error("the store did not answer in time")]
    TooLate,
    #[error(transparent)]
    Store(#[from] Arc<StoreError>),
}

impl Numbers {
    pub(crate) fn new(store: Option<Store>) -> Self {
        Self {
            store,
            cache: Cache::builder()
                .max_capacity(100_000)
                .expire_after(Lives)
                .build(),
        }
    }

    /// Waits no longer than `deadline`. Concurrent look-ups of a number are one.
    async fn tenant(
        &self,
        number: &PhoneNumber,
        deadline: tokio::time::Instant,
    ) -> Result<Option<Arc<Tenant>>, LookupError> {
        if let Some(tenant) = self.cache.get(number).await {
            count("hit");
            return Ok(tenant);
        }
        let found = tokio::time::timeout_at(deadline, self.look_up(number))
            .await
            .unwrap_or(Err(LookupError::TooLate));
        count(if found.is_ok() { "miss" } else { "error" });
        found
    }

    /// A task of its own, which goes on when nobody waits any longer.
    async fn look_up(&self, number: &PhoneNumber) -> Result<Option<Arc<Tenant>>, LookupError> {
        let store = self.store.clone().ok_or(LookupError::NoStore)?;
        let (cache, number) = (self.cache.clone(), number.clone());
        let asked = tokio::spawn(async move {
            let ask = async {
                let found = timeout(LOOKUP_LIMIT, store.number(&number)).await;
                let found = found.map_err(|_| LookupError::TooLate)?;
                let found = found.map_err(|error| LookupError::Store(Arc::new(error)))?;
                Ok(found.map(|number| Arc::new(number.tenant)))
            };
            cache.try_get_with_by_ref(&number, ask).await
        });
        match asked.await {
            Ok(found) => found.map_err(|error: Arc<LookupError>| (*error).clone()),
            // It panicked, which the log has.
            Err(_) => Err(LookupError::TooLate),
        }
    }
}

fn count(outcome: &'static str) {
    metrics::counter!(CACHE_REQUESTS_TOTAL, "cache" => "number", "outcome" => outcome).increment(1);
}

/// A number stays whose it is for a while; one that is not registered may be at any moment.
#[derive(Debug)]
struct Lives;

impl Expiry<PhoneNumber, Option<Arc<Tenant>>> for Lives {
    fn expire_after_create(
        &self,
        _: &PhoneNumber,
        tenant: &Option<Arc<Tenant>>,
        _: Instant,
    ) -> Option<Duration> {
        Some(match tenant {
            Some(_) => Duration::from_mins(5),
            None => Duration::from_secs(30),
        })
    }
}
