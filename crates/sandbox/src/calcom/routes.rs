//! The routes of the API, past the gate.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::id::CalcomUid;
use serde_json::{Value, json};

use super::config::EventType;
use super::gate::{Call, Operation};
use super::input::{self, ListQuery, SlotsQuery, Wanted};
use super::ledger::{Booking, Status};
use super::output;
use super::refusal::Refusal;
use super::rules::{self, Place};
use super::server::{Server, State};

pub(crate) async fn handle(
    server: &Server,
    operation: Operation,
    call: &Call,
) -> Result<Response, Refusal> {
    match operation {
        Operation::Slots => slots(server, call),
        Operation::Book => book(server, call).await,
        Operation::List => list(server, call),
        Operation::Get => get(server, call),
        Operation::Cancel => cancel(server, call),
        // The gate has no version for these.
        Operation::Other => Err(Refusal::broken()),
    }
}

fn slots(server: &Server, call: &Call) -> Result<Response, Refusal> {
    let query = SlotsQuery::parse(&call.query)?;
    let event_type = server
        .config
        .event_type(query.event_type)
        .ok_or_else(Refusal::unknown_event_type_of_slots)?;
    let state = server.state();
    let slots = rules::slots(
        event_type,
        &state.ledger,
        &query,
        server.now(),
        call.stale_since,
    )?;
    let data = output::slots(&slots, &query.zone, query.with_end);
    Ok(Json(json!({"data": data, "status": "success"})).into_response())
}

async fn book(server: &Server, call: &Call) -> Result<Response, Refusal> {
    let wanted = Wanted::parse(&call.body)?;
    let event_type = server
        .config
        .event_type(wanted.event_type)
        .ok_or_else(|| Refusal::unknown_event_type(wanted.event_type))?;
    let gap = server.config.booking_time;
    let booking = if gap.is_zero() {
        let mut state = server.state();
        let place = place(server, &state, event_type, &wanted)?;
        commit(server, &mut state, place, wanted)?
    } else {
        let place = place(server, &server.state(), event_type, &wanted)?;
        tokio::time::sleep(gap).await;
        commit(server, &mut server.state(), place, wanted)?
    };
    Ok((StatusCode::CREATED, success(&output::booking(&booking))).into_response())
}

fn place(
    server: &Server,
    state: &State,
    event_type: &EventType,
    wanted: &Wanted,
) -> Result<Place, Refusal> {
    rules::place(event_type, &state.ledger, wanted, server.now())
}

fn commit(
    server: &Server,
    state: &mut State,
    place: Place,
    wanted: Wanted,
) -> Result<Booking, Refusal> {
    let (host, end, status, attendee) = match place {
        Place::Existing(booking) => return Ok(booking),
        Place::Free {
            host,
            end,
            status,
            attendee,
        } => (host, end, status, attendee),
    };
    let uid = state
        .ledger
        .uid_of(wanted.event_type, wanted.start, &attendee, &wanted.metadata);
    let booking = Booking {
        uid,
        event_type: wanted.event_type,
        host,
        start: wanted.start,
        end,
        status,
        attendee,
        metadata: wanted.metadata,
        responses: wanted.responses,
        cancellation_reason: None,
        created_at: server.now(),
    };
    state
        .ledger
        .insert(booking)
        .cloned()
        .map_err(|_| Refusal::lost_race())
}

fn list(server: &Server, call: &Call) -> Result<Response, Refusal> {
    let query = ListQuery::parse(&call.query)?;
    let account = call
        .key
        .as_deref()
        .and_then(|key| server.config.account(key));
    let account = account.ok_or_else(Refusal::no_key)?;
    let now = server.now();
    let state = server.state();
    let mut found: Vec<&Booking> = state
        .ledger
        .seen(call.stale_since)
        .iter()
        .filter(|booking| account.offers(booking.event_type))
        .filter(|booking| call.ignores_filters || query.matches(booking, now))
        .collect();
    if query.by_start {
        found.sort_by_key(|booking| booking.start);
    }
    if query.descending {
        found.reverse();
    }
    let page: Vec<Value> = found
        .iter()
        .skip(query.skip)
        .take(query.take)
        .map(|booking| output::booking(booking))
        .collect();
    let total = found.len();
    let remaining = total.saturating_sub(query.skip + page.len());
    let pagination = json!({
        "totalItems": total,
        "remainingItems": remaining,
        "returnedItems": page.len(),
        "itemsPerPage": query.take,
        "currentPage": query.skip / query.take + 1,
        "totalPages": total.div_ceil(query.take),
        "hasNextPage": remaining > 0,
        "hasPreviousPage": query.skip > 0,
    });
    Ok(Json(json!({"status": "success", "data": page, "pagination": pagination})).into_response())
}

impl ListQuery {
    fn matches(&self, booking: &Booking, now: domain::time::Instant) -> bool {
        fn agrees<T>(filter: Option<&T>, holds: impl FnOnce(&T) -> bool) -> bool {
            filter.is_none_or(holds)
        }
        agrees(self.event_types.as_ref(), |ids| {
            ids.contains(&booking.event_type)
        }) && agrees(self.uid.as_ref(), |uid| uid == booking.uid.as_str())
            && agrees(self.email.as_ref(), |email| {
                *email == booking.attendee.email
            })
            && agrees(self.name.as_ref(), |name| *name == booking.attendee.name)
            && agrees(self.after_start.as_ref(), |at| booking.start >= *at)
            && agrees(self.before_end.as_ref(), |at| booking.end <= *at)
            && agrees(self.after_created.as_ref(), |at| booking.created_at >= *at)
            && agrees(self.before_created.as_ref(), |at| booking.created_at <= *at)
            && agrees(self.states.as_ref(), |states| {
                states
                    .iter()
                    .any(|state| state.holds(booking.status, booking.end, now))
            })
    }
}

fn get(server: &Server, call: &Call) -> Result<Response, Refusal> {
    let uid = CalcomUid::new(&*call.uid);
    let state = server.state();
    let booking = state
        .ledger
        .get(&uid, call.stale_since)
        .ok_or_else(|| Refusal::unknown_booking(&uid))?;
    Ok(success(&output::booking(booking)).into_response())
}

fn cancel(server: &Server, call: &Call) -> Result<Response, Refusal> {
    let uid = CalcomUid::new(&*call.uid);
    let reason = input::cancellation_reason(&call.body)?;
    let now = server.now();
    let mut state = server.state();
    let booking = state
        .ledger
        .get_mut(&uid)
        .ok_or_else(|| Refusal::unknown_booking_to_cancel(&uid))?;
    if !booking.status.is_live() {
        return Err(Refusal::already_cancelled(&uid));
    }
    if booking.end <= now {
        return Err(Refusal::already_ended());
    }
    booking.cancellation_reason = Some(reason.ok_or_else(Refusal::reason_missing)?);
    booking.status = Status::Cancelled;
    Ok(success(&output::booking(booking)).into_response())
}

fn success(data: &Value) -> Json<Value> {
    Json(json!({"status": "success", "data": data}))
}
