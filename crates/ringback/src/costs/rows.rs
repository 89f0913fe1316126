//! Figures as rows, and rows as a table, for a spreadsheet, or for a program.

use std::collections::BTreeMap;

use clap::ValueEnum;
use domain::bill::Figures;
use domain::money::{Eur, Rounded, Total, Usd, apportion};
use rust_decimal::Decimal;
use serde_json::{Value, json};
use store::{BillLine, Book};

use crate::output;

/// How rows are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Table,
    /// For spreadsheets
    Csv,
    /// For programs
    Json,
}

/// A value for a spreadsheet, which must not take text from outside for a formula.
fn spreadsheet_cell(value: &Value) -> String {
    let text = output::cell(value);
    let begins = text.starts_with(['=', '@', '+', '-']);
    // A number may begin with a sign, a telephone number too.
    if begins && text.parse::<f64>().is_err() {
        format!("'{text}")
    } else {
        text
    }
}

/// Prints rows, the last of which is the total.
pub(crate) fn print(format: Format, rows: &[Value]) -> anyhow::Result<()> {
    let columns: Vec<&str> = rows
        .first()
        .and_then(Value::as_object)
        .map(|row| row.keys().map(String::as_str).collect())
        .unwrap_or_default();
    match format {
        Format::Json => output::json(&rows),
        Format::Table => {
            // Exact amounts are for machines.
            let shown = |column: &&str| !column.ends_with("_cents");
            let columns: Vec<&str> = columns.into_iter().filter(shown).collect();
            output::table(&columns, rows)
        }
        Format::Csv => {
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(&columns)?;
            for row in rows {
                writer
                    .write_record(columns.iter().map(|column| spreadsheet_cell(&row[*column])))?;
            }
            writer.flush()?;
            let bytes = writer
                .into_inner()
                .map_err(csv::IntoInnerError::into_error)?;
            Ok(output::bytes(&bytes)?)
        }
    }
}

/// What a row shows, in whole units.
struct Shown {
    vendors: Decimal,
    cost: Decimal,
    price: Decimal,
    resellers_margin: Decimal,
}

/// A row per group, and the total. Columns add up to their totals, and a row's margins to what its
/// price leaves of its cost.
pub(crate) fn of_groups(groups: &BTreeMap<String, Figures>, total: &Figures) -> Vec<Value> {
    let column = |amount: fn(&Figures) -> Total<Eur>| {
        apportion(groups.values().map(amount)).map(Rounded::as_units)
    };
    let vendors = apportion(groups.values().map(|figures| figures.us_cents));
    let shown = vendors
        .map(Rounded::as_units)
        .zip(column(|figures| figures.cost))
        .zip(column(Figures::price))
        .zip(column(Figures::resellers_margin));
    let mut rows: Vec<Value> = groups
        .iter()
        .zip(shown)
        .map(
            |((key, figures), (((vendors, cost), price), resellers_margin))| {
                let shown = Shown {
                    vendors,
                    cost,
                    price,
                    resellers_margin,
                };
                row(key, figures, &shown)
            },
        )
        .collect();
    let shown = Shown {
        vendors: total.us_cents.rounded().as_units(),
        cost: total.cost.rounded().as_units(),
        price: total.price().rounded().as_units(),
        resellers_margin: total.resellers_margin().rounded().as_units(),
    };
    rows.push(row("total", total, &shown));
    rows
}

fn row(key: &str, figures: &Figures, shown: &Shown) -> Value {
    json!({
        "of": key,
        "calls": figures.calls,
        "adjustments": figures.adjustments,
        "seconds": figures.talked_ms / 1000,
        "vendors_usd": shown.vendors.to_string(),
        "cost_eur": shown.cost.to_string(),
        "price_eur": shown.price.to_string(),
        "margin_eur": (shown.price - shown.cost - shown.resellers_margin).to_string(),
        "resellers_margin_eur": shown.resellers_margin.to_string(),
        "estimated": figures.estimated,
        "stale_rate": figures.stale,
        "without_rate": figures.without_rate,
        "without_plan": figures.without_plan,
        "us_cents": figures.us_cents,
        "cost_eur_cents": figures.cost,
        "price_eur_cents": figures.price(),
        "margin_eur_cents": figures.margin(),
        "resellers_margin_eur_cents": figures.resellers_margin(),
    })
}

/// A row per component, and a total per side of the bill.
pub(crate) fn of_components(lines: &[BillLine]) -> Vec<Value> {
    let mut rows = Vec::new();
    for book in [Book::Cost, Book::Price] {
        let of_book: Vec<&BillLine> = lines.iter().filter(|line| line.book == book).collect();
        let exact = |line: &&BillLine| Total::from(line.eur_cents.unwrap_or_default());
        let shown = apportion(of_book.iter().map(exact));
        let row = |component: &str,
                   terms: &str,
                   quantity: Value,
                   eur,
                   us: Total<Usd>,
                   cents: Total<Eur>| {
            json!({
                "side": book.as_str(),
                "component": component,
                "terms": terms,
                "quantity": quantity,
                "eur": eur,
                "us_cents": us,
                "eur_cents": cents,
            })
        };
        rows.extend(of_book.iter().zip(shown).map(|(line, shown)| {
            let us = line.us_cents.unwrap_or_default();
            let eur = shown.as_units().to_string();
            row(
                &line.component,
                &line.note,
                json!(line.quantity),
                eur,
                us.into(),
                exact(line),
            )
        }));
        let us: Total<Usd> = of_book.iter().filter_map(|line| line.us_cents).sum();
        let eur: Total<Eur> = of_book.iter().map(exact).sum();
        let units = eur.rounded().as_units().to_string();
        // Calls and seconds make no sum.
        rows.push(row("total", "", Value::Null, units, us, eur));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_from_outside_is_no_formula() {
        for (value, expected) in [
            (json!("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")"),
            (json!("@SUM(A1)"), "'@SUM(A1)"),
            (json!("-1+1"), "'-1+1"),
            (json!("-0.13"), "-0.13"),
            (json!("+493023125014"), "+493023125014"),
            (json!("salon"), "salon"),
        ] {
            assert_eq!(spreadsheet_cell(&value), expected);
        }
    }
}
