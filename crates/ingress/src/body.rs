//! Reading bodies that anybody may send: bounded in size, in number and in time.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::body::{Body, HttpBody};
use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;
use service::metrics::IN_FLIGHT_BYTES;
use tokio::time::timeout;

use crate::IngressConfig;

/// What `call_inbound` may take beyond the bound, so that events cannot crowd out a ringing
/// telephone. Such a body has some hundred bytes.
const RESERVE: usize = 1 << 20;

/// The bounds, and what is in memory now.
#[derive(Debug)]
pub(crate) struct Intake {
    max_body: usize,
    max_in_flight: usize,
    timeout: Duration,
    in_flight: Arc<AtomicUsize>,
}

/// A body in memory.
pub(crate) struct Load {
    pub(crate) bytes: Bytes,
    /// To be kept until the bytes are gone.
    pub(crate) room: Room,
}

/// The share of one body in what is in flight; given back when dropped.
pub(crate) struct Room {
    taken: usize,
    in_flight: Arc<AtomicUsize>,
}

/// Why a body was not read to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unread {
    /// It is larger than a body may be.
    TooLarge,
    /// Too much is in memory already.
    Busy,
    /// It took too long.
    Slow,
    /// The connection ended first.
    Broken,
}

impl Intake {
    pub(crate) fn new(config: &IngressConfig) -> Self {
        Self {
            max_body: config.max_body_bytes,
            max_in_flight: config.max_in_flight_bytes,
            timeout: config.body_timeout,
            in_flight: Arc::default(),
        }
    }

    /// Reads a body whole. A `reserved` one may use what events may not.
    pub(crate) async fn read(&self, mut body: Body, reserved: bool) -> Result<Load, Unread> {
        let max_in_flight = self.max_in_flight + if reserved { RESERVE } else { 0 };
        let load = timeout(self.timeout, self.collect(&mut body, max_in_flight))
            .await
            .unwrap_or(Err(Unread::Slow));
        if matches!(load, Err(Unread::TooLarge | Unread::Busy)) {
            // Closed on while it still sends, a client would see a reset and not the answer.
            tokio::spawn(timeout(self.timeout, discard(body)));
        }
        load
    }

    async fn collect(&self, body: &mut Body, max_in_flight: usize) -> Result<Load, Unread> {
        // By `Content-Length`, where there is one: refused before a byte of it is read.
        let announced = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
        if announced > self.max_body {
            return Err(Unread::TooLarge);
        }
        let mut room = Room {
            taken: 0,
            in_flight: Arc::clone(&self.in_flight),
        };
        // Room is taken as bytes arrive: announcing a large body costs nothing, so it must not
        // keep others out.
        let mut bytes = BytesMut::new();
        while let Some(frame) = body.frame().await {
            let Ok(data) = frame.map_err(|_| Unread::Broken)?.into_data() else {
                continue; // trailers
            };
            if data.len() > self.max_body - bytes.len() {
                return Err(Unread::TooLarge);
            }
            if !room.grow(data.len(), max_in_flight) {
                return Err(Unread::Busy);
            }
            bytes.extend_from_slice(&data);
        }
        Ok(Load {
            bytes: bytes.freeze(),
            room,
        })
    }
}

async fn discard(mut body: Body) {
    while let Some(Ok(_)) = body.frame().await {}
}

impl Room {
    fn grow(&mut self, by: usize, max: usize) -> bool {
        let grown = self
            .in_flight
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, |all| {
                all.checked_add(by).filter(|&all| all <= max)
            })
            .is_ok();
        if grown {
            self.taken += by;
            metrics::gauge!(IN_FLIGHT_BYTES).increment(float(by));
        }
        grown
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        self.in_flight.fetch_sub(self.taken, Ordering::AcqRel);
        metrics::gauge!(IN_FLIGHT_BYTES).decrement(float(self.taken));
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "exact to eight pebibytes, which is more than anybody's memory"
)]
fn float(bytes: usize) -> f64 {
    bytes as f64
}
