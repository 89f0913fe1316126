//! The JSON of both directions: strict in what is sent, lenient in what is read.

use domain::booking::{Attendee, Booking, BookingState};
use domain::id::{CalcomUid, EventTypeId};
use domain::phone::PhoneNumber;
use domain::time::Instant;
use serde::Serialize;
use serde_json::Value;

use crate::client::{BookRequest, METADATA_KEY};

/// Cal.com takes 500 of JavaScript's characters, of which one of ours is at most two.
const METADATA_VALUE_LIMIT: usize = 250;

/// Body of `POST /v2/bookings`. Keys that Cal.com does not know are refused (400), and what is
/// absent here is absent on purpose: no `title` (F10), no `allowConflicts`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CreateBooking<'a> {
    start: String,
    event_type_id: EventTypeId,
    #[serde(skip_serializing_if = "Option::is_none")]
    length_in_minutes: Option<u32>,
    attendee: CreateAttendee<'a>,
    metadata: Metadata,
    #[serde(skip_serializing_if = "Option::is_none")]
    booking_fields_responses: Option<FieldsResponses<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CreateAttendee<'a> {
    name: &'a str,
    time_zone: &'a str,
    language: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone_number: Option<&'a str>,
}

/// Strings only (F11): a number passes Cal.com's check, and may then come back as `{}`.
#[derive(Serialize)]
struct Metadata {
    ringback_appointment: String,
    ringback_call: String,
}

#[derive(Serialize)]
struct FieldsResponses<'a> {
    notes: &'a str,
}

impl<'a> From<&'a BookRequest> for CreateBooking<'a> {
    fn from(request: &'a BookRequest) -> Self {
        let attendee = &request.attendee;
        let call = request.call.as_str();
        Self {
            start: millis(request.intent.starts_at),
            event_type_id: request.intent.event_type,
            length_in_minutes: request.length_minutes,
            attendee: CreateAttendee {
                name: &attendee.name,
                time_zone: attendee.zone.name(),
                language: &attendee.language,
                email: attendee.email.as_deref(),
                phone_number: attendee.phone.as_ref().map(PhoneNumber::as_str),
            },
            metadata: Metadata {
                ringback_appointment: request.intent.appointment_id.to_string(),
                ringback_call: call.chars().take(METADATA_VALUE_LIMIT).collect(),
            },
            booking_fields_responses: request
                .notes
                .as_deref()
                .map(|notes| FieldsResponses { notes }),
        }
    }
}

/// An instant as Cal.com reads it: UTC, to the millisecond at most.
pub(crate) fn millis(at: Instant) -> String {
    Instant::from_millis(at.as_millis())
        .unwrap_or(at)
        .to_string()
}

/// Reads a booking. Only the uid must be there; of everything else, Cal.com has been seen to
/// leave out or to change what its OpenAPI document promises.
pub(crate) fn booking(value: &Value) -> Option<Booking> {
    let text = |key: &str| value.get(key).and_then(Value::as_str);
    let uid = text("uid").filter(|uid| !uid.is_empty())?;
    // `eventTypeId` is deprecated in favour of the object.
    let event_type = value
        .pointer("/eventType/id")
        .and_then(Value::as_i64)
        .or_else(|| value.get("eventTypeId")?.as_i64());
    let attendees = value.get("attendees").and_then(Value::as_array);
    Some(Booking {
        uid: CalcomUid::new(uid),
        starts_at: text("start").and_then(Instant::parse),
        event_type: event_type.map(EventTypeId),
        state: state(text("status").unwrap_or_default()),
        key: value
            .get("metadata")
            .and_then(|metadata| metadata.get(METADATA_KEY)?.as_str())
            .map(str::to_owned),
        attendees: attendees.into_iter().flatten().map(attendee).collect(),
    })
}

fn attendee(value: &Value) -> Attendee {
    let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    Attendee {
        name: text("name"),
        email: text("email"),
        phone: text("phoneNumber"),
    }
}

/// The API writes these in lower case, its webhooks in upper case.
fn state(status: &str) -> BookingState {
    match status.to_ascii_lowercase().as_str() {
        "accepted" => BookingState::Accepted,
        "pending" => BookingState::Pending,
        _ => BookingState::Gone,
    }
}

/// The bookings of a list; `None` unless every entry can be read, since "it is not there" may
/// only follow from a list that was understood whole.
pub(crate) fn bookings(data: &Value) -> Option<Vec<Booking>> {
    // A series of recurring bookings is a list within the list.
    data.as_array()?
        .iter()
        .flat_map(|entry| match entry {
            Value::Array(series) => series.as_slice(),
            single => std::slice::from_ref(single),
        })
        .map(booking)
        .collect()
}

/// The start of every slot: `{"2026-11-05": [{"start": "…"}]}`, days without slots left out.
pub(crate) fn slots(data: &Value) -> Option<Vec<Instant>> {
    let mut starts = data
        .as_object()?
        .values()
        .map(|day| day.as_array())
        .collect::<Option<Vec<_>>>()?
        .into_iter()
        .flatten()
        .map(|slot| Instant::parse(slot.get("start")?.as_str()?))
        .collect::<Option<Vec<_>>>()?;
    starts.sort_unstable();
    starts.dedup();
    Some(starts)
}
