//! The two sets of tables are one, and the program knows which it needs.

use std::collections::{BTreeMap, BTreeSet};

use store::{Store, StoreError};

use crate::support::{Db, Engine, both};

/// Table to columns; a nullable column ends in `?`.
type Tables = BTreeMap<String, BTreeSet<String>>;

async fn tables(db: &Db) -> Tables {
    let sql = match db.engine() {
        Engine::Postgres => {
            "SELECT c.table_name::text, c.column_name::text, c.is_nullable::text \
             FROM information_schema.columns c WHERE c.table_schema = 'public'"
        }
        // A primary key of one column is not null, whatever the pragma says.
        Engine::Sqlite => {
            "SELECT t.name, c.name, CASE WHEN c.\"notnull\" = 0 AND c.pk = 0 THEN 'YES' ELSE 'NO' END \
             FROM sqlite_schema t JOIN pragma_table_info(t.name) c WHERE t.type = 'table'"
        }
    };
    let mut tables = Tables::new();
    for row in db.rows(sql).await {
        let [table, column, nullable] = row.as_slice() else {
            unreachable!("three columns were asked for")
        };
        let mark = if nullable.as_deref() == Some("YES") {
            "?"
        } else {
            ""
        };
        let column = format!("{}{mark}", column.as_deref().unwrap());
        tables
            .entry(table.clone().unwrap())
            .or_default()
            .insert(column);
    }
    tables.remove("_sqlx_migrations");
    tables
}

async fn indexes(db: &Db) -> BTreeSet<String> {
    let sql = match db.engine() {
        Engine::Postgres => {
            "SELECT i.indexname::text FROM pg_indexes i WHERE i.schemaname = 'public' \
             AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conname = i.indexname)"
        }
        Engine::Sqlite => "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL",
    };
    let mut names: BTreeSet<String> = db
        .rows(sql)
        .await
        .into_iter()
        .map(|row| row[0].clone().unwrap())
        .collect();
    names.remove("_sqlx_migrations_pkey");
    names
}

#[tokio::test]
async fn both_engines_know_the_same_tables_columns_and_indexes() {
    let (sqlite, postgres) = (
        Db::migrated(Engine::Sqlite).await,
        Db::migrated(Engine::Postgres).await,
    );
    let known = tables(&sqlite).await;
    assert_eq!(known, tables(&postgres).await);
    assert_eq!(known.len(), 27, "{:?}", known.keys());
    assert!(known["customers"].contains("phone?") && known["services"].contains("minutes"));
    assert_eq!(indexes(&sqlite).await, indexes(&postgres).await);
}

both! {
    the_indexes_that_the_report_asked_for_exist;
    f49_a_database_of_another_version_is_refused;
    f49_a_step_that_failed_does_not_count;
    migrating_again_changes_nothing;
}

async fn the_indexes_that_the_report_asked_for_exist(db: Db) {
    let known = indexes(&db).await;
    for name in [
        "phone_numbers_company_active",
        "offers_company_active_event_type",
        "calls_retell_call_id_status",
        "calls_company_created",
        "calls_customer_started",
        "appointments_customer_start",
        "appointments_service_status_start",
    ] {
        assert!(known.contains(name), "{name} is missing");
    }
}

async fn f49_a_database_of_another_version_is_refused(db: Db) {
    db.store.check_version().await.unwrap();
    let needed = Store::needed_version();
    let newer = needed + 1;
    db.execute(&format!(
        "INSERT INTO _sqlx_migrations (version, description, installed_on, success, checksum, execution_time) \
         SELECT {newer}, description, installed_on, success, checksum, execution_time FROM _sqlx_migrations \
         WHERE version = {needed}"
    ))
    .await
    .unwrap();
    let error = db.store.check_version().await.unwrap_err();
    assert!(
        matches!(error, StoreError::TooNew { found, known } if found == newer && known == needed)
    );
    assert!(error.to_string().contains("run a newer release"), "{error}");
    db.store.migrate().await.unwrap_err();
}

async fn f49_a_step_that_failed_does_not_count(db: Db) {
    db.execute("UPDATE _sqlx_migrations SET success = FALSE")
        .await
        .unwrap();
    assert!(matches!(
        db.store.check_version().await,
        Err(StoreError::TooOld { .. })
    ));
    db.store.migrate().await.unwrap_err();
}

async fn migrating_again_changes_nothing(db: Db) {
    let before = db
        .rows("SELECT CAST(installed_on AS TEXT) FROM _sqlx_migrations")
        .await;
    db.store.migrate().await.unwrap();
    assert_eq!(
        before,
        db.rows("SELECT CAST(installed_on AS TEXT) FROM _sqlx_migrations")
            .await
    );
}

async fn unmigrated(engine: Engine) {
    let db = Db::empty(engine).await;
    assert_eq!(db.store.schema_version().await.unwrap(), 0);
    let error = db.store.check_version().await.unwrap_err();
    assert!(matches!(error, StoreError::TooOld { found: 0, .. }));
    assert!(
        error.to_string().contains("run `ringback migrate`"),
        "{error}"
    );
    db.store.ping().await.unwrap();
}

/// Several processes that start at once; each a store of its own.
async fn migrated_at_once(engine: Engine) {
    let db = Db::empty(engine).await;
    let (one, two, three, four) = (
        db.again().await,
        db.again().await,
        db.again().await,
        db.again().await,
    );
    let done = tokio::join!(
        one.migrate(),
        two.migrate(),
        three.migrate(),
        four.migrate()
    );
    for done in [done.0, done.1, done.2, done.3] {
        done.unwrap();
    }
    db.store.check_version().await.unwrap();
    assert_eq!(db.count("_sqlx_migrations").await, 4);
}

#[tokio::test]
async fn f49_an_empty_sqlite_file_is_refused_with_advice() {
    unmigrated(Engine::Sqlite).await;
}

#[tokio::test]
async fn f49_an_empty_postgres_database_is_refused_with_advice() {
    unmigrated(Engine::Postgres).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sqlite_file_is_migrated_once_by_many() {
    migrated_at_once(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_postgres_database_is_migrated_once_by_many() {
    migrated_at_once(Engine::Postgres).await;
}
