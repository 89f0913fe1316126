//! Which service was meant, in catalogues of many trades: by its words in every form, never by
//! default.

mod asides;
mod body;
mod changed;
mod doing;
mod english;
mod forms;
mod german;
mod things;
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
        // Only what is booked, or was to be, has services.
        let call = format!("{call}\nAgent: Morgen um zehn wäre frei.\nUser: Ja, gern.");
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

/// As [`check`], for calls in which the caller's words are followed by more.
fn calls(catalogue: &[&str], said: &[(&str, &[&str])]) {
    let texts: Vec<String> = said
        .iter()
        .map(|(words, _)| format!("Agent: Guten Tag.\nUser: {words}"))
        .collect();
    let all: Vec<(&str, &[&str])> = texts
        .iter()
        .zip(said)
        .map(|(text, (_, expected))| (text.as_str(), *expected))
        .collect();
    check(catalogue, &all);
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
    let asks = "Agent: Guten Tag.\nUser: was kostet eigentlich ein damenhaarschnitt\nAgent: 50 Euro.\nUser: danke";
    assert!(read(&["Damenhaarschnitt"], asks).found.is_empty());
    check(
        &["Herrenhaarschnitt", "Damenhaarschnitt", "Färben", "Massage"],
        &[
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

#[test]
fn what_the_agent_names_decides_between_guesses() {
    check(
        &["Sehtest", "Kontaktlinsenanpassung", "Brillenreparatur"],
        &[(
            "Agent: Guten Tag.\nUser: ich möcht weg von der brille\nAgent: Eine Kontaktlinsenanpassung, gern. Wann?\nUser: montag",
            &["Kontaktlinsenanpassung"],
        )],
    );
    check(
        &["Radwechsel", "Einlagerung", "Reifenreparatur"],
        &[(
            "Agent: Guten Tag.\nUser: radwechsel und die sommerreifen bleiben zum einlagern\nAgent: Radwechsel und Einlagerung, gern. Wann?\nUser: montag",
            &["Radwechsel", "Einlagerung"],
        )],
    );
    check(
        &["Eyebrow shaping", "Lash tint", "Facial"],
        &[(
            "Agent: Hello.\nUser: could you fit us in for the wee bits and a lash tint\nAgent: Eyebrow shaping and a lash tint, sure.\nUser: great",
            &["Eyebrow shaping", "Lash tint"],
        )],
    );
}

#[test]
fn a_refused_time_refuses_no_service() {
    check(
        &["Erstgespräch", "Nachlassberatung"],
        &[
            (
                "Agent: Guten Tag.\nUser: es geht um das erbe\nAgent: Das wäre eine Nachlassberatung. Möchten Sie diese Woche kommen?\nUser: nein lieber nächste",
                &["Nachlassberatung"],
            ),
            (
                "Agent: Guten Tag.\nUser: ich hab eine frage\nAgent: Gern. Möchten Sie eine Nachlassberatung?\nUser: nein danke",
                &[],
            ),
        ],
    );
}

#[test]
fn a_service_that_was_changed_is_the_last_one() {
    check(
        &[
            "Deep tissue massage",
            "Swedish massage",
            "Maniküre",
            "Pediküre",
        ],
        &[
            (
                "Agent: Hello.\nUser: a deep tissue massage on tuesday\nAgent: Tuesday at seven?\nUser: works oh wait could you switch that to a swedish one\nAgent: Of course, Swedish massage.\nUser: thanks",
                &["Swedish massage"],
            ),
            (
                "Agent: Guten Tag.\nUser: pediküre bitte\nAgent: Pediküre, gern.\nUser: könnten sie das noch auf maniküre ändern\nAgent: Ja, dann Maniküre.\nUser: danke",
                &["Maniküre"],
            ),
            (
                "pediküre hatte ich letztes mal jetzt bitte maniküre",
                &["Maniküre"],
            ),
        ],
    );
}

#[test]
fn a_service_is_known_by_what_is_wrong() {
    check(
        &[
            "Sehtest",
            "Hörtest",
            "Kontaktlinsenanpassung",
            "Pediküre",
            "Bleaching",
            "Waxing",
        ],
        &[
            ("meine ohren machen nicht mehr mit", &["Hörtest"]),
            ("können sie mal nach meinen augen sehen", &["Sehtest"]),
            ("ich will auf linsen umsteigen", &["Kontaktlinsenanpassung"]),
            ("meine füße müssten gemacht werden", &["Pediküre"]),
            ("ich hätte gern weißere zähne", &["Bleaching"]),
            ("beine enthaaren", &["Waxing"]),
        ],
    );
    check(
        &["Radwechsel", "Reifenreparatur", "Neureifen mit Montage"],
        &[
            ("die winterreifen müssten drauf", &["Radwechsel"]),
            ("einmal reifen wechseln", &["Radwechsel"]),
            ("ich hab einen platten", &["Reifenreparatur"]),
            (
                "ich brauch vier neue winterreifen",
                &["Neureifen mit Montage"],
            ),
        ],
    );
}

#[test]
fn f14_what_only_a_machine_heard_or_half_a_word_names_nothing() {
    check(
        &["Brillenreparatur", "Krankengymnastik"],
        &[
            (
                "Agent: Hier ist Optik Wiesner.\nUser: nicht erreichbar bitte sprechen sie nach dem signalton\nAgent: Ihre Brille liegt bereit.\nUser: gespeichert",
                &[],
            ),
            ("und wenn einer krank wird", &[]),
        ],
    );
}
