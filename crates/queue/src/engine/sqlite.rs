//! The queue in a SQLite file of its own.
//!
//! A job is a row in one of four states; `sqlite/schema.sql` says which. One writer commits for
//! everybody ([`writer`]); pushes and settlements of this process wake its workers at once, those
//! of other processes within [`Options::poll`].
//!
//! The clock is the options', so leases assume that all processes on the file share a machine.

mod fetcher;
mod tending;
mod writer;

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::time::{Clock, Instant};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteSynchronous,
};
use sqlx::{ConnectOptions, Connection};
use tokio::sync::Notify;
use uuid::Uuid;

pub(crate) use self::fetcher::Fetcher;
use self::tending::{Watch, tend};
use self::writer::Writer;
use crate::codec::Record;
use crate::engine::{Arrival, Corpse, Outcome, Settled, Tended, Token, When};
use crate::error::QueueError;
use crate::job::{DedupeKey, JobId, Pushed};
use crate::letters::Kind;
use crate::options::Options;
use crate::queue::Gauges;

const SCHEMA: &str = include_str!("sqlite/schema.sql");

/// Raised with each change of the schema.
const SCHEMA_VERSION: i64 = 1;

const READY: i64 = 0;
const DELAYED: i64 = 1;
const RUNNING: i64 = 2;
const DEAD: i64 = 3;

/// A file; its queues share the writer and a few readers.
#[derive(Debug, Clone)]
pub(crate) struct File {
    writer: Writer,
    readers: SqlitePool,
    settings: Arc<Settings>,
}

#[derive(Debug)]
struct Settings {
    clock: Clock,
    lease: Duration,
    max_attempts: u32,
    window: Duration,
    poll: Duration,
}

impl File {
    pub(crate) async fn open(path: &Path, options: &Options) -> Result<Self, QueueError> {
        let connect = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // What is committed is on disk.
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(options.push_timeout)
            .disable_statement_logging();
        let mut connection = connect
            .connect()
            .await
            .map_err(|error| QueueError::Address(Arc::new(error)))?;
        prepare(&mut connection).await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(2)
            .acquire_timeout(options.push_timeout)
            .connect_lazy_with(connect.clone().read_only(true));
        let settings = Settings {
            clock: options.clock.clone(),
            lease: options.lease,
            max_attempts: options.max_attempts,
            window: options.dedupe_window,
            poll: options.poll,
        };
        Ok(Self {
            writer: Writer::start(connect, connection),
            readers,
            settings: Arc::new(settings),
        })
    }

    pub(crate) fn lane(&self, queue: &'static str) -> Lane {
        Lane {
            file: self.clone(),
            queue,
            arrived: Arc::default(),
            watch: Arc::default(),
        }
    }
}

async fn prepare(connection: &mut SqliteConnection) -> Result<(), QueueError> {
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    let version: i64 = sqlx::query_scalar("PRAGMA user_version")
        .fetch_one(&mut *transaction)
        .await?;
    match version {
        0 => {
            sqlx::raw_sql(SCHEMA).execute(&mut *transaction).await?;
            sqlx::raw_sql(&format!("PRAGMA user_version = {SCHEMA_VERSION}"))
                .execute(&mut *transaction)
                .await?;
        }
        SCHEMA_VERSION => {}
        _ => return Err(QueueError::Refused(Arc::new(NotOurs { version }))),
    }
    Ok(transaction.commit().await?)
}

#[derive(Debug, thiserror::Error)]
#[error(
    "the queue's file has version {version}, this program knows {SCHEMA_VERSION}; use the program that wrote it"
)]
struct NotOurs {
    version: i64,
}

/// One queue.
#[derive(Debug)]
pub(crate) struct Lane {
    file: File,
    queue: &'static str,
    /// Something became ready.
    arrived: Arc<Notify>,
    watch: Arc<Mutex<Watch>>,
}

impl Lane {
    pub(crate) fn fetcher(&self) -> Fetcher {
        Fetcher {
            writer: self.file.writer.clone(),
            queue: self.queue,
            settings: Arc::clone(&self.file.settings),
            arrived: Arc::clone(&self.arrived),
        }
    }

    pub(crate) async fn push(&self, arrival: Arrival) -> Result<Pushed, QueueError> {
        let (queue, settings) = (self.queue, Arc::clone(&self.file.settings));
        let pushed = self
            .file
            .writer
            .write(move |connection| {
                Box::pin(async move {
                    let now = settings.clock.now();
                    if let Some(key) = &arrival.key
                        && !first(connection, queue, key, now, settings.window).await?
                    {
                        return Ok(Pushed::Duplicate);
                    }
                    let (state, at) = line(arrival.not_before.unwrap_or(now), now);
                    sqlx::query(
                        "INSERT INTO job (queue, id, state, at, meta, body)
                         VALUES ($1, $2, $3, $4, $5, $6)",
                    )
                    .bind(queue)
                    .bind(arrival.id.as_uuid())
                    .bind(state)
                    .bind(at)
                    .bind(&arrival.record.meta[..])
                    .bind(arrival.record.body.as_deref())
                    .execute(connection)
                    .await?;
                    Ok(Pushed::Created(arrival.id))
                })
            })
            .await?;
        self.arrived.notify_one();
        Ok(pushed)
    }

    pub(crate) async fn settle(
        &self,
        token: Token,
        outcome: &Outcome,
    ) -> Result<Settled, QueueError> {
        let (outcome, clock) = (outcome.clone(), self.file.settings.clock.clone());
        let settled = self
            .file
            .writer
            .write(move |connection| {
                Box::pin(async move { settle(connection, token, &outcome, clock.now()).await })
            })
            .await?;
        self.arrived.notify_one();
        Ok(settled)
    }

    pub(crate) async fn renew(&self, tokens: &[Token]) -> Result<Vec<Token>, QueueError> {
        let (tokens, settings) = (tokens.to_vec(), Arc::clone(&self.file.settings));
        self.file
            .writer
            .write(move |connection| {
                Box::pin(async move {
                    let until = settings.clock.now().plus(settings.lease).as_micros();
                    let mut kept = Vec::with_capacity(tokens.len());
                    for token in tokens {
                        let renewed = sqlx::query(
                            "UPDATE job SET at = $1 WHERE seq = $2 AND lease = $3 AND state = 2",
                        )
                        .bind(until)
                        .bind(token.0.cast_signed())
                        .bind(token.1.cast_signed())
                        .execute(&mut *connection)
                        .await?;
                        if renewed.rows_affected() == 1 {
                            kept.push(token);
                        }
                    }
                    Ok(kept)
                })
            })
            .await
    }

    pub(crate) async fn tend(&self) -> Result<Tended, QueueError> {
        let (queue, settings) = (self.queue, Arc::clone(&self.file.settings));
        let watch = Arc::clone(&self.watch);
        let tended = self
            .file
            .writer
            .write(move |connection| {
                Box::pin(async move {
                    // Only from here on, where the file can be written, can leases be renewed.
                    let now = settings.clock.now();
                    let grace_until = watch
                        .lock()
                        .unwrap_or_else(PoisonError::into_inner)
                        .look(now, settings.lease);
                    let take_over = now >= grace_until;
                    tend(connection, queue, now, take_over, settings.max_attempts).await
                })
            })
            .await?;
        if tended.promoted + tended.taken_over > 0 {
            self.arrived.notify_one();
        }
        Ok(tended)
    }

    pub(crate) async fn gauges(&self) -> Result<Gauges, QueueError> {
        let tally: Vec<(i64, i64)> =
            sqlx::query_as("SELECT state, jobs FROM tally WHERE queue = $1")
                .bind(self.queue)
                .fetch_all(&self.file.readers)
                .await?;
        let first: Option<i64> =
            sqlx::query_scalar("SELECT min(at) FROM job WHERE queue = $1 AND state = 0")
                .bind(self.queue)
                .fetch_one(&self.file.readers)
                .await?;
        let count = |wanted| {
            let found = tally.iter().find(|(state, _)| *state == wanted);
            found.map_or(0, |(_, jobs)| u64::try_from(*jobs).unwrap_or(0))
        };
        let since = first.and_then(Instant::from_micros);
        Ok(Gauges {
            ready: count(READY),
            delayed: count(DELAYED),
            running: count(RUNNING),
            dead: count(DEAD),
            oldest_age: since
                .map(|since| self.file.settings.clock.now().since(since))
                .unwrap_or_default(),
        })
    }

    pub(crate) async fn probe(&self) -> Result<(), QueueError> {
        let now = self.file.settings.clock.now().as_micros();
        self.file
            .writer
            .write(move |connection| {
                Box::pin(async move {
                    sqlx::query(
                        "INSERT INTO probe (one, at) VALUES (1, $1)
                         ON CONFLICT (one) DO UPDATE SET at = excluded.at",
                    )
                    .bind(now)
                    .execute(connection)
                    .await
                })
            })
            .await
            .map(drop)
    }

    pub(crate) async fn corpses(&self, limit: u32) -> Result<Vec<Corpse>, QueueError> {
        type Row = (Uuid, u32, String, String, i64, Vec<u8>, Option<Vec<u8>>);
        let rows: Vec<Row> = sqlx::query_as(
            "SELECT id, attempts, kind, why, at, meta, body FROM job
             WHERE queue = $1 AND state = 3 ORDER BY at DESC, seq DESC LIMIT $2",
        )
        .bind(self.queue)
        .bind(limit)
        .fetch_all(&self.file.readers)
        .await?;
        Ok(rows
            .into_iter()
            .filter_map(|(id, attempts, kind, reason, at, meta, body)| {
                Some(Corpse {
                    id: id.into(),
                    attempts,
                    kind: Kind::from_label(&kind),
                    reason,
                    died_at: Instant::from_micros(at)?,
                    record: Record {
                        meta: meta.into(),
                        body: body.map(Into::into),
                    },
                })
            })
            .collect())
    }

    pub(crate) async fn revive(&self, id: JobId) -> Result<bool, QueueError> {
        let (queue, clock) = (self.queue, self.file.settings.clock.clone());
        let revived = self
            .file
            .writer
            .write(move |connection| {
                Box::pin(async move {
                    sqlx::query(
                        "UPDATE job SET state = 0, at = $1, attempts = 0, kind = NULL, why = NULL
                         WHERE id = $2 AND state = 3 AND queue = $3",
                    )
                    .bind(clock.now().as_micros())
                    .bind(id.as_uuid())
                    .bind(queue)
                    .execute(connection)
                    .await
                })
            })
            .await?
            .rows_affected()
            > 0;
        self.arrived.notify_one();
        Ok(revived)
    }
}

/// Whether `key` is new within the window; from now on it is not.
async fn first(
    connection: &mut SqliteConnection,
    queue: &str,
    key: &DedupeKey,
    now: Instant,
    window: Duration,
) -> sqlx::Result<bool> {
    let taken = sqlx::query(
        "INSERT INTO seen (queue, key, until) VALUES ($1, $2, $3)
         ON CONFLICT (queue, key) DO UPDATE SET until = excluded.until WHERE until <= $4",
    )
    .bind(queue)
    .bind(key.as_str())
    .bind(now.plus(window).as_micros())
    .bind(now.as_micros())
    .execute(connection)
    .await?;
    Ok(taken.rows_affected() == 1)
}

async fn settle(
    connection: &mut SqliteConnection,
    token: Token,
    outcome: &Outcome,
    now: Instant,
) -> sqlx::Result<Settled> {
    let (seq, lease) = (token.0.cast_signed(), token.1.cast_signed());
    let statement = match outcome {
        Outcome::Done => sqlx::query("DELETE FROM job WHERE seq = $1 AND lease = $2 AND state = 2")
            .bind(seq)
            .bind(lease),
        Outcome::Again { attempts, when } => {
            let (state, at) = match when {
                When::Now => line(now, now),
                When::After(wait) => line(now.plus(*wait), now),
                When::At(at) => line(*at, now),
            };
            sqlx::query(
                "UPDATE job SET state = $3, at = $4, attempts = $5
                 WHERE seq = $1 AND lease = $2 AND state = 2",
            )
            .bind(seq)
            .bind(lease)
            .bind(state)
            .bind(at)
            .bind(attempts)
        }
        Outcome::Dead {
            attempts,
            kind,
            why,
        } => sqlx::query(
            "UPDATE job SET state = 3, at = $3, attempts = $4, kind = $5, why = $6
             WHERE seq = $1 AND lease = $2 AND state = 2",
        )
        .bind(seq)
        .bind(lease)
        .bind(now.as_micros())
        .bind(attempts)
        .bind(kind.label())
        .bind(why),
    };
    let changed = statement.execute(connection).await?.rows_affected();
    Ok(if changed == 1 {
        Settled::Applied
    } else {
        Settled::Stale
    })
}

/// State and time of a job that may run at `due`.
fn line(due: Instant, now: Instant) -> (i64, i64) {
    if due > now {
        (DELAYED, due.as_micros())
    } else {
        (READY, now.as_micros())
    }
}
