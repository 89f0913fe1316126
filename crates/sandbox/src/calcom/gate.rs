//! What every request passes: count, limit, fault, version, key.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, Method};
use axum::response::Response;
use serde::{Deserialize, Serialize};

use super::fault::{Breakage, Fault};
use super::ledger::Mark;
use super::limit::Standing;
use super::refusal::Refusal;
use super::routes;
use super::server::Server;

/// The limit of Cal.com's body parser.
const BODY_LIMIT: usize = 100 << 10;

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Operation {
    /// `GET /v2/slots`.
    Slots,
    /// `POST /v2/bookings`.
    Book,
    /// `GET /v2/bookings`.
    List,
    /// `GET /v2/bookings/{uid}`.
    Get,
    /// `POST /v2/bookings/{uid}/cancel`.
    Cancel,
    /// Anything else.
    Other,
}

impl Operation {
    /// With the uid that the path names, if it names one.
    fn of<'a>(method: &Method, path: &'a str) -> (Self, &'a str) {
        let segments: Vec<&str> = path.trim_matches('/').split('/').collect();
        match (method.as_str(), segments.as_slice()) {
            ("GET", ["v2", "slots"]) => (Self::Slots, ""),
            ("POST", ["v2", "bookings"]) => (Self::Book, ""),
            ("GET", ["v2", "bookings"]) => (Self::List, ""),
            ("GET", ["v2", "bookings", uid]) => (Self::Get, uid),
            ("POST", ["v2", "bookings", uid, "cancel"]) => (Self::Cancel, uid),
            _ => (Self::Other, ""),
        }
    }

    /// Whether the controller of that version of the API has this operation.
    fn admits(self, version: Option<&str>) -> Admission {
        const KNOWN: [&str; 7] = [
            "2024-04-15",
            "2024-06-11",
            "2024-06-14",
            "2024-08-13",
            "2024-09-04",
            "2026-02-25",
            "2026-05-01",
        ];
        // Anything else falls back to the oldest.
        let version = version
            .filter(|version| KNOWN.contains(version))
            .unwrap_or("2024-04-15");
        match (self, version) {
            (Self::Slots, "2024-09-04") => Admission::Yes,
            (Self::Book | Self::List | Self::Get | Self::Cancel, "2024-08-13" | "2026-02-25") => {
                Admission::Yes
            }
            (Self::Book | Self::List | Self::Get | Self::Cancel, "2024-04-15") => Admission::Legacy,
            _ => Admission::NoRoute,
        }
    }
}

enum Admission {
    Yes,
    Legacy,
    NoRoute,
}

/// A request that passed the gate.
#[derive(Debug)]
pub(crate) struct Call {
    /// The key, if one was sent; a wrong one does not get here.
    pub(crate) key: Option<String>,
    /// The uid that the path names, or nothing.
    pub(crate) uid: String,
    /// The query, still encoded.
    pub(crate) query: String,
    pub(crate) body: Bytes,
    /// A reader that lags sees only what was there then.
    pub(crate) stale_since: Option<Mark>,
    pub(crate) ignores_filters: bool,
}

/// The handler of everything but `/sandbox`.
pub(crate) async fn gate(State(server): State<Arc<Server>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    let Ok(body) = to_bytes(body, BODY_LIMIT).await else {
        return Refusal::body_too_large().answer(path, server.now());
    };
    let path = path.to_owned();
    let (operation, uid) = Operation::of(&parts.method, parts.uri.path());
    let call = Call {
        key: None,
        uid: uid.to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        body,
        stale_since: None,
        ignores_filters: false,
    };
    let arrival = Arrival {
        server: Arc::clone(&server),
        operation,
        method: parts.method,
        headers: parts.headers,
        path: path.clone(),
    };
    // A task of its own: Cal.com finishes what it began, whether or not the client has left.
    let answered = tokio::spawn(arrival.answer(call)).await;
    answered.unwrap_or_else(|_| Refusal::broken().answer(&path, server.now()))
}

/// A request at the gate.
struct Arrival {
    server: Arc<Server>,
    operation: Operation,
    method: Method,
    headers: HeaderMap,
    path: String,
}

impl Arrival {
    async fn answer(self, call: Call) -> Response {
        let (standing, fault, number) = self.count();
        let mut response = if standing.blocked {
            self.refuse(&Refusal::throttled())
        } else {
            self.befall(fault, call).await
        };
        let headers = [
            ("x-ratelimit-limit-default", u64::from(standing.limit)),
            (
                "x-ratelimit-remaining-default",
                u64::from(standing.remaining),
            ),
            ("x-ratelimit-reset-default", standing.reset),
            ("x-request-id", number),
        ];
        for (name, value) in headers {
            let name = HeaderName::from_static(name);
            response.headers_mut().insert(name, value.into());
        }
        response
    }

    /// Counts the request; says where its key stands, what befalls it, and its number.
    fn count(&self) -> (Standing, Option<(Fault, Mark)>, u64) {
        let key = self.bearer().unwrap_or("anonymous");
        let now = self.server.now();
        let mut state = self.server.state();
        *state.requests.entry(self.operation).or_default() += 1;
        let number = state.requests.values().sum();
        let standing = state.limiter.count(key, now);
        let fault = if standing.blocked {
            None
        } else {
            state.faults.take(self.operation)
        };
        (standing, fault, number)
    }

    async fn befall(&self, fault: Option<(Fault, Mark)>, mut call: Call) -> Response {
        match fault {
            None => self.handle(call).await,
            Some((Fault::Throttle, _)) => self.refuse(&Refusal::throttled()),
            Some((Fault::Before(breakage), _)) => self.break_off(breakage).await,
            Some((Fault::After(breakage), _)) => {
                self.handle(call).await;
                self.break_off(breakage).await
            }
            Some((Fault::SlowMs(late), _)) => {
                tokio::time::sleep(Duration::from_millis(late)).await;
                self.handle(call).await
            }
            Some((Fault::StaleReads, set_at)) => {
                call.stale_since = Some(set_at);
                self.handle(call).await
            }
            Some((Fault::IgnoredFilters, _)) => {
                call.ignores_filters = true;
                self.handle(call).await
            }
        }
    }

    async fn handle(&self, mut call: Call) -> Response {
        let handled = async {
            call.key = self.admit()?;
            routes::handle(&self.server, self.operation, &call).await
        };
        match handled.await {
            Ok(response) => response,
            Err(refusal) => self.refuse(&refusal),
        }
    }

    /// The version chooses the route, then the key is looked at.
    fn admit(&self) -> Result<Option<String>, Refusal> {
        let version = self.headers.get("cal-api-version");
        match self
            .operation
            .admits(version.and_then(|version| version.to_str().ok()))
        {
            Admission::Yes => {}
            Admission::Legacy => return Err(Refusal::legacy()),
            Admission::NoRoute => return Err(Refusal::no_route(self.method.as_str(), &self.path)),
        }
        match self.bearer() {
            Some(key) if self.server.config.account(key).is_some() => Ok(Some(key.to_owned())),
            Some(_) => Err(Refusal::unknown_key()),
            None if self.operation == Operation::List => Err(Refusal::no_key()),
            None => Ok(None),
        }
    }

    fn bearer(&self) -> Option<&str> {
        let header = self.headers.get("authorization")?.to_str().ok()?;
        header.strip_prefix("Bearer ")
    }

    async fn break_off(&self, breakage: Breakage) -> Response {
        let core_error = || self.refuse(&Refusal::broken());
        if let Some(response) = breakage.response(core_error) {
            return response;
        }
        self.server.stopped().await;
        self.refuse(&Refusal::broken())
    }

    fn refuse(&self, refusal: &Refusal) -> Response {
        refusal.answer(&self.path, self.server.now())
    }
}
