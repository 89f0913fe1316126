//! A call that is recorded.

use std::path::Path;

use anyhow::{Context, bail, ensure};
use domain::call::{Call, Channel};
use domain::id::{AccountName, RetellCallId};
use domain::spoken;
use domain::tenant::Tenant;
use service::settings::Settings;
use store::Tx;

use super::Args;
use super::source::{Case, Origin};
use crate::open;

/// The call that is recorded, with its company's services.
pub(super) async fn find(named: &str, args: &Args, settings: &Settings) -> anyhow::Result<Case> {
    let path = Path::new(named);
    let like_a_path = path.extension().is_some() || path.components().count() > 1;
    ensure!(
        !like_a_path || open::is_there(settings),
        "there is no such file as `{named}`; a recorded call is named by its id, which `ringback \
         calls list` shows"
    );
    let store = open::current(settings)
        .await
        .with_context(|| format!("there is no file `{named}`, and no recorded call to be had"))?;
    let account = AccountName::new(&args.account);
    let id = RetellCallId::new(named);
    let row = store.call(&account, &id).await?;
    let mut tx = store.begin().await?;
    let (Some(row), Some(call_id)) = (row, tx.find_call(&account, &id).await?) else {
        bail!(
            "there is no such file as `{named}`, and the account `{account}` has no recorded call \
             of that id; `ringback calls list` shows calls, and --account names another account"
        );
    };
    let place = &args.place;
    ensure!(
        args.services.is_empty()
            && place.reference.is_none()
            && place.tz.is_none()
            && place.hours.is_none(),
        "`{named}` is recorded, and read as of its start against its company's services and \
         opening hours: leave out --reference, --tz, --hours and --services"
    );
    let call = Call::fold(tx.reports(call_id, &id).await?)
        .with_context(|| format!("nothing was reported about `{named}`"))?;
    let tenant = tenant_of(&mut tx, &call).await?.with_context(|| {
        format!(
            "the number or agent that says whose call `{named}` is, is not registered any more; \
             `ringback tenant import` registers it"
        )
    })?;
    // A number may have moved since. The call has not (F3, F41).
    ensure!(
        tenant.account == account && tenant.company.id == row.company,
        "`{named}` is not of the company that has its number or agent today, `{}` at the account \
         `{}`, and is not read against that one's services; `ringback calls list` shows whose it is",
        tenant.company.slug,
        tenant.account
    );
    let catalogue = tx.catalogue(&tenant).await?;
    let reference = call
        .facts
        .started_at
        .map(|at| spoken::reference(at, &tenant));
    Ok(Case {
        call,
        tenant,
        catalogue,
        reference,
        origin: Origin::Recorded(row.decision),
    })
}

/// As the worker finds it: an agent may answer several numbers, so it says whose call it is only
/// where there is none.
async fn tenant_of(tx: &mut Tx, call: &Call) -> anyhow::Result<Option<Tenant>> {
    if let Some(number) = call.tenant_number() {
        return Ok(tx.number(number).await?.map(|known| known.tenant));
    }
    let facts = &call.facts;
    match (&facts.channel, &facts.agent_id) {
        (Some(Channel::Web | Channel::Chat), Some(agent)) => {
            Ok(tx.agent(agent).await?.map(|known| known.tenant))
        }
        _ => Ok(None),
    }
}
