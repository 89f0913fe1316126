//! Which service was meant, in catalogues of many trades: by its words in every form, never by
//! default.

mod trades;

use jiff::civil::date;
use transcript::conversation::Conversation;
use transcript::reading::{self, Context};
use transcript::reference::{Hours, Reference};
use transcript::service::{Service, ServicesFound};

fn read(catalogue: &[&str], call: &str) -> ServicesFound {
    let services: Vec<Service> = catalogue
        .iter()
        .map(|name| Service {
            name: (*name).to_owned(),
            synonyms: Vec::new(),
        })
        .collect();
    let context = Context {
        reference: Reference {
            now: date(2026, 11, 19).at(10, 0, 0, 0),
            zone: jiff::tz::TimeZone::UTC,
            hours: Hours::default(),
        },
        services: &services,
    };
    reading::read(&Conversation::parse(call), &context).services
}

/// Every caller's words beside the services that they name.
fn check(catalogue: &[&str], calls: &[(&str, &[&str])]) {
    let mut misses = Vec::new();
    for (words, expected) in calls {
        let call = if words.contains("User:") {
            (*words).to_owned()
        } else {
            format!(
                "Agent: Guten Tag.\nUser: {words}\nAgent: Gern, wann denn?\nUser: morgen um elf"
            )
        };
        let found = read(catalogue, &call);
        let mut names: Vec<&str> = found.found.iter().map(|it| catalogue[it.index]).collect();
        names.sort_unstable();
        let mut expected = expected.to_vec();
        expected.sort_unstable();
        if names != expected {
            misses.push(format!("{words}: {names:?}, {found:?}"));
        }
    }
    assert!(misses.is_empty(), "{}", misses.join("\n"));
}

#[test]
fn a_corrected_service_counts_after_the_correction() {
    check(
        &["Haarschnitt", "Färben", "Dauerwelle"],
        &[
            (
                "Agent: Guten Tag.\nUser: einen haarschnitt bitte\nAgent: Wann?\nUser: ach nee doch färben am montag",
                &["Färben"],
            ),
            (
                "Agent: Guten Tag.\nUser: färben bitte\nAgent: Am Montag um zehn?\nUser: nein lieber dienstag\nAgent: Zehn Uhr?\nUser: ja und noch einen haarschnitt",
                &["Färben", "Haarschnitt"],
            ),
            (
                "Agent: Guten Tag.\nUser: keine dauerwelle sondern färben",
                &["Färben"],
            ),
            (
                "Agent: Guten Tag.\nUser: ich hätte gern was neues\nAgent: Eine Dauerwelle vielleicht?\nUser: nein danke",
                &[],
            ),
        ],
    );
}

#[test]
fn misheard_but_known() {
    check(
        &[
            "Lymphdrainage",
            "Akupunktur",
            "Krankengymnastik",
            "Faszientherapie",
        ],
        &[
            ("eine lymfdrainage", &["Lymphdrainage"]),
            ("eine akupunktuhr", &["Akupunktur"]),
            ("faszien therapie", &["Faszientherapie"]),
            ("kranken gymnastik", &["Krankengymnastik"]),
            ("eine therapie", &["Faszientherapie"]),
        ],
    );
    let found = read(&["Lymphdrainage", "Akupunktur"], "User: eine akupunktuhr");
    assert!(found.found[0].confidence < 70);
    let found = read(&["Lymphdrainage", "Akupunktur"], "User: eine akupunktur");
    assert!(found.found[0].confidence >= 90);
}

#[test]
fn two_that_fit_are_reported() {
    let found = read(
        &["Damenschnitt", "Herrenschnitt", "Färben"],
        "User: einmal schneiden",
    );
    assert_eq!((found.found, found.ambiguous), (vec![], vec![0, 1]));
    // What is clear stands, and what is not is said.
    let found = read(
        &["Damenschnitt", "Herrenschnitt", "Färben"],
        "User: schneiden und färben",
    );
    assert_eq!(found.found[0].index, 2);
    assert_eq!(found.ambiguous, [0, 1]);
}

#[test]
fn a_price_that_is_asked_for_books_nothing() {
    check(
        &["Herrenhaarschnitt", "Damenhaarschnitt", "Färben", "Massage"],
        &[
            (
                "Agent: Guten Tag.\nUser: was kostet eigentlich ein damenhaarschnitt\nAgent: 50 Euro.\nUser: danke",
                &[],
            ),
            (
                "Ich möchte eine Massage. Was kostet eigentlich Färben?",
                &["Massage"],
            ),
            (
                "was kostet eigentlich ein damenhaarschnitt ich möchte heute aber nur färben",
                &["Färben"],
            ),
            (
                "ich hätte gern eine massage wie lange dauert das",
                &["Massage"],
            ),
            // Asked about, and then booked.
            (
                "Agent: Guten Tag.\nUser: was kostet färben\nAgent: 50 Euro. Morgen um elf?\nUser: ja bitte",
                &["Färben"],
            ),
        ],
    );
}

#[test]
fn what_is_ruled_out_is_not_meant() {
    check(
        &["Färben", "Massage", "Haarschnitt"],
        &[
            ("nicht färben, nur eine Massage", &["Massage"]),
            ("warum nicht eigentlich Färben", &["Färben"]),
            ("warum nicht Massage", &["Massage"]),
            ("einen Haarschnitt ohne Färben", &["Haarschnitt"]),
            ("Haare färben und schneiden", &["Färben", "Haarschnitt"]),
        ],
    );
}

#[test]
fn ordinary_words_are_no_service() {
    check(
        &["Herrenhaarschnitt", "Damenhaarschnitt", "Massage"],
        &[
            ("Ich will mit einem Menschen sprechen", &[]),
            ("I'd like to leave a message", &[]),
        ],
    );
}
