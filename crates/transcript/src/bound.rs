//! What may stand before the parts of a time expression, between them and behind them: `so gegen`,
//! `nicht vor`, `irgendwann`, `oder später`.

use crate::clock::{self, Plainness};
use crate::daypart;
use crate::lexicon::{Lex, Unit};
use crate::mention::{Bound, Mention};
use crate::number;
use crate::token::Tokens;

/// What stands before a part.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lead {
    /// The token behind it.
    pub(crate) at: usize,
    /// What it bounds.
    pub(crate) bound: Bound,
    /// Whether an end may follow with `und`.
    pub(crate) range: bool,
    /// Whether a bare number behind it is an hour.
    pub(crate) told: bool,
}

/// What stands at `i`: `so gegen`, `zwischen`, `bis zum`, `nicht vor`. `inside`: a day stands before
/// it.
pub(crate) fn lead(tokens: &Tokens<'_>, i: usize, inside: bool) -> Lead {
    let mut lead = Lead {
        at: i,
        bound: Bound::At,
        range: false,
        told: false,
    };
    while lead.at < i + 6 {
        let at = lead.at;
        let found = match tokens.lex(at) {
            _ if is_no_bound(tokens, at, inside) => break,
            Lex::Between | Lex::Von => {
                lead.range = true;
                Some(lead.bound)
            }
            Lex::After if daypart::at(tokens, at, false, false).is_some() => break,
            Lex::From => Some(Bound::From),
            Lex::After => Some(Bound::After),
            // `nicht vor zehn`: from ten on.
            Lex::Before | Lex::Until | Lex::To if is_negated(tokens, at) => Some(Bound::From),
            Lex::Before => Some(Bound::Before),
            Lex::Until if tokens.word(at) == "by" => Some(Bound::By),
            Lex::Until => Some(Bound::Until),
            Lex::To if at > 0 && tokens.word(at - 1) == "up" => Some(Bound::Until),
            Lex::To if tokens.word(at) != "to" => Some(Bound::Until),
            _ if inside && is_negated(tokens, at + 1) => None,
            // `not later than 4`, `nicht früher als zehn`.
            Lex::At if tokens.words(at, &["at", "the"]) && behind(tokens, at).is_some() => {
                behind(tokens, at).map(|(bound, next)| {
                    lead.at = next - 1;
                    bound
                })
            }
            _ if comparative(tokens, at).is_some() => {
                comparative(tokens, at).map(|(bound, last)| {
                    lead.at = last;
                    bound
                })
            }
            _ if at > i && is_dot_of_a_short_word(tokens, at) => None,
            Lex::At => {
                lead.told = true;
                None
            }
            // `an hour from now` begins with its article.
            Lex::Article if matches!(tokens.lex(at + 1), Lex::Unit(_)) => break,
            Lex::About | Lex::Article if !tokens.sign(at + 1, '.') => {
                lead.told |= tells_an_hour(tokens, at);
                None
            }
            _ if at > i && filler(tokens, at).is_some() => {
                lead.at = filler(tokens, at).map_or(at, |next| next - 1);
                None
            }
            _ => break,
        };
        if let Some(bound) = found {
            lead.bound = bound;
            lead.told = true;
        }
        // `am`, `the` alone begin nothing; a bound does.
        lead.at += 1;
    }
    lead
}

/// What may stand between two parts of one expression, `am`, a comma, `um`, `bitte`: the token
/// behind it, and whether a bare number there is an hour.
pub(crate) fn connector(tokens: &Tokens<'_>, i: usize, mention: &Mention) -> (usize, bool) {
    let mut at = i;
    let mut told = false;
    let mut filled = false;
    while at < i + 8 {
        match tokens.lex(at) {
            Lex::At => told = true,
            // `um drei, aber morgen um vier` are two times.
            _ if matches!(tokens.word(at), "aber" | "but")
                && (mention.day.is_none() || mention.clock.is_some()) =>
            {
                break;
            }
            // `I'm on shift till six so Monday it is`.
            _ if tokens.word(at) == "so"
                && mention.clock.is_some()
                && matches!(tokens.lex(at + 1), Lex::Weekday(_)) =>
            {
                break;
            }
            _ if filler(tokens, at).is_some() => {
                filled = true;
                at = filler(tokens, at).map_or(at, |next| next - 1);
            }
            Lex::About | Lex::Article => told |= tells_an_hour(tokens, at),
            Lex::In
                if matches!(
                    tokens.lex(at + 1),
                    Lex::Article
                        | Lex::Early
                        | Lex::Unit(Unit::Week)
                        | Lex::Month(_)
                        | Lex::MonthShort(_)
                ) => {}
            // `Dienstag zwischen 14 und 16 Uhr`, `morgen ab 15 Uhr`.
            Lex::Between | Lex::Von | Lex::From | Lex::Until | Lex::After
                if mention.clock.is_none() =>
            {
                break;
            }
            // `15.9. - 16:45`.
            _ if tokens.dash(at) && !tokens.glued(at) && mention.clock.is_none() => filled = true,
            _ if tokens.sign(at, ',')
                || tokens.sign(at, '(')
                || tokens.sign(at, ')')
                || is_dot_of_a_short_word(tokens, at)
                || matches!(tokens.word(at), "spaeter" | "later") => {}
            _ => break,
        }
        at += 1;
    }
    // `Dienstag bitte zwei Farben`: a number alone counts anything.
    if filled && !told && is_bare(tokens, at) {
        return (i, false);
    }
    (at, told)
}

/// A number at `i` that nothing marks as a time or a date.
fn is_bare(tokens: &Tokens<'_>, i: usize) -> bool {
    number::at(tokens, i).is_some_and(|number| {
        let next = number.next;
        let dotted = tokens.sign(next, '.') && tokens.glued(next);
        let marked =
            || clock::at(tokens, i, false).is_some_and(|(clock, _)| clock.plain >= Plainness::Pair);
        !number.ordinal && number.digits < 4 && !dotted && !marked()
    })
}

/// Words between a day and its time that say nothing about either: `bitte`, `und zwar`, `let's say`.
fn filler(tokens: &Tokens<'_>, i: usize) -> Option<usize> {
    let length = match (tokens.word(i), tokens.word(i + 1)) {
        ("am", "besten" | "liebsten")
        | ("und", "zwar")
        | ("let's" | "lets", "say")
        | ("sagen", "wir")
        | ("any" | "some", "time" | "point")
        | ("im", "laufe" | "verlauf") => 2,
        ("at", "some") if tokens.word(i + 2) == "point" => 3,
        (
            "bitte" | "also" | "erst" | "mal" | "nur" | "wieder" | "aber" | "eventuell"
            | "irgendwann" | "jederzeit" | "idealerweise" | "bevorzugt" | "bestenfalls" | "halt"
            | "eben" | "ganzen" | "ganze" | "wohl" | "moeglichst" | "zirka" | "please" | "maybe"
            | "perhaps" | "say" | "like" | "but" | "anytime" | "sometime" | "preferably"
            | "ideally" | "possibly" | "probably",
            _,
        ) => 1,
        _ => return None,
    };
    Some(i + length)
}

/// `nicht vor zehn`, `not until three`: from then on.
fn is_negated(tokens: &Tokens<'_>, i: usize) -> bool {
    let before = tokens.word(i.wrapping_sub(1));
    match tokens.word(i) {
        "vor" | "before" => matches!(before, "nicht" | "not"),
        "until" | "till" | "til" => before == "not",
        _ => false,
    }
}

/// Words that bound nothing here: `drei von fünf`, the letters of a plate (`M-AB 1234`).
fn is_no_bound(tokens: &Tokens<'_>, i: usize, inside: bool) -> bool {
    let before = i.wrapping_sub(1);
    match tokens.word(i) {
        // `am 20.3.2026 von neun bis elf`.
        "von" | "from" if inside => false,
        "von" | "from" => number::at(tokens, before).is_some_and(|n| n.next == i && !n.ordinal),
        // `come by at ten`, `stop by on Friday`.
        "by" => {
            tokens.lex(i + 1) == Lex::At
                || matches!(
                    tokens.word(before),
                    "come" | "came" | "coming" | "stop" | "drop" | "swing" | "pass"
                )
        }
        "ab" => {
            tokens.raw(i) == "AB" || tokens.word(before).len() == 1 && !tokens.sign(before, ',')
        }
        _ => false,
    }
}

/// `later than`, `nicht früher als`: the bound and the last token of it.
fn comparative(tokens: &Tokens<'_>, i: usize) -> Option<(Bound, usize)> {
    let negated = matches!(tokens.word(i), "not" | "no" | "nicht");
    let at = i + usize::from(negated);
    let later = match tokens.word(at) {
        "later" | "spaeter" => true,
        "earlier" | "frueher" => false,
        _ => return None,
    };
    let bound = if later == negated {
        Bound::Until
    } else {
        Bound::From
    };
    matches!(tokens.word(at + 1), "than" | "als").then_some((bound, at + 1))
}

/// The dot of `ca.` and `zw.`.
fn is_dot_of_a_short_word(tokens: &Tokens<'_>, i: usize) -> bool {
    tokens.sign(i, '.') && matches!(tokens.word(i.wrapping_sub(1)), "ca" | "zw")
}

/// Whether a bare number behind the word is an hour: `gegen drei`, `Punkt zwölf`, Swiss `am drü`.
fn tells_an_hour(tokens: &Tokens<'_>, i: usize) -> bool {
    match tokens.word(i) {
        "gegen" | "around" | "about" | "punkt" | "schlag" => true,
        // A day of the month would be an ordinal; `I am two` is an age.
        "am" => {
            let before = i.checked_sub(1).map(|before| tokens.word(before));
            matches!(tokens.lex(i + 1), Lex::Number(1..=12, false)) && before != Some("i")
        }
        _ => false,
    }
}

/// `11 Uhr spätestens`, `14 Uhr oder später`, `four at the earliest`.
pub(crate) fn behind(tokens: &Tokens<'_>, i: usize) -> Option<(Bound, usize)> {
    let i = i + usize::from(tokens.sign(i, ','));
    // `at nine, or after lunch`: what bounds another time does not bound this one.
    let other = matches!(tokens.lex(i + 1), Lex::After | Lex::Before)
        && (i + 2..i + 4).any(|at| {
            let article = at > i + 2 && tokens.lex(i + 2) != Lex::Article;
            !article && !matches!(tokens.lex(at), Lex::None | Lex::Article)
        });
    match (tokens.word(i), tokens.word(i + 1), tokens.word(i + 2)) {
        ("oder" | "or", ..) if other => None,
        ("spaetestens", ..) => Some((Bound::Until, i + 1)),
        ("fruehestens" | "onwards" | "onward" | "aufwaerts", ..) => Some((Bound::From, i + 1)),
        ("oder" | "or", "spaeter" | "later" | "danach" | "after", _) => Some((Bound::From, i + 2)),
        ("oder" | "or", "frueher" | "earlier" | "davor" | "before", _) => {
            Some((Bound::Until, i + 2))
        }
        ("at", "the", "earliest") => Some((Bound::From, i + 3)),
        ("at", "the", "latest") => Some((Bound::Until, i + 3)),
        _ => None,
    }
}
