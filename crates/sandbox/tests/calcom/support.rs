//! A stand-in, and requests as anybody might send them.

use std::time::Duration;

use domain::id::EventTypeId;
use domain::time::{Clock, Instant, Zone};
use sandbox::calcom::{Account, Calcom, CalcomConfig, EventType};
use serde_json::{Value, json};

pub(crate) const KEY: &str = "cal_test";
pub(crate) const BOOKINGS: &str = "2024-08-13";
pub(crate) const SLOTS: &str = "2024-09-04";

pub(crate) fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

/// A Monday, 10:00 in Berlin.
pub(crate) fn now() -> Instant {
    at("2026-11-02T09:00:00Z")
}

pub(crate) fn event_type(id: i64) -> EventType {
    EventType::new(EventTypeId(id), 30, &Zone::parse("Europe/Berlin").unwrap())
}

/// Two accounts: of `KEY` with these event types, of `cal_other` with event type 99.
pub(crate) fn config(event_types: Vec<EventType>) -> CalcomConfig {
    let accounts = vec![
        Account::new(KEY, event_types),
        Account::new("cal_other", vec![event_type(99)]),
    ];
    CalcomConfig {
        clock: Clock::fixed(now()),
        ..CalcomConfig::new(accounts)
    }
}

pub(crate) async fn start(event_type: EventType) -> Calcom {
    Calcom::start(config(vec![event_type])).await.unwrap()
}

/// A body that books event type 17 for Thursday, 15:30 in Berlin.
pub(crate) fn wish() -> Value {
    json!({
        "start": "2026-11-05T14:30:00Z",
        "eventTypeId": 17,
        "attendee": {"name": "A", "timeZone": "Europe/Berlin", "email": "a@example.com"},
        "metadata": {"key": "one"},
    })
}

/// What was answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) body: Value,
}

impl Answer {
    /// Status and message, wherever the message stands.
    pub(crate) fn said(&self) -> (u16, &str) {
        let message = self.body.pointer("/error/message");
        let message = message.or_else(|| self.body.get("message"));
        (
            self.status,
            message.and_then(Value::as_str).unwrap_or_default(),
        )
    }
}

/// How a request is sent: the method follows from the body.
pub(crate) struct Sent<'a> {
    pub(crate) path: &'a str,
    pub(crate) version: Option<&'a str>,
    pub(crate) key: Option<&'a str>,
    pub(crate) body: Option<Value>,
}

/// An answer, or `None` when it breaks or takes longer than half a second.
pub(crate) async fn try_send(calcom: &Calcom, sent: Sent<'_>) -> Option<Answer> {
    let url = format!("http://{}{}", calcom.address(), sent.path);
    let http = reqwest::Client::new();
    let mut request = match &sent.body {
        Some(body) => http.post(url).json(body),
        None => http.get(url),
    };
    if let Some(version) = sent.version {
        request = request.header("cal-api-version", version);
    }
    if let Some(key) = sent.key {
        request = request.bearer_auth(key);
    }
    let response = request
        .timeout(Duration::from_millis(500))
        .send()
        .await
        .ok()?;
    let status = response.status().as_u16();
    let headers = response.headers().clone();
    let text = response.text().await.ok()?;
    let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
    Some(Answer {
        status,
        headers,
        body,
    })
}

pub(crate) async fn send(calcom: &Calcom, sent: Sent<'_>) -> Answer {
    try_send(calcom, sent).await.expect("an answer")
}

pub(crate) async fn try_book(calcom: &Calcom, body: Value) -> Option<Answer> {
    let sent = Sent {
        path: "/v2/bookings",
        version: Some(BOOKINGS),
        key: Some(KEY),
        body: Some(body),
    };
    try_send(calcom, sent).await
}

pub(crate) async fn book(calcom: &Calcom, body: Value) -> Answer {
    try_book(calcom, body).await.expect("an answer")
}

pub(crate) async fn get(calcom: &Calcom, path: &str, version: &str) -> Answer {
    let sent = Sent {
        path,
        version: Some(version),
        key: Some(KEY),
        body: None,
    };
    send(calcom, sent).await
}
