//! The stand-ins for the two vendors.
//!
//! - [`calcom`]: a Cal.com with state, which breaks when told to.

pub mod calcom;
