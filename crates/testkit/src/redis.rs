use std::fs::File;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};

use crate::dir::TestDir;
use crate::{port, process, programs};

/// How long a server may take until it answers, on a busy machine.
const START_LIMIT: Duration = Duration::from_mins(1);

/// A Redis of one's own, in a directory of its own, ended with this value.
#[derive(Debug)]
pub struct Redis {
    dir: TestDir,
    port: u16,
    arguments: Vec<String>,
    child: Option<Child>,
}

impl Redis {
    /// Starts a server that persists as ours do: append-only file, synced every second.
    ///
    /// # Errors
    /// `redis-server` is not installed, or it did not start.
    pub async fn private() -> anyhow::Result<Self> {
        Self::private_with(&[]).await
    }

    /// As [`Self::private`], with further arguments of `redis-server`, which win: such as
    /// `["--appendonly", "no"]`.
    ///
    /// # Errors
    /// `redis-server` is not installed, or it did not start.
    pub async fn private_with(arguments: &[&str]) -> anyhow::Result<Self> {
        // Another process may take the port before the server does.
        let mut attempts_left = 5;
        loop {
            let mut redis = Self {
                dir: TestDir::new()?,
                port: port::free()?,
                arguments: arguments.iter().map(ToString::to_string).collect(),
                child: None,
            };
            attempts_left -= 1;
            match redis.start().await {
                Err(error) if attempts_left == 0 => return Err(error),
                Err(_) if redis.log().contains("Address already in use") => {}
                outcome => return outcome.map(|()| redis),
            }
        }
    }

    /// `redis://127.0.0.1:…`. It stays the same over a restart.
    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    /// The server's process, unless it is stopped.
    pub fn pid(&self) -> Option<u32> {
        self.child.as_ref().map(Child::id)
    }

    /// Holds the server still (SIGSTOP): connections stay open and nothing answers.
    ///
    /// # Errors
    /// The server is stopped.
    pub fn pause(&self) -> anyhow::Result<()> {
        process::pause(self.pid().context("Redis is stopped")?)
    }

    /// Lets a paused server run on.
    ///
    /// # Errors
    /// The server is stopped.
    pub fn resume(&self) -> anyhow::Result<()> {
        process::resume(self.pid().context("Redis is stopped")?)
    }

    /// Ends the server at once (SIGKILL) and keeps its files, so that [`Self::start`] finds what
    /// it had written. Does nothing when it is stopped already.
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
        let mut command = process::mortal(&programs::redis_server()?, "KILL");
        command
            .args(["--bind", "127.0.0.1", "--port", &self.port.to_string()])
            .args([
                "--appendonly",
                "yes",
                "--appendfsync",
                "everysec",
                "--save",
                "",
            ])
            .arg("--dir")
            .arg(self.dir.path())
            .args(&self.arguments)
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log);
        let mut child = process::spawn(command).context("cannot run redis-server")?;
        let deadline = Instant::now() + START_LIMIT;
        loop {
            if let Some(status) = child.try_wait()? {
                bail!("redis-server ended at once, {status}:\n{}", self.log());
            }
            if ping(&self.url()).await.is_ok() {
                self.child = Some(child);
                return Ok(());
            }
            if Instant::now() > deadline {
                child.kill()?;
                child.wait()?;
                bail!("redis-server does not answer:\n{}", self.log());
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
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

    fn end(&mut self) -> anyhow::Result<()> {
        if let Some(mut child) = self.child.take() {
            child.kill()?;
            child.wait()?;
        }
        Ok(())
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.dir.path().join("log")).unwrap_or_default()
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        // SIGKILL ends a paused process too. A destructor has nobody to tell of an error.
        self.end().ok();
    }
}

/// A Redis that other tests may use at the same time: keep to key names of your own.
#[derive(Debug)]
pub struct SharedRedis {
    url: String,
    _server: Option<Redis>,
}

impl SharedRedis {
    /// `redis://…`
    pub fn url(&self) -> &str {
        &self.url
    }
}

/// The Redis that [`crate::REDIS_URL`] names, else a private one.
///
/// # Errors
/// There is neither.
pub async fn redis_for_test() -> anyhow::Result<SharedRedis> {
    if let Ok(url) = std::env::var(crate::REDIS_URL) {
        return Ok(SharedRedis { url, _server: None });
    }
    let server = Redis::private().await?;
    Ok(SharedRedis {
        url: server.url(),
        _server: Some(server),
    })
}

/// How many keys the database of a Redis URL holds.
///
/// # Errors
/// It does not answer.
pub async fn key_count(url: &str) -> anyhow::Result<u64> {
    query(url, "DBSIZE").await
}

async fn ping(url: &str) -> anyhow::Result<String> {
    query(url, "PING").await
}

async fn query<T: redis::FromRedisValue>(url: &str, command: &str) -> anyhow::Result<T> {
    let mut connection = redis::Client::open(url)?
        .get_multiplexed_async_connection()
        .await?;
    Ok(redis::cmd(command).query_async(&mut connection).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_restart_keeps_the_address_and_what_was_written() {
        let mut redis = Redis::private_with(&["--appendfsync", "always"])
            .await
            .unwrap();
        let (url, pid) = (redis.url(), redis.pid());
        let mut connection = redis::Client::open(url.as_str())
            .unwrap()
            .get_multiplexed_async_connection()
            .await
            .unwrap();
        let _: () = redis::cmd("SET")
            .arg("a")
            .arg(1)
            .query_async(&mut connection)
            .await
            .unwrap();

        redis.restart().await.unwrap();

        assert_eq!(redis.url(), url);
        assert_ne!(redis.pid(), pid);
        assert_eq!(key_count(&url).await.unwrap(), 1);
    }

    #[tokio::test]
    async fn a_stopped_server_does_not_answer_until_started() {
        let mut redis = Redis::private().await.unwrap();
        redis.stop().await.unwrap();
        assert!(ping(&redis.url()).await.is_err());
        assert!(redis.pause().is_err());
        redis.start().await.unwrap();
        assert_eq!(ping(&redis.url()).await.unwrap(), "PONG");
    }

    #[tokio::test]
    async fn a_paused_server_answers_once_resumed() {
        let redis = Redis::private().await.unwrap();
        redis.pause().unwrap();
        let url = redis.url();
        let answer = tokio::spawn(async move { ping(&url).await });
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert!(!answer.is_finished());
        redis.resume().unwrap();
        assert_eq!(answer.await.unwrap().unwrap(), "PONG");
    }

    #[tokio::test]
    async fn nothing_is_left_of_a_dropped_server_even_if_paused() {
        let redis = Redis::private().await.unwrap();
        redis.pause().unwrap();
        let (path, pid) = (redis.dir.path().to_owned(), redis.pid().unwrap());
        drop(redis);
        assert!(!path.exists());
        assert!(process::resume(pid).is_err());
    }
}
