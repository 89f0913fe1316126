//! `ringback tenant import`: companies, branches, numbers and services, from a file.
//!
//! - [`mod@file`]: what the file says, and every mistake in it. Pure. [`money`] is a part of it.
//! - [`apply`]: whether others own any of it already, and writing it, in one transaction.
//! - [`table`] and [`kinds`]: TOML with lines, and the kinds of values in it.

mod file;
mod money;

mod apply;

mod kinds;
mod table;

use std::path::PathBuf;

use anyhow::{Context, bail};
use domain::tenant::ReadingRules;
use domain::time::Clock;
use serde_json::json;
use service::settings::Settings;

use self::apply::Written;
use self::file::File;
use self::table::Problem;
use crate::output;

/// Most parked deliveries that are counted.
const COUNTED: i64 = 10_000;

/// Bring in companies, their branches, numbers and services
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Create or update everything that a TOML file lists; all of it, or nothing
    #[command(after_help = "\
deploy/tenants.sample.toml shows every key. A file can be imported again and again; what it does \
not list stays as it is, so switch things off with `active = false`. Every mistake is reported at \
once, with its line. Secrets are named (`env:NAME`, `file:PATH`) and never written into the file.

A number without `active_from` counts from its first import on: calls from before it are recorded \
and never booked from.

Examples:
  ringback tenant import tenants.toml --dry-run
  ringback tenant import tenants.toml")]
    Import(Import),
}

/// What to import.
#[derive(Debug, clap::Args)]
pub(crate) struct Import {
    /// The file
    file: PathBuf,
    /// Find mistakes and conflicts, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Print one JSON object, mistakes included
    #[arg(long)]
    json: bool,
}

/// Imports.
pub(crate) async fn run(command: &Command, settings: &Settings) -> anyhow::Result<()> {
    let Command::Import(args) = command;
    let path = &args.file;
    let text =
        std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let store = wiring::migrated(settings).await?;
    let now = Clock::system().now();

    let accounts = store.accounts().await?;
    let accounts: Vec<_> = accounts.into_iter().map(|account| account.name).collect();
    let (file, mut problems) = file::read(&text, &accounts, now);
    let mut tx = store.begin().await?;
    problems.extend(apply::conflicts(&mut tx, &file).await?);
    if !problems.is_empty() {
        problems.sort();
        return refuse(args, &problems);
    }
    let written = apply::write(&mut tx, &file, now).await?;
    let waiting = if args.dry_run {
        drop(tx);
        None
    } else {
        tx.commit().await?;
        Some(store.claimable_events(COUNTED).await?.len())
    };
    report(args, &written, waiting, &warnings(&file))
}

fn refuse(args: &Import, problems: &[Problem]) -> anyhow::Result<()> {
    if args.json {
        output::json(&json!({ "imported": false, "problems": problems }))?;
    }
    let path = args.file.display();
    if !args.json {
        for Problem { line, problem } in problems {
            eprintln!("{path}:{line}: {problem}");
        }
    }
    let count = match problems.len() {
        1 => "1 mistake".to_owned(),
        many => format!("{many} mistakes"),
    };
    bail!("{count} in {path}; nothing was imported")
}

/// What can be imported, and is hardly meant.
fn warnings(file: &File) -> Vec<String> {
    let default = ReadingRules::default().attendee_email_domain;
    file.companies
        .iter()
        .filter(|company| company.reading.attendee_email_domain == default)
        .map(|company| {
            format!(
                "company `{}`: `attendee_email_domain` is left at `{default}`, which nobody \
                 reads; set a domain of its own under [company.reading]",
                company.slug
            )
        })
        .collect()
}

fn report(
    args: &Import,
    written: &Written,
    waiting: Option<usize>,
    warnings: &[String],
) -> anyhow::Result<()> {
    if args.json {
        return output::json(&json!({
            "imported": !args.dry_run,
            "written": written,
            "waiting": waiting,
            "warnings": warnings,
        }));
    }
    let Written {
        accounts,
        companies,
        calcom_accounts,
        branches,
        numbers,
        new_numbers,
        agents,
        services,
        offers,
        plans,
        telephony_rates,
        fees,
        changed_rates,
    } = written;
    let did = if args.dry_run {
        "Without --dry-run this would import"
    } else {
        "Imported"
    };
    output::print(&format!(
        "{did}: accounts {accounts}, companies {companies}, Cal.com accounts {calcom_accounts}, \
         branches {branches}, numbers {numbers} ({new_numbers} new), agents {agents}, services \
         {services}, offers {offers}, price plans {plans}, telephony rates {telephony_rates}, fees \
         {fees}.\n"
    ))?;
    if let Some(waiting @ 1..) = waiting {
        output::print(&format!(
            "Parked deliveries that now have an owner: {waiting}. The worker takes them up by \
             itself, within `sweep_interval_s`.\n"
        ))?;
    }
    if *changed_rates > 0 {
        output::print(&format!(
            "New or changed telephony rates and fees: {changed_rates}. Calls that are there are worked \
             out with them when their month is closed, or by `ringback costs recompute --apply`.\n"
        ))?;
    }
    for warning in warnings {
        eprintln!("warning: {warning}");
    }
    Ok(())
}

#[cfg(test)]
mod tests;
