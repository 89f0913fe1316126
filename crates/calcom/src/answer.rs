//! What became of a request to book, from status and text: Cal.com has no code for it.
//!
//! A definite answer must be one that is known; everything else is [`Answer::Unclear`], and is
//! looked up (F13). The texts were read from Cal.com's source, and seen live.

use std::time::Duration;

use domain::booking::Answer;
use domain::time::Instant;

use crate::send::{Reply, TransportError};
use crate::wire;

/// How a 400 begins when the time is not to be had: booked, blocked, or outside the hours. The
/// second is a team's.
const TAKEN: [&str; 2] = [
    "User either already has booking at this time or is not available",
    "One of the hosts either already has booking at this time or is not available",
];

/// How a 403 begins that is about the attendee and not about the key.
const ATTENDEE_BLOCKED: &str = "booker_email_blocked";

/// When to try again if there was no connection. Short: a caller was promised this time.
const RECONNECT: Duration = Duration::from_secs(5);

/// Total: whatever happened becomes an answer.
pub(crate) fn answer(result: Result<Reply, TransportError>, now: Instant) -> Answer {
    match result {
        Ok(reply) => of_reply(&reply, now),
        Err(error) if error.nothing_sent => Answer::NotSent {
            retry_at: now.plus(RECONNECT),
            message: error.to_string(),
        },
        Err(error) => Answer::Unclear {
            message: error.to_string(),
        },
    }
}

fn of_reply(reply: &Reply, now: Instant) -> Answer {
    let message = reply.words();
    match reply.status {
        // The limiter stands before everything that books, Cal.com's as well as Cloudflare's.
        429 => Answer::NotSent {
            retry_at: now.plus(reply.retry_after),
            message,
        },
        _ if reply.body.is_none() => Answer::Unclear { message },
        200..=299 => match reply.data().and_then(created) {
            Some(booking) => Answer::Booked(booking),
            None => Answer::Unclear { message },
        },
        400 if is_taken(reply.message()) => Answer::Taken { message },
        400 => Answer::Refused { message },
        403 if reply.message().starts_with(ATTENDEE_BLOCKED) => Answer::Refused { message },
        401 | 403 | 404 | 422 => Answer::Misconfigured { message },
        _ => Answer::Unclear { message },
    }
}

fn is_taken(message: &str) -> bool {
    TAKEN.iter().any(|taken| message.starts_with(taken))
}

/// A recurring event type answers with the whole series; the first is the one asked for.
fn created(data: &serde_json::Value) -> Option<domain::booking::Booking> {
    wire::booking(data.get(0).unwrap_or(data))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    /// A page of HTML, say.
    const NO_JSON: Value = Value::Null;

    fn now() -> Instant {
        Instant::parse("2026-11-02T09:00:00Z").unwrap()
    }

    fn class(status: u16, body: &Value) -> &'static str {
        let reply = Reply {
            status,
            retry_after: Duration::from_secs(17),
            body: Some(body.clone()).filter(|body| *body != NO_JSON),
        };
        match of_reply(&reply, now()) {
            Answer::Booked(_) => "booked",
            Answer::Taken { .. } => "taken",
            Answer::Refused { .. } => "refused",
            Answer::Misconfigured { .. } => "misconfigured",
            Answer::NotSent { retry_at, .. } => {
                assert_eq!(retry_at, now().plus(Duration::from_secs(17)));
                "not sent"
            }
            Answer::Unclear { .. } => "unclear",
        }
    }

    /// Nest's exceptions.
    fn a(message: &str) -> Value {
        json!({"status": "error", "timestamp": "2026-11-02T09:00:00.000Z", "path": "/v2/bookings",
            "error": {"code": "BadRequestException", "message": message,
                "details": {"message": message, "error": "Bad Request", "statusCode": 400}}})
    }

    /// Filters of zod, Prisma, tRPC and calendars: no details.
    fn b(message: &str) -> Value {
        json!({"status": "error", "timestamp": "2026-11-02T09:00:00.000Z", "path": "/v2/bookings",
            "error": {"code": "BAD_REQUEST", "message": message}})
    }

    /// Errors of the core that nothing mapped.
    fn c(status: u16, message: &str) -> Value {
        json!({"statusCode": status, "message": message})
    }

    #[test]
    fn f25_every_known_answer_has_its_class() {
        let table = [
            (
                400,
                a("User either already has booking at this time or is not available"),
                "taken",
            ),
            (
                400,
                a("User either already has booking at this time or is not available."),
                "taken",
            ),
            (
                400,
                b("One of the hosts either already has booking at this time or is not available"),
                "taken",
            ),
            (
                400,
                a(
                    "The event type can't be booked at the \"start\" time provided. This could be because it's too soon",
                ),
                "refused",
            ),
            (
                400,
                a("Attempting to book a meeting in the past."),
                "refused",
            ),
            (
                400,
                a(
                    "Attendee with this email can't book because the maximum number of active bookings has been reached.",
                ),
                "refused",
            ),
            (
                400,
                a("foo property is wrong,property foo should not exist "),
                "refused",
            ),
            (
                400,
                b("responses - {attendeePhoneNumber}invalid_number, "),
                "refused",
            ),
            (
                400,
                a("Is the User either already has booking at this time or is not available?"),
                "refused",
            ),
            (400, a("something nobody has seen yet"), "refused"),
            (400, c(400, "email_verification_required"), "refused"),
            (400, json!({}), "refused"),
            (403, c(403, "booker_email_blocked"), "refused"),
            (
                401,
                a("ApiAuthStrategy - api key - Your api key is not valid"),
                "misconfigured",
            ),
            (
                403,
                a("PermissionsGuard - no authentication provided."),
                "misconfigured",
            ),
            (404, a("Event type with id 123 not found."), "misconfigured"),
            (404, a("Cannot POST /v2/bookings"), "misconfigured"),
            (
                422,
                a("Can't book this team event type because it has no hosts"),
                "misconfigured",
            ),
            (
                429,
                a("CustomThrottlerGuard - Too many requests. Please try again later."),
                "not sent",
            ),
            (429, NO_JSON, "not sent"),
            (409, c(409, "booking_conflict_error"), "unclear"),
            (
                409,
                c(409, "already_signed_up_for_this_booking_error"),
                "unclear",
            ),
            (500, c(500, "Internal server error"), "unclear"),
            (502, NO_JSON, "unclear"),
            (524, NO_JSON, "unclear"),
            (400, NO_JSON, "unclear"),
            (404, NO_JSON, "unclear"),
            (307, NO_JSON, "unclear"),
            (405, a("Method not allowed"), "unclear"),
            (201, NO_JSON, "unclear"),
            (201, json!({}), "unclear"),
            (
                201,
                json!({"status": "success", "data": {"id": 7}}),
                "unclear",
            ),
            (201, json!({"status": "success", "data": []}), "unclear"),
            (
                201,
                json!({"status": "success", "data": {"uid": "u"}}),
                "booked",
            ),
            (
                200,
                json!({"status": "success", "data": {"uid": "u"}}),
                "booked",
            ),
            (
                201,
                json!({"status": "success", "data": [{"uid": "u"}]}),
                "booked",
            ),
        ];
        for (status, body, expected) in table {
            assert_eq!(class(status, &body), expected, "{status} {body}");
        }
    }
}
