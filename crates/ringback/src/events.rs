//! `ringback events`: the log of every signed delivery.

use anyhow::{Context, bail, ensure};
use clap::builder::PossibleValuesParser;
use clap::builder::TypedValueParser;
use domain::event::EventStatus;
use domain::id::{EventId, RetellCallId};
use domain::job::{Cause, Delivery};
use domain::time::Clock;
use queue::{DedupeKey, Push};
use serde_json::{Value, json};
use service::settings::Settings;
use store::{EventFilter, EventRow, Resumable, Store};

use crate::open;
use crate::output::{self, Listing};

/// Look at the log of deliveries, and work on some of them again
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// List deliveries, newest first; without personal data
    #[command(after_help = "\
Examples:
  ringback events list --status failed
  ringback events list --call call_1b8f2c --json")]
    List(List),
    /// Show one delivery, or its body
    #[command(after_help = "\
Examples:
  ringback events show 5c9d3a52-71f0-5b8e-9d0e-6a8f3f1c2b4d
  ringback events show 5c9d3a52-71f0-5b8e-9d0e-6a8f3f1c2b4d --body > body.json")]
    Show(Show),
    /// Let the worker handle deliveries again, as after a repair
    #[command(after_help = "\
What a delivery says is recorded again, which changes nothing that is right already. It is booked \
from only if its call is younger than `max_booking_age_s`; what was agreed in an older one becomes \
a callback for staff.

Examples:
  ringback events replay 5c9d3a52-71f0-5b8e-9d0e-6a8f3f1c2b4d
  ringback events replay --status failed")]
    Replay(Replay),
}

/// Which deliveries to list.
#[derive(Debug, clap::Args)]
pub(crate) struct List {
    /// Only those that have come this far
    #[arg(long, value_parser = status())]
    status: Option<EventStatus>,
    /// Only those of this call, by Retell's id
    #[arg(long, value_name = "CALL_ID")]
    call: Option<String>,
    #[command(flatten)]
    listing: Listing,
}

/// Which delivery to show, and what of it.
#[derive(Debug, clap::Args)]
pub(crate) struct Show {
    /// As `events list` prints it
    id: EventId,
    /// Print the body alone, byte for byte. It holds what caller and agent said
    #[arg(long)]
    body: bool,
    /// Print one JSON object
    #[arg(long, conflicts_with = "body")]
    json: bool,
}

/// Which deliveries to work on again.
#[derive(Debug, clap::Args)]
pub(crate) struct Replay {
    /// As `events list` prints them
    #[arg(
        required_unless_present = "status",
        conflicts_with = "status",
        value_name = "ID"
    )]
    ids: Vec<EventId>,
    /// All that have come this far
    #[arg(long, value_parser = status())]
    status: Option<EventStatus>,
    /// With --status: at most so many, the newest
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(i64).range(1..))]
    limit: i64,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// Does what was asked.
pub(crate) async fn run(command: &Command, settings: &Settings) -> anyhow::Result<()> {
    let store = open::current(settings).await?;
    match command {
        Command::List(args) => list(args, &store).await,
        Command::Show(args) => show(args, &store).await,
        Command::Replay(args) => replay(args, &store, settings).await,
    }
}

async fn list(args: &List, store: &Store) -> anyhow::Result<()> {
    let filter = EventFilter {
        status: args.status,
        call_id: args.call.as_deref().map(RetellCallId::new),
    };
    let rows = store.events(&filter, args.listing.limit).await?;
    let rows: Vec<Value> = rows.iter().map(describe).collect();
    args.listing.print(
        &[
            "id",
            "received_at",
            "event",
            "call_id",
            "status",
            "park_reason",
            "attempts",
            "last_error",
        ],
        &rows,
    )
}

async fn show(args: &Show, store: &Store) -> anyhow::Result<()> {
    let unknown = || unknown(&[args.id]);
    if args.body {
        let body = store.event_body(args.id).await?.with_context(unknown)?;
        return Ok(output::bytes(&body)?);
    }
    let row = describe(&store.event(args.id).await?.with_context(unknown)?);
    if args.json {
        return output::json(&row);
    }
    let fields = row.as_object().into_iter().flatten();
    for (key, value) in fields.filter(|(_, value)| !value.is_null()) {
        let key = key.replace('_', " ");
        output::print(&format!("{key:12} {}\n", output::cell(value)))?;
    }
    Ok(())
}

async fn replay(args: &Replay, store: &Store, settings: &Settings) -> anyhow::Result<()> {
    let deliveries = match args.status {
        Some(status) => of_status(store, status, args.limit).await?,
        None => of_ids(store, &args.ids).await?,
    };
    let clock = Clock::system();
    let now = clock.now();
    let queue = wiring::broker(settings, clock).await?.queue::<Delivery>();
    for (pushed, row) in deliveries.iter().enumerate() {
        // A key of its own: that of the delivery is remembered, and would make this a duplicate.
        let key = DedupeKey::new(format!("replay:{}:{}", row.id, now.as_micros()));
        let push = Push::new(Delivery {
            account: row.account.clone(),
            digest: row.digest,
            received_at: row.received_at,
            event: row.event.clone(),
            call_id: row.call_id.clone(),
            cause: Cause::Replay,
        });
        let pushed = || format!("{pushed} of {} deliveries were pushed", deliveries.len());
        queue.push(push.key(key)).await.with_context(pushed)?;
    }
    let hours = settings.max_booking_age_s / 3600;
    if args.json {
        let ids: Vec<String> = deliveries.iter().map(|row| row.id.to_string()).collect();
        return output::json(&json!({ "replayed": ids }));
    }
    output::print(&format!(
        "{} deliveries are in the queue again. The worker records them anew; it books only from \
         calls younger than {} s ({hours} h), and opens a callback for what was agreed in older \
         ones.\n",
        deliveries.len(),
        settings.max_booking_age_s,
    ))?;
    Ok(())
}

async fn of_ids(store: &Store, ids: &[EventId]) -> anyhow::Result<Vec<Resumable>> {
    let mut found = Vec::new();
    let mut missing = Vec::new();
    for &id in ids {
        match store.event(id).await? {
            Some(row) => found.push(row.delivery),
            None => missing.push(id),
        }
    }
    if missing.is_empty() {
        Ok(found)
    } else {
        bail!("{}; nothing was replayed", unknown(&missing))
    }
}

async fn of_status(
    store: &Store,
    status: EventStatus,
    limit: i64,
) -> anyhow::Result<Vec<Resumable>> {
    let filter = EventFilter {
        status: Some(status),
        call_id: None,
    };
    let rows = store.events(&filter, limit).await?;
    ensure!(!rows.is_empty(), "no delivery is `{status}`");
    let counts = store.event_counts().await?;
    let all = counts.iter().find(|(of, _)| *of == status);
    if let Some((_, all)) = all.filter(|(_, all)| *all > limit) {
        eprintln!("Only the newest {limit} of {all}; --limit takes more.");
    }
    Ok(rows.into_iter().map(|row| row.delivery).collect())
}

fn unknown(ids: &[EventId]) -> String {
    let ids: Vec<_> = ids.iter().map(|id| format!("`{id}`")).collect();
    let ids = ids.join(", ");
    format!("the log has no delivery {ids}; `ringback events list` shows what it has")
}

fn describe(row: &EventRow) -> Value {
    let Resumable {
        id,
        account,
        digest,
        event,
        call_id,
        received_at,
    } = &row.delivery;
    json!({
        "id": id,
        "received_at": received_at,
        "account": account,
        "event": event,
        "call_id": call_id,
        "status": row.status,
        "park_reason": row.park_reason,
        "attempts": row.attempts,
        "last_error": row.last_error,
        "updated_at": row.updated_at,
        "digest": digest,
    })
}

/// The words of [`EventStatus`], for `--help` and for refusing others.
fn status() -> impl TypedValueParser<Value = EventStatus> {
    PossibleValuesParser::new(EventStatus::ALL.iter().map(|status| status.as_str()))
        .try_map(|word| word.parse::<EventStatus>())
}
