//! The request that Retell waits for.

use domain::id::RetellAgentId;
use retell::Unreadable;
use retell::inbound::{Kind, Reply, parse};
use serde_json::{Value, json};

use crate::{sample, sample_value};

#[test]
fn the_request_says_who_calls_whom() {
    let inbound = parse(&sample("01_call_inbound")).unwrap();
    assert_eq!(inbound.kind, Kind::Call);
    assert_eq!(
        inbound.call_id.unwrap().as_str(),
        "call_7d3f0b6a91c24e58b0f4a2c6e19"
    );
    assert_eq!(inbound.agent_version, Some(7));
    assert_eq!(inbound.from_number.unwrap().as_str(), "+4917604069021");
    assert_eq!(inbound.to_number.unwrap().as_str(), "+493023125014");
    assert_eq!(inbound.event_at.unwrap().as_millis(), 1_793_610_120_417);
}

#[test]
fn everything_in_the_request_may_be_missing_or_wrong() {
    let kind_and_number = |body: Value| {
        let inbound = parse(body.to_string().as_bytes()).unwrap();
        assert_eq!(inbound.from_number, None);
        (
            inbound.kind,
            inbound.to_number.map(|number| number.to_string()),
        )
    };
    let to = Some("+493023125014".to_owned());
    let call = json!({"from_number": "anonymous", "to_number": "+493023125014", "agent_id": 7, "call_id": null});
    assert_eq!(
        kind_and_number(json!({"call_inbound": call})),
        (Kind::Call, to.clone())
    );
    assert_eq!(
        kind_and_number(json!({"chat_inbound": call})),
        (Kind::Chat, to.clone())
    );
    assert_eq!(
        kind_and_number(json!({"event": "call_inbound", "data": call})),
        (Kind::Call, to.clone())
    );
    assert_eq!(kind_and_number(call), (Kind::Call, to));
    assert_eq!(
        kind_and_number(json!({"call_inbound": 7})),
        (Kind::Call, None)
    );
    assert_eq!(kind_and_number(json!({})), (Kind::Call, None));
    assert_eq!(parse(b"[").unwrap_err(), Unreadable::NotJson);
}

#[test]
fn f54_the_empty_answer_is_wrapped_too() {
    assert_eq!(Reply::empty(Kind::Call).to_json(), r#"{"call_inbound":{}}"#);
    assert_eq!(Reply::empty(Kind::Chat).to_json(), r#"{"chat_inbound":{}}"#);
}

#[test]
fn f54_an_answer_is_the_sample() {
    let agent = RetellAgentId::new("agent_3b9d2f7c60e148a5b1c07f4e2d");
    let reply = Reply::empty(Kind::Call)
        .agent(agent, Some(7))
        .variable("salon_name", "Friseursalon Schöne Köpfe")
        .variable("aktuelles_datum", "Montag, 2. November 2026")
        .variable("anrufer_nummer", "+4917604069021")
        .variable("stammkunde", "ja")
        .metadata("tenant_id", "tnt_schoene_koepfe_berlin")
        .metadata("inbound_receipt", "b1f7c2e8-0d0e-4d7b-9a55-5f1f0f6b2f10");
    let written: Value = serde_json::from_str(&reply.to_json()).unwrap();
    assert_eq!(written, sample_value("01b_call_inbound_response"));
}
