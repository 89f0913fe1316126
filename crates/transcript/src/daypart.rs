//! Parts of the day: `am Nachmittag`, `früh am Morgen`, `after lunch`, `late tonight`.

use crate::day;
use crate::lexicon::{EARLY, Lex, MORGEN, Part};
use crate::mention::Bound;
use crate::token::Tokens;

/// The part of the day told at `i`, the token behind it, and whether it is a bound.
pub(crate) fn at(
    tokens: &Tokens<'_>,
    i: usize,
    has_day: bool,
    has_clock: bool,
) -> Option<(Part, usize, Bound)> {
    let at = |part: Part, next: usize| Some((part, next, Bound::At));
    match tokens.lex(i) {
        Lex::Part(found) => match tokens.lex(i + 1) {
            Lex::Early if tokens.word(i) == "abend" => at(Part { to: 21, ..found }, i + 2),
            Lex::Late => at(
                Part {
                    from: 21.min(found.to - 3),
                    ..found
                },
                i + 2,
            ),
            _ => at(found, i + 1),
        },
        Lex::Morgen if has_day || day::is_morning(tokens, i) => {
            // A greeting is no time.
            let greeting = i > 0
                && matches!(
                    tokens.word(i - 1),
                    "guten" | "gueten" | "schoenen" | "moin" | "frohen" | "jeden"
                );
            (!greeting).then_some((MORGEN, i + 1, Bound::At))
        }
        Lex::Early => {
            let skip = i
                + 1
                + [Lex::In, Lex::Article]
                    .into_iter()
                    .zip(1..)
                    .take_while(|(lex, n)| tokens.lex(i + n) == *lex)
                    .count();
            let morning = match tokens.lex(skip) {
                Lex::Part(found) => Some(found),
                Lex::Morgen => Some(MORGEN),
                _ => None,
            };
            match morning {
                Some(found) if found.to <= 12 => at(Part { to: 9, ..found }, skip + 1),
                Some(found) => at(
                    Part {
                        to: found.from + 3,
                        ..found
                    },
                    skip + 1,
                ),
                None => {
                    let told = (tokens.word(i) == "frueh" && tokens.lex(i + 1) == Lex::At)
                        || has_day
                        || has_clock
                        || (i > 0 && matches!(tokens.word(i - 1), "der" | "morgen"));
                    (told && tokens.word(i) != "frueher").then_some((EARLY, i + 1, Bound::At))
                }
            }
        }
        Lex::Late => match tokens.lex(i + 1) {
            Lex::Part(found) => at(
                Part {
                    from: (found.from + 3).min(found.to - 1),
                    ..found
                },
                i + 2,
            ),
            _ => None,
        },
        // `first thing tomorrow`; with `morning` behind it, that tells the part.
        Lex::Number(1, true) if tokens.words(i, &["first", "thing"]) => {
            let later = (i + 2..i + 5).any(|at| matches!(tokens.lex(at), Lex::Part(_)));
            (!later).then_some((EARLY, i + 2, Bound::At))
        }
        // `mid-morning`.
        _ if tokens.word(i) == "mid" => {
            let at_part = i + 1 + usize::from(tokens.dash(i + 1));
            let Lex::Part(found) = tokens.lex(at_part) else {
                return None;
            };
            let from = found.from.max(7) + 2;
            let to = from.max(found.to - 2);
            at(Part { from, to }, at_part + 1)
        }
        // `nach der Mittagspause`, `after lunch`.
        Lex::After => {
            let article = usize::from(tokens.lex(i + 1) == Lex::Article);
            let shortly = i > 0 && matches!(tokens.word(i - 1), "kurz" | "shortly");
            match tokens.lex(i + 1 + article) {
                Lex::Part(found) if found.from == 12 && found.to == 14 && shortly => {
                    Some((found, i + 2 + article, Bound::At))
                }
                Lex::Part(found) if found.from == 12 && found.to == 14 => {
                    Some((Part { from: 13, to: 17 }, i + 2 + article, Bound::At))
                }
                _ if matches!(tokens.word(i + 1 + article), "arbeit" | "work") => {
                    at(Part { from: 17, to: 21 }, i + 2 + article)
                }
                _ => None,
            }
        }
        _ => None,
    }
}
