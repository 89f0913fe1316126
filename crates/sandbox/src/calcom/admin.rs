//! What tests may ask and set, over HTTP: `/sandbox/bookings`, `/sandbox/faults`,
//! `/sandbox/requests`. No key is needed, and nothing here counts as a request.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;

use super::fault::Fault;
use super::gate::Operation;
use super::ledger::Booking;
use super::server::{Seed, Server};

/// `{"operation": "book", "fault": {"after": "hang"}, "times": 1}`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NewFault {
    operation: Operation,
    fault: Fault,
    #[serde(default = "once")]
    times: u32,
}

fn once() -> u32 {
    1
}

pub(crate) fn routes() -> Router<Arc<Server>> {
    Router::new()
        .route("/bookings", get(bookings).post(seed))
        .route("/faults", post(set_fault).delete(clear_faults))
        .route("/requests", get(requests))
}

async fn bookings(State(server): State<Arc<Server>>) -> Json<Vec<Booking>> {
    Json(server.state().ledger.seen(None).to_vec())
}

async fn seed(
    State(server): State<Arc<Server>>,
    Json(seed): Json<Seed>,
) -> Result<(StatusCode, Json<Booking>), StatusCode> {
    match server.seed(seed) {
        Ok(booking) => Ok((StatusCode::CREATED, Json(booking))),
        Err(_) => Err(StatusCode::CONFLICT),
    }
}

async fn set_fault(State(server): State<Arc<Server>>, Json(new): Json<NewFault>) -> StatusCode {
    server.set_fault(new.operation, new.fault, new.times);
    StatusCode::NO_CONTENT
}

async fn clear_faults(State(server): State<Arc<Server>>) -> StatusCode {
    server.state().faults.clear();
    StatusCode::NO_CONTENT
}

async fn requests(State(server): State<Arc<Server>>) -> Json<BTreeMap<Operation, u64>> {
    Json(server.state().requests.clone())
}
