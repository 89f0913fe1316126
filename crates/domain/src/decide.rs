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
use crate::plan::{Plan, Planner, Unusable};
use crate::spoken::{Doubted, Spoken, Verdict, shown};
use crate::tenant::{CatalogueEntry, Tenant, WordsUse};
use crate::time::Instant;

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
    /// When it is wanted, as far as that is known.
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
    } else if evidence.voicemail && !case.was_agreed() {
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

const CONSENT_MISSING: Unusable = (
    CallbackReason::ConsentMissing,
    "A time was noted, but nothing says that the caller agreed to it.",
);

const CONTRADICTORY: &str = "One field says that the caller agreed, another that they did not.";

struct Case<'a> {
    evidence: &'a Evidence,
    planner: Planner<'a>,
}

impl Case<'_> {
    /// What we heard outranks the vendor's opinion of who answered (F52).
    fn was_agreed(&self) -> bool {
        let spoken = self.evidence.spoken.as_ref();
        spoken.is_some_and(|spoken| spoken.verdict == Verdict::Agreed)
    }

    /// What analysis and words together ask for, or why that is nothing.
    fn of_statements(&self) -> Result<Want, &'static str> {
        let analysis = &self.evidence.analysis;
        let Some(spoken) = &self.evidence.spoken else {
            return self.of_analysis("No source speaks of an appointment.");
        };
        let said = &spoken.stated;
        let noted = analysis.consent == Consent::Given;
        let existing = self.existing(spoken);
        match spoken.verdict {
            Verdict::Move => Ok(self.to_move(spoken)),
            Verdict::Cancel => Ok(Want::Cancel { existing }),
            Verdict::CallBack => Ok(to_call_back(spoken)),
            Verdict::Declined if noted => Ok(self
                .conflict("The analysis notes that the caller agreed; in the call they declined.")),
            Verdict::Declined => Err("The caller declined."),
            Verdict::Stands if noted && self.planner.instant(&analysis.time).ok() != existing => {
                Ok(self.conflict(
                    "The analysis notes an appointment; the call was about one that exists.",
                ))
            }
            Verdict::Stands => Err("What was agreed already exists."),
            Verdict::Unavailable if noted => Ok(self.conflict(
                "The analysis notes an appointment; in the call there was none to be had.",
            )),
            // The words may have been hard to follow; the company's own fields are not.
            Verdict::Open if noted => self.of_analysis("No appointment was agreed."),
            Verdict::Unavailable | Verdict::Open => Ok(match analysis.time {
                StatedTime::Unsaid => self.doubtful(nothing_agreed(spoken.verdict), analysis),
                _ => self.doubtful(CONSENT_MISSING, analysis),
            }),
            Verdict::Doubtful((CallbackReason::SeveralTimes, _), _) => {
                Ok(self.several_times(&spoken.reading.several))
            }
            Verdict::Doubtful(doubt, settled) if !self.settles(analysis, said, settled) => {
                Ok(self.doubtful(doubt, &analysis.completed_by(said)))
            }
            Verdict::Agreed if analysis.consent == Consent::Refused => Ok(self
                .conflict("The analysis notes that the caller declined; in the call they agreed.")),
            Verdict::Agreed if analysis.consent == Consent::Contradictory => {
                Ok(self.conflict(CONTRADICTORY))
            }
            Verdict::Agreed | Verdict::Doubtful(..) => match self.contradiction(analysis, said) {
                Some(contradiction) => Ok(self.conflict(&contradiction)),
                None => Ok(self.of_agreed(spoken)),
            },
            Verdict::Silent => self.of_analysis("Nobody asked for an appointment."),
        }
    }

    /// What the analysis asks for by itself; `silent` where it says nothing.
    fn of_analysis(&self, silent: &'static str) -> Result<Want, &'static str> {
        let analysis = &self.evidence.analysis;
        match (analysis.consent, &analysis.time) {
            (Consent::Given, _) => {
                let because = "The analysis notes time, service and the caller's consent.";
                Ok(self.book(analysis, because))
            }
            (Consent::Refused, _) => Err("The caller declined."),
            (Consent::Contradictory, _) => Ok(self.conflict(CONTRADICTORY)),
            (Consent::Unsaid, StatedTime::Unsaid) => Err(silent),
            (Consent::Unsaid, _) => Ok(self.doubtful(CONSENT_MISSING, analysis)),
        }
    }

    /// What was agreed in the call, together with what the analysis notes of it.
    fn of_agreed(&self, spoken: &Spoken) -> Want {
        let (analysis, said) = (&self.evidence.analysis, &spoken.stated);
        let mut stated = analysis.completed_by(said);
        let own_service = self.planner.service(&analysis.service).is_ok();
        if !own_service && self.planner.service(&said.service).is_ok() {
            stated.service = said.service.clone();
        }
        let own_time = self.planner.instant(&analysis.time).is_ok();
        if own_service && analysis.time_and_consent() && own_time {
            return self.book(
                &stated,
                "The analysis notes it, and it was agreed in the call.",
            );
        }
        match self.book(&stated, "It was agreed in the call.") {
            Want::Book(plan) if self.planner.tenant.company.reading.words == WordsUse::CallBack => {
                Want::CallBack(CallBack {
                    reason: CallbackReason::WordsAlone,
                    detail: "An appointment was agreed, but not all of it is noted.".into(),
                    wanted_at: Some(plan.starts_at),
                })
            }
            want => want,
        }
    }

    fn book(&self, stated: &Stated, because: &str) -> Want {
        match self.planner.plan(stated, because.into()) {
            Ok(plan) => Want::Book(plan),
            Err(call_back) => Want::CallBack(call_back),
        }
    }

    /// Whether the analysis settles what the words leave open.
    fn settles(&self, analysis: &Stated, said: &Stated, settled: Doubted) -> bool {
        let (StatedTime::Doubtful(Some(at), _), Ok(noted), Consent::Given) = (
            &said.time,
            self.planner.instant(&analysis.time),
            analysis.consent,
        ) else {
            return false;
        };
        let zone = &self.planner.tenant.branch.zone;
        let noted = noted.local(zone).datetime();
        let twelve = jiff::Span::new().hours(12);
        match settled {
            Doubted::Time => noted == *at,
            Doubted::Half => {
                noted == *at || at.checked_add(twelve).is_ok_and(|other| noted == other)
            }
            Doubted::Agreement => false,
        }
    }

    /// Where analysis and words say different things about one appointment.
    fn contradiction(&self, analysis: &Stated, said: &Stated) -> Option<String> {
        let zone = &self.planner.tenant.branch.zone;
        let local = |time: &StatedTime| match time {
            StatedTime::Instant(at) => Some(at.local(zone).datetime()),
            StatedTime::Local(at) => Some(*at),
            _ => None,
        };
        let (noted, agreed) = (local(&analysis.time), local(&said.time));
        if let (Some(noted), Some(agreed)) = (noted, agreed)
            && noted != agreed
        {
            return Some(format!(
                "The analysis notes {}; what was agreed in the call is {}.",
                shown(noted),
                shown(agreed),
            ));
        }
        if let (StatedTime::Day(noted), Some(agreed)) = (&analysis.time, agreed)
            && *noted != agreed.date()
        {
            return Some(format!(
                "The analysis notes {noted}; what was agreed in the call is {}.",
                shown(agreed),
            ));
        }
        self.other_service(analysis, said)
            .then(|| "The analysis notes one service, in the call another was named.".into())
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

    /// A callback because two sources contradict each other. What was said is what to ask about.
    fn conflict(&self, detail: &str) -> Want {
        let spoken = self.evidence.spoken.as_ref();
        let said = spoken.and_then(|spoken| self.planner.likely(&spoken.stated.time));
        Want::CallBack(CallBack {
            reason: CallbackReason::EvidenceConflicts,
            detail: detail.into(),
            wanted_at: said.or_else(|| self.planner.likely(&self.evidence.analysis.time)),
        })
    }

    /// A callback because one yes was to several times, which are told.
    fn several_times(&self, times: &[jiff::civil::DateTime]) -> Want {
        let first = times.first().map(|at| StatedTime::Local(*at));
        let shown: Vec<String> = times.iter().map(|at| shown(*at)).collect();
        Want::CallBack(CallBack {
            reason: CallbackReason::SeveralTimes,
            detail: format!(
                "One yes was to several times, and one booking holds one: {}.",
                shown.join(", ")
            ),
            wanted_at: first.and_then(|at| self.planner.likely(&at)),
        })
    }

    fn doubtful(&self, (reason, detail): Unusable, stated: &Stated) -> Want {
        Want::CallBack(CallBack {
            reason,
            detail: detail.into(),
            wanted_at: self.planner.likely(&stated.time),
        })
    }

    /// When the appointment is that the talk was about.
    fn existing(&self, spoken: &Spoken) -> Option<Instant> {
        let found = spoken.reading.existing.as_ref()?;
        self.planner.instant(&StatedTime::Local(found.at)).ok()
    }

    fn to_move(&self, spoken: &Spoken) -> Want {
        let analysis = &self.evidence.analysis;
        Want::Move(Move {
            from: self.existing(spoken),
            to: self
                .planner
                .likely(&spoken.stated.completed_by(analysis).time),
            because: match &spoken.reading.existing {
                Some(found) => format!(
                    "The caller wants another time for the appointment of {}.",
                    shown(found.at)
                ),
                None => "The caller wants another time for an appointment.".into(),
            },
        })
    }

    /// What tools say they booked: each to be verified, unless another source contradicts it.
    fn of_claims(&self, claims: &[Claim]) -> Vec<Want> {
        let contradiction = self.against_claims(claims);
        let of_claim = |claim| self.of_claim(claim, contradiction);
        let mut wants: Vec<Want> = claims.iter().map(of_claim).collect();
        // A tool that books the new time leaves the old one where it is (F21).
        if let Some(spoken) = &self.evidence.spoken
            && spoken.verdict == Verdict::Move
        {
            wants.push(self.to_move(spoken));
        }
        wants
    }

    /// What other sources have against all of the claims.
    fn against_claims(&self, claims: &[Claim]) -> Option<&'static str> {
        let analysis = &self.evidence.analysis;
        let noted = (analysis.consent != Consent::Refused)
            .then(|| self.planner.instant(&analysis.time).ok())
            .flatten();
        let spoken = self.evidence.spoken.as_ref();
        let verdict = spoken.map(|spoken| spoken.verdict);
        let said = spoken.and_then(|spoken| self.planner.instant(&spoken.stated.time).ok());
        let claimed: Vec<Option<Instant>> = claims
            .iter()
            .map(|claim| self.planner.instant(&claim.stated.time).ok())
            .collect();
        // A claim without a time is completed by the others, and contradicts nobody.
        let contradicts = |other: Option<Instant>| {
            other.is_some() && !claimed.contains(&None) && !claimed.contains(&other)
        };
        match verdict {
            Some(Verdict::Declined | Verdict::Cancel) => {
                Some("in the call the caller did not want it")
            }
            _ if contradicts(noted) => Some("the analysis notes another time"),
            _ if contradicts(said) => Some("in the call another time was agreed"),
            _ => None,
        }
    }

    fn of_claim(&self, claim: &Claim, contradiction: Option<&str>) -> Want {
        let analysis = &self.evidence.analysis;
        let spoken = self.evidence.spoken.as_ref().map(|spoken| &spoken.stated);
        let other_service = |other: &Stated| self.other_service(&claim.stated, other);
        let contradiction = contradiction
            .or_else(|| other_service(analysis).then_some("the analysis notes another service"))
            .or_else(|| {
                let named = spoken.is_some_and(other_service);
                named.then_some("in the call another service was named")
            });
        if let Some(contradiction) = contradiction {
            return Want::CallBack(CallBack {
                reason: CallbackReason::EvidenceConflicts,
                detail: format!(
                    "The tool `{}` says that it booked; {contradiction}.",
                    claim.tool
                ),
                wanted_at: self.planner.likely(&claim.stated.time),
            });
        }
        // The tool's word comes first; what it was not told, the analysis may know, or the words.
        let mut stated = claim.stated.completed_by(analysis);
        if let Some(spoken) = spoken {
            stated = stated.completed_by(spoken);
        }
        let because = format!("The tool `{}` says that it booked.", claim.tool);
        match self.planner.plan(&stated, because) {
            Ok(plan) => Want::Verify(plan, claim.uid.clone()),
            Err(call_back) => Want::CallBack(call_back),
        }
    }
}

fn to_call_back(spoken: &Spoken) -> Want {
    let at = spoken.reading.callback.as_ref().map(|window| {
        let to = window.to.map(|to| format!(" to {}", shown(to)));
        format!(": {}{}", shown(window.from), to.unwrap_or_default())
    });
    Want::CallBack(CallBack {
        reason: CallbackReason::CallbackWanted,
        detail: format!(
            "The caller asked to be called back{}.",
            at.unwrap_or_default()
        ),
        wanted_at: None,
    })
}

fn nothing_agreed(verdict: Verdict) -> Unusable {
    let detail = match verdict {
        Verdict::Unavailable => "An appointment was asked for, and there was none to be had.",
        _ => "An appointment was asked for, and the call ended with none.",
    };
    (CallbackReason::NothingAgreed, detail)
}

#[cfg(test)]
#[path = "decide_tests.rs"]
pub(crate) mod tests;

#[cfg(test)]
#[path = "words_tests.rs"]
mod words_tests;
