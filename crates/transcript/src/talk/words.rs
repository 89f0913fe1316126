//! Words by which callers move something, take leave and thank; and when they can be reached.

use crate::mention::Mention;

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

/// When the caller can be reached: the day of one mention with the hours of the next.
pub(super) fn window(times: &[Mention]) -> Option<Mention> {
    let at = times
        .iter()
        .position(|mention| mention.day.is_some() || mention.until.is_some())?;
    let first = times.get(at)?;
    let hours = times
        .get(at + 1)
        .filter(|next| first.clock.is_none() && next.day.is_none() && next.clock.is_some());
    Some(hours.map_or_else(
        || first.clone(),
        |hours| Mention {
            day: first.day,
            part: hours.part.or(first.part),
            span: first.span.start..hours.span.end,
            ..hours.clone()
        },
    ))
}
