//! What travels in the queues: small, typed, versioned. The table is the truth; a job is a hint
//! to look at a row, except that a fresh delivery carries its body until the row exists.

use serde::{Deserialize, Serialize};

use crate::event::Digest;
use crate::id::{AccountName, AppointmentId, RetellCallId};
use crate::time::Instant;

/// Work on a delivery. In the queue `events`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// The account whose key verified the signature.
    pub account: AccountName,
    /// Of the raw body.
    pub digest: Digest,
    /// When ingress had read the body.
    pub received_at: Instant,
    /// What the envelope calls itself, such as `call_ended`; `None` when it could not be peeked.
    pub event: Option<String>,
    /// The call that the envelope names.
    pub call_id: Option<RetellCallId>,
    /// Why this job exists.
    pub cause: Cause,
}

/// Why a delivery is worked on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// Retell sent it; the job carries the body.
    Received,
    /// A sweep found it forgotten, or its number was registered; the body is in the event log.
    Sweep,
    /// A person asked for it; the body is in the event log.
    Replay,
}

/// Bring an appointment to Cal.com, or find out what became of it. In the queue `bookings`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Book {
    /// The row to look at.
    pub appointment_id: AppointmentId,
    /// When the delivery that led to it came in; unknown to a sweep.
    pub received_at: Option<Instant>,
}
