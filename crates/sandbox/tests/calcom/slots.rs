//! Which slots are offered.

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{Answer, SLOTS, book, event_type, get, start, wish};

fn starts(answer: &Answer) -> Vec<&str> {
    let days = answer.body["data"].as_object().unwrap().values();
    days.filter_map(Value::as_array)
        .flatten()
        .filter_map(|slot| slot["start"].as_str())
        .collect()
}

#[tokio::test]
async fn slots_fill_the_hours_except_what_is_booked() {
    let calcom = start(event_type(17)).await;
    book(&calcom, wish()).await;
    let path = "/v2/slots?eventTypeId=17&start=2026-11-05T14:00:00Z&end=2026-11-05T15:00:00Z";
    let utc = get(&calcom, path, SLOTS).await;
    assert_eq!(
        utc.body,
        json!({"status": "success", "data": {"2026-11-05":
            [{"start": "2026-11-05T14:00:00.000Z"}, {"start": "2026-11-05T15:00:00.000Z"}]}})
    );
    let berlin = get(
        &calcom,
        &format!("{path}&timeZone=Europe/Berlin&format=range"),
        SLOTS,
    )
    .await;
    assert_eq!(
        berlin.body["data"]["2026-11-05"][0],
        json!({"start": "2026-11-05T15:00:00.000+01:00", "end": "2026-11-05T15:30:00.000+01:00"})
    );
}

#[tokio::test]
async fn an_end_of_midnight_is_the_end_of_its_day() {
    let calcom = start(event_type(17)).await;
    for (end, last) in [
        ("2026-11-06", "2026-11-06T18:30:00.000Z"),
        ("2026-11-06T00:00:00Z", "2026-11-06T18:30:00.000Z"),
        ("2026-11-05T23:59:59.999Z", "2026-11-05T18:30:00.000Z"),
    ] {
        let path = format!("/v2/slots?eventTypeId=17&start=2026-11-05&end={end}");
        let answer = get(&calcom, &path, SLOTS).await;
        assert_eq!(starts(&answer).last(), Some(&last), "{end}");
    }
}

#[tokio::test]
async fn a_day_without_slots_is_left_out() {
    let mut weekdays = event_type(17).minimum_notice(Duration::from_hours(24));
    weekdays.days.retain(|day| day.to_monday_one_offset() < 6);
    let calcom = start(weekdays).await;
    let answer = get(
        &calcom,
        "/v2/slots?eventTypeId=17&start=2026-11-01&end=2026-11-09",
        SLOTS,
    )
    .await;
    let days: Vec<_> = answer.body["data"].as_object().unwrap().keys().collect();
    assert_eq!(
        days,
        [
            "2026-11-03",
            "2026-11-04",
            "2026-11-05",
            "2026-11-06",
            "2026-11-09"
        ]
    );
    assert_eq!(
        starts(&answer)[0],
        "2026-11-03T09:00:00.000Z",
        "not before the notice"
    );
    let nothing = get(
        &calcom,
        "/v2/slots?eventTypeId=17&start=2026-11-07&end=2026-11-08",
        SLOTS,
    )
    .await;
    assert_eq!(nothing.body["data"], json!({}));
}

#[tokio::test]
async fn every_slot_can_be_booked() {
    let calcom = start(event_type(17)).await;
    let path = "/v2/slots?eventTypeId=17&start=2026-11-05&end=2026-11-05";
    let offered = get(&calcom, path, SLOTS).await;
    for slot in starts(&offered) {
        let mut wish = wish();
        wish["start"] = json!(slot);
        assert_eq!(book(&calcom, wish).await.status, 201, "{slot}");
    }
    assert_eq!(get(&calcom, path, SLOTS).await.body["data"], json!({}));
}

#[tokio::test]
async fn a_wrong_question_is_refused() {
    let calcom = start(event_type(17)).await;
    for (query, status, words) in [
        (
            "eventTypeId=404&start=2026-11-05&end=2026-11-06",
            404,
            "Event Type not found",
        ),
        (
            "eventTypeId=17&start=2026-11-06&end=2026-11-04",
            400,
            "Invalid time range given",
        ),
        (
            "eventTypeId=17&startTime=2026-11-05&end=2026-11-06",
            400,
            "startTime property is wrong",
        ),
        (
            "eventTypeId=17&start=2026-11-05&end=2026-11-06&duration=45",
            400,
            "Can't specify 'lengthInMinutes'",
        ),
        (
            "eventTypeId=17&start=2026-11-05&end=2026-11-06&timeZone=Mars",
            400,
            "timeZone property is wrong",
        ),
    ] {
        let answer = get(&calcom, &format!("/v2/slots?{query}"), SLOTS).await;
        let (said_status, said) = answer.said();
        assert!(
            said_status == status && said.starts_with(words),
            "{said_status} {said} to {query}"
        );
    }
}
