//! What can go wrong between a program and its queue, and what to do about it.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

/// Shared, because one failed commit answers every push that was waiting for it.
type Source = Arc<dyn Error + Send + Sync>;

/// Why the queue could not do as asked. Each variant says what to do next.
#[derive(Debug, Clone, thiserror::Error)]
pub enum QueueError {
    /// The address or path cannot be used.
    #[error(
        "the queue's address cannot be used; it looks like `redis://host:6379/0` or a file's path"
    )]
    Address(#[source] Source),
    /// No answer in time. What was asked may still happen; asking again with the same key is safe.
    #[error("the queue did not answer within {} ms; ask again, with the same key", .after.as_millis())]
    Timeout {
        /// How long was waited.
        after: Duration,
    },
    /// The engine cannot be reached, or is starting up. Ask again.
    #[error("the queue cannot be reached; ask again")]
    Unreachable(#[source] Source),
    /// The engine has no room. Asking again is no use until somebody makes some.
    #[error("the queue has no room; raise Redis' `maxmemory` or free disk space")]
    Full(#[source] Source),
    /// The engine answered, and said no; see the source.
    #[error("the queue refused the request")]
    Refused(#[source] Source),
    /// The payload has no JSON form; a fault of the program.
    #[error("the payload cannot be written as JSON")]
    Encode(#[source] Source),
    /// The task that owns the engine has ended: the program is going down.
    #[error("the queue is closed because the program is stopping")]
    Closed,
}

impl QueueError {
    pub(crate) fn encode(source: serde_json::Error) -> Self {
        Self::Encode(Arc::new(source))
    }
}

impl From<redis::RedisError> for QueueError {
    fn from(error: redis::RedisError) -> Self {
        let code = error.code().unwrap_or_default().to_owned();
        let out_of_reach = error.is_io_error() || error.is_connection_dropped();
        let source: Source = Arc::new(error);
        match code.as_str() {
            "OOM" => Self::Full(source),
            "LOADING" | "MASTERDOWN" | "TRYAGAIN" | "CLUSTERDOWN" => Self::Unreachable(source),
            _ if out_of_reach => Self::Unreachable(source),
            _ => Self::Refused(source),
        }
    }
}

impl From<sqlx::Error> for QueueError {
    fn from(error: sqlx::Error) -> Self {
        // Primary result codes of SQLite; extended ones keep them in their low byte.
        const BUSY: u32 = 5;
        const LOCKED: u32 = 6;
        const FULL: u32 = 13;
        let code = error
            .as_database_error()
            .and_then(|e| e.code()?.parse::<u32>().ok())
            .map(|extended| extended & 0xff);
        let source: Source = Arc::new(error);
        match code {
            Some(BUSY | LOCKED) => Self::Unreachable(source),
            Some(FULL) => Self::Full(source),
            _ => Self::Refused(source),
        }
    }
}

/// An error and its causes in one line, for a log.
pub(crate) fn chain(error: &(dyn Error + 'static)) -> String {
    let causes = std::iter::successors(Some(error), |&error| error.source());
    causes
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(": ")
}
