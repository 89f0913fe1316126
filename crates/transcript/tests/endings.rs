//! How calls end where nothing may be booked, and for whom the appointment is.

#![expect(clippy::unwrap_used, reason = "a missing answer is a failure")]

use jiff::civil::date;
use transcript::conversation::Conversation;
use transcript::ending::Outcome;
use transcript::reading::{self, Context, Reading, ReadingDoubt};
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

/// What a caller asks for in the refusals below.
const WISH: &str =
    "User: ich hätte gern einen termin zum färben\nAgent: Montag um zehn Uhr?\nUser: ";

#[test]
fn a_yes_that_is_taken_back_or_put_off_books_nothing() {
    for (rest, outcome) in [
        // Put off by the caller.
        ("ja aber ich muss erst meinen chef fragen", Outcome::Open),
        (
            "das müsste gehen aber tragen sie noch nichts ein",
            Outcome::Open,
        ),
        ("moment ich schau mal", Outcome::Open),
        (
            "ja super\nAgent: Ist notiert. Ihr Name?\nUser: ach ich melde mich lieber nochmal",
            Outcome::Open,
        ),
        (
            "ja\nAgent: Soll ich das eintragen?\nUser: ich überlege es mir noch",
            Outcome::Open,
        ),
        // Refused, at once or later.
        ("montag um zehn geht leider nicht", Outcome::Refused),
        ("zehn uhr ist mir zu früh", Outcome::Refused),
        (
            "ja\nAgent: Also Montag um zehn Uhr?\nUser: nein",
            Outcome::Refused,
        ),
        (
            "ja passt\nAgent: Ist eingetragen.\nUser: ach nee vergessen sie es",
            Outcome::Refused,
        ),
        // Not to be had, or not by this agent.
        (
            "ja\nAgent: Oh, der Termin wurde gerade vergeben.\nUser: schade",
            Outcome::Unavailable,
        ),
        (
            "ja\nAgent: Ich kann das leider nicht eintragen, ein Kollege ruft Sie zurück.\nUser: gut",
            Outcome::Unavailable,
        ),
        (
            "ja\nAgent: Das System ist leider gestört.\nUser: dann später",
            Outcome::Unavailable,
        ),
    ] {
        let call = format!("{WISH}{rest}");
        let found = read(&call);
        assert_eq!(found.start, None, "{rest}");
        assert_eq!(found.ending.outcome, outcome, "{rest}");
    }
}

#[test]
fn an_answer_to_something_else_agrees_to_no_time() {
    for rest in [
        "was kostet das\nAgent: Fünfzig Euro.\nUser: okay danke",
        "\nAgent: Waren Sie schon einmal bei uns?\nUser: ja",
        "zehn uhr da hab ich training",
        "hallo hören sie mich\nAgent: Ihr Name bitte?\nUser: hallo",
        "um zehn oder um elf",
    ] {
        let found = read(&format!("{WISH}{rest}"));
        assert_eq!(found.start, None, "{rest}");
        assert!(!found.confirmed, "{rest}");
    }
}

#[test]
fn a_half_yes_counts_once_the_agent_goes_on() {
    let half = format!("{WISH}das müsste gehen");
    assert_eq!(read(&half).start, None);
    assert!(read(&half).doubts.contains(&ReadingDoubt::HalfAgreed));
    let settled = format!("{half}\nAgent: Gut, ist eingetragen.");
    assert_eq!(
        read(&settled).start.map(|found| found.at),
        Some(date(2026, 11, 23).at(10, 0, 0, 0))
    );
    let named = format!("{half}\nAgent: Auf welchen Namen?\nUser: müller");
    assert_eq!(
        read(&named).start.map(|found| found.at),
        Some(date(2026, 11, 23).at(10, 0, 0, 0))
    );
}

#[test]
fn a_machine_books_nothing_and_the_wish_left_on_it_is_open() {
    let found = read(
        "Agent: Hier ist der Anrufbeantworter von Salon Kamm, Nachrichten nach dem Signalton.\n\
         User: ich hätte gern einen termin am montag um zehn zum färben",
    );
    assert_eq!(found.start, None);
    assert_eq!(found.ending.outcome, Outcome::Open);
}

#[test]
fn names_are_written_as_they_are_spelled() {
    for (said, name) in [
        ("müller", "Müller"),
        ("m ü l l e r", "Müller"),
        ("smythe s m y t h e", "Smythe"),
        ("S-M-Y-T-H-E", "Smythe"),
        ("meier mit a i", "Maier"),
        ("meier mit e i", "Meier"),
        ("schmidt mit dt", "Schmidt"),
        ("schmitt mit dt", "Schmidt"),
        (
            "m wie martha a wie anton n wie nordpol n wie nordpol",
            "Mann",
        ),
        ("martin lee l double e", "Martin Lee"),
        ("doktor anna weiß", "Anna Weiß"),
        ("prof. dr. anna weiß", "Anna Weiß"),
        ("leutheusser-schnarrenberger", "Leutheusser-Schnarrenberger"),
        ("dorothea von der heide", "Dorothea von der Heide"),
        ("o'brien", "O'Brien"),
        ("elvira strohbach blumenstraße siebzehn", "Elvira Strohbach"),
        ("annegret thalbach geborene kunz", "Annegret Thalbach"),
    ] {
        let call = format!("{WISH}ja gern\nAgent: Auf welchen Namen?\nUser: {said}");
        let found = read(&call).name.map(|found| found.name);
        assert_eq!(found.as_deref(), Some(name), "{said}");
    }
}
