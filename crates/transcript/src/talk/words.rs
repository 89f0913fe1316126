//! Words by which callers move something, take leave and thank; and when they can be reached.

use crate::act::{AgentTurn, Standing};
use crate::lexicon::Lex;
use crate::mention::Mention;
use crate::slot::Slot;
use crate::token::Tokens;

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

/// Whether the caller, perhaps behind a yes, goes on about something else: `und der Umzug selbst`.
pub(super) fn is_of_more(tokens: &Tokens<'_>) -> bool {
    let yes = |i: usize| {
        matches!(
            tokens.word(i),
            "ja" | "genau"
                | "gut"
                | "prima"
                | "super"
                | "okay"
                | "ok"
                | "perfekt"
                | "passt"
                | "yes"
                | "yeah"
                | "great"
                | "fine"
                | "lovely"
                | "perfect"
        )
    };
    let behind = (0..tokens.len()).find(|i| !yes(*i)).unwrap_or_default();
    matches!(tokens.word(behind), "und" | "and")
        && matches!(
            tokens.word(behind + 1),
            "der" | "die" | "das" | "den" | "mein" | "meine" | "meinen" | "unser" | "unsere" | "the"
                | "my" | "our"
        )
        // `und das zweite`, `und den Dienstag`: of what was offered.
        && tokens.lex(behind + 2) == Lex::None
        && !tokens.word(behind + 2).starts_with("andere")
        && !matches!(tokens.word(behind + 2), "other" | "zweite" | "zweiten" | "termin" | "second")
}

/// Whether the agent denies a day that the caller did not ask for, who perhaps is called so.
pub(super) fn denies_another_day(turn: &AgentTurn, wish: &Slot) -> bool {
    turn.times.iter().any(|named| {
        let day = named.mention.day.and_then(|day| day.first);
        named.standing == Standing::Denied && day.is_some() && day != wish.date
    })
}
