//! The grammar of one name in one turn: how it is introduced, answered, greeted with, and where
//! it ends.

mod calendar;
mod everyday;
mod given;
mod inside;
mod introduced;
pub(crate) mod label;
mod opening;
mod question;
mod words;

use std::sync::LazyLock;

use crate::concept::is_known;
use crate::cue::{self, Cue};
use crate::lexicon::Lex;
use crate::mention::Mention;
use crate::name::NameFound;
use crate::naming::inside::{behind_street, is_and_sons, is_from_firm, is_street, join_as_told};
use crate::naming::words::{COMMON, COMPANY, PARTICLES, STOP, SURNAMES};
use crate::spelling;
use crate::token::{Tokens, folded};
use crate::words::Words;

pub(crate) use calendar::{SHORT, free_calendar, is_calendar_name};
pub(crate) use given::is_given;
pub(crate) use inside::names_street;
pub(crate) use introduced::{GUESS, ROLE, WHOSE, introduced, introduces, is_told_about};
pub(crate) use opening::greeting;
pub(crate) use question::asks_who;
pub(crate) use words::GREETINGS;

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

/// What stands before a thing or what it is like, and before no name.
const THINGS: [&str; 19] = [
    "im", "in", "ins", "am", "zum", "zur", "beim", "ein", "eine", "einen", "einem", "einer",
    "sehr", "so", "the", "a", "an", "very", "too",
];

/// The answer to `Auf welchen Namen?`.
pub(crate) fn answer(tokens: &Tokens<'_>, offset: usize, taken: &[bool]) -> Option<NameFound> {
    // `ach nee warten Sie, meine Frau sagt grad …` is no answer.
    let timed = taken.contains(&true);
    let refused = cue::find(tokens).iter().any(|(.., cue)| {
        matches!(cue, Cue::Withdrawal | Cue::Later | Cue::Cannot) || (timed && *cue == Cue::No)
    });
    // `tabea peters quatsch lindemann`.
    let full = is_given(tokens.word(0)) && is_name_word(tokens, 1, taken);
    if (refused && !full) || (cue::is_question(tokens) && !is_asked_behind(tokens, taken)) {
        return None;
    }
    // `im Auto`, `an emergency`: a thing, up to what is no part of it.
    let mut thing = false;
    let start = (behind_street(tokens)..tokens.len().min(12)).find(|i| {
        let word = tokens.word(*i);
        let particle = matches!(word, "von" | "van" | "de" | "di" | "el" | "al");
        let named = is_name_word(tokens, *i, taken);
        let so = word == "so" && *i > 0 && matches!(tokens.word(*i - 1), "ach" | "ah" | "also");
        thing = (named && thing) || (THINGS.contains(&word) && !so);
        spelling::spelled(tokens, *i).is_some()
            || (named && (!thing || is_given(word)))
            || (particle && is_name_word(tokens, *i + 1, taken))
    })?;
    let found = name_at(tokens, start, offset, taken, 95)?;
    let whole = found.name.contains(' ') || is_given(&letters(&found.name));
    // `haha ja dennis kowal`, `Bernasconi, Luca`.
    let fuller = || {
        full_at(tokens, start + 1, taken)
            .and_then(|at| name_at(tokens, at, offset, taken, 95))
            .filter(|full| full.name.contains(' '))
    };
    let turned = || {
        let first = start + 2;
        let ends = tokens.get(first + 1).is_none() || tokens.sign(first + 1, '.');
        let part = is_name_word(tokens, first, taken) && !names_street(tokens.word(first));
        let told = tokens.sign(start + 1, ',') && part && ends;
        told.then(|| NameFound {
            name: format!("{} {}", written(tokens.raw(first)), found.name),
            ..found.clone()
        })
    };
    let fuller = if whole {
        None
    } else {
        turned().or_else(fuller)
    };
    Some(fuller.unwrap_or(found))
}

/// A full name with which the answer goes on: it begins with a given name or ends the turn.
fn full_at(tokens: &Tokens<'_>, from: usize, taken: &[bool]) -> Option<usize> {
    let part = |at: usize| {
        let word = tokens.word(at);
        is_name_word(tokens, at, taken) && tokens.lex(at) == Lex::None && !is_known(word)
    };
    let led = |at: usize| {
        let said = ["ja", "yes", "yeah", "gut", "okay", "it's", "bin", "ist"];
        tokens.sign(at, ',') || said.contains(&tokens.word(at))
    };
    (from..tokens.len().min(from + 12)).find(|i| {
        led(i - 1)
            && part(*i)
            && part(i + 1)
            && (is_given(tokens.word(*i)) || tokens.get(i + 2).is_none())
    })
}

/// `kern und was kostet der spaß`, `hauser wo kann ich parken`: what is asked stands behind.
fn is_asked_behind(tokens: &Tokens<'_>, taken: &[bool]) -> bool {
    let named = |at: &usize| {
        is_name_word(tokens, *at, taken)
            && tokens.lex(*at) == Lex::None
            && !is_known(tokens.word(*at))
    };
    let end = (0..4).take_while(named).count();
    let behind = end + usize::from(matches!(tokens.word(end), "und" | "and"));
    let word = tokens.word(behind);
    end > 0
        && (matches!(
            word,
            "was" | "wie" | "wo" | "wann" | "what" | "how" | "where" | "when"
        ) || (is_given(tokens.word(0))
            && matches!(
                word,
                "kann" | "muss" | "brauch" | "brauche" | "darf" | "do" | "can"
            )))
}

pub(crate) fn is_name_word(tokens: &Tokens<'_>, i: usize, taken: &[bool]) -> bool {
    let word = tokens.word(i);
    // `rachel holt`.
    if SURNAMES.contains(&word)
        && i > 0
        && is_given(tokens.word(i - 1))
        && matches!(tokens.word(i + 1), "" | "bitte" | "please")
    {
        return true;
    }
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
        if tokens.len() > 1 && (!led || next.is_empty() || is_stop(tokens, i + 1)) {
            return false;
        }
    }
    // `danke schön`.
    let thanks = word == "schoen" && i > 0 && matches!(tokens.word(i - 1), "danke" | "bitte");
    // `my little boy tom`.
    let small = word == "little" && matches!(tokens.word(i + 1), "boy" | "girl" | "man" | "one");
    word.chars().nth(1).is_some()
        && !thanks
        && !small
        && (!word.ends_with("'s") || tokens.words(i + 1, &["the", "name"]))
        && !is_stop(tokens, i)
        && taken.get(i) != Some(&true)
        && !matches!(tokens.lex(i), Lex::Number(..) | Lex::Uhr | Lex::Today(_))
}

/// Whether the word at `i` is nobody's name.
fn is_stop(tokens: &Tokens<'_>, i: usize) -> bool {
    tokens.among(i, &STOPS).is_some()
}

/// Titles and forms of address, which stand before a name and are no part of it.
pub(crate) fn is_honorific(word: &str) -> bool {
    matches!(
        word,
        "frau"
            | "herr"
            | "herrn"
            | "dr"
            | "doktor"
            | "doctor"
            | "prof"
            | "professor"
            | "mister"
            | "mrs"
            | "missis"
            | "mr"
            | "ms"
            | "miss"
            | "magister"
            | "magistra"
            | "ingenieur"
            | "diplomingenieur"
            | "reverend"
            | "sir"
    )
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
        && (is_honorific(tokens.word(from))
            || matches!(tokens.word(from), "familie" | "der" | "die" | "uff" | "ja" | "aeh" | "the"))
        // `auf die Firma Metallbau Gerber`, but `Firma Bauer GmbH`.
        || (from > 0
            && from < i + 4
            && matches!(tokens.word(from), "firma" | "company")
            && matches!(tokens.word(from - 1), "die" | "der" | "the"))
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
            let arabic = matches!(tokens.word(at), "el" | "al");
            parts.push(if arabic {
                written(tokens.raw(at))
            } else {
                tokens.word(at).to_owned()
            });
        } else if is_name_word(tokens, at, taken)
            && !(at > from && is_street(tokens, at))
            && !(is_full(&parts) && is_known(tokens.word(at)))
        {
            let hyphen = at > from && is_hyphen(tokens, at - 1);
            let raw = tokens.raw(at);
            // `callum reid's the name`.
            let written = written(raw.strip_suffix("'s").unwrap_or(raw));
            match parts.last_mut() {
                Some(last) if hyphen => *last = format!("{last}-{written}"),
                _ => parts.push(written),
            }
        } else if at == from + 1
            && is_given(tokens.word(from))
            && tokens.word(at).len() == 1
            && is_name_word(tokens, at + 1, taken)
        {
            // `nathan j birch`.
            parts.push(tokens.word(at).to_uppercase());
        } else if at > from && is_and_sons(tokens, at) {
            parts.push(tokens.word(at).to_owned());
        } else if !is_hyphen(tokens, at) {
            break;
        }
        at += 1;
    }
    let mut end = at;
    // `m ü l l e r`, alone or behind the name: as it is spelled.
    let behind = (at..at + 6).find_map(|i| spelling::spelled(tokens, i));
    let alone = parts.len() == 1;
    match (behind, parts.last_mut()) {
        // `hagemann h t g`: what is far shorter is a plate.
        (Some((spelled, next)), Some(last)) if spelling::spells(&spelled, last) => {
            // `brömmelhaus b r ö m m e l und dann haus`: its beginning. `bürgi mit ü äh b ü r g i`:
            // a letter too many.
            let (ours, theirs) = (folded(last), folded(&spelled));
            if !ours.starts_with(&theirs) && !theirs.ends_with(&ours) {
                *last = spelled;
            }
            end = next;
        }
        // `lena f wie friedrich u c h s`.
        (Some((spelled, next)), Some(last))
            if alone
                && spelled.len() > 3
                && is_given(&folded(last))
                && spelling::spelled(tokens, at).is_some() =>
        {
            parts.push(spelled);
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
    // `marc with a c evans`.
    if let [first] = parts.as_slice()
        && let Some(next) = spelling::behind(tokens, end)
        && is_name_word(tokens, next, taken)
        && !is_known(tokens.word(next))
    {
        parts = vec![
            spelling::corrected(first, tokens, end),
            written(tokens.raw(next)),
        ];
        (at, end) = (next + 1, next + 1);
    }
    // `rott die gisela`.
    if let [last] = parts.as_slice()
        && !is_given(&folded(last))
        && matches!(tokens.word(at), "die" | "der")
        && is_given(tokens.word(at + 1))
        && tokens.get(at + 2).is_none()
    {
        parts.push(written(tokens.raw(at + 1)));
        end = at + 2;
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

/// Whether a given name and a surname are among the parts: `eduard nagel` of `eduard nagel
/// bewerbungsfotos bräucht ich`.
fn is_full(parts: &[String]) -> bool {
    let given = |part: &String| is_given(&folded(part));
    parts.iter().any(given) && parts.iter().skip(1).any(|part| !given(part))
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

/// `GmbH`, `Ltd`.
pub(crate) fn is_company_ending(word: &str) -> bool {
    COMPANY.iter().any(|(ending, _)| *ending == word)
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
