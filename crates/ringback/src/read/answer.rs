//! What was read, for programs.

use domain::decide::{Decision, Want};
use domain::plan::Plan;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use transcript::intent::Intent;
use transcript::reading::{Finding, Reading};

use super::{Read, view};
use crate::place::rfc3339;

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
    let text = read
        .case
        .call
        .facts
        .transcript
        .as_deref()
        .unwrap_or_default();
    let zone = read.case.reference.as_ref().map(|r| r.zone.clone());
    let understood = read
        .evidence
        .spoken
        .as_ref()
        .zip(zone)
        .map(|(spoken, zone)| {
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
                &zone,
            );
            let words = view::marks(&spoken.reading).into_iter().map(|mark| {
                json!({
                    "finding": mark.label,
                    "words": text.get(mark.span.clone()),
                    "from": mark.span.start,
                    "to": mark.span.end,
                })
            });
            value["words"] = words.collect();
            value["ending"] = json!(view::outcome(spoken.reading.ending.outcome));
            value["doubts"] = spoken
                .reading
                .doubts
                .iter()
                .map(|&doubt| view::doubt(doubt))
                .collect();
            value
        });
    json!({
        "call_id": read.case.call.call_id,
        "understood": understood,
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
    let planned = |what: &str, plan: &Plan| {
        let mut entries = read.case.catalogue.iter();
        let entry = entries.find(|entry| entry.service.id == plan.service);
        json!({
            "do": what,
            "starts_at": plan.starts_at,
            "ends_at": plan.ends_at,
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
            "from": moved.from,
            "to": moved.to,
            "because": moved.because,
        }),
        Want::Cancel { existing } => json!({"do": "cancel", "existing": existing}),
        Want::CallBack(back) => json!({
            "do": "call_back",
            "reason": back.reason,
            "wanted_at": back.wanted_at,
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
