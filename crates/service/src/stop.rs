//! Stopping in two steps: first ask, then insist.
//!
//! The first SIGTERM or SIGINT *requests* a stop: nothing new is taken on, work in flight goes on.
//! A second signal, or the end of the grace time, *forces* it. A task that fails or panics requests
//! a stop too, since a process that has lost a part should be started again as a whole.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Handed to everything that runs until the process stops. Clones are the same stop.
#[derive(Debug, Clone)]
pub struct Stop {
    requested: CancellationToken,
    forced: CancellationToken,
    tasks: TaskTracker,
    crashed: Arc<AtomicBool>,
}

/// How a process ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use = "a process says in its exit status how it ended"]
pub enum Ended {
    /// Asked to, and everything was finished.
    Clean,
    /// A task failed or panicked. Its error is in the log.
    Crashed,
    /// With work unfinished; leases run out and others take it over.
    Forced,
}

impl Stop {
    /// Listens for SIGTERM and SIGINT. Work has `grace` to finish after a request.
    ///
    /// Needs a Tokio runtime.
    ///
    /// # Errors
    /// The signals cannot be listened for.
    pub fn on_signals(grace: Duration) -> std::io::Result<Self> {
        let signals = Signals {
            term: signal(SignalKind::terminate())?,
            int: signal(SignalKind::interrupt())?,
        };
        let stop = Self::unwatched();
        tokio::spawn(stop.clone().watch(grace, Some(signals)));
        Ok(stop)
    }

    /// As [`Self::on_signals`], without signals: for tests and for parts of a process.
    ///
    /// Needs a Tokio runtime.
    pub fn new(grace: Duration) -> Self {
        let stop = Self::unwatched();
        tokio::spawn(stop.clone().watch(grace, None));
        stop
    }

    /// Asks everything to stop.
    pub fn request(&self) {
        self.requested.cancel();
    }

    /// Returns once a stop is requested.
    pub async fn requested(&self) {
        self.requested.cancelled().await;
    }

    /// Whether a stop is requested.
    pub fn is_requested(&self) -> bool {
        self.requested.is_cancelled()
    }

    /// Returns once there is no more time to finish anything.
    pub async fn forced(&self) {
        self.forced.cancelled().await;
    }

    /// The request as a token, for libraries that take one.
    pub fn token(&self) -> CancellationToken {
        self.requested.clone()
    }

    /// Runs a part of the process, which [`Self::finish`] waits for. `name` is for the log.
    ///
    /// It may end early in peace; should it fail or panic, the whole process stops.
    pub fn spawn<F>(&self, name: &'static str, part: F)
    where
        F: Future<Output = anyhow::Result<()>> + Send + 'static,
    {
        let stop = self.clone();
        self.tasks.spawn(async move {
            // A task of its own, so that a panic ends here and not unseen.
            let failure = match tokio::spawn(part).await {
                Ok(Ok(())) => return,
                Ok(Err(error)) => format!("{error:#}"),
                Err(panic) => panic.to_string(),
            };
            tracing::error!(
                part = name,
                error = failure,
                "A part of the process failed."
            );
            stop.crashed.store(true, Ordering::Relaxed);
            stop.request();
        });
    }

    /// Waits for a stop to be requested, then for every spawned part, or until it is forced.
    pub async fn finish(&self) -> Ended {
        self.requested().await;
        self.tasks.close();
        tokio::select! {
            biased;
            () = self.tasks.wait() => {}
            () = self.forced() => return Ended::Forced,
        }
        if self.crashed.load(Ordering::Relaxed) {
            Ended::Crashed
        } else {
            Ended::Clean
        }
    }

    fn unwatched() -> Self {
        Self {
            requested: CancellationToken::new(),
            forced: CancellationToken::new(),
            tasks: TaskTracker::new(),
            crashed: Arc::default(),
        }
    }

    async fn watch(self, grace: Duration, mut signals: Option<Signals>) {
        tokio::select! {
            () = self.requested() => {}
            () = next(&mut signals) => self.request(),
        }
        tracing::info!(
            grace_s = grace.as_secs(),
            "Stopping: finishing what is in flight."
        );
        tokio::select! {
            () = tokio::time::sleep(grace) => {}
            () = next(&mut signals) => {}
        }
        self.forced.cancel();
    }
}

impl std::process::Termination for Ended {
    /// 0 for a clean end, else 1.
    fn report(self) -> std::process::ExitCode {
        std::process::ExitCode::from(u8::from(self != Self::Clean))
    }
}

struct Signals {
    term: Signal,
    int: Signal,
}

async fn next(signals: &mut Option<Signals>) {
    let Some(signals) = signals else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = signals.term.recv() => {}
        _ = signals.int.recv() => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_hours(1);

    #[tokio::test]
    async fn parts_finish_before_the_process_ends() {
        let stop = Stop::new(LONG);
        let part = stop.clone();
        stop.spawn("part", async move {
            part.requested().await;
            tokio::time::sleep(Duration::from_millis(5)).await;
            Ok(())
        });
        stop.request();
        assert_eq!(stop.finish().await, Ended::Clean);
    }

    #[tokio::test]
    async fn a_part_that_panics_or_fails_stops_the_whole() {
        let stop = Stop::new(LONG);
        stop.spawn("part", async { panic!("as tests do") });
        assert_eq!(stop.finish().await, Ended::Crashed);

        let stop = Stop::new(LONG);
        stop.spawn("part", async { anyhow::bail!("no more") });
        assert_eq!(stop.finish().await, Ended::Crashed);
    }

    #[tokio::test(start_paused = true)]
    async fn past_the_grace_time_nobody_waits() {
        let stop = Stop::new(LONG);
        stop.spawn("part", std::future::pending());
        stop.request();
        assert_eq!(stop.finish().await, Ended::Forced);
    }

    #[tokio::test]
    async fn the_first_signal_asks_and_the_second_insists() {
        use rustix::process::{Signal, getpid, kill_process};

        let stop = Stop::on_signals(LONG).unwrap();
        stop.spawn("part", std::future::pending());
        assert!(!stop.is_requested());
        kill_process(getpid(), Signal::TERM).unwrap();
        stop.requested().await;
        // Two signals at once may arrive as one: let the first be taken.
        tokio::time::sleep(Duration::from_millis(50)).await;
        kill_process(getpid(), Signal::INT).unwrap();
        assert_eq!(stop.finish().await, Ended::Forced);
    }
}
