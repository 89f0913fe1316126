//! Retell on the wire.
//!
//! A delivery from Retell goes through these modules in this order:
//!
//! - [`signature`]: raw bytes become a [`Verified`](signature::Verified) body, or are refused.
//! - [`envelope`]: which event, which call, when; a glance, cheap enough for the acknowledgement.
//! - [`event`]: the whole body, read so that nothing unexpected in it can spoil the rest.
//! - [`translate`]: what it says, in the words of [`domain`].
//!
//! [`inbound`] is the one request that Retell waits for, and its answer.
//!
//! Where the SDK's types and captured webhooks disagree, the captures are believed. Facts about
//! Retell are those of retell-sdk 5.66.1 (npm) and 6.2.13 (PyPI) and of Retell's documentation
//! in August 2026.

pub mod signature;

pub mod envelope;

pub mod event;
pub mod translate;

pub mod inbound;

mod wire;

pub use wire::{Extra, Loose, Number, Unreadable};
