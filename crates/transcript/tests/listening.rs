//! What a careful listener makes of times that are told beside the one that is meant.

#![expect(clippy::unwrap_used, reason = "a missing zone is a failure")]

use jiff::civil::{DateTime, date};
use transcript::conversation::Conversation;
use transcript::reading::{self, Context};
use transcript::reference::{Hours, Reference};

/// When the call, on Thursday, 19 November 2026, ten o'clock in Berlin, is read to begin.
fn start(call: &str) -> Option<DateTime> {
    let context = Context {
        reference: Reference {
            now: date(2026, 11, 19).at(10, 0, 0, 0),
            zone: jiff::tz::TimeZone::get("Europe/Berlin").unwrap(),
            hours: Hours::default(),
        },
        services: &[],
    };
    let found = reading::read(&Conversation::parse(call), &context);
    found.start.map(|found| found.at)
}

/// Tuesday of the next week.
fn tuesday(hour: i8, minute: i8) -> DateTime {
    date(2026, 11, 24).at(hour, minute, 0, 0)
}

#[test]
fn a_clause_that_says_why_asks_for_no_other_time() {
    let offers = "User: i need an appointment\n\
         Agent: I've Tuesday at quarter to nine or half five.";
    for answer in [
        "half five's better i knock off at four",
        "half five please we open the shop at nine",
        "half five so i get the boat at seven",
    ] {
        let call = format!("{offers}\nUser: {answer}\nAgent: Lovely. Your name?\nUser: dave holt");
        assert_eq!(start(&call), Some(tuesday(17, 30)), "{call}");
    }
    for answer in [
        "half five or could i come at four",
        "half five i'd rather come at four",
        "half five i can do four as well",
        "half five i like four more",
    ] {
        let call = format!("{offers}\nUser: {answer}\nAgent: Lovely. Your name?\nUser: dave holt");
        assert_ne!(start(&call), Some(tuesday(17, 30)), "{call}");
    }
    // Also where that hour was offered.
    for (answer, name) in [
        (
            "zehn weil um drei die handwerker kommen",
            "Auf welchen Namen?",
        ),
        ("zehn passt um drei hab ich fußball", "Auf welchen Namen?"),
        (
            "zehn dann bin ich um drei wieder daheim",
            "Auf welchen Namen?",
        ),
        ("ten please i'm collecting the kids at three", "Your name?"),
    ] {
        let call = format!(
            "User: hallo\nAgent: Dienstag um zehn oder um drei?\nUser: {answer}\nAgent: {name}\n\
             User: kaiser"
        );
        assert_eq!(start(&call), Some(tuesday(10, 0)), "{call}");
    }
    let call = "User: hallo\nAgent: Dienstag um zehn oder um drei?\n\
         User: um zehn arbeite ich um drei bin ich fertig\nAgent: Auf welchen Namen?\n\
         User: kaiser";
    assert_ne!(start(call), Some(tuesday(10, 0)));
    let call = "User: ich bräuchte einen termin für dienstag\n\
         Agent: Sieben Uhr zwanzig, sonst erst wieder Freitag.\n\
         User: sieben zwanzig nehm ich ich muss um neun im büro sein\n\
         Agent: Auf welchen Namen?\n\
         User: kaiser";
    assert_eq!(start(call), Some(tuesday(7, 20)));
}

#[test]
fn what_bounds_another_time_bounds_none_before_it() {
    let call = "User: i need an appointment on tuesday\n\
         Agent: We could do a quarter to nine, or after lunch at two.\n\
         User: quarter to nine is grand\n\
         Agent: Your name?\n\
         User: dave holt";
    assert_eq!(start(call), Some(tuesday(8, 45)));
}

#[test]
fn a_day_that_another_is_told_by_is_not_meant() {
    let call = "User: any chance of wednesday morning\n\
         Agent: Wednesday the thirtieth, after the Christmas break. Nine fifty?\n\
         User: yes please\n\
         Agent: Your name?\n\
         User: dave holt";
    assert_eq!(start(call), Some(date(2026, 12, 30).at(9, 50, 0, 0)));
}

#[test]
fn what_lies_before_or_behind_a_day_is_not_that_day() {
    for (offer, day) in [
        (
            "Vor Weihnachten hätte ich nur noch Dienstag, den vierundzwanzigsten, um zehn.",
            tuesday(10, 0),
        ),
        (
            "Zwischen Weihnachten und Neujahr ist zu, aber Dienstag um zehn ginge.",
            tuesday(10, 0),
        ),
        (
            "Das geht erst nach Neujahr. Am Dienstag um zehn?",
            date(2027, 1, 5).at(10, 0, 0, 0),
        ),
    ] {
        let call = format!(
            "User: ich bräuchte einen termin\nAgent: {offer}\nUser: ja den nehm ich\n\
             Agent: Auf welchen Namen?\nUser: kaiser"
        );
        assert_eq!(start(&call), Some(day), "{call}");
    }
}

#[test]
fn sending_a_number_later_puts_off_no_appointment() {
    let asked = "User: i need an appointment\n\
         Agent: I've Tuesday at half four.\n\
         User: yes please\n\
         Agent: Lovely. Name and registration?";
    let call = format!("{asked}\nUser: dave holt the reg's something i'll text it you");
    assert_eq!(start(&call), Some(tuesday(16, 30)));
    let call = format!("{asked}\nUser: dave holt but i'll text you if i can make it");
    assert_eq!(start(&call), None);
}

#[test]
fn a_time_that_another_is_told_by_is_no_offer() {
    let call = "User: ich bräuchte eine fahrstunde am dienstag\n\
         Agent: Theorie ist am Dienstag um achtzehn Uhr dreißig. Davor könnte ich sechzehn Uhr \
         fünfundvierzig anbieten.\n\
         User: perfekt\n\
         Agent: Auf welchen Namen?\n\
         User: kaiser";
    assert_eq!(start(call), Some(tuesday(16, 45)));
}

#[test]
fn the_hour_of_the_last_visit_can_be_that_of_the_next() {
    let call = "User: ich war heute früh um halb zehn bei ihnen und bräuchte in zwei wochen um \
         dieselbe zeit noch einen termin\n\
         Agent: Donnerstag, dritter Dezember, neun Uhr dreißig, das ist frei.\n\
         User: sehr gut\n\
         Agent: Auf welchen Namen?\n\
         User: kaiser";
    assert_eq!(start(call), Some(date(2026, 12, 3).at(9, 30, 0, 0)));
}

#[test]
fn who_corrects_the_hour_keeps_the_day() {
    for wish in [
        "am Dienstag um neun, ach nein, zehn Uhr dreißig",
        "am dienstag lieber so um halb elf",
    ] {
        let call = format!(
            "User: ich hätte gern einen termin {wish}\n\
             Agent: Zehn Uhr dreißig ist frei. Auf welchen Namen?\n\
             User: kaiser"
        );
        assert_eq!(start(&call), Some(tuesday(10, 30)), "{call}");
    }
    for refusal in [
        "montag muss ich arbeiten",
        "nicht am montag",
        "montag ist schlecht",
    ] {
        let call = format!(
            "User: ich hätte gern einen termin\n\
             Agent: Montag um neun oder Dienstag um zehn?\n\
             User: {refusal} lieber um zehn\n\
             Agent: Auf welchen Namen?\n\
             User: kaiser"
        );
        let at = start(&call);
        assert!(at.is_none_or(|at| at == tuesday(10, 0)), "{call}");
    }
    let call = "User: ich hätte gern einen termin dienstag passt mir nicht lieber um halb elf\n\
         Agent: Zehn Uhr dreißig ist frei. Auf welchen Namen?\n\
         User: kaiser";
    assert_eq!(start(call), None);
}

#[test]
fn a_slip_that_both_mend_is_agreed() {
    let slip = "User: ich bräuchte einen termin\n\
         Agent: Dienstag um elf Uhr fünfundvierzig?\n\
         User: ja gern\n\
         Agent: Auf welchen Namen?\n\
         User: kaiser\n\
         Agent: Frau Kaiser, also Mittwoch, elf Uhr fünfundvierzig.";
    for correction in ["dienstag nicht mittwoch", "dienstag haben wir gesagt"] {
        let call = format!("{slip}\nUser: {correction}");
        assert_eq!(start(&call), None, "{call}");
        let mended = format!("{call}\nAgent: Verzeihung, Dienstag um elf Uhr fünfundvierzig.");
        assert_eq!(start(&mended), Some(tuesday(11, 45)), "{mended}");
        let other = format!("{call}\nAgent: Also Mittwoch um elf Uhr fünfundvierzig.");
        assert_eq!(start(&other), None, "{other}");
    }
}

#[test]
fn what_is_taken_out_is_not_asked_for() {
    let call = "User: ich bräuchte einen termin\n\
         Agent: Dienstag um zehn wäre frei.\n\
         User: ja nehm ich\n\
         Agent: Auf welchen Namen?\n\
         User: kaiser ach warte da bin ich verreist\n\
         Agent: Ich hätte auch am Donnerstag, dem sechsundzwanzigsten, um zehn etwas.\n\
         User: donnerstag geht klar und den dienstag wieder raus bitte\n\
         Agent: Erledigt.";
    assert_eq!(start(call), Some(date(2026, 11, 26).at(10, 0, 0, 0)));
}

#[test]
fn a_list_on_top_of_an_appointment_takes_nothing_from_it() {
    let offer = "User: ich bräuchte einen termin\n\
         Agent: Der erste freie Platz ist am Dienstag um elf Uhr fünfzehn.";
    for (noted, expected) in [
        (
            "Dienstag, elf Uhr fünfzehn, und auf der Liste stehen Sie auch.",
            Some(tuesday(11, 15)),
        ),
        (
            "Gut, auf der Warteliste stehen Sie, für Dienstag um elf Uhr fünfzehn.",
            None,
        ),
    ] {
        let call =
            format!("{offer}\nUser: hm so spät erst\nAgent: {noted} Ihr Name?\nUser: kaiser");
        assert_eq!(start(&call), expected, "{call}");
    }
}

#[test]
fn a_broken_line_takes_nothing_that_stands() {
    let call = "User: ich bräuchte einen termin\n\
         Agent: Dienstag um elf Uhr fünfzehn?\n\
         User: ja gern\n\
         Agent: Und der Name?\n\
         User: kaiser und zwar in der\n\
         Agent: Hallo? Die Leitung ist weg.";
    assert_eq!(start(call), None);
    let stands = format!("{call} Der Termin steht.");
    assert_eq!(start(&stands), Some(tuesday(11, 15)));
}

#[test]
fn what_was_refused_can_be_taken_after_all() {
    let call = "User: ich bräuchte einen termin so schnell wies geht\n\
         Agent: Morgen um siebzehn Uhr fünfzig.\n\
         User: nee da hab ich training\n\
         Agent: Dann könnte ich erst am Dienstag um neun etwas anbieten.\n\
         User: ach komm training fällt aus ich nehm doch den von morgen\n\
         Agent: Geht klar. Morgen, siebzehn Uhr fünfzig. Auf wen?\n\
         User: kaiser";
    assert_eq!(start(call), Some(date(2026, 11, 20).at(17, 50, 0, 0)));
}

#[test]
fn whoever_counts_to_24_means_the_morning() {
    let at = |offer: &str| {
        start(&format!(
            "User: ich bräuchte einen termin\n\
             Agent: {offer}\n\
             User: ja den nehm ich\n\
             Agent: Auf welchen Namen?\n\
             User: kaiser"
        ))
    };
    let late = "Am Montag um fünfzehn Uhr ist alles voll. ";
    let early = "Dienstag um sechs Uhr dreißig wäre frei.";
    assert_eq!(at(&format!("{late}{early}")), Some(tuesday(6, 30)));
    assert_eq!(at(early), Some(tuesday(18, 30)));
    let night = "Dienstag um drei Uhr dreißig wäre frei.";
    assert_eq!(at(&format!("{late}{night}")), Some(tuesday(15, 30)));
    // Whoever tells the part of the day counts to twelve.
    let late = "Am Montag nachmittags um drei ist alles voll. ";
    assert_eq!(at(&format!("{late}{early}")), Some(tuesday(18, 30)));
}

#[test]
fn an_hour_beside_another_day_is_none_of_the_appointment_there_is() {
    let call = "User: wann war nochmal mein termin diese woche\n\
         Agent: Freitag, zwanzigster November, sechzehn Uhr.\n\
         User: ach ja ok und kann ich dienstag noch einen haben auch um vier\n\
         Agent: Dienstag, da ist um vier schon jemand, aber siebzehn Uhr dreißig geht.\n\
         User: dann halt halb sechs\n\
         Agent: Eingetragen.";
    assert_eq!(start(call), Some(tuesday(17, 30)));
}

#[test]
fn what_somebody_calls_a_day_is_no_other_day() {
    let call = "User: kann heute jemand kommen\n\
         Agent: Meinen Sie heute, Donnerstag, oder Freitag?\n\
         User: na heute donnerstag für mich ist das morgen aber bitte nicht vor halb drei\n\
         Agent: Dann um fünfzehn Uhr.\n\
         User: ja gut\n\
         Agent: Auf welchen Namen?\n\
         User: kaiser";
    assert_eq!(start(call), Some(date(2026, 11, 19).at(15, 0, 0, 0)));
}

#[test]
fn what_is_pushed_back_is_later() {
    for (push, expected) in [
        ("could we push it back half an hour", tuesday(10, 30)),
        ("could we bring it forward an hour", tuesday(9, 0)),
    ] {
        let said = if expected == tuesday(9, 0) {
            "Nine"
        } else {
            "Half past ten"
        };
        let call = format!(
            "User: can i get an appointment\nAgent: Tuesday at ten?\nUser: yes please\n\
             Agent: Your name?\nUser: hannah clarke oh sorry {push}\n\
             Agent: {said} instead, no bother."
        );
        assert_eq!(start(&call), Some(expected), "{call}");
    }
}

#[test]
fn from_the_old_hour_to_another_is_a_move() {
    let call = "User: i'm bringing the dog in on tuesday at quarter past two any chance of pushing \
         it back half an hour\n\
         Agent: So from two fifteen to two forty-five?";
    assert_eq!(start(call), None);
    let moved = format!("{call}\nUser: yeah please\nAgent: That's fine, I've moved it.");
    assert_eq!(start(&moved), Some(tuesday(14, 45)));
}
