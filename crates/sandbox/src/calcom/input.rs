//! What requests may hold; anything else is a 400 that names it.

use std::collections::BTreeMap;

use domain::id::EventTypeId;
use domain::time::{Instant, Zone};
use serde_json::{Map, Value};

use super::check::{
    Check, count, direction, email, end, filled, format, instant, language, map, metadata, minutes,
    number, numbers, object, page, pairs, phone, zone,
};
use super::ledger::Status;
use super::refusal::Refusal;

/// Body of `POST /v2/bookings`.
#[derive(Debug)]
pub(crate) struct Wanted {
    pub(crate) event_type: EventTypeId,
    pub(crate) start: Instant,
    pub(crate) minutes: Option<u32>,
    pub(crate) name: String,
    pub(crate) email: Option<String>,
    pub(crate) phone: Option<String>,
    pub(crate) zone: String,
    pub(crate) language: String,
    pub(crate) metadata: BTreeMap<String, String>,
    pub(crate) responses: Map<String, Value>,
}

impl Wanted {
    pub(crate) fn parse(body: &[u8]) -> Result<Self, Refusal> {
        let body = object(body)?;
        let empty = Map::new();
        let mut check = Check::default();
        check.only(
            &body,
            &[
                "start",
                "eventTypeId",
                "lengthInMinutes",
                "attendee",
                "metadata",
                "bookingFieldsResponses",
                "guests",
                "location",
            ],
        );
        let start = check.need(
            "start",
            body.get("start"),
            instant,
            "start must be a valid ISO 8601 date string",
        );
        let event_type = check.need(
            "eventTypeId",
            body.get("eventTypeId"),
            Value::as_i64,
            "eventTypeId must be a number",
        );
        let minutes = check.may(
            "lengthInMinutes",
            body.get("lengthInMinutes"),
            minutes,
            "lengthInMinutes must be a number",
        );
        let responses = check.may(
            "bookingFieldsResponses",
            body.get("bookingFieldsResponses"),
            map,
            "bookingFieldsResponses must be an object",
        );
        let metadata = check.may("metadata", body.get("metadata"), metadata, "Metadata must have at most 50 keys, each key up to 40 characters, and string values up to 500 characters.");
        let attendee = check
            .need(
                "attendee",
                body.get("attendee"),
                Value::as_object,
                "attendee must be an object",
            )
            .unwrap_or(&empty);
        check.only(
            attendee,
            &["name", "email", "phoneNumber", "timeZone", "language"],
        );
        let name = check.need(
            "attendee.name",
            attendee.get("name"),
            filled,
            "name should not be empty",
        );
        let zone = check.need(
            "attendee.timeZone",
            attendee.get("timeZone"),
            zone,
            "timeZone must be a valid IANA time-zone",
        );
        let email = check.may(
            "attendee.email",
            attendee.get("email"),
            email,
            "email must be an email",
        );
        let phone = check.may(
            "attendee.phoneNumber",
            attendee.get("phoneNumber"),
            phone,
            "phoneNumber must be a valid phone number",
        );
        let language = check.may(
            "attendee.language",
            attendee.get("language"),
            language,
            "language must be one of the supported ones",
        );
        check.end()?;
        // Whatever is missing here has ended the check above.
        let (Some(start), Some(event_type), Some(name), Some(zone)) =
            (start, event_type, name, zone)
        else {
            return Err(Refusal::invalid(&[]));
        };
        if email.is_none() && phone.is_none() {
            return Err(Refusal::no_contact());
        }
        Ok(Self {
            event_type: EventTypeId(event_type),
            start,
            minutes,
            name,
            email,
            phone,
            zone,
            language: language.unwrap_or_else(|| "en".to_owned()),
            metadata: metadata.unwrap_or_default(),
            responses: responses.unwrap_or_default(),
        })
    }
}

/// Query of `GET /v2/slots`.
#[derive(Debug)]
pub(crate) struct SlotsQuery {
    pub(crate) event_type: EventTypeId,
    pub(crate) from: Instant,
    /// Included.
    pub(crate) last: Instant,
    pub(crate) zone: Zone,
    pub(crate) minutes: Option<u32>,
    pub(crate) with_end: bool,
}

impl SlotsQuery {
    pub(crate) fn parse(query: &str) -> Result<Self, Refusal> {
        let query = pairs(query)?;
        let mut check = Check::default();
        check.only(
            &query,
            &[
                "eventTypeId",
                "start",
                "end",
                "timeZone",
                "duration",
                "format",
            ],
        );
        let event_type = check.need(
            "eventTypeId",
            query.get("eventTypeId"),
            number,
            "eventTypeId must be a number",
        );
        let from = check.need(
            "start",
            query.get("start"),
            instant,
            "start must be a valid ISO 8601 date string",
        );
        let last = check.need(
            "end",
            query.get("end"),
            end,
            "end must be a valid ISO 8601 date string",
        );
        let zone_name = check.may(
            "timeZone",
            query.get("timeZone"),
            zone,
            "timeZone must be a valid IANA time-zone",
        );
        let minutes = check.may(
            "duration",
            query.get("duration"),
            number,
            "duration must be a number",
        );
        let format = check.may(
            "format",
            query.get("format"),
            format,
            "format must be one of the following values: time, range",
        );
        check.end()?;
        let zone = Zone::parse(zone_name.as_deref().unwrap_or("UTC"));
        let (Some(event_type), Some(from), Some(last), Ok(zone)) = (event_type, from, last, zone)
        else {
            return Err(Refusal::invalid(&[]));
        };
        Ok(Self {
            event_type: EventTypeId(event_type),
            from,
            last,
            zone,
            minutes: minutes.and_then(|minutes| minutes.try_into().ok()),
            with_end: format.is_some_and(|format| format == "range"),
        })
    }
}

/// Query of `GET /v2/bookings`.
#[derive(Debug)]
pub(crate) struct ListQuery {
    pub(crate) event_types: Option<Vec<EventTypeId>>,
    pub(crate) uid: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) after_start: Option<Instant>,
    pub(crate) before_end: Option<Instant>,
    pub(crate) after_created: Option<Instant>,
    pub(crate) before_created: Option<Instant>,
    pub(crate) states: Option<Vec<ListState>>,
    /// By start rather than by creation.
    pub(crate) by_start: bool,
    pub(crate) descending: bool,
    pub(crate) take: usize,
    pub(crate) skip: usize,
}

/// A word of the filter `status`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ListState {
    Upcoming,
    Recurring,
    Past,
    Cancelled,
    Unconfirmed,
}

impl ListState {
    pub(crate) fn holds(self, status: Status, end: Instant, now: Instant) -> bool {
        match self {
            Self::Upcoming => status == Status::Accepted && end >= now,
            Self::Recurring => false,
            Self::Past => status.is_live() && end <= now,
            Self::Cancelled => !status.is_live(),
            Self::Unconfirmed => status == Status::Pending && end >= now,
        }
    }
}

impl ListQuery {
    pub(crate) fn parse(query: &str) -> Result<Self, Refusal> {
        let query = pairs(query)?;
        let mut check = Check::default();
        check.only(
            &query,
            &[
                "status",
                "attendeeEmail",
                "attendeeName",
                "bookingUid",
                "eventTypeId",
                "eventTypeIds",
                "afterStart",
                "beforeEnd",
                "afterCreatedAt",
                "beforeCreatedAt",
                "sortStart",
                "sortCreated",
                "take",
                "skip",
            ],
        );
        let mut time = |key: &str| {
            check.may(
                key,
                query.get(key),
                instant,
                "must be a valid ISO 8601 date string",
            )
        };
        let after_start = time("afterStart");
        let before_end = time("beforeEnd");
        let after_created = time("afterCreatedAt");
        let before_created = time("beforeCreatedAt");
        let ids = query
            .get("eventTypeIds")
            .or_else(|| query.get("eventTypeId"));
        let event_types = check.may("eventTypeIds", ids, numbers, "eventTypeIds must be numbers");
        let states = check.may("status", query.get("status"), states, "status must be one of the following values: upcoming, recurring, past, cancelled, unconfirmed");
        let sort_start = check.may(
            "sortStart",
            query.get("sortStart"),
            direction,
            "sortStart must be asc or desc",
        );
        let sort_created = check.may(
            "sortCreated",
            query.get("sortCreated"),
            direction,
            "sortCreated must be asc or desc",
        );
        let take = check.may(
            "take",
            query.get("take"),
            page,
            "take must not be less than 1 or greater than 250",
        );
        let skip = check.may(
            "skip",
            query.get("skip"),
            count,
            "skip must not be less than 0",
        );
        check.end()?;
        let text = |key: &str| query.get(key).and_then(Value::as_str).map(str::to_owned);
        Ok(Self {
            event_types: event_types.map(|ids| ids.into_iter().map(EventTypeId).collect()),
            uid: text("bookingUid"),
            email: text("attendeeEmail"),
            name: text("attendeeName"),
            after_start,
            before_end,
            after_created,
            before_created,
            states,
            by_start: sort_start.is_some(),
            descending: sort_start.or(sort_created).unwrap_or(false),
            take: take.unwrap_or(100),
            skip: skip.unwrap_or(0),
        })
    }
}

/// Body of `POST /v2/bookings/{uid}/cancel`: the reason, if one is given.
pub(crate) fn cancellation_reason(body: &[u8]) -> Result<Option<String>, Refusal> {
    let body = if body.is_empty() {
        Map::new()
    } else {
        object(body)?
    };
    let mut check = Check::default();
    check.only(&body, &["cancellationReason", "cancelSubsequentBookings"]);
    let reason = check.may(
        "cancellationReason",
        body.get("cancellationReason"),
        filled,
        "cancellationReason must be a string",
    );
    check.end()?;
    Ok(reason)
}

fn states(value: &Value) -> Option<Vec<ListState>> {
    let state = |word: &str| {
        Some(match word {
            "upcoming" => ListState::Upcoming,
            "recurring" => ListState::Recurring,
            "past" => ListState::Past,
            "cancelled" => ListState::Cancelled,
            "unconfirmed" => ListState::Unconfirmed,
            _ => return None,
        })
    };
    value.as_str()?.split(',').map(state).collect()
}
