//! The typed end of a queue: pushing and looking.

use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use crate::backend::Backend;
use crate::codec;
use crate::engine::{Arrival, Engine};
use crate::error::QueueError;
use crate::job::{JobId, Payload, Push, Pushed, WorkerId};
use crate::letters::DeadLetter;
use crate::options::Options;

/// A queue of one kind of job; from [`crate::Broker::queue`]. Cheap to clone.
#[derive(Debug)]
pub struct Queue<P> {
    engine: Arc<Engine>,
    options: Arc<Options>,
    payload: PhantomData<fn() -> P>,
}

/// A queue in numbers, at one moment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Gauges {
    /// Jobs that a worker could take now.
    pub ready: u64,
    /// Jobs that wait for their time.
    pub delayed: u64,
    /// Jobs in the hands of workers, dead ones included until their lease lapses.
    pub running: u64,
    /// Dead letters.
    pub dead: u64,
    /// How long the first ready job has been ready.
    pub oldest_age: Duration,
}

impl<P: Payload> Queue<P> {
    pub(crate) fn new(engine: Arc<Engine>, options: Arc<Options>) -> Self {
        Self {
            engine,
            options,
            payload: PhantomData,
        }
    }

    /// Stores a job; when this returns, it is as safe as the engine makes it. Concurrent pushes
    /// are committed together.
    ///
    /// # Errors
    /// Every [`QueueError`] but `Address`; `Timeout` after [`Options::push_timeout`]. Unless it
    /// is `Encode`, the job may have been stored nevertheless: push again with the same key.
    pub async fn push(&self, push: Push<P>) -> Result<Pushed, QueueError> {
        let (key, not_before) = (push.key.clone(), push.not_before);
        let record = codec::encode(push, self.options.clock.now(), self.options.compress_above)?;
        let arrival = Arrival {
            id: JobId::random(),
            key,
            not_before,
            record,
        };
        self.in_time(self.engine.push(arrival)).await
    }

    /// The other end, for [`apalis_core::worker::builder::WorkerBuilder::backend`]: leases at
    /// most `concurrency` jobs at a time, all of which run at once.
    ///
    /// The handler answers with a `domain::verdict::Verdict`; an error or a panic counts as
    /// `Retry`.
    pub fn backend(&self, worker: WorkerId, concurrency: usize) -> Backend<P> {
        Backend::new(
            Arc::clone(&self.engine),
            Arc::clone(&self.options),
            worker,
            concurrency,
        )
    }

    /// Counts; the cost does not depend on them.
    ///
    /// # Errors
    /// `Timeout`, `Unreachable`, `Refused`.
    pub async fn gauges(&self) -> Result<Gauges, QueueError> {
        self.in_time(self.engine.gauges()).await
    }

    /// Whether a push would be accepted now, found out by writing something.
    ///
    /// # Errors
    /// What the push would have failed with.
    pub async fn ready(&self) -> Result<(), QueueError> {
        self.in_time(self.engine.probe()).await
    }

    /// The newest dead letters, at most `limit`.
    ///
    /// # Errors
    /// `Timeout`, `Unreachable`, `Refused`.
    pub async fn dead_letters(&self, limit: u32) -> Result<Vec<DeadLetter>, QueueError> {
        let corpses = self.in_time(self.engine.corpses(limit)).await?;
        Ok(corpses
            .into_iter()
            .map(|corpse| {
                let (payload, body) = codec::salvage(&corpse.record);
                DeadLetter {
                    id: corpse.id,
                    payload,
                    body,
                    kind: corpse.kind,
                    reason: corpse.reason,
                    died_at: corpse.died_at,
                    attempts: corpse.attempts,
                }
            })
            .collect())
    }

    /// Makes a dead letter ready again, with all its attempts; `false` when there is none of
    /// this id.
    ///
    /// # Errors
    /// `Timeout`, `Unreachable`, `Full`, `Refused`.
    pub async fn revive(&self, id: JobId) -> Result<bool, QueueError> {
        self.in_time(self.engine.revive(id)).await
    }

    /// A frozen engine is an error in time, never a hang.
    async fn in_time<T>(
        &self,
        answer: impl Future<Output = Result<T, QueueError>>,
    ) -> Result<T, QueueError> {
        let after = self.options.push_timeout;
        tokio::time::timeout(after, answer)
            .await
            .unwrap_or(Err(QueueError::Timeout { after }))
    }
}

// Derived, it would ask for `P: Clone`.
impl<P> Clone for Queue<P> {
    fn clone(&self) -> Self {
        Self {
            engine: Arc::clone(&self.engine),
            options: Arc::clone(&self.options),
            payload: PhantomData,
        }
    }
}
