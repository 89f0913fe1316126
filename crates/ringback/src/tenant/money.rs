//! What a tenants' file says about money: telephony rates, fees, resellers and price plans.

use domain::id::CompanyId;
use domain::money::EurCents;
use domain::price::{Discount, PricePlan, Resale, Tier, Tiers};
use domain::tariff::{Fee, TelephonyRate};

use super::file::File;
use super::kinds::{
    COUNT, DAY, DIRECTION, DISCOUNT, EUR_CENTS, FEE_PER, PERCENT, PREFIX, SLUG, STEP, TEXT,
    US_CENTS,
};
use super::table::{Lined, Notes, Table};

/// A company's price plan.
#[derive(Debug)]
pub(super) struct Planned {
    pub(super) company: CompanyId,
    pub(super) plan: PricePlan,
    /// The reseller that it names, if it names one.
    pub(super) reseller: Option<Lined<String>>,
    pub(super) line: usize,
}

/// A company and the reseller that it pays, if it has one.
#[derive(Debug)]
pub(super) struct Parented {
    pub(super) company: CompanyId,
    pub(super) parent: Option<Lined<String>>,
}

/// Reads what applies to all companies.
pub(super) fn everyones(top: &mut Table<'_>, file: &mut File) {
    let rates = top.tables("telephony").into_iter();
    file.telephony = rates.filter_map(telephony).collect();
    let fees = top.tables("fee").into_iter();
    file.fees = fees.filter_map(fee).collect();
}

/// Reads `[[telephony]]`.
fn telephony(mut table: Table<'_>) -> Option<Lined<TelephonyRate>> {
    let line = table.line();
    let direction = table.required("direction", &DIRECTION);
    let prefix = table.optional("prefix", &PREFIX);
    let valid_from = table.required("valid_from", &DAY);
    let step = table.required("per", &STEP);
    let per_minute = table.required("us_cents_per_minute", &US_CENTS);
    table.finish();
    let value = TelephonyRate {
        direction: direction?.value,
        prefix: prefix.map_or_else(|| "+".to_owned(), |prefix| prefix.value),
        valid_from: valid_from?.value,
        step: step?.value,
        per_minute: per_minute?.value,
    };
    Some(Lined { value, line })
}

/// Reads `[[fee]]`.
fn fee(mut table: Table<'_>) -> Option<Lined<Fee>> {
    let line = table.line();
    let name = table.required("name", &SLUG);
    let valid_from = table.required("valid_from", &DAY);
    let per = table.required("per", &FEE_PER);
    let amount = table.required("eur_cents", &EUR_CENTS);
    table.finish();
    let value = Fee {
        name: name?.value,
        valid_from: valid_from?.value,
        per: per?.value,
        amount: amount?.value,
    };
    Some(Lined { value, line })
}

/// Reads `[[company.plan]]`. Who resells while it applies stands in it, else it is the company's
/// `parent`; its mark-up is in it too.
pub(super) fn plan(
    notes: &Notes,
    company: CompanyId,
    parent: Option<&Lined<String>>,
    mut table: Table<'_>,
) -> Option<Planned> {
    let line = table.line();
    let name = table.required("name", &TEXT);
    let valid_from = table.required("valid_from", &DAY);
    let valid_until = table.optional("valid_until", &DAY);
    let step = table.required("per", &STEP);
    let per_minute = table.required("eur_cents_per_minute", &EUR_CENTS);
    let per_call = table.optional("eur_cents_per_call", &EUR_CENTS);
    let included = table.optional("included_minutes", &COUNT);
    let reseller = table.optional("reseller", &SLUG);
    let markup = table.optional("markup_percent", &PERCENT);
    let higher = table.tables("tier").into_iter().map(tier).collect();
    let discounts: Option<Vec<Discount>> =
        table.tables("discount").into_iter().map(discount).collect();
    table.finish();
    let resells = reseller.as_ref().or(parent);
    let resale = match (resells, &markup) {
        (Some(resells), Some(markup)) => Some(Resale {
            reseller: CompanyId::of(&resells.value),
            markup: markup.value,
        }),
        (Some(_), None) => {
            notes.note(
                line,
                "`markup_percent` is missing; the company pays a reseller, write what that pays on \
                 top of our cost, like `markup_percent = \"20\"`",
            );
            None
        }
        (None, Some(markup)) => {
            notes.note(
                markup.line,
                "`markup_percent` is what a reseller pays, and the plan has none; give the company a \
                 `parent`, or the plan a `reseller`",
            );
            None
        }
        (None, None) => None,
    };
    let (valid_from, valid_until) = (valid_from?.value, valid_until.map(|day| day.value));
    if valid_until.is_some_and(|last| last < valid_from) {
        notes.note(line, "`valid_until` is before `valid_from`");
    }
    let tiers = tiers(notes, line, per_minute?.value, higher)?;
    Some(Planned {
        company,
        reseller,
        line,
        plan: PricePlan {
            name: name?.value,
            valid_from,
            valid_until,
            step: step?.value,
            per_call: per_call.map_or(EurCents::ZERO, |cents| cents.value),
            tiers: tiers.with_included(included.map_or(0, |minutes| minutes.value)),
            discounts: discounts?,
            resale,
        },
    })
}

fn tiers(notes: &Notes, line: usize, first: EurCents, higher: Vec<Option<Tier>>) -> Option<Tiers> {
    let first = Tier {
        after_minutes: 0,
        per_minute: first,
    };
    let ladder: Option<Vec<Tier>> = std::iter::once(Some(first)).chain(higher).collect();
    Tiers::try_from(ladder?)
        .map_err(|error| notes.note(line, format!("`tier`: {error}")))
        .ok()
}

fn tier(mut table: Table<'_>) -> Option<Tier> {
    let after_minutes = table.required("after_minutes", &COUNT);
    let per_minute = table.required("eur_cents_per_minute", &EUR_CENTS);
    table.finish();
    Some(Tier {
        after_minutes: after_minutes?.value,
        per_minute: per_minute?.value,
    })
}

fn discount(mut table: Table<'_>) -> Option<Discount> {
    let from_minutes = table.required("from_minutes", &COUNT);
    let percent = table.required("percent", &DISCOUNT);
    table.finish();
    Some(Discount {
        from_minutes: from_minutes?.value,
        percent: percent?.value,
    })
}
