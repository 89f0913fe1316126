//! Running tests and benchmarks with the servers that they need.

use anyhow::{Context, bail};
use tokio::process::Command;

use crate::setup::setup;
use crate::step::{cargo, has_cargo, run, say};

/// Tells the tests of the whole system where its programs are, so that they need not build them.
const PROGRAMS: &str = "RINGBACK_TEST_PROGRAMS";

/// Runs every test, or those that `arguments` select.
///
/// # Errors
/// A test failed, or its servers are not to be had.
pub(crate) async fn test(arguments: &[String]) -> anyhow::Result<()> {
    setup().await?;
    refuse_a_redis_in_use().await?;
    let of_packages = arguments
        .iter()
        .any(|it| it.starts_with("-p") || it.starts_with("--package"));
    // Of the user's server or of a private one; either way for this run alone.
    say("test: starting PostgreSQL");
    let database = testkit::Database::fresh().await?;
    // They are built below, beside this one.
    let programs = std::env::current_exe()?;
    let programs = programs
        .parent()
        .context("this program lies in no folder")?;
    let with_database = |mut command: Command| {
        command.env(testkit::DATABASE_URL, database.url());
        if !of_packages {
            command.env(PROGRAMS, programs);
        }
        command
    };

    let scope = if of_packages { "" } else { "--workspace" };
    if !of_packages {
        let mut build = cargo("build --workspace --bins");
        run(
            "test: building the programs that the tests start",
            &mut build,
        )
        .await?;
    }
    let runner = if has_cargo("nextest").await {
        cargo(&format!("nextest run {scope}"))
    } else {
        cargo(&format!("test {scope} --tests"))
    };
    run(
        "test: running the tests",
        with_database(runner).args(arguments),
    )
    .await?;
    if arguments.is_empty() {
        let examples = cargo("test --workspace --doc");
        run(
            "test: running the examples in the documentation",
            &mut with_database(examples),
        )
        .await?;
    }
    Ok(())
}

/// Runs the benchmarks.
///
/// # Errors
/// One failed, or its servers are not to be had.
pub(crate) async fn bench(arguments: &[String]) -> anyhow::Result<()> {
    setup().await?;
    let mut benches = cargo("bench --workspace --bench *");
    run(
        "bench: running the benchmarks",
        benches.arg("--").args(arguments),
    )
    .await
}

/// Tests fill and count queues; a Redis that somebody uses would be harmed by them, and they by it.
async fn refuse_a_redis_in_use() -> anyhow::Result<()> {
    let Ok(url) = std::env::var(testkit::REDIS_URL) else {
        return Ok(());
    };
    let n_keys = testkit::key_count(&url).await?;
    if n_keys > 0 {
        bail!(
            "the Redis of {} holds {n_keys} keys; name an empty one, or none and the tests start \
             their own",
            testkit::REDIS_URL,
        );
    }
    Ok(())
}
