use serde_json::{Value, json};

use super::*;
use crate::call::{Analysis, Facts, Fields, ToolCall, ToolResult};
use crate::evidence;
use crate::id::{
    AccountName, BranchId, CalcomAccountId, CompanyId, CustomerId, EventTypeId, OfferId,
    RetellCallId, ServiceId,
};
use crate::tenant::{self, Branch, Company, Language, Offer, ReadingRules, Service};
use crate::time::Zone;

pub(crate) const STARTED: &str = "2026-11-02T09:02:00Z";

pub(crate) fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

pub(crate) fn tenant() -> Tenant {
    let company = CompanyId::of("salon");
    Tenant {
        account: AccountName::default_account(),
        company: Company {
            id: company,
            slug: "salon".into(),
            name: "Salon".into(),
            reading: ReadingRules::default(),
        },
        branch: Branch {
            id: BranchId::of(company, "mitte"),
            slug: "mitte".into(),
            name: "Mitte".into(),
            zone: Zone::parse("Europe/Berlin").unwrap(),
            language: Language::German,
            opening_hours: tenant::OpeningHours::new(),
        },
        active_from: at("2026-01-01T00:00:00Z"),
    }
}

fn entry(slug: &str, name: &str, synonyms: &[&str], event_type: Option<i64>) -> CatalogueEntry {
    let company = CompanyId::of("salon");
    let account = CalcomAccountId::of(company, "main");
    CatalogueEntry {
        service: Service {
            id: ServiceId::of(company, slug),
            name: name.into(),
            synonyms: synonyms.iter().map(|&s| s.to_owned()).collect(),
            minutes: 30,
        },
        offer: event_type.map(|id| Offer {
            id: OfferId::of(account, id, 30),
            calcom_account: account,
            event_type: EventTypeId(id),
            minutes: 30,
            send_length: false,
        }),
    }
}

fn catalogue() -> Vec<CatalogueEntry> {
    vec![
        entry(
            "herren",
            "Herrenhaarschnitt",
            &["Herrenschnitt", "Schnitt"],
            Some(1),
        ),
        entry("damen", "Damenhaarschnitt", &["Schnitt"], Some(2)),
        entry("bart", "Bartpflege", &[], None),
    ]
}

fn fields(value: Value) -> Fields {
    let Value::Object(map) = value else {
        panic!("not an object")
    };
    map.into_iter().collect()
}

pub(crate) fn call(custom: Value, tool_calls: Vec<ToolCall>) -> Call {
    Call {
        call_id: RetellCallId::new("call_1"),
        status: CallStatus::Analyzed,
        first_event_at: None,
        facts: Facts {
            started_at: Some(at(STARTED)),
            tool_calls: Some(tool_calls),
            analysis: Some(Analysis {
                custom: fields(custom),
                ..Analysis::default()
            }),
            ..Facts::default()
        },
    }
}

pub(crate) fn booked_by_tool(arguments: Value, content: &Value) -> ToolCall {
    ToolCall {
        id: "tool_1".into(),
        name: "termin_buchen_v4".into(),
        arguments: fields(arguments),
        result: Some(ToolResult {
            successful: Some(true),
            content: content.to_string(),
        }),
    }
}

pub(crate) fn decided(call: &Call) -> Decision {
    decided_for(call, &tenant())
}

pub(crate) fn decided_for(call: &Call, tenant: &Tenant) -> Decision {
    let id = CallId::of(&AccountName::default_account(), &call.call_id);
    let catalogue = catalogue();
    let evidence = evidence::collect(call, tenant, &catalogue);
    decide(id, call, &evidence, tenant, &catalogue)
}

fn read(call: &Call) -> Vec<Wish> {
    match decided(call) {
        Decision::Wishes(wishes) => wishes,
        Decision::Nothing(_) => Vec::new(),
    }
}

pub(crate) fn agreed(start: &str) -> Value {
    json!({"termin_gebucht": true, "termin_start": start, "dienstleistung": "Herrenschnitt", "kunde_name": "A. Beispiel"})
}

fn reason(custom: Value) -> CallbackReason {
    match &read(&call(custom, vec![]))[..] {
        [
            Wish {
                want: Want::CallBack(back),
                ..
            },
        ] => back.reason,
        other => panic!("expected one callback, got {other:?}"),
    }
}

#[test]
fn what_was_agreed_is_booked_at_the_branchs_local_time() {
    let wishes = read(&call(agreed("2026-11-05 15:30"), vec![]));
    let [
        Wish {
            no: WishNo::FIRST,
            want: Want::Book(plan),
        },
    ] = &wishes[..]
    else {
        panic!("{wishes:?}")
    };
    assert_eq!(plan.starts_at, at("2026-11-05T14:30:00Z"));
    assert_eq!(plan.ends_at, at("2026-11-05T15:00:00Z"));
    assert_eq!(plan.offer.event_type, EventTypeId(1));
    assert_eq!(plan.attendee.name, "A. Beispiel");
}

#[test]
fn f23_anything_less_than_agreed_is_a_callback() {
    let with = |key: &str, value: Value| {
        let mut custom = agreed("2026-11-05 15:30");
        custom[key] = value;
        reason(custom)
    };
    assert_eq!(
        with("termin_gebucht", json!(null)),
        CallbackReason::ConsentMissing
    );
    assert_eq!(
        with("termin_start", json!(null)),
        CallbackReason::TimeMissing
    );
    assert_eq!(
        with("termin_start", json!("übermorgen")),
        CallbackReason::TimeUnreadable
    );
    assert_eq!(
        with("termin_start", json!("2027-03-28 02:30")),
        CallbackReason::TimeDoesNotExist
    );
    assert_eq!(
        with("termin_start", json!("2027-10-31 02:30")),
        CallbackReason::TimeAmbiguous
    );
    assert_eq!(
        with("dienstleistung", json!(null)),
        CallbackReason::ServiceMissing
    );
    assert_eq!(
        with("dienstleistung", json!("Massage")),
        CallbackReason::ServiceUnknown
    );
    assert_eq!(
        with("dienstleistung", json!("Bartpflege")),
        CallbackReason::NotOffered
    );
    assert_eq!(
        with("appointment_confirmed", json!(false)),
        CallbackReason::EvidenceConflicts
    );
}

#[test]
fn f14_a_name_that_fits_two_services_is_not_decided_by_order() {
    let mut custom = agreed("2026-11-05 15:30");
    custom["dienstleistung"] = json!("Schnitt");
    assert_eq!(reason(custom), CallbackReason::ServiceAmbiguous);
}

#[test]
fn f54_a_date_of_years_ago_is_never_booked() {
    assert_eq!(reason(agreed("2024-11-05 15:30")), CallbackReason::TimePast);
}

#[test]
fn a_refusal_or_a_voicemail_asks_for_nothing() {
    let mut refused = agreed("2026-11-05 15:30");
    refused["termin_gebucht"] = json!(false);
    assert_eq!(read(&call(refused, vec![])), []);
    assert_eq!(read(&call(json!({}), vec![])), []);
    let mut voicemail = call(agreed("2026-11-05 15:30"), vec![]);
    voicemail.facts.analysis.as_mut().unwrap().voicemail = Some(true);
    assert_eq!(read(&voicemail), []);
}

#[test]
fn nothing_is_read_before_the_analysis() {
    let mut early = call(agreed("2026-11-05 15:30"), vec![]);
    early.status = CallStatus::Ended;
    assert_eq!(read(&early), []);
}

#[test]
fn f2_what_a_tool_says_it_booked_is_to_be_verified() {
    let tool = booked_by_tool(
        json!({"start": "2026-11-05T15:30:00+01:00", "dienstleistung": "Herrenschnitt"}),
        &json!({"status": "accepted", "uid": "uid_1"}),
    );
    let wishes = read(&call(agreed("2026-11-05 15:30"), vec![tool]));
    let [
        Wish {
            want: Want::Verify(plan, Some(uid)),
            ..
        },
    ] = &wishes[..]
    else {
        panic!("{wishes:?}")
    };
    assert_eq!(
        (plan.starts_at, uid.as_str()),
        (at("2026-11-05T14:30:00Z"), "uid_1")
    );
    assert_eq!(
        plan.attendee.name, "A. Beispiel",
        "what the tool was not told, the analysis may know"
    );
}

#[test]
fn two_sources_that_disagree_are_for_staff() {
    let tool = |arguments| vec![booked_by_tool(arguments, &json!({"uid": "uid_1"}))];
    for arguments in [
        json!({"start": "2026-11-05 16:00", "dienstleistung": "Herrenschnitt"}),
        json!({"start": "2026-11-05 15:30", "dienstleistung": "Damenhaarschnitt"}),
    ] {
        let wishes = read(&call(agreed("2026-11-05 15:30"), tool(arguments)));
        let [
            Wish {
                want: Want::CallBack(back),
                ..
            },
        ] = &wishes[..]
        else {
            panic!("{wishes:?}")
        };
        assert_eq!(back.reason, CallbackReason::EvidenceConflicts);
    }
}

#[test]
fn f4_every_caller_without_an_address_gets_one_of_their_own() {
    let email = |call_id: &str| {
        let mut call = call(agreed("2026-11-05 15:30"), vec![]);
        call.call_id = RetellCallId::new(call_id);
        match &read(&call)[0].want {
            Want::Book(plan) => plan.attendee.email.clone(),
            other => panic!("{other:?}"),
        }
    };
    assert_ne!(email("call_1"), email("call_2"));
    assert!(email("call_1").ends_with("@callers.example.com"));
}

#[test]
fn f51_whoever_comes_need_not_be_the_caller() {
    let mut custom = agreed("2026-11-05 15:30");
    custom["attendee_name"] = json!("Kim Beispiel");
    let wishes = read(&call(custom, vec![]));
    let Want::Book(plan) = &wishes[0].want else {
        panic!("{wishes:?}")
    };
    let mother = CustomerId::of(CompanyId::of("salon"), "+4917604069021");
    assert!(plan.attendee.other_than_caller);
    assert_eq!(plan.attendee.key(mother), format!("{mother}/kim beispiel"));
}
