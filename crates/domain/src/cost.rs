//! What a call cost, line by line.
//!
//! One current line per (call, component): a report replaces the lines of a lower one, it never
//! adds to them (F67). The lines are a function of the call as folded, so they do not depend on
//! the order of events either.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::call::{Call, Channel, Direction};
use crate::event::words;
use crate::money::UsCents;
pub use crate::tariff::TelephonyRates;

/// One line of a call's cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CostLine {
    /// What it is for: `retell/PRODUCT`, `retell/PRODUCT/transfer`, or `telephony`.
    pub component: String,
    /// How much.
    pub amount: UsCents,
    /// How we know.
    pub basis: Basis,
}

words! {
    /// How an amount is known.
    Basis {
        /// The vendor said so.
        Reported = "reported",
        /// Worked out from a rate; replaced when the fact arrives.
        Estimated = "estimated",
    }
}

/// Our own line for telephony.
pub const TELEPHONY: &str = "telephony";

/// What Retell charges beyond the products that it names.
pub const UNNAMED: &str = "retell";

/// Retell's sums are floats: a difference up to this, in cents, is their noise.
const NOISE: Decimal = Decimal::from_parts(1, 0, 0, false, 3);

/// The lines of a call, ordered by component.
pub fn lines(call: &Call, rates: TelephonyRates) -> Vec<CostLine> {
    let mut products: BTreeMap<String, UsCents> = BTreeMap::new();
    let mut telephony_reported = false;
    for product in call.facts.cost.iter().flat_map(|cost| &cost.products) {
        // A transfer's line is another one than the caller's.
        telephony_reported |= !product.transfer_leg
            && (product.product.contains("telephony") || product.product.contains("twilio"));
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
        *sum = sum.checked_add(product.cost).unwrap_or(*sum);
    }
    let mut lines: Vec<CostLine> = products
        .into_iter()
        .map(|(component, amount)| CostLine {
            component,
            amount,
            basis: Basis::Reported,
        })
        .collect();
    if let Some(amount) = unnamed(call, &lines) {
        lines.insert(
            0,
            CostLine {
                component: UNNAMED.into(),
                amount,
                basis: Basis::Reported,
            },
        );
    }
    if !telephony_reported && let Some(amount) = estimate(call, rates) {
        lines.push(CostLine {
            component: TELEPHONY.into(),
            amount,
            basis: Basis::Estimated,
        });
    }
    lines
}

/// The sum of the lines.
pub fn total(lines: &[CostLine]) -> UsCents {
    lines.iter().fold(UsCents::ZERO, |sum, line| {
        sum.checked_add(line.amount).unwrap_or(sum)
    })
}

/// What the reported sum holds beyond its parts: a part that could not be read must not make the
/// call cheaper.
fn unnamed(call: &Call, products: &[CostLine]) -> Option<UsCents> {
    let combined = call.facts.cost.as_ref()?.combined?.as_decimal();
    let rest = combined.checked_sub(total(products).as_decimal())?;
    (rest > NOISE).then(|| UsCents::new(rest)).flatten()
}

/// `None` for calls that cost no telephony: on the web, in writing, never connected, still running.
fn estimate(call: &Call, rates: TelephonyRates) -> Option<UsCents> {
    let over_the_phone = call
        .facts
        .channel
        .is_none_or(|channel| channel == Channel::Phone);
    let connected = !call.facts.not_connected;
    let duration_ms = call
        .duration_ms()
        .filter(|&ms| ms > 0 && over_the_phone && connected)?;
    let rate = match call.facts.direction {
        Some(Direction::Outbound) => rates.outbound,
        Some(Direction::Inbound) | None => rates.inbound,
    };
    let minutes = Decimal::from(duration_ms.div_ceil(60_000));
    minutes
        .checked_mul(rate.as_decimal())
        .and_then(UsCents::new)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::{CallStatus, Facts, ProductCost, ReportedCost};
    use crate::id::RetellCallId;

    fn rates() -> TelephonyRates {
        TelephonyRates {
            inbound: cents("0.85"),
            outbound: cents("1.3"),
        }
    }

    fn cents(digits: &str) -> UsCents {
        UsCents::from_digits(digits).unwrap()
    }

    fn call(facts: Facts) -> Call {
        Call {
            call_id: RetellCallId::new("call_1"),
            status: CallStatus::Ended,
            facts,
        }
    }

    fn product(name: &str, cost: &str, transfer_leg: bool) -> ProductCost {
        ProductCost {
            product: name.into(),
            transfer_leg,
            cost: cents(cost),
        }
    }

    fn reported(products: Vec<ProductCost>) -> ReportedCost {
        ReportedCost {
            products,
            combined: None,
        }
    }

    #[test]
    fn f67_repeats_within_a_report_are_one_line_and_transfer_legs_another() {
        let reported = reported(vec![
            product("eu_telephony", "1.5", false),
            product("gpt_4_1", "1", false),
            product("gpt_4_1", "0.25", false),
            product("gpt_4_1", "3", true),
        ]);
        let lines = lines(
            &call(Facts {
                cost: Some(reported),
                duration_ms: Some(60_000),
                ..Facts::default()
            }),
            rates(),
        );
        let shown: Vec<_> = lines
            .iter()
            .map(|l| (l.component.as_str(), l.amount))
            .collect();
        assert_eq!(
            shown,
            [
                ("retell/eu_telephony", cents("1.5")),
                ("retell/gpt_4_1", cents("1.25")),
                ("retell/gpt_4_1/transfer", cents("3")),
            ]
        );
        assert_eq!(total(&lines), cents("5.75"));
    }

    #[test]
    fn a_transfers_telephony_is_not_the_callers() {
        let cost = reported(vec![product("us_telephony", "2", true)]);
        let facts = Facts {
            cost: Some(cost),
            duration_ms: Some(60_000),
            ..Facts::default()
        };
        let lines = lines(&call(facts), rates());
        assert_eq!(lines[1].component, TELEPHONY);
        assert_eq!(lines[1].amount, cents("0.85"));
    }

    #[test]
    fn what_the_parts_do_not_name_is_a_line_of_its_own() {
        let line = |products, combined: &str| {
            let cost = ReportedCost {
                products,
                combined: Some(cents(combined)),
            };
            lines(
                &call(Facts {
                    cost: Some(cost),
                    ..Facts::default()
                }),
                rates(),
            )
        };
        let part = || vec![product("gpt_4_1", "20", false)];
        let short = line(part(), "22.99");
        assert_eq!(
            (short[0].component.as_str(), short[0].amount),
            (UNNAMED, cents("2.99"))
        );
        assert_eq!(total(&short), cents("22.99"));
        assert_eq!(
            line(part(), "20.0005").len(),
            1,
            "the noise of floats is no cost"
        );
        assert_eq!(total(&line(Vec::new(), "22.99")), cents("22.99"));
    }

    #[test]
    fn f69_a_minute_of_telephony_is_not_truncated_to_nothing() {
        let line = |facts| lines(&call(facts), rates());
        let minute = line(Facts {
            duration_ms: Some(60_000),
            ..Facts::default()
        });
        assert_eq!(minute[0].amount, cents("0.85"));
        assert_eq!(minute[0].basis, Basis::Estimated);
        let started = line(Facts {
            duration_ms: Some(60_001),
            direction: Some(Direction::Outbound),
            ..Facts::default()
        });
        assert_eq!(started[0].amount, cents("2.6"));
    }

    #[test]
    fn what_used_no_telephone_line_costs_none() {
        let line = |facts| lines(&call(facts), rates());
        assert_eq!(
            line(Facts {
                duration_ms: Some(1),
                channel: Some(Channel::Web),
                ..Facts::default()
            }),
            []
        );
        assert_eq!(
            line(Facts {
                duration_ms: Some(0),
                ..Facts::default()
            }),
            []
        );
        assert_eq!(
            line(Facts {
                duration_ms: Some(5),
                not_connected: true,
                ..Facts::default()
            }),
            []
        );
    }

    #[test]
    fn a_telephony_product_of_retell_replaces_the_estimate() {
        let reported = reported(vec![product("eu_telephony", "6.6916691", false)]);
        let lines = lines(
            &call(Facts {
                cost: Some(reported),
                duration_ms: Some(60_000),
                ..Facts::default()
            }),
            rates(),
        );
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].basis, Basis::Reported);
    }
}
