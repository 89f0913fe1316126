//! Closing a month: its bills become final.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use anyhow::{bail, ensure};
use domain::bill::{self, Bill, Figures, Head, State};
use domain::id::CallId;
use domain::month::Month;
use domain::time::Clock;
use service::settings::Settings;
use store::{Store, StoreError, Taken, Tx};

use super::anew::{self, Anews};
use super::month::{self, Bills};
use super::{checks, lines, report};
use crate::output;

/// Make a month's bills final; what becomes known later is an adjustment in the next one
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Months are closed in order, once they are over everywhere on earth. First all calls that are still \
to be billed are worked out anew, as `ringback costs recompute` does; one that cannot be read any \
more is named and billed as it is. Price plans that were valid in a closed month can no longer be \
changed, only ended, and fees and telephony rates only be followed by later ones. What is unknown \
cannot be closed: a call without an exchange rate; unless --missing-rates, a call with an earlier \
day's although the bank published one since; unless --unpriced, a call without a price.

Examples:
  ringback costs close 2026-10 --dry-run
  ringback costs close 2026-10")]
pub(crate) struct Args {
    /// The month, such as 2026-11
    month: Month,
    /// Close although calls have no price for want of a plan
    #[arg(long)]
    unpriced: bool,
    /// Close although exchange rates of days on which the bank publishes are missing: their calls
    /// keep an earlier day's for ever
    #[arg(long)]
    missing_rates: bool,
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
    let telephony = worker::Config::of(settings).telephony;
    let mut tx = store.begin_reading().await?;
    refuse_out_of_turn(&mut tx, of).await?;
    let tariff = tx.tariff(telephony).await?;
    drop(tx);
    let Anews { differ, left } = anew::draw_up(store, of, telephony, !args.dry_run, now).await?;
    let mut tx = store.begin().await?;
    tx.take_turn_at_prices().await?;
    refuse_out_of_turn(&mut tx, of).await?;
    ensure!(
        tx.tariff(telephony).await? == tariff,
        "fees or telephony rates were changed meanwhile; nothing was closed, run it again"
    );
    if !tx.close_month(of, now).await? {
        bail!("{of} is closed already");
    }
    let Bound { bills, new, all } = take(&mut tx, of).await?;
    if args.dry_run && differ > 0 {
        eprintln!(
            "{differ} calls would first be worked out anew, and come out otherwise; these figures \
             are without that."
        );
    }
    warn_of_left(&left, &all);
    let mut readable = new;
    readable.retain(|taken| !left.contains_key(&taken.head.call));
    if !args.dry_run {
        checks::refuse_outdated(&mut tx, &readable).await?;
    }
    if !args.missing_rates {
        checks::refuse_missing_rates(&mut tx, of, &readable).await?;
    }
    let mut total = Figures::default();
    bills.all().for_each(|bill| total.add(bill, of));
    checks::refuse_without_rate(&mut tx, of, bills.all(), &left).await?;
    if !args.unpriced {
        checks::refuse_unpriced(&mut tx, of, bills.all()).await?;
    }
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

/// Months are closed in order, and once.
async fn refuse_out_of_turn(tx: &mut Tx, of: Month) -> anyhow::Result<()> {
    if let Some(first) = tx.first_open_month().await? {
        ensure!(first <= of, "{of} is closed already");
        ensure!(first == of, "{first} is still open; close it first");
    }
    Ok(())
}

/// Says which calls could not be worked out anew, and what is billed for them.
fn warn_of_left(left: &BTreeMap<CallId, String>, taken: &HashSet<CallId>) {
    for (call, why) in left {
        let so = if taken.contains(call) {
            "it is billed as its ledger has it"
        } else {
            "it has no ledger and is not billed"
        };
        eprintln!("warning: a call cannot be worked out anew, {so}: {why}");
    }
}

/// What a month is bound to bill.
struct Bound {
    bills: Bills,
    /// What of it no month has billed before.
    new: Vec<Taken>,
    /// All calls that were taken.
    all: HashSet<CallId>,
}

/// Takes everything that the month has to bill, and works out how much it is.
async fn take(tx: &mut Tx, of: Month) -> Result<Bound, StoreError> {
    let plans = tx.price_plans().await?;
    let changed = tx.close_heads(of, State::Changed).await?;
    let new = tx.close_heads(of, State::New).await?;
    let all = changed.iter().chain(&new).map(|taken| taken.head.call);
    let all: HashSet<CallId> = all.collect();
    let mut late: Vec<Head> = changed.into_iter().map(|taken| taken.head).collect();
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
    Ok(Bound { bills, new, all })
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
