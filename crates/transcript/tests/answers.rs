//! Answers crossed with offers: what accepts a time, what does not, and what takes it back.
//!
//! `corpus/answers` has a list of each, one answer a line.

#![expect(clippy::unwrap_used, reason = "a missing zone is a failure")]

use jiff::civil::{DateTime, date};
use transcript::conversation::Conversation;
use transcript::reading::{self, Context};
use transcript::reference::{Hours, Reference};
use transcript::service::Service;

/// When the call is read to begin, if anything was agreed.
fn start(call: &str) -> Option<DateTime> {
    let services = ["Färben", "Colour"].map(|name| Service {
        name: name.to_owned(),
        synonyms: Vec::new(),
    });
    let context = Context {
        reference: Reference {
            now: date(2026, 11, 19).at(10, 0, 0, 0),
            zone: jiff::tz::TimeZone::get("Europe/Berlin").unwrap(),
            hours: Hours::default(),
        },
        services: &services,
    };
    let found = reading::read(&Conversation::parse(call), &context);
    found.start.map(|found| found.at)
}

/// Monday at ten.
const AT: DateTime = date(2026, 11, 23).at(10, 0, 0, 0);

/// Reads every call, and names those that are not read as expected.
fn check(calls: impl IntoIterator<Item = String>, expected: Option<DateTime>) {
    let wrong: Vec<String> = calls
        .into_iter()
        .filter(|call| start(call) != expected)
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// A language: what is asked for, offered, said.
struct Tongue {
    wish: &'static str,
    wish_with_time: &'static str,
    offers: [&'static str; 4],
    yes: &'static str,
    no: &'static str,
    /// What takes an appointment back after it was noted.
    back: &'static str,
    settles: &'static str,
    denies: &'static str,
    agrees: &'static str,
    noted: &'static str,
    wait: &'static str,
    ask: &'static str,
    name: &'static str,
    bye: &'static str,
}

const TONGUES: [Tongue; 2] = [
    Tongue {
        wish: "User: ich hätte gern einen termin zum färben",
        wish_with_time: "User: ich hätte gern einen termin zum färben am montag um zehn",
        offers: [
            "Montag um zehn Uhr?",
            "Am Montag, dem dreiundzwanzigsten November, um zehn Uhr hätte ich etwas. Soll ich das eintragen?",
            "Montag, zehn Uhr, passt das?",
            "Montag um zehn Uhr wäre frei.",
        ],
        yes: include_str!("corpus/answers/yes.de.txt"),
        no: include_str!("corpus/answers/no.de.txt"),
        back: include_str!("corpus/answers/back.de.txt"),
        settles: include_str!("corpus/answers/settles.de.txt"),
        denies: include_str!("corpus/answers/denies.de.txt"),
        agrees: "ja gern",
        noted: "Ist notiert.",
        wait: "ach warten sie",
        ask: "Auf welchen Namen?",
        name: "müller",
        bye: "okay danke tschüss",
    },
    Tongue {
        wish: "User: i'd like to book a colour please",
        wish_with_time: "User: i'd like to book a colour for monday at ten",
        offers: [
            "Monday at ten?",
            "Monday the twenty-third at ten is free. Shall I book that?",
            "How about Monday at ten o'clock?",
            "I have Monday the twenty-third at ten.",
        ],
        yes: include_str!("corpus/answers/yes.en.txt"),
        no: include_str!("corpus/answers/no.en.txt"),
        back: include_str!("corpus/answers/back.en.txt"),
        settles: include_str!("corpus/answers/settles.en.txt"),
        denies: include_str!("corpus/answers/denies.en.txt"),
        agrees: "yes please",
        noted: "You're booked in.",
        wait: "oh wait",
        ask: "And your name?",
        name: "smith",
        bye: "okay thanks bye",
    },
];

#[test]
fn a_yes_accepts_an_offer() {
    for tongue in &TONGUES {
        let wish = tongue.wish;
        // The last offer is a statement, to which an okay alone is no clean yes.
        for offer in &tongue.offers[..3] {
            let calls = tongue.yes.lines();
            check(
                calls.map(|yes| format!("{wish}\nAgent: {offer}\nUser: {yes}")),
                Some(AT),
            );
        }
    }
}

#[test]
fn a_yes_and_the_name_accept_any_offer() {
    for Tongue {
        wish,
        offers,
        yes,
        ask,
        name,
        ..
    } in &TONGUES
    {
        for offer in offers {
            let calls = yes.lines();
            check(
                calls.map(|yes| {
                    format!("{wish}\nAgent: {offer}\nUser: {yes}\nAgent: {ask}\nUser: {name}")
                }),
                Some(AT),
            );
        }
    }
}

#[test]
fn anything_else_accepts_nothing() {
    for Tongue {
        wish,
        wish_with_time,
        offers,
        no,
        bye,
        ..
    } in &TONGUES
    {
        for (offer, wish) in offers
            .iter()
            .flat_map(|offer| [(offer, wish), (offer, wish_with_time)])
        {
            // A time that was asked for and is said back alone is settled already.
            if std::ptr::eq(wish, wish_with_time) && offer == &offers[3] {
                continue;
            }
            let calls = no.lines();
            check(
                calls
                    .clone()
                    .map(|no| format!("{wish}\nAgent: {offer}\nUser: {no}")),
                None,
            );
            check(
                calls.map(|no| {
                    format!("{wish}\nAgent: {offer}\nUser: {no}\nAgent: Okay.\nUser: {bye}")
                }),
                None,
            );
        }
    }
}

#[test]
fn what_was_noted_can_be_taken_back() {
    for Tongue {
        wish,
        offers,
        back,
        agrees,
        noted,
        wait,
        ..
    } in &TONGUES
    {
        for offer in offers {
            let calls = back.lines();
            check(
                calls.map(|back| {
                    format!("{wish}\nAgent: {offer}\nUser: {agrees}\nAgent: {noted}\nUser: {wait} {back}")
                }),
                None,
            );
        }
    }
}

#[test]
fn a_wish_is_granted_or_not() {
    for Tongue {
        wish,
        wish_with_time,
        offers,
        settles,
        denies,
        agrees,
        ask,
        name,
        bye,
        ..
    } in &TONGUES
    {
        let granted = settles
            .lines()
            .map(|answer| format!("{wish_with_time}\nAgent: {answer}"));
        check(granted.clone(), Some(AT));
        check(
            granted.clone().map(|call| format!("{call}\nUser: {bye}")),
            Some(AT),
        );
        check(
            granted.map(|call| format!("{call} {ask}\nUser: {name}")),
            Some(AT),
        );
        let denied = denies
            .lines()
            .map(|answer| format!("{wish_with_time}\nAgent: {answer}"));
        check(denied.clone(), None);
        check(
            denied.clone().map(|call| format!("{call}\nUser: {bye}")),
            None,
        );
        check(
            denied.map(|call| format!("{call} {ask}\nUser: {name}\nAgent: Okay.")),
            None,
        );
        // Also behind the caller's yes.
        let offer = offers[0];
        check(
            denies.lines().map(|answer| {
                format!("{wish}\nAgent: {offer}\nUser: {agrees}\nAgent: Oh, {answer}\nUser: {bye}")
            }),
            None,
        );
    }
}
