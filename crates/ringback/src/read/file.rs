//! A call in a file: the body of a webhook, or a written conversation.

use std::path::Path;

use anyhow::{Context, bail, ensure};
use domain::call::{Call, CallStatus, Facts};
use domain::event::Digest;
use domain::id::{AccountName, BranchId, CompanyId, RetellCallId};
use domain::tenant::{Branch, Company, Language, OpeningHours, ReadingRules, Tenant};
use domain::time::{Clock, Instant, Zone};
use serde_json::Value;

use super::Args;
use super::services;
use super::source::{Case, Origin};
use crate::{batch, place};

/// The call in a file, or in standard input; `None` if there is no such file.
pub(super) fn find(named: &str, args: &Args) -> anyhow::Result<Option<Case>> {
    let path = Path::new(named);
    if named != "-" && !path.exists() {
        return Ok(None);
    }
    ensure!(
        !path.is_dir(),
        "`{named}` is a folder, and no file: name a file that holds one call"
    );
    let text = batch::contents(path)?;
    let place = &args.place;
    let talk = !text.trim_start().starts_with('{');
    let mut call = of(text)?;
    let started = call.facts.started_at.filter(|_| place.reference.is_none());
    let reference = place.at(started.map(|at| at.to_string()).as_deref(), None)?;
    let unknown = started.is_none() && place.reference.is_none();
    ensure!(
        !unknown || talk,
        "the webhook does not say when its call began (`start_timestamp`): say it yourself, as in \
         --reference 2026-11-19T10:12"
    );
    let began = reference.now.to_zoned(reference.zone.clone())?;
    call.facts.started_at = Instant::from_micros(began.timestamp().as_microsecond());
    Ok(Some(Case {
        tenant: anybody(place::named(&reference.zone)?),
        catalogue: services::catalogue(&services::all(&args.services)),
        reference: Some(reference),
        call,
        origin: if unknown {
            Origin::FileOfNow
        } else {
            Origin::File
        },
    }))
}

fn of(text: String) -> anyhow::Result<Call> {
    let start = text.trim_start();
    ensure!(
        !start.is_empty(),
        "there is nothing in it: a call is lines such as `User: …`, or the body of a webhook"
    );
    if start.starts_with('{') {
        return Ok(Call {
            // Nothing more will come.
            status: CallStatus::Analyzed,
            ..reported(&text)?
        });
    }
    let inside = start.trim_start_matches(|c: char| c == '[' || c.is_whitespace());
    let array = start.starts_with('[') && inside.starts_with(['{', '"']);
    if array || serde_json::from_str::<Value>(start).is_ok() {
        bail!(
            "this is JSON, but not one call: a call is lines such as `User: …`, or the body of a \
             webhook; an array of calls is for --batch"
        );
    }
    Ok(Call {
        call_id: RetellCallId::new("call_in_a_file"),
        status: CallStatus::Analyzed,
        first_event_at: None,
        facts: Facts {
            transcript: Some(text),
            ..Facts::default()
        },
    })
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

/// Whose calls in files are.
pub(super) const NOBODY: &str = "nobody";

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
        active_from: Instant::from_millis(0).unwrap_or_else(|| Clock::system().now()),
    }
}
