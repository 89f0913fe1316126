//! A call, as the reports that Retell sent about it say.
//!
//! Events of a call arrive in any order, repeated, or never. So nothing is ever merged into a
//! call: the store keeps, per kind of event, the one report that wins ([`Stamp`]), with the bill
//! of the newest that has one ([`Report::join`]), and the call is [folded](Call::fold) from those
//! winners each time. Choosing maxima and folding a set do not depend on order or repetition,
//! hence neither does the call (F40, F41).

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::event::{Digest, words};
use crate::id::{RetellAgentId, RetellCallId};
use crate::money::UsCents;
use crate::phone::PhoneNumber;
use crate::time::Instant;

/// What one event says about a call, in our words.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Retell's id of the call.
    pub call_id: RetellCallId,
    /// Which event said so.
    pub kind: ReportKind,
    /// Decides between two bodies of one kind.
    pub stamp: Stamp,
    /// What it says.
    pub facts: Facts,
}

impl Report {
    /// What is kept of two reports of one kind, this one and another: the newer, with the newest
    /// bill. A report without a bill takes nobody's away. Any order and repetition of reports
    /// joins to the same.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        let (mut newer, older) = if other.stamp > self.stamp {
            (other, self)
        } else {
            (self, other)
        };
        let bill = match (newer.bill(), older.bill()) {
            (Some(bill), Some(older)) if older.0 > bill.0 => Some(older),
            (bill, older) => bill.or(older),
        };
        if let Some((stamp, bill)) = bill {
            newer.facts.cost = Some(ReportedCost {
                from: (stamp != newer.stamp).then_some(stamp),
                ..bill.clone()
            });
        }
        newer
    }

    /// Its bill, if that says something, with the stamp of the report that it is from.
    fn bill(&self) -> Option<(Stamp, &ReportedCost)> {
        let bill = self.facts.cost.as_ref()?;
        bill.says_something(&self.kind)
            .then(|| (bill.from.unwrap_or(self.stamp), bill))
    }
}

/// The event behind a report. The order is the order of trust: what a later kind says about a
/// field outranks an earlier one, and what it leaves out overwrites nothing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ReportKind {
    /// Anything that is not one of the three below: transfers, transcript updates, events that
    /// this version does not know. The name as Retell spells it.
    Other(String),
    /// `call_started`.
    Started,
    /// `call_ended`.
    Ended,
    /// `call_analyzed`.
    Analyzed,
}

impl ReportKind {
    /// From the event's name on the wire; chats have the same three.
    pub fn of_event(event: &str) -> Self {
        match event {
            "call_started" | "chat_started" => Self::Started,
            "call_ended" | "chat_ended" => Self::Ended,
            "call_analyzed" | "chat_analyzed" => Self::Analyzed,
            other => Self::Other(other.to_owned()),
        }
    }

    /// As stored.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Other(name) => name,
            Self::Started => "call_started",
            Self::Ended => "call_ended",
            Self::Analyzed => "call_analyzed",
        }
    }
}

/// Where two bodies of one kind differ, the newer event time wins, then the larger digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Stamp {
    /// Retell's `event_timestamp`; a body without one is older than any body with one.
    pub event_at: Option<Instant>,
    /// Of the raw body: arbitrary, but the same everywhere.
    pub digest: Digest,
}

/// What a report says; everything may be missing.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    /// How the caller came.
    pub channel: Option<Channel>,
    /// Who called whom.
    pub direction: Option<Direction>,
    /// The calling number; `None` when withheld (72 % of calls in one week, F42).
    pub from_number: Option<PhoneNumber>,
    /// The called number.
    pub to_number: Option<PhoneNumber>,
    /// The agent that answered.
    pub agent_id: Option<RetellAgentId>,
    /// Retell's `start_timestamp`; absent on unconnected calls.
    pub started_at: Option<Instant>,
    /// Retell's `end_timestamp`; absent on unconnected calls.
    pub ended_at: Option<Instant>,
    /// Length in milliseconds.
    pub duration_ms: Option<u64>,
    /// Retell's word for how it ended; an open set.
    pub disconnection_reason: Option<String>,
    /// Whether Retell says that it never connected, or that it did. Not written where it says
    /// neither: a release that knew no third word could not read that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_connected: Option<bool>,
    /// `Agent: …` and `User: …` lines.
    pub transcript: Option<String>,
    /// What the agent asked its tools for, in order.
    pub tool_calls: Option<Vec<ToolCall>>,
    /// What Retell charges.
    pub cost: Option<ReportedCost>,
    /// What Retell's analysis found.
    pub analysis: Option<Analysis>,
}

words! {
    /// How a caller comes in.
    Channel {
        /// Over the telephone network.
        Phone = "phone",
        /// From a browser.
        Web = "web",
        /// In writing.
        Chat = "chat",
    }
}

words! {
    /// Who called whom.
    Direction {
        /// A customer called the business.
        Inbound = "inbound",
        /// The business called a customer.
        Outbound = "outbound",
    }
}

/// One tool call of the agent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ToolCall {
    /// Retell's id, unique within the call.
    pub id: String,
    /// The tool's name as called, version suffix and all.
    pub name: String,
    /// The arguments, an empty map when they were no JSON object.
    pub arguments: Fields,
    /// What came back; `None` when the call ended first.
    pub result: Option<ToolResult>,
}

/// What a tool answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ToolResult {
    /// Retell's own word on whether the request succeeded; absent on older agents.
    pub successful: Option<bool>,
    /// The answer, often JSON.
    pub content: String,
}

/// Named values as a dashboard or an agent made them up: `"Termin gebucht?": true`.
pub type Fields = BTreeMap<String, serde_json::Value>;

/// Retell's bill for a call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ReportedCost {
    /// The parts.
    pub products: Vec<ProductCost>,
    /// The sum, as Retell computed it.
    pub combined: Option<UsCents>,
    /// The report that it is from, if that is an older one than the one it is kept with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Stamp>,
}

impl ReportedCost {
    /// Whether it takes the place of another bill. Without any amount that can be read it does
    /// not. Nothing, of a call that is over, is an amount too: it cost nothing. Of one that has
    /// just begun it means nothing.
    fn says_something(&self, kind: &ReportKind) -> bool {
        let parts = self.products.iter().filter_map(|product| product.cost);
        let mut amounts = self.combined.into_iter().chain(parts);
        match kind {
            ReportKind::Ended | ReportKind::Analyzed => amounts.next().is_some(),
            ReportKind::Started | ReportKind::Other(_) => {
                amounts.any(|amount| amount != UsCents::ZERO)
            }
        }
    }
}

/// One part of Retell's bill.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProductCost {
    /// Retell's name, such as `elevenlabs_tts_new`.
    pub product: String,
    /// Whether it was for the leg to which a call was transferred.
    pub transfer_leg: bool,
    /// What it cost; `None` where that cannot be read. It is in the sum, if there is one.
    pub cost: Option<UsCents>,
}

/// What Retell's analysis of a call found.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Analysis {
    /// A sentence or two.
    pub summary: Option<String>,
    /// Retell's opinion; ours outranks it (F52).
    pub successful: Option<bool>,
    /// Whether a machine answered.
    pub voicemail: Option<bool>,
    /// `Positive`, `Negative`, `Neutral` or `Unknown`; an open set.
    pub sentiment: Option<String>,
    /// The company's own questions and their answers.
    pub custom: Fields,
}

words! {
    /// How far a call has come. The order is the order of life; it never goes back.
    CallStatus {
        /// It runs, as far as we know.
        Ongoing = "ongoing",
        /// It is over.
        Ended = "ended",
        /// It is over, and Retell has analysed it.
        Analyzed = "analyzed",
    }
}

/// The beginning of 2020, in microseconds.
const BEFORE_RETELL: i64 = 1_577_836_800_000_000;

/// Whether Retell can have been there. It was not before 2020: what says so is a mistake, such as
/// seconds for milliseconds.
pub(crate) fn is_possible(at: Instant) -> bool {
    at.as_micros() >= BEFORE_RETELL
}

/// No call is longer: whoever says so mistakes one of its ends.
const LONGEST: Duration = Duration::from_hours(24);

/// A call, folded from its winning reports.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// Retell's id.
    pub call_id: RetellCallId,
    /// How far it has come.
    pub status: CallStatus,
    /// When the first of its winning reports was made, by Retell's clock; none that [cannot
    /// be](is_possible).
    pub first_event_at: Option<Instant>,
    /// What is known of it.
    pub facts: Facts,
}

impl Call {
    /// The call that these reports tell of: one report per kind, in any order; field by field,
    /// the highest kind that says anything wins. `None` without any report.
    pub fn fold(reports: impl IntoIterator<Item = Report>) -> Option<Self> {
        let mut reports: Vec<Report> = reports.into_iter().collect();
        reports.sort_by(|a, b| (&a.kind, a.stamp).cmp(&(&b.kind, b.stamp)));
        let call_id = reports.first()?.call_id.clone();
        let status = match reports.last()?.kind {
            ReportKind::Analyzed => CallStatus::Analyzed,
            ReportKind::Ended => CallStatus::Ended,
            ReportKind::Started | ReportKind::Other(_) => CallStatus::Ongoing,
        };
        let events = reports.iter().filter_map(|report| report.stamp.event_at);
        let first_event_at = events.filter(|&at| is_possible(at)).min();
        let mut facts = Facts::default();
        for report in reports {
            facts.overlay(report.facts, &report.kind);
        }
        Some(Self {
            call_id,
            status,
            first_event_at,
            facts,
        })
    }

    /// The number that says whose call this is: ours, never the other side's (F42, F43).
    pub fn tenant_number(&self) -> Option<&PhoneNumber> {
        self.facts.tenant_number()
    }

    /// The number of the person on the other side, where it is known.
    pub fn customer_number(&self) -> Option<&PhoneNumber> {
        match self.facts.direction {
            Some(Direction::Outbound) => self.facts.to_number.as_ref(),
            Some(Direction::Inbound) | None => self.facts.from_number.as_ref(),
        }
    }

    /// Whether somebody answered, as far as is known.
    pub fn is_connected(&self) -> bool {
        self.facts.not_connected != Some(true)
    }

    /// Length in milliseconds: as reported, else from start to end. Between instants of which one
    /// [cannot be](is_possible), or which are too far apart, there is none: it would be billed.
    pub fn duration_ms(&self) -> Option<u64> {
        self.facts.duration_ms.or_else(|| {
            let start = self.facts.started_at.filter(|&at| is_possible(at))?;
            let end = self.facts.ended_at.filter(|&at| at >= start)?;
            let length = end.since(start);
            (length <= LONGEST).then(|| u64::try_from(length.as_millis()).ok())?
        })
    }
}

impl Facts {
    /// See [`Call::tenant_number`].
    pub fn tenant_number(&self) -> Option<&PhoneNumber> {
        match self.direction {
            Some(Direction::Outbound) => self.from_number.as_ref(),
            Some(Direction::Inbound) | None => self.to_number.as_ref(),
        }
    }

    /// Takes over whatever `above` says, which is of this kind.
    fn overlay(&mut self, above: Self, kind: &ReportKind) {
        fn over<T>(below: &mut Option<T>, above: Option<T>) {
            if above.is_some() {
                *below = above;
            }
        }
        over(&mut self.channel, above.channel);
        over(&mut self.direction, above.direction);
        over(&mut self.from_number, above.from_number);
        over(&mut self.to_number, above.to_number);
        over(&mut self.agent_id, above.agent_id);
        over(&mut self.started_at, above.started_at);
        over(&mut self.ended_at, above.ended_at);
        over(&mut self.duration_ms, above.duration_ms);
        over(&mut self.disconnection_reason, above.disconnection_reason);
        over(&mut self.not_connected, above.not_connected);
        over(
            &mut self.transcript,
            above.transcript.filter(|text| !text.is_empty()),
        );
        over(
            &mut self.tool_calls,
            above.tool_calls.filter(|calls| !calls.is_empty()),
        );
        over(
            &mut self.cost,
            above.cost.filter(|bill| bill.says_something(kind)),
        );
        over(&mut self.analysis, above.analysis);
    }
}

#[cfg(test)]
mod tests;
