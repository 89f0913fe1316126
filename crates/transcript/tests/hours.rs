//! Opening hours: breaks and closed days decide what a bare hour means, and are said.

#![expect(clippy::unwrap_used, reason = "a missing answer is a failure")]

use jiff::civil::{DateTime, date};
use transcript::reference::{Hours, Reference};
use transcript::when::{self, Doubt, When};

/// 08:00 to 12:30 and 14:00 to 18:00, Saturday in the morning, closed on Sunday; asked on a
/// Thursday at ten.
fn read(text: &str) -> When {
    let whole = vec![(8 * 60, 12 * 60 + 30), (14 * 60, 18 * 60)];
    let mut days: [Vec<(i32, i32)>; 7] = std::array::from_fn(|_| whole.clone());
    days[5] = vec![(8 * 60, 12 * 60)];
    days[6] = Vec::new();
    let reference = Reference {
        now: date(2026, 11, 19).at(10, 0, 0, 0),
        zone: jiff::tz::TimeZone::get("Europe/Berlin").unwrap(),
        hours: Hours::weekly(days),
    };
    when::read(text, &reference).unwrap()
}

fn at(day: i8, hour: i8, minute: i8) -> DateTime {
    date(2026, 11, day).at(hour, minute, 0, 0)
}

#[test]
fn an_hour_within_a_span_is_free_of_doubt() {
    for (text, expected) in [
        ("morgen um drei", at(20, 15, 0)),
        ("morgen um neun", at(20, 9, 0)),
        ("morgen um zwölf", at(20, 12, 0)),
        ("Samstag um elf", at(21, 11, 0)),
    ] {
        let found = read(text);
        assert_eq!(
            (found.start.unwrap(), found.doubts),
            (expected, vec![]),
            "{text}"
        );
    }
}

#[test]
fn a_break_and_a_closed_day_are_said() {
    for (text, expected) in [
        ("morgen um 13 Uhr", at(20, 13, 0)),
        ("morgen um eins", at(20, 13, 0)),
        ("morgen um halb eins", at(20, 12, 30)),
        ("morgen um 18 Uhr", at(20, 18, 0)),
        ("Samstag um zwei", at(21, 14, 0)),
        ("Sonntag um drei", at(22, 15, 0)),
        ("Sonntag um zehn", at(22, 10, 0)),
    ] {
        let found = read(text);
        assert_eq!(
            (found.start.unwrap(), found.doubts),
            (expected, vec![Doubt::Closed]),
            "{text}"
        );
    }
}

#[test]
fn a_day_or_a_part_of_it_on_which_nothing_is_open_is_said() {
    for (text, closed) in [
        ("am Sonntag", true),
        ("Sonntag Vormittag", true),
        ("Samstag Vormittag", false),
        ("Samstag Nachmittag", true),
        ("am Samstag", false),
        ("morgen Mittag", false),
        ("morgen Abend", true),
        ("Montag bis Sonntag", false),
    ] {
        let expected = vec![Doubt::Closed; usize::from(closed)];
        assert_eq!(read(text).doubts, expected, "{text}");
    }
}

#[test]
fn a_closed_day_is_not_an_unknown_one() {
    let closed = Hours::weekly(Default::default());
    assert!(!closed.open(Some(0), 10 * 60) && !closed.open(None, 10 * 60));
    let unknown = Hours::default();
    assert!(unknown.open(Some(6), 7 * 60) && !unknown.open(Some(6), 21 * 60));
    assert_eq!(unknown, Hours::daily(Hours::UNKNOWN.0, Hours::UNKNOWN.1));
}

#[test]
fn minutes_behind_uhr_are_told_by_a_clock_of_24_hours_where_both_halves_are_open() {
    let reference = Reference {
        now: date(2026, 11, 19).at(10, 0, 0, 0),
        zone: jiff::tz::TimeZone::UTC,
        hours: Hours::default(),
    };
    let either = vec![Doubt::EitherHalfOfTheDay];
    for (text, expected, doubts) in [
        ("morgen um sieben Uhr fünfundvierzig", at(20, 7, 45), vec![]),
        ("morgen um drei Uhr dreißig", at(20, 15, 30), vec![]),
        ("morgen um dreiviertel acht", at(20, 7, 45), either.clone()),
        ("morgen um acht Uhr", at(20, 8, 0), either),
    ] {
        let found = when::read(text, &reference).unwrap();
        assert_eq!(
            (found.start.unwrap(), found.doubts),
            (expected, doubts),
            "{text}"
        );
    }
}
