//! Closing a month: its bills become final.

use std::collections::{BTreeSet, HashSet};

use anyhow::{bail, ensure};
use domain::bill::{self, Bill, Figures, Head, State};
use domain::id::CallId;
use domain::month::Month;
use domain::time::Clock;
use service::settings::Settings;
use store::{Store, StoreError, Taken, Tx};
use worker::costs;

use super::month::{self, Bills};
use super::{checks, lines, report};
use crate::output;

/// Make a month's bills final; what becomes known later is an adjustment in the next one
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Months are closed in order, once they are over everywhere on earth. Price plans that were valid in a \
closed month can no longer be changed, only ended. What is unknown cannot be closed: a call without \
an exchange rate, or, unless --unpriced, without a price.

Examples:
  ringback costs close 2026-10 --dry-run
  ringback costs close 2026-10")]
pub(crate) struct Args {
    /// The month, such as 2026-11
    month: Month,
    /// Close although calls have no price for want of a plan
    #[arg(long)]
    unpriced: bool,
    /// Show what would be closed, and close nothing
    #[arg(long)]
    dry_run: bool,
}

/// Closes.
pub(crate) async fn run(args: &Args, store: &Store, settings: &Settings) -> anyhow::Result<()> {
    let (of, now) = (args.month, Clock::system().now());
    ensure!(
        of.is_over(now),
        "{of} is not over yet everywhere; it can be closed from noon UTC on the first of the next month"
    );
    if !args.dry_run {
        let telephony = worker::Config::of(settings).telephony;
        costs::catch_up(store, telephony, now).await?;
    }
    let mut tx = store.begin().await?;
    tx.take_turn_at_prices().await?;
    if let Some(first) = tx.first_open_month().await? {
        ensure!(first <= of, "{of} is closed already");
        ensure!(first == of, "{first} is still open; close it first");
    }
    if !tx.close_month(of, now).await? {
        bail!("{of} is closed already");
    }
    let (bills, new) = take(&mut tx, of).await?;
    if !args.dry_run {
        checks::refuse_outdated(&mut tx, &new).await?;
    }
    let mut total = Figures::default();
    bills.all().for_each(|bill| total.add(bill, of));
    let all: Vec<&Bill> = bills.all().collect();
    checks::refuse_unknown(&mut tx, of, &all, args.unpriced).await?;
    write(&mut tx, of, &bills).await?;
    let did = format!(
        "{of}: {} calls, {} adjustments",
        bills.calls.len(),
        bills.adjustments.len()
    );
    report::warn(&total);
    if args.dry_run {
        drop(tx);
        return Ok(output::print(&format!(
            "Without --dry-run this would close {did}.\n"
        ))?);
    }
    tx.audit("close", &did, now).await?;
    tx.commit().await?;
    Ok(output::print(&format!("Closed {did}.\n"))?)
}

/// Takes everything that the month has to bill, and works out how much it is. Beside it, what of
/// that no month has billed before.
async fn take(tx: &mut Tx, of: Month) -> Result<(Bills, Vec<Taken>), StoreError> {
    let plans = tx.price_plans().await?;
    let changed = tx.close_heads(of, State::Changed).await?;
    let mut late: Vec<Head> = changed.into_iter().map(|taken| taken.head).collect();
    let new = tx.close_heads(of, State::New).await?;
    let is_own = |head: &&Head| head.day.month() == of;
    let (own, newcomers): (Vec<&Head>, Vec<&Head>) =
        new.iter().map(|taken| &taken.head).partition(is_own);
    late.extend(newcomers.into_iter().cloned());
    // Each call has its place among all of the month, whether this closes it or not.
    let own: HashSet<CallId> = own.into_iter().map(|head| head.call).collect();
    let mut calls = bill::bills(tx.heads(of, None).await?, &plans, &BTreeSet::new());
    calls.retain(|(bill, _)| own.contains(&bill.call));
    let bills = Bills {
        open: true,
        calls,
        adjustments: month::adjustments(tx, &plans, late).await?,
    };
    Ok((bills, new))
}

async fn write(tx: &mut Tx, of: Month, bills: &Bills) -> Result<(), StoreError> {
    let all: Vec<Bill> = bills.all().cloned().collect();
    tx.add_bills(of, &all).await?;
    let prices = bills.calls.iter().flat_map(|(bill, lines)| {
        lines
            .iter()
            .map(move |line| (bill.call, bill.company, lines::of_price(line)))
    });
    let adjustments = bills.adjustments.iter().flat_map(|bill| {
        let lines = lines::of_adjustment(bill).into_iter();
        lines.map(move |line| (bill.call, bill.company, line))
    });
    let lines: Vec<_> = prices.chain(adjustments).collect();
    tx.add_bill_lines(of, &lines).await?;
    tx.add_cost_lines(of).await
}
