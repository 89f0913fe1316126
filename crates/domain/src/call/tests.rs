use super::*;

fn report(event: &str, at_ms: i64, facts: Facts) -> Report {
    Report {
        call_id: RetellCallId::new("call_1"),
        kind: ReportKind::of_event(event),
        stamp: Stamp {
            event_at: Instant::from_millis(at_ms),
            digest: Digest::of(format!("{event}{at_ms}").as_bytes()),
        },
        facts,
    }
}

#[test]
fn f40_the_fold_does_not_depend_on_order_and_never_goes_back() {
    let number = |text| PhoneNumber::parse(text).ok();
    let started = report(
        "call_started",
        1,
        Facts {
            to_number: number("+493023125014"),
            started_at: Instant::from_millis(1_793_610_123_280),
            ..Facts::default()
        },
    );
    let ended = report(
        "call_ended",
        2,
        Facts {
            ended_at: Instant::from_millis(1_793_610_128_280),
            transcript: Some("User: ja".into()),
            ..Facts::default()
        },
    );
    let analyzed = report(
        "call_analyzed",
        3,
        Facts {
            transcript: Some(String::new()),
            analysis: Some(Analysis::default()),
            ..Facts::default()
        },
    );
    let forth = Call::fold([started.clone(), ended.clone(), analyzed.clone()]).unwrap();
    let back = Call::fold([analyzed, ended, started]).unwrap();
    assert_eq!(forth, back);
    assert_eq!(forth.status, CallStatus::Analyzed);
    assert_eq!(forth.tenant_number().unwrap().as_str(), "+493023125014");
    assert_eq!(
        forth.facts.transcript.as_deref(),
        Some("User: ja"),
        "empty overwrites nothing"
    );
    assert_eq!(forth.duration_ms(), Some(5_000));
}

#[test]
fn what_a_later_report_says_of_the_connection_outranks_an_earlier_one() {
    let said = |event, not_connected| {
        let facts = Facts {
            not_connected,
            ..Facts::default()
        };
        report(event, 1, facts)
    };
    for (ended, analyzed, connected) in [
        (None, None, true),
        (Some(true), None, false),
        (Some(true), Some(false), true),
        (Some(false), Some(true), false),
    ] {
        let reports = [said("call_analyzed", analyzed), said("call_ended", ended)];
        let call = Call::fold(reports).unwrap();
        assert_eq!(call.is_connected(), connected, "{ended:?} {analyzed:?}");
    }
}

#[test]
fn facts_that_an_earlier_release_wrote_are_read() {
    for (text, not_connected) in [
        (r#"{"not_connected":true}"#, Some(true)),
        // Either it was connected or nothing was said of it: below both is only what says less.
        (r#"{"not_connected":false}"#, Some(false)),
        ("{}", None),
    ] {
        let facts: Facts = serde_json::from_str(text).unwrap();
        assert_eq!(facts.not_connected, not_connected, "{text}");
        let again = serde_json::to_string(&facts).unwrap();
        assert_eq!(serde_json::from_str::<Facts>(&again).unwrap(), facts);
    }
    let silent = serde_json::to_string(&Facts::default()).unwrap();
    assert!(!silent.contains("not_connected"), "{silent}");
}

#[test]
fn a_length_is_measured_between_what_can_be_the_ends_of_a_call() {
    const START: i64 = 1_793_610_123_000;
    const DAY: i64 = 86_400_000;
    let length = |start, end, duration_ms| {
        let facts = Facts {
            started_at: Instant::from_millis(start),
            ended_at: Instant::from_millis(end),
            duration_ms,
            ..Facts::default()
        };
        let call = Call::fold([report("call_ended", 1, facts)]).unwrap();
        call.duration_ms()
    };
    for (start, end, expected) in [
        (START, START + 5_280, Some(5_280)),
        (START, START, Some(0)),
        (START, START + DAY, Some(86_400_000)),
        // In seconds, it would be 56 years.
        (START / 1000, START + 5_280, None),
        (START, START / 1000, None),
        // In microseconds.
        (START, START * 1000, None),
        (START, START + DAY + 1, None),
        (START, START - 1, None),
    ] {
        assert_eq!(length(start, end, None), expected, "{start} to {end}");
        assert_eq!(length(start, end, Some(5_000)), Some(5_000));
    }
}

#[test]
fn f43_the_tenant_is_on_our_side_of_the_line() {
    let (ours, theirs) = ("+493023125014", "+4917604069021");
    let facts = |direction, from: &str, to: &str| Facts {
        direction: Some(direction),
        from_number: PhoneNumber::parse(from).ok(),
        to_number: PhoneNumber::parse(to).ok(),
        ..Facts::default()
    };
    for facts in [
        facts(Direction::Inbound, theirs, ours),
        facts(Direction::Outbound, ours, theirs),
    ] {
        let call = Call::fold([report("call_started", 1, facts)]).unwrap();
        assert_eq!(call.tenant_number().unwrap().as_str(), ours);
        assert_eq!(call.customer_number().unwrap().as_str(), theirs);
    }
}

#[test]
fn the_newer_body_wins_and_then_the_larger_digest() {
    let stamp = |at, body: &[u8]| Stamp {
        event_at: Instant::from_millis(at),
        digest: Digest::of(body),
    };
    assert!(stamp(2, b"a") > stamp(1, b"b"));
    assert_ne!(stamp(1, b"a"), stamp(1, b"b"));
    let without = Stamp {
        event_at: None,
        digest: Digest::of(b"z"),
    };
    assert!(without < stamp(0, b"a"));
}
