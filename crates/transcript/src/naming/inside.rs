//! What may and may not stand inside a name: `und Söhne`, a hyphen that is said, a street.

use super::is_name_word;
use crate::concept::is_known;
use crate::lexicon::Lex;
use crate::token::Tokens;

/// `leutheusser berger mit bindestrich`.
pub(super) fn join_as_told(parts: &mut Vec<String>, tokens: &Tokens<'_>, i: usize) {
    let told = (i..i + 4).any(|at| {
        matches!(tokens.word(at), "bindestrich" | "hyphen" | "hyphenated")
            && !is_name_word(tokens, at + 1, &[])
    });
    if told
        && parts.len() > 1
        && let Some(last) = parts.pop()
        && let Some(first) = parts.last_mut()
    {
        *first = format!("{first}-{last}");
    }
}

/// `Thomsen und Söhne`.
pub(super) fn is_and_sons(tokens: &Tokens<'_>, i: usize) -> bool {
    matches!(tokens.word(i), "und" | "and")
        && matches!(
            tokens.word(i + 1),
            "soehne"
                | "sohn"
                | "toechter"
                | "partner"
                | "co"
                | "sons"
                | "son"
                | "daughters"
                | "partners"
        )
}

/// `Öztürk von der Bäckerei …`, `Weber von der Firma …`.
pub(super) fn is_from_firm(tokens: &Tokens<'_>, i: usize) -> bool {
    (i + 1..i + 3).any(|at| {
        is_known(tokens.word(at))
            || ["strasse", "gasse", "allee"]
                .iter()
                .any(|street| tokens.word(at).ends_with(street))
            || matches!(
                tokens.word(at),
                "firma"
                    | "baeckerei"
                    | "metzgerei"
                    | "praxis"
                    | "werkstatt"
                    | "schule"
                    | "kita"
                    | "stadt"
                    | "apotheke"
                    | "kanzlei"
                    | "versicherung"
                    | "spedition"
                    | "hausverwaltung"
            )
    })
}

/// `blumenstraße siebzehn`, `flat six`.
pub(super) fn is_street(tokens: &Tokens<'_>, i: usize) -> bool {
    let number = tokens.digits(i + 1).is_some() || matches!(tokens.lex(i + 1), Lex::Number(..));
    let word = tokens.word(i);
    number
        && [
            "strasse", "gasse", "allee", "weg", "platz", "damm", "street", "road", "avenue",
            "flat", "lane",
        ]
        .iter()
        .any(|street| word.ends_with(street))
}
