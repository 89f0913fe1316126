//! From evidence to what is to be done: book, verify a claim, call back, or nothing.
//!
//! From the call alone: what already exists, and how late it is, is held against it in
//! [`settle`](crate::settle). Whatever is doubtful becomes a callback, never a guess.

use std::time::Duration;

use crate::booking::FailureReason;
use crate::call::{Call, CallStatus};
use crate::event::words;
use crate::evidence::{self, Claim, Consent, Stated, StatedTime};
use crate::id::{CalcomUid, CallId, CustomerId, ServiceId, WishNo};
use crate::phone::PhoneNumber;
use crate::tenant::{CatalogueEntry, Language, Offer, Tenant};
use crate::time::{Instant, Resolved};

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
    /// A tool says that it is booked: see whether it is.
    Verify(Plan, Option<CalcomUid>),
    /// Something was wanted, but not everything is clear: staff calls back.
    CallBack(CallBack),
}

/// An appointment as agreed.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// What is booked, and where.
    pub offer: Offer,
    /// The service behind the offer.
    pub service: ServiceId,
    /// When it starts.
    pub starts_at: Instant,
    /// When it ends.
    pub ends_at: Instant,
    /// Who comes.
    pub attendee: Attendee,
    /// What proves it, in words that hold no personal data.
    pub because: String,
}

/// Whoever comes to an appointment; not always the caller (F51).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attendee {
    /// Their name, or a stand-in for one.
    pub name: String,
    /// Their address, or one made up for this call alone (F4, F50).
    pub email: String,
    /// The caller's number.
    pub phone: Option<PhoneNumber>,
    /// Set when somebody else than the caller comes.
    pub other_than_caller: bool,
}

impl Attendee {
    /// Whose time an appointment occupies: the customer's, or that of the person they named.
    pub fn key(&self, customer: CustomerId) -> String {
        if self.other_than_caller {
            format!("{customer}/{}", normal(&self.name))
        } else {
            customer.to_string()
        }
    }
}

/// What staff should know before calling back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallBack {
    /// Why.
    pub reason: CallbackReason,
    /// The same in a sentence.
    pub detail: String,
    /// When the appointment was wanted, if that is known.
    pub wanted_at: Option<Instant>,
}

words! {
    /// Why staff should call back.
    CallbackReason {
        /// A date was stated, but nothing says that the caller agreed.
        ConsentMissing = "consent_missing",
        /// They agreed, but to no time that was noted.
        TimeMissing = "time_missing",
        /// The time noted is none.
        TimeUnreadable = "time_unreadable",
        /// An hour that the change to summer time skips.
        TimeDoesNotExist = "time_does_not_exist",
        /// An hour that the change to winter time repeats.
        TimeAmbiguous = "time_ambiguous",
        /// It lay in the past when the call was made (F54).
        TimePast = "time_past",
        /// No service was noted.
        ServiceMissing = "service_missing",
        /// The service noted is not in the catalogue (F14).
        ServiceUnknown = "service_unknown",
        /// The service noted fits several.
        ServiceAmbiguous = "service_ambiguous",
        /// The branch does not offer it.
        NotOffered = "not_offered",
        /// Two sources say different things.
        EvidenceConflicts = "evidence_conflicts",
        /// The call is too old to book from, or from before the number was switched over.
        CallTooOld = "call_too_old",
        /// A later analysis says something else than was booked.
        ChangedAfterBooking = "changed_after_booking",
        /// The attendee already has an appointment at that time.
        OverlapsExisting = "overlaps_existing",
        /// See [`FailureReason::Taken`].
        SlotTaken = "slot_taken",
        /// See [`FailureReason::Refused`].
        Refused = "refused",
        /// See [`FailureReason::Misconfigured`].
        Misconfigured = "misconfigured",
        /// See [`FailureReason::NotFound`].
        NotFound = "not_found_after_unclear",
        /// See [`FailureReason::ForeignBooking`].
        ForeignBooking = "foreign_booking",
        /// See [`FailureReason::Mismatch`].
        BookedDifferently = "booked_differently",
        /// See [`FailureReason::ClaimNotFound`].
        ClaimNotFound = "claim_not_found",
        /// See [`FailureReason::TooLate`].
        TooLate = "too_late",
    }
}

impl From<FailureReason> for CallbackReason {
    fn from(reason: FailureReason) -> Self {
        match reason {
            FailureReason::Taken => Self::SlotTaken,
            FailureReason::Refused => Self::Refused,
            FailureReason::Misconfigured => Self::Misconfigured,
            FailureReason::NotFound => Self::NotFound,
            FailureReason::ForeignBooking => Self::ForeignBooking,
            FailureReason::Mismatch => Self::BookedDifferently,
            FailureReason::ClaimNotFound => Self::ClaimNotFound,
            FailureReason::TooLate => Self::TooLate,
        }
    }
}

/// What a call's structured evidence asks for; empty when that is nothing. Only an analysed call
/// is read: before that, more may come.
pub fn wishes(id: CallId, call: &Call, tenant: &Tenant, catalogue: &[CatalogueEntry]) -> Vec<Wish> {
    if call.status != CallStatus::Analyzed {
        return Vec::new();
    }
    let evidence = evidence::collect(call, &tenant.company.reading);
    let reader = Reader {
        id,
        call,
        tenant,
        catalogue,
        analysis: &evidence.analysis,
    };
    let wants = if evidence.claims.is_empty() {
        if evidence.voicemail {
            Vec::new()
        } else {
            reader.read_analysis().into_iter().collect()
        }
    } else {
        reader.read_claims(&evidence.claims)
    };
    wants
        .into_iter()
        .zip(1..)
        .map(|(want, no)| Wish {
            no: WishNo(no),
            want,
        })
        .collect()
}

struct Reader<'a> {
    id: CallId,
    call: &'a Call,
    tenant: &'a Tenant,
    catalogue: &'a [CatalogueEntry],
    analysis: &'a Stated,
}

impl Reader<'_> {
    fn read_analysis(&self) -> Option<Want> {
        let stated = self.analysis;
        let reason = match (stated.consent, &stated.time) {
            (Consent::Given, _) => {
                return Some(self.plan(stated).map_or_else(Want::CallBack, Want::Book));
            }
            // Nothing was agreed, and somebody said so; or nobody spoke of an appointment.
            (Consent::Refused, _) | (_, StatedTime::Unsaid) => return None,
            (Consent::Unsaid, _) => CallbackReason::ConsentMissing,
            (Consent::Contradictory, _) => CallbackReason::EvidenceConflicts,
        };
        let detail = match reason {
            CallbackReason::ConsentMissing => {
                "A time was noted, but nothing says that the caller agreed to it."
            }
            _ => "One field says that the caller agreed, another that they did not.",
        };
        Some(Want::CallBack(CallBack {
            reason,
            detail: detail.into(),
            wanted_at: self.instant(&stated.time).ok(),
        }))
    }

    fn read_claims(&self, claims: &[Claim]) -> Vec<Want> {
        let noted = self.instant(&self.analysis.time).ok();
        let claimed: Vec<Option<Instant>> = claims
            .iter()
            .map(|claim| self.instant(&claim.stated.time).ok())
            .collect();
        let contradicted = noted.is_some()
            && self.analysis.consent != Consent::Refused
            && !claimed.contains(&noted);
        claims
            .iter()
            .zip(claimed)
            .map(|(claim, at)| self.read_claim(claim, at, contradicted))
            .collect()
    }

    fn read_claim(&self, claim: &Claim, at: Option<Instant>, contradicted: bool) -> Want {
        let conflict = |what: &str| {
            Want::CallBack(CallBack {
                reason: CallbackReason::EvidenceConflicts,
                detail: format!(
                    "The tool `{}` booked one {what}, the analysis notes another.",
                    claim.tool
                ),
                wanted_at: at,
            })
        };
        if contradicted {
            return conflict("time");
        }
        let (asked, noted) = (self.service(&claim.stated), self.service(self.analysis));
        if let (Ok(asked), Ok(noted)) = (&asked, &noted)
            && asked.service.id != noted.service.id
        {
            return conflict("service");
        }
        // The tool's word comes first; what it was not told, the analysis may know.
        let stated = Stated {
            time: claim.stated.time.clone(),
            consent: Consent::Given,
            service: claim
                .stated
                .service
                .clone()
                .or_else(|| self.analysis.service.clone()),
            caller_name: claim
                .stated
                .caller_name
                .clone()
                .or_else(|| self.analysis.caller_name.clone()),
            attendee_name: claim
                .stated
                .attendee_name
                .clone()
                .or_else(|| self.analysis.attendee_name.clone()),
            email: claim
                .stated
                .email
                .clone()
                .or_else(|| self.analysis.email.clone()),
        };
        match self.plan(&stated) {
            Ok(plan) => Want::Verify(
                Plan {
                    because: format!("The tool `{}` says that it booked.", claim.tool),
                    ..plan
                },
                claim.uid.clone(),
            ),
            Err(call_back) => Want::CallBack(call_back),
        }
    }

    fn plan(&self, stated: &Stated) -> Result<Plan, CallBack> {
        let starts_at = self
            .instant(&stated.time)
            .map_err(|(reason, detail)| CallBack {
                reason,
                detail: detail.into(),
                wanted_at: None,
            })?;
        let back = |reason, detail: &str| CallBack {
            reason,
            detail: detail.into(),
            wanted_at: Some(starts_at),
        };
        if self
            .call
            .facts
            .started_at
            .is_some_and(|started| starts_at <= started)
        {
            return Err(back(
                CallbackReason::TimePast,
                "The time agreed lies before the call.",
            ));
        }
        let entry = self
            .service(stated)
            .map_err(|(reason, detail)| back(reason, detail))?;
        let Some(offer) = entry.offer.clone() else {
            return Err(back(
                CallbackReason::NotOffered,
                "This branch does not offer the service.",
            ));
        };
        Ok(Plan {
            service: entry.service.id,
            starts_at,
            ends_at: starts_at.plus(Duration::from_secs(u64::from(offer.minutes) * 60)),
            offer,
            attendee: self.attendee(stated),
            because: "The analysis notes time, service and the caller's consent.".into(),
        })
    }

    fn instant(&self, time: &StatedTime) -> Result<Instant, (CallbackReason, &'static str)> {
        match time {
            StatedTime::Unsaid => Err((
                CallbackReason::TimeMissing,
                "The caller agreed, but no time was noted.",
            )),
            StatedTime::Unreadable => Err((
                CallbackReason::TimeUnreadable,
                "The time noted is no date with a time of day.",
            )),
            StatedTime::Instant(instant) => Ok(*instant),
            StatedTime::Local(local) => match self.tenant.branch.zone.resolve(*local) {
                Resolved::Once(instant) => Ok(instant),
                Resolved::Never => Err((
                    CallbackReason::TimeDoesNotExist,
                    "The hour noted does not exist: clocks go forward that night.",
                )),
                Resolved::Twice => Err((
                    CallbackReason::TimeAmbiguous,
                    "The hour noted exists twice: clocks go back that night.",
                )),
            },
        }
    }

    fn service(&self, stated: &Stated) -> Result<&CatalogueEntry, (CallbackReason, &'static str)> {
        let Some(name) = stated.service.as_deref().map(normal) else {
            return Err((CallbackReason::ServiceMissing, "No service was noted."));
        };
        let mut fitting = self.catalogue.iter().filter(|entry| {
            normal(&entry.service.name) == name
                || entry
                    .service
                    .synonyms
                    .iter()
                    .any(|synonym| normal(synonym) == name)
        });
        match (fitting.next(), fitting.next()) {
            (Some(entry), None) => Ok(entry),
            (None, _) => Err((
                CallbackReason::ServiceUnknown,
                "The service noted is not in the catalogue.",
            )),
            (Some(_), Some(_)) => Err((
                CallbackReason::ServiceAmbiguous,
                "The service noted fits several.",
            )),
        }
    }

    fn attendee(&self, stated: &Stated) -> Attendee {
        let other = stated.attendee_name.as_ref().filter(|name| {
            stated
                .caller_name
                .as_deref()
                .is_none_or(|caller| normal(caller) != normal(name))
        });
        let nameless = match self.tenant.branch.language {
            Language::German => "Anrufer ohne Namen",
            Language::English => "Caller without a name",
        };
        let name = other
            .or(stated.caller_name.as_ref())
            .map_or(nameless, String::as_str);
        let email = stated.email.clone().unwrap_or_else(|| {
            format!(
                "call-{}@{}",
                self.id.as_uuid().simple(),
                self.tenant.company.reading.attendee_email_domain
            )
        });
        Attendee {
            name: name.to_owned(),
            email,
            phone: self.call.customer_number().cloned(),
            other_than_caller: other.is_some(),
        }
    }
}

/// Without case, punctuation and double spaces.
fn normal(text: &str) -> String {
    let words: String = text
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .flat_map(char::to_lowercase)
        .collect();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
#[path = "decide_tests.rs"]
pub(crate) mod tests;
