//! What can go wrong on the way, and what it means for the job.

use std::error::Error;

use domain::time::Instant;
use domain::verdict::Verdict;
use queue::QueueError;
use store::StoreError;

/// Why a step could not be finished.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StepError {
    /// The database failed, or refused; another attempt may find it otherwise.
    #[error("the store failed")]
    Store(#[from] StoreError),
    /// The follow-up job could not be pushed; its row waits for the sweep.
    #[error("the queue failed")]
    Queue(#[from] QueueError),
    /// Another worker changed the rows under this one; decide again.
    #[error("the rows changed meanwhile")]
    Overtaken,
    /// A job about a delivery that is not in the event log and brought no body.
    #[error("the delivery is not in the event log, and the job carries no body")]
    NoBody,
    /// A company's Cal.com account or key is not set up; somebody has to.
    #[error("the Cal.com account cannot be used until it is set up")]
    NoCalendar {
        /// When to look again.
        retry_at: Instant,
        /// What is missing.
        #[source]
        source: anyhow::Error,
    },
}

impl StepError {
    /// What is to happen with the job.
    pub(crate) fn verdict(&self) -> Verdict {
        let why = self.chain();
        match self {
            Self::Store(_) | Self::Queue(_) | Self::Overtaken => Verdict::Retry { why },
            Self::NoBody => Verdict::GiveUp { why },
            Self::NoCalendar { retry_at, .. } => Verdict::WaitUntil { at: *retry_at, why },
        }
    }

    /// The error and its causes in a line.
    pub(crate) fn chain(&self) -> String {
        std::iter::successors(Some(self as &dyn Error), |&error| error.source())
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(": ")
    }
}
