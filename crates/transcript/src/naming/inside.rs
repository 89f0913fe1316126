//! What may and may not stand inside a name: `und Söhne`, a hyphen that is said, a street.

use super::{is_company_ending, is_name_word};
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

/// `Thomsen und Söhne`, `Whitlock and Dunne Ltd`.
pub(super) fn is_and_sons(tokens: &Tokens<'_>, i: usize) -> bool {
    let company = || (i + 2..i + 4).any(|at| is_company_ending(tokens.word(at)));
    matches!(tokens.word(i), "und" | "and")
        && (company()
            || matches!(
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
            ))
}

/// `Öztürk von der Bäckerei …`, `Weber von der Firma …`.
pub(super) fn is_from_firm(tokens: &Tokens<'_>, i: usize) -> bool {
    (i + 1..i + 3).any(|at| {
        is_known(tokens.word(at))
            || [
                "strasse", "gasse", "allee", "gruppe", "klasse", "kurs", "verein", "team",
            ]
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
    is_number(tokens, i + 1) && names_street(tokens.word(i))
}

/// Behind the address with which an answer begins: `lindenweg vier, weber`, `twelve high street`.
pub(super) fn behind_street(tokens: &Tokens<'_>) -> usize {
    let street = |i: &usize| {
        is_street(tokens, *i) || (is_number(tokens, 0) && names_street(tokens.word(*i)))
    };
    let Some(at) = (0..FAR).find(street) else {
        return 0;
    };
    // `lange straße zwölf`, but `pohlmann lindenweg zwölf`: a name before the street.
    let bare = matches!(
        tokens.word(at),
        "strasse" | "gasse" | "allee" | "weg" | "platz"
    );
    let begins = at.saturating_sub(usize::from(bare));
    let named = !is_number(tokens, 0) && (0..begins).any(|i| is_name_word(tokens, i, &[]));
    if named { 0 } else { at + 1 }
}

/// How far into an answer an address begins at most.
const FAR: usize = 5;

fn is_number(tokens: &Tokens<'_>, i: usize) -> bool {
    tokens.digits(i).is_some() || matches!(tokens.lex(i), Lex::Number(..))
}

/// `Blumenstraße`, `Road`.
pub(crate) fn names_street(word: &str) -> bool {
    [
        "strasse", "gasse", "allee", "weg", "platz", "damm", "street", "road", "avenue", "flat",
        "lane",
    ]
    .iter()
    .any(|street| word.ends_with(street))
}
