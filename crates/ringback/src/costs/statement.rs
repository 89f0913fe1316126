//! What a company is to be sent for a month: its invoice's lines, and what they add up to.

use anyhow::{Context as _, ensure};
use domain::bill::{Figures, Plans};
use domain::id::CompanyId;
use domain::money::{Currency as _, Eur, Total, apportion};
use domain::month::Month;
use domain::price::{PricePlan, Span};
use serde_json::{Value, json};
use store::{BillLine, Book, Store, Tx};

use super::lines;
use super::month::{self, Bills};
use super::rows::{self, Format};
use crate::output;

/// Print a company's statement of a month, ready for an invoice
#[derive(Debug, clap::Args)]
#[command(after_help = "\
A company that pays a reseller gets its reseller's prices; a reseller gets a line for each of its \
companies, at our cost and the mark-up. Lines are whole cents and add up to the total. Calls \
that were closed without a price (--unpriced) are in no line; how many there are is said.

Examples:
  ringback costs statement --month 2026-11 --company salon-nord
  ringback costs statement --month 2026-11 --company salon-nord --format csv")]
pub(crate) struct Args {
    /// The month, such as 2026-11
    #[arg(long)]
    month: Month,
    /// The company, by its slug
    #[arg(long, value_name = "SLUG")]
    company: String,
    /// Printed as what
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

/// Prints it.
pub(crate) async fn run(args: &Args, store: &Store) -> anyhow::Result<()> {
    let company = month::company(store, &args.company).await?;
    let companies = store.companies().await?;
    let mut tx = store.begin_reading().await?;
    let plans = tx.price_plans().await?;
    let bills = month::bills(&mut tx, &plans, args.month, Some(company)).await?;
    let mut total = Figures::default();
    bills.all().for_each(|bill| total.add(bill, args.month));
    ensure!(
        total.without_plan == 0 || !bills.open,
        "{} calls have no price, since no price plan was valid; nothing can be billed for them",
        total.without_plan
    );
    let mut lines = price_lines(&mut tx, &bills, args.month, company).await?;
    for child in resold_by(company, &plans) {
        let bills = month::bills(&mut tx, &plans, args.month, Some(child)).await?;
        let slug = companies.iter().find(|known| known.id == child);
        let slug = slug.map_or_else(|| child.to_string(), |known| known.slug.clone());
        lines.extend(wholesale_line(&bills, args.month, company, &slug)?);
    }
    drop(tx);
    print(args, &bills, &lines, total.without_plan)?;
    if total.without_plan > 0 {
        eprintln!(
            "warning: {} calls are in it without a price, as {} was closed with --unpriced; what a \
             later plan makes of them is an adjustment in a later month",
            total.without_plan, args.month
        );
    }
    if bills.open {
        eprintln!(
            "{} is open: this is a preview. `ringback costs close {}` makes it final.",
            args.month, args.month
        );
    }
    Ok(())
}

/// The companies that have or had this reseller.
fn resold_by(reseller: CompanyId, plans: &Plans) -> impl Iterator<Item = CompanyId> {
    let by_it = move |plan: &PricePlan| plan.resale.is_some_and(|by| by.reseller == reseller);
    plans
        .iter()
        .filter(move |(_, plans)| plans.iter().any(by_it))
        .map(|(company, _)| *company)
}

async fn price_lines(
    tx: &mut Tx,
    bills: &Bills,
    month: Month,
    company: CompanyId,
) -> anyhow::Result<Vec<BillLine>> {
    if !bills.open {
        return Ok(tx
            .billed_components(month, Some(company), Book::Price)
            .await?);
    }
    let mut all: Vec<BillLine> = bills.price_lines().collect();
    let adjustments = bills.adjustments.iter().flat_map(lines::of_adjustment);
    all.extend(adjustments.filter(|line| line.book == Book::Price));
    Ok(lines::summed(all))
}

/// What a reseller pays for the calls of one of its companies, if there are any.
fn wholesale_line(
    bills: &Bills,
    month: Month,
    reseller: CompanyId,
    slug: &str,
) -> anyhow::Result<Option<BillLine>> {
    let mut figures = Figures::default();
    bills
        .all()
        .filter(|bill| bill.reseller == Some(reseller))
        .for_each(|bill| figures.add(bill, month));
    ensure!(
        figures.without_rate == 0,
        "{} calls of `{slug}` have no exchange rate yet",
        figures.without_rate
    );
    if figures.stale > 0 {
        eprintln!(
            "warning: {} calls of `{slug}` were converted with an exchange rate that was too old on \
             their day",
            figures.stale
        );
    }
    let any = figures.calls > 0 || figures.adjustments > 0;
    Ok(any.then(|| BillLine {
        book: Book::Price,
        component: "wholesale".into(),
        note: format!("calls of {slug}"),
        quantity: i64::try_from(figures.calls).unwrap_or(i64::MAX),
        us_cents: None,
        eur_cents: Some(figures.wholesale.held()),
    }))
}

/// For programs, an object that says whose it is; for spreadsheets, every row does; for people, a
/// line above the table.
fn print(args: &Args, bills: &Bills, lines: &[BillLine], unpriced: u64) -> anyhow::Result<()> {
    let Args { month, company, .. } = args;
    let rows = rows(lines);
    let standing = if bills.open { "preview" } else { "final" };
    match args.format {
        Format::Json => {
            let (total, lines) = rows.split_last().context("a total is always there")?;
            output::json(&json!({
                "company": company,
                "month": month,
                "currency": Eur::CODE,
                "final": !bills.open,
                "without_price": unpriced,
                "lines": lines,
                "total": total,
            }))
        }
        Format::Csv => {
            let rows: Vec<Value> = rows
                .into_iter()
                .map(|row| {
                    let mut whole = json!({
                        "company": company,
                        "month": month,
                        "currency": Eur::CODE,
                        "standing": standing,
                    });
                    if let (Some(whole), Value::Object(row)) = (whole.as_object_mut(), row) {
                        whole.extend(row);
                    }
                    whole
                })
                .collect();
            rows::print(args.format, &rows)
        }
        Format::Table => {
            output::print(&format!("{company}, {month}, {}, {standing}\n", Eur::CODE))?;
            rows::print(args.format, &rows)
        }
    }
}

/// A row per line, and the total.
fn rows(lines: &[BillLine]) -> Vec<Value> {
    let exact = |line: &BillLine| Total::from(line.eur_cents.unwrap_or_default());
    let shown = apportion(lines.iter().map(exact));
    let row = |item: &str, terms: &str, quantity: &str, eur: String, cents| {
        json!({
            "item": item,
            "quantity": quantity,
            "terms": terms,
            "eur": eur,
            "eur_cents": cents,
        })
    };
    let mut rows: Vec<Value> = lines
        .iter()
        .zip(shown)
        .map(|(line, shown)| {
            let quantity = match line.component.as_str() {
                "time" | "included" => Span(line.quantity.unsigned_abs()).to_string(),
                _ => line.quantity.to_string(),
            };
            let eur = shown.as_units().to_string();
            row(&line.component, &line.note, &quantity, eur, exact(line))
        })
        .collect();
    let total: Total<_> = lines.iter().map(exact).sum();
    let eur = total.rounded().as_units().to_string();
    rows.push(row("total", "", "", eur, total));
    rows
}
