//! What an event says, in the words of [`domain`].
//!
//! Total: what cannot be understood is not said. `access_token` was forgotten on reading, and
//! nothing here looks into [`Extra`] but for the company's own analysis fields.

use std::collections::BTreeMap;

use domain::call::{
    Analysis, Channel, Facts, Fields, ProductCost, Report, ReportKind, ReportedCost, Stamp,
    ToolCall, ToolResult,
};
use domain::event::Digest;
use domain::phone::PhoneNumber;
use serde_json::value::RawValue;

use crate::event::{Call, CallAnalysis, CallCost, Event, Turn};
use crate::wire::{Extra, Loose, Number, Wire};

/// What `event` reports about its call; `digest` is that of the raw body. `None` for
/// `call_inbound` and `chat_inbound`: those ask, they do not report (F36).
pub fn report(event: &Event, digest: Digest) -> Option<Report> {
    if event.is_inbound_request() {
        return None;
    }
    Some(Report {
        call_id: event.call.id()?.clone(),
        kind: ReportKind::of_event(event.name.as_deref().unwrap_or("unnamed")),
        stamp: Stamp {
            event_at: event.event_at,
            digest,
        },
        facts: facts(event),
    })
}

fn facts(event: &Event) -> Facts {
    let call = &event.call;
    let woven = [
        &call.transcript_with_tool_calls,
        &event.transcript_with_tool_calls,
        &call.message_with_tool_calls,
    ]
    .into_iter()
    .filter_map(Option::as_deref)
    .find(|turns| !turns.is_empty())
    .unwrap_or_default();
    let calls = tool_calls(woven);
    Facts {
        channel: channel(call),
        direction: call.direction.as_deref().and_then(|word| word.parse().ok()),
        from_number: call.from_number.as_deref().and_then(phone),
        to_number: call.to_number.as_deref().and_then(phone),
        agent_id: call.agent_id.clone(),
        started_at: call.start_timestamp.as_ref().and_then(Number::instant),
        ended_at: call.end_timestamp.as_ref().and_then(Number::instant),
        duration_ms: call
            .duration_ms
            .as_ref()
            .and_then(Number::whole)
            .and_then(|millis| millis.try_into().ok()),
        disconnection_reason: said(call.disconnection_reason.as_ref()),
        not_connected: not_connected(call),
        transcript: transcript(call, woven),
        tool_calls: (!calls.is_empty()).then_some(calls),
        cost: call
            .call_cost
            .as_ref()
            .or(call.chat_cost.as_ref())
            .map(cost),
        analysis: call
            .call_analysis
            .as_ref()
            .or(call.chat_analysis.as_ref())
            .map(analysis),
    }
}

fn channel(call: &Call) -> Option<Channel> {
    if call.chat_id.is_some() {
        return Some(Channel::Chat);
    }
    match call.call_type.as_deref()? {
        "phone_call" => Some(Channel::Phone),
        "web_call" => Some(Channel::Web),
        _ => None,
    }
}

/// What carriers send, spelled on a telephone's keypad, when they have no number to send:
/// ANONYMOUS, RESTRICTED, BLOCKED, UNKNOWN, UNAVAILABLE. All anonymous callers would otherwise be
/// one customer.
const WITHHELD: [&str; 5] = [
    "+266696687",
    "+7378742833",
    "+2562533",
    "+8656696",
    "+86282452253",
];

/// `None` for anything that is no number, `anonymous` and the like among it (F42).
pub(crate) fn phone(text: &str) -> Option<PhoneNumber> {
    PhoneNumber::parse(text)
        .ok()
        .filter(|number| !WITHHELD.contains(&number.as_str()))
}

/// The reasons that Retell's documentation lists as "call not connected" say so, whatever the
/// status; a hang-up says that there was a call. Errors may come before a conversation or after
/// it, and a status may lag behind (`registered`): they prove nothing.
fn not_connected(call: &Call) -> Option<bool> {
    let by_reason = match call.disconnection_reason.as_deref() {
        Some(reason) if reason.starts_with("dial_") => Some(true),
        Some(
            "invalid_destination"
            | "telephony_provider_permission_denied"
            | "telephony_provider_unavailable"
            | "sip_routing_error"
            | "marked_as_spam"
            | "user_declined",
        ) => Some(true),
        Some("user_hangup" | "agent_hangup") => Some(false),
        _ => None,
    };
    match call.call_status.as_deref() {
        Some("not_connected") => Some(true),
        Some("ongoing" | "ended") => by_reason.or(Some(false)),
        _ => by_reason,
    }
}

/// The text if there is one, else the first of the lists in which anything is said.
fn transcript(call: &Call, woven: &[Turn]) -> Option<String> {
    let text = match &call.transcript {
        Some(Loose::Text(text)) => text.clone(),
        Some(Loose::Json(raw)) => lines(&Vec::read(raw).unwrap_or_default()),
        None => String::new(),
    };
    let spoken = |text: &String| !text.trim().is_empty();
    Some(text)
        .filter(spoken)
        .or_else(|| Some(lines(call.transcript_object.as_deref()?)).filter(spoken))
        .or_else(|| Some(lines(woven)).filter(spoken))
}

/// What was said, as Retell writes it in `transcript`.
fn lines(turns: &[Turn]) -> String {
    turns
        .iter()
        .filter_map(|turn| {
            let speaker = match turn.role.as_deref()? {
                "agent" => "Agent",
                "user" => "User",
                "transfer_target" => "Transfer Target",
                _ => return None,
            };
            match turn.content.as_ref()? {
                Loose::Text(said) => Some(format!("{speaker}: {said}\n")),
                Loose::Json(_) => None,
            }
        })
        .collect()
}

/// Each invocation with the last result of its id.
fn tool_calls(turns: &[Turn]) -> Vec<ToolCall> {
    let mut results: BTreeMap<&str, ToolResult> = turns
        .iter()
        .filter(|turn| turn.role.as_deref() == Some("tool_call_result"))
        .filter_map(|turn| {
            let result = ToolResult {
                successful: turn.successful,
                content: turn.content.as_ref().map_or("", Loose::as_str).to_owned(),
            };
            Some((turn.tool_call_id.as_deref()?, result))
        })
        .collect();
    turns
        .iter()
        .filter(|turn| turn.role.as_deref() == Some("tool_call_invocation"))
        .filter_map(|turn| {
            let id = turn.tool_call_id.clone()?;
            Some(ToolCall {
                result: results.remove(id.as_str()),
                id,
                name: turn.name.clone()?,
                arguments: turn.arguments.as_ref().map(arguments).unwrap_or_default(),
            })
        })
        .collect()
}

fn arguments(arguments: &Loose) -> Fields {
    serde_json::from_str::<&RawValue>(arguments.as_str())
        .ok()
        .and_then(Extra::read)
        .map(|arguments| fields(&arguments))
        .unwrap_or_default()
}

fn cost(cost: &CallCost) -> ReportedCost {
    let products = cost.product_costs.as_deref().unwrap_or_default();
    ReportedCost {
        products: products
            .iter()
            .filter_map(|product| {
                Some(ProductCost {
                    product: product.product.clone()?,
                    transfer_leg: product.is_transfer_leg_cost.unwrap_or(false),
                    cost: product.cost.as_ref().and_then(Number::cents),
                })
            })
            .collect(),
        combined: cost.combined_cost.as_ref().and_then(Number::cents),
        from: None,
    }
}

fn analysis(analysis: &CallAnalysis) -> Analysis {
    let summary = analysis
        .call_summary
        .as_ref()
        .or(analysis.chat_summary.as_ref());
    Analysis {
        summary: said(summary),
        successful: analysis.call_successful.or(analysis.chat_successful),
        voicemail: analysis.in_voicemail,
        sentiment: said(analysis.user_sentiment.as_ref()),
        custom: analysis
            .custom_analysis_data
            .as_ref()
            .map(fields)
            .unwrap_or_default(),
    }
}

/// Nothing instead of an empty text.
fn said(text: Option<&String>) -> Option<String> {
    text.filter(|text| !text.is_empty()).cloned()
}

/// Values that are JSON but nothing that can be held, such as `1e999`, are left out.
fn fields(extra: &Extra) -> Fields {
    extra
        .iter()
        .filter_map(|(name, json)| Some((name.to_owned(), serde_json::from_str(json).ok()?)))
        .collect()
}
