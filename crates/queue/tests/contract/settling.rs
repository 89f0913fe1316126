//! What becomes of a job after its handler has spoken.

use std::time::Duration;

use domain::time::Clock;
use domain::verdict::Verdict;
use queue::{Kind, Payload, Push};
use serde::{Deserialize, Serialize};
use tokio::time::sleep;

use crate::world::{Worker, World, note, on_both_engines, push, until, until_empty, work};

on_both_engines! {
    a_job_that_is_done_is_gone
    a_job_to_retry_comes_back_with_its_attempts_counted
    a_job_retried_too_often_is_buried
    waiting_by_plan_does_not_count_as_an_attempt
    giving_up_buries_at_once
    a_job_for_a_human_is_buried_as_such
    an_error_and_a_panic_count_as_attempts_and_the_worker_lives_on
    an_unreadable_job_is_buried_with_its_bytes_and_its_batch_mates_run
    a_revived_job_starts_anew
    retries_wait_within_the_backoff
}

fn retry() -> Verdict {
    Verdict::Retry {
        why: "the line is down".into(),
    }
}

async fn a_job_that_is_done_is_gone(world: World) {
    let queue = world.queue().await;
    let (worker, mut seen) = work(&queue, 1, |_| Verdict::Done);
    push(&queue, 1).await;
    seen.next().await;
    until_empty(&queue).await;
    seen.nothing_for(Duration::from_millis(300)).await;
    worker.stop().await;
}

async fn a_job_to_retry_comes_back_with_its_attempts_counted(world: World) {
    let queue = world.queue().await;
    let (worker, mut seen) = work(&queue, 1, |job| {
        if job.attempt < 3 {
            retry()
        } else {
            Verdict::Done
        }
    });
    queue.push(note(1).body(&b"body"[..])).await.unwrap();
    let jobs = [seen.next().await, seen.next().await, seen.next().await];
    assert_eq!(jobs.each_ref().map(|job| job.attempt), [1, 2, 3]);
    assert!(
        jobs.iter()
            .all(|job| job.id == jobs[0].id && job.body.as_deref() == Some(b"body"))
    );
    assert!(
        jobs.iter()
            .all(|job| job.enqueued_at == jobs[0].enqueued_at)
    );
    until_empty(&queue).await;
    worker.stop().await;
}

async fn a_job_retried_too_often_is_buried(world: World) {
    let queue = world.queue().await;
    let (worker, mut seen) = work(&queue, 1, |_| retry());
    push(&queue, 1).await;
    until(&queue, |g| g.dead == 1).await;
    assert_eq!(
        seen.so_far()
            .iter()
            .map(|job| job.attempt)
            .collect::<Vec<_>>(),
        [1, 2, 3]
    );
    let letters = queue.dead_letters(10).await.unwrap();
    assert_eq!((letters[0].kind, letters[0].attempts), (Kind::Exhausted, 3));
    assert_eq!(letters[0].reason, "the line is down");
    worker.stop().await;
}

async fn waiting_by_plan_does_not_count_as_an_attempt(world: World) {
    let queue = world.queue().await;
    let (worker, mut seen) = work(&queue, 1, |_| Verdict::WaitUntil {
        at: Clock::system().now().plus(Duration::from_millis(50)),
        why: "throttled".into(),
    });
    let pushed = Clock::system().now();
    push(&queue, 1).await;
    // More often than there are attempts.
    for _ in 0..5 {
        assert_eq!(seen.next().await.attempt, 1);
    }
    assert!(Clock::system().now().since(pushed) >= Duration::from_millis(200));
    assert_eq!(queue.gauges().await.unwrap().dead, 0);
    worker.stop().await;
}

async fn giving_up_buries_at_once(world: World) {
    let queue = world.queue().await;
    let (worker, mut seen) = work(&queue, 1, |_| Verdict::GiveUp {
        why: "no such call".into(),
    });
    let before = Clock::system().now();
    queue.push(note(9).body(&b"body"[..])).await.unwrap();
    let job = seen.next().await;
    until(&queue, |g| g.dead == 1).await;
    let letter = queue.dead_letters(10).await.unwrap().remove(0);
    assert_eq!(
        (letter.id, letter.kind, letter.attempts),
        (job.id, Kind::GaveUp, 1)
    );
    assert_eq!(
        (&letter.payload[..], &letter.reason[..]),
        (&br#"{"n":9}"#[..], "no such call")
    );
    assert_eq!(letter.body.as_deref(), Some(&b"body"[..]));
    // Redis counts in milliseconds.
    assert!(letter.died_at.plus(Duration::from_millis(1)) >= before);
    worker.stop().await;
}

async fn a_job_for_a_human_is_buried_as_such(world: World) {
    let queue = world.queue().await;
    let (worker, _seen) = work(&queue, 1, |job| match job.payload.n {
        1 => Verdict::NeedsHuman {
            why: "two prices".into(),
        },
        _ => Verdict::GiveUp {
            why: "later".into(),
        },
    });
    push(&queue, 1).await;
    until(&queue, |g| g.dead == 1).await;
    sleep(Duration::from_millis(5)).await;
    push(&queue, 2).await;
    until(&queue, |g| g.dead == 2).await;
    let letters = queue.dead_letters(10).await.unwrap();
    assert_eq!(
        (letters[0].kind, letters[1].kind),
        (Kind::GaveUp, Kind::NeedsHuman),
        "newest first"
    );
    assert_eq!(letters[1].reason, "two prices");
    assert_eq!(queue.dead_letters(1).await.unwrap().len(), 1);
    worker.stop().await;
}

async fn an_error_and_a_panic_count_as_attempts_and_the_worker_lives_on(world: World) {
    let queue = world.queue().await;
    let worker = Worker::start(&queue, 1, |job| async move {
        match job.payload.n {
            1 => panic!("a panic of the test"),
            2 => Err(std::io::Error::other("an error of the test")),
            _ => Ok(Verdict::Done),
        }
    });
    for n in 1..=3 {
        push(&queue, n).await;
    }
    until(&queue, |g| {
        (g.ready, g.delayed, g.running, g.dead) == (0, 0, 0, 2)
    })
    .await;
    for letter in queue.dead_letters(10).await.unwrap() {
        assert_eq!((letter.kind, letter.attempts), (Kind::Exhausted, 3));
        let why = match &letter.payload[..] {
            br#"{"n":2}"# => "an error of the test",
            _ => "the handler panicked",
        };
        assert_eq!(letter.reason, why);
    }
    worker.stop().await;
}

/// What another program takes a note to be.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Other(String);

impl Payload for Other {
    const QUEUE: &'static str = "notes";
    const VERSION: u16 = 1;
}

/// What a newer program takes a note to be.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Newer {
    n: u32,
}

impl Payload for Newer {
    const QUEUE: &'static str = "notes";
    const VERSION: u16 = 2;
}

async fn an_unreadable_job_is_buried_with_its_bytes_and_its_batch_mates_run(world: World) {
    let queue = world.queue().await;
    push(&queue, 1).await;
    let other = Push::new(Other("hallo".into())).body(&b"body"[..]);
    world
        .broker()
        .await
        .queue::<Other>()
        .push(other)
        .await
        .unwrap();
    world
        .broker()
        .await
        .queue::<Newer>()
        .push(Push::new(Newer { n: 7 }))
        .await
        .unwrap();
    push(&queue, 2).await;
    let (worker, mut seen) = work(&queue, 8, |_| Verdict::Done);
    until(&queue, |g| (g.ready, g.running, g.dead) == (0, 0, 2)).await;
    let mut run: Vec<u32> = seen.so_far().iter().map(|job| job.payload.n).collect();
    run.sort_unstable();
    assert_eq!(run, [1, 2]);
    let letters = queue.dead_letters(10).await.unwrap();
    assert!(
        letters
            .iter()
            .all(|letter| letter.kind == Kind::Undecodable)
    );
    let letter = |payload: &[u8]| letters.iter().find(|l| l.payload == payload).unwrap();
    assert_eq!(letter(br#""hallo""#).body.as_deref(), Some(&b"body"[..]));
    assert!(!letter(br#""hallo""#).reason.contains("hallo"));
    assert!(letter(br#"{"n":7}"#).reason.contains("version 2"));
    worker.stop().await;
}

async fn a_revived_job_starts_anew(world: World) {
    let queue = world.queue().await;
    let (worker, mut seen) = work(&queue, 1, |_| retry());
    push(&queue, 1).await;
    until(&queue, |g| g.dead == 1).await;
    worker.stop().await;
    let id = seen.so_far()[0].id;
    let (worker, mut seen) = work(&queue, 1, |_| Verdict::Done);
    assert!(queue.revive(id).await.unwrap());
    let job = seen.next().await;
    assert_eq!((job.id, job.attempt, job.payload.n), (id, 1, 1));
    until_empty(&queue).await;
    assert!(!queue.revive(id).await.unwrap(), "there is none any more");
    worker.stop().await;
}

async fn retries_wait_within_the_backoff(mut world: World) {
    // One doubling, and jitter that is seeded: 0 to 300 ms, then 0 to 600 ms.
    world.options.backoff.base = Duration::from_millis(300);
    world.options.backoff.cap = Duration::from_mins(10);
    world.options.max_attempts = 2;
    let mut rng = <rand::rngs::StdRng as rand::SeedableRng>::seed_from_u64(world.options.seed);
    let expected = world.options.backoff.wait(1, &mut rng);
    let queue = world.queue().await;
    let (worker, mut seen) = work(&queue, 1, |_| retry());
    push(&queue, 1).await;
    seen.next().await;
    let failed = tokio::time::Instant::now();
    seen.next().await;
    // Not before: a little was lost between the verdict and this clock.
    assert!(
        failed.elapsed() + Duration::from_millis(50) >= expected,
        "{expected:?}"
    );
    worker.stop().await;
}
