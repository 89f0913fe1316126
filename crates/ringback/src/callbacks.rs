//! `ringback callbacks`: what staff has to see to. Shows names and numbers, since staff needs them.

use anyhow::ensure;
use domain::id::CallbackId;
use domain::time::Instant;
use serde_json::{Value, json};
use service::settings::Settings;
use store::CallbackFilter;

use crate::open;
use crate::output::{self, Listing};

/// List what staff has to see to, and tick it off
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// List callbacks, newest first, with names and numbers
    #[command(after_help = "\
Examples:
  ringback callbacks list --company salon-nord
  ringback callbacks list --status all --json")]
    List(List),
    /// Tick a callback off
    #[command(after_help = "\
Example:
  ringback callbacks done 5c9d3a52-71f0-5b8e-9d0e-6a8f3f1c2b4d")]
    Done(Done),
}

/// Which callbacks to list.
#[derive(Debug, clap::Args)]
pub(crate) struct List {
    /// Only this company's
    #[arg(long, value_name = "SLUG")]
    company: Option<String>,
    /// Which of them
    #[arg(long, value_enum, default_value_t = Status::Open)]
    status: Status,
    #[command(flatten)]
    listing: Listing,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Status {
    /// Still to be seen to
    Open,
    /// Ticked off
    Done,
    /// Both
    All,
}

/// Which callback is done.
#[derive(Debug, clap::Args)]
pub(crate) struct Done {
    /// As `callbacks list` prints it
    id: CallbackId,
}

/// Does what was asked.
pub(crate) async fn run(command: &Command, settings: &Settings) -> anyhow::Result<()> {
    let store = open::current(settings).await?;
    let args = match command {
        Command::List(args) => args,
        Command::Done(args) => {
            let mut tx = store.begin().await?;
            let was_open = tx.finish_callback(args.id).await?;
            tx.commit().await?;
            ensure!(
                was_open,
                "no open callback is `{}`; `ringback callbacks list` shows those that are",
                args.id
            );
            return Ok(output::print("It is done.\n")?);
        }
    };
    let status = match args.status {
        Status::Open => Some("open".to_owned()),
        Status::Done => Some("done".to_owned()),
        Status::All => None,
    };
    let filter = CallbackFilter {
        company: args.company.clone(),
        status,
    };
    let rows = store.callbacks(&filter, args.listing.limit).await?;
    let rows: Vec<Value> = rows
        .into_iter()
        .map(|row| {
            let local = |at: Instant| {
                let local = at.local(&row.zone);
                local.strftime("%Y-%m-%d %H:%M").to_string()
            };
            json!({
                "id": row.id,
                "created_at": row.created_at,
                "since": local(row.created_at),
                "company": row.company,
                "branch": row.branch,
                "call_id": row.call_id,
                "wish": row.wish,
                "name": row.name,
                "phone": row.phone,
                "reason": row.reason,
                "detail": row.detail,
                "wanted_at": row.wanted_at,
                "wanted": row.wanted_at.map(local),
                "zone": row.zone.name(),
                "calcom_uid": row.calcom_uid,
                "status": row.status,
            })
        })
        .collect();
    args.listing.print(
        &[
            "id", "since", "company", "name", "phone", "wanted", "zone", "detail", "status",
        ],
        &rows,
    )
}
