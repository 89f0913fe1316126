//! Throwaway servers for tests: a Redis or a PostgreSQL of one's own, gone when the test ends.
//!
//! A test asks for the least it needs:
//! - [`Database::fresh`]: an empty PostgreSQL database.
//! - [`redis_for_test`]: a Redis that may be shared; use key names of your own.
//! - [`Redis::private`], [`Postgres::private`]: a server to pause, kill and restart.
//!
//! `cargo xtask test` starts one PostgreSQL for the whole run and names it in
//! `RINGBACK_TEST_DATABASE_URL`; without it every test process starts its own, which costs a second
//! or two each.
//!
//! **No server outlives its test.** Dropping one kills it and removes its directory. Should the
//! test process itself be killed, the kernel kills the server (on Linux with `setpriv`, which every
//! Debian has), and the next test run removes the directory.

mod database;
mod dir;
mod port;
mod postgres;
pub mod process;
pub mod programs;
mod redis;

pub use self::database::{Database, is_test_database};
pub use self::postgres::Postgres;
pub use self::redis::{Redis, SharedRedis, key_count, redis_for_test};

/// Names the PostgreSQL database whose server gives tests their databases. Its name must contain
/// `test` (F76).
pub const DATABASE_URL: &str = "RINGBACK_TEST_DATABASE_URL";

/// Names the Redis that tests may fill with keys of their own.
pub const REDIS_URL: &str = "RINGBACK_TEST_REDIS_URL";
