//! The client against the stand-in Cal.com, and against servers that answer worse than that.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on should say where"
)]

mod support;

mod book;
mod lost;
mod read;

mod contract;
mod odd;
