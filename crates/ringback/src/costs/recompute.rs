//! Working out costs anew, from the reports that are kept: the function that runs on every
//! delivery, over every call (F66).

use domain::call::Call;
use domain::id::CallId;
use domain::money::{Eur, Total, Usd};
use domain::time::Clock;
use serde_json::{Value, json};
use service::settings::Settings;
use store::{Because, Moved, Store};
use worker::costs;

use super::rows::{self, Format};
use crate::output;

/// Work out all costs anew from the facts, and show what differs
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Without --apply nothing is written. Exchange rates of calls that have one stay as they are, and so \
do closed months: what differs there becomes an adjustment in the open one.

Examples:
  ringback costs recompute
  ringback costs recompute --apply")]
pub(crate) struct Args {
    /// Write it, with a line in the audit log
    #[arg(long)]
    apply: bool,
    /// How the calls that differ are printed
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

/// Calls looked at between two questions which ones are next.
const STEP: i64 = 500;

/// What differs in all.
#[derive(Default)]
struct Differences {
    looked_at: u64,
    rows: Vec<Value>,
    us_cents: Total<Usd>,
    eur_cents: Total<Eur>,
}

/// Recomputes.
pub(crate) async fn run(args: &Args, store: &Store, settings: &Settings) -> anyhow::Result<()> {
    let mut found = Differences::default();
    let mut last = None;
    loop {
        let calls = store.calls_after(last, STEP).await?;
        let Some(&end) = calls.last() else {
            break;
        };
        last = Some(end);
        for call in calls {
            found.looked_at += 1;
            if let Some((retell, moved)) = one(store, settings, call, args.apply).await? {
                found.add(&retell, moved);
            }
        }
    }
    if !found.rows.is_empty() {
        rows::print(args.format, &found.rows)?;
    }
    let did = format!(
        "{} of {} calls differ: {} by vendors, {} in all",
        found.rows.len(),
        found.looked_at,
        found.us_cents,
        found.eur_cents
    );
    if args.apply {
        let now = Clock::system().now();
        let mut tx = store.begin().await?;
        tx.audit("recompute", &did, now).await?;
        tx.commit().await?;
        eprintln!("{did}. Applied.");
    } else {
        eprintln!("{did}. --apply writes it.");
    }
    output::print("")?;
    Ok(())
}

/// One call: its id at Retell and what moved, if anything did.
async fn one(
    store: &Store,
    settings: &Settings,
    id: CallId,
    apply: bool,
) -> anyhow::Result<Option<(String, Moved)>> {
    let now = Clock::system().now();
    let mut tx = store.begin().await?;
    let Some((locked, retell)) = tx.relock_call(id).await? else {
        return Ok(None);
    };
    let reports = tx.reports(id, &retell).await?;
    let Some(call) = Call::fold(reports) else {
        return Ok(None);
    };
    let tariff = tx.tariff(worker::Config::of(settings).telephony).await?;
    let moved = costs::draw_up(&mut tx, &locked, &call, &tariff, Because::Recompute, now).await?;
    if apply {
        tx.commit().await?;
    }
    Ok((moved.entries > 0).then(|| (retell.as_str().to_owned(), moved)))
}

impl Differences {
    fn add(&mut self, call: &str, moved: Moved) {
        let us = moved.us_charged.minus(moved.us_reversed);
        let eur = moved.eur_charged.minus(moved.eur_reversed);
        self.us_cents = self.us_cents.plus(us);
        self.eur_cents = self.eur_cents.plus(eur);
        self.rows.push(json!({
            "call_id": call,
            "lines": moved.entries,
            "vendors": us.to_string(),
            "cost": eur.to_string(),
            "us_cents": us,
            "eur_cents": eur,
        }));
    }
}
