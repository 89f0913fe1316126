//! What the queue tells about itself.

use std::time::Duration;

use domain::time::Clock;
use domain::verdict::Verdict;
use queue::{Gauges, Risk};
use tokio::time::sleep;

use crate::world::{World, note, on_both_engines, push, until, until_empty, work, work_slowly};

on_both_engines! {
    the_gauges_say_what_is_where
    the_oldest_age_is_that_of_the_first_ready_job
    the_engine_names_its_risks
    a_delayed_job_becomes_ready_by_itself
}

async fn the_gauges_say_what_is_where(world: World) {
    let queue = world.queue().await;
    assert_eq!(queue.gauges().await.unwrap(), Gauges::default());
    let (worker, mut seen, gate) = work_slowly(&queue, 2, 2);
    for n in 0..5 {
        push(&queue, n).await;
    }
    seen.next().await;
    seen.next().await;
    let later = Clock::system().now().plus(Duration::from_hours(1));
    queue.push(note(9).not_before(later)).await.unwrap();
    let gauges = queue.gauges().await.unwrap();
    assert_eq!(
        (gauges.ready, gauges.delayed, gauges.running, gauges.dead),
        (3, 1, 2, 0)
    );
    gate.add_permits(5);
    until(&queue, |g| {
        (g.ready, g.delayed, g.running, g.dead) == (0, 1, 0, 0)
    })
    .await;
    worker.stop().await;
}

async fn the_oldest_age_is_that_of_the_first_ready_job(world: World) {
    let queue = world.queue().await;
    let (worker, mut seen, gate) = work_slowly(&queue, 1, 1);
    push(&queue, 1).await;
    seen.next().await;
    sleep(Duration::from_millis(300)).await;
    assert_eq!(
        queue.gauges().await.unwrap().oldest_age,
        Duration::ZERO,
        "it is running"
    );
    push(&queue, 2).await;
    let pushed = tokio::time::Instant::now();
    sleep(Duration::from_millis(300)).await;
    push(&queue, 3).await;
    let age = queue.gauges().await.unwrap().oldest_age;
    // Redis counts in milliseconds.
    assert!(age >= Duration::from_millis(299), "{age:?}");
    assert!(
        age <= pushed.elapsed() + Duration::from_millis(50),
        "{age:?}"
    );
    gate.add_permits(3);
    until_empty(&queue).await;
    assert_eq!(queue.gauges().await.unwrap().oldest_age, Duration::ZERO);
    worker.stop().await;
}

async fn the_engine_names_its_risks(world: World) {
    let risks = world.broker().await.risks().await.unwrap();
    match world.engine {
        crate::world::Engine::Redis(_) => assert_eq!(risks, [Risk::SyncedEverySecond]),
        crate::world::Engine::Sqlite { .. } => assert_eq!(risks, []),
    }
}

async fn a_delayed_job_becomes_ready_by_itself(world: World) {
    let queue = world.queue().await;
    let (worker, mut seen) = work(&queue, 8, |_| Verdict::Done);
    // More than a round of housekeeping moves.
    let soon = Clock::system().now().plus(Duration::from_millis(500));
    futures::future::join_all((0..1200).map(|n| queue.push(note(n).not_before(soon)))).await;
    for _ in 0..1200 {
        assert!(seen.next().await.enqueued_at <= Clock::system().now());
    }
    until_empty(&queue).await;
    worker.stop().await;
}
