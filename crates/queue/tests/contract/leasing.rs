//! Who holds a job, and for how long.

use std::time::Duration;

use domain::verdict::Verdict;
use futures::future::join_all;
use tokio::time::sleep;

use crate::world::{LEASE, World, on_both_engines, push, until, until_empty, work, work_slowly};

on_both_engines! {
    a_slow_worker_that_lives_keeps_its_job
    after_the_engine_stood_still_nobody_is_robbed
    a_worker_takes_as_many_jobs_as_it_has_slots
    a_slow_job_does_not_hold_up_others
    workers_share_the_work_and_no_job_is_run_twice
}

async fn a_slow_worker_that_lives_keeps_its_job(world: World) {
    let queue = world.queue().await;
    let (slow, mut seen, gate) = work_slowly(&queue, 1, 1);
    push(&queue, 1).await;
    seen.next().await;
    let (idle, mut stolen) = work(&world.queue().await, 1, |_| Verdict::Done);
    stolen.nothing_for(LEASE * 3).await;
    gate.add_permits(1);
    until_empty(&queue).await;
    seen.nothing_for(Duration::from_millis(200)).await;
    idle.stop().await;
    slow.stop().await;
}

async fn after_the_engine_stood_still_nobody_is_robbed(mut world: World) {
    world.options.push_timeout = Duration::from_millis(300);
    let queue = world.queue().await;
    let (slow, mut seen, gate) = work_slowly(&queue, 5, 5);
    for n in 0..5 {
        push(&queue, n).await;
    }
    for _ in 0..5 {
        seen.next().await;
    }
    let (idle, mut stolen) = work(&world.queue().await, 5, |_| Verdict::Done);
    // Long enough for its own grace at the start to be over.
    sleep(LEASE * 3 / 2).await;

    let frozen = world.freeze().await;
    sleep(LEASE * 5 / 2).await;
    frozen.thaw().await;

    stolen.nothing_for(LEASE * 2).await;
    gate.add_permits(5);
    until_empty(&queue).await;
    assert_eq!(seen.so_far().len(), 0);
    idle.stop().await;
    slow.stop().await;
}

async fn a_worker_takes_as_many_jobs_as_it_has_slots(world: World) {
    let queue = world.queue().await;
    let (worker, mut seen, gate) = work_slowly(&queue, 3, 3);
    for n in 0..5 {
        push(&queue, n).await;
    }
    for _ in 0..3 {
        seen.next().await;
    }
    seen.nothing_for(Duration::from_millis(400)).await;
    let gauges = queue.gauges().await.unwrap();
    assert_eq!((gauges.ready, gauges.running), (2, 3));
    gate.add_permits(1);
    assert_eq!(seen.next().await.attempt, 1);
    gate.add_permits(4);
    until_empty(&queue).await;
    worker.stop().await;
}

async fn a_slow_job_does_not_hold_up_others(world: World) {
    let queue = world.queue().await;
    let (worker, mut seen, gate) = work_slowly(&queue, 2, 2);
    push(&queue, 0).await;
    seen.next().await;
    // The other slot runs these one by one; the first job is among those let go at the end.
    for n in 1..=3 {
        push(&queue, n).await;
        assert_eq!(seen.next().await.payload.n, n);
        until(&queue, |g| g.running == 2).await;
        gate.add_permits(1);
        until(&queue, |g| g.running == 1).await;
    }
    gate.add_permits(1);
    until_empty(&queue).await;
    worker.stop().await;
}

async fn workers_share_the_work_and_no_job_is_run_twice(world: World) {
    let queue = world.queue().await;
    join_all((0..300).map(|n| push(&queue, n))).await;
    let workers: Vec<_> = join_all((0..3).map(|_| world.queue()))
        .await
        .iter()
        .map(|queue| work(queue, 4, |_| Verdict::Done))
        .collect();
    until_empty(&queue).await;
    let mut run = Vec::new();
    for (worker, mut seen) in workers {
        run.extend(seen.so_far().iter().map(|job| job.payload.n));
        worker.stop().await;
    }
    run.sort_unstable();
    assert_eq!(run, (0..300).collect::<Vec<_>>());
}
