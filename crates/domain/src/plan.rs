//! An appointment as agreed: which moment, which offer, for whom.
//!
//! From what was stated, and from nothing else: what is not in it is never filled in by default.

use std::time::Duration;

use crate::call::Call;
use crate::callback::{CallBack, CallbackReason};
use crate::evidence::{Stated, StatedService, StatedTime};
use crate::id::{CallId, CustomerId, ServiceId};
use crate::phone::PhoneNumber;
use crate::tenant::{CatalogueEntry, Language, Offer, Tenant};
use crate::time::{Instant, Resolved};

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

/// Why something stated is of no use, and the same in a sentence.
pub type Unusable = (CallbackReason, &'static str);

/// What statements about an appointment are read against.
#[derive(Clone, Copy)]
pub(crate) struct Planner<'a> {
    pub(crate) id: CallId,
    pub(crate) call: &'a Call,
    pub(crate) tenant: &'a Tenant,
    pub(crate) catalogue: &'a [CatalogueEntry],
}

impl Planner<'_> {
    /// The appointment that was stated, or what staff has to clear up.
    pub(crate) fn plan(&self, stated: &Stated, because: String) -> Result<Plan, CallBack> {
        let starts_at = self
            .instant(&stated.time)
            .map_err(|(reason, detail)| CallBack {
                reason,
                detail: detail.into(),
                wanted_at: self.likely(&stated.time),
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
            .service(&stated.service)
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
            because,
        })
    }

    /// The one moment that was stated.
    pub(crate) fn instant(&self, time: &StatedTime) -> Result<Instant, Unusable> {
        match time {
            StatedTime::Unsaid => Err((
                CallbackReason::TimeMissing,
                "The caller agreed, but no time was noted.",
            )),
            StatedTime::Unreadable | StatedTime::Day(_) => Err((
                CallbackReason::TimeUnreadable,
                "The time noted is no date with a time of day.",
            )),
            StatedTime::Doubtful(_, doubt) => Err(*doubt),
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

    /// The moment that was stated, or the likelier of two.
    pub(crate) fn likely(&self, time: &StatedTime) -> Option<Instant> {
        match time {
            StatedTime::Doubtful(local, _) => self.instant(&StatedTime::Local((*local)?)).ok(),
            time => self.instant(time).ok(),
        }
    }

    /// The one service that was stated (F14).
    pub(crate) fn service(&self, stated: &StatedService) -> Result<&CatalogueEntry, Unusable> {
        let name = match stated {
            StatedService::Unsaid => {
                return Err((CallbackReason::ServiceMissing, "No service was noted."));
            }
            StatedService::Ambiguous => {
                return Err((
                    CallbackReason::ServiceAmbiguous,
                    "The service noted fits several.",
                ));
            }
            StatedService::Several(_) => {
                return Err((
                    CallbackReason::SeveralServices,
                    "Several services were wanted; one booking holds one.",
                ));
            }
            StatedService::Known(id) => {
                return self
                    .catalogue
                    .iter()
                    .find(|entry| entry.service.id == *id)
                    .ok_or(UNKNOWN);
            }
            StatedService::Named(name) => normal(name),
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
            (None, _) => Err(UNKNOWN),
            (Some(_), Some(_)) => Err((
                CallbackReason::ServiceAmbiguous,
                "The service noted fits several.",
            )),
        }
    }

    fn attendee(&self, stated: &Stated) -> Attendee {
        // A part of the caller's name is nobody else's.
        let other = stated.attendee_name.as_ref().filter(|name| {
            let caller = normal(stated.caller_name.as_deref().unwrap_or_default());
            let known: Vec<&str> = caller.split(' ').collect();
            !normal(name).split(' ').all(|word| known.contains(&word))
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

const UNKNOWN: Unusable = (
    CallbackReason::ServiceUnknown,
    "The service noted is not in the catalogue.",
);

/// Without case, punctuation and double spaces.
fn normal(text: &str) -> String {
    let words: String = text
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .flat_map(char::to_lowercase)
        .collect();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
