//! Writing what a file says, in one transaction.

use std::collections::BTreeSet;

use domain::id::{AccountName, CalcomAccountId, CompanyId};
use domain::month::Day;
use domain::price;
use domain::time::Instant;
use serde::Serialize;
use store::{StoreError, Tx};

use super::file::File;
use super::money::{Parented, Planned};
use super::table::Problem;

/// What was written.
#[derive(Debug, Serialize)]
pub(super) struct Written {
    pub(super) accounts: usize,
    pub(super) companies: usize,
    pub(super) calcom_accounts: usize,
    pub(super) branches: usize,
    pub(super) numbers: usize,
    /// Of these, not known before.
    pub(super) new_numbers: usize,
    pub(super) agents: usize,
    pub(super) services: usize,
    pub(super) offers: usize,
    pub(super) plans: usize,
    pub(super) telephony_rates: usize,
    pub(super) fees: usize,
    /// Telephony rates and fees that were not there, or otherwise.
    pub(super) changed_rates: usize,
}

/// Numbers, agents and event types of the file that another company has: they are not taken from
/// it, nor shared with it (F73).
pub(super) async fn conflicts(tx: &mut Tx, file: &File) -> Result<Vec<Problem>, StoreError> {
    let mut taken = Vec::new();
    for number in &file.numbers {
        let owner = tx.number_owner(&number.entry.number).await?;
        if owner.is_some_and(|owner| owner != number.entry.company) {
            taken.push((number.line, "number", number.entry.number.to_string()));
        }
    }
    for agent in &file.agents {
        let owner = tx.agent_owner(&agent.entry.id).await?;
        if owner.is_some_and(|owner| owner != agent.entry.company) {
            taken.push((agent.line, "agent", agent.entry.id.to_string()));
        }
    }
    for offer in &file.offers {
        let entry = &offer.entry;
        let account = file.calcom_accounts.iter().find(|account| {
            CalcomAccountId::of(account.company, &account.name) == entry.calcom_account
        });
        if let Some(account) = account
            && entry.active
            && tx.event_type_of_others(account, entry.event_type).await?
        {
            taken.push((offer.line, "event type", entry.event_type.to_string()));
        }
    }
    let mut problems = unknown_parents(tx, file).await?;
    if !(file.plans.is_empty() && file.telephony.is_empty() && file.fees.is_empty()) {
        // Whoever closes a month meanwhile waits.
        tx.take_turn_at_prices().await?;
        problems.extend(closed_plans(tx, file).await?);
        problems.extend(closed_rates(tx, file).await?);
    }
    let problem = |(line, what, name)| Problem {
        line,
        problem: format!(
            "{what} `{name}` belongs to another company; remove it here, or see to it there first"
        ),
    };
    problems.extend(taken.into_iter().map(problem));
    Ok(problems)
}

/// Resellers that nobody knows, and companies that would be resold twice.
async fn unknown_parents(tx: &mut Tx, file: &File) -> Result<Vec<Problem>, StoreError> {
    let parents = file.parents.iter().filter_map(|known| {
        let parent = known.parent.as_ref()?;
        Some((known.company, parent, "parent"))
    });
    let resellers = file.plans.iter().filter_map(|known| {
        let reseller = known.reseller.as_ref()?;
        Some((known.company, reseller, "reseller"))
    });
    let mut problems = Vec::new();
    for (company, named, what) in parents.chain(resellers) {
        let mut note = |problem| {
            problems.push(Problem {
                line: named.line,
                problem,
            });
        };
        let id = CompanyId::of(&named.value);
        let in_file = file.parents.iter().find(|known| known.company == id);
        let stored = tx.parent_of(id).await?;
        let resold = match (in_file, stored) {
            (Some(known), _) => known.parent.is_some(),
            (None, Some(grandparent)) => grandparent.is_some(),
            (None, None) => {
                note(format!(
                    "there is no company `{}`, here or stored",
                    named.value
                ));
                continue;
            }
        };
        if resold || id == company {
            note(format!(
                "`{}` cannot be the `{what}`: a reseller is a company that pays us",
                named.value
            ));
        }
        let children = tx.children_of(company).await?;
        let still = |child: &CompanyId| {
            let in_file = file.parents.iter().find(|known| known.company == *child);
            in_file.is_none_or(|known| {
                let parent = known.parent.as_ref();
                parent.is_some_and(|parent| CompanyId::of(&parent.value) == company)
            })
        };
        if children.iter().any(still) {
            note(
                "the company has companies of its own that pay it, and cannot pay a reseller itself"
                    .into(),
            );
        }
    }
    Ok(problems)
}

/// Plans that would change what closed months were billed at.
async fn closed_plans(tx: &mut Tx, file: &File) -> Result<Vec<Problem>, StoreError> {
    let Some(closed) = tx.last_closed_month().await? else {
        return Ok(Vec::new());
    };
    let open = closed.next().first_day();
    let mut problems = Vec::new();
    for company in planned(file) {
        let before = tx.price_plans_of(company).await?;
        let of_file = || file.plans.iter().filter(|known| known.company == company);
        let mut after = before.clone();
        after.retain(|stored| of_file().all(|known| known.plan.valid_from != stored.valid_from));
        after.extend(of_file().map(|known| known.plan.clone()));
        let Some(day) = price::first_change(&before, &after, open) else {
            continue;
        };
        // The plan of that day as the file has it; one that ends has nothing after it.
        let guilty = of_file().filter(|known| known.plan.valid_from <= day);
        let line = guilty.max_by_key(|known| known.plan.valid_from);
        problems.push(Problem {
            line: line.map_or(0, |known| known.line),
            problem: format!(
                "calls of {day} would be billed on other terms, and {closed} is closed; leave plans \
                 of closed months as they are, end them with `valid_until`, and write one with \
                 `valid_from = {open}` or later"
            ),
        });
    }
    Ok(problems)
}

/// A telephony rate or a fee that is not stored as the file has it.
struct Changed {
    line: usize,
    valid_from: Day,
}

async fn changed_rates(tx: &mut Tx, file: &File) -> Result<Vec<Changed>, StoreError> {
    let (telephony, fees) = (tx.telephony_rates().await?, tx.fees().await?);
    let rates = file.telephony.iter();
    let rates = rates.filter(|rate| !telephony.contains(&rate.value));
    let rates = rates.map(|rate| (rate.line, rate.value.valid_from));
    let fees = file.fees.iter().filter(|fee| !fees.contains(&fee.value));
    let fees = fees.map(|fee| (fee.line, fee.value.valid_from));
    let changed = rates.chain(fees);
    let changed = changed.map(|(line, valid_from)| Changed { line, valid_from });
    Ok(changed.collect())
}

/// Telephony rates and fees that would make calls of closed months cost something else, whenever
/// one of them is worked out again.
async fn closed_rates(tx: &mut Tx, file: &File) -> Result<Vec<Problem>, StoreError> {
    let Some(closed) = tx.last_closed_month().await? else {
        return Ok(Vec::new());
    };
    let open = closed.next().first_day();
    let mut changed = changed_rates(tx, file).await?;
    changed.retain(|changed| changed.valid_from < open);
    let problem = |Changed { line, valid_from }| Problem {
        line,
        problem: format!(
            "calls from {valid_from} on would cost something else, and {closed} is closed; leave what \
             applied in closed months as it is, and write another with `valid_from = {open}` or later"
        ),
    };
    Ok(changed.into_iter().map(problem).collect())
}

/// The companies that the file has plans of.
fn planned(file: &File) -> BTreeSet<CompanyId> {
    file.plans.iter().map(|known| known.company).collect()
}

/// Writes a file without mistakes. The caller commits.
pub(super) async fn write(tx: &mut Tx, file: &File, now: Instant) -> Result<Written, StoreError> {
    for account in &file.accounts {
        tx.import_account(account, now).await?;
    }
    let default = AccountName::default_account();
    let numbers = file.numbers.iter().map(|number| &number.entry.account);
    let agents = file.agents.iter().map(|agent| &agent.entry.account);
    if numbers.chain(agents).any(|account| *account == default) {
        // It need not be in any file: its keys are in the settings.
        tx.ensure_account(&default, now).await?;
    }
    for company in &file.companies {
        tx.import_company(company, now).await?;
    }
    for account in &file.calcom_accounts {
        tx.import_calcom_account(account, now).await?;
    }
    for branch in &file.branches {
        tx.import_branch(branch, now).await?;
    }
    let mut new_numbers = 0;
    for number in &file.numbers {
        let mut entry = number.entry.clone();
        new_numbers += usize::from(tx.number_owner(&entry.number).await?.is_none());
        if !number.dated
            && let Some(since) = tx.number_since(&entry.number).await?
        {
            entry.active_from = since;
        }
        tx.import_number(&entry, now).await?;
    }
    for agent in &file.agents {
        let mut entry = agent.entry.clone();
        if !agent.dated
            && let Some(since) = tx.agent_since(&entry.id).await?
        {
            entry.active_from = since;
        }
        tx.import_agent(&entry, now).await?;
    }
    for service in &file.services {
        tx.import_service(service, now).await?;
    }
    for offer in &file.offers {
        tx.import_offer(&offer.entry, now).await?;
    }
    for Parented { company, parent } in &file.parents {
        let parent = parent.as_ref().map(|parent| CompanyId::of(&parent.value));
        tx.set_parent(*company, parent).await?;
    }
    for Planned { company, plan, .. } in &file.plans {
        tx.import_price_plan(*company, plan, now).await?;
    }
    // Calls that were billed without a price may have one now.
    for company in planned(file) {
        tx.reopen_unpriced(company).await?;
    }
    let changed_rates = changed_rates(tx, file).await?.len();
    for rate in &file.telephony {
        tx.import_telephony_rate(&rate.value, now).await?;
    }
    for fee in &file.fees {
        tx.import_fee(&fee.value, now).await?;
    }
    Ok(Written {
        accounts: file.accounts.len(),
        companies: file.companies.len(),
        calcom_accounts: file.calcom_accounts.len(),
        branches: file.branches.len(),
        numbers: file.numbers.len(),
        new_numbers,
        agents: file.agents.len(),
        services: file.services.len(),
        offers: file.offers.len(),
        plans: file.plans.len(),
        telephony_rates: file.telephony.len(),
        fees: file.fees.len(),
        changed_rates,
    })
}
