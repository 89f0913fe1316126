//! How an agent says yes to what was asked, and that it is entered.

use std::ops::Range;

use crate::token::Tokens;

/// `trag ich dir ein`, `schreib die Kleine gleich auf`: a verb of entering, and what belongs to it
/// further on in the sentence.
pub(super) fn enters(tokens: &Tokens<'_>, within: &Range<usize>) -> bool {
    within.clone().any(|i| {
        // `wir schreiben Sie auf`, but `schreiben Sie uns gern auf WhatsApp`.
        let ours = |at: usize| tokens.word(at) == "wir";
        let plural = ours(i + 1) || i.checked_sub(1).is_some_and(ours);
        let behind = match tokens.word(i) {
            "tragen" | "schreiben" | "merken" | "halten" | "legen" if !plural => return false,
            "trag" | "trage" | "tragen" | "plan" | "plane" | "buch" | "buche" => "ein",
            "schreib" | "schreibe" | "schreiben" => "auf",
            "merk" | "merke" | "merken" => "vor",
            "halt" | "halte" | "halten" => "fest",
            "setz" | "setze" => "hin",
            "leg" | "lege" | "legen" => "an",
            // `ich habe Sie auf die andere Zeit gesetzt`
            "hab" | "habe" | "haben" => "gesetzt",
            _ => return false,
        };
        let clause = |at: &usize| !tokens.sign(*at, ',') && *at < within.end;
        (i + 1..i + REACH)
            .take_while(clause)
            .any(|at| tokens.word(at) == behind && ends(tokens, at + 1))
    })
}

/// Whether a clause ends there: not in `ein weites T-Shirt`.
fn ends(tokens: &Tokens<'_>, i: usize) -> bool {
    matches!(tokens.word(i), "" | "und" | "dann" | "ja" | "so" | "auf")
}

/// How many words apart a verb and what belongs to it may stand.
const REACH: usize = 8;

/// Whether a whole sentence does no more than affirm: `ja, das geht auch`.
pub(super) fn affirms(tokens: &Tokens<'_>) -> bool {
    let (mut fits, mut says_yes) = (true, false);
    for i in 0..tokens.len() {
        if ['.', '!', '?'].iter().any(|sign| tokens.sign(i, *sign)) {
            if fits && says_yes && !tokens.sign(i, '?') {
                return true;
            }
            (fits, says_yes) = (true, false);
        } else {
            let word = tokens.word(i);
            let yes = YES.contains(&word);
            fits &= yes || word.is_empty() || BESIDES.contains(&word);
            says_yes |= yes;
        }
    }
    fits && says_yes
}

/// Words that affirm.
const YES: &[&str] = &[
    "ja",
    "jo",
    "jawohl",
    "klar",
    "natuerlich",
    "selbstverstaendlich",
    "freilich",
    "sicher",
    "geht",
    "ginge",
    "passt",
    "klappt",
    "machbar",
    "problem",
    "yes",
    "yeah",
    "yep",
    "sure",
    "course",
    "absolutely",
    "certainly",
    "works",
    "fine",
    "doable",
];

/// Words that change nothing about a yes.
const BESIDES: &[&str] = &[
    "genauso", "das", "des", "es", "auch", "aber", "gern", "gerne", "sehr", "gut", "kein", "schon",
    "eh", "noch", "alles", "so", "dann", "ist", "that", "that's", "it", "of", "no", "can", "do",
    "we", "too", "also", "be", "would", "is", "will", "just", "at", "all",
];
