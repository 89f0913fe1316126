//! What a whole turn does, whatever times it names.

use crate::act::standing::is_not;
use crate::token::Tokens;

/// `Oh, da ist sie im Urlaub`, `actually, scrap that`: what the agent has just noticed.
pub(super) fn startles(tokens: &Tokens<'_>) -> bool {
    let starts = (0..2).any(|i| {
        matches!(
            tokens.word(i),
            "oh" | "ah"
                | "ach"
                | "hm"
                | "oje"
                | "ups"
                | "huch"
                | "hoppla"
                | "actually"
                | "moment"
                | "wait"
                | "oops"
                | "hang"
                | "hold"
        )
    });
    let against = |i: usize| {
        is_not(tokens, i)
            || matches!(
                tokens.word(i),
                "leider"
                    | "weg"
                    | "urlaub"
                    | "krank"
                    | "falsch"
                    | "falsche"
                    | "versehen"
                    | "vertan"
                    | "geirrt"
                    | "verlesen"
                    | "zu"
                    | "sorry"
                    | "afraid"
                    | "away"
                    | "off"
                    | "scrap"
                    | "misread"
                    | "mistake"
                    | "wrong"
                    | "nothing"
                    | "taken"
                    | "holiday"
                    | "gone"
                    | "entschuldigung"
                    | "verzeihung"
            )
    };
    // `Tut mir leid, da ist mir ein Fehler passiert`, and nothing asked.
    let sorry = tokens.words(0, &["tut", "mir", "leid"])
        || tokens.words(0, &["i'm", "sorry"])
        || tokens.words(0, &["i'm", "afraid"])
        || matches!(
            tokens.word(0),
            "sorry" | "leider" | "entschuldigung" | "verzeihung"
        );
    let asks = (0..tokens.len()).any(|i| tokens.sign(i, '?'));
    (starts && (0..tokens.len()).any(against)) || (sorry && !asks)
}

/// `wie viel später?`, `how much later?`: how far to move an appointment that exists.
pub(super) fn asks_to_move(tokens: &Tokens<'_>) -> bool {
    let far = |i: usize| {
        matches!(
            tokens.word(i),
            "spaeter" | "frueher" | "eher" | "later" | "earlier"
        )
    };
    (0..tokens.len()).any(|i| {
        (tokens.words(i, &["wie", "viel"]) && far(i + 2))
            || (tokens.words(i, &["how", "much"]) && far(i + 2))
            || (tokens.word(i) == "wieviel" && far(i + 1))
            || tokens.words(i, &["auf", "wann"])
            || (tokens.word(i) == "instead" && tokens.sign(i + 1, '?'))
    })
}

/// Words for what an agent does with an appointment.
pub(super) fn is_booking(tokens: &Tokens<'_>, i: usize) -> bool {
    matches!(
        tokens.word(i),
        "eintragen"
            | "einbuchen"
            | "buchen"
            | "reservieren"
            | "festhalten"
            | "festmachen"
            | "fixieren"
            | "notieren"
            | "vormerken"
            | "umbuchen"
            | "verlegen"
            | "verschieben"
            | "nehmen"
            | "freihalten"
            | "blocken"
            | "so"
            | "termin"
            | "streichen"
            | "loeschen"
            | "stornieren"
            | "absagen"
            | "book"
            | "schedule"
            | "hold"
            | "reserve"
            | "confirm"
            | "pencil"
            | "put"
            | "move"
            | "change"
            | "cancel"
            | "take"
    )
}

/// How an agent calls somebody by name.
pub(super) fn is_address(word: &str) -> bool {
    matches!(
        word,
        "frau" | "herr" | "herrn" | "mr" | "mrs" | "ms" | "miss"
    )
}
