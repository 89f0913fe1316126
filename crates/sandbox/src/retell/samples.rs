//! Whole events, in the shape that captures of real webhooks have. Written for this project: all
//! people and numbers are invented. The files are in `crates/sandbox/samples`.

/// An event as Retell would send it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sample {
    /// The file's name without its extension, such as `03_call_ended`.
    pub name: &'static str,
    /// The body.
    pub body: &'static str,
}

macro_rules! sample {
    ($name:literal) => {
        Sample {
            name: $name,
            body: include_str!(concat!("../../samples/", $name, ".json")),
        }
    };
}

/// The request while the telephone is ringing.
pub const CALL_INBOUND: Sample = sample!("01_call_inbound");

/// An answer to it.
pub const CALL_INBOUND_RESPONSE: Sample = sample!("01b_call_inbound_response");

/// A call begins. This, [`CALL_ENDED`], [`CALL_ANALYZED`], [`TRANSCRIPT_UPDATED`] and
/// [`TRANSFER_STARTED`] are of one call.
pub const CALL_STARTED: Sample = sample!("02_call_started");

/// It is over.
pub const CALL_ENDED: Sample = sample!("03_call_ended");

/// An appointment was made in it.
pub const CALL_ANALYZED: Sample = sample!("04_call_analyzed");

/// A call to a number that does not exist.
pub const NOT_CONNECTED: Sample = sample!("05_call_analyzed_not_connected_shape_of_real_capture");

/// What a tool of the agent is asked: no event, but a body with a call in it.
pub const CUSTOM_FUNCTION: Sample = sample!("06_custom_function_request");

/// What has been said so far.
pub const TRANSCRIPT_UPDATED: Sample = sample!("07_transcript_updated");

/// The call is handed to a person.
pub const TRANSFER_STARTED: Sample = sample!("08_transfer_started");

/// A call from a browser begins.
pub const WEB_CALL_STARTED: Sample = sample!("09_call_started_web_call");

/// Every event that is reported, in the order in which they would arrive.
pub const EVENTS: [Sample; 7] = [
    CALL_STARTED,
    TRANSCRIPT_UPDATED,
    TRANSFER_STARTED,
    CALL_ENDED,
    CALL_ANALYZED,
    NOT_CONNECTED,
    WEB_CALL_STARTED,
];
