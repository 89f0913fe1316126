//! What both engines can do for one queue. Everything here is untyped: records in, records out.

pub(crate) mod redis;
pub(crate) mod sqlite;

use std::collections::HashSet;
use std::time::Duration;

use domain::time::Instant;

use crate::codec::Record;
use crate::error::QueueError;
use crate::job::{DedupeKey, JobId, Pushed, WorkerId};
use crate::letters::Kind;
use crate::queue::Gauges;

/// One queue on one engine.
#[derive(Debug)]
pub(crate) enum Engine {
    Redis(Box<redis::Lane>),
    Sqlite(sqlite::Lane),
}

/// A job on its way in.
#[derive(Debug)]
pub(crate) struct Arrival {
    pub(crate) id: JobId,
    pub(crate) key: Option<DedupeKey>,
    pub(crate) not_before: Option<Instant>,
    pub(crate) record: Record,
}

/// A job in the hands of one worker.
#[derive(Debug)]
pub(crate) struct Leased {
    pub(crate) token: Token,
    pub(crate) id: JobId,
    /// How many earlier attempts count.
    pub(crate) attempts: u32,
    pub(crate) record: Record,
}

/// Proves the ownership of one lease. Never used twice: whoever gets the job next gets another.
///
/// Redis: the id of the stream entry. SQLite: row and lease number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Token(pub(crate) u64, pub(crate) u64);

/// What is to become of a leased job.
#[derive(Debug, Clone)]
pub(crate) enum Outcome {
    /// Forget it.
    Done,
    /// Let it wait, with `attempts` that count so far.
    Again { attempts: u32, when: When },
    /// To the dead letters.
    Dead {
        attempts: u32,
        kind: Kind,
        why: String,
    },
}

/// When a job may run.
#[derive(Debug, Clone, Copy)]
pub(crate) enum When {
    Now,
    After(Duration),
    At(Instant),
}

/// Whether the token was still good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Settled {
    Applied,
    /// The lease had lapsed and somebody else has the job; nothing was changed.
    Stale,
}

/// A dead letter as the engines keep it.
#[derive(Debug)]
pub(crate) struct Corpse {
    pub(crate) id: JobId,
    pub(crate) attempts: u32,
    pub(crate) kind: Kind,
    pub(crate) reason: String,
    pub(crate) died_at: Instant,
    pub(crate) record: Record,
}

/// What a round of housekeeping did.
#[derive(Debug, Default)]
pub(crate) struct Tended {
    /// Due jobs moved to the ready ones.
    pub(crate) promoted: u64,
    /// Lapsed leases: back to ready.
    pub(crate) taken_over: u64,
    /// Lapsed leases: too many attempts, so buried.
    pub(crate) buried: u64,
    /// There is more to do right now.
    pub(crate) more: bool,
    /// Until the next delayed job is due.
    pub(crate) next_due: Option<Duration>,
}

/// Calls the same method of whichever engine it is.
macro_rules! on {
    ($engine:expr, $lane:ident => $call:expr) => {
        match $engine {
            Engine::Redis($lane) => $call,
            Engine::Sqlite($lane) => $call,
        }
    };
}

impl Engine {
    /// Stores a job. Committed together with whatever else is waiting to be.
    pub(crate) async fn push(&self, arrival: Arrival) -> Result<Pushed, QueueError> {
        on!(self, lane => lane.push(arrival).await)
    }

    /// Settles a lease, if it still is one.
    pub(crate) async fn settle(
        &self,
        token: Token,
        outcome: &Outcome,
    ) -> Result<Settled, QueueError> {
        on!(self, lane => lane.settle(token, outcome).await)
    }

    /// Prolongs leases; answers with those that are still the worker's.
    pub(crate) async fn renew(
        &self,
        worker: &WorkerId,
        tokens: &[Token],
    ) -> Result<Vec<Token>, QueueError> {
        match self {
            Self::Redis(lane) => lane.renew(worker, tokens).await,
            Self::Sqlite(lane) => lane.renew(tokens).await,
        }
    }

    /// A round of housekeeping, in bounded batches: due jobs, lapsed leases.
    pub(crate) async fn tend(&self) -> Result<Tended, QueueError> {
        on!(self, lane => lane.tend().await)
    }

    /// Forgets a worker that has stopped.
    pub(crate) async fn dismiss(&self, worker: &WorkerId) -> Result<(), QueueError> {
        match self {
            Self::Redis(lane) => lane.dismiss(worker).await,
            // It keeps no list of workers.
            Self::Sqlite(_) => Ok(()),
        }
    }

    pub(crate) async fn gauges(&self) -> Result<Gauges, QueueError> {
        on!(self, lane => lane.gauges().await)
    }

    /// Writes something, to see whether a push would succeed.
    pub(crate) async fn probe(&self) -> Result<(), QueueError> {
        on!(self, lane => lane.probe().await)
    }

    /// The newest dead letters first.
    pub(crate) async fn corpses(&self, limit: u32) -> Result<Vec<Corpse>, QueueError> {
        on!(self, lane => lane.corpses(limit).await)
    }

    /// The blocking end, one for each worker.
    pub(crate) fn fetcher(&self, worker: &WorkerId) -> Fetcher {
        match self {
            Self::Redis(lane) => Fetcher::Redis(Box::new(lane.fetcher(worker))),
            Self::Sqlite(lane) => Fetcher::Sqlite(lane.fetcher()),
        }
    }

    /// A dead letter back to ready, its attempts forgotten; `false` when there is none.
    pub(crate) async fn revive(&self, id: JobId) -> Result<bool, QueueError> {
        on!(self, lane => lane.revive(id).await)
    }
}

/// Leases jobs for one worker.
#[derive(Debug)]
pub(crate) enum Fetcher {
    Redis(Box<redis::Fetcher>),
    Sqlite(sqlite::Fetcher),
}

impl Fetcher {
    /// Waits a little for jobs and leases at most `free` of them. `held` says which leases the
    /// worker knows of, so that those whose answer was lost on the way can be told apart.
    pub(crate) async fn next(
        &mut self,
        free: usize,
        held: &HashSet<Token>,
    ) -> Result<Vec<Leased>, QueueError> {
        match self {
            Self::Redis(fetcher) => fetcher.next(free, held).await,
            Self::Sqlite(fetcher) => fetcher.next(free).await,
        }
    }
}
