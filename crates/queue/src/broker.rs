//! One engine and the queues on it.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use crate::engine::{Engine, redis, sqlite};
use crate::error::QueueError;
use crate::job::Payload;
use crate::options::Options;
use crate::queue::Queue;
use crate::risk::Risk;

/// An open engine; its queues share its connections. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Broker {
    server: Server,
    options: Arc<Options>,
    /// One per name, so that all pushes of this process to a queue are committed together.
    engines: Arc<Mutex<HashMap<&'static str, Arc<Engine>>>>,
}

#[derive(Debug, Clone)]
enum Server {
    Redis(Box<redis::Server>),
    Sqlite(sqlite::File),
}

impl Broker {
    /// Queues on a Redis (7.0 or newer) such as `redis://127.0.0.1:6379/0`. Connects when first
    /// used, and again whenever the connection is lost, so Redis need not be up yet. To be
    /// called within a tokio runtime.
    ///
    /// # Errors
    /// `Address`.
    pub fn redis(url: &str, options: Options) -> Result<Self, QueueError> {
        let server = redis::Server::open(url, &options)?;
        Ok(Self::new(Server::Redis(Box::new(server)), options))
    }

    /// Queues in a SQLite file of their own, created if need be. Several processes may share it.
    ///
    /// # Errors
    /// `Address`, `Full`, `Refused` (not a queue's file).
    pub async fn sqlite(path: impl AsRef<Path>, options: Options) -> Result<Self, QueueError> {
        let file = sqlite::File::open(path.as_ref(), &options).await?;
        Ok(Self::new(Server::Sqlite(file), options))
    }

    fn new(server: Server, options: Options) -> Self {
        Self {
            server,
            options: Arc::new(options),
            engines: Arc::default(),
        }
    }

    /// The queue of a kind of job.
    pub fn queue<P: Payload>(&self) -> Queue<P> {
        // Nothing that holds the lock can panic half-way, so a poisoned one is still whole.
        let mut engines = self.engines.lock().unwrap_or_else(PoisonError::into_inner);
        let engine = engines.entry(P::QUEUE).or_insert_with(|| {
            Arc::new(match &self.server {
                Server::Redis(server) => {
                    Engine::Redis(Box::new(server.lane(P::QUEUE, &self.options)))
                }
                Server::Sqlite(file) => Engine::Sqlite(file.lane(P::QUEUE)),
            })
        });
        Queue::new(Arc::clone(engine), Arc::clone(&self.options))
    }

    /// What a stored job can still be lost to; empty when nothing short of a lost disk. Worth
    /// telling the operator at every start.
    ///
    /// # Errors
    /// `Timeout`, `Unreachable`. Settings that Redis will not show are a [`Risk::Unknown`].
    pub async fn risks(&self) -> Result<Vec<Risk>, QueueError> {
        match &self.server {
            Server::Redis(server) => {
                let after = self.options.push_timeout;
                tokio::time::timeout(after, server.risks())
                    .await
                    .unwrap_or(Err(QueueError::Timeout { after }))
            }
            // Opened with `synchronous=FULL`: a commit is on disk.
            Server::Sqlite(_) => Ok(Vec::new()),
        }
    }
}
