//! The blocking end of one worker, on a connection of its own: a blocked read holds up everything
//! behind it.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use redis::aio::MultiplexedConnection;
use redis::streams::{StreamId, StreamReadReply};
use redis::{AsyncConnectionConfig, Client, RedisError, Value};

use super::{GROUP, Keys, Lane, Scripts, job_id};
use crate::codec::Record;
use crate::engine::{Leased, Token};
use crate::error::QueueError;
use crate::job::WorkerId;

/// How long one read waits for jobs; also how long a stop waits for an idle worker, at most.
const BLOCK: Duration = Duration::from_millis(500);

/// A worker without jobs that has not been heard of for this long is forgotten; should it live,
/// its next read makes it known again.
const FORGET_AFTER: Duration = Duration::from_hours(1);

/// Leases jobs for one worker.
#[derive(Debug)]
pub(crate) struct Fetcher {
    client: Client,
    keys: Arc<Keys>,
    scripts: Arc<Scripts>,
    worker: WorkerId,
    limit: Duration,
    connection: Option<MultiplexedConnection>,
    /// Whether leases whose answer was lost with an earlier connection have been looked for.
    searched: bool,
}

impl Fetcher {
    pub(super) fn new(lane: &Lane, worker: &WorkerId) -> Self {
        Self {
            client: lane.server.client.clone(),
            keys: Arc::clone(&lane.keys),
            scripts: Arc::clone(&lane.scripts),
            worker: worker.clone(),
            limit: lane.limit,
            connection: None,
            searched: false,
        }
    }

    pub(crate) async fn next(
        &mut self,
        free: usize,
        held: &HashSet<Token>,
    ) -> Result<Vec<Leased>, QueueError> {
        let answer = self.try_next(free, held).await;
        answer.or_else(|error| {
            // Whatever it was, a fresh connection finds the way back.
            self.connection = None;
            self.searched = false;
            match error {
                // The stream is gone (flushed, or a replica without it); joining makes a new one.
                error if error.code() == Some("NOGROUP") => Ok(Vec::new()),
                error => Err(error.into()),
            }
        })
    }

    async fn try_next(
        &mut self,
        free: usize,
        held: &HashSet<Token>,
    ) -> Result<Vec<Leased>, RedisError> {
        if self.connection.is_none() {
            self.connection = Some(self.connect().await?);
        }
        if !self.searched {
            // All that is pending with this worker, of which it knows what is `held`.
            let mut lost = self.read("0", held.len() + free).await?;
            lost.retain(|leased| !held.contains(&leased.token));
            self.searched = lost.len() <= free;
            if !lost.is_empty() {
                lost.truncate(free);
                return Ok(lost);
            }
        }
        self.read(">", free).await
    }

    async fn connect(&self) -> Result<MultiplexedConnection, RedisError> {
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(self.limit))
            .set_response_timeout(Some(BLOCK + self.limit));
        let mut connection = self
            .client
            .get_multiplexed_async_connection_with_config(&config)
            .await?;
        let mut join = self.keys.call(&self.scripts.join);
        join.arg(super::millis(FORGET_AFTER));
        join.invoke_async::<()>(&mut connection).await?;
        Ok(connection)
    }

    async fn read(&mut self, after: &str, count: usize) -> Result<Vec<Leased>, RedisError> {
        let Some(connection) = &mut self.connection else {
            return Ok(Vec::new());
        };
        let reply: Option<StreamReadReply> = redis::cmd("XREADGROUP")
            .arg("GROUP")
            .arg(GROUP)
            .arg(self.worker.as_str())
            .arg("COUNT")
            .arg(count)
            .arg("BLOCK")
            .arg(super::millis(BLOCK))
            .arg("STREAMS")
            .arg(&self.keys.ready)
            .arg(after)
            .query_async(connection)
            .await?;
        let entries = reply
            .into_iter()
            .flat_map(|reply| reply.keys)
            .flat_map(|key| key.ids);
        Ok(entries.filter_map(leased).collect())
    }
}

/// Reads an entry. One that is none of ours becomes a job that cannot be decoded.
fn leased(mut entry: StreamId) -> Option<Leased> {
    // Redis itself made the id.
    let token = Token::parse(&entry.id)?;
    let mut field = |name| match entry.map.remove(name) {
        Some(Value::BulkString(bytes)) => Some(Bytes::from(bytes)),
        _ => None,
    };
    let text = |bytes: Option<Bytes>| String::from_utf8(bytes.unwrap_or_default().into()).ok();
    let (id, attempts) = (text(field("j")), text(field("a")));
    Some(Leased {
        token,
        id: job_id(&id.unwrap_or_default()),
        attempts: attempts.and_then(|a| a.parse().ok()).unwrap_or(0),
        record: Record {
            meta: field("m").unwrap_or_default(),
            body: field("b"),
        },
    })
}
