//! How callers ask about the appointment that they have.

use crate::existing::asks_whether_it_stays;
use crate::mention::Mention;
use crate::token::Tokens;

/// Whether a caller asks when the appointment is that they have: `wann bin ich dran`, `when am I
/// next in`.
pub(crate) fn asks_when(tokens: &Tokens<'_>) -> bool {
    (0..tokens.len()).any(|i| {
        let next = |at: usize| tokens.word(at).starts_with("naechste") || tokens.word(at) == "next";
        let free = |at: usize| tokens.word(at).starts_with("frei") || tokens.word(at) == "free";
        let mine = tokens.word(i) == "wann"
            && matches!(tokens.word(i + 1), "ist" | "war" | "waere")
            && (i + 2..i + 6).any(next)
            && !(i + 2..i + 10).any(free);
        if mine {
            return true;
        }
        let when = matches!(tokens.word(i), "wann" | "when" | "when's")
            || tokens.words(i, &["what", "time"])
            || tokens.words(i, &["wieviel", "uhr"])
            || tokens.words(i, &["viel", "uhr"]);
        // `did I book Monday or Tuesday`, `kommt heute noch jemand`, `is he still coming`.
        let comes = match tokens.word(i) {
            "did" => matches!(tokens.word(i + 1), "i" | "we") && tokens.word(i + 2) == "book",
            "kommt" => {
                (i + 1..i + 4).any(|at| tokens.word(at) == "noch")
                    && (i + 1..i + 6).any(|at| is_somebody(tokens.word(at)))
            }
            "still" => tokens.word(i + 1) == "coming",
            _ => false,
        };
        if comes {
            return true;
        }
        when && (i + 1..i + 6).any(|at| match tokens.word(at) {
            "mein" | "meine" | "my" | "dran" | "antreten" | "i'm" => true,
            "bin" | "muss" | "hab" | "habe" | "hatte" | "war" => {
                matches!(
                    tokens.word(at + 1),
                    "ich" | "i" | "denn" | "nochmal" | "das"
                )
            }
            "ich" => matches!(
                tokens.word(at + 1),
                "dran" | "muss" | "wieder" | "nochmal" | "bin"
            ),
            "ist" => matches!(
                tokens.word(at + 1),
                "das" | "des" | "dat" | "mein" | "meine" | "unser" | "unsere"
            ),
            "am" | "was" => tokens.word(at + 1) == "i",
            "i" => matches!(tokens.word(at + 1), "have" | "am" | "was" | "need"),
            _ => false,
        })
    })
}

/// Who comes to the caller's.
fn is_somebody(word: &str) -> bool {
    matches!(
        word,
        "jemand" | "einer" | "wer" | "techniker" | "monteur" | "handwerker" | "kollege" | "mann"
    )
}

/// Whether a caller asks if the appointment is still there that they have: `habt ihr mich noch
/// stehen`, `you've still got me down`, `wann soll ich nochmal kommen`.
pub(crate) fn asks_if_down(tokens: &Tokens<'_>) -> bool {
    let near = |i: usize, words: &[&str]| (i + 1..i + 8).any(|at| words.contains(&tokens.word(at)));
    let stays = asks_whether_it_stays(tokens);
    (0..tokens.len()).any(|i| match tokens.word(i) {
        // Not `Passbilder hab ich noch`.
        "ich" if i > 0 && matches!(tokens.word(i - 1), "hab" | "habe") => false,
        "mich" | "mi" | "uns" | "termin" | "ich" => {
            matches!(tokens.word(i + 1), "noch" | "eh" | "no")
                && matches!(
                    tokens.word(i + 2),
                    "" | "stehen" | "drin" | "drinnen" | "eingetragen" | "vorgemerkt" | "im"
                )
                || (tokens.word(i) != "ich"
                    && near(i, &["noch", "eh"])
                    && near(
                        i,
                        &["stehen", "drin", "drinnen", "eingetragen", "vorgemerkt"],
                    ))
        }
        "got" | "have" => {
            matches!(tokens.word(i + 1), "me" | "us")
                && near(i, &["down", "booked", "in"])
                && i > 0
                && (tokens.word(i - 1) == "still" || stays)
        }
        // `am I right in thinking I'm in on Monday`.
        "thinking" => matches!(tokens.word(i + 1), "i'm" | "i" | "we're" | "my"),
        "wann" => {
            near(i, &["nochmal", "nomal", "gleich"])
                && near(i, &["soll", "sollte", "sollt", "war", "ist"])
                && near(i, &["ich", "wir", "mein"])
        }
        // `I got a text saying Monday at ten`.
        "text" | "message" | "email" | "letter" | "reminder" | "sms" | "mail" | "nachricht"
        | "erinnerung" => {
            near(
                i,
                &["saying", "says", "said", "steht", "bekommen", "gekriegt"],
            ) || (i.saturating_sub(4)..i)
                .any(|at| matches!(tokens.word(at), "bekommen" | "gekriegt"))
        }
        "klargeht" | "klar" => i > 2 && (i.saturating_sub(8)..i).any(|at| tokens.word(at) == "ob"),
        _ => false,
    })
}

/// Whether a caller asks for an earlier time than that of the appointment they have: `haben Sie für
/// mein Screening am siebten Januar inzwischen was Früheres`.
pub(crate) fn asks_for_earlier(tokens: &Tokens<'_>, times: &[Mention]) -> bool {
    let dated = times
        .iter()
        .find(|time| time.day.is_some_and(|day| day.is_single()));
    let Some(time) = dated else {
        return false;
    };
    let mine = |i: usize| {
        matches!(
            tokens.word(i),
            "mein" | "meine" | "meinen" | "unser" | "unseren" | "unsere" | "my" | "our"
        )
    };
    let sooner = |i: usize| {
        matches!(
            tokens.word(i),
            "frueheres" | "frueher" | "eher" | "zeitiger" | "earlier" | "sooner"
        )
    };
    (time.tokens.start.saturating_sub(6)..time.tokens.start).any(mine)
        && (time.tokens.end..tokens.len()).any(sooner)
}
