//! The words of a call beside the other two sources: who is heard when, and what a conflict is.

use serde_json::{Value, json};

use super::tests::{agreed, at, booked_by_tool, call, decided_for, tenant};
use super::*;
use crate::callback::CallbackReason;
use crate::evidence;
use crate::tenant::WordsUse;

/// Monday, the second of November 2026, 10:02 in Berlin.
const AGREED: &str = "\
Agent: Salon Mitte, was kann ich für Sie tun?
User: einen herrenhaarschnitt bitte, am donnerstag um halb vier
Agent: Donnerstag, der fünfte November um fünfzehn Uhr dreißig. Soll ich das eintragen?
User: ja gerne
Agent: Auf welchen Namen?
User: klaus winter
Agent: Ist eingetragen, Herr Winter.";

const MOVED: &str = "\
User: guten tag ich müsste meinen termin am dienstag um zehn uhr verschieben
Agent: Auf wann?
User: auf donnerstag um halb vier
Agent: Donnerstag um fünfzehn Uhr dreißig, gerne, ist geändert.
User: danke";

const CUT_OFF: &str = "\
User: guten tag ich hätte gern einen termin zum herrenhaarschnitt
Agent: Gerne. Donnerstag um fünfzehn Uhr dreißig?
User: moment ich schau mal eben";

fn said(words: &str, custom: Value) -> Call {
    let mut call = call(custom, vec![]);
    call.facts.transcript = Some(words.into());
    call
}

fn want(call: &Call) -> Want {
    match decided_for(call, &tenant()) {
        Decision::Wishes(wishes) if wishes.len() == 1 => wishes[0].want.clone(),
        other => panic!("expected one wish, got {other:?}"),
    }
}

fn reason(call: &Call) -> CallbackReason {
    match want(call) {
        Want::CallBack(back) => back.reason,
        other => panic!("expected a callback, got {other:?}"),
    }
}

fn nothing(call: &Call) -> &'static str {
    match decided_for(call, &tenant()) {
        Decision::Nothing(why) => why,
        other @ Decision::Wishes(_) => panic!("expected nothing, got {other:?}"),
    }
}

#[test]
fn a_call_without_fields_is_booked_from_its_words() {
    let Want::Book(plan) = want(&said(AGREED, json!({}))) else {
        panic!("{:?}", want(&said(AGREED, json!({}))))
    };
    assert_eq!(plan.starts_at, at("2026-11-05T14:30:00Z"));
    assert_eq!(plan.offer.event_type.0, 1);
    assert_eq!(plan.attendee.name, "Klaus Winter");
    assert_eq!(plan.because, "It was agreed in the call.");
}

#[test]
fn whoever_comes_is_who_the_appointment_is_for() {
    let call = said(
        "User: a herrenhaarschnitt on thursday please\n\
         Agent: Thursday the fifth at half past three?\n\
         User: yes please\n\
         Agent: And who's bringing the dog?\n\
         User: me hannah clarke\n\
         Agent: Booked, see you Thursday.",
        json!({}),
    );
    match want(&call) {
        Want::Book(plan) => assert_eq!(plan.attendee.name, "Hannah Clarke"),
        other => panic!("expected a booking, got {other:?}"),
    }
}

#[test]
fn words_give_the_consent_that_the_fields_leave_out() {
    let mut custom = agreed("2026-11-05 15:30");
    custom["termin_gebucht"] = json!(null);
    assert!(matches!(want(&said(AGREED, custom.clone())), Want::Book(_)));
    let silent = said("Agent: Guten Tag.\nUser: hallo", custom);
    assert_eq!(reason(&silent), CallbackReason::ConsentMissing);
}

#[test]
fn f23_an_analysis_that_says_another_time_than_the_words_is_for_staff() {
    let call = said(AGREED, agreed("2026-11-05 15:00"));
    let Want::CallBack(back) = want(&call) else {
        panic!("{:?}", want(&call))
    };
    assert_eq!(back.reason, CallbackReason::EvidenceConflicts);
    assert_eq!(back.wanted_at, Some(at("2026-11-05T14:30:00Z")));
    assert!(back.detail.contains("15:00") && back.detail.contains("15:30"));
    assert!(matches!(
        want(&said(AGREED, agreed("2026-11-05 15:30"))),
        Want::Book(_)
    ));
}

#[test]
fn f14_an_analysis_that_says_another_service_than_the_words_is_for_staff() {
    let mut custom = agreed("2026-11-05 15:30");
    custom["dienstleistung"] = json!("Damenhaarschnitt");
    assert_eq!(
        reason(&said(AGREED, custom)),
        CallbackReason::EvidenceConflicts
    );
}

#[test]
fn consent_in_one_source_and_refusal_in_the_other_is_for_staff() {
    let mut custom = agreed("2026-11-05 15:30");
    custom["termin_gebucht"] = json!(false);
    assert_eq!(
        reason(&said(AGREED, custom)),
        CallbackReason::EvidenceConflicts
    );
    let refused = "\
User: ich hätte gern einen termin
Agent: Donnerstag um fünfzehn Uhr dreißig für den Herrenhaarschnitt?
User: nein danke das passt mir nicht dann lass ich es";
    assert_eq!(
        reason(&said(refused, agreed("2026-11-05 15:30"))),
        CallbackReason::EvidenceConflicts
    );
}

#[test]
fn fields_that_contradict_each_other_are_not_settled_by_the_words() {
    let mut custom = agreed("2026-11-05 15:30");
    custom["appointment_confirmed"] = json!(false);
    assert_eq!(
        reason(&said(AGREED, custom)),
        CallbackReason::EvidenceConflicts
    );
}

#[test]
fn a_tool_that_booked_something_else_than_was_said_is_for_staff() {
    let tool = |start: &str| {
        booked_by_tool(
            json!({"start": start, "dienstleistung": "Herrenhaarschnitt"}),
            &json!({"uid": "uid_1"}),
        )
    };
    let mut call = said(AGREED, json!({}));
    call.facts.tool_calls = Some(vec![tool("2026-11-05 15:30")]);
    let Want::Verify(plan, _) = want(&call) else {
        panic!("{:?}", want(&call))
    };
    assert_eq!(
        plan.attendee.name, "Klaus Winter",
        "what the tool was not told, the words may know"
    );
    call.facts.tool_calls = Some(vec![tool("2026-11-05 16:00")]);
    assert_eq!(reason(&call), CallbackReason::EvidenceConflicts);
    call.facts.tool_calls = Some(vec![booked_by_tool(
        json!({"start": "2026-11-05 15:30", "dienstleistung": "Damenhaarschnitt"}),
        &json!({"uid": "uid_1"}),
    )]);
    assert_eq!(reason(&call), CallbackReason::EvidenceConflicts);
}

#[test]
fn a_doubt_about_the_hour_is_cleared_up_by_staff() {
    let words = "\
User: hallo ich hätte gern einen termin für einen herrenhaarschnitt am donnerstag um acht
Agent: Donnerstag um acht, ja. Ihr Name?
User: winter";
    let call = said(words, json!({}));
    assert_eq!(reason(&call), CallbackReason::TimeDoubtful);
    let mut early = tenant();
    early
        .branch
        .opening_hours
        .insert("thu".into(), vec!["08:00-18:00".parse().unwrap()]);
    let decision = decided_for(&call, &early);
    let Decision::Wishes(wishes) = &decision else {
        panic!("{decision:?}")
    };
    assert!(
        matches!(&wishes[0].want, Want::Book(plan) if plan.starts_at == at("2026-11-05T07:00:00Z")),
        "opening hours decide: {decision:?}"
    );
}

#[test]
fn an_hour_in_the_lunch_break_is_cleared_up_by_staff() {
    let mut closed = tenant();
    closed.branch.opening_hours.insert(
        "thu".into(),
        vec![
            "09:00-15:00".parse().unwrap(),
            "16:00-18:00".parse().unwrap(),
        ],
    );
    let decision = decided_for(&said(AGREED, json!({})), &closed);
    let Decision::Wishes(wishes) = &decision else {
        panic!("{decision:?}")
    };
    assert!(
        matches!(&wishes[0].want, Want::CallBack(back) if back.reason == CallbackReason::TimeDoubtful),
        "{decision:?}"
    );
}

#[test]
fn f78_who_asked_and_got_nothing_is_called_back_and_who_declined_is_not() {
    assert_eq!(
        reason(&said(CUT_OFF, json!({}))),
        CallbackReason::NothingAgreed
    );
    let question = "\
User: wann haben sie denn samstags auf
Agent: Samstags von neun bis vierzehn Uhr.
User: danke tschüss";
    assert_eq!(
        nothing(&said(question, json!({}))),
        "Nobody asked for an appointment."
    );
}

#[test]
fn f53_what_exists_is_named_to_staff_and_not_touched() {
    let Want::Move(wanted) = want(&said(MOVED, json!({}))) else {
        panic!("{:?}", want(&said(MOVED, json!({}))))
    };
    assert_eq!(wanted.from, Some(at("2026-11-03T09:00:00Z")));
    assert_eq!(wanted.to, Some(at("2026-11-05T14:30:00Z")));
    let cancelled = "\
User: ich möchte meinen termin am dienstag um zehn uhr absagen
Agent: Der Termin am Dienstag um zehn Uhr ist abgesagt.
User: danke";
    assert_eq!(
        want(&said(cancelled, json!({}))),
        Want::Cancel {
            existing: Some(at("2026-11-03T09:00:00Z"))
        }
    );
}

#[test]
fn a_company_may_have_staff_look_at_what_was_agreed_in_words_alone() {
    let mut careful = tenant();
    careful.company.reading.words = WordsUse::CallBack;
    let first = |call: &Call| match decided_for(call, &careful) {
        Decision::Wishes(wishes) => wishes[0].want.clone(),
        other @ Decision::Nothing(_) => panic!("{other:?}"),
    };
    assert!(
        matches!(first(&said(AGREED, json!({}))), Want::CallBack(back) if back.reason == CallbackReason::WordsAlone)
    );
    assert!(matches!(
        first(&said(AGREED, agreed("2026-11-05 15:30"))),
        Want::Book(_)
    ));
    let mut without_service = agreed("2026-11-05 15:30");
    without_service["dienstleistung"] = json!(null);
    assert!(
        matches!(first(&said(AGREED, without_service)), Want::CallBack(back) if back.reason == CallbackReason::WordsAlone)
    );
}

#[test]
fn f54_without_any_time_of_the_call_nobody_knows_what_tomorrow_was() {
    let mut call = said(AGREED, json!({}));
    call.facts.started_at = None;
    assert_eq!(nothing(&call), "No source speaks of an appointment.");
    call.facts.ended_at = Some(at("2026-11-02T09:05:00Z"));
    assert!(matches!(want(&call), Want::Book(_)), "its end will do");
}

/// The talk above, with another answer to the agent's question and another end.
fn answered(answer: &str, end: &str) -> String {
    let (before, _) = AGREED.split_once("User: ja gerne").unwrap();
    format!("{before}User: {answer}\n{end}")
}

#[test]
fn f23_without_a_clean_yes_the_words_book_nothing() {
    for answer in ["vielleicht", "hm", "was kostet das denn", "auf keinen fall"] {
        let call = said(&answered(answer, ""), json!({}));
        if let Decision::Wishes(wishes) = decided_for(&call, &tenant()) {
            assert!(
                matches!(wishes[0].want, Want::CallBack(_)),
                "{answer}: {wishes:?}"
            );
        }
    }
}

#[test]
fn f23_a_doubt_that_the_words_leave_is_not_silenced_by_the_analysis() {
    let contradicted = AGREED.replace(
        "Agent: Ist eingetragen, Herr Winter.",
        "Agent: Also Donnerstag um sechzehn Uhr, Herr Winter, ist eingetragen.",
    );
    assert_ne!(contradicted, AGREED);
    assert_eq!(
        reason(&said(&contradicted, agreed("2026-11-05 15:30"))),
        CallbackReason::EvidenceConflicts
    );
}

#[test]
fn an_analysis_may_say_which_half_of_the_day_was_meant() {
    let words = "\
User: hallo ich hätte gern einen termin für einen herrenhaarschnitt am donnerstag um acht
Agent: Donnerstag um acht, ja. Ihr Name?
User: winter";
    for (noted, starts_at) in [
        ("2026-11-05 08:00", "2026-11-05T07:00:00Z"),
        ("2026-11-05 20:00", "2026-11-05T19:00:00Z"),
    ] {
        let wanted = want(&said(words, agreed(noted)));
        assert!(
            matches!(&wanted, Want::Book(plan) if plan.starts_at == at(starts_at)),
            "{noted}: {wanted:?}"
        );
    }
    assert_eq!(
        reason(&said(words, agreed("2026-11-05 10:00"))),
        CallbackReason::TimeDoubtful
    );
}

#[test]
fn f23_an_appointment_that_exists_is_not_booked_again() {
    let stands = "\
User: ich wollte nur fragen ob mein termin am donnerstag um halb vier noch steht
Agent: Ja, Donnerstag um fünfzehn Uhr dreißig steht, Herr Winter.
User: prima danke";
    assert!(matches!(
        decided_for(&said(stands, agreed("2026-11-05 15:30")), &tenant()),
        Decision::Nothing(_)
    ));
}

#[test]
fn f78_a_field_that_says_not_booked_does_not_silence_who_asked() {
    let call = said(CUT_OFF, json!({"termin_gebucht": false}));
    assert_eq!(reason(&call), CallbackReason::NothingAgreed);
}

#[test]
fn f21_a_move_that_a_tool_booked_leaves_the_old_appointment_to_staff() {
    let mut call = said(MOVED, json!({}));
    call.facts.tool_calls = Some(vec![booked_by_tool(
        json!({"start": "2026-11-05 15:30", "dienstleistung": "Herrenhaarschnitt"}),
        &json!({"uid": "uid_1"}),
    )]);
    let Decision::Wishes(wishes) = decided_for(&call, &tenant()) else {
        panic!("a tool booked")
    };
    assert!(
        matches!(
            (&wishes[0].want, &wishes[1].want),
            (Want::Verify(..), Want::Move(_))
        ),
        "{wishes:?}"
    );
}

#[test]
fn a_day_that_was_noted_is_completed_or_contradicted_by_the_words() {
    let with_day = |day: &str| {
        let mut custom = agreed(day);
        custom["dienstleistung"] = json!("Haare schneiden, Herren");
        said(AGREED, custom)
    };
    assert!(matches!(want(&with_day("2026-11-05")), Want::Book(_)));
    assert_eq!(
        reason(&with_day("06.11.2026")),
        CallbackReason::EvidenceConflicts
    );
    assert_eq!(
        reason(&call(agreed("2026-11-05"), vec![])),
        CallbackReason::TimeUnreadable
    );
}

#[test]
fn f51_who_is_named_in_the_call_is_the_attendee_and_not_the_caller() {
    let words = AGREED.replace(
        "einen herrenhaarschnitt bitte",
        "für meinen sohn leon einen herrenhaarschnitt bitte",
    );
    let call = said(&words, json!({}));
    let Want::Book(plan) = want(&call) else {
        panic!("{:?}", want(&call))
    };
    assert!(plan.attendee.other_than_caller);
    assert!(
        plan.attendee.name.starts_with("Leon"),
        "{:?}",
        plan.attendee.name
    );
    let evidence = evidence::collect(&call, &tenant(), &[]);
    let caller = evidence.caller_name().unwrap();
    assert_eq!((caller.name, caller.heard), ("Klaus Winter", true));
}

#[test]
fn a_yes_to_two_times_is_for_staff_and_tells_both() {
    let both = "\
User: meine frau und ich bräuchten einen herrenhaarschnitt
Agent: Ihre Frau am Donnerstag um fünfzehn Uhr und Sie um fünfzehn Uhr dreißig?
User: ja gerne
Agent: Ist eingetragen. Auf welchen Namen?
User: winter";
    let Want::CallBack(back) = want(&said(both, json!({}))) else {
        panic!("{:?}", want(&said(both, json!({}))))
    };
    assert_eq!(back.reason, CallbackReason::SeveralTimes);
    assert_eq!(back.wanted_at, Some(at("2026-11-05T14:00:00Z")));
    assert!(back.detail.contains("15:00") && back.detail.contains("15:30"));
}
