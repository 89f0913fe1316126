//! How long does a month's report take over a million calls? PostgreSQL, a thousand companies, four
//! cost lines a call; each company has a plan with included minutes and tiers. Once with the calls
//! of a year, and once with all of them in the month that is asked for.
//!
//! ```sh
//! cargo bench -p store
//! ```

use std::collections::BTreeSet;
use std::time::Duration;

use criterion::Criterion;
use domain::bill::{self, Figures, Plans};
use domain::id::CompanyId;
use domain::money::EurCents;
use domain::month::Month;
use domain::price::{PricePlan, Tier, Tiers};
use domain::tariff::Step;
use sqlx::Connection as _;
use store::{Options, Store};
use tokio::runtime::Runtime;

/// Where a million calls are: what that is called, the first call, and the pause before the next.
const SPREADS: [(&str, &str, &str); 2] = [
    (
        "a month of a year's million calls",
        "2026-01-01",
        "31.5 seconds",
    ),
    ("a month of a million calls", "2026-11-01", "2.5 seconds"),
];

/// Rows as calls leave them, past the store: a million deliveries would take an hour.
const FILL: &[&str] = &[
    "SET session_replication_role = replica",
    "SET synchronous_commit = off",
    "CREATE TEMP TABLE n AS SELECT n, CAST(lpad(to_hex(n), 32, '0') AS uuid) AS id, \
     CAST(lpad(to_hex(n % 1000 + 1), 32, '0') AS uuid) AS company, \
     timestamptz 'FIRST' + interval 'PAUSE' * n AS at, 20000 + (n * 7919) % 200000 AS ms \
     FROM generate_series(CAST(1 AS bigint), 1000000) n",
    "INSERT INTO companies (id, slug, name, reading, updated_at) \
     SELECT CAST(lpad(to_hex(n), 32, '0') AS uuid), 'c' || n, 'Salon', '{}', now() FROM generate_series(1, 1000) n",
    "INSERT INTO calls (id, account, retell_call_id, company_id, branch_id, status, started_at, duration_ms, connected, \
     created_at, updated_at, version) \
     SELECT id, 'default', 'call_' || n, company, company, 'analyzed', at, ms, TRUE, at, at, 1 FROM n",
    "INSERT INTO ledgers SELECT id, company, at, to_char(at, 'YYYY-MM-DD'), to_char(at, 'YYYY-MM'), \
     '+49302312' || lpad(CAST(n % 1000 AS text), 4, '0'), ms, to_char(at, 'YYYY-MM-DD'), 1.0876, 'ecb', \
     21.2916691, 19.576746139, n % 10 = 0, 'new', at FROM n",
    "INSERT INTO ledger_lines SELECT id, component, company, to_char(at, 'YYYY-MM'), 5.322917275, 4.894186535, 'reported' \
     FROM n, (VALUES ('retell/elevenlabs_tts_new'), ('retell/eu_telephony'), ('retell/gpt_4_1'), \
     ('retell/post_call_analysis_gpt_4_1')) AS part (component)",
    "ANALYZE",
];

fn main() {
    let runtime = Runtime::new().expect("a runtime");
    let mut criterion = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(10))
        .configure_from_args();
    for (name, first, pause) in SPREADS {
        let database = runtime
            .block_on(testkit::Database::fresh())
            .expect("a database");
        let store = runtime.block_on(filled(&database.url(), first, pause));
        measure(&mut criterion, name, &runtime, &store);
    }
    criterion.final_summary();
}

async fn filled(url: &str, first: &str, pause: &str) -> Store {
    let store = Store::open(url, None, &Options::default()).await;
    let store = store.expect("a store");
    store.migrate().await.expect("tables");
    let mut connection = sqlx::PgConnection::connect(url).await.expect("a server");
    for statement in FILL {
        let statement = statement.replace("FIRST", first).replace("PAUSE", pause);
        let done = sqlx::raw_sql(&statement).execute(&mut connection).await;
        done.expect("rows");
    }
    store
}

fn measure(criterion: &mut Criterion, name: &str, runtime: &Runtime, store: &Store) {
    let month: Month = "2026-11".parse().expect("a month");
    let plans = plans();
    let mut group = criterion.benchmark_group(name);
    group.bench_function("by company, with prices", |bencher| {
        bencher.iter(|| runtime.block_on(by_company(store, month, &plans)));
    });
    group.bench_function("costs by component", |bencher| {
        bencher.iter(|| runtime.block_on(by_component(store, month)));
    });
    group.finish();
    let total = runtime.block_on(by_company(store, month, &plans));
    println!(
        "{month}: {} calls, cost {}, price {}, margin {}",
        total.calls,
        total.cost.rounded(),
        total.price().rounded(),
        total.margin().rounded()
    );
}

/// What `ringback costs --month` does.
async fn by_company(store: &Store, month: Month, plans: &Plans) -> Figures {
    let mut tx = store.begin_reading().await.expect("a transaction");
    let heads = tx.heads(month, None).await.expect("ledgers");
    let bills = bill::bills(heads, plans, &BTreeSet::new());
    let (_, total) = bill::figures(month, bills.iter().map(|(bill, _)| bill), |bill| {
        bill.company
    });
    total
}

/// And the cost side of `--by component`.
async fn by_component(store: &Store, month: Month) -> usize {
    let mut tx = store.begin_reading().await.expect("a transaction");
    tx.components(month, None).await.expect("lines").len()
}

/// A hundred minutes a month included, then 15 ct, then 12.5.
fn plans() -> Plans {
    let cents = |digits| EurCents::from_digits(digits).expect("an amount");
    let tier = |after_minutes, digits| Tier {
        after_minutes,
        per_minute: cents(digits),
    };
    let ladder = vec![tier(0, "15"), tier(1000, "12.5")];
    let plan = PricePlan {
        name: "Basis".into(),
        valid_from: "2026-01-01".parse().expect("a day"),
        valid_until: None,
        step: Step::Minute,
        per_call: cents("5"),
        tiers: Tiers::try_from(ladder)
            .expect("a ladder")
            .with_included(100),
        discounts: Vec::new(),
        resale: None,
    };
    let company = |n: u128| CompanyId::from(uuid::Uuid::from_u128(n));
    (1..=1000)
        .map(|n| (company(n), vec![plan.clone()]))
        .collect()
}
