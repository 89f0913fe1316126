//! How calls end where nothing may be booked, and for whom the appointment is.

#![expect(clippy::unwrap_used, reason = "a missing answer is a failure")]

use jiff::civil::date;
use transcript::conversation::Conversation;
use transcript::ending::Outcome;
use transcript::reading::{self, Context, Reading};
use transcript::reference::{Hours, Reference};
use transcript::service::Service;

/// Reads a call on Thursday, 19 November 2026, ten o'clock in Berlin.
fn read(call: &str) -> Reading {
    let services = ["Herrenhaarschnitt", "Kinderhaarschnitt", "Färben"].map(|name| Service {
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
    reading::read(&Conversation::parse(call), &context)
}

/// Checks that nothing is booked, for this reason, said in these words.
fn nothing(call: &str, outcome: Outcome, words: Option<&str>) {
    let found = read(call);
    assert_eq!(found.start, None, "{call}");
    assert!(!found.confirmed, "{call}");
    assert_eq!(found.ending.outcome, outcome, "{call}");
    assert_eq!(found.ending.span.map(|span| &call[span]), words, "{call}");
}

#[test]
fn what_the_caller_refuses_is_refused() {
    nothing(
        "User: ich hätte gern einen termin zum färben\n\
         Agent: Am Montag um zehn Uhr?\n\
         User: nein danke",
        Outcome::Refused,
        Some("nein danke"),
    );
}

#[test]
fn what_nobody_settled_is_open() {
    nothing(
        "User: ich hätte gern einen termin zum färben\n\
         Agent: Am Montag um zehn Uhr?\n\
         User: das muss ich erst mit meiner frau abklären",
        Outcome::Open,
        Some("das muss ich erst mit meiner frau abklären"),
    );
    nothing(
        "User: ich hätte gern einen termin zum färben\n\
         Agent: Am Montag um zehn Uhr?",
        Outcome::Open,
        Some("Am Montag um zehn Uhr?"),
    );
}

#[test]
fn what_was_not_to_be_had_is_unavailable() {
    nothing(
        "User: ich hätte gern einen termin zum färben am montag um zehn\n\
         Agent: Da ist leider alles ausgebucht.\n\
         User: schade tschüss",
        Outcome::Unavailable,
        Some("Da ist leider alles ausgebucht."),
    );
}

#[test]
fn who_asks_something_else_asked_for_no_appointment() {
    nothing(
        "User: wie lange haben sie samstags offen\n\
         Agent: Von neun bis vierzehn Uhr.",
        Outcome::NotAsked,
        None,
    );
}

#[test]
fn the_client_is_found_beside_the_caller() {
    let call = "User: hallo hier ist sandra hofmann ich bräuchte für meinen sohn leon einen haarschnitt\n\
                Agent: Freitag um fünfzehn Uhr?\n\
                User: ja gern";
    let found = read(call);
    let client = found.client.clone().unwrap();
    assert_eq!(client.name.as_deref(), Some("Leon"));
    assert_eq!(&call[client.span], "meinen sohn leon");
    assert_eq!(found.name.unwrap().name, "Leon");
    assert_eq!(found.caller.unwrap().name, "Sandra Hofmann");
}

#[test]
fn a_clients_name_is_not_the_callers() {
    let found = read(
        "User: ich soll für meinen mann einen termin machen haare schneiden\n\
         Agent: Freitag um fünfzehn Uhr?\n\
         User: ja gern\n\
         Agent: Wie heißt Ihr Mann?\n\
         User: cem yildirim",
    );
    assert_eq!(
        found.client.clone().unwrap().name.as_deref(),
        Some("Cem Yildirim")
    );
    assert_eq!(found.name.as_ref().unwrap().name, "Cem Yildirim");
    assert_eq!(found.caller, None);
}

#[test]
fn who_comes_along_or_is_only_asked_is_no_client() {
    for call in [
        "User: einmal für mich und für meinen sohn haare schneiden",
        "User: da muss ich erst meine frau fragen",
        "User: ich komme mit meinem mann",
    ] {
        assert_eq!(read(call).client, None, "{call}");
    }
}
