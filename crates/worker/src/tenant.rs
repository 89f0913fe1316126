//! Whose call an event tells of.
//!
//! From the number on our side of the line; a web call or chat from its agent; an event that
//! carries neither from what is known of its call. Never from the caller, from metadata, or a
//! default (F3, F41, F42, F43).

use domain::call::{Call, Channel, Facts, Report};
use domain::event::ParkReason;
use domain::id::AccountName;
use domain::tenant::Tenant;
use store::{Parked, StoreError, Tx};

/// Finds the tenant, or says why nobody is it and what would change that.
pub(crate) async fn of(
    tx: &mut Tx,
    account: &AccountName,
    report: &Report,
) -> Result<Result<Tenant, Parked>, StoreError> {
    let found = match by_facts(tx, &report.facts).await? {
        Found::Tenant(tenant) => Ok(*tenant),
        Found::Nobody(parked) => Err(parked),
        Found::NothingToGoBy => match earlier_facts(tx, account, report).await? {
            None => Err(Parked {
                reason: ParkReason::UnknownCall,
                number: None,
                agent_id: None,
            }),
            Some(facts) => match by_facts(tx, &facts).await? {
                Found::Tenant(tenant) => Ok(*tenant),
                Found::Nobody(parked) => Err(parked),
                Found::NothingToGoBy => Err(Parked {
                    reason: ParkReason::NoNumber,
                    number: None,
                    agent_id: None,
                }),
            },
        },
    };
    Ok(found.and_then(|tenant| {
        if tenant.account == *account {
            Ok(tenant)
        } else {
            // Signed with another account's key: the tenant must not notice (F3). Should the
            // number move to that account one day, the delivery is taken up again.
            Err(Parked {
                reason: ParkReason::ForeignAccount,
                number: report.facts.tenant_number().cloned(),
                agent_id: report.facts.agent_id.clone(),
            })
        }
    }))
}

enum Found {
    Tenant(Box<Tenant>),
    Nobody(Parked),
    NothingToGoBy,
}

async fn by_facts(tx: &mut Tx, facts: &Facts) -> Result<Found, StoreError> {
    if let Some(number) = facts.tenant_number() {
        return Ok(match tx.number(number).await? {
            Some(known) => Found::Tenant(Box::new(known.tenant)),
            None => Found::Nobody(Parked {
                reason: ParkReason::UnknownNumber,
                number: Some(number.clone()),
                agent_id: None,
            }),
        });
    }
    // An agent may answer several numbers, so it says whose call it is only where there is none.
    let without_number = matches!(facts.channel, Some(Channel::Web | Channel::Chat));
    if let Some(agent_id) = facts.agent_id.as_ref().filter(|_| without_number) {
        return Ok(match tx.agent(agent_id).await? {
            Some(known) => Found::Tenant(Box::new(known.tenant)),
            None => Found::Nobody(Parked {
                reason: ParkReason::UnknownAgent,
                number: None,
                agent_id: Some(agent_id.clone()),
            }),
        });
    }
    Ok(Found::NothingToGoBy)
}

/// What the call's earlier reports say, together.
async fn earlier_facts(
    tx: &mut Tx,
    account: &AccountName,
    report: &Report,
) -> Result<Option<Facts>, StoreError> {
    let Some(id) = tx.find_call(account, &report.call_id).await? else {
        return Ok(None);
    };
    let reports = tx.reports(id, &report.call_id).await?;
    Ok(Call::fold(reports).map(|call| call.facts))
}
