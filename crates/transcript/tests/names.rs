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

#[test]
fn a_client_is_not_who_calls() {
    for (said, caller, client) in [
        (
            "hi jane baker here i'd like to book my son tom in",
            Some("Jane Baker"),
            Some("Tom"),
        ),
        (
            "bär mein name ich rufe für meinen mann paul bär an",
            Some("Bär"),
            Some("Paul Bär"),
        ),
        ("es geht um meine tochter mia groß", None, Some("Mia Groß")),
        (
            "jane baker here my husband mark will bring the car",
            Some("Jane Baker"),
            None,
        ),
    ] {
        let found = opening(said);
        let name = found.caller.map(|found| found.name);
        assert_eq!(name.as_deref(), caller, "{said}");
        let name = found.client.and_then(|client| client.name);
        assert_eq!(name.as_deref(), client, "{said}");
    }
}

/// The name that is read from the answer to the agent's question; `rest` is what follows.
fn told(question: &str, said: &str, rest: &str) -> String {
    let call = format!(
        "Agent: Salon Kamm.\nUser: ich hätte gern einen termin\nAgent: Montag um zehn Uhr?\n\
         User: ja das passt\nAgent: {question}\nUser: {said}\nAgent: {rest}"
    );
    name(&call).unwrap_or_default()
}

/// Lines of a name, the question for it, the answer, and what the agent says then.
fn as_told(list: &str, wish: &str) {
    check(list.lines().map(|line| {
        let parts: Vec<&str> = line.split('|').collect();
        let [expected, question, said, rest] = parts[..] else {
            panic!("{line}");
        };
        let call = format!("{wish}\nAgent: {question}\nUser: {said}\nAgent: {rest}");
        (call, expected.to_lowercase())
    }));
}

#[test]
fn a_name_is_read_however_it_is_told() {
    as_told(
        include_str!("corpus/names/told.de.txt"),
        "Agent: Salon Kamm.\nUser: ich möchte zum färben\nAgent: Montag um zehn Uhr?\nUser: ja gern",
    );
    as_told(
        include_str!("corpus/names/told.en.txt"),
        "Agent: Hair Works.\nUser: i'd like a colour\nAgent: Monday at ten?\nUser: yes please",
    );
}

/// Calls in which the name is told over several turns, or for somebody else; the name before each.
#[test]
fn a_name_is_read_from_the_call() {
    let calls = include_str!("corpus/names/calls.txt").split("\n\n");
    check(calls.map(|call| {
        let (expected, call) = call.split_once('\n').unwrap();
        let expected = expected.trim_start_matches('=').trim();
        (call.to_owned(), expected.to_lowercase())
    }));
}

#[test]
fn a_name_is_asked_for_in_many_ways() {
    for question in [
        "Wen darf ich notieren?",
        "Wer kommt denn?",
        "Wen schreibe ich in den Kalender?",
        "Und Sie heißen?",
        "Ich trage das ein. Sie sind?",
        "Who's this?",
        "And the booking is for?",
        "Und Sie selbst heißen?",
        "Wie darf ich Sie eintragen?",
        "Darf ich noch wissen, wer Sie sind?",
        "Soll ich es auf Sie oder auf Ihre Tochter eintragen?",
        "What do I call you?",
        "And who is it for?",
        "Who am I putting this under?",
    ] {
        assert_eq!(
            told(question, "ja ilse brömme", "Gut."),
            "Ilse Brömme",
            "{question}"
        );
    }
    // Whom the caller wants to come to is asked for, not the caller.
    assert_eq!(told("Bei wem waren Sie?", "dilek", "Gut."), "");
}

#[test]
fn a_name_is_put_into_the_usual_order() {
    for (said, rest, expected) in [
        ("sedlmeier sepp", "Gut.", "Sepp Sedlmeier"),
        (
            "zapf brunhilde zapf geboren dritter vierter",
            "Gut.",
            "Brunhilde Zapf",
        ),
        ("schmitz was sonst marita schmitz", "Gut.", "Marita Schmitz"),
        (
            "gschwendtner und walburga mit vornamen",
            "Gut.",
            "Walburga Gschwendtner",
        ),
        (
            "last name calloway first name wyatt",
            "Gut.",
            "Wyatt Calloway",
        ),
        ("oleksandra familienname koval", "Gut.", "Oleksandra Koval"),
        ("wexler dirx", "Danke, Frau Wexler.", "Dirx Wexler"),
    ] {
        assert_eq!(told("Ihr Name?", said, rest), expected, "{said}");
    }
}

#[test]
fn a_name_ends_where_it_ends() {
    for (said, rest, expected) in [
        ("pichlmaier stiege zwei tür neun", "Gut.", "Pichlmaier"),
        (
            "nadine kretschmer krösch",
            "Danke, Frau Kretschmer.",
            "Nadine Kretschmer",
        ),
        (
            "imogen castle oscar i said down",
            "Thanks.",
            "Imogen Castle",
        ),
        ("gwen pritchard speaking", "Thanks.", "Gwen Pritchard"),
        ("schmidbauer der dackl heißt xaver", "Gut.", "Schmidbauer"),
        (
            "maureen clegg i'm julie but put it under hers",
            "Maureen Clegg, Monday.",
            "Maureen Clegg",
        ),
        (
            "sinan aydin der gutschein ist auf lea ausgestellt",
            "Gut, Herr Aydin.",
            "Sinan Aydin",
        ),
    ] {
        assert_eq!(told("Ihr Name?", said, rest), expected, "{said}");
    }
}

#[test]
fn a_name_is_put_right() {
    for (said, expected) in [
        ("bauer nein maurer entschuldigung", "Maurer"),
        (
            "tabea peters quatsch lindemann ich hab geheiratet",
            "Tabea Lindemann",
        ),
        (
            "it's still under fergus but put down agnes lennox",
            "Agnes Lennox",
        ),
    ] {
        assert_eq!(told("Ihr Name?", said, "Gut."), expected, "{said}");
    }
    let rest = "Danke, Herr Hofer.\nUser: hafner net hofer\nAgent: Gut.";
    assert_eq!(told("Noch etwas?", "nein", rest), "Hafner");
}

#[test]
fn a_name_is_written_as_it_is_told() {
    for (said, expected) in [
        ("meier mit a i", "Maier"),
        ("hofmann mit doppel f", "Hoffmann"),
        ("hoffmann mit einem f", "Hofmann"),
        ("stefan mit p h", "Stephan"),
        ("philip double l", "Phillip"),
        ("mueler mit zwei l", "Mueller"),
        ("lutz mit ck", "Lutz"),
        ("dahm dora anton heinrich martha", "Dahm"),
        ("damm dora anton heinrich martha", "Dahm"),
        ("sierra mike india tango hotel", "Smith"),
        (
            "siobhan that's s i o b h a n gallagher",
            "Siobhan Gallagher",
        ),
        (
            "brömmelhaus b r ö doppel m e l und dann haus",
            "Brömmelhaus",
        ),
        (
            "sabine leutheusser berger mit bindestrich",
            "Sabine Leutheusser-Berger",
        ),
        ("fiona mcdonald", "Fiona McDonald"),
    ] {
        assert_eq!(told("Ihr Name?", said, "Gut."), expected, "{said}");
    }
}

#[test]
fn a_name_of_the_calendar_is_one_in_an_answer() {
    for (said, expected) in [
        ("may smith", "May Smith"),
        ("april meyer", "April Meyer"),
        ("thomas freitag", "Thomas Freitag"),
        ("ja freitag", "Freitag"),
    ] {
        assert_eq!(told("Ihr Name?", said, "Gut."), expected, "{said}");
    }
}

#[test]
fn a_name_needs_no_introduction() {
    for (said, expected) in [
        ("zwettler i brauch räder wechseln", Some("Zwettler")),
        (
            "tschudi z malans s chemi sött grusset werde",
            Some("Tschudi"),
        ),
        (
            "feuchtinger aus aichach bei uns tropfts",
            Some("Feuchtinger"),
        ),
        ("hallo äh ja also vahid hier ich wollt was", Some("Vahid")),
        (
            "grüß gott zeilinger heiß i i brauchat an termin",
            Some("Zeilinger"),
        ),
        ("perfekt uf regula rüegg", Some("Regula Rüegg")),
        ("ich bin rentner und wollt was fragen", None),
        ("is da franz da", None),
        ("ich war letztes mal bei der sandra", None),
        ("mein hund balou müsste geschoren werden", None),
    ] {
        let call = format!("Agent: Salon Kamm.\nUser: {said}\nAgent: Gern, wann denn?");
        assert_eq!(name(&call).as_deref(), expected, "{said}");
    }
}

#[test]
fn staff_are_not_the_customer() {
    for (said, agent) in [
        (
            "wollte nur bescheid sagen",
            "Danke. Herr Quandt wartet so lange.",
        ),
        (
            "ich hab eine frage",
            "Frau Dohm ist heute nicht da. Dann ruft Frau Dohm Sie morgen an.",
        ),
        ("ist der chef da", "Herr Odermatt ist auf Probefahrt."),
    ] {
        let call = format!("Agent: Garage Odermatt.\nUser: {said}\nAgent: {agent}\nUser: gut");
        assert_eq!(name(&call), None, "{agent}");
    }
    let outbound = "Agent: Hier ist Perle, spreche ich mit Frau Özdemir?\nUser: am apparat ja";
    assert_eq!(name(outbound).as_deref(), Some("Özdemir"));
}

#[test]
fn a_first_name_told_beside_the_surname_is_found_by_what_the_agent_says() {
    for said in [
        "brandstätter kathrin der bernhardiner müsste geschoren werden",
        "ja bitte so bald sie können kathrin brandstätter ich wohn ums eck",
        "kathrin brandstätter is mein name",
    ] {
        let call = format!("Agent: Salon.\nUser: {said}\nAgent: Ist gemacht, Frau Brandstätter.");
        assert_eq!(
            name(&call).as_deref(),
            Some("Kathrin Brandstätter"),
            "{said}"
        );
    }
}
