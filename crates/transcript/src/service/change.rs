//! How callers put a service in the place of others: `nein, doch färben`, `just a blow-dry then`.

use crate::lexicon::Lex;
use crate::token::Tokens;

/// Bytes between a `nein` and what is meant instead.
const CORRECTING: usize = 24;

/// Words between `nur` and the one service that is left.
const NARROWING: usize = 3;

/// Words between the agent's `dann` and the service: `dann buche ich Ihnen die`.
const SETTLING: usize = 5;

/// Where a turn corrects itself.
#[derive(Debug, Clone, Copy)]
pub(super) struct Correction {
    /// What is meant instead stands from this token on.
    pub(super) from: usize,
    /// Whether it also takes the place of what was said in turns before.
    pub(super) near: bool,
    /// Whether it says so: `doch`, `nur`.
    pub(super) plain: bool,
}

/// The last correction of a turn in which services are named at these tokens, in order.
pub(super) fn correction(
    tokens: &Tokens<'_>,
    places: &[usize],
    asked_for_more: bool,
) -> Option<Correction> {
    // Before this one stands an `und`, whatever is refused before that.
    let mut added = None;
    (0..tokens.len()).rev().find_map(|i| {
        let refuses = is_refusal(tokens, i);
        if !refuses && (asked_for_more || !is_narrowing(tokens.word(i))) {
            return None;
        }
        let n = places.partition_point(|at| *at <= i);
        let from = *places.get(n)?;
        let before = n.checked_sub(1).and_then(|n| places.get(n).copied());
        if !refuses && !narrows(tokens, before, i, from) {
            return None;
        }
        if added == Some(from) {
            return None;
        }
        let between = || (i + 1..from).map(|at| tokens.word(at));
        let at_once = |word: &str| word == "gleich" && tokens.word(i) == "lieber";
        if between().any(|word| (adds(word) && !at_once(word)) || matches!(word, "aber" | "but")) {
            added = Some(from);
            return None;
        }
        let gap = tokens.bytes(from, from + 1).start - tokens.bytes(i, i + 1).end;
        Some(Correction {
            from,
            near: gap <= CORRECTING,
            plain: !refuses
                || tokens.word(i) == "sondern"
                || between().any(|word| word == "doch" || word == "dann" || is_narrowing(word)),
        })
    })
}

/// `nein`, `quatsch`, `anders überlegt`; not in `ne Massage` and `no rush`.
pub(super) fn is_refusal(tokens: &Tokens<'_>, i: usize) -> bool {
    let before = i.checked_sub(1).map_or("", |at| tokens.word(at));
    match tokens.word(i) {
        "nein" | "nee" | "quatsch" | "sondern" | "nope" | "umentschieden" => true,
        "ueberlegt" => before == "anders",
        "meant" | "meinte" => tokens.word(i + 1) != "to",
        "mind" => i > 1 && tokens.words(i - 2, &["changed", "my"]),
        "ne" => {
            matches!(before, "ach" | "och" | "oh" | "na")
                || matches!(
                    tokens.word(i + 1),
                    "" | "doch" | "lieber" | "warte" | "warten" | "moment" | "halt" | "quatsch"
                )
        }
        "no" => !matches!(
            tokens.word(i + 1),
            "rush" | "hurry" | "problem" | "worries" | "idea" | "longer" | "more" | "matter"
        ),
        _ => false,
    }
}

/// Words behind which only one service is left.
fn is_narrowing(word: &str) -> bool {
    matches!(
        word,
        "nur" | "bloss" | "lieber" | "just" | "only" | "rather"
    )
}

/// Whether `nur` at `i` leaves only the service at `from`: not in `färben und nur die Spitzen
/// schneiden`, where it stands beside the one before.
fn narrows(tokens: &Tokens<'_>, before: Option<usize>, i: usize, from: usize) -> bool {
    if from - i > NARROWING {
        return false;
    }
    let joined = (before.unwrap_or(i.saturating_sub(2))..i)
        .any(|at| adds(tokens.word(at)) || matches!(tokens.word(at), "fuer" | "for"));
    !joined && (i + 1..from).all(|at| is_light(tokens, at) || tokens.word(at) == "gleich")
}

/// What stands between `nur` and what it is about.
fn is_light(tokens: &Tokens<'_>, i: usize) -> bool {
    matches!(
        tokens.word(i),
        "a" | "an"
            | "den"
            | "das"
            | "ein"
            | "eine"
            | "einen"
            | "einmal"
            | "mal"
            | "n"
            | "nen"
            | "ne"
            | "zum"
            | "zur"
            | "doch"
            | "have"
            | "do"
            | "get"
            | "want"
            | "my"
            | "mein"
            | "meine"
            | "meinen"
    ) || matches!(tokens.word(i), "der" | "die" | "the" if tokens.lex(i) != Lex::None)
}

/// How agents say that they enter something: `buche ich Ihnen`, `I'll book you`.
fn enters(word: &str) -> bool {
    matches!(
        word,
        "buche"
            | "buch"
            | "trage"
            | "notiere"
            | "nehme"
            | "nehmen"
            | "mache"
            | "machen"
            | "ich"
            | "wir"
            | "ihnen"
            | "dir"
            | "euch"
            | "sie"
            | "i'll"
            | "we'll"
            | "book"
            | "put"
            | "you"
            | "in"
            | "for"
            | "down"
    )
}

/// Words that put one service beside others.
pub(super) fn adds(word: &str) -> bool {
    matches!(
        word,
        "und"
            | "and"
            | "plus"
            | "sowie"
            | "auch"
            | "noch"
            | "dazu"
            | "zusaetzlich"
            | "ausserdem"
            | "too"
            | "add"
            | "gleich"
    )
}

/// Whether the agent asks for more: `sonst noch was?`, so that `nur den Bart` comes to it.
pub(super) fn asks_for_more(tokens: &Tokens<'_>) -> bool {
    (0..tokens.len()).any(|i| {
        let next = tokens.word(i + 1);
        match tokens.word(i) {
            "noch" => matches!(next, "etwas" | "was" | "wuensche"),
            "sonst" => next == "noch",
            "anything" | "something" => next == "else",
            "dazu" => true,
            _ => false,
        }
    })
}

/// Whether a turn speaks of something that comes to the rest.
pub(super) fn adds_to(tokens: &Tokens<'_>) -> bool {
    asks_for_more(tokens)
        || (0..tokens.len()).any(|i| {
            matches!(
                tokens.word(i),
                "auch" | "noch" | "zusaetzlich" | "ausserdem" | "too" | "also" | "add" | "extra"
            ) || tokens.words(i, &["as", "well"])
                || (tokens.words(i, &["with", "that"]) && tokens.word(i + 2) != "one")
        })
}

/// Whether the agent does not have what was asked for: `leider nur noch Maniküre`.
pub(super) fn lacks(tokens: &Tokens<'_>) -> bool {
    let word = |i: usize| tokens.word(i);
    (0..tokens.len()).any(|i| matches!(word(i), "leider" | "unfortunately" | "afraid" | "sorry"))
}

/// Whether what the agent named takes the place of what was wanted: `na gut, dann die große`.
pub(super) fn takes_instead(tokens: &Tokens<'_>) -> bool {
    (0..tokens.len()).any(|i| matches!(tokens.word(i), "then" | "dann"))
        && !(0..tokens.len()).any(|i| adds(tokens.word(i)))
}

/// Whether the agent takes the service at `at` for the only one: `also dann Nachstechen`, `just the
/// blow-dry`.
pub(super) fn settles_on(tokens: &Tokens<'_>, at: usize) -> bool {
    let says = |i: usize| matches!(tokens.word(i), "dann" | "nur" | "just" | "only" | "then");
    let begins = (at.saturating_sub(SETTLING)..at).rev().find(|i| says(*i));
    begins.is_some_and(|i| (i + 1..at).all(|i| is_light(tokens, i) || enters(tokens.word(i))))
        && !(0..tokens.len()).any(|i| adds(tokens.word(i)))
}

/// Behind which token the agent offers something else: `ausgebucht, stattdessen ginge …`.
pub(super) fn offers_instead(tokens: &Tokens<'_>) -> Option<usize> {
    (0..tokens.len()).find(|i| matches!(tokens.word(*i), "stattdessen" | "instead" | "ersatzweise"))
}

/// Whether another service is to take the place of the first: `could you switch that to …`,
/// `machen wir doch lieber …`.
pub(super) fn changes(tokens: &Tokens<'_>) -> bool {
    (0..tokens.len()).any(|i| {
        let behind = |it: &[&str]| (i + 1..i + 5).any(|at| it.contains(&tokens.word(at)));
        match tokens.word(i) {
            "switch" | "change" | "swap" => behind(&["to", "for"]),
            "make" => behind(&["instead"]),
            "aendern" | "tauschen" | "umstellen" => {
                (i.saturating_sub(4)..i).any(|at| matches!(tokens.word(at), "auf" | "gegen" | "zu"))
            }
            "instead" | "stattdessen" | "umentschieden" => true,
            "doch" => matches!(tokens.word(i + 1), "lieber" | "eher"),
            "dann" => matches!(tokens.word(i + 1), "lieber"),
            _ => false,
        }
    })
}
