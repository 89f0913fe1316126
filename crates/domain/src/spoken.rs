//! What was said in a call, as a source beside the analysis and the agent's tools.
//!
//! [`transcript`] reads the words; here they are read against what this branch offers and when it
//! is open, and become statements of the same shape as any other source's.

use jiff::civil;
use transcript::conversation::Conversation;
use transcript::ending::Outcome;
use transcript::name::NameFound;
use transcript::reading::{self, Context, Reading, ReadingDoubt};
use transcript::reference::{Hours, Reference};
use transcript::when::Doubt;

use crate::call::{Call, CallStatus};
use crate::callback::CallbackReason;
use crate::evidence::{Consent, Stated, StatedService, StatedTime};
use crate::plan::Unusable;
use crate::tenant::{CatalogueEntry, DAYS, OpeningHours, Tenant};
use crate::time::Instant;

/// What was said.
#[derive(Debug, Clone, PartialEq)]
pub struct Spoken {
    /// Every finding with the words that prove it.
    pub reading: Reading,
    /// The same as statements.
    pub stated: Stated,
}

/// Below this, a service was heard too vaguely to be booked (F14); from 0 to 100.
const CLEAR: u8 = 70;

/// Reads the transcript of an analysed call. `None` without one, or when nobody knows when the
/// call began: then nobody knows what "tomorrow" was.
pub fn listen(call: &Call, tenant: &Tenant, catalogue: &[CatalogueEntry]) -> Option<Spoken> {
    if call.status != CallStatus::Analyzed {
        return None;
    }
    let conversation = Conversation::parse(call.facts.transcript.as_deref()?);
    let reference = reference(call.facts.started_at?, tenant);
    Some(understand(&conversation, reference, catalogue))
}

/// What times in a call that began then are measured from.
pub fn reference(started_at: Instant, tenant: &Tenant) -> Reference {
    let hours = hours(&tenant.branch.opening_hours);
    Reference::at(&started_at.local(&tenant.branch.zone), hours)
}

/// Reads a conversation against what can be booked.
pub fn understand(
    conversation: &Conversation,
    reference: Reference,
    catalogue: &[CatalogueEntry],
) -> Spoken {
    let services: Vec<_> = catalogue
        .iter()
        .map(|entry| transcript::service::Service {
            name: entry.service.name.clone(),
            synonyms: entry.service.synonyms.clone(),
        })
        .collect();
    let context = Context {
        reference,
        services: &services,
    };
    let reading = reading::read(conversation, &context);
    let stated = stated(&reading, catalogue);
    Spoken { reading, stated }
}

fn stated(reading: &Reading, catalogue: &[CatalogueEntry]) -> Stated {
    let clear = reading.start.is_some() && reading.confirmed;
    let name_of = |found: &Option<NameFound>| found.as_ref().map(|found| found.name.clone());
    let caller = name_of(&reading.caller);
    // The appointment may be under the client's name or under the caller's.
    let attendee = reading.client.as_ref().and_then(|client| {
        let under = name_of(&reading.name).filter(|_| reading.name != reading.caller);
        under.or_else(|| client.name.clone())
    });
    Stated {
        time: time(reading),
        consent: match reading.ending.outcome {
            _ if clear => Consent::Given,
            Outcome::Refused => Consent::Refused,
            _ => Consent::Unsaid,
        },
        service: service(reading, catalogue),
        caller_name: caller,
        attendee_name: attendee,
        email: None,
    }
}

/// The time that was agreed. One with a doubt is not sure enough to be booked, however likely.
fn time(reading: &Reading) -> StatedTime {
    let at = reading.start.as_ref().map(|start| start.at);
    match (doubt(reading), at) {
        (None, Some(at)) => StatedTime::Local(at),
        (None, None) => StatedTime::Unsaid,
        (Some(doubt), at) => StatedTime::Doubtful(at, doubt),
    }
}

/// The gravest doubt about the time.
fn doubt(reading: &Reading) -> Option<Unusable> {
    reading
        .doubts
        .iter()
        .filter_map(|doubt| match doubt {
            ReadingDoubt::Time(doubt) => Some(about_time(*doubt)),
            ReadingDoubt::ContradictedAtTheEnd => Some((
                CallbackReason::EvidenceConflicts,
                "The agent named another time at the end than was agreed before.",
            )),
            ReadingDoubt::HalfAgreed => Some((
                CallbackReason::ConsentMissing,
                "The caller's answer to the time was neither yes nor no.",
            )),
            ReadingDoubt::SeveralServicesFit | ReadingDoubt::NoService | ReadingDoubt::NoName => {
                None
            }
        })
        .min_by_key(|(reason, _)| *reason == CallbackReason::TimeDoubtful)
}

fn about_time(doubt: Doubt) -> Unusable {
    use CallbackReason::{TimeAmbiguous, TimeDoesNotExist, TimeDoubtful, TimePast, TimeUnreadable};
    match doubt {
        Doubt::EitherHalfOfTheDay => (
            TimeDoubtful,
            "The hour that was said may be in the morning or in the evening.",
        ),
        Doubt::Closed => (
            TimeDoubtful,
            "The branch is not open at the time that was said.",
        ),
        Doubt::OtherDay => (TimeDoubtful, "The words may mean another day as well."),
        Doubt::OtherWeekday => (
            TimeDoubtful,
            "The date that was said is not on the weekday that was said.",
        ),
        Doubt::NoSuchDate => (TimeUnreadable, "The calendar has no such date as was said."),
        Doubt::Over => (TimePast, "The time that was said lies before the call."),
        Doubt::SkippedBySpring => (
            TimeDoesNotExist,
            "The hour that was said does not exist: clocks go forward that night.",
        ),
        Doubt::TwiceInAutumn => (
            TimeAmbiguous,
            "The hour that was said exists twice: clocks go back that night.",
        ),
    }
}

fn service(reading: &Reading, catalogue: &[CatalogueEntry]) -> StatedService {
    let found = &reading.services;
    let mut known: Vec<_> = found
        .found
        .iter()
        .filter_map(|one| Some((catalogue.get(one.index)?.service.id, one.confidence)))
        .collect();
    if !found.ambiguous.is_empty() {
        return StatedService::Ambiguous;
    }
    match (known.pop(), known.is_empty()) {
        (None, _) => StatedService::Unsaid,
        (Some((id, confidence)), true) if confidence >= CLEAR => StatedService::Known(id),
        (Some(_), true) => StatedService::Ambiguous,
        (Some(last), false) => {
            known.push(last);
            StatedService::Several(known.into_iter().map(|(id, _)| id).collect())
        }
    }
}

/// Opening hours in minutes; a day that is not listed is closed, and a branch that lists none did
/// not say.
fn hours(listed: &OpeningHours) -> Hours {
    if listed.is_empty() {
        return Hours::default();
    }
    Hours::weekly(DAYS.map(|day| {
        let spans = listed.get(day).map(Vec::as_slice).unwrap_or_default();
        spans.iter().filter_map(|span| minutes(span)).collect()
    }))
}

/// `09:00-18:00` as minutes since midnight. Import lets nothing else in.
fn minutes(span: &str) -> Option<(i32, i32)> {
    let minute = |text: &str| -> Option<i32> {
        let (hour, minute) = text.trim().split_once(':')?;
        Some(hour.parse::<i32>().ok()? * 60 + minute.parse::<i32>().ok()?)
    };
    let (from, to) = span.split_once('-')?;
    Some((minute(from)?, minute(to)?))
}

/// For people and tests: a local time without seconds.
pub(crate) fn shown(at: civil::DateTime) -> String {
    at.strftime("%Y-%m-%d %H:%M").to_string()
}
