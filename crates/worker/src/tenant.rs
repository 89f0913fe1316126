//! Whose call an event tells of.
//!
//! From the number on our side of the line; a web call or chat from its agent; an event that
//! carries neither from what is known of its call. Never from the caller, from metadata, or a
//! default (F3, F41, F42, F43).

use domain::call::{Call, Channel, Facts, Report};
use domain::event::ParkReason;
use domain::id::{AccountName, RetellAgentId};
use domain::phone::PhoneNumber;
use domain::tenant::Tenant;
use store::{Parked, StoreError, Tx};

/// Finds the tenant, or says why nobody is it and what would change that.
pub(crate) async fn of(
    tx: &mut Tx,
    account: &AccountName,
    report: &Report,
) -> Result<Result<Tenant, Parked>, StoreError> {
    let mut found = by_facts(tx, &report.facts).await?;
    if let Found::NothingToGoBy = found {
        let Some(earlier) = earlier_facts(tx, account, report).await? else {
            return Ok(Err(Parked {
                reason: ParkReason::UnknownCall,
                number: None,
                agent_id: None,
            }));
        };
        found = by_facts(tx, &earlier).await?;
    }
    Ok(match found {
        Found::Tenant(tenant, _) if tenant.account == *account => Ok(*tenant),
        // Signed with another account's key: the tenant must not notice (F3). Should the number
        // or the agent move to that account one day, the delivery is taken up again.
        Found::Tenant(_, key) => Err(key.parked(ParkReason::ForeignAccount)),
        Found::Nobody(reason, key) => Err(key.parked(reason)),
        Found::NothingToGoBy => Err(Parked {
            reason: ParkReason::NoNumber,
            number: None,
            agent_id: None,
        }),
    })
}

enum Found {
    Tenant(Box<Tenant>, Key),
    Nobody(ParkReason, Key),
    NothingToGoBy,
}

/// What says whose call it is, and so what would have to be registered.
enum Key {
    Number(PhoneNumber),
    Agent(RetellAgentId),
}

impl Key {
    /// Only what decides is kept: a delivery parked for its number is not to be taken up again
    /// and again because its agent is known.
    fn parked(self, reason: ParkReason) -> Parked {
        let (number, agent_id) = match self {
            Self::Number(number) => (Some(number), None),
            Self::Agent(agent_id) => (None, Some(agent_id)),
        };
        Parked {
            reason,
            number,
            agent_id,
        }
    }
}

async fn by_facts(tx: &mut Tx, facts: &Facts) -> Result<Found, StoreError> {
    if let Some(number) = facts.tenant_number() {
        let key = Key::Number(number.clone());
        return Ok(match tx.number(number).await? {
            Some(known) => Found::Tenant(Box::new(known.tenant), key),
            None => Found::Nobody(ParkReason::UnknownNumber, key),
        });
    }
    // An agent may answer several numbers, so it says whose call it is only where there is none.
    let without_number = matches!(facts.channel, Some(Channel::Web | Channel::Chat));
    if let Some(agent_id) = facts.agent_id.as_ref().filter(|_| without_number) {
        let key = Key::Agent(agent_id.clone());
        return Ok(match tx.agent(agent_id).await? {
            Some(known) => Found::Tenant(Box::new(known.tenant), key),
            None => Found::Nobody(ParkReason::UnknownAgent, key),
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
