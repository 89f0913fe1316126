//! `call_inbound`: the telephone is ringing, and Retell waits for the answer.
//!
//! Retell drops an answer that is not exactly right, all of it (F54): it must be wrapped in
//! `call_inbound`, and every dynamic variable must be a string. A [`Reply`] cannot be anything
//! else. `chat_inbound` is the same for text messages.

use std::collections::BTreeMap;

use domain::id::{RetellAgentId, RetellCallId};
use domain::phone::PhoneNumber;
use domain::time::Instant;
use serde::Serialize;
use serde_json::{Value, json};

use crate::translate::phone;
use crate::wire::{Number, Object, Unreadable, wire};

/// Somebody is calling, or writing.
#[derive(Debug, Clone)]
pub struct Inbound {
    /// Which of the two.
    pub kind: Kind,
    /// Newer deployments name the call already; a call that fails early never exists.
    pub call_id: Option<RetellCallId>,
    /// The agent that the number has.
    pub agent_id: Option<RetellAgentId>,
    /// Its version.
    pub agent_version: Option<i64>,
    /// Who calls; `None` when withheld.
    pub from_number: Option<PhoneNumber>,
    /// Which of our numbers was called.
    pub to_number: Option<PhoneNumber>,
    /// Retell's `event_timestamp`.
    pub event_at: Option<Instant>,
}

/// A call or a text message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// `call_inbound`.
    Call,
    /// `chat_inbound`.
    Chat,
}

impl Kind {
    /// The event's name, and the name of the object around the request and the answer.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Call => "call_inbound",
            Self::Chat => "chat_inbound",
        }
    }
}

wire! {
    /// The request on the wire.
    InboundCall {
        /// Which call.
        call_id: RetellCallId,
        /// Which chat.
        chat_id: RetellCallId,
        /// The number's agent.
        agent_id: RetellAgentId,
        /// Its version.
        agent_version: Number,
        /// Who calls.
        from_number: String,
        /// Who is called.
        to_number: String,
    }
}

/// Reads the request; everything in it may be missing. The fields are those of `call_inbound` or
/// `chat_inbound`, else of `call`, `data` or the body itself.
pub fn parse(body: &[u8]) -> Result<Inbound, Unreadable> {
    let mut object = Object::of_body(body)?;
    let event_at = object.take("event_timestamp");
    let chat = object
        .get("event")
        .is_some_and(|name: String| name == Kind::Chat.as_str())
        || object.get::<InboundCall>(Kind::Chat.as_str()).is_some();
    let call: InboundCall = ["call_inbound", "chat_inbound", "call", "data"]
        .into_iter()
        .find_map(|name| object.take(name))
        .unwrap_or_else(|| InboundCall::of(object));
    Ok(Inbound {
        kind: if chat { Kind::Chat } else { Kind::Call },
        call_id: call.call_id.or(call.chat_id),
        agent_id: call.agent_id,
        agent_version: call.agent_version.as_ref().and_then(Number::whole),
        from_number: call.from_number.as_deref().and_then(phone),
        to_number: call.to_number.as_deref().and_then(phone),
        event_at,
    })
}

/// The answer. Whatever is put in, what comes out is valid.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply {
    kind: Kind,
    answer: Answer,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize)]
struct Answer {
    #[serde(skip_serializing_if = "Option::is_none")]
    override_agent_id: Option<RetellAgentId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    override_agent_version: Option<i64>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    dynamic_variables: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    metadata: BTreeMap<String, Value>,
}

impl Reply {
    /// The answer that changes nothing: the number's own agent takes the call.
    pub fn empty(kind: Kind) -> Self {
        Self {
            kind,
            answer: Answer::default(),
        }
    }

    /// Another agent shall take it, in that version or its latest.
    #[must_use]
    pub fn agent(mut self, id: RetellAgentId, version: Option<i64>) -> Self {
        self.answer.override_agent_id = Some(id);
        self.answer.override_agent_version = version;
        self
    }

    /// What the agent's prompt knows as `{{name}}`. Numbers and dates are written out: Retell
    /// knows only strings here.
    #[must_use]
    pub fn variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.answer
            .dynamic_variables
            .insert(name.into(), value.into());
        self
    }

    /// What comes back as the call's `metadata` in every later event.
    #[must_use]
    pub fn metadata(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.answer.metadata.insert(name.into(), value.into());
        self
    }

    /// The body, to be sent with status 200 as `application/json`.
    pub fn to_json(&self) -> String {
        json!({ self.kind.as_str(): self.answer }).to_string()
    }
}
