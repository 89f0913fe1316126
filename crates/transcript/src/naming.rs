//! The grammar of one name in one turn: how it is introduced, answered, greeted with, and where
//! it ends.

mod calendar;
mod everyday;
mod given;
mod inside;
pub(crate) mod label;
mod opening;
mod question;
mod words;

use std::sync::LazyLock;

use crate::cue::{self, Cue};
use crate::lexicon::Lex;
use crate::mention::Mention;
use crate::name::NameFound;
use crate::naming::inside::{is_and_sons, is_from_firm, is_street, join_as_told};
use crate::naming::words::{COMMON, COMPANY, PARTICLES, STOP};
use crate::spelling;
use crate::token::{Tokens, folded};
use crate::wording::Phrases;
use crate::words::Words;

pub(crate) use calendar::is_calendar_name;
pub(crate) use given::is_given;
pub(crate) use opening::greeting;
pub(crate) use question::asks_who;

/// What stands before a name, and whether it is enough without having been asked.
const INTRODUCTIONS: [(bool, &str); 2] = [
    (
        true,
        "ich heiss|i bin der|i bin die|i bin da|ich bins die|ich bins der|ich bins nochmal die|ich bins nochmal der|ich bins nochmal|ich bins|i hass|i hoass|i heiss|da isch|da isch de|da isch d|da isch der|da isch die|mein name ist|mein name lautet|mein name waere|mein name|name ist|ich heisse|heisse ich|auf den namen|auf dem namen|unter dem namen|ich bin die frau|ich bin der herr|\
         ich bin frau|ich bin herr|hier spricht|hier ist|my name is|my name's|name's|the name is|name is|under the name|name of|this is|nachname|familienname|\
         surname is|last name is|das ist frau|das ist herr|am apparat ist|fuer frau|fuer herrn|frau|herr|familie|mister|mrs|missis|da is d|da is de|da is die|da is der|da is da|do is|do is d|do isch|do isch d|do isch de|do isch der|do isch die|hier is|hier is de|hier is der|hier is die|hie isch|hie isch d|mien name|mi name isch|auf ihren namen|auf seinen namen|auf meinen namen|put down|put it under|put it down as|put me down as|it under",
    ),
    (
        false,
        "ich bin die|ich bin der|ich bin|das ist|auf|hier|i'm|it's|for|i am|it is|fuer|sagen sie|under|unter|der name ist|der name",
    ),
];

static TABLE: LazyLock<Phrases<bool>> = LazyLock::new(|| Phrases::new(&INTRODUCTIONS));
static STOPS: LazyLock<Words<()>> = LazyLock::new(|| {
    [STOP, COMMON, everyday::GERMAN, everyday::ENGLISH]
        .into_iter()
        .flat_map(str::split_whitespace)
        .collect()
});

/// A name's letters alone, to compare it by.
pub(crate) fn letters(name: &str) -> String {
    crate::token::folded(name)
        .chars()
        .filter(|c| c.is_alphabetic())
        .collect()
}

/// Whether a folded word has these letters.
pub(crate) fn has_letters(word: &str, letters: &str) -> bool {
    word.chars()
        .filter(|c| c.is_alphabetic())
        .eq(letters.chars())
}

/// Which tokens tell a time and so no name.
pub(crate) fn times(tokens: &Tokens<'_>, mentions: &[Mention]) -> Vec<bool> {
    let mut taken = vec![false; tokens.len()];
    let told = |mention: &&Mention| mention.is_plain() && !mention.may_be_a_name();
    for mention in mentions.iter().filter(told) {
        for token in &mut taken[mention.tokens.clone()] {
            *token = true;
        }
    }
    taken
}

/// `mein Name ist …`, `Müller mein Name`, `dreizehn Uhr auf Hoffmann`.
pub(crate) fn introduced(
    tokens: &Tokens<'_>,
    offset: usize,
    taken: &[bool],
    asked: bool,
) -> Option<NameFound> {
    let mut found: Option<NameFound> = None;
    let timed = taken.contains(&true);
    for i in 0..tokens.len() {
        if let Some((enough, next)) = TABLE.longest(tokens, i) {
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
            let enough = enough
                || asked
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
            } else if asked {
                95
            } else if short {
                70
            } else if whose {
                90
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
        let behind = (matches!(tokens.word(i), "mein" | "mien" | "mei" | "min")
            && tokens.word(i + 1) == "name")
            && tokens.lex(i + 2) == Lex::None
            && tokens.word(i + 2) != "ist"
            || tokens.words(i, &["am", "apparat"])
            || (tokens.words(i, &["is", "my", "name"]))
            || (matches!(tokens.word(i), "heiss" | "heisse" | "heess" | "hoass")
                && matches!(tokens.word(i + 1), "i" | "ich" | "ick"));
        if behind && i > 0 {
            let mut from = i;
            while from > 0
                && i - from < 7
                && (is_name_word_or_particle(tokens, from - 1, taken)
                    || is_hyphen(tokens, from - 1))
            {
                from -= 1;
            }
            if from < i {
                found = name_at(tokens, from, offset, taken, 85).or(found);
            }
        }
    }
    found
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

/// What stands before a thing or what it is like, and before no name.
const THINGS: [&str; 19] = [
    "im", "in", "ins", "am", "zum", "zur", "beim", "ein", "eine", "einen", "einem", "einer",
    "sehr", "so", "the", "a", "an", "very", "too",
];

/// How surely `ich bin …` says a name: only if the agent bears it out.
pub(crate) const GUESS: u8 = 50;

/// Whether nothing that could be a name stands there.
fn short_of_name(tokens: &Tokens<'_>, i: usize) -> bool {
    !is_name_word(tokens, i, &[])
}

/// The answer to `Auf welchen Namen?`.
pub(crate) fn answer(tokens: &Tokens<'_>, offset: usize, taken: &[bool]) -> Option<NameFound> {
    // `ach nee warten Sie, meine Frau sagt grad …` is no answer.
    let timed = taken.contains(&true);
    let refused = cue::find(tokens).iter().any(|(.., cue)| {
        matches!(cue, Cue::Withdrawal | Cue::Later | Cue::Cannot) || (timed && *cue == Cue::No)
    });
    // `tabea peters quatsch lindemann`.
    let full = is_given(tokens.word(0)) && is_name_word(tokens, 1, taken);
    if (refused && !full) || cue::is_question(tokens) {
        return None;
    }
    // `im Auto`, `an emergency`: a thing, up to what is no part of it.
    let mut thing = false;
    let start = (0..tokens.len().min(12)).find(|i| {
        let word = tokens.word(*i);
        let particle = matches!(word, "von" | "van" | "de" | "di" | "el" | "al");
        let named = is_name_word(tokens, *i, taken);
        let so = word == "so" && *i > 0 && matches!(tokens.word(*i - 1), "ach" | "ah" | "also");
        thing = (named && thing) || (THINGS.contains(&word) && !so);
        spelling::spelled(tokens, *i).is_some()
            || (named && (!thing || is_given(word)))
            || (particle && is_name_word(tokens, *i + 1, taken))
    })?;
    name_at(tokens, start, offset, taken, 95)
}

pub(crate) fn is_name_word(tokens: &Tokens<'_>, i: usize, taken: &[bool]) -> bool {
    let word = tokens.word(i);
    // Names that are also words: only in an answer of a name's length.
    if matches!(word, "can" | "will" | "may") {
        let next = tokens.word(i + 1);
        let before = i.checked_sub(1).map_or("", |at| tokens.word(at));
        let led = !(i > 0 && is_stop(tokens, i - 1))
            || matches!(
                before,
                "is" | "ist"
                    | "it's"
                    | "i'm"
                    | "bin"
                    | "for"
                    | "auf"
                    | "hier"
                    | "under"
                    | "put"
                    | "um"
                    | "aeh"
                    | "yes"
                    | "yeah"
                    | "sure"
                    | "ja"
                    | "that's"
                    | "namen"
                    | "fuer"
            );
        if !led || next.is_empty() || is_stop(tokens, i + 1) {
            return false;
        }
    }
    // `danke schön`.
    let thanks = word == "schoen" && i > 0 && matches!(tokens.word(i - 1), "danke" | "bitte");
    word.chars().nth(1).is_some()
        && !thanks
        && !word.ends_with("'s")
        && !is_stop(tokens, i)
        && taken.get(i) != Some(&true)
        && !matches!(tokens.lex(i), Lex::Number(..) | Lex::Uhr | Lex::Today(_))
}

/// Whether the word at `i` is nobody's name.
fn is_stop(tokens: &Tokens<'_>, i: usize) -> bool {
    tokens.among(i, &STOPS).is_some()
}

/// The name that begins at `i`, up to what cannot be part of it.
pub(crate) fn name_at(
    tokens: &Tokens<'_>,
    i: usize,
    offset: usize,
    taken: &[bool],
    confidence: u8,
) -> Option<NameFound> {
    let mut from = i;
    // Titles and forms of address stand before it.
    while from < i + 3
        && matches!(
            tokens.word(from),
            "frau"
                | "herr"
                | "herrn"
                | "familie"
                | "der"
                | "die"
                | "dr"
                | "doktor"
                | "prof"
                | "professor"
                | "mister"
                | "mrs"
                | "mr"
                | "ms"
                | "miss"
                | "magister"
                | "magistra"
                | "ingenieur"
                | "uff"
                | "ja"
                | "aeh"
                | "the"
        )
        || (from < i + 4 && from > i && tokens.sign(from, '.'))
    {
        from += 1;
    }
    let mut parts: Vec<String> = Vec::new();
    let mut at = from;
    while at < from + 8 && parts.len() < 5 {
        // `dahm dora anton heinrich martha`.
        if spelling::spelled(tokens, at).is_some_and(|(spelled, _)| {
            parts
                .last()
                .is_none_or(|last| spelling::is_like(&spelled, last))
        }) {
            break;
        }
        let particle = PARTICLES.contains(&tokens.word(at))
            && !is_from_firm(tokens, at)
            && is_name_word_or_particle(tokens, at + 1, taken)
            && (!parts.is_empty()
                || matches!(tokens.word(at), "von" | "van" | "de" | "di" | "el" | "al"))
            // `von der Heide`, but `Huber der Hund`.
            && (!matches!(tokens.word(at), "der" | "den")
                || at > from && PARTICLES.contains(&tokens.word(at - 1)));
        if particle {
            parts.push(tokens.word(at).to_owned());
        } else if is_name_word(tokens, at, taken) && !(at > from && is_street(tokens, at)) {
            let hyphen = at > from && is_hyphen(tokens, at - 1);
            let written = written(tokens.raw(at));
            match parts.last_mut() {
                Some(last) if hyphen => *last = format!("{last}-{written}"),
                _ => parts.push(written),
            }
        } else if at > from && is_and_sons(tokens, at) {
            parts.push("und".to_owned());
        } else if !is_hyphen(tokens, at) {
            break;
        }
        at += 1;
    }
    let mut end = at;
    // `m ü l l e r`, alone or behind the name: as it is spelled.
    let behind = (at..at + 6).find_map(|i| spelling::spelled(tokens, i));
    match (behind, parts.last_mut()) {
        // `hagemann h t g`: what is far shorter is a plate.
        (Some((spelled, next)), Some(last))
            if spelling::is_like(&spelled, last) && 2 * spelled.len() >= last.len() =>
        {
            // `brömmelhaus b r ö m m e l und dann haus`: its beginning.
            if !folded(last).starts_with(&folded(&spelled)) {
                *last = spelled;
            }
            end = next;
        }
        (Some((spelled, next)), None) => {
            parts.push(spelled);
            end = next;
        }
        _ => {}
    }
    // `siobhan s i o b h a n gallagher`.
    if end > at && parts.len() == 1 {
        while parts.len() < 3 && is_name_word(tokens, end, taken) {
            parts.push(written(tokens.raw(end)));
            end += 1;
        }
    }
    if parts.is_empty() {
        return None;
    }
    given::arrange(&mut parts);
    join_as_told(&mut parts, tokens, at);
    let span = tokens.bytes(from, end);
    Some(NameFound {
        name: spelling::corrected(&parts.join(" "), tokens, at),
        span: span.start + offset..span.end + offset,
        confidence,
    })
}

/// The hyphen of `Anna-Lena`, or said as a word.
fn is_hyphen(tokens: &Tokens<'_>, i: usize) -> bool {
    (tokens.dash(i) && tokens.glued(i) && tokens.glued(i + 1))
        || matches!(tokens.word(i), "bindestrich" | "hyphen")
}

/// Whether nobody speaks: `die Mailbox von Klaus Winter`.
pub(crate) fn is_machine(tokens: &Tokens<'_>) -> bool {
    (0..tokens.len()).any(|i| {
        matches!(
            tokens.word(i),
            "mailbox" | "anrufbeantworter" | "voicemail" | "anschluss"
        ) && matches!(tokens.word(i + 1), "von" | "der" | "of" | "for")
    })
}

fn is_name_word_or_particle(tokens: &Tokens<'_>, i: usize, taken: &[bool]) -> bool {
    is_name_word(tokens, i, taken) || PARTICLES.contains(&tokens.word(i))
}

/// A word with its first letter large, and companies' endings as they are.
pub(crate) fn written(word: &str) -> String {
    if let Some((_, ending)) = COMPANY
        .iter()
        .find(|(small, _)| word.eq_ignore_ascii_case(small))
    {
        return (*ending).to_owned();
    }
    // `O'Brien`.
    let mut large = true;
    let mut out = String::with_capacity(word.len());
    for (at, letter) in word.char_indices() {
        if large {
            out.extend(letter.to_uppercase());
        } else {
            out.push(letter);
        }
        // `McDonald`.
        let scots = at == 1 && word.len() > 4 && folded(word).starts_with("mc");
        large = scots || (at == 1 && matches!(letter, '\'' | '’'));
    }
    out
}
