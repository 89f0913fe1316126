//! The nine known errors of an earlier transcript reader, each as a case of its own.

#![expect(clippy::unwrap_used, reason = "a missing answer is a failure")]
#![expect(
    clippy::unnecessary_wraps,
    reason = "compared with answers, which may be missing"
)]

use jiff::civil::{DateTime, date};
use transcript::conversation::Conversation;
use transcript::reading::{self, Context, Reading};
use transcript::reference::{Hours, Reference};
use transcript::service::Service;
use transcript::when;

/// Thursday, 19 November 2026, ten o'clock in Berlin.
fn reference() -> Reference {
    Reference {
        now: date(2026, 11, 19).at(10, 0, 0, 0),
        zone: jiff::tz::TimeZone::get("Europe/Berlin").unwrap(),
        hours: Hours::default(),
    }
}

fn start(text: &str) -> Option<DateTime> {
    when::read(text, &reference()).and_then(|when| when.start)
}

fn day(month: i8, day: i8) -> Option<DateTime> {
    Some(date(2026, month, day).at(0, 0, 0, 0))
}

fn at(month: i8, day: i8, hour: i8, minute: i8) -> Option<DateTime> {
    Some(date(2026, month, day).at(hour, minute, 0, 0))
}

fn read(call: &str) -> Reading {
    let services = ["Herrenhaarschnitt", "Damenhaarschnitt", "Färben"].map(|name| Service {
        name: name.to_owned(),
        synonyms: Vec::new(),
    });
    let context = Context {
        reference: reference(),
        services: &services,
    };
    reading::read(&Conversation::parse(call), &context)
}

#[test]
fn error_1_hour_words_inside_other_words_are_no_hours() {
    for text in [
        "Wie kann ich Ihnen helfen?",
        "das habe ich gemacht",
        "Dreist war das",
        "achtsam einsam zweifellos",
    ] {
        assert_eq!(start(text), None, "{text}");
    }
}

#[test]
fn error_2_every_ordinal_of_a_month_is_read_with_and_without_a_year() {
    assert_eq!(start("am dreizehnten Dezember"), day(12, 13));
    assert_eq!(start("am neunzehnten Dezember"), day(12, 19));
    assert_eq!(start("am einundzwanzigsten"), day(11, 21));
    assert_eq!(start("24. Dezember"), day(12, 24));
    assert_eq!(start("am dreißigsten"), day(11, 30));
}

#[test]
fn error_3_a_date_or_a_part_of_the_day_that_was_recognised_is_used() {
    assert_eq!(start("am 24.12."), day(12, 24));
    assert_eq!(start("morgen Nachmittag um drei"), at(11, 20, 15, 0));
    let found = when::read("morgen Vormittag", &reference()).unwrap();
    assert_eq!(found.start, at(11, 20, 7, 0));
    assert_eq!(found.end, at(11, 20, 12, 0));
}

#[test]
fn error_4_good_morning_is_not_tomorrow_and_uebermorgen_is_not_morgen() {
    assert_eq!(start("Guten Morgen"), None);
    for text in [
        "Übermorgen",
        "übermorgen",
        "ÜBERMORGEN",
        "uebermorgen",
        "U\u{308}bermorgen",
    ] {
        assert_eq!(start(text), day(11, 21), "{text}");
    }
}

#[test]
fn error_5_german_month_names_are_read() {
    for (name, month, year) in [
        ("Januar", 1, 2027),
        ("Jänner", 1, 2027),
        ("Februar", 2, 2027),
        ("März", 3, 2027),
        ("Mai", 5, 2027),
        ("Juni", 6, 2027),
        ("Juli", 7, 2027),
        ("Oktober", 10, 2027),
        ("Dezember", 12, 2026),
    ] {
        let text = format!("am zehnten {name}");
        let expected = date(year, month, 10).at(0, 0, 0, 0);
        assert_eq!(start(&text), Some(expected), "{text}");
    }
}

#[test]
fn error_6_spoken_clock_times_and_the_afternoon_are_read_and_never_guessed() {
    for (text, hour, minute) in [
        ("um halb drei", 14, 30),
        ("viertel nach zehn", 10, 15),
        ("viertel vor drei", 14, 45),
        ("zehn Uhr fünfundvierzig", 10, 45),
        ("um zwei", 14, 0),
        ("um drei", 15, 0),
        ("um fünf", 17, 0),
        ("heute Mittag", 12, 0),
    ] {
        assert_eq!(start(text), at(11, 19, hour, minute), "{text}");
    }
    // What is over today is said to be over.
    let over = when::read("heute um neun Uhr", &reference()).unwrap();
    assert!(over.start != at(11, 19, 9, 0) || over.doubts.contains(&when::Doubt::Over));
}

#[test]
fn error_7_the_last_agreed_time_counts_and_opening_hours_do_not() {
    let found = read(
        "Agent: Salon Haarwerk, wir haben von Montag bis Freitag von neun bis achtzehn Uhr geöffnet. \
         Wie kann ich Ihnen helfen?\n\
         User: ich hätte gern einen termin zum färben am montag um zehn\n\
         Agent: Montag zehn Uhr ist leider belegt. Dienstag um elf Uhr?\n\
         User: nein lieber mittwoch um zwölf\n\
         Agent: Mittwoch um zwölf Uhr, gern. Ihr Name?\n\
         User: sommer",
    );
    assert_eq!(found.start.map(|found| found.at), at(11, 25, 12, 0));
}

#[test]
fn error_8_day_and_month_as_two_ordinals() {
    assert_eq!(start("erster Zwölfter"), day(12, 1));
    assert_eq!(start("am ersten zwölften"), day(12, 1));
    assert_eq!(start("der dritte Zwölfte"), day(12, 3));
}

#[test]
fn error_9_without_an_agreed_time_there_is_none() {
    let found = read(
        "Agent: Salon Haarwerk, wie kann ich Ihnen helfen?\n\
         User: ich hätte gern einen termin zum haareschneiden\n\
         Agent: Gerne. Wann passt es Ihnen?\n\
         User: das weiß ich noch nicht ich melde mich nochmal",
    );
    assert_eq!(found.start, None);
    assert!(!found.confirmed);
    // `Haareschneiden` is either of two services; neither is taken by default (F14).
    assert!(found.services.found.is_empty());
    assert_eq!(found.services.ambiguous, [0, 1]);
}

#[test]
fn daylight_saving_is_said() {
    let on = |month, day| Reference {
        now: date(2026, month, day).at(10, 0, 0, 0),
        ..reference()
    };
    let skipped = when::read("am Sonntag um 2:30 Uhr nachts", &on(3, 27)).unwrap();
    assert!(
        skipped.doubts.contains(&when::Doubt::SkippedBySpring),
        "{skipped:?}"
    );
    let twice = when::read("am Sonntag um 2:30 Uhr nachts", &on(10, 23)).unwrap();
    assert!(
        twice.doubts.contains(&when::Doubt::TwiceInAutumn),
        "{twice:?}"
    );
}
