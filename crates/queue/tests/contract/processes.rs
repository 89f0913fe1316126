//! What happens to jobs when whole processes die or stand still. The other process is this test
//! binary again, told by its environment what to do.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use domain::verdict::Verdict;
use queue::Kind;
use tokio::time::{sleep, timeout};

use crate::world::{
    LEASE, PATIENCE, Worker, World, ended, on_both_engines, open, options, push, until,
    until_empty, work, work_slowly,
};

on_both_engines! {
    the_job_of_a_killed_process_is_taken_over
    the_stale_verdict_of_a_process_that_stood_still_changes_nothing
    a_job_that_kills_every_worker_ends_in_the_dead_letters
}

async fn the_job_of_a_killed_process_is_taken_over(world: World) {
    let queue = world.queue().await;
    push(&queue, 1).await;
    let mut other = Other::start(&world, "hold");
    until(&queue, |g| g.running == 1).await;
    let (worker, mut seen) = work(&queue, 1, |_| Verdict::Done);
    seen.nothing_for(LEASE * 2).await;

    other.0.kill().unwrap();
    let job = seen.next().await;
    assert_eq!((job.payload.n, job.attempt), (1, 2));
    until_empty(&queue).await;
    worker.stop().await;
}

async fn the_stale_verdict_of_a_process_that_stood_still_changes_nothing(world: World) {
    let queue = world.queue().await;
    let gate = tempfile::tempdir().unwrap();
    push(&queue, 1).await;
    // It will want to bury the job.
    let other = Other::start(&world, gate.path().to_str().unwrap());
    until(&queue, |g| g.running == 1).await;
    testkit::process::pause(other.0.id()).unwrap();
    let (worker, mut seen, finish) = work_slowly(&queue, 1, 1);
    assert_eq!(seen.next().await.attempt, 2, "taken over");

    testkit::process::resume(other.0.id()).unwrap();
    std::fs::write(gate.path().join("open"), "").unwrap();
    other.ended().await;
    let gauges = queue.gauges().await.unwrap();
    assert_eq!(
        (gauges.running, gauges.dead, gauges.ready, gauges.delayed),
        (1, 0, 0, 0)
    );
    // The new owner's verdict counts.
    finish.add_permits(1);
    until_empty(&queue).await;
    worker.stop().await;
}

async fn a_job_that_kills_every_worker_ends_in_the_dead_letters(world: World) {
    let queue = world.queue().await;
    push(&queue, 13).await;
    push(&queue, 1).await;
    let mut deaths = 0;
    timeout(PATIENCE, async {
        let mut other = Other::start(&world, "die of 13");
        while queue.gauges().await.unwrap().dead == 0 {
            if other.0.try_wait().unwrap().is_some() {
                deaths += 1;
                other = Other::start(&world, "die of 13");
            }
            sleep(Duration::from_millis(20)).await;
        }
        until(&queue, |g| {
            (g.ready, g.delayed, g.running, g.dead) == (0, 0, 0, 1)
        })
        .await;
    })
    .await
    .unwrap();
    assert_eq!(deaths, 3);
    let letter = queue.dead_letters(1).await.unwrap().remove(0);
    assert_eq!((letter.kind, letter.attempts), (Kind::Exhausted, 3));
    assert_eq!(&letter.payload[..], br#"{"n":13}"#);
}

const ADDRESS: &str = "RINGBACK_QUEUE_TEST_ADDRESS";
const ROLE: &str = "RINGBACK_QUEUE_TEST_ROLE";

/// Another process with a worker of one slot; killed when dropped.
struct Other(Child);

impl Other {
    fn start(world: &World, role: &str) -> Self {
        let child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "processes::the_other_process", "--nocapture"])
            .env(ADDRESS, world.address())
            .env(ROLE, role)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        Self(child)
    }

    /// It ends by itself, well.
    async fn ended(mut self) {
        let status = timeout(PATIENCE, async {
            loop {
                if let Some(status) = self.0.try_wait().unwrap() {
                    return status;
                }
                sleep(Duration::from_millis(20)).await;
            }
        });
        assert!(status.await.expect("it does not end").success());
    }
}

impl Drop for Other {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

/// Does nothing, unless this is the other process.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_other_process() {
    let Ok(address) = std::env::var(ADDRESS) else {
        return;
    };
    let role = std::env::var(ROLE).unwrap();
    let queue = open(&address, options()).await.queue();
    let (done, mut finished) = tokio::sync::mpsc::unbounded_channel();
    let worker = Worker::start(&queue, 1, move |job| {
        let (role, done) = (role.clone(), done.clone());
        async move {
            match (role.as_str(), job.payload.n) {
                ("hold", _) => std::future::pending().await,
                ("die of 13", 13) => std::process::abort(),
                ("die of 13", _) => Ok(Verdict::Done),
                (gate, _) => {
                    while !Path::new(gate).join("open").exists() {
                        sleep(Duration::from_millis(20)).await;
                    }
                    done.send(()).ok();
                    Ok(Verdict::GiveUp {
                        why: "too late".into(),
                    })
                }
            }
        }
    });
    // Until a handler says so; a stop waits for its verdict to be settled.
    finished.recv().await;
    ended(worker.begin_stop()).await;
}
