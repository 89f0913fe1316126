//! What a handler says about a job: the failure carries what to do next.

use crate::time::Instant;

/// What is to happen with a job after its handler has run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Finished; forget it.
    Done,
    /// Something broke that may mend: try again later. Counts as an attempt; the queue chooses
    /// the time (exponential backoff with full jitter) and gives up after its limit.
    Retry {
        /// For the log and the dead letter; no personal data.
        why: String,
    },
    /// Not yet, by plan (throttled, waiting for another event): does not count as an attempt.
    WaitUntil {
        /// When to try again.
        at: Instant,
        /// For the log; no personal data.
        why: String,
    },
    /// Trying again cannot help: to the dead letters.
    GiveUp {
        /// For the dead letter; no personal data.
        why: String,
    },
    /// Only a person can say: to the dead letters, marked so.
    NeedsHuman {
        /// For the dead letter; no personal data.
        why: String,
    },
}

impl Verdict {
    /// A low-cardinality word for metrics.
    pub fn label(&self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Retry { .. } => "retry",
            Self::WaitUntil { .. } => "wait",
            Self::GiveUp { .. } => "give_up",
            Self::NeedsHuman { .. } => "needs_human",
        }
    }
}
