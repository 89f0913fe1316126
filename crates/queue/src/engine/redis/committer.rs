//! Group commit: while one batch of pushes is on its way, the next one gathers.
//!
//! One script call for many pushes is what makes them cheap; under light load a batch is a single
//! push and waits for nothing.

use std::sync::Arc;
use std::time::Duration;

use redis::Script;
use redis::aio::ConnectionManager;
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

use super::{Keys, Scripts, millis};
use crate::engine::Arrival;
use crate::error::QueueError;
use crate::job::Pushed;

/// How many pushes one call carries at most; more would make others on this Redis wait.
const BATCH: usize = 256;

/// How many pushes may gather. Whoever comes then waits in line, within the push timeout.
const WAITING: usize = 4 * BATCH;

/// Hands pushes to the committer.
#[derive(Debug)]
pub(crate) struct Sender(mpsc::Sender<Waiting>);

#[derive(Debug)]
struct Waiting {
    arrival: Arrival,
    answer: oneshot::Sender<Result<Pushed, QueueError>>,
}

impl Sender {
    pub(crate) async fn push(&self, arrival: Arrival) -> Result<Pushed, QueueError> {
        let (answer, answered) = oneshot::channel();
        let waiting = Waiting { arrival, answer };
        self.0.send(waiting).await.map_err(|_| QueueError::Closed)?;
        answered.await.unwrap_or(Err(QueueError::Closed))
    }
}

/// Starts the committer; it ends with the last sender.
pub(super) fn start(
    connection: ConnectionManager,
    keys: Arc<Keys>,
    window: Duration,
    limit: Duration,
) -> Sender {
    let (sender, receiver) = mpsc::channel(WAITING);
    let committer = Committer {
        connection,
        keys,
        script: Scripts::push(),
        window,
        limit,
    };
    tokio::spawn(committer.run(receiver));
    Sender(sender)
}

struct Committer {
    connection: ConnectionManager,
    keys: Arc<Keys>,
    script: Script,
    window: Duration,
    limit: Duration,
}

impl Committer {
    async fn run(mut self, mut receiver: mpsc::Receiver<Waiting>) {
        let mut batch = Vec::with_capacity(BATCH);
        while receiver.recv_many(&mut batch, BATCH).await > 0 {
            // Whoever has stopped waiting has said that the push failed.
            batch.retain(|waiting| !waiting.answer.is_closed());
            if batch.is_empty() {
                continue;
            }
            let answer = self.commit(&batch).await;
            for (nth, waiting) in batch.drain(..).enumerate() {
                let pushed = answer.clone().map(|created| match created.get(nth) {
                    Some(true) => Pushed::Created(waiting.arrival.id),
                    _ => Pushed::Duplicate,
                });
                // It may have stopped waiting meanwhile.
                waiting.answer.send(pushed).ok();
            }
        }
    }

    async fn commit(&mut self, batch: &[Waiting]) -> Result<Vec<bool>, QueueError> {
        let mut call = self.keys.call(&self.script);
        call.arg(millis(self.window));
        let mut keys = 0;
        for Waiting { arrival, .. } in batch {
            let key = arrival.key.as_ref().map_or(0, |key| {
                call.key(format!("{}{}", self.keys.dedupe, key.as_str()));
                keys += 1;
                keys
            });
            call.arg(arrival.id.to_string())
                .arg(key)
                .arg(
                    arrival
                        .not_before
                        .map_or(0, domain::time::Instant::as_millis),
                )
                .arg(&arrival.record.meta[..])
                .arg(arrival.record.body.as_deref().unwrap_or_default());
        }
        let after = self.limit;
        let created: Vec<bool> = timeout(after, call.invoke_async(&mut self.connection))
            .await
            .map_err(|_| QueueError::Timeout { after })??;
        Ok(created)
    }
}
