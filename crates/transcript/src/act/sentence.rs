//! Where a sentence of the agent ends.

use crate::lexicon::Lex;
use crate::token::Tokens;

/// Behind the sentence that begins at `from`.
pub(super) fn sentence_end(tokens: &Tokens<'_>, from: usize) -> usize {
    (from..tokens.len())
        .find(|i| {
            tokens.sign(*i, '?')
                || tokens.sign(*i, '!')
                || (tokens.sign(*i, '.') && !is_inside(tokens, *i))
        })
        .map_or(tokens.len(), |i| i + 1)
}

/// `14.30`, `24. November`, `Dr. Weber`: a dot that ends no sentence.
fn is_inside(tokens: &Tokens<'_>, i: usize) -> bool {
    let Some(before) = i.checked_sub(1) else {
        return false;
    };
    let number = tokens.digits(before).is_some();
    (number && (tokens.glued(i + 1) || matches!(tokens.lex(i + 1), Lex::Month(_))))
        || matches!(
            tokens.word(before),
            "dr" | "prof" | "st" | "ca" | "bzw" | "nr" | "mr" | "mrs" | "ms" | "a" | "p" | "m"
        )
}
