//! What is booked, and what is refused.

use std::time::Duration;

use sandbox::calcom::{Calcom, CalcomConfig, Mode, Seed, Status};
use serde_json::{Value, json};

use crate::support::{
    BOOKINGS, KEY, Sent, at, book, config, event_type, get, now, send, start, wish,
};

const TAKEN: (u16, &str) = (
    400,
    "User either already has booking at this time or is not available",
);

/// The wish with one value changed; `null` takes it out.
fn with(pointer: &str, value: Value) -> Value {
    let mut wish = wish();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let parent = wish.pointer_mut(parent).unwrap().as_object_mut().unwrap();
    match value {
        Value::Null => parent.remove(name),
        value => parent.insert(name.to_owned(), value),
    };
    wish
}

#[tokio::test]
async fn a_booking_is_made_and_shown() {
    let calcom = start(event_type(17)).await;
    let made = book(&calcom, wish()).await;
    assert_eq!(made.status, 201);
    let data = &made.body["data"];
    assert_eq!(data["status"], "accepted");
    assert_eq!(data["start"], "2026-11-05T14:30:00.000Z");
    assert_eq!(data["end"], "2026-11-05T15:00:00.000Z");
    assert_eq!(data["metadata"], json!({"key": "one"}));
    let uid = data["uid"].as_str().unwrap();
    let shown = get(&calcom, &format!("/v2/bookings/{uid}"), BOOKINGS).await;
    assert_eq!((shown.status, &shown.body["data"]), (200, data));
    let numeric = get(&calcom, &format!("/v2/bookings/{}", data["id"]), BOOKINGS).await;
    assert_eq!(numeric.status, 404, "f30: only the uid is an id");
}

#[tokio::test]
async fn the_same_wish_has_the_same_uid_in_every_order() {
    let mut runs = Vec::new();
    for order in [["14:30", "15:00"], ["15:00", "14:30"]] {
        let calcom = start(event_type(17)).await;
        for time in order {
            book(
                &calcom,
                with("/start", json!(format!("2026-11-05T{time}:00Z"))),
            )
            .await;
        }
        let mut bookings = calcom.bookings();
        bookings.sort_by_key(|booking| booking.start);
        runs.push(bookings);
    }
    assert_eq!(runs[0], runs[1]);
    assert_ne!(runs[0][0].uid, runs[0][1].uid);
}

#[tokio::test]
async fn f26_what_overlaps_is_taken_and_what_touches_is_not() {
    let calcom = start(event_type(17)).await;
    let book_at = async |time: &str| {
        let start = json!(format!("2026-11-05T{time}:00Z"));
        book(&calcom, with("/start", start)).await
    };
    assert_eq!(book_at("14:30").await.status, 201);
    for overlapping in ["14:30", "14:01", "14:59"] {
        assert_eq!(book_at(overlapping).await.said(), TAKEN, "{overlapping}");
    }
    for touching in ["14:00", "15:00"] {
        assert_eq!(book_at(touching).await.status, 201, "{touching}");
    }
}

#[tokio::test]
async fn a_host_is_busy_in_every_event_type() {
    let event_types = vec![
        event_type(17).hosts([1]),
        event_type(18).hosts([1]),
        event_type(19),
    ];
    let calcom = Calcom::start(config(event_types)).await.unwrap();
    assert_eq!(book(&calcom, wish()).await.status, 201);
    assert_eq!(
        book(&calcom, with("/eventTypeId", json!(18))).await.said(),
        TAKEN
    );
    assert_eq!(
        book(&calcom, with("/eventTypeId", json!(19))).await.status,
        201
    );
}

#[tokio::test]
async fn outside_its_hours_an_event_type_is_taken() {
    let calcom = start(event_type(17)).await;
    for (time, is_open) in [
        ("2026-11-05T06:59:00Z", false),
        ("2026-11-05T07:00:00Z", true),
        ("2026-11-05T18:30:00Z", true),
        ("2026-11-05T18:31:00Z", false),
        ("2026-11-06T02:00:00Z", false),
    ] {
        let calcom_says = book(&calcom, with("/start", json!(time))).await;
        assert_eq!(calcom_says.status == 201, is_open, "{time}");
    }
}

#[tokio::test]
async fn a_time_without_offset_is_utc_and_an_offset_counts() {
    for start in ["2026-11-05T14:30:00", "2026-11-05T15:30:00+01:00"] {
        let calcom = self::start(event_type(17)).await;
        book(&calcom, with("/start", json!(start))).await;
        assert_eq!(calcom.bookings()[0].start, at("2026-11-05T14:30:00Z"));
    }
}

#[tokio::test]
async fn f4_confirmation_and_round_robin_answer_with_the_first_booking() {
    for (mode, status) in [
        (Mode::Confirmation, Status::Pending),
        (Mode::RoundRobin, Status::Accepted),
    ] {
        let calcom = start(event_type(17).mode(mode).hosts([1, 2])).await;
        let first = book(&calcom, wish()).await;
        let second = book(&calcom, with("/metadata", json!({"key": "two"}))).await;
        assert_eq!(
            (second.status, &second.body),
            (201, &first.body),
            "{mode:?}"
        );
        assert_eq!(second.body["data"]["metadata"], json!({"key": "one"}));
        assert_eq!(calcom.bookings().len(), 1);
        assert_eq!(calcom.bookings()[0].status, status);

        let stranger = with("/attendee/email", json!("b@example.com"));
        assert_eq!(book(&calcom, stranger).await.status, 201, "{mode:?}");
        assert_eq!(calcom.bookings().len(), 2);
    }
}

#[tokio::test]
async fn round_robin_ends_when_no_host_is_left() {
    let calcom = start(event_type(17).mode(Mode::RoundRobin).hosts([1, 2])).await;
    let book_as = async |email: &str| book(&calcom, with("/attendee/email", json!(email))).await;
    assert_eq!(book_as("a@example.com").await.status, 201);
    assert_eq!(book_as("b@example.com").await.status, 201);
    let third = book_as("c@example.com").await;
    let words = "One of the hosts either already has booking at this time or is not available";
    assert_eq!(third.said(), (400, words));
}

#[tokio::test]
async fn of_two_that_race_for_a_time_one_loses() {
    let calcom = Calcom::start(CalcomConfig {
        booking_time: Duration::from_millis(100),
        ..config(vec![event_type(17)])
    })
    .await
    .unwrap();
    let other = with("/attendee/email", json!("b@example.com"));
    let (first, second) = futures::join!(book(&calcom, wish()), book(&calcom, other));
    let mut statuses = [first.status, second.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409]);
    let lost = if first.status == 409 { first } else { second };
    assert_eq!(
        lost.body,
        json!({"statusCode": 409, "message": "booking_conflict_error"})
    );
    assert_eq!(calcom.bookings().len(), 1);
}

#[tokio::test]
async fn f25_every_refusal_has_its_status_and_words() {
    let calcom = start(event_type(17).minimum_notice(Duration::from_hours(24))).await;
    let many: serde_json::Map<_, _> = (0..51).map(|n| (n.to_string(), json!("v"))).collect();
    for (body, status, words) in [
        (
            with("/start", json!("2026-11-02T08:59:59Z")),
            400,
            "Attempting to book a meeting in the past.",
        ),
        (
            with("/start", json!("2026-11-03T08:30:00Z")),
            400,
            "The event type can't be booked at the \"start\" time provided.",
        ),
        (
            with("/start", json!("tomorrow")),
            400,
            "start property is wrong,",
        ),
        (with("/start", Value::Null), 400, "start property is wrong,"),
        (
            with("/eventTypeId", json!(404)),
            404,
            "Event type with id 404 not found.",
        ),
        (
            with("/eventTypeId", json!("17")),
            400,
            "eventTypeId property is wrong,",
        ),
        (
            with("/lengthInMinutes", json!(30)),
            400,
            "Can't specify 'lengthInMinutes' because event type does not have multiple possible lengths",
        ),
        (
            with("/foo", json!(1)),
            400,
            "foo property is wrong,property foo should not exist ",
        ),
        (
            with("/title", json!("t")),
            400,
            "title property is wrong,property title should not exist ",
        ),
        (
            with("/allowConflicts", json!(true)),
            400,
            "allowConflicts property is wrong,",
        ),
        (
            with("/attendee/phone", json!("1")),
            400,
            "phone property is wrong,property phone should not exist ",
        ),
        (
            with("/metadata", json!({"attempt": 1})),
            400,
            "metadata property is wrong,",
        ),
        (
            with("/metadata", json!({"k": "v".repeat(501)})),
            400,
            "metadata property is wrong,",
        ),
        (
            with("/metadata", json!({"k".repeat(41): "v"})),
            400,
            "metadata property is wrong,",
        ),
        (
            with("/metadata", json!(many)),
            400,
            "metadata property is wrong,",
        ),
        (
            with("/attendee/name", json!("")),
            400,
            "attendee.name property is wrong,",
        ),
        (
            with("/attendee/timeZone", json!("Berlin")),
            400,
            "attendee.timeZone property is wrong,",
        ),
        (
            with("/attendee/email", json!("nobody")),
            400,
            "attendee.email property is wrong,",
        ),
        (
            with("/attendee/phoneNumber", json!("030 1234")),
            400,
            "attendee.phoneNumber property is wrong,",
        ),
        (
            with("/attendee/language", json!("eo")),
            400,
            "attendee.language property is wrong,",
        ),
        (
            with("/attendee/email", Value::Null),
            400,
            "Attendee must have at least one contact method",
        ),
        (
            with("/attendee", Value::Null),
            400,
            "attendee property is wrong,",
        ),
        (json!([]), 400, "Unexpected token"),
    ] {
        let answer = book(&calcom, body.clone()).await;
        let (said_status, said) = answer.said();
        assert!(
            said_status == status && said.starts_with(words),
            "{said_status} {said} to {body}"
        );
    }
    assert!(calcom.bookings().is_empty());
}

#[tokio::test]
async fn f50_without_an_address_a_number_may_be_enough() {
    let mut by_phone = with("/attendee/email", Value::Null);
    by_phone["attendee"]["phoneNumber"] = json!("+493023125014");

    let strict = start(event_type(17)).await;
    let refused = book(&strict, by_phone.clone()).await;
    assert_eq!(
        refused.said(),
        (400, "responses - {email}error_required_field, ")
    );
    assert_eq!(refused.body["error"]["code"], "BAD_REQUEST");
    assert!(refused.body["error"].get("details").is_none());

    let lenient = start(event_type(17).phone_is_enough()).await;
    assert_eq!(book(&lenient, by_phone).await.status, 201);
    assert_eq!(
        lenient.bookings()[0].attendee.email,
        "493023125014@sms.cal.com"
    );
}

#[tokio::test]
async fn a_cancelled_time_is_free_again_and_cannot_be_cancelled_twice() {
    let calcom = start(event_type(17)).await;
    let first = book(&calcom, wish()).await;
    let uid = first.body["data"]["uid"].as_str().unwrap().to_owned();
    let cancel = async |uid: &str, body: Value| {
        let sent = Sent {
            path: &format!("/v2/bookings/{uid}/cancel"),
            version: Some(BOOKINGS),
            key: Some(KEY),
            body: Some(body),
        };
        send(&calcom, sent).await
    };
    let reason = json!({"cancellationReason": "ill"});
    assert_eq!(
        cancel("unknown", reason.clone()).await.said(),
        (404, "Booking with uid=unknown not found")
    );
    assert_eq!(
        cancel(&uid, json!({})).await.said(),
        (400, "Cancellation reason is required")
    );
    let cancelled = cancel(&uid, reason.clone()).await;
    assert_eq!(
        (cancelled.status, &cancelled.body["data"]["status"]),
        (200, &json!("cancelled"))
    );
    let again = cancel(&uid, reason).await;
    assert!(
        again.said().1.starts_with("Can't cancel booking with uid="),
        "{again:?}"
    );

    let second = book(&calcom, wish()).await;
    assert_eq!(second.status, 201);
    assert_ne!(
        second.body["data"]["uid"],
        json!(uid),
        "the old one keeps its own"
    );
}

#[tokio::test]
async fn a_seed_needs_no_rule_and_takes_no_uid_twice() {
    let calcom = start(event_type(17)).await;
    let mut seed = Seed::new(
        domain::id::EventTypeId(17),
        now().minus(Duration::from_hours(24)),
    );
    seed.uid = Some(domain::id::CalcomUid::new("chosen"));
    assert_eq!(calcom.seed(seed.clone()).unwrap().uid.as_str(), "chosen");
    assert!(calcom.seed(seed).is_none());
    assert_eq!(
        get(&calcom, "/v2/bookings/chosen", BOOKINGS).await.status,
        200
    );
}
