//! How a booking is shown.

use domain::time::{Instant, Zone};
use serde_json::{Map, Value, json};

use super::ledger::Booking;
use super::rules::Slot;

/// A booking as create, get, list and cancel show it.
pub(crate) fn booking(booking: &Booking) -> Value {
    let mut attendee = json!({
        "name": booking.attendee.name,
        "email": booking.attendee.email,
        "displayEmail": booking.attendee.email,
        "timeZone": booking.attendee.zone,
        "language": booking.attendee.language,
        "absent": false,
    });
    if let Some(phone) = &booking.attendee.phone {
        attendee["phoneNumber"] = json!(phone);
    }
    let mut responses = booking.responses.clone();
    responses.insert("name".to_owned(), json!(booking.attendee.name));
    responses.insert("email".to_owned(), json!(booking.attendee.email));
    let host = booking.host;
    let event_type = booking.event_type;
    json!({
        "id": numeric_id(booking),
        "uid": booking.uid,
        "title": format!("Appointment with {}", booking.attendee.name),
        "description": "",
        "hosts": [{
            "id": host,
            "name": format!("Host {host}"),
            "email": format!("host{host}@example.com"),
            "displayEmail": format!("host{host}@example.com"),
            "username": format!("host{host}"),
            "timeZone": "Europe/Berlin",
        }],
        "status": booking.status,
        "cancellationReason": booking.cancellation_reason.as_deref().unwrap_or_default(),
        "cancelledByEmail": "",
        "start": millis(booking.start),
        "end": millis(booking.end),
        "duration": booking.end.since(booking.start).as_secs() / 60,
        "eventTypeId": event_type,
        "eventType": {"id": event_type, "slug": format!("event-type-{event_type}")},
        "meetingUrl": "",
        "location": "",
        "absentHost": false,
        "createdAt": millis(booking.created_at),
        "updatedAt": millis(booking.created_at),
        "metadata": booking.metadata,
        "rating": null,
        "icsUid": format!("{}@Cal.com", booking.uid),
        "attendees": [attendee],
        "bookingFieldsResponses": responses,
        "isPlatformManagedUserBooking": false,
    })
}

/// Slots by day, as the zone of the request counts days; days without any are left out.
pub(crate) fn slots(slots: &[Slot], zone: &Zone, with_end: bool) -> Value {
    let mut days = Map::new();
    for slot in slots {
        let day = slot.start.local(zone).date().to_string();
        let mut shown = json!({"start": local(slot.start, zone)});
        if with_end {
            shown["end"] = json!(local(slot.end, zone));
        }
        match days.entry(day).or_insert_with(|| json!([])) {
            Value::Array(day) => day.push(shown),
            other => *other = json!([shown]),
        }
    }
    Value::Object(days)
}

/// Cal.com's other id. Its own are counted; this one follows from the uid, so that it is the
/// same in every run.
fn numeric_id(booking: &Booking) -> u32 {
    let hash = |hash: u32, byte: u8| hash.wrapping_mul(31).wrapping_add(byte.into());
    booking.uid.as_str().bytes().fold(7, hash) >> 1
}

fn millis(at: Instant) -> String {
    format!("{at:.3}")
}

fn local(at: Instant, zone: &Zone) -> String {
    if zone.name() == "UTC" {
        return millis(at);
    }
    at.local(zone)
        .strftime("%Y-%m-%dT%H:%M:%S%.3f%:z")
        .to_string()
}
