//! A worker's hold on its jobs: which leases it has, and how a verdict ends one.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::verdict::Verdict;
use rand::SeedableRng;
use rand::rngs::StdRng;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep, timeout};
use tokio_util::sync::CancellationToken;

use crate::engine::{Engine, Outcome, Settled, Token, When};
use crate::error::{QueueError, chain};
use crate::job::{JobId, WorkerId};
use crate::letters::Kind;
use crate::options::Options;

/// Between two tries to tell the engine something.
const AGAIN: Duration = Duration::from_millis(100);

/// What all parts of one running worker share.
#[derive(Debug)]
pub(crate) struct Crew {
    pub(crate) engine: Arc<Engine>,
    pub(crate) options: Arc<Options>,
    /// Unique to this start.
    pub(crate) worker: WorkerId,
    /// One permit for each job that may be in hand.
    pub(crate) slots: Arc<Semaphore>,
    /// No more fetching.
    pub(crate) stop: CancellationToken,
    /// Nothing is running any more.
    pub(crate) close: CancellationToken,
    held: Mutex<HashSet<Token>>,
    rng: Mutex<StdRng>,
}

impl Crew {
    pub(crate) fn new(
        engine: Arc<Engine>,
        options: Arc<Options>,
        worker: WorkerId,
        concurrency: usize,
    ) -> Self {
        Self {
            engine,
            worker: worker.started(),
            slots: Arc::new(Semaphore::new(concurrency.clamp(1, Semaphore::MAX_PERMITS))),
            stop: CancellationToken::new(),
            close: CancellationToken::new(),
            held: Mutex::default(),
            rng: Mutex::new(StdRng::seed_from_u64(options.seed)),
            options,
        }
    }

    /// The leases in hand.
    pub(crate) fn held(&self) -> MutexGuard<'_, HashSet<Token>> {
        // A set is whole between any two calls, so a poisoned lock is still good.
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells the engine until it has heard: the work is done, and losing its outcome would have
    /// it done again. Gives up only when the worker is stopping and a whole lease has passed;
    /// somebody else will take the job over then.
    pub(crate) async fn settle(&self, token: Token, outcome: &Outcome) -> Option<Settled> {
        let began = Instant::now();
        let mut failed = false;
        loop {
            let after = self.options.push_timeout;
            let answer = timeout(after, self.engine.settle(token, outcome))
                .await
                .unwrap_or(Err(QueueError::Timeout { after }));
            match answer {
                Ok(settled) => return Some(settled),
                Err(error) if self.stop.is_cancelled() && began.elapsed() >= self.options.lease => {
                    tracing::error!(
                        queue.worker = %self.worker,
                        error = chain(&error),
                        "a verdict could not be stored before the end; the job will run again"
                    );
                    return None;
                }
                Err(error) if !failed => {
                    failed = true;
                    tracing::warn!(
                        queue.worker = %self.worker,
                        error = chain(&error),
                        "a verdict could not be stored yet; trying on"
                    );
                }
                Err(_) => {}
            }
            sleep(AGAIN).await;
        }
    }

    fn outcome(&self, attempt: u32, verdict: Verdict) -> Outcome {
        let dead = |kind, why| Outcome::Dead {
            attempts: attempt,
            kind,
            why,
        };
        match verdict {
            Verdict::Done => Outcome::Done,
            Verdict::Retry { why } if attempt >= self.options.max_attempts => {
                dead(Kind::Exhausted, why)
            }
            Verdict::Retry { .. } => {
                let mut rng = self.rng.lock().unwrap_or_else(PoisonError::into_inner);
                let wait = self.options.backoff.wait(attempt, &mut *rng);
                Outcome::Again {
                    attempts: attempt,
                    when: When::After(wait),
                }
            }
            Verdict::WaitUntil { at, .. } => Outcome::Again {
                attempts: attempt.saturating_sub(1),
                when: When::At(at),
            },
            Verdict::GiveUp { why } => dead(Kind::GaveUp, why),
            Verdict::NeedsHuman { why } => dead(Kind::NeedsHuman, why),
        }
    }
}

/// One job in hand: keeps its slot taken and its lease renewed for as long as it lives.
#[derive(Debug)]
pub(crate) struct Lease {
    crew: Arc<Crew>,
    token: Token,
    id: JobId,
    attempt: u32,
    _slot: OwnedSemaphorePermit,
}

impl Lease {
    pub(crate) fn new(
        crew: Arc<Crew>,
        token: Token,
        id: JobId,
        attempt: u32,
        slot: OwnedSemaphorePermit,
    ) -> Self {
        crew.held().insert(token);
        Self {
            crew,
            token,
            id,
            attempt,
            _slot: slot,
        }
    }

    /// Carries out a handler's verdict.
    pub(crate) async fn settle(&self, verdict: Verdict) {
        let label = verdict.label();
        let outcome = self.crew.outcome(self.attempt, verdict);
        match self.crew.settle(self.token, &outcome).await {
            Some(Settled::Applied) => tracing::debug!(
                job.id = %self.id, job.attempt = self.attempt, job.verdict = label, "job settled"
            ),
            Some(Settled::Stale) => tracing::warn!(
                job.id = %self.id, job.attempt = self.attempt, job.verdict = label,
                "the lease had lapsed and the job was taken over; this verdict changes nothing"
            ),
            None => {}
        }
    }

    /// Gives an unstarted job back; that does not count as an attempt.
    pub(crate) async fn hand_back(&self) {
        let attempts = self.attempt.saturating_sub(1);
        self.crew
            .settle(
                self.token,
                &Outcome::Again {
                    attempts,
                    when: When::Now,
                },
            )
            .await;
    }

    /// Buries a job that cannot be read.
    pub(crate) async fn bury(&self, why: String) {
        tracing::error!(job.id = %self.id, why, "an unreadable job goes to the dead letters");
        let attempts = self.attempt.saturating_sub(1);
        let outcome = Outcome::Dead {
            attempts,
            kind: Kind::Undecodable,
            why,
        };
        self.crew.settle(self.token, &outcome).await;
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        // Not renewed any more: unless it was settled, the job is taken over when it lapses.
        self.crew.held().remove(&self.token);
    }
}
