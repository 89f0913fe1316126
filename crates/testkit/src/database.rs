use std::str::FromStr;
use std::sync::{Arc, Weak};
use std::thread;

use anyhow::{Context, bail};
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{ConnectOptions, Connection, Executor};
use tokio::sync::Mutex;

use crate::postgres::Postgres;

/// An empty PostgreSQL database, dropped with this value.
#[derive(Debug)]
pub struct Database {
    server: PgConnectOptions,
    name: String,
    /// Set when the server is ours: then the database goes with it and need not be dropped.
    private: Option<Arc<Postgres>>,
}

impl Database {
    /// Creates a database in the server that [`crate::DATABASE_URL`] names, else in a private one
    /// that the tests of this process share.
    ///
    /// # Errors
    /// The given URL names a database without `test` in its name (F76), or no server was to be had.
    pub async fn fresh() -> anyhow::Result<Self> {
        let given = std::env::var(crate::DATABASE_URL).ok();
        let (server, private) = if let Some(url) = given {
            (test_options(&url)?, None)
        } else {
            let private = shared_server().await?;
            (private.options(), Some(private))
        };
        let name = format!("ringback_test_{}", uuid::Uuid::new_v4().simple());
        // `template0` and not `template1`: nobody can be connected to it, which would refuse us.
        let statement = format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'");
        execute(&server, &statement)
            .await
            .context("cannot create a test database")?;
        Ok(Self {
            server,
            name,
            private,
        })
    }

    /// `postgres://…`, with the database and parameters as sqlx knows them.
    pub fn url(&self) -> String {
        self.server
            .clone()
            .database(&self.name)
            .to_url_lossy()
            .to_string()
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if self.private.is_some() {
            return;
        }
        let server = self.server.clone();
        let statement = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        // A thread, because a destructor cannot await and may itself run inside a runtime.
        let dropped = thread::spawn(move || {
            tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()?
                .block_on(execute(&server, &statement))
        });
        if !matches!(dropped.join(), Ok(Ok(()))) {
            eprintln!("could not drop the test database {}", self.name);
        }
    }
}

/// Whether `url` names a database that tests may have to themselves: one with `test` in its name.
///
/// # Errors
/// The URL is none of PostgreSQL.
pub fn is_test_database(url: &str) -> anyhow::Result<bool> {
    let options = PgConnectOptions::from_str(url)
        .with_context(|| format!("{} is no PostgreSQL URL", crate::DATABASE_URL))?;
    Ok(options
        .get_database()
        .is_some_and(|name| name.contains("test")))
}

fn test_options(url: &str) -> anyhow::Result<PgConnectOptions> {
    if !is_test_database(url)? {
        bail!(
            "{} must name a database with `test` in its name, such as \
             postgres://localhost/ringback_test: tests create and drop databases on that server",
            crate::DATABASE_URL,
        );
    }
    Ok(PgConnectOptions::from_str(url)?)
}

/// One server for all tests of this process, for as long as one of them has a database in it.
async fn shared_server() -> anyhow::Result<Arc<Postgres>> {
    static SHARED: Mutex<Weak<Postgres>> = Mutex::const_new(Weak::new());
    let mut shared = SHARED.lock().await;
    if let Some(server) = shared.upgrade() {
        return Ok(server);
    }
    let server = Arc::new(Postgres::private().await?);
    *shared = Arc::downgrade(&server);
    Ok(server)
}

async fn execute(server: &PgConnectOptions, statement: &str) -> anyhow::Result<()> {
    let mut connection = PgConnection::connect_with(server).await?;
    connection.execute(statement).await?;
    Ok(connection.close().await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn databases_are_empty_and_apart() {
        let (one, two) = (
            Database::fresh().await.unwrap(),
            Database::fresh().await.unwrap(),
        );
        assert_ne!(one.url(), two.url());
        for database in [&one, &two] {
            let mut connection = PgConnection::connect(&database.url()).await.unwrap();
            connection
                .execute("CREATE TABLE apart (n int)")
                .await
                .unwrap();
        }
    }

    #[test]
    fn f76_a_database_without_test_in_its_name_is_refused() {
        let error = test_options("postgres://localhost/ringback")
            .unwrap_err()
            .to_string();
        assert!(error.contains("RINGBACK_TEST_DATABASE_URL") && error.contains("`test`"));
        assert!(test_options("postgres://localhost/ringback_test").is_ok());
        assert!(test_options("postgres://test@localhost").is_err());
    }
}
