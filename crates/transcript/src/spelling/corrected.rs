//! How a name is written, told by what is special about it: `meier mit a i`, `mit doppel f`.

use crate::naming::is_company_ending;
use crate::token::Tokens;

/// What is told of the writing.
#[derive(Debug, Default)]
struct Told {
    /// Letters that are in it.
    letters: String,
    /// They are said to stand alone: `mit einem f`.
    single: bool,
}

/// The name as the words from `i` on say that it is written: `meier mit a i`, `schmidt mit dt`,
/// `philip double l`.
pub(crate) fn corrected(name: &str, tokens: &Tokens<'_>, i: usize) -> String {
    if let Some(without) = without(name, tokens, i) {
        return without;
    }
    let begins = |at: &usize| matches!(tokens.word(*at), "mit" | "with" | "doppel" | "double");
    let Some(with) = (i..i + 4).find(begins) else {
        return name.to_owned();
    };
    let first = with + usize::from(matches!(tokens.word(with), "mit" | "with"));
    let told = told(tokens, first);
    let lower = name.to_lowercase();
    let double = format!("{0}{0}", told.letters);
    if told.letters.is_empty() {
        return name.to_owned();
    }
    if told.single && told.letters.len() == 1 && lower.contains(&double) {
        return replaced(name, &double, &told.letters);
    }
    // `anne clark with an e`.
    let last = lower.rsplit(' ').next().unwrap_or_default();
    if told.letters == "e"
        && !is_company_ending(last)
        && tokens.word(with) == "with"
        && !last.contains('e')
    {
        return format!("{name}e");
    }
    if lower.contains(&told.letters) {
        return name.to_owned();
    }
    // The last place that sounds so, which is in the surname.
    let sound = sounds(&told.letters)
        .iter()
        // Not the `s` of a `sch`.
        .find(|sound| {
            let tail = lower
                .rfind(**sound)
                .and_then(|at| lower.get(at + sound.len()..));
            tail.is_some_and(|tail| **sound != "s" || !tail.starts_with("ch"))
        });
    sound.map_or_else(
        || name.to_owned(),
        |sound| replaced(name, sound, &told.letters),
    )
}

/// `sarah without an h`: of a name that has one beside `ch`, `sch` and `ph`.
fn without(name: &str, tokens: &Tokens<'_>, i: usize) -> Option<String> {
    let at = (i..i + 2).find(|at| matches!(tokens.word(*at), "ohne" | "without"))?;
    let letter = at + 1 + usize::from(matches!(tokens.word(at + 1), "an" | "the"));
    let (head, tail) = name.split_once('h')?;
    let alone = !tail.contains('h') && !head.ends_with(['c', 'p']);
    (tokens.word(letter) == "h" && alone).then(|| format!("{head}{tail}"))
}

/// Behind the letters that a given name is told to be written with: `marc with a c evans`.
pub(crate) fn behind(tokens: &Tokens<'_>, i: usize) -> Option<usize> {
    let with = matches!(tokens.word(i), "mit" | "with" | "ohne" | "without");
    let counted = matches!(
        tokens.word(i + 1),
        "a" | "an" | "einem" | "zwei" | "doppel" | "two" | "double"
    );
    let article = usize::from(counted && with);
    let first = i + 1 + article;
    let end = (first..first + 3)
        .find(|at| tokens.word(*at).len() != 1)
        .unwrap_or(first);
    (with && end > first).then_some(end)
}

/// The letters that are told from `first` on.
fn told(tokens: &Tokens<'_>, first: usize) -> Told {
    let mut told = Told::default();
    let mut twice = false;
    for at in first..first + 6 {
        let letters = match tokens.word(at) {
            "ypsilon" => "y",
            "eszett" | "szett" => "ß",
            word @ ("ai" | "ei" | "ay" | "ey" | "ie" | "dt" | "tt" | "th" | "ph" | "ck" | "tz"
            | "ff" | "ll" | "ss" | "nn" | "mm") => word,
            // `ue` as it is said, not the letter that is folded so.
            "ue" | "oe" | "ae" if tokens.raw(at).is_ascii() => tokens.word(at),
            // `with a d t`, but `mit a i`.
            "a" if at == first && tokens.word(first - 1) == "with" => continue,
            word if word.len() == 1 => word,
            "doppel" | "double" | "zwei" | "two" => {
                twice = true;
                continue;
            }
            "einem" | "einfachem" | "one" | "nur" => {
                told.single = true;
                continue;
            }
            "a" | "an" | "und" | "and" | "hinten" | "vorne" | "am" | "ende" => continue,
            "scharfem" | "scharfes" if tokens.word(at + 1) == "s" => {
                told.letters.push('ß');
                break;
            }
            _ => break,
        };
        told.letters.push_str(letters);
        if std::mem::take(&mut twice) {
            told.letters.push_str(letters);
        }
    }
    told
}

/// What sounds like these letters, or nearly.
fn sounds(letters: &str) -> &'static [&'static str] {
    match letters {
        "ai" | "ay" | "ei" | "ey" => &["ei", "ai", "ey", "ay"],
        "dt" => &["tt", "dt", "d", "t"],
        "th" => &["th", "t"],
        "ck" => &["k", "c", "g"],
        "tz" => &["z"],
        "ie" => &["i"],
        "c" => &["k"],
        "k" => &["c"],
        "y" => &["i", "ie"],
        "v" => &["f", "w"],
        "f" => &["v", "ph"],
        "z" => &["s", "c"],
        "x" => &["chs", "ks"],
        "ß" => &["ss", "s"],
        "ss" => &["ß", "s"],
        "ph" | "ff" => &["f"],
        "ll" => &["l"],
        "mm" => &["m"],
        "nn" => &["n"],
        "pp" => &["p"],
        "rr" => &["r"],
        "tt" => &["t"],
        "ue" => &["ü"],
        "oe" => &["ö"],
        "ae" => &["ä"],
        _ => &[],
    }
}

/// The name with the last of `old` replaced, large where it was.
fn replaced(name: &str, old: &str, new: &str) -> String {
    let Some(at) = name.to_lowercase().rfind(old) else {
        return name.to_owned();
    };
    let parts = (
        name.get(..at),
        name.get(at..at + old.len()),
        name.get(at + old.len()..),
    );
    let (Some(head), Some(old), Some(tail)) = parts else {
        return name.to_owned();
    };
    let mut new = new.to_owned();
    if old.starts_with(char::is_uppercase) && new.is_char_boundary(1) {
        new[..1].make_ascii_uppercase();
    }
    format!("{head}{new}{tail}")
}
