//! What was read, for programs.

use std::ops::Range;

use domain::decide::{Decision, Want};
use domain::plan::Plan;
use domain::time::Instant;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use transcript::ending::Outcome;
use transcript::intent::Intent;
use transcript::reading::{Finding, Reading, ReadingDoubt};

use super::source::Origin;
use super::{Read, marks, noted};
use crate::place::{moment_in, rfc3339};
use crate::when;

/// The short form: what was understood, without the words for it. `names` are the services.
pub(super) fn brief(id: &Value, reading: &Reading, names: &[&str], zone: &TimeZone) -> Value {
    let at = |at: DateTime| rfc3339(at, zone);
    let found = |finding: &Option<Finding>| finding.as_ref().map(|found| at(found.at));
    let services: Vec<&str> = reading
        .services
        .found
        .iter()
        .filter_map(|found| names.get(found.index).copied())
        .collect();
    json!({
        "id": id,
        "intent": intent(reading.intent),
        "starts_at": found(&reading.start),
        "service": services.first(),
        "services": services,
        "customer_name": reading.name.as_ref().map(|found| &found.name),
        "confirmed": reading.confirmed,
        "existing_starts_at": found(&reading.existing),
        "callback_at": reading.callback.as_ref().map(|window| at(window.from)),
    })
}

/// Everything: findings with their words, and the decision.
pub(super) fn whole(read: &Read) -> Value {
    let text = read.case.text();
    let words = |span: Range<usize>| json!({"words": text.get(span.clone()), "from": span.start, "to": span.end});
    let reference = read.case.reference.as_ref();
    let understood = read
        .evidence
        .spoken
        .as_ref()
        .zip(reference)
        .map(|(spoken, reference)| {
            let names: Vec<&str> = read
                .case
                .catalogue
                .iter()
                .map(|entry| entry.service.name.as_str())
                .collect();
            let mut value = brief(
                &json!(read.case.call.call_id),
                &spoken.reading,
                &names,
                &reference.zone,
            );
            let found = marks::all(&spoken.reading).into_iter().map(|mark| {
                let mut value = words(mark.span);
                value["finding"] = json!(mark.labels.join(", "));
                value
            });
            value["words"] = found.collect();
            value["consent"] = spoken.reading.consent.clone().map_or(Value::Null, words);
            value["ending"] = json!(outcome(spoken.reading.ending.outcome));
            let doubts = spoken.reading.doubts.iter().map(|&found| doubt(found));
            value["doubts"] = doubts.collect();
            value
        });
    let zone = &read.case.tenant.branch.zone;
    let noted = noted::all(&read.evidence).into_iter();
    let noted = noted.map(|noted| noted.json(zone));
    let recorded = match &read.case.origin {
        Origin::Recorded(decision) => decision.as_deref(),
        Origin::File | Origin::FileOfNow => None,
    };
    json!({
        "call_id": read.case.call.call_id,
        "reference": reference.map(|reference| rfc3339(reference.now, &reference.zone)),
        "noted": noted.collect::<Vec<_>>(),
        "understood": understood,
        "recorded_decision": recorded,
        "decision": decision(read),
    })
}

fn decision(read: &Read) -> Value {
    match &read.decision {
        Decision::Nothing(why) => json!({"wishes": [], "because": why}),
        Decision::Wishes(wishes) => json!({
            "wishes": wishes.iter().map(|wish| want(&wish.want, read)).collect::<Vec<_>>(),
        }),
    }
}

fn want(want: &Want, read: &Read) -> Value {
    let moment = |at: Instant| moment_in(at, &read.case.tenant.branch.zone);
    let planned = |what: &str, plan: &Plan| {
        let mut entries = read.case.catalogue.iter();
        let entry = entries.find(|entry| entry.service.id == plan.service);
        json!({
            "do": what,
            "starts_at": moment(plan.starts_at),
            "ends_at": read.case.knows_lengths().then(|| moment(plan.ends_at)),
            "service": entry.map(|entry| &entry.service.name),
            "attendee": plan.attendee.name,
            "because": plan.because,
        })
    };
    match want {
        Want::Book(plan) => planned("book", plan),
        Want::Verify(plan, uid) => {
            let mut value = planned("verify", plan);
            value["calcom_uid"] = json!(uid);
            value
        }
        Want::Move(moved) => json!({
            "do": "reschedule",
            "from": moved.from.map(moment),
            "to": moved.to.map(moment),
            "because": moved.because,
        }),
        Want::Cancel { existing } => json!({"do": "cancel", "existing": existing.map(moment)}),
        Want::CallBack(back) => json!({
            "do": "call_back",
            "reason": back.reason,
            "wanted_at": back.wanted_at.map(moment),
            "because": back.detail,
        }),
    }
}

/// As the short form spells it.
pub(super) fn intent(intent: Intent) -> &'static str {
    match intent {
        Intent::Book => "book",
        Intent::Reschedule => "reschedule",
        Intent::Cancel => "cancel",
        Intent::Callback => "callback",
        Intent::None => "none",
    }
}

fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Agreed => "agreed",
        Outcome::Refused => "refused",
        Outcome::Open => "open",
        Outcome::Unavailable => "unavailable",
        Outcome::NotAsked => "not_asked",
    }
}

fn doubt(doubt: ReadingDoubt) -> &'static str {
    match doubt {
        ReadingDoubt::Time(doubt) => when::code(doubt),
        ReadingDoubt::ContradictedAtTheEnd => "contradicted_at_the_end",
        ReadingDoubt::HalfAgreed => "half_agreed",
        ReadingDoubt::SeveralTimes => "several_times",
        ReadingDoubt::SeveralServicesFit => "several_services_fit",
        ReadingDoubt::NoService => "no_service",
        ReadingDoubt::NoName => "no_name",
    }
}
