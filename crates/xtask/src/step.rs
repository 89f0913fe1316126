//! Steps: commands that say what they do before they do it.

use std::process::ExitCode;

use anyhow::Context;
use tokio::process::Command;

/// A step whose command failed.
#[derive(Debug)]
pub(crate) struct Failed {
    what: String,
    code: Option<i32>,
}

impl Failed {
    /// The status of the command, which becomes ours.
    pub(crate) fn exit_code(&self) -> ExitCode {
        self.code
            .and_then(|code| u8::try_from(code).ok())
            .map_or(ExitCode::FAILURE, ExitCode::from)
    }
}

impl std::fmt::Display for Failed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.code {
            Some(code) => write!(f, "FAILED with status {code}: {}", self.what),
            None => write!(f, "ENDED by a signal: {}", self.what),
        }
    }
}

impl std::error::Error for Failed {}

/// Announces `what` and runs the command, in the root of the repository.
///
/// Ctrl-C reaches the command too. We wait for it to end, so that what we started and put aside is
/// cleaned up.
pub(crate) async fn run(what: &str, command: &mut Command) -> anyhow::Result<()> {
    say(what);
    let program = command
        .as_std()
        .get_program()
        .to_string_lossy()
        .into_owned();
    let mut child = command
        .current_dir(crate::root())
        .spawn()
        .with_context(|| format!("cannot run {program}"))?;
    let status = tokio::select! {
        status = child.wait() => status?,
        _ = tokio::signal::ctrl_c() => child.wait().await?,
    };
    if status.success() {
        Ok(())
    } else {
        Err(Failed {
            what: what.to_owned(),
            code: status.code(),
        }
        .into())
    }
}

/// The cargo that runs us, with arguments separated by spaces.
pub(crate) fn cargo(arguments: &str) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments.split_whitespace());
    command
}

/// Whether cargo has this subcommand.
pub(crate) async fn has_cargo(subcommand: &str) -> bool {
    let output = cargo(subcommand).arg("--version").output().await;
    output.is_ok_and(|output| output.status.success())
}

/// A line of progress.
pub(crate) fn say(what: &str) {
    eprintln!("xtask: {what}");
}
