//! Warnings that anybody on the internet can cause, kept from filling the disk.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

const PAUSE: Duration = Duration::from_secs(10);

/// One throttle per kind of warning, so that none drowns another. The metrics count every case.
#[derive(Debug, Default)]
pub(crate) struct Warnings {
    pub(crate) refused: Throttle,
    pub(crate) dropped: Throttle,
    pub(crate) queue: Throttle,
    pub(crate) inbound: Throttle,
    pub(crate) unknown_path: Throttle,
}

/// Lets one line through, then none for a while.
#[derive(Debug, Default)]
pub(crate) struct Throttle(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    last: Option<Instant>,
    unsaid: u64,
}

impl Throttle {
    /// How many lines were held back since the last one, when it is time for another.
    pub(crate) fn pass(&self) -> Option<u64> {
        self.pass_at(Instant::now())
    }

    fn pass_at(&self, now: Instant) -> Option<u64> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let quiet = state
            .last
            .is_none_or(|last| now.saturating_duration_since(last) >= PAUSE);
        if !quiet {
            state.unsaid += 1;
            return None;
        }
        state.last = Some(now);
        Some(std::mem::take(&mut state.unsaid))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f31_the_first_is_said_at_once_and_the_next_counts_those_between() {
        let (throttle, start) = (Throttle::default(), Instant::now());
        assert_eq!(throttle.pass_at(start), Some(0));
        assert_eq!(throttle.pass_at(start), None);
        assert_eq!(throttle.pass_at(start + PAUSE / 2), None);
        assert_eq!(throttle.pass_at(start + PAUSE), Some(2));
        assert_eq!(throttle.pass_at(start + PAUSE * 2), Some(0));
    }
}
