//! Finding what was forgotten in a state, and pushing its job again.
//!
//! A push may have failed after its row was stored; a job may have died; a number may have been
//! registered since. The sweep only pushes: what is to be done, the row says, to the same
//! handlers as ever. All replicas sweep; the keys of their pushes make them one.

use std::time::Duration;

use domain::job::{Book, Cause, Delivery};
use metrics::counter;
use queue::{DedupeKey, Push, Pushed};
use service::metrics::SWEEP_RESUMED_TOTAL;
use store::Resumable;

use crate::error::StepError;
use crate::run::Worker;

/// How many rows of a kind one sweep takes up; the next takes the rest.
const AT_ONCE: i64 = 500;

/// What a sweep pushed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Swept {
    /// Deliveries in the log that nobody finished.
    pub stuck: usize,
    /// Parked deliveries whose tenant is known by now.
    pub claimed: usize,
    /// Appointments whose next step is overdue.
    pub overdue: usize,
}

impl Swept {
    /// Whether there was nothing to do.
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

/// Sweeps once. Deliveries without progress for `stuck_after` are taken up, and appointments
/// whose next step is overdue by as much.
///
/// # Errors
/// The store or the queue failed; the next sweep will do.
pub async fn sweep(worker: &Worker) -> anyhow::Result<Swept> {
    Ok(sweep_once(worker).await?)
}

async fn sweep_once(worker: &Worker) -> Result<Swept, StepError> {
    let (now, patience) = (worker.now(), worker.config.stuck_after);
    let forgotten = now.minus(patience);
    // One push per row and stretch of time, over all replicas.
    let stretch = now.as_micros()
        / i64::try_from(patience.max(Duration::from_secs(1)).as_micros()).unwrap_or(i64::MAX);
    let mut swept = Swept::default();
    for found in worker.store.stuck_events(forgotten, AT_ONCE).await? {
        swept.stuck += push_delivery(worker, found, &format!("stuck:{stretch}")).await?;
    }
    for found in worker.store.claimable_events(AT_ONCE).await? {
        swept.claimed += push_delivery(worker, found, &format!("claimed:{stretch}")).await?;
    }
    for due in worker.store.due_appointments(forgotten, AT_ONCE).await? {
        let key = DedupeKey::new(format!("due:{}:{}:{stretch}", due.id, due.version));
        let book = Book {
            appointment_id: due.id,
            received_at: None,
        };
        let pushed = worker.bookings.push(Push::new(book).key(key)).await?;
        swept.overdue += count(pushed, "appointment");
    }
    Ok(swept)
}

async fn push_delivery(worker: &Worker, found: Resumable, why: &str) -> Result<usize, StepError> {
    let key = DedupeKey::new(format!("{why}:{}", found.id));
    let delivery = Delivery {
        account: found.account,
        digest: found.digest,
        received_at: found.received_at,
        event: found.event,
        call_id: found.call_id,
        cause: Cause::Sweep,
    };
    Ok(count(
        worker.events.push(Push::new(delivery).key(key)).await?,
        "event",
    ))
}

fn count(pushed: Pushed, what: &'static str) -> usize {
    match pushed {
        Pushed::Created(_) => {
            counter!(SWEEP_RESUMED_TOTAL, "what" => what).increment(1);
            1
        }
        Pushed::Duplicate => 0,
    }
}
