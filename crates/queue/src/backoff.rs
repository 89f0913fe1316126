//! How long to wait before another attempt.

use std::time::Duration;

use rand::Rng;

/// Exponential backoff with full jitter: any time up to a bound that doubles with each attempt,
/// so that jobs that failed together do not come back together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backoff {
    /// The bound after the first attempt. Default 1 s.
    pub base: Duration,
    /// What the bound never exceeds. Default 10 min.
    pub cap: Duration,
}

impl Default for Backoff {
    fn default() -> Self {
        Self {
            base: Duration::from_secs(1),
            cap: Duration::from_mins(10),
        }
    }
}

impl Backoff {
    /// The longest wait after `attempt` (from 1) has failed.
    pub fn bound(&self, attempt: u32) -> Duration {
        let doublings = attempt.saturating_sub(1).min(31);
        self.base.saturating_mul(1 << doublings).min(self.cap)
    }

    /// A wait after `attempt` (from 1) has failed: evenly spread from nothing to the bound, in
    /// whole milliseconds.
    pub fn wait(&self, attempt: u32, rng: &mut impl Rng) -> Duration {
        let bound = u64::try_from(self.bound(attempt).as_millis()).unwrap_or(u64::MAX);
        Duration::from_millis(rng.random_range(0..=bound))
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::*;

    const BACKOFF: Backoff = Backoff {
        base: Duration::from_secs(1),
        cap: Duration::from_mins(10),
    };

    #[test]
    fn the_bound_doubles_up_to_its_cap() {
        let bounds: Vec<u64> = (1..=12).map(|n| BACKOFF.bound(n).as_secs()).collect();
        assert_eq!(bounds, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600]);
        assert_eq!(BACKOFF.bound(0).as_secs(), 1);
        assert_eq!(BACKOFF.bound(u32::MAX).as_secs(), 600);
    }

    #[test]
    fn waits_fill_the_whole_range_below_the_bound() {
        let mut rng = StdRng::seed_from_u64(7);
        let waits: Vec<u128> = (0..10_000)
            .map(|_| BACKOFF.wait(4, &mut rng).as_millis())
            .collect();
        assert!(waits.iter().all(|wait| *wait <= 8_000));
        // Full jitter: each eighth of the range gets its share, the first one too.
        for eighth in 0..8 {
            let share = waits.iter().filter(|wait| **wait / 1_000 == eighth).count();
            assert!((1_000..1_500).contains(&share), "{eighth}: {share}");
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_waits() {
        let waits = |seed| {
            let mut rng = StdRng::seed_from_u64(seed);
            (1..=5)
                .map(|n| BACKOFF.wait(n, &mut rng))
                .collect::<Vec<_>>()
        };
        assert_eq!(waits(1), waits(1));
        assert_ne!(waits(1), waits(2));
    }
}
