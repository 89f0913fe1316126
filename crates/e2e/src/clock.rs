//! A clock that tests hold.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use domain::time::{Clock, Instant};

/// The machine's clock, moved ahead by as much as the test wants. It runs, since leases and
/// signatures depend on time that passes. Clones are the same clock.
#[derive(Debug, Clone, Default)]
pub struct HandClock {
    ahead_micros: Arc<AtomicU64>,
}

impl HandClock {
    /// The time.
    pub fn now(&self) -> Instant {
        let ahead = Duration::from_micros(self.ahead_micros.load(Ordering::Acquire));
        Clock::system().now().plus(ahead)
    }

    /// Moves the clock ahead.
    pub fn advance(&self, by: Duration) {
        let by = u64::try_from(by.as_micros()).unwrap_or(u64::MAX);
        self.ahead_micros.fetch_add(by, Ordering::AcqRel);
    }

    /// As the program takes it.
    pub fn clock(&self) -> Clock {
        let clock = self.clone();
        Clock::from_fn(move || clock.now())
    }
}
