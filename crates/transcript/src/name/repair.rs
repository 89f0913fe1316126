//! Names that are said in pieces: repeated in full, put right, or with their parts told apart.

use super::cased;
use crate::concept::is_known;
use crate::name::NameFound;
use crate::naming::label::Labelled;
use crate::naming::{has_letters, is_given, is_name_word, letters, name_at};
use crate::spelling;
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
    let found = in_full(found, tokens, offset, taken);
    Some(put_right(found, tokens, offset, taken))
}

/// `carolin mit c carolin dessauer`: said again, and more of it.
pub(super) fn again(
    found: NameFound,
    tokens: &Tokens<'_>,
    offset: usize,
    taken: &[bool],
) -> NameFound {
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
    let Some(start) = (at + 1..at + 5).find(|i| !joins(tokens, *i)) else {
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

/// What stands before a name that is put in the place of another.
fn joins(tokens: &Tokens<'_>, i: usize) -> bool {
    matches!(
        tokens.word(i),
        "ich"
            | "meine"
            | "heisse"
            | "jetzt"
            | "it's"
            | "no"
            | "nein"
            | "eigentlich"
            | "actually"
            | "schreib"
            | "schreiben"
            | "sie"
            | "put"
    ) || tokens.sign(i, ',')
}

/// `kalle also karl heinz piontek`, `alle sagen juli aber schreib juliane ehlers`: the full name
/// behind the one that somebody goes by.
fn in_full(found: NameFound, tokens: &Tokens<'_>, offset: usize, taken: &[bool]) -> NameFound {
    let whole = found.name.contains(' ');
    let restates = |at: &usize| match tokens.word(*at) {
        "also" | "well" => !whole,
        word => matches!(word, "aber" | "but"),
    };
    let full = (1..tokens.len()).filter(restates).find_map(|at| {
        let start = (at + 1..at + 5).find(|i| !joins(tokens, *i))?;
        let given = is_given(tokens.word(start));
        name_at(tokens, start, offset, taken, found.confidence)
            .filter(|full| given && full.name.contains(' '))
    });
    full.unwrap_or(found)
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

/// `l i n d t`, `nein mit d t`: how a name that was told before is written. None, where the turn
/// begins with something else.
pub(super) fn respelled(found: &NameFound, tokens: &Tokens<'_>) -> Option<NameFound> {
    let polite = |i: &usize| {
        tokens.sign(*i, ',')
            || matches!(
                tokens.word(*i),
                "nein" | "nee" | "no" | "ja" | "yes" | "sure" | "it's" | "that's" | "also" | "aeh"
            )
    };
    let start = (0..4).find(|i| !polite(i))?;
    // `sarah ohne h`.
    let words: Vec<&str> = found.name.split(' ').collect();
    let spoken = words
        .iter()
        .position(|word| has_letters(tokens.word(start), &letters(word)));
    if let Some(at) = spoken {
        let mut words: Vec<String> = words.into_iter().map(str::to_owned).collect();
        let written = spelling::corrected(words.get(at)?, tokens, start + 1);
        *words.get_mut(at)? = written;
        let name = words.join(" ");
        return (name != found.name).then(|| NameFound {
            name,
            ..found.clone()
        });
    }
    let (first, last) = found.name.rsplit_once(' ').unwrap_or(("", &found.name));
    let name = if let Some((spelled, _)) = spelling::spelled(tokens, start) {
        spelling::spells(&spelled, last).then(|| format!("{first} {spelled}").trim().to_owned())?
    } else if matches!(tokens.word(start), "mit" | "with" | "doppel" | "double") {
        spelling::corrected(&found.name, tokens, start)
    } else {
        return None;
    };
    (name != found.name).then(|| NameFound {
        name,
        ..found.clone()
    })
}

/// `ben carter`, where `ben` was told before, or `nein behrens`, where the agent just said another
/// name: a turn of a name alone.
pub(super) fn retold(
    found: &NameFound,
    tokens: &Tokens<'_>,
    offset: usize,
    taken: &[bool],
    repeated: bool,
) -> Option<NameFound> {
    let no = usize::from(matches!(tokens.word(0), "nein" | "nee" | "no"));
    let start = no + usize::from(tokens.sign(no, ','));
    let words = (start..start + 3)
        .take_while(|i| is_name_word(tokens, *i, taken) && !is_known(tokens.word(*i)))
        .count();
    let ends = |at: usize| tokens.get(at).is_none() || tokens.sign(at, '.');
    if words == 0 || !ends(start + words) {
        return None;
    }
    let told = name_at(tokens, start, offset, taken, found.confidence)?;
    let ours = letters(&found.name);
    let fuller = !found.name.contains(' ')
        && told.name.contains(' ')
        && told.name.split(' ').any(|word| letters(word) == ours);
    let other = no > 0 && repeated && words == 1;
    let one = |name: &str| !name.contains(' ') && is_given(&letters(name));
    // `Henning oder Heiner Voss?`
    if repeated && no == 0 && !found.name.contains(' ') && !one(&found.name) && one(&told.name) {
        return Some(NameFound {
            name: format!("{} {}", told.name, found.name),
            ..told
        });
    }
    match found.name.rsplit_once(' ') {
        _ if fuller => Some(told),
        Some((first, _)) if other => Some(NameFound {
            name: format!("{first} {}", told.name),
            ..told
        }),
        None if other => Some(told),
        _ => None,
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
