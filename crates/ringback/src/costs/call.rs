//! One call: its lines, its price, and how both came to be.

use std::collections::BTreeSet;

use anyhow::Context;
use domain::bill::{self, Bill};
use domain::id::{CallId, RetellCallId};
use domain::ledger::Ledger;
use domain::price::PriceLine;
use serde_json::{Value, json};
use store::{EntryRow, Store};

use crate::output;

/// Show what a call cost and what it is billed at, line by line, and how that came to be
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  ringback costs call call_7d3f
  ringback costs call call_7d3f --json")]
pub(crate) struct Args {
    /// Retell's id of the call
    #[arg(value_name = "CALL_ID")]
    call: String,
    /// Print one JSON object for each call of that id
    #[arg(long)]
    json: bool,
}

/// Everything about the money of a call.
pub(crate) struct Account {
    /// What it costs.
    pub(crate) ledger: Ledger,
    /// What it is billed at, if its month were closed now.
    pub(crate) bill: Option<(Bill, Vec<PriceLine>)>,
    /// What closed months billed.
    pub(crate) billed: Vec<Bill>,
}

/// Shows.
pub(crate) async fn run(args: &Args, store: &Store) -> anyhow::Result<()> {
    let id = RetellCallId::new(args.call.clone());
    let calls = store.calls_named(&id).await?;
    calls
        .first()
        .with_context(|| format!("there is no call `{id}`"))?;
    for (call, account) in calls {
        let found = of(store, call).await?.with_context(|| {
            format!("call `{id}` has no ledger yet; `ringback costs recompute --apply` draws it up")
        })?;
        let history = store.ledger_history(call).await?;
        if args.json {
            output::json(&found.json(&id, account.as_str(), &history))?;
        } else {
            output::print(&format!("{}\n", found.lines().join("\n")))?;
            output::print("\nHow its cost came to be:\n")?;
            let rows: Vec<Value> = history.iter().map(entry).collect();
            let columns = [
                "seq",
                "component",
                "us_cents",
                "eur_cents",
                "basis",
                "supersedes",
                "because",
            ];
            output::table(&columns, &rows)?;
        }
    }
    Ok(())
}

/// The account of a call; `None` if it has no ledger.
pub(crate) async fn of(store: &Store, call: CallId) -> anyhow::Result<Option<Account>> {
    let mut tx = store.begin_reading().await?;
    let plans = tx.price_plans().await?;
    let (Some(ledger), Some(head)) = (tx.ledger(call).await?, tx.head(call).await?) else {
        return Ok(None);
    };
    let heads = tx.heads(head.day.month(), Some(head.company)).await?;
    let bill = bill::bills(heads, &plans, &BTreeSet::new())
        .into_iter()
        .find(|(bill, _)| bill.call == call);
    let billed = tx.bills_of(call).await?;
    Ok(Some(Account {
        ledger,
        bill,
        billed,
    }))
}

impl Account {
    /// For people: a line each.
    pub(crate) fn lines(&self) -> Vec<String> {
        let ledger = &self.ledger;
        let rate = match &ledger.rate {
            None => "no exchange rate yet".to_owned(),
            Some(rate) => {
                let stale = if rate.is_stale_on(ledger.day) {
                    ", STALE"
                } else {
                    ""
                };
                let per_euro = rate.per_euro.as_decimal();
                format!("€1 = ${per_euro}, {} of {}{stale}", rate.source, rate.day)
            }
        };
        let mut lines = vec![format!("Call of {} ({rate})", ledger.day)];
        for line in &ledger.lines {
            let us = line.us_cents.map_or_else(String::new, |us| us.to_string());
            let eur = line
                .eur_cents
                .map_or_else(|| "?".into(), |eur| eur.to_string());
            lines.push(format!(
                "  {:<56} {us:>10} {eur:>10}  {}",
                output::plain(&line.component),
                line.basis
            ));
        }
        let eur = ledger
            .eur_cents()
            .map_or_else(|| "?".into(), |eur| eur.to_string());
        lines.push(format!(
            "  {:<56} {:>10} {eur:>10}",
            "cost",
            ledger.us_cents()
        ));
        let Some((bill, prices)) = &self.bill else {
            return lines;
        };
        for line in prices {
            let item = line.item.to_string();
            lines.push(format!("  {item:<56} {:>10} {:>10}", "", line.amount));
        }
        let shown = |amount: Option<_>| {
            amount.map_or_else(
                || "none".to_owned(),
                |it: domain::money::EurCents| it.to_string(),
            )
        };
        lines.push(format!(
            "  {:<56} {:>10} {:>10}",
            "price",
            "",
            shown(bill.amounts.price)
        ));
        if bill.reseller.is_some() {
            lines.push(format!(
                "  {:<56} {:>10} {:>10}",
                "of which its reseller pays us",
                "",
                shown(bill.amounts.wholesale)
            ));
        }
        if let Some(margin) = bill.amounts.margin() {
            lines.push(format!("  {:<56} {:>10} {margin:>10}", "our margin", ""));
        }
        for billed in &self.billed {
            lines.push(format!(
                "  billed: cost {}, price {}",
                shown(billed.amounts.cost),
                shown(billed.amounts.price)
            ));
        }
        lines
    }

    fn json(&self, id: &RetellCallId, account: &str, history: &[EntryRow]) -> Value {
        let ledger = &self.ledger;
        let line = |line: &domain::ledger::LedgerLine| {
            json!({
                "component": line.component,
                "us_cents": line.us_cents,
                "eur_cents": line.eur_cents,
                "basis": line.basis,
            })
        };
        let price =
            |line: &PriceLine| json!({ "item": line.item.to_string(), "eur_cents": line.amount });
        let bill = self.bill.as_ref().map(|(bill, lines)| {
            json!({
                "price_eur_cents": bill.amounts.price,
                "wholesale_eur_cents": bill.amounts.wholesale,
                "margin_eur_cents": bill.amounts.margin(),
                "lines": lines.iter().map(price).collect::<Vec<_>>(),
            })
        });
        json!({
            "call_id": id,
            "account": account,
            "day": ledger.day,
            "rate": ledger.rate.as_ref().map(|rate| json!({
                "day": rate.day,
                "usd_per_euro": rate.per_euro.as_decimal(),
                "source": rate.source,
                "stale": rate.is_stale_on(ledger.day),
            })),
            "us_cents": ledger.us_cents(),
            "eur_cents": ledger.eur_cents(),
            "lines": ledger.lines.iter().map(line).collect::<Vec<_>>(),
            "bill": bill,
            "billed": self.billed.iter().map(|bill| json!({
                "cost_eur_cents": bill.amounts.cost,
                "price_eur_cents": bill.amounts.price,
            })).collect::<Vec<_>>(),
            "history": history.iter().map(entry).collect::<Vec<_>>(),
        })
    }
}

fn entry(entry: &EntryRow) -> Value {
    json!({
        "seq": entry.seq,
        "component": entry.component,
        "us_cents": entry.us_cents,
        "eur_cents": entry.eur_cents,
        "basis": entry.basis,
        "supersedes": entry.supersedes,
        "because": entry.event.clone().unwrap_or_else(|| entry.occasion.to_string()),
        "reported_at": entry.reported_at,
        "made_at": entry.made_at,
    })
}
