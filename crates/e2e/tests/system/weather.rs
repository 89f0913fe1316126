//! Cal.com says no, is busy, is gone, or is slow.

use std::time::Duration;

use domain::booking::{AppointmentStatus, FailureReason};
use domain::callback::CallbackReason;
use e2e::businesses::{ADVICE, PRACTICE, SALON};
use e2e::{Shape, World, script};
use sandbox::calcom::{Breakage, Fault, Operation, Status};

in_both_shapes!(
    f25_a_taken_slot_becomes_a_callback_and_holds_nobody_up,
    f12_turned_away_it_waits_and_is_booked_once,
    refused_connections_are_waited_out,
    a_host_who_has_to_accept_is_waited_for,
    a_host_who_never_accepts_becomes_a_callback,
    a_slow_calcom_delays_no_event,
    a_missing_key_is_waited_for,
    what_cannot_be_booked_in_time_becomes_a_callback,
);

async fn f25_a_taken_slot_becomes_a_callback_and_holds_nobody_up(
    shape: Shape,
) -> anyhow::Result<()> {
    let world = World::new(shape).await?;
    let slot = world.slot(&SALON, 0)?;
    let first = script::german(slot, world.now());
    let second = script::german(slot, world.now()).from("+4917604069022");
    let third = script::german(world.slot(&SALON, 1)?, world.now()).from("+4917604069023");
    for call in [&first, &second, &third] {
        world.deliver_call(&SALON, call).await?;
        world.drain().await?;
    }
    let of = |call_id: String| {
        let world = &world;
        async move { world.appointment(&call_id).await }
    };
    let lost = of(second.call_id().into()).await?;
    assert_eq!(lost.status, AppointmentStatus::Failed);
    assert_eq!(lost.failure, Some(FailureReason::Taken));
    let [callback] = world
        .callbacks(second.call_id())
        .await?
        .try_into()
        .expect("one callback");
    assert_eq!(callback.reason, CallbackReason::SlotTaken);
    assert_eq!(callback.wanted_at, Some(slot));
    for call in [first, third] {
        assert_eq!(
            of(call.call_id().into()).await?.status,
            AppointmentStatus::Confirmed
        );
    }
    assert_eq!(world.calcom.requests(Operation::Book), 3);
    Ok(())
}

async fn f12_turned_away_it_waits_and_is_booked_once(shape: Shape) -> anyhow::Result<()> {
    let world = World::new(shape).await?;
    world.calcom.fault(Operation::Book, Fault::Throttle, 1);
    let call = script::german(world.slot(&SALON, 0)?, world.now());
    world.deliver_call(&SALON, &call).await?;
    world.drain().await?;
    let waiting = world.appointment(call.call_id()).await?;
    assert_eq!(waiting.status, AppointmentStatus::Pending);
    assert_eq!(world.calcom.requests(Operation::Book), 1);

    world.settle().await?;
    let booked = world.appointment(call.call_id()).await?;
    assert_eq!(booked.status, AppointmentStatus::Confirmed);
    assert_eq!(world.calcom.requests(Operation::Book), 2);
    assert_eq!(world.calcom.bookings().len(), 1);
    Ok(())
}

async fn refused_connections_are_waited_out(shape: Shape) -> anyhow::Result<()> {
    let mut world = World::new(shape).await?;
    world.calcom.hang_up().await;
    let call = script::german(world.slot(&SALON, 0)?, world.now());
    world.deliver_call(&SALON, &call).await?;
    world.drain().await?;
    let waiting = world.appointment(call.call_id()).await?;
    assert_eq!(waiting.status, AppointmentStatus::Pending);

    world.calcom.listen_again().await?;
    world.settle().await?;
    let booked = world.appointment(call.call_id()).await?;
    assert_eq!(booked.status, AppointmentStatus::Confirmed);
    assert_eq!(world.calcom.requests(Operation::Book), 1);
    assert_eq!(world.calcom.bookings().len(), 1);
    Ok(())
}

async fn a_host_who_has_to_accept_is_waited_for(shape: Shape) -> anyhow::Result<()> {
    let world = World::new(shape).await?;
    let call = script::booked_call(&SALON, &ADVICE, world.slot(&SALON, 0)?, world.now());
    world.deliver_call(&SALON, &call).await?;
    world.drain().await?;
    let [booking] = world.calcom.bookings().try_into().expect("one booking");
    let waiting = world.appointment(call.call_id()).await?;
    assert_eq!(waiting.status, AppointmentStatus::Requested);
    assert_eq!(waiting.calcom_uid.as_ref(), Some(&booking.uid));

    // Looked at again, and still nobody has accepted.
    world.clock.advance(Duration::from_mins(16));
    world.drain().await?;
    let waiting = world.appointment(call.call_id()).await?;
    assert_eq!(waiting.status, AppointmentStatus::Requested);
    assert!(world.calcom.set_status(&booking.uid, Status::Accepted));
    world.settle().await?;
    let accepted = world.appointment(call.call_id()).await?;
    assert_eq!(accepted.status, AppointmentStatus::Confirmed);
    assert_eq!(world.calcom.requests(Operation::Book), 1);
    assert_eq!(world.callbacks(call.call_id()).await?, []);
    Ok(())
}

async fn a_host_who_never_accepts_becomes_a_callback(shape: Shape) -> anyhow::Result<()> {
    for status in [Status::Rejected, Status::Pending] {
        let world = World::new(shape).await?;
        let slot = world.slot(&SALON, 0)?;
        let call = script::booked_call(&SALON, &ADVICE, slot, world.now());
        world.deliver_call(&SALON, &call).await?;
        world.drain().await?;
        let [booking] = world.calcom.bookings().try_into().expect("one booking");
        assert!(world.calcom.set_status(&booking.uid, status));
        if status == Status::Pending {
            world.clock.advance(slot.since(world.now()));
        }
        world.settle().await?;
        let refused = world.appointment(call.call_id()).await?;
        assert_eq!(refused.status, AppointmentStatus::Failed, "{status:?}");
        let [callback] = world
            .callbacks(call.call_id())
            .await?
            .try_into()
            .expect("one callback");
        assert_eq!(callback.calcom_uid, Some(booking.uid), "{status:?}");
        assert_eq!(world.calcom.requests(Operation::Book), 1);
    }
    Ok(())
}

async fn a_slow_calcom_delays_no_event(shape: Shape) -> anyhow::Result<()> {
    let world = World::new(shape).await?;
    let at_once = world.config.bookings_at_once;
    let calls = at_once + 4;
    // Each hangs until our patience with Cal.com ends.
    let hangs = u32::try_from(calls)?;
    world
        .calcom
        .fault(Operation::Book, Fault::After(Breakage::Hang), hangs);
    for number in 0..hangs {
        let call = script::german(world.slot(&SALON, number)?, world.now());
        world
            .deliver_call(&SALON, &call.from(&format!("+49176040691{number:02}")))
            .await?;
    }
    world.drain_events().await?;
    let (_, bookings) = world.gauges().await?;
    assert!(bookings.running > 0, "a booking is under way: {bookings:?}");
    let recorded = world.store.calls(100).await?;
    assert_eq!(recorded.len(), calls);
    assert!(recorded.iter().all(|call| call.status == "analyzed"));

    world.settle().await?;
    let appointments = world.store.appointments(100).await?;
    assert!(
        appointments
            .iter()
            .all(|it| it.status == AppointmentStatus::Confirmed)
    );
    assert_eq!(world.calcom.requests(Operation::Book), u64::from(hangs));
    assert_eq!(world.calcom.bookings().len(), calls);
    Ok(())
}

/// Nothing is lost while a key is missing, another business does not notice, and jobs do not pile
/// up.
async fn a_missing_key_is_waited_for(shape: Shape) -> anyhow::Result<()> {
    let world = World::new(shape).await?;
    let file = world.calcom_key_file(&SALON);
    let key = std::fs::read(&file)?;
    std::fs::remove_file(&file)?;
    let call = script::german(world.slot(&SALON, 0)?, world.now());
    world.deliver_call(&SALON, &call).await?;
    for _ in 0..5 {
        world.drain().await?;
        world.clock.advance(Duration::from_secs(61));
    }
    let english = script::english(world.slot(&PRACTICE, 0)?, world.now());
    world.deliver_call(&PRACTICE, &english).await?;
    world.drain().await?;
    let booked = world.appointment(english.call_id()).await?;
    assert_eq!(booked.status, AppointmentStatus::Confirmed);
    let waiting = world.appointment(call.call_id()).await?;
    assert_eq!(waiting.status, AppointmentStatus::Pending);

    std::fs::write(&file, key)?;
    world.settle().await?;
    let booked = world.appointment(call.call_id()).await?;
    assert_eq!(booked.status, AppointmentStatus::Confirmed);
    assert_eq!(world.calcom.requests(Operation::Book), 2);
    Ok(())
}

async fn what_cannot_be_booked_in_time_becomes_a_callback(shape: Shape) -> anyhow::Result<()> {
    let mut world = World::new(shape).await?;
    world.calcom.hang_up().await;
    let slot = world.slot(&SALON, 0)?;
    let call = script::german(slot, world.now());
    world.deliver_call(&SALON, &call).await?;
    world.drain().await?;
    world
        .clock
        .advance(world.config.max_booking_age + Duration::from_secs(1));
    world.calcom.listen_again().await?;
    world.settle().await?;
    let late = world.appointment(call.call_id()).await?;
    assert_eq!(late.status, AppointmentStatus::Failed);
    assert_eq!(late.failure, Some(FailureReason::TooLate));
    let [callback] = world
        .callbacks(call.call_id())
        .await?
        .try_into()
        .expect("one callback");
    assert_eq!(callback.reason, CallbackReason::TooLate);
    assert_eq!(callback.wanted_at, Some(slot));
    assert_eq!(world.calcom.requests(Operation::Book), 0);
    Ok(())
}
