//! What can only be looked at: queues, parked deliveries, connections, estimates.

use domain::event::ParkReason;
use domain::job::{Book, Delivery};
use domain::time::Instant;
use metrics::gauge;
use queue::{Payload, Queue, QueueError};
use service::metrics::{
    CALLS_WITH_ESTIMATED_COST, DATABASE_CONNECTIONS, EXCHANGE_RATE_AGE_SECONDS, PARKED_EVENTS,
    QUEUE_JOBS, QUEUE_OLDEST_AGE_SECONDS,
};
use store::{Store, StoreError};

use crate::run::Worker;

/// Brings every gauge up to date; what cannot be read keeps its last value.
pub(crate) async fn refresh(worker: &Worker) {
    let results: [Result<(), anyhow::Error>; 3] = [
        queue_gauges::<Delivery>(&worker.events)
            .await
            .map_err(Into::into),
        queue_gauges::<Book>(&worker.bookings)
            .await
            .map_err(Into::into),
        parked(&worker.store).await.map_err(Into::into),
    ];
    for error in results.into_iter().filter_map(Result::err) {
        tracing::debug!(
            error = format!("{error:#}"),
            "Some gauges could not be read."
        );
    }
    for pool in worker.store.pools() {
        gauge!(DATABASE_CONNECTIONS, "pool" => pool.pool, "state" => "idle").set(pool.idle);
        gauge!(DATABASE_CONNECTIONS, "pool" => pool.pool, "state" => "busy")
            .set(pool.open.saturating_sub(pool.idle));
    }
}

/// The same for money, where nothing moves fast and counting takes a look at many rows.
pub(crate) async fn refresh_costs(worker: &Worker) {
    if let Err(error) = costs(worker).await {
        tracing::debug!(
            error = &error as &dyn std::error::Error,
            "Gauges of costs could not be read."
        );
    }
}

async fn costs(worker: &Worker) -> Result<(), StoreError> {
    let estimated = worker.store.calls_with_estimated_cost().await?;
    #[expect(clippy::cast_precision_loss, reason = "a gauge is a float")]
    gauge!(CALLS_WITH_ESTIMATED_COST).set(estimated as f64);
    let newest = worker.store.newest_usd_rate().await?;
    let set = newest.and_then(|rate| Instant::parse(&format!("{}T23:59:59Z", rate.day)));
    // An alert on an age must go off too where nobody ever imported a rate.
    let age = set.map_or(f64::INFINITY, |set| worker.now().since(set).as_secs_f64());
    gauge!(EXCHANGE_RATE_AGE_SECONDS).set(age);
    Ok(())
}

async fn queue_gauges<P: Payload>(queue: &Queue<P>) -> Result<(), QueueError> {
    let gauges = queue.gauges().await?;
    for (state, count) in [
        ("ready", gauges.ready),
        ("delayed", gauges.delayed),
        ("running", gauges.running),
        ("dead", gauges.dead),
    ] {
        // Exact up to 2^53 jobs.
        #[expect(clippy::cast_precision_loss, reason = "a gauge is a float")]
        gauge!(QUEUE_JOBS, "queue" => P::QUEUE, "state" => state).set(count as f64);
    }
    gauge!(QUEUE_OLDEST_AGE_SECONDS, "queue" => P::QUEUE).set(gauges.oldest_age);
    Ok(())
}

async fn parked(store: &Store) -> Result<(), StoreError> {
    let counts = store.parked_counts().await?;
    for &reason in ParkReason::ALL {
        let count = counts
            .iter()
            .find(|(known, _)| *known == reason)
            .map_or(0, |(_, count)| *count);
        #[expect(clippy::cast_precision_loss, reason = "a gauge is a float")]
        gauge!(PARKED_EVENTS, "reason" => reason.as_str()).set(count as f64);
    }
    Ok(())
}
