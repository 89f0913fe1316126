//! Every way to say a day with every way to say an hour, a range or a part of the day, in both orders
//! and with what people say in between.

#![expect(clippy::unwrap_used, reason = "a missing answer is a failure")]

use jiff::civil::{Date, DateTime, date};
use transcript::day::Grain;
use transcript::reference::{Hours, Reference};
use transcript::when::{self, When};

/// The words, and the days from today.
type Days = [(&'static str, i64)];
/// The words, hour and minute.
type Clocks = [(&'static str, i8, i8)];
/// The words, beginning and end, either of which may be open.
type Ranges = [(&'static str, Option<(i8, i8)>, Option<(i8, i8)>)];
/// The words, and hours that it overlaps.
type Parts = [(&'static str, i8, i8)];

const GERMAN_DAYS: &Days = &[
    ("morgen", 1),
    ("übermorgen", 2),
    ("heute in acht Tagen", 7),
    ("am Freitag", 2),
    ("Freitag", 2),
    ("kommenden Freitag", 2),
    ("am kommenden Montag", 5),
    ("nächste Woche Dienstag", 6),
    ("nächste Woche am Dienstag", 6),
    ("Dienstag nächster Woche", 6),
    ("am Dienstag nächster Woche", 6),
    ("Dienstag in einer Woche", 13),
    ("in zwei Wochen", 14),
    ("am 20.3.", 9),
    ("am 20. März", 9),
    ("am zwanzigsten März", 9),
    ("am zwanzigsten", 9),
    ("am zwanzigsten dritten", 9),
    ("am 20.", 9),
    ("am 20.03.2026", 9),
    ("20.3.26", 9),
    ("Freitag, den 20. März", 9),
    ("Freitag den zwanzigsten", 9),
    ("am Freitag, dem 20.3.", 9),
    ("am ersten April", 21),
    ("am 1. April", 21),
    ("am ersten vierten", 21),
    ("am dritten Mai", 53),
    ("2026-03-20", 9),
    ("Karfreitag", 23),
    ("am Ostermontag", 26),
    ("am Montag in vierzehn Tagen", 19),
    ("übernächste Woche Mittwoch", 14),
    ("am übernächsten Montag", 12),
    ("am letzten Freitag im März", 16),
    ("Fr 20.3.", 9),
    ("in drei Tagen", 3),
    ("den zweiten vierten", 22),
    ("zum 1. April", 21),
    ("Mittwoch in vierzehn Tagen", 21),
    ("am Sonnabend", 3),
    ("am Freitag in acht Tagen", 9),
    ("am einundzwanzigsten", 10),
    ("am Mo, 16.3.", 5),
    ("am zweiten Juni", 83),
];
const GERMAN_CLOCKS: &Clocks = &[
    ("um elf", 11, 0),
    ("um 11", 11, 0),
    ("um elf Uhr", 11, 0),
    ("um 11 Uhr", 11, 0),
    ("11 Uhr", 11, 0),
    ("elf Uhr", 11, 0),
    ("um halb drei", 14, 30),
    ("halb drei", 14, 30),
    ("um drei", 15, 0),
    ("um 15 Uhr", 15, 0),
    ("um 15:30 Uhr", 15, 30),
    ("15:30", 15, 30),
    ("um 15.30 Uhr", 15, 30),
    ("15.30 Uhr", 15, 30),
    ("um vierzehn Uhr dreißig", 14, 30),
    ("vierzehn Uhr dreißig", 14, 30),
    ("um zehn Uhr fünfzehn", 10, 15),
    ("Viertel nach zehn", 10, 15),
    ("um Viertel nach zehn", 10, 15),
    ("um viertel elf", 10, 15),
    ("dreiviertel elf", 10, 45),
    ("um dreiviertel elf", 10, 45),
    ("fünf vor halb elf", 10, 25),
    ("um zehn vor elf", 10, 50),
    ("um zwanzig nach zehn", 10, 20),
    ("gegen halb elf", 10, 30),
    ("so gegen elf", 11, 0),
    ("Punkt zwölf", 12, 0),
    ("um drei Uhr nachmittags", 15, 0),
    ("nachmittags um drei", 15, 0),
    ("abends um sechs", 18, 0),
    ("vormittags um zehn", 10, 0),
    ("um zehn Uhr vormittags", 10, 0),
    ("mittags um eins", 13, 0),
    ("um 14h", 14, 0),
    ("ungefähr um elf", 11, 0),
    ("um zwölf Uhr fünf", 12, 5),
    ("etwa 16 Uhr", 16, 0),
    ("am Nachmittag um drei", 15, 0),
    ("am Vormittag um zehn", 10, 0),
    ("um 9 Uhr 30", 9, 30),
    ("in der Früh um neun", 9, 0),
    ("um ein Uhr", 13, 0),
    ("um eins", 13, 0),
    ("um 16.15", 16, 15),
    ("pünktlich um vier", 16, 0),
    ("um neun Uhr morgens", 9, 0),
    ("früh um neun", 9, 0),
    ("um 1000 Uhr", 10, 0),
];
const GERMAN_RANGES: &Ranges = &[
    ("ab 15 Uhr", Some((15, 0)), None),
    ("ab drei", Some((15, 0)), None),
    ("nach 15 Uhr", Some((15, 0)), None),
    ("ab halb vier", Some((15, 30)), None),
    ("zwischen zwei und vier", Some((14, 0)), Some((16, 0))),
    ("zwischen 14 und 16 Uhr", Some((14, 0)), Some((16, 0))),
    ("von neun bis halb elf", Some((9, 0)), Some((10, 30))),
    ("von 9 bis 11 Uhr", Some((9, 0)), Some((11, 0))),
    ("9-11 Uhr", Some((9, 0)), Some((11, 0))),
    ("9 bis 11 Uhr", Some((9, 0)), Some((11, 0))),
    ("bis zwölf Uhr", None, Some((12, 0))),
    ("bis 12 Uhr", None, Some((12, 0))),
    ("vor elf Uhr", None, Some((11, 0))),
    ("vor elf", None, Some((11, 0))),
    ("bis spätestens elf", None, Some((11, 0))),
    ("spätestens um elf", None, Some((11, 0))),
    ("frühestens um elf", Some((11, 0)), None),
    ("nicht vor elf", Some((11, 0)), None),
    ("nachmittags ab drei", Some((15, 0)), None),
    ("zwischen halb drei und vier", Some((14, 30)), Some((16, 0))),
    ("14:00-16:00", Some((14, 0)), Some((16, 0))),
    ("14 bis 16 Uhr", Some((14, 0)), Some((16, 0))),
    ("erst ab elf", Some((11, 0)), None),
    (
        "zwischen zehn und elf Uhr dreißig",
        Some((10, 0)),
        Some((11, 30)),
    ),
];
const GERMAN_PARTS: &Parts = &[
    ("vormittags", 8, 12),
    ("am Vormittag", 8, 12),
    ("Vormittag", 8, 12),
    ("nachmittags", 12, 18),
    ("am Nachmittag", 12, 18),
    ("Nachmittag", 12, 18),
    ("am späten Nachmittag", 16, 19),
    ("am frühen Nachmittag", 12, 15),
    ("abends", 18, 22),
    ("am Abend", 18, 22),
    ("mittags", 12, 14),
    ("über Mittag", 12, 14),
    ("in der Früh", 6, 10),
    ("gleich in der Früh", 6, 10),
    ("gegen Mittag", 11, 14),
    ("gegen Abend", 17, 20),
    ("nach der Mittagspause", 13, 17),
    ("früh", 6, 10),
    ("am frühen Morgen", 6, 10),
    ("irgendwann nachmittags", 12, 18),
    ("im Laufe des Vormittags", 8, 12),
    ("am Vormittag irgendwann", 8, 12),
];
const GERMAN_FILLERS: &[&str] = &[
    " ",
    ", ",
    " so ",
    " dann ",
    " vielleicht ",
    " äh ",
    ", ähm, ",
    " bitte ",
    " und zwar ",
    " am besten ",
    " aber ",
    " wieder ",
    " gleich ",
    " hätte ich gern ",
];

const ENGLISH_DAYS: &Days = &[
    ("tomorrow", 1),
    ("the day after tomorrow", 2),
    ("Friday", 2),
    ("on Friday", 2),
    ("this coming Friday", 2),
    ("next week Tuesday", 6),
    ("Tuesday next week", 6),
    ("on Tuesday of next week", 6),
    ("a week on Friday", 9),
    ("Friday week", 9),
    ("in two weeks", 14),
    ("in a fortnight", 14),
    ("on the 20th", 9),
    ("the twentieth of March", 9),
    ("on the 20th of March", 9),
    ("on March 20th", 9),
    ("March 20", 9),
    ("March the twentieth", 9),
    ("Friday the 20th", 9),
    ("Friday, March 20th", 9),
    ("Friday the twentieth of March", 9),
    ("2026-03-20", 9),
    ("Good Friday", 23),
    ("on Easter Monday", 26),
    ("the last Friday in March", 16),
    ("the first of April", 21),
    ("on April 1st", 21),
    ("in three days", 3),
    ("Saturday", 3),
    ("on Saturday", 3),
    ("this Saturday", 3),
    ("on the third of May", 53),
    ("the second Tuesday in April", 34),
    ("a week from Friday", 9),
];
const ENGLISH_CLOCKS: &Clocks = &[
    ("at eleven", 11, 0),
    ("at 11", 11, 0),
    ("at 11 am", 11, 0),
    ("11am", 11, 0),
    ("at eleven o'clock", 11, 0),
    ("eleven o'clock", 11, 0),
    ("at half past two", 14, 30),
    ("half past two", 14, 30),
    ("at half two", 14, 30),
    ("at two thirty", 14, 30),
    ("at 2:30", 14, 30),
    ("2:30 pm", 14, 30),
    ("at three", 15, 0),
    ("at 3 pm", 15, 0),
    ("three pm", 15, 0),
    ("around three", 15, 0),
    ("at about three", 15, 0),
    ("quarter past ten", 10, 15),
    ("at quarter past ten", 10, 15),
    ("at a quarter to eleven", 10, 45),
    ("at ten to eleven", 10, 50),
    ("at twenty past ten", 10, 20),
    ("at noon", 12, 0),
    ("noon", 12, 0),
    ("at ten in the morning", 10, 0),
    ("in the morning at ten", 10, 0),
    ("at three in the afternoon", 15, 0),
    ("in the afternoon at three", 15, 0),
    ("at six in the evening", 18, 0),
    ("at like three", 15, 0),
    ("at 3:15 p.m.", 15, 15),
    ("at one", 13, 0),
    ("at 10 sharp", 10, 0),
    ("10 o'clock", 10, 0),
    ("at three-thirty", 15, 30),
    ("3.30pm", 15, 30),
];
const ENGLISH_RANGES: &Ranges = &[
    ("after three", Some((15, 0)), None),
    ("after 3 pm", Some((15, 0)), None),
    ("before eleven", None, Some((11, 0))),
    ("between two and four", Some((14, 0)), Some((16, 0))),
    ("from nine to eleven", Some((9, 0)), Some((11, 0))),
    ("from 9 to 11 am", Some((9, 0)), Some((11, 0))),
    ("9-11am", Some((9, 0)), Some((11, 0))),
    ("from three onwards", Some((15, 0)), None),
    ("any time after three", Some((15, 0)), None),
    ("until four", None, Some((16, 0))),
    ("no later than four", None, Some((16, 0))),
    ("between 10 and 11:30", Some((10, 0)), Some((11, 30))),
    ("not before ten", Some((10, 0)), None),
    ("from 2 until 4", Some((14, 0)), Some((16, 0))),
    ("by five pm", None, Some((17, 0))),
    ("between 2 and 4 pm", Some((14, 0)), Some((16, 0))),
];
const ENGLISH_PARTS: &Parts = &[
    ("morning", 6, 12),
    ("in the morning", 6, 12),
    ("afternoon", 12, 18),
    ("in the afternoon", 12, 18),
    ("in the late afternoon", 15, 19),
    ("in the early afternoon", 12, 15),
    ("evening", 17, 21),
    ("in the evening", 17, 21),
    ("after lunch", 13, 17),
    ("around lunchtime", 11, 14),
    ("late morning", 9, 12),
    ("early evening", 16, 20),
    ("first thing", 6, 10),
    ("sometime in the afternoon", 12, 18),
];
const ENGLISH_FILLERS: &[&str] = &[
    " ",
    ", ",
    " maybe ",
    " um ",
    " uh ",
    " say ",
    " please ",
    ", let's say ",
    " like ",
    " would work ",
];

/// A Wednesday.
const TODAY: Date = date(2026, 3, 11);

fn read(text: &str) -> Option<When> {
    let reference = Reference {
        now: TODAY.at(9, 20, 0, 0),
        zone: jiff::tz::TimeZone::get("Europe/Berlin").unwrap(),
        hours: Hours::default(),
    };
    when::read(text, &reference)
}

fn on(days: i64) -> Date {
    TODAY.saturating_add(jiff::Span::new().days(days))
}

/// Reads every text, and names those that do not mean what they should.
fn check(texts: impl IntoIterator<Item = String>, right: impl Fn(&When) -> bool) -> Vec<String> {
    let wrong = texts.into_iter().filter_map(|text| {
        let found = read(&text);
        (!found.as_ref().is_some_and(&right)).then(|| format!("{text}: {found:?}"))
    });
    wrong.collect()
}

fn hours(days: &Days, clocks: &Clocks, fillers: &[&str]) -> Vec<String> {
    let mut wrong = Vec::new();
    for (day, ahead) in days {
        for (clock, hour, minute) in clocks {
            let start = on(*ahead).at(*hour, *minute, 0, 0);
            let between = fillers.iter().map(|filler| format!("{day}{filler}{clock}"));
            let texts = between.chain([
                format!("{clock} {day}"),
                format!("{day} {clock}").to_uppercase(),
            ]);
            wrong.extend(check(texts, |found| {
                found.start == Some(start) && found.end.is_none()
            }));
        }
    }
    wrong
}

fn ranges(days: &Days, ranges: &Ranges) -> Vec<String> {
    let mut wrong = Vec::new();
    for (day, ahead) in days {
        for (range, from, to) in ranges {
            let at = |(hour, minute): (i8, i8)| on(*ahead).at(hour, minute, 0, 0);
            let (start, end): (Option<DateTime>, _) = (from.map(at), to.map(at));
            let texts = [format!("{day} {range}"), format!("{range} {day}")];
            // English `by` begins now.
            let right =
                |found: &When| found.end == end && (start.is_none() || found.start == start);
            wrong.extend(check(texts, right));
        }
    }
    wrong
}

fn parts(days: &Days, parts: &Parts) -> Vec<String> {
    let mut wrong = Vec::new();
    for (day, ahead) in days {
        for (part, from, to) in parts {
            let at = |hour: i8| on(*ahead).at(hour, 0, 0, 0);
            wrong.extend(check([format!("{day} {part}")], |found| {
                found.grain == Grain::Hour
                    && found
                        .start
                        .is_some_and(|start| start.date() == on(*ahead) && start < at(*to))
                    && found.end.is_some_and(|end| at(*from) < end)
            }));
        }
    }
    wrong
}

#[track_caller]
fn none(wrong: &[String]) {
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn german_days_and_hours_go_together_in_any_order() {
    none(&hours(GERMAN_DAYS, GERMAN_CLOCKS, GERMAN_FILLERS));
    none(&ranges(GERMAN_DAYS, GERMAN_RANGES));
    none(&parts(GERMAN_DAYS, GERMAN_PARTS));
}

#[test]
fn english_days_and_hours_go_together_in_any_order() {
    none(&hours(ENGLISH_DAYS, ENGLISH_CLOCKS, ENGLISH_FILLERS));
    none(&ranges(ENGLISH_DAYS, ENGLISH_RANGES));
    none(&parts(ENGLISH_DAYS, ENGLISH_PARTS));
}

#[test]
fn no_date_takes_the_hour_that_stands_before_it_for_the_morning() {
    for (text, hour) in [
        ("ab drei am Ostermontag", 15),
        ("zwölf am letzten Freitag im März", 12),
        ("3 am Karfreitag", 15),
        ("three am on Friday", 3),
        ("3 am on Good Friday", 3),
    ] {
        let start = read(text).unwrap().start.unwrap();
        assert_eq!(start.hour(), hour, "{text}");
    }
}
