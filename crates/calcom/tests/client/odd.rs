//! Servers that answer otherwise than Cal.com's documents say, and what ends up in logs.

use std::error::Error;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use calcom::{Client, ListQuery, SlotsQuery};
use domain::booking::BookingState;
use domain::id::CalcomUid;
use domain::time::Clock;

use crate::support::{
    EVENT_TYPE, KEY, World, berlin, booked, class, client, event_type, now, request, slot,
};

type Seen = Arc<Mutex<Vec<String>>>;

/// A client of a server that always answers the same, and the paths that were asked for.
async fn always(status: u16, body: &'static str) -> (Client, Seen) {
    let seen = Seen::default();
    let answer = async move |State(seen): State<Seen>, request: Request| {
        seen.lock().unwrap().push(request.uri().to_string());
        let status = StatusCode::from_u16(status).unwrap();
        (status, [(header::LOCATION, "/elsewhere")], body).into_response()
    };
    let routes = Router::new().fallback(answer).with_state(Arc::clone(&seen));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = format!("http://{}/v2/", listener.local_addr().unwrap());
    tokio::spawn(axum::serve(listener, routes).into_future());
    (client(&base_url, Clock::fixed(now())), seen)
}

fn query() -> ListQuery {
    ListQuery {
        event_type: EVENT_TYPE,
        starts_at: slot(),
        ends_at: slot().plus(std::time::Duration::from_mins(30)),
    }
}

#[tokio::test]
async fn only_a_uid_makes_a_booking_the_rest_may_be_missing_or_odd() {
    for (body, state) in [
        (r#"{"data": {"uid": "u"}}"#, BookingState::Gone),
        (
            r#"{"data": {"uid": "u", "status": "ACCEPTED", "start": 5, "eventType": null, "metadata": []}}"#,
            BookingState::Accepted,
        ),
        (
            r#"{"data": {"uid": "u", "status": "pending", "start": "tomorrow", "attendees": [7, {"name": 1}]}}"#,
            BookingState::Pending,
        ),
        (
            r#"{"data": {"uid": "u", "status": "AWAITING_HOST", "eventTypeId": "x", "attendees": {}}}"#,
            BookingState::Gone,
        ),
    ] {
        let (client, _) = always(201, body).await;
        let booking = booked(client.book(&request("call_1")).await);
        assert_eq!(
            (booking.uid.as_str(), booking.state),
            ("u", state),
            "{body}"
        );
        assert_eq!(
            (booking.starts_at, booking.event_type, booking.key),
            (None, None, None)
        );
    }
}

#[tokio::test]
async fn the_event_type_is_taken_from_either_place() {
    for body in [
        r#"{"data": {"uid": "u", "eventTypeId": 17}}"#,
        r#"{"data": {"uid": "u", "eventTypeId": null, "eventType": {"id": 17}}}"#,
        r#"{"data": [{"uid": "u", "eventType": {"id": 17, "slug": "s"}}, {"uid": "v"}]}"#,
    ] {
        let (client, _) = always(200, body).await;
        let booking = client.get(&CalcomUid::new("u")).await.unwrap().unwrap();
        assert_eq!(booking.event_type, Some(EVENT_TYPE), "{body}");
    }
}

#[tokio::test]
async fn an_absence_follows_only_from_what_was_understood() {
    for (status, body, label) in [
        (200, r#"{"data": [{"uid": "v"}, {"id": 7}]}"#, "unexpected"),
        (200, r#"{"data": {}}"#, "unexpected"),
        (200, r#"{"data": "#, "unexpected"),
        (200, "<html>", "unexpected"),
        (204, "", "unexpected"),
        (302, "", "unexpected"),
        (404, "<html>", "unexpected"),
        (403, "<html>", "unexpected"),
        (
            404,
            r#"{"error": {"message": "Cannot GET /v2/bookings/u"}}"#,
            "not_found",
        ),
        (401, r#"{"error": {"message": "no"}}"#, "unauthorized"),
        (429, "<html>", "throttled"),
        (524, "<html>", "unavailable"),
    ] {
        let (client, _) = always(status, body).await;
        let listed = client.list(query()).await.unwrap_err();
        let got = client.get(&CalcomUid::new("u")).await.unwrap_err();
        assert_eq!(
            (listed.label(), got.label()),
            (label, label),
            "{status} {body}"
        );
    }
    let (client, _) = always(200, r#"{"data": {"uid": "another"}}"#).await;
    assert!(client.get(&CalcomUid::new("u")).await.is_err());
}

#[tokio::test]
async fn f18_slots_outside_the_window_are_left_out_and_none_is_half_read() {
    let zone = berlin();
    let query = SlotsQuery {
        event_type: EVENT_TYPE,
        from: slot(),
        until: slot().plus(std::time::Duration::from_mins(30)),
        zone: &zone,
        length_minutes: None,
    };
    let body = r#"{"data": {"2026-11-05": [{"start": "2026-11-05T15:29:00+01:00"},
        {"start": "2026-11-05T16:00:00+01:00"}, {"start": "2026-11-05T15:59:00+01:00"},
        {"start": "2026-11-05T15:30:00+01:00"}], "2026-11-06": [{"start": "2026-11-06T15:30:00+01:00"}]}}"#;
    let (client, _) = always(200, body).await;
    let last = slot().plus(std::time::Duration::from_mins(29));
    assert_eq!(client.slots(query).await.unwrap(), [slot(), last]);

    for body in [
        r#"{"data": ["2026-11-05T15:30:00Z"]}"#,
        r#"{"data": {"2026-11-05": ["2026-11-05T15:30:00Z"]}}"#,
        r#"{"data": {"2026-11-05": [{"start": "15:30"}]}}"#,
    ] {
        let (client, _) = always(200, body).await;
        assert_eq!(
            client.slots(query).await.unwrap_err().label(),
            "unexpected",
            "{body}"
        );
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let (client, seen) = always(307, "").await;
    assert_eq!(class(&client.book(&request("call_1")).await).0, "unclear");
    assert_eq!(*seen.lock().unwrap(), ["/v2/bookings"]);
}

#[tokio::test]
async fn a_uid_stays_within_its_segment_of_the_path() {
    let (client, seen) = always(
        404,
        r#"{"error": {"message": "Booking with uid=x was not found"}}"#,
    )
    .await;
    let uid = CalcomUid::new("../slots?a=b#c/d");
    assert_eq!(client.get(&uid).await.unwrap(), None);
    assert_eq!(
        *seen.lock().unwrap(),
        ["/v2/bookings/..%2Fslots%3Fa=b%23c%2Fd"]
    );
}

#[tokio::test]
async fn a_body_without_end_is_not_kept() {
    let body: &'static str = Box::leak(format!("{{\"data\": \"{}\"}}", "x".repeat(9 << 20)).into());
    let (client, _) = always(201, body).await;
    assert_eq!(class(&client.book(&request("call_1")).await).0, "unclear");
}

#[tokio::test]
async fn f75_nothing_that_is_logged_holds_a_key_or_somebodys_data() {
    let words = r#"{"error": {"message": "Erika Beispiel <erika@example.com> +493023125014"}}"#;
    for status in [400, 401, 403, 404, 409, 500] {
        let (client, _) = always(status, words).await;
        let failure = client.list(query()).await.unwrap_err();
        let mut logged = format!("{failure:?} {failure} {client:?} {:?}", request("call_1"));
        let mut source = failure.source();
        while let Some(error) = source {
            logged = format!("{logged} {error} {error:?}");
            source = error.source();
        }
        for secret in ["Erika", "erika@", "+4930", KEY, "call_1@"] {
            assert!(!logged.contains(secret), "{secret} in {logged}");
        }
        assert!(failure.staff_text().unwrap().for_staff().contains("Erika"));
    }
    let mut world = World::of(event_type()).await;
    world.calcom.hang_up().await;
    let failure = world
        .client
        .get(&CalcomUid::new("uid_of_somebody"))
        .await
        .unwrap_err();
    assert!(
        !format!("{failure:?}").contains("uid_of_somebody"),
        "{failure:?}"
    );
}

#[tokio::test]
async fn every_request_is_counted_by_operation_and_outcome() {
    let recorder = metrics_exporter_prometheus::PrometheusBuilder::new().build_recorder();
    let handle = recorder.handle();
    // Tests run on one thread each, which is the one that this recorder is for.
    let _recording = metrics::set_default_local_recorder(&recorder);

    let mut world = World::of(event_type()).await;
    for _ in 0..2 {
        world.client.book(&request("call_1")).await;
    }
    world.client.list(query()).await.unwrap();
    world.calcom.hang_up().await;
    world.client.check().await.unwrap_err();

    let text = handle.render();
    for line in [
        r#"ringback_calcom_requests_total{operation="book",outcome="ok"} 1"#,
        r#"ringback_calcom_requests_total{operation="book",outcome="rejected"} 1"#,
        r#"ringback_calcom_requests_total{operation="list",outcome="ok"} 1"#,
        r#"ringback_calcom_requests_total{operation="check",outcome="no_connection"} 1"#,
        r#"ringback_calcom_request_seconds_count{operation="book"} 2"#,
    ] {
        assert!(text.contains(line), "{line} in {text}");
    }
}
