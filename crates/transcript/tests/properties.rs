//! What holds for any text, and for the same words at other times.

mod any_text;

use jiff::ToSpan;
use jiff::civil::date;
use proptest::prelude::*;
use transcript::reference::{Hours, Reference};
use transcript::when;

const WORDS: [&str; 132] = [
    "heute",
    "morgen",
    "übermorgen",
    "Montag",
    "dienstag",
    "mittwoch,",
    "nächste",
    "nächsten",
    "Woche",
    "in",
    "acht",
    "Tagen",
    "um",
    "halb",
    "drei",
    "viertel",
    "nach",
    "vor",
    "dreiviertel",
    "Uhr",
    "14:30",
    "14.30",
    "15.3.",
    "31.11.",
    "am",
    "ersten",
    "zwölften",
    "der",
    "zweite",
    "Dezember",
    "März",
    "ab",
    "bis",
    "zwischen",
    "und",
    "von",
    "Mittag",
    "abends",
    "Vormittag",
    "oder",
    "nein",
    "ja",
    "doch",
    "lieber",
    "passt",
    "nicht",
    "\nUser:",
    "\nAgent:",
    "Name?",
    "Müller",
    "auf",
    "Haarschnitt",
    "next",
    "friday",
    "week",
    "at",
    "quarter",
    "past",
    "half",
    "p m",
    "a.m.",
    "to",
    "the",
    "first",
    "one",
    "two",
    "hours",
    "from",
    "now",
    "29.2.",
    "2:30",
    "Ende",
    "letzte",
    "9999",
    "0",
    ".",
    "-",
    "/",
    "🙂",
    "Silvester",
    "eingetragen",
    "verschieben",
    "absagen",
    "ß",
    "KW",
    "Tag",
    "erster",
    "closest",
    "1/2",
    "half",
    "hundred",
    "within",
    "Jahr",
    "Wochenende",
    "after",
    "vergangenen",
    "later than",
    "gestern",
    "by",
    "ish",
    "vielleicht",
    "nehm ich",
    "erst fragen",
    "geht nicht",
    "melde mich",
    "das zweite",
    "später",
    "hab",
    "termin",
    "für meinen Sohn",
    "heißt",
    "wie",
    "a",
    "b",
    "ü",
    "doppel",
    "Herr",
    "Frau",
    "von der",
    "Straße",
    "vergeben",
    "leider",
    "zurück",
    "notiert",
    "Soll ich",
    "?",
    "or",
    "?\nUser: ja",
    "frei",
    "i've",
    "booked",
    "mit",
];

fn reference(weeks: i64) -> Reference {
    Reference {
        now: date(2026, 11, 19)
            .at(10, 0, 0, 0)
            .saturating_add(weeks.weeks()),
        zone: jiff::tz::TimeZone::UTC,
        hours: Hours::default(),
    }
}

fn spoken() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(WORDS.to_vec()), 0..40)
        .prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(text in any::<String>()) {
        any_text::check(&text, &reference(0));
    }

    #[test]
    fn any_words_of_time_are_read(text in spoken()) {
        any_text::check(&text, &reference(0));
    }

    /// The twin of the fuzz target, for where no fuzzer is.
    #[test]
    fn any_words_are_read_at_any_moment_anywhere(
        header in any::<[u8; any_text::HEADER]>(),
        text in spoken(),
    ) {
        any_text::check_bytes(&[&header, text.as_bytes()].concat());
    }

    /// A weekday, an hour, a count of days mean the same a whole number of weeks later.
    #[test]
    fn shifting_the_reference_by_weeks_shifts_the_answer(
        day in prop::sample::select(vec![
            "heute", "morgen", "übermorgen", "am Montag", "nächste Woche Dienstag", "Freitag in einer Woche",
            "in acht Tagen", "kommenden Samstag", "next wednesday", "Ende nächster Woche",
            "Montag in acht Tagen", "a week from Friday", "nächste Woche von Dienstag bis Donnerstag",
            "am morgigen Freitag", "two weeks Monday", "am kommenden Wochenende", "Tuesday after next",
        ]),
        time in prop::sample::select(vec!["", " um halb drei", " um 14 Uhr", " at noon", " abends um acht"]),
        weeks in 1_i64..100,
    ) {
        let text = format!("{day}{time}");
        let start = |weeks| when::read(&text, &reference(weeks)).and_then(|when| when.start);
        prop_assert_eq!(start(0).map(|at| at.saturating_add(weeks.weeks())), start(weeks));
    }
}
