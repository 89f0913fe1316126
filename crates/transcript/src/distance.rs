//! How far away a day is: `in zwei Wochen`, `a week from Friday`, `three days after Easter`.

use jiff::civil::Date;

use crate::calendar::{next_weekday, plus_days, plus_months};
use crate::date_words;
use crate::day::{Day, Named};
use crate::holiday;
use crate::lexicon::{Lex, Unit};
use crate::number;
use crate::stretch::{stretch_of, whole_week};
use crate::token::Tokens;
use crate::weekday;

/// How far away something is.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Distance {
    Days(i32),
    Months(i32),
}

impl Distance {
    pub(crate) fn from(self, date: Date) -> Date {
        match self {
            Self::Days(days) => plus_days(date, days),
            Self::Months(months) => plus_months(date, months),
        }
    }
}

/// A count of days, weeks or so: `zwei`, `a couple of`, `ein paar`.
pub(crate) fn count(tokens: &Tokens<'_>, i: usize) -> Option<(i32, usize)> {
    let about = tokens.lex(i) == Lex::About || matches!(tokens.word(i), "gut" | "knapp");
    let i = i + usize::from(about);
    let i = i + usize::from(about && tokens.sign(i, '.'));
    let articles = usize::from(matches!(
        tokens.word(i),
        "a" | "an" | "ein" | "ner" | "nem" | "the"
    ));
    match tokens.word(i + articles) {
        "paar" | "couple" => {
            let of = usize::from(tokens.word(i + articles + 1) == "of");
            return Some((2, i + articles + 1 + of));
        }
        "few" => return Some((3, i + articles + 1)),
        _ => {}
    }
    if let Some(number) = number::at(tokens, i + articles).filter(|n| !n.ordinal && n.value < 1000)
    {
        return Some((i32::try_from(number.value).ok()?, number.next));
    }
    number::at(tokens, i)
        .filter(|n| !n.ordinal && n.value < 1000)
        .and_then(|n| Some((i32::try_from(n.value).ok()?, n.next)))
        // `in a week`, but not `early in the week`.
        .or_else(|| (articles > 0 && tokens.word(i) != "the").then_some((1, i + 1)))
}

/// A count of days or longer: `zwei Wochen`.
pub(crate) fn at(tokens: &Tokens<'_>, i: usize) -> Option<(Distance, usize)> {
    if let Some(found) = halves(tokens, i) {
        return Some(found);
    }
    let (count, next) = count(tokens, i)?;
    let Lex::Unit(unit) = tokens.lex(next) else {
        return None;
    };
    let distance = match unit {
        // A week has eight days when both ends are counted, as German does.
        Unit::Day if count == 8 && tokens.word(next).starts_with("tag") => Distance::Days(7),
        Unit::Day | Unit::Workday => Distance::Days(count),
        Unit::Week => Distance::Days(7 * count),
        Unit::Fortnight => Distance::Days(14 * count),
        Unit::Month => Distance::Months(count),
        Unit::Year => Distance::Months(12 * count),
        Unit::Minute | Unit::Hour => return None,
    };
    Some((distance, next + 1))
}

/// `einem halben Jahr`, `half a year`, `anderthalb Jahren`.
fn halves(tokens: &Tokens<'_>, i: usize) -> Option<(Distance, usize)> {
    let article = |at| {
        at + usize::from(matches!(
            tokens.word(at),
            "a" | "an" | "einem" | "einer" | "ner" | "nem"
        ))
    };
    let at = article(i);
    match tokens.word(at) {
        "vierteljahr" => return Some((Distance::Months(3), at + 1)),
        "dreivierteljahr" => return Some((Distance::Months(9), at + 1)),
        _ => {}
    }
    let months = match tokens.word(at) {
        "halben" | "half" => 6,
        "anderthalb" | "eineinhalb" => 18,
        "zweieinhalb" => 30,
        _ => return None,
    };
    let unit = article(at + 1);
    (tokens.lex(unit) == Lex::Unit(Unit::Year)).then_some((Distance::Months(months), unit + 1))
}

/// `in zwei Wochen`, `in two weeks on Thursday`, `in a month`, `in März`.
pub(crate) fn offset(tokens: &Tokens<'_>, i: usize, today: Date) -> Option<(Day, usize)> {
    // `earlier in the day` is not a day from now.
    if tokens.word(i) == "the" && matches!(tokens.lex(i + 1), Lex::Unit(_)) {
        return None;
    }
    let (found, next) = at(tokens, i)?;
    if let Distance::Days(days) = found
        && days % 7 == 0
        // `two weeks from Monday` is counted from there.
        && tokens.word(next) != "from"
        && let Some(found) = weekday::in_week(tokens, next, whole_week(today, days / 7), today)
    {
        return Some(found);
    }
    let literal = tokens.word(next.wrapping_sub(1)).starts_with("tag")
        && matches!(found, Distance::Days(7))
        && matches!(count(tokens, i), Some((8, _)));
    let other = literal.then(|| plus_days(today, 8));
    let day = Day::one(found.from(today), Named::FromToday).or(other);
    Some((day, next))
}

/// Behind a distance: `from now`, `hence`, `ab heute`.
pub(crate) fn ahead(tokens: &Tokens<'_>, next: usize) -> Option<usize> {
    match (tokens.word(next), tokens.word(next + 1)) {
        ("hence", _) => Some(next + 1),
        ("from", "now" | "today") | ("ab", "jetzt" | "heute") => Some(next + 2),
        _ => None,
    }
}

/// `two weeks from now`, `three fridays from now`, `a fortnight hence`, `2 upcoming days`.
pub(crate) fn from_now(tokens: &Tokens<'_>, i: usize, today: Date) -> Option<(Day, usize)> {
    let (count, next) = count(tokens, i)?;
    let ahead = |next: usize| ahead(tokens, next);
    if let Lex::Weekday(day) = tokens.lex(next) {
        let after = ahead(next + 1)?;
        let first = plus_days(next_weekday(today, day), 7 * (count - 1));
        return Some((Day::one(first, Named::WeekdayOfWeek(day)), after));
    }
    if tokens.word(next) == "upcoming"
        && let Lex::Unit(unit) = tokens.lex(next + 1)
    {
        return stretch_of(today, unit, count, count).map(|day| (day, next + 2));
    }
    let (found, next) = at(tokens, i)?;
    // `three days after Easter`, `zwei Tage vor Weihnachten`.
    if let (Lex::After | Lex::Before, Distance::Days(days)) = (tokens.lex(next), found)
        && tokens.word(i) != "the"
    {
        let (date, after) = anchor(tokens, next + 1, today)?;
        let days = if tokens.lex(next) == Lex::After {
            days
        } else {
            -days
        };
        return Some((Day::one(plus_days(date, days), Named::Date), after));
    }
    // `a week on Monday`, `two weeks from tomorrow`, `a week today`.
    let from = next + usize::from(matches!(tokens.word(next), "on" | "from" | "ab"));
    match (found, tokens.lex(from)) {
        (Distance::Days(days), Lex::Weekday(day))
            if days % 7 == 0 && (from > next || tokens.word(next - 1).starts_with("week")) =>
        {
            let first = plus_days(next_weekday(today, day), days);
            return Some((Day::one(first, Named::WeekdayOfWeek(day)), from + 1));
        }
        (_, Lex::Today(days))
            if from > next || matches!(found, Distance::Days(length) if length % 7 == 0) =>
        {
            let first = found.from(plus_days(today, days.into()));
            return Some((Day::one(first, Named::FromToday), from + 1));
        }
        _ => {}
    }
    let after = ahead(next)?;
    Some((Day::one(found.from(today), Named::FromToday), after))
}

/// `Tag nach Neujahr`, `the Monday after Thanksgiving`, `Freitag vor dem 24.12.`
pub(crate) fn beside(tokens: &Tokens<'_>, i: usize, today: Date) -> Option<(Day, usize)> {
    let after = match tokens.lex(i + 1) {
        Lex::After => true,
        Lex::Before => false,
        _ => return None,
    };
    let (date, next) = anchor(tokens, i + 2, today)?;
    let first = match tokens.lex(i) {
        Lex::Unit(Unit::Day) => plus_days(date, if after { 1 } else { -1 }),
        Lex::Weekday(day) if after => next_weekday(date, day),
        Lex::Weekday(day) => next_weekday(plus_days(date, -8), day),
        _ => return None,
    };
    Some((Day::one(first, Named::Date), next))
}

/// `the closest Monday to October 5th`, `the second nearest Friday to Easter`.
pub(crate) fn nearest(tokens: &Tokens<'_>, i: usize, today: Date) -> Option<(Day, usize)> {
    let rank = number::at(tokens, i).filter(|n| n.ordinal);
    let at = rank.map_or(i, |n| n.next);
    if !matches!(tokens.word(at), "closest" | "nearest") || tokens.lex(at + 2) != Lex::To {
        return None;
    }
    let (Lex::Weekday(day) | Lex::WeekdayShort(day)) = tokens.lex(at + 1) else {
        return None;
    };
    let rank = i32::try_from(rank.map_or(1, |n| n.value)).ok()?;
    let (date, next) = anchor(tokens, at + 3, today)?;
    // The one on or behind the date is `ahead` days away, the one before it the rest of a week.
    let later = next_weekday(plus_days(date, -1), day);
    let behind_is_nearer = plus_days(date, 3) >= later;
    let weeks = if behind_is_nearer == (rank % 2 == 1) {
        (rank - 1) / 2
    } else {
        -((rank + 1) / 2)
    };
    let first = plus_days(later, weeks.clamp(-52, 52) * 7);
    Some((Day::one(first, Named::Date), next))
}

/// A date or a holiday that another day is told from.
pub(crate) fn anchor(tokens: &Tokens<'_>, i: usize, today: Date) -> Option<(Date, usize)> {
    let article = usize::from(tokens.lex(i) == Lex::Article);
    let dated = || {
        // Nothing that has an anchor itself: no end of looking on.
        let (day, next) = date_words::beside_weekday(tokens, i + article, today)?;
        let single = day.named == Named::Date && day.is_single();
        Some((day.first.filter(|_| single)?, next))
    };
    holiday::at(tokens, i + article, today).or_else(dated)
}
