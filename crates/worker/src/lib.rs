//! The worker: turns deliveries into calls, costs and appointments.
//!
//! The way of a delivery, in the order of the modules:
//!
//! 1. [`deliver`] takes a job of the queue `events`: writes the body into the event log, reads it,
//!    finds the tenant, folds the call, works out its cost, decides, and stores all of it in one
//!    transaction.
//! 2. [`book`] takes a job of the queue `bookings`: brings an appointment to Cal.com, once, and
//!    finds out what became of it.
//! 3. [`mod@sweep`] finds what was forgotten in a state and pushes its job again. The tables are the
//!    truth, the queues are hints.
//!
//! [`costs`] draws up a call's ledger, live and whenever costs are worked out anew.
//!
//! [`rates`] keeps the exchange rates that it converts with.
//!
//! Decisions are made in `domain`; here they are carried out. An error says what to do next
//! ([`error`]) and is logged once, where it becomes a verdict.

mod deliver;
mod tenant;

pub mod costs;

mod book;
mod calendars;

mod sweep;

pub mod rates;

mod error;
mod gauges;
mod run;

pub use run::{Config, Worker};
pub use sweep::{Swept, sweep};
