//! A month's figures, broken down.

use std::collections::HashMap;

use clap::ValueEnum;
use domain::bill::{self, Bill, Figures};
use domain::id::CompanyId;
use domain::month::{Day, Month};
use domain::time::{Clock, Zone};
use store::{BillLine, Book, Store, StoreError, Tx};

use super::lines;
use super::month::{self, Bills};
use super::rows::{self, Format};

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
    let names = Names::of(store).await?;
    let mut tx = store.begin_reading().await?;
    let plans = tx.price_plans().await?;
    let bills = month::bills(&mut tx, &plans, month, company).await?;
    let (groups, total) = bill::figures(month, bills.all(), |bill| names.key(args.by, bill));
    let rows = if args.by == By::Component {
        rows::of_components(&components(&mut tx, &bills, month, company).await?)
    } else {
        rows::of_groups(&groups, &total)
    };
    drop(tx);
    rows::print(args.format, &rows)?;
    warn(&total);
    warn_of_stale_rates(store).await?;
    if bills.open {
        eprintln!("{month} is open: these figures can still change.");
    }
    Ok(())
}

/// Names of companies.
struct Names {
    slugs: HashMap<CompanyId, String>,
}

impl Names {
    async fn of(store: &Store) -> anyhow::Result<Self> {
        let companies = store.companies().await?.into_iter();
        Ok(Self {
            slugs: companies
                .map(|company| (company.id, company.slug))
                .collect(),
        })
    }

    fn slug(&self, company: CompanyId) -> String {
        let slug = self.slugs.get(&company).cloned();
        slug.unwrap_or_else(|| company.to_string())
    }

    fn key(&self, by: By, bill: &Bill) -> String {
        match by {
            By::Company | By::Component => self.slug(bill.company),
            By::Reseller => bill
                .reseller
                .map_or_else(|| "direct".into(), |reseller| self.slug(reseller)),
            By::Day => bill.day.to_string(),
            By::Number => bill.number.clone().unwrap_or_else(|| "none".into()),
        }
    }
}

/// Every line of the month, summed up by component.
async fn components(
    tx: &mut Tx,
    bills: &Bills,
    month: Month,
    company: Option<CompanyId>,
) -> Result<Vec<BillLine>, StoreError> {
    if !bills.open {
        let mut lines = tx.billed_components(month, company, Book::Cost).await?;
        lines.extend(tx.billed_components(month, company, Book::Price).await?);
        return Ok(lines);
    }
    let mut all = tx.components(month, company).await?;
    all.extend(bills.price_lines());
    all.extend(bills.adjustments.iter().flat_map(lines::of_adjustment));
    Ok(lines::summed(all))
}

/// What is missing or not certain.
pub(crate) fn warn(total: &Figures) {
    if total.estimated > 0 {
        eprintln!("{} calls have an estimated cost.", total.estimated);
    }
    if total.stale > 0 {
        eprintln!(
            "warning: {} calls were converted with an exchange rate that was too old on their day; \
             see `ringback rates import`",
            total.stale
        );
    }
    if total.without_rate > 0 {
        eprintln!(
            "warning: {} calls have no exchange rate, and their cost is not in these figures; \
             see `ringback rates import`",
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
