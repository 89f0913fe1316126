//! What was wanted, beyond fixed phrases: an appointment that exists is asked about, moved,
//! cancelled or kept, and never booked again (F21, F23).

#![expect(clippy::unwrap_used, reason = "a missing zone is a failure")]

use jiff::civil::date;
use transcript::conversation::Conversation;
use transcript::intent::Intent;
use transcript::reading::{self, Context, Reading};
use transcript::reference::{Hours, Reference};
use transcript::service::Service;

fn read(call: &str) -> Reading {
    let services: Vec<Service> = ["Haarschnitt", "Färben", "Massage", "Fahrstunde"]
        .iter()
        .map(|name| Service {
            name: (*name).to_owned(),
            synonyms: Vec::new(),
        })
        .collect();
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

/// Turns by turns, the caller first.
fn check(intent: Intent, calls: &[&[&str]]) {
    for turns in calls {
        let mut call = "Agent: Studio Linde, guten Tag.".to_owned();
        for (n, turn) in turns.iter().enumerate() {
            let who = if n % 2 == 0 { "User" } else { "Agent" };
            call = format!("{call}\n{who}: {turn}");
        }
        assert_eq!(read(&call).intent, intent, "{call}");
    }
}

#[test]
fn f21_who_has_an_appointment_moves_it() {
    check(
        Intent::Reschedule,
        &[
            &[
                "ich hab am freitag um zehn massage bei euch und da muss ich zum amt",
                "Ginge Montag um elf?",
                "ja montag elf geht",
                "Gut, umgetragen.",
            ],
            &[
                "ich bin am mittwoch um zehn bei euch aber mein zug kommt später",
                "Elf Uhr fünfzehn ginge.",
                "elf fünfzehn schaff ich",
                "Dann ist das so geändert.",
            ],
            &[
                "sie wollten am freitag um halb zwölf kommen da ist bei uns beerdigung",
                "Montag um zwölf könnte ich anbieten.",
                "ja das geht",
                "Verlegt auf Montag, zwölf Uhr.",
            ],
            &[
                "ich hab heute um eins fahrstunde aber die schule geht länger",
                "Soll es ein anderer Tag sein?",
                "nee bloß ne stunde später",
                "Dann vierzehn Uhr statt dreizehn Uhr.",
                "danke",
            ],
            &[
                "können wir den termin von montag auf dienstag legen",
                "Dienstag um neun?",
                "ja gut",
                "Ist geändert.",
            ],
            &[
                "my appointment's on friday at nine any chance of something later that day",
                "I've got noon.",
                "noon's perfect",
                "Friday at noon instead of nine, then.",
            ],
        ],
    );
}

#[test]
fn f23_what_is_asked_about_or_kept_books_nothing() {
    let calls: [&[&str]; 9] = [
        &[
            "wann muss ich denn wieder bei ihnen antreten",
            "Ihre nächste Massage ist am Donnerstag um elf Uhr vierzig.",
            "so jetzt hab ichs da komm ich",
            "Prima, wir sehen uns dann.",
        ],
        &[
            "bleibt des beim dienstag viertel drei mit der massage",
            "Ja, Dienstag, vierzehn Uhr fünfzehn.",
            "dann stimmt mein kalender danke",
        ],
        &[
            "i'm just ringing to check what time i'm in tomorrow",
            "You're booked in at ten fifteen.",
            "ten fifteen lovely see you then",
        ],
        &[
            "ich muss die massage heute um vier absagen",
            "Wie schade. Soll ich das löschen?",
            "wart kurz was sagst du meine schwester nimmt die kleine",
            "Dann darf der Termin also stehen bleiben?",
            "ja bleibt stehen",
            "Wunderbar, bis nachher.",
        ],
        &[
            "ich wollte morgen absagen ach wissen sie was ich komm doch",
            "Dann bleibt morgen zehn Uhr stehen.",
            "ja genau",
        ],
        &[
            "ich hab am donnerstag um sieben bei ihnen massage das ist mir zu früh",
            "Später ist leider nichts frei, erst in drei Wochen.",
            "nein so lang halt ich das nicht aus",
            "Möchten Sie den Termin dann behalten?",
            "ja lassen sie alles wie es ist",
            "Gern, es bleibt bei Donnerstag.",
        ],
        &[
            "es geht um meine verordnung die sollte der doktor unterschreiben",
            "Ab morgen um elf liegt sie vorne bereit.",
            "morgen um elf sehr schön",
            "Bringen Sie bitte die Karte mit.",
            "mach ich also bis morgen um elf",
        ],
        &[
            "die frau lindemann bitte",
            "Die ist im Urlaub. Soll sie sich bei Ihnen melden?",
            "nein ich versuchs dienstag einfach noch mal",
            "Gut.",
        ],
        &[
            "was kostet bei ihnen färben",
            "Ab sechzig Euro.",
            "ah gut danke ich überlegs mir",
        ],
    ];
    check(Intent::None, &calls);
}

#[test]
fn who_cancels_part_of_it_cancels() {
    check(
        Intent::Cancel,
        &[
            &[
                "ich kann morgen nicht kommen",
                "Ich sehe zwei Termine, morgen um vier und am Freitag um acht. Sollen beide weg?",
                "nein nur der von morgen der freitag bleibt stehen",
                "Gut, der morgige ist gestrichen, der am Freitag bleibt.",
            ],
            &[
                "ich hätt übermorgen um zehn die massage aber mich hats niedergehaut",
                "Oje. Auf welchen Namen ist das?",
                "auf kogler",
                "Samstag, zehn Uhr ist gelöscht. Am Mittwoch um zehn könnten Sie dafür kommen.",
                "nein lassen sie mal",
            ],
        ],
    );
}

#[test]
fn what_is_taken_back_in_its_own_call_is_no_cancellation() {
    let call = "Agent: Guten Tag.\nUser: eine massage am freitag um zehn bitte\n\
                Agent: Freitag um zehn wäre frei.\nUser: das nehm ich\n\
                Agent: Ist eingetragen.\nUser: ach nein tragen sie mich bitte wieder aus streichen sie das\n\
                Agent: Ist gelöscht. Kein Problem.";
    let found = read(call);
    assert_eq!(found.intent, Intent::Book);
    assert_eq!(found.start, None);
    assert!(!found.confirmed);
}

#[test]
fn who_wants_to_be_called_back_says_so_in_many_ways() {
    check(
        Intent::Callback,
        &[
            &[
                "isch de chef ume",
                "Der ist auf Probefahrt. Soll er sich bei Ihnen melden?",
                "ja heute noch",
                "Gern.",
            ],
            &[
                "is the manager in",
                "She's out. Can I have her call you?",
                "yes please after three",
                "I'll pass that on.",
            ],
            &[
                "es geht um eine reklamation da möchte ich dass sich jemand bei mir meldet",
                "Natürlich, wann passt es?",
                "heute nachmittag",
                "Gern.",
            ],
            &["could somebody give me a bell about my bill", "Of course."],
        ],
    );
}

#[test]
fn a_wish_needs_no_fixed_phrase() {
    check(
        Intent::Book,
        &[
            &[
                "haben sie am samstag mal zeit für mich",
                "Nein, leider nicht.",
            ],
            &[
                "ich wollte fragen ob sie am donnerstag noch was frei haben zum färben",
                "Donnerstag um vier.",
                "gern",
                "Eingetragen.",
            ],
            &["die farbe wär wieder dran", "Freitag um zehn?", "ja gern"],
            &[
                "i want my hair cut but i can't move the pram so come to me",
                "Friday at ten?",
                "lovely",
            ],
            &[
                "ich hab schon einen termin am freitag um zehn bräuchte aber noch einen für meinen mann",
                "Freitag um elf?",
                "ja perfekt",
                "Gut.",
            ],
        ],
    );
}
