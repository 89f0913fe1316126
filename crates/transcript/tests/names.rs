//! Names crossed with the ways to say one: asked for, and in a greeting.
//!
//! `corpus/names` has a list of each; `N` stands for the name.

#![expect(clippy::unwrap_used, reason = "a missing zone is a failure")]

use jiff::civil::date;
use transcript::conversation::Conversation;
use transcript::reading::{self, Context};
use transcript::reference::{Hours, Reference};

/// What is read from a call.
fn read(call: &str) -> reading::Reading {
    let context = Context {
        reference: Reference {
            now: date(2026, 11, 19).at(10, 0, 0, 0),
            zone: jiff::tz::TimeZone::get("Europe/Berlin").unwrap(),
            hours: Hours::default(),
        },
        services: &[],
    };
    reading::read(&Conversation::parse(call), &context)
}

/// The name that is read from a call.
fn name(call: &str) -> Option<String> {
    read(call).name.map(|found| found.name)
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

/// What was read of what a caller says first, before they agree to the Saturday of the week.
fn opening(said: &str) -> reading::Reading {
    let call = format!(
        "Agent: Salon Kamm.\nUser: {said}\nAgent: Samstag um zehn Uhr, passt das?\nUser: ja gern"
    );
    read(&call)
}

#[test]
fn a_name_moves_no_date() {
    for said in [
        "Hier ist Jan Nowak. Ich möchte Färben am Samstag um 10 Uhr",
        "hier ist jan nowak ich möchte färben am samstag um zehn uhr",
        "guten tag april meyer ich möchte färben am samstag um zehn uhr",
        "Guten Tag, Mai Ling hier, am Samstag um 10 Uhr bitte",
        "April Meyer, ich möchte am Samstag um 10 Uhr kommen",
        "Karl Mai, am Samstag um 10 Uhr bitte",
        "August Müller, Samstag um 10 Uhr bitte",
        "Hier ist Frau März, am Samstag um 10 Uhr bitte",
        "jan mai hier am samstag um zehn bitte",
        "Hi, June Smith here. Saturday at 10 please",
        "Hier ist Peter Freitag, am Samstag um zehn bitte",
        "Hier ist Freitag wohl keiner da, also Samstag um zehn bitte",
    ] {
        let start = opening(said).start.map(|start| start.at);
        assert_eq!(start, Some(date(2026, 11, 21).at(10, 0, 0, 0)), "{said}");
    }
}

#[test]
fn a_month_beside_other_words_is_a_month() {
    for (said, day) in [
        ("am zweiten Mai Herr Müller um zehn", date(2027, 5, 2)),
        ("am 2. Mai um zehn, Müller mein Name", date(2027, 5, 2)),
        ("on March 3rd at ten please", date(2027, 3, 3)),
    ] {
        let call = format!("User: {said}\nAgent: Ja, das passt, ist gebucht.\nUser: danke");
        let start = read(&call).start.map(|start| start.at);
        assert_eq!(start, Some(day.at(10, 0, 0, 0)), "{said}");
    }
}

#[test]
fn ordinary_words_are_no_name() {
    for (question, said) in [
        ("Auf welchen Namen?", "vielen Dank"),
        ("Auf welchen Namen?", "danke schön"),
        ("Auf welchen Namen?", "Ich bin gerade im Auto"),
        ("Auf welchen Namen?", "Hier ist es sehr laut"),
        ("Auf welchen Namen?", "Moment, welcher Termin war das"),
        ("Auf welchen Namen?", "Mailbox von Klaus Winter"),
        ("Ihr Name?", "Hier ist die Mailbox von Klaus Winter"),
        ("What's your name?", "This is an emergency"),
        ("What's your name?", "I'm calling from the car"),
    ] {
        assert_eq!(
            name(&format!("Agent: {question}\nUser: {said}")),
            None,
            "{said}"
        );
    }
    let closed = "User: Hier ist Freitag wohl keiner da, also Montag um zehn\nAgent: Ja.";
    assert_eq!(name(closed), None);
    let after = "Agent: Auf welchen Namen?\nUser: Ich bin im Auto, Paul Bär";
    assert_eq!(name(after).as_deref(), Some("Paul Bär"));
}

#[test]
fn a_name_is_read_from_the_first_words() {
    for (said, expected) in [
        (
            "schönen guten Tag, Müller-Lüdenscheidt hier",
            "Müller-Lüdenscheidt",
        ),
        ("Dr. Müller-Lüdenscheidt am Apparat", "Müller-Lüdenscheidt"),
        ("Karl Nowak hier.", "Karl Nowak"),
        ("Anna-Lena Schmidt hier", "Anna-Lena Schmidt"),
        ("Hallo, Karl Nowak.", "Karl Nowak"),
        ("Hi, it's Bob Ross.", "Bob Ross"),
        ("Hier ist Jan Mai.", "Jan Mai"),
        (
            "Mein Name ist Anna Bindestrich Lena Vogel",
            "Anna-Lena Vogel",
        ),
    ] {
        let found = opening(said).name.map(|found| found.name);
        assert_eq!(found.as_deref(), Some(expected), "{said}");
    }
}

#[test]
fn a_client_is_named_behind_the_verb() {
    for (said, expected) in [
        ("ich rufe für meinen Mann an, Paul Bär", Some("Paul Bär")),
        (
            "ich rufe für meine Tochter an, Lena Vogel",
            Some("Lena Vogel"),
        ),
        ("ich rufe für meinen Mann an, Eva Bär hier", None),
    ] {
        let client = opening(said).client.and_then(|client| client.name);
        assert_eq!(client.as_deref(), expected, "{said}");
    }
}
