//! Phrases looked up by their first word: the longest that fits counts.

use crate::token::{Tokens, folded};
use crate::words::Words;

/// Phrases, each with what it means.
#[derive(Debug)]
pub(crate) struct Phrases<T>(Words<Listed<T>>);

/// The phrases that begin with one word, each with the words behind it.
type Listed<T> = Vec<(Vec<String>, T)>;

impl<T: Copy> Phrases<T> {
    /// From lists that separate their phrases by `|`.
    pub(crate) fn new(lists: &[(T, &str)]) -> Self {
        let mut phrases = Words::<Listed<T>>::default();
        for (meaning, list) in lists {
            for phrase in list.split('|') {
                let mut words = phrase.split_whitespace().map(folded);
                let Some(first) = words.next() else {
                    continue;
                };
                let rest: Vec<String> = words.collect();
                let dialect = NOT.iter().filter(|_| first == "nicht");
                for first in dialect.copied().chain([first.as_str()]) {
                    phrases
                        .or_insert_with(first, Vec::new)
                        .push((rest.clone(), *meaning));
                }
            }
        }
        Self(phrases)
    }

    /// The longest phrase that begins at `i`, and the token behind it.
    pub(crate) fn longest(&self, tokens: &Tokens<'_>, i: usize) -> Option<(T, usize)> {
        tokens
            .among(i, &self.0)?
            .iter()
            .filter(|(words, _)| {
                words
                    .iter()
                    .zip(i + 1..)
                    .all(|(word, at)| is_same(tokens.word(at), word))
            })
            .max_by_key(|(words, _)| words.len())
            .map(|(words, meaning)| (*meaning, i + 1 + words.len()))
    }

    /// Every phrase of the text, also those inside others.
    pub(crate) fn all<'p>(
        &'p self,
        tokens: &'p Tokens<'_>,
    ) -> impl Iterator<Item = (usize, T)> + 'p {
        (0..tokens.len()).filter_map(|i| self.longest(tokens, i).map(|(meaning, _)| (i, meaning)))
    }

    /// The phrases among these tokens with the tokens that they cover; one inside another does
    /// not count.
    pub(crate) fn apart(
        &self,
        tokens: &Tokens<'_>,
        within: std::ops::Range<usize>,
    ) -> Vec<(usize, usize, T)> {
        let mut found = Vec::new();
        let mut at = within.start;
        while at < within.end {
            match self.longest(tokens, at) {
                Some((meaning, next)) => {
                    found.push((at, next, meaning));
                    at = next;
                }
                None => at += 1,
            }
        }
        found
    }
}

/// `nicht` as dialects say it.
const NOT: &[&str] = &["ned", "net", "nid", "nit", "noed", "nich"];

/// Whether the word said is that of the phrase, in whichever dialect it denies.
fn is_same(said: &str, word: &str) -> bool {
    said == word || (word == "nicht" && NOT.contains(&said))
}
