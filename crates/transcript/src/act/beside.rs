//! What stands beside each of several times in the agent's words, by which it can be chosen: `in
//! Altstetten um zehn, in Stadelhofen um acht` – `dann Altstetten`.

use std::ops::Range;

use crate::lexicon::Lex;
use crate::token::Tokens;

/// Letters of a word that tells one time from another.
const TELLING: usize = 4;
/// How far around a time such a word may stand.
const REACH: usize = 8;

/// The words of the clause around a time.
pub(super) fn beside(
    tokens: &Tokens<'_>,
    within: &Range<usize>,
    time: &Range<usize>,
) -> Vec<String> {
    let ends = |i: &usize| {
        tokens.sign(*i, ',') || matches!(tokens.word(*i), "und" | "oder" | "and" | "or" | "bzw")
    };
    let from = time.start.saturating_sub(REACH).max(within.start);
    let to = (time.end + REACH).min(within.end);
    let before = (from..time.start).rev().take_while(|i| !ends(i));
    let behind = (time.end..to).take_while(|i| !ends(i));
    before
        .chain(behind)
        .filter(|i| tokens.lex(*i) == Lex::None && !COMMON.contains(&tokens.word(*i)))
        .map(|i| tokens.word(i))
        .filter(|word| word.len() >= TELLING)
        .map(str::to_owned)
        .collect()
}

/// What is said around any time.
const COMMON: &[&str] = &[
    "haette",
    "haetten",
    "hatte",
    "waere",
    "waeren",
    "ginge",
    "koennte",
    "koennten",
    "noch",
    "frei",
    "freien",
    "zeit",
    "termin",
    "termine",
    "platz",
    "dann",
    "auch",
    "eine",
    "einen",
    "einem",
    "beim",
    "kann",
    "koennen",
    "anbieten",
    "ihnen",
    "euch",
    "alternativ",
    "sonst",
    "herr",
    "frau",
    "herrn",
    "have",
    "with",
    "would",
    "could",
    "free",
    "available",
    "offer",
    "either",
    "then",
    "there",
    "else",
    "slot",
    "i've",
    "we've",
    "that",
    "this",
    "could",
];
