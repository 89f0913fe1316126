//! A fresh, migrated database of either engine.

use sqlx::{Column as _, Connection as _, Row as _, TypeInfo as _, ValueRef as _};
use store::{Options, Store, StoreError, Tx};

/// A store, and the way to look behind it.
pub(crate) struct Db {
    pub(crate) store: Store,
    pub(crate) url: String,
    _home: Home,
}

enum Home {
    File(#[expect(dead_code, reason = "held for its destructor")] tempfile::TempDir),
    Server(#[expect(dead_code, reason = "held for its destructor")] Box<testkit::Database>),
}

/// The engines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Engine {
    Sqlite,
    Postgres,
}

/// Declares tests that run on both engines, each on a migrated database of its own.
macro_rules! both {
    ($($test:ident;)+) => {
        mod sqlite {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $test() {
                    super::$test($crate::support::Db::migrated($crate::support::Engine::Sqlite).await).await;
                }
            )+
        }

        mod postgres {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $test() {
                    super::$test($crate::support::Db::migrated($crate::support::Engine::Postgres).await).await;
                }
            )+
        }
    };
}
pub(crate) use both;

impl Db {
    /// An empty database.
    pub(crate) async fn empty(engine: Engine) -> Self {
        let (url, home) = match engine {
            Engine::Sqlite => {
                let dir = tempfile::tempdir().unwrap();
                let path = dir.path().join("ringback.db");
                (format!("sqlite:{}", path.display()), Home::File(dir))
            }
            Engine::Postgres => {
                let database = testkit::Database::fresh().await.unwrap();
                (database.url(), Home::Server(Box::new(database)))
            }
        };
        let store = Store::open(&url, None, &Options::default()).await.unwrap();
        Self {
            store,
            url,
            _home: home,
        }
    }

    /// A database with Ringback's tables.
    pub(crate) async fn migrated(engine: Engine) -> Self {
        let db = Self::empty(engine).await;
        db.store.migrate().await.unwrap();
        db
    }

    pub(crate) fn engine(&self) -> Engine {
        if self.store.is_embedded() {
            Engine::Sqlite
        } else {
            Engine::Postgres
        }
    }

    /// Another store on the same database, as another process would open it.
    pub(crate) async fn again(&self) -> Store {
        Store::open(&self.url, None, &Options::default())
            .await
            .unwrap()
    }

    /// Does it all in one transaction; an error leaves nothing.
    pub(crate) async fn tx<T>(
        &self,
        work: impl AsyncFnOnce(&mut Tx) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut tx = self.store.begin().await?;
        let done = work(&mut tx).await?;
        tx.commit().await?;
        Ok(done)
    }

    /// Runs SQL past the store.
    pub(crate) async fn execute(&self, sql: &str) -> Result<(), sqlx::Error> {
        match self.engine() {
            Engine::Sqlite => {
                let mut connection = sqlx::SqliteConnection::connect(&self.url).await?;
                sqlx::raw_sql("PRAGMA foreign_keys = ON")
                    .execute(&mut connection)
                    .await?;
                sqlx::raw_sql(sql).execute(&mut connection).await?;
                connection.close().await
            }
            Engine::Postgres => {
                let mut connection = sqlx::PgConnection::connect(&self.url).await?;
                sqlx::raw_sql(sql).execute(&mut connection).await?;
                connection.close().await
            }
        }
    }

    /// What SQL past the store answers; columns must be text.
    pub(crate) async fn rows(&self, sql: &str) -> Vec<Vec<Option<String>>> {
        /// Reads every column as text.
        macro_rules! read {
            ($connection:ty) => {{
                let mut connection = <$connection>::connect(&self.url).await.unwrap();
                let rows = sqlx::query(sql).fetch_all(&mut connection).await.unwrap();
                connection.close().await.unwrap();
                rows.iter()
                    .map(|row| {
                        (0..row.len())
                            .map(|column| {
                                let value = row.try_get_raw(column).unwrap();
                                let (null, kind) =
                                    (value.is_null(), value.type_info().name().to_owned());
                                assert!(
                                    null || kind == "TEXT",
                                    "`{}` is {kind}, not text: {sql}",
                                    row.column(column).name()
                                );
                                row.get(column)
                            })
                            .collect()
                    })
                    .collect()
            }};
        }
        match self.engine() {
            Engine::Sqlite => read!(sqlx::SqliteConnection),
            Engine::Postgres => read!(sqlx::PgConnection),
        }
    }

    /// The one text that SQL past the store answers.
    pub(crate) async fn text(&self, sql: &str) -> String {
        let rows = self.rows(sql).await;
        assert_eq!((rows.len(), rows[0].len()), (1, 1), "{sql}");
        rows[0][0].clone().unwrap_or_else(|| "NULL".into())
    }

    /// How many rows a table has.
    pub(crate) async fn count(&self, table: &str) -> i64 {
        let count = self
            .text(&format!("SELECT CAST(COUNT(*) AS TEXT) FROM {table}"))
            .await;
        count.parse().unwrap()
    }
}
