//! `ringback calls` and `ringback appointments`: what came of the deliveries.

use serde_json::{Value, json};
use service::settings::Settings;

use crate::open;
use crate::output::Listing;

/// See what was recorded of calls
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Calls {
    /// List calls, newest first: how long, what it cost, what was decided
    #[command(after_help = "\
Examples:
  ringback calls list
  ringback calls list --limit 500 --json")]
    List(Listing),
}

/// See what was agreed and booked
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Appointments {
    /// List appointments, newest first: when, where it stands, and why
    #[command(after_help = "\
Examples:
  ringback appointments list
  ringback appointments list --limit 500 --json")]
    List(Listing),
}

/// Lists calls.
pub(crate) async fn calls(command: &Calls, settings: &Settings) -> anyhow::Result<()> {
    let Calls::List(listing) = command;
    let store = open::current(settings).await?;
    let rows = store.calls(listing.limit).await?;
    let rows: Vec<Value> = rows
        .into_iter()
        .map(|row| {
            json!({
                "call_id": row.call_id,
                "account": row.account,
                "company": row.company,
                "branch": row.branch,
                "status": row.status,
                "connected": row.connected,
                "duration_ms": row.duration_ms,
                "cost": row.cost.to_string(),
                // Exact, as a decimal.
                "us_cents": row.cost,
                "decision": row.decision,
            })
        })
        .collect();
    listing.print(
        &[
            "call_id",
            "company",
            "branch",
            "status",
            "connected",
            "duration_ms",
            "cost",
            "decision",
        ],
        &rows,
    )
}

/// Lists appointments.
pub(crate) async fn appointments(
    command: &Appointments,
    settings: &Settings,
) -> anyhow::Result<()> {
    let Appointments::List(listing) = command;
    let store = open::current(settings).await?;
    let rows = store.appointments(listing.limit).await?;
    let rows: Vec<Value> = rows
        .into_iter()
        .map(|row| {
            let local = row.starts_at.local(&row.zone);
            json!({
                "call_id": row.call_id,
                "wish": row.wish,
                "company": row.company,
                "service": row.service,
                "starts_at": row.starts_at,
                "local": local.strftime("%Y-%m-%d %H:%M").to_string(),
                "zone": row.zone.name(),
                "status": row.status,
                "because": row.because,
                "failure": row.failure,
                "calcom_uid": row.calcom_uid,
            })
        })
        .collect();
    listing.print(
        &[
            "call_id",
            "company",
            "service",
            "local",
            "zone",
            "status",
            "because",
            "failure",
            "calcom_uid",
        ],
        &rows,
    )
}
