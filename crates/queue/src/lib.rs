//! The queue contract, on Redis Streams and on SQLite.
//!
//! A [`Broker`] is an open engine; a [`Queue`] is the typed end that pushes; a [`Backend`] is the
//! end that an apalis worker fetches from. What goes in is a [`Push`], what comes out is a
//! [`Job`], and what a handler says about it is a `domain::verdict::Verdict`.
//!
//! # What holds on both engines
//!
//! - A push is deduplicated by its key, and says whether it created a job. When it returns, the
//!   job is as safe as the engine makes it ([`Broker::risks`]).
//! - A job is delivered at least once, and settled exactly once. Whoever holds it has a lease
//!   with a token that is never used twice; renewing and settling are one atomic step each, and
//!   do nothing when the token is stale. So a worker that stood still past its lease may run its
//!   handler to the end beside the new owner's, but its verdict changes nothing.
//! - A dead worker's jobs are taken over when their lease lapses, and that counts as an attempt.
//!   After the engine, or whoever would take over, has stood still, every owner first gets one
//!   whole lease to show that it lives.
//! - What cannot be read goes to the dead letters with its bytes; its batch mates do not notice.
//! - The size of the backlog does not change what a push or a fetch costs.
//!
//! # A worker
//!
//! ```no_run
//! use std::convert::Infallible;
//!
//! use apalis::prelude::*;
//! use domain::{job::Delivery, time::Clock, verdict::Verdict};
//! use queue::{Broker, Job, Options, Payload, WorkerId};
//!
//! async fn handle(job: Job<Delivery>, greeting: Data<String>) -> Result<Verdict, Infallible> {
//!     println!("{}, {:?}", *greeting, job.payload.event);
//!     Ok(Verdict::Done)
//! }
//!
//! # async fn start() -> Result<(), Box<dyn std::error::Error>> {
//! let options = Options::new(Clock::system(), 42);
//! let broker = Broker::redis("redis://127.0.0.1:6379", options)?;
//! let queue = broker.queue::<Delivery>();
//! Monitor::new()
//!     .register(move |_restarts| {
//!         WorkerBuilder::new(Delivery::QUEUE)
//!             .backend(queue.backend(WorkerId::new("host-1"), 64))
//!             .data("hello".to_owned())
//!             .parallelize(tokio::spawn) // handlers on all cores
//!             .build(handle)
//!     })
//!     .run_with_signal(tokio::signal::ctrl_c())
//!     .await?;
//! # Ok(())
//! # }
//! ```
//!
//! A handler may return any error type of its own, but not apalis' `BoxDynError`, with which the
//! compiler loses track of lifetimes. A worker that is spawned goes into a `Monitor`, for the same
//! reason.
//!
//! # The cast, from the outside in
//!
//! `job`, `trace`, `options`, `letters`, `risk` and `error` are the vocabulary; `broker` and `queue` the
//! pushing side; `backend` what apalis sees, `worker` what runs beside the handlers, `lease` how
//! a verdict ends a job; `codec` how a job is written down; `engine` what Redis and SQLite each
//! do about it.

mod broker;
mod queue;

mod error;
mod job;
mod letters;
mod options;
mod risk;
mod trace;

mod backend;
mod worker;

mod lease;

mod backoff;
mod codec;
mod engine;

pub use backend::{Backend, Panicked, Settle, SettleLayer};
pub use backoff::Backoff;
pub use broker::Broker;
pub use error::QueueError;
pub use job::{DedupeKey, Job, JobId, Payload, Push, Pushed, WorkerId};
pub use letters::{DeadLetter, Kind};
pub use options::Options;
pub use queue::{Gauges, Queue};
pub use risk::Risk;
pub use trace::TraceContext;
