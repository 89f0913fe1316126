//! Months and weekdays that are people's names: `Jan Nowak`, `Karl Mai`, `Peter Freitag`.

use super::introduced::TABLE;
use super::is_name_word;
use super::words::{BEGINS, GREETINGS, OPENERS};
use crate::concept::is_known;
use crate::lexicon::Lex;
use crate::token::Tokens;

/// Words of an answer that is a name and little more.
pub(crate) const SHORT: usize = 5;

/// Words of a name before and behind a month or weekday in it.
const BESIDE: usize = 2;

/// Whether a month or weekday is part of a name, and so no time: it is introduced as one, or
/// stands directly beside another part of it.
pub(crate) fn is_calendar_name(tokens: &Tokens<'_>, i: usize) -> bool {
    let month = is_month(tokens, i);
    if !month && !matches!(tokens.lex(i), Lex::Weekday(_)) {
        return false;
    }
    let before = (1..=BESIDE).take_while(|n| i.checked_sub(*n).is_some_and(|at| part(tokens, at)));
    let from = i - before.count();
    let behind = (1..=BESIDE).take_while(|n| part(tokens, i + n));
    let to = i + 1 + behind.count();
    if is_dated(tokens, from, to) {
        return false;
    }
    let beside = to - from > 1;
    let introduced = (from.saturating_sub(4)..i).any(|start| {
        TABLE
            .longest(tokens, start)
            .is_some_and(|(enough, next)| enough && (from..=i).contains(&next))
    });
    let here = matches!(tokens.word(to), "hier" | "here" | "speaking")
        || tokens.words(to, &["am", "apparat"])
        || tokens.words(to, &["mein", "name"]);
    // A weekday is no first name: `Hier ist Freitag wohl keiner da`.
    let fits = month || from < i;
    if fits && ((beside && here) || introduced) {
        return true;
    }
    month && beside && (is_written_as_name(tokens, i, from, to) || opens(tokens, from, to))
}

fn is_month(tokens: &Tokens<'_>, i: usize) -> bool {
    matches!(tokens.lex(i), Lex::Month(_) | Lex::MonthShort(_))
}

/// Whether the word can stand in a name beside a month: `Nowak`, but also `Mai` of `Jan Mai`.
fn part(tokens: &Tokens<'_>, i: usize) -> bool {
    (tokens.lex(i) == Lex::None || is_month(tokens, i))
        && is_name_word(tokens, i, &[])
        && !is_known(tokens.word(i))
}

/// `im Mai`, `Ende April`, `2. Mai`, `June 5`.
fn is_dated(tokens: &Tokens<'_>, from: usize, to: usize) -> bool {
    let number =
        |at: usize| tokens.digits(at).is_some() || matches!(tokens.lex(at), Lex::Number(..));
    let Some(before) = from.checked_sub(1) else {
        return number(to);
    };
    let led = matches!(
        tokens.lex(before),
        Lex::In
            | Lex::From
            | Lex::Until
            | Lex::After
            | Lex::Before
            | Lex::Between
            | Lex::This
            | Lex::Next
            | Lex::Naechste
            | Lex::Coming
            | Lex::AfterNext
            | Lex::Last
    ) || matches!(
        tokens.word(before),
        "im" | "of" | "during" | "anfang" | "mitte" | "ende" | "early" | "mid" | "late" | "end"
    );
    let day = before - usize::from(tokens.sign(before, '.') && before > 0);
    led || number(day) || number(to)
}

/// Both with a capital, which a word has at the beginning of a sentence anyway.
fn is_written_as_name(tokens: &Tokens<'_>, i: usize, from: usize, to: usize) -> bool {
    let capital = |at: usize| tokens.raw(at).starts_with(char::is_uppercase);
    let first = from == 0
        || ['.', '!', '?']
            .iter()
            .any(|sign| tokens.sign(from - 1, *sign));
    let ends = tokens.sign(to, ',') || tokens.sign(to, '.') || tokens.get(to).is_none();
    let behind = to > i + 1 && capital(i + 1);
    let before = from < i && capital(i - 1) && (!first || from + 1 < i || ends);
    capital(i) && (behind || before)
}

/// `guten tag april meyer ich möchte`: the name with which a turn begins.
fn opens(tokens: &Tokens<'_>, from: usize, to: usize) -> bool {
    let greets = |at: usize| {
        let word = tokens.word(at);
        word.is_empty() || GREETINGS.contains(&word) || OPENERS.contains(&word)
    };
    BEGINS.contains(&tokens.word(to)) && from < 8 && (0..from).all(greets)
}

/// In the answer to a question for the name, `thomas freitag` and `may smith` are no days.
pub(crate) fn free_calendar(tokens: &Tokens<'_>, taken: &mut [bool]) {
    let timeless =
        |i: usize| !taken.get(i).copied().unwrap_or_default() && is_name_word(tokens, i, &[]);
    // `ja freitag`.
    let polite = |i: usize| {
        matches!(
            tokens.word(i),
            "" | "ja" | "also" | "frau" | "herr" | "bitte" | "yes" | "it's"
        )
    };
    let alone = |at: usize| (0..tokens.len()).all(|i| i == at || polite(i));
    let free: Vec<usize> = (0..tokens.len())
        .filter(|i| {
            matches!(
                tokens.lex(*i),
                Lex::Weekday(_) | Lex::Month(_) | Lex::MonthShort(_)
            )
        })
        .filter(|i| {
            // Nobody says `Mo` for a Monday.
            let short = tokens.word(*i).len() == 2 && (*i == 0 || tokens.word(i - 1) != "am");
            let beside = timeless(i + 1) || (*i > 0 && timeless(i - 1));
            tokens.len() <= SHORT && (alone(*i) || short || beside)
        })
        .collect();
    for i in free {
        if let Some(token) = taken.get_mut(i) {
            *token = false;
        }
    }
}
