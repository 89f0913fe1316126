//! The real programs, as processes.

use std::fs::File;
use std::io::{Read, Seek, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::OnceLock;
use std::time::Instant;

use anyhow::{Context, bail, ensure};
use tempfile::NamedTempFile;

use crate::world::{PATIENCE, World};

/// Names the directory that the programs are in, where somebody has built them already.
pub const PROGRAMS: &str = "RINGBACK_TEST_PROGRAMS";

/// A running program, killed with this value.
#[derive(Debug)]
pub struct Program {
    child: Child,
    log: NamedTempFile,
}

impl Program {
    /// Starts `ringback-ingress` in a world, and waits until it takes webhooks.
    ///
    /// # Errors
    /// It did not start.
    pub async fn ingress(world: &World) -> anyhow::Result<Self> {
        Self::start("ringback-ingress", world, &[], "Webhooks are welcome.").await
    }

    /// Starts `ringback-worker` in a world with further variables, and waits until it works.
    ///
    /// # Errors
    /// It did not start.
    pub async fn worker(world: &World, variables: &[(&str, &str)]) -> anyhow::Result<Self> {
        Self::start("ringback-worker", world, variables, "The worker is up.").await
    }

    async fn start(
        name: &str,
        world: &World,
        variables: &[(&str, &str)],
        up: &str,
    ) -> anyhow::Result<Self> {
        let path = tokio::task::spawn_blocking(programs).await??.join(name);
        let log = NamedTempFile::new()?;
        let child = Command::new(&path)
            .current_dir(&world.settings.data_dir)
            .envs(world.variables())
            .envs(variables.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(File::create(log.path())?)
            .spawn()
            .with_context(|| format!("cannot run {}", path.display()))?;
        let mut program = Self { child, log };
        let began = Instant::now();
        while !program.log()?.contains(up) {
            if let Some(status) = program.child.try_wait()? {
                bail!("{name} ended, {status}:\n{}", program.log()?);
            }
            ensure!(
                began.elapsed() < PATIENCE,
                "{name} is not up:\n{}",
                program.log()?
            );
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        Ok(program)
    }

    /// Everything it has said.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn log(&self) -> anyhow::Result<String> {
        Ok(String::from_utf8_lossy(&std::fs::read(self.log.path())?).into_owned())
    }

    /// Where it listens, as its log says: `webhooks` or `admin`.
    ///
    /// # Errors
    /// It does not say.
    pub fn address(&self, what: &str) -> anyhow::Result<SocketAddr> {
        let log = self.log()?;
        let prefix = format!("{what}=");
        let word = log
            .split_whitespace()
            .find_map(|word| word.strip_prefix(&prefix))
            .with_context(|| format!("no address of {what} in:\n{log}"))?;
        Ok(word.parse()?)
    }

    /// Its metrics.
    ///
    /// # Errors
    /// It does not answer.
    pub async fn metrics(&self) -> anyhow::Result<String> {
        let url = format!("http://{}/metrics", self.address("admin")?);
        Ok(reqwest::get(url).await?.error_for_status()?.text().await?)
    }

    /// Ends it at once, as a crash would (SIGKILL).
    ///
    /// # Errors
    /// The kernel refuses.
    pub fn kill(&mut self) -> anyhow::Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Asks it to end (SIGTERM), and says how it did.
    ///
    /// # Errors
    /// The kernel refuses, or it takes too long.
    pub async fn stop(&mut self) -> anyhow::Result<ExitStatus> {
        testkit::process::terminate(self.child.id())?;
        let began = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait()? {
                return Ok(status);
            }
            ensure!(
                began.elapsed() < PATIENCE,
                "it does not stop:\n{}",
                self.log()?
            );
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // Nobody to tell of an error.
        self.kill().ok();
    }
}

/// The directory with the programs, built first unless somebody has.
fn programs() -> anyhow::Result<PathBuf> {
    static BUILT: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    if let Some(given) = std::env::var_os(PROGRAMS) {
        return Ok(given.into());
    }
    BUILT
        .get_or_init(|| build().map_err(|error| format!("{error:#}")))
        .clone()
        .map_err(anyhow::Error::msg)
}

/// Cargo builds the programs of the package under test only, and these are of others.
fn build() -> anyhow::Result<PathBuf> {
    // `target/debug/deps/system-…`
    let test = std::env::current_exe()?;
    let profile = test
        .ancestors()
        .nth(2)
        .context("a test is two directories below its target directory")?;
    // Once for all tests of a run: each is a process of its own.
    let run = std::env::var("NEXTEST_RUN_ID").unwrap_or_default();
    let mut built = File::options()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .open(profile.join("e2e-programs"))?;
    built.lock()?;
    let mut of = String::new();
    built.read_to_string(&mut of)?;
    if !run.is_empty() && of == run {
        return Ok(profile.to_owned());
    }
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")))
        .args([
            "build",
            "--quiet",
            "--package",
            "ingress",
            "--package",
            "worker",
            "--bins",
        ]);
    if profile.ends_with("release") {
        cargo.arg("--release");
    }
    let status = cargo.status().context("cannot run cargo")?;
    ensure!(status.success(), "the programs cannot be built");
    built.set_len(0)?;
    built.rewind()?;
    built.write_all(run.as_bytes())?;
    Ok(profile.to_owned())
}
