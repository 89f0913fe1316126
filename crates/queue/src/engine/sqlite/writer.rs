//! Group commit: one task owns the only connection that writes, and everything that gathers while
//! a transaction is being committed goes into the next one. Each commit waits for the disk, so
//! sharing it is what makes writes cheap.

use futures::future::BoxFuture;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection};
use tokio::sync::{mpsc, oneshot};

use crate::error::QueueError;

/// How many steps share a transaction at most.
const BATCH: usize = 256;

/// How many steps may gather. Whoever comes then waits in line, within the caller's limit.
const WAITING: usize = 4 * BATCH;

/// Hands steps to the writer.
#[derive(Debug, Clone)]
pub(super) struct Writer(mpsc::Sender<Waiting>);

type Step =
    Box<dyn for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, sqlx::Result<()>> + Send>;

struct Waiting {
    step: Step,
    committed: oneshot::Sender<Result<(), QueueError>>,
}

impl Writer {
    /// Starts the task; it ends with the last handle.
    pub(super) fn start(options: SqliteConnectOptions, connection: SqliteConnection) -> Self {
        let (sender, receiver) = mpsc::channel(WAITING);
        tokio::spawn(run(options, Some(connection), receiver));
        Self(sender)
    }

    /// Runs a step in a transaction and returns once that is on disk. The step must not fail
    /// but for a fault of the file: others share its transaction.
    pub(super) async fn write<T, F>(&self, step: F) -> Result<T, QueueError>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, sqlx::Result<T>>
            + Send
            + 'static,
    {
        let (result, done) = oneshot::channel();
        let step: Step = Box::new(move |connection| {
            Box::pin(async move {
                // Nobody waits for it only if the caller has given up.
                result.send(step(connection).await?).ok();
                Ok(())
            })
        });
        let (committed, commit) = oneshot::channel();
        self.0
            .send(Waiting { step, committed })
            .await
            .map_err(|_| QueueError::Closed)?;
        commit.await.unwrap_or(Err(QueueError::Closed))?;
        done.await.map_err(|_| QueueError::Closed)
    }
}

async fn run(
    options: SqliteConnectOptions,
    mut connection: Option<SqliteConnection>,
    mut receiver: mpsc::Receiver<Waiting>,
) {
    let mut batch = Vec::with_capacity(BATCH);
    while receiver.recv_many(&mut batch, BATCH).await > 0 {
        let (steps, waiting): (Vec<_>, Vec<_>) = batch
            .drain(..)
            // Whoever has stopped waiting has said that it failed.
            .filter(|waiting| !waiting.committed.is_closed())
            .map(|waiting| (waiting.step, waiting.committed))
            .unzip();
        if steps.is_empty() {
            continue;
        }
        let answer = commit(&options, &mut connection, steps)
            .await
            .map_err(QueueError::from);
        for committed in waiting {
            // It may have stopped waiting meanwhile.
            committed.send(answer.clone()).ok();
        }
    }
}

async fn commit(
    options: &SqliteConnectOptions,
    slot: &mut Option<SqliteConnection>,
    steps: Vec<Step>,
) -> sqlx::Result<()> {
    let mut connection = match slot.take() {
        Some(connection) => connection,
        None => options.connect().await?,
    };
    // Left out of the slot by an error, the connection is closed, which rolls back whatever
    // state it is in; the next batch opens a fresh one.
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    for step in steps {
        step(&mut transaction).await?;
    }
    transaction.commit().await?;
    *slot = Some(connection);
    Ok(())
}
