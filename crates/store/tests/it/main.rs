//! The store on both engines. Every test runs on a fresh SQLite file and on a fresh PostgreSQL
//! database.

mod statements;
mod support;
