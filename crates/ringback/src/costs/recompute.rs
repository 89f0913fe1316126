//! Working out costs anew, from the reports that are kept: the function that runs on every
//! delivery, over every call (F66).

use anyhow::{Context, ensure};
use domain::fx::UsdRate;
use domain::id::RetellCallId;
use domain::ledger::Ledger;
use domain::money::{Eur, Total, Usd};
use domain::time::Clock;
use serde_json::{Value, json};
use service::settings::Settings;
use store::Store;
use worker::costs::{Anew, DrawnUp, Which};

use super::rows::{self, Format};
use crate::output;

/// Work out all costs anew from the facts, and show what differs
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Shows, per call, the lines that differ, and the day and the rate if they do. Without --apply nothing \
is written. Calls that a closed month has billed keep their exchange rates, \
and closed months stay as they are: what differs there becomes an adjustment in the open one. A call that cannot be \
read is named at the end and leaves the others as they are; the exit status is 1 then.

Examples:
  ringback costs recompute
  ringback costs recompute --apply")]
pub(crate) struct Args {
    /// Write it, with a line in the audit log before and after
    #[arg(long)]
    apply: bool,
    /// How the calls that differ are printed
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

/// What differs in all.
#[derive(Default)]
struct Differences {
    rows: Vec<Value>,
    us_cents: Total<Usd>,
    eur_cents: Total<Eur>,
    unreadable: Vec<String>,
}

/// Recomputes.
pub(crate) async fn run(args: &Args, store: &Store, settings: &Settings) -> anyhow::Result<()> {
    let mut found = Differences::default();
    let anew = Anew {
        which: Which::All,
        telephony: worker::Config::of(settings).telephony,
        write: args.apply,
    };
    if args.apply {
        // Each call is written by itself: whatever ends this early, that it began is known.
        note(store, "begun").await?;
    }
    let looked_at = anew
        .draw_up(store, Clock::system().now(), |_, call, drawn| match drawn {
            Ok(drawn) if drawn.moved.changed => found.add(call, &drawn),
            Ok(_) => {}
            Err(error) => {
                let error = anyhow::Error::new(error);
                found
                    .unreadable
                    .push(output::plain(&format!("{}: {error:#}", call.as_str())));
            }
        })
        .await;
    if !found.rows.is_empty() {
        rows::print(args.format, &found.rows)?;
    }
    for call in &found.unreadable {
        eprintln!("{call}");
    }
    let looked_at = looked_at.context("it ended early; what is said above was looked at")?;
    let did = format!(
        "{} of {looked_at} calls differ: {} by vendors, {} in all",
        found.rows.len(),
        found.us_cents,
        found.eur_cents
    );
    let unreadable = found.unreadable.len();
    if args.apply {
        note(store, &format!("{did}; {unreadable} cannot be read")).await?;
        eprintln!("{did}. Applied.");
    } else {
        eprintln!("{did}. --apply writes it.");
    }
    output::print("")?;
    ensure!(
        unreadable == 0,
        "{unreadable} of {looked_at} calls cannot be read, see above; their costs stay as they are"
    );
    Ok(())
}

async fn note(store: &Store, what: &str) -> anyhow::Result<()> {
    let mut tx = store.begin().await?;
    tx.audit("recompute", what, Clock::system().now()).await?;
    Ok(tx.commit().await?)
}

impl Differences {
    fn add(&mut self, call: &RetellCallId, drawn: &DrawnUp) {
        let DrawnUp {
            before,
            after,
            moved,
        } = drawn;
        let us = moved.us_charged.minus(moved.us_reversed);
        let eur = moved.eur_charged.minus(moved.eur_reversed);
        self.us_cents = self.us_cents.plus(us);
        self.eur_cents = self.eur_cents.plus(eur);
        let other = before.as_ref().map(|before| other(before, after));
        self.rows.push(json!({
            "call_id": call.as_str(),
            "lines": moved.entries,
            "day": change(before.as_ref(), after, |ledger| Some(ledger.day.to_string())),
            "rate": change(before.as_ref(), after, |ledger| ledger.rate.as_ref().map(rate)),
            "other": other,
            "vendors": us.to_string(),
            "cost": eur.to_string(),
            "us_cents": us,
            "eur_cents": eur,
        }));
    }
}

/// From what to what; `None` if it is the same.
fn change(
    before: Option<&Ledger>,
    after: &Ledger,
    of: impl Fn(&Ledger) -> Option<String>,
) -> Option<String> {
    let (before, after) = (before.and_then(&of), of(after));
    let said = |it: Option<String>| it.unwrap_or_else(|| "none".into());
    (before != after).then(|| format!("{} → {}", said(before), said(after)))
}

fn rate(rate: &UsdRate) -> String {
    format!("{} of {}", rate.per_euro.as_decimal(), rate.day)
}

/// What else is different, by name.
fn other(before: &Ledger, after: &Ledger) -> String {
    [
        ("start", before.started_at != after.started_at),
        ("number", before.number != after.number),
        ("length", before.talked_ms != after.talked_ms),
    ]
    .into_iter()
    .filter_map(|(name, differs)| differs.then_some(name))
    .collect::<Vec<_>>()
    .join(", ")
}
