//! Lengths of time in minutes: `anderthalb Stunden`, `half an hour`, `eine Stunde und zehn Minuten`.

use crate::distance;
use crate::lexicon::{Lex, Unit};
use crate::number;
use crate::token::Tokens;

/// The length told at `i`, in minutes, and the token behind it.
pub(crate) fn at(tokens: &Tokens<'_>, i: usize) -> Option<(i64, usize)> {
    let (minutes, next) = one(tokens, i)?;
    let and = usize::from(tokens.lex(next) == Lex::And);
    // `an hour and a half`.
    if and == 1
        && matches!(tokens.word(next + 1), "a" | "eine" | "ein")
        && matches!(tokens.word(next + 2), "half" | "halbe" | "halb")
    {
        return Some((minutes + 30, next + 3));
    }
    match one(tokens, next + and) {
        Some((more, after)) if more < minutes => Some((minutes + more, after)),
        _ => Some((minutes, next)),
    }
}

fn one(tokens: &Tokens<'_>, i: usize) -> Option<(i64, usize)> {
    let mut at = i;
    while at < i + 3
        && (tokens.lex(at) == Lex::About
            || tokens.sign(at, '~')
            || matches!(tokens.word(at), "knappen" | "guten")
            || (matches!(
                tokens.word(at),
                "einer" | "eine" | "ner" | "der" | "a" | "an"
            ) && (tokens.word(at) == "ner" || !matches!(tokens.lex(at + 1), Lex::Unit(_)))
                && !matches!(tokens.word(at + 1), "few" | "couple" | "paar")))
    {
        at += 1;
    }
    match tokens.word(at) {
        "viertelstunde" => return Some((15, at + 1)),
        "dreiviertelstunde" => return Some((45, at + 1)),
        "halbstunde" => return Some((30, at + 1)),
        _ => {}
    }
    // `in einer knappen Stunde`.
    let one = at > i && tokens.lex(at) == Lex::Unit(Unit::Hour) && tokens.word(at - 1) != "der";
    let (quarters, mut next) = if one { (4, at) } else { quarters(tokens, at)? };
    // `a quarter of an hour`.
    next += usize::from(tokens.word(next) == "of");
    next += usize::from(next > at + 1 && matches!(tokens.word(next), "a" | "an"));
    let unit = match tokens.lex(next) {
        Lex::Unit(Unit::Minute) => 1,
        Lex::Unit(Unit::Hour) => 60,
        Lex::Uhr if tokens.word(next) == "h" => 60,
        _ => return None,
    };
    Some((quarters * unit / 4, next + 1))
}

/// How many, in quarters.
fn quarters(tokens: &Tokens<'_>, i: usize) -> Option<(i64, usize)> {
    match tokens.word(i) {
        "halben" | "halbe" | "half" => {
            let article = usize::from(matches!(tokens.word(i + 1), "an" | "a"));
            return Some((2, i + 1 + article));
        }
        "anderthalb" | "eineinhalb" | "einundeinhalb" => return Some((6, i + 1)),
        "zweieinhalb" | "zweiundeinhalb" => return Some((10, i + 1)),
        "dreieinhalb" => return Some((14, i + 1)),
        "viereinhalb" => return Some((18, i + 1)),
        "dreiviertel" => return Some((3, i + 1)),
        "eineinviertel" => return Some((5, i + 1)),
        "viertel" | "quarter" => return Some((1, i + 1)),
        _ => {}
    }
    if let Some(found) = fraction(tokens, i) {
        return Some(found);
    }
    let (count, next) = distance::count(tokens, i)?;
    if matches!(tokens.word(next), "quarters" | "viertel") {
        return Some((count.into(), next + 1));
    }
    let whole = i64::from(count) * 4;
    if let Some((quarters, next)) = fraction(tokens, next) {
        return Some((whole + quarters, next));
    }
    // `2,5`, `2.5`.
    if (tokens.sign(next, ',') || tokens.sign(next, '.'))
        && let Some((fraction, digits @ 1..=2)) = tokens.digits(next + 1)
        && tokens.glued(next + 1)
    {
        let hundredths = if digits == 1 { fraction * 10 } else { fraction };
        return Some((whole + i64::from(hundredths / 25), next + 2));
    }
    // `zwei ein halb`, `two and a half`, `2 and an half`.
    let and = next + usize::from(tokens.lex(next) == Lex::And);
    let article = usize::from(matches!(tokens.word(and), "ein" | "a" | "an" | "einer"));
    if article == 1
        && (matches!(tokens.lex(and + 1), Lex::Half | Lex::Halb)
            || matches!(tokens.word(and + 1), "halbe" | "halben"))
    {
        return Some((whole + 2, and + 2));
    }
    Some((whole, next))
}

/// `1/2`, `3/4`, `½`, in quarters.
fn fraction(tokens: &Tokens<'_>, i: usize) -> Option<(i64, usize)> {
    for (sign, quarters) in [('¼', 1), ('½', 2), ('¾', 3)] {
        if tokens.sign(i, sign) {
            return Some((quarters, i + 1));
        }
    }
    let (over @ 1..=3, _) = tokens.digits(i)? else {
        return None;
    };
    let (under @ (2 | 4), _) = tokens.digits(i + 2)? else {
        return None;
    };
    let quarters = i64::from(over) * 4 / i64::from(under);
    tokens.sign(i + 1, '/').then_some((quarters, i + 3))
}

/// The number of a thing that is counted rather than an hour: `zwei Personen`.
pub(crate) fn counts_things(tokens: &Tokens<'_>, next: usize) -> bool {
    // `zwanzig bis dreißig Euro`, `between two and three kilos`.
    let joins = matches!(tokens.lex(next), Lex::And | Lex::Until | Lex::To) || tokens.dash(next);
    if joins && let Some(second) = number::at(tokens, next + 1) {
        return is_thing(tokens, second.next);
    }
    is_thing(tokens, next)
}

fn is_thing(tokens: &Tokens<'_>, next: usize) -> bool {
    // `two t's in brett`, `zwei n`.
    let letter = tokens.word(next).strip_suffix("'s").unwrap_or_default();
    if letter.len() == 1 {
        return true;
    }
    let is_share_or_price = ['%', '€', '$', '£']
        .iter()
        .any(|&sign| tokens.sign(next, sign));
    is_share_or_price || matches!(
        tokens.word(next),
        "personen"
            | "person"
            | "leute"
            | "kinder"
            | "termine"
            | "mal"
            | "euro"
            | "jahre"
            | "jahren"
            | "people"
            | "times"
            | "kids"
            | "children"
            | "years"
            | "dollars"
            | "pounds"
            | "euros"
            | "prozent"
            | "percent"
            | "stueck"
            | "plaetze"
            | "tische"
            | "of"
            | "haare"
            | "zaehne"
            | "kilometer"
            | "zentimeter"
            | "meter"
            | "kilo"
            | "liter"
            | "cent"
            | "franken"
            | "rappen"
            | "quid"
            | "pence"
            | "einheiten"
            | "sitzungen"
            | "hunde"
            | "katzen"
            | "monate"
            | "appointments"
            | "slots"
            | "optionen"
            | "moeglichkeiten"
            | "options"
            | "f"
            | "l"
            | "s"
            | "n"
            | "t"
            | "p"
            | "m"
            | "von"
            | "or"
            | "point"
            | "points"
            | "places"
            | "erwachsene"
            | "adults"
            | "bucks"
            | "hundert"
            | "hundred"
            | "tausend"
            | "thousand"
            | "grad"
            | "kilos"
            | "degrees"
            | "inches"
            | "reifen"
            | "raeder"
            | "naegel"
            | "fragen"
            | "sachen"
            | "tabletten"
            | "rezepte"
            | "fuellungen"
            | "plomben"
            | "fenster"
            | "karten"
            | "naechte"
            | "tires"
            | "tyres"
            | "teeth"
            | "questions"
            | "dogs"
            | "cats"
            | "guests"
            | "gaeste"
    ) || matches!(tokens.lex(next), Lex::Unit(_))
        // `two Fridays from now`.
        || tokens.word(next).ends_with("days")
        // `three 2026-03-20` is an hour and a day.
        || number::at(tokens, next).is_some_and(|n| n.digits > 2 && !tokens.dash(n.next))
        || matches!(
            tokens.word(next + 1),
            "street" | "road" | "avenue" | "lane" | "drive"
        )
}
