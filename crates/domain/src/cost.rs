//! What a call cost, line by line.
//!
//! One current line per (call, component): a report replaces the lines of a lower one, it never
//! adds to them (F67). The lines are a function of the call as folded, so they do not depend on
//! the order of events either, and the same function serves live calls, old ones and corrections
//! (F66).

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::call::{Call, Channel, Direction};
use crate::event::words;
use crate::money::{EurCents, Total, UsCents, Usd};
use crate::month::Day;
use crate::phone::PhoneNumber;
use crate::tariff::Tariff;

/// One line of a call's cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CostLine {
    /// What it is for: `retell/PRODUCT`, `retell/PRODUCT/transfer`, `retell`, `telephony` or
    /// `fee/NAME`.
    pub component: String,
    /// How much, in whose money.
    pub charge: Charge,
    /// How we know.
    pub basis: Basis,
}

/// An amount in the money of whoever charges it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Charge {
    /// By a vendor.
    Vendor(UsCents),
    /// By ourselves.
    Own(EurCents),
}

words! {
    /// How an amount is known.
    Basis {
        /// The vendor said so.
        Reported = "reported",
        /// Worked out from a rate; replaced when the fact arrives.
        Estimated = "estimated",
        /// We set it ourselves.
        Set = "set",
    }
}

/// Telephony, where Retell does not report it.
pub const TELEPHONY: &str = "telephony";

/// By what Retell's sum differs from the products that it names.
pub const UNNAMED: &str = "retell";

/// Retell's sums are floats: a difference up to this, in cents, is their noise.
const NOISE: Decimal = Decimal::from_parts(1, 0, 0, false, 3);

/// The lines of a call that is billed on `day`, ordered by component.
pub fn lines(call: &Call, tariff: &Tariff, day: Day) -> Vec<CostLine> {
    let mut telephony_reported = false;
    let mut lines: BTreeMap<String, CostLine> = BTreeMap::new();
    let mut put = |component: String, charge, basis| {
        let line = CostLine {
            component: component.clone(),
            charge,
            basis,
        };
        lines.insert(component, line);
    };
    let mut products: BTreeMap<String, UsCents> = BTreeMap::new();
    let bill = call.facts.cost.as_ref();
    let has_sum = bill.is_some_and(|bill| bill.combined.is_some());
    for product in bill.iter().flat_map(|bill| &bill.products) {
        // A transfer's line is another one than the caller's. An amount that cannot be read is in
        // the sum, hence in what the sum has beyond its parts: to estimate it is to count it twice.
        telephony_reported |= !product.transfer_leg
            && (product.cost.is_some() || has_sum)
            && (product.product.contains("telephony") || product.product.contains("twilio"));
        let Some(cost) = product.cost else {
            continue;
        };
        let leg = if product.transfer_leg {
            "/transfer"
        } else {
            ""
        };
        let sum = products
            .entry(format!("retell/{}{leg}", product.product))
            .or_default();
        // Repeats within one report are parts of one amount. A sum past what the databases hold
        // is no bill anybody sends; the part that fits is kept.
        *sum = sum.checked_add(cost).unwrap_or(*sum);
    }
    if let Some(amount) = unnamed(call, products.values().copied().sum()) {
        put(UNNAMED.into(), Charge::Vendor(amount), Basis::Reported);
    }
    for (component, amount) in products {
        put(component, Charge::Vendor(amount), Basis::Reported);
    }
    if let Some(duration_ms) = talked_ms(call) {
        if !telephony_reported && let Some(amount) = estimate(call, tariff, day, duration_ms) {
            put(TELEPHONY.into(), Charge::Vendor(amount), Basis::Estimated);
        }
        for fee in tariff.fees_on(day) {
            if let Some(amount) = fee.of(duration_ms).filter(|amount| !amount.is_zero()) {
                let component = format!("fee/{}", fee.name);
                put(component, Charge::Own(amount), Basis::Set);
            }
        }
    }
    lines.into_values().collect()
}

/// How long somebody talked: `None` for calls that never connected or still run.
pub fn talked_ms(call: &Call) -> Option<u64> {
    call.duration_ms()
        .filter(|&ms| ms > 0 && call.is_connected())
}

/// By what the reported sum differs from its parts: what is charged is the sum, so a part that
/// could not be read must not make the call cheaper.
fn unnamed(call: &Call, products: Total<Usd>) -> Option<UsCents> {
    let combined = call.facts.cost.as_ref()?.combined?;
    let rest = Total::from(combined).minus(products).as_decimal();
    (rest.abs() > NOISE).then(|| UsCents::new(rest)).flatten()
}

/// `None` for calls that cost no telephony: on the web, in writing.
fn estimate(call: &Call, tariff: &Tariff, day: Day, duration_ms: u64) -> Option<UsCents> {
    let channel = call.facts.channel;
    let over_the_phone = channel.is_none_or(|channel| channel == Channel::Phone);
    let direction = call.facts.direction.unwrap_or(Direction::Inbound);
    let called = call.facts.to_number.as_ref().map(PhoneNumber::as_str);
    over_the_phone
        .then(|| tariff.telephony(direction, called, day, duration_ms))
        .flatten()
}

#[cfg(test)]
mod tests;
