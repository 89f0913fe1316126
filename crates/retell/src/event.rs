//! A whole event, as Retell sends it.
//!
//! Reading fails only where no call can be made out ([`Unreadable`]). A field that is missing,
//! null or of the wrong type is `None`, and everything beside it stands. Whatever these types do
//! not know is kept, so writing an event gives back what was read, but for the `access_token` of
//! web calls, which is a secret and is forgotten.

use domain::id::{RetellAgentId, RetellCallId};
use domain::time::Instant;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use crate::envelope::SUBJECTS;
use crate::wire::{Extra, Loose, Name, Number, Object, Unreadable, wire};

/// An event and the call it tells of.
#[derive(Debug, Clone)]
pub struct Event {
    /// Its name, from `event` or `event_type`: `call_ended`, or one that nobody knows yet.
    pub name: Option<String>,
    /// Retell's `event_timestamp`.
    pub event_at: Option<Instant>,
    /// The call or chat, as far as the event tells; it always has an [id](Call::id).
    pub call: Call,
    /// The conversation where `transcript_updated` puts it: beside the call.
    pub transcript_with_tool_calls: Option<Vec<Turn>>,
    /// Everything else at the top level, such as `transfer_destination`.
    pub extra: Extra,
    /// The field that held the call; `None` when its fields lay at the top level.
    subject: Option<&'static str>,
}

wire! {
    /// A call, or a chat, which has its own names for some fields.
    Call {
        /// `call_` and 27 hexadecimal digits in captures; older ones differ. Opaque.
        call_id: RetellCallId,
        /// The same for a chat.
        chat_id: RetellCallId,
        /// `phone_call` or `web_call`.
        call_type: String,
        /// The agent that took it.
        agent_id: RetellAgentId,
        /// Which version of the agent.
        agent_version: Number,
        /// The agent's name in the dashboard.
        agent_name: String,
        /// The calling number, or a word such as `anonymous`.
        from_number: String,
        /// The called number.
        to_number: String,
        /// `inbound` or `outbound`.
        direction: String,
        /// `registered`, `not_connected`, `ongoing`, `ended` or `error`. It lags behind: the
        /// documentation's own `call_ended` says `registered`. The event's name is the truth.
        call_status: String,
        /// The same for a chat.
        chat_status: String,
        /// Milliseconds since 1970; none on a call that never connected.
        start_timestamp: Number,
        /// Milliseconds since 1970; none on a call that never connected.
        end_timestamp: Number,
        /// Milliseconds.
        duration_ms: Number,
        /// How it ended; an open set.
        disconnection_reason: String,
        /// Lines `Agent: …` and `User: …`, or a list of [`Turn`]s.
        transcript: Loose,
        /// The conversation.
        transcript_object: Vec<Turn>,
        /// The conversation with what the agent did between its sentences.
        transcript_with_tool_calls: Vec<Turn>,
        /// The same for a chat.
        message_with_tool_calls: Vec<Turn>,
        /// What it cost; without the analysis before `call_analyzed`.
        call_cost: CallCost,
        /// The same for a chat.
        chat_cost: CallCost,
        /// What Retell made of it; none before `call_analyzed`.
        call_analysis: CallAnalysis,
        /// The same for a chat.
        chat_analysis: CallAnalysis,
        /// What the answer to `call_inbound` gave as metadata.
        metadata: Extra,
        /// What the answer to `call_inbound` gave as variables.
        retell_llm_dynamic_variables: Extra,
        /// What the agent collected.
        collected_dynamic_variables: Extra,
        /// SIP headers, names in the case of the sender.
        custom_sip_headers: Extra,
        /// Where the recording can be fetched; ten minutes long if the company opted out of
        /// storage.
        recording_url: String,
    }
}

wire! {
    /// One entry of a conversation: something said, or something done. Which fields there are
    /// depends on the role.
    Turn {
        /// `agent`, `user`, `transfer_target`, `tool_call_invocation`, `tool_call_result`,
        /// `node_transition`, `dtmf`, `sms`, `injected`; an open set.
        role: String,
        /// What was said, or what a tool answered.
        content: Loose,
        /// Which tool call, of an invocation or a result.
        tool_call_id: String,
        /// The tool, of an invocation.
        name: String,
        /// The arguments, of an invocation: JSON in a string.
        arguments: Loose,
        /// Whether the tool's request succeeded, of a result.
        successful: bool,
    }
}

wire! {
    /// Retell's bill. All amounts are US cents.
    CallCost {
        /// The parts.
        product_costs: Vec<CallProductCost>,
        /// The sum of the parts, in cents.
        combined_cost: Number,
        /// Seconds that were charged.
        total_duration_seconds: Number,
        /// Cents per second, over all parts that are charged by time.
        total_duration_unit_price: Number,
    }
}

wire! {
    /// One part of Retell's bill.
    CallProductCost {
        /// Retell's name for it; an open set.
        product: String,
        /// Cents.
        cost: Number,
        /// Cents per second; none for what is charged once.
        unit_price: Number,
        /// Whether it was for the leg to which the call was transferred.
        is_transfer_leg_cost: bool,
    }
}

wire! {
    /// What Retell's analysis found.
    CallAnalysis {
        /// A sentence or two.
        call_summary: String,
        /// The same for a chat.
        chat_summary: String,
        /// Whether a machine answered.
        in_voicemail: bool,
        /// `Positive`, `Negative`, `Neutral` or `Unknown`; an open set.
        user_sentiment: String,
        /// Retell's opinion.
        call_successful: bool,
        /// The same for a chat.
        chat_successful: bool,
        /// The company's own questions and their answers, named as in the dashboard.
        custom_analysis_data: Extra,
    }
}

/// Reads an event.
///
/// The call is the first of `call`, `call_inbound`, `chat`, `chat_inbound` and `data` that has an
/// id, else the body itself.
pub fn parse(body: &[u8]) -> Result<Event, Unreadable> {
    let mut object = Object::of_body(body)?;
    let name = object.take("event").or_else(|| {
        let name = object.take("event_type")?;
        object.remove("event"); // unreadable, and it is written under this name
        Some(name)
    });
    let event = Event {
        name: name.map(|name: Name| name.0),
        event_at: object.take("event_timestamp"),
        call: Call::default(),
        transcript_with_tool_calls: None,
        extra: Extra::default(),
        subject: None,
    };
    let found = SUBJECTS.into_iter().find_map(|subject| {
        let call: Call = object.get(subject)?;
        call.id().is_some().then_some((subject, call))
    });
    let event = match found {
        Some((subject, call)) => {
            object.remove(subject);
            Event {
                call,
                transcript_with_tool_calls: object.take("transcript_with_tool_calls"),
                extra: object.rest(),
                subject: Some(subject),
                ..event
            }
        }
        None => Event {
            call: Call::of(object),
            ..event
        },
    };
    match event.call.id() {
        Some(_) => Ok(event),
        None => Err(Unreadable::NoCallId),
    }
}

impl Event {
    /// Whether it asks for an answer and reports nothing: see [`inbound`](crate::inbound).
    pub fn is_inbound_request(&self) -> bool {
        let asks = |name| matches!(name, "call_inbound" | "chat_inbound");
        self.name.as_deref().or(self.subject).is_some_and(asks)
    }
}

impl Call {
    /// The id of the call or chat.
    pub fn id(&self) -> Option<&RetellCallId> {
        self.call_id.as_ref().or(self.chat_id.as_ref())
    }
}

impl Serialize for Event {
    /// As Retell writes it: the name first, the time last.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Flat<'a> {
            #[serde(skip_serializing_if = "Option::is_none")]
            event: Option<&'a str>,
            #[serde(flatten)]
            call: Subject<'a>,
            #[serde(skip_serializing_if = "Option::is_none")]
            transcript_with_tool_calls: Option<&'a [Turn]>,
            #[serde(flatten)]
            extra: &'a Extra,
            #[serde(skip_serializing_if = "Option::is_none")]
            event_timestamp: Option<i64>,
        }
        Flat {
            event: self.name.as_deref(),
            call: Subject(self.subject, &self.call),
            transcript_with_tool_calls: self.transcript_with_tool_calls.as_deref(),
            extra: &self.extra,
            event_timestamp: self.event_at.map(Instant::as_millis),
        }
        .serialize(serializer)
    }
}

/// A call under its name, or as the fields of the object around it.
struct Subject<'a>(Option<&'static str>, &'a Call);

impl Serialize for Subject<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(Some(name), call) = self else {
            return self.1.serialize(serializer);
        };
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry(name, call)?;
        map.end()
    }
}
