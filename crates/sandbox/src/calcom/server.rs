//! The running stand-in, and what tests may ask of it.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::routing::any;
use domain::id::{CalcomUid, EventTypeId};
use domain::time::Instant;
use serde::Deserialize;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::admin;
use super::config::CalcomConfig;
use super::fault::{Fault, Faults};
use super::gate::{Operation, gate};
use super::ledger::{Attendee, Booking, Conflict, Ledger, Status};
use super::limit::Limiter;

/// A stand-in that listens until it is dropped.
#[derive(Debug)]
pub struct Calcom {
    server: Arc<Server>,
    address: SocketAddr,
    serving: Option<JoinHandle<()>>,
}

impl Calcom {
    /// Starts one, on the current tokio runtime.
    ///
    /// # Errors
    /// When the address cannot be listened on.
    pub async fn start(config: CalcomConfig) -> std::io::Result<Self> {
        let listener = TcpListener::bind(config.listen).await?;
        let address = listener.local_addr()?;
        let state = State {
            ledger: Ledger::default(),
            faults: Faults::default(),
            requests: BTreeMap::new(),
            limiter: Limiter::new(config.requests_per_minute),
        };
        let server = Arc::new(Server {
            config,
            state: Mutex::new(state),
            stopped: watch::Sender::new(false),
        });
        let serving = Some(serve(listener, &server));
        Ok(Self {
            server,
            address,
            serving,
        })
    }

    /// What a client takes as its base URL; ends in `/v2`.
    pub fn base_url(&self) -> String {
        format!("http://{}/v2", self.address)
    }

    /// Where it listens; `/sandbox` is there too.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// All bookings, in the order in which they were made, whatever their state.
    pub fn bookings(&self) -> Vec<Booking> {
        self.server.state().ledger.seen(None).to_vec()
    }

    /// How many requests of an operation have come, whatever they were answered.
    pub fn requests(&self, operation: Operation) -> u64 {
        let state = self.server.state();
        state.requests.get(&operation).copied().unwrap_or_default()
    }

    /// Breaks the next `times` requests of an operation, after those that are to break already.
    pub fn fault(&self, operation: Operation, fault: Fault, times: u32) {
        self.server.set_fault(operation, fault, times);
    }

    /// Takes back every fault that has not yet befallen a request.
    pub fn clear_faults(&self) {
        self.server.state().faults.clear();
    }

    /// Makes a booking by itself, without any rule; `None` when its uid, or the same time of the
    /// same host, is taken.
    pub fn seed(&self, seed: Seed) -> Option<Booking> {
        self.server.seed(seed).ok()
    }

    /// Accepts, rejects or cancels a booking, as a host would; whether there is one of that uid.
    pub fn set_status(&self, uid: &CalcomUid, status: Status) -> bool {
        let mut state = self.server.state();
        let booking = state.ledger.get_mut(uid);
        let found = booking.is_some();
        if let Some(booking) = booking {
            booking.status = status;
        }
        found
    }

    /// Closes the port, and all connections once they are answered: clients are refused.
    pub async fn hang_up(&mut self) {
        self.server.stopped.send_replace(true);
        if let Some(serving) = self.serving.take() {
            // It ends by itself now; if it panicked, the connections are gone as well.
            let _ = serving.await;
        }
    }

    /// Listens on the same port again, with the same bookings.
    ///
    /// # Errors
    /// When somebody else has taken the port meanwhile.
    pub async fn listen_again(&mut self) -> std::io::Result<()> {
        self.hang_up().await;
        let listener = TcpListener::bind(self.address).await?;
        self.server.stopped.send_replace(false);
        self.serving = Some(serve(listener, &self.server));
        Ok(())
    }
}

impl Drop for Calcom {
    fn drop(&mut self) {
        self.server.stopped.send_replace(true);
    }
}

fn serve(listener: TcpListener, server: &Arc<Server>) -> JoinHandle<()> {
    let routes = Router::new()
        .nest("/sandbox", admin::routes())
        .fallback(any(gate))
        .with_state(Arc::clone(server));
    let mut stopped = server.stopped.subscribe();
    tokio::spawn(async move {
        let stopped = async move {
            // The sender lives in the routes' state, so it outlives this.
            let _ = stopped.wait_for(|stopped| *stopped).await;
        };
        let result = axum::serve(listener, routes)
            .with_graceful_shutdown(stopped)
            .await;
        if let Err(error) = result {
            tracing::error!(%error, "The stand-in Cal.com cannot go on listening.");
        }
    })
}

/// What every request sees.
#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) config: CalcomConfig,
    state: Mutex<State>,
    stopped: watch::Sender<bool>,
}

/// What requests change.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) ledger: Ledger,
    pub(crate) faults: Faults,
    pub(crate) requests: BTreeMap<Operation, u64>,
    pub(crate) limiter: Limiter,
}

impl Server {
    /// No change to the state is left half done by a panic, so a poisoned lock is as good.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn now(&self) -> Instant {
        self.config.clock.now()
    }

    /// Returns once the stand-in stops.
    pub(crate) async fn stopped(&self) {
        // An error would mean that the sender is gone, which `self` holds.
        let _ = self.stopped.subscribe().wait_for(|stopped| *stopped).await;
    }

    pub(crate) fn set_fault(&self, operation: Operation, fault: Fault, times: u32) {
        let mut state = self.state();
        let set_at = state.ledger.mark();
        state.faults.set(operation, fault, times, set_at);
    }

    pub(crate) fn seed(&self, seed: Seed) -> Result<Booking, Conflict> {
        let event_type = self.config.event_type(seed.event_type);
        let usual = event_type.and_then(|event_type| event_type.lengths.first().copied());
        let minutes = seed.minutes.or(usual).unwrap_or(30);
        let mut state = self.state();
        let uid = seed.uid.unwrap_or_else(|| {
            let attendee = &seed.attendee;
            state
                .ledger
                .uid_of(seed.event_type, seed.start, attendee, &seed.metadata)
        });
        let booking = Booking {
            uid,
            event_type: seed.event_type,
            host: event_type
                .and_then(|event_type| event_type.hosts.first().copied())
                .unwrap_or_default(),
            start: seed.start,
            end: seed
                .start
                .plus(Duration::from_secs(u64::from(minutes) * 60)),
            status: seed.status,
            attendee: seed.attendee,
            metadata: seed.metadata,
            responses: serde_json::Map::new(),
            cancellation_reason: None,
            created_at: self.now(),
        };
        state.ledger.insert(booking).cloned()
    }
}

/// A booking that somebody else made: by hand, or through an agent's tool.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seed {
    /// What.
    pub event_type: EventTypeId,
    /// From.
    pub start: Instant,
    /// How long, if not the event type's usual length.
    #[serde(default)]
    pub minutes: Option<u32>,
    /// Its uid, if it matters.
    #[serde(default)]
    pub uid: Option<CalcomUid>,
    /// How it stands.
    #[serde(default = "accepted")]
    pub status: Status,
    /// Who comes.
    #[serde(default)]
    pub attendee: Attendee,
    /// What the one who booked wanted to be kept.
    #[serde(default)]
    pub metadata: BTreeMap<String, String>,
}

impl Seed {
    /// An accepted booking of usual length, by nobody in particular.
    pub fn new(event_type: EventTypeId, start: Instant) -> Self {
        Self {
            event_type,
            start,
            minutes: None,
            uid: None,
            status: accepted(),
            attendee: Attendee::default(),
            metadata: BTreeMap::new(),
        }
    }
}

fn accepted() -> Status {
    Status::Accepted
}
