//! Waiting until everything is done, and complaining when it is not.

use std::time::{Duration, Instant as Stopwatch};

use domain::job::{Book, Delivery};
use service::stop::Stop;

use super::{PATIENCE, World, parts};

/// Between two looks.
const LOOK: Duration = Duration::from_millis(10);

impl World {
    /// Waits until no delivery is left to work on. Those that failed are tried on; bookings are
    /// left alone.
    ///
    /// # Errors
    /// The queue or the store does not answer.
    ///
    /// # Panics
    /// It takes too long. (An error would be hidden by the complaint about work that is left.)
    pub async fn drain_events(&self) -> anyhow::Result<()> {
        let began = Stopwatch::now();
        loop {
            let gauges = self.events.gauges().await?;
            if gauges.ready + gauges.running + gauges.delayed == 0 {
                return Ok(());
            }
            assert!(
                began.elapsed() < PATIENCE,
                "deliveries are left: {gauges:?}"
            );
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Waits until nothing is left to do now: no delivery, no booking whose time has come, and
    /// nothing that a sweep finds.
    ///
    /// # Errors
    /// The queue or the store does not answer.
    ///
    /// # Panics
    /// It takes too long. (An error would be hidden by the complaint about work that is left.)
    pub async fn drain(&self) -> anyhow::Result<()> {
        let began = Stopwatch::now();
        loop {
            self.drain_events().await?;
            let gauges = self.bookings.gauges().await?;
            let busy = gauges.ready + gauges.running > 0;
            if !busy && self.is_swept().await? {
                return Ok(());
            }
            assert!(began.elapsed() < PATIENCE, "bookings are left: {gauges:?}");
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Sweeps; says whether there was nothing to be found.
    async fn is_swept(&self) -> anyhow::Result<bool> {
        let now = self.now();
        let nothing_pushed = worker::sweep(&self.sweeper).await?.is_nothing();
        // One push per row and second: a sweep that pushed nothing may just have come too early.
        let due = self.store.due_appointments(now, 1).await?;
        let stuck = self.store.stuck_events(now, 1).await?;
        Ok(nothing_pushed && due.is_empty() && stuck.is_empty())
    }

    /// [`Self::drain`], then moves the clock to whatever is due next, again and again until
    /// every appointment is settled.
    ///
    /// # Errors
    /// The queue or the store does not answer.
    ///
    /// # Panics
    /// It takes too long. (An error would be hidden by the complaint about work that is left.)
    pub async fn settle(&self) -> anyhow::Result<()> {
        for _ in 0..50 {
            self.drain().await?;
            let Some(next_at) = self.dump().await?.first_due() else {
                return Ok(());
            };
            let wait = next_at.since(self.now());
            self.clock.advance(wait + Duration::from_millis(1));
        }
        panic!("an appointment is never settled")
    }

    /// What is left to do, in words. A job is a hint: a delayed one whose appointment is settled
    /// is no work, and when its time comes it is gone in a moment.
    async fn left_work(&self) -> anyhow::Result<Option<String>> {
        let broker = parts::open(&self.settings, &self.clock).await?;
        let (events, bookings) = (broker.queue::<Delivery>(), broker.queue::<Book>());
        let began = Stopwatch::now();
        loop {
            let (events, bookings) = (events.gauges().await?, bookings.gauges().await?);
            let due = self.dump().await?.first_due();
            let none_left = events.ready + events.delayed + events.running + events.dead == 0
                && bookings.ready + bookings.running + bookings.dead == 0
                && due.is_none();
            if none_left {
                return Ok(None);
            }
            if began.elapsed() > Duration::from_secs(5) {
                return Ok(Some(format!(
                    "{events:?}, {bookings:?}, next step at {due:?}"
                )));
            }
            tokio::time::sleep(LOOK).await;
        }
    }
}

impl Drop for World {
    fn drop(&mut self) {
        // They work on while this looks.
        let parts: Vec<_> = self
            .workers
            .iter()
            .chain([&self.ingress])
            .cloned()
            .collect();
        let _stop = Parts(parts);
        if self.work_may_be_left || std::thread::panicking() {
            return;
        }
        // A runtime of its own: a destructor cannot wait on the one it may be running in.
        let world = &*self;
        let left = std::thread::scope(|scope| {
            let look = scope.spawn(|| {
                let runtime = tokio::runtime::Builder::new_current_thread()
                    .enable_all()
                    .build()?;
                runtime.block_on(world.left_work())
            });
            look.join()
        });
        match left {
            Ok(Ok(None)) => {}
            Ok(Ok(Some(left))) => panic!("work is left: {left}"),
            Ok(Err(error)) => panic!("nobody knows whether work is left: {error:#}"),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    }
}

/// Asked to stop when dropped.
struct Parts(Vec<Stop>);

impl Drop for Parts {
    fn drop(&mut self) {
        self.0.iter().for_each(Stop::request);
    }
}
