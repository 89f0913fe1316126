//! One pass over the text: words, digits and signs, each with its place and what it can mean.
//!
//! Words are folded (lower case, `ä` to `ae`, `ß` to `ss`), so `Übermorgen` and `uebermorgen`
//! are one word; a word is only ever looked up whole, so `helfen` does not contain `elf`.

use std::ops::Range;

use crate::lexicon::{self, Lex};
use crate::words::{self, Words};

/// A part of the text that was read as one thing.
#[derive(Debug, Clone)]
pub(crate) struct Token {
    /// Bytes of the text.
    pub(crate) span: Range<usize>,
    /// Bytes of the folded text.
    folded: Range<usize>,
    /// Word, digits or sign.
    pub(crate) kind: Kind,
    /// The folded word's, for [`words::Words`].
    hash: u64,
    /// What the word can mean in a time expression.
    pub(crate) lex: Lex,
    /// Whether white space stands before it.
    pub(crate) spaced: bool,
}

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Letters, with apostrophes inside.
    Word,
    /// Digits: their value, held at the top, and how many there are.
    Digits(u32, u8),
    /// Any other visible character.
    Sign(char),
}

/// A text and its tokens.
#[derive(Debug)]
pub(crate) struct Tokens<'t> {
    text: &'t str,
    folded: String,
    list: Vec<Token>,
}

impl<'t> Tokens<'t> {
    /// Reads the text once.
    pub(crate) fn read(text: &'t str) -> Self {
        let mut tokens = Self {
            text,
            folded: String::with_capacity(text.len()),
            list: Vec::with_capacity(text.len() / 5 + 1),
        };
        let mut spaced = true;
        let mut rest = text.char_indices().peekable();
        while let Some((start, first)) = rest.next() {
            if first.is_whitespace() {
                spaced = true;
                continue;
            }
            let from = tokens.folded.len();
            fold(first, &mut tokens.folded);
            let mut end = start + first.len_utf8();
            let kind = if let Some(digit) = first.to_digit(10) {
                let (mut value, mut count) = (digit, 1_u8);
                while let Some(&(at, c)) = rest.peek()
                    && let Some(digit) = c.to_digit(10)
                {
                    value = value.saturating_mul(10).saturating_add(digit);
                    count = count.saturating_add(1);
                    fold(c, &mut tokens.folded);
                    end = at + c.len_utf8();
                    rest.next();
                }
                Kind::Digits(value, count)
            } else if first.is_alphabetic() {
                while let Some(&(at, c)) = rest.peek() {
                    let next = text.get(at + c.len_utf8()..).and_then(|s| s.chars().next());
                    let inside = is_apostrophe(c) && next.is_some_and(char::is_alphabetic);
                    if !c.is_alphabetic() && !is_mark(c) && !inside {
                        break;
                    }
                    fold(c, &mut tokens.folded);
                    end = at + c.len_utf8();
                    rest.next();
                }
                Kind::Word
            } else {
                Kind::Sign(first)
            };
            let folded = from..tokens.folded.len();
            // Nobody means anything by it, nor by the comma behind it.
            if kind == Kind::Word && is_hesitation(&tokens.folded[folded.clone()]) {
                tokens.folded.truncate(from);
                rest.next_if(|&(_, c)| c == ',');
                spaced = true;
                continue;
            }
            let (hash, lex) = match kind {
                Kind::Word => {
                    let word = &tokens.folded[folded.clone()];
                    let hash = words::hash(word);
                    (hash, lexicon::look_up_hashed(word, hash))
                }
                _ => (0, Lex::None),
            };
            tokens.list.push(Token {
                span: start..end,
                folded,
                kind,
                hash,
                lex,
                spaced,
            });
            spaced = false;
        }
        tokens
    }

    /// How many tokens there are.
    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    /// The token at `i`, if the text goes that far.
    pub(crate) fn get(&self, i: usize) -> Option<&Token> {
        self.list.get(i)
    }

    /// What the word at `i` can mean; nothing past the end.
    pub(crate) fn lex(&self, i: usize) -> Lex {
        self.get(i).map_or(Lex::None, |token| token.lex)
    }

    /// The folded word at `i`; empty for anything else.
    pub(crate) fn word(&self, i: usize) -> &str {
        match self.get(i) {
            Some(token) if token.kind == Kind::Word => &self.folded[token.folded.clone()],
            _ => "",
        }
    }

    /// What the word at `i` means in a table of words.
    pub(crate) fn among<'w, T>(&self, i: usize, words: &'w Words<T>) -> Option<&'w T> {
        let token = self.get(i).filter(|token| token.kind == Kind::Word)?;
        words.get_hashed(&self.folded[token.folded.clone()], token.hash)
    }

    /// The text of the token at `i` as it was written.
    pub(crate) fn raw(&self, i: usize) -> &'t str {
        self.get(i)
            .map_or("", |token| &self.text[token.span.clone()])
    }

    /// The digits at `i`: value and count.
    pub(crate) fn digits(&self, i: usize) -> Option<(u32, u8)> {
        match self.get(i)?.kind {
            Kind::Digits(value, count) => Some((value, count)),
            _ => None,
        }
    }

    /// Whether `sign` stands at `i`.
    pub(crate) fn sign(&self, i: usize, sign: char) -> bool {
        self.get(i)
            .is_some_and(|token| token.kind == Kind::Sign(sign))
    }

    /// Whether a hyphen or dash of any length stands at `i`.
    pub(crate) fn dash(&self, i: usize) -> bool {
        matches!(
            self.get(i).map(|t| t.kind),
            Some(Kind::Sign('-' | '–' | '—'))
        )
    }

    /// Whether the token at `i` touches the one before it.
    pub(crate) fn glued(&self, i: usize) -> bool {
        self.get(i).is_some_and(|token| !token.spaced)
    }

    /// Whether the words from `i` on are these.
    pub(crate) fn words(&self, i: usize, expected: &[&str]) -> bool {
        expected
            .iter()
            .enumerate()
            .all(|(n, word)| self.word(i + n) == *word)
    }

    /// The bytes that the tokens `from..to` cover.
    pub(crate) fn bytes(&self, from: usize, to: usize) -> Range<usize> {
        match (
            self.get(from),
            to.checked_sub(1).and_then(|last| self.get(last)),
        ) {
            (Some(first), Some(last)) if from < to => first.span.start..last.span.end,
            _ => 0..0,
        }
    }
}

/// The word as it is compared.
pub(crate) fn folded(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    word.chars().for_each(|c| fold(c, &mut out));
    out
}

fn fold(c: char, out: &mut String) {
    match c {
        'A'..='Z' => out.push(c.to_ascii_lowercase()),
        'ä' | 'Ä' => out.push_str("ae"),
        'ö' | 'Ö' => out.push_str("oe"),
        'ü' | 'Ü' => out.push_str("ue"),
        'ß' | 'ẞ' => out.push_str("ss"),
        // A decomposed umlaut: the base letter is already there.
        '\u{308}' => out.push('e'),
        _ if is_apostrophe(c) => out.push('\''),
        _ if c.is_ascii() => out.push(c),
        _ => out.extend(c.to_lowercase()),
    }
}

fn is_hesitation(word: &str) -> bool {
    matches!(
        word,
        "aeh"
            | "aehh"
            | "aehm"
            | "aehmm"
            | "aeaeh"
            | "aeaehm"
            | "oeh"
            | "oehm"
            | "ehm"
            | "uh"
            | "uhh"
            | "uhm"
            | "erm"
    )
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '`' | '´')
}

fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}
