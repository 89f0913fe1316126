//! The stand-in Cal.com over its own HTTP: what it books, what it refuses and in which words,
//! and how it breaks.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on should say where"
)]

mod support;

mod booking;
mod listing;
mod slots;

mod faults;
mod gate;
