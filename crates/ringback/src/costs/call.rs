//! One call: its lines, its price, and how both came to be.

use anyhow::Context;
use domain::bill::{Amounts, Bill, Head, Plans, State};
use domain::id::{CallId, RetellCallId};
use domain::ledger::Ledger;
use domain::month::Month;
use domain::price::{PriceLine, Span};
use serde_json::{Value, json};
use store::{BillLine, Book, EntryRow, Store, StoreError, Tx};

use super::month;
use crate::output;

/// Show what a call cost and what it is billed at, line by line, and how that came to be
#[derive(Debug, clap::Args)]
#[command(after_help = "\
A call of an open month is shown with the price that it would be billed at now. One of a closed month \
is shown with what each month has billed and keeps, and with what is still to be billed, if anything.

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
    /// What it costs, by what is known now.
    pub(crate) ledger: Ledger,
    /// What it would be billed at, if its month were closed now; `None` once its month is closed.
    pub(crate) bill: Option<(Bill, Vec<PriceLine>)>,
    /// What closed months billed, oldest first.
    pub(crate) billed: Vec<Billed>,
    /// What the first open month bills beyond that, as an adjustment.
    pub(crate) to_be_billed: Option<Bill>,
}

/// What a closed month billed for a call, for good.
pub(crate) struct Billed {
    month: Month,
    amounts: Amounts,
    lines: Vec<BillLine>,
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
    let bills = tx.bills_of(call).await?;
    let (mut bill, mut to_be_billed) = (None, None);
    if is_late(&mut tx, &head).await? {
        to_be_billed = adjustment(&mut tx, &head, &plans).await?;
    } else if head.state == State::New {
        let heads = tx.heads(head.day.month(), Some(head.company)).await?;
        let mut own = month::own(heads, &plans).into_iter();
        bill = own.find(|(bill, _)| bill.call == call);
    }
    Ok(Some(Account {
        ledger,
        bill,
        billed: billed(&mut tx, call, bills).await?,
        to_be_billed,
    }))
}

/// Whether the first open month bills something of it as an adjustment.
async fn is_late(tx: &mut Tx, head: &Head) -> Result<bool, StoreError> {
    Ok(match head.state {
        State::Billed => false,
        State::Changed => true,
        State::New => {
            let first_open = tx.first_open_month().await?;
            first_open.is_some_and(|first| head.day.month() < first)
        }
    })
}

/// What is still to be billed of it, among all that is late.
async fn adjustment(tx: &mut Tx, head: &Head, plans: &Plans) -> Result<Option<Bill>, StoreError> {
    let Some(first_open) = tx.first_open_month().await? else {
        return Ok(None);
    };
    let late = tx.late_heads(first_open, Some(head.company)).await?;
    let mut adjustments = month::adjustments(tx, plans, late).await?.into_iter();
    Ok(adjustments.find(|bill| bill.call == head.call))
}

/// Each of a call's bills with its month and its lines.
async fn billed(tx: &mut Tx, call: CallId, bills: Vec<Bill>) -> Result<Vec<Billed>, StoreError> {
    let months = tx.months_of(call).await?;
    let lines = tx.bill_lines_of(call).await?;
    let of = |month| {
        let lines = lines.iter().filter(move |(of, _)| *of == month);
        lines.map(|(_, line)| line.clone()).collect()
    };
    let billed = months.into_iter().zip(bills).map(|(month, bill)| Billed {
        month,
        amounts: bill.amounts,
        lines: of(month),
    });
    Ok(billed.collect())
}

/// A line for people: what, in dollars, in euros.
fn row(item: &str, us: &str, eur: &str) -> String {
    format!("  {item:<56} {us:>10} {eur:>10}")
}

fn shown<C: std::fmt::Display>(amount: Option<C>, otherwise: &str) -> String {
    amount.map_or_else(|| otherwise.to_owned(), |it| it.to_string())
}

/// What is paid for a call, and what of it is ours.
fn paid(amounts: &Amounts) -> Vec<String> {
    let mut rows = vec![row("price", "", &shown(amounts.price, "none"))];
    if let Some(wholesale) = amounts.wholesale {
        let wholesale = wholesale.to_string();
        rows.push(row("of which its reseller pays us", "", &wholesale));
    }
    if let Some(margin) = amounts.margin() {
        rows.push(row("our margin", "", &margin.to_string()));
    }
    rows
}

/// What it costs, and what is paid for it.
fn sums(amounts: &Amounts) -> Vec<String> {
    let cost = shown(amounts.cost, "?");
    let mut rows = vec![row("cost", &amounts.us_cents.to_string(), &cost)];
    rows.extend(paid(amounts));
    rows
}

impl Billed {
    /// For people: a line each, with the sum of either side below it.
    fn lines(&self) -> Vec<String> {
        let mut rows = vec![format!("Billed with {}, for good", self.month)];
        let sums = sums(&self.amounts);
        let (cost, paid) = sums.split_at(1);
        for (book, sums) in [(Book::Cost, cost), (Book::Price, paid)] {
            for line in self.lines.iter().filter(|line| line.book == book) {
                let us = shown(line.us_cents, "");
                let eur = shown(line.eur_cents, "?");
                let span = || Span(line.quantity.unsigned_abs());
                let (item, note) = match (book, line.component.as_str()) {
                    (_, "adjustment") => (format!("adjustment {}", line.note), ""),
                    (Book::Cost, component) => (output::plain(component), line.note.as_str()),
                    (Book::Price, "time" | "included") => (format!("{} {}", span(), line.note), ""),
                    (Book::Price, _) => (line.note.clone(), ""),
                };
                let row = row(&item, &us, &eur);
                rows.push(format!("{row}  {note}").trim_end().to_owned());
            }
            rows.extend_from_slice(sums);
        }
        rows
    }

    fn json(&self) -> Value {
        let line = |line: &BillLine| {
            json!({
                "side": line.book.as_str(),
                "component": line.component,
                "terms": line.note,
                "quantity": line.quantity,
                "us_cents": line.us_cents,
                "eur_cents": line.eur_cents,
            })
        };
        let mut whole = of_amounts(&self.amounts);
        whole["month"] = json!(self.month);
        whole["lines"] = self.lines.iter().map(line).collect();
        whole
    }
}

fn of_amounts(amounts: &Amounts) -> Value {
    json!({
        "us_cents": amounts.us_cents,
        "cost_eur_cents": amounts.cost,
        "price_eur_cents": amounts.price,
        "wholesale_eur_cents": amounts.wholesale,
        "margin_eur_cents": amounts.margin(),
    })
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
            let (us, eur) = (shown(line.us_cents, ""), shown(line.eur_cents, "?"));
            let row = row(&output::plain(&line.component), &us, &eur);
            lines.push(format!("{row}  {}", line.basis));
        }
        let us = ledger.us_cents().to_string();
        lines.push(row("cost", &us, &shown(ledger.eur_cents(), "?")));
        if let Some((bill, prices)) = &self.bill {
            let price =
                |line: &PriceLine| row(&line.item.to_string(), "", &line.amount.to_string());
            lines.extend(prices.iter().map(price));
            lines.extend(paid(&bill.amounts));
        }
        lines.extend(self.billed.iter().flat_map(Billed::lines));
        if let Some(bill) = &self.to_be_billed {
            lines.push("Still to be billed".into());
            lines.extend(sums(&bill.amounts));
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
            let mut whole = of_amounts(&bill.amounts);
            whole["lines"] = lines.iter().map(price).collect();
            whole
        });
        let to_be_billed = self.to_be_billed.as_ref();
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
            "billed": self.billed.iter().map(Billed::json).collect::<Vec<_>>(),
            "to_be_billed": to_be_billed.map(|bill| of_amounts(&bill.amounts)),
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
