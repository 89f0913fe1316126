//! Weeks, months and parts of them: `nächste Woche`, `Ende Mai`, `rest of the week`.

use jiff::civil::Date;

use crate::calendar::{date, monday, month_start, next_weekday, plus_days, plus_months, weekday};
use crate::date_words;
use crate::day::{Day, Grain, Named};
use crate::distance::count;
use crate::lexicon::{Lex, Unit, look_up};
use crate::number;
use crate::token::Tokens;

/// `nächste Woche`, `der kommenden Woche`, `of next week`: weeks from this one.
pub(crate) fn week(tokens: &Tokens<'_>, i: usize) -> Option<(i32, usize)> {
    let mut at = i;
    while at < i + 3 && matches!(tokens.lex(at), Lex::Article | Lex::In | Lex::About) {
        at += 1;
    }
    let weeks = match tokens.lex(at) {
        Lex::This => 0,
        Lex::Naechste | Lex::Next | Lex::Coming => 1,
        Lex::AfterNext => 2,
        Lex::Unit(Unit::Week) if tokens.words(at, &["week", "after", "next"]) => {
            return Some((2, at + 3));
        }
        _ => return None,
    };
    let weekish = tokens.lex(at + 1) == Lex::Unit(Unit::Week);
    weekish.then_some((weeks, at + 2))
}

pub(crate) fn whole_week(today: Date, weeks: i32) -> Day {
    let first = plus_days(monday(today), 7 * weeks);
    Day::stretch(first, plus_days(first, 7), Grain::Week, Named::Stretch)
}

pub(crate) fn whole_month(today: Date, months: i32) -> Day {
    let first = plus_months(month_start(today), months);
    Day::stretch(first, plus_months(first, 1), Grain::Month, Named::Stretch)
}

pub(crate) fn weekend(today: Date, weeks: i32) -> Day {
    let saturday = plus_days(monday(today), 5 + 7 * weeks);
    Day::stretch(saturday, plus_days(saturday, 2), Grain::Day, Named::Stretch)
}

/// `nächste drei Wochen`, `next few days`.
pub(crate) fn several(tokens: &Tokens<'_>, i: usize, today: Date) -> Option<(Day, usize)> {
    let (count, unit, next) = match count(tokens, i + 1) {
        Some((count, after)) => match tokens.lex(after) {
            Lex::Unit(unit) => (count, unit, after + 1),
            _ => return None,
        },
        None => return None,
    };
    // English `upcoming two weeks` is the second week from now.
    let skipped = if tokens.word(i) == "upcoming" {
        count
    } else {
        1
    };
    stretch_of(today, unit, skipped, count).map(|day| (day, next))
}

pub(crate) fn stretch_of(today: Date, unit: Unit, skipped: i32, count: i32) -> Option<Day> {
    let (first, after, grain) = match unit {
        Unit::Day | Unit::Workday => {
            let first = plus_days(today, skipped);
            (first, plus_days(first, count), Grain::Day)
        }
        Unit::Week => {
            let first = plus_days(monday(today), 7 * skipped);
            (first, plus_days(first, 7 * count), Grain::Week)
        }
        Unit::Month => {
            let first = plus_months(month_start(today), skipped);
            (first, plus_months(first, count), Grain::Month)
        }
        _ => return None,
    };
    Some(Day::stretch(first, after, grain, Named::Stretch))
}

/// A part of a week or month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    Beginning,
    Middle,
    End,
    Rest,
    Whole,
    FirstHalf,
    SecondHalf,
}

fn piece(tokens: &Tokens<'_>, i: usize) -> Option<(Piece, usize)> {
    let piece = match tokens.word(i) {
        "anfang" | "beginning" | "start" | "beginn" | "early" => Piece::Beginning,
        "mitte" | "mid" | "middle" => Piece::Middle,
        "ende" | "end" | "late" | "eod" => Piece::End,
        "rest" => Piece::Rest,
        "all" | "unter" => Piece::Whole,
        first => {
            let half = matches!(tokens.word(i + 1), "half" | "haelfte");
            return match first {
                "first" | "erste" | "ersten" if half => Some((Piece::FirstHalf, i + 2)),
                "second" | "zweite" | "zweiten" if half => Some((Piece::SecondHalf, i + 2)),
                _ => None,
            };
        }
    };
    Some((piece, i + 1))
}

/// `Ende nächster Woche`, `Anfang Mai`, `Mitte des Monats`, `rest of the week`, `all week`.
pub(crate) fn part_of_stretch(tokens: &Tokens<'_>, i: usize, today: Date) -> Option<(Day, usize)> {
    let (piece, mut at) = piece(tokens, i)?;
    let from = at;
    while at < from + 4 && (matches!(tokens.lex(at), Lex::Article | Lex::About) || tokens.dash(at))
    {
        at += 1;
    }
    let days = |first: Date, from: i32, to: i32| {
        Day::stretch(
            plus_days(first, from),
            plus_days(first, to),
            Grain::Day,
            Named::Stretch,
        )
    };
    let in_week = |first: Date| match piece {
        Piece::Beginning | Piece::FirstHalf => days(first, 0, 3),
        Piece::Middle => days(first, 2, 4),
        Piece::End => days(first, 4, 7),
        Piece::Rest => days(today, 0, 7 - i32::from(weekday(today))),
        Piece::SecondHalf => days(first, 3, 7),
        Piece::Whole => days(first, 0, 5),
    };
    if let Some((weeks, next)) = week(tokens, at) {
        return Some((in_week(plus_days(monday(today), 7 * weeks)), next));
    }
    if let Some((week, next)) = calendar_week(tokens, at, today) {
        return Some((in_week(week.first?), next));
    }
    if tokens.lex(at) == Lex::Unit(Unit::Week) {
        return Some((in_week(monday(today)), at + 1));
    }
    let in_month = |first: Date| {
        let after = plus_months(first, 1);
        let stretch = |from, to| Day::stretch(from, to, Grain::Day, Named::Stretch);
        match piece {
            Piece::Beginning => stretch(first, plus_days(first, 10)),
            Piece::Middle => stretch(plus_days(first, 10), plus_days(first, 20)),
            Piece::End => stretch(plus_days(first, 20), after),
            Piece::Rest => stretch(today, after),
            Piece::FirstHalf => stretch(first, plus_days(first, 15)),
            Piece::SecondHalf => stretch(plus_days(first, 15), after),
            Piece::Whole => stretch(first, after),
        }
    };
    // `end of day tomorrow`, `EOD Friday`.
    let of = at + usize::from(tokens.lex(at) == Lex::Unit(Unit::Day));
    if piece == Piece::End && (of > at || tokens.word(i) == "eod") {
        let (day, next) = match tokens.lex(of) {
            Lex::Today(days) => (plus_days(today, days.into()), of + 1),
            Lex::Weekday(day) => (next_weekday(today, day), of + 1),
            _ => (today, of),
        };
        return Some((Day::one(day, Named::FromToday), next));
    }
    match (tokens.lex(at), tokens.lex(at + 1)) {
        (Lex::Month(month) | Lex::MonthShort(month), _) => {
            Some((in_month(date_words::month(today, month, None)?), at + 1))
        }
        (Lex::Unit(Unit::Month), _) => Some((in_month(month_start(today)), at + 1)),
        (Lex::This, Lex::Unit(Unit::Month)) => Some((in_month(month_start(today)), at + 2)),
        (Lex::Naechste | Lex::Next | Lex::Coming, Lex::Unit(Unit::Month)) => {
            Some((in_month(plus_months(month_start(today), 1)), at + 2))
        }
        (Lex::Unit(Unit::Year), _) | (Lex::This, Lex::Unit(Unit::Year)) if piece == Piece::End => {
            let first = date(today.year(), 12, 1)?;
            let next = at + 1 + usize::from(tokens.lex(at) == Lex::This);
            Some((in_month(first), next))
        }
        _ => None,
    }
}

/// `erste Woche im Juli`, `last week of June`, `letzte Augustwoche`, `zweite Aprilhälfte`.
pub(crate) fn of_month(tokens: &Tokens<'_>, i: usize, today: Date) -> Option<(Day, usize)> {
    let (count, at) = if tokens.lex(i) == Lex::Last {
        (None, i + 1)
    } else {
        let number = number::at(tokens, i).filter(|n| n.ordinal || tokens.sign(n.next, '.'))?;
        let count = i32::try_from(number.value).ok().filter(|n| *n <= 4)?;
        (
            Some(count),
            number.next + usize::from(tokens.sign(number.next, '.')),
        )
    };
    let compound = ["woche", "haelfte"].iter().find_map(|piece| {
        let Lex::Month(month) = look_up(tokens.word(at).strip_suffix(piece)?) else {
            return None;
        };
        Some((month, *piece == "haelfte", at + 1))
    });
    let (month, half, next) = compound.or_else(|| {
        let mut of = at + 1;
        while of < at + 4 && matches!(tokens.lex(of), Lex::Article | Lex::In) {
            of += 1;
        }
        match (tokens.lex(at), tokens.lex(of)) {
            (Lex::Unit(Unit::Week), Lex::Month(month) | Lex::MonthShort(month)) if of > at + 1 => {
                Some((month, false, of + 1))
            }
            _ => None,
        }
    })?;
    let first = date_words::month(today, month, None)?;
    let after = plus_months(first, 1);
    let (from, to) = match (count, half) {
        (Some(count @ 1..=2), true) => {
            let middle = plus_days(first, 15);
            if count == 1 {
                (first, middle)
            } else {
                (middle, after)
            }
        }
        (_, true) => return None,
        (Some(count), false) => (
            plus_days(first, 7 * (count - 1)),
            plus_days(first, 7 * count),
        ),
        (None, false) => (plus_days(after, -7), after),
    };
    Some((Day::stretch(from, to, Grain::Day, Named::Stretch), next))
}

/// `KW 50`, `50. Kalenderwoche`, `week 50`: the week of the calendar with that number, this year
/// or, if it is over, the next.
pub(crate) fn calendar_week(tokens: &Tokens<'_>, i: usize, today: Date) -> Option<(Day, usize)> {
    let named = |at: usize| matches!(tokens.word(at), "kw" | "kalenderwoche");
    let (count, next) = if named(i) || tokens.word(i) == "week" {
        let dot = usize::from(tokens.sign(i + 1, '.'));
        let number = number::at(tokens, i + 1 + dot).filter(|n| !n.ordinal)?;
        (number.value, number.next)
    } else {
        let number = number::at(tokens, i)?;
        let dot = usize::from(tokens.sign(number.next, '.'));
        if !named(number.next + dot) {
            return None;
        }
        (number.value, number.next + dot + 1)
    };
    let count = i32::try_from(count).ok().filter(|n| (1..=53).contains(n))?;
    let in_year = |year: i16| Some(plus_days(monday(date(year, 1, 4)?), 7 * (count - 1)));
    let year = today.year();
    let first = in_year(year)
        .filter(|first| plus_days(*first, 7) > today)
        .or_else(|| in_year(year.saturating_add(1)))?;
    let week = Day::stretch(first, plus_days(first, 7), Grain::Week, Named::Stretch);
    Some((week, next))
}
