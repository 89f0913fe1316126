//! A call, written like a play.
//!
//! ```
//! use domain::time::Instant;
//! use sandbox::retell::CallScript;
//! use serde_json::json;
//!
//! let call = CallScript::new("call_1", Instant::from_millis(1_793_610_123_280).unwrap())
//!     .to("+493023125014")
//!     .from("+4917604069021")
//!     .say_agent("Guten Tag, Salon Schöne Köpfe.")
//!     .say_user("Ich hätte gern einen Termin am Donnerstag um halb vier.")
//!     .tool("termin_buchen", &json!({"start": "2026-11-05T15:30:00+01:00"}), &json!({"uid": "b"}), true)
//!     .analysis(json!({"termin_gebucht": true}));
//! let [started, ended, analyzed] = call.events().try_into().unwrap();
//! assert!(started.contains("call_started") && ended.contains("halb vier"));
//! assert!(analyzed.contains("termin_gebucht"));
//! ```
//!
//! The bodies have the shape of captured webhooks: compact, the fields in Retell's order,
//! `event_timestamp` after the call, money in US cents.

use std::time::Duration;

use domain::time::Instant;
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use super::bill::{Product, bill, number};

/// A call and everything that is said in it.
#[derive(Debug, Clone)]
pub struct CallScript {
    call_id: String,
    agent_id: String,
    line: Line,
    direction: &'static str,
    started_at: Instant,
    duration: Duration,
    turns: Vec<Value>,
    tool_calls: usize,
    metadata: Map<String, Value>,
    products: Vec<Product>,
    end: End,
    summary: String,
    custom: Value,
}

#[derive(Debug, Clone)]
enum Line {
    Phone { from: Option<String>, to: String },
    Web,
}

#[derive(Debug, Clone, PartialEq)]
enum End {
    Connected { reason: String },
    NeverConnected { reason: String },
}

impl CallScript {
    /// A connected inbound call of a minute, from an invented number to an invented number, in
    /// which nothing is said yet.
    pub fn new(call_id: impl Into<String>, started_at: Instant) -> Self {
        Self {
            call_id: call_id.into(),
            agent_id: "agent_3b9d2f7c60e148a5b1c07f4e2d".into(),
            line: Line::Phone {
                from: Some("+4917604069021".into()),
                to: "+493023125014".into(),
            },
            direction: "inbound",
            started_at,
            duration: Duration::from_mins(1),
            turns: Vec::new(),
            tool_calls: 0,
            metadata: Map::new(),
            products: Product::usual(),
            end: End::Connected {
                reason: "user_hangup".into(),
            },
            summary: String::new(),
            custom: json!({}),
        }
    }

    /// The called number.
    #[must_use]
    pub fn to(mut self, number: &str) -> Self {
        let from = match self.line {
            Line::Phone { from, .. } => from,
            Line::Web => None,
        };
        let to = number.into();
        self.line = Line::Phone { from, to };
        self
    }

    /// The calling number.
    #[must_use]
    pub fn from(self, number: &str) -> Self {
        self.calling(Some(number))
    }

    /// The caller withholds the number: Retell says `anonymous`.
    #[must_use]
    pub fn anonymous(self) -> Self {
        self.calling(Some("anonymous"))
    }

    /// The field with the calling number is missing.
    #[must_use]
    pub fn without_caller(self) -> Self {
        self.calling(None)
    }

    fn calling(mut self, number: Option<&str>) -> Self {
        if let Line::Phone { from, .. } = &mut self.line {
            *from = number.map(str::to_owned);
        }
        self
    }

    /// A call from a browser: no numbers, and a secret.
    #[must_use]
    pub fn web(mut self) -> Self {
        self.line = Line::Web;
        self
    }

    /// The business calls: the calling number is its own.
    #[must_use]
    pub fn outbound(mut self) -> Self {
        self.direction = "outbound";
        self
    }

    /// Which agent.
    #[must_use]
    pub fn agent(mut self, id: &str) -> Self {
        self.agent_id = id.into();
        self
    }

    /// How long it takes.
    #[must_use]
    pub fn duration(mut self, duration: Duration) -> Self {
        self.duration = duration;
        self
    }

    /// What the answer to `call_inbound` gave to come back.
    #[must_use]
    pub fn metadata(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.metadata.insert(name.into(), value.into());
        self
    }

    /// The agent says something.
    #[must_use]
    pub fn say_agent(self, text: &str) -> Self {
        self.say("agent", text)
    }

    /// The caller says something.
    #[must_use]
    pub fn say_user(self, text: &str) -> Self {
        self.say("user", text)
    }

    fn say(mut self, role: &str, text: &str) -> Self {
        // A word takes 0.3 seconds; Retell gives seconds since the call began.
        let spoken: usize = self.turns.iter().map(words_of).sum();
        let tenths = |word: usize| Decimal::new(i64::try_from(word * 3).unwrap_or(i64::MAX), 1);
        let words: Vec<Value> = text
            .split_whitespace()
            .zip(spoken..)
            .map(|(word, place)| {
                let (start, end) = (number(tenths(place)), number(tenths(place + 1)));
                json!({"word": word, "start": start, "end": end})
            })
            .collect();
        self.turns
            .push(json!({"role": role, "content": text, "words": words}));
        self
    }

    /// The agent asks a tool, and is answered.
    #[must_use]
    pub fn tool(mut self, name: &str, arguments: &Value, result: &Value, successful: bool) -> Self {
        self.tool_calls += 1;
        let id = format!("tool_call_{}", self.tool_calls);
        self.turns.push(json!({
            "role": "tool_call_invocation",
            "tool_call_id": id,
            "name": name,
            "arguments": arguments.to_string(),
            "type": "custom",
        }));
        self.turns.push(json!({
            "role": "tool_call_result",
            "tool_call_id": id,
            "content": result.to_string(),
            "successful": successful,
        }));
        self
    }

    /// The answers to the company's own questions, `custom_analysis_data`.
    #[must_use]
    pub fn analysis(mut self, custom: Value) -> Self {
        self.custom = custom;
        self
    }

    /// What Retell's analysis writes about the call.
    #[must_use]
    pub fn summary(mut self, text: &str) -> Self {
        self.summary = text.into();
        self
    }

    /// What is on the bill, instead of the usual.
    #[must_use]
    pub fn cost(mut self, products: impl IntoIterator<Item = Product>) -> Self {
        self.products = products.into_iter().collect();
        self
    }

    /// How it ends, instead of `user_hangup`.
    #[must_use]
    pub fn ends_with(mut self, reason: &str) -> Self {
        self.end = End::Connected {
            reason: reason.into(),
        };
        self
    }

    /// It never connects, for a reason such as `dial_no_answer`: no `call_started`, no times.
    #[must_use]
    pub fn not_connected(mut self, reason: &str) -> Self {
        self.end = End::NeverConnected {
            reason: reason.into(),
        };
        self
    }

    /// Retell's id of the call.
    pub fn call_id(&self) -> &str {
        &self.call_id
    }

    /// The events that Retell reports, in order: started, ended, analysed; without the first if
    /// it never connected.
    pub fn events(&self) -> Vec<String> {
        let started = self.connected().then(|| self.call_started());
        started
            .into_iter()
            .chain([self.call_ended(), self.call_analyzed()])
            .collect()
    }

    /// The request while the telephone is ringing.
    pub fn call_inbound(&self) -> String {
        let mut call = json!({
            "call_id": self.call_id,
            "agent_id": self.agent_id,
            "agent_version": 7,
        });
        if let Line::Phone { from, to } = &self.line {
            call["from_number"] = from.as_deref().into();
            call["to_number"] = to.as_str().into();
        }
        let at = self.started_at.minus(Duration::from_millis(2_863));
        json!({
            "event": "call_inbound",
            "event_timestamp": at.as_millis(),
            "call_inbound": call,
        })
        .to_string()
    }

    /// The call begins.
    pub fn call_started(&self) -> String {
        let mut call = self.ongoing();
        call.append(&mut object(json!({
            "transcript": "",
            "transcript_object": [],
            "transcript_with_tool_calls": [],
            "latency": {},
            "call_cost": {
                "product_costs": [],
                "combined_cost": 0,
                "total_duration_seconds": 0,
                "total_duration_unit_price": 0,
            },
        })));
        event(
            "call_started",
            &call,
            self.started_at.plus(Duration::from_millis(141)),
        )
    }

    /// The call is handed to a person at this number.
    pub fn transfer_started(&self, number: &str, at: Instant) -> String {
        json!({
            "event": "transfer_started",
            "call": self.ongoing(),
            "transfer_destination": {"number": number},
            "transfer_option": {"type": "cold_transfer"},
            "event_timestamp": at.as_millis(),
        })
        .to_string()
    }

    /// The call is over.
    pub fn call_ended(&self) -> String {
        let at = self.ended_at().plus(Duration::from_millis(214));
        event("call_ended", &self.over(false), at)
    }

    /// Retell has analysed the call.
    pub fn call_analyzed(&self) -> String {
        let mut call = self.over(true);
        let mut analysis = json!({"call_summary": self.summary});
        if self.connected() {
            analysis["in_voicemail"] = false.into();
        }
        let sentiment = if self.connected() {
            "Neutral"
        } else {
            "Unknown"
        };
        analysis["user_sentiment"] = sentiment.into();
        analysis["call_successful"] = self.connected().into();
        analysis["custom_analysis_data"] = self.custom.clone();
        call.insert("call_analysis".into(), analysis);
        let at = self.ended_at().plus(Duration::from_millis(9_873));
        event("call_analyzed", &call, at)
    }

    fn connected(&self) -> bool {
        matches!(self.end, End::Connected { .. })
    }

    fn ended_at(&self) -> Instant {
        match self.end {
            End::Connected { .. } => self.started_at.plus(self.duration),
            End::NeverConnected { .. } => self.started_at,
        }
    }

    /// The fields that every event has.
    fn base(&self) -> Map<String, Value> {
        let mut call = object(json!({
            "call_id": self.call_id,
            "call_type": match self.line { Line::Phone { .. } => "phone_call", Line::Web => "web_call" },
            "agent_id": self.agent_id,
            "agent_version": 7,
            "agent_name": "Empfang",
            "retell_llm_dynamic_variables": {},
            "custom_sip_headers": {},
        }));
        if !self.metadata.is_empty() {
            call.insert("metadata".into(), self.metadata.clone().into());
        }
        call.insert("data_storage_setting".into(), "everything".into());
        call.insert("opt_in_signed_url".into(), false.into());
        match &self.line {
            Line::Phone { from, to } => {
                if let Some(from) = from {
                    call.insert("from_number".into(), from.as_str().into());
                }
                call.insert("to_number".into(), to.as_str().into());
                call.insert("direction".into(), self.direction.into());
            }
            Line::Web => {
                call.insert(
                    "access_token".into(),
                    "eyJhbGciOiJIUzI1NiJ9.e30.AAAA".into(),
                );
            }
        }
        call
    }

    fn ongoing(&self) -> Map<String, Value> {
        let mut call = self.base();
        call.insert("call_status".into(), "ongoing".into());
        call.insert("start_timestamp".into(), self.started_at.as_millis().into());
        call
    }

    fn over(&self, analyzed: bool) -> Map<String, Value> {
        let mut call = self.base();
        let mut rest = match &self.end {
            End::Connected { reason } => json!({
                "call_status": "ended",
                "start_timestamp": self.started_at.as_millis(),
                "end_timestamp": self.ended_at().as_millis(),
                "duration_ms": u64::try_from(self.duration.as_millis()).unwrap_or(u64::MAX),
                "transcript": self.transcript(),
                "transcript_object": self.speech(),
                "transcript_with_tool_calls": self.turns,
                "recording_url": format!("https://recordings.invalid/{}/recording.wav", self.call_id),
                "disconnection_reason": reason,
                "latency": {},
                "call_cost": bill(&self.products, self.duration, analyzed),
                "collected_dynamic_variables": {},
            }),
            End::NeverConnected { reason } => json!({
                "call_status": "not_connected",
                "duration_ms": 0,
                "disconnection_reason": reason,
                "transcript": "",
                "transcript_with_tool_calls": [],
                "call_cost": {"product_costs": [], "combined_cost": 0},
            }),
        };
        if let Value::Object(rest) = &mut rest {
            call.append(rest);
        }
        call
    }

    fn speech(&self) -> Vec<&Value> {
        let spoken = |turn: &&Value| turn["role"] == "agent" || turn["role"] == "user";
        self.turns.iter().filter(spoken).collect()
    }

    fn transcript(&self) -> String {
        let mut transcript = String::new();
        for turn in self.speech() {
            let agent = turn["role"] == "agent";
            transcript += if agent { "Agent: " } else { "User: " };
            transcript += turn["content"].as_str().unwrap_or_default();
            transcript += "\n";
        }
        transcript
    }
}

/// The same event with another `event_timestamp`: what a repeated report would look like if
/// Retell stamped it anew. `None` if the body is no JSON object.
pub fn restamp(body: &str, at: Instant) -> Option<String> {
    let mut event: Map<String, Value> = serde_json::from_str(body).ok()?;
    event.insert("event_timestamp".into(), at.as_millis().into());
    Some(Value::Object(event).to_string())
}

fn event(name: &str, call: &Map<String, Value>, at: Instant) -> String {
    json!({"event": name, "call": call, "event_timestamp": at.as_millis()}).to_string()
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

fn words_of(turn: &Value) -> usize {
    turn["words"].as_array().map_or(0, Vec::len)
}
