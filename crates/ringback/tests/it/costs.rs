//! Money on the command line: two calls of October 2025, their month closed, and what became known
//! afterwards. Every figure is worked out by hand.

mod accounts;
mod fetching;
mod left;
mod rates;
mod turns;

use serde_json::{Value, json};
use sqlx::Connection as _;
use testkit::Database;

use super::{Home, KEY, Ran, Served, until};

/// A reseller and its company, with the company's plan at this price and our fee.
pub(super) fn tenants(per_minute: &str, fee: &str) -> String {
    format!(
        "
[[company]]
slug = 'holding'
name = 'Holding'

[[company]]
slug = 'salon'
name = 'Salon'
parent = 'holding'
[[company.branch]]
slug = 'mitte'
name = 'Mitte'
zone = 'Europe/Berlin'
language = 'de'
[[company.branch.number]]
number = '+493023125014'
account = 'default'
active_from = 2025-01-01T00:00:00Z
[[company.plan]]
name = 'Basis'
valid_from = 2025-01-01
per = 'minute'
eur_cents_per_minute = '{per_minute}'
eur_cents_per_call = '5'
included_minutes = 1
markup_percent = '20'

[[telephony]]
direction = 'inbound'
prefix = '+49'
valid_from = 2025-01-01
per = 'minute'
us_cents_per_minute = '1.25'

[[fee]]
name = 'servers'
valid_from = 2025-01-01
per = 'minute'
eur_cents = '{fee}'
"
    )
}

/// €1 = $1.25 on the days of the calls; the weekend before has none.
pub(super) const RATES: &str =
    "Date,USD,JPY,\n2025-10-16,1.25,170,\n2025-10-15,1.25,170,\n2025-10-10,1.6,N/A,\n";

/// An event of a call that began on a day of October, at noon in Berlin plus some hours.
pub(super) fn event(event: &str, id: &str, at_ms: i64, seconds: i64, products: &Value) -> String {
    let parts = products.as_array().unwrap();
    let combined: f64 = parts
        .iter()
        .map(|part| part["cost"].as_f64().unwrap())
        .sum();
    json!({
        "event": event,
        "event_timestamp": at_ms + seconds * 1000 + i64::from(event == "call_analyzed"),
        "call": {
            "call_id": id,
            "call_type": "phone_call",
            "agent_id": "agent_1",
            "direction": "inbound",
            "from_number": "+4917604069021",
            "to_number": "+493023125014",
            "start_timestamp": at_ms,
            "end_timestamp": at_ms + seconds * 1000,
            "duration_ms": seconds * 1000,
            "call_cost": { "product_costs": products, "combined_cost": combined },
        },
    })
    .to_string()
}

/// 2025-10-15T10:00:00Z.
pub(super) const NOON: i64 = 1_760_522_400_000;
pub(super) const HOUR: i64 = 3_600_000;

pub(super) fn part(product: &str, cost: f64) -> Value {
    json!({ "product": product, "cost": cost })
}

pub(super) struct Desk {
    pub(super) home: Home,
    served: Served,
    sent: usize,
    /// Its server's, if it has one.
    database: Option<Database>,
}

pub(super) fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Runtime::new().unwrap().block_on(future)
}

impl Desk {
    /// A service with tenants.
    pub(super) fn new() -> Self {
        Self::with(&tenants("15", "0.5"))
    }

    /// A service with these tenants.
    pub(super) fn with(tenants: &str) -> Self {
        Self::at(Home::new(), tenants)
    }

    /// A service on PostgreSQL.
    pub(super) fn on_postgres() -> Self {
        let database = block_on(Database::fresh()).unwrap();
        let home = Home::new().with("RINGBACK_DATABASE_URL", &database.url());
        assert_eq!(home.run(&["migrate"]).status, 0);
        Self {
            database: Some(database),
            ..Self::at(home, &tenants("15", "0.5"))
        }
    }

    /// Where its database is.
    fn url(&self) -> String {
        let file = || self.home.folder.path().join("ringback-data/store.sqlite");
        let given = self.database.as_ref().map(Database::url);
        given.unwrap_or_else(|| format!("sqlite:{}", file().display()))
    }

    /// Runs SQL past the program.
    fn execute(&self, sql: &str) {
        let url = self.url();
        block_on(async {
            if self.database.is_some() {
                let mut connection = sqlx::PgConnection::connect(&url).await.unwrap();
                sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
            } else {
                let mut connection = sqlx::SqliteConnection::connect(&url).await.unwrap();
                sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
            }
        });
    }

    /// The same, with these settings.
    fn at(home: Home, tenants: &str) -> Self {
        home.write("tenants.toml", tenants);
        home.json(&["tenant", "import", "tenants.toml", "--json"]);
        let served = home.serve();
        Self {
            home,
            served,
            sent: 0,
            database: None,
        }
    }

    /// Sends a body three times, and waits until it is worked on.
    pub(super) fn send(&mut self, body: &str) {
        self.home.write("event.json", body);
        let url = self.served.url.clone();
        let ran = self.home.run(&[
            "send",
            "event.json",
            "--key",
            KEY,
            "--url",
            &url,
            "--repeat",
            "3",
        ]);
        assert_eq!(ran.status, 0, "{}", ran.err);
        self.sent += 1;
        let list = || self.home.json(&["events", "list", "--json"]);
        let processed = |events: &Value| {
            let events = events.as_array().unwrap();
            events
                .iter()
                .filter(|event| event["status"] == "processed")
                .count()
                == self.sent
        };
        until(list, processed);
    }

    pub(super) fn month(&self, month: &str, by: &str) -> Vec<Value> {
        let rows = self
            .home
            .json(&["costs", "--month", month, "--by", by, "--format", "json"]);
        rows.as_array().unwrap().clone()
    }

    /// The total of a month: calls, adjustments, and exact cents of cost, price and margins.
    pub(super) fn total(&self, month: &str) -> [String; 6] {
        let rows = self.month(month, "company");
        let total = rows.last().unwrap();
        [
            "calls",
            "adjustments",
            "cost_eur_cents",
            "price_eur_cents",
            "margin_eur_cents",
            "resellers_margin_eur_cents",
        ]
        .map(|column| match &total[column] {
            Value::String(digits) => digits.parse::<f64>().unwrap().to_string(),
            other => other.to_string(),
        })
    }

    pub(super) fn refused(&self, args: &[&str]) -> String {
        let Ran { status, err, .. } = self.home.run(args);
        assert_eq!(status, 1, "{args:?}: {err}");
        err
    }
}

pub(super) fn first_call() -> String {
    // 90 s are two started minutes. Vendors: 15 US ct, 12 ct. Fee: 1 ct. Price: 5 for the call, a
    // minute free, a minute at 15. The reseller pays 13 ct and 20 %.
    let products = json!([part("gpt_4_1", 10.0), part("eu_telephony", 5.0)]);
    event("call_ended", "call_1", NOON, 90, &products)
}

pub(super) fn second_call() -> String {
    // 60 s. Vendors: 10 and an estimate of 1.25 US ct, 9 ct. Fee: 0.5 ct. Price: 5 and 15.
    let products = json!([part("gpt_4_1", 10.0)]);
    event("call_ended", "call_2", NOON + 24 * HOUR, 60, &products)
}

#[test]
fn a_month_is_worked_out_closed_and_corrected_on_sqlite() {
    a_month_is_worked_out_closed_and_corrected(Desk::new());
}

#[test]
fn a_month_is_worked_out_closed_and_corrected_on_postgresql() {
    a_month_is_worked_out_closed_and_corrected(Desk::on_postgres());
}

fn a_month_is_worked_out_closed_and_corrected(mut desk: Desk) {
    desk.home.write("rates.csv", RATES);
    let rates = desk.home.json(&["rates", "import", "rates.csv", "--json"]);
    assert_eq!(
        (&rates["new"], &rates["newest"]),
        (&json!(3), &json!("2025-10-16"))
    );
    let again = desk.home.json(&["rates", "import", "rates.csv", "--json"]);
    assert_eq!(again["new"], 0);

    // The later call first: the included minute is nevertheless the earlier one's.
    desk.send(&second_call());
    desk.send(&first_call());
    let october = ["2", "0", "22.5", "40", "4.5", "13"];
    assert_eq!(desk.total("2025-10"), october);
    let rows = desk.month("2025-10", "day");
    let shown: Vec<_> = rows
        .iter()
        .map(|row| {
            [
                &row["of"],
                &row["vendors_usd"],
                &row["cost_eur"],
                &row["margin_eur"],
            ]
        })
        .map(|row| row.map(|cell| cell.as_str().unwrap()))
        .collect();
    // 26.25 US ct and 22.5 ct are 26 and 23, and the days add up to them. The margin is what 40 ct
    // leave of 23 and of the reseller's 13.
    assert_eq!(
        shown,
        [
            ["2025-10-15", "0.15", "0.13", "0.03"],
            ["2025-10-16", "0.11", "0.10", "0.01"],
            ["total", "0.26", "0.23", "0.04"],
        ]
    );
    let csv = desk.home.run(&[
        "costs", "--month", "2025-10", "--by", "number", "--format", "csv",
    ]);
    assert!(
        csv.out.starts_with("of,calls,adjustments,seconds,"),
        "{}",
        csv.out
    );
    assert!(
        csv.out.contains("\n+493023125014,2,0,150,0.26,0.23,0.40,"),
        "{}",
        csv.out
    );
    assert!(
        csv.err.contains("1 calls have an estimated cost"),
        "{}",
        csv.err
    );

    let call = desk.home.json(&["costs", "call", "call_1", "--json"]);
    assert_eq!(call["rate"]["day"], "2025-10-15");
    assert_eq!(call["bill"]["lines"][1]["item"], "1 min included");
    assert_eq!(call["bill"]["wholesale_eur_cents"], "15.6");
    assert_eq!(call["history"].as_array().unwrap().len(), 3);
    let statement = |month: &str, company: &str| {
        let args = ["costs", "statement", "--month", month, "--company", company];
        desk.home
            .run(&[&args[..], &["--format", "csv"]].concat())
            .out
    };
    let salons = "company,month,currency,standing,item,quantity,terms,eur,eur_cents\n\
                  salon,2025-10,EUR,preview,call,2,the call,0.10,10\n\
                  salon,2025-10,EUR,preview,included,1 min,included,0.00,0\n\
                  salon,2025-10,EUR,preview,time,2 min,\"at €0.1500 a minute, after 1 min of the month\",0.30,30\n\
                  salon,2025-10,EUR,preview,total,,,0.40,40\n";
    assert_eq!(statement("2025-10", "salon"), salons);
    assert!(statement("2025-10", "holding").contains("wholesale,2,calls of salon,0.27,27"));

    assert!(
        desk.refused(&["costs", "close", "2025-11"])
            .contains("2025-10 is still open")
    );
    assert!(
        desk.refused(&["costs", "close", "9000-01"])
            .contains("not over yet")
    );
    let closed = desk.home.run(&["costs", "close", "2025-10"]);
    assert!(
        closed.out.contains("2 calls, 0 adjustments"),
        "{}{}",
        closed.out,
        closed.err
    );
    assert!(
        desk.refused(&["costs", "close", "2025-10"])
            .contains("closed already")
    );
    assert_eq!(
        statement("2025-10", "salon"),
        salons.replace("preview", "final")
    );

    // The fact arrives for call_2: 2.5 US ct, 2 ct instead of the estimated 1. And a call of that
    // morning nobody knew of: 5 US ct, 4 ct, fee 0.5; the month's free minute is billed already.
    let products = json!([part("gpt_4_1", 10.0), part("eu_telephony", 2.5)]);
    desk.send(&event(
        "call_analyzed",
        "call_2",
        NOON + 24 * HOUR,
        60,
        &products,
    ));
    let products = json!([part("eu_telephony", 5.0)]);
    desk.send(&event("call_ended", "call_3", NOON - HOUR, 60, &products));
    assert_eq!(desk.total("2025-10"), october, "closed");
    // Wholesale: 1.2 and 5.4, price: 5 and 15.
    assert_eq!(
        desk.total("2025-11"),
        ["0", "2", "5.5", "20", "1.1", "13.4"]
    );

    let plan = desk.home.write("dearer.toml", &tenants("99", "0.5"));
    let err = desk.refused(&["tenant", "import", plan.to_str().unwrap()]);
    assert!(err.contains("2025-10 is closed"), "{err}");

    let fee = desk.home.write("fee.toml", &tenants("15", "1"));
    let err = desk.refused(&["tenant", "import", fee.to_str().unwrap()]);
    assert!(err.contains("2025-10 is closed"), "{err}");

    // F66: the facts worked out anew are what is there. A dearer fee, for which somebody went past
    // the program, is shown, then applied.
    let recompute = |args: &[&str]| {
        let ran = desk.home.run(&[&["costs", "recompute"], args].concat());
        assert_eq!(ran.status, 0, "{}", ran.err);
        ran.err
    };
    assert!(recompute(&[]).contains("0 of 3 calls differ"));
    desk.execute("UPDATE fees SET eur_cents = eur_cents * 2");
    assert!(recompute(&[]).contains("3 of 3 calls differ"));
    assert!(recompute(&["--apply"]).contains("3 of 3 calls differ"));
    assert!(recompute(&[]).contains("0 of 3 calls differ"));
    assert_eq!(desk.total("2025-10"), october, "closed");
    assert_eq!(desk.total("2025-11")[2], "7.5");
    let by_component = desk.month("2025-11", "component");
    assert_eq!(by_component[0]["terms"], "of 2025-10");
}
