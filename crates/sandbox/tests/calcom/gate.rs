//! Version, key, limit.

use sandbox::calcom::{Calcom, CalcomConfig};
use serde_json::json;

use crate::support::{
    BOOKINGS, KEY, SLOTS, Sent, book, config, event_type, get, send, start, wish,
};

const SLOTS_PATH: &str = "/v2/slots?eventTypeId=17&start=2026-11-05&end=2026-11-05";

#[tokio::test]
async fn the_version_chooses_the_route() {
    let calcom = start(event_type(17)).await;
    let book = async |version: Option<&str>| {
        let sent = Sent {
            path: "/v2/bookings",
            version,
            key: Some(KEY),
            body: Some(wish()),
        };
        send(&calcom, sent).await
    };
    assert_eq!(
        book(Some(SLOTS)).await.said(),
        (404, "Cannot POST /v2/bookings")
    );
    for legacy in [None, Some("2024-04-15"), Some("2030-01-01")] {
        let answer = book(legacy).await;
        assert_eq!(answer.said(), (400, "Bad Request Exception"), "{legacy:?}");
        assert!(answer.body["error"]["details"]["errors"][0]["property"].is_string());
    }
    assert_eq!(book(Some("2026-02-25")).await.status, 201);

    let wrong = get(&calcom, SLOTS_PATH, BOOKINGS).await;
    assert_eq!(wrong.said(), (404, &*format!("Cannot GET {SLOTS_PATH}")));
    let nowhere = get(&calcom, "/v2/me", BOOKINGS).await;
    assert_eq!(nowhere.said(), (404, "Cannot GET /v2/me"));
    assert_eq!(nowhere.body["error"]["code"], "NotFoundException");
}

#[tokio::test]
async fn only_a_list_needs_a_key_but_a_wrong_one_is_always_refused() {
    let calcom = start(event_type(17)).await;
    let made = book(&calcom, wish()).await;
    let one = format!(
        "/v2/bookings/{}",
        made.body["data"]["uid"].as_str().unwrap()
    );
    let mut later = wish();
    later["start"] = json!("2026-11-05T16:00:00Z");
    for (path, version, body, without_key) in [
        (SLOTS_PATH, SLOTS, None, 200),
        (&one, BOOKINGS, None, 200),
        ("/v2/bookings", BOOKINGS, None, 403),
        ("/v2/bookings", BOOKINGS, Some(later), 201),
    ] {
        for (key, status) in [(None, without_key), (Some("cal_wrong"), 401)] {
            let sent = Sent {
                path,
                version: Some(version),
                key,
                body: body.clone(),
            };
            let answer = send(&calcom, sent).await;
            assert_eq!(answer.status, status, "{path} {key:?}");
        }
    }
}

#[tokio::test]
async fn f12_past_the_limit_every_route_is_blocked() {
    let calcom = Calcom::start(CalcomConfig {
        requests_per_minute: 2,
        ..config(vec![event_type(17)])
    })
    .await
    .unwrap();
    let first = get(&calcom, SLOTS_PATH, SLOTS).await;
    for (header, value) in [("limit", "2"), ("remaining", "1"), ("reset", "60")] {
        assert_eq!(
            first.headers[format!("x-ratelimit-{header}-default")],
            value
        );
    }
    assert!(first.headers.contains_key("x-request-id"));
    assert_eq!(get(&calcom, "/v2/bookings/u", BOOKINGS).await.status, 404);
    let blocked = book(&calcom, wish()).await;
    let words = "CustomThrottlerGuard - Too many requests. Please try again later.";
    assert_eq!(blocked.said(), (429, words));
    assert_eq!(blocked.body["error"]["code"], "ThrottlerException");
    assert_eq!(blocked.body["error"]["details"], words);
    assert_eq!(blocked.headers["x-ratelimit-reset-default"], "60");
    assert!(!blocked.headers.contains_key("retry-after"));
    assert!(calcom.bookings().is_empty());
}

#[tokio::test]
async fn a_body_past_the_limit_is_not_read() {
    let calcom = start(event_type(17)).await;
    let mut long = wish();
    long["bookingFieldsResponses"] = json!({"notes": "x".repeat(101 << 10)});
    assert_eq!(book(&calcom, long).await.status, 413);
}
