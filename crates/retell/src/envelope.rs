//! A glance at a body: what it is about, without reading it.
//!
//! This is all that the path to the acknowledgement knows of a body. One pass, no recursion, no
//! tree: a body of 16 MiB costs what its bytes cost.

use domain::id::RetellCallId;
use domain::time::Instant;
use serde_json::value::RawValue;

use crate::wire::{Name, Wire, pick};

/// What a body is about, as far as a glance tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Envelope {
    /// The event's name, such as `call_ended`.
    pub event: Option<String>,
    /// The call, or the chat.
    pub call_id: Option<RetellCallId>,
    /// Retell's `event_timestamp`.
    pub event_at: Option<Instant>,
}

/// Where an event keeps its call, in the order of trust. Retell uses the first four; `data` and
/// the root itself (see [`event`](crate::event)) have been seen in what sits between.
pub(crate) const SUBJECTS: [&str; 5] = ["call", "call_inbound", "chat", "chat_inbound", "data"];

/// Looks for event, call and time where Retell puts them. What is missing, of the wrong type or
/// absurdly long (names and ids past 128 bytes) is `None`; so is everything of a body that is
/// not a JSON object.
pub fn peek(body: &[u8]) -> Envelope {
    std::str::from_utf8(body)
        .ok()
        .and_then(peek_text)
        .unwrap_or_default()
}

fn peek_text(text: &str) -> Option<Envelope> {
    let [event, event_type, event_at, call_id, chat_id, subjects @ ..] = pick(
        text,
        [
            "event",
            "event_type",
            "event_timestamp",
            "call_id",
            "chat_id",
            SUBJECTS[0],
            SUBJECTS[1],
            SUBJECTS[2],
            SUBJECTS[3],
            SUBJECTS[4],
        ],
    )?;
    let id = |call, chat| read(call).or_else(|| read(chat));
    Some(Envelope {
        event: read(event)
            .or_else(|| read(event_type))
            .map(|name: Name| name.0),
        call_id: subjects
            .into_iter()
            .flatten()
            .find_map(|subject| {
                let [call, chat] = pick(subject.get(), ["call_id", "chat_id"])?;
                id(call, chat)
            })
            .or_else(|| id(call_id, chat_id)),
        event_at: read(event_at),
    })
}

fn read<T: Wire>(field: Option<&RawValue>) -> Option<T> {
    field.and_then(T::read)
}
