//! A graceful stop.

use std::time::Duration;

use domain::verdict::Verdict;

use crate::world::{World, ended, on_both_engines, push, until, until_empty, work, work_slowly};

on_both_engines! {
    a_stopping_worker_finishes_what_runs_and_gives_the_rest_back_at_once
    an_idle_worker_stops_soon
    after_a_stop_nothing_more_is_fetched
}

async fn a_stopping_worker_finishes_what_runs_and_gives_the_rest_back_at_once(world: World) {
    let queue = world.queue().await;
    // Four in hand, of which one is started.
    let (worker, mut seen, gate) = work_slowly(&queue, 4, 1);
    for n in 0..4 {
        push(&queue, n).await;
    }
    let running = seen.next().await;
    until(&queue, |g| g.running == 4).await;

    let stopping = worker.begin_stop();
    until(&queue, |g| (g.ready, g.running) == (3, 1)).await;
    assert!(!stopping.is_finished());
    gate.add_permits(1);
    ended(stopping).await;
    assert_eq!(
        queue.gauges().await.unwrap().running,
        0,
        "the verdict of the last one is stored"
    );

    // Being given back is no attempt.
    let (next, mut seen) = work(&queue, 4, |_| Verdict::Done);
    for _ in 0..3 {
        let job = seen.next().await;
        assert_eq!(job.attempt, 1);
        assert_ne!(job.id, running.id);
    }
    until_empty(&queue).await;
    next.stop().await;
}

async fn an_idle_worker_stops_soon(world: World) {
    let queue = world.queue().await;
    let (worker, _seen) = work(&queue, 4, |_| Verdict::Done);
    tokio::time::sleep(Duration::from_millis(200)).await;
    worker.stop().await;
}

async fn after_a_stop_nothing_more_is_fetched(world: World) {
    let queue = world.queue().await;
    let (worker, mut seen, gate) = work_slowly(&queue, 2, 2);
    push(&queue, 1).await;
    seen.next().await;
    let stopping = worker.begin_stop();
    // An unfinished read may take one more in, and gives it back.
    tokio::time::sleep(Duration::from_millis(700)).await;
    push(&queue, 2).await;
    seen.nothing_for(Duration::from_millis(300)).await;
    assert_eq!(queue.gauges().await.unwrap().ready, 1);
    gate.add_permits(1);
    ended(stopping).await;
    let gauges = queue.gauges().await.unwrap();
    assert_eq!((gauges.ready, gauges.running), (1, 0));
}
