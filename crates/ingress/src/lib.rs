//! Where webhooks arrive: verified, made durable, answered.
//!
//! The way of one webhook is [`webhook`], and it reads from top to bottom: read the body within
//! bounds ([`body`]), check who signed it ([`keys`]), glance at what it is, and then either push
//! it to the queue or, when a telephone is ringing, answer from memory ([`inbound`]).
//!
//! Three promises:
//!
//! - **A 200 means stored.** What a key of ours has signed is in the queue, bytes and all, before
//!   Retell hears of it, readable or not. When the queue does not take it in time the answer is
//!   503, and Retell tries again.
//! - **Nothing unsigned gets in**, and no setting lets it (F33): no keys, no webhooks.
//! - **A ringing telephone gets a valid answer in time**, empty at worst (F54). Trouble with the
//!   store is never an error to Retell.
//!
//! No event waits for the database. It is asked for the numbers behind `call_inbound`, through a
//! cache, and for the names of the accounts' keys, in the background.

use std::sync::Arc;
use std::time::Duration;

use anyhow::ensure;
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::routing::post;
use domain::job::Delivery;
use domain::time::Clock;
use queue::Queue;
use service::admin::Check;
use service::metrics::UNKNOWN_PATH_TOTAL;
use service::settings::Settings;
use store::{Store, StoreError};

mod run;
mod webhook;

mod body;
mod keys;

mod context;
mod inbound;

mod throttle;

pub use keys::Keys;
pub use run::{Addresses, run};

/// The bounds that keep this process up whatever is sent to it.
#[derive(Debug, Clone)]
pub struct IngressConfig {
    /// Bytes of the largest body.
    pub max_body_bytes: usize,
    /// Bytes of all bodies in memory at once.
    pub max_in_flight_bytes: usize,
    /// How long a body may take to arrive.
    pub body_timeout: Duration,
    /// How long the answer to a ringing telephone may take, complete or not.
    pub inbound_budget: Duration,
}

impl From<&Settings> for IngressConfig {
    fn from(settings: &Settings) -> Self {
        Self {
            max_body_bytes: settings.max_body_bytes,
            max_in_flight_bytes: settings.max_in_flight_bytes,
            body_timeout: Duration::from_secs(10),
            inbound_budget: Duration::from_millis(settings.inbound_budget_ms),
        }
    }
}

/// Everything that a webhook meets on its way.
#[derive(Debug)]
pub struct Ingress {
    config: IngressConfig,
    keys: Keys,
    queue: Queue<Delivery>,
    store: Option<Store>,
    clock: Clock,
    intake: body::Intake,
    numbers: inbound::Numbers,
    warnings: throttle::Warnings,
}

impl Ingress {
    /// How long a push may take is the queue's to say (`queue::Options::push_timeout`). Without a
    /// store every `call_inbound` gets the empty answer.
    pub fn new(
        config: IngressConfig,
        keys: Keys,
        queue: Queue<Delivery>,
        store: Option<Store>,
        clock: Clock,
    ) -> Self {
        Self {
            intake: body::Intake::new(&config),
            numbers: inbound::Numbers::new(store.clone()),
            warnings: throttle::Warnings::default(),
            config,
            keys,
            queue,
            store,
            clock,
        }
    }

    /// What must hold for this process to be sent webhooks.
    ///
    /// A store of the wrong version is a mistake in the roll-out and fails. A store that does not
    /// answer does not: events need none, and taking every replica away would lose them.
    pub fn checks(&self) -> Vec<Check> {
        let (queue, keys) = (self.queue.clone(), self.keys.clone());
        let mut checks = vec![
            Check::new("queue", move || {
                let queue = queue.clone();
                async move { Ok(queue.ready().await?) }
            }),
            Check::new("keys", move || {
                let complete = keys.are_complete();
                async move {
                    ensure!(complete, "the accounts' keys have not been read yet");
                    Ok(())
                }
            }),
        ];
        if let Some(store) = self.store.clone() {
            checks.push(Check::new("store", move || {
                let store = store.clone();
                async move { Ok(right_version(&store).await?) }
            }));
        }
        checks
    }
}

/// Whether the store is of this program's version, as far as it can be found out now.
async fn right_version(store: &Store) -> Result<(), StoreError> {
    const LIMIT: Duration = Duration::from_millis(500);
    match tokio::time::timeout(LIMIT, store.check_version()).await {
        Ok(Err(error @ (StoreError::TooOld { .. } | StoreError::TooNew { .. }))) => Err(error),
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) | Err(_) => {
            tracing::warn!("The store does not answer; events are taken, calls get no context.");
            Ok(())
        }
    }
}

/// The public routes.
pub fn router(ingress: Ingress) -> Router {
    Router::new()
        .route("/webhooks/retell", post(webhook::event))
        .route("/webhooks/retell/inbound", post(webhook::inbound))
        // As the system before this one had it, so that nothing need change at Retell.
        .route("/api/webhooks/retell", post(webhook::event))
        .fallback(unknown_path)
        .with_state(Arc::new(ingress))
}

/// An agent may carry a webhook address of its own, with a path of its own, and its events would
/// be lost without a sound (F58).
async fn unknown_path(State(ingress): State<Arc<Ingress>>, uri: Uri) -> StatusCode {
    metrics::counter!(UNKNOWN_PATH_TOTAL).increment(1);
    if let Some(unsaid) = ingress.warnings.unknown_path.pass() {
        // Quoted and cut, since anybody can send it; without the query, which is nobody's business.
        let path: String = uri.path().chars().take(100).collect();
        tracing::warn!(path = ?path, unsaid, "Nothing lives at this path.");
    }
    StatusCode::NOT_FOUND
}
