//! Accounts, event types, hours.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use domain::id::EventTypeId;
use domain::time::{Clock, Zone};
use jiff::civil::{Time, Weekday, time};

/// What a stand-in is made of.
#[derive(Debug, Clone)]
pub struct CalcomConfig {
    /// Where to listen; by default any free port of 127.0.0.1.
    pub listen: SocketAddr,
    /// Whose keys are taken, and what they offer.
    pub accounts: Vec<Account>,
    /// Requests per minute and key; the next one blocks the key for a minute. Cal.com's is 120.
    pub requests_per_minute: u32,
    /// How long lies between finding a host free and writing the booking. Cal.com needs 1 to 5
    /// seconds, in which another request may find the same; zero leaves no gap.
    pub booking_time: Duration,
    /// What time it is there.
    pub clock: Clock,
}

impl CalcomConfig {
    /// On any free port, with Cal.com's limit, answering at once.
    pub fn new(accounts: Vec<Account>) -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            accounts,
            requests_per_minute: 120,
            booking_time: Duration::ZERO,
            clock: Clock::system(),
        }
    }

    /// The event type of that id, whoever offers it: ids are Cal.com's, not an account's.
    pub(crate) fn event_type(&self, id: EventTypeId) -> Option<&EventType> {
        self.accounts
            .iter()
            .flat_map(|account| &account.event_types)
            .find(|event_type| event_type.id == id)
    }

    pub(crate) fn account(&self, key: &str) -> Option<&Account> {
        self.accounts.iter().find(|account| account.key == key)
    }
}

/// Somebody with a key.
#[derive(Clone)]
pub struct Account {
    /// The API key.
    pub key: String,
    /// What can be booked with them; only these bookings does the key list.
    pub event_types: Vec<EventType>,
}

impl Account {
    /// An account of these event types.
    pub fn new(key: impl Into<String>, event_types: Vec<EventType>) -> Self {
        Self {
            key: key.into(),
            event_types,
        }
    }

    pub(crate) fn offers(&self, id: EventTypeId) -> bool {
        self.event_types
            .iter()
            .any(|event_type| event_type.id == id)
    }
}

impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Account")
            .field("event_types", &self.event_types)
            .finish_non_exhaustive()
    }
}

/// What can be booked.
#[derive(Debug, Clone)]
pub struct EventType {
    /// Its id.
    pub id: EventTypeId,
    /// Lengths to choose from, in minutes; the first is taken when none is named. Naming one is
    /// refused when there is no choice.
    pub lengths: Vec<u32>,
    /// How a booking comes about.
    pub mode: Mode,
    /// Whose calendars: any one who is free. Hosts shared by event types share their time.
    pub hosts: Vec<u64>,
    /// The zone of its hours.
    pub zone: Zone,
    /// The days on which it can be booked.
    pub days: Vec<Weekday>,
    /// The earliest start of a day, and the latest end.
    pub hours: (Time, Time),
    /// How long before its start a booking must be made.
    pub minimum_notice: Duration,
    /// Whether an attendee needs an e-mail address, which is Cal.com's default.
    pub needs_email: bool,
}

impl EventType {
    /// One length, one host of its own, every day from 8 to 20, at any notice, and, as Cal.com
    /// has it, only with an e-mail address.
    pub fn new(id: EventTypeId, minutes: u32, zone: &Zone) -> Self {
        Self {
            id,
            lengths: vec![minutes],
            mode: Mode::Plain,
            hosts: vec![id.0.unsigned_abs()],
            zone: zone.clone(),
            days: Weekday::Monday.cycle_forward().take(7).collect(),
            hours: (time(8, 0, 0, 0), time(20, 0, 0, 0)),
            minimum_notice: Duration::ZERO,
            needs_email: true,
        }
    }

    /// In another mode.
    #[must_use]
    pub fn mode(self, mode: Mode) -> Self {
        Self { mode, ..self }
    }

    /// With these hosts.
    #[must_use]
    pub fn hosts(self, hosts: impl Into<Vec<u64>>) -> Self {
        let hosts = hosts.into();
        Self { hosts, ..self }
    }

    /// Only with this much notice.
    #[must_use]
    pub fn minimum_notice(self, minimum_notice: Duration) -> Self {
        Self {
            minimum_notice,
            ..self
        }
    }

    /// With the e-mail address left to the attendee's choice.
    #[must_use]
    pub fn phone_is_enough(self) -> Self {
        Self {
            needs_email: false,
            ..self
        }
    }
}

/// How a booking comes about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// At once. A second request for the time is refused.
    Plain,
    /// A host accepts it first, so it starts out as pending. A second request of the same
    /// attendee for the same start is answered with the first booking.
    Confirmation,
    /// At once, with any of the hosts. A second request is answered as above.
    RoundRobin,
}
