//! Slots, lists, single bookings, and why reading fails.

use std::time::Duration;

use calcom::{Client, ClientConfig, Failure, ListQuery, SlotsQuery};
use domain::booking::BookingState;
use domain::id::{CalcomUid, EventTypeId};
use domain::time::{Clock, Instant, Zone};
use sandbox::calcom::{Breakage, CalcomConfig, Fault, Operation, Seed, Status};

use crate::support::{
    EVENT_TYPE, KEY, World, at, berlin, booked, config, event_type, now, request, slot,
};

fn slots_query<'a>(zone: &'a Zone, from: &str, until: &str) -> SlotsQuery<'a> {
    SlotsQuery {
        event_type: EVENT_TYPE,
        from: at(from),
        until: at(until),
        zone,
        length_minutes: None,
    }
}

fn list_query(starts_at: Instant) -> ListQuery {
    ListQuery {
        event_type: EVENT_TYPE,
        starts_at,
        ends_at: starts_at.plus(Duration::from_mins(30)),
    }
}

#[tokio::test]
async fn f17_slots_are_instants_whatever_the_zone_they_are_written_in() {
    let world = World::of(event_type()).await;
    booked(world.client.book(&request("call_1")).await);
    let mut answers = Vec::new();
    for zone in ["UTC", "Europe/Berlin", "America/New_York"] {
        let zone = Zone::parse(zone).unwrap();
        let query = slots_query(&zone, "2026-11-05T13:45:00Z", "2026-11-05T16:00:00Z");
        answers.push(world.client.slots(query).await.unwrap());
    }
    // 14:30 is booked; 16:00 is the first that is too late.
    let expected = [
        "2026-11-05T14:00:00Z",
        "2026-11-05T15:00:00Z",
        "2026-11-05T15:30:00Z",
    ]
    .map(at);
    assert_eq!(answers, [expected, expected, expected]);
}

#[tokio::test]
async fn f18_an_end_of_midnight_is_not_the_end_of_the_next_day() {
    let mut event_type = event_type();
    event_type.zone = Zone::parse("America/New_York").unwrap();
    let world = World::of(event_type).await;
    // Open until 20:00 in New York, which is 01:00 in UTC.
    let zone = berlin();
    let query = slots_query(&zone, "2026-11-05T23:00:00Z", "2026-11-06T00:00:00Z");
    let slots = world.client.slots(query).await.unwrap();
    assert_eq!(
        slots,
        ["2026-11-05T23:00:00Z", "2026-11-05T23:30:00Z"].map(at)
    );
}

#[tokio::test]
async fn f16_slots_follow_the_clocks_of_the_branch() {
    let world = World::new(CalcomConfig {
        clock: Clock::fixed(at("2026-10-20T09:00:00Z")),
        ..config(event_type())
    })
    .await;
    let first_of = async |day: &str| {
        let until = format!("{day}T23:00:00Z");
        let zone = berlin();
        let query = slots_query(&zone, &format!("{day}T00:00:00Z"), &until);
        world.client.slots(query).await.unwrap()[0]
    };
    assert_eq!(first_of("2026-10-24").await, at("2026-10-24T06:00:00Z"));
    assert_eq!(first_of("2026-10-25").await, at("2026-10-25T07:00:00Z"));
}

#[tokio::test]
async fn f15_slots_are_asked_for_in_the_length_that_will_be_booked() {
    let mut event_type = event_type();
    event_type.lengths = vec![15, 45];
    let world = World::of(event_type).await;
    let zone = berlin();
    let mut query = slots_query(&zone, "2026-11-05T14:00:00Z", "2026-11-05T16:00:00Z");
    assert_eq!(world.client.slots(query).await.unwrap().len(), 8);
    query.length_minutes = Some(45);
    let slots = world.client.slots(query).await.unwrap();
    assert_eq!(
        slots,
        ["2026-11-05T14:30:00Z", "2026-11-05T15:15:00Z"].map(at)
    );
}

#[tokio::test]
async fn f27_no_slot_is_too_soon() {
    let world = World::of(event_type().minimum_notice(Duration::from_hours(3))).await;
    let zone = berlin();
    let query = slots_query(&zone, "2026-11-02T00:00:00Z", "2026-11-03T00:00:00Z");
    let slots = world.client.slots(query).await.unwrap();
    assert_eq!(slots.first(), Some(&now().plus(Duration::from_hours(3))));
}

#[tokio::test]
async fn a_list_holds_what_stands_in_the_window_and_nothing_else() {
    let world = World::of(event_type()).await;
    let seed = |uid: &str, event_type: i64, start: Instant, status: Status| {
        let mut seed = Seed::new(EventTypeId(event_type), start);
        seed.uid = Some(CalcomUid::new(uid));
        seed.status = status;
        world.calcom.seed(seed).unwrap();
    };
    seed("ours", 17, slot(), Status::Accepted);
    seed("pending", 17, slot(), Status::Pending);
    seed("cancelled", 17, slot(), Status::Cancelled);
    seed(
        "earlier",
        17,
        slot().minus(Duration::from_mins(30)),
        Status::Accepted,
    );
    seed(
        "later",
        17,
        slot().plus(Duration::from_mins(30)),
        Status::Accepted,
    );
    for ignores_filters in [false, true] {
        if ignores_filters {
            world
                .calcom
                .fault(Operation::List, Fault::IgnoredFilters, 1);
        }
        let found = world.client.list(list_query(slot())).await.unwrap();
        let found: Vec<_> = found
            .iter()
            .map(|booking| (booking.uid.as_str(), booking.state))
            .collect();
        let expected = [
            ("ours", BookingState::Accepted),
            ("pending", BookingState::Pending),
        ];
        assert_eq!(found, expected, "filters ignored: {ignores_filters}");
    }
}

#[tokio::test]
async fn a_list_shows_what_is_past() {
    let later = slot().plus(Duration::from_hours(2));
    let world = World::new(CalcomConfig {
        clock: Clock::fixed(later),
        ..config(event_type())
    })
    .await;
    world.calcom.seed(Seed::new(EVENT_TYPE, slot())).unwrap();
    assert_eq!(
        world.client.list(list_query(slot())).await.unwrap().len(),
        1
    );
}

#[tokio::test]
async fn a_list_is_read_to_its_last_page() {
    let world = World::of(event_type()).await;
    for second in 0..600 {
        let mut seed = Seed::new(EVENT_TYPE, slot().plus(Duration::from_secs(second)));
        seed.minutes = Some(1);
        world.calcom.seed(seed).unwrap();
    }
    let found = world.client.list(list_query(slot())).await.unwrap();
    assert_eq!(found.len(), 600);
    assert_eq!(world.calcom.requests(Operation::List), 3);
}

#[tokio::test]
async fn a_list_without_an_end_is_a_failure_and_not_an_absence() {
    let world = World::of(event_type()).await;
    for second in 0..5001 {
        let start = slot().plus(Duration::from_hours(24) + Duration::from_secs(second));
        world.calcom.seed(Seed::new(EVENT_TYPE, start)).unwrap();
    }
    world
        .calcom
        .fault(Operation::List, Fault::IgnoredFilters, 100);
    let failure = world.client.list(list_query(slot())).await.unwrap_err();
    assert_eq!(failure.label(), "unexpected");
}

#[tokio::test]
async fn f30_a_booking_is_found_by_its_uid_or_not_at_all() {
    let world = World::of(event_type()).await;
    let booking = booked(world.client.book(&request("call_1")).await);
    assert_eq!(world.client.get(&booking.uid).await.unwrap(), Some(booking));
    for unknown in ["561303932", "..", ".", "", "a/b?c#d", "ünbekannt"] {
        let found = world.client.get(&CalcomUid::new(unknown)).await.unwrap();
        assert_eq!(found, None, "{unknown}");
    }
}

#[tokio::test]
async fn every_failure_of_reading_says_what_to_do() {
    let world = World::of(event_type()).await;
    let list = async || world.client.list(list_query(slot())).await.unwrap_err();

    world.calcom.fault(Operation::List, Fault::Throttle, 1);
    let retry_at = now().plus(Duration::from_mins(1));
    assert!(matches!(list().await, Failure::Throttled { retry_at: at } if at == retry_at));

    for breakage in [
        Breakage::Error500,
        Breakage::Html502,
        Breakage::Cut,
        Breakage::Hang,
    ] {
        world
            .calcom
            .fault(Operation::List, Fault::Before(breakage), 1);
        let failure = list().await;
        assert!(failure.is_outage(), "{breakage:?}: {failure:?}");
    }

    let revoked = world.client.with_key(&"cal_live_revoked".into()).unwrap();
    let failure = revoked.list(list_query(slot())).await.unwrap_err();
    assert!(matches!(failure, Failure::Unauthorized { .. }));
    assert!(!failure.is_outage());

    let zone = berlin();
    let mut query = slots_query(&zone, "2026-11-05T13:00:00Z", "2026-11-05T16:00:00Z");
    query.event_type = EventTypeId(404);
    let failure = world.client.slots(query).await.unwrap_err();
    assert!(matches!(failure, Failure::NotFound { .. }));

    query.event_type = EVENT_TYPE;
    query.until = at("2026-11-01T00:00:00Z");
    let failure = world.client.slots(query).await.unwrap_err();
    assert!(matches!(failure, Failure::Unexpected { .. }));
    assert!(
        failure
            .staff_text()
            .unwrap()
            .for_staff()
            .starts_with("Invalid time range")
    );
}

#[tokio::test]
async fn a_key_is_checked_with_one_cheap_request() {
    let mut world = World::of(event_type()).await;
    world.client.check().await.unwrap();
    assert_eq!(world.calcom.requests(Operation::List), 1);
    let revoked = world.client.with_key(&"cal_live_revoked".into()).unwrap();
    assert_eq!(revoked.check().await.unwrap_err().label(), "unauthorized");
    world.calcom.hang_up().await;
    assert_eq!(
        world.client.check().await.unwrap_err().label(),
        "unavailable"
    );
}

#[test]
fn a_client_that_cannot_work_is_not_built() {
    for base_url in [
        "",
        "api.cal.com/v2",
        "ftp://api.cal.com",
        "mailto:a@b.c",
        "https://a/v2?b",
    ] {
        assert!(
            Client::new(ClientConfig::new(base_url, KEY.into())).is_err(),
            "{base_url}"
        );
    }
    let with_line_break = ClientConfig::new("https://api.cal.com/v2", "cal_live\n".into());
    assert!(Client::new(with_line_break).is_err());
}
