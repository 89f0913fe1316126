//! Whether there was an appointment before the call: the caller has one, or the agent tells of it.

use super::{CALLER_TABLE, Hint, REACH};
use crate::concept::is_thing;
use crate::existing::is_near_by;
use crate::mention::Mention;
use crate::slot::is_hour;
use crate::token::Tokens;

/// `ich hab morgen um zehn einen termin`, `my son has a lesson on friday`.
///
/// `services` are the places of the services named in this turn.
pub(super) fn has_appointment(
    tokens: &Tokens<'_>,
    mentions: &[Mention],
    services: &[usize],
) -> bool {
    let all = mentions;
    let mut mentions = mentions
        .iter()
        .filter(|mention| mention.day.is_some() || is_hour(mention))
        .peekable();
    (0..tokens.len()).any(|i| {
        while mentions
            .next_if(|mention| mention.tokens.end + REACH < i)
            .is_some()
        {}
        let near = i.saturating_sub(REACH)..i + REACH;
        has(tokens, i)
            && mentions
                .peek()
                .is_some_and(|mention| near.contains(&mention.tokens.start))
            && ((i..i + REACH)
                .take_while(|at| !is_next_clause(tokens, *at))
                .any(|at| is_appointment(tokens, at) || is_at_yours(tokens, at))
                || (tokens.word(i) != "haben" && is_appointment(tokens, i.saturating_sub(1))))
    }) || all
        .iter()
        .any(|mention| comes(tokens, mention) || has_service(tokens, mention, services))
}

/// `ich schaff meinen termin morgen nicht`: whether the caller speaks of one that they have.
pub(super) fn speaks_of_own(tokens: &Tokens<'_>) -> bool {
    let want = |at: usize| {
        let want = CALLER_TABLE.longest(tokens, at);
        want.is_some_and(|(hint, _)| hint == Hint::Want)
    };
    (1..tokens.len()).any(|i| {
        matches!(tokens.word(i), "termin" | "appointment")
            && matches!(
                tokens.word(i - 1),
                "mein" | "meinen" | "meinem" | "unser" | "unseren" | "my" | "our"
            )
            && !(i.saturating_sub(8)..i).any(want)
    })
}

/// What somebody wants stands in a clause of its own.
fn is_next_clause(tokens: &Tokens<'_>, i: usize) -> bool {
    let wants = |at: usize| {
        CALLER_TABLE
            .longest(tokens, at)
            .is_some_and(|(hint, _)| hint == Hint::Want)
    };
    let begins = |at: usize| matches!(tokens.word(at), "ich" | "wir" | "i" | "we" | "would");
    match tokens.word(i) {
        "und" | "and" | "da" | "jetzt" => wants(i + 1) || begins(i + 1),
        "kann" | "koennte" | "darf" | "can" | "could" => begins(i + 1),
        "ist" | "kommt" | "liebsten" | "besten" | "gern" | "gerne" | "bitte" | "problem"
        | "schmerzen" | "frage" | "frei" | "zeit" | "urlaub" | "dass" | "angerufen" | "called"
        | "gesagt" | "gemeint" | "said" | "told" | "bekommen" | "brief" | "rezept" => true,
        _ => wants(i),
    }
}

/// Somebody has; not `hätte gern`, not `haben Sie`.
fn has(tokens: &Tokens<'_>, i: usize) -> bool {
    let wish = |at: usize| matches!(tokens.word(at), "gern" | "gerne" | "lieber" | "liebsten");
    let asked = matches!(
        tokens.word(i + 1),
        "sie" | "ihr" | "you" | "to" | "jemand" | "someone"
    );
    let before = i.checked_sub(1).map_or("", |at| tokens.word(at));
    // `I'd like to get something booked`.
    let wanted = (i.saturating_sub(6)..i).any(|at| {
        let want = CALLER_TABLE.longest(tokens, at);
        want.is_some_and(|(hint, _)| hint == Hint::Want)
    });
    if wanted {
        return false;
    }
    match tokens.word(i) {
        "hab" | "habe" | "hat" | "hatte" | "hatten" | "han" | "has" => !asked,
        // `ich hätte am Donnerstag einen Herrenschnitt gehabt`.
        "haette" | "haetten" | "haett" if (i..i + REACH).any(|at| tokens.word(at) == "gehabt") => {
            true
        }
        "haben" | "haette" | "haetten" | "haett" => {
            let room = matches!(before, "wann" | "frei" | "zeit" | "platz" | "was");
            !asked && !room && !(i..i + REACH).any(wish)
        }
        "have" => {
            let modal = i.checked_sub(2).map_or("", |at| tokens.word(at));
            let modal = matches!(
                modal,
                "could" | "can" | "may" | "shall" | "should" | "would" | "might"
            );
            matches!(before, "i" | "we" | "they") && !asked && !modal
        }
        word if word.ends_with("'s") && tokens.word(i + 1) == "got" => true,
        "i've" | "we've" => matches!(tokens.word(i + 1), "got" | "a" | "an"),
        "i'm" | "we're" | "he's" | "she's" | "am" | "are" => {
            (matches!(tokens.word(i), "he's" | "she's")
                && matches!(tokens.word(i + 1), "got" | "a" | "an"))
                || tokens.words(i + 1, &["down", "for"])
                || tokens.words(i + 1, &["booked", "in"])
        }
        // `my cat is down for neutering thursday`.
        "is" => tokens.words(i + 1, &["down", "for"]) || tokens.words(i + 1, &["booked", "in"]),
        // `ich bin um halb drei bei euch eingetragen`.
        // `ich bin am mittwoch um zehn bei euch`.
        "bin" | "sind" | "bi" | "san" | "simma" => {
            !asked && (i + 1..i + REACH).any(|at| is_entered(tokens, at) || is_at_yours(tokens, at))
        }
        "meant" | "supposed" => tokens.word(i + 1) == "to",
        "booked" => !matches!(
            before,
            "get" | "be" | "to" | "fully" | "you" | "getting" | "you're" | "is"
        ),
        _ => false,
    }
}

/// A word for an appointment, or for what is done at one.
fn is_appointment(tokens: &Tokens<'_>, i: usize) -> bool {
    let word = tokens.word(i);
    let elsewhere = matches!(tokens.word(i + 1), "beim" | "bei")
        && !matches!(tokens.word(i + 2), "ihnen" | "euch" | "dir");
    match word {
        "termin" | "appointment" | "booking" | "lesson" | "session" | "fahrstunde" => !elsewhere,
        _ if is_entered(tokens, i) => true,
        "down" => tokens.word(i + 1) == "for",
        "gehabt" | "booked" | "gebucht" | "ausgemacht" | "vereinbart" | "reserviert" => true,
        _ if word.ends_with("termin") => true,
        _ => is_thing(word) && is_article(tokens, i),
    }
}

/// `eingetragen`: in the calendar.
fn is_entered(tokens: &Tokens<'_>, i: usize) -> bool {
    matches!(
        tokens.word(i),
        "eingetragen" | "vorgemerkt" | "angemeldet" | "eingeplant" | "einbestellt" | "dran"
    )
}

fn is_article(tokens: &Tokens<'_>, i: usize) -> bool {
    i.checked_sub(1).is_some_and(|at| {
        matches!(
            tokens.word(at),
            "den"
                | "die"
                | "das"
                | "meine"
                | "meinen"
                | "mein"
                | "a"
                | "an"
                | "my"
                | "the"
                | "zur"
                | "zum"
        )
    })
}

/// `bei Ihnen`, `bei euch`: at the company's.
fn is_at_yours(tokens: &Tokens<'_>, i: usize) -> bool {
    let yours = matches!(tokens.word(i), "bei" | "bi" | "zu" | "with")
        && matches!(
            tokens.word(i + 1),
            "ihnen" | "euch" | "eich" | "dir" | "you"
        );
    let otherwise = |at: usize| {
        matches!(
            tokens.word(at),
            "gewesen" | "war" | "naehe" | "kunde" | "kundin" | "patient" | "patientin"
        )
    };
    yours && !is_near_by(tokens, i + 2) && !(i + 2..i + 6).any(otherwise)
}

/// `sie wollten am freitag kommen`: the company comes, as it was told before.
fn comes(tokens: &Tokens<'_>, mention: &Mention) -> bool {
    let start = mention.tokens.start;
    let said = (start.saturating_sub(4)..start).find(|i| {
        matches!(tokens.word(*i), "sie" | "ihr" | "se" | "you" | "you're")
            && matches!(
                tokens.word(i + 1),
                "wollten"
                    | "wollen"
                    | "wolltet"
                    | "wolltets"
                    | "kommen"
                    | "kommt"
                    | "kehren"
                    | "sollten"
                    | "solltet"
                    | "coming"
            )
    });
    let asks = |at: usize| {
        matches!(
            tokens.word(at),
            "wann"
                | "koennen"
                | "koennten"
                | "koennt"
                | "koenntet"
                | "ob"
                | "wenn"
                | "haetten"
                | "dass"
                | "could"
                | "can"
        )
    };
    let is_day = mention.day.is_some_and(|day| day.is_single());
    is_day && said.is_some_and(|at| !(at.saturating_sub(4)..at).any(asks))
}

/// Whether the agent tells when the caller's appointment is: `Ihre nächste Stunde ist am Montag`,
/// `Sie haben am Montag um zehn die Massage`.
pub(super) fn is_told_of(tokens: &Tokens<'_>, mentions: &[Mention]) -> bool {
    mentions
        .iter()
        .filter(|it| it.day.is_some())
        .any(|mention| {
            let start = mention.tokens.start;
            let sentence = (start.saturating_sub(9)..start)
                .rev()
                .take_while(|at| ['.', '?', '!'].iter().all(|sign| !tokens.sign(*at, *sign)))
                .last()
                .unwrap_or(start);
            let free = |at: usize| {
                tokens.word(at).starts_with("frei")
                    || matches!(tokens.word(at), "available" | "zeit")
            };
            let end = (start..start + REACH).find(|at| {
                tokens.get(*at).is_none()
                    || ['.', '?', '!'].iter().any(|sign| tokens.sign(*at, *sign))
            });
            let end = end.unwrap_or(start + REACH);
            let told = (sentence..start).any(|at| match tokens.word(at) {
                // `Ihre Fahrstunde ist am …`
                "ihr" | "ihre" | "dein" | "deine" | "your" => (at + 2..at + 5).any(|is| {
                    matches!(
                        tokens.word(is),
                        "ist" | "war" | "is" | "was" | "beginnt" | "starts"
                    )
                }),
                "sie" => matches!(tokens.word(at + 1), "haben" | "sind") && at + 4 >= start,
                "du" => matches!(tokens.word(at + 1), "hast" | "bist") && at + 4 >= start,
                "you" => matches!(tokens.word(at + 1), "have" | "are") && at + 5 >= start,
                "you're" => matches!(tokens.word(at + 1), "booked" | "down" | "in" | "with"),
                "you've" => tokens.word(at + 1) == "got" && at + 6 >= start,
                _ => false,
            });
            told && !tokens.sign(end, '?') && !(sentence..end).any(free)
        })
}

/// `ich hab heute um eins fahrstunde`: the service right behind the time.
fn has_service(tokens: &Tokens<'_>, mention: &Mention, services: &[usize]) -> bool {
    let (start, end) = (mention.tokens.start, mention.tokens.end);
    let article = usize::from(is_article(tokens, end + 1));
    let mut before = start.saturating_sub(5)..start;
    services.contains(&(end + article))
        && before.any(|i| has(tokens, i) || tokens.word(i) == "i've")
}
