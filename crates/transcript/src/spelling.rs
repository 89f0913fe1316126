//! Names told letter by letter: `m ü l l e r`, `S-M-Y-T-H-E`, `M wie Martha`, `Dora Anton`.

mod corrected;

pub(crate) use corrected::{behind, corrected};

use std::sync::LazyLock;

use crate::token::{Tokens, folded};
use crate::words::Words;

/// How many letters and words between them a spelled name may have.
const LONGEST: usize = 60;

/// Words of an alphabet that spell a name; three given names can be one themselves.
const LEAST_WORDS: usize = 4;

/// A name that is spelled from `i` on, and the token behind it. Fewer than three letters in a
/// row spell no name.
pub(crate) fn spelled(tokens: &Tokens<'_>, i: usize) -> Option<(String, usize)> {
    let by_words = tokens.word(i).len() > 1 && alphabet(tokens.word(i)).is_some();
    let mut letters = String::new();
    let mut count = 0;
    let mut at = i;
    let mut end = i;
    while at < i + LONGEST {
        let twice = matches!(tokens.word(at), "doppel" | "double" | "zweimal" | "zwei");
        let first = at + usize::from(twice);
        let word = alphabet(tokens.word(first)).filter(|_| by_words);
        let found = word
            .map(|it| (it, first + 1))
            .or_else(|| letter(tokens, first));
        let Some((letter, next)) = found else {
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
    let enough = if by_words { LEAST_WORDS } else { 3 };
    let mut written = letters.chars();
    let first = written.next().filter(|_| count >= enough)?;
    Some((first.to_uppercase().chain(written).collect(), end))
}

/// Words for letters, German and the pilots', by their letter.
const ALPHABET: &str = "\
anton:a aerger:ä berta:b caesar:c dora:d emil:e friedrich:f gustav:g heinrich:h ida:i julius:j kaufmann:k konrad:k ludwig:l martha:m marta:m \
nordpol:n otto:o oekonom:ö paula:p quelle:q richard:r samuel:s siegfried:s schule:sch theodor:t ulrich:u uebermut:ü viktor:v wilhelm:w \
xanthippe:x ypsilon:y zacharias:z zeppelin:z eszett:ß \
alfa:a alpha:a bravo:b charlie:c delta:d echo:e foxtrot:f golf:g hotel:h india:i juliett:j juliet:j kilo:k lima:l mike:m \
november:n oscar:o papa:p quebec:q romeo:r sierra:s tango:t uniform:u victor:v whiskey:w whisky:w xray:x yankee:y zulu:z";

static WORDS: LazyLock<Words<&str>> = LazyLock::new(|| {
    let mut words = Words::default();
    let pairs = ALPHABET.split_whitespace();
    for (word, letter) in pairs.filter_map(|pair| pair.split_once(':')) {
        words.or_insert_with(word, || letter);
    }
    words
});

/// The letter that a word stands for.
fn alphabet(word: &str) -> Option<&'static str> {
    WORDS.get(word).copied()
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

/// Whether the letters spell the word that was heard, or its beginning, rather than a number
/// plate.
pub(crate) fn spells(spelled: &str, heard: &str) -> bool {
    is_like(spelled, heard) && 2 * spelled.len() >= heard.len()
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
