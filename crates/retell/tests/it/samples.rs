//! The samples: read, written and translated.

use domain::call::{Channel, Direction, ReportKind};
use domain::event::Digest;
use domain::time::Instant;
use retell::envelope::peek;
use serde_json::json;

use crate::{EVENTS, parse, report, sample, sample_value};

#[test]
fn every_sample_is_written_as_it_was_read() {
    for name in EVENTS {
        let mut expected = sample_value(name);
        let event = retell::event::parse(&sample(name)).unwrap();
        if name == "09_call_started_web_call" {
            let token = expected["call"]
                .as_object_mut()
                .unwrap()
                .remove("access_token");
            assert!(token.is_some(), "the sample has one, and it is forgotten");
        }
        assert_eq!(serde_json::to_value(&event).unwrap(), expected, "{name}");
    }
}

#[test]
fn every_sample_is_peeked_as_it_is_parsed() {
    for name in EVENTS {
        let (envelope, event) = (
            peek(&sample(name)),
            retell::event::parse(&sample(name)).unwrap(),
        );
        assert_eq!(envelope.event, event.name, "{name}");
        assert_eq!(envelope.call_id.as_ref(), event.call.id(), "{name}");
        assert_eq!(envelope.event_at, event.event_at, "{name}");
    }
}

#[test]
fn f65_f69_every_digit_of_the_bill_survives() {
    let report = report(&sample_value("04_call_analyzed"));
    let cost = report.facts.cost.unwrap();
    let products: Vec<(String, String)> = cost
        .products
        .iter()
        .map(|product| {
            (
                product.product.clone(),
                product.cost.unwrap().as_decimal().to_string(),
            )
        })
        .collect();
    let expected = [
        ("elevenlabs_tts_new", "8.5166691"),
        ("gpt_4_1", "5.475"),
        ("eu_telephony", "6.6916691"),
        ("background_voice_cancellation", "0.6083309"),
        ("post_call_analysis_gpt_4_1", "1.7"),
    ]
    .map(|(product, cost)| (product.to_owned(), cost.to_owned()));
    assert_eq!(products, expected);
    assert_eq!(
        cost.combined.unwrap().as_decimal().to_string(),
        "22.9916691"
    );
}

#[test]
fn an_analysed_call_in_our_words() {
    let body = sample("04_call_analyzed");
    let event = retell::event::parse(&body).unwrap();
    let digest = Digest::of(&body);
    let report = retell::translate::report(&event, digest).unwrap();
    assert_eq!(report.call_id.as_str(), "call_7d3f0b6a91c24e58b0f4a2c6e19");
    assert_eq!(report.kind, ReportKind::Analyzed);
    assert_eq!(
        report.stamp.event_at,
        Instant::from_millis(1_793_610_205_538)
    );
    assert_eq!(report.stamp.digest, digest);

    let facts = report.facts;
    assert_eq!(facts.channel, Some(Channel::Phone));
    assert_eq!(facts.direction, Some(Direction::Inbound));
    assert_eq!(facts.from_number.unwrap().as_str(), "+4917604069021");
    assert_eq!(facts.to_number.unwrap().as_str(), "+493023125014");
    assert_eq!(
        facts.agent_id.unwrap().as_str(),
        "agent_3b9d2f7c60e148a5b1c07f4e2d"
    );
    assert_eq!(facts.started_at, Instant::from_millis(1_793_610_123_280));
    assert_eq!(facts.ended_at, Instant::from_millis(1_793_610_195_665));
    assert_eq!(facts.duration_ms, Some(72_385));
    assert_eq!(facts.disconnection_reason.as_deref(), Some("user_hangup"));
    assert_eq!(facts.not_connected, Some(false));
    assert!(facts.transcript.unwrap().starts_with("Agent: Grüß Gott"));

    let analysis = facts.analysis.unwrap();
    assert!(analysis.summary.unwrap().contains("Müller-Lüdenscheidt"));
    assert_eq!(analysis.successful, Some(true));
    assert_eq!(analysis.voicemail, Some(false));
    assert_eq!(analysis.sentiment.as_deref(), Some("Positive"));
    assert_eq!(analysis.custom["termin_gebucht"], true);
    assert_eq!(analysis.custom["termin_start"], "2026-11-05T15:30:00+01:00");
}

#[test]
fn tool_calls_are_woven_from_invocation_and_result() {
    let calls = report(&sample_value("04_call_analyzed"))
        .facts
        .tool_calls
        .unwrap();
    let names: Vec<&str> = calls.iter().map(|call| call.name.as_str()).collect();
    assert_eq!(names, ["freie_termine", "termin_buchen"]);
    let booking = &calls[1];
    assert_eq!(booking.id, "tool_call_4c1b");
    assert_eq!(booking.arguments["start"], "2026-11-05T15:30:00+01:00");
    let result = booking.result.as_ref().unwrap();
    assert_eq!(result.successful, Some(true));
    assert!(result.content.contains("bkg_9QmW2xT7"));
}

#[test]
fn a_tool_call_without_result_or_readable_arguments_is_still_one() {
    let call = |turns| json!({"event": "call_ended", "call": {"call_id": "c", "transcript_with_tool_calls": turns}});
    let calls = report(&call(json!([
        {"role": "tool_call_invocation", "tool_call_id": "1", "name": "a", "arguments": "{\"n\": 1, \"w\""},
        {"role": "tool_call_result", "tool_call_id": "2", "content": {"uid": "u"}},
        {"role": "tool_call_invocation", "tool_call_id": "2", "name": "b", "arguments": {"start": "x"}},
        {"role": "tool_call_invocation", "name": "no id"},
        {"role": "tool_call_invocation", "tool_call_id": "3"},
        {"role": "tool_call_result", "tool_call_id": "9", "content": "of nothing"},
    ])))
    .facts
    .tool_calls
    .unwrap();
    let [cut, whole] = calls.as_slice() else {
        panic!("{calls:?}")
    };
    assert!(cut.arguments.is_empty() && cut.result.is_none());
    assert_eq!(
        whole.arguments["start"], "x",
        "arguments that are no string"
    );
    let result = whole.result.as_ref().unwrap();
    assert_eq!(
        result.content, r#"{"uid":"u"}"#,
        "a result that is no string"
    );
    assert_eq!(result.successful, None, "older agents do not say");
}

#[test]
fn a_call_that_never_connected() {
    let facts = report(&sample_value(
        "05_call_analyzed_not_connected_shape_of_real_capture",
    ))
    .facts;
    assert_eq!(facts.not_connected, Some(true));
    assert_eq!(facts.direction, Some(Direction::Outbound));
    assert_eq!(facts.tenant_number().unwrap().as_str(), "+493023125014");
    assert_eq!((facts.started_at, facts.ended_at), (None, None));
    assert_eq!(facts.duration_ms, Some(0));
    assert_eq!(facts.transcript, None);
    assert_eq!(facts.analysis.unwrap().custom.len(), 0);

    for (reason, expected) in [
        ("dial_no_answer", Some(true)),
        ("dial_something_new", Some(true)),
        ("sip_routing_error", Some(true)),
        ("user_hangup", Some(false)),
        ("error_asr", None),
    ] {
        let body = json!({"event": "call_ended", "call": {"call_id": "c", "disconnection_reason": reason}});
        assert_eq!(report(&body).facts.not_connected, expected, "{reason}");
    }
}

#[test]
fn a_transcript_comes_as_it_is_spoken() {
    let facts = report(&sample_value("07_transcript_updated")).facts;
    let transcript = facts.transcript.unwrap();
    let lines: Vec<&str> = transcript.lines().collect();
    assert!(lines[0].starts_with("Agent: Grüß Gott"), "{transcript}");
    assert!(lines[1].starts_with("User: Ja, schönen"), "{transcript}");

    // The documentation does not say where the turns lie: beside the call, or in it.
    let mut body = sample_value("07_transcript_updated");
    body["call"]["transcript_with_tool_calls"] = json!([]);
    assert_eq!(report(&body).facts.transcript.as_ref(), Some(&transcript));
    let turns = body
        .as_object_mut()
        .unwrap()
        .remove("transcript_with_tool_calls")
        .unwrap();
    body["call"]["transcript_with_tool_calls"] = turns;
    assert_eq!(report(&body).facts.transcript, Some(transcript));
}

#[test]
fn a_transcript_rebuilt_from_turns_is_the_one_that_retell_writes() {
    let mut body = sample_value("04_call_analyzed");
    let written = body["call"]["transcript"].as_str().unwrap().to_owned();
    for name in ["transcript", "transcript_object"] {
        body["call"].as_object_mut().unwrap().remove(name).unwrap();
        assert_eq!(
            report(&body).facts.transcript.as_ref(),
            Some(&written),
            "without {name}"
        );
    }
}

#[test]
fn a_transfer_keeps_its_destination() {
    let event = parse(&sample_value("08_transfer_started"));
    let destination = event.extra.get("transfer_destination").unwrap();
    assert!(destination.contains("+493023125099"));
    let body = json!({"event": "transfer_bridged", "call": {"call_id": "only_this"}});
    let report = report(&body);
    assert_eq!(report.kind, ReportKind::Other("transfer_bridged".into()));
    assert_eq!(report.facts, domain::call::Facts::default());
}

#[test]
fn f36_a_request_reports_nothing() {
    let body = sample("01_call_inbound");
    let event = retell::event::parse(&body).unwrap();
    assert!(event.is_inbound_request());
    assert_eq!(retell::translate::report(&event, Digest::of(&body)), None);
    let odd = json!({"event": "call_ended", "call_inbound": {"call_id": "c"}});
    assert_eq!(
        report(&odd).kind,
        ReportKind::Ended,
        "its name says what it is"
    );
}

#[test]
fn the_token_of_a_web_call_goes_nowhere() {
    let token = "eyJhbGciOiJIUzI1NiJ9";
    let body = sample("09_call_started_web_call");
    assert!(String::from_utf8_lossy(&body).contains(token));
    let event = retell::event::parse(&body).unwrap();
    let report = retell::translate::report(&event, Digest::of(&body)).unwrap();
    assert_eq!(report.facts.channel, Some(Channel::Web));
    let everywhere = format!(
        "{event:?} {report:?} {}",
        serde_json::to_string(&event).unwrap()
    );
    assert!(!everywhere.contains(token));
}

#[test]
fn printing_an_event_tells_no_one_what_was_said() {
    let printed = format!("{:?}", parse(&sample_value("04_call_analyzed")));
    assert!(printed.contains("call_analyzed") && printed.contains("transcript"));
    assert!(
        !printed.contains("Lüdenscheidt") && !printed.contains("+49"),
        "{printed}"
    );
}
