//! Dates of the calendar: `15.3.`, `fünfzehnter November`, `ersten zwölften`, `July 13th`.

use jiff::civil::Date;

use crate::calendar::{date, month_start, plus_days, plus_months, weekday};
use crate::clock::{self, Plainness};
use crate::day::{Day, Grain, Named};
use crate::lexicon::{Lex, Unit};
use crate::naming::is_calendar_name;
use crate::number;
use crate::token::Tokens;
use crate::weekday;
use crate::written;

/// Farther ahead than this, a weekday that does not fit a date may mean the next year's.
const NEAR: i32 = 60;

/// The date named at `i`, and the token behind it.
pub(crate) fn at(tokens: &Tokens<'_>, i: usize, today: Date) -> Option<(Day, usize)> {
    month_first(tokens, i, today)
        .or_else(|| iso(tokens, i))
        .or_else(|| weekday::of_month(tokens, i, today))
        .or_else(|| day_first(tokens, i, today, introduced(tokens, i)))
}

/// The date at `i` where a weekday stands before it, so that an ordinal alone is enough.
pub(crate) fn beside_weekday(tokens: &Tokens<'_>, i: usize, today: Date) -> Option<(Day, usize)> {
    if is_clock_first(tokens, i) {
        return None;
    }
    month_first(tokens, i, today)
        .filter(|(day, _)| day.grain == Grain::Day)
        .or_else(|| day_first(tokens, i, today, true))
}

/// A number that is plainly a clock time must not be taken for a day: `14.30 Uhr`.
pub(crate) fn is_clock_first(tokens: &Tokens<'_>, i: usize) -> bool {
    if number::at(tokens, i).is_none() {
        return false;
    }
    let clock = clock::at(tokens, i, false).filter(|(clock, _)| clock.plain == Plainness::Time);
    clock.is_some_and(|(_, next)| {
        at(tokens, i, jiff::civil::date(2000, 1, 1)).is_none_or(|(_, end)| end <= next)
    }) || written::is_dotted(tokens, i)
}

/// Whether an article before it says that an ordinal is a day.
fn introduced(tokens: &Tokens<'_>, i: usize) -> bool {
    let Some(before) = i.checked_sub(1) else {
        return false;
    };
    match tokens.word(before) {
        "am" | "dem" | "den" | "vom" | "zum" | "on" => true,
        // `the first`, `der zweite` are more often a choice than a day.
        "the" => {
            number::at(tokens, i).is_some_and(|n| n.value > 4 || n.digits > 0)
                || (before > 0
                    && matches!(
                        tokens.word(before - 1),
                        "on" | "until" | "by" | "from" | "for"
                    ))
        }
        "der" | "des" => number::at(tokens, i).is_some_and(|n| n.value > 4 || n.digits > 0),
        _ => false,
    }
}

/// The month's first day, the first not over yet.
pub(crate) fn month(today: Date, month: i8, year: Option<i16>) -> Option<Date> {
    if let Some(year) = year {
        return date(year, month, 1);
    }
    let this = date(today.year(), month, 1)?;
    Some(if plus_months(this, 1) > today {
        this
    } else {
        plus_months(this, 12)
    })
}

/// Day and month in the year said, or the first not over yet.
fn dated(today: Date, day: u32, month: i8, year: Option<i16>) -> Day {
    let day = i8::try_from(day).unwrap_or(0);
    let found = match year {
        Some(year) => date(year, month, day),
        // The 29th of February may be up to eight years away.
        None => (0..=8)
            .filter_map(|years| date(today.year().saturating_add(years), month, day))
            .find(|date| *date >= today),
    };
    found.map_or_else(Day::missing, |date| Day::one(date, Named::Date))
}

/// A day of the month: in this month, or the first later one that has it.
fn day_of_month(today: Date, day: u32) -> Option<Day> {
    let day = i8::try_from(day)
        .ok()
        .filter(|day| (1..=31).contains(day))?;
    (0..=12)
        .filter_map(|months| {
            let first = plus_months(month_start(today), months);
            date(first.year(), first.month(), day)
        })
        .find(|date| *date >= today)
        .map(|date| Day::one(date, Named::DayOfMonth(day)))
}

/// A year at `i`: `2026`, `'26` behind a dot, `zweitausendsechsundzwanzig`.
pub(crate) fn year(tokens: &Tokens<'_>, i: usize, short: bool) -> Option<(i16, usize)> {
    let comma = usize::from(tokens.sign(i, ','));
    let number = number::at(tokens, i + comma).filter(|n| !n.ordinal)?;
    let value = i16::try_from(number.value).ok()?;
    match (number.digits, value) {
        (0 | 4, 1900..=2199) => Some((value, number.next)),
        (2, _) if short && comma == 0 && tokens.glued(i) && !is_time(tokens, number.next) => {
            Some((2000 + value, number.next))
        }
        // `twenty twenty-seven`.
        (0, 20) => {
            let rest = number::at(tokens, number.next).filter(|n| n.digits == 0)?;
            let rest_value = i16::try_from(rest.value)
                .ok()
                .filter(|v| (20..100).contains(v))?;
            Some((2000 + rest_value, rest.next))
        }
        _ => None,
    }
}

/// `Februar 15`, `July 13th, 2027`, and a month alone.
fn month_first(tokens: &Tokens<'_>, i: usize, today: Date) -> Option<(Day, usize)> {
    let (name, certain) = match tokens.lex(i) {
        Lex::Month(name) => (name, true),
        Lex::MonthShort(name) => (name, false),
        _ => return None,
    };
    let dot =
        usize::from(tokens.sign(i + 1, '.') && tokens.glued(i + 1) && tokens.raw(i).len() <= 4);
    let next = i + 1 + dot;
    if let Some((year, after)) = year(tokens, next, false) {
        let first = month(today, name, Some(year))?;
        return Some((whole(first), after));
    }
    let the = usize::from(tokens.word(next) == "the") + usize::from(tokens.dash(next));
    if let Some(day) = number::at(tokens, next + the).filter(|n| (1..=31).contains(&n.value))
        && !number::is_article(tokens, next + the)
        && !is_time(tokens, day.next)
    {
        let (year, after) = match year(tokens, day.next, false) {
            Some((year, after)) => (Some(year), after),
            None => (None, day.next),
        };
        return Some((dated(today, day.value, name, year), after));
    }
    let capital = tokens.raw(i).starts_with(char::is_uppercase) && tokens.word(i) != "may";
    let introduced = i > 0 && matches!(tokens.word(i - 1), "in" | "during" | "im" | "of" | "mid");
    let named = is_calendar_name(tokens, i);
    (!named && (certain || capital || introduced))
        .then_some((whole(month(today, name, None)?), next))
}

/// Whether the month at `i` is followed by a day, so that the number before it is none: `at three
/// March the twentieth`. `hour_told`: what stands before it can only be an hour.
pub(crate) fn has_own_day(tokens: &Tokens<'_>, i: usize, hour_told: bool) -> bool {
    if !matches!(tokens.lex(i), Lex::Month(_) | Lex::MonthShort(_)) {
        return false;
    }
    let the = usize::from(tokens.word(i + 1) == "the");
    number::at(tokens, i + 1 + the).is_some_and(|day| {
        (1..=31).contains(&day.value)
            && (day.ordinal || the > 0 || hour_told)
            && !is_time(tokens, day.next)
    })
}

fn whole(first: Date) -> Day {
    Day::stretch(first, plus_months(first, 1), Grain::Month, Named::Stretch)
}

/// Whether what follows makes a number a time rather than a day.
fn is_time(tokens: &Tokens<'_>, next: usize) -> bool {
    tokens.lex(next) == Lex::Uhr
        || (tokens.sign(next, ':') && tokens.glued(next))
        || matches!(tokens.word(next), "pm" | "uhr" | "bis" if tokens.lex(next) == Lex::Uhr || tokens.word(next) == "pm")
}

/// `2026-11-24`.
fn iso(tokens: &Tokens<'_>, i: usize) -> Option<(Day, usize)> {
    let (year, 4) = tokens.digits(i)? else {
        return None;
    };
    if !(tokens.dash(i + 1) && tokens.dash(i + 3) && tokens.glued(i + 1)) {
        return None;
    }
    let (month, day) = (tokens.digits(i + 2)?.0, tokens.digits(i + 4)?.0);
    let found = date(
        i16::try_from(year).ok()?,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
    );
    let day = found.map_or_else(Day::missing, |date| Day::one(date, Named::Date));
    // `2026-11-24T14:30`.
    let t = tokens.word(i + 5) == "t" && tokens.glued(i + 5) && tokens.digits(i + 6).is_some();
    Some((day, i + 5 + usize::from(t)))
}

/// `15.3.`, `15. März`, `15 of March`, `ersten zwölften`, `the 15th`, `4/25`.
fn day_first(tokens: &Tokens<'_>, i: usize, today: Date, introduced: bool) -> Option<(Day, usize)> {
    let day = number::at(tokens, i).filter(|n| (1..=31).contains(&n.value) && n.digits <= 2)?;
    let dot = tokens.sign(day.next, '.') && tokens.glued(day.next) && day.digits > 0;
    let next = day.next + usize::from(dot);
    let ordinal = day.ordinal || dot;
    if let Some(found) = numeric(tokens, day.value, next, dot, today) {
        return Some(found);
    }
    // `the 15th of February`, `15 of February`, `am 5. des Monats`.
    let mut of = next;
    while of < next + 2
        && (matches!(
            tokens.word(of),
            "of" | "des" | "im" | "the" | "diesen" | "vom"
        ) || tokens.dash(of))
    {
        of += 1;
    }
    if let Lex::Month(name) | Lex::MonthShort(name) = tokens.lex(of)
        && !is_time(tokens, day.next)
        && (ordinal || of > next || !has_own_day(tokens, of, false))
        // `at 4 may I come` and `5 March hares` are rare enough.
        && (matches!(tokens.lex(of), Lex::Month(_))
            || ordinal
            || of > next
            || introduced
            || tokens.lex(of + 1) != Lex::None
            || tokens.digits(of + 1).is_some()
            || tokens.get(of + 1).is_none())
    {
        let short = tokens.sign(of + 1, '.') && tokens.glued(of + 1) && tokens.raw(of).len() <= 4;
        let behind = of + 1 + usize::from(short);
        let (year, after) = match year(tokens, behind, false) {
            Some((year, after)) => (Some(year), after),
            None => (None, behind),
        };
        return Some((dated(today, day.value, name, year), after));
    }
    if of > next || ordinal {
        let months = match (tokens.lex(of), tokens.lex(of + 1)) {
            (Lex::This, Lex::Unit(Unit::Month)) => Some((0, of + 2)),
            (Lex::Naechste | Lex::Next | Lex::Coming, Lex::Unit(Unit::Month)) => Some((1, of + 2)),
            (Lex::Unit(Unit::Month), _) if of > next => Some((0, of + 1)),
            _ => None,
        };
        if let Some((months, after)) = months {
            let first = plus_months(month_start(today), months);
            let found = date(first.year(), first.month(), i8::try_from(day.value).ok()?);
            let day = found.map_or_else(Day::missing, |date| Day::one(date, Named::Date));
            return Some((day, after));
        }
    }
    // `ersten zwölften`, `fünfzehnter dritter`, `31. zwölften`.
    if ordinal
        && let Some(name) = number::at(tokens, next).filter(|n| {
            (1..=12).contains(&n.value)
                && (n.ordinal && n.digits == 0 || tokens.sign(n.next, '.') && n.digits > 0)
        })
        && !matches!(tokens.lex(name.next), Lex::Weekday(_) | Lex::Month(_))
        && tokens.word(name.next) != "thing"
        && !is_clock_first(tokens, next)
    {
        let after = name.next + usize::from(tokens.sign(name.next, '.') && name.digits > 0);
        let (year, after) = match year(tokens, after, true) {
            Some((year, after)) => (Some(year), after),
            None => (None, after),
        };
        return Some((
            dated(today, day.value, i8::try_from(name.value).ok()?, year),
            after,
        ));
    }
    let written = day.ordinal && day.digits > 0;
    let plain_after_the = !ordinal
        && i > 0
        && tokens.word(i - 1) == "the"
        && day.digits == 2
        && (tokens.get(day.next).is_none() || tokens.lex(day.next) != Lex::None);
    let a_thing = matches!(
        tokens.word(next),
        "one"
            | "option"
            | "termin"
            | "appointment"
            | "time"
            | "slot"
            | "thing"
            | "mal"
            | "advent"
            | "weihnachtsfeiertag"
            | "weihnachtstag"
            | "vorschlag"
            | "stock"
            | "floor"
            | "stelle"
            | "versuch"
            | "anlauf"
            | "besuch"
            | "platz"
    ) || is_noun(tokens, next)
        || (day.value < 5 && matches!(tokens.lex(next), Lex::Weekday(_)))
        || matches!(tokens.lex(next), Lex::Unit(_));
    let enough = (ordinal && introduced) || written || plain_after_the;
    (enough && !a_thing).then_some((day_of_month(today, day.value)?, next))
}

/// A German noun behind an ordinal is what is counted: `am zweiten Schalter`.
fn is_noun(tokens: &Tokens<'_>, i: usize) -> bool {
    let raw = tokens.raw(i);
    tokens.lex(i) == Lex::None
        && raw.len() > 2
        && raw.starts_with(char::is_uppercase)
        && raw.chars().skip(1).all(char::is_lowercase)
}

/// `15.3.`, `15.03.2027`, `4/25`, `2-15`.
fn numeric(
    tokens: &Tokens<'_>,
    first: u32,
    next: usize,
    dot: bool,
    today: Date,
) -> Option<(Day, usize)> {
    let month_of = |value: u32| i8::try_from(value).ok().filter(|m| (1..=12).contains(m));
    if dot {
        let (value, digits) = tokens.digits(next)?;
        let name = month_of(value)?;
        let closed = tokens.sign(next + 1, '.') && tokens.glued(next + 1);
        // `15.3.` and `10.10`, but not `bis 22. 5 Leute` and not `14. - 15.`.
        if digits > 2 || !(closed || tokens.glued(next)) || is_time(tokens, next + 1) {
            return None;
        }
        let behind = next + 1 + usize::from(closed);
        let (year, after) = match closed.then(|| year(tokens, behind, true)).flatten() {
            Some((year, after)) => (Some(year), after),
            None => (None, behind),
        };
        return Some((dated(today, first, name, year), after));
    }
    let slash = tokens.sign(next, '/');
    let (second, digits) = tokens.digits(next + 1)?;
    // Always, not in July.
    if (first, second) == (24, 7) && tokens.digits(next + 3).is_none() {
        return None;
    }
    // `21-11-2026`; where both could be the month, either may be meant.
    if tokens.dash(next)
        && tokens.dash(next + 2)
        && let Some((year, 4)) = tokens.digits(next + 3)
        && let Some(year) = i16::try_from(year).ok()
    {
        let of = |day, name: u32| month_of(name).map(|name| dated(today, day, name, Some(year)));
        let (found, other) = (of(first, second), of(second, first));
        let other = other.and_then(|day| day.first);
        let day = found.or_else(|| of(second, first))?;
        let other = other.filter(|other| Some(*other) != day.first);
        return Some((day.or(other), next + 4));
    }
    let dashed = tokens.dash(next) && second > 12 && second <= 31 && !is_range(tokens, next + 2);
    // `4/25 4pm`, but not `1/2 4`.
    let more = tokens.digits(next + 2).is_some()
        && !(slash
            && clock::at(tokens, next + 2, false)
                .is_some_and(|(clock, _)| clock.plain == Plainness::Time));
    if digits > 2 || first > 31 || !(slash || dashed) || more {
        return None;
    }
    let third = tokens
        .sign(next + 2, '/')
        .then(|| tokens.digits(next + 3))
        .flatten();
    let (year, after) = match third {
        Some((year, 4)) => (Some(i16::try_from(year).ok()?), next + 4),
        Some((year, 2)) => (Some(2000 + i16::try_from(year).ok()?), next + 4),
        _ => (None, next + 2),
    };
    // The month comes first, unless it cannot.
    let (day, name) = match (month_of(first), month_of(second)) {
        (Some(name), _) => (second, name),
        (None, Some(name)) => (first, name),
        (None, None) => return None,
    };
    Some((dated(today, day, name, year), after))
}

/// `13 - 15 Juli`, `3-14 pm`.
fn is_range(tokens: &Tokens<'_>, i: usize) -> bool {
    matches!(
        tokens.lex(i),
        Lex::Month(_) | Lex::MonthShort(_) | Lex::Uhr | Lex::Unit(_) | Lex::OrdinalEnding
    ) || matches!(tokens.word(i), "pm" | "am" | "of" | "p" | "a")
        || tokens.sign(i, '.')
        || tokens.sign(i, ':')
        || tokens.dash(i)
}

/// The date with the weekday that was said beside it.
pub(crate) fn on_weekday(mut found: Day, day: i8, today: Date) -> Day {
    let Some(first) = found.first else {
        return found;
    };
    found.on_weekday = true;
    if weekday(first) == day {
        return found;
    }
    let fitting = match found.named {
        Named::DayOfMonth(number) => (0..=12)
            .filter_map(|months| {
                let month = plus_months(month_start(today), months);
                date(month.year(), month.month(), number)
            })
            .find(|date| *date >= today && weekday(*date) == day),
        _ if plus_days(today, NEAR) < first => {
            Some(plus_months(first, 12)).filter(|date| weekday(*date) == day)
        }
        _ => None,
    };
    match fitting {
        Some(date) => {
            found.other = Some(first);
            found.first = Some(date);
            found.after = Some(plus_days(date, 1));
        }
        None => found.contradicts = Some(day),
    }
    found
}
