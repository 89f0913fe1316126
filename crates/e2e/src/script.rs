//! Calls to the two businesses that end in an appointment.

use std::time::Duration;

use domain::time::{Instant, Zone};
use jiff::ToSpan;
use sandbox::retell::CallScript;
use serde_json::json;

use crate::businesses::{Business, PRACTICE, SALON, Service};

/// The person who calls unless a test says otherwise.
pub const CALLER: &str = "+4917604069021";

/// A fresh id.
pub fn call_id() -> String {
    format!("call_{}", uuid::Uuid::new_v4().simple())
}

/// A full hour of a coming day in the business' zone: `number` 0 is tomorrow at 9, 8 the day
/// after at 9.
///
/// # Errors
/// The calendar ends before that.
pub fn slot(business: &Business, now: Instant, number: u32) -> anyhow::Result<Instant> {
    let zone: Zone = business.zone()?;
    let (day, hour) = (1 + i64::from(number / 8), i8::try_from(9 + number % 8)?);
    let local = now
        .local(&zone)
        .date()
        .checked_add(day.days())?
        .at(hour, 0, 0, 0)
        .to_zoned(jiff::tz::TimeZone::get(zone.name())?)?;
    anyhow::Context::context(
        Instant::from_micros(local.timestamp().as_microsecond()),
        "an instant",
    )
}

/// A call that ended a moment ago and made an appointment for `service` at `slot`: in German at
/// the salon, in English at the practice.
pub fn booked_call(
    business: &Business,
    service: &Service,
    slot: Instant,
    now: Instant,
) -> CallScript {
    let call = CallScript::new(call_id(), now.minus(Duration::from_secs(90)))
        .to(business.number)
        .from(CALLER)
        .agent(business.agent)
        .duration(Duration::from_millis(72_385));
    if business.slug == PRACTICE.slug {
        call.say_agent("Riverside Practice, how can I help?")
            .say_user("I would like a check-up, please. Oliver Whitcombe is my name.")
            .say_agent("It is booked.")
            .summary("An appointment was made.")
            .analysis(json!({
                "appointment_confirmed": true,
                "appointment_start": slot.to_string(),
                "service": service.name,
                "customer_name": "Oliver Whitcombe",
                "customer_email": "oliver.whitcombe@example.org",
            }))
    } else {
        call.say_agent("Friseursalon Schöne Köpfe, guten Tag.")
            .say_user("Guten Tag, ich hätte gern einen Termin. Jutta Müller-Lüdenscheidt.")
            .say_agent("Der Termin ist eingetragen.")
            .summary("Ein Termin wurde vereinbart.")
            .analysis(json!({
                "anliegen": "Terminbuchung",
                "termin_gebucht": true,
                "termin_start": slot.to_string(),
                "dienstleistung": service.name,
                "kunde_name": "Jutta Müller-Lüdenscheidt",
                "kunde_email": "jutta.mueller-luedenscheidt@beispiel.de",
            }))
    }
}

/// A German call for a haircut.
pub fn german(slot: Instant, now: Instant) -> CallScript {
    booked_call(&SALON, &crate::businesses::CUT, slot, now)
}

/// An English call for a check-up.
pub fn english(slot: Instant, now: Instant) -> CallScript {
    booked_call(&PRACTICE, &crate::businesses::CHECK_UP, slot, now)
}
