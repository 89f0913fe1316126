//! A stand-in, a client for it, and an appointment to be.

use std::time::Duration;

use calcom::{Attendee, BookRequest, Client, ClientConfig};
use domain::booking::{Answer, Booking, Intent};
use domain::id::{AccountName, AppointmentId, CallId, EventTypeId, RetellCallId, WishNo};
use domain::time::{Clock, Instant, Zone};
use sandbox::calcom::{Account, Calcom, CalcomConfig, EventType};

pub(crate) const KEY: &str = "cal_live_of_the_test";
pub(crate) const EVENT_TYPE: EventTypeId = EventTypeId(17);

pub(crate) fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

pub(crate) fn berlin() -> Zone {
    Zone::parse("Europe/Berlin").unwrap()
}

/// A Monday, 10:00 in Berlin.
pub(crate) fn now() -> Instant {
    at("2026-11-02T09:00:00Z")
}

/// The Thursday after, 15:30 in Berlin.
pub(crate) fn slot() -> Instant {
    at("2026-11-05T14:30:00Z")
}

pub(crate) fn event_type() -> EventType {
    EventType::new(EVENT_TYPE, 30, &berlin())
}

/// A stand-in that offers this, where it is always [`now`].
pub(crate) fn config(event_type: EventType) -> CalcomConfig {
    CalcomConfig {
        clock: Clock::fixed(now()),
        ..CalcomConfig::new(vec![Account::new(KEY, vec![event_type])])
    }
}

/// A stand-in and its client.
pub(crate) struct World {
    pub(crate) calcom: Calcom,
    pub(crate) client: Client,
}

impl World {
    pub(crate) async fn new(config: CalcomConfig) -> Self {
        let clock = config.clock.clone();
        let calcom = Calcom::start(config).await.unwrap();
        let client = client(&calcom.base_url(), clock);
        Self { calcom, client }
    }

    pub(crate) async fn of(event_type: EventType) -> Self {
        Self::new(config(event_type)).await
    }
}

/// A client that is patient enough for a busy machine, and not for a hanging server.
pub(crate) fn client(base_url: &str, clock: Clock) -> Client {
    Client::new(ClientConfig {
        timeout: Duration::from_secs(2),
        clock,
        ..ClientConfig::new(base_url, KEY.into())
    })
    .unwrap()
}

/// Same as [`client`], for tests in which time must run out.
pub(crate) fn hasty_client(base_url: &str) -> Client {
    Client::new(ClientConfig {
        timeout: Duration::from_millis(300),
        connect_timeout: Duration::from_millis(150),
        clock: Clock::fixed(now()),
        ..ClientConfig::new(base_url, KEY.into())
    })
    .unwrap()
}

/// The wish of a call for [`slot`].
pub(crate) fn request(call: &str) -> BookRequest {
    let retell = RetellCallId::new(call);
    let call_id = CallId::of(&AccountName::default_account(), &retell);
    BookRequest {
        intent: Intent {
            appointment_id: AppointmentId::of(call_id, WishNo::FIRST),
            starts_at: slot(),
            event_type: EVENT_TYPE,
        },
        length_minutes: None,
        attendee: Attendee {
            name: "Erika Beispiel".into(),
            email: Some(format!("{call}@example.com")),
            phone: None,
            zone: berlin(),
            language: "de".into(),
        },
        call: retell,
        notes: None,
    }
}

#[track_caller]
pub(crate) fn booked(answer: Answer) -> Booking {
    match answer {
        Answer::Booked(booking) => booking,
        other => panic!("not booked: {other:?}"),
    }
}

/// The kind of an answer, and its message.
pub(crate) fn class(answer: &Answer) -> (&'static str, &str) {
    match answer {
        Answer::Booked(_) => ("booked", ""),
        Answer::Taken { message } => ("taken", message),
        Answer::Refused { message } => ("refused", message),
        Answer::Misconfigured { message } => ("misconfigured", message),
        Answer::NotSent { message, .. } => ("not sent", message),
        Answer::Unclear { message } => ("unclear", message),
    }
}
