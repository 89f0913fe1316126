//! A Retell that makes calls up, signs what it says of them, and sends it.
//!
//! - [`samples`]: whole events as they come, to the byte.
//! - [`script`]: a call, written like a play, and the bodies that Retell would send of it.
//! - [`sender`]: signs and posts bodies: once, again, late, forged.
//! - [`cli`]: the same from the command line.

pub mod samples;

pub mod script;

mod bill;

pub mod sender;

pub mod cli;

pub use bill::Product;
pub use script::{CallScript, restamp};
pub use sender::{Outcome, Retry, Sender};
