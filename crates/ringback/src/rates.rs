//! `ringback rates`: exchange rates.

use anyhow::{Context, bail, ensure};
use clap::builder::NonEmptyStringValueParser;
use domain::time::Clock;
use serde_json::{Value, json};
use service::settings::Settings;
use worker::costs;
use worker::rates::{self, Difference, Differing};

use crate::{open, output};

/// Keep exchange rates
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Import the European Central Bank's reference rates
    #[command(after_help = "\
Takes the bank's XML files and its table eurofxref-hist.csv (unpacked). A rate that is there stays \
as it is, so a file can be imported again and again; new days are kept. Where the file has another \
rate than is there, that is said, and the exit status is 1: --replace takes the file's, with a line \
in the audit log. Calls without a rate, with an earlier day's than they could have now, or with one \
that was replaced get theirs; calls that a closed month has billed keep what they have.

Examples:
  ringback rates import https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist-90d.xml
  ringback rates import eurofxref-hist.csv
  ringback rates import corrected.csv --replace --source 'our bank'")]
    Import(Import),
}

/// Where they are.
#[derive(Debug, clap::Args)]
pub(crate) struct Import {
    /// A file, or an address that begins with https:// or http://
    #[arg(value_name = "FILE|URL")]
    from: String,
    /// Put its rates in the place of those that differ
    #[arg(long)]
    replace: bool,
    /// Who says so, as it is shown with calls; the European Central Bank, unless its form is
    /// borrowed
    #[arg(long, value_name = "NAME", default_value = ecb::SOURCE, value_parser = NonEmptyStringValueParser::new())]
    source: String,
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
    let mut read = ecb::parse(&file).context("nothing was imported")?;
    for rate in &mut read {
        rate.source.clone_from(&args.source);
    }
    let now = Clock::system().now();
    if let Some(day) = rates::to_come(&read, now) {
        bail!(
            "{} has a rate of {day}, which is still to come; nothing was imported",
            args.from
        );
    }
    let store = open::current(settings).await?;
    let differing = if args.replace {
        Differing::Replaced
    } else {
        Differing::Kept
    };
    let imported = rates::import(&store, &read, differing, now).await?;
    let (new, differ) = (imported.new, imported.differing.len());
    let telephony = worker::Config::of(settings).telephony;
    let calls = costs::catch_up(&store, telephony, now)
        .await
        .context("the rates were imported, but not all calls got theirs; import them again")?;
    let newest = read.iter().map(|rate| rate.day).max();
    if args.json {
        output::json(&json!({
            "read": read.len(),
            "new": new,
            "differing": imported.differing.iter().map(difference).collect::<Vec<_>>(),
            "replaced": if args.replace { differ } else { 0 },
            "newest": newest,
            "calls": calls,
        }))?;
    } else {
        let newest = newest.map_or_else(String::new, |day| format!("; the newest is of {day}"));
        output::print(&format!(
            "Read {} rates, {new} of them new{newest}. {calls} calls got a better rate.\n",
            read.len()
        ))?;
        if args.replace && differ > 0 {
            output::print(&format!(
                "{differ} rates were replaced; calls that a closed month has billed keep what they \
                 were billed with.\n"
            ))?;
        }
    }
    ensure!(
        args.replace || differ == 0,
        "{differ} rates differ from those that are there, which stay: {}; --replace takes the new \
         ones",
        output::plain(&rates::listed(&imported.differing))
    );
    Ok(())
}

fn difference(it: &Difference) -> Value {
    json!({
        "day": it.stored.day,
        "stored": { "usd_per_euro": it.stored.per_euro.as_decimal(), "source": it.stored.source },
        "given": { "usd_per_euro": it.given.per_euro.as_decimal(), "source": it.given.source },
    })
}
