//! Whose call it is, and what they offer.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::event::words;
use crate::id::{
    AccountName, BranchId, CalcomAccountId, CompanyId, EventTypeId, OfferId, RetellAgentId,
    ServiceId,
};
use crate::phone::PhoneNumber;
use crate::time::{Instant, Zone};

/// The company and branch that a number or an agent belongs to. Everything below the look-up
/// takes it, or the company's id, as an argument (F3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tenant {
    /// The Retell account that owns the number or agent.
    pub account: AccountName,
    /// The company.
    pub company: Company,
    /// The branch.
    pub branch: Branch,
    /// Calls that started earlier are recorded but not booked from.
    pub active_from: Instant,
}

/// A company, the tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Company {
    /// Derived from the slug.
    pub id: CompanyId,
    /// Short and unique.
    pub slug: String,
    /// As callers know it.
    pub name: String,
    /// How its agent's data are to be read.
    pub reading: ReadingRules,
}

/// A branch of a company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    /// Derived from company and slug.
    pub id: BranchId,
    /// Unique in the company.
    pub slug: String,
    /// As callers know it.
    pub name: String,
    /// Where its clocks hang.
    pub zone: Zone,
    /// What it speaks.
    pub language: Language,
    /// When it is open; empty when unknown.
    pub opening_hours: OpeningHours,
}

words! {
    /// What a branch speaks.
    Language {
        /// German.
        German = "de",
        /// English.
        English = "en",
    }
}

/// Opening hours by weekday, each a list of spans. A day that is not listed is closed; with none
/// listed, nobody said.
pub type OpeningHours = BTreeMap<String, Vec<Span>>;

/// A part of a day, written like `09:00-18:00`; it ends after it begins, at midnight at the latest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Span {
    from: u16,
    until: u16,
}

/// The text is no span of a day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoSpan {
    /// It is something else.
    #[error("`{0}` is no span of a day")]
    Unreadable(String),
    /// It is a span that is empty, or of two days.
    #[error("`{0}` ends before it begins")]
    Backwards(String),
}

impl Span {
    /// When it begins, in minutes since midnight.
    pub fn from(self) -> u16 {
        self.from
    }

    /// When it ends, in minutes since midnight.
    pub fn until(self) -> u16 {
        self.until
    }
}

impl FromStr for Span {
    type Err = NoSpan;
    fn from_str(text: &str) -> Result<Self, NoSpan> {
        let number = |text: &str, most: usize| -> Option<u16> {
            let digits = text.bytes().all(|b| b.is_ascii_digit()) && text.len() <= most;
            digits.then(|| text.parse().ok()).flatten()
        };
        let minutes = |time: &str| -> Option<u16> {
            let (hour, minute) = time.trim().split_once(':')?;
            let (hour, minute) = (number(hour, 2)?, number(minute, 2)?);
            let of_day = hour * 60 + minute;
            (minute < 60 && of_day <= 24 * 60).then_some(of_day)
        };
        let times = text
            .split_once('-')
            .and_then(|(from, until)| Some((minutes(from)?, minutes(until)?)));
        match times {
            Some((from, until)) if from < until => Ok(Self { from, until }),
            Some(_) => Err(NoSpan::Backwards(text.to_owned())),
            None => Err(NoSpan::Unreadable(text.to_owned())),
        }
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { from, until } = self;
        let (hour, minute) = (from / 60, from % 60);
        write!(f, "{hour:02}:{minute:02}-")?;
        write!(f, "{:02}:{:02}", until / 60, until % 60)
    }
}

impl TryFrom<String> for Span {
    type Error = NoSpan;
    fn try_from(text: String) -> Result<Self, NoSpan> {
        text.parse()
    }
}

impl From<Span> for String {
    fn from(span: Span) -> Self {
        span.to_string()
    }
}

/// The weekdays as [`OpeningHours`] spells them.
pub const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// What an inbound number leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// The number.
    pub number: PhoneNumber,
    /// Whose it is.
    pub tenant: Tenant,
}

/// What an agent id of a web call or chat leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agent {
    /// Retell's id.
    pub id: RetellAgentId,
    /// Whose it is.
    pub tenant: Tenant,
}

/// A service of a company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// Derived from company and slug.
    pub id: ServiceId,
    /// As customers know it.
    pub name: String,
    /// What else they call it.
    pub synonyms: Vec<String>,
    /// How long it takes; there is no default (F28).
    pub minutes: u32,
}

/// A service as a branch offers it at Cal.com.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Derived from the triple of account, event type and length.
    pub id: OfferId,
    /// Whose calendar.
    pub calcom_account: CalcomAccountId,
    /// What to book there.
    pub event_type: EventTypeId,
    /// How long the booking is.
    pub minutes: u32,
    /// Whether the event type has several lengths, so that the length must be sent. Cal.com
    /// refuses a length for event types that have one only.
    pub send_length: bool,
}

/// A company's service together with its offer at one branch, if there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogueEntry {
    /// The service.
    pub service: Service,
    /// How the branch offers it; `None` if it does not.
    pub offer: Option<Offer>,
}

/// How structured data of a company's agent are to be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ReadingRules {
    /// Which fields mean what.
    pub fields: FieldNames,
    /// Tools whose success means that the agent booked, without version suffix.
    pub booking_tools: Vec<String>,
    /// What becomes of an appointment that was agreed in words, and that no field notes.
    pub words: WordsUse,
    /// Where made-up e-mail addresses of callers without one live. Each call gets an address of
    /// its own there; a shared one would make Cal.com mix up customers (F4).
    pub attendee_email_domain: String,
}

words! {
    /// What becomes of an appointment that was agreed in words alone.
    WordsUse {
        /// It is booked like any other.
        Book = "book",
        /// Staff calls back first.
        CallBack = "call_back",
    }
}

/// Names of fields in `custom_analysis_data` and in tool arguments, by meaning. Compared without
/// case, spaces and punctuation, so `Termin gebucht?` is `termin_gebucht`.
///
/// A list that a company gives replaces the default list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FieldNames {
    /// Date and time in one.
    pub start: Vec<String>,
    /// The date alone.
    pub date: Vec<String>,
    /// The time of day alone.
    pub time: Vec<String>,
    /// Whether the caller agreed.
    pub consent: Vec<String>,
    /// The service.
    pub service: Vec<String>,
    /// The caller's name.
    pub caller_name: Vec<String>,
    /// The name of whoever comes, if that is not the caller (F51).
    pub attendee_name: Vec<String>,
    /// An e-mail address.
    pub email: Vec<String>,
    /// Cal.com's id of a booking, in the answer of a booking tool.
    pub uid: Vec<String>,
}

fn list(names: &[&str]) -> Vec<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

impl Default for ReadingRules {
    fn default() -> Self {
        Self {
            fields: FieldNames::default(),
            booking_tools: list(&[
                "book_appointment",
                "book_appointment_cal",
                "create_booking",
                "termin_buchen",
                "buche_termin",
            ]),
            words: WordsUse::Book,
            attendee_email_domain: "callers.example.com".into(),
        }
    }
}

impl Default for FieldNames {
    fn default() -> Self {
        Self {
            start: list(&[
                "termin_start",
                "termin_datum_uhrzeit",
                "start",
                "starts_at",
                "start_time",
                "appointment_start",
                "appointment_date_time",
                "appointment_datetime",
                "datetime",
            ]),
            date: list(&["termin_datum", "datum", "date", "appointment_date"]),
            time: list(&[
                "termin_uhrzeit",
                "uhrzeit",
                "time",
                "appointment_time",
                "preferred_time",
            ]),
            consent: list(&[
                "termin_gebucht",
                "termin_bestaetigt",
                "termin_bestätigt",
                "appointment_confirmed",
                "appointment_booked",
                "booking_confirmed",
            ]),
            service: list(&[
                "dienstleistung",
                "leistung",
                "service",
                "service_name",
                "reason_for_visit",
            ]),
            caller_name: list(&[
                "kunde_name",
                "anrufer_name",
                "customer_name",
                "caller_full_name",
                "caller_name",
                "name",
            ]),
            attendee_name: list(&[
                "termin_fuer",
                "termin_für",
                "attendee_name",
                "patient_full_name",
            ]),
            email: list(&[
                "kunde_email",
                "email",
                "e_mail",
                "customer_email",
                "attendee_email",
            ]),
            uid: list(&["uid", "booking_uid", "buchung_uid"]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_a_part_of_one_day() {
        for (text, written) in [
            ("09:00-18:00", "09:00-18:00"),
            ("9:00 - 12:30", "09:00-12:30"),
            ("00:00-24:00", "00:00-24:00"),
        ] {
            let span: Span = text.parse().unwrap();
            assert_eq!(span.to_string(), written);
            assert_eq!(written.parse(), Ok(span));
        }
        for wrong in [
            "9-18",
            "18:00-09:00",
            "09:00-09:00",
            "09:00-24:30",
            "09:60-10:00",
            "+9:00-10:00",
            "099:00-10:00",
            "09:00",
            "",
            "-",
        ] {
            assert!(wrong.parse::<Span>().is_err(), "{wrong}");
        }
    }
}
