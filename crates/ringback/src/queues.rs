//! `ringback queue`: how much waits, and what nobody will try again by itself.

use anyhow::bail;
use domain::id::EventId;
use domain::job::{Book, Delivery};
use domain::time::Clock;
use queue::{Broker, DeadLetter, Gauges, JobId, Payload, Queue};
use serde_json::{Value, json};
use service::settings::Settings;

use crate::open;
use crate::output::{self, Listing};

/// Look at the queues, and bring dead letters back
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Count what is ready, delayed, running and dead
    #[command(after_help = "\
Example:
  ringback queue status --json")]
    Status(Status),
    /// List dead letters, newest first, without what they carry
    #[command(after_help = "\
What a letter is about can be looked up: `ringback events show ID`, `ringback appointments list`.

Example:
  ringback queue dead")]
    Dead(Listing),
    /// Make a dead letter ready again, with all its attempts
    #[command(after_help = "\
Example:
  ringback queue revive 0d7c55c5-5a0c-4f43-8f5e-2a53e5a1f0b7")]
    Revive(Revive),
}

/// How to print the counts.
#[derive(Debug, clap::Args)]
pub(crate) struct Status {
    /// Print a JSON array
    #[arg(long)]
    json: bool,
}

/// Which letter to bring back.
#[derive(Debug, clap::Args)]
pub(crate) struct Revive {
    /// As `queue dead` prints it
    #[arg(required_unless_present = "all")]
    id: Option<JobId>,
    /// All of them, as after an outage
    #[arg(long, conflicts_with = "id")]
    all: bool,
}

/// Does what was asked.
pub(crate) async fn run(command: &Command, settings: &Settings) -> anyhow::Result<()> {
    let broker = open::broker(settings, Clock::system()).await?;
    match command {
        Command::Status(args) => status(args, &broker).await,
        Command::Dead(listing) => dead(listing, &broker).await,
        Command::Revive(args) => match args.id {
            Some(id) => revive(id, &broker).await,
            None => revive_all(&broker).await,
        },
    }
}

async fn status(args: &Status, broker: &Broker) -> anyhow::Result<()> {
    let rows = [
        counts::<Delivery>(broker.queue::<Delivery>().gauges().await?),
        counts::<Book>(broker.queue::<Book>().gauges().await?),
    ];
    if args.json {
        return output::json(&rows);
    }
    output::table(
        &["queue", "ready", "delayed", "running", "dead", "oldest_s"],
        &rows,
    )
}

fn counts<P: Payload>(gauges: Gauges) -> Value {
    json!({
        "queue": P::QUEUE,
        "ready": gauges.ready,
        "delayed": gauges.delayed,
        "running": gauges.running,
        "dead": gauges.dead,
        // How long the first ready job has been ready.
        "oldest_s": gauges.oldest_age.as_secs(),
    })
}

async fn dead(listing: &Listing, broker: &Broker) -> anyhow::Result<()> {
    let limit = u32::try_from(listing.limit).unwrap_or(u32::MAX);
    let events = broker.queue::<Delivery>().dead_letters(limit).await?;
    let bookings = broker.queue::<Book>().dead_letters(limit).await?;
    let mut letters: Vec<_> = events
        .into_iter()
        .map(|letter| (Delivery::QUEUE, about_event(&letter), letter))
        .chain(
            bookings
                .into_iter()
                .map(|letter| (Book::QUEUE, about_booking(&letter), letter)),
        )
        .collect();
    letters.sort_by_key(|(.., letter)| std::cmp::Reverse(letter.died_at));
    letters.truncate(limit as usize);
    let rows: Vec<Value> = letters
        .into_iter()
        .map(|(queue, about, letter)| {
            json!({
                "id": letter.id.to_string(),
                "died_at": letter.died_at,
                "queue": queue,
                "about": about,
                "kind": letter.kind.label(),
                "attempts": letter.attempts,
                "reason": letter.reason,
            })
        })
        .collect();
    listing.print(
        &[
            "id", "died_at", "queue", "about", "kind", "attempts", "reason",
        ],
        &rows,
    )
}

/// Which row of the event log; nothing when the letter cannot be read.
fn about_event(letter: &DeadLetter) -> Option<String> {
    let delivery: Delivery = serde_json::from_slice(&letter.payload).ok()?;
    let id = EventId::of(&delivery.account, &delivery.digest);
    Some(format!("event {id}"))
}

/// Which appointment.
fn about_booking(letter: &DeadLetter) -> Option<String> {
    let book: Book = serde_json::from_slice(&letter.payload).ok()?;
    Some(format!("appointment {}", book.appointment_id))
}

async fn revive(id: JobId, broker: &Broker) -> anyhow::Result<()> {
    let revived =
        broker.queue::<Delivery>().revive(id).await? || broker.queue::<Book>().revive(id).await?;
    if !revived {
        bail!("no dead letter is `{id}`; `ringback queue dead` lists them");
    }
    Ok(output::print("It is ready again.\n")?)
}

async fn revive_all(broker: &Broker) -> anyhow::Result<()> {
    let revived = revive_each(&broker.queue::<Delivery>()).await?
        + revive_each(&broker.queue::<Book>()).await?;
    Ok(output::print(&format!("{revived} are ready again.\n"))?)
}

async fn revive_each<P: Payload>(queue: &Queue<P>) -> anyhow::Result<usize> {
    const AT_ONCE: u32 = 500;
    let mut revived = 0;
    // What dies again meanwhile is left for the next time.
    let most = queue.gauges().await?.dead;
    while (revived as u64) < most {
        let letters = queue.dead_letters(AT_ONCE).await?;
        let before = revived;
        for letter in &letters {
            revived += usize::from(queue.revive(letter.id).await?);
        }
        if revived == before {
            break;
        }
    }
    Ok(revived)
}
