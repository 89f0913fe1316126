//! `cargo xtask`: what a developer and CI do with this repository.
//!
//! ```text
//! cargo xtask setup            install what the tests need (Debian, as root), or say what to install
//! cargo xtask test             setup, then every test; `-- ARGS` go to the test runner
//! cargo xtask check            everything that must hold before a change is merged
//! cargo xtask bench            the benchmarks
//! cargo xtask fuzz             ten minutes of any text for what reads calls; `--minutes N`
//! cargo xtask migrations-seal  note the checksums of new migrations, which then never change
//! ```

mod check;
mod fuzz;
mod migrations;
mod setup;
mod step;
mod test;
mod workspace;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;

/// What to do with this repository.
#[derive(Debug, Parser)]
#[command(name = "xtask", bin_name = "cargo xtask")]
enum Task {
    /// Install what the tests need (Debian, as root), or say what to install.
    Setup,
    /// Set up, then run every test.
    ///
    /// Starts a private PostgreSQL for the run, unless `RINGBACK_TEST_DATABASE_URL` names one;
    /// tests start their Redis themselves, unless `RINGBACK_TEST_REDIS_URL` names one.
    Test {
        /// Arguments for the test runner, such as a part of a test's name.
        #[arg(last = true)]
        arguments: Vec<String>,
    },
    /// Check everything that must hold before a change is merged, tests included.
    Check,
    /// Set up, then run the benchmarks.
    Bench {
        /// Arguments for the benchmarks.
        #[arg(last = true)]
        arguments: Vec<String>,
    },
    /// Feed what reads calls any text there is, until it fails or the time is over.
    ///
    /// Needs a C++ compiler; builds cargo-fuzz where there is none. What it finds lies in
    /// `crates/transcript/fuzz/artifacts`, and `cargo fuzz run` with that file repeats it.
    Fuzz {
        /// For how long; 0 is until something is found.
        #[arg(long, default_value_t = 10)]
        minutes: u32,
        /// Arguments for libFuzzer, such as `-seed=1`.
        #[arg(last = true)]
        arguments: Vec<String>,
    },
    /// Note the checksums of new migrations, which then never change.
    MigrationsSeal,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let outcome = match Task::parse() {
        Task::Setup => setup::setup().await,
        Task::Test { arguments } => test::test(&arguments).await,
        Task::Check => check::check().await,
        Task::Bench { arguments } => test::bench(&arguments).await,
        Task::Fuzz { minutes, arguments } => fuzz::fuzz(minutes, &arguments).await,
        Task::MigrationsSeal => migrations::seal(&root()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            error
                .downcast_ref::<step::Failed>()
                .map_or(ExitCode::FAILURE, step::Failed::exit_code)
        }
    }
}

/// The root of the repository.
fn root() -> PathBuf {
    // This crate lies two levels below it.
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .expect("two levels")
        .to_owned()
}
