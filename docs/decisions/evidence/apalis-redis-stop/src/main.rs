//! Shows that a backlog of 8,000 due jobs stops a queue of `apalis-redis` 1.0.0 for good.
//!
//! Its fetch script moves all due jobs in one call, `rpush` with `unpack` of their ids, and Lua
//! unpacks at most 7,999 values. Every push goes through that set, so a pause of the workers is
//! enough to get there. Run it against a newer release to see whether the decision of
//! `docs/decisions/0001-queue.md` still has this reason:
//!
//! ```sh
//! cargo run --release            # starts a redis-server of its own
//! REDIS_URL=redis://… cargo run --release   # a Redis that may be filled
//! ```

use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::Context;
use apalis::prelude::*;
use apalis_redis::{Config, ConnectionManager, RedisStorage};
use tokio::process::{Child, Command};
use tokio::time::{sleep, timeout};

/// One less than what stops it, with room; and what stops it.
const BACKLOGS: [usize; 2] = [7_990, 8_000];

/// How long a worker gets for its backlog; it needs a few seconds.
const LIMIT: Duration = Duration::from_secs(30);

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let (url, _server) = redis().await?;
    for backlog in BACKLOGS {
        let connection = apalis_redis::connect(url.as_str()).await?;
        let (processed, end) = run(connection, backlog).await?;
        println!("{backlog} due jobs: {processed} processed; {end}");
    }
    Ok(())
}

/// Pushes a backlog, then lets one worker have it.
async fn run(connection: ConnectionManager, backlog: usize) -> anyhow::Result<(usize, String)> {
    let config = Config::default()
        .queue(&format!("stop:{backlog}"))
        .batch_size(100)
        // Else each job costs as much as there are others.
        .lock_tasks(false)
        // A bare storage looks for jobs with each heartbeat.
        .heartbeat_interval(Duration::from_millis(20))
        // Else it takes itself for dead between two seconds.
        .missed_heartbeats(3_000);
    let mut storage = RedisStorage::new(connection).with_config(config);
    for chunk in (0..backlog).collect::<Vec<_>>().chunks(500) {
        storage.push_bulk(chunk.to_vec()).await?;
    }
    // Due is what is past the current second.
    sleep(Duration::from_millis(1_100)).await;

    let processed = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&processed);
    let worker = WorkerBuilder::new(format!("worker-{backlog}")).backend(storage).build(
        move |_job: usize, worker: WorkerContext| {
            let done = count.fetch_add(1, Ordering::SeqCst) + 1;
            async move {
                if done == backlog {
                    worker.stop().ok();
                }
            }
        },
    );
    let end = match timeout(LIMIT, worker.run()).await {
        Ok(Ok(())) => "the worker ended well".to_owned(),
        Ok(Err(error)) => format!("the worker died: {error}"),
        Err(_) => format!("the worker was still at it after {LIMIT:?}"),
    };
    Ok((processed.load(Ordering::SeqCst), end))
}

/// The Redis of `REDIS_URL`, else one of our own that ends with the program.
async fn redis() -> anyhow::Result<(String, Option<(Child, tempfile::TempDir)>)> {
    if let Ok(url) = std::env::var("REDIS_URL") {
        return Ok((url, None));
    }
    let directory = tempfile::tempdir()?;
    let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let server = Command::new("redis-server")
        .args(["--bind", "127.0.0.1", "--port", &port.to_string(), "--save", ""])
        .arg("--dir")
        .arg(directory.path())
        .stdout(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .context("cannot run redis-server; install it or set REDIS_URL")?;
    let url = format!("redis://127.0.0.1:{port}");
    for _ in 0..100 {
        if apalis_redis::connect(url.as_str()).await.is_ok() {
            return Ok((url, Some((server, directory))));
        }
        sleep(Duration::from_millis(50)).await;
    }
    anyhow::bail!("redis-server does not answer")
}
