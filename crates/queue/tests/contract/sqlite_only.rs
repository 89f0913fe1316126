//! What only a file can do to a queue.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use domain::time::Clock;
use domain::verdict::Verdict;
use queue::{Broker, Options, QueueError};
use sqlx::{ConnectOptions, Executor};

use crate::world::{LEASE, options, push, until_empty, work, work_slowly};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn jobs_outlive_the_broker() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("queue.db");
    push(&Broker::sqlite(&path, options()).await.unwrap().queue(), 1).await;
    let queue = Broker::sqlite(&path, options()).await.unwrap().queue();
    assert_eq!(queue.gauges().await.unwrap().ready, 1);
    let (worker, mut seen) = work(&queue, 1, |_| Verdict::Done);
    assert_eq!(seen.next().await.payload.n, 1);
    until_empty(&queue).await;
    worker.stop().await;
}

/// As when the machine was suspended: to whoever looks first, every lease has lapsed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_the_clock_has_jumped_nobody_is_robbed() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("queue.db");
    let ahead = Arc::new(AtomicU64::new(0));
    let broker = async || {
        let ahead = Arc::clone(&ahead);
        let clock = Clock::from_fn(move || {
            let ahead = Duration::from_secs(ahead.load(Ordering::SeqCst));
            Clock::system().now().plus(ahead)
        });
        let options = Options { clock, ..options() };
        Broker::sqlite(&path, options).await.unwrap()
    };
    let queue = broker().await.queue();
    let (slow, mut seen, gate) = work_slowly(&queue, 1, 1);
    push(&queue, 1).await;
    seen.next().await;
    let (idle, mut stolen) = work(&broker().await.queue(), 1, |_| Verdict::Done);
    stolen.nothing_for(LEASE * 3 / 2).await;

    // The idle worker looks more often than the owner renews, so it is the first to see it.
    ahead.store(3600, Ordering::SeqCst);
    stolen.nothing_for(LEASE * 2).await;
    gate.add_permits(1);
    until_empty(&queue).await;
    idle.stop().await;
    slow.stop().await;
}

#[tokio::test]
async fn a_file_of_a_newer_program_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("queue.db");
    Broker::sqlite(&path, options()).await.unwrap();
    let connect = sqlx::sqlite::SqliteConnectOptions::new().filename(&path);
    connect
        .connect()
        .await
        .unwrap()
        .execute("PRAGMA user_version = 99")
        .await
        .unwrap();
    let error = Broker::sqlite(&path, options()).await.unwrap_err();
    assert!(matches!(error, QueueError::Refused(_)), "{error:?}");
}

#[tokio::test]
async fn a_path_that_is_none_is_refused() {
    let error = Broker::sqlite("/nowhere/queue.db", options())
        .await
        .unwrap_err();
    assert!(matches!(error, QueueError::Address(_)), "{error:?}");
}

/// Neither the oldest age nor any step of a job's way looks at more rows than it needs.
#[tokio::test]
async fn every_question_is_answered_from_an_index() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("queue.db");
    Broker::sqlite(&path, options()).await.unwrap();
    let connect = sqlx::sqlite::SqliteConnectOptions::new().filename(&path);
    let mut connection = connect.connect().await.unwrap();
    for question in [
        "SELECT seq FROM job WHERE queue = $1 AND state = 0 ORDER BY at, seq LIMIT 5",
        "SELECT seq FROM job WHERE queue = $1 AND state = 1 AND at <= 7 ORDER BY at, seq LIMIT 5",
        "SELECT min(at) FROM job WHERE queue = $1 AND state = 0",
        "SELECT id FROM job WHERE queue = $1 AND state = 3 ORDER BY at DESC, seq DESC LIMIT 5",
        "UPDATE job SET at = 1 WHERE id = $1 AND state = 3 AND queue = $1",
        "SELECT queue, key FROM seen WHERE queue = $1 AND until <= 7 LIMIT 5",
    ] {
        let plan: Vec<(i64, i64, i64, String)> =
            sqlx::query_as(&format!("EXPLAIN QUERY PLAN {question}"))
                .bind("q")
                .fetch_all(&mut connection)
                .await
                .unwrap();
        for (.., step) in plan {
            assert!(
                step.starts_with("SEARCH") && step.contains("INDEX"),
                "{question}: {step}"
            );
        }
    }
}
