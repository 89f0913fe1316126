//! Jobs that will not be tried again by themselves.

use bytes::Bytes;
use domain::time::Instant;

use crate::job::JobId;

/// A job that nobody will try again until [`crate::Queue::revive`] is called.
#[derive(Debug, Clone)]
pub struct DeadLetter {
    /// The job's.
    pub id: JobId,
    /// The payload as JSON; everything there is when it could not be read.
    pub payload: Bytes,
    /// The raw bytes that travelled along.
    pub body: Option<Bytes>,
    /// In which way it ended.
    pub kind: Kind,
    /// Why, in words; no personal data as long as verdicts hold to that.
    pub reason: String,
    /// When it ended, by the engine's clock.
    pub died_at: Instant,
    /// How many attempts it had.
    pub attempts: u32,
}

/// In which way a job ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The handler saw that trying again cannot help.
    GaveUp,
    /// The handler wants a person to decide.
    NeedsHuman,
    /// This program cannot read it: damaged, or newer than the program.
    Undecodable,
    /// It failed, or took its worker down, as often as is allowed.
    Exhausted,
}

impl Kind {
    /// A low-cardinality word for metrics and storage.
    pub fn label(self) -> &'static str {
        match self {
            Self::GaveUp => "gave_up",
            Self::NeedsHuman => "needs_human",
            Self::Undecodable => "undecodable",
            Self::Exhausted => "exhausted",
        }
    }

    /// Reads a label; a kind that a newer program has written needs a human.
    pub(crate) fn from_label(label: &str) -> Self {
        match label {
            "gave_up" => Self::GaveUp,
            "undecodable" => Self::Undecodable,
            "exhausted" => Self::Exhausted,
            _ => Self::NeedsHuman,
        }
    }
}
