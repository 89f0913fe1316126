//! Whether the agent asks for a name without that word: `Wen darf ich eintragen?`, `Und Sie sind?`

use crate::act::Act;
use crate::token::Tokens;

/// How many words apart what belongs together may stand.
const REACH: usize = 8;

/// `Wer kommt?`, `Wie darf ich Sie eintragen?`, `Und Sie heißen?`, `What do I call you?`
pub(crate) fn asks_who(tokens: &Tokens<'_>) -> Option<Act> {
    let question = (0..tokens.len()).any(|i| tokens.sign(i, '?'));
    let at = (0..tokens.len()).find(|i| question && asks_at(tokens, *i))?;
    // `Rosi, und weiter?`
    Some(match tokens.word(at) {
        "weiter" => Act::AsksSurname,
        "vorne" => Act::AsksFirstName,
        _ => Act::AsksName,
    })
}

fn asks_at(tokens: &Tokens<'_>, i: usize) -> bool {
    let before = i.checked_sub(1).map_or("", |at| tokens.word(at));
    let within = |words: &[&str]| {
        (i + 1..i + 1 + REACH)
            .take_while(|at| !tokens.sign(*at, '.') && !tokens.sign(*at, '?'))
            .any(|at| words.contains(&tokens.word(at)))
    };
    match tokens.word(i) {
        // `Bei wem möchten Sie …`, `Wer hat Sie behandelt?` ask for staff.
        // `Wo soll er klingeln?`
        "wo" | "wem" if within(&["klingeln", "laeuten"]) => true,
        "wer" | "wen" | "wem" => {
            !matches!(before, "bei" | "zu" | "von" | "mit")
                && !within(&[
                    "gern",
                    "lieber",
                    "hat",
                    "behandelt",
                    "schneidet",
                    "geschnitten",
                    "ueberwiesen",
                    "empfohlen",
                    "arzt",
                    "erreicht",
                    "sprechen",
                ])
        }
        // `Sie sind?`, `And the booking is for?`
        "sind" => before == "sie" && tokens.sign(i + 1, '?'),
        "for" => before == "is" && tokens.sign(i + 1, '?'),
        "heisst" => tokens.word(i + 1) == "du" || before == "du",
        "heissen" => tokens.word(i + 1) == "sie" || before == "sie" || before == "selbst",
        // `und weiter?`, `Jaqueline und wie weiter?`
        "weiter" | "vorne" => matches!(before, "und" | "wie") && tokens.sign(i + 1, '?'),
        "wie" => {
            within(&["sie", "dich", "das"])
                && within(&[
                    "eintragen",
                    "nennen",
                    "notieren",
                    "ansprechen",
                    "vormerken",
                    "einschreiben",
                ])
        }
        // `auf Sie oder auf Ihre Tochter?`
        "auf" => {
            tokens.words(i + 1, &["die", "firma"])
                || (matches!(tokens.word(i + 1), "sie" | "dich")
                    && tokens.word(i + 2) == "oder"
                    && tokens.word(i + 3) == "auf")
        }
        "who" | "who's" => {
            within(&[
                "booking", "for", "owner", "put", "am", "i", "coming", "speaking", "calling",
                "this", "contact", "under",
            ]) && !within(&["prefer", "like", "usually", "normally", "see"])
        }
        // `Was steht an der Klingel?`
        "was" | "was's" | "what's" | "what" => within(&["klingel", "klingelschild", "doorbell"]),
        // `What's he called?`, `Und die Besitzerin?`
        "called" => matches!(before, "he" | "she" | "they"),
        "besitzer" | "besitzerin" | "halter" | "halterin" | "frauchen" | "herrchen" => {
            tokens.sign(i + 1, '?')
        }
        "call" => before == "i" && tokens.word(i + 1) == "you",
        _ => false,
    }
}
