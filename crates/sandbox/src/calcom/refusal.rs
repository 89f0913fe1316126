//! Every error, in Cal.com's shapes and words.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::id::{CalcomUid, EventTypeId};
use domain::time::Instant;
use serde_json::{Value, json};

/// An answer that says no.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    status: StatusCode,
    shape: Shape,
    message: String,
}

/// Which part of Cal.com formed the body.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Shape {
    /// An exception of Nest: an envelope with details.
    Nest,
    /// The limiter: details are a text.
    Throttler,
    /// The legacy controller's validation: details name properties.
    Pipe(&'static [&'static str]),
    /// A filter for errors of the booking fields: no details.
    Filter,
    /// An error of the core that nothing mapped: no envelope.
    Core,
}

impl Refusal {
    fn nest(status: StatusCode, message: impl Into<String>) -> Self {
        Self {
            status,
            shape: Shape::Nest,
            message: message.into(),
        }
    }

    fn core(status: StatusCode, message: impl Into<String>) -> Self {
        Self {
            shape: Shape::Core,
            ..Self::nest(status, message)
        }
    }

    pub(crate) fn taken(by_team: bool) -> Self {
        let who = if by_team { "One of the hosts" } else { "User" };
        let message = format!("{who} either already has booking at this time or is not available");
        Self::nest(StatusCode::BAD_REQUEST, message)
    }

    /// Two requests found the time free; this one came second.
    pub(crate) fn lost_race() -> Self {
        Self::core(StatusCode::CONFLICT, "booking_conflict_error")
    }

    pub(crate) fn past() -> Self {
        Self::nest(
            StatusCode::BAD_REQUEST,
            "Attempting to book a meeting in the past.",
        )
    }

    pub(crate) fn too_soon() -> Self {
        let message = "The event type can't be booked at the \"start\" time provided. This could be because \
            it's too soon (violating the minimum booking notice) or too far in the future (outside the event's \
            scheduling window). Try fetching available slots first using the GET /v2/slots endpoint and then \
            make a booking with \"start\" time equal to one of the available slots.";
        Self::nest(StatusCode::BAD_REQUEST, message)
    }

    pub(crate) fn unknown_event_type(id: EventTypeId) -> Self {
        Self::nest(
            StatusCode::NOT_FOUND,
            format!("Event type with id {id} not found."),
        )
    }

    pub(crate) fn unknown_event_type_of_slots() -> Self {
        Self::nest(StatusCode::NOT_FOUND, "Event Type not found")
    }

    pub(crate) fn bad_range() -> Self {
        Self::nest(
            StatusCode::BAD_REQUEST,
            "Invalid time range given - check the 'start' and 'end' query parameters.",
        )
    }

    pub(crate) fn no_choice_of_length() -> Self {
        Self::nest(
            StatusCode::BAD_REQUEST,
            "Can't specify 'lengthInMinutes' because event type does not have multiple possible lengths. \
             Please, remove the 'lengthInMinutes' field from the request.",
        )
    }

    pub(crate) fn no_contact() -> Self {
        Self::nest(
            StatusCode::BAD_REQUEST,
            "Attendee must have at least one contact method (email or phone number)",
        )
    }

    pub(crate) fn email_missing() -> Self {
        Self {
            shape: Shape::Filter,
            ..Self::nest(
                StatusCode::BAD_REQUEST,
                "responses - {email}error_required_field, ",
            )
        }
    }

    /// Properties that are wrong, each with its constraint.
    pub(crate) fn invalid(wrong: &[(String, String)]) -> Self {
        let parts: Vec<String> = wrong
            .iter()
            .map(|(property, constraint)| format!("{property} property is wrong,{constraint} "))
            .collect();
        Self::nest(StatusCode::BAD_REQUEST, parts.join(", "))
    }

    pub(crate) fn unreadable_body() -> Self {
        Self::nest(
            StatusCode::BAD_REQUEST,
            "Unexpected token in JSON at position 0",
        )
    }

    pub(crate) fn body_too_large() -> Self {
        Self::nest(StatusCode::PAYLOAD_TOO_LARGE, "request entity too large")
    }

    pub(crate) fn unknown_booking(uid: &CalcomUid) -> Self {
        Self::nest(
            StatusCode::NOT_FOUND,
            format!("Booking with uid={uid} was not found in the database"),
        )
    }

    pub(crate) fn unknown_booking_to_cancel(uid: &CalcomUid) -> Self {
        Self::nest(
            StatusCode::NOT_FOUND,
            format!("Booking with uid={uid} not found"),
        )
    }

    pub(crate) fn already_cancelled(uid: &CalcomUid) -> Self {
        Self::nest(
            StatusCode::BAD_REQUEST,
            format!(
                "Can't cancel booking with uid={uid} because it has been cancelled already. Please provide uid of a booking that is not cancelled."
            ),
        )
    }

    pub(crate) fn already_ended() -> Self {
        Self::core(
            StatusCode::BAD_REQUEST,
            "Cannot cancel a booking that has already ended",
        )
    }

    pub(crate) fn reason_missing() -> Self {
        Self::core(StatusCode::BAD_REQUEST, "Cancellation reason is required")
    }

    pub(crate) fn unknown_key() -> Self {
        Self::nest(
            StatusCode::UNAUTHORIZED,
            "ApiAuthStrategy - api key - Your api key is not valid",
        )
    }

    pub(crate) fn no_key() -> Self {
        Self::nest(
            StatusCode::FORBIDDEN,
            "PermissionsGuard - no authentication provided. Provide either authorization bearer token containing managed user access token or oAuth client 'id' and 'secret' headers.",
        )
    }

    /// No such route, or not in the version that the request names.
    pub(crate) fn no_route(method: &str, path: &str) -> Self {
        Self::nest(StatusCode::NOT_FOUND, format!("Cannot {method} {path}"))
    }

    /// Without a known version the legacy controller answers, and misses its own fields.
    pub(crate) fn legacy() -> Self {
        Self {
            shape: Shape::Pipe(&[
                "start",
                "eventTypeId",
                "responses",
                "timeZone",
                "language",
                "metadata",
            ]),
            ..Self::nest(StatusCode::BAD_REQUEST, "Bad Request Exception")
        }
    }

    pub(crate) fn throttled() -> Self {
        Self {
            shape: Shape::Throttler,
            ..Self::nest(
                StatusCode::TOO_MANY_REQUESTS,
                "CustomThrottlerGuard - Too many requests. Please try again later.",
            )
        }
    }

    pub(crate) fn broken() -> Self {
        Self::core(StatusCode::INTERNAL_SERVER_ERROR, "Internal server error")
    }

    /// The answer to a request of that path at that time.
    pub(crate) fn answer(&self, path: &str, now: Instant) -> Response {
        (self.status, Json(self.body(path, now))).into_response()
    }

    fn body(&self, path: &str, now: Instant) -> Value {
        let reason = self.status.canonical_reason().unwrap_or_default();
        let exception = format!("{}Exception", reason.replace(' ', ""));
        let message = &self.message;
        let status = self.status.as_u16();
        let envelope = |error: Value| json!({"status": "error", "timestamp": now.to_string(), "path": path, "error": error});
        match &self.shape {
            Shape::Nest => envelope(json!({
                "code": exception,
                "message": message,
                "details": {"message": message, "error": reason, "statusCode": status},
            })),
            Shape::Throttler => envelope(json!({
                "code": "ThrottlerException", "message": message, "details": message,
            })),
            Shape::Pipe(properties) => {
                let errors: Vec<Value> = properties
                    .iter()
                    .map(
                        |property| json!({"property": property, "constraints": {}, "children": []}),
                    )
                    .collect();
                envelope(
                    json!({"code": exception, "message": message, "details": {"errors": errors}}),
                )
            }
            Shape::Filter => envelope(json!({"code": "BAD_REQUEST", "message": message})),
            Shape::Core => json!({"statusCode": status, "message": message}),
        }
    }
}
