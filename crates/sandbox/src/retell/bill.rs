//! What a call costs.

use std::time::Duration;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Value, json};

/// A part of the bill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Product {
    name: String,
    price: Price,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Price {
    PerSecond(Decimal),
    AfterAnalysis(Decimal),
}

impl Product {
    /// Charged by the started second; the price in US cents.
    pub fn per_second(name: impl Into<String>, cents: Decimal) -> Self {
        Self {
            name: name.into(),
            price: Price::PerSecond(cents),
        }
    }

    /// Charged once, in US cents, for the analysis: not yet on the bill of `call_ended`.
    pub fn analysis(name: impl Into<String>, cents: Decimal) -> Self {
        Self {
            name: name.into(),
            price: Price::AfterAnalysis(cents),
        }
    }

    /// What Retell charged in November 2026 for a German agent.
    pub(super) fn usual() -> Vec<Self> {
        vec![
            Self::per_second("elevenlabs_tts_new", Decimal::new(1_166_667, 7)),
            Self::per_second("gpt_4_1", Decimal::new(75, 3)),
            Self::per_second("eu_telephony", Decimal::new(916_667, 7)),
            Self::analysis("post_call_analysis_gpt_4_1", Decimal::new(17, 1)),
        ]
    }
}

/// `call_cost` for a call of this length.
pub(super) fn bill(products: &[Product], duration: Duration, analyzed: bool) -> Value {
    let started_seconds = duration.as_secs() + u64::from(duration.subsec_nanos() > 0);
    let seconds = Decimal::from(started_seconds);
    let (mut sum, mut per_second_sum) = (Decimal::ZERO, Decimal::ZERO);
    let mut lines = Vec::new();
    for Product { name, price } in products {
        let (cost, unit_price) = match *price {
            Price::PerSecond(price) => (price * seconds, Some(price)),
            Price::AfterAnalysis(cost) if analyzed => (cost, None),
            Price::AfterAnalysis(_) => continue,
        };
        sum += cost;
        lines.push(match unit_price {
            Some(price) => {
                per_second_sum += price;
                json!({"product": name, "unit_price": number(price), "cost": number(cost)})
            }
            None => json!({"product": name, "cost": number(cost)}),
        });
    }
    json!({
        "product_costs": lines,
        "total_duration_seconds": number(seconds),
        "total_duration_unit_price": number(per_second_sum),
        "combined_cost": number(sum),
    })
}

/// Whole numbers without a point, others with the digits they have: up to 15, which a float
/// gives back unchanged.
pub(super) fn number(decimal: Decimal) -> Value {
    let decimal = decimal.normalize();
    match decimal.to_i64() {
        Some(whole) if decimal.is_integer() => whole.into(),
        _ => decimal.to_f64().into(),
    }
}
