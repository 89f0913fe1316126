//! What is no consent: an agent's repetition that still asks, half an answer, words said to
//! somebody else, an intent in passing.

#![expect(clippy::unwrap_used, reason = "a missing zone is a failure")]

use jiff::civil::{DateTime, date};
use transcript::conversation::Conversation;
use transcript::ending::Outcome;
use transcript::intent::Intent;
use transcript::reading::{self, Context, Reading, ReadingDoubt};
use transcript::reference::{Hours, Reference};
use transcript::service::Service;
use transcript::when::Doubt;

/// Reads a call on Thursday, 19 November 2026, ten o'clock in Berlin.
fn read(call: &str) -> Reading {
    let services = [Service {
        name: "Herrenhaarschnitt".to_owned(),
        synonyms: Vec::new(),
    }];
    let context = Context {
        reference: Reference {
            now: date(2026, 11, 19).at(10, 12, 0, 0),
            zone: jiff::tz::TimeZone::get("Europe/Berlin").unwrap(),
            hours: Hours::default(),
        },
        services: &services,
    };
    reading::read(&Conversation::parse(call), &context)
}

fn start(call: &str) -> Option<DateTime> {
    read(call).start.map(|found| found.at)
}

/// Saturday at ten.
const SATURDAY: DateTime = date(2026, 11, 21).at(10, 0, 0, 0);

const WISH: &str = "User: einen herrenhaarschnitt bitte am samstag um zehn uhr\n";

/// A time that is said back, and asked about in a sentence of its own.
const ASKED_BACK: [&str; 5] = [
    "Samstag um 10 Uhr. Soll ich das so buchen?",
    "Samstag um zehn Uhr. Passt das?",
    "Gern, Samstag um 10 Uhr. Geht das?",
    "Samstag, 10 Uhr, sagten Sie?",
    "Samstag um 10 Uhr. Richtig?",
];

/// What is neither yes nor no, or less than a yes.
const NO_YES: [&str; 17] = [
    "Auf keinen Fall.",
    "Stopp!",
    "Vielleicht.",
    "Hm.",
    "Wie bitte?",
    "Moment.",
    "Kommt drauf an.",
    "was kostet das denn",
    "tschüss",
    "Maybe.",
    "Hold on.",
    "Let me think.",
    "Depends on the price.",
    "Ja, hallo? Hören Sie mich?",
    "Ja, Moment.",
    "Okay, und was kostet das?",
    "Ja klar, als ob.",
];

#[test]
fn saying_a_time_back_and_asking_settles_nothing() {
    for back in ASKED_BACK {
        let call = format!("{WISH}Agent: {back}");
        assert_eq!(start(&call), None, "{call}");
        for answer in NO_YES {
            let call = format!("{call}\nUser: {answer}");
            assert_eq!(start(&call), None, "{call}");
        }
        for answer in ["Ja.", "Ja, gern.", "Okay.", "Genau.", "Passt, danke."] {
            let call = format!("{call}\nUser: {answer}");
            assert_eq!(start(&call), Some(SATURDAY), "{call}");
        }
    }
}

#[test]
fn half_an_answer_takes_no_offer() {
    for offer in [
        "Samstag um 10 Uhr?",
        "Samstag um 10 Uhr hätte ich frei. Soll ich das eintragen?",
        "Samstag um 10 Uhr. Passt das?",
    ] {
        let offered = format!("User: einen herrenhaarschnitt bitte\nAgent: {offer}");
        for answer in NO_YES {
            let call = format!("{offered}\nUser: {answer}");
            assert_eq!(start(&call), None, "{call}");
        }
        let call = format!("{offered}\nUser: Ja, passt. Was kostet das?");
        assert_eq!(start(&call), Some(SATURDAY), "{call}");
    }
}

#[test]
fn who_still_looks_has_offered_nothing() {
    for wish in [WISH, "User: einen herrenhaarschnitt bitte\n"] {
        let call =
            format!("{wish}Agent: Samstag um 10 Uhr, einen Moment, ich schaue.\nUser: Okay.");
        assert_eq!(start(&call), None, "{call}");
    }
}

/// A call that agrees on Thursday of next week at half past three.
const AGREED: &str = "User: einen herrenhaarschnitt bitte\n\
     Agent: Donnerstag, der sechsundzwanzigste November, um fünfzehn Uhr dreißig?\n\
     User: ja passt\n";

#[test]
fn a_farewell_that_names_another_time_contradicts() {
    for bye in [
        "Dann bis Donnerstag um sechzehn Uhr.",
        "Alles klar, dann bis Freitag um fünfzehn Uhr dreißig.",
        "Dann bis Freitag.",
        "Bis Freitag!",
    ] {
        let found = read(&format!("{AGREED}Agent: {bye}\nUser: tschüss"));
        assert_eq!(found.start, None, "{bye}");
        assert!(
            found.doubts.contains(&ReadingDoubt::ContradictedAtTheEnd),
            "{bye}"
        );
    }
    for bye in [
        "Dann bis Donnerstag.",
        "Dann bis Donnerstag um halb vier.",
        "Bis dann!",
        "Bitte bis Mittwoch Bescheid geben, falls etwas ist.",
        "Wir sind bis achtzehn Uhr da. Bis dann!",
    ] {
        let found = start(&format!("{AGREED}Agent: {bye}\nUser: tschüss"));
        assert_eq!(found, Some(date(2026, 11, 26).at(15, 30, 0, 0)), "{bye}");
    }
}

#[test]
fn the_part_of_the_day_carries_to_the_hour_said_back() {
    for (wish, back, at) in [
        (
            "morgen um sechs uhr früh",
            "Morgen um 6 Uhr",
            date(2026, 11, 20).at(6, 0, 0, 0),
        ),
        (
            "morgen um halb drei nachts",
            "Morgen um halb drei",
            date(2026, 11, 20).at(2, 30, 0, 0),
        ),
    ] {
        let wish = format!("User: einen herrenhaarschnitt bitte {wish}\nAgent: {back}");
        for rest in [
            ", ist eingetragen.",
            ". Passt das?\nUser: Ja, passt.",
            ". Passt das?\nUser: müsste gehen\nAgent: Gut, ist eingetragen.",
        ] {
            let call = format!("{wish}{rest}");
            assert_eq!(start(&call), Some(at), "{call}");
        }
    }
}

#[test]
fn what_is_said_to_somebody_else_agrees_to_nothing() {
    let offer = "User: einen herrenhaarschnitt bitte\nAgent: Samstag um 10 Uhr?\n";
    for rest in [
        "Transfer Target: Salon Kamm, Petra hier, passt das?\nUser: ja passt",
        "Transfer Target: Salon Kamm\nUser: ja\nAgent: Ist eingetragen.",
        "transfer target: Wer spricht?\nUser: schuster\nTransfer Target: Bis Samstag!",
    ] {
        let found = read(&format!("{offer}{rest}"));
        assert_eq!(found.start, None, "{rest}");
        assert_eq!(found.name, None, "{rest}");
        assert_eq!(found.caller, None, "{rest}");
    }
    // What was agreed before can still be taken back.
    let agreed = format!("{offer}User: ja passt\nTransfer Target: Salon Kamm\n");
    assert_eq!(start(&agreed), Some(SATURDAY));
    assert_eq!(start(&format!("{agreed}User: ach vergessen sie es")), None);
}

#[test]
fn what_is_entered_outlives_what_is_said_in_passing() {
    let entered = format!("{WISH}Agent: Samstag um 10 Uhr ist eingetragen.\nUser: ");
    for passing in [
        "wenn was ist können sie mich anrufen",
        "bis wann müsste ich absagen",
        "falls was frei wird gern vorziehen",
    ] {
        let found = read(&format!("{entered}{passing}"));
        assert_eq!(found.intent, Intent::Book, "{passing}");
        assert_eq!(found.start.map(|found| found.at), Some(SATURDAY));
    }
    for meant in [
        "ach nein dann muss ich den absagen",
        "bitte wieder stornieren",
    ] {
        assert_eq!(start(&format!("{entered}{meant}")), None, "{meant}");
    }
}

#[test]
fn a_cancellation_can_be_taken_back() {
    let asked = "User: ich möchte vielleicht meinen termin am montag um zehn absagen\n\
                 Agent: Soll ich ihn stornieren?\n";
    for keeps in ["Nein, lassen Sie ihn.", "nein", "Nee, doch nicht."] {
        let found = read(&format!("{asked}User: {keeps}"));
        assert_eq!(found.intent, Intent::None, "{keeps}");
    }
    let found = read(&format!("{asked}User: ja bitte\nAgent: Ist storniert."));
    assert_eq!(found.intent, Intent::Cancel);
}

#[test]
fn who_asks_for_another_time_refused_none() {
    let offer = "User: einen herrenhaarschnitt bitte\nAgent: Samstag um 10 Uhr?\nUser: ";
    for (answer, outcome) in [
        (
            "nein da kann ich nicht, haben sie noch was anderes",
            Outcome::Open,
        ),
        ("um zehn kann ich nicht, geht es später", Outcome::Open),
        ("no, do you have any other day", Outcome::Open),
        ("nein danke", Outcome::Refused),
        ("nein dann woanders", Outcome::Refused),
    ] {
        let found = read(&format!("{offer}{answer}"));
        assert_eq!(found.start, None, "{answer}");
        assert_eq!(found.ending.outcome, outcome, "{answer}");
    }
}

#[test]
fn a_date_that_is_none_is_said_to_be_none() {
    let found = read(
        "User: Einen Herrenhaarschnitt bitte am 31. November um 10 Uhr\n\
         Agent: Passt das?\n\
         User: Ja, passt.",
    );
    assert_eq!(found.intent, Intent::Book);
    assert_eq!(found.start, None);
    assert!(
        found
            .doubts
            .contains(&ReadingDoubt::Time(Doubt::NoSuchDate))
    );
    assert_eq!(found.ending.outcome, Outcome::Open);
}

#[test]
fn one_yes_to_several_times_is_for_a_person() {
    let ten = SATURDAY;
    let half_past = date(2026, 11, 21).at(10, 30, 0, 0);
    for call in [
        "User: meine frau und ich bräuchten einen herrenhaarschnitt\n\
         Agent: Ihre Frau am Samstag um zehn und Sie um halb elf?\n\
         User: ja prima\n\
         Agent: Ist eingetragen.",
        "User: herrenhaarschnitt am samstag meine frau um zehn und ich um halb elf\n\
         Agent: Gern, Samstag, Ihre Frau um zehn und Sie um halb elf. Ist eingetragen.\n\
         User: danke",
        "User: einen herrenhaarschnitt bitte\n\
         Agent: Am Samstag hätte ich um zehn und um halb elf etwas.\n\
         User: ja gern",
    ] {
        let found = read(call);
        assert_eq!(found.start, None, "{call}");
        assert_eq!(found.several, [ten, half_past], "{call}");
        assert!(found.doubts.contains(&ReadingDoubt::SeveralTimes), "{call}");
        // One of them is chosen after all.
        let chosen = format!("{call}\nAgent: Samstag um zehn?\nUser: ja genau");
        assert_eq!(start(&chosen), Some(ten), "{chosen}");
        assert!(read(&chosen).several.is_empty(), "{chosen}");
    }
    // Entered, and nobody said which.
    let call = "User: herrenhaarschnitt am samstag meine frau um zehn und ich um halb elf\n\
                Agent: Ist notiert.";
    assert_eq!(start(call), None);
}
