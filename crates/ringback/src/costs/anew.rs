//! Bringing ledgers up to date before a month is closed: what they follow from may have become
//! another since they were drawn up, be it a rate, a fee, or where a branch is.

use std::collections::BTreeMap;

use anyhow::bail;
use domain::id::CallId;
use domain::month::Month;
use domain::tariff::TelephonyRates;
use domain::time::Instant;
use store::Store;
use worker::costs::{Anew, Which};

use crate::output;

/// After so many calls it is said how far it has come.
const STEP: u64 = 1000;

/// What came of it.
#[derive(Debug, Default)]
pub(super) struct Anews {
    /// How many came out otherwise than they were.
    pub(super) differ: u64,
    /// Calls whose ledgers stay as they are, since they cannot be read any more: why, by name.
    pub(super) left: BTreeMap<CallId, String>,
}

/// Draws up every ledger anew that the closing of a month would take, and those that are not there
/// yet. Those that cannot be read keep no month open for ever; whatever else fails does.
pub(super) async fn draw_up(
    store: &Store,
    of: Month,
    telephony: TelephonyRates,
    write: bool,
    now: Instant,
) -> anyhow::Result<Anews> {
    let mut done = Anews::default();
    let (mut seen, mut failed) = (0_u64, None);
    for which in [Which::WithoutLedger, Which::ToBill(of)] {
        let anew = Anew {
            which,
            telephony,
            write,
        };
        anew.draw_up(store, now, |id, call, drawn| {
            seen += 1;
            if seen.is_multiple_of(STEP) {
                eprintln!("{seen} calls are worked out anew …");
            }
            match drawn {
                Ok(drawn) => done.differ += u64::from(drawn.moved.changed),
                Err(error) => {
                    let lasting = error.is_lasting();
                    let error = anyhow::Error::new(error);
                    let said = output::plain(&format!("{}: {error:#}", call.as_str()));
                    if lasting {
                        done.left.insert(id, said);
                    } else {
                        failed.get_or_insert(said);
                    }
                }
            }
        })
        .await?;
    }
    if let Some(failed) = failed {
        bail!("a call could not be worked out anew: {failed}; nothing was closed, run it again");
    }
    Ok(done)
}
