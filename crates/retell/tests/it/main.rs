//! What Retell sends, and what must become of it.
//!
//! The samples are those of the sandbox (`crates/sandbox/samples`), read by path: this crate
//! cannot depend on one that depends on it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod bad_input;
mod inbound;
mod official_sdk;
mod samples;
mod signature;
mod tolerance;

use domain::call::Report;
use domain::event::Digest;
use retell::event::Event;
use serde_json::Value;

/// Every sample of an event, and the request of a custom function (06), which carries a call too.
const EVENTS: [&str; 9] = [
    "01_call_inbound",
    "02_call_started",
    "03_call_ended",
    "04_call_analyzed",
    "05_call_analyzed_not_connected_shape_of_real_capture",
    "06_custom_function_request",
    "07_transcript_updated",
    "08_transfer_started",
    "09_call_started_web_call",
];

fn sample(name: &str) -> Vec<u8> {
    let samples = concat!(env!("CARGO_MANIFEST_DIR"), "/../sandbox/samples");
    std::fs::read(format!("{samples}/{name}.json")).unwrap()
}

fn sample_value(name: &str) -> Value {
    serde_json::from_slice(&sample(name)).unwrap()
}

fn parse(body: &Value) -> Event {
    retell::event::parse(body.to_string().as_bytes()).unwrap()
}

fn report(body: &Value) -> Report {
    let digest = Digest::of(body.to_string().as_bytes());
    retell::translate::report(&parse(body), digest).unwrap()
}
