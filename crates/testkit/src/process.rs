//! Signals to processes that a test started, and processes that do not outlive the test.

use std::io;
use std::process::{Child, Command};
use std::sync::LazyLock;
use std::sync::mpsc::{self, Sender};
use std::thread;

use anyhow::Context;
use rustix::process::{Pid, Signal, kill_process};

use crate::programs;

/// Stops a process where it stands (SIGSTOP), until [`resume`].
///
/// # Errors
/// There is no such process.
pub fn pause(pid: u32) -> anyhow::Result<()> {
    send(pid, Signal::STOP)
}

/// Lets a paused process run on (SIGCONT).
///
/// # Errors
/// There is no such process.
pub fn resume(pid: u32) -> anyhow::Result<()> {
    send(pid, Signal::CONT)
}

/// Asks a process to end (SIGTERM).
///
/// # Errors
/// There is no such process.
pub fn terminate(pid: u32) -> anyhow::Result<()> {
    send(pid, Signal::TERM)
}

/// Ends a process at once (SIGKILL), paused or not. Its parent still has to wait for it.
///
/// # Errors
/// There is no such process.
pub fn kill(pid: u32) -> anyhow::Result<()> {
    send(pid, Signal::KILL)
}

/// Ends a PostgreSQL at once and in order: SIGQUIT, its immediate shutdown.
pub(crate) fn quit(pid: u32) -> anyhow::Result<()> {
    send(pid, Signal::QUIT)
}

fn send(pid: u32, signal: Signal) -> anyhow::Result<()> {
    let process = i32::try_from(pid).ok().and_then(Pid::from_raw);
    let process = process.with_context(|| format!("{pid} is no process id"))?;
    kill_process(process, signal).with_context(|| format!("cannot signal process {pid}"))
}

/// A command that runs `program` and, where `setpriv` is installed, makes the kernel send it
/// `signal` (such as `KILL`) when this process ends in whatever way.
///
/// Start it with [`spawn`].
pub(crate) fn mortal(program: &std::path::Path, signal: &str) -> Command {
    let Some(setpriv) = programs::in_path("setpriv") else {
        return Command::new(program);
    };
    let mut command = Command::new(setpriv);
    command.args(["--pdeathsig", signal, "--"]).arg(program);
    command
}

/// Starts a command from a thread that lives as long as this process.
///
/// The kernel takes the *thread* that started a child for its parent: started from a test's own
/// thread, a [`mortal`] server shared between tests would die with the first of them.
pub(crate) fn spawn(command: Command) -> io::Result<Child> {
    type Order = (Command, Sender<io::Result<Child>>);
    static NURSERY: LazyLock<Sender<Order>> = LazyLock::new(|| {
        let (orders, queue) = mpsc::channel::<Order>();
        thread::spawn(move || {
            for (mut command, answer) in queue {
                answer.send(command.spawn()).ok();
            }
        });
        orders
    });
    let (answer, child) = mpsc::channel();
    let gone = || io::Error::other("the thread that starts servers is gone");
    NURSERY.send((command, answer)).map_err(|_| gone())?;
    child.recv().map_err(|_| gone())?
}
