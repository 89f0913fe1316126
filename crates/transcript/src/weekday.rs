//! Weekdays as they are named: `Montag, den 18. Februar`, `Dienstag nächster Woche`, `Freitag in einer
//! Woche`, `erster Montag im Mai`.

use jiff::civil::Date;

use crate::calendar::{monday, month_start, next_weekday, plus_days, plus_months, weekday};
use crate::date_words;
use crate::day::{Day, Named};
use crate::distance::{self, Distance};
use crate::lexicon::{Lex, Unit};
use crate::number;
use crate::stretch::week;
use crate::token::Tokens;

/// A weekday with the date or the week that it is in.
pub(crate) fn with_week(tokens: &Tokens<'_>, i: usize, day: i8, today: Date) -> (Day, usize) {
    let mut next = i + 1;
    next += usize::from(tokens.sign(next, '.') && tokens.raw(i).len() <= 3);
    if let Some(found) =
        and_date(tokens, next, day, today).or_else(|| distance::beside(tokens, i, today))
    {
        return found;
    }
    let upcoming = next_weekday(today, day);
    // Said on that very weekday, it is next week's: today would be called today.
    let other = (weekday(today) == day).then_some(today);
    let single = |first, named| Day::one(first, named);
    if let Some((weeks, after)) = week(tokens, next) {
        let first = plus_days(monday(today), 7 * weeks + i32::from(day));
        return (single(first, Named::WeekdayOfWeek(day)), after);
    }
    // `Friday two weeks from now`.
    if let Some((Distance::Days(days), after)) = distance::at(tokens, next)
        && let Some(after) = distance::ahead(tokens, after)
        && days % 7 == 0
    {
        let first = plus_days(monday(today), days + i32::from(day));
        let other = Some(plus_days(upcoming, days)).filter(|other| *other != first);
        return (single(first, Named::WeekdayOfWeek(day)).or(other), after);
    }
    if let Some((days, after)) = weeks_on(tokens, next) {
        let first = plus_days(upcoming, days);
        let in_week = plus_days(monday(today), days + i32::from(day));
        let other = Some(in_week).filter(|other| *other != first);
        return (single(first, Named::WeekdayOfWeek(day)).or(other), after);
    }
    if let days @ (7 | 14) = match tokens.word(next) {
        "week" => 7,
        "fortnight" => 14,
        _ => 0,
    } {
        let first = plus_days(upcoming, days);
        return (single(first, Named::WeekdayOfWeek(day)), next + 1);
    }
    let german = tokens.words(next, &["nach", "dem", "naechsten"]);
    if german || (tokens.lex(next) == Lex::After && tokens.lex(next + 1) == Lex::Next) {
        return (
            single(plus_days(upcoming, 7), Named::WeekdayOfWeek(day)),
            next + 2 + usize::from(german),
        );
    }
    // `diesen Freitag ist voll, Freitag drauf`; not `Freitag, darauf freue ich mich`.
    let behind = match tokens.word(next) {
        "drauf" | "darauf" if !tokens.word(next + 1).starts_with("freu") => next + 1,
        "after" if tokens.word(next + 1) == "that" => next + 2,
        _ => return (single(upcoming, Named::Weekday(day)).or(other), next),
    };
    (
        single(plus_days(upcoming, 7), Named::WeekdayAfter(day)),
        behind,
    )
}

/// Behind a weekday: `in einer Woche`, `über acht Tage`: the days, whole weeks.
pub(crate) fn weeks_on(tokens: &Tokens<'_>, i: usize) -> Option<(i32, usize)> {
    if !matches!(tokens.lex(i), Lex::In | Lex::After) {
        return None;
    }
    match distance::at(tokens, i + 1)? {
        (Distance::Days(days), next) if days % 7 == 0 => Some((days, next)),
        _ => None,
    }
}

/// `Montag, den 18. Februar`, `Thu 15th`.
pub(crate) fn and_date(
    tokens: &Tokens<'_>,
    i: usize,
    day: i8,
    today: Date,
) -> Option<(Day, usize)> {
    let mut start = i;
    while start < i + 4
        && (tokens.sign(start, ',')
            || tokens.sign(start, '.')
            || (tokens.lex(start) == Lex::Article && tokens.word(start) != "a"))
    {
        start += 1;
    }
    let (found, next) = date_words::beside_weekday(tokens, start, today)?;
    Some((date_words::on_weekday(found, day, today), next))
}

/// `so` and `do` are words of their own: a dot, `am` or a date must stand beside them.
pub(crate) fn short(tokens: &Tokens<'_>, i: usize, day: i8, today: Date) -> Option<(Day, usize)> {
    // `could we do the fifteenth`, but `Do, den 15.`
    let german = tokens.digits(i + 1).is_some()
        || tokens.sign(i + 1, '.')
        || tokens.sign(i + 1, ',')
        || matches!(tokens.word(i + 1), "den" | "dem" | "der" | "");
    // `that'll have to do`.
    let verb = |before: &str| before == "to" || (!german && before != "am");
    if tokens.word(i) == "do" && i > 0 && verb(tokens.word(i - 1)) {
        return None;
    }
    let dot = tokens.sign(i + 1, '.') && tokens.glued(i + 1);
    let next = i + 1 + usize::from(dot);
    if let Some(found) = and_date(tokens, next, day, today) {
        return Some(found);
    }
    let own_word = matches!(tokens.word(i), "do" | "so" | "sun" | "sat" | "mi" | "wed");
    let introduced = i > 0
        && (matches!(tokens.word(i - 1), "am" | "on" | "bis" | "next" | "this")
            || matches!(tokens.lex(i - 1), Lex::Naechste | Lex::To | Lex::Until)
            || (tokens.dash(i - 1) && tokens.len() > 2));
    let alone = tokens.len() == 1 + usize::from(dot);
    // `Thu at 8`, `Mo 9-11`, `Sat at 8`, but not `we sat at 8`.
    let digits = next + usize::from(tokens.lex(next) == Lex::At);
    let capital = tokens.raw(i).starts_with(char::is_uppercase);
    let timed = (capital || !matches!(tokens.word(i), "sun" | "sat" | "mi" | "wed" | "tue"))
        && !matches!(tokens.word(i), "do" | "so")
        && tokens.digits(digits).is_some();
    // `Mon-Fri`, `Mo bis Mi`.
    let joined = tokens.dash(next) || matches!(tokens.lex(next), Lex::To | Lex::Until);
    let ranged = joined
        && !matches!(tokens.word(i), "do" | "so")
        && matches!(tokens.lex(next + 1), Lex::Weekday(_) | Lex::WeekdayShort(_));
    (dot && tokens.get(next).is_none()
        || introduced
        || alone
        || timed
        || ranged
        || (dot && !own_word))
        .then(|| with_week(tokens, next - 1, day, today))
}

/// `erster Dienstag im Oktober`, `last Friday of March`.
pub(crate) fn of_month(tokens: &Tokens<'_>, i: usize, today: Date) -> Option<(Day, usize)> {
    let (count, at) = if tokens.lex(i) == Lex::Last {
        (None, i + 1)
    } else {
        let number = number::at(tokens, i).filter(|n| n.ordinal || tokens.sign(n.next, '.'))?;
        let dot = usize::from(tokens.sign(number.next, '.'));
        (Some(i32::try_from(number.value).ok()?), number.next + dot)
    };
    // `am letzten Tag des Monats`.
    let day = match tokens.lex(at) {
        Lex::Weekday(day) => Some(day),
        Lex::Unit(Unit::Day) => None,
        _ => return None,
    };
    // `am ersten Montag nach Ostern`.
    if let (Some(_), Some(count), Lex::After) = (day, count, tokens.lex(at + 1)) {
        let (found, next) = distance::beside(tokens, at, today)?;
        let first = plus_days(found.first?, 7 * (count - 1));
        return Some((Day::one(first, Named::Date), next));
    }
    let mut next = at + 1;
    while next < at + 4 && matches!(tokens.lex(next), Lex::Article | Lex::In) {
        next += 1;
    }
    // `erster Freitag nächsten Monats` does without.
    let apart = matches!(tokens.lex(next + 1), Lex::Unit(Unit::Month));
    if next == at + 1 && !apart {
        return None;
    }
    // The month, and how many later where it would be over; the one that was told stays.
    let (first, later, next) = match (tokens.lex(next), tokens.lex(next + 1)) {
        (Lex::Month(name) | Lex::MonthShort(name), _) => {
            match date_words::year(tokens, next + 1, false) {
                Some((year, after)) => (date_words::month(today, name, Some(year))?, 0, after),
                None => (date_words::month(today, name, None)?, 12, next + 1),
            }
        }
        (Lex::Unit(Unit::Month), _) => (month_start(today), 1, next + 1),
        (Lex::This, Lex::Unit(Unit::Month)) => (month_start(today), 0, next + 2),
        (Lex::Naechste | Lex::Next | Lex::Coming, Lex::Unit(Unit::Month)) => {
            (plus_months(month_start(today), 1), 0, next + 2)
        }
        _ => return None,
    };
    let within = |first: Date| {
        let after = plus_months(first, 1);
        let found = match (count, day) {
            (Some(count), Some(day)) => {
                plus_days(next_weekday(plus_days(first, -1), day), 7 * (count - 1))
            }
            (None, Some(day)) => plus_days(next_weekday(plus_days(after, -1), day), -7),
            (Some(count), None) => plus_days(first, count - 1),
            (None, None) => plus_days(after, -1),
        };
        (found < after).then_some(found)
    };
    let found = within(first)
        .filter(|found| later == 0 || *found >= today)
        .or_else(|| within(plus_months(first, later)));
    Some((
        found.map_or_else(Day::missing, |date| Day::one(date, Named::Date)),
        next,
    ))
}

/// Behind a week: `nächste Woche Dienstag`, `in der übernächsten Woche am Donnerstag`.
pub(crate) fn in_week(
    tokens: &Tokens<'_>,
    i: usize,
    week: Day,
    today: Date,
) -> Option<(Day, usize)> {
    let mut at = i;
    while at < i + 3
        && (matches!(
            tokens.lex(at),
            Lex::Article | Lex::About | Lex::Von | Lex::Between
        ) || tokens.sign(at, ','))
    {
        at += 1;
    }
    let (Lex::Weekday(day) | Lex::WeekdayPart(day, _)) = tokens.lex(at) else {
        return None;
    };
    let first = plus_days(week.first?, day.into());
    // The part of `Dienstagabend` is left to whoever reads parts.
    let compound = matches!(tokens.lex(at), Lex::WeekdayPart(..));
    let next = if compound { at } else { at + 1 };
    if !compound && let Some(found) = and_date(tokens, next, day, today) {
        return Some(found);
    }
    Some((Day::one(first, Named::WeekdayOfWeek(day)), next))
}
