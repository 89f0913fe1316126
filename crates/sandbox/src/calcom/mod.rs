//! A stand-in Cal.com: the API v2 with state, which breaks when told to.
//!
//! [`Calcom::start`] serves one on a port of its own; [`CalcomConfig`] says whose keys it takes
//! and what can be booked. It answers as Cal.com does, its texts and its traps included: three
//! shapes of error, an `end` of midnight that means the end of that day, a second request for
//! the same slot that is answered with the first booking where an event type is round-robin or
//! needs confirmation. The facts were read from Cal.com's OpenAPI document, from its source
//! before it was closed, and from reports of what the hosted service does.
//!
//! The same input gives the same output: a booking's uid follows from what was booked and not
//! from the order of arrival, and the time comes from a [`domain::time::Clock`].
//!
//! Modules, in reading order:
//!
//! - `config`: accounts, event types, hours.
//! - `server`: the running stand-in, and what tests may ask of it.
//! - `gate`: what every request passes: count, limit, fault, version, key.
//! - `routes`: the routes of the API.
//! - `input`, with `check`: what requests may hold; anything else is a 400.
//! - `output`: how bookings and slots are shown.
//! - `rules`: who may book what when, and which slots follow from that.
//! - `ledger`: the bookings.
//! - `refusal`: every error, in Cal.com's shapes and words.
//! - `limit`: requests per minute.
//! - `fault`: how to break it.
//! - `admin`: the same over HTTP, under `/sandbox`.
//! - [`cli`]: `sandbox calcom serve`.
//!
//! Not there: seats, series, slugs, reservations, rescheduling, webhooks, and the two seconds for
//! which Cal.com answers slots from a cache ([`Fault::StaleReads`] does as much when told to).

mod config;
mod server;

mod gate;
mod routes;

mod check;
mod input;
mod output;

mod ledger;
mod rules;

mod admin;
mod fault;
mod limit;
mod refusal;

pub mod cli;

pub use config::{Account, CalcomConfig, EventType, Mode};
pub use fault::{Breakage, Fault};
pub use gate::Operation;
pub use ledger::{Attendee, Booking, Status};
pub use server::{Calcom, Seed};
