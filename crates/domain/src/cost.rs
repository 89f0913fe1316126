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

/// What telephony costs where Retell does not report it, in US cents per started minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TelephonyRates {
    /// For calls that come in.
    pub inbound: UsCents,
    /// For calls that go out.
    pub outbound: UsCents,
}

/// Our own line for telephony.
pub const TELEPHONY: &str = "telephony";

/// The lines of a call, ordered by component.
pub fn lines(call: &Call, rates: TelephonyRates) -> Vec<CostLine> {
    let mut products: BTreeMap<String, UsCents> = BTreeMap::new();
    let mut telephony_reported = false;
    for product in call.facts.cost.iter().flat_map(|cost| &cost.products) {
        telephony_reported |=
            product.product.contains("telephony") || product.product.contains("twilio");
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
