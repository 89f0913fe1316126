//! What a push promises.

use std::time::Duration;

use domain::time::{Clock, Instant};
use domain::verdict::Verdict;
use queue::{DedupeKey, Pushed, QueueError, TraceContext};
use tokio::time::{sleep, timeout};

use crate::world::{PATIENCE, World, note, on_both_engines, push, until, until_empty, work};

on_both_engines! {
    a_pushed_job_comes_out_as_it_went_in_f62
    a_second_push_of_a_key_is_a_duplicate
    of_64_concurrent_pushes_of_one_key_exactly_one_creates
    a_key_is_forgotten_after_its_window
    concurrent_pushes_are_all_stored_and_each_is_run_once
    a_delayed_job_is_not_run_before_its_time
    a_push_on_a_frozen_engine_fails_in_time_and_later_ones_succeed
    a_queue_says_whether_it_accepts_a_push
}

async fn a_pushed_job_comes_out_as_it_went_in_f62(world: World) {
    let queue = world.queue().await;
    let (worker, mut seen) = work(&queue, 4, |_| Verdict::Done);
    let trace = TraceContext::parse("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
    let large: Vec<u8> = (0..200_000_u32).map(|n| (n % 251) as u8).collect();
    for body in [b"\x00\xff raw".to_vec(), large] {
        let before = Clock::system().now();
        let pushed = note(1).body(body.clone()).trace(trace.clone().unwrap());
        let Pushed::Created(id) = queue.push(pushed).await.unwrap() else {
            panic!("duplicate")
        };
        let job = seen.next().await;
        assert_eq!((job.id, job.payload.n, job.attempt), (id, 1, 1));
        assert_eq!(job.body.as_deref(), Some(&body[..]));
        assert_eq!(job.trace, trace);
        assert!(job.enqueued_at >= before && job.enqueued_at <= Clock::system().now());
    }
    until_empty(&queue).await;
    worker.stop().await;
}

async fn a_second_push_of_a_key_is_a_duplicate(world: World) {
    let queue = world.queue().await;
    let key = |text: &str| note(1).key(DedupeKey::new(text));
    assert!(matches!(
        queue.push(key("a")).await.unwrap(),
        Pushed::Created(_)
    ));
    assert_eq!(queue.push(key("a")).await.unwrap(), Pushed::Duplicate);
    // From another process too, and when the first job is done and gone.
    let (worker, mut seen) = work(&queue, 1, |_| Verdict::Done);
    seen.next().await;
    until_empty(&queue).await;
    let other = world.queue().await;
    assert_eq!(other.push(key("a")).await.unwrap(), Pushed::Duplicate);
    assert!(matches!(
        other.push(key("b")).await.unwrap(),
        Pushed::Created(_)
    ));
    assert!(matches!(
        other.push(note(1)).await.unwrap(),
        Pushed::Created(_)
    ));
    worker.stop().await;
}

async fn of_64_concurrent_pushes_of_one_key_exactly_one_creates(world: World) {
    let (one, other) = (world.queue().await, world.queue().await);
    let pushes = (0..64).map(|n| {
        let queue = if n % 2 == 0 {
            one.clone()
        } else {
            other.clone()
        };
        tokio::spawn(async move {
            queue
                .push(note(n).key(DedupeKey::new("same")))
                .await
                .unwrap()
        })
    });
    let answers = futures::future::join_all(pushes.collect::<Vec<_>>()).await;
    let created = answers
        .iter()
        .filter(|p| matches!(p, Ok(Pushed::Created(_))))
        .count();
    assert_eq!((created, answers.len()), (1, 64));
    assert_eq!(one.gauges().await.unwrap().ready, 1);
}

async fn a_key_is_forgotten_after_its_window(mut world: World) {
    world.options.dedupe_window = Duration::from_millis(300);
    let queue = world.queue().await;
    let keyed = || note(1).key(DedupeKey::new("k"));
    assert!(matches!(
        queue.push(keyed()).await.unwrap(),
        Pushed::Created(_)
    ));
    sleep(Duration::from_millis(600)).await;
    assert!(matches!(
        queue.push(keyed()).await.unwrap(),
        Pushed::Created(_)
    ));
}

async fn concurrent_pushes_are_all_stored_and_each_is_run_once(world: World) {
    let queue = world.queue().await;
    let (first, mut seen) = work(&queue, 8, |_| Verdict::Done);
    let (second, mut also_seen) = work(&world.queue().await, 8, |_| Verdict::Done);
    let pushes = (0..500).map(|n| {
        let queue = queue.clone();
        tokio::spawn(async move { push(&queue, n).await })
    });
    for pushed in pushes.collect::<Vec<_>>() {
        pushed.await.unwrap();
    }
    until_empty(&queue).await;
    let mut run: Vec<u32> = seen
        .so_far()
        .into_iter()
        .chain(also_seen.so_far())
        .map(|job| job.payload.n)
        .collect();
    run.sort_unstable();
    assert_eq!(run, (0..500).collect::<Vec<_>>());
    first.stop().await;
    second.stop().await;
}

async fn a_delayed_job_is_not_run_before_its_time(world: World) {
    let queue = world.queue().await;
    let (worker, mut seen) = work(&queue, 1, |_| Verdict::Done);
    let due = Clock::system().now().plus(Duration::from_millis(700));
    queue.push(note(1).not_before(due)).await.unwrap();
    // A time that has passed is no delay.
    queue
        .push(note(2).not_before(Instant::from_micros(0).unwrap()))
        .await
        .unwrap();
    assert_eq!(seen.next().await.payload.n, 2);
    assert_eq!(queue.gauges().await.unwrap().delayed, 1);
    assert_eq!(seen.next().await.payload.n, 1);
    assert!(Clock::system().now() >= due);
    worker.stop().await;
}

async fn a_push_on_a_frozen_engine_fails_in_time_and_later_ones_succeed(mut world: World) {
    world.options.push_timeout = Duration::from_millis(300);
    let queue = world.queue().await;
    let keyed = |n: u32| note(n).key(DedupeKey::new(n.to_string()));
    queue.push(keyed(0)).await.unwrap();
    let frozen = world.freeze().await;
    let pushes = (1..20).map(|n| queue.push(keyed(n)));
    let answers = timeout(PATIENCE, futures::future::join_all(pushes))
        .await
        .expect("it hangs");
    // SQLite may also say that the file is busy.
    let failed = |answer: &Result<_, _>| {
        matches!(
            answer,
            Err(QueueError::Timeout { .. } | QueueError::Unreachable(_))
        )
    };
    assert!(answers.iter().all(failed), "{answers:?}");
    frozen.thaw().await;
    // Whatever of them was stored after all: pushed again, each is there once.
    for n in 1..20 {
        while queue.push(keyed(n)).await.is_err() {}
    }
    until(&queue, |g| g.ready == 20).await;
}

async fn a_queue_says_whether_it_accepts_a_push(mut world: World) {
    world.options.push_timeout = Duration::from_millis(300);
    let queue = world.queue().await;
    queue.ready().await.unwrap();
    let frozen = world.freeze().await;
    timeout(PATIENCE, queue.ready())
        .await
        .expect("it hangs")
        .unwrap_err();
    frozen.thaw().await;
    timeout(PATIENCE, async { while queue.ready().await.is_err() {} })
        .await
        .unwrap();
}
