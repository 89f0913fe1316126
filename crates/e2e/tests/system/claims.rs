//! A tool of the agent says that it booked (F2): true once Cal.com shows it.

use std::time::Duration;

use domain::booking::{AppointmentStatus, FailureReason};
use domain::callback::CallbackReason;
use domain::id::{CalcomUid, EventTypeId};
use domain::time::Instant;
use e2e::businesses::{CUT, SALON};
use e2e::{Shape, World, script};
use sandbox::calcom::{Attendee, Operation, Seed};
use sandbox::retell::CallScript;
use serde_json::json;

in_both_shapes!(
    f2_a_claimed_booking_that_calcom_shows_is_confirmed,
    f2_a_claim_without_uid_is_confirmed_by_its_attendee,
    f2_a_claimed_booking_that_calcom_does_not_show_becomes_a_callback,
    f2_a_claimed_booking_at_another_time_becomes_a_callback,
    f1_a_failed_tool_is_no_claim,
);

const UID: &str = "uid_of_the_tools_booking";

/// The agent's tool books by itself, and says so.
fn claimed(slot: Instant, now: Instant, answer: &serde_json::Value) -> CallScript {
    let asked = json!({
        "start": slot.to_string(),
        "service": CUT.name,
        "name": "Jutta Müller-Lüdenscheidt",
    });
    CallScript::new(script::call_id(), now.minus(Duration::from_secs(90)))
        .to(SALON.number)
        .from(script::CALLER)
        .tool("book_appointment_v17", &asked, answer, true)
        .say_agent("Das ist gebucht.")
}

fn seeded(slot: Instant) -> Seed {
    Seed {
        uid: Some(CalcomUid::new(UID)),
        attendee: Attendee {
            name: "Jutta Müller-Lüdenscheidt".into(),
            email: "4917604069021@sms.cal.com".into(),
            ..Attendee::default()
        },
        ..Seed::new(EventTypeId(CUT.event_type), slot)
    }
}

async fn settled(world: &World, call: &CallScript) -> anyhow::Result<()> {
    world.deliver_call(&SALON, call).await?;
    world.settle().await?;
    // Whatever the tool did: we book nothing on top.
    assert_eq!(world.calcom.requests(Operation::Book), 0);
    Ok(())
}

async fn f2_a_claimed_booking_that_calcom_shows_is_confirmed(shape: Shape) -> anyhow::Result<()> {
    let world = World::new(shape).await?;
    let slot = world.slot(&SALON, 0)?;
    world.calcom.seed(seeded(slot)).expect("the hour is free");
    let call = claimed(
        slot,
        world.now(),
        &json!({"status": "success", "data": {"uid": UID}}),
    );
    settled(&world, &call).await?;
    let appointment = world.appointment(call.call_id()).await?;
    assert_eq!(appointment.status, AppointmentStatus::Confirmed);
    assert_eq!(appointment.calcom_uid, Some(CalcomUid::new(UID)));
    assert_eq!(world.callbacks(call.call_id()).await?, []);
    Ok(())
}

async fn f2_a_claim_without_uid_is_confirmed_by_its_attendee(shape: Shape) -> anyhow::Result<()> {
    let world = World::new(shape).await?;
    let slot = world.slot(&SALON, 0)?;
    world.calcom.seed(seeded(slot)).expect("the hour is free");
    let call = claimed(slot, world.now(), &json!({"success": true}));
    settled(&world, &call).await?;
    let appointment = world.appointment(call.call_id()).await?;
    assert_eq!(appointment.status, AppointmentStatus::Confirmed);
    assert_eq!(appointment.calcom_uid, Some(CalcomUid::new(UID)));

    // A stranger's booking in the slot is not theirs.
    let slot = world.slot(&SALON, 1)?;
    let stranger = Seed {
        uid: None,
        attendee: Attendee {
            email: "somebody@example.org".into(),
            ..Attendee::default()
        },
        ..seeded(slot)
    };
    world.calcom.seed(stranger).expect("the hour is free");
    let call = claimed(slot, world.now(), &json!({"success": true}));
    settled(&world, &call).await?;
    let appointment = world.appointment(call.call_id()).await?;
    assert_eq!(appointment.status, AppointmentStatus::Failed);
    Ok(())
}

async fn f2_a_claimed_booking_that_calcom_does_not_show_becomes_a_callback(
    shape: Shape,
) -> anyhow::Result<()> {
    let world = World::new(shape).await?;
    let slot = world.slot(&SALON, 0)?;
    let call = claimed(
        slot,
        world.now(),
        &json!({"status": "success", "data": {"uid": UID}}),
    );
    settled(&world, &call).await?;
    let appointment = world.appointment(call.call_id()).await?;
    assert_eq!(appointment.status, AppointmentStatus::Failed);
    assert_eq!(appointment.failure, Some(FailureReason::ClaimNotFound));
    let [callback] = world
        .callbacks(call.call_id())
        .await?
        .try_into()
        .expect("one callback");
    assert_eq!(callback.reason, CallbackReason::ClaimNotFound);
    assert_eq!(callback.wanted_at, Some(slot));
    Ok(())
}

async fn f2_a_claimed_booking_at_another_time_becomes_a_callback(
    shape: Shape,
) -> anyhow::Result<()> {
    let world = World::new(shape).await?;
    let slot = world.slot(&SALON, 0)?;
    let later = slot.plus(Duration::from_hours(1));
    world.calcom.seed(seeded(later)).expect("the hour is free");
    let call = claimed(
        slot,
        world.now(),
        &json!({"status": "success", "data": {"uid": UID}}),
    );
    settled(&world, &call).await?;
    let appointment = world.appointment(call.call_id()).await?;
    assert_eq!(appointment.failure, Some(FailureReason::Mismatch));
    let [callback] = world
        .callbacks(call.call_id())
        .await?
        .try_into()
        .expect("one callback");
    assert_eq!(callback.reason, CallbackReason::BookedDifferently);
    assert_eq!(callback.calcom_uid, Some(CalcomUid::new(UID)));
    Ok(())
}

async fn f1_a_failed_tool_is_no_claim(shape: Shape) -> anyhow::Result<()> {
    let world = World::new(shape).await?;
    let slot = world.slot(&SALON, 0)?;
    let call = claimed(slot, world.now(), &json!({"error": "no such slot"}));
    settled(&world, &call).await?;
    assert_eq!(world.store.appointments(10).await?, []);
    assert_eq!(world.calcom.requests(Operation::Get), 0);
    Ok(())
}
