//! What a call left that says what was wanted and agreed.
//!
//! Three sources: what the agent's tools were asked and answered, the company's own questions in
//! Retell's analysis, and [what was said](crate::spoken). Which of them counts is for
//! [`decide`](mod@crate::decide) to say.
//!
//! Collecting cannot fail: what cannot be read is kept as such and becomes somebody's callback.

use jiff::civil;
use serde_json::Value;

use crate::call::{Call, Fields, ToolCall, ToolResult};
use crate::id::{CalcomUid, ServiceId};
use crate::plan::Unusable;
use crate::spoken::{self, Spoken};
use crate::tenant::{CatalogueEntry, ReadingRules, Tenant};
use crate::time::Instant;

/// Everything that a call left.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// What the analysis states.
    pub analysis: Stated,
    /// What booking tools say they booked, in order, each once.
    pub claims: Vec<Claim>,
    /// What was said, if that was written down.
    pub spoken: Option<Spoken>,
    /// Whether a machine answered.
    pub voicemail: bool,
}

/// One source's statements about an appointment.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Stated {
    /// When.
    pub time: StatedTime,
    /// Whether the caller agreed.
    pub consent: Consent,
    /// The service.
    pub service: StatedService,
    /// The caller's name.
    pub caller_name: Option<String>,
    /// Who comes, if that is somebody else.
    pub attendee_name: Option<String>,
    /// An e-mail address.
    pub email: Option<String>,
}

/// When an appointment is to start, as stated.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum StatedTime {
    /// Nothing was stated.
    #[default]
    Unsaid,
    /// With an offset: a moment.
    Instant(Instant),
    /// Without: the branch's local time.
    Local(civil::DateTime),
    /// A day without a time of day: midnight is nobody's appointment.
    Day(civil::Date),
    /// Something was stated that is no date with a time.
    Unreadable,
    /// Words that may mean this local time or another, or none that exists; and the doubt.
    Doubtful(Option<civil::DateTime>, Unusable),
}

/// Which service an appointment is for, as stated.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum StatedService {
    /// Nothing was stated.
    #[default]
    Unsaid,
    /// A name, to be found in the catalogue.
    Named(String),
    /// A service of the catalogue.
    Known(ServiceId),
    /// Several of the catalogue.
    Several(Vec<ServiceId>),
    /// Words that fit several.
    Ambiguous,
}

/// Whether the caller agreed, as stated in a field made for that. A filled date is not consent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Consent {
    /// No such field, or an empty one.
    #[default]
    Unsaid,
    /// Yes.
    Given,
    /// No.
    Refused,
    /// One field says yes and another no.
    Contradictory,
}

/// A booking that a tool says it made.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// The tool, version suffix removed.
    pub tool: String,
    /// What it was asked for.
    pub stated: Stated,
    /// The booking it names.
    pub uid: Option<CalcomUid>,
}

/// A caller's name, and how it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CallerName<'a> {
    /// The name.
    pub name: &'a str,
    /// Whether it is only what we understood: a customer keeps a name that was noted before.
    pub heard: bool,
}

impl Stated {
    /// Whether it says when, and that the caller agreed.
    pub(crate) fn time_and_consent(&self) -> bool {
        self.consent == Consent::Given && self.time != StatedTime::Unsaid
    }

    /// What this source leaves out, taken from another. Consent is nobody's to complete.
    #[must_use]
    pub(crate) fn completed_by(&self, other: &Self) -> Self {
        let filled = |own: &Option<String>, other: &Option<String>| own.clone().or(other.clone());
        Self {
            time: match (&self.time, &other.time) {
                // What is said beside a day or something unreadable is more than that.
                (StatedTime::Day(_) | StatedTime::Unreadable, StatedTime::Local(_))
                | (StatedTime::Unsaid, _) => other.time.clone(),
                (own, _) => own.clone(),
            },
            consent: self.consent,
            service: match self.service {
                StatedService::Unsaid => other.service.clone(),
                _ => self.service.clone(),
            },
            caller_name: filled(&self.caller_name, &other.caller_name),
            attendee_name: filled(&self.attendee_name, &other.attendee_name),
            email: filled(&self.email, &other.email),
        }
    }
}

impl Evidence {
    /// The caller's name: what a tool was told outranks what the analysis made of it, and that
    /// what we understood (F51).
    pub fn caller_name(&self) -> Option<CallerName<'_>> {
        let stated = self.claims.iter().map(|claim| &claim.stated);
        let mut noted = stated.chain([&self.analysis]);
        let noted = noted.find_map(|stated| stated.caller_name.as_deref());
        let heard = || self.spoken.as_ref()?.stated.caller_name.as_deref();
        noted
            .map(|name| CallerName { name, heard: false })
            .or_else(|| heard().map(|name| CallerName { name, heard: true }))
    }
}

/// Collects the evidence that a call left.
pub fn collect(call: &Call, tenant: &Tenant, catalogue: &[CatalogueEntry]) -> Evidence {
    let rules = &tenant.company.reading;
    let analysis = call.facts.analysis.as_ref();
    let mut claims: Vec<Claim> = Vec::new();
    for tool_call in call.facts.tool_calls.iter().flatten() {
        if let Some(claim) = claim(tool_call, rules)
            && !claims.iter().any(|earlier| same_booking(earlier, &claim))
        {
            claims.push(claim);
        }
    }
    Evidence {
        analysis: analysis
            .map(|found| stated(&found.custom, rules))
            .unwrap_or_default(),
        claims,
        spoken: spoken::listen(call, tenant, catalogue),
        voicemail: analysis.and_then(|found| found.voicemail).unwrap_or(false),
    }
}

fn same_booking(a: &Claim, b: &Claim) -> bool {
    match (&a.uid, &b.uid) {
        (Some(a), Some(b)) => a == b,
        _ => a.stated.time == b.stated.time && a.stated.service == b.stated.service,
    }
}

/// A tool's name without the version that agents append: `book_appointment_v17` is
/// `book_appointment` (F1).
pub fn tool_name(name: &str) -> String {
    let name = name.trim().to_lowercase().replace('-', "_");
    match name.rsplit_once("_v") {
        Some((stem, version))
            if !version.is_empty() && version.bytes().all(|b| b.is_ascii_digit()) =>
        {
            stem.to_owned()
        }
        _ => name,
    }
}

fn claim(call: &ToolCall, rules: &ReadingRules) -> Option<Claim> {
    let tool = tool_name(&call.name);
    if !rules
        .booking_tools
        .iter()
        .any(|name| tool_name(name) == tool)
    {
        return None;
    }
    let result = call.result.as_ref()?;
    let answer = answer_fields(result);
    // A number is the other id of a booking, which finds nothing (F30).
    let uid = text(&answer, &rules.fields.uid)
        .filter(|uid| !uid.bytes().all(|b| b.is_ascii_digit()))
        .map(CalcomUid::new);
    if !succeeded(result, &answer, uid.is_some()) {
        return None;
    }
    let mut stated = stated(&call.arguments, rules);
    if stated.time == StatedTime::Unsaid {
        stated.time = time(&answer, rules);
    }
    Some(Claim { tool, stated, uid })
}

/// The answer as one flat map; the usual envelopes are opened.
fn answer_fields(result: &ToolResult) -> Fields {
    let Ok(Value::Object(outer)) = serde_json::from_str(&result.content) else {
        return Fields::new();
    };
    let mut fields: Fields = outer.into_iter().collect();
    for envelope in ["data", "booking", "result"] {
        if let Some(Value::Object(inner)) = fields.get(envelope).cloned() {
            for (key, value) in inner {
                fields.entry(key).or_insert(value);
            }
        }
    }
    fields
}

/// A success says so itself: "200 with an error in the body" is none (F77), and without Retell's
/// word for it the answer has to be positive.
fn succeeded(result: &ToolResult, answer: &Fields, has_uid: bool) -> bool {
    let status = answer
        .get("status")
        .and_then(Value::as_str)
        .map(str::to_lowercase);
    let flag = ["success", "successful", "booked", "ok"]
        .iter()
        .find_map(|&name| answer.get(name).and_then(Value::as_bool));
    let denied = flag == Some(false)
        || answer
            .get("error")
            .is_some_and(|error| !error.is_null() && error != &Value::Bool(false))
        || matches!(
            status.as_deref(),
            Some(
                "error"
                    | "failed"
                    | "failure"
                    | "rejected"
                    | "cancelled"
                    | "canceled"
                    | "taken"
                    | "unavailable"
            )
        );
    let affirmed = flag == Some(true)
        || has_uid
        || matches!(
            status.as_deref(),
            Some("accepted" | "success" | "ok" | "confirmed" | "booked")
        );
    !denied && result.successful.unwrap_or(affirmed)
}

fn stated(fields: &Fields, rules: &ReadingRules) -> Stated {
    let names = &rules.fields;
    Stated {
        time: time(fields, rules),
        consent: consent(fields, &names.consent),
        service: text(fields, &names.service).map_or(StatedService::Unsaid, StatedService::Named),
        caller_name: text(fields, &names.caller_name),
        attendee_name: text(fields, &names.attendee_name),
        email: text(fields, &names.email).filter(|email| is_email(email)),
    }
}

fn time(fields: &Fields, rules: &ReadingRules) -> StatedTime {
    let names = &rules.fields;
    let whole = text(fields, &names.start);
    let (date, clock) = (text(fields, &names.date), text(fields, &names.time));
    match (whole, date, clock) {
        (Some(whole), date, clock) => match (parse_time(&whole), date, clock) {
            // `start` may hold the time of day only, with the date beside it.
            (StatedTime::Unreadable, Some(date), None) => parse_time(&format!("{date} {whole}")),
            (StatedTime::Unreadable, Some(date), Some(clock)) => {
                parse_time(&format!("{date} {clock}"))
            }
            (StatedTime::Day(_), _, Some(clock)) => parse_time(&format!("{whole} {clock}")),
            (read, ..) => read,
        },
        (None, Some(date), Some(clock)) => parse_time(&format!("{date} {clock}")),
        // A date field that holds date and time at once.
        (None, Some(date), None) => parse_time(&date),
        (None, None, Some(_)) => StatedTime::Unreadable,
        (None, None, None) => StatedTime::Unsaid,
    }
}

/// Reads `2026-11-05T15:30:00+01:00`, `2026-11-05 15:30` and `05.11.2026 15:30 Uhr`. A date
/// without a time of day stays one.
pub fn parse_time(text: &str) -> StatedTime {
    let text = text
        .trim()
        .trim_end_matches("Uhr")
        .trim_end_matches("uhr")
        .trim();
    if !text.contains(':') {
        return day(text).map_or(StatedTime::Unreadable, StatedTime::Day);
    }
    if let Some(instant) = Instant::parse(text) {
        return StatedTime::Instant(instant);
    }
    if has_offset(text) {
        return StatedTime::Unreadable;
    }
    if let Ok(local) = text.parse::<civil::DateTime>() {
        return StatedTime::Local(local);
    }
    let text = text.replace(',', " ");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for format in ["%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M:%S", "%Y-%m-%d %H:%M"] {
        if let Ok(local) = civil::DateTime::strptime(format, &text) {
            return StatedTime::Local(local);
        }
    }
    StatedTime::Unreadable
}

fn day(text: &str) -> Option<civil::Date> {
    text.parse()
        .or_else(|_| civil::Date::strptime("%d.%m.%Y", text))
        .ok()
}

/// An offset that could not be parsed must not be dropped and the rest taken as local (F16).
fn has_offset(text: &str) -> bool {
    text.split_once(':')
        .is_some_and(|(_, after)| after.contains(['+', '-', 'Z', 'z', '[']))
}

fn consent(fields: &Fields, names: &[String]) -> Consent {
    let mut found = Consent::Unsaid;
    for (key, value) in fields {
        if !names.iter().any(|name| same_field(name, key)) {
            continue;
        }
        let said = match value {
            Value::Bool(true) => Consent::Given,
            Value::Bool(false) => Consent::Refused,
            Value::Number(number) if number.as_i64() == Some(1) => Consent::Given,
            Value::Number(number) if number.as_i64() == Some(0) => Consent::Refused,
            Value::String(word) => match word.trim().to_lowercase().as_str() {
                "ja" | "yes" | "true" | "1" | "gebucht" | "bestätigt" | "confirmed" | "booked" => {
                    Consent::Given
                }
                "nein" | "no" | "false" | "0" => Consent::Refused,
                _ => continue,
            },
            _ => continue,
        };
        found = match (found, said) {
            (Consent::Unsaid, said) => said,
            (found, said) if found == said => found,
            _ => Consent::Contradictory,
        };
    }
    found
}

/// The first of the named fields that holds some text, in the order of the names.
fn text(fields: &Fields, names: &[String]) -> Option<String> {
    names.iter().find_map(|name| {
        fields
            .iter()
            .filter(|(key, _)| same_field(name, key))
            .find_map(|(_, value)| match value {
                Value::String(text) => Some(text.trim())
                    .filter(|text| !is_placeholder(text))
                    .map(str::to_owned),
                Value::Number(number) => Some(number.to_string()),
                _ => None,
            })
    })
}

/// What models write when they have nothing to write (F45).
fn is_placeholder(text: &str) -> bool {
    let text = text.to_lowercase();
    text.contains("{{")
        || matches!(
            text.as_str(),
            "" | "null"
                | "none"
                | "undefined"
                | "n/a"
                | "-"
                | "unknown"
                | "unbekannt"
                | "keine angabe"
        )
}

fn same_field(a: &str, b: &str) -> bool {
    fn letters(name: &str) -> impl Iterator<Item = char> {
        name.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
    }
    letters(a).eq(letters(b))
}

/// Good enough to tell an address from something else; Cal.com checks again.
fn is_email(text: &str) -> bool {
    let plain = text.is_ascii() && !text.contains(|c: char| c.is_whitespace() || c.is_control());
    plain
        && text.split_once('@').is_some_and(|(local, host)| {
            !local.is_empty()
                && host.contains('.')
                && !host.contains('@')
                && !host.ends_with('.')
                && !host.starts_with('.')
        })
}

#[cfg(test)]
#[path = "evidence_tests.rs"]
mod tests;
