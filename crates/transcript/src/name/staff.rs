//! Whom the agent speaks of, not to: who does the work.

use crate::token::Tokens;

/// `bei Herrn Rossi`, `Praxis Frau Weber`, `Herr Quandt wartet`: staff.
pub(super) fn is_staff(tokens: &Tokens<'_>, i: usize) -> bool {
    let before = |n: usize| i.checked_sub(n).map_or("", |at| tokens.word(at));
    let asked = before(1) == "mit" && before(2) == "ich" && before(3) == "spreche";
    let led = matches!(
        before(1),
        "bei"
            | "mit"
            | "zu"
            | "praxis"
            | "salon"
            | "ist"
            | "von"
            | "with"
            | "die"
            | "der"
            | "hat"
            | "soll"
            | "kann"
            | "koennte"
            | "wird"
            | "dass"
            | "ob"
            | "durch"
            | "an"
            | "es"
            | "sage"
            | "gebe"
            | "frage"
            | "informiere"
            | "unser"
            | "unsere"
            | "unserem"
            | "unserer"
            | "unseren"
    );
    // `Ah, der Herr Wiesner.`
    let met = matches!(before(1), "der" | "die") && before(2).is_empty() && i > 1 && {
        let end = i + 2 + usize::from(tokens.sign(i + 1, '.'));
        tokens.get(end).is_none() || tokens.word(end).is_empty()
    };
    // `Sie sind der Herr Ritter?`
    let are = matches!((before(3), before(2)), ("sie", "sind") | ("sind", "sie"));
    (led && !asked && !met && !are) || acts(tokens, i)
}

/// `Dr. Anna Wolf`, who is on the staff; but `Herr Dr. Wolf`.
pub(super) fn is_doctor(tokens: &Tokens<'_>, i: usize) -> bool {
    let dot = usize::from(i > 0 && tokens.sign(i - 1, '.'));
    let before = |n: usize| i.checked_sub(n + dot).map_or("", |at| tokens.word(at));
    matches!(before(1), "dr" | "doktor" | "doctor") && !is_title(before(2))
}

pub(super) fn is_title(word: &str) -> bool {
    matches!(
        word,
        "herr" | "frau" | "mr" | "mrs" | "ms" | "mister" | "missis" | "miss"
    )
}

/// `Herr Quandt wartet`, `dann ruft Frau Dohm Sie an`: whoever does something.
pub(super) fn acts(tokens: &Tokens<'_>, i: usize) -> bool {
    let before = i.checked_sub(1).map_or("", |at| tokens.word(at));
    let name = i + 1 + usize::from(tokens.sign(i + 1, '.'));
    let end = (name + 1..name + 3)
        .find(|at| !tokens.raw(*at).starts_with(char::is_uppercase))
        .unwrap_or(name + 1);
    let verb = matches!(
        tokens.word(end),
        "wartet"
            | "kommt"
            | "hat"
            | "ruft"
            | "koennte"
            | "kann"
            | "wird"
            | "meldet"
            | "macht"
            | "fragt"
            | "schaut"
            | "nimmt"
            | "arbeitet"
            | "haette"
            | "sitzt"
            | "behandelt"
            | "uebernimmt"
            | "holt"
            | "bringt"
            | "faehrt"
            | "can"
            | "has"
            | "could"
            | "waits"
            | "calls"
            | "comes"
    );
    verb || matches!(
        before,
        "ruft" | "meldet" | "soll" | "kann" | "koennte" | "wird"
    ) || (tokens.word(end) == "ist" && !is_entered(tokens, end))
}

/// `Frau Weber ist eingetragen`.
fn is_entered(tokens: &Tokens<'_>, i: usize) -> bool {
    (i + 1..i + 6).any(|at| {
        matches!(
            tokens.word(at),
            "eingetragen"
                | "notiert"
                | "vorgemerkt"
                | "angemeldet"
                | "gebucht"
                | "geloescht"
                | "storniert"
        )
    })
}
