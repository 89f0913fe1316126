//! Answers of Cal.com that leave open what happened: looked up, never asked twice.

use std::time::Duration;

use domain::booking::{AppointmentStatus, FailureReason};
use domain::callback::CallbackReason;
use domain::id::{AppointmentId, EventTypeId, WishNo};
use domain::job::Book;
use e2e::businesses::{CUT, SALON, WAVE};
use e2e::world::{PATIENCE, stored_call};
use e2e::{Shape, World, script};
use queue::Push;
use sandbox::calcom::{Attendee, Booking, Breakage, CalcomConfig, Fault, Operation, Seed};
use sandbox::retell::CallScript;
use serde_json::json;

in_both_shapes!(
    f13_booked_and_then_no_clear_answer_is_found_and_confirmed,
    f13_a_conflict_with_our_own_booking_is_found_and_confirmed,
    f13_look_ups_that_fail_or_lag_are_repeated,
    f13_what_is_never_found_becomes_a_callback,
    f4_a_201_with_somebody_elses_booking_becomes_a_callback,
    f30a_a_booking_at_another_time_becomes_a_callback_with_its_uid,
    duplicate_jobs_and_two_workers_make_one_request,
);

/// Makes the call's appointment and brings it to its end.
async fn settled(world: &World, call: &CallScript) -> anyhow::Result<()> {
    world.deliver_call(&SALON, call).await?;
    world.settle().await
}

/// The one booking is ours, confirmed, and asked for once.
async fn confirmed_once(world: &World, call: &CallScript) -> anyhow::Result<Booking> {
    let appointment = world.appointment(call.call_id()).await?;
    assert_eq!(appointment.status, AppointmentStatus::Confirmed);
    let [booking] = world.calcom.bookings().try_into().expect("one booking");
    assert_eq!(appointment.calcom_uid.as_ref(), Some(&booking.uid));
    assert_eq!(booking.metadata[calcom::METADATA_KEY], our_key(call));
    assert_eq!(world.calcom.requests(Operation::Book), 1);
    assert_eq!(world.callbacks(call.call_id()).await?, []);
    Ok(booking)
}

fn our_key(call: &CallScript) -> String {
    let call = stored_call(SALON.account, call.call_id());
    AppointmentId::of(call, WishNo::FIRST).to_string()
}

async fn f13_booked_and_then_no_clear_answer_is_found_and_confirmed(
    shape: Shape,
) -> anyhow::Result<()> {
    for breakage in [
        Breakage::Error500,
        Breakage::Html502,
        Breakage::Cut,
        Breakage::Hang,
    ] {
        let world = World::new(shape).await?;
        world
            .calcom
            .fault(Operation::Book, Fault::After(breakage), 1);
        let call = script::german(world.slot(&SALON, 0)?, world.now());
        settled(&world, &call).await?;
        confirmed_once(&world, &call).await?;
        assert!(world.calcom.requests(Operation::List) >= 1, "{breakage:?}");
    }
    Ok(())
}

/// Something between us and Cal.com may repeat a request: then the second one is a conflict with
/// the first, which is ours.
async fn f13_a_conflict_with_our_own_booking_is_found_and_confirmed(
    shape: Shape,
) -> anyhow::Result<()> {
    let mut world = World::beside(shape, |config| CalcomConfig {
        booking_time: Duration::from_millis(1500),
        ..config
    })
    .await?;
    world.start_worker();
    let slot = world.slot(&SALON, 0)?;
    let call = script::german(slot, world.now());
    world.deliver_call(&SALON, &call).await?;
    until(|| world.calcom.requests(Operation::Book) == 1).await;
    // It is counted when it comes in: until the place is looked for and found free.
    tokio::time::sleep(Duration::from_millis(300)).await;
    world.calcom.seed(Seed {
        metadata: [(calcom::METADATA_KEY.to_owned(), our_key(&call))].into(),
        ..Seed::new(EventTypeId(CUT.event_type), slot)
    });
    world.settle().await?;
    confirmed_once(&world, &call).await?;
    assert!(world.calcom.requests(Operation::List) >= 1);
    Ok(())
}

async fn f13_look_ups_that_fail_or_lag_are_repeated(shape: Shape) -> anyhow::Result<()> {
    let faults = [
        Fault::Before(Breakage::Error500),
        Fault::Before(Breakage::Html502),
        Fault::Throttle,
        Fault::StaleReads,
        Fault::IgnoredFilters,
    ];
    let world = World::new(shape).await?;
    world
        .calcom
        .fault(Operation::Book, Fault::After(Breakage::Error500), 1);
    for fault in faults {
        world.calcom.fault(Operation::List, fault, 1);
    }
    let call = script::german(world.slot(&SALON, 0)?, world.now());
    settled(&world, &call).await?;
    confirmed_once(&world, &call).await?;
    assert!(world.calcom.requests(Operation::List) >= 5);
    Ok(())
}

async fn f13_what_is_never_found_becomes_a_callback(shape: Shape) -> anyhow::Result<()> {
    let world = World::new(shape).await?;
    world
        .calcom
        .fault(Operation::Book, Fault::Before(Breakage::Error500), 1);
    let slot = world.slot(&SALON, 0)?;
    // In the slot, and not ours.
    world
        .calcom
        .seed(Seed::new(EventTypeId(CUT.event_type), slot));
    let call = script::german(slot, world.now());
    settled(&world, &call).await?;

    let appointment = world.appointment(call.call_id()).await?;
    assert_eq!(appointment.status, AppointmentStatus::Failed);
    assert_eq!(appointment.failure, Some(FailureReason::NotFound));
    let [callback] = world
        .callbacks(call.call_id())
        .await?
        .try_into()
        .expect("one callback");
    assert_eq!(callback.reason, CallbackReason::NotFound);
    assert_eq!(callback.wanted_at, Some(slot));
    assert_eq!(world.calcom.requests(Operation::Book), 1);
    // The row counts what was looked up in its turn; a job that came twice may look once more.
    let dump = world.dump().await?;
    assert_eq!(dump.rows("appointments")[0]["status"], "failed");
    assert!(world.calcom.requests(Operation::List) >= 5);
    assert_eq!(world.calcom.bookings().len(), 1);
    Ok(())
}

/// Round-robin answers a second request of one attendee for one time with the first booking.
async fn f4_a_201_with_somebody_elses_booking_becomes_a_callback(
    shape: Shape,
) -> anyhow::Result<()> {
    let world = World::new(shape).await?;
    let slot = world.slot(&SALON, 0)?;
    let mother = script::booked_call(&SALON, &WAVE, slot, world.now());
    settled(&world, &mother).await?;
    let booking = confirmed_once(&world, &mother).await?;
    let for_her_child = script::booked_call(&SALON, &WAVE, slot, world.now()).analysis(json!({
        "termin_gebucht": true,
        "termin_start": slot.to_string(),
        "dienstleistung": WAVE.name,
        "termin_fuer": "Max Müller",
        "kunde_name": "Jutta Müller-Lüdenscheidt",
        "kunde_email": "jutta.mueller-luedenscheidt@beispiel.de",
    }));
    settled(&world, &for_her_child).await?;

    let appointment = world.appointment(for_her_child.call_id()).await?;
    assert_eq!(appointment.status, AppointmentStatus::Failed);
    assert_eq!(appointment.failure, Some(FailureReason::ForeignBooking));
    assert_eq!(appointment.calcom_uid, None);
    let [callback] = world
        .callbacks(for_her_child.call_id())
        .await?
        .try_into()
        .expect("one callback");
    assert_eq!(callback.reason, CallbackReason::ForeignBooking);
    let first = world.appointment(mother.call_id()).await?;
    assert_eq!(first.status, AppointmentStatus::Confirmed);
    assert_eq!(world.calcom.bookings(), [booking]);
    Ok(())
}

async fn f30a_a_booking_at_another_time_becomes_a_callback_with_its_uid(
    shape: Shape,
) -> anyhow::Result<()> {
    let world = World::new(shape).await?;
    let slot = world.slot(&SALON, 0)?;
    let call = script::german(slot, world.now());
    let later = world.calcom.seed(Seed {
        attendee: Attendee::default(),
        metadata: [(calcom::METADATA_KEY.to_owned(), our_key(&call))].into(),
        ..Seed::new(
            EventTypeId(CUT.event_type),
            slot.plus(Duration::from_hours(1)),
        )
    });
    let later = later.expect("the hour is free");
    world
        .calcom
        .fault(Operation::Book, Fault::Before(Breakage::Error500), 1);
    settled(&world, &call).await?;

    let appointment = world.appointment(call.call_id()).await?;
    assert_eq!(appointment.status, AppointmentStatus::Failed);
    assert_eq!(appointment.failure, Some(FailureReason::Mismatch));
    let [callback] = world
        .callbacks(call.call_id())
        .await?
        .try_into()
        .expect("one callback");
    assert_eq!(callback.reason, CallbackReason::BookedDifferently);
    assert_eq!(callback.calcom_uid, Some(later.uid));
    assert_eq!(world.calcom.requests(Operation::Book), 1);
    Ok(())
}

async fn duplicate_jobs_and_two_workers_make_one_request(shape: Shape) -> anyhow::Result<()> {
    let mut world = World::new(shape).await?;
    world.start_worker();
    world.calcom.fault(Operation::Book, Fault::SlowMs(300), 1);
    let call = script::german(world.slot(&SALON, 0)?, world.now());
    world.deliver_call(&SALON, &call).await?;
    let book = Book {
        appointment_id: our_key(&call).parse()?,
        received_at: None,
    };
    for _ in 0..30 {
        world.bookings.push(Push::new(book)).await?;
    }
    world.settle().await?;
    confirmed_once(&world, &call).await?;
    Ok(())
}

async fn until(holds: impl Fn() -> bool) {
    let wait = async {
        while !holds() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(PATIENCE, wait)
        .await
        .expect("it never holds");
}
