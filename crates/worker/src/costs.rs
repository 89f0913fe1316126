//! A call's ledger, drawn up from what is known of it: on every delivery, and whenever costs are
//! worked out anew. It is the same function, so repaired history and new calls agree (F66).

use domain::call::Call;
use domain::id::{CallId, RetellCallId};
use domain::ledger::{self, Ledger};
use domain::money::{Currency, ROUNDING, Total};
use domain::month::Month;
use domain::tariff::{Tariff, TelephonyRates};
use domain::time::Instant;
use metrics::counter;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use service::metrics::{COSTS_CHARGED_MICROS_TOTAL, COSTS_REVERSED_MICROS_TOTAL};
use store::{Because, LockedCall, Moved, Store, StoreError, Tx};

/// A ledger that was drawn up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrawnUp {
    /// As it was, if there was one.
    pub before: Option<Ledger>,
    /// As it is.
    pub after: Ledger,
    /// What changed.
    pub moved: Moved,
}

/// Why a call's ledger was not drawn up.
#[derive(Debug, thiserror::Error)]
pub enum NotDrawnUp {
    /// Nothing is kept to draw it up from.
    #[error("no report of it is kept")]
    NoReport,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl NotDrawnUp {
    /// Whether it will be so the next time too: its rows cannot be read.
    pub fn is_lasting(&self) -> bool {
        match self {
            Self::NoReport => true,
            Self::Store(error) => error.is_unreadable(),
        }
    }
}

/// Draws up the ledger of a call that this transaction holds.
///
/// The exchange rate is looked up anew each time, since the day's own may have been published since,
/// or corrected: a call that was worked on early gets the same rate as one that was worked on late
/// (F66, F68). Whatever the call was billed with is final.
///
/// # Errors
/// The store failed.
pub async fn draw_up(
    tx: &mut Tx,
    locked: &LockedCall,
    call: &Call,
    tariff: &Tariff,
    because: Because<'_>,
    now: Instant,
) -> Result<DrawnUp, StoreError> {
    let zone = tx.zone_of(locked).await?;
    let day = ledger::day(call, locked.created_at, &zone);
    let before = tx.ledger(locked.id).await?;
    let kept = before.as_ref().filter(|ledger| ledger.day == day);
    let known = tx.usd_rate(day).await?;
    let rate = match kept.and_then(|ledger| ledger.rate.clone()) {
        Some(rate) if known.as_ref() != Some(&rate) && tx.is_billed(locked.id).await? => Some(rate),
        _ => known,
    };
    let after = Ledger::of(call, locked.created_at, &zone, tariff, rate);
    let moved = tx
        .put_ledger(locked, before.as_ref(), &after, because, now)
        .await?;
    Ok(DrawnUp {
        before,
        after,
        moved,
    })
}

/// Draws up the calls anew for which a better exchange rate is there than the one they have, until
/// a month bills them; how many got it. A call that cannot be read is logged and left as it is.
///
/// # Errors
/// The store failed; what was done until then stays.
pub async fn catch_up(
    store: &Store,
    telephony: TelephonyRates,
    now: Instant,
) -> Result<u64, StoreError> {
    let mut caught_up = 0;
    let anew = Anew {
        which: Which::DueARate,
        telephony,
        write: true,
    };
    anew.draw_up(store, now, |_, call, drawn| match drawn {
        Ok(drawn) => caught_up += u64::from(drawn.moved.changed),
        Err(error) => tracing::warn!(
            call.id = call.as_str(),
            error = &error as &dyn std::error::Error,
            "A call's costs could not be worked out anew with a better exchange rate."
        ),
    })
    .await?;
    Ok(caught_up)
}

/// Which calls' ledgers are drawn up anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// All.
    All,
    /// Those for which a better exchange rate is there than theirs.
    DueARate,
    /// Those of which the closing of this month would bill something.
    ToBill(Month),
    /// Those that have no ledger yet.
    WithoutLedger,
}

/// Drawing up ledgers anew, from the reports that are kept.
#[derive(Debug, Clone, Copy)]
pub struct Anew {
    /// Whose.
    pub which: Which,
    /// What telephony costs where nobody says.
    pub telephony: TelephonyRates,
    /// Whether they are kept, or only looked at.
    pub write: bool,
}

impl Anew {
    /// Calls looked at between two questions which ones are next.
    const STEP: i64 = 500;

    /// Draws them up, each in a transaction of its own, and tells of each; how many there were.
    /// One that cannot be drawn up is told of and does not keep the others back.
    ///
    /// # Errors
    /// The store failed; what was done until then stays.
    pub async fn draw_up(
        self,
        store: &Store,
        now: Instant,
        mut told: impl FnMut(CallId, &RetellCallId, Result<DrawnUp, NotDrawnUp>),
    ) -> Result<u64, StoreError> {
        let mut looked_at = 0;
        let mut last = None;
        loop {
            let calls = self.next(store, last).await?;
            let Some(&end) = calls.last() else {
                return Ok(looked_at);
            };
            last = Some(end);
            for id in calls {
                looked_at += 1;
                let mut tx = store.begin().await?;
                let Some((locked, call_id)) = tx.relock_call(id).await? else {
                    continue;
                };
                let tariff = tx.tariff(self.telephony).await?;
                match one(&mut tx, &locked, &call_id, &tariff, now).await {
                    Ok(drawn) => {
                        if self.write {
                            tx.commit().await?;
                            count(drawn.moved);
                        }
                        told(id, &call_id, Ok(drawn));
                    }
                    Err(NotDrawnUp::Store(error)) if error.is_outage() => return Err(error),
                    Err(error) => told(id, &call_id, Err(error)),
                }
            }
        }
    }

    async fn next(self, store: &Store, last: Option<CallId>) -> Result<Vec<CallId>, StoreError> {
        match self.which {
            Which::All => store.calls_after(last, Self::STEP).await,
            Which::DueARate => store.calls_due_a_rate_after(last, Self::STEP).await,
            Which::ToBill(month) => store.calls_to_bill_after(month, last, Self::STEP).await,
            Which::WithoutLedger => store.calls_without_ledger_after(last, Self::STEP).await,
        }
    }
}

/// One call.
async fn one(
    tx: &mut Tx,
    locked: &LockedCall,
    call_id: &RetellCallId,
    tariff: &Tariff,
    now: Instant,
) -> Result<DrawnUp, NotDrawnUp> {
    let reports = tx.reports(locked.id, call_id).await?;
    let call = Call::fold(reports).ok_or(NotDrawnUp::NoReport)?;
    Ok(draw_up(tx, locked, &call, tariff, Because::Recompute, now).await?)
}

/// Counts what a committed transaction changed.
pub(crate) fn count(moved: Moved) {
    count_in(moved.us_charged, moved.us_reversed);
    count_in(moved.eur_charged, moved.eur_reversed);
}

fn count_in<C: Currency>(charged: Total<C>, reversed: Total<C>) {
    counter!(COSTS_CHARGED_MICROS_TOTAL, "currency" => C::CODE).increment(micros(charged));
    counter!(COSTS_REVERSED_MICROS_TOTAL, "currency" => C::CODE).increment(micros(reversed));
}

/// A counter counts whole things: millionths of a dollar or a euro.
fn micros<C: Currency>(amount: Total<C>) -> u64 {
    let micros = amount.as_decimal() * Decimal::from(10_000);
    micros
        .round_dp_with_strategy(0, ROUNDING)
        .to_u64()
        .unwrap_or_default()
}
