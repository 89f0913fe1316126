//! Phrases looked up by their first word: the longest that fits counts.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use crate::lexicon::Fnv;
use crate::token::{Tokens, folded};

/// Phrases, each with what it means.
#[derive(Debug)]
pub(crate) struct Phrases<T>(HashMap<String, Listed<T>, BuildHasherDefault<Fnv>>);

/// The phrases that begin with one word.
type Listed<T> = Vec<(Vec<String>, T)>;

impl<T: Copy> Phrases<T> {
    /// From lists that separate their phrases by `|`.
    pub(crate) fn new(lists: &[(T, &str)]) -> Self {
        let mut phrases = HashMap::<String, Listed<T>, _>::default();
        for (meaning, list) in lists {
            for phrase in list.split('|') {
                let words: Vec<String> = phrase.split_whitespace().map(folded).collect();
                if let Some(first) = words.first() {
                    phrases
                        .entry(first.clone())
                        .or_default()
                        .push((words, *meaning));
                }
            }
        }
        Self(phrases)
    }

    /// The longest phrase that begins at `i`, and the token behind it.
    pub(crate) fn longest(&self, tokens: &Tokens<'_>, i: usize) -> Option<(T, usize)> {
        let word = tokens.word(i);
        if word.is_empty() {
            return None;
        }
        self.0
            .get(word)?
            .iter()
            .filter(|(words, _)| {
                words
                    .iter()
                    .zip(i..)
                    .all(|(word, at)| tokens.word(at) == word)
            })
            .max_by_key(|(words, _)| words.len())
            .map(|(words, meaning)| (*meaning, i + words.len()))
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
