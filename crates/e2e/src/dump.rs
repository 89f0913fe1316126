//! Every row there is, as text that is the same on both engines.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use anyhow::Context;
use domain::time::Instant;
use rust_decimal::Decimal;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{Connection, Executor, Row};

/// A row: its columns by name; an absent one is NULL.
pub type Line = BTreeMap<String, String>;

/// All rows of all tables, those of a table in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dump(pub BTreeMap<String, Vec<Line>>);

/// Columns that tell of the run and not of the call: receipt times, counters, versions.
const OF_THE_RUN: &[&str] = &[
    "attempts",
    "confirmed_at",
    "created_at",
    "imported_at",
    "look_ups",
    "made_at",
    "received_at",
    "requested_at",
    "updated_at",
    "version",
];

/// How a value is kept by SQLite and to be shown.
enum Kept {
    Uuid,
    Hex,
    Packed,
    Instant,
    Cents,
    Flag,
    Json,
    Plain,
}

fn kept(column: &str) -> Kept {
    match column {
        "digest" => Kept::Hex,
        "body" | "facts" => Kept::Packed,
        "per_euro" | "rate_per_euro" => Kept::Cents,
        column if column.ends_with("_cents") => Kept::Cents,
        "active" | "caller_heard" | "connected" | "voicemail" | "send_length" | "from_decision"
        | "estimated" | "stale" | "resold" => Kept::Flag,
        "api_keys" | "reading" | "opening_hours" | "synonyms" | "plan" => Kept::Json,
        "id" => Kept::Uuid,
        // The first is kept as a number of microseconds by both.
        "event_at" | "agent_id" | "retell_call_id" => Kept::Plain,
        "active_from" => Kept::Instant,
        column if column.ends_with("_at") => Kept::Instant,
        column if column.ends_with("_id") => Kept::Uuid,
        _ => Kept::Plain,
    }
}

impl Dump {
    /// Of a PostgreSQL database.
    ///
    /// # Errors
    /// It cannot be read.
    pub async fn of_postgres(url: &str) -> anyhow::Result<Self> {
        let mut db = PgConnection::connect_with(&url.parse::<PgConnectOptions>()?).await?;
        let tables: Vec<String> = sqlx::query_scalar(
            "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_sqlx_migrations'",
        )
        .fetch_all(&mut db)
        .await?;
        let mut dump = BTreeMap::new();
        for table in tables {
            let columns: Vec<String> = sqlx::query_scalar(
                "SELECT column_name::text FROM information_schema.columns \
                 WHERE table_schema = 'public' AND table_name = $1",
            )
            .bind(&table)
            .fetch_all(&mut db)
            .await?;
            let shown: Vec<String> = columns
                .iter()
                .map(|column| match kept(column) {
                    Kept::Hex | Kept::Packed => format!("encode({column}, 'hex')"),
                    Kept::Instant => {
                        format!("(extract(epoch FROM {column}) * 1000000)::bigint::text")
                    }
                    Kept::Cents => format!("trim_scale({column})::text"),
                    _ => format!("{column}::text"),
                })
                .collect();
            let rows = sqlx::query(&format!("SELECT {} FROM {table}", shown.join(", ")))
                .fetch_all(&mut db)
                .await?;
            let mut lines = Vec::new();
            for row in rows {
                let mut line = Line::new();
                for (position, column) in columns.iter().enumerate() {
                    let Some(text) = row.try_get::<Option<String>, _>(position)? else {
                        continue;
                    };
                    line.insert(column.clone(), show(column, text)?);
                }
                lines.push(line);
            }
            lines.sort();
            dump.insert(table, lines);
        }
        db.close().await?;
        Ok(Self(dump))
    }

    /// Of an SQLite file.
    ///
    /// # Errors
    /// It cannot be read.
    pub async fn of_sqlite(path: &Path) -> anyhow::Result<Self> {
        let mut db = SqliteConnection::connect_with(&file(path)).await?;
        let tables: Vec<String> = sqlx::query_scalar(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> '_sqlx_migrations'",
        )
        .fetch_all(&mut db)
        .await?;
        let mut dump = BTreeMap::new();
        for table in tables {
            let columns: Vec<String> = sqlx::query_scalar("SELECT name FROM pragma_table_info($1)")
                .bind(&table)
                .fetch_all(&mut db)
                .await?;
            let shown: Vec<String> = columns
                .iter()
                .map(|column| match kept(column) {
                    Kept::Hex | Kept::Packed | Kept::Uuid => {
                        format!("iif({column} IS NULL, NULL, lower(hex({column})))")
                    }
                    Kept::Flag => {
                        format!("iif({column}, 'true', iif({column} IS NULL, NULL, 'false'))")
                    }
                    _ => format!("CAST({column} AS TEXT)"),
                })
                .collect();
            let rows = sqlx::query(&format!("SELECT {} FROM {table}", shown.join(", ")))
                .fetch_all(&mut db)
                .await?;
            let mut lines = Vec::new();
            for row in rows {
                let mut line = Line::new();
                for (position, column) in columns.iter().enumerate() {
                    let Some(text) = row.try_get::<Option<String>, _>(position)? else {
                        continue;
                    };
                    let text = match kept(column) {
                        Kept::Uuid => uuid::Uuid::parse_str(&text)?.to_string(),
                        Kept::Cents => Decimal::from_i128_with_scale(text.parse()?, 9)
                            .normalize()
                            .to_string(),
                        _ => text,
                    };
                    line.insert(column.clone(), show(column, text)?);
                }
                lines.push(line);
            }
            lines.sort();
            dump.insert(table, lines);
        }
        db.close().await?;
        Ok(Self(dump))
    }

    /// The rows of a table; none if there is no such table.
    pub fn rows(&self, table: &str) -> &[Line] {
        self.0.get(table).map_or(&[], Vec::as_slice)
    }

    /// Only these tables.
    #[must_use]
    pub fn only(mut self, tables: &[&str]) -> Self {
        self.0.retain(|table, _| tables.contains(&table.as_str()));
        self
    }

    /// Without what tells of the run and not of the call; the ledgers' history tells in which order
    /// events came.
    #[must_use]
    pub fn timeless(mut self) -> Self {
        self.0.remove("ledger_entries");
        self.without(OF_THE_RUN)
    }

    /// Without these columns, in any table.
    #[must_use]
    pub fn without(mut self, columns: &[&str]) -> Self {
        for lines in self.0.values_mut() {
            for line in lines.iter_mut() {
                line.retain(|column, _| !columns.contains(&column.as_str()));
            }
            lines.sort();
        }
        self
    }

    /// Only the rows in which `text` occurs.
    #[must_use]
    pub fn mentioning(mut self, texts: &[&str]) -> Self {
        for lines in self.0.values_mut() {
            lines.retain(|line| {
                line.values()
                    .any(|value| texts.iter().any(|text| value.contains(text)))
            });
        }
        self
    }

    /// With texts replaced, in every column.
    #[must_use]
    pub fn renamed(mut self, names: &[(String, String)]) -> Self {
        for lines in self.0.values_mut() {
            for value in lines.iter_mut().flat_map(BTreeMap::values_mut) {
                for (from, to) in names {
                    if value.contains(from.as_str()) {
                        *value = value.replace(from.as_str(), to);
                    }
                }
            }
            lines.sort();
        }
        self
    }

    /// When the next step of any appointment is due.
    pub fn first_due(&self) -> Option<Instant> {
        self.rows("appointments")
            .iter()
            .filter_map(|line| Instant::parse(line.get("next_at")?))
            .min()
    }
}

impl std::fmt::Display for Dump {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (table, lines) in &self.0 {
            for line in lines {
                let mut text = String::new();
                for (column, value) in line {
                    write!(text, " {column}={value}")?;
                }
                writeln!(f, "{table}:{text}")?;
            }
        }
        Ok(())
    }
}

/// What both engines show otherwise, brought into one form.
fn show(column: &str, text: String) -> anyhow::Result<String> {
    Ok(match kept(column) {
        Kept::Instant => Instant::from_micros(text.parse()?)
            .context("an instant outside the calendar")?
            .to_string(),
        Kept::Packed => {
            let packed = decode_hex(&text).context("no hexadecimal")?;
            let bytes = zstd_decode(&packed)?;
            String::from_utf8_lossy(&bytes).into_owned()
        }
        Kept::Json => {
            let value: serde_json::Value = serde_json::from_str(&text)?;
            sorted(&value).to_string()
        }
        _ => text,
    })
}

fn sorted(value: &serde_json::Value) -> serde_json::Value {
    match value {
        serde_json::Value::Object(map) => {
            let sorted: BTreeMap<_, _> = map
                .iter()
                .map(|(key, value)| (key, self::sorted(value)))
                .collect();
            sorted
                .into_iter()
                .map(|(key, value)| (key.clone(), value))
                .collect()
        }
        serde_json::Value::Array(list) => list.iter().map(sorted).collect(),
        other => other.clone(),
    }
}

fn decode_hex(text: &str) -> Option<Vec<u8>> {
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok())
        .collect()
}

fn zstd_decode(packed: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut zstd::Decoder::new(packed)?, &mut bytes)?;
    Ok(bytes)
}

fn file(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .busy_timeout(std::time::Duration::from_secs(10))
}

pub(crate) async fn run_postgres(url: &str, statement: &str) -> anyhow::Result<()> {
    let mut db = PgConnection::connect_with(&url.parse::<PgConnectOptions>()?).await?;
    db.execute(statement).await?;
    Ok(db.close().await?)
}

pub(crate) async fn run_sqlite(path: &Path, statement: &str) -> anyhow::Result<()> {
    let mut db = SqliteConnection::connect_with(&file(path)).await?;
    db.execute(statement).await?;
    Ok(db.close().await?)
}
