//! The command line as a person or a script meets it: the built program, its output, its exit
//! status.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod check;
mod closing;
mod costs;
mod help;
mod reading;
mod recorded;
mod service;
mod tenants;

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

/// The key of the account `default`, where there is one.
const KEY: &str = "key_0123456789abcdef";

/// A folder to run commands in, with settings that nothing outside of it has a say in.
struct Home {
    folder: TempDir,
    variables: Vec<(String, String)>,
}

impl Home {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self {
            folder,
            variables: Vec::new(),
        }
    }

    fn with(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ringback"));
        command
            .args(args)
            .current_dir(self.folder.path())
            .env_clear()
            .envs(self.variables.iter().cloned());
        command
    }

    fn run(&self, args: &[&str]) -> Ran {
        Ran::of(self.command(args).output().unwrap())
    }

    /// The answer of a command that prints JSON and succeeds.
    fn json(&self, args: &[&str]) -> Value {
        let ran = self.run(args);
        assert_eq!(ran.status, 0, "{args:?}: {}", ran.err);
        serde_json::from_str(&ran.out).unwrap()
    }

    fn serve(&self) -> Served {
        let log = std::fs::File::create(self.folder.path().join("serve.log")).unwrap();
        let mut child = self
            .command(&["serve"])
            .env("RINGBACK_LISTEN", "127.0.0.1:0")
            .env("RINGBACK_ADMIN_LISTEN", "127.0.0.1:0")
            .env("RINGBACK_RETELL_API_KEYS", KEY)
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut after =
            |name: &str| lines.find_map(|line| line.unwrap().strip_prefix(name).map(str::to_owned));
        Served {
            url: after("webhooks: ").unwrap(),
            admin: after("admin: ").unwrap(),
            child,
        }
    }
}

/// What a command said, and how it ended.
struct Ran {
    status: i32,
    out: String,
    err: String,
}

impl Ran {
    fn of(output: Output) -> Self {
        Self {
            status: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// A `ringback serve`, gone with this value.
struct Served {
    url: String,
    /// Where the operator looks.
    admin: String,
    child: Child,
}

impl Served {
    /// Asks it to stop, and says with which status it did.
    fn stop(mut self) -> Option<i32> {
        testkit::process::terminate(self.child.id()).unwrap();
        self.child.wait().unwrap().code()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// Asks again and again until the answer is as it should be.
fn until<T>(mut ask: impl FnMut() -> T, is_right: impl Fn(&T) -> bool) -> T
where
    T: std::fmt::Debug,
{
    let began = Instant::now();
    loop {
        let answer = ask();
        if is_right(&answer) {
            return answer;
        }
        assert!(began.elapsed() < Duration::from_secs(30), "{answer:#?}");
        std::thread::sleep(Duration::from_millis(50));
    }
}
