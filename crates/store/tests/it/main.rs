//! The store on both engines. Every test runs on a fresh SQLite file and on a fresh PostgreSQL
//! database.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod appointments;
mod bookings;
mod callbacks;
mod calls;
mod customers;
mod events;
mod imports;
mod ledgers;
mod months;
mod opening;
mod plans;
mod rates;
mod schema;
mod statements;
mod support;
mod tenants;
mod world;
