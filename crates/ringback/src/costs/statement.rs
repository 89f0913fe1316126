//! What a company is to be sent for a month: its invoice's lines, and what they add up to.

use anyhow::ensure;
use domain::bill::Figures;
use domain::id::CompanyId;
use domain::money::{Total, apportion};
use domain::month::Month;
use domain::price::Span;
use serde_json::{Value, json};
use store::{BillLine, Book, Store, Tx};

use super::month::{self, Bills};
use super::report::{self, Format};

/// Print a company's statement of a month, ready for an invoice
#[derive(Debug, clap::Args)]
#[command(after_help = "\
A company that pays a reseller gets its reseller's prices; a reseller gets a line for each of its \
companies, at our cost and the mark-up. Lines are whole cents and add up to the total.

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
    let plans = month::plans(store).await?;
    let parents = store.parents().await?;
    let companies = store.companies().await?;
    let mut tx = store.begin().await?;
    let bills = month::bills(&mut tx, &plans, args.month, Some(company)).await?;
    let mut total = Figures::default();
    bills.all().for_each(|bill| total.add(bill, args.month));
    ensure!(
        total.without_plan == 0,
        "{} calls have no price, since no price plan was valid; nothing can be billed for them",
        total.without_plan
    );
    let mut lines = price_lines(&mut tx, &bills, args.month, company).await?;
    for (child, _) in parents.iter().filter(|(_, parent)| *parent == company) {
        let bills = month::bills(&mut tx, &plans, args.month, Some(*child)).await?;
        let slug = companies.iter().find(|known| known.id == *child);
        let slug = slug.map_or_else(|| child.to_string(), |known| known.slug.clone());
        lines.push(wholesale_line(&bills, args.month, &slug)?);
    }
    drop(tx);
    report::print(args.format, &rows(&lines))?;
    if bills.open {
        eprintln!(
            "{} is open: this is a preview. `ringback costs close {}` makes it final.",
            args.month, args.month
        );
    }
    Ok(())
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
    let adjustments = bills.adjustments.iter().flat_map(report::adjustment_lines);
    let mut lines = report::price_lines(bills);
    lines.extend(adjustments.filter(|line| line.book == Book::Price));
    Ok(report::summed(lines))
}

/// What a reseller pays for the calls of one of its companies.
fn wholesale_line(bills: &Bills, month: Month, slug: &str) -> anyhow::Result<BillLine> {
    let mut figures = Figures::default();
    bills.all().for_each(|bill| figures.add(bill, month));
    ensure!(
        figures.without_rate == 0,
        "{} calls of `{slug}` have no exchange rate yet",
        figures.without_rate
    );
    Ok(BillLine {
        book: Book::Price,
        component: "wholesale".into(),
        note: format!("calls of {slug}"),
        quantity: i64::try_from(figures.calls).unwrap_or(i64::MAX),
        us_cents: None,
        eur_cents: Some(figures.wholesale.held()),
    })
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
