//! A whole call, recorded, paid for and booked.

use std::collections::BTreeMap;

use domain::booking::AppointmentStatus;
use domain::id::{CalcomUid, EventTypeId};
use domain::money::UsCents;
use e2e::businesses::{Business, CHECK_UP, COLOUR, CUT, PRACTICE, SALON};
use e2e::world::stored_call;
use e2e::{Shape, World, script};
use sandbox::calcom::{Operation, Seed};
use sandbox::retell::CallScript;
use sandbox::retell::samples::{CALL_ANALYZED, CALL_ENDED, CALL_STARTED};
use serde_json::Value;

in_both_shapes!(
    a_german_call_is_recorded_paid_for_and_booked,
    an_english_call_is_recorded_paid_for_and_booked,
    the_whole_call_of_the_samples_is_booked,
);

async fn a_german_call_is_recorded_paid_for_and_booked(shape: Shape) -> anyhow::Result<()> {
    let world = World::new(shape).await?;
    let call = script::german(world.slot(&SALON, 3)?, world.now());
    let booking = recorded_and_booked(&world, &SALON, &call, CUT.event_type).await?;
    assert_eq!(booking.attendee.name, "Jutta Müller-Lüdenscheidt");
    assert_eq!(
        booking.attendee.email,
        "jutta.mueller-luedenscheidt@beispiel.de"
    );
    assert_eq!(booking.attendee.language, "de");
    assert_eq!(booking.attendee.zone, "Europe/Berlin");
    assert_eq!(booking.start, world.slot(&SALON, 3)?);
    Ok(())
}

async fn an_english_call_is_recorded_paid_for_and_booked(shape: Shape) -> anyhow::Result<()> {
    let world = World::new(shape).await?;
    let call = script::english(world.slot(&PRACTICE, 3)?, world.now());
    let booking = recorded_and_booked(&world, &PRACTICE, &call, CHECK_UP.event_type).await?;
    assert_eq!(booking.attendee.name, "Oliver Whitcombe");
    assert_eq!(booking.attendee.language, "en");
    assert_eq!(booking.attendee.zone, "Europe/London");
    Ok(())
}

/// Delivers the call and looks at everything that is to follow from it.
async fn recorded_and_booked(
    world: &World,
    business: &Business,
    call: &CallScript,
    event_type: i64,
) -> anyhow::Result<sandbox::calcom::Booking> {
    world.deliver_call(business, call).await?;
    world.drain().await?;

    let dump = world.dump().await?;
    let [row] = dump.rows("calls") else {
        panic!("one call, and not:\n{dump}")
    };
    assert_eq!(row["retell_call_id"], call.call_id());
    assert_eq!(row["status"], "analyzed");
    assert_eq!(row["company_id"], business.id().to_string());
    assert_eq!(row["from_number"], script::CALLER);
    assert_eq!(row["duration_ms"], "72385");
    assert_eq!(row["connected"], "true");
    let [customer] = dump.rows("customers") else {
        panic!("one customer, and not:\n{dump}")
    };
    assert_eq!(customer["id"], row["customer_id"]);
    assert_eq!(customer["phone"], script::CALLER);
    assert_eq!(customer["name"], row["caller_name"]);
    assert_eq!(dump.rows("call_reports").len(), 3);
    assert_eq!(dump.rows("callbacks").len(), 0, "{dump}");
    assert!(dump.rows("events").len() == 3);
    assert!(
        dump.rows("events")
            .iter()
            .all(|row| row["status"] == "processed")
    );

    // 73 started seconds of three products, and the analysis.
    let id = stored_call(business.account, call.call_id());
    let lines = world.store.costs(id).await?;
    let expected = [
        ("retell/elevenlabs_tts_new", "8.5166691"),
        ("retell/eu_telephony", "6.6916691"),
        ("retell/gpt_4_1", "5.475"),
        ("retell/post_call_analysis_gpt_4_1", "1.7"),
    ];
    let expected: BTreeMap<&str, Option<UsCents>> = expected
        .into_iter()
        .map(|(component, cents)| (component, UsCents::from_digits(cents)))
        .collect();
    let found: BTreeMap<&str, Option<UsCents>> = lines
        .iter()
        .map(|line| (line.component.as_str(), line.us_cents))
        .collect();
    assert_eq!(found, expected);
    assert_eq!(
        Some(
            world
                .store
                .ledger(id)
                .await?
                .expect("its ledger")
                .us_cents()
                .held()
        ),
        UsCents::from_digits("22.3833382")
    );

    let [booking] = world.calcom.bookings().try_into().expect("one booking");
    assert_eq!(world.calcom.requests(Operation::Book), 1);
    assert_eq!(booking.event_type.0, event_type);
    let appointment = world.appointment(call.call_id()).await?;
    assert_eq!(appointment.status, AppointmentStatus::Confirmed);
    assert_eq!(appointment.calcom_uid.as_ref(), Some(&booking.uid));
    assert_eq!(appointment.starts_at, booking.start);
    let [row] = dump.rows("appointments") else {
        panic!("one appointment, and not:\n{dump}")
    };
    assert_eq!(booking.metadata[calcom::METADATA_KEY], row["id"]);
    assert_eq!(booking.metadata["ringback_call"], call.call_id());
    Ok(booking)
}

/// The committed captures, moved to now: their call began an hour ago, their appointment lies
/// ahead. The agent's tool booked it by itself.
async fn the_whole_call_of_the_samples_is_booked(shape: Shape) -> anyhow::Result<()> {
    let world = World::new(shape).await?;
    let slot = world.slot(&SALON, 1)?;
    let tools_booking = Seed {
        uid: Some(CalcomUid::new("bkg_9QmW2xT7")),
        ..Seed::new(EventTypeId(COLOUR.event_type), slot)
    };
    world.calcom.seed(tools_booking).expect("the hour is free");
    for sample in [CALL_STARTED, CALL_ENDED, CALL_ANALYZED] {
        let body = sample
            .body
            .replace("2026-11-05T15:30:00+01:00", &slot.to_string());
        let mut event: Value = serde_json::from_str(&body)?;
        let began = event["call"]["start_timestamp"]
            .as_i64()
            .expect("when it began");
        let moved = world.now().as_millis() - 3_600_000 - began;
        let times = [
            "/event_timestamp",
            "/call/start_timestamp",
            "/call/end_timestamp",
        ];
        for time in times {
            if let Some(value) = event.pointer_mut(time) {
                *value = (value.as_i64().expect("a time") + moved).into();
            }
        }
        world.deliver(event.to_string()).await?;
    }
    world.settle().await?;
    let [appointment] = world
        .store
        .appointments(10)
        .await?
        .try_into()
        .expect("one appointment");
    assert_eq!(appointment.status, AppointmentStatus::Confirmed);
    assert_eq!(appointment.calcom_uid, Some(CalcomUid::new("bkg_9QmW2xT7")));
    assert_eq!(appointment.service, COLOUR.name);
    assert_eq!(appointment.starts_at, slot);
    assert_eq!(world.calcom.requests(Operation::Book), 0);
    let overview = world.store.calls(10).await?;
    assert_eq!(overview.len(), 1);
    assert_eq!(Some(overview[0].cost), UsCents::from_digits("22.9916691"));
    Ok(())
}
