//! Names whose parts are told apart: `Koval der Nachname, Vorname Oksana`, `the surname's Castle`.

use std::ops::Range;

use super::{is_name_word, written};
use crate::name::NameFound;
use crate::token::Tokens;

/// Which part of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    First,
    Last,
}

/// The parts that are told as such.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Labelled {
    pub(crate) first: Option<String>,
    pub(crate) last: Option<String>,
    /// Where the first of them stands, in bytes.
    span: Range<usize>,
}

impl Labelled {
    /// The name, if both parts were told: `wrona is my surname agnieszka is first name`.
    pub(crate) fn whole(&self, offset: usize) -> Option<NameFound> {
        let (first, last) = (self.first.as_ref()?, self.last.as_ref()?);
        Some(NameFound {
            name: format!("{first} {last}"),
            span: self.span.start + offset..self.span.end + offset,
            confidence: 85,
        })
    }
}

/// The label at `i`, and the token behind it.
fn label(tokens: &Tokens<'_>, i: usize) -> Option<(Part, usize)> {
    match tokens.word(i) {
        "vorname" | "vornamen" | "rufname" | "forename" => Some((Part::First, i + 1)),
        "nachname" | "nachnamen" | "familienname" | "familiennamen" | "zuname" | "zunamen"
        | "surname" | "surname's" => Some((Part::Last, i + 1)),
        // `familie ist shevchenko`, but `Familie Shevchenko`.
        "familie" if matches!(tokens.word(i + 1), "ist" | "heisst") => Some((Part::Last, i + 1)),
        // `wozniak is surname danuta is name`.
        "name"
            if i > 0
                && matches!(tokens.word(i - 1), "is" | "ist")
                && tokens.get(i + 1).is_none() =>
        {
            Some((Part::First, i + 1))
        }
        "first" | "given" if matches!(tokens.word(i + 1), "name" | "name's") => {
            Some((Part::First, i + 2))
        }
        "last" | "second" | "family" if matches!(tokens.word(i + 1), "name" | "name's") => {
            Some((Part::Last, i + 2))
        }
        "vorn" | "vorne" | "hinten" if is_name_word(tokens, i + 1, &[]) => Some((
            if tokens.word(i) == "hinten" {
                Part::Last
            } else {
                Part::First
            },
            i + 1,
        )),
        _ => None,
    }
}

/// `da hinten` says where and `die Familie ist da` who, if no name was asked for.
fn is_word(word: &str) -> bool {
    matches!(word, "vorn" | "vorne" | "hinten" | "familie")
}

/// Words between a label and its name.
fn joins(word: &str) -> bool {
    matches!(
        word,
        "ist"
            | "is"
            | "lautet"
            | "der"
            | "the"
            | "my"
            | "mein"
            | "mit"
            | "mitn"
            | "dem"
            | "im"
            | "waere"
            | "it's"
            | "und"
            | "and"
    )
}

/// The parts of a name that this turn tells.
pub(crate) fn labelled(tokens: &Tokens<'_>, taken: &[bool], asked: bool) -> Labelled {
    let mut found = Labelled::default();
    let mut from = 0;
    let mut i = 0;
    while i < tokens.len() {
        let Some((part, behind)) = label(tokens, i).filter(|_| asked || !is_word(tokens.word(i)))
        else {
            i += 1;
            continue;
        };
        let start = behind + usize::from(joins(tokens.word(behind)));
        let led = run(tokens, start, taken);
        // `leopold mit Vornamen`, `Bärbel ist der Vorname`.
        let end = (from..i)
            .rev()
            .find(|at| !joins(tokens.word(*at)))
            .map_or(from, |at| at + 1);
        let first = (from..end)
            .rev()
            .take_while(|at| is_name_word(tokens, *at, taken))
            .last()
            .unwrap_or(end);
        let trails = run(tokens, first, taken).filter(|(_, next)| *next <= i);
        let backwards = end < i
            && matches!(
                tokens.word(end),
                "ist" | "der" | "mit" | "mitn" | "im" | "is"
            );
        let found_here = match (led, trails) {
            (Some(led), None) => Some(led),
            // `oleksandra familienname koval`: the other part stands before.
            (Some(led), Some((other, _))) if !backwards => {
                let rest = match part {
                    Part::First => &mut found.last,
                    Part::Last => &mut found.first,
                };
                rest.get_or_insert(other);
                Some(led)
            }
            (_, trails) => trails.map(|(name, _)| (name, behind)),
        };
        let Some((name, next)) = found_here else {
            i = behind;
            continue;
        };
        if found.span.is_empty() {
            found.span = tokens.bytes(start.min(first), next);
        }
        let known = match part {
            Part::First => &mut found.first,
            Part::Last => &mut found.last,
        };
        known.get_or_insert(name);
        from = next;
        i = next;
    }
    found
}

/// The words of a name from `i` on, up to the next label.
fn run(tokens: &Tokens<'_>, i: usize, taken: &[bool]) -> Option<(String, usize)> {
    let end = (i..i + 3)
        .find(|at| !is_name_word(tokens, *at, taken) || label(tokens, *at).is_some())
        .unwrap_or(i + 3);
    let words: Vec<String> = (i..end).map(|at| written(tokens.raw(at))).collect();
    (!words.is_empty()).then(|| (words.join(" "), end))
}
