//! Closing a month: its bills become final.

use std::collections::HashSet;

use anyhow::{bail, ensure};
use domain::bill::{self, Bill, Head, State};
use domain::id::CallId;
use domain::month::Month;
use domain::price::PriceLine;
use domain::time::Clock;
use store::{BillLine, Book, Store, Tx};

use super::{month, report};
use crate::output;

/// Make a month's bills final; what becomes known later is an adjustment in the next one
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Months are closed in order, once they are over everywhere on earth. Price plans that were valid in a \
closed month can no longer be changed.

Examples:
  ringback costs close 2026-10 --dry-run
  ringback costs close 2026-10")]
pub(crate) struct Args {
    /// The month, such as 2026-11
    month: Month,
    /// Show what would be closed, and close nothing
    #[arg(long)]
    dry_run: bool,
}

/// Closes.
pub(crate) async fn run(args: &Args, store: &Store) -> anyhow::Result<()> {
    let (of, now) = (args.month, Clock::system().now());
    ensure!(
        of.is_over(now),
        "{of} is not over yet everywhere; it can be closed from noon UTC on the first of the next month"
    );
    let plans = month::plans(store).await?;
    let mut tx = store.begin().await?;
    if let Some(first) = tx.first_open_month().await? {
        ensure!(first <= of, "{of} is closed already");
        ensure!(first == of, "{first} is still open; close it first");
    }
    if !tx.close_month(of, now).await? {
        bail!("{of} is closed already");
    }
    let mut late = tx.close_heads(of, State::Changed).await?;
    let new = tx.close_heads(of, State::New).await?;
    let (new, newcomers): (Vec<Head>, Vec<Head>) =
        new.into_iter().partition(|head| head.day.month() == of);
    late.extend(newcomers);
    // Each call has its place among all of the month, whether this closes it or not.
    let new: HashSet<CallId> = new.into_iter().map(|head| head.call).collect();
    let mut calls = bill::bills(tx.heads(of, None).await?, &plans);
    calls.retain(|(bill, _)| new.contains(&bill.call));
    let adjustments = month::adjustments(&mut tx, &plans, late).await?;
    refuse_unknown(of, calls.iter().map(|(bill, _)| bill).chain(&adjustments))?;
    write(&mut tx, of, &calls, &adjustments).await?;
    let did = format!(
        "{of}: {} calls, {} adjustments",
        calls.len(),
        adjustments.len()
    );
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

fn refuse_unknown<'a>(of: Month, bills: impl Iterator<Item = &'a Bill>) -> anyhow::Result<()> {
    let unknown = bills.filter(|bill| bill.amounts.cost.is_none()).count();
    ensure!(
        unknown == 0,
        "{unknown} calls of {of} have no exchange rate; `ringback rates import`, then `ringback \
         costs recompute --apply`, then close"
    );
    Ok(())
}

async fn write(
    tx: &mut Tx,
    of: Month,
    calls: &[(Bill, Vec<PriceLine>)],
    adjustments: &[Bill],
) -> anyhow::Result<()> {
    for (bill, lines) in calls {
        tx.add_bill(of, bill).await?;
        for line in lines {
            let line = BillLine {
                book: Book::Price,
                component: line.item.component().into(),
                note: line.item.terms(),
                quantity: i64::try_from(line.item.quantity()).unwrap_or(i64::MAX),
                us_cents: None,
                eur_cents: Some(line.amount),
            };
            tx.add_bill_line(of, bill, &line).await?;
        }
    }
    tx.add_cost_lines(of).await?;
    for bill in adjustments {
        tx.add_bill(of, bill).await?;
        for line in report::adjustment_lines(bill) {
            tx.add_bill_line(of, bill, &line).await?;
        }
    }
    Ok(())
}
