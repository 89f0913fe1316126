//! What was said decides where no field does: booked as agreed, or left to staff, never guessed.

use domain::booking::AppointmentStatus;
use domain::callback::CallbackReason;
use e2e::businesses::{CUT, SALON};
use e2e::{Shape, World, script};
use sandbox::calcom::Operation;
use sandbox::retell::CallScript;
use serde_json::json;

in_both_shapes!(
    a_call_without_fields_is_booked_from_its_words,
    f23_a_field_that_contradicts_the_words_books_nothing,
    f23_who_only_thinks_about_it_gets_no_appointment,
    f53_a_cancellation_by_voice_is_left_to_staff,
);

/// A call that began this moment, so that its "tomorrow" is ours.
fn talk(world: &World) -> CallScript {
    CallScript::new(script::call_id(), world.now())
        .to(SALON.number)
        .from(script::CALLER)
        .say_agent("Friseursalon Schöne Köpfe, guten Tag.")
}

fn asked(world: &World) -> CallScript {
    talk(world)
        .say_user(&format!(
            "guten tag ich hätte gern einen termin für {} morgen um zehn",
            CUT.name
        ))
        .say_agent("Morgen um zehn Uhr ist frei. Soll ich das eintragen?")
}

fn agreed(world: &World) -> CallScript {
    asked(world)
        .say_user("ja gerne")
        .say_agent("Auf welchen Namen?")
        .say_user("jutta beispiel")
        .say_agent("Ist eingetragen, Frau Beispiel.")
}

async fn a_call_without_fields_is_booked_from_its_words(shape: Shape) -> anyhow::Result<()> {
    let world = World::new(shape).await?;
    let call = agreed(&world).analysis(json!({}));
    world.deliver_call(&SALON, &call).await?;
    world.settle().await?;
    let appointment = world.appointment(call.call_id()).await?;
    assert_eq!(appointment.status, AppointmentStatus::Confirmed);
    assert_eq!(appointment.starts_at, world.slot(&SALON, 1)?);
    assert_eq!(appointment.because, "It was agreed in the call.");
    assert_eq!(world.callbacks(call.call_id()).await?, []);
    Ok(())
}

async fn f23_a_field_that_contradicts_the_words_books_nothing(shape: Shape) -> anyhow::Result<()> {
    let world = World::new(shape).await?;
    let call = agreed(&world).analysis(json!({
        "termin_gebucht": true,
        "termin_start": world.slot(&SALON, 2)?.to_string(),
        "dienstleistung": CUT.name,
    }));
    left_to_staff(&world, &call, CallbackReason::EvidenceConflicts).await
}

async fn f23_who_only_thinks_about_it_gets_no_appointment(shape: Shape) -> anyhow::Result<()> {
    let world = World::new(shape).await?;
    let call = asked(&world)
        .say_user("das muss ich erst noch mit meiner frau besprechen ich melde mich")
        .say_agent("Gerne, bis dann.")
        .analysis(json!({}));
    left_to_staff(&world, &call, CallbackReason::NothingAgreed).await
}

async fn f53_a_cancellation_by_voice_is_left_to_staff(shape: Shape) -> anyhow::Result<()> {
    let world = World::new(shape).await?;
    let call = talk(&world)
        .say_user("ich möchte meinen termin morgen um zehn uhr absagen")
        .say_agent("Der Termin morgen um zehn Uhr ist abgesagt.")
        .analysis(json!({}));
    left_to_staff(&world, &call, CallbackReason::CancelWanted).await
}

async fn left_to_staff(
    world: &World,
    call: &CallScript,
    reason: CallbackReason,
) -> anyhow::Result<()> {
    world.deliver_call(&SALON, call).await?;
    world.settle().await?;
    assert_eq!(world.calcom.requests(Operation::Book), 0);
    let callbacks = world.callbacks(call.call_id()).await?;
    let reasons: Vec<_> = callbacks.iter().map(|callback| callback.reason).collect();
    assert_eq!(reasons, [reason]);
    Ok(())
}
