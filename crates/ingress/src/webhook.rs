//! The way of one webhook, from top to bottom.

use std::panic::{AssertUnwindSafe, resume_unwind};
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use domain::event::Digest;
use domain::job::{Cause, Delivery};
use domain::time::Instant;
use futures::FutureExt;
use queue::{DedupeKey, Push, Pushed, TraceContext};
use retell::envelope::{self, Envelope};
use retell::inbound::{Kind, Reply};
use retell::signature::{self, Keyring, SignatureError, Unverified, Verified};
use service::metrics::{
    ACKNOWLEDGEMENT_SECONDS, BODY_TOO_LARGE_TOTAL, WEBHOOKS_TOTAL, event_label,
};

use crate::Ingress;
use crate::body::{Load, Unread};

/// Bodies larger than this are hashed on a thread of their own, where nobody else waits.
const HASHED_IN_PLACE: usize = 256 << 10;

/// The label of a webhook whose body may not be believed.
const UNVERIFIED: &str = "unverified";

/// `POST /webhooks/retell`
pub(crate) async fn event(State(ingress): State<Arc<Ingress>>, request: Request) -> Response {
    answer(&ingress, Route::Event, request).await
}

/// `POST /webhooks/retell/inbound`
pub(crate) async fn inbound(State(ingress): State<Arc<Ingress>>, request: Request) -> Response {
    answer(&ingress, Route::Inbound, request).await
}

/// Which address a webhook was sent to. What it is, its body says; the address counts only where
/// the body does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Route {
    Event,
    Inbound,
}

/// A webhook that a key of ours has signed.
pub(crate) struct Webhook {
    pub(crate) verified: Verified,
    pub(crate) envelope: Envelope,
    pub(crate) received_at: Instant,
    /// When the answer is due, if a telephone is ringing.
    pub(crate) deadline: tokio::time::Instant,
    digest: Digest,
    trace: TraceContext,
}

/// What became of a webhook, and so its answer.
enum Outcome {
    /// In the queue.
    Accepted,
    /// In the queue already.
    Duplicate,
    /// Somebody is calling, and this is what the agent needs to know.
    Answered(Reply),
    /// Not signed, as far as can be said.
    Refused(SignatureError),
    /// Signed with a key that may be one of those not read yet.
    KeysUnknown,
    /// The same, while somebody is calling: an answer without context.
    Unsure(Reply),
    /// Not read to its end.
    Unread(Unread),
    /// The queue did not take it in time.
    QueueUnavailable,
    /// The program is wrong.
    Panicked,
}

async fn answer(ingress: &Ingress, route: Route, request: Request) -> Response {
    let arrived = tokio::time::Instant::now();
    let (event, outcome) = AssertUnwindSafe(take(ingress, route, request, arrived))
        .catch_unwind()
        .await
        .unwrap_or((UNVERIFIED, Outcome::Panicked));
    let (route, label) = (route.label(), outcome.label());
    metrics::histogram!(ACKNOWLEDGEMENT_SECONDS, "event" => event, "outcome" => label)
        .record(arrived.elapsed());
    metrics::counter!(WEBHOOKS_TOTAL, "route" => route, "event" => event, "outcome" => label)
        .increment(1);
    outcome.into_response()
}

/// Read, verify, glance; then push or answer. Says which event it was, for the metrics.
async fn take(
    ingress: &Ingress,
    route: Route,
    request: Request,
    arrived: tokio::time::Instant,
) -> (&'static str, Outcome) {
    let (head, body) = request.into_parts();
    // The room is kept to the end of this function, and the bytes are gone by then.
    let Load { bytes, room: _room } = match read(ingress, route, body).await {
        Ok(load) => load,
        Err(unread) => return (UNVERIFIED, Outcome::Unread(unread)),
    };
    let received_at = ingress.clock.now();
    let rings = (route == Route::Inbound)
        .then(|| asks(&envelope::peek(&bytes)))
        .flatten();
    let (verified, digest, envelope) =
        match verify(ingress, &head.headers, bytes, received_at).await {
            Ok(known) => known,
            Err(outcome) => {
                return match (outcome, rings) {
                    // It may well be ours, and the caller hears it ring: an answer, at once, that
                    // tells nobody anything.
                    (Outcome::KeysUnknown, Some(kind)) => {
                        (UNVERIFIED, Outcome::Unsure(Reply::empty(kind)))
                    }
                    (outcome, _) => (UNVERIFIED, outcome),
                };
            }
        };
    let event = envelope.event.as_deref().map_or("unreadable", event_label);
    let webhook = Webhook {
        verified,
        envelope,
        received_at,
        deadline: arrived + ingress.config.inbound_budget,
        digest,
        trace: trace(&head.headers),
    };
    let outcome = match webhook.is_inbound(route) {
        Some(kind) => Outcome::Answered(pick_up(ingress, webhook, kind).await),
        None => push(ingress, webhook).await,
    };
    (event, outcome)
}

async fn read(ingress: &Ingress, route: Route, body: Body) -> Result<Load, Unread> {
    let load = ingress.intake.read(body, route == Route::Inbound).await;
    if let Err(unread) = &load {
        if *unread == Unread::TooLarge {
            metrics::counter!(BODY_TOO_LARGE_TOTAL).increment(1);
        }
        if let Some(unsaid) = ingress.warnings.dropped.pass() {
            tracing::warn!(reason = unread.label(), unsaid, "A body was not read.");
        }
    }
    load
}

/// Who signed the body, its digest, and what a glance says it is.
async fn verify(
    ingress: &Ingress,
    headers: &HeaderMap,
    body: Bytes,
    now: Instant,
) -> Result<(Verified, Digest, Envelope), Outcome> {
    let ring = ingress.keys.current();
    let header = headers
        .get(signature::HEADER)
        .map(|value| value.as_bytes().to_vec());
    let known = if body.len() <= HASHED_IN_PLACE {
        examine(body, header.as_deref(), &ring.keyring, now)
    } else {
        let ring = Arc::clone(&ring);
        tokio::task::spawn_blocking(move || examine(body, header.as_deref(), &ring.keyring, now))
            .await
            // A panic there is one here: `answer` catches it.
            .unwrap_or_else(|panic| resume_unwind(panic.into_panic()))
    };
    known.map_err(|error| {
        if let Some(unsaid) = ingress.warnings.refused.pass() {
            tracing::warn!(reason = error.label(), %error, unsaid, "A webhook has no valid signature.");
        }
        match error {
            SignatureError::WrongKey { .. } if !ring.complete => Outcome::KeysUnknown,
            error => Outcome::Refused(error),
        }
    })
}

fn examine(
    body: Bytes,
    header: Option<&[u8]>,
    keys: &Keyring,
    now: Instant,
) -> Result<(Verified, Digest, Envelope), SignatureError> {
    let verified = Unverified::new(body, header).verify(keys, now)?;
    let digest = Digest::of(verified.body());
    let envelope = envelope::peek(verified.body());
    Ok((verified, digest, envelope))
}

/// The sender's trace, or a new one: from here to the booking it is one story.
fn trace(headers: &HeaderMap) -> TraceContext {
    let given = headers
        .get("traceparent")
        .and_then(|value| TraceContext::parse(value.to_str().ok()?));
    given.unwrap_or_else(|| TraceContext::begin(rand::random(), rand::random()))
}

/// Somebody is calling. Not queued, and no row: the call's own events will tell (F36). Only what
/// cannot be read at all is kept for a human, if the queue takes it in time.
async fn pick_up(ingress: &Ingress, webhook: Webhook, kind: Kind) -> Reply {
    if let Some(reply) = crate::inbound::answer(ingress, &webhook).await {
        return reply;
    }
    let deadline = webhook.deadline;
    tokio::time::timeout_at(deadline, push(ingress, webhook))
        .await
        .ok();
    Reply::empty(kind)
}

/// Makes a delivery durable, with the very bytes that were signed.
async fn push(ingress: &Ingress, webhook: Webhook) -> Outcome {
    let Webhook {
        verified, digest, ..
    } = webhook;
    let account = verified.account().clone();
    // Within the account: another account's key cannot make a body of this one a duplicate.
    let key = DedupeKey::new(format!("{account}:{digest}"));
    let delivery = Delivery {
        account,
        digest,
        received_at: webhook.received_at,
        event: webhook.envelope.event,
        call_id: webhook.envelope.call_id,
        cause: Cause::Received,
    };
    let push = Push::new(delivery)
        .key(key)
        .body(verified.into_body())
        .trace(webhook.trace);
    match ingress.queue.push(push).await {
        Ok(Pushed::Created(job)) => {
            tracing::debug!(%job, %digest, "A delivery is in the queue.");
            Outcome::Accepted
        }
        Ok(Pushed::Duplicate) => {
            tracing::debug!(%digest, "A delivery came again.");
            Outcome::Duplicate
        }
        Err(error) => {
            if let Some(unsaid) = ingress.warnings.queue.pass() {
                let error = format!("{:#}", anyhow::Error::new(error));
                tracing::error!(
                    error,
                    unsaid,
                    "A delivery could not be stored; Retell must send it again."
                );
            }
            Outcome::QueueUnavailable
        }
    }
}

impl Route {
    fn label(self) -> &'static str {
        match self {
            Self::Event => "event",
            Self::Inbound => "inbound",
        }
    }
}

impl Webhook {
    /// Whether a telephone is ringing (or somebody writes), at whichever address. What does not
    /// say what it is counts as such only where nothing else is expected.
    fn is_inbound(&self, route: Route) -> Option<Kind> {
        match self.envelope.event {
            Some(_) => asks(&self.envelope),
            None => (route == Route::Inbound).then_some(Kind::Call),
        }
    }
}

/// Whether the envelope says that a telephone, or a chat, is ringing.
fn asks(envelope: &Envelope) -> Option<Kind> {
    let name = envelope.event.as_deref()?;
    [Kind::Call, Kind::Chat]
        .into_iter()
        .find(|kind| kind.as_str() == name)
}

impl Unread {
    fn label(self) -> &'static str {
        match self {
            Self::TooLarge => "too_large",
            Self::Busy => "busy",
            Self::Slow => "slow",
            Self::Broken => "broken",
        }
    }
}

impl Outcome {
    /// A word for metrics; a signature's says why it was refused (F31).
    fn label(&self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Duplicate => "duplicate",
            Self::Answered(_) => "answered",
            Self::Refused(error) => match error {
                SignatureError::Missing => "refused_signature_missing",
                SignatureError::Malformed => "refused_signature_malformed",
                SignatureError::Expired { .. } => "refused_signature_expired",
                SignatureError::WrongKey { .. } => "refused_signature_wrong_key",
            },
            Self::KeysUnknown | Self::Unsure(_) => "keys_unknown",
            Self::Unread(unread) => unread.label(),
            Self::QueueUnavailable => "queue_unavailable",
            Self::Panicked => "panicked",
        }
    }
}

impl IntoResponse for Outcome {
    fn into_response(self) -> Response {
        let try_again = (
            StatusCode::SERVICE_UNAVAILABLE,
            [(header::RETRY_AFTER, "1")],
        );
        match self {
            Self::Accepted | Self::Duplicate => StatusCode::OK.into_response(),
            Self::Answered(reply) | Self::Unsure(reply) => (
                [(header::CONTENT_TYPE, "application/json")],
                reply.to_json(),
            )
                .into_response(),
            Self::Refused(_) => StatusCode::UNAUTHORIZED.into_response(),
            Self::Unread(Unread::TooLarge) => StatusCode::PAYLOAD_TOO_LARGE.into_response(),
            Self::Unread(Unread::Slow | Unread::Broken) => {
                StatusCode::REQUEST_TIMEOUT.into_response()
            }
            Self::Unread(Unread::Busy) | Self::KeysUnknown | Self::QueueUnavailable => {
                try_again.into_response()
            }
            Self::Panicked => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        }
    }
}
