//! Where a call that is to be read comes from.

use std::io::Read as _;
use std::path::Path;

use anyhow::{Context, anyhow, bail};
use domain::call::{Call, CallStatus, Facts};
use domain::event::Digest;
use domain::evidence::{self, Evidence};
use domain::id::{
    AccountName, BranchId, CalcomAccountId, CompanyId, EventTypeId, OfferId, RetellCallId,
    ServiceId,
};
use domain::spoken;
use domain::tenant::{
    Branch, CatalogueEntry, Company, Language, Offer, OpeningHours, ReadingRules, Service, Tenant,
};
use domain::time::{Instant, Zone};
use service::settings::Settings;
use store::Tx;
use transcript::conversation::Conversation;
use transcript::reference::Reference;

use super::Args;
use crate::open;

/// A call and what it is read against.
pub(super) struct Case {
    pub(super) call: Call,
    pub(super) tenant: Tenant,
    pub(super) catalogue: Vec<CatalogueEntry>,
    /// What times are measured from; `None` when nobody knows when the call began.
    pub(super) reference: Option<Reference>,
}

impl Case {
    /// Everything that the call left.
    pub(super) fn evidence(&self) -> Evidence {
        let mut evidence = evidence::collect(&self.call, &self.tenant, &self.catalogue);
        let words = self.conversation();
        evidence.spoken = self
            .reference
            .clone()
            .filter(|_| !words.turns.is_empty())
            .map(|reference| spoken::understand(&words, reference, &self.catalogue));
        evidence
    }

    /// Who said what.
    pub(super) fn conversation(&self) -> Conversation {
        Conversation::parse(self.call.facts.transcript.as_deref().unwrap_or_default())
    }
}

/// The call in a file, or in standard input; `None` if there is no such file.
pub(super) fn file(named: &str, args: &Args) -> anyhow::Result<Option<Case>> {
    let text = if named == "-" {
        let mut text = String::new();
        std::io::stdin()
            .read_to_string(&mut text)
            .context("cannot read standard input")?;
        text
    } else if Path::new(named).is_file() {
        std::fs::read_to_string(named).with_context(|| format!("cannot read {named}"))?
    } else {
        return Ok(None);
    };
    let mut call = if text.trim_start().starts_with('{') {
        reported(&text)?
    } else {
        Call {
            call_id: RetellCallId::new("call_in_a_file"),
            status: CallStatus::Analyzed,
            first_event_at: None,
            facts: Facts {
                transcript: Some(text),
                ..Facts::default()
            },
        }
    };
    // Nothing more will come.
    call.status = CallStatus::Analyzed;
    let place = &args.place;
    let started = call.facts.started_at.filter(|_| place.reference.is_none());
    let reference = place.at(started.map(|at| at.to_string()).as_deref(), None)?;
    let began = reference.now.to_zoned(reference.zone.clone())?;
    call.facts.started_at = Instant::from_micros(began.timestamp().as_microsecond());
    let zone = reference.zone.iana_name().ok_or_else(|| {
        anyhow!("a call belongs to a place: name its zone, as in --tz Europe/Berlin")
    })?;
    let services: Vec<&str> = args.services.iter().map(|name| name.trim()).collect();
    Ok(Some(Case {
        tenant: anybody(Zone::parse(zone)?),
        catalogue: catalogue(&services),
        reference: Some(reference),
        call,
    }))
}

/// The call that a webhook's body reports.
fn reported(body: &str) -> anyhow::Result<Call> {
    let event = retell::event::parse(body.as_bytes())
        .context("the file looks like a webhook's body, and is none")?;
    let report = retell::translate::report(&event, Digest::of(body.as_bytes()));
    report
        .and_then(|report| Call::fold([report]))
        .context("the webhook reports no call: one like call_analyzed does")
}

/// A call that is recorded, with its company's services.
pub(super) async fn recorded(
    named: &str,
    account: &str,
    settings: &Settings,
) -> anyhow::Result<Case> {
    let account = AccountName::new(account);
    let id = RetellCallId::new(named);
    let store = open::current(settings).await?;
    let mut tx = store.begin().await?;
    let Some(call_id) = tx.find_call(&account, &id).await? else {
        bail!("there is no file and no recorded call `{named}`; `ringback calls list` shows calls");
    };
    let mut call = Call::fold(tx.reports(call_id, &id).await?)
        .with_context(|| format!("nothing was reported about `{named}`"))?;
    let tenant = tenant_of(&mut tx, &call)
        .await?
        .with_context(|| format!("the number of `{named}` is not registered any more"))?;
    let catalogue = tx.catalogue(&tenant).await?;
    let reference = call
        .facts
        .started_at
        .map(|at| spoken::reference(at, &tenant));
    if call.facts.transcript.is_none() {
        call.facts.transcript = Some(String::new());
    }
    Ok(Case {
        call,
        tenant,
        catalogue,
        reference,
    })
}

async fn tenant_of(tx: &mut Tx, call: &Call) -> anyhow::Result<Option<Tenant>> {
    if let Some(number) = call.tenant_number() {
        return Ok(tx.number(number).await?.map(|known| known.tenant));
    }
    match &call.facts.agent_id {
        Some(agent) => Ok(tx.agent(agent).await?.map(|known| known.tenant)),
        None => Ok(None),
    }
}

/// Services of these names, each of which can be booked.
pub(super) fn catalogue(names: &[&str]) -> Vec<CatalogueEntry> {
    let company = CompanyId::of(NOBODY);
    let account = CalcomAccountId::of(company, "main");
    let entry = |(name, number): (&&str, i64)| CatalogueEntry {
        service: Service {
            id: ServiceId::of(company, name),
            name: (*name).to_owned(),
            synonyms: Vec::new(),
            minutes: 30,
        },
        offer: Some(Offer {
            id: OfferId::of(account, number, 30),
            calcom_account: account,
            event_type: EventTypeId(number),
            minutes: 30,
            send_length: false,
        }),
    };
    names.iter().zip(1..).map(entry).collect()
}

const NOBODY: &str = "nobody";

/// A company for calls of which nobody knows whose they are.
fn anybody(zone: Zone) -> Tenant {
    let company = CompanyId::of(NOBODY);
    Tenant {
        account: AccountName::default_account(),
        company: Company {
            id: company,
            slug: NOBODY.into(),
            name: String::new(),
            reading: ReadingRules::default(),
        },
        branch: Branch {
            id: BranchId::of(company, NOBODY),
            slug: NOBODY.into(),
            name: String::new(),
            zone,
            language: Language::German,
            opening_hours: OpeningHours::new(),
        },
        active_from: Instant::from_millis(0).unwrap_or_else(|| domain::time::Clock::system().now()),
    }
}
