//! Names told letter by letter: `m ü l l e r`, `S-M-Y-T-H-E`, `M wie Martha`, `mit a i`.

use crate::token::{Tokens, folded};

/// How many letters and words between them a spelled name may have.
const LONGEST: usize = 60;

/// A name that is spelled from `i` on, and the token behind it. Fewer than three letters in a
/// row spell no name.
pub(crate) fn spelled(tokens: &Tokens<'_>, i: usize) -> Option<(String, usize)> {
    let mut letters = String::new();
    let mut count = 0;
    let mut at = i;
    let mut end = i;
    while at < i + LONGEST {
        let twice = matches!(tokens.word(at), "doppel" | "double" | "zweimal" | "zwei");
        let first = at + usize::from(twice);
        let Some((letter, next)) = letter(tokens, first) else {
            // Commas, hyphens and dots stand between letters.
            let sign =
                tokens.get(at).is_some() && tokens.raw(at).len() == 1 && tokens.word(at).is_empty();
            if sign && count > 0 {
                at += 1;
                continue;
            }
            break;
        };
        letters.push_str(letter);
        count += 1;
        if twice {
            letters.push_str(letter);
            count += 1;
        }
        at = next;
        end = next;
    }
    let mut written = letters.chars();
    let first = written.next().filter(|_| count >= 3)?;
    Some((first.to_uppercase().chain(written).collect(), end))
}

/// One letter and what it is told by: `m`, `m wie martha`, `ypsilon`, `m for mike`.
fn letter<'t>(tokens: &Tokens<'t>, i: usize) -> Option<(&'t str, usize)> {
    let raw = tokens.raw(i);
    let word = tokens.word(i);
    let named = match word {
        "ypsilon" => Some("y"),
        "eszett" | "szett" => Some("ß"),
        _ => None,
    };
    let single = raw.chars().count() == 1 && !word.is_empty();
    let letter = named.or_else(|| single.then_some(raw))?;
    // `a umlaut`.
    let (letter, next) = match (letter, tokens.word(i + 1)) {
        ("a" | "A", "umlaut") => ("ä", i + 2),
        ("o" | "O", "umlaut") => ("ö", i + 2),
        ("u" | "U", "umlaut") => ("ü", i + 2),
        _ => (small(letter), i + 1),
    };
    let told = matches!(tokens.word(next), "wie" | "for" | "as")
        .then(|| next + 1 + usize::from(tokens.word(next + 1) == "in"));
    let fits = |at: &usize| {
        let same = folded(letter);
        tokens.word(*at).starts_with(same.as_str())
    };
    Some((letter, told.filter(fits).map_or(next, |at| at + 1)))
}

/// The letter as it is written inside a name.
fn small(letter: &str) -> &str {
    const LETTERS: &str = "abcdefghijklmnopqrstuvwxyz";
    let upper = letter.bytes().next().filter(u8::is_ascii_uppercase);
    upper.map_or(
        match letter {
            "Ä" => "ä",
            "Ö" => "ö",
            "Ü" => "ü",
            other => other,
        },
        |byte| {
            let at = usize::from(byte - b'A');
            LETTERS.get(at..=at).unwrap_or_default()
        },
    )
}

/// The name as the words from `i` on say that it is written: `meier mit a i`, `schmidt mit dt`.
pub(crate) fn corrected(name: &str, tokens: &Tokens<'_>, i: usize) -> String {
    let with = (i..i + 4).find(|at| matches!(tokens.word(*at), "mit" | "with"));
    let Some(with) = with else {
        return name.to_owned();
    };
    let mut told = String::new();
    for at in with + 1..with + 5 {
        match tokens.word(at) {
            "ypsilon" => told.push('y'),
            word @ ("ai" | "ei" | "ay" | "ey" | "dt" | "tt" | "th" | "ph") => told.push_str(word),
            word if word.len() == 1 => told.push_str(word),
            "a" | "an" | "einem" | "und" | "and" => {}
            _ => break,
        }
    }
    let lower = name.to_lowercase();
    if told.is_empty() || lower.contains(&told) {
        return name.to_owned();
    }
    let sounds: &[&str] = match told.as_str() {
        "ai" | "ay" | "ei" | "ey" => &["ei", "ai", "ey", "ay"],
        "dt" => &["tt", "dt", "d", "t"],
        "th" => &["th", "t"],
        "ph" => &["f"],
        "c" => &["k"],
        "k" => &["c"],
        "y" => &["i", "ie"],
        "v" => &["f", "w"],
        "f" => &["v"],
        _ => &[],
    };
    sounds
        .iter()
        .find_map(|sound| {
            // The last place that sounds so, which is in the surname.
            let at = lower.rfind(sound)?;
            let end = at + sound.len();
            let (head, tail) = (name.get(..at)?, name.get(end..)?);
            let large = name.get(at..)?.starts_with(char::is_uppercase);
            let mut new = told.clone();
            if large {
                new[..1].make_ascii_uppercase();
            }
            Some(format!("{head}{new}{tail}"))
        })
        .unwrap_or_else(|| name.to_owned())
}

/// Whether the spelled letters are those of the word as it was heard, more or less.
pub(crate) fn is_like(spelled: &str, heard: &str) -> bool {
    let (a, b) = (folded(spelled), folded(heard));
    let sound = |text: &str| -> String {
        text.chars()
            .filter(|c| {
                !matches!(
                    c,
                    'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'h' | 'd' | 't' | 'c' | 'k' | 's' | 'z'
                )
            })
            .collect()
    };
    a.bytes().next() == b.bytes().next() || sound(&a) == sound(&b)
}
