//! The calls, as Retell reports them, and what befalls them.

use std::time::Duration;

use domain::time::{Instant, Zone};
use sandbox::retell::{CallScript, restamp, samples};
use serde_json::json;

use super::cast::{PRACTICE, SALON};

/// A call and its deliveries.
pub(super) struct Scene {
    /// What it shows.
    pub(super) title: &'static str,
    /// Retell's id of the call.
    pub(super) call_id: String,
    /// What happens, in order.
    pub(super) acts: Vec<Act>,
}

/// Something that happens.
pub(super) enum Act {
    /// Retell delivers.
    Deliver(String),
    /// Retell asks what to do with a ringing call.
    Ask(String),
    /// Somebody without the key delivers.
    Forge(String),
    /// Everything so far is worked off.
    Settle,
    /// Cal.com books and then loses its answer.
    LoseNextAnswer,
}

/// All of them. The samples keep their own dates; the others are about the days after `now`.
pub(super) fn all(now: Instant) -> Vec<Scene> {
    let just_now = now.minus(Duration::from_mins(3));
    vec![
        samples_of_a_booked_call(),
        scene(
            "a call that never connected",
            "call_c90e5d1f3a7b4426b8d2e0f1a57",
            [samples::NOT_CONNECTED.body],
        ),
        scene(
            "a call from a browser begins",
            "call_11aa22bb33cc44dd55ee66ff770",
            [samples::WEB_CALL_STARTED.body],
        ),
        redelivered(now, just_now),
        out_of_order(now, just_now),
        anonymous(now, just_now),
        same_slot_again(now, just_now),
        lost_answer(now, just_now),
        words_alone(just_now),
        no_consent(now, just_now),
        unknown_number(now, just_now),
        forged(just_now),
    ]
}

fn scene<'a>(
    title: &'static str,
    call_id: &str,
    bodies: impl IntoIterator<Item = &'a str>,
) -> Scene {
    let acts = bodies
        .into_iter()
        .map(|body| Act::Deliver(body.to_owned()))
        .collect();
    Scene {
        title,
        call_id: call_id.to_owned(),
        acts,
    }
}

fn play(title: &'static str, call: &CallScript) -> Scene {
    let events = call.events();
    scene(title, call.call_id(), events.iter().map(String::as_str))
}

fn samples_of_a_booked_call() -> Scene {
    let mut told = scene(
        "the agent's tool booked during the call",
        "call_7d3f0b6a91c24e58b0f4a2c6e19",
        [
            samples::CALL_STARTED.body,
            samples::TRANSCRIPT_UPDATED.body,
            samples::TRANSFER_STARTED.body,
            samples::CALL_ENDED.body,
            samples::CALL_ANALYZED.body,
        ],
    );
    told.acts
        .insert(0, Act::Ask(samples::CALL_INBOUND.body.to_owned()));
    told
}

/// A call in the salon, agreed for ten o'clock in so many days.
fn salon_call(id: &str, started_at: Instant, start: &str) -> CallScript {
    CallScript::new(id, started_at)
        .to(SALON)
        .say_agent("Guten Tag, Friseursalon Schöne Köpfe. Was kann ich für Sie tun?")
        .say_user("Einen Herrenhaarschnitt, bitte, wenn möglich um zehn.")
        .say_agent("Um zehn Uhr ist frei. Soll ich das eintragen?")
        .say_user("Ja, gerne.")
        .analysis(json!({
            "termin_gebucht": true,
            "termin_start": start,
            "dienstleistung": "Herrenhaarschnitt",
            "kunde_name": "Kim Beispiel",
        }))
}

/// Ten o'clock on the wall, in so many days.
fn at_ten(now: Instant, days: i64, zone: &str) -> String {
    let local = Zone::parse(zone)
        .map(|zone| now.local(&zone).date())
        .unwrap_or_default();
    let day = local.saturating_add(jiff::Span::new().days(days));
    format!("{day} 10:00")
}

fn redelivered(now: Instant, started_at: Instant) -> Scene {
    let call = salon_call(
        "call_demo_redelivered",
        started_at,
        &at_ten(now, 2, "Europe/Berlin"),
    )
    .from("+4915100000001")
    .duration(Duration::from_secs(72));
    let mut told = play("booked; one event twice, one re-stamped", &call);
    let ended = call.call_ended();
    let restamped = restamp(&call.call_analyzed(), now);
    told.acts.push(Act::Deliver(ended));
    told.acts.extend(restamped.map(Act::Deliver));
    told
}

fn out_of_order(now: Instant, started_at: Instant) -> Scene {
    let call = CallScript::new("call_demo_out_of_order", started_at)
        .to(PRACTICE)
        .from("+447700900123")
        .say_agent("Harbour Physiotherapy, how can I help?")
        .say_user("I'd like a physio session at ten.")
        .say_agent("Ten o'clock is free. Shall I book it?")
        .say_user("Yes, please.")
        .duration(Duration::from_secs(48))
        .analysis(json!({
            "appointment_confirmed": true,
            "appointment_date_time": at_ten(now, 3, "Europe/London"),
            "service": "Physiotherapy",
            "caller_full_name": "Alex Example",
        }));
    let mut told = play("booked; the events arrive backwards", &call);
    told.acts.reverse();
    told
}

fn anonymous(now: Instant, started_at: Instant) -> Scene {
    let call = salon_call(
        "call_demo_anonymous",
        started_at,
        &at_ten(now, 4, "Europe/Berlin"),
    )
    .anonymous();
    play("booked; the caller withholds the number", &call)
}

fn same_slot_again(now: Instant, started_at: Instant) -> Scene {
    let call = salon_call(
        "call_demo_same_slot",
        started_at,
        &at_ten(now, 2, "Europe/Berlin"),
    )
    .from("+4915100000002");
    let mut told = play("a slot that is taken by now", &call);
    told.acts.insert(0, Act::Settle);
    told
}

fn lost_answer(now: Instant, started_at: Instant) -> Scene {
    let call = salon_call(
        "call_demo_lost_answer",
        started_at,
        &at_ten(now, 5, "Europe/Berlin"),
    )
    .from("+4915100000003");
    let mut told = play("Cal.com books and loses its answer", &call);
    told.acts.splice(0..0, [Act::Settle, Act::LoseNextAnswer]);
    told.acts.push(Act::Settle);
    told
}

fn words_alone(started_at: Instant) -> Scene {
    let call = CallScript::new("call_demo_words_alone", started_at)
        .to(SALON)
        .from("+4915100000006")
        .say_agent("Guten Tag, Friseursalon Schöne Köpfe. Was kann ich für Sie tun?")
        .say_user("ich bräuchte einen haarschnitt für herren morgen um zehn")
        .say_agent("Morgen um zehn Uhr ist leider schon vergeben. Um halb drei wäre frei.")
        .say_user("morgen kann ich dann doch nicht, lieber übermorgen um halb drei")
        .say_agent("Übermorgen um vierzehn Uhr dreißig, gern. Soll ich das eintragen?")
        .say_user("ja passt")
        .say_agent("Auf welchen Namen?")
        .say_user("kim beispiel")
        .say_agent("Ist eingetragen. Bis übermorgen!")
        .analysis(json!({}));
    play("booked from what was said; no field notes it", &call)
}

fn no_consent(now: Instant, started_at: Instant) -> Scene {
    let call = CallScript::new("call_demo_no_consent", started_at)
        .to(SALON)
        .from("+4915100000004")
        .say_agent("Guten Tag, Friseursalon Schöne Köpfe. Was kann ich für Sie tun?")
        .say_user("Einen Herrenhaarschnitt, bitte, wenn möglich um zehn.")
        .say_agent("Um zehn Uhr ist frei. Soll ich das eintragen?")
        .say_user("Das muss ich mir noch überlegen.")
        .analysis(json!({
            "termin_start": at_ten(now, 6, "Europe/Berlin"),
            "dienstleistung": "Herrenhaarschnitt",
        }));
    play("a date was noted, but no consent", &call)
}

fn unknown_number(now: Instant, started_at: Instant) -> Scene {
    let call = salon_call(
        "call_demo_unknown_number",
        started_at,
        &at_ten(now, 2, "Europe/Berlin"),
    )
    .to("+493099999999")
    .from("+4915100000005");
    play("a number that nobody registered", &call)
}

fn forged(started_at: Instant) -> Scene {
    let call = CallScript::new("call_demo_forged", started_at).to(SALON);
    let acts = vec![Act::Forge(call.call_analyzed())];
    Scene {
        title: "somebody without the key",
        call_id: call.call_id().to_owned(),
        acts,
    }
}
