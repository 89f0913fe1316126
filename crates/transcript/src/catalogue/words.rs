//! Words of catalogues and of callers that tell nothing, or less than others.

/// Words of a catalogue that tell nothing.
pub(super) fn is_empty(word: &str) -> bool {
    matches!(
        word,
        "" | "und"
            | "and"
            | "der"
            | "die"
            | "das"
            | "the"
            | "a"
            | "professionelle"
            | "professional"
            | "klassische"
            | "classic"
            | "mit"
            | "with"
            | "for"
            | "up"
    )
}

/// Words of many names that name none.
pub(super) fn is_general(word: &str) -> bool {
    matches!(
        word,
        "behandlung"
            | "behandlungen"
            | "beratung"
            | "untersuchung"
            | "untersuchungen"
            | "termin"
            | "service"
            | "wechsel"
            | "pflege"
            | "training"
            | "kontrolle"
            | "anpassung"
            | "reparatur"
            | "appointment"
            | "treatment"
            | "consultation"
            | "lesson"
            | "visit"
            | "full"
            | "express"
            | "initial"
            | "office"
            | "warte"
            | "warten"
            | "wartet"
            | "gewartet"
    )
}

/// Ends of compounds that nobody says: `Schmerzbehandlung`, `Ultraschalltermin`.
pub(super) const UNSAID: [&str; 6] = [
    "behandlung",
    "behandlungen",
    "untersuchung",
    "untersuchungen",
    "termin",
    "service",
];

/// Ends of compounds that are said apart: `die Bremsen reparieren`.
pub(super) const DONE: [&str; 14] = [
    "hotel",
    "wartung",
    "reparatur",
    "anpassung",
    "einstellung",
    "entfernung",
    "messung",
    "korrektur",
    "berechnung",
    "abrechnung",
    "pflege",
    "tausch",
    "kurs",
    "training",
];

/// Words that speak for a service beside others, and name none alone: `die Winterreifen müssen drauf`.
pub(super) fn is_weak(word: &str) -> bool {
    word.starts_with("neu") || matches!(word, "new" | "drauf" | "druff")
}

/// Stems of the words of any call, whatever the catalogue's own words are.
pub(super) fn is_common(stem: &str) -> bool {
    matches!(
        stem,
        "krank"
            | "weg"
            | "reif"
            | "gut"
            | "wied"
            | "nischt"
            | "unter"
            | "uber"
            | "hinter"
            | "wiss"
            | "wis"
            | "heis"
            | "mein"
            | "moecht"
            | "mocht"
            | "konnt"
            | "brauch"
            | "mach"
            | "termin"
            | "nam"
            | "numm"
            | "num"
            | "dank"
            | "bit"
            | "kom"
            | "komm"
            | "geh"
            | "sprech"
            | "hor"
            | "seh"
            | "hol"
            | "bring"
            | "meld"
            | "frag"
            | "checking"
            | "appoint"
            | "pleas"
            | "thank"
            | "would"
            | "could"
            | "ther"
    )
}
