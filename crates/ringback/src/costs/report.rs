//! A month's figures, broken down.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap};

use clap::ValueEnum;
use domain::bill::{self, Bill, Figures};
use domain::id::CompanyId;
use domain::money::{Cents, Currency, Eur, Total, Usd, apportion};
use domain::month::{Day, Month};
use domain::time::{Clock, Zone};
use serde_json::{Value, json};
use store::{BillLine, Book, Store, Tx};

use super::month::{self, Bills};
use crate::output;

/// What is asked for.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The month, such as 2026-11
    #[arg(long, required = true)]
    month: Option<Month>,
    /// Of one company only, by its slug
    #[arg(long, value_name = "SLUG")]
    company: Option<String>,
    /// Broken down by what
    #[arg(long, value_enum, default_value_t = By::Company)]
    by: By,
    /// Printed as what; CSV and JSON hold exact amounts beside the rounded ones
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

/// What a report is broken down by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum By {
    /// Companies
    Company,
    /// Those whom companies pay: us, or their resellers
    Reseller,
    /// Days, in each branch's zone
    Day,
    /// The branches' numbers
    Number,
    /// What vendors and we charge for, and what prices are made of
    Component,
}

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

/// Reports.
pub(crate) async fn run(args: &Args, store: &Store) -> anyhow::Result<()> {
    // clap sees to it.
    let Some(month) = args.month else {
        return Ok(());
    };
    let company = match &args.company {
        Some(slug) => Some(month::company(store, slug).await?),
        None => None,
    };
    let plans = month::plans(store).await?;
    let names = Names::of(store).await?;
    let mut tx = store.begin().await?;
    let bills = month::bills(&mut tx, &plans, month, company).await?;
    let (rows, total) = if args.by == By::Component {
        let lines = components(&mut tx, &bills, month, company).await?;
        (component_rows(&lines), None)
    } else {
        let (groups, total) = bill::figures(month, bills.all(), |bill| names.key(args.by, bill));
        (rows(&groups, &total), Some(total))
    };
    drop(tx);
    print(args.format, &rows)?;
    if let Some(total) = total {
        warn(&total);
    }
    warn_of_stale_rates(store).await?;
    if bills.open {
        eprintln!("{month} is open: these figures can still change.");
    }
    Ok(())
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

/// Names of companies.
struct Names {
    slugs: HashMap<CompanyId, String>,
    parents: HashMap<CompanyId, CompanyId>,
}

impl Names {
    async fn of(store: &Store) -> anyhow::Result<Self> {
        let companies = store.companies().await?.into_iter();
        Ok(Self {
            slugs: companies
                .map(|company| (company.id, company.slug))
                .collect(),
            parents: store.parents().await?.into_iter().collect(),
        })
    }

    fn slug(&self, company: CompanyId) -> String {
        let slug = self.slugs.get(&company).cloned();
        slug.unwrap_or_else(|| company.to_string())
    }

    fn key(&self, by: By, bill: &Bill) -> String {
        match by {
            By::Company | By::Component => self.slug(bill.company),
            By::Reseller if bill.resold => {
                let parent = self.parents.get(&bill.company);
                parent.map_or_else(|| "unknown".into(), |&parent| self.slug(parent))
            }
            By::Reseller => "direct".into(),
            By::Day => bill.day.to_string(),
            By::Number => bill.number.clone().unwrap_or_else(|| "none".into()),
        }
    }
}

/// A row per group, and the total.
fn rows(groups: &BTreeMap<String, Figures>, total: &Figures) -> Vec<Value> {
    let column = |amount: fn(&Figures) -> Total<Eur>| -> Vec<String> {
        apportion(groups.values().map(amount))
            .map(|shown| shown.as_units().to_string())
            .collect()
    };
    let vendors: Vec<String> = apportion(groups.values().map(|figures| figures.us_cents))
        .map(|shown| shown.as_units().to_string())
        .collect();
    let cost = column(|figures| figures.cost);
    let price = column(Figures::price);
    let margin = column(Figures::margin);
    let resellers = column(Figures::resellers_margin);
    let mut rows: Vec<Value> = groups
        .iter()
        .enumerate()
        .map(|(no, (key, figures))| {
            let shown = [
                &vendors[no],
                &cost[no],
                &price[no],
                &margin[no],
                &resellers[no],
            ];
            row(key, figures, shown.map(String::as_str))
        })
        .collect();
    let units = |total: Total<Eur>| total.rounded().as_units().to_string();
    let shown = [
        total.us_cents.rounded().as_units().to_string(),
        units(total.cost),
        units(total.price()),
        units(total.margin()),
        units(total.resellers_margin()),
    ];
    rows.push(row("total", total, shown.each_ref().map(String::as_str)));
    rows
}

fn row(key: &str, figures: &Figures, shown: [&str; 5]) -> Value {
    let [vendors, cost, price, margin, resellers] = shown;
    json!({
        "of": key,
        "calls": figures.calls,
        "adjustments": figures.adjustments,
        "seconds": figures.talked_ms / 1000,
        "vendors_usd": vendors,
        "cost_eur": cost,
        "price_eur": price,
        "margin_eur": margin,
        "resellers_margin_eur": resellers,
        "estimated": figures.estimated,
        "us_cents": figures.us_cents,
        "cost_eur_cents": figures.cost,
        "price_eur_cents": figures.price(),
        "margin_eur_cents": figures.margin(),
        "resellers_margin_eur_cents": figures.resellers_margin(),
    })
}

/// Every line of the month, summed up by component.
async fn components(
    tx: &mut Tx,
    bills: &Bills,
    month: Month,
    company: Option<CompanyId>,
) -> anyhow::Result<Vec<BillLine>> {
    if !bills.open {
        let mut lines = tx.billed_components(month, company, Book::Cost).await?;
        lines.extend(tx.billed_components(month, company, Book::Price).await?);
        return Ok(lines);
    }
    let mut lines = tx.components(month, company).await?;
    lines.extend(price_lines(bills));
    for bill in &bills.adjustments {
        lines.extend(adjustment_lines(bill));
    }
    Ok(summed(lines))
}

/// What an open month's prices are made of.
pub(crate) fn price_lines(bills: &Bills) -> Vec<BillLine> {
    let lines = bills.calls.iter().flat_map(|(_, lines)| lines);
    lines
        .map(|line| BillLine {
            book: Book::Price,
            component: line.item.component().into(),
            note: line.item.terms(),
            quantity: i64::try_from(line.item.quantity()).unwrap_or(i64::MAX),
            us_cents: None,
            eur_cents: Some(line.amount),
        })
        .collect()
}

/// The lines of a correction.
pub(crate) fn adjustment_lines(bill: &Bill) -> Vec<BillLine> {
    let line = |book, us_cents, eur_cents| BillLine {
        book,
        component: "adjustment".into(),
        note: format!("of {}", bill.day.month()),
        quantity: 1,
        us_cents,
        eur_cents,
    };
    let mut lines = vec![line(
        Book::Cost,
        Some(bill.amounts.us_cents),
        bill.amounts.cost,
    )];
    lines.extend(
        bill.amounts
            .price
            .map(|price| line(Book::Price, None, Some(price))),
    );
    lines
}

/// One line per book, component and terms.
pub(crate) fn summed(lines: Vec<BillLine>) -> Vec<BillLine> {
    let mut sums: BTreeMap<(Book, String, String), BillLine> = BTreeMap::new();
    for line in lines {
        let key = (line.book, line.component.clone(), line.note.clone());
        match sums.entry(key) {
            Entry::Vacant(place) => {
                place.insert(line);
            }
            Entry::Occupied(place) => {
                let sum = place.into_mut();
                sum.quantity = sum.quantity.saturating_add(line.quantity);
                sum.us_cents = plus(sum.us_cents, line.us_cents);
                sum.eur_cents = plus(sum.eur_cents, line.eur_cents);
            }
        }
    }
    sums.into_values().collect()
}

fn plus<C: Currency>(one: Option<Cents<C>>, other: Option<Cents<C>>) -> Option<Cents<C>> {
    let sum: Total<C> = one.into_iter().chain(other).sum();
    (one.is_some() || other.is_some()).then(|| sum.held())
}

/// A row per component, and a total per side of the bill.
fn component_rows(lines: &[BillLine]) -> Vec<Value> {
    let mut rows = Vec::new();
    for book in [Book::Cost, Book::Price] {
        let of_book: Vec<&BillLine> = lines.iter().filter(|line| line.book == book).collect();
        let exact = |line: &&BillLine| Total::from(line.eur_cents.unwrap_or_default());
        let shown = apportion(of_book.iter().map(exact));
        let row =
            |component: &str, terms: &str, lines: i64, eur, us: Total<Usd>, cents: Total<Eur>| {
                json!({
                    "side": book.as_str(),
                    "component": component,
                    "terms": terms,
                    "quantity": lines,
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
                line.quantity,
                eur,
                us.into(),
                exact(line),
            )
        }));
        let us: Total<Usd> = of_book.iter().filter_map(|line| line.us_cents).sum();
        let eur: Total<Eur> = of_book.iter().map(exact).sum();
        let units = eur.rounded().as_units().to_string();
        let count = i64::try_from(of_book.len()).unwrap_or(i64::MAX);
        rows.push(row("total", "", count, units, us, eur));
    }
    rows
}

/// What is missing or not certain.
fn warn(total: &Figures) {
    if total.estimated > 0 {
        eprintln!("{} calls have an estimated cost.", total.estimated);
    }
    if total.without_rate > 0 {
        eprintln!(
            "warning: {} calls have no exchange rate, and their cost is not in these figures; \
             import rates, then `ringback costs recompute --apply`",
            total.without_rate
        );
    }
    if total.without_plan > 0 {
        eprintln!(
            "warning: {} calls have no price, since no price plan of their company was valid",
            total.without_plan
        );
    }
}

/// F68: a rate that nobody renews is said, not used in silence.
pub(crate) async fn warn_of_stale_rates(store: &Store) -> anyhow::Result<()> {
    let utc = Zone::parse("UTC")?;
    let today = Day::of(Clock::system().now(), &utc);
    match store.newest_usd_rate().await? {
        None => eprintln!("warning: there are no exchange rates; see `ringback rates import`"),
        Some(rate) if rate.is_stale_on(today) => eprintln!(
            "warning: the newest exchange rate is of {}; see `ringback rates import`",
            rate.day
        ),
        Some(_) => {}
    }
    Ok(())
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
