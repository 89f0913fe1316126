//! How to break it. A fault befalls the next so many requests of an operation; faults of one
//! operation befall one after the other, in the order in which they were set.

use axum::body::{Body, Bytes};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};

use super::gate::Operation;
use super::ledger::Mark;

/// What befalls a request. In JSON `{"before": "error500"}`, `{"slow_ms": 300}`, `"throttle"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// It breaks before it was looked at.
    Before(Breakage),
    /// It is carried out, and then breaks: what was booked stays booked (F13).
    After(Breakage),
    /// It is turned away with a 429, though the key is under its limit.
    Throttle,
    /// It is carried out this many milliseconds late, even if the client has left by then.
    SlowMs(u64),
    /// It sees no booking made after the fault was set, as from a replica that lags.
    StaleReads,
    /// A list ignores every filter but `take` and `skip`.
    IgnoredFilters,
}

/// How an answer breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Breakage {
    /// None comes; the client's time runs out.
    Hang,
    /// A 500 of the core.
    Error500,
    /// A 502 of Cloudflare's, in HTML.
    Html502,
    /// A 201 whose body ends early.
    Cut,
}

impl Breakage {
    /// What is sent instead of an answer; nothing for a [`Breakage::Hang`].
    pub(crate) fn response(self, core_error: impl FnOnce() -> Response) -> Option<Response> {
        match self {
            Self::Hang => None,
            Self::Error500 => Some(core_error()),
            Self::Html502 => Some(html_502()),
            Self::Cut => Some(cut()),
        }
    }
}

fn html_502() -> Response {
    let page = "<!DOCTYPE html><html><head><title>api.cal.com | 502: Bad gateway</title></head>\
        <body><h1>Bad gateway</h1><p>Error code 502</p><p>Cloudflare</p></body></html>";
    let html = (header::CONTENT_TYPE, "text/html; charset=UTF-8");
    (StatusCode::BAD_GATEWAY, [html], page).into_response()
}

fn cut() -> Response {
    let begin = Ok(Bytes::from_static(br#"{"status":"success","data":{"id":"#));
    let broken = Err(std::io::Error::from(std::io::ErrorKind::ConnectionReset));
    let body = Body::from_stream(futures::stream::iter([begin, broken]));
    let json = (header::CONTENT_TYPE, "application/json; charset=utf-8");
    (StatusCode::CREATED, [json], body).into_response()
}

/// The faults that are still to befall somebody.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<Armed>);

#[derive(Debug, Clone, Copy)]
struct Armed {
    operation: Operation,
    fault: Fault,
    times: u32,
    set_at: Mark,
}

impl Faults {
    pub(crate) fn set(&mut self, operation: Operation, fault: Fault, times: u32, set_at: Mark) {
        self.0.push(Armed {
            operation,
            fault,
            times,
            set_at,
        });
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// What befalls this request, and how many bookings there were when that was set.
    pub(crate) fn take(&mut self, operation: Operation) -> Option<(Fault, Mark)> {
        self.0.retain(|armed| armed.times > 0);
        let armed = self
            .0
            .iter_mut()
            .find(|armed| armed.operation == operation)?;
        armed.times -= 1;
        Some((armed.fault, armed.set_at))
    }
}
