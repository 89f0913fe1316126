//! Any bytes: a moment, a zone, opening hours, and a text.

#![no_main]

#[path = "../../tests/any_text/mod.rs"]
mod any_text;

libfuzzer_sys::fuzz_target!(|data: &[u8]| any_text::check_bytes(data));
