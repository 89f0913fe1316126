//! What every process of Ringback shares, and nothing that only one of them needs.
//!
//! A binary reads its [`settings`], installs [`logs`] and [`metrics`], listens for the signals that
//! [`stop`] it, and serves its routers with [`http::serve`], the one for the operator among them
//! ([`admin::router`]). Libraries receive built values and never read settings themselves.

pub mod admin;
pub mod http;
pub mod logs;
pub mod metrics;
pub mod secrets;
pub mod settings;
pub mod stop;
