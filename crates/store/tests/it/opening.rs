//! Opening a database, and what is said about it.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use store::{Options, Store, StoreError, redacted};

use crate::support::{Db, Engine, both};
use crate::world::{call_id, now};

/// What the process logged; nextest gives each test a process, and plain `cargo test` is served
/// by the filter on text below.
static LOGGED: Mutex<Vec<String>> = Mutex::new(Vec::new());

struct Logger;

impl log::Log for Logger {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }
    fn log(&self, record: &log::Record<'_>) {
        if record.level() <= log::Level::Warn {
            let mut logged = LOGGED.lock().unwrap_or_else(PoisonError::into_inner);
            logged.push(format!("{} {}", record.target(), record.args()));
        }
    }
    fn flush(&self) {}
}

async fn slow_statements(engine: Engine) {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        log::set_logger(&Logger).unwrap();
        log::set_max_level(log::LevelFilter::Warn);
    });
    let db = Db::migrated(engine).await;
    let shop = db.shop("salon", "+493023125014").await;
    let options = Options {
        slow_statement: Duration::ZERO,
        ..Options::default()
    };
    let store = Store::open(&db.url, None, &options).await.unwrap();
    let mut tx = store.begin().await.unwrap();
    let id = call_id("call_whose_id_is_not_for_logs");
    tx.lock_call(&shop.tenant.account, &id, &shop.tenant, now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let logged = LOGGED
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .join("\n");
    assert!(
        logged.contains("slow statement") && logged.contains("CALL_CREATE"),
        "{logged}"
    );
    assert!(!logged.contains("not_for_logs"), "{logged}");
}

#[tokio::test]
async fn slow_sqlite_statements_are_logged_by_name_without_values() {
    slow_statements(Engine::Sqlite).await;
}

#[tokio::test]
async fn slow_postgres_statements_are_logged_by_name_without_values() {
    slow_statements(Engine::Postgres).await;
}

both! {
    a_transaction_that_is_dropped_leaves_nothing;
    pools_say_what_they_hold;
    two_stores_write_one_database;
}

async fn a_transaction_that_is_dropped_leaves_nothing(db: Db) {
    let shop = db.shop("salon", "+493023125014").await;
    let mut tx = db.store.begin().await.unwrap();
    tx.lock_call(
        &shop.tenant.account,
        &call_id("call_1"),
        &shop.tenant,
        now(),
    )
    .await
    .unwrap();
    assert_eq!(
        db.count("calls").await,
        0,
        "nobody sees it before it is committed"
    );
    drop(tx);
    // The next writer gets its turn.
    db.call(&shop, "call_2").await;
    assert_eq!(db.count("calls").await, 1);
}

async fn pools_say_what_they_hold(db: Db) {
    db.store.ping().await.unwrap();
    let names: Vec<_> = db.store.pools().iter().map(|pool| pool.pool).collect();
    let expected: &[_] = if db.store.is_embedded() {
        &["write", "read"]
    } else {
        &["primary"]
    };
    assert_eq!(names, expected);
    let tx = db.store.begin().await.unwrap();
    let busy = db.store.pools()[0];
    assert!(busy.open > busy.idle, "{busy:?}");
    drop(tx);
}

async fn two_stores_write_one_database(db: Db) {
    let shop = db.shop("salon", "+493023125014").await;
    let mut tasks = tokio::task::JoinSet::new();
    for no in 0..20 {
        let (store, tenant) = (db.again().await, shop.tenant.clone());
        tasks.spawn(async move {
            let mut tx = store.begin().await?;
            tx.lock_call(
                &tenant.account,
                &call_id(&format!("call_{no}")),
                &tenant,
                now(),
            )
            .await?;
            tx.commit().await
        });
    }
    for done in tasks.join_all().await {
        done.unwrap();
    }
    assert_eq!(db.count("calls").await, 20);
}

#[tokio::test]
async fn a_replica_answers_look_ups_and_nothing_else() {
    let (primary, replica) = (
        Db::migrated(Engine::Postgres).await,
        Db::migrated(Engine::Postgres).await,
    );
    primary.shop("salon", "+493023125014").await;
    let store = Store::open(&primary.url, Some(&replica.url), &Options::default())
        .await
        .unwrap();
    let number = crate::world::phone("+493023125014");
    assert_eq!(
        store.number(&number).await.unwrap(),
        None,
        "asked of the replica, which has nothing"
    );
    let mut tx = store.begin().await.unwrap();
    assert!(
        tx.number(&number).await.unwrap().is_some(),
        "asked of the primary"
    );
    let names: Vec<_> = store.pools().iter().map(|pool| pool.pool).collect();
    assert_eq!(names, ["primary", "replica"]);
}

#[tokio::test]
async fn a_url_that_is_none_is_named_without_its_password() {
    for url in [
        "mysql://ringback:geheim@host/db",
        "postgres://ringback:geheim@host:port/db",
        "ringback.db",
    ] {
        let error = Store::open(url, None, &Options::default())
            .await
            .unwrap_err();
        assert!(matches!(error, StoreError::Url { .. }), "{error:?}");
        assert!(
            !format!("{error} {error:?}").contains("geheim"),
            "{error:?}"
        );
    }
}

#[tokio::test]
async fn a_file_opens_by_its_path() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("with space and ü?.db");
    let store = Store::open_file(&path, &Options::default()).await.unwrap();
    store.migrate().await.unwrap();
    assert!(path.exists());
}

#[test]
fn passwords_do_not_show() {
    for (url, shown) in [
        (
            "postgres://ringback:geheim@db.example.com:5432/ringback",
            "postgres://ringback:***@db.example.com:5432/ringback",
        ),
        (
            "postgres://ringback:ge@heim:mi@t@host/db",
            "postgres://ringback:***@host/db",
        ),
        ("postgres://host/db", "postgres://host/db"),
        (
            "postgres://ringback:ge?heim@host/db",
            "postgres://ringback:***@host/db",
        ),
        (
            "postgres://host/db?user=ringback&password=geheim",
            "postgres://host/db?user=ringback&password=***",
        ),
        (
            "postgres://host/db?password=geheim&sslmode=require",
            "postgres://host/db?password=***&sslmode=require",
        ),
        ("sqlite:ringback.db", "sqlite:ringback.db"),
    ] {
        assert_eq!(redacted(url), shown);
    }
}
