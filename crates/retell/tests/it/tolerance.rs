//! What must not disturb the reading of an event.

use domain::call::{Channel, ReportKind};
use domain::time::Instant;
use retell::envelope::peek;
use retell::event::Call;
use serde_json::{Value, json};

use crate::{parse, report, sample_value};

fn call(field: &str, value: Value) -> Value {
    let mut body = json!({"event": "call_ended", "call": {"call_id": "call_1"}});
    body["call"][field] = value;
    body
}

fn without(field: &str) -> Value {
    let mut body = sample_value("04_call_analyzed");
    body["call"].as_object_mut().unwrap().remove(field).unwrap();
    body
}

#[test]
fn unknown_events_pass() {
    let report = report(&json!({"event": "call_teleported", "call": {"call_id": "call_1"}}));
    assert_eq!(report.kind, ReportKind::Other("call_teleported".into()));
    let nameless = crate::report(&json!({"call": {"call_id": "call_1"}}));
    assert_eq!(nameless.kind, ReportKind::Other("unnamed".into()));
}

#[test]
fn unknown_fields_roles_and_reasons_pass_and_are_kept() {
    let body = json!({
        "event": "call_ended",
        "news": [1.10, {"a": null}],
        "call": {
            "call_id": "call_1",
            "disconnection_reason": "beamed_up",
            "call_status": "hovering",
            "call_type": "hologram",
            "direction": "sideways",
            "latency": {"e2e": {"p50": 1342}},
            "transcript_object": [
                {"role": "telepath", "content": "…", "strength": 9},
                {"role": "user", "content": "Hallo"},
            ],
        },
    });
    let event = parse(&body);
    assert_eq!(serde_json::to_value(&event).unwrap(), body);
    assert_eq!(
        event.call.extra.get("latency"),
        Some(r#"{"e2e":{"p50":1342}}"#)
    );
    let facts = report(&body).facts;
    assert_eq!(facts.disconnection_reason.as_deref(), Some("beamed_up"));
    assert_eq!((facts.channel, facts.direction), (None, None));
    assert_eq!(facts.transcript.as_deref(), Some("User: Hallo\n"));
}

#[test]
fn the_name_is_event_or_event_type() {
    for body in [
        json!({"event": "call_ended", "call": {"call_id": "c"}}),
        json!({"event_type": "call_ended", "call": {"call_id": "c"}}),
        json!({"event": null, "event_type": "call_ended", "call": {"call_id": "c"}}),
        json!({"event": "call_ended", "event_type": "other", "call": {"call_id": "c"}}),
    ] {
        assert_eq!(parse(&body).name.as_deref(), Some("call_ended"), "{body}");
        assert_eq!(
            peek(body.to_string().as_bytes()).event.as_deref(),
            Some("call_ended")
        );
        assert_eq!(
            serde_json::to_value(parse(&body)).unwrap()["event"],
            "call_ended"
        );
    }
}

#[test]
fn the_call_is_under_call_call_inbound_chat_data_or_the_root() {
    let fields = json!({"call_id": "call_1", "from_number": "+4917604069021"});
    for body in [
        json!({"event": "e", "call": fields}),
        json!({"event": "e", "call_inbound": fields}),
        json!({"event": "e", "data": fields}),
        json!({"event": "e", "call_id": "call_1", "from_number": "+4917604069021"}),
        json!({"event": "e", "call": null, "data": fields}),
        json!({"event": "e", "call": {}, "data": fields}),
    ] {
        let event = parse(&body);
        assert_eq!(event.call.id().unwrap().as_str(), "call_1", "{body}");
        assert_eq!(
            event.call.from_number.as_deref(),
            Some("+4917604069021"),
            "{body}"
        );
        assert_eq!(serde_json::to_value(&event).unwrap(), body);
        let peeked = peek(body.to_string().as_bytes());
        assert_eq!(peeked.call_id.as_ref(), event.call.id(), "{body}");
    }
}

#[test]
fn a_chat_is_a_call_under_other_names() {
    let body = json!({
        "event": "chat_analyzed",
        "chat": {
            "chat_id": "chat_1",
            "chat_status": "ended",
            "transcript": "User: Hallo\n",
            "chat_cost": {"combined_cost": 0.5, "product_costs": [{"product": "p", "cost": 0.5}]},
            "chat_analysis": {"chat_summary": "…", "chat_successful": true,
                              "custom_analysis_data": {"termin_gebucht": true}},
            "message_with_tool_calls": [
                {"role": "user", "content": "Hallo"},
                {"role": "tool_call_invocation", "tool_call_id": "t", "name": "book", "arguments": "{}"},
            ],
        },
        "event_timestamp": 1_793_610_205_538_i64,
    });
    assert_eq!(serde_json::to_value(parse(&body)).unwrap(), body);
    assert_eq!(
        peek(body.to_string().as_bytes()).call_id.unwrap().as_str(),
        "chat_1"
    );
    let report = report(&body);
    assert_eq!(report.kind, ReportKind::Analyzed);
    assert_eq!(report.facts.channel, Some(Channel::Chat));
    assert_eq!(report.facts.cost.unwrap().products.len(), 1);
    assert_eq!(report.facts.tool_calls.unwrap()[0].name, "book");
    let analysis = report.facts.analysis.unwrap();
    assert_eq!(analysis.summary.as_deref(), Some("…"));
    assert_eq!(analysis.successful, Some(true));
    assert_eq!(analysis.custom["termin_gebucht"], true);
}

#[test]
fn f42_withheld_numbers_are_no_numbers() {
    for word in [
        "anonymous",
        "Anonymous",
        "unknown",
        "private",
        "blocked",
        "withheld",
        "unavailable",
        "restricted",
        "",
        " ",
        "sip:anonymous@anonymous.invalid",
        // The same words on a telephone's keypad, as some carriers send them.
        "+266696687",
        "+7378742833",
        "+2562533",
        "+8656696",
        "+86282452253",
    ] {
        let mut body = sample_value("04_call_analyzed");
        body["call"]["from_number"] = word.into();
        let facts = report(&body).facts;
        assert_eq!(facts.from_number, None, "{word}");
        assert_eq!(
            facts.tenant_number().unwrap().as_str(),
            "+493023125014",
            "{word}"
        );
    }
}

#[test]
fn f42_missing_and_null_numbers_are_no_numbers() {
    assert_eq!(report(&without("from_number")).facts.from_number, None);
    assert_eq!(
        report(&call("from_number", Value::Null)).facts.from_number,
        None
    );
    let web = report(&sample_value("09_call_started_web_call")).facts;
    assert_eq!((web.from_number, web.to_number), (None, None));
    assert_eq!(web.channel, Some(Channel::Web));
}

#[test]
fn f44_a_number_without_its_plus_is_the_same_number() {
    let facts = report(&call("to_number", "4930 23125014".into())).facts;
    assert_eq!(facts.to_number.unwrap().as_str(), "+493023125014");
}

#[test]
fn a_transcript_may_be_null_empty_absent_or_a_list() {
    for nothing in [Value::Null, "".into(), "\n".into(), json!([]), json!({})] {
        assert_eq!(report(&call("transcript", nothing)).facts.transcript, None);
    }
    assert_eq!(report(&call("other", Value::Null)).facts.transcript, None);
    let list = json!([
        {"role": "agent", "content": "Guten Tag"}, 7, null,
        {"role": "user", "content": "Hallo"}, {"role": "user"},
    ]);
    let facts = report(&call("transcript", list)).facts;
    assert_eq!(
        facts.transcript.as_deref(),
        Some("Agent: Guten Tag\nUser: Hallo\n")
    );
}

#[test]
fn half_an_emoji_does_not_cost_the_transcript() {
    let body = br#"{"event":"call_ended","call":{"call_id":"c","transcript":"User: ja \ud83d","\udc87":1}}"#;
    let event = retell::event::parse(body).unwrap();
    let transcript = event.call.transcript.unwrap();
    assert!(transcript.as_str().starts_with("User: ja \u{fffd}"));
}

#[test]
fn times_are_integers_floats_strings_null_or_absent() {
    let at = Instant::from_millis(1_793_610_123_280);
    for time in [
        json!(1_793_610_123_280_i64),
        json!(1_793_610_123_280.0),
        json!(1_793_610_123_280.7),
        json!("1793610123280"),
        json!(" 1793610123280.0 "),
    ] {
        assert_eq!(
            report(&call("start_timestamp", time.clone()))
                .facts
                .started_at,
            at,
            "{time}"
        );
    }
    let scientific = br#"{"call":{"call_id":"c","start_timestamp":1.79361012328e12}}"#;
    let event = retell::event::parse(scientific).unwrap();
    assert_eq!(event.call.start_timestamp.unwrap().instant(), at);
    for nothing in [
        Value::Null,
        "".into(),
        "soon".into(),
        json!([]),
        json!(1e300),
        json!(true),
    ] {
        assert_eq!(
            report(&call("start_timestamp", nothing)).facts.started_at,
            None
        );
    }
}

#[test]
fn the_time_of_the_event_is_optional_and_as_lenient() {
    let at = |time: Value| {
        let body = json!({"event": "e", "call": {"call_id": "c"}, "event_timestamp": time});
        let peeked = peek(body.to_string().as_bytes()).event_at;
        assert_eq!(peeked, parse(&body).event_at);
        peeked
    };
    assert_eq!(at(json!(1_000.0)), Instant::from_millis(1_000));
    assert_eq!(at(json!("1000")), Instant::from_millis(1_000));
    assert_eq!(at(Value::Null), None);
    assert_eq!(at(json!({})), None);
}

#[test]
fn duration_may_be_absent_or_a_float() {
    assert_eq!(report(&without("duration_ms")).facts.duration_ms, None);
    assert_eq!(
        report(&call("duration_ms", json!(72_385.9)))
            .facts
            .duration_ms,
        Some(72_385)
    );
    assert_eq!(
        report(&call("duration_ms", json!(-1))).facts.duration_ms,
        None
    );
}

#[test]
fn floats_and_integers_may_be_mixed_in_the_bill() {
    let bill = br#"{"call":{"call_id":"c","call_cost":{"combined_cost":"3","product_costs":[
        {"product":"a","cost":1},{"product":"b","cost":1e-2},{"product":"c","cost":"0.30"},
        {"product":"none"},{"product":"null","cost":null},{"cost":5},"what?",
        {"product":"huge","cost":1e999}]}}}"#;
    let event = retell::event::parse(bill).unwrap();
    let digest = domain::event::Digest::of(bill);
    let cost = retell::translate::report(&event, digest)
        .unwrap()
        .facts
        .cost
        .unwrap();
    let products: Vec<String> = cost
        .products
        .iter()
        .map(|product| {
            let cost = product.cost.map(|cost| cost.as_decimal().to_string());
            format!("{}={}", product.product, cost.unwrap_or_default())
        })
        .collect();
    // What cannot be read is nevertheless there: it is part of the sum.
    assert_eq!(
        products,
        ["a=1", "b=0.01", "c=0.3", "none=", "null=", "huge="]
    );
    assert_eq!(cost.combined.unwrap().as_decimal().to_string(), "3");
}

#[test]
fn the_bill_may_be_absent_null_or_without_its_totals() {
    assert_eq!(report(&without("call_cost")).facts.cost, None);
    assert_eq!(report(&call("call_cost", Value::Null)).facts.cost, None);
    let bare = report(&call(
        "call_cost",
        json!({"product_costs": [], "combined_cost": 0}),
    ));
    assert_eq!(bare.facts.cost.unwrap().products, []);
}

#[test]
fn the_analysis_may_be_absent_null_or_empty() {
    assert_eq!(report(&sample_value("03_call_ended")).facts.analysis, None);
    assert_eq!(
        report(&call("call_analysis", Value::Null)).facts.analysis,
        None
    );
    let empty = report(&call(
        "call_analysis",
        json!({"call_summary": "", "custom_analysis_data": ""}),
    ));
    assert_eq!(
        empty.facts.analysis,
        Some(domain::call::Analysis::default())
    );
}

#[test]
fn the_companys_own_questions_keep_their_names() {
    let custom = json!({"Reunião Marcada?": true, "Größe (cm)": 1.5, "": null});
    let body = call("call_analysis", json!({"custom_analysis_data": custom}));
    let fields = report(&body).facts.analysis.unwrap().custom;
    assert_eq!(serde_json::to_value(fields).unwrap(), custom);
}

#[test]
fn f40_the_kind_of_report_comes_from_the_event_never_from_the_status() {
    for (status, not_connected) in [
        ("registered", None),
        ("not_connected", Some(true)),
        ("ongoing", Some(false)),
        ("ended", Some(false)),
        ("error", None),
    ] {
        let report = report(&call("call_status", status.into()));
        assert_eq!(report.kind, ReportKind::Ended, "{status}");
        assert_eq!(report.facts.not_connected, not_connected, "{status}");
    }
}

#[test]
fn f45_only_the_signed_body_names_the_call() {
    let body = call(
        "transcript_with_tool_calls",
        json!([{"role": "tool_call_invocation", "tool_call_id": "t", "name": "book",
                "arguments": "{\"call_id\": \"call_001\"}"}]),
    );
    assert_eq!(report(&body).call_id.as_str(), "call_1");
}

#[test]
fn absurdly_long_names_are_no_names() {
    let long = "x".repeat(129);
    let body = json!({"event": long, "call": {"call_id": long}, "event_timestamp": 1});
    let peeked = peek(body.to_string().as_bytes());
    assert_eq!((peeked.event, peeked.call_id), (None, None));
    let longest = "ü".repeat(64);
    let body = json!({"event": longest, "call": {"call_id": longest, "agent_id": long}});
    let event = parse(&body);
    assert_eq!(event.name.as_deref(), Some(longest.as_str()));
    assert_eq!(event.call.agent_id, None);
    assert_eq!(
        peek(body.to_string().as_bytes()).call_id.as_ref(),
        event.call.id()
    );
}

#[test]
fn of_a_name_that_comes_twice_the_last_counts() {
    let body = br#"{"event":"a","event":"b","call":{"call_id":"1","call_id":"2"}}"#;
    let event = retell::event::parse(body).unwrap();
    assert_eq!(event.name.as_deref(), Some("b"));
    assert_eq!(event.call.id().unwrap().as_str(), "2");
    assert_eq!(peek(body).call_id.unwrap().as_str(), "2");
    assert_eq!(Call::default().id(), None);
}

#[test]
fn a_test_from_the_dashboard_is_an_event_too() {
    let body = json!({"event": "call_analyzed", "call": {
        "call_id": "test_call", "agent_version": 0, "latency": {}, "transcript_object": [],
        "call_cost": {"product_costs": [], "combined_cost": 0}}});
    assert_eq!(report(&body).call_id.as_str(), "test_call");
}
