//! A client of Cal.com's API v2 whose results say what to do next.
//!
//! Four things are asked of Cal.com: which times are free ([`Client::slots`]), to book one
//! ([`Client::book`]), what is booked around a time ([`Client::list`]), and one booking by its
//! uid ([`Client::get`]). Reading ends in a value or a [`Failure`]; booking always ends in a
//! [`domain::booking::Answer`], since whatever happens there decides whether somebody was
//! promised a time.
//!
//! What this crate does not do: it never sends a request a second time, never waits, never
//! decides. Once-only booking, limits and breakers are built on top of what it reports.
//!
//! Strict in what is sent (Cal.com refuses unknown keys), lenient in what is read: the hosted
//! service has been closed source since April 2026 and leaves out fields that its OpenAPI
//! document requires.
//!
//! Modules, in reading order:
//!
//! - [`client`]: the operations and what they take.
//! - [`failure`]: why reading failed, named by what to do about it.
//! - `answer`: what each status and text means for a booking request.
//! - `send`: the one path that every request takes: headers, time limit, metrics.
//! - `wire`: the JSON of both directions.
//!
//! Metrics: `ringback_calcom_requests_total{operation,outcome}` and
//! `ringback_calcom_request_seconds{operation}`.

mod client;
mod failure;

mod answer;
mod send;
mod wire;

pub use client::{
    Attendee, BookRequest, Client, ClientConfig, ConfigError, ListQuery, METADATA_KEY, SlotsQuery,
};
pub use failure::{Cause, Failure, StaffText};
pub use send::TransportError;
