//! What becomes of a request to book when Cal.com answers as it should.

use std::time::Duration;

use calcom::METADATA_KEY;
use domain::booking::{Answer, BookingState, FailureReason, Next, after_request};
use domain::id::EventTypeId;
use domain::phone::PhoneNumber;
use sandbox::calcom::{CalcomConfig, Fault, Mode, Operation, Seed};

use crate::support::{
    EVENT_TYPE, World, at, booked, class, config, event_type, now, request, slot,
};

#[tokio::test]
async fn a_booking_comes_back_as_it_was_asked_for() {
    let world = World::of(event_type()).await;
    let request = request("call_1");
    let booking = booked(world.client.book(&request).await);
    assert_eq!(booking.starts_at, Some(slot()));
    assert_eq!(booking.event_type, Some(EVENT_TYPE));
    assert_eq!(booking.state, BookingState::Accepted);
    assert_eq!(booking.key, Some(request.intent.appointment_id.to_string()));
    assert_eq!(
        booking.attendees[0].email.as_deref(),
        Some("call_1@example.com")
    );
    let uid = booking.uid.clone();
    let next = after_request(&request.intent, Answer::Booked(booking), now());
    assert_eq!(next, Next::Confirmed(uid));
}

#[tokio::test]
async fn f10_f11_what_is_kept_is_metadata_of_strings_and_notes_in_their_place() {
    let world = World::of(event_type()).await;
    let mut request = request("call_1");
    request.notes = Some("Rückruf erbeten".into());
    booked(world.client.book(&request).await);
    let kept = world.calcom.bookings().remove(0);
    let key = request.intent.appointment_id.to_string();
    assert_eq!(kept.metadata[METADATA_KEY], key);
    assert_eq!(kept.metadata["ringback_call"], "call_1");
    assert_eq!(kept.responses["notes"], "Rückruf erbeten");
    assert_eq!(kept.attendee.language, "de");
    assert_eq!(kept.attendee.zone, "Europe/Berlin");
}

#[tokio::test]
async fn f11_an_endless_call_id_is_cut_and_not_refused() {
    let world = World::of(event_type()).await;
    let mut request = request("call_1");
    request.call = domain::id::RetellCallId::new("🦀".repeat(5000));
    booked(world.client.book(&request).await);
}

#[tokio::test]
async fn f25_a_time_that_is_not_to_be_had_is_taken() {
    let world = World::of(event_type().hosts([1, 2])).await;
    for call in ["call_1", "call_2"] {
        booked(world.client.book(&request(call)).await);
    }
    let (kind, message) = (
        "taken",
        "One of the hosts either already has booking at this time or is not available (HTTP status 400)",
    );
    let answer = world.client.book(&request("call_3")).await;
    assert_eq!(class(&answer), (kind, message));

    let world = World::of(event_type()).await;
    let mut at_night = request("call_1");
    at_night.intent.starts_at = at("2026-11-05T22:00:00Z");
    assert_eq!(class(&world.client.book(&at_night).await).0, "taken");
}

#[tokio::test]
async fn f27_what_waiting_does_not_mend_is_refused() {
    let notice = Duration::from_hours(24);
    let world = World::of(event_type().minimum_notice(notice)).await;
    let book_at = async |start| {
        let mut request = request("call_1");
        request.intent.starts_at = start;
        class(&world.client.book(&request).await).0
    };
    assert_eq!(book_at(at("2026-11-01T14:00:00Z")).await, "refused");
    assert_eq!(book_at(at("2026-11-02T14:00:00Z")).await, "refused");
    assert_eq!(book_at(at("2026-11-03T14:00:00Z")).await, "booked");

    let mut longer = request("call_2");
    longer.length_minutes = Some(45);
    assert_eq!(class(&world.client.book(&longer).await).0, "refused");

    let mut esperanto = request("call_3");
    esperanto.attendee.language = "eo".into();
    let answer = world.client.book(&esperanto).await;
    assert!(
        matches!(&answer, Answer::Refused { message } if message.starts_with("attendee.language"))
    );
}

#[tokio::test]
async fn f28_a_length_is_chosen_where_there_is_a_choice() {
    let mut event_type = event_type();
    event_type.lengths = vec![30, 45];
    let world = World::of(event_type).await;
    let mut longer = request("call_1");
    longer.length_minutes = Some(45);
    booked(world.client.book(&longer).await);
    let kept = world.calcom.bookings().remove(0);
    assert_eq!(kept.end.since(kept.start), Duration::from_mins(45));
}

#[tokio::test]
async fn f29_what_staff_must_see_to_is_misconfigured() {
    let world = World::of(event_type()).await;
    let mut gone = request("call_1");
    gone.intent.event_type = EventTypeId(404);
    let answer = world.client.book(&gone).await;
    assert_eq!(
        class(&answer),
        (
            "misconfigured",
            "Event type with id 404 not found. (HTTP status 404)"
        )
    );

    let revoked = world.client.with_key(&"cal_live_revoked".into()).unwrap();
    let answer = revoked.book(&request("call_1")).await;
    assert_eq!(class(&answer).0, "misconfigured");
}

#[tokio::test]
async fn f50_a_number_is_enough_only_where_the_event_type_says_so() {
    let mut by_phone = request("call_1");
    by_phone.attendee.email = None;
    by_phone.attendee.phone = Some(PhoneNumber::parse("+493023125014").unwrap());

    let strict = World::of(event_type()).await;
    assert_eq!(class(&strict.client.book(&by_phone).await).0, "refused");

    let lenient = World::of(event_type().phone_is_enough()).await;
    let booking = booked(lenient.client.book(&by_phone).await);
    let attendee = &booking.attendees[0];
    assert_eq!(attendee.phone.as_deref(), Some("+493023125014"));
    assert_eq!(attendee.email.as_deref(), Some("493023125014@sms.cal.com"));

    by_phone.attendee.phone = None;
    assert_eq!(class(&lenient.client.book(&by_phone).await).0, "refused");
    assert_eq!(
        lenient.calcom.requests(Operation::Book),
        1,
        "nothing is sent in vain"
    );
}

#[tokio::test]
async fn f4_a_shared_address_gets_somebody_elses_booking_which_is_none() {
    let world = World::of(event_type().mode(Mode::RoundRobin).hosts([1, 2])).await;
    let (mut first, mut second) = (request("call_687"), request("call_688"));
    first.attendee.email = Some("telefon@example.com".into());
    second.attendee.email = Some("telefon@example.com".into());
    let theirs = booked(world.client.book(&first).await);
    let answer = world.client.book(&second).await;
    assert_eq!(
        answer,
        Answer::Booked(theirs),
        "a 201 with the booking of call 687"
    );
    let next = after_request(&second.intent, answer, now());
    let reason = FailureReason::ForeignBooking;
    assert!(matches!(next, Next::Failed { reason: r, .. } if r == reason));
    assert_eq!(world.calcom.bookings().len(), 1);
}

#[tokio::test]
async fn a_booking_that_a_host_must_accept_is_only_requested() {
    let world = World::of(event_type().mode(Mode::Confirmation)).await;
    let request = request("call_1");
    let booking = booked(world.client.book(&request).await);
    assert_eq!(booking.state, BookingState::Pending);
    let next = after_request(&request.intent, Answer::Booked(booking), now());
    assert!(matches!(next, Next::Requested(..)));
}

#[tokio::test]
async fn f6_of_two_at_once_one_is_booked_and_the_other_is_unclear() {
    let world = World::new(CalcomConfig {
        booking_time: Duration::from_millis(100),
        ..config(event_type())
    })
    .await;
    let (first, second) = (request("call_1"), request("call_2"));
    let (first, second) = futures::join!(world.client.book(&first), world.client.book(&second));
    let mut kinds = [class(&first), class(&second)];
    kinds.sort_unstable();
    assert_eq!(
        kinds,
        [
            ("booked", ""),
            ("unclear", "booking_conflict_error (HTTP status 409)")
        ]
    );
    assert_eq!(world.calcom.bookings().len(), 1);
}

#[tokio::test]
async fn f12_the_limit_ends_when_the_headers_say() {
    let world = World::new(CalcomConfig {
        requests_per_minute: 1,
        ..config(event_type())
    })
    .await;
    booked(world.client.book(&request("call_1")).await);
    let mut later = request("call_2");
    later.intent.starts_at = slot().plus(Duration::from_mins(30));
    let answer = world.client.book(&later).await;
    let retry_at = now().plus(Duration::from_mins(1));
    assert!(matches!(answer, Answer::NotSent { retry_at: at, .. } if at == retry_at));
    assert_eq!(world.calcom.bookings().len(), 1);
}

#[tokio::test]
async fn f12_a_throttled_request_was_not_looked_at() {
    let world = World::of(event_type()).await;
    world.calcom.fault(Operation::Book, Fault::Throttle, 1);
    assert_eq!(
        class(&world.client.book(&request("call_1")).await).0,
        "not sent"
    );
    assert!(world.calcom.bookings().is_empty());
    booked(world.client.book(&request("call_1")).await);
}

#[tokio::test]
async fn a_cancelled_time_can_be_booked_again() {
    let world = World::of(event_type()).await;
    let mut cancelled = Seed::new(EVENT_TYPE, slot());
    cancelled.status = sandbox::calcom::Status::Cancelled;
    world.calcom.seed(cancelled).unwrap();
    booked(world.client.book(&request("call_1")).await);
}
