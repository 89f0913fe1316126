//! What happens while a month is closed. On PostgreSQL, where others can write meanwhile.

use std::process::{Child, Stdio};
use std::time::Duration;

use sqlx::{Connection as _, PgConnection};

use super::super::Ran;
use super::{Desk, RATES, block_on, first_call};

const CLOSE: [&str; 3] = ["costs", "close", "2025-10"];

impl Desk {
    /// A month with a call, to be closed.
    fn to_close() -> Self {
        let mut desk = Self::on_postgres();
        desk.import(RATES);
        desk.send(&first_call());
        desk
    }

    async fn connect(&self) -> PgConnection {
        PgConnection::connect(&self.url()).await.unwrap()
    }

    /// Starts a command while it is somebody else's turn at prices, does this as soon as it waits
    /// for that, and gives it its turn. What says that it holds ledgers does so until they are
    /// waited for.
    fn meanwhile(&self, args: &[&str], what: impl AsyncFnOnce(&mut PgConnection) -> bool) -> Ran {
        block_on(async {
            let options = store::Options::default();
            let store = store::Store::open(&self.url(), None, &options).await;
            let mut turn = store.unwrap().begin().await.unwrap();
            turn.take_turn_at_prices().await.unwrap();
            let mut command = self.home.command(args);
            let command = command.stdout(Stdio::piped()).stderr(Stdio::piped());
            let mut child = command.spawn().unwrap();
            let mut other = self.connect().await;
            waits(&mut other, &mut child, "TURN_TAKE").await;
            let holds = what(&mut other).await;
            turn.commit().await.unwrap();
            if holds {
                waits(&mut self.connect().await, &mut child, "HEADS_CLOSE").await;
                run(&mut other, "COMMIT").await;
            }
            Ran::of(child.wait_with_output().unwrap())
        })
    }
}

/// Until the command waits for somebody else, in this statement.
async fn waits(connection: &mut PgConnection, child: &mut Child, statement: &str) {
    // Other tests wait on the same server, in databases of their own.
    let sql = "SELECT COUNT(*) FROM pg_stat_activity \
               WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE $1";
    for _ in 0..1200 {
        let waiting: i64 = sqlx::query_scalar(sql)
            .bind(format!("%/* {statement} */%"))
            .fetch_one(&mut *connection)
            .await
            .unwrap();
        if waiting > 0 {
            return;
        }
        let ended = child.try_wait().unwrap();
        assert_eq!(ended, None, "it did not wait in {statement}");
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("it does not get as far as {statement}");
}

async fn run(connection: &mut PgConnection, sql: &str) {
    sqlx::raw_sql(sql).execute(connection).await.unwrap();
}

#[test]
fn whoever_writes_prices_and_whoever_closes_a_month_take_turns() {
    let desk = Desk::to_close();
    let import = ["tenant", "import", "tenants.toml"];
    for command in [import, CLOSE] {
        let ran = desk.meanwhile(&command, async |_| false);
        assert_eq!(ran.status, 0, "{}", ran.err);
    }
}

#[test]
fn f66_a_fee_that_changes_while_a_month_is_closed_is_not_left_out() {
    let desk = Desk::to_close();
    let dearer = async |other: &mut PgConnection| {
        run(other, "UPDATE fees SET eur_cents = eur_cents * 2").await;
        false
    };
    let ran = desk.meanwhile(&CLOSE, dearer);
    assert_eq!(ran.status, 1);
    assert!(ran.err.contains("changed meanwhile"), "{}", ran.err);
    assert_eq!(desk.home.run(&CLOSE).status, 0);
    assert_eq!(desk.total("2025-10")[2], "14");
}

/// A delivery that looked for a rate before that of its day was there, and is done while the month
/// is closed.
#[test]
fn f68_a_call_that_is_worked_on_while_its_month_is_closed_is_not_billed_at_an_older_rate() {
    let desk = Desk::to_close();
    let delivery = async |other: &mut PgConnection| {
        run(other, "BEGIN; UPDATE ledgers SET rate_day = '2025-10-10'").await;
        true
    };
    let ran = desk.meanwhile(&CLOSE, delivery);
    assert_eq!(ran.status, 1);
    assert!(
        ran.err.contains("better rate: call_1") && ran.err.contains("run it again"),
        "{}",
        ran.err
    );
    assert_eq!(desk.home.run(&CLOSE).status, 0);
    assert_eq!(desk.rate_day("call_1"), "2025-10-15");
}

#[test]
fn f68_a_rate_that_is_replaced_while_a_month_is_closed_is_not_left_out() {
    let desk = Desk::to_close();
    let replaced = async |other: &mut PgConnection| {
        run(
            other,
            "UPDATE fx_rates SET per_euro = 1.5 WHERE day = '2025-10-15'",
        )
        .await;
        false
    };
    let ran = desk.meanwhile(&CLOSE, replaced);
    assert_eq!(ran.status, 1);
    assert!(ran.err.contains("better rate: call_1"), "{}", ran.err);
    assert_eq!(desk.home.run(&CLOSE).status, 0);
    assert_eq!(desk.total("2025-10")[2], "11");
}
