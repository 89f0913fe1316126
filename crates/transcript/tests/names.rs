//! Names crossed with the ways to say one: asked for, and in a greeting.
//!
//! `corpus/names` has a list of each; `N` stands for the name.

#![expect(clippy::unwrap_used, reason = "a missing zone is a failure")]

use jiff::civil::date;
use transcript::conversation::Conversation;
use transcript::reading::{self, Context};
use transcript::reference::{Hours, Reference};

/// The name that is read from a call.
fn name(call: &str) -> Option<String> {
    let context = Context {
        reference: Reference {
            now: date(2026, 11, 19).at(10, 0, 0, 0),
            zone: jiff::tz::TimeZone::get("Europe/Berlin").unwrap(),
            hours: Hours::default(),
        },
        services: &[],
    };
    let found = reading::read(&Conversation::parse(call), &context);
    found.name.map(|found| found.name)
}

/// The names of a list, and their surnames alone.
fn names(list: &str) -> impl Iterator<Item = &str> {
    list.lines()
        .flat_map(|name| [name, name.rsplit(' ').next().unwrap_or(name)])
}

/// Reads every call, and names those in which another name is read.
fn check(calls: impl Iterator<Item = (String, String)>) {
    let wrong: Vec<String> = calls
        .filter_map(|(call, expected)| {
            let found = name(&call).unwrap_or_default();
            (found.to_lowercase() != expected).then(|| format!("{expected}, not {found}: {call}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

fn answered(list: &str, answers: &str, wish: &str) {
    check(names(list).flat_map(|name| {
        answers.lines().filter_map(move |answer| {
            let (question, said) = answer.split_once('|')?;
            let said = said.replacen('N', name, 1);
            Some((
                format!("{wish}\nAgent: {question}\nUser: {said}"),
                name.to_owned(),
            ))
        })
    }));
}

fn greeted(list: &str, greetings: &str, rest: &str) {
    check(names(list).flat_map(|name| {
        greetings.lines().map(move |greeting| {
            let said = greeting.replacen('N', name, 1);
            (
                format!("Agent: Salon Kamm.\nUser: {said}\n{rest}"),
                name.to_owned(),
            )
        })
    }));
}

#[test]
fn a_name_is_read_from_the_answer() {
    answered(
        include_str!("corpus/names/names.de.txt"),
        include_str!("corpus/names/answers.de.txt"),
        "User: ich hätte gern einen termin\nAgent: Montag um zehn Uhr?\nUser: ja gern",
    );
    answered(
        include_str!("corpus/names/names.en.txt"),
        include_str!("corpus/names/answers.en.txt"),
        "User: i'd like an appointment\nAgent: Monday at ten?\nUser: yes please",
    );
}

#[test]
fn a_name_is_read_from_the_greeting() {
    greeted(
        include_str!("corpus/names/names.de.txt"),
        include_str!("corpus/names/greetings.de.txt"),
        "Agent: Montag um zehn Uhr?\nUser: ja gern",
    );
    greeted(
        include_str!("corpus/names/names.en.txt"),
        include_str!("corpus/names/greetings.en.txt"),
        "Agent: Monday at ten?\nUser: yes please",
    );
}
