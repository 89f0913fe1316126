//! Names that are said in pieces: repeated in full, put right, or with their parts told apart.

use super::cased;
use crate::name::NameFound;
use crate::naming::label::Labelled;
use crate::naming::{has_letters, is_given, is_name_word, letters, name_at};
use crate::token::Tokens;

/// `schmitz was sonst marita schmitz`, `tabea peters quatsch lindemann`: the name as it is meant.
pub(super) fn repaired(
    found: Option<NameFound>,
    tokens: &Tokens<'_>,
    offset: usize,
    taken: &[bool],
) -> Option<NameFound> {
    let found = found?;
    let found = again(found, tokens, offset, taken);
    Some(put_right(found, tokens, offset, taken))
}

/// `carolin mit c carolin dessauer`: said again, and more of it.
fn again(found: NameFound, tokens: &Tokens<'_>, offset: usize, taken: &[bool]) -> NameFound {
    if found.name.contains(' ') {
        return found;
    }
    let ours = letters(&found.name);
    let fuller = (0..tokens.len())
        .filter(|i| has_letters(tokens.word(*i), &ours))
        .filter_map(|i| {
            let led = i > 0 && is_given(tokens.word(i - 1)) && is_name_word(tokens, i - 1, taken);
            name_at(
                tokens,
                i - usize::from(led),
                offset,
                taken,
                found.confidence,
            )
        })
        .find(|it| it.name.contains(' '));
    fuller.unwrap_or(found)
}

/// What stands behind `quatsch`, `nein`, `I mean`.
fn put_right(found: NameFound, tokens: &Tokens<'_>, offset: usize, taken: &[bool]) -> NameFound {
    let from = found.span.start.saturating_sub(offset);
    let refusal = (1..tokens.len()).find(|i| {
        tokens.get(*i).is_some_and(|token| token.span.start > from)
            && matches!(
                tokens.word(*i),
                "quatsch"
                    | "nein"
                    | "nee"
                    | "falsch"
                    | "mean"
                    | "sorry"
                    | "beziehungsweise"
                    | "entschuldigung"
                    | "vielmehr"
            )
    });
    let Some(at) = refusal else {
        return found;
    };
    let joins = |i: usize| {
        matches!(
            tokens.word(i),
            "ich" | "meine" | "heisse" | "jetzt" | "it's" | "no" | "nein"
        ) || tokens.sign(i, ',')
    };
    let Some(start) = (at + 1..at + 5).find(|i| !joins(*i)) else {
        return found;
    };
    if !is_name_word(tokens, start, taken) {
        return found;
    }
    let Some(right) = name_at(tokens, start, offset, taken, found.confidence) else {
        return found;
    };
    let name = match found.name.rsplit_once(' ') {
        Some((first, _)) if !right.name.contains(' ') && !is_given(&letters(&right.name)) => {
            format!("{first} {}", right.name)
        }
        _ => right.name,
    };
    NameFound { name, ..found }
}

/// The name with the parts that are told apart: `pichler, vorname bettina`.
pub(super) fn with_labels(found: NameFound, labelled: &Labelled) -> NameFound {
    let words: Vec<&str> = found.name.split(' ').collect();
    let (first, last) = (labelled.first.as_deref(), labelled.last.as_deref());
    let rest = |known: &str| {
        let known: Vec<String> = known.split(' ').map(letters).collect();
        let rest: Vec<&str> = words
            .iter()
            .filter(|word| !known.contains(&letters(word)))
            .copied()
            .collect();
        rest.join(" ")
    };
    let name = match (first, last) {
        (Some(first), Some(last)) => format!("{first} {last}"),
        (Some(first), None) => format!("{first} {}", rest(first)),
        (None, Some(last)) => format!("{} {last}", rest(last)),
        (None, None) => return found,
    };
    NameFound {
        name: name.trim().to_owned(),
        ..found
    }
}

/// `hafner, nicht hofer`: the name that the caller puts in the place of another.
pub(super) fn corrected(
    found: NameFound,
    tokens: &Tokens<'_>,
    offset: usize,
    taken: &[bool],
) -> NameFound {
    let Some((last, first)) = found
        .name
        .rsplit_once(' ')
        .map_or(Some((found.name.as_str(), "")), |(first, last)| {
            Some((last, first))
        })
    else {
        return found;
    };
    let wrong = letters(last);
    let right = (2..tokens.len()).find_map(|i| {
        let not = matches!(
            tokens.word(i - 1),
            "nicht" | "net" | "ned" | "nid" | "nit" | "nich" | "not" | "nöd"
        );
        if !not || !has_letters(tokens.word(i), &wrong) {
            return None;
        }
        let before = (0..i - 1).rev().find(|at| !tokens.sign(*at, ','))?;
        let behind = i + 1 + usize::from(matches!(tokens.word(i + 1), "sondern" | "but"));
        [before, behind]
            .into_iter()
            .find(|at| is_name_word(tokens, *at, taken))
    });
    match right {
        Some(at) => {
            let span = tokens.bytes(at, at + 1);
            NameFound {
                name: format!("{first} {}", cased(tokens.raw(at)))
                    .trim()
                    .to_owned(),
                span: span.start + offset..span.end + offset,
                confidence: 95,
            }
        }
        None => found,
    }
}
