//! From evidence to what is to be done: book, verify a claim, move, cancel, call back, or nothing.
//!
//! From the call alone: what already exists, and how late it is, is held against it in
//! [`settle`](crate::settle). Whatever is doubtful becomes a callback, never a guess.
//!
//! Three sources speak, in this order: a tool that says it booked, the company's fields in the
//! analysis, what was said. A source is heard on what those before it leave out. Where two of
//! them say different things, none is believed: staff calls back.

use crate::call::{Call, CallStatus};
use crate::callback::{CallBack, CallbackReason};
use crate::evidence::{Claim, Consent, Evidence, Stated, StatedTime};
use crate::id::{CalcomUid, CallId, WishNo};
use crate::plan::{Plan, Planner};
use crate::spoken::{Spoken, shown};
use crate::tenant::{CatalogueEntry, Tenant, WordsUse};
use crate::time::Instant;
use transcript::ending::Outcome;
use transcript::intent::Intent;

/// What a call asks for.
#[derive(Debug, Clone, PartialEq)]
pub enum Decision {
    /// These; at least one.
    Wishes(Vec<Wish>),
    /// Nothing, and why.
    Nothing(&'static str),
}

/// One thing that a caller wanted.
#[derive(Debug, Clone, PartialEq)]
pub struct Wish {
    /// Which of the call's wishes.
    pub no: WishNo,
    /// What is to be done about it.
    pub want: Want,
}

/// What is to be done about a wish.
#[derive(Debug, Clone, PartialEq)]
pub enum Want {
    /// Everything was agreed: book it.
    Book(Plan),
    /// A tool says that it is booked already: see whether it is.
    Verify(Plan, Option<CalcomUid>),
    /// An appointment that exists is wanted at another time.
    Move(Move),
    /// An appointment that exists is not wanted any more.
    Cancel {
        /// When it is, if that was said.
        existing: Option<Instant>,
    },
    /// Something was wanted, but not everything is clear: staff calls back.
    CallBack(CallBack),
}

/// Another time for an appointment that exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// When it is, if that was said.
    pub from: Option<Instant>,
    /// When it is wanted, if that was agreed.
    pub to: Option<Instant>,
    /// The same in a sentence.
    pub because: String,
}

/// What a call's evidence asks for. Only an analysed call is decided: before that, more may come.
pub fn decide(
    id: CallId,
    call: &Call,
    evidence: &Evidence,
    tenant: &Tenant,
    catalogue: &[CatalogueEntry],
) -> Decision {
    if call.status != CallStatus::Analyzed {
        return Decision::Nothing("It is not analysed yet.");
    }
    let case = Case {
        evidence,
        planner: Planner {
            id,
            call,
            tenant,
            catalogue,
        },
    };
    let wants = if !evidence.claims.is_empty() {
        case.of_claims(&evidence.claims)
    } else if evidence.voicemail {
        return Decision::Nothing("A machine answered.");
    } else {
        match case.of_statements() {
            Ok(want) => vec![want],
            Err(nothing) => return Decision::Nothing(nothing),
        }
    };
    let numbered = wants.into_iter().zip(1..);
    Decision::Wishes(
        numbered
            .map(|(want, no)| Wish {
                no: WishNo(no),
                want,
            })
            .collect(),
    )
}

struct Case<'a> {
    evidence: &'a Evidence,
    planner: Planner<'a>,
}

impl Case<'_> {
    /// What analysis and words together ask for, or why that is nothing.
    fn of_statements(&self) -> Result<Want, &'static str> {
        let analysis = &self.evidence.analysis;
        let Some(spoken) = &self.evidence.spoken else {
            return self.of_stated(analysis, None);
        };
        if let Some(conflict) = self.conflict(analysis, spoken) {
            return Ok(Want::CallBack(conflict));
        }
        let reading = &spoken.reading;
        let existing = reading
            .existing
            .as_ref()
            .and_then(|found| self.planner.instant(&StatedTime::Local(found.at)).ok());
        match reading.intent {
            Intent::Reschedule => Ok(Want::Move(Move {
                from: existing,
                to: self
                    .planner
                    .likely(&analysis.completed_by(&spoken.stated).time),
                because: match &reading.existing {
                    Some(found) => format!(
                        "The caller wants another time for the appointment of {}.",
                        shown(found.at)
                    ),
                    None => "The caller wants another time for an appointment.".into(),
                },
            })),
            Intent::Cancel => Ok(Want::Cancel { existing }),
            Intent::Callback => Ok(Want::CallBack(CallBack {
                reason: CallbackReason::CallbackWanted,
                detail: "The caller asked to be called back.".into(),
                wanted_at: reading
                    .callback
                    .as_ref()
                    .and_then(|window| self.planner.instant(&StatedTime::Local(window.from)).ok()),
            })),
            Intent::Book | Intent::None => {
                self.of_stated(&analysis.completed_by(&spoken.stated), Some(spoken))
            }
        }
    }

    /// Where analysis and words say different things.
    fn conflict(&self, analysis: &Stated, spoken: &Spoken) -> Option<CallBack> {
        let said = &spoken.stated;
        let (noted_at, said_at) = (
            self.planner.instant(&analysis.time).ok(),
            self.planner.likely(&said.time),
        );
        let back = |detail: String| {
            Some(CallBack {
                reason: CallbackReason::EvidenceConflicts,
                detail,
                wanted_at: said_at.or(noted_at),
            })
        };
        if let (Some(noted), Some(said)) = (noted_at, said_at)
            && noted != said
        {
            let zone = &self.planner.tenant.branch.zone;
            return back(format!(
                "The analysis notes {}; what was agreed in the call is {}.",
                shown(noted.local(zone).datetime()),
                shown(said.local(zone).datetime()),
            ));
        }
        match (analysis.consent, said.consent, spoken.reading.intent) {
            (Consent::Given, _, Intent::Cancel | Intent::Callback) => back(
                "The analysis notes an appointment; in the call, the caller wanted something else."
                    .into(),
            ),
            (Consent::Given, Consent::Refused, _) => {
                back("The analysis notes that the caller agreed; in the call they declined.".into())
            }
            (Consent::Refused, Consent::Given, _) => {
                back("The analysis notes that the caller declined; in the call they agreed.".into())
            }
            _ => self.other_service(analysis, said).then(|| CallBack {
                reason: CallbackReason::EvidenceConflicts,
                detail: "The analysis notes one service, in the call another was named.".into(),
                wanted_at: said_at.or(noted_at),
            }),
        }
    }

    fn other_service(&self, a: &Stated, b: &Stated) -> bool {
        match (
            self.planner.service(&a.service),
            self.planner.service(&b.service),
        ) {
            (Ok(a), Ok(b)) => a.service.id != b.service.id,
            _ => false,
        }
    }

    /// What statements that do not contradict each other ask for, or why that is nothing.
    fn of_stated(&self, stated: &Stated, spoken: Option<&Spoken>) -> Result<Want, &'static str> {
        let (reason, detail) = match (stated.consent, &stated.time) {
            (Consent::Given, _) => return Ok(self.of_agreed(stated, spoken)),
            (Consent::Refused, _) => return Err("The caller declined."),
            (Consent::Contradictory, _) => (
                CallbackReason::EvidenceConflicts,
                "One field says that the caller agreed, another that they did not.",
            ),
            (Consent::Unsaid, StatedTime::Unsaid) => unsettled(spoken)?,
            (Consent::Unsaid, StatedTime::Doubtful(_, doubt)) => *doubt,
            (Consent::Unsaid, _) => (
                CallbackReason::ConsentMissing,
                "A time was noted, but nothing says that the caller agreed to it.",
            ),
        };
        Ok(Want::CallBack(CallBack {
            reason,
            detail: detail.into(),
            wanted_at: self.planner.likely(&stated.time),
        }))
    }

    fn of_agreed(&self, stated: &Stated, spoken: Option<&Spoken>) -> Want {
        let analysis = &self.evidence.analysis;
        let noted = analysis.consent == Consent::Given && analysis.time != StatedTime::Unsaid;
        let said = spoken.is_some_and(|spoken| spoken.stated.consent == Consent::Given);
        let because = match (noted, said) {
            (true, false) => "The analysis notes time, service and the caller's consent.",
            (true, true) => "The analysis notes it, and it was agreed in the call.",
            (false, _) => "It was agreed in the call.",
        };
        match self.planner.plan(stated, because.into()) {
            Ok(plan)
                if !noted && self.planner.tenant.company.reading.words == WordsUse::CallBack =>
            {
                Want::CallBack(CallBack {
                    reason: CallbackReason::WordsAlone,
                    detail: "An appointment was agreed in words alone.".into(),
                    wanted_at: Some(plan.starts_at),
                })
            }
            Ok(plan) => Want::Book(plan),
            Err(call_back) => Want::CallBack(call_back),
        }
    }

    /// What tools say they booked: each to be verified, unless another source contradicts it.
    fn of_claims(&self, claims: &[Claim]) -> Vec<Want> {
        let analysis = &self.evidence.analysis;
        let noted = (analysis.consent != Consent::Refused)
            .then(|| self.planner.instant(&analysis.time).ok())
            .flatten();
        let said = self.evidence.spoken.as_ref();
        let said = said.and_then(|spoken| self.planner.instant(&spoken.stated.time).ok());
        let claimed: Vec<Option<Instant>> = claims
            .iter()
            .map(|claim| self.planner.instant(&claim.stated.time).ok())
            .collect();
        let contradicts = |other: Option<Instant>| other.is_some() && !claimed.contains(&other);
        let contradiction = if contradicts(noted) {
            Some("the analysis notes another")
        } else if contradicts(said) {
            Some("in the call another was agreed")
        } else {
            None
        };
        claims
            .iter()
            .zip(&claimed)
            .map(|(claim, &at)| self.of_claim(claim, at, contradiction))
            .collect()
    }

    fn of_claim(&self, claim: &Claim, at: Option<Instant>, contradiction: Option<&str>) -> Want {
        let conflict = |what: &str, other: &str| {
            Want::CallBack(CallBack {
                reason: CallbackReason::EvidenceConflicts,
                detail: format!("The tool `{}` booked one {what}, {other}.", claim.tool),
                wanted_at: at,
            })
        };
        if let Some(contradiction) = contradiction {
            return conflict("time", contradiction);
        }
        let analysis = &self.evidence.analysis;
        if self.other_service(&claim.stated, analysis) {
            return conflict("service", "the analysis notes another");
        }
        // The tool's word comes first; what it was not told, the analysis may know, or the words.
        let mut stated = claim.stated.completed_by(analysis);
        if let Some(spoken) = &self.evidence.spoken {
            if self.other_service(&claim.stated, &spoken.stated) {
                return conflict("service", "in the call another was named");
            }
            stated = stated.completed_by(&spoken.stated);
        }
        let because = format!("The tool `{}` says that it booked.", claim.tool);
        match self.planner.plan(&stated, because) {
            Ok(plan) => Want::Verify(plan, claim.uid.clone()),
            Err(call_back) => Want::CallBack(call_back),
        }
    }
}

/// When no source knows of a time or a consent: what is left to do, if anything.
fn unsettled(spoken: Option<&Spoken>) -> Result<(CallbackReason, &'static str), &'static str> {
    let Some(reading) = spoken.map(|spoken| &spoken.reading) else {
        return Err("No source speaks of an appointment.");
    };
    match (reading.intent, reading.ending.outcome) {
        (Intent::Book, Outcome::Unavailable) => Ok((
            CallbackReason::NothingAgreed,
            "An appointment was asked for, and there was none to be had.",
        )),
        (Intent::Book, _) => Ok((
            CallbackReason::NothingAgreed,
            "An appointment was asked for, and the call ended with none.",
        )),
        (_, Outcome::Agreed) => Err("What was agreed already exists."),
        _ => Err("Nobody asked for an appointment."),
    }
}

#[cfg(test)]
#[path = "decide_tests.rs"]
pub(crate) mod tests;

#[cfg(test)]
#[path = "words_tests.rs"]
mod words_tests;
