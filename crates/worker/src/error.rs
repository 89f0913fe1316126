//! What can go wrong on the way, and what it means for the job.

use std::error::Error;
use std::time::Duration;

use domain::time::Instant;
use domain::verdict::Verdict;
use queue::QueueError;
use store::StoreError;

/// How long a job waits while the database is away.
const OUTAGE_PAUSE: Duration = Duration::from_secs(15);

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
    /// What is to happen with the job. An outage says nothing about the job, so waiting for its
    /// end is no attempt: what was acknowledged must outlive it.
    pub(crate) fn verdict(&self, now: Instant) -> Verdict {
        let why = self.chain();
        match self {
            Self::Store(error) if error.is_outage() => Verdict::WaitUntil {
                at: now.plus(OUTAGE_PAUSE),
                why,
            },
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

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_outage_of_the_database_costs_no_attempt() {
        let now = Instant::parse("2026-11-02T09:00:00Z").unwrap();
        let options = store::Options {
            acquire_timeout: Duration::from_millis(200),
            ..store::Options::default()
        };
        // Nothing listens there.
        let store = store::Store::open("postgres://127.0.0.1:1/test", None, &options)
            .await
            .unwrap();
        let away = store.begin().await.unwrap_err();
        assert!(
            matches!(StepError::from(away).verdict(now), Verdict::WaitUntil { at, .. } if at > now)
        );
        assert!(matches!(
            StepError::Overtaken.verdict(now),
            Verdict::Retry { .. }
        ));
    }
}
