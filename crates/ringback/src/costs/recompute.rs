//! Working out costs anew, from the reports that are kept: the function that runs on every
//! delivery, over every call (F66).

use domain::money::{Eur, Total, Usd};
use domain::time::Clock;
use serde_json::{Value, json};
use service::settings::Settings;
use store::{Moved, Store};
use worker::costs::{Anew, Which};

use super::rows::{self, Format};
use crate::output;

/// Work out all costs anew from the facts, and show what differs
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Without --apply nothing is written. Calls that a closed month has billed keep their exchange rates, \
and closed months stay as they are: what differs there becomes an adjustment in the open one.

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
    let anew = Anew {
        which: Which::All,
        telephony: worker::Config::of(settings).telephony,
        write: args.apply,
    };
    let mut failed = None;
    let now = Clock::system().now();
    found.looked_at = anew
        .draw_up(store, now, |call, drawn| match drawn {
            Ok(drawn) if drawn.moved.entries > 0 => found.add(call.as_str(), drawn.moved),
            Ok(_) => {}
            Err(error) => failed = Some(error),
        })
        .await?;
    if let Some(error) = failed {
        return Err(error.into());
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
