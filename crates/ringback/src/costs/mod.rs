//! `ringback costs`: what calls cost, what they are billed at, and why.
//!
//! - [`report`]: a month, broken down.
//! - [`statement`]: what a company is to be sent.
//! - [`call`]: one call, with everything that led to its amounts.
//! - [`recompute`]: all of it anew, from the facts.
//! - [`close`]: making a month final, with its ledgers drawn up [`anew`], unless one of the
//!   [`checks`] refuses.
//! - [`month`], [`lines`], [`rows`]: what these share: the bills of a month, what they are made of,
//!   and how figures are printed.
//!
//! Decisions are made in `domain`; here they are asked for, shown and stored.

mod anew;
pub(crate) mod call;
mod checks;
mod close;
mod lines;
mod month;
mod recompute;
mod report;
mod rows;
mod statement;

use clap::Subcommand;
use service::settings::Settings;

/// See what calls cost and what they are billed at
#[derive(Debug, clap::Args)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    after_help = "\
Amounts are exact; they are rounded where they are shown: in reports and statements to whole cents, \
such that columns add up to their totals; of a single call to a hundredth of a cent, each by itself.

Examples:
  ringback costs --month 2026-11
  ringback costs --month 2026-11 --company salon-nord --by day --format csv
  ringback costs call call_7d3f
  ringback costs statement --month 2026-11 --company salon-nord
  ringback costs recompute
  ringback costs close 2026-10"
)]
pub(crate) struct Costs {
    #[command(flatten)]
    report: report::Args,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    Call(call::Args),
    Statement(statement::Args),
    Recompute(recompute::Args),
    Close(close::Args),
}

/// Does what was asked for.
pub(crate) async fn run(costs: &Costs, settings: &Settings) -> anyhow::Result<()> {
    let store = crate::open::current(settings).await?;
    match &costs.command {
        None => report::run(&costs.report, &store).await,
        Some(Command::Call(args)) => call::run(args, &store).await,
        Some(Command::Statement(args)) => statement::run(args, &store).await,
        Some(Command::Recompute(args)) => recompute::run(args, &store, settings).await,
        Some(Command::Close(args)) => close::run(args, &store, settings).await,
    }
}
