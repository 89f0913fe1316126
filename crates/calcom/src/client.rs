//! The operations and what they take.

use std::time::Duration;

use domain::booking::{Answer, Booking, Intent};
use domain::id::{CalcomUid, EventTypeId, RetellCallId};
use domain::phone::PhoneNumber;
use domain::time::{Clock, Instant, Zone};
use reqwest::header::HeaderValue;
use reqwest::{Url, redirect};
use secrecy::{ExposeSecret, SecretString};

use crate::answer::answer;
use crate::failure::Failure;
use crate::send::{Operation, Reply};
use crate::wire;

/// The key of a booking's metadata that holds the id of our appointment, in its text form.
pub const METADATA_KEY: &str = "ringback_appointment";

/// Most bookings that Cal.com lists in one page.
const PAGE: usize = 250;

/// Pages after which a list is given up. One slot never fills them; they fill when Cal.com
/// ignores filters, which it has done.
const PAGES: usize = 20;

/// What a [`Client`] is made of.
#[derive(Debug, Clone)]
pub struct ClientConfig {
    /// Where the API is, with its version: `https://api.cal.com/v2`, `https://api.cal.eu/v2`, or
    /// that of a server of one's own.
    pub base_url: String,
    /// An API key (`cal_…`), or an access token.
    pub key: SecretString,
    /// How long a whole request may take. Booking takes Cal.com 1 to 5 seconds on a good day:
    /// it asks every calendar, and waits for webhooks to be delivered.
    pub timeout: Duration,
    /// How long connecting may take; within this, nothing has been sent.
    pub connect_timeout: Duration,
    /// Tells from when a wait counts.
    pub clock: Clock,
}

impl ClientConfig {
    /// With the usual limits: 30 seconds in all, 5 to connect, the machine's clock.
    pub fn new(base_url: impl Into<String>, key: SecretString) -> Self {
        Self {
            base_url: base_url.into(),
            key,
            timeout: Duration::from_secs(30),
            connect_timeout: Duration::from_secs(5),
            clock: Clock::system(),
        }
    }
}

/// The configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The base URL is not one.
    #[error("the base URL of Cal.com must be like `https://api.cal.com/v2`")]
    BaseUrl,
    /// The key has characters that a header cannot carry.
    #[error("the Cal.com key holds characters that no key has; is there a line break in it?")]
    Key,
    /// The HTTP client could not be built.
    #[error("the HTTP client for Cal.com cannot be set up")]
    Http(#[source] reqwest::Error),
}

/// A client for one Cal.com key. Clones share their connections.
#[derive(Debug, Clone)]
pub struct Client {
    pub(crate) http: reqwest::Client,
    pub(crate) authorization: HeaderValue,
    base_url: Url,
    clock: Clock,
}

impl Client {
    /// Builds the client; nothing is sent yet.
    ///
    /// # Errors
    /// [`ConfigError`] when the base URL or the key cannot be used.
    pub fn new(config: ClientConfig) -> Result<Self, ConfigError> {
        let base_url = Url::parse(&config.base_url).map_err(|_| ConfigError::BaseUrl)?;
        if !matches!(base_url.scheme(), "http" | "https") || base_url.query().is_some() {
            return Err(ConfigError::BaseUrl);
        }
        let http = reqwest::Client::builder()
            .timeout(config.timeout)
            .connect_timeout(config.connect_timeout)
            // A request to book that is sent on might be carried out twice.
            .redirect(redirect::Policy::none())
            // Node closes idle connections after 5 s; one that closes under a request makes
            // its answer unclear.
            .pool_idle_timeout(Duration::from_secs(4))
            .build()
            .map_err(ConfigError::Http)?;
        Ok(Self {
            http,
            authorization: bearer(&config.key)?,
            base_url,
            clock: config.clock,
        })
    }

    /// The same client with another account's key; connections are shared.
    ///
    /// # Errors
    /// [`ConfigError::Key`].
    pub fn with_key(&self, key: &SecretString) -> Result<Self, ConfigError> {
        Ok(Self {
            authorization: bearer(key)?,
            ..self.clone()
        })
    }

    /// The free times of an event type, in order.
    ///
    /// Cal.com may still refuse them: it answers from a cache of 2 s, and asks calendars again
    /// when booking.
    ///
    /// # Errors
    /// See [`Failure`].
    pub async fn slots(&self, query: SlotsQuery<'_>) -> Result<Vec<Instant>, Failure> {
        // Cal.com takes an end of exactly midnight UTC for the end of the day that begins
        // there, and has offered slots outside the range: one millisecond less, and a filter.
        let last = query.until.minus(Duration::from_millis(1));
        let mut parameters = vec![
            ("eventTypeId", query.event_type.to_string()),
            ("start", wire::millis(query.from)),
            ("end", wire::millis(last)),
            ("timeZone", query.zone.name().to_owned()),
        ];
        parameters.extend(
            query
                .length_minutes
                .map(|minutes| ("duration", minutes.to_string())),
        );
        let reply = self
            .send(Operation::Slots, self.url(&["slots"]), |request| {
                request.query(&parameters)
            })
            .await?;
        let mut slots = self
            .data(&reply)
            .map(wire::slots)?
            .ok_or_else(|| Failure::unreadable("a list of slots cannot be read"))?;
        slots.retain(|slot| (query.from..query.until).contains(slot));
        Ok(slots)
    }

    /// Asks once for a booking, and says what became of it.
    ///
    /// Total: every status, body and breakage is an answer. The messages in it are Cal.com's
    /// words and may repeat the attendee's data: they are for staff, not for logs.
    pub async fn book(&self, request: &BookRequest) -> Answer {
        if request.attendee.email.is_none() && request.attendee.phone.is_none() {
            return Answer::Refused {
                message: "Cal.com needs an e-mail address or a phone number.".into(),
            };
        }
        let body = wire::CreateBooking::from(request);
        let result = self
            .send(Operation::Book, self.url(&["bookings"]), |request| {
                request.json(&body)
            })
            .await;
        answer(result, self.clock.now())
    }

    /// The bookings of an event type within a window that are neither cancelled nor rejected.
    ///
    /// # Errors
    /// See [`Failure`]. [`Failure::Unexpected`] too when a part of the list cannot be read: that
    /// a booking is not there may only follow from a whole list.
    pub async fn list(&self, query: ListQuery) -> Result<Vec<Booking>, Failure> {
        let mut found = Vec::new();
        for page in 0..PAGES {
            let reply = self.list_page(query, page * PAGE).await?;
            let bookings = self
                .data(&reply)
                .map(wire::bookings)?
                .ok_or_else(|| Failure::unreadable("a list of bookings cannot be read"))?;
            let has_next = reply
                .body
                .as_ref()
                .and_then(|body| body.pointer("/pagination/hasNextPage")?.as_bool())
                .unwrap_or(bookings.len() >= PAGE);
            found.extend(
                bookings
                    .into_iter()
                    .filter(|booking| query.matches(booking)),
            );
            if !has_next {
                return Ok(found);
            }
        }
        Err(Failure::unreadable(
            "a list of bookings does not end; are its filters ignored?",
        ))
    }

    async fn list_page(&self, query: ListQuery, skip: usize) -> Result<Reply, Failure> {
        let parameters = [
            ("eventTypeId", query.event_type.to_string()),
            ("afterStart", wire::millis(query.starts_at)),
            ("beforeEnd", wire::millis(query.ends_at)),
            ("status", query.status(self.clock.now()).to_owned()),
            // What is booked meanwhile comes last, and moves nothing across pages.
            ("sortCreated", "asc".to_owned()),
            ("take", PAGE.to_string()),
            ("skip", skip.to_string()),
        ];
        Ok(self
            .send(Operation::List, self.url(&["bookings"]), |request| {
                request.query(&parameters)
            })
            .await?)
    }

    /// A booking by its uid, whatever its state; `None` when Cal.com has none.
    ///
    /// # Errors
    /// See [`Failure`].
    pub async fn get(&self, uid: &CalcomUid) -> Result<Option<Booking>, Failure> {
        // As a segment of a path these would name another resource.
        if matches!(uid.as_str(), "" | "." | "..") {
            return Ok(None);
        }
        let url = self.url(&["bookings", uid.as_str()]);
        let reply = self.send(Operation::Get, url, |request| request).await?;
        // The other 404 is a version that the route no longer knows: "Cannot GET /v2/…".
        if reply.status == 404 && reply.message().starts_with("Booking with uid=") {
            return Ok(None);
        }
        let data = self.data(&reply)?;
        // The uid of a series answers with all of it.
        data.as_array()
            .map_or(std::slice::from_ref(data), Vec::as_slice)
            .iter()
            .filter_map(wire::booking)
            .find(|booking| booking.uid == *uid)
            .map(Some)
            .ok_or_else(|| Failure::unreadable("a booking cannot be read"))
    }

    /// Whether Cal.com answers and takes the key, by the cheapest request that needs one.
    ///
    /// # Errors
    /// See [`Failure`]; [`Failure::Unauthorized`] when the key does not work.
    pub async fn check(&self) -> Result<(), Failure> {
        let reply = self
            .send(Operation::Check, self.url(&["bookings"]), |request| {
                request.query(&[("take", "1")])
            })
            .await?;
        self.data(&reply).map(|_| ())
    }

    fn data<'a>(&self, reply: &'a Reply) -> Result<&'a serde_json::Value, Failure> {
        reply
            .data()
            .ok_or_else(|| Failure::of_reply(reply, self.clock.now()))
    }

    fn url(&self, segments: &[&str]) -> Url {
        let mut url = self.base_url.clone();
        // Only URLs without a host have no path; `new` let none of them in.
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(segments);
        }
        url
    }
}

fn bearer(key: &SecretString) -> Result<HeaderValue, ConfigError> {
    let mut value = HeaderValue::from_str(&format!("Bearer {}", key.expose_secret()))
        .map_err(|_| ConfigError::Key)?;
    value.set_sensitive(true);
    Ok(value)
}

/// Which free times are wanted.
#[derive(Debug, Clone, Copy)]
pub struct SlotsQuery<'a> {
    /// Of what.
    pub event_type: EventTypeId,
    /// The earliest start.
    pub from: Instant,
    /// The first start that is too late.
    pub until: Instant,
    /// The zone in which Cal.com counts days; it does not change which instants come back.
    pub zone: &'a Zone,
    /// For event types with several lengths, the one that will be booked (F15).
    pub length_minutes: Option<u32>,
}

/// What is to be booked.
#[derive(Clone)]
pub struct BookRequest {
    /// The appointment, its start and its event type. Its id travels in the metadata.
    pub intent: Intent,
    /// Only for event types that offer several lengths; Cal.com refuses it for others.
    pub length_minutes: Option<u32>,
    /// Who comes.
    pub attendee: Attendee,
    /// The call that it was agreed in, for people who look at the booking's metadata.
    pub call: RetellCallId,
    /// What the host should know.
    pub notes: Option<String>,
}

/// Shows the intent alone: the rest is somebody's.
impl std::fmt::Debug for BookRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BookRequest")
            .field("intent", &self.intent)
            .finish_non_exhaustive()
    }
}

/// Who comes. Cal.com needs an e-mail address or a phone number, and by an event type's default
/// the former. No two customers may share an address: round-robin and confirmed event types
/// answer a second request of the same address and slot with the first booking (F4).
#[derive(Clone)]
pub struct Attendee {
    /// Their name.
    pub name: String,
    /// Their e-mail address.
    pub email: Option<String>,
    /// Their phone number.
    pub phone: Option<PhoneNumber>,
    /// Where they are.
    pub zone: Zone,
    /// One of Cal.com's language codes, such as `de`.
    pub language: String,
}

/// Which bookings are wanted.
#[derive(Debug, Clone, Copy)]
pub struct ListQuery {
    /// Of what.
    pub event_type: EventTypeId,
    /// The earliest start.
    pub starts_at: Instant,
    /// The latest end, by Cal.com's length of the event type: give it room.
    pub ends_at: Instant,
}

impl ListQuery {
    /// Cal.com's words for what neither is cancelled nor was rejected. Past ones are asked for
    /// only where there can be some, a minute early for the sake of differing clocks.
    fn status(self, now: Instant) -> &'static str {
        if self.starts_at < now.plus(Duration::from_mins(1)) {
            "upcoming,unconfirmed,past"
        } else {
            "upcoming,unconfirmed"
        }
    }

    /// Filters have been ignored in the past. What a booking does not say cannot speak against
    /// it: its key decides whose it is.
    fn matches(self, booking: &Booking) -> bool {
        let event_type = booking.event_type.unwrap_or(self.event_type);
        let starts_at = booking.starts_at.unwrap_or(self.starts_at);
        event_type == self.event_type
            && (self.starts_at..self.ends_at).contains(&starts_at)
            && booking.state != domain::booking::BookingState::Gone
    }
}
