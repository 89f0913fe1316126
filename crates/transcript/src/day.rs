//! Days, weeks and months as they are named: `übermorgen`, `Dienstag nächster Woche`,
//! `ersten zwölften`, `heute in acht Tagen`.

use jiff::civil::Date;

use crate::calendar::{date, monday, next_weekday, plus_days, plus_months, weekday};
use crate::date_words;
use crate::distance;
use crate::holiday;
use crate::lexicon::{Lex, Unit};
use crate::stretch::{self, part_of_stretch, several, week, weekend, whole_month, whole_week};
use crate::token::Tokens;
use crate::weekday;

/// A named day, or several in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Day {
    /// The first day; `None` for a date that the calendar does not have.
    pub first: Option<Date>,
    /// The first day after it.
    pub after: Option<Date>,
    /// Whether a day, a week or a month was named.
    pub grain: Grain,
    /// How it was named.
    pub named: Named,
    /// Another day that the words may as well mean.
    pub other: Option<Date>,
    /// The weekday that was said beside a date on another one.
    pub contradicts: Option<i8>,
    /// Whether its weekday was said beside it.
    pub on_weekday: bool,
}

/// How exact a time is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grain {
    /// To the minute.
    Minute,
    /// A full hour.
    Hour,
    /// A day.
    Day,
    /// A week.
    Week,
    /// A month.
    Month,
}

/// How a day was named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Named {
    /// From today: `morgen`, `in drei Tagen`.
    FromToday,
    /// By the weekday alone, Monday is 0.
    Weekday(i8),
    /// By weekday and week: `Dienstag nächster Woche`.
    WeekdayOfWeek(i8),
    /// By the weekday behind what was named before: `Freitag drauf`.
    WeekdayAfter(i8),
    /// By the day of the month alone.
    DayOfMonth(i8),
    /// By day and month.
    Date,
    /// As a stretch: `nächste Woche`, `Ende Mai`.
    Stretch,
}

impl Day {
    pub(crate) fn one(first: Date, named: Named) -> Self {
        Self::stretch(first, plus_days(first, 1), Grain::Day, named)
    }

    pub(crate) fn stretch(first: Date, after: Date, grain: Grain, named: Named) -> Self {
        Self {
            first: Some(first),
            after: Some(after),
            grain,
            named,
            other: None,
            contradicts: None,
            on_weekday: false,
        }
    }

    pub(crate) fn missing() -> Self {
        Self {
            first: None,
            after: None,
            grain: Grain::Day,
            named: Named::Date,
            other: None,
            contradicts: None,
            on_weekday: false,
        }
    }

    pub(crate) fn or(mut self, other: Option<Date>) -> Self {
        self.other = other;
        self
    }

    /// Both together, where each tells a part: `nächste Woche` and `Dienstag`, `Freitag` and
    /// `20. November`, `Dezember` and `am fünften`.
    pub(crate) fn and(self, other: Self, today: Date) -> Option<Self> {
        let of_week = |week: Self, day: i8| {
            let first = plus_days(week.first?, day.into());
            Some(Self::one(first, Named::WeekdayOfWeek(day)))
        };
        let of_month = |month: Self, day: i8| {
            let first = month.first?;
            let found = date(first.year(), first.month(), day);
            Some(found.map_or_else(Self::missing, |date| Self::one(date, Named::Date)))
        };
        // `Ende nächster Woche, Freitag`; of several, as in `im Januar am Samstag`, nobody knows which.
        let within = |stretch: Self, day: i8| {
            let after = stretch.after?;
            let eve = plus_days(stretch.first?.max(today), -1);
            let first = next_weekday(eve, day);
            if plus_days(first, 7) < after {
                return Some(Self::stretch(first, after, Grain::Day, Named::Stretch));
            }
            (first < after).then(|| Self::one(first, Named::WeekdayOfWeek(day)))
        };
        let fits = |found: Self, day: i8| found.first.is_some_and(|first| weekday(first) == day);
        match (self.named, other.named) {
            (Named::Weekday(day), _) if other.grain == Grain::Week => of_week(other, day),
            (_, Named::Weekday(day)) if self.grain == Grain::Week => of_week(self, day),
            (Named::DayOfMonth(day), _) if other.grain == Grain::Month => of_month(other, day),
            (_, Named::DayOfMonth(day)) if self.grain == Grain::Month => of_month(self, day),
            (Named::Weekday(day), Named::Date | Named::DayOfMonth(_)) if other.is_single() => {
                Some(date_words::on_weekday(other, day, today))
            }
            (Named::Date | Named::DayOfMonth(_), Named::Weekday(day)) if self.is_single() => {
                Some(date_words::on_weekday(self, day, today))
            }
            (Named::Weekday(day), Named::Stretch) => within(other, day),
            (Named::Stretch, Named::Weekday(day)) => within(self, day),
            // `heute, Donnerstag`.
            (Named::FromToday, Named::Weekday(day)) => fits(self, day).then_some(self),
            (Named::Weekday(day), Named::FromToday) => fits(other, day).then_some(other),
            _ => None,
        }
    }

    /// Whether a single day was named.
    pub fn is_single(&self) -> bool {
        self.grain == Grain::Day
            && matches!((self.first, self.after), (Some(a), Some(b)) if plus_days(a, 1) == b)
    }
}

/// The day that is named at `i`, and the token behind it.
pub(crate) fn at(tokens: &Tokens<'_>, i: usize, today: Date) -> Option<(Day, usize)> {
    let named = match tokens.lex(i) {
        Lex::Today(days) => Some(from_today(tokens, i + 1, today, days)),
        Lex::Morgen if !is_morning(tokens, i) => Some(from_today(tokens, i + 1, today, 1)),
        Lex::Weekday(day) => Some(weekday::with_week(tokens, i, day, today)),
        Lex::WeekdayShort(day) => weekday::short(tokens, i, day, today),
        // `so.` and `die.`: with a dot, at the end, or before a date.
        Lex::About if tokens.word(i) == "so" => weekday::short(tokens, i, 6, today)
            .filter(|_| tokens.sign(i + 1, '.') || tokens.raw(i) == "SO"),
        Lex::In => longer(
            distance::offset(tokens, i + 1, today),
            // `could I come in two weeks from Friday`.
            distance::from_now(tokens, i + 1, today),
        ),
        Lex::This | Lex::Naechste | Lex::Next | Lex::Coming | Lex::AfterNext => {
            qualified(tokens, i, today)
        }
        Lex::Unit(Unit::Week) if tokens.words(i, &["week", "after", "next"]) => {
            let (found, next) = (whole_week(today, 2), i + 3);
            Some(weekday::in_week(tokens, next, found, today).unwrap_or((found, next)))
        }
        // `the week of October 5th`, `die Woche vom 7. Dezember`.
        Lex::Unit(Unit::Week) if matches!(tokens.word(i + 1), "of" | "vom") => {
            let (date, next) = distance::anchor(tokens, i + 2, today)?;
            Some((whole_week(date, 0), next))
        }
        // `die Woche nach Ostern`.
        Lex::Unit(Unit::Week) if matches!(tokens.lex(i + 1), Lex::After | Lex::Before) => {
            let (date, next) = distance::anchor(tokens, i + 2, today)?;
            let weeks = if tokens.lex(i + 1) == Lex::After {
                1
            } else {
                -1
            };
            Some((whole_week(date, weeks), next))
        }
        Lex::Weekend if tokens.words(i + 1, &["after", "next"]) => Some((weekend(today, 2), i + 3)),
        Lex::Weekend if matches!(tokens.word(i + 1), "of" | "vom") => {
            let (date, next) = distance::anchor(tokens, i + 2, today)?;
            Some((weekend(date, 0), next))
        }
        Lex::Weekend => {
            let (weeks, next) = week(tokens, i + 1).unwrap_or((0, i + 1));
            Some((weekend(today, weeks), next))
        }
        Lex::Month(month) | Lex::MonthShort(month) if tokens.words(i + 1, &["after", "next"]) => {
            date_words::month(today, month, None).map(|first| {
                let (first, after) = (plus_months(first, 12), plus_months(first, 13));
                (
                    Day::stretch(first, after, Grain::Month, Named::Stretch),
                    i + 3,
                )
            })
        }
        Lex::Unit(Unit::Day)
            if tokens.lex(i + 1) == Lex::After && tokens.lex(i + 2) == Lex::Today(1) =>
        {
            Some((Day::one(plus_days(today, 2), Named::FromToday), i + 3))
        }
        Lex::Unit(Unit::Day) => distance::beside(tokens, i, today),
        // `am heutigen Donnerstag`, `am morgigen Tag`.
        Lex::None
            if matches!(
                tokens.lex(i + 1),
                Lex::Unit(Unit::Day) | Lex::Weekday(_) | Lex::Part(_)
            ) =>
        {
            let days = match tokens.word(i) {
                "heutigen" | "heutige" => Some(0),
                "morgigen" | "morgige" => Some(1),
                _ => None,
            };
            days.map(|days| (Day::one(plus_days(today, days), Named::FromToday), i + 1))
        }
        _ => None,
    };
    named
        .or_else(|| stretch::calendar_week(tokens, i, today))
        // `August bank holiday` is no month.
        .or_else(|| {
            let (date, next) = holiday::at(tokens, i, today)?;
            Some((Day::one(date, Named::Date), next))
        })
        .or_else(|| date_words::at(tokens, i, today))
        .or_else(|| distance::nearest(tokens, i, today))
        .or_else(|| distance::from_now(tokens, i, today))
        .or_else(|| part_of_stretch(tokens, i, today))
        .or_else(|| stretch::of_month(tokens, i, today))
}

/// What was read from more words, the first of equals.
fn longer(first: Option<(Day, usize)>, second: Option<(Day, usize)>) -> Option<(Day, usize)> {
    match (first, second) {
        (Some(first), Some(second)) if second.1 <= first.1 => Some(first),
        (first, second) => second.or(first),
    }
}

/// Whether `morgen` at `i` is the morning: `guten Morgen`, `am Morgen`, `heute Morgen`.
pub(crate) fn is_morning(tokens: &Tokens<'_>, i: usize) -> bool {
    let Some(before) = i.checked_sub(1) else {
        return false;
    };
    matches!(
        tokens.word(before),
        "guten"
            | "gueten"
            | "schoenen"
            | "guete"
            | "moin"
            | "am"
            | "jeden"
            | "des"
            | "der"
            | "frohen"
    ) || matches!(
        tokens.lex(before),
        Lex::Today(_) | Lex::This | Lex::Weekday(_)
    )
}

/// `heute`, and `heute in acht Tagen`, `today week`.
fn from_today(tokens: &Tokens<'_>, i: usize, today: Date, days: i8) -> (Day, usize) {
    let first = plus_days(today, days.into());
    if matches!(tokens.lex(i), Lex::In | Lex::After)
        && let Some((distance, next)) = distance::at(tokens, i + 1)
    {
        return (Day::one(distance.from(first), Named::FromToday), next);
    }
    if tokens.word(i) == "week" {
        return (Day::one(plus_days(first, 7), Named::FromToday), i + 1);
    }
    (Day::one(first, Named::FromToday), i)
}

/// `nächsten Dienstag`, `this week`, `next three days`, `nächsten März`.
fn qualified(tokens: &Tokens<'_>, i: usize, today: Date) -> Option<(Day, usize)> {
    let qualifier = tokens.lex(i);
    // `this coming Friday`.
    if qualifier == Lex::This && matches!(tokens.lex(i + 1), Lex::Coming | Lex::Naechste) {
        return qualified(tokens, i + 1, today);
    }
    let steps = match qualifier {
        Lex::This => 0,
        Lex::AfterNext => 2,
        _ => 1,
    };
    match tokens.lex(i + 1) {
        Lex::Weekday(day) | Lex::WeekdayShort(day) => {
            let upcoming = next_weekday(today, day);
            let in_week = |weeks: i32| plus_days(monday(today), 7 * weeks + i32::from(day));
            let dotted =
                i + 2 + usize::from(tokens.sign(i + 2, '.') && tokens.raw(i + 1).len() < 4);
            if let Some(found) = weekday::and_date(tokens, dotted, day, today) {
                return Some(found);
            }
            let (first, other) = match qualifier {
                // German `nächsten` is the coming one to most, next week's to some.
                Lex::Naechste => (upcoming, Some(in_week(1))),
                Lex::Next => (in_week(1), Some(upcoming)),
                Lex::AfterNext => (plus_days(upcoming, 7), Some(in_week(2))),
                Lex::This if weekday(today) == day => (today, None),
                _ => (upcoming, None),
            };
            if let Some((weeks, next)) = weekday::weeks_on(tokens, dotted) {
                let first = plus_days(upcoming, weeks);
                return Some((Day::one(first, Named::WeekdayOfWeek(day)), next));
            }
            if tokens.word(dotted) == "week" {
                let first = plus_days(upcoming, 7);
                return Some((Day::one(first, Named::WeekdayOfWeek(day)), dotted + 1));
            }
            let other = other.filter(|other| *other != first);
            // `diesen Samstag` is counted from today, whatever day is being talked about.
            let begins = |stem: &str| tokens.word(i).starts_with(stem);
            let named = match qualifier {
                Lex::Coming if begins("folgend") || begins("darauf") => Named::WeekdayAfter(day),
                Lex::This | Lex::Coming if !begins("selb") => Named::WeekdayOfWeek(day),
                _ => Named::Weekday(day),
            };
            Some((Day::one(first, named).or(other), dotted))
        }
        Lex::Unit(Unit::Week) if tokens.dash(i + 2) && tokens.word(i + 3) == "end" => {
            Some((weekend(today, steps), i + 4))
        }
        Lex::Unit(Unit::Week) => {
            let (found, next) = (whole_week(today, steps), i + 2);
            Some(weekday::in_week(tokens, next, found, today).unwrap_or((found, next)))
        }
        Lex::Unit(Unit::Month) => Some((whole_month(today, steps), i + 2)),
        Lex::Unit(Unit::Day | Unit::Workday) if qualifier != Lex::This => {
            Some((Day::one(plus_days(today, steps), Named::FromToday), i + 2))
        }
        // The coming weekend is this week's, unless it has begun.
        Lex::Weekend if qualifier == Lex::Coming => {
            Some((weekend(today, i32::from(weekday(today) >= 5)), i + 2))
        }
        Lex::Weekend => Some((weekend(today, steps), i + 2)),
        Lex::Month(month) | Lex::MonthShort(month) => {
            let this = date_words::month(today, month, None)?;
            let first = if qualifier == Lex::AfterNext {
                plus_months(this, 12)
            } else {
                this
            };
            Some((
                Day::stretch(first, plus_months(first, 1), Grain::Month, Named::Stretch),
                i + 2,
            ))
        }
        // `this morning`, `an diesem Abend`: today; the part is left to whoever reads parts.
        Lex::Part(_) | Lex::Morgen if qualifier == Lex::This => {
            Some((Day::one(today, Named::FromToday), i + 1))
        }
        _ if tokens.word(i + 1) == "arbeitswoche" => {
            let first = plus_days(monday(today), 7 * steps);
            let week = Day::stretch(first, plus_days(first, 5), Grain::Day, Named::Stretch);
            Some((week, i + 2))
        }
        _ => several(tokens, i, today),
    }
}
