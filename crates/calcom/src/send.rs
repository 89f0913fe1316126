//! The one path that every request takes (F12): headers, time limit, body limit, metrics.

use std::time::{Duration, Instant};

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, RequestBuilder, Response, Url};
use serde_json::Value;

use crate::client::Client;

/// How long to wait after a 429 that does not say: Cal.com blocks a key for 60 s from the first
/// request over its limit.
const THROTTLE_BLOCK: Duration = Duration::from_mins(1);

/// A wait longer than this is not believed. Cal.com's documents call the reset header a unix
/// time, its source seconds to wait; read as seconds, a unix time is longer than this.
const LONGEST_BLOCK: Duration = Duration::from_mins(10);

/// A page of 250 bookings is under 1 MiB; what is past this is not kept.
const BODY_LIMIT: usize = 8 << 20;

/// Longest text of Cal.com's that is handed on.
const WORDS_LIMIT: usize = 500;

/// What is asked of Cal.com: the label in metrics, and the version of the API that answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operation {
    Slots,
    Book,
    List,
    Get,
    Check,
}

impl Operation {
    fn label(self) -> &'static str {
        match self {
            Self::Slots => "slots",
            Self::Book => "book",
            Self::List => "list",
            Self::Get => "get",
            Self::Check => "check",
        }
    }

    fn method(self) -> Method {
        match self {
            Self::Book => Method::POST,
            Self::Slots | Self::List | Self::Get | Self::Check => Method::GET,
        }
    }

    /// Value of `cal-api-version`. Another family's version, however valid, is a 404. For
    /// bookings the older one is used on purpose: 2026-02-25 adds `allowConflicts`, which with a
    /// host's key switches the check for double bookings off, and the list of 2026-05-01 was
    /// seen to time out where this one answered within a second.
    fn version(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::Slots => "2024-09-04",
            Self::Book | Self::List | Self::Get | Self::Check => "2024-08-13",
        })
    }
}

/// An answer, whatever its status.
#[derive(Debug)]
pub(crate) struct Reply {
    /// HTTP status.
    pub(crate) status: u16,
    /// How long to wait if the status is 429.
    pub(crate) retry_after: Duration,
    /// The body if it is a JSON object: Cal.com itself answers with nothing else, so `None`
    /// means that something in between spoke (Cloudflare's HTML pages).
    pub(crate) body: Option<Value>,
}

impl Reply {
    /// The `data` of a 2xx.
    pub(crate) fn data(&self) -> Option<&Value> {
        let is_success = (200..300).contains(&self.status);
        self.body.as_ref().filter(|_| is_success)?.get("data")
    }

    /// Cal.com's message, empty when there is none. Its errors come in three shapes: with
    /// `error.message` (and sometimes `error.details`), or `message` alone where an error of
    /// its core was not mapped.
    pub(crate) fn message(&self) -> &str {
        let body = self.body.as_ref();
        let message = body
            .and_then(|body| {
                body.pointer("/error/message")
                    .or_else(|| body.get("message"))
            })
            .and_then(Value::as_str);
        message.unwrap_or_default().trim()
    }

    /// Status and message for staff, with the names of the properties that were found wrong.
    pub(crate) fn words(&self) -> String {
        let errors = self
            .body
            .as_ref()
            .and_then(|body| body.pointer("/error/details/errors"))
            .and_then(Value::as_array);
        let properties: Vec<&str> = errors
            .into_iter()
            .flatten()
            .filter_map(|error| error.get("property")?.as_str())
            .collect();
        let mut words = match self.message() {
            "" => format!("HTTP status {} without a readable reason", self.status),
            message => format!("{message} (HTTP status {})", self.status),
        };
        if !properties.is_empty() {
            words = format!("{words}: {}", properties.join(", "));
        }
        words.chars().take(WORDS_LIMIT).collect()
    }

    fn outcome(&self) -> &'static str {
        match self.status {
            200..=299 if self.body.is_some() => "ok",
            429 => "throttled",
            401 | 403 => "unauthorized",
            400..=499 => "rejected",
            500..=599 => "server_error",
            _ => "unreadable",
        }
    }
}

/// No answer came, or not all of it. Its `Display` holds neither address nor content.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.what())]
pub struct TransportError {
    /// Where it broke: `true` only when no connection came about, so that nothing was sent.
    pub(crate) nothing_sent: bool,
    #[source]
    source: reqwest::Error,
}

impl TransportError {
    fn what(&self) -> &'static str {
        match (self.nothing_sent, self.source.is_timeout()) {
            (true, _) => "no connection to Cal.com came about",
            (false, true) => "Cal.com did not answer in time",
            (false, false) => "the connection to Cal.com broke",
        }
    }

    fn outcome(&self) -> &'static str {
        match (self.nothing_sent, self.source.is_timeout()) {
            (true, _) => "no_connection",
            (false, true) => "timeout",
            (false, false) => "broken",
        }
    }
}

impl From<reqwest::Error> for TransportError {
    fn from(source: reqwest::Error) -> Self {
        Self {
            nothing_sent: source.is_connect() || source.is_builder(),
            // The address may hold a booking's uid.
            source: source.without_url(),
        }
    }
}

impl Client {
    /// Sends one request, once, and reads its answer.
    #[tracing::instrument(name = "calcom.send", skip_all, fields(calcom.operation = operation.label()))]
    pub(crate) async fn send(
        &self,
        operation: Operation,
        url: Url,
        complete: impl FnOnce(RequestBuilder) -> RequestBuilder,
    ) -> Result<Reply, TransportError> {
        let request = self
            .http
            .request(operation.method(), url)
            .header("cal-api-version", operation.version())
            .header("authorization", self.authorization.clone());
        let began = Instant::now();
        let result = read(complete(request)).await;
        let took = began.elapsed();
        let outcome = match &result {
            Ok(reply) => reply.outcome(),
            Err(error) => error.outcome(),
        };
        metrics::counter!("ringback_calcom_requests_total", "operation" => operation.label(), "outcome" => outcome)
            .increment(1);
        metrics::histogram!("ringback_calcom_request_seconds", "operation" => operation.label())
            .record(took.as_secs_f64());
        tracing::debug!(
            calcom.outcome = outcome,
            duration_ms = took.as_millis(),
            "A request to Cal.com has ended."
        );
        result
    }
}

async fn read(request: RequestBuilder) -> Result<Reply, TransportError> {
    let mut response = request.send().await?;
    let status = response.status();
    // By this id Cal.com's support finds a request.
    let request_id = response.headers().get("x-request-id");
    if status.is_success() {
        tracing::debug!(http.status = status.as_u16(), calcom.request_id = ?request_id, "Cal.com said yes.");
    } else {
        tracing::info!(http.status = status.as_u16(), calcom.request_id = ?request_id, "Cal.com said no.");
    }
    let retry_after = retry_after(response.headers());
    let body = read_body(&mut response).await?;
    Ok(Reply {
        status: status.as_u16(),
        retry_after,
        body,
    })
}

/// The body if it is a JSON object of a sane size.
async fn read_body(response: &mut Response) -> Result<Option<Value>, TransportError> {
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        if bytes.len() + chunk.len() > BODY_LIMIT {
            return Ok(None);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(serde_json::from_slice(&bytes).ok().filter(Value::is_object))
}

/// `Retry-After` if something in between sent one (Cal.com itself does not), else the longest of
/// Cal.com's `X-RateLimit-Reset-…`, one per limit; both in seconds to wait.
fn retry_after(headers: &HeaderMap) -> Duration {
    let seconds = |value: &HeaderValue| {
        let wait = Duration::from_secs(value.to_str().ok()?.trim().parse().ok()?);
        (Duration::ZERO < wait && wait <= LONGEST_BLOCK).then_some(wait)
    };
    let is_reset = |name: &HeaderName| name.as_str().starts_with("x-ratelimit-reset");
    let resets = headers.iter().filter(|(name, _)| is_reset(name));
    headers
        .get("retry-after")
        .and_then(seconds)
        .or_else(|| resets.filter_map(|(_, value)| seconds(value)).max())
        .unwrap_or(THROTTLE_BLOCK)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn reply(status: u16, body: Value) -> Reply {
        Reply {
            status,
            retry_after: THROTTLE_BLOCK,
            body: Some(body),
        }
    }

    #[test]
    fn the_message_is_found_in_every_shape_of_error() {
        let nest = json!({"status": "error", "timestamp": "", "path": "/v2/bookings", "error":
            {"code": "BadRequestException", "message": " a ", "details": {"message": "a"}}});
        let throttled = json!({"status": "error", "error":
            {"code": "ThrottlerException", "message": "b", "details": "b"}});
        let zod = json!({"status": "error", "error": {"code": "BAD_REQUEST", "message": "c, "}});
        let core = json!({"statusCode": 409, "message": "booking_conflict_error"});
        for (body, message) in [
            (nest, "a"),
            (throttled, "b"),
            (zod, "c,"),
            (core, "booking_conflict_error"),
            (json!({"error": "d"}), ""),
            (json!({"error": {"message": ["e"]}}), ""),
            (json!({"message": null}), ""),
        ] {
            assert_eq!(reply(400, body.clone()).message(), message, "{body}");
        }
    }

    #[test]
    fn staff_learn_which_properties_were_wrong() {
        let body = json!({"error": {"message": "Bad Request Exception", "details": {"errors":
            [{"property": "metadata"}, {"property": "start"}, {}]}}});
        assert_eq!(
            reply(400, body).words(),
            "Bad Request Exception (HTTP status 400): metadata, start"
        );
    }

    #[test]
    fn a_block_lasts_as_long_as_the_headers_say_within_reason() {
        let wait = |pairs: &[(&'static str, &'static str)]| {
            let headers = pairs
                .iter()
                .map(|&(name, value)| {
                    (
                        HeaderName::from_static(name),
                        HeaderValue::from_static(value),
                    )
                })
                .collect();
            retry_after(&headers).as_secs()
        };
        assert_eq!(wait(&[]), 60);
        assert_eq!(wait(&[("x-ratelimit-reset-default", "17")]), 17);
        assert_eq!(
            wait(&[("x-ratelimit-reset-a", "17"), ("x-ratelimit-reset-b", "21")]),
            21
        );
        assert_eq!(
            wait(&[("retry-after", "5"), ("x-ratelimit-reset-default", "17")]),
            5
        );
        assert_eq!(
            wait(&[("retry-after", "soon"), ("x-ratelimit-reset", "9")]),
            9
        );
        assert_eq!(wait(&[("x-ratelimit-reset-default", "1795000000")]), 60);
        assert_eq!(wait(&[("retry-after", "0")]), 60);
        assert_eq!(wait(&[("retry-after", "99999999999999999999999999")]), 60);
    }
}
