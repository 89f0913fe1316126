//! The bookings. No rules are kept here but one: the time of a host cannot be booked twice from
//! the same start to the same end. That is Cal.com's only constraint, too; overlaps are looked
//! for before, and two requests at once can both find none.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::id::{CalcomUid, EventTypeId};
use domain::time::Instant;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A booking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Booking {
    /// Follows from what was booked: the same wish has the same uid in every run.
    pub uid: CalcomUid,
    /// What.
    pub event_type: EventTypeId,
    /// Whose time.
    pub host: u64,
    /// From.
    pub start: Instant,
    /// To.
    pub end: Instant,
    /// How it stands.
    pub status: Status,
    /// Who comes.
    pub attendee: Attendee,
    /// What the one who booked wanted to be kept.
    pub metadata: BTreeMap<String, String>,
    /// Answers to the booking questions, `notes` among them.
    pub responses: serde_json::Map<String, serde_json::Value>,
    /// Why it was cancelled.
    pub cancellation_reason: Option<String>,
    /// When it was made.
    pub created_at: Instant,
}

/// Who comes to a booking.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Attendee {
    /// Their name.
    pub name: String,
    /// Their address; one is made up for those who come with a number alone.
    pub email: String,
    /// Their number.
    pub phone: Option<String>,
    /// Their zone, an IANA name.
    pub zone: String,
    /// Their language.
    pub language: String,
}

/// How a booking stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It holds.
    Accepted,
    /// The host has yet to accept it.
    Pending,
    /// It was called off.
    Cancelled,
    /// The host did not accept it.
    Rejected,
}

impl Status {
    /// Whether it is neither cancelled nor rejected.
    pub fn is_live(self) -> bool {
        matches!(self, Self::Accepted | Self::Pending)
    }
}

/// The same time of the same host is booked already, or the uid is taken.
#[derive(Debug)]
pub(crate) struct Conflict;

/// How many bookings there were at some moment; a reader that lags sees no more than those.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark(usize);

/// All bookings, in the order in which they were made.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    bookings: Vec<Booking>,
    by_uid: HashMap<CalcomUid, usize>,
    by_start: BTreeSet<(Instant, usize)>,
}

/// No booking is longer, so that what overlaps a time began less than this before it.
pub(crate) const LONGEST: std::time::Duration = std::time::Duration::from_hours(24);

impl Ledger {
    /// All bookings that were there at the mark, or all.
    pub(crate) fn seen(&self, mark: Option<Mark>) -> &[Booking] {
        let seen = mark.map_or(self.bookings.len(), |Mark(count)| count);
        self.bookings.get(..seen).unwrap_or(&self.bookings)
    }

    pub(crate) fn mark(&self) -> Mark {
        Mark(self.bookings.len())
    }

    pub(crate) fn get(&self, uid: &CalcomUid, mark: Option<Mark>) -> Option<&Booking> {
        self.seen(mark).get(*self.by_uid.get(uid)?)
    }

    /// Whether an accepted booking takes some of that time of the host's. Those that wait for
    /// confirmation do not, at Cal.com.
    pub(crate) fn is_busy(
        &self,
        host: u64,
        start: Instant,
        end: Instant,
        mark: Option<Mark>,
    ) -> bool {
        let seen = self.seen(mark).len();
        self.by_start
            .range((start.minus(LONGEST), 0)..(end, 0))
            .filter(|(_, position)| *position < seen)
            .filter_map(|(_, position)| self.bookings.get(*position))
            .any(|other| {
                other.host == host && other.status == Status::Accepted && other.end > start
            })
    }

    /// The live booking of an event type at a start by the same attendee.
    pub(crate) fn same_wish(
        &self,
        event_type: EventTypeId,
        start: Instant,
        attendee: &Attendee,
    ) -> Option<&Booking> {
        self.by_start
            .range((start, 0)..=(start, usize::MAX))
            .filter_map(|(_, position)| self.bookings.get(*position))
            .find(|other| {
                other.event_type == event_type
                    && other.status.is_live()
                    && other.attendee.email == attendee.email
                    && other.attendee.phone == attendee.phone
            })
    }

    pub(crate) fn insert(&mut self, booking: Booking) -> Result<&Booking, Conflict> {
        let is_same_time = |other: &Booking| {
            booking.status == Status::Accepted
                && other.status == Status::Accepted
                && (other.host, other.start, other.end)
                    == (booking.host, booking.start, booking.end)
        };
        let mut at_that_start = self
            .by_start
            .range((booking.start, 0)..=(booking.start, usize::MAX))
            .filter_map(|(_, position)| self.bookings.get(*position));
        if self.by_uid.contains_key(&booking.uid) || at_that_start.any(is_same_time) {
            return Err(Conflict);
        }
        let position = self.bookings.len();
        self.by_uid.insert(booking.uid.clone(), position);
        self.by_start.insert((booking.start, position));
        self.bookings.push(booking);
        self.bookings.last().ok_or(Conflict)
    }

    pub(crate) fn get_mut(&mut self, uid: &CalcomUid) -> Option<&mut Booking> {
        self.bookings.get_mut(*self.by_uid.get(uid)?)
    }

    /// A uid for a wish. The second booking of the same wish, after the first was cancelled, has
    /// another.
    pub(crate) fn uid_of(
        &self,
        event_type: EventTypeId,
        start: Instant,
        attendee: &Attendee,
        metadata: &BTreeMap<String, String>,
    ) -> CalcomUid {
        let wish = serde_json::json!([event_type, start, attendee.email, attendee.phone, metadata]);
        let mut attempt = 0_u64;
        loop {
            let name = format!("{attempt} {wish}");
            let id = Uuid::new_v5(&Uuid::NAMESPACE_URL, name.as_bytes());
            // As long as Cal.com's own.
            let text: String = id.simple().to_string().chars().take(22).collect();
            let uid = CalcomUid::new(text);
            if !self.by_uid.contains_key(&uid) {
                return uid;
            }
            attempt += 1;
        }
    }
}
