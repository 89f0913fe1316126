//! A call's ledger, drawn up from what is known of it: on every delivery, and whenever costs are
//! worked out anew. It is the same function, so repaired history and new calls agree (F66).

use domain::call::Call;
use domain::ledger::{self, Ledger};
use domain::money::{Currency, ROUNDING, Total};
use domain::tariff::Tariff;
use domain::time::Instant;
use metrics::counter;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use service::metrics::{COSTS_CHARGED_MICROS_TOTAL, COSTS_REVERSED_MICROS_TOTAL};
use store::{Because, LockedCall, Moved, StoreError, Tx};

/// Draws up the ledger of a call that this transaction holds.
///
/// The exchange rate of the call's day is looked up once and then kept: a better one that is known
/// later does not change what was converted (F68).
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
) -> Result<Moved, StoreError> {
    let zone = tx.zone_of(locked).await?;
    let day = ledger::day(call, locked.created_at, &zone);
    let before = tx.ledger(locked.id).await?;
    let kept = before.as_ref().filter(|ledger| ledger.day == day);
    let rate = match kept.and_then(|ledger| ledger.rate.clone()) {
        Some(rate) => Some(rate),
        None => tx.usd_rate(day).await?,
    };
    let ledger = Ledger::of(call, locked.created_at, &zone, tariff, rate);
    tx.put_ledger(locked, before.as_ref(), &ledger, because, now)
        .await
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
