//! Which bookings are listed.

use std::time::Duration;

use domain::id::{CalcomUid, EventTypeId};
use sandbox::calcom::{Calcom, Seed, Status};
use serde_json::Value;

use crate::support::{Answer, BOOKINGS, at, config, event_type, get};

fn uids(answer: &Answer) -> Vec<&str> {
    let data = answer.body["data"].as_array().unwrap();
    data.iter()
        .filter_map(|booking| booking["uid"].as_str())
        .collect()
}

/// A stand-in with bookings of every kind.
async fn seeded() -> Calcom {
    let calcom = Calcom::start(config(vec![event_type(17), event_type(18)]))
        .await
        .unwrap();
    for (uid, event_type, start, status) in [
        ("past", 17, "2026-11-01T10:00:00Z", Status::Accepted),
        ("next", 17, "2026-11-05T14:30:00Z", Status::Accepted),
        ("later", 17, "2026-11-05T15:00:00Z", Status::Accepted),
        ("pending", 17, "2026-11-05T14:30:00Z", Status::Pending),
        ("cancelled", 17, "2026-11-05T14:30:00Z", Status::Cancelled),
        ("rejected", 17, "2026-11-05T14:30:00Z", Status::Rejected),
        ("other", 18, "2026-11-05T14:30:00Z", Status::Accepted),
        ("foreign", 99, "2026-11-05T14:30:00Z", Status::Accepted),
    ] {
        let mut seed = Seed::new(EventTypeId(event_type), at(start));
        seed.uid = Some(CalcomUid::new(uid));
        seed.status = status;
        seed.attendee.email = format!("{uid}@example.com");
        calcom.seed(seed).unwrap();
    }
    calcom
}

#[tokio::test]
async fn filters_narrow_the_list_of_the_key() {
    let calcom = seeded().await;
    for (query, expected) in [
        (
            "",
            vec![
                "past",
                "next",
                "later",
                "pending",
                "cancelled",
                "rejected",
                "other",
            ],
        ),
        ("?status=upcoming", vec!["next", "later", "other"]),
        ("?status=past", vec!["past"]),
        (
            "?status=upcoming,unconfirmed",
            vec!["next", "later", "pending", "other"],
        ),
        ("?status=cancelled", vec!["cancelled", "rejected"]),
        ("?eventTypeId=18", vec!["other"]),
        (
            "?eventTypeIds=18,17&status=past,unconfirmed",
            vec!["past", "pending"],
        ),
        ("?eventTypeId=99", vec![]),
        (
            "?eventTypeId=17&afterStart=2026-11-05T14:30:00Z&beforeEnd=2026-11-05T15:00:00Z&status=upcoming",
            vec!["next"],
        ),
        ("?attendeeEmail=next%40example.com", vec!["next"]),
        ("?bookingUid=later", vec!["later"]),
        (
            "?status=upcoming&sortStart=desc",
            vec!["later", "other", "next"],
        ),
    ] {
        let answer = get(&calcom, &format!("/v2/bookings{query}"), BOOKINGS).await;
        assert_eq!(uids(&answer), expected, "{query}");
    }
}

#[tokio::test]
async fn a_wrong_filter_is_a_400() {
    let calcom = seeded().await;
    for query in [
        "metadata=x",
        "status=new",
        "take=0",
        "take=251",
        "skip=-1",
        "afterStart=soon",
        "eventTypeId=a",
        "sortStart=up",
    ] {
        let answer = get(&calcom, &format!("/v2/bookings?{query}"), BOOKINGS).await;
        assert_eq!(answer.status, 400, "{query}");
    }
}

#[tokio::test]
async fn pages_follow_each_other() {
    let calcom = Calcom::start(config(vec![event_type(17)])).await.unwrap();
    for day in 0..5 {
        let start = at("2026-11-05T14:30:00Z").plus(Duration::from_hours(24 * day));
        calcom.seed(Seed::new(EventTypeId(17), start)).unwrap();
    }
    let page = async |skip: usize| {
        get(
            &calcom,
            &format!("/v2/bookings?take=2&skip={skip}"),
            BOOKINGS,
        )
        .await
        .body
    };
    let starts = |page: &Value| page["data"].as_array().map(Vec::len);
    let (first, last) = (page(0).await, page(4).await);
    assert_eq!((starts(&first), starts(&last)), (Some(2), Some(1)));
    assert_eq!(first["pagination"]["hasNextPage"], true);
    assert_eq!(first["pagination"]["totalPages"], 3);
    assert_eq!(last["pagination"]["hasNextPage"], false);
    assert_eq!(last["pagination"]["currentPage"], 3);
}
