//! What runs beside the handlers while a worker works: fetching, renewing, housekeeping.
//!
//! Each is a loop in a task of its own, so that none of them waits for a slow handler, for a full
//! worker, or for another.

use std::sync::Arc;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use apalis_core::worker::context::WorkerContext;
use tokio::sync::mpsc;
use tokio::time::{sleep, timeout};

use crate::codec;
use crate::engine::{Leased, Tended};
use crate::error::{QueueError, chain};
use crate::job::{Job, Payload};
use crate::lease::{Crew, Lease};

/// A job and the hold on it, on the way to apalis.
pub(crate) type Handed<P> = (Job<P>, Arc<Lease>);

/// Where apalis picks jobs up, and where unstarted ones are taken back at a stop.
pub(crate) type Hatch<P> = Arc<Mutex<mpsc::UnboundedReceiver<Handed<P>>>>;

/// How often to look whether apalis was told to stop; it has no signal for that.
const STOP_LOOK: Duration = Duration::from_millis(50);

/// Runs until the worker has stopped and nothing is in hand.
pub(crate) async fn run<P: Payload>(
    crew: Arc<Crew>,
    apalis: WorkerContext,
    jobs: mpsc::UnboundedSender<Handed<P>>,
    hatch: Hatch<P>,
) {
    let renewing = tokio::spawn(renew(Arc::clone(&crew)));
    let tending = tokio::spawn(tend(Arc::clone(&crew)));
    let watching = tokio::spawn(watch(Arc::clone(&crew), apalis));

    fetch(&crew, &jobs).await;
    drop(jobs);
    take_back(&hatch).await;
    crew.close.cancelled().await;

    for task in [renewing, tending, watching] {
        if task.await.is_err() {
            tracing::error!(queue.worker = %crew.worker, "a task of the worker panicked");
        }
    }
    let after = crew.options.push_timeout;
    let dismissed = timeout(after, crew.engine.dismiss(&crew.worker))
        .await
        .unwrap_or(Err(QueueError::Timeout { after }));
    if let Err(error) = dismissed {
        // Only its name stays behind; others remove it in time.
        tracing::debug!(queue.worker = %crew.worker, error = chain(&error), "not dismissed");
    }
}

async fn watch(crew: Arc<Crew>, apalis: WorkerContext) {
    while !crew.stop.is_cancelled() {
        if apalis.is_shutting_down() {
            crew.stop.cancel();
        }
        sleep(STOP_LOOK).await;
    }
}

/// Leases as many jobs as there are free slots, again and again.
async fn fetch<P: Payload>(crew: &Arc<Crew>, jobs: &mpsc::UnboundedSender<Handed<P>>) {
    let mut fetcher = crew.engine.fetcher(&crew.worker);
    let mut line = Line::new(crew, "fetch jobs");
    loop {
        let slot = tokio::select! {
            biased;
            () = crew.stop.cancelled() => return,
            slot = Arc::clone(&crew.slots).acquire_owned() => slot,
        };
        // The semaphore is never closed.
        let Ok(mut slots) = slot else { return };
        let more = u32::try_from(crew.slots.available_permits()).unwrap_or(u32::MAX);
        if let Ok(others) = Arc::clone(&crew.slots).try_acquire_many_owned(more) {
            slots.merge(others);
        }
        let held = crew.held().clone();
        // Not cancelled by a stop: what it leased would be lost from sight. It returns soon.
        let Some(leased) = line.hear(fetcher.next(slots.num_permits(), &held).await) else {
            tokio::select! {
                () = crew.stop.cancelled() => return,
                () = sleep(line.pause()) => continue,
            }
        };
        for leased in leased {
            // The engine gives no more than it was asked for.
            let Some(slot) = slots.split(1) else { break };
            let Leased {
                token,
                id,
                attempts,
                record,
            } = leased;
            let attempt = attempts.saturating_add(1);
            let lease = Lease::new(Arc::clone(crew), token, id, attempt, slot);
            match codec::decode(id, attempt, &record) {
                // Nobody listens only when the worker was dropped; the lease then lapses.
                Ok(job) => drop(jobs.send((job, Arc::new(lease)))),
                // On its own, so that its batch mates do not wait.
                Err(codec::Undecodable(why)) => {
                    tokio::spawn(async move { lease.bury(why).await });
                }
            }
        }
    }
}

/// Empties the hatch, so that unstarted jobs do not wait for running ones.
async fn take_back<P>(hatch: &Hatch<P>) {
    loop {
        let handed = {
            let mut hatch = hatch.lock().unwrap_or_else(PoisonError::into_inner);
            hatch.close();
            hatch.try_recv()
        };
        let Ok((_, lease)) = handed else { return };
        lease.hand_back().await;
    }
}

/// Shows signs of life for everything in hand, three times per lease.
async fn renew(crew: Arc<Crew>) {
    let third = crew.options.lease / 3;
    let mut line = Line::new(&crew, "renew leases");
    let mut wait = third;
    loop {
        tokio::select! {
            () = crew.close.cancelled() => return,
            () = sleep(wait) => {}
        }
        let tokens: Vec<_> = crew.held().iter().copied().collect();
        if tokens.is_empty() {
            wait = third;
            continue;
        }
        let after = third.min(crew.options.push_timeout);
        let answer = timeout(after, crew.engine.renew(&crew.worker, &tokens))
            .await
            .unwrap_or(Err(QueueError::Timeout { after }));
        wait = match line.hear(answer) {
            Some(kept) => {
                let mut held = crew.held();
                // Those that were settled meanwhile are gone from `held` already.
                let lost = tokens
                    .iter()
                    .filter(|t| !kept.contains(t) && held.remove(t))
                    .count();
                if lost > 0 {
                    tracing::warn!(queue.worker = %crew.worker, jobs = lost, "leases lost");
                }
                third
            }
            // The engine is back at any moment, and the lease may be nearly over.
            None => line.pause(),
        };
    }
}

/// Moves due jobs to the ready ones and takes over lapsed leases.
async fn tend(crew: Arc<Crew>) {
    let mut line = Line::new(&crew, "look after the queue");
    // Often enough that a gap means that the engine, or this process, stood still.
    let rest = crew.options.poll.min(crew.options.lease / 10);
    let mut wait = Duration::ZERO;
    loop {
        tokio::select! {
            () = crew.stop.cancelled() => return,
            () = sleep(wait) => {}
        }
        let after = crew.options.push_timeout;
        let answer = timeout(after, crew.engine.tend())
            .await
            .unwrap_or(Err(QueueError::Timeout { after }));
        wait = match line.hear(answer) {
            Some(tended) => {
                report(&crew, &tended);
                match tended.next_due {
                    _ if tended.more => Duration::ZERO,
                    Some(due) => due.min(rest),
                    None => rest,
                }
            }
            None => line.pause(),
        };
    }
}

fn report(crew: &Crew, tended: &Tended) {
    if tended.taken_over > 0 || tended.buried > 0 {
        tracing::warn!(
            queue.worker = %crew.worker,
            jobs.taken_over = tended.taken_over,
            jobs.buried = tended.buried,
            "leases had lapsed: a worker died or stood still"
        );
    }
}

/// The line to the engine, as one loop sees it: says once that it is down and once that it is
/// back.
struct Line<'a> {
    crew: &'a Crew,
    to: &'static str,
    failures: u32,
}

impl<'a> Line<'a> {
    fn new(crew: &'a Crew, to: &'static str) -> Self {
        Self {
            crew,
            to,
            failures: 0,
        }
    }

    fn hear<T>(&mut self, answer: Result<T, QueueError>) -> Option<T> {
        let worker = &self.crew.worker;
        match answer {
            Ok(answer) => {
                if std::mem::take(&mut self.failures) > 0 {
                    tracing::info!(queue.worker = %worker, "could {} again", self.to);
                }
                Some(answer)
            }
            Err(error) => {
                if self.failures == 0 {
                    tracing::warn!(
                        queue.worker = %worker, error = chain(&error), "could not {}", self.to
                    );
                }
                self.failures = self.failures.saturating_add(1);
                None
            }
        }
    }

    /// How long to rest after a failure: grows, yet a fraction of a lease at most.
    fn pause(&self) -> Duration {
        let most = Duration::from_secs(1).min(self.crew.options.lease / 10);
        (Duration::from_millis(25) * self.failures.min(40)).min(most)
    }
}
