use serde_json::json;

use super::*;

fn fields(value: Value) -> Fields {
    let Value::Object(map) = value else {
        panic!("not an object")
    };
    map.into_iter().collect()
}

fn tool_call(name: &str, arguments: Value, successful: Option<bool>, content: &Value) -> ToolCall {
    ToolCall {
        id: "tool_1".into(),
        name: name.into(),
        arguments: fields(arguments),
        result: Some(ToolResult {
            successful,
            content: content.to_string(),
        }),
    }
}

#[test]
fn f1_a_version_suffix_is_not_part_of_a_tools_name() {
    for name in [
        "book_appointment",
        "book_appointment_v17",
        "Book-Appointment_v3",
    ] {
        assert_eq!(tool_name(name), "book_appointment", "{name}");
    }
    assert_eq!(tool_name("book_appointment_vip"), "book_appointment_vip");
}

#[test]
fn f16_times_are_read_with_or_without_offset_and_never_guessed() {
    let local = StatedTime::Local("2026-11-05T15:30".parse().unwrap());
    for text in [
        "2026-11-05 15:30",
        "2026-11-05T15:30:00",
        "05.11.2026 15:30 Uhr",
        "05.11.2026, 15:30",
    ] {
        assert_eq!(parse_time(text), local, "{text}");
    }
    let instant = StatedTime::Instant(Instant::parse("2026-11-05T14:30:00Z").unwrap());
    for text in [
        "2026-11-05T15:30:00+01:00",
        "2026-11-05 15:30+01:00",
        "2026-11-05T14:30:00Z",
    ] {
        assert_eq!(parse_time(text), instant, "{text}");
    }
    for text in ["2026-11-05", "05.11.2026"] {
        let day = StatedTime::Day("2026-11-05".parse().unwrap());
        assert_eq!(parse_time(text), day, "{text}");
    }
    for text in [
        "morgen",
        "15:30",
        "2026-11-05T15:30+99:00",
        "31.02.2026 10:00",
        "24:61",
    ] {
        assert_eq!(parse_time(text), StatedTime::Unreadable, "{text}");
    }
}

#[test]
fn consent_has_a_field_of_its_own() {
    let rules = ReadingRules::default();
    let of = |value| stated(&fields(value), &rules).consent;
    assert_eq!(
        of(json!({"termin_start": "2026-11-05 15:30"})),
        Consent::Unsaid
    );
    assert_eq!(of(json!({"Termin gebucht?": true})), Consent::Given);
    assert_eq!(of(json!({"appointment_confirmed": "Yes"})), Consent::Given);
    assert_eq!(of(json!({"termin_gebucht": "nein"})), Consent::Refused);
    assert_eq!(of(json!({"termin_gebucht": "vielleicht"})), Consent::Unsaid);
    let both = json!({"termin_gebucht": true, "appointment_confirmed": false});
    assert_eq!(of(both), Consent::Contradictory);
}

#[test]
fn date_and_time_may_come_apart() {
    let rules = ReadingRules::default();
    let of = |value| stated(&fields(value), &rules).time;
    let expected = StatedTime::Local("2026-11-05T15:30".parse().unwrap());
    assert_eq!(
        of(json!({"datum": "2026-11-05", "uhrzeit": "15:30"})),
        expected
    );
    assert_eq!(
        of(json!({"date": "05.11.2026", "time": "15:30 Uhr"})),
        expected
    );
    assert_eq!(of(json!({"uhrzeit": "15:30"})), StatedTime::Unreadable);
    let day = StatedTime::Day("2026-11-05".parse().unwrap());
    assert_eq!(of(json!({"datum": "2026-11-05"})), day);
    assert_eq!(
        of(json!({"start": "2026-11-05", "uhrzeit": "15:30"})),
        expected
    );
}

#[test]
fn f77_a_success_with_an_error_in_its_body_is_none() {
    let rules = ReadingRules::default();
    let claims = |successful, content: Value| {
        claim(
            &tool_call("termin_buchen_v2", json!({}), successful, &content),
            &rules,
        )
        .is_some()
    };
    assert!(claims(
        Some(true),
        json!({"status": "accepted", "uid": "u"})
    ));
    assert!(claims(None, json!({"data": {"uid": "u"}})));
    assert!(!claims(Some(true), json!({"success": false})));
    assert!(!claims(Some(true), json!({"error": "taken"})));
    assert!(!claims(Some(false), json!({"uid": "u"})));
    assert!(
        !claims(None, json!("gebucht")),
        "without Retell's word, prose is no proof"
    );
    assert!(
        claim(
            &tool_call("freie_termine", json!({}), Some(true), &json!({})),
            &rules
        )
        .is_none()
    );
}

#[test]
fn f45_placeholders_are_nothing() {
    let rules = ReadingRules::default();
    let found = stated(
        &fields(json!({"kunde_name": "{{name}}", "email": "none", "service": "N/A"})),
        &rules,
    );
    assert_eq!(found, Stated::default());
}

#[test]
fn f30_a_numeric_booking_id_is_no_uid() {
    let rules = ReadingRules::default();
    let uid = |content: Value| {
        let call = tool_call("termin_buchen", json!({}), Some(true), &content);
        claim(&call, &rules).unwrap().uid
    };
    assert_eq!(
        uid(json!({"uid": "bkg_9QmW2xT7"})),
        Some(CalcomUid::new("bkg_9QmW2xT7"))
    );
    assert_eq!(uid(json!({"uid": 987_654})), None);
    assert_eq!(uid(json!({"uid": "987654"})), None);
    assert_eq!(uid(json!({"booking_id": 987_654})), None);
}
