//! The event log: every signed delivery, once, with its body.

use domain::event::{Digest, EventStatus, ParkReason};
use domain::id::{AccountName, EventId, RetellAgentId, RetellCallId};
use domain::job::Delivery;
use domain::phone::PhoneNumber;
use domain::time::Instant;
use uuid::Uuid;

use crate::engine::{Store, StoreError, Tx, exec, on};
use crate::types::{At, key, pack, storable, unpack};

crate::sql! {
    /// No conflict target, for the reason given at `CALL_CREATE`.
    EVENT_RECORD = "INSERT INTO events (id, account, digest, event, retell_call_id, status, attempts, body, received_at, updated_at) \
        VALUES ($1, $2, $3, $4, $5, 'received', 1, $6, $7, $8) \
        ON CONFLICT DO NOTHING RETURNING status, attempts";
    EVENT_TOUCH = "UPDATE events SET attempts = attempts + 1, updated_at = $2 WHERE id = $1 RETURNING status, attempts";
    EVENT_FINISH = "UPDATE events SET status = $2, park_reason = $3, number = $4, agent_id = $5, last_error = $6, \
        retell_call_id = COALESCE($7, retell_call_id), updated_at = $8 WHERE id = $1";
    EVENT_ERROR = "UPDATE events SET status = $2, last_error = $3, updated_at = $4 WHERE id = $1 AND status <> 'processed'";
    EVENT_BODY = "SELECT body FROM events WHERE id = $1";
    EVENT_GET = "SELECT id, account, digest, event, retell_call_id, status, park_reason, attempts, last_error, received_at, updated_at \
        FROM events WHERE id = $1";
    EVENT_LIST = "SELECT id, account, digest, event, retell_call_id, status, park_reason, attempts, last_error, received_at, updated_at \
        FROM events WHERE (status = $1 OR $1 IS NULL) AND (retell_call_id = $2 OR $2 IS NULL) ORDER BY received_at DESC, id LIMIT $3";
    EVENT_STUCK = "SELECT id, account, digest, event, retell_call_id, received_at FROM events \
        WHERE status = 'received' AND updated_at < $1 ORDER BY updated_at LIMIT $2";
    EVENT_PARKED_NUMBER = "SELECT e.id, e.account, e.digest, e.event, e.retell_call_id, e.received_at \
        FROM events e JOIN phone_numbers n ON n.number = e.number \
        WHERE e.status = 'parked' AND e.park_reason IN ('unknown_number', 'foreign_account') \
        AND n.active AND n.account = e.account ORDER BY e.received_at LIMIT $1";
    EVENT_PARKED_AGENT = "SELECT e.id, e.account, e.digest, e.event, e.retell_call_id, e.received_at \
        FROM events e JOIN agents a ON a.agent_id = e.agent_id \
        WHERE e.status = 'parked' AND e.park_reason IN ('unknown_agent', 'foreign_account') \
        AND a.active AND a.account = e.account ORDER BY e.received_at LIMIT $1";
    EVENT_PARKED_CALL = "SELECT e.id, e.account, e.digest, e.event, e.retell_call_id, e.received_at \
        FROM events e JOIN calls c ON c.account = e.account AND c.retell_call_id = e.retell_call_id \
        WHERE e.status = 'parked' AND e.park_reason IN ('unknown_call', 'no_number') ORDER BY e.received_at LIMIT $1";
    EVENT_PARKED_COUNTS = "SELECT park_reason, COUNT(*) FROM events WHERE status = 'parked' GROUP BY park_reason";
    EVENT_STATUS_COUNTS = "SELECT status, COUNT(*) FROM events GROUP BY status";
}

/// What recording a delivery found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recorded {
    /// The row.
    pub id: EventId,
    /// How far an earlier attempt came; `Received` for a new one.
    pub status: EventStatus,
    /// How often it was worked on, this time included.
    pub attempts: i64,
}

/// Why a delivery belongs to nobody, and what would change that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parked {
    /// Why.
    pub reason: ParkReason,
    /// The number that would have to be registered.
    pub number: Option<PhoneNumber>,
    /// The agent that would have to be registered.
    pub agent_id: Option<RetellAgentId>,
}

/// A delivery to be worked on again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resumable {
    /// The row.
    pub id: EventId,
    /// What a job about it says.
    pub account: AccountName,
    /// Its identity.
    pub digest: Digest,
    /// The envelope's event.
    pub event: Option<String>,
    /// The envelope's call.
    pub call_id: Option<RetellCallId>,
    /// When it came in.
    pub received_at: Instant,
}

/// A row of the event log, without its body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventRow {
    /// What identifies it and a job about it.
    pub delivery: Resumable,
    /// How far the worker has come.
    pub status: EventStatus,
    /// Why it belongs to nobody.
    pub park_reason: Option<ParkReason>,
    /// How often it was worked on.
    pub attempts: i64,
    /// What went wrong last; no personal data.
    pub last_error: Option<String>,
    /// When it last changed.
    pub updated_at: Instant,
}

/// Which rows of the event log to list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EventFilter {
    /// Only these.
    pub status: Option<EventStatus>,
    /// Only those of this call.
    pub call_id: Option<RetellCallId>,
}

#[derive(sqlx::FromRow)]
struct ResumableRow {
    id: Uuid,
    account: String,
    digest: Vec<u8>,
    event: Option<String>,
    retell_call_id: Option<String>,
    received_at: At,
}

#[derive(sqlx::FromRow)]
struct FullRow {
    #[sqlx(flatten)]
    delivery: ResumableRow,
    status: String,
    park_reason: Option<String>,
    attempts: i64,
    last_error: Option<String>,
    updated_at: At,
}

impl TryFrom<ResumableRow> for Resumable {
    type Error = StoreError;
    fn try_from(row: ResumableRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id.into(),
            account: AccountName::new(row.account),
            digest: Digest::from_bytes(&row.digest)
                .ok_or_else(|| StoreError::row("events", "a digest that is not 32 bytes"))?,
            event: row.event,
            call_id: row.retell_call_id.map(RetellCallId::new),
            received_at: row.received_at.0,
        })
    }
}

impl TryFrom<FullRow> for EventRow {
    type Error = StoreError;
    fn try_from(row: FullRow) -> Result<Self, StoreError> {
        let word = |error: domain::event::UnknownWord| StoreError::row("events", error);
        Ok(Self {
            delivery: row.delivery.try_into()?,
            status: row.status.parse().map_err(word)?,
            park_reason: row
                .park_reason
                .map(|text| text.parse().map_err(word))
                .transpose()?,
            attempts: row.attempts,
            last_error: row.last_error,
            updated_at: row.updated_at.0,
        })
    }
}

impl Tx {
    /// Writes a delivery into the log, or finds it there.
    pub async fn record_event(
        &mut self,
        delivery: &Delivery,
        body: &[u8],
        now: Instant,
    ) -> Result<Recorded, StoreError> {
        let id = EventId::of(&delivery.account, &delivery.digest);
        let body = pack(body)?;
        let created: Option<(String, i64)> = on!(tx self, db => sqlx::query_as(EVENT_RECORD)
            .bind(id.as_uuid())
            .bind(delivery.account.as_str())
            .bind(delivery.digest.as_bytes().as_slice())
            .bind(delivery.event.as_deref().map(storable))
            .bind(delivery.call_id.as_ref().map(RetellCallId::as_str).map(key))
            .bind(&body)
            .bind(At(delivery.received_at))
            .bind(At(now))
            .fetch_optional(db).await)?;
        let found = match created {
            Some(found) => found,
            None => {
                on!(tx self, db => sqlx::query_as(EVENT_TOUCH).bind(id.as_uuid()).bind(At(now)).fetch_one(db).await)?
            }
        };
        recorded(id, &found)
    }

    /// Counts another attempt at a delivery that is in the log; `None` if it is not.
    pub async fn touch_event(
        &mut self,
        id: EventId,
        now: Instant,
    ) -> Result<Option<Recorded>, StoreError> {
        let found: Option<(String, i64)> = on!(tx self, db => sqlx::query_as(EVENT_TOUCH)
            .bind(id.as_uuid()).bind(At(now)).fetch_optional(db).await)?;
        found.map(|found| recorded(id, &found)).transpose()
    }

    /// Says what became of a delivery. `call_id` is what the full parse found, where the envelope
    /// could not be peeked.
    pub async fn finish_event(
        &mut self,
        id: EventId,
        status: EventStatus,
        parked: Option<&Parked>,
        error: Option<&str>,
        call_id: Option<&RetellCallId>,
        now: Instant,
    ) -> Result<(), StoreError> {
        exec!(
            self,
            sqlx::query(EVENT_FINISH)
                .bind(id.as_uuid())
                .bind(status.as_str())
                .bind(parked.map(|parked| parked.reason.as_str()))
                .bind(
                    parked
                        .and_then(|parked| parked.number.as_ref())
                        .map(PhoneNumber::as_str)
                )
                .bind(
                    parked
                        .and_then(|parked| parked.agent_id.as_ref())
                        .map(RetellAgentId::as_str)
                        .map(key)
                )
                .bind(error.map(storable))
                .bind(call_id.map(RetellCallId::as_str).map(key))
                .bind(At(now))
        )?;
        Ok(())
    }

    /// The raw body of a delivery, as it came in.
    pub async fn event_body(&mut self, id: EventId) -> Result<Option<Vec<u8>>, StoreError> {
        let packed: Option<Vec<u8>> = on!(tx self, db => sqlx::query_scalar(EVENT_BODY)
            .bind(id.as_uuid()).fetch_optional(db).await)?;
        Ok(packed.as_deref().map(unpack).transpose()?)
    }

    /// Notes that work on a delivery failed, unless it was finished meanwhile.
    pub async fn fail_event(
        &mut self,
        id: EventId,
        status: EventStatus,
        error: &str,
        now: Instant,
    ) -> Result<(), StoreError> {
        exec!(
            self,
            sqlx::query(EVENT_ERROR)
                .bind(id.as_uuid())
                .bind(status.as_str())
                .bind(storable(error))
                .bind(At(now))
        )?;
        Ok(())
    }
}

impl Store {
    /// The raw body of a delivery, as it came in.
    pub async fn event_body(&self, id: EventId) -> Result<Option<Vec<u8>>, StoreError> {
        let packed: Option<Vec<u8>> = on!(read self.primary, db => sqlx::query_scalar(EVENT_BODY).bind(id.as_uuid()).fetch_optional(db).await)?;
        Ok(packed.as_deref().map(unpack).transpose()?)
    }

    /// One row of the event log.
    pub async fn event(&self, id: EventId) -> Result<Option<EventRow>, StoreError> {
        let row: Option<FullRow> = on!(read self.primary, db => sqlx::query_as(EVENT_GET).bind(id.as_uuid()).fetch_optional(db).await)?;
        row.map(EventRow::try_from).transpose()
    }

    /// Rows of the event log, newest first.
    pub async fn events(
        &self,
        filter: &EventFilter,
        limit: i64,
    ) -> Result<Vec<EventRow>, StoreError> {
        let rows: Vec<FullRow> = on!(read self.primary, db => sqlx::query_as(EVENT_LIST)
            .bind(filter.status.map(EventStatus::as_str))
            .bind(filter.call_id.as_ref().map(RetellCallId::as_str).map(key))
            .bind(limit)
            .fetch_all(db).await)?;
        rows.into_iter().map(EventRow::try_from).collect()
    }

    /// Deliveries that nobody has worked on since `before`.
    pub async fn stuck_events(
        &self,
        before: Instant,
        limit: i64,
    ) -> Result<Vec<Resumable>, StoreError> {
        let rows: Vec<ResumableRow> = on!(read self.primary, db => sqlx::query_as(EVENT_STUCK)
            .bind(At(before)).bind(limit).fetch_all(db).await)?;
        rows.into_iter().map(Resumable::try_from).collect()
    }

    /// Parked deliveries whose number, agent or call is known by now.
    pub async fn claimable_events(&self, limit: i64) -> Result<Vec<Resumable>, StoreError> {
        let mut found = Vec::new();
        for statement in [EVENT_PARKED_NUMBER, EVENT_PARKED_AGENT, EVENT_PARKED_CALL] {
            let rows: Vec<ResumableRow> = on!(read self.primary, db => sqlx::query_as(statement).bind(limit).fetch_all(db).await)?;
            found.extend(rows);
        }
        found.into_iter().map(Resumable::try_from).collect()
    }

    /// How many deliveries are parked, by reason.
    pub async fn parked_counts(&self) -> Result<Vec<(ParkReason, i64)>, StoreError> {
        let rows: Vec<(Option<String>, i64)> =
            on!(read self.lookups, db => sqlx::query_as(EVENT_PARKED_COUNTS).fetch_all(db).await)?;
        rows.into_iter()
            .filter_map(|(reason, count)| Some((reason?, count)))
            .map(|(reason, count)| {
                Ok((
                    reason
                        .parse()
                        .map_err(|e: domain::event::UnknownWord| StoreError::row("events", e))?,
                    count,
                ))
            })
            .collect()
    }

    /// How many deliveries there are, by status.
    pub async fn event_counts(&self) -> Result<Vec<(EventStatus, i64)>, StoreError> {
        let rows: Vec<(String, i64)> =
            on!(read self.primary, db => sqlx::query_as(EVENT_STATUS_COUNTS).fetch_all(db).await)?;
        rows.into_iter()
            .map(|(status, count)| {
                Ok((
                    status
                        .parse()
                        .map_err(|e: domain::event::UnknownWord| StoreError::row("events", e))?,
                    count,
                ))
            })
            .collect()
    }
}

fn recorded(id: EventId, (status, attempts): &(String, i64)) -> Result<Recorded, StoreError> {
    Ok(Recorded {
        id,
        status: status
            .parse()
            .map_err(|error: domain::event::UnknownWord| StoreError::row("events", error))?,
        attempts: *attempts,
    })
}
