//! Number words: German and English, cardinal and ordinal, to the thousands.

use crate::lexicon::Lex;
use crate::token::Tokens;

const UNITS: [&str; 20] = [
    "null zero oh",
    "eins ein eine einer einem einen eis oans one",
    "zwei zwo zwoa zwoi zwoei zwee two",
    "drei dreie drue dri three",
    "vier viere vieri four",
    "fuenf fuef fuefi fuenfi fuenfe foif foifi foeif foeifi five",
    "sechs saechs saechsi sechsi sechse six",
    "sieben sibni siebni siebn siebene seven",
    "acht achti ochte ochti achte_ eight",
    "neun nuen nueni neune nine",
    "zehn zaeh zaehn zaehni zaeni zehni zehne ten_",
    "elf oelf elfi elfe eleven",
    "zwoelf zwoelfi zwoelfe twelve",
    "dreizehn thirteen",
    "vierzehn viezehn fourteen",
    "fuenfzehn fuffzehn fuchzehn fifteen",
    "sechzehn sechszehn sixteen",
    "siebzehn siebenzehn seventeen",
    "achtzehn eighteen",
    "neunzehn nineteen",
];
const TENS: [(u16, &str); 8] = [
    (20, "zwanzig twenty"),
    (30, "dreissig dreissg drissg dreizig thirty"),
    (40, "vierzig forty fourty"),
    (50, "fuenfzig fuffzig fifty"),
    (60, "sechzig sechszig sixty"),
    (70, "siebzig siebenzig seventy"),
    (80, "achtzig eighty"),
    (90, "neunzig ninety"),
];
/// What stands before `und` in `vierundzwanzig`.
const JOINED: [&str; 10] = [
    "", "ein", "zwei", "drei", "vier", "fuenf", "sechs", "sieben", "acht", "neun",
];
/// Ordinal stems that are not the cardinal with `t`.
const ORDINALS: [(u16, &str); 20] = [
    (1, "erst"),
    (2, "zweit"),
    (2, "zwot"),
    (3, "dritt"),
    (4, "viert"),
    (5, "fuenft"),
    (6, "sechst"),
    (7, "siebt"),
    (7, "siebent"),
    (8, "acht"),
    (9, "neunt"),
    (10, "zehnt"),
    (11, "elft"),
    (12, "zwoelft"),
    (13, "dreizehnt"),
    (14, "vierzehnt"),
    (15, "fuenfzehnt"),
    (15, "fuffzehnt"),
    (16, "sechzehnt"),
    (17, "siebzehnt"),
];
const ENGLISH_ORDINALS: [&str; 20] = [
    "",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
];
const ENDINGS: [&str; 5] = ["e", "en", "er", "es", "em"];

/// Every number word below a hundred: word, value, ordinal.
pub(crate) fn words() -> Vec<(String, u16, bool)> {
    let mut words = Vec::new();
    for (value, names) in (0_u16..).zip(UNITS) {
        for name in names.split(' ') {
            words.push((name.trim_end_matches('_').to_owned(), value, false));
        }
    }
    // `achte` is the eighth; `ten` is also an ending.
    words.retain(|(word, ..)| word != "achte");
    for (value, stem) in ORDINALS
        .into_iter()
        .chain([(18, "achtzehnt"), (19, "neunzehnt")])
    {
        for ending in ENDINGS {
            words.push((format!("{stem}{ending}"), value, true));
        }
    }
    for (value, name) in (0_u16..).zip(ENGLISH_ORDINALS).skip(1) {
        words.push((name.to_owned(), value, true));
    }
    for (tens, names) in TENS {
        for name in names.split(' ') {
            words.push((name.to_owned(), tens, false));
            if let Some(stem) = name.strip_suffix('y') {
                words.push((format!("{stem}ieth"), tens, true));
            } else {
                {
                    for ending in ENDINGS {
                        words.push((format!("{name}st{ending}"), tens, true));
                    }
                    for (unit, joined) in (0_u16..).zip(JOINED).skip(1) {
                        words.push((format!("{joined}und{name}"), tens + unit, false));
                        for ending in ENDINGS {
                            words.push((format!("{joined}und{name}st{ending}"), tens + unit, true));
                        }
                    }
                }
            }
        }
    }
    // Umlauts and doubled letters are lost on the way through a recogniser.
    for (lossless, lossy) in [
        ("fuenf", "funf"),
        ("zwoelf", "zwolf"),
        ("dreissig", "dreisig"),
    ] {
        for at in 0..words.len() {
            let (word, value, ordinal) = &words[at];
            if word.contains(lossless) {
                words.push((word.replace(lossless, lossy), *value, *ordinal));
            }
        }
    }
    words
}

/// `zweitausendsechsundzwanzig`, `hundertfünfzig`: written as one word, from a hundred up.
pub(crate) fn large(word: &str) -> Option<(u16, bool)> {
    // Most words are none, which one look tells.
    if !word.contains('d') {
        return None;
    }
    let (before, scale, rest) = [("tausend", 1000_u16), ("hundert", 100)]
        .into_iter()
        .find_map(|(name, scale)| {
            let (before, rest) = word.split_once(name)?;
            Some((before, scale, rest))
        })?;
    let (factor, _) = below(before, 1)?;
    let (remainder, ordinal) = below(rest.strip_prefix("und").unwrap_or(rest), 0)?;
    let value = factor.checked_mul(scale)?.checked_add(remainder)?;
    Some((value, ordinal))
}

/// A part of a large number; `default` where nothing stands.
fn below(word: &str, default: u16) -> Option<(u16, bool)> {
    if word.is_empty() {
        return Some((default, false));
    }
    match crate::lexicon::look_up(word) {
        Lex::Number(value, ordinal) => Some((value, ordinal)),
        _ => None,
    }
}

/// A number in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Number {
    /// Its value.
    pub(crate) value: u32,
    /// `fifteenth`, `15ten`; the dot of `15.` is the grammar's business.
    pub(crate) ordinal: bool,
    /// How many digits it was written with; 0 for a word.
    pub(crate) digits: u8,
    /// The token behind it.
    pub(crate) next: usize,
}

/// The number that begins at `i`.
pub(crate) fn at(tokens: &Tokens<'_>, i: usize) -> Option<Number> {
    if let Some((value, digits)) = tokens.digits(i) {
        let ending = tokens.glued(i + 1)
            && (tokens.lex(i + 1) == Lex::OrdinalEnding || tokens.word(i + 1) == "ten");
        return Some(Number {
            value,
            ordinal: ending,
            digits,
            next: i + 1 + usize::from(ending),
        });
    }
    let Lex::Number(value, ordinal) = tokens.lex(i) else {
        return split(tokens, i);
    };
    // Bavarian `um achte` is an hour like `um neune`.
    let hour =
        tokens.word(i) == "achte" && i > 0 && matches!(tokens.lex(i - 1), Lex::At | Lex::Halb);
    let ordinal = ordinal && !hour;
    let word = |value: u16, ordinal, next| Number {
        value: value.into(),
        ordinal,
        digits: 0,
        next,
    };
    // `twenty-fifth`, `forty five`.
    if (20..100).contains(&value) && value % 10 == 0 && !ordinal && is_english_tens(tokens.word(i))
    {
        let hyphen = tokens.dash(i + 1) && tokens.glued(i + 1) && tokens.glued(i + 2);
        let unit = i + 1 + usize::from(hyphen);
        if let Lex::Number(digit @ 1..=9, ordinal) = tokens.lex(unit)
            && !is_german_one(tokens.word(unit))
        {
            return Some(word(value + digit, ordinal, unit + 1));
        }
    }
    // `vier und zwanzigster`, as recognisers write it.
    if (1..10).contains(&value)
        && !ordinal
        && tokens.lex(i + 1) == Lex::And
        && let Lex::Number(tens @ (20 | 30 | 40 | 50), ordinal) = tokens.lex(i + 2)
        && tokens.word(i + 1) == "und"
    {
        return Some(word(value + tens, ordinal, i + 3));
    }
    Some(word(value, ordinal, i + 1))
}

/// Whether the number word at `i` is rather an article: `im Januar einen Termin`.
pub(crate) fn is_article(tokens: &Tokens<'_>, i: usize) -> bool {
    matches!(
        tokens.word(i),
        "ein" | "eine" | "einen" | "einer" | "einem" | "one"
    )
}

/// Whether a German number word stands at `i`; some are both, as names are.
pub(crate) fn is_german(tokens: &Tokens<'_>, i: usize) -> bool {
    let word = tokens.word(i);
    let english = word.ends_with("teen")
        || is_english_tens(word)
        || UNITS[..13]
            .iter()
            .any(|names| names.trim_end_matches('_').ends_with(word));
    matches!(tokens.lex(i), Lex::Number(_, false)) && !english
}

/// `einund zwanzigsten`, as recognisers write it.
fn split(tokens: &Tokens<'_>, i: usize) -> Option<Number> {
    let unit = tokens.word(i).strip_suffix("und")?;
    let unit = (1_u16..)
        .zip(&JOINED[1..])
        .find(|(_, name)| **name == unit)?
        .0;
    let Lex::Number(tens @ (20 | 30 | 40 | 50), ordinal) = tokens.lex(i + 1) else {
        return None;
    };
    Some(Number {
        value: (tens + unit).into(),
        ordinal,
        digits: 0,
        next: i + 2,
    })
}

fn is_english_tens(word: &str) -> bool {
    word.ends_with("ty")
}

fn is_german_one(word: &str) -> bool {
    word.starts_with("ein")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_they_are_spoken() {
        for (text, value, ordinal) in [
            ("zwo", 2, false),
            ("fuffzehn", 15, false),
            ("vierundzwanzigster", 24, true),
            ("dreizehnten", 13, true),
            ("dreissigsten", 30, true),
            ("einunddreißigster", 31, true),
            ("zweitausendsechsundzwanzig", 2026, false),
            ("hundertfünfzig", 150, false),
            ("twenty-fifth", 25, true),
            ("forty five", 45, false),
            ("15ten", 15, true),
            ("24th", 24, true),
            ("vier und zwanzigsten", 24, true),
            ("einund zwanzigster", 21, true),
        ] {
            let tokens = Tokens::read(text);
            let number = at(&tokens, 0).map(|n| (n.value, n.ordinal, n.next));
            assert_eq!(number, Some((value, ordinal, tokens.len())), "{text}");
        }
    }
}
