//! The blocking end of one worker: looks, then waits for a sign or for the next look.

use std::sync::Arc;

use tokio::sync::Notify;
use uuid::Uuid;

use super::Settings;
use super::writer::Writer;
use crate::codec::Record;
use crate::engine::{Leased, Token};
use crate::error::QueueError;

/// Leases jobs for one worker.
#[derive(Debug)]
pub(crate) struct Fetcher {
    pub(super) writer: Writer,
    pub(super) queue: &'static str,
    pub(super) settings: Arc<Settings>,
    pub(super) arrived: Arc<Notify>,
}

impl Fetcher {
    pub(crate) async fn next(&mut self, free: usize) -> Result<Vec<Leased>, QueueError> {
        let jobs = self.lease(free).await?;
        if !jobs.is_empty() {
            return Ok(jobs);
        }
        // A notification that came since the look above is remembered.
        tokio::time::timeout(self.settings.poll, self.arrived.notified())
            .await
            .ok();
        self.lease(free).await
    }

    async fn lease(&self, free: usize) -> Result<Vec<Leased>, QueueError> {
        type Row = (i64, i64, Uuid, u32, Vec<u8>, Option<Vec<u8>>);
        let limit = i64::try_from(free).unwrap_or(i64::MAX);
        let (queue, settings) = (self.queue, Arc::clone(&self.settings));
        let mut rows: Vec<Row> = self
            .writer
            .write(move |connection| {
                Box::pin(async move {
                    let until = settings.clock.now().plus(settings.lease);
                    sqlx::query_as(
                        "UPDATE job SET state = 2, at = $1, lease = lease + 1 WHERE seq IN
                         (SELECT seq FROM job WHERE queue = $2 AND state = 0
                          ORDER BY at, seq LIMIT $3)
                         RETURNING seq, lease, id, attempts, meta, body",
                    )
                    .bind(until.as_micros())
                    .bind(queue)
                    .bind(limit)
                    .fetch_all(connection)
                    .await
                })
            })
            .await?;
        if rows.len() == free {
            // Perhaps there is more, for another worker of this process.
            self.arrived.notify_one();
        }
        // SQLite returns them in any order.
        rows.sort_unstable_by_key(|(seq, ..)| *seq);
        Ok(rows
            .into_iter()
            .map(|(seq, lease, id, attempts, meta, body)| Leased {
                token: Token(seq.cast_unsigned(), lease.cast_unsigned()),
                id: id.into(),
                attempts,
                record: Record {
                    meta: meta.into(),
                    body: body.map(Into::into),
                },
            })
            .collect())
    }
}
