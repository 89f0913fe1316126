//! What holds for any text, seen from anywhere: no panic, places inside the text, the same
//! answer twice.
//!
//! The properties and the fuzz target share it: what one finds, the other can repeat.

use std::ops::Range;

use jiff::Timestamp;
use jiff::civil::date;
use jiff::tz::TimeZone;
use transcript::conversation::Conversation;
use transcript::reading::{self, Context};
use transcript::reference::{Hours, Reference};
use transcript::service::Service;
use transcript::when;

/// How many bytes before the text say when, where and during which hours it is read. All zero,
/// they mean an ordinary Thursday in Berlin, so a seed is that many zeros and a text.
pub(crate) const HEADER: usize = 17;

/// Where clocks have done odd things: days left out, half hours, quarters of an hour.
const ZONES: [&str; 8] = [
    "Europe/Berlin",
    "UTC",
    "Europe/Zurich",
    "America/New_York",
    "Pacific/Apia",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Africa/Casablanca",
];

/// Checks a header and a text.
pub(crate) fn check_bytes(data: &[u8]) {
    let (header, text) = data.split_at(HEADER.min(data.len()));
    let mut bytes = [0; HEADER];
    bytes[..header.len()].copy_from_slice(header);
    check(&String::from_utf8_lossy(text), &reference(bytes));
}

/// Any moment that there is, any zone of ours, any hours, sensible or not.
fn reference(header: [u8; HEADER]) -> Reference {
    let [s0, s1, s2, s3, s4, s5, s6, s7, zone, hours @ ..] = header;
    let [f0, f1, f2, f3, t0, t1, t2, t3] = hours;
    let zone = TimeZone::get(ZONES[usize::from(zone) % ZONES.len()]).unwrap_or(TimeZone::UTC);
    let usual = date(2026, 11, 19).at(9, 0, 0, 0).to_zoned(TimeZone::UTC);
    let usual = usual.map_or(0, |usual| usual.timestamp().as_second());
    let (first, last) = (Timestamp::MIN.as_second(), Timestamp::MAX.as_second());
    let away = i64::from_le_bytes([s0, s1, s2, s3, s4, s5, s6, s7]);
    let second = first
        + usual
            .wrapping_add(away)
            .wrapping_sub(first)
            .rem_euclid(last - first);
    let now = Timestamp::from_second(second).unwrap_or_default();
    let hours = Hours::daily(
        i32::from_le_bytes([f0, f1, f2, f3]).wrapping_add(7 * 60),
        i32::from_le_bytes([t0, t1, t2, t3]).wrapping_add(21 * 60),
    );
    Reference::at(&now.to_zoned(zone), hours)
}

/// Checks a text.
pub(crate) fn check(text: &str, reference: &Reference) {
    let inside = |span: &Range<usize>| {
        assert!(
            text.get(span.clone()).is_some(),
            "{span:?} of {}",
            text.len()
        );
    };

    let found = when::find(text, reference);
    assert_eq!(found, when::find(text, reference));
    let one = when::read(text, reference);
    assert_eq!(one, when::read(text, reference));
    found.iter().chain(&one).for_each(|when| inside(&when.span));

    let call = Conversation::parse(text);
    assert_eq!(call, Conversation::parse(text));
    for turn in &call.turns {
        assert_eq!(text.get(turn.span.clone()), Some(turn.text.as_str()));
    }

    let services = services(text);
    let context = Context {
        reference: reference.clone(),
        services: &services,
    };
    let reading = reading::read(&call, &context);
    assert_eq!(reading, reading::read(&call, &context));
    let moments = reading.start.iter().chain(&reading.existing);
    moments.flat_map(|it| &it.spans).for_each(inside);
    let names = reading.name.iter().chain(&reading.caller);
    names.for_each(|it| inside(&it.span));
    reading.client.iter().for_each(|it| inside(&it.span));
    reading.ending.span.iter().for_each(inside);
    reading.services.found.iter().for_each(|it| {
        inside(&it.span);
        assert!(it.index < services.len());
    });
    reading.consent.iter().for_each(inside);
    reading.callback.iter().for_each(|it| inside(&it.span));
}

/// A catalogue; a company may call a service what it likes, so one is called as the text begins.
fn services(text: &str) -> Vec<Service> {
    let begins: String = text.chars().take(24).collect();
    [
        "Herrenhaarschnitt",
        "Damenhaarschnitt",
        "Färben",
        "",
        &begins,
    ]
    .map(|name| Service {
        name: name.to_owned(),
        synonyms: vec!["Schnitt".to_owned()],
    })
    .to_vec()
}
