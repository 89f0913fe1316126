//! Holidays that callers name instead of a date.

use jiff::civil::Date;

use crate::calendar::{date, easter, next_weekday, plus_days};
use crate::token::Tokens;

/// How a holiday is found in a year.
#[derive(Debug, Clone, Copy)]
enum Rule {
    /// Month and day.
    Fixed(i8, i8),
    /// Days from Easter Sunday.
    Easter(i32),
    /// The n-th such weekday of a month; Monday is 0.
    Nth(i8, i8, i32),
    /// Days from the fourth Sunday in Advent.
    Advent(i32),
    /// The last such weekday of a month.
    LastOf(i8, i8),
}

const HOLIDAYS: [(&str, Rule); 74] = [
    ("silvester", Rule::Fixed(12, 31)),
    ("sylvester", Rule::Fixed(12, 31)),
    ("new year's eve", Rule::Fixed(12, 31)),
    ("new years eve", Rule::Fixed(12, 31)),
    ("new year's day", Rule::Fixed(1, 1)),
    ("new years day", Rule::Fixed(1, 1)),
    ("new year's", Rule::Fixed(1, 1)),
    ("neujahr", Rule::Fixed(1, 1)),
    ("neujahrstag", Rule::Fixed(1, 1)),
    ("heilige drei koenige", Rule::Fixed(1, 6)),
    ("heiligen drei koenige", Rule::Fixed(1, 6)),
    ("dreikoenig", Rule::Fixed(1, 6)),
    ("dreikoenigstag", Rule::Fixed(1, 6)),
    ("valentinstag", Rule::Fixed(2, 14)),
    ("valentine's day", Rule::Fixed(2, 14)),
    ("valentines day", Rule::Fixed(2, 14)),
    ("weiberfastnacht", Rule::Easter(-52)),
    ("rosenmontag", Rule::Easter(-48)),
    ("faschingsdienstag", Rule::Easter(-47)),
    ("fastnacht", Rule::Easter(-47)),
    ("aschermittwoch", Rule::Easter(-46)),
    ("ash wednesday", Rule::Easter(-46)),
    ("palmsonntag", Rule::Easter(-7)),
    ("palm sunday", Rule::Easter(-7)),
    ("gruendonnerstag", Rule::Easter(-3)),
    ("karfreitag", Rule::Easter(-2)),
    ("good friday", Rule::Easter(-2)),
    ("karsamstag", Rule::Easter(-1)),
    ("ostersonntag", Rule::Easter(0)),
    ("ostern", Rule::Easter(0)),
    ("easter sunday", Rule::Easter(0)),
    ("ostermontag", Rule::Easter(1)),
    ("easter monday", Rule::Easter(1)),
    ("easter", Rule::Easter(0)),
    ("weisser sonntag", Rule::Easter(7)),
    ("tag der arbeit", Rule::Fixed(5, 1)),
    ("maifeiertag", Rule::Fixed(5, 1)),
    ("muttertag", Rule::Nth(5, 6, 2)),
    ("mother's day", Rule::Nth(5, 6, 2)),
    ("mothers day", Rule::Nth(5, 6, 2)),
    ("father's day", Rule::Nth(6, 6, 3)),
    ("fathers day", Rule::Nth(6, 6, 3)),
    ("christi himmelfahrt", Rule::Easter(39)),
    ("himmelfahrt", Rule::Easter(39)),
    ("vatertag", Rule::Easter(39)),
    ("pfingstsonntag", Rule::Easter(49)),
    ("pfingsten", Rule::Easter(49)),
    ("pfingstmontag", Rule::Easter(50)),
    ("fronleichnam", Rule::Easter(60)),
    ("independence day", Rule::Fixed(7, 4)),
    ("mariae himmelfahrt", Rule::Fixed(8, 15)),
    ("labor day", Rule::Nth(9, 0, 1)),
    ("labour day", Rule::Nth(9, 0, 1)),
    ("memorial day", Rule::LastOf(5, 0)),
    ("tag der deutschen einheit", Rule::Fixed(10, 3)),
    ("nationalfeiertag", Rule::Fixed(10, 26)),
    ("reformationstag", Rule::Fixed(10, 31)),
    ("halloween", Rule::Fixed(10, 31)),
    ("allerheiligen", Rule::Fixed(11, 1)),
    ("martinstag", Rule::Fixed(11, 11)),
    ("thanksgiving", Rule::Nth(11, 3, 4)),
    ("thanksgiving day", Rule::Nth(11, 3, 4)),
    ("volkstrauertag", Rule::Advent(-35)),
    ("buss und bettag", Rule::Advent(-32)),
    ("totensonntag", Rule::Advent(-28)),
    ("nikolaus", Rule::Fixed(12, 6)),
    ("nikolaustag", Rule::Fixed(12, 6)),
    ("heiligabend", Rule::Fixed(12, 24)),
    ("heiliger abend", Rule::Fixed(12, 24)),
    ("christmas eve", Rule::Fixed(12, 24)),
    ("christmas", Rule::Fixed(12, 25)),
    ("weihnachten", Rule::Fixed(12, 25)),
    ("xmas", Rule::Fixed(12, 25)),
    ("boxing day", Rule::Fixed(12, 26)),
];
const MORE: [(&str, Rule); 10] = [
    ("christmas day", Rule::Fixed(12, 25)),
    ("weihnachtstag", Rule::Fixed(12, 25)),
    ("weihnachtsfeiertag", Rule::Fixed(12, 25)),
    ("stephanstag", Rule::Fixed(12, 26)),
    ("stefanitag", Rule::Fixed(12, 26)),
    ("black friday", Rule::Nth(11, 4, 4)),
    ("st patrick's day", Rule::Fixed(3, 17)),
    ("martin luther king day", Rule::Nth(1, 0, 3)),
    ("veterans day", Rule::Fixed(11, 11)),
    ("columbus day", Rule::Nth(10, 0, 2)),
];

/// The holiday named at `i`, in the year of `today` or the next: its date and the token behind.
pub(crate) fn at(tokens: &Tokens<'_>, i: usize, today: Date) -> Option<(Date, usize)> {
    let word = tokens.word(i);
    if word.is_empty() {
        return advent(tokens, i, today);
    }
    let mut best: Option<(Rule, usize)> = None;
    for (name, rule) in HOLIDAYS.into_iter().chain(MORE) {
        if name.as_bytes().first() != word.as_bytes().first() {
            continue;
        }
        if let Some(next) = named(tokens, i, name)
            && best.is_none_or(|(_, longest)| next > longest)
        {
            best = Some((rule, next));
        }
    }
    match best {
        Some((rule, next)) => {
            let in_year = |year: i16| resolve(rule, year);
            let year = tokens.digits(next).filter(|(_, digits)| *digits == 4);
            if let Some((year, _)) = year
                && let Some(date) = i16::try_from(year).ok().and_then(in_year)
            {
                return Some((date, next + 1));
            }
            let date = in_year(today.year())
                .filter(|date| *date >= today)
                .or_else(|| in_year(today.year().saturating_add(1)))?;
            Some((date, next))
        }
        None => advent(tokens, i, today),
    }
}

/// The token behind the name; hyphens inside do not count.
fn named(tokens: &Tokens<'_>, i: usize, name: &str) -> Option<usize> {
    let mut next = i;
    for word in name.split(' ') {
        while next > i && tokens.dash(next) {
            next += 1;
        }
        if tokens.word(next) != word {
            return None;
        }
        next += 1;
    }
    Some(next)
}

/// `erster Advent`, `2. Advent`, `zweiter Weihnachtsfeiertag`.
fn advent(tokens: &Tokens<'_>, i: usize, today: Date) -> Option<(Date, usize)> {
    let number = crate::number::at(tokens, i)?;
    let next = number.next + usize::from(tokens.sign(number.next, '.'));
    let count = i32::try_from(number.value)
        .ok()
        .filter(|n| (1..=4).contains(n))?;
    let rule = match tokens.word(next) {
        "advent" | "adventssonntag" | "adventsonntag" => Rule::Advent((count - 4) * 7),
        "weihnachtstag" | "weihnachtsfeiertag" if count <= 2 => {
            Rule::Fixed(12, if count == 1 { 25 } else { 26 })
        }
        _ => return None,
    };
    let date = resolve(rule, today.year())
        .filter(|date| *date >= today)
        .or_else(|| resolve(rule, today.year().saturating_add(1)))?;
    Some((date, next + 1))
}

fn resolve(rule: Rule, year: i16) -> Option<Date> {
    match rule {
        Rule::Fixed(month, day) => date(year, month, day),
        Rule::Easter(days) => easter(year).map(|sunday| plus_days(sunday, days)),
        Rule::Nth(month, weekday, n) => {
            let eve = plus_days(date(year, month, 1)?, -1);
            Some(plus_days(next_weekday(eve, weekday), 7 * (n - 1)))
        }
        Rule::Advent(days) => {
            // The Sunday before the 25th.
            let christmas = date(year, 12, 25)?;
            let fourth = plus_days(next_weekday(plus_days(christmas, -1), 6), -7);
            Some(plus_days(fourth, days))
        }
        Rule::LastOf(month, weekday) => {
            let eve = plus_days(date(year, month, 24)?, 0);
            Some(next_weekday(eve, weekday))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holidays_lie_where_the_calendar_has_them() {
        let today = date(2026, 11, 19).unwrap();
        for (text, expected) in [
            ("Silvester", "2026-12-31"),
            ("Karfreitag", "2027-03-26"),
            ("Ostermontag", "2027-03-29"),
            ("Christi Himmelfahrt", "2027-05-06"),
            ("Pfingstmontag", "2027-05-17"),
            ("Fronleichnam", "2027-05-27"),
            ("erster Advent", "2026-11-29"),
            ("4. Advent", "2026-12-20"),
            ("Buß- und Bettag", "2027-11-17"),
            ("zweiter Weihnachtsfeiertag", "2026-12-26"),
            ("Mother's Day", "2027-05-09"),
            ("Thanksgiving", "2026-11-26"),
        ] {
            let tokens = Tokens::read(text);
            let found = at(&tokens, 0, today).map(|(date, _)| date.to_string());
            assert_eq!(found.as_deref(), Some(expected), "{text}");
        }
    }
}
