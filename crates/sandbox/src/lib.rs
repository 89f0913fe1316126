//! The stand-ins for the two vendors.
//!
//! - [`calcom`]: a Cal.com with state, which breaks when told to.
//! - [`retell`]: a Retell that makes calls up, signs and sends them.

pub mod calcom;
pub mod retell;
