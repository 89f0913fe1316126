//! Closing a month: its bills become final.

use std::collections::{BTreeSet, HashSet};

use anyhow::{bail, ensure};
use domain::bill::{self, Amounts, Bill, Figures, Head, State};
use domain::id::{CallId, RetellCallId};
use domain::month::Month;
use domain::time::Clock;
use service::settings::Settings;
use store::{Store, StoreError, Tx};
use worker::costs;

use super::month::{self, Bills};
use super::{lines, report};
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
    let (due, first) = tx.calls_due_a_rate(of, 1).await?;
    ensure!(
        args.dry_run || due == 0,
        "{due} calls would get a better exchange rate if they could be worked out anew, such as {}; \
         `ringback costs recompute` says what is wrong with them",
        first.first().map_or("", RetellCallId::as_str)
    );
    if due > 0 {
        eprintln!(
            "{due} calls would first get a better exchange rate; these figures are without it."
        );
    }
    let bills = final_bills(&mut tx, of).await?;
    let mut total = Figures::default();
    bills.all().for_each(|bill| total.add(bill, of));
    refuse_unknown(&mut tx, args, &bills).await?;
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

/// Takes everything that the month has to bill, and works out how much it is.
async fn final_bills(tx: &mut Tx, of: Month) -> Result<Bills, StoreError> {
    let plans = tx.price_plans().await?;
    let mut late = tx.close_heads(of, State::Changed).await?;
    let new = tx.close_heads(of, State::New).await?;
    let (new, newcomers): (Vec<Head>, Vec<Head>) =
        new.into_iter().partition(|head| head.day.month() == of);
    late.extend(newcomers);
    // Each call has its place among all of the month, whether this closes it or not.
    let new: HashSet<CallId> = new.into_iter().map(|head| head.call).collect();
    let mut calls = bill::bills(tx.heads(of, None).await?, &plans, &BTreeSet::new());
    calls.retain(|(bill, _)| new.contains(&bill.call));
    Ok(Bills {
        open: true,
        calls,
        adjustments: month::adjustments(tx, &plans, late).await?,
    })
}

/// What is not known cannot be final.
async fn refuse_unknown(tx: &mut Tx, args: &Args, bills: &Bills) -> anyhow::Result<()> {
    let of = args.month;
    let without = |what: fn(&Amounts) -> bool| -> Vec<CallId> {
        let bills = bills.all().filter(|bill| what(&bill.amounts));
        bills.map(|bill| bill.call).collect()
    };
    let unknown = without(|amounts| amounts.cost.is_none());
    if !unknown.is_empty() {
        bail!(
            "{} calls to be billed with {of} have no exchange rate: {}; `ringback rates import` one \
             of their days, or an earlier one, then close",
            unknown.len(),
            named(tx, &unknown).await?
        );
    }
    let unpriced = without(|amounts| amounts.price.is_none());
    if !unpriced.is_empty() && !args.unpriced {
        bail!(
            "{} calls to be billed with {of} have no price, since their company has no price plan for \
             their day: {}; `ringback tenant import` one, or close with --unpriced: what a later plan \
             makes of them is an adjustment",
            unpriced.len(),
            named(tx, &unpriced).await?
        );
    }
    Ok(())
}

/// The first of these calls by their names, and that there are more.
async fn named(tx: &mut Tx, calls: &[CallId]) -> Result<String, StoreError> {
    const MOST: usize = 5;
    let mut names = Vec::new();
    for &call in calls.iter().take(MOST) {
        let name = tx.call_name(call).await?;
        names.push(name.map_or_else(|| call.to_string(), |name| name.to_string()));
    }
    if calls.len() > MOST {
        names.push("…".into());
    }
    Ok(names.join(", "))
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
