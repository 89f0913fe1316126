//! Opening, migrating, checking; and the two engines behind one face.

use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{ConnectOptions, Postgres, Sqlite, Transaction};

static POSTGRES_STEPS: Migrator = sqlx::migrate!("../../migrations/postgres");
static SQLITE_STEPS: Migrator = sqlx::migrate!("../../migrations/sqlite");

/// A database that holds Ringback's tables. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    pub(crate) primary: Engine,
    /// The replica, else the primary.
    pub(crate) lookups: Engine,
    replicated: bool,
}

/// A transaction. Dropped without [`commit`](Self::commit), it leaves nothing.
#[derive(Debug)]
pub struct Tx(pub(crate) Open);

#[derive(Debug)]
pub(crate) enum Open {
    Postgres(Transaction<'static, Postgres>),
    Sqlite(Transaction<'static, Sqlite>),
}

#[derive(Debug, Clone)]
pub(crate) enum Engine {
    Postgres(PgPool),
    /// SQLite has one writer at a time; a pool of one makes writers queue here, in turn, rather
    /// than in the busy handler, by luck.
    Sqlite {
        write: SqlitePool,
        read: SqlitePool,
    },
}

/// How to open a database.
#[derive(Debug, Clone)]
pub struct Options {
    /// Most connections to each server.
    pub connections: u32,
    /// How long to wait for a free connection before giving up.
    pub acquire_timeout: Duration,
    /// Statements that take longer are logged, by name and without their values.
    pub slow_statement: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            connections: 10,
            acquire_timeout: Duration::from_secs(5),
            slow_statement: Duration::from_millis(200),
        }
    }
}

/// Connections of one pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PoolFigures {
    /// `primary`, `replica`, `write` or `read`.
    pub pool: &'static str,
    /// Open now.
    pub open: u32,
    /// Of these, not in use.
    pub idle: u32,
}

/// What can go wrong with a database.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A statement failed, or the server could not be reached. Try again later.
    #[error("the database did not do what it was asked")]
    Database(#[from] sqlx::Error),
    /// Migrating failed.
    #[error("the database could not be migrated")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// The database URL cannot be read.
    #[error(
        "`{url}` is no database URL; write `postgres://user:password@host/name` or `sqlite:PATH`"
    )]
    Url {
        /// Without password.
        url: String,
    },
    /// The tables are older than the program.
    #[error(
        "the database is at version {found}, this program needs {needed}: run `ringback migrate`"
    )]
    TooOld {
        /// The newest step that was applied; 0 for an empty database.
        found: i64,
        /// The newest step that the program knows.
        needed: i64,
    },
    /// The tables are newer than the program.
    #[error("the database is at version {found}, this program knows {known}: run a newer release")]
    TooNew {
        /// The newest step that was applied.
        found: i64,
        /// The newest step that the program knows.
        known: i64,
    },
    /// A row holds what this version cannot read.
    #[error("table `{table}` holds a row that this version cannot read")]
    Row {
        /// Where.
        table: &'static str,
        /// What is wrong with it.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// Compressing or expanding failed.
    #[error("a stored body could not be packed or unpacked")]
    Pack(#[from] std::io::Error),
}

impl StoreError {
    pub(crate) fn row(
        table: &'static str,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        Self::Row {
            table,
            source: source.into(),
        }
    }

    /// Whether the database could not be reached, or is going down: it says nothing about what
    /// was asked, and waiting helps.
    pub fn is_outage(&self) -> bool {
        match self {
            Self::Database(
                sqlx::Error::Io(_)
                | sqlx::Error::Tls(_)
                | sqlx::Error::PoolTimedOut
                | sqlx::Error::PoolClosed
                | sqlx::Error::WorkerCrashed,
            ) => true,
            // PostgreSQL's classes for connections, resources, and an operator's intervention.
            Self::Database(sqlx::Error::Database(error)) => error.code().is_some_and(|code| {
                ["08", "53", "57P"]
                    .iter()
                    .any(|class| code.starts_with(class))
            }),
            _ => false,
        }
    }

    /// Whether rows hold what cannot be read: asking again will not help.
    pub fn is_unreadable(&self) -> bool {
        matches!(
            self,
            Self::Row { .. }
                | Self::Pack(_)
                | Self::Database(sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_))
        )
    }

    /// Whether the database refused overlapping live appointments of one attendee.
    pub fn is_overlap(&self) -> bool {
        matches!(self, Self::Database(sqlx::Error::Database(error))
            if error.message().contains("appointments_attendee_overlap"))
    }

    /// Whether the database refused to hold the same Cal.com booking twice.
    pub fn is_duplicate_booking(&self) -> bool {
        matches!(self, Self::Database(sqlx::Error::Database(error))
            if error.is_unique_violation() && error.message().contains("calcom_uid"))
    }
}

crate::sql! {
    PING = "SELECT 1";
    SCHEMA_VERSION = "SELECT COALESCE(MAX(version), 0) FROM _sqlx_migrations WHERE success";
}

/// Runs the same code against whichever engine is open.
macro_rules! on {
    (tx $tx:expr, $c:ident => $body:expr) => {
        match &mut $tx.0 {
            $crate::engine::Open::Postgres(tx) => {
                let $c = &mut **tx;
                $body
            }
            $crate::engine::Open::Sqlite(tx) => {
                let $c = &mut **tx;
                $body
            }
        }
    };
    (read $engine:expr, $c:ident => $body:expr) => {
        match &$engine {
            $crate::engine::Engine::Postgres(pool) => {
                let $c = pool;
                $body
            }
            $crate::engine::Engine::Sqlite { read, .. } => {
                let $c = read;
                $body
            }
        }
    };
}
pub(crate) use on;

/// Runs a statement that returns nothing; how many rows it changed.
macro_rules! exec {
    ($tx:expr, $query:expr) => {
        $crate::engine::on!(tx $tx, db => $query.execute(db).await.map(|done| done.rows_affected()))
    };
}
pub(crate) use exec;

/// Rows that one statement inserts: both engines take so many values at once.
pub(crate) const ROWS_AT_ONCE: usize = 500;

/// Runs a statement that inserts one row, for many of them at once.
macro_rules! insert {
    ($tx:expr, $statement:ident, $rows:expr, |$row:ident, $to:ident| $bind:block) => {
        for rows in $rows.chunks($crate::engine::ROWS_AT_ONCE) {
            let insert = $statement.split("VALUES").next().unwrap_or($statement);
            $crate::engine::on!(tx $tx, db => {
                let mut many = sqlx::QueryBuilder::new(insert);
                many.push_values(rows, |mut $to, $row| $bind);
                many.build().execute(db).await.map(drop)
            })?;
        }
    };
}
pub(crate) use insert;

impl Store {
    /// Opens a PostgreSQL database (`postgres://…`) or an SQLite file (`sqlite:PATH`), with an
    /// optional PostgreSQL replica that answers look-ups.
    ///
    /// # Errors
    /// [`StoreError::Url`], or [`StoreError::Database`] when a file cannot be opened. A server is
    /// connected to when it is first asked for something.
    pub async fn open(
        url: &str,
        replica: Option<&str>,
        options: &Options,
    ) -> Result<Self, StoreError> {
        let primary = Engine::open(url, options).await?;
        let lookups = match replica {
            Some(url) => Engine::open(url, options).await?,
            None => primary.clone(),
        };
        Ok(Self {
            primary,
            lookups,
            replicated: replica.is_some(),
        })
    }

    /// Opens an SQLite file by its path.
    pub async fn open_file(path: &Path, options: &Options) -> Result<Self, StoreError> {
        Self::open(&format!("sqlite:{}", path.display()), None, options).await
    }

    /// Applies the steps that are missing. Safe to run from several processes at once.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        match &self.primary {
            Engine::Postgres(pool) => POSTGRES_STEPS.run(pool).await?,
            // On PostgreSQL, sqlx takes a lock of its own; on SQLite the write lock has to do.
            Engine::Sqlite { write, .. } => {
                let mut tx = write.begin_with("BEGIN IMMEDIATE").await?;
                SQLITE_STEPS.run(&mut *tx).await?;
                tx.commit().await?;
            }
        }
        Ok(())
    }

    /// The newest step that was applied; 0 for an empty database.
    pub async fn schema_version(&self) -> Result<i64, StoreError> {
        let found: Result<i64, sqlx::Error> =
            on!(read self.primary, db => sqlx::query_scalar(SCHEMA_VERSION).fetch_one(db).await);
        match found {
            Ok(version) => Ok(version),
            // A database that was never migrated does not have the table.
            Err(sqlx::Error::Database(error)) if error.message().contains("_sqlx_migrations") => {
                Ok(0)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// The step that this program needs.
    pub fn needed_version() -> i64 {
        POSTGRES_STEPS
            .iter()
            .map(|step| step.version)
            .max()
            .unwrap_or(0)
    }

    /// Refuses a database that this program was not made for (F49).
    ///
    /// # Errors
    /// [`StoreError::TooOld`] or [`StoreError::TooNew`].
    pub async fn check_version(&self) -> Result<(), StoreError> {
        let (found, needed) = (self.schema_version().await?, Self::needed_version());
        match found.cmp(&needed) {
            std::cmp::Ordering::Less => Err(StoreError::TooOld { found, needed }),
            std::cmp::Ordering::Equal => Ok(()),
            std::cmp::Ordering::Greater => Err(StoreError::TooNew {
                found,
                known: needed,
            }),
        }
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), StoreError> {
        on!(read self.primary, db => sqlx::query(PING).execute(db).await.map(drop))?;
        Ok(())
    }

    /// Begins a transaction that may write.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        Ok(Tx(match &self.primary {
            Engine::Postgres(pool) => Open::Postgres(pool.begin().await?),
            // Taking the write lock at once: a transaction that upgrades later may have to fail.
            Engine::Sqlite { write, .. } => {
                Open::Sqlite(write.begin_with("BEGIN IMMEDIATE").await?)
            }
        }))
    }

    /// Begins a transaction that only reads: it sees the database as it is now, whatever is
    /// written meanwhile, and keeps nobody waiting.
    pub async fn begin_reading(&self) -> Result<Tx, StoreError> {
        const SNAPSHOT: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
        Ok(Tx(match &self.primary {
            Engine::Postgres(pool) => Open::Postgres(pool.begin_with(SNAPSHOT).await?),
            Engine::Sqlite { read, .. } => Open::Sqlite(read.begin().await?),
        }))
    }

    /// What the pools hold.
    pub fn pools(&self) -> Vec<PoolFigures> {
        fn figures<DB: sqlx::Database>(pool: &'static str, of: &sqlx::Pool<DB>) -> PoolFigures {
            PoolFigures {
                pool,
                open: of.size(),
                idle: u32::try_from(of.num_idle()).unwrap_or(u32::MAX),
            }
        }
        match (&self.primary, &self.lookups) {
            (Engine::Postgres(primary), Engine::Postgres(replica)) if self.replicated => {
                vec![figures("primary", primary), figures("replica", replica)]
            }
            (Engine::Postgres(primary), _) => vec![figures("primary", primary)],
            (Engine::Sqlite { write, read }, _) => {
                vec![figures("write", write), figures("read", read)]
            }
        }
    }

    /// Whether this is a SQLite file.
    pub fn is_embedded(&self) -> bool {
        matches!(self.primary, Engine::Sqlite { .. })
    }

    /// Asks the engine to prepare a statement; for the test that enumerates them.
    pub async fn prepare(&self, statement: &'static str) -> Result<(), StoreError> {
        use sqlx::Executor as _;
        on!(read self.primary, db => db.prepare(statement).await.map(drop))?;
        Ok(())
    }
}

impl Tx {
    /// Makes everything done in it permanent.
    pub async fn commit(self) -> Result<(), StoreError> {
        match self.0 {
            Open::Postgres(tx) => tx.commit().await?,
            Open::Sqlite(tx) => tx.commit().await?,
        }
        Ok(())
    }
}

impl Engine {
    async fn open(url: &str, options: &Options) -> Result<Self, StoreError> {
        let bad_url = || StoreError::Url { url: redacted(url) };
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let connect = PgConnectOptions::from_str(url)
                .map_err(|_| bad_url())?
                .application_name("ringback")
                .log_statements(log_level_of_all())
                .log_slow_statements(log_level_of_slow(), options.slow_statement);
            let pool = PgPoolOptions::new()
                .max_connections(options.connections)
                .acquire_timeout(options.acquire_timeout)
                .connect_lazy_with(connect);
            return Ok(Self::Postgres(pool));
        }
        let path = url.strip_prefix("sqlite:").ok_or_else(bad_url)?;
        let connect = SqliteConnectOptions::new()
            .filename(path.trim_start_matches("//"))
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // The queue holds a delivery until the transaction that used it is on disk.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(options.acquire_timeout)
            .log_statements(log_level_of_all())
            .log_slow_statements(log_level_of_slow(), options.slow_statement);
        let pool = |connections| {
            SqlitePoolOptions::new()
                .max_connections(connections)
                .acquire_timeout(Duration::from_secs(30))
        };
        // The writer first: it creates the file and sets the journal mode.
        let write = pool(1).connect_with(connect.clone()).await?;
        let read = pool(options.connections).connect_with(connect).await?;
        Ok(Self::Sqlite { write, read })
    }
}

fn log_level_of_all() -> log::LevelFilter {
    log::LevelFilter::Trace
}

fn log_level_of_slow() -> log::LevelFilter {
    log::LevelFilter::Warn
}

/// The URL without its password, before the host or among the parameters.
pub fn redacted(url: &str) -> String {
    // Up to the last `@`: a password may hold anything, this sign and `?` included.
    let url = match (url.find("://"), url.rfind('@')) {
        (Some(scheme), Some(at)) if scheme < at => {
            let user = url[scheme + 3..at].split(':').next().unwrap_or_default();
            format!("{}{user}:***{}", &url[..scheme + 3], &url[at..])
        }
        _ => url.to_owned(),
    };
    let Some((place, parameters)) = url.split_once('?') else {
        return url;
    };
    let parameters: Vec<&str> = parameters
        .split('&')
        .map(|parameter| match parameter.split_once('=') {
            Some(("password", _)) => "password=***",
            _ => parameter,
        })
        .collect();
    format!("{place}?{}", parameters.join("&"))
}
