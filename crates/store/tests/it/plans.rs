//! No statement of the hot way reads a whole table: each is explained on both engines with
//! 100,000 rows in every table that grows.

use std::fmt::Write as _;

use sqlx::{Connection as _, Row as _};

use crate::support::{Db, Engine, both};

both! {
    no_hot_statement_reads_a_whole_table;
}

/// Lists and counts for people; they are asked for by hand and bounded by what they show.
const FOR_PEOPLE: [&str; 8] = [
    "ACCOUNTS",
    "APPOINTMENT_LIST",
    "CALCOM_ACCOUNTS",
    "CALLBACK_LIST",
    "CALL_OVERVIEW",
    "COMPANIES",
    "EVENT_LIST",
    "EVENT_STATUS_COUNTS",
];

/// Tables that grow with calls or with tenants, with what each of 100,000 rows holds. `ID(n)`,
/// `AT(n)`, `BYTES(n)` and `JSON` are filled in per engine; `OWNER` is one of 1,000 companies.
const GROWING: [(&str, &str); 16] = [
    (
        "services",
        "SELECT ID(n), OWNER, 's' || n, 'Schnitt', JSON, 30, TRUE, AT(n)",
    ),
    (
        "offers",
        "SELECT ID(n), OWNER, OWNER, ID(n), OWNER, n, 30, FALSE, TRUE, AT(n)",
    ),
    (
        "phone_numbers",
        "SELECT '+49' || (1000000000 + n), 'default', OWNER, OWNER, TRUE, AT(n), AT(n)",
    ),
    (
        "agents",
        "SELECT 'agent_' || n, 'default', OWNER, OWNER, TRUE, AT(n), AT(n)",
    ),
    (
        "customers",
        "SELECT ID(n), OWNER, '+49' || (1000000000 + n), 'Hansi', AT(n)",
    ),
    (
        "calls",
        "SELECT ID(n), 'default', 'call_' || n, OWNER, OWNER, ID(n), 'analyzed', NULL, NULL, NULL, NULL, NULL, \
         AT(n), AT(n), 1, TRUE, NULL, NULL, NULL, NULL, NULL, 'Hansi', NULL, AT(n), AT(n), 1, FALSE",
    ),
    (
        "call_reports",
        "SELECT ID(n), 'call_ended', n, BYTES(n), BYTES(n)",
    ),
    ("call_costs", "SELECT ID(n), 'telephony', 1, 'estimated'"),
    (
        "ledgers",
        "SELECT ID(n), OWNER, AT(n), DAY(n), MONTH(n), '+493023125014', 60000, NULL, NULL, NULL, 1, 1, FALSE, \
         CASE n % 1000 WHEN 0 THEN 'new' WHEN 1 THEN 'changed' ELSE 'billed' END, AT(n)",
    ),
    (
        "ledger_lines",
        "SELECT ID(n), 'telephony', OWNER, MONTH(n), 1, 1, 'estimated'",
    ),
    (
        "ledger_entries",
        "SELECT ID(n), 1, 'telephony', NULL, 1, 1, 'estimated', 'report', 'call_ended', AT(n), AT(n)",
    ),
    (
        "bills",
        "SELECT ID(n), MONTH(n), OWNER, DAY(n), '+493023125014', 60000, 1, 1, NULL, CASE WHEN n % 1000 = 0 THEN NULL ELSE 1 END, FALSE, FALSE, NULL, FALSE",
    ),
    (
        "bill_lines",
        "SELECT ID(n), MONTH(n), OWNER, 'cost', 'telephony', 'estimated', 1, 1, 1",
    ),
    (
        "appointments",
        "SELECT ID(n), OWNER, OWNER, ID(n), 1, ID(n), ID(n), ID(n), 'confirmed', AT(n), AT(n + 1), 'a' || n, 'Hansi', \
         'a@example.com', NULL, 'agreed', NULL, 'uid_' || n, 0, AT(n), CASE WHEN n % 1000 = 0 THEN AT(n) END, NULL, AT(n), \
         AT(n), AT(n), 1",
    ),
    (
        "callbacks",
        "SELECT ID(n), OWNER, OWNER, ID(n), 1, ID(n), 'time_missing', 'x', NULL, NULL, TRUE, 'open', AT(n)",
    ),
    (
        "events",
        "SELECT ID(n), 'default', BYTES(n), 'call_ended', 'call_' || n, '+49' || (1000000000 + n), 'agent_' || n, \
         CASE n % 1000 WHEN 0 THEN 'received' WHEN 1 THEN 'parked' ELSE 'processed' END, \
         CASE n % 1000 WHEN 1 THEN CASE n % 3 WHEN 0 THEN 'unknown_number' WHEN 1 THEN 'unknown_agent' ELSE 'unknown_call' END END, \
         1, NULL, BYTES(n), AT(n), AT(n)",
    ),
];

const SMALL: [(&str, &str); 3] = [
    (
        "companies",
        "SELECT ID(n), 'c' || n, 'Salon', JSON, AT(n), NULL",
    ),
    (
        "calcom_accounts",
        "SELECT ID(n), ID(n), 'main', NULL, 'env:KEY', AT(n)",
    ),
    (
        "branches",
        "SELECT ID(n), ID(n), 'mitte', 'Mitte', 'Europe/Berlin', 'de', JSON, AT(n)",
    ),
];

async fn no_hot_statement_reads_a_whole_table(db: Db) {
    fill(&db).await;
    for (table, _) in GROWING {
        assert_eq!(db.count(table).await, 100_000, "{table}");
    }
    let mut bad = String::new();
    for (name, text) in store::statements() {
        if FOR_PEOPLE.contains(&name) {
            continue;
        }
        let mut plan = explain(&db, name, text).await;
        if name == "IMPORT_OFFER" {
            // SQLite looks for rows that waited for this offer only when a deferred foreign key
            // is violated; none of ours can be deferred.
            plan.retain(|line| line != "SCAN appointments");
        }
        if let Some(line) = plan.iter().find(|line| reads_everything(db.engine(), line)) {
            writeln!(bad, "{name}: {line}\n  {}", plan.join("\n  ")).unwrap();
        }
    }
    assert!(bad.is_empty(), "{bad}");
    of_a_month(&db).await;
}

/// What a month's report asks, and the indexes that can keep it to the month's own rows.
const OF_A_MONTH: [(&str, &[&str]); 4] = [
    ("HEADS", &["ledgers_month_company"]),
    (
        "COMPONENTS",
        &[
            "ledger_lines_month_company",
            "ledgers_month_company",
            "ledgers_unbilled",
        ],
    ),
    ("BILLS", &["bills_month_company"]),
    ("COMPONENTS_BILLED", &["bill_lines_month_company"]),
];

/// A month's report reads the rows of its month, and of no other.
async fn of_a_month(db: &Db) {
    for (name, indexes) in OF_A_MONTH {
        let (_, text) = store::statements()
            .find(|(known, _)| *known == name)
            .unwrap();
        let plan = explain(db, name, text).await.join("\n");
        let bound = match db.engine() {
            Engine::Postgres => "month = $1",
            Engine::Sqlite => "month=?",
        };
        let kept = plan.lines().any(|line| line.contains(bound));
        assert!(
            kept && indexes.iter().any(|index| plan.contains(index)),
            "{name}:\n{plan}"
        );
    }
}

/// Whether a line of a plan reads a growing table from end to end. An index that holds only the
/// rows in question may be read whole.
fn reads_everything(engine: Engine, line: &str) -> bool {
    const PARTIAL: [&str; 4] = [
        "events_parked",
        "appointments_due",
        "ledgers_estimated",
        "ledgers_unbilled",
    ];
    let growing = |alias: &str| {
        GROWING
            .iter()
            .any(|(table, _)| *table == alias || alias.len() <= 2)
            && !["b", "co"].contains(&alias)
    };
    match engine {
        Engine::Postgres => line.split_once("Seq Scan on ").is_some_and(|(_, rest)| {
            GROWING
                .iter()
                .any(|(table, _)| rest.split(' ').next() == Some(table))
        }),
        Engine::Sqlite => line.strip_prefix("SCAN ").is_some_and(|rest| {
            growing(rest.split(' ').next().unwrap_or_default())
                && !PARTIAL.iter().any(|index| rest.ends_with(index))
        }),
    }
}

/// The plan, for whatever values: PostgreSQL settles on this one after a few executions.
async fn explain(db: &Db, name: &str, text: &'static str) -> Vec<String> {
    match db.engine() {
        Engine::Sqlite => {
            let mut connection = sqlx::SqliteConnection::connect(&db.url).await.unwrap();
            let rows = sqlx::query(&format!("EXPLAIN QUERY PLAN {text}"))
                .fetch_all(&mut connection)
                .await
                .unwrap();
            rows.iter().map(|row| row.get("detail")).collect()
        }
        Engine::Postgres => {
            let mut connection = sqlx::PgConnection::connect(&db.url).await.unwrap();
            let values = (1..=40)
                .filter(|no| text.contains(&format!("${no}")))
                .max()
                .unwrap_or(0);
            let values = vec!["NULL"; values].join(", ");
            let values = if values.is_empty() {
                values
            } else {
                format!("({values})")
            };
            let sql = format!(
                "SET plan_cache_mode = force_generic_plan; PREPARE hot AS {text}; EXPLAIN EXECUTE hot{values}"
            );
            let rows = sqlx::raw_sql(&sql)
                .fetch_all(&mut connection)
                .await
                .unwrap_or_else(|error| panic!("{name}: {error}"));
            rows.iter().map(|row| row.get(0)).collect()
        }
    }
}

async fn fill(db: &Db) {
    let engine = db.engine();
    let mut sql = String::from(match engine {
        Engine::Sqlite => "PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; BEGIN;\n",
        Engine::Postgres => {
            "SET session_replication_role = replica; SET synchronous_commit = off;\n"
        }
    });
    let tables = SMALL.iter().map(|table| (table, 1_000));
    let tables = tables.chain(GROWING.iter().map(|table| (table, 100_000)));
    for ((table, row), rows) in tables {
        writeln!(
            sql,
            "INSERT INTO {table} WITH RECURSIVE g(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM g WHERE n < {rows}) {} FROM g;",
            in_words_of(engine, row),
        )
        .unwrap();
    }
    sql.push_str(match engine {
        Engine::Sqlite => "COMMIT; ANALYZE;",
        Engine::Postgres => "ANALYZE;",
    });
    db.execute(&sql).await.unwrap();
}

fn in_words_of(engine: Engine, row: &str) -> String {
    // A hundred months, so that reading one of them is not reading everything.
    let row = row
        .replace("OWNER", "ID((n - 1) / 100 + 1)")
        .replace("DAY(n)", "(MONTH(n) || '-01')")
        .replace("MONTH(n)", "CAST(2000 + n % 100 AS TEXT) || '-01'");
    let words: [(&str, &str, &str); 4] = match engine {
        Engine::Sqlite => [
            ("BYTES(", "CAST(printf('%032d', ", ") AS BLOB)"),
            ("ID(", "CAST(printf('%016d', ", ") AS BLOB)"),
            ("AT(", "(60000000 * (", "))"),
            ("JSON", "'{}'", ""),
        ],
        Engine::Postgres => [
            ("BYTES(", "decode(lpad(to_hex(", "), 64, '0'), 'hex')"),
            ("ID(", "CAST(lpad(to_hex(", "), 32, '0') AS uuid)"),
            (
                "AT(",
                "(timestamptz '2026-01-01' + interval '1 minute' * (",
                "))",
            ),
            ("JSON", "CAST('{}' AS jsonb)", ""),
        ],
    };
    words.iter().fold(row, |row, (word, before, after)| {
        let mut parts = row.split(word);
        let mut done = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            done.push_str(before);
            if after.is_empty() {
                done.push_str(part);
                continue;
            }
            // Up to the parenthesis that closes the word's own.
            let mut depth = 1;
            let end = part.find(|c| {
                depth += i32::from(c == '(') - i32::from(c == ')');
                depth == 0
            });
            let end = end.unwrap();
            write!(done, "{}{after}{}", &part[..end], &part[end + 1..]).unwrap();
        }
        done
    })
}
