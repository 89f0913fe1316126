//! How a queue behaves; the defaults are the design's.

use std::time::Duration;

use domain::time::Clock;

use crate::backoff::Backoff;

/// Settings of a [`crate::Broker`] and all its queues. Programs that share an engine must agree
/// on `lease`, `dedupe_window` and `prefix`.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where `enqueued_at` and SQLite's idea of now come from; Redis goes by its own clock.
    pub clock: Clock,
    /// Seeds the jitter of retries.
    pub seed: u64,
    /// How long a job belongs to its worker after a sign of life; renewed every third of it. A
    /// dead worker's jobs are taken over about this long after its death. Default 30 s.
    pub lease: Duration,
    /// How many attempts a job gets before it is buried. Default 10.
    pub max_attempts: u32,
    /// How long to wait before another attempt.
    pub backoff: Backoff,
    /// How long a key makes a second push a duplicate. Default 24 h.
    pub dedupe_window: Duration,
    /// Bodies larger than this many bytes are compressed (zstd, level 1). Default 1 KiB.
    pub compress_above: usize,
    /// How long a caller waits for the engine, at most. Default 2 s.
    pub push_timeout: Duration,
    /// The first part of every Redis key. Default `ringback`.
    pub prefix: String,
    /// How often waiting workers look by themselves: for due jobs and lapsed leases, and on
    /// SQLite for jobs that another process has pushed. Default 500 ms.
    pub poll: Duration,
}

impl Options {
    /// The defaults.
    pub fn new(clock: Clock, seed: u64) -> Self {
        Self {
            clock,
            seed,
            lease: Duration::from_secs(30),
            max_attempts: 10,
            backoff: Backoff::default(),
            dedupe_window: Duration::from_hours(24),
            compress_above: 1024,
            push_timeout: Duration::from_secs(2),
            prefix: "ringback".to_owned(),
            poll: Duration::from_millis(500),
        }
    }
}
