//! `ringback rates`: exchange rates.

use anyhow::Context;
use domain::time::Clock;
use serde_json::json;
use service::settings::Settings;
use worker::costs;

use crate::{open, output};

/// Keep exchange rates
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Import the European Central Bank's reference rates
    #[command(after_help = "\
Takes the bank's XML files and its table eurofxref-hist.csv (unpacked). A rate that is there stays \
as it is, so a file can be imported again and again. Calls without a rate, or with an earlier day's \
than they could have now, get theirs; calls that a closed month has billed keep what they have.

Examples:
  ringback rates import https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist-90d.xml
  ringback rates import eurofxref-hist.csv")]
    Import(Import),
}

/// Where they are.
#[derive(Debug, clap::Args)]
pub(crate) struct Import {
    /// A file, or an address that begins with https:// or http://
    #[arg(value_name = "FILE|URL")]
    from: String,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// Imports.
pub(crate) async fn run(command: &Command, settings: &Settings) -> anyhow::Result<()> {
    let Command::Import(args) = command;
    let remote = args.from.starts_with("https://") || args.from.starts_with("http://");
    let file = if remote {
        ecb::fetch(&args.from).await?
    } else {
        std::fs::read(&args.from).with_context(|| format!("cannot read {}", args.from))?
    };
    let rates = ecb::parse(&file).context("nothing was imported")?;
    let store = open::current(settings).await?;
    let now = Clock::system().now();
    let new = worker::rates::import(&store, &rates, now).await?;
    let telephony = worker::Config::of(settings).telephony;
    let calls = costs::catch_up(&store, telephony, now)
        .await
        .context("the rates were imported, but not all calls got theirs; import them again")?;
    let newest = rates.iter().map(|rate| rate.day).max();
    if args.json {
        return output::json(
            &json!({ "read": rates.len(), "new": new, "newest": newest, "calls": calls }),
        );
    }
    let newest = newest.map_or_else(String::new, |day| format!("; the newest is of {day}"));
    Ok(output::print(&format!(
        "Read {} rates, {new} of them new{newest}. {calls} calls got a better rate.\n",
        rates.len()
    ))?)
}
