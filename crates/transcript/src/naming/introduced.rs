//! How a name is introduced: `mein Name ist …`, `hier spricht …`, `my name's …`.

use std::sync::LazyLock;

use super::inside::is_street;
use super::words::{GREETINGS, OPENERS};
use super::{is_given, is_hyphen, is_name_word, is_name_word_or_particle, name_at};
use crate::name::NameFound;
use crate::token::Tokens;
use crate::wording::Phrases;

/// What stands before a name, and whether it is enough without having been asked.
const INTRODUCTIONS: [(bool, &str); 2] = [
    (
        true,
        "ich heiss|i bin der|i bin die|i bin da|ich bins die|ich bins der|ich bins|i bins|i bins d|i bins da|i bins de|i bins die|ich bin's|i hass|i hoass|i heiss|da isch|da isch de|da isch d|da isch der|da isch die|mein name ist|mein name lautet|mein name waere|mein name|name ist|ich heisse|heisse ich|auf den namen|auf die firma|auf unsere firma|auf dem namen|unter dem namen|ich bin die frau|ich bin der herr|\
         ich bin frau|ich bin herr|hier spricht|hier ist|my name is|my name's|name's|the name is|name is|under the name|name of|this is|nachname|familienname|\
         surname is|last name is|das ist frau|das ist herr|am apparat ist|fuer frau|fuer herrn|frau|herr|familie|mister|mrs|missis|da is d|da is de|da is die|da is der|da is da|do is|do is d|do isch|do isch d|do isch de|do isch der|do isch die|hier is|hier is de|hier is der|hier is die|hie isch|hie isch d|mien name|mi name isch|auf ihren namen|auf seinen namen|auf meinen namen|klingeln sie bei|klingeln bei|klingel bei|klingel steht|klingelschild steht|put down|put it under|put it down as|put me down as|it under",
    ),
    (
        false,
        "ich bin die|ich bin der|ich bin|das ist|auf|hier|i'm|it's|for|i am|it is|fuer|sagen sie|under|unter|der name ist|der name|schreib|schreiben sie|schreib einfach|schreiben sie einfach|sag einfach|der kleine heisst|die kleine heisst|er heisst|sie heisst|he's called|she's called|call me",
    ),
];

pub(super) static TABLE: LazyLock<Phrases<bool>> = LazyLock::new(|| Phrases::new(&INTRODUCTIONS));

/// How surely `ich bin …` says a name: only if the agent bears it out.
pub(crate) const GUESS: u8 = 50;

/// How surely `auf den Namen …` says whose it is.
pub(crate) const WHOSE: u8 = 90;

/// How surely `hier ist der …` says a name, and not what somebody is: `hier ist die spedition`.
pub(crate) const ROLE: u8 = 55;

/// `mein Name ist …`, `Müller mein Name`, `dreizehn Uhr auf Hoffmann`.
pub(crate) fn introduced(
    tokens: &Tokens<'_>,
    offset: usize,
    taken: &[bool],
    asked: bool,
) -> Option<NameFound> {
    let mut found: Option<NameFound> = None;
    // `um zehn auf hoffmann`, `mein termin für die politur auf wegener`.
    let timed = taken.contains(&true)
        || (0..tokens.len()).any(|i| {
            matches!(
                tokens.word(i),
                "termin" | "reservierung" | "buchung" | "appointment" | "booking"
            )
        });
    for i in 0..tokens.len() {
        if let Some((enough, next)) = TABLE.longest(tokens, i) {
            // `hier ist auch weber`.
            let again = |at: &usize| {
                matches!(
                    tokens.word(*at),
                    "auch" | "noch" | "mal" | "einmal" | "nochmal" | "wieder" | "again"
                )
            };
            let next = next
                + (next..next + 2)
                    .take_while(|at| enough && again(at))
                    .count();
            // `i'm the groom hamish buchan`.
            let article = usize::from(matches!(tokens.word(next), "der" | "die" | "the"));
            let named = next + article + 1;
            let what = (article > 0 || matches!(tokens.word(next - 1), "der" | "die"))
                && !is_given(tokens.word(named - 1))
                && is_name_word(tokens, named - 1, taken)
                && is_given(tokens.word(named))
                && is_name_word(tokens, named + 1, taken);
            let next = if what { named } else { next };
            let own = matches!(tokens.word(i), "i'm" | "ich" | "i" | "my" | "mein");
            let animal = i > 1
                && !own
                && matches!(
                    tokens.word(i - 1),
                    "kater" | "hund" | "katze" | "papagei" | "dog" | "cat"
                );
            // `ist der Herr Rossi da`: somebody else.
            let other = matches!(tokens.word(i), "herr" | "frau" | "herrn")
                && i > 0
                && matches!(
                    tokens.word(i - 1),
                    "der"
                        | "die"
                        | "den"
                        | "bei"
                        | "zu"
                        | "zum"
                        | "beim"
                        | "mit"
                        | "von"
                        | "ob"
                        | "ist"
                        | "zur"
                        | "mein"
                        | "meine"
                        | "meinen"
                        | "meiner"
                        | "mei"
                        | "unsere"
                        | "seine"
                        | "ihre"
                        | "deine"
                )
                && !tokens.words(i.saturating_sub(3), &["ich", "bin"])
                && !tokens.words(i.saturating_sub(2), &["ich", "bin"]);
            // `auf die Kinder aufpassen`.
            let upon = tokens.word(i) == "auf"
                && matches!(tokens.word(next), "die" | "der" | "das" | "den" | "dem");
            let short = matches!(tokens.word(i), "auf" | "hier" | "under" | "unter" | "for")
                && next == i + 1;
            // `ich bin die karin wiesner`, but `ich bin beruflich in Kassel`.
            let full = is_given(tokens.word(next)) && is_name_word(tokens, next + 1, taken);
            let enough = enough
                || asked
                || (full && (own || matches!(tokens.word(i), "auf" | "under" | "unter")))
                || (tokens.word(i) == "under" && next + 2 == tokens.len())
                || (short
                    && timed
                    && (tokens.word(i) == "under"
                        || (tokens.word(i) == "auf" && i + 4 >= tokens.len())))
                || (tokens.word(i) == "hier" && !short_of_name(tokens, next));
            if animal || other || upon || (!own && is_told_about(tokens, next)) {
                continue;
            }
            // `auf den Namen …` is whose it is, whoever calls.
            let whose = next > i + 1
                && matches!(tokens.word(i), "auf" | "unter" | "under" | "put" | "name");
            let confidence = if !enough {
                GUESS
            } else if !asked && is_role(tokens, next, taken) {
                ROLE
            } else if asked {
                // `der hund ist bosco und ich bin declan nolan`.
                95 + u8::from(own && is_given(tokens.word(next)))
            } else if short {
                70
            } else if whose {
                WHOSE
            } else {
                85
            };
            if let Some(name) = name_at(tokens, next, offset, taken, confidence)
                && found.as_ref().is_none_or(|found| is_better(&name, found))
            {
                found = Some(name);
            }
        }
        // `Wagner mein Name`, `Schulz hier`, `Huber am Apparat`.
        // `der hund heißt rocky und ich miriam vogt`.
        if tokens.words(i, &["und", "ich"])
            && (i.saturating_sub(4)..i).any(|at| tokens.word(at) == "heisst")
        {
            found = name_at(tokens, i + 2, offset, taken, 85).or(found);
        }
        // `bachgasse elf bei tiefenbacher`: whose bell it is.
        if tokens.word(i) == "bei" && i > 1 && is_street(tokens, i - 2) {
            found = found.or_else(|| name_at(tokens, i + 1, offset, taken, 70));
        }
        let aside = is_aside(tokens, i);
        if (aside || is_told_by(tokens, i))
            && let Some(from) = begins_before(tokens, i, taken)
            // `das Rad klappert übrigens`.
            && (!aside || from == 0 || (from..i).any(|at| is_given(tokens.word(at))))
        {
            found = name_at(tokens, from, offset, taken, 85).or(found);
        }
    }
    found
}

/// What tells a name that stands before it: `… mein Name`, `… der Name`, `… am Apparat`.
fn is_told_by(tokens: &Tokens<'_>, i: usize) -> bool {
    let mine = matches!(tokens.word(i), "mein" | "mien" | "mei" | "min")
        && tokens.word(i + 1) == "name"
        && !matches!(
            tokens.word(i + 2),
            "ist" | "is" | "lautet" | "waere" | "war"
        );
    let called = matches!(tokens.word(i), "heiss" | "heisse" | "heess" | "hoass")
        && matches!(tokens.word(i + 1), "i" | "ich" | "ick");
    let ends = |at: usize| tokens.get(at).is_none_or(|_| tokens.word(at).is_empty());
    // `Jablonski der Name`, `Kevin's the name`.
    let named = (tokens.words(i, &["der", "name"]) || tokens.words(i, &["the", "name"]))
        && (ends(i + 2) || is_given(tokens.word(i + 2)));
    mine || called
        || named
        || tokens.words(i, &["ist", "mein", "name"])
        || tokens.words(i, &["am", "apparat"])
        || tokens.words(i, &["is", "my", "name"])
}

/// `Ines Rother hier übrigens`, `it's Claire by the way`.
fn is_aside(tokens: &Tokens<'_>, i: usize) -> bool {
    let at = i + usize::from(matches!(tokens.word(i), "hier" | "here"));
    tokens.word(at) == "uebrigens" || tokens.words(at, &["by", "the", "way"])
}

/// Where the name begins that ends before `i`. Of more words than a name has, where none is a
/// given one, the last alone is it: `mir ist ein ziegel runtergefallen fuchs mein name`.
fn begins_before(tokens: &Tokens<'_>, i: usize, taken: &[bool]) -> Option<usize> {
    let part = |at: usize| is_name_word_or_particle(tokens, at, taken) || is_hyphen(tokens, at);
    let from = (0..i).rev().take(7).take_while(|at| part(*at)).last()?;
    let given = (from..i).find(|at| is_given(tokens.word(*at)));
    let particle = (from..i).any(|at| !is_name_word(tokens, at, taken));
    let before = from.checked_sub(1).map_or("", |at| tokens.word(at));
    let greeted = before.is_empty() || GREETINGS.contains(&before) || OPENERS.contains(&before);
    match given {
        // `beck ursula`.
        Some(given) if given + 1 == i && i - from == 2 => Some(from),
        Some(given) => Some(given),
        None if particle || greeted || i - from < 3 => Some(from),
        None => Some(i - 1),
    }
}

/// Whether a later introduction counts more than an earlier one.
fn is_better(name: &NameFound, found: &NameFound) -> bool {
    let words = |found: &NameFound| found.name.split(' ').count();
    name.confidence > found.confidence
        || (name.confidence == found.confidence && words(name) > words(found))
}

/// Whether the caller says who they are, whatever was asked.
pub(crate) fn introduces(tokens: &Tokens<'_>, taken: &[bool]) -> bool {
    introduced(tokens, 0, taken, false).is_some_and(|found| found.confidence > GUESS)
}

/// `frau doktor meier hat mich überwiesen`: whoever does something is not who speaks.
pub(crate) fn is_told_about(tokens: &Tokens<'_>, i: usize) -> bool {
    let named =
        |at: &usize| is_name_word(tokens, *at, &[]) || tokens.word(*at).starts_with("doktor");
    let end = (i..i + 4).find(|at| !named(at)).unwrap_or(i);
    end > i
        && matches!(
            tokens.word(end),
            "hat"
                | "hatte"
                | "schickt"
                | "sagt"
                | "sagte"
                | "meint"
                | "meinte"
                | "said"
                | "told"
                | "says"
                | "sent"
        )
}

/// `hier ist die spedition`, `this is the courier`, but also `hier ist der piontek`.
pub(super) fn is_role(tokens: &Tokens<'_>, i: usize, taken: &[bool]) -> bool {
    let article = |at: usize| matches!(tokens.word(at), "der" | "die" | "the");
    let start = i + usize::from(article(i));
    let led = start > 0 && article(start - 1);
    led && !is_given(tokens.word(start))
        && is_name_word(tokens, start, taken)
        && !is_name_word(tokens, start + 1, taken)
}

/// Whether nothing that could be a name stands there.
fn short_of_name(tokens: &Tokens<'_>, i: usize) -> bool {
    !is_name_word(tokens, i, &[])
}
