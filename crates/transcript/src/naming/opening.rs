//! The caller's name in the words with which they begin, without any that introduce it.

use std::ops::Range;

use super::words::{BEGINS, GREETINGS, OPENERS};
use super::{introduced, is_given, is_hyphen, is_name_word, is_name_word_or_particle, name_at};
use crate::concept::is_known;
use crate::name::NameFound;
use crate::token::Tokens;

/// Words of a name at most.
const LONGEST: usize = 4;

/// `guten tag pfister ich wollte`: a name between the greeting and what is wanted, and none of
/// the words that name a service.
pub(crate) fn greeting(
    tokens: &Tokens<'_>,
    offset: usize,
    taken: &[bool],
    services: &[Range<usize>],
) -> Option<NameFound> {
    let start = (0..8).find(|i| is_name_word(tokens, *i, taken))?;
    let begun = (0..start).all(|i| {
        let word = tokens.word(i);
        GREETINGS.contains(&word) || OPENERS.contains(&word) || word.is_empty()
    });
    let greeted = begun && (0..start).any(|i| GREETINGS.contains(&tokens.word(i)));
    let end = (start..start + 8).find(|i| {
        let name = is_name_word_or_particle(tokens, *i, taken) || is_hyphen(tokens, *i);
        // `doppelhofer da unser hund`.
        !name || (tokens.word(*i) == "da" && !is_name_word(tokens, i + 1, taken))
    })?;
    let comma = usize::from(tokens.sign(end, ','));
    let begins = BEGINS.contains(&tokens.word(end + comma));
    // `Karl Nowak hier.`, `Hallo, Karl Nowak.`
    let ends =
        |at: usize| tokens.get(at).is_none() || [',', '.'].iter().any(|it| tokens.sign(at, *it));
    let led = |at: usize| tokens.sign(at, ',') || tokens.word(at) == "it's";
    let capital = |at: usize| tokens.raw(at).starts_with(char::is_uppercase);
    let full = end >= start + 2 && capital(start) && capital(end - 1);
    // `ist da der franz da`.
    let asked = matches!(tokens.word(0), "is" | "ist");
    let here = is_here(tokens, end) && ends(end + 1) && !asked;
    let alone = full && ends(end) && start > 0 && led(start - 1);
    let after = tokens.word(end);
    // `roswitha henkel guten morgen`.
    let hails = (0..start).all(|i| matches!(tokens.word(i), "ja" | "also" | ""))
        && after != "ja"
        && (GREETINGS.contains(&after) || matches!(after, "guten" | "gruess" | "good"));
    // `zwettler i brauch`, `doppelhofer da`, `tschudi aus malans`, `vahid hier`.
    let short = end - start <= LONGEST && begun && !asked;
    let sole = end == start + 1 || (start..end).any(|i| is_given(tokens.word(i)));
    let first = short
        && (is_here(tokens, end) || is_whence(tokens, end) || (start == 0 && sole && wants(after)));
    // `petra ahlers mein sohn`, `konrad hasselbach`.
    let known = short && end >= start + 2 && is_given(tokens.word(start));
    // `oh hello it's marjorie about my feet`.
    let called = begun
        && is_given(tokens.word(start))
        && start > 0
        && matches!(tokens.word(start - 1), "it's" | "i'm" | "bin" | "hier");
    let named = (start..end).all(|i| {
        let word = tokens.word(i);
        !is_known(word) || ends_as_surname(word)
    });
    let said =
        (greeted && (begins || alone)) || (begun && here) || hails || first || known || called;
    let from = tokens.bytes(start, start + 1).start + offset;
    // `ich bin umgezogen und …`, but `ich bin petra und …`: how somebody is, not who.
    let state = start > 0
        && tokens.word(start - 1) == "bin"
        && !is_given(tokens.word(start))
        && end == start + 1;
    // `hallo ich heirate und`: what somebody does.
    let acts = start > 0 && matches!(tokens.word(start - 1), "ich" | "i" | "wir" | "we");
    let service = services.iter().any(|span| span.contains(&from));
    let confidence = if introduced::is_role(tokens, start, taken) {
        introduced::ROLE
    } else {
        70
    };
    name_at(tokens, start, offset, taken, confidence)
        .filter(|_| said && named && !service && !state && !acts)
}

/// `Neumann`, `Neumeier`: what a trade's word may begin.
fn ends_as_surname(word: &str) -> bool {
    [
        "mann", "meier", "maier", "meyer", "mayer", "huber", "bauer", "hofer",
    ]
    .iter()
    .any(|end| word.len() > end.len() && word.ends_with(end))
}

/// `… hier`, `… am Apparat`, `… da`.
fn is_here(tokens: &Tokens<'_>, i: usize) -> bool {
    matches!(
        tokens.word(i),
        "hier" | "here" | "speaking" | "da" | "isch" | "nochmal"
    ) || tokens.words(i, &["noch", "mal"])
        || tokens.words(i, &["am", "apparat"])
        || tokens.words(i, &["am", "telefon"])
}

/// `… aus Malans`, `… von der Bäckerei`.
fn is_whence(tokens: &Tokens<'_>, i: usize) -> bool {
    matches!(
        tokens.word(i),
        "aus" | "us" | "z" | "vo" | "von" | "vom" | "from"
    )
}

/// With what the sentence behind a name begins.
fn wants(word: &str) -> bool {
    matches!(
        word,
        "i" | "ich" | "wir" | "mir" | "we" | "i'm" | "i've" | "i'd" | "my" | "mein" | "meine"
    )
}
