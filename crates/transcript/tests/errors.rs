//! The nine known errors of an earlier transcript reader, each as a case of its own.

#![expect(clippy::unwrap_used, reason = "a missing answer is a failure")]
#![expect(
    clippy::unnecessary_wraps,
    reason = "compared with answers, which may be missing"
)]

use jiff::civil::{DateTime, date};
use transcript::conversation::Conversation;
use transcript::day::Grain;
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

/// The next such day: this year's, if it is still to come.
fn next(month: i8, day: i8) -> Option<DateTime> {
    let this_year = date(2026, month, day);
    let over = this_year < date(2026, 11, 19);
    Some(date(if over { 2027 } else { 2026 }, month, day).at(0, 0, 0, 0))
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
    // Nor in a call, in which the greeting stood beside a day that was agreed.
    let found = read(
        "Agent: Salon Haarwerk, wie kann ich Ihnen helfen?\n\
         User: einen termin zum färben am dienstag\n\
         Agent: Am Dienstag, gern. Um wie viel Uhr?\n\
         User: das muss ich noch klären das habe ich immer so gemacht",
    );
    assert_eq!(found.start, None);
}

const ORDINALS: [&str; 31] = [
    "ersten",
    "zweiten",
    "dritten",
    "vierten",
    "fünften",
    "sechsten",
    "siebten",
    "achten",
    "neunten",
    "zehnten",
    "elften",
    "zwölften",
    "dreizehnten",
    "vierzehnten",
    "fünfzehnten",
    "sechzehnten",
    "siebzehnten",
    "achtzehnten",
    "neunzehnten",
    "zwanzigsten",
    "einundzwanzigsten",
    "zweiundzwanzigsten",
    "dreiundzwanzigsten",
    "vierundzwanzigsten",
    "fünfundzwanzigsten",
    "sechsundzwanzigsten",
    "siebenundzwanzigsten",
    "achtundzwanzigsten",
    "neunundzwanzigsten",
    "dreißigsten",
    "einunddreißigsten",
];

#[test]
fn error_2_every_ordinal_of_a_month_is_read_with_and_without_month_and_year() {
    for (number, word) in (1..).zip(ORDINALS) {
        assert_eq!(
            start(&format!("am {word} Dezember")),
            day(12, number),
            "{word}"
        );
        let next_year = Some(date(2027, 1, number).at(0, 0, 0, 0));
        assert_eq!(
            start(&format!("am {word} Januar 2027")),
            next_year,
            "{word}"
        );
        // Without a month: the next such day from the nineteenth on.
        let expected = match number {
            ..19 => day(12, number),
            19..31 => day(11, number),
            _ => day(12, 31),
        };
        assert_eq!(start(&format!("am {word}")), expected, "{word}");
    }
    assert_eq!(start("15. November"), next(11, 15));
    assert_eq!(start("24. Dezember"), day(12, 24));
}

#[test]
fn error_3_a_date_or_a_part_of_the_day_that_was_recognised_is_used() {
    assert_eq!(start("am 24.12."), day(12, 24));
    assert_eq!(start("am 24.12. um elf"), at(12, 24, 11, 0));
    assert_eq!(start("morgen Nachmittag um drei"), at(11, 20, 15, 0));
    assert_eq!(start("morgen Abend um acht"), at(11, 20, 20, 0));
    assert_eq!(start("morgen Vormittag um acht"), at(11, 20, 8, 0));
    for (part, from) in [("Vormittag", 7), ("Nachmittag", 12), ("Abend", 18)] {
        let found = when::read(&format!("morgen {part}"), &reference()).unwrap();
        assert_eq!(found.start, at(11, 20, from, 0), "{part}");
        assert!(found.end > found.start, "{part}");
    }
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
    for (name, month) in [
        ("Januar", 1),
        ("Jänner", 1),
        ("Februar", 2),
        ("Feber", 2),
        ("März", 3),
        ("Maerz", 3),
        ("April", 4),
        ("Mai", 5),
        ("Juni", 6),
        ("Juno", 6),
        ("Juli", 7),
        ("Julei", 7),
        ("August", 8),
        ("September", 9),
        ("Oktober", 10),
        ("November", 11),
        ("Dezember", 12),
    ] {
        let text = format!("am zehnten {name}");
        assert_eq!(start(&text), next(month, 10), "{text}");
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
}

#[test]
fn error_6_what_is_over_today_is_said_to_be_over_and_not_booked() {
    let over = when::read("heute um neun Uhr", &reference()).unwrap();
    assert_eq!(over.start, at(11, 19, 9, 0));
    assert!(over.doubts.contains(&when::Doubt::Over));
    let found = read(
        "Agent: Salon Haarwerk, guten Tag.\n\
         User: einen termin zum färben heute um neun uhr\n\
         Agent: Heute um neun Uhr, soll ich das eintragen?\n\
         User: ja bitte",
    );
    assert_eq!(found.start, None);
    assert!(!found.confirmed);
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
fn error_8_day_and_month_as_two_ordinals_in_every_inflection() {
    assert_eq!(start("erster Zehnter"), next(10, 1));
    assert_eq!(start("am ersten zehnten"), next(10, 1));
    assert_eq!(start("erster Zwölfter"), day(12, 1));
    assert_eq!(start("am ersten zwölften"), day(12, 1));
    assert_eq!(start("der dritte Zwölfte"), day(12, 3));
}

#[test]
fn error_9_what_was_not_said_is_not_made_up_neither_a_time_nor_a_length() {
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
    // A day has no hour, and an hour has no end, until somebody says so.
    let found = when::read("übermorgen", &reference()).unwrap();
    assert_eq!((found.grain, found.others), (Grain::Day, vec![]));
    let found = when::read("morgen um elf Uhr", &reference()).unwrap();
    assert_eq!((found.start, found.end), (at(11, 20, 11, 0), None));
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

#[test]
fn what_breaks_off_inside_an_expression_is_read_to_its_end() {
    assert_eq!(start("friday after next"), start("friday nach next"));
    let found = read("Agent: Salon Haarwerk.\nUser: friday nach next");
    assert!(!found.confirmed);
}
