//! What was said in a call, as a source beside the analysis and the agent's tools.
//!
//! [`transcript`] reads the words; here they are read against what this branch offers and when it
//! is open, and become statements of the same shape as any other source's.

use jiff::civil;
use transcript::conversation::Conversation;
use transcript::ending::Outcome;
use transcript::intent::Intent;
use transcript::name::NameFound;
use transcript::reading::{self, Context, Reading, ReadingDoubt};
use transcript::reference::{Hours, Reference};
use transcript::when::Doubt;

use crate::call::{Call, CallStatus};
use crate::callback::CallbackReason;
use crate::evidence::{Consent, Stated, StatedService, StatedTime};
use crate::plan::Unusable;
use crate::tenant::{CatalogueEntry, DAYS, OpeningHours, Span, Tenant};
use crate::time::Instant;

/// What was said.
#[derive(Debug, Clone, PartialEq)]
pub struct Spoken {
    /// Every finding with the words that prove it.
    pub reading: Reading,
    /// What it comes to.
    pub verdict: Verdict,
    /// What it states about an appointment.
    pub stated: Stated,
}

/// What the words of a call come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Both agreed to a new appointment.
    Agreed,
    /// They may have; what keeps that from being sure.
    Doubtful(Unusable, Doubted),
    /// The caller did not want what there was.
    Declined,
    /// An appointment was asked for, and there was none to be had.
    Unavailable,
    /// An appointment was asked for, and as far as was understood none was agreed.
    Open,
    /// The talk was about an appointment that exists and stays as it is.
    Stands,
    /// An appointment that exists is wanted at another time.
    Move,
    /// An appointment that exists is not wanted any more.
    Cancel,
    /// The caller wants to be called back.
    CallBack,
    /// Nobody spoke of an appointment.
    Silent,
}

/// Whether another source can settle a doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubted {
    /// It names one of the two halves of the day.
    Half,
    /// It names the same time.
    Time,
    /// Only a person can.
    Agreement,
}

/// Below this, a service was heard too vaguely to be booked (F14); from 0 to 100.
const CLEAR: u8 = 70;

/// Reads the transcript of an analysed call. `None` without one, or when nobody knows when the
/// call took place: then nobody knows what "tomorrow" was.
pub fn listen(call: &Call, tenant: &Tenant, catalogue: &[CatalogueEntry]) -> Option<Spoken> {
    if call.status != CallStatus::Analyzed {
        return None;
    }
    let facts = &call.facts;
    let conversation = Conversation::parse(facts.transcript.as_deref()?);
    let took_place = facts
        .started_at
        .or(facts.ended_at)
        .or(call.first_event_at)?;
    let reference = reference(took_place, tenant);
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
    let verdict = verdict(&reading);
    let stated = stated(&reading, verdict, catalogue);
    Spoken {
        reading,
        verdict,
        stated,
    }
}

fn verdict(reading: &Reading) -> Verdict {
    match (reading.intent, reading.ending.outcome, doubt(reading)) {
        (Intent::Reschedule, ..) => Verdict::Move,
        (Intent::Cancel, ..) => Verdict::Cancel,
        (Intent::Callback, ..) => Verdict::CallBack,
        (_, Outcome::Refused, _) => Verdict::Declined,
        (_, _, Some((doubt, settled))) => Verdict::Doubtful(doubt, settled),
        (_, Outcome::Agreed, _) if reading.start.is_some() && reading.confirmed => Verdict::Agreed,
        (_, Outcome::Agreed, _) => Verdict::Stands,
        (_, Outcome::Unavailable, _) => Verdict::Unavailable,
        (_, Outcome::Open, _) => Verdict::Open,
        (_, Outcome::NotAsked, _) => Verdict::Silent,
    }
}

fn stated(reading: &Reading, verdict: Verdict, catalogue: &[CatalogueEntry]) -> Stated {
    let at = reading.start.as_ref().map(|start| start.at);
    let name_of = |found: &Option<NameFound>| found.as_ref().map(|found| found.name.clone());
    // The name that was asked for is the caller's where nobody else is spoken of.
    let own = || name_of(&reading.name).filter(|_| reading.client.is_none());
    let caller = name_of(&reading.caller).or_else(own);
    // The appointment may be under the client's name or under the caller's.
    let attendee = reading.client.as_ref().and_then(|client| {
        let under = name_of(&reading.name).filter(|_| reading.name != reading.caller);
        under.or_else(|| client.name.clone())
    });
    Stated {
        // One with a doubt is not sure enough to be booked, however likely.
        time: match (verdict, at) {
            (Verdict::Doubtful(doubt, _), at) => StatedTime::Doubtful(at, doubt),
            (_, Some(at)) => StatedTime::Local(at),
            (_, None) => StatedTime::Unsaid,
        },
        // The verdict says more.
        consent: Consent::Unsaid,
        service: service(reading, catalogue),
        caller_name: caller,
        attendee_name: attendee,
        email: None,
    }
}

/// The gravest doubt about the time or the agreement, and who can settle it.
fn doubt(reading: &Reading) -> Option<(Unusable, Doubted)> {
    let doubts = reading.doubts.iter().filter_map(|doubt| match doubt {
        ReadingDoubt::Time(doubt) => Some(about_time(*doubt)),
        ReadingDoubt::ContradictedAtTheEnd => Some((
            (
                CallbackReason::EvidenceConflicts,
                "The agent named another time at the end than was agreed before.",
            ),
            Doubted::Agreement,
        )),
        ReadingDoubt::HalfAgreed => Some((
            (
                CallbackReason::ConsentMissing,
                "The caller's answer to the time was neither yes nor no.",
            ),
            Doubted::Agreement,
        )),
        ReadingDoubt::SeveralTimes => Some((
            (
                CallbackReason::SeveralTimes,
                "One yes was to several times; one booking holds one.",
            ),
            Doubted::Agreement,
        )),
        ReadingDoubt::SeveralServicesFit | ReadingDoubt::NoService | ReadingDoubt::NoName => None,
    });
    doubts.max_by_key(|(_, settled)| match settled {
        Doubted::Half => 0,
        Doubted::Time => 1,
        Doubted::Agreement => 2,
    })
}

fn about_time(doubt: Doubt) -> (Unusable, Doubted) {
    use CallbackReason::{TimeAmbiguous, TimeDoesNotExist, TimeDoubtful, TimePast, TimeUnreadable};
    let (settled, reason, detail) = match doubt {
        Doubt::EitherHalfOfTheDay => (
            Doubted::Half,
            TimeDoubtful,
            "The hour that was said may be in the morning or in the evening.",
        ),
        Doubt::Closed => (
            Doubted::Time,
            TimeDoubtful,
            "The branch is not open at the time that was said.",
        ),
        Doubt::OtherDay => (
            Doubted::Time,
            TimeDoubtful,
            "The words may mean another day as well.",
        ),
        Doubt::OtherWeekday => (
            Doubted::Agreement,
            TimeDoubtful,
            "The date that was said is not on the weekday that was said.",
        ),
        Doubt::NoSuchDate => (
            Doubted::Agreement,
            TimeUnreadable,
            "The calendar has no such date as was said.",
        ),
        Doubt::Over => (
            Doubted::Agreement,
            TimePast,
            "The time that was said lies before the call.",
        ),
        Doubt::SkippedBySpring => (
            Doubted::Agreement,
            TimeDoesNotExist,
            "The hour that was said does not exist: clocks go forward that night.",
        ),
        Doubt::TwiceInAutumn => (
            Doubted::Agreement,
            TimeAmbiguous,
            "The hour that was said exists twice: clocks go back that night.",
        ),
    };
    ((reason, detail), settled)
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
        let minutes = |span: &Span| (span.from().into(), span.until().into());
        spans.iter().map(minutes).collect()
    }))
}

/// A local time without seconds, as texts for staff hold it.
pub(crate) fn shown(at: civil::DateTime) -> String {
    at.strftime("%Y-%m-%d %H:%M").to_string()
}
