//! The nights on which clocks are changed: an hour that does not exist or exists twice is said so.

#![expect(clippy::unwrap_used, reason = "a missing answer is a failure")]

use jiff::civil::{DateTime, date};
use jiff::tz::TimeZone;
use transcript::reference::{Hours, Reference};
use transcript::when::{self, Doubt, When};

fn read(text: &str, zone: &str, now: DateTime) -> When {
    let reference = Reference {
        now,
        zone: TimeZone::get(zone).unwrap(),
        hours: Hours::daily(0, 24 * 60),
    };
    when::read(text, &reference).unwrap()
}

fn doubts(text: &str, zone: &str, now: DateTime) -> Vec<Doubt> {
    let found = read(text, zone, now).doubts;
    found
        .into_iter()
        .filter(|doubt| matches!(doubt, Doubt::SkippedBySpring | Doubt::TwiceInAutumn))
        .collect()
}

#[test]
fn an_hour_that_spring_skips_is_said() {
    let berlin = date(2026, 3, 27).at(10, 0, 0, 0);
    for (text, skipped) in [
        ("am Sonntag um 1:59 Uhr", false),
        ("am Sonntag um 2:00 Uhr nachts", true),
        ("am 29. März um 2 Uhr 59", true),
        ("Sonntag halb drei nachts", true),
        ("am Sonntag um 3:00 Uhr", false),
        ("am Sonntag um 14:30 Uhr", false),
        ("am Sonntag", false),
    ] {
        let expected = vec![Doubt::SkippedBySpring; usize::from(skipped)];
        assert_eq!(doubts(text, "Europe/Berlin", berlin), expected, "{text}");
    }
    let new_york = date(2026, 3, 6).at(10, 0, 0, 0);
    for (text, skipped) in [
        ("on Sunday at 1:30 am", false),
        ("on Sunday at 2:30 am", true),
        ("on March 8th at 2 a.m.", true),
        ("on Sunday at 3 am", false),
    ] {
        let expected = vec![Doubt::SkippedBySpring; usize::from(skipped)];
        assert_eq!(
            doubts(text, "America/New_York", new_york),
            expected,
            "{text}"
        );
    }
}

#[test]
fn an_hour_that_autumn_shows_twice_is_said() {
    let berlin = date(2026, 10, 23).at(10, 0, 0, 0);
    for (text, twice) in [
        ("am Sonntag um 1:59 Uhr", false),
        ("am Sonntag um 2:00 Uhr nachts", true),
        ("am 25. Oktober um 2 Uhr 59", true),
        ("am Sonntag um 3:00 Uhr", false),
    ] {
        let expected = vec![Doubt::TwiceInAutumn; usize::from(twice)];
        assert_eq!(doubts(text, "Europe/Berlin", berlin), expected, "{text}");
    }
    let new_york = date(2026, 10, 30).at(10, 0, 0, 0);
    for (text, twice) in [
        ("on Sunday at 12:59 am", false),
        ("on Sunday at 1:30 am", true),
        ("on November 1st at 1 a.m.", true),
        ("on Sunday at 2 am", false),
    ] {
        let expected = vec![Doubt::TwiceInAutumn; usize::from(twice)];
        assert_eq!(
            doubts(text, "America/New_York", new_york),
            expected,
            "{text}"
        );
    }
}

#[test]
fn a_span_counted_over_the_change_shows_what_the_wall_will_show() {
    let spring = date(2026, 3, 29).at(1, 30, 0, 0);
    let found = read("in zwei Stunden", "Europe/Berlin", spring);
    assert_eq!(found.start.unwrap(), date(2026, 3, 29).at(4, 30, 0, 0));
    let autumn = date(2026, 10, 25).at(1, 30, 0, 0);
    let found = read("in three hours", "Europe/Berlin", autumn);
    assert_eq!(found.start.unwrap(), date(2026, 10, 25).at(3, 30, 0, 0));
    // Days keep the hour of the wall.
    let found = read(
        "morgen um 14 Uhr",
        "Europe/Berlin",
        date(2026, 3, 28).at(14, 0, 0, 0),
    );
    assert_eq!(found.start.unwrap(), date(2026, 3, 29).at(14, 0, 0, 0));
}
