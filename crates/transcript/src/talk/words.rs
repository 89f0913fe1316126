//! Words by which callers move something, take leave and thank.

/// `könnte man den auf elf schieben`.
pub(super) fn is_moving(word: &str) -> bool {
    matches!(
        word,
        "schieben"
            | "verschieben"
            | "verlegen"
            | "legen"
            | "aendern"
            | "umbuchen"
            | "vorziehen"
            | "move"
            | "push"
            | "shift"
            | "change"
    )
}

/// A word of somebody who takes leave.
pub(super) fn is_bye(word: &str) -> bool {
    matches!(
        word,
        "" | "ade"
            | "adieu"
            | "servus"
            | "ciao"
            | "tschau"
            | "tschuess"
            | "tschoe"
            | "pfiat"
            | "pfueti"
            | "wiederhoeren"
            | "wiederhoern"
            | "auf"
            | "bye"
            | "baba"
            | "salue"
            | "so"
            | "schoenen"
            | "schoen"
            | "tag"
            | "noch"
            | "eich"
            | "uf"
            | "wiederluege"
            | "also"
    )
}

/// A word of thanks.
pub(super) fn is_thanks(word: &str) -> bool {
    matches!(
        word,
        "danke"
            | "dankeschoen"
            | "merci"
            | "thanks"
            | "thank"
            | "cheers"
            | "froh"
            | "lieb"
            | "nett"
    )
}
