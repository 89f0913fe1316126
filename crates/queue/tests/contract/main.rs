//! The queue contract. Every case runs on both engines, on a real Redis server and a real file;
//! what only one engine has is in a module of its own.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod world;

mod keeping;
mod leasing;
mod pushing;
mod settling;
mod stopping;

mod processes;
mod redis_only;
mod sqlite_only;
