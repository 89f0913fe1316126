//! The whole system under test.
//!
//! A [`World`] is a running Ringback of either shape with a stand-in Cal.com beside it and two
//! businesses in it: webhooks go in over HTTP, signed ([`World::deliver`]); [`World::drain`] waits
//! until nothing is left to do; then a test looks at Cal.com, or at every row there is
//! ([`Dump`]). The clock is the test's ([`HandClock`]): advancing it makes waits short.
//!
//! A world that is dropped with work left in a queue fails its test, unless it was told that
//! there would be some ([`World::leave_work`]).
//!
//! - [`world`]: the world itself.
//! - [`businesses`]: who is called, and what they offer.
//! - [`script`]: calls to them.
//! - [`dump`]: every row, the same on both engines.
//! - [`clock`]: a clock that tests hold.
//! - [`program`]: the real programs as processes, to be killed.

pub mod businesses;
pub mod clock;
pub mod dump;
pub mod program;
pub mod script;
pub mod world;

pub use clock::HandClock;
pub use dump::Dump;
pub use world::{Shape, World};
