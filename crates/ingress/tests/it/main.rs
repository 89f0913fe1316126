//! What the ingress promises, on a real queue and a real store.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed; only test functions themselves are exempt"
)]

mod world;

mod bodies;
mod events;
mod inbound;
mod keys;
mod outages;
mod privacy;
mod process;
