//! How it breaks, set in code and over HTTP.

use std::time::{Duration, Instant};

use sandbox::calcom::{Breakage, Calcom, Fault, Operation};
use serde_json::{Value, json};

use crate::support::{BOOKINGS, Sent, book, event_type, get, send, start, try_book, wish};

#[tokio::test]
async fn f13_each_breakage_comes_before_or_after_the_effect() {
    for breakage in [
        Breakage::Hang,
        Breakage::Error500,
        Breakage::Html502,
        Breakage::Cut,
    ] {
        for (fault, booked) in [(Fault::Before(breakage), 0), (Fault::After(breakage), 1)] {
            let calcom = start(event_type(17)).await;
            calcom.fault(Operation::Book, fault, 1);
            let answer = try_book(&calcom, wish()).await;
            let seen = answer
                .as_ref()
                .map(|answer| (answer.status, answer.body.is_object()));
            let expected = match breakage {
                Breakage::Hang | Breakage::Cut => None,
                Breakage::Error500 => Some((500, true)),
                Breakage::Html502 => Some((502, false)),
            };
            assert_eq!(
                (seen, calcom.bookings().len()),
                (expected, booked),
                "{fault:?}"
            );
        }
    }
}

#[tokio::test]
async fn a_fault_lasts_as_long_as_it_was_set_for_and_then_the_next_one_comes() {
    let calcom = start(event_type(17)).await;
    calcom.fault(Operation::Book, Fault::Before(Breakage::Error500), 2);
    calcom.fault(Operation::Book, Fault::Throttle, 1);
    calcom.fault(Operation::Get, Fault::Throttle, 1);
    let mut statuses = Vec::new();
    for _ in 0..4 {
        statuses.push(book(&calcom, wish()).await.status);
    }
    assert_eq!(statuses, [500, 500, 429, 201]);

    calcom.clear_faults();
    assert_eq!(get(&calcom, "/v2/bookings/u", BOOKINGS).await.status, 404);
}

#[tokio::test]
async fn a_slow_request_is_carried_out_though_its_client_has_left() {
    let calcom = start(event_type(17)).await;
    calcom.fault(Operation::Book, Fault::SlowMs(800), 1);
    assert!(try_book(&calcom, wish()).await.is_none());
    assert!(calcom.bookings().is_empty());
    let began = Instant::now();
    while calcom.bookings().is_empty() && began.elapsed() < Duration::from_secs(5) {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(calcom.bookings().len(), 1);
}

#[tokio::test]
async fn a_stale_reader_sees_what_was_there_when_it_fell_behind() {
    let calcom = start(event_type(17)).await;
    book(&calcom, wish()).await;
    let mut later = wish();
    later["start"] = json!("2026-11-05T15:00:00Z");
    calcom.fault(Operation::List, Fault::StaleReads, 1);
    calcom.fault(Operation::Get, Fault::StaleReads, 1);
    calcom.fault(Operation::Slots, Fault::StaleReads, 1);
    let made = book(&calcom, later).await;
    let uid = made.body["data"]["uid"].as_str().unwrap();
    let slots = "/v2/slots?eventTypeId=17&start=2026-11-05T15:00:00Z&end=2026-11-05T15:00:00Z";
    let look = async || {
        let listed = get(&calcom, "/v2/bookings", BOOKINGS).await;
        let shown = get(&calcom, &format!("/v2/bookings/{uid}"), BOOKINGS).await;
        let slots = get(&calcom, slots, crate::support::SLOTS).await;
        let slots = slots.body["data"].as_object().map(serde_json::Map::len);
        (
            listed.body["data"].as_array().map(Vec::len),
            shown.status,
            slots,
        )
    };
    assert_eq!(look().await, (Some(1), 404, Some(1)));
    assert_eq!(look().await, (Some(2), 200, Some(0)));
}

#[tokio::test]
async fn filters_are_ignored_when_told_so() {
    let calcom = start(event_type(17)).await;
    book(&calcom, wish()).await;
    calcom.fault(Operation::List, Fault::IgnoredFilters, 1);
    let count = async || {
        let listed = get(&calcom, "/v2/bookings?eventTypeId=18", BOOKINGS).await;
        listed.body["data"].as_array().map(Vec::len)
    };
    assert_eq!((count().await, count().await), (Some(1), Some(0)));
}

#[tokio::test]
async fn it_hangs_up_and_comes_back_with_its_bookings() {
    let mut calcom = start(event_type(17)).await;
    let base_url = calcom.base_url();
    book(&calcom, wish()).await;
    calcom.hang_up().await;
    let refused = reqwest::get(&base_url).await.unwrap_err();
    assert!(refused.is_connect());
    calcom.listen_again().await.unwrap();
    assert_eq!(calcom.base_url(), base_url);
    assert_eq!(book(&calcom, wish()).await.status, 400, "taken");
}

#[tokio::test]
async fn dropped_it_refuses_connections() {
    let calcom = start(event_type(17)).await;
    let base_url = calcom.base_url();
    drop(calcom);
    let refused = async {
        while reqwest::get(&base_url).await.is_ok() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(5), refused)
        .await
        .unwrap();
}

#[tokio::test]
async fn everything_can_be_asked_and_set_over_http() {
    let calcom = start(event_type(17)).await;
    let admin = async |path: &str, body: Option<Value>| ask(&calcom, path, body).await;
    let seed = json!({"event_type": 17, "start": "2026-11-05T14:30:00Z", "uid": "chosen", "metadata": {"k": "v"}});
    assert_eq!(admin("bookings", Some(seed.clone())).await.0, 201);
    assert_eq!(admin("bookings", Some(seed)).await.0, 409);
    let (_, bookings) = admin("bookings", None).await;
    assert_eq!(
        (&bookings[0]["uid"], &bookings[0]["status"]),
        (&json!("chosen"), &json!("accepted"))
    );

    for (fault, status) in [
        (
            json!({"operation": "get", "fault": {"before": "html502"}, "times": 1}),
            502,
        ),
        (
            json!({"operation": "get", "fault": {"after": "error500"}}),
            500,
        ),
        (json!({"operation": "get", "fault": "throttle"}), 429),
        (json!({"operation": "get", "fault": {"slow_ms": 1}}), 200),
        (json!({"operation": "get", "fault": "stale_reads"}), 200),
    ] {
        assert_eq!(admin("faults", Some(fault.clone())).await.0, 204, "{fault}");
        assert_eq!(
            get(&calcom, "/v2/bookings/chosen", BOOKINGS).await.status,
            status,
            "{fault}"
        );
    }
    assert_eq!(
        admin("faults", Some(json!({"operation": "get", "fault": "fire"})))
            .await
            .0,
        422
    );
    assert_eq!(admin("requests", None).await, (200, json!({"get": 5})));
    assert_eq!(calcom.requests(Operation::Get), 5);
}

async fn ask(calcom: &Calcom, path: &str, body: Option<Value>) -> (u16, Value) {
    let sent = Sent {
        path: &format!("/sandbox/{path}"),
        version: None,
        key: None,
        body,
    };
    let answer = send(calcom, sent).await;
    (answer.status, answer.body)
}
