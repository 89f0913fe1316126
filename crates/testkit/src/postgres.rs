use std::fs::File;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use sqlx::postgres::{PgConnectOptions, PgConnection, PgSslMode};
use sqlx::{ConnectOptions, Connection};

use crate::dir::TestDir;
use crate::{port, process, programs};

/// How long a server may take until it answers, on a busy machine.
const START_LIMIT: Duration = Duration::from_mins(1);

/// How long a server may take to end before it is killed.
const STOP_LIMIT: Duration = Duration::from_secs(5);

/// A PostgreSQL of one's own, in a directory of its own, ended with this value.
///
/// It trusts everyone on this machine. What it committed survives its own crash but not the
/// machine's: fast, and right for tests alone.
#[derive(Debug)]
pub struct Postgres {
    dir: TestDir,
    port: u16,
    owner: Option<Owner>,
    child: Option<Child>,
}

impl Postgres {
    /// Starts a server with an empty cluster. Its superuser is `postgres`.
    ///
    /// # Errors
    /// PostgreSQL is not installed, or it did not start, or we are root and there is no user
    /// `postgres` to run it as.
    pub async fn private() -> anyhow::Result<Self> {
        let dir = TestDir::new()?;
        let owner = Owner::needed()?;
        if let Some(owner) = owner {
            chown(dir.path(), Some(owner.uid), Some(owner.gid))?;
        }
        let mut postgres = Self {
            dir,
            port: 0,
            owner,
            child: None,
        };
        postgres.init()?;
        // Another process may take the port before the server does.
        let mut attempts_left = 5;
        loop {
            postgres.port = port::free()?;
            attempts_left -= 1;
            match postgres.start().await {
                Err(error) if attempts_left == 0 => return Err(error),
                Err(_) if postgres.log().contains("Address already in use") => {}
                outcome => return outcome.map(|()| postgres),
            }
        }
    }

    /// `postgres://…/database`. It stays the same over a restart.
    pub fn url(&self, database: &str) -> String {
        self.options().database(database).to_url_lossy().to_string()
    }

    /// The server's process, unless it is stopped.
    pub fn pid(&self) -> Option<u32> {
        self.child.as_ref().map(Child::id)
    }

    /// Ends the server at once, as a crash of it would, and keeps its files for [`Self::start`].
    /// Does nothing when it is stopped already.
    ///
    /// # Errors
    /// The kernel refuses.
    #[expect(
        clippy::unused_async,
        reason = "the counterpart of `start`, and as one calls that"
    )]
    pub async fn stop(&mut self) -> anyhow::Result<()> {
        self.end()
    }

    /// Starts a stopped server on the same port and files, and waits until it answers. Does nothing
    /// when it runs.
    ///
    /// # Errors
    /// It did not start.
    pub async fn start(&mut self) -> anyhow::Result<()> {
        if self.child.is_some() {
            return Ok(());
        }
        let log = File::create(self.dir.path().join("log"))?;
        let mut command = process::mortal(&programs::postgres("postgres")?, "QUIT");
        command.arg("-D").arg(self.dir.path().join("data"));
        for setting in [
            "listen_addresses=127.0.0.1".to_owned(),
            format!("port={}", self.port),
            format!("unix_socket_directories={}", self.dir.path().display()),
            "max_connections=1000".to_owned(),
            "fsync=off".to_owned(),
            "full_page_writes=off".to_owned(),
        ] {
            command.args(["-c", &setting]);
        }
        self.lower(&mut command);
        command
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log);
        let mut child = process::spawn(command).context("cannot run postgres")?;
        let deadline = Instant::now() + START_LIMIT;
        loop {
            if let Some(status) = child.try_wait()? {
                bail!("postgres ended at once, {status}:\n{}", self.log());
            }
            if let Ok(connection) = PgConnection::connect_with(&self.options()).await {
                connection.close().await?;
                self.child = Some(child);
                return Ok(());
            }
            if Instant::now() > deadline {
                child.kill()?;
                child.wait()?;
                bail!("postgres does not answer:\n{}", self.log());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// [`Self::stop`], then [`Self::start`].
    ///
    /// # Errors
    /// It did not start.
    pub async fn restart(&mut self) -> anyhow::Result<()> {
        self.stop().await?;
        self.start().await
    }

    pub(crate) fn options(&self) -> PgConnectOptions {
        PgConnectOptions::new_without_pgpass()
            .host("127.0.0.1")
            .port(self.port)
            .username("postgres")
            .password("")
            .database("postgres")
            .ssl_mode(PgSslMode::Disable)
    }

    fn init(&self) -> anyhow::Result<()> {
        let mut command = Command::new(programs::postgres("initdb")?);
        command
            .args([
                "--username=postgres",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C",
            ])
            .args(["--no-sync", "--no-instructions", "-D"])
            .arg(self.dir.path().join("data"));
        self.lower(&mut command);
        let output = command
            .stdin(Stdio::null())
            .output()
            .context("cannot run initdb")?;
        if !output.status.success() {
            bail!(
                "initdb failed, {}:\n{}",
                output.status,
                String::from_utf8_lossy(&output.stderr)
            );
        }
        Ok(())
    }

    /// Runs the command as someone whom PostgreSQL accepts, where he may be.
    fn lower(&self, command: &mut Command) {
        command.current_dir(self.dir.path());
        if let Some(owner) = self.owner {
            command.uid(owner.uid).gid(owner.gid);
        }
    }

    fn end(&mut self) -> anyhow::Result<()> {
        let Some(mut child) = self.child.take() else {
            return Ok(());
        };
        process::quit(child.id())?;
        let deadline = Instant::now() + STOP_LIMIT;
        while child.try_wait()?.is_none() {
            if Instant::now() > deadline {
                child.kill()?;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(())
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.dir.path().join("log")).unwrap_or_default()
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // A destructor has nobody to tell of an error.
        self.end().ok();
    }
}

/// Whom the server runs as, since PostgreSQL refuses to run as root.
#[derive(Debug, Clone, Copy)]
struct Owner {
    uid: u32,
    gid: u32,
}

impl Owner {
    /// `None` when we are somebody else than root, and so is the server.
    fn needed() -> anyhow::Result<Option<Self>> {
        if !rustix::process::geteuid().is_root() {
            return Ok(None);
        }
        let id = |which: &str| -> anyhow::Result<u32> {
            let output = Command::new("id").args([which, "postgres"]).output()?;
            let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
            text.parse()
                .context("PostgreSQL does not run as root, and there is no user `postgres`")
        };
        Ok(Some(Self {
            uid: id("-u")?,
            gid: id("-g")?,
        }))
    }
}

#[cfg(test)]
mod tests {
    use sqlx::Executor;

    use super::*;

    #[tokio::test]
    async fn a_restart_keeps_the_address_and_what_was_written() {
        let mut postgres = Postgres::private().await.unwrap();
        let (url, pid) = (postgres.url("postgres"), postgres.pid());
        let mut connection = PgConnection::connect(&url).await.unwrap();
        connection.execute("CREATE TABLE a (n int)").await.unwrap();

        postgres.stop().await.unwrap();
        assert!(PgConnection::connect(&url).await.is_err());
        postgres.start().await.unwrap();

        assert_eq!(postgres.url("postgres"), url);
        assert_ne!(postgres.pid(), pid);
        let mut connection = PgConnection::connect(&url).await.unwrap();
        connection.execute("SELECT n FROM a").await.unwrap();
    }

    #[tokio::test]
    async fn nothing_is_left_of_a_dropped_server() {
        let postgres = Postgres::private().await.unwrap();
        let (path, pid) = (postgres.dir.path().to_owned(), postgres.pid().unwrap());
        drop(postgres);
        assert!(!path.exists());
        assert!(process::resume(pid).is_err());
    }
}
