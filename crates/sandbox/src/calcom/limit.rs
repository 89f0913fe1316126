//! Requests per minute, as Cal.com counts them: a window from the first request, and a block of
//! a minute from the first one too many.

use std::collections::HashMap;
use std::time::Duration;

use domain::time::Instant;

const WINDOW: Duration = Duration::from_mins(1);
const BLOCK: Duration = Duration::from_mins(1);

/// Counts requests by key; those without a key share one count.
#[derive(Debug)]
pub(crate) struct Limiter {
    limit: u32,
    windows: HashMap<String, Window>,
}

#[derive(Debug, Clone, Copy)]
struct Window {
    ends_at: Instant,
    used: u32,
    blocked: bool,
}

/// Where a key stands after a request; what the headers of its answer say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) limit: u32,
    pub(crate) remaining: u32,
    /// Seconds until the window, or the block, ends.
    pub(crate) reset: u64,
    pub(crate) blocked: bool,
}

impl Limiter {
    pub(crate) fn new(limit: u32) -> Self {
        Self {
            limit,
            windows: HashMap::new(),
        }
    }

    /// Counts a request.
    pub(crate) fn count(&mut self, key: &str, now: Instant) -> Standing {
        let fresh = Window {
            ends_at: now.plus(WINDOW),
            used: 0,
            blocked: false,
        };
        let window = self.windows.entry(key.to_owned()).or_insert(fresh);
        if window.ends_at <= now {
            *window = fresh;
        }
        window.used = window.used.saturating_add(1);
        if window.used > self.limit && !window.blocked {
            window.blocked = true;
            window.ends_at = now.plus(BLOCK);
        }
        Standing {
            limit: self.limit,
            remaining: self.limit.saturating_sub(window.used),
            reset: seconds(window.ends_at.since(now)),
            blocked: window.blocked,
        }
    }
}

/// Rounded up: nobody should come back too early.
fn seconds(duration: Duration) -> u64 {
    duration.as_secs() + u64::from(duration.subsec_nanos() > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: u64) -> Instant {
        Instant::from_micros(0)
            .unwrap()
            .plus(Duration::from_secs(second))
    }

    #[test]
    fn f12_one_too_many_blocks_the_key_for_a_minute() {
        let mut limiter = Limiter::new(2);
        assert!(!limiter.count("a", at(0)).blocked);
        let last = limiter.count("a", at(10));
        assert_eq!((last.remaining, last.reset, last.blocked), (0, 50, false));
        let blocked = limiter.count("a", at(30));
        assert_eq!((blocked.reset, blocked.blocked), (60, true));
        assert!(limiter.count("a", at(89)).blocked);
        assert!(!limiter.count("b", at(89)).blocked);
        assert!(!limiter.count("a", at(90)).blocked);
    }
}
