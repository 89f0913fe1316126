//! Times of the day as they are said: `halb drei`, `viertel nach zehn`, `14:30`, `ten to four`.

use crate::duration;
use crate::holiday;
use crate::lexicon::{Lex, Part};
use crate::number::{self, Number};
use crate::token::{Kind, Tokens};
use crate::written;

/// A time of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Clock {
    /// 0 to 24; 24 is the midnight at the end of the day.
    pub hour: i8,
    /// 0 to 59.
    pub minute: i8,
    /// Whether it may as well be twelve hours later.
    pub either_half: bool,
    /// Whether minutes were said.
    pub to_the_minute: bool,
    /// Told as a clock with 24 hours shows it: who says `sieben Uhr fünfundvierzig` says
    /// `neunzehn Uhr fünfundvierzig` in the evening, unless the branch is closed at one of them.
    pub formal: bool,
    /// How plainly it is a time.
    pub plain: Plainness,
}

/// How plainly some words are a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Plainness {
    /// A number that could count anything: `elf`.
    Number,
    /// Two numbers: `three fifteen`.
    Pair,
    /// Nothing else: `elf Uhr`, `halb drei`, `14:30`.
    Time,
}

impl Clock {
    pub(crate) fn new(hour: i8, minute: i8, plain: Plainness) -> Self {
        Self {
            hour,
            minute,
            either_half: (1..=12).contains(&hour),
            to_the_minute: minute != 0,
            formal: false,
            plain,
        }
    }

    pub(crate) fn sure(mut self) -> Self {
        self.either_half = false;
        self
    }

    pub(crate) fn exact(mut self) -> Self {
        self.to_the_minute = true;
        self
    }

    /// The same where what stands around it leaves no doubt that it is a time.
    pub(crate) fn plainly(self) -> Self {
        Self {
            plain: Plainness::Time,
            ..self
        }
    }

    /// Minutes since midnight.
    pub fn minutes(self) -> i32 {
        i32::from(self.hour) * 60 + i32::from(self.minute)
    }

    /// Moved by some minutes, within the day.
    #[must_use]
    pub(crate) fn plus(self, minutes: i32) -> Self {
        // An hour that may be either half of the day stays below noon.
        let moved = (self.minutes() + minutes).rem_euclid(24 * 60);
        let hour = i8::try_from(moved / 60).unwrap_or(0);
        Self {
            hour,
            minute: i8::try_from(moved % 60).unwrap_or(0),
            to_the_minute: true,
            ..self
        }
    }

    /// The same with what the part of the day says about its half.
    #[must_use]
    pub fn in_part(mut self, part: Part) -> Self {
        if !self.either_half {
            return self;
        }
        self.either_half = false;
        let afternoon = part.from >= 12;
        match self.hour {
            // `zwölf Uhr nachts` is the end of the day; `um 12 am Nachmittag` is noon.
            12 if part.from >= 18 => self.hour = 24,
            // `drei Uhr nachts` is before dawn.
            1..=5 if part.from >= 20 => {}
            1..=11 if afternoon && !(part.from == 12 && part.to == 14 && self.hour >= 10) => {
                self.hour += 12;
            }
            _ => {}
        }
        self
    }

    /// Twelve hours later, if it may be.
    pub fn other_half(self) -> Option<Self> {
        (self.either_half && self.hour != 12).then(|| {
            let hour = if self.hour < 12 {
                self.hour + 12
            } else {
                self.hour - 12
            };
            Self { hour, ..self }
        })
    }
}

/// The time that begins at `i`, and the token behind it. `told`: a word before it (`um`, `at`)
/// says that a time follows.
pub(crate) fn at(tokens: &Tokens<'_>, i: usize, told: bool) -> Option<(Clock, usize)> {
    let (mut clock, mut next) = relative(tokens, i)
        .or_else(|| written::fraction(tokens, i).filter(|_| told))
        .or_else(|| absolute(tokens, i, told))?;
    // `3ish`, `three-ish`.
    let ish = next + usize::from(tokens.dash(next));
    if tokens.word(ish) == "ish" {
        clock.plain = Plainness::Time;
        next = ish + 1;
    }
    if clock.plain == Plainness::Time || told {
        next += usize::from(tokens.lex(next) == Lex::Uhr && tokens.word(next) != "h");
    }
    if let Some((afternoon, after)) = meridiem(tokens, next, told || clock.to_the_minute) {
        clock = with_meridiem(clock, afternoon);
        next = after;
    }
    Some((clock, next))
}

fn with_meridiem(clock: Clock, afternoon: bool) -> Clock {
    let hour = match (clock.hour, afternoon) {
        (12, false) => 0,
        (1..=11, true) => clock.hour + 12,
        (hour, _) => hour,
    };
    Clock {
        hour,
        plain: Plainness::Time,
        ..clock.sure()
    }
}

/// `am`, `p.m.`, `a m`; the bare letter only behind minutes or `at`.
pub(crate) fn meridiem(
    tokens: &Tokens<'_>,
    i: usize,
    letter_is_enough: bool,
) -> Option<(bool, usize)> {
    let (afternoon, whole) = match tokens.word(i) {
        "am" => (false, true),
        "pm" => (true, true),
        "a" => (false, false),
        "p" => (true, false),
        _ => return None,
    };
    let dotted = |next: usize| next + usize::from(tokens.sign(next, '.') && tokens.glued(next));
    // `um fünf Uhr am Bahnhof`.
    let german = (1..=4).any(|back| {
        let word = i.checked_sub(back).map_or("", |at| tokens.word(at));
        matches!(
            word,
            "uhr" | "um" | "gegen" | "halb" | "nach" | "vor" | "ab" | "bis"
        )
    }) || number::is_german(tokens, i.wrapping_sub(1));
    if german && tokens.word(i) == "am" && !tokens.glued(i) {
        return None;
    }
    if whole {
        // `8 Uhr am Abend`, `drei am Freitag`: the German preposition.
        let german = matches!(
            tokens.lex(i + 1),
            Lex::Weekday(_)
                | Lex::Part(_)
                | Lex::Morgen
                | Lex::WeekdayPart(..)
                | Lex::Number(..)
                | Lex::Clock(_)
                | Lex::Early
                | Lex::Naechste
                | Lex::AfterNext
                | Lex::Last
                | Lex::Coming
                | Lex::Weekend
                | Lex::WeekdayShort(_)
        ) || tokens.digits(i + 1).is_some()
            || holiday::is_named(tokens, i + 1);
        let german = german && !afternoon && !tokens.glued(i) && !is_english_day(tokens, i + 1);
        return (!german).then(|| (afternoon, i + 1));
    }
    let second = dotted(i + 1);
    if tokens.word(second) == "m" {
        return Some((afternoon, dotted(second + 1)));
    }
    let bare = letter_is_enough && tokens.glued(i) && i > 0;
    bare.then_some((afternoon, i + 1))
}

fn is_english_day(tokens: &Tokens<'_>, i: usize) -> bool {
    tokens.word(i).ends_with("day")
}

/// Times that are told from another: `halb drei`, `fünf vor halb vier`, `quarter past two`.
fn relative(tokens: &Tokens<'_>, i: usize) -> Option<(Clock, usize)> {
    let time = |clock: Clock| Clock {
        plain: Plainness::Time,
        ..clock
    };
    match tokens.lex(i) {
        Lex::Halb => {
            let (hour, next) = hour(tokens, i + 1)?;
            Some((time(hour.plus_from_previous(30)), next))
        }
        Lex::Half => {
            let past = usize::from(tokens.lex(i + 1) == Lex::After);
            let (hour, next) = hour(tokens, i + 1 + past)?;
            let unit = matches!(tokens.lex(next), Lex::Unit(_));
            (!unit).then(|| (time(hour.with_minutes(30)), next))
        }
        Lex::ThreeQuarters => {
            let (hour, next) = hour(tokens, i + 1)?;
            Some((time(hour.plus_from_previous(45)), next))
        }
        Lex::Quarter => quarter(tokens, i),
        _ if tokens.word(i) == "a" && tokens.lex(i + 1) == Lex::Quarter => quarter(tokens, i + 1),
        Lex::Number(3, false) if tokens.word(i + 1) == "viertel" => {
            let (hour, next) = hour(tokens, i + 2)?;
            Some((time(hour.plus_from_previous(45)), next))
        }
        // `kurz vor halb drei` is not half past two sharp, but nobody is booked by it.
        _ => {
            let minutes =
                number::at(tokens, i).filter(|n| !n.ordinal && (1..=59).contains(&n.value))?;
            let word = matches!(
                tokens.lex(minutes.next),
                Lex::Unit(crate::lexicon::Unit::Minute)
            );
            let turn = minutes.next + usize::from(word);
            // `from nine to eleven` is a stretch, `nine to eleven` no time that people say.
            if tokens.lex(turn) == Lex::To
                && (minutes.value % 5 != 0 || i > 0 && tokens.lex(i - 1) == Lex::Von)
            {
                return None;
            }
            let sign = side(tokens, turn, word)?;
            let amount = i32::try_from(minutes.value).ok()? * sign;
            // `fünf vor halb vier`, `fünf nach dreiviertel elf`.
            let told = match tokens.lex(turn + 1) {
                Lex::Halb => Some(30),
                Lex::ThreeQuarters => Some(45),
                _ => None,
            };
            if let Some(minutes) = told {
                let (hour, next) = hour(tokens, turn + 2)?;
                let clock = hour.plus_from_previous(minutes).plus(amount);
                return Some((time(clock), next));
            }
            let (hour, next) = hour(tokens, turn + 1)?;
            // `ten to fifteen people`.
            if tokens.lex(turn) == Lex::To && duration::counts_things(tokens, next) {
                return None;
            }
            Some((time(hour.with_minutes(amount)), next))
        }
    }
}

/// `Viertel nach zehn`, `Viertel vor zehn`, `Viertel zehn` (a quarter past nine).
fn quarter(tokens: &Tokens<'_>, i: usize) -> Option<(Clock, usize)> {
    let (clock, next) = match side(tokens, i + 1, true) {
        Some(sign) => {
            let (hour, next) = hour(tokens, i + 2)?;
            (hour.with_minutes(15 * sign), next)
        }
        None if tokens.word(i) == "viertel" => {
            let (hour, next) = hour(tokens, i + 1)?;
            (hour.plus_from_previous(15), next)
        }
        None => return None,
    };
    let plain = Plainness::Time;
    Some((Clock { plain, ..clock }, next))
}

/// Whether the minutes are counted from the hour or towards it.
fn side(tokens: &Tokens<'_>, i: usize, minutes_said: bool) -> Option<i32> {
    match tokens.lex(i) {
        Lex::After => Some(1),
        Lex::From if tokens.word(i) == "ab" => Some(1),
        Lex::Von if tokens.word(i) == "from" && minutes_said => Some(1),
        Lex::Before | Lex::To => Some(-1),
        _ if matches!(tokens.word(i), "past" | "aft") => Some(1),
        _ if matches!(tokens.word(i), "of" | "vorm" | "til") => Some(-1),
        _ => None,
    }
}

impl Clock {
    /// `halb drei`: half an hour of the third hour.
    pub(crate) fn plus_from_previous(self, minutes: i32) -> Self {
        self.with_minutes(minutes - 60)
    }

    fn with_minutes(self, minutes: i32) -> Self {
        let moved = self.plus(minutes);
        if self.either_half {
            // Before one o'clock is half past twelve, at noon rather than at night.
            let hour = if moved.hour == 0 { 12 } else { moved.hour };
            return Self { hour, ..moved };
        }
        moved
    }
}

/// A full hour that something else is told from.
pub(crate) fn hour(tokens: &Tokens<'_>, i: usize) -> Option<(Clock, usize)> {
    if tokens.word(i) == "mittag" {
        return Some((Clock::new(12, 0, Plainness::Time).sure(), i + 1));
    }
    if let Lex::Clock(hour) = tokens.lex(i) {
        return Some((Clock::new(hour, 0, Plainness::Time).sure(), i + 1));
    }
    let number = number::at(tokens, i).filter(|n| !n.ordinal && (1..=24).contains(&n.value))?;
    let hour = i8::try_from(number.value).ok()?;
    let mut next = number.next;
    let mut clock = Clock::new(hour, 0, Plainness::Time);
    next += usize::from(tokens.lex(next) == Lex::Uhr);
    if let Some((afternoon, after)) = meridiem(tokens, next, false) {
        clock = with_meridiem(clock, afternoon);
        next = after;
    }
    Some((clock, next))
}

/// `zehn Uhr dreißig`, `14:30`, `15h30`, `3pm`, `nine fifty`, `noon`.
fn absolute(tokens: &Tokens<'_>, i: usize, told: bool) -> Option<(Clock, usize)> {
    if let Lex::Clock(hour) = tokens.lex(i) {
        return Some((Clock::new(hour, 0, Plainness::Time).sure(), i + 1));
    }
    let number = number::at(tokens, i).filter(|n| !n.ordinal)?;
    let next = number.next;
    if let Some(found) = written::run_of_digits(tokens, number, told) {
        return Some(found);
    }
    let hour = i8::try_from(number.value)
        .ok()
        .filter(|hour| (0..=24).contains(hour))?;
    let clock = Clock::new(hour, 0, Plainness::Time);
    // `08:30` and `0:30` are written by a clock with 24 hours.
    let clock = if number.digits == 2 && hour < 10 {
        clock.sure()
    } else {
        clock
    };
    if let Some((minute, after)) = written::minutes(tokens, next, told) {
        let clock = Clock { minute, ..clock }.exact();
        return Some((clock, after));
    }
    if tokens.lex(next) == Lex::Uhr {
        let (minute, after) = spoken_minutes(tokens, next + 1).unwrap_or((0, next + 1));
        let with_minutes = after > next + 1;
        let full = Clock {
            minute,
            to_the_minute: clock.to_the_minute || with_minutes,
            formal: with_minutes,
            ..clock
        };
        return Some((full, after));
    }
    if meridiem(tokens, next, told).is_some() {
        return Some((clock, next));
    }
    // `fourteen hundred hours`.
    if tokens.word(next) == "hundred" && (told && hour > 9 || tokens.word(next + 1) == "hours") {
        let hours = usize::from(tokens.word(next + 1) == "hours");
        return Some((clock.sure().exact(), next + 1 + hours));
    }
    if let Some((minute, after, hyphen)) = pair_minutes(tokens, number) {
        let marked = told || hyphen || meridiem(tokens, after, false).is_some();
        let plain = if marked {
            Plainness::Time
        } else {
            Plainness::Pair
        };
        return Some((
            Clock {
                minute,
                plain,
                ..clock
            }
            .exact(),
            after,
        ));
    }
    // `einen neuen`, `the first one`: an article or a pronoun.
    let article = matches!(tokens.word(i), "ein" | "eine" | "einen" | "einer" | "einem")
        || (tokens.word(i) == "one" && !told && !is_listed(tokens, i));
    if number.digits > 2 || hour == 0 || article {
        return None;
    }
    let plain = if told {
        Plainness::Time
    } else {
        Plainness::Number
    };
    Some((Clock { plain, ..clock }, next))
}

/// `Thursday three, Friday one.`; not `the Friday one`.
fn is_listed(tokens: &Tokens<'_>, i: usize) -> bool {
    let before = |n: usize| i.checked_sub(n);
    let day = before(1).is_some_and(|at| matches!(tokens.lex(at), Lex::Weekday(_)));
    let article =
        before(2).is_some_and(|at| !tokens.word(at).is_empty() && tokens.lex(at) == Lex::Article);
    let ends = [',', '.', '?'].iter().any(|sign| tokens.sign(i + 1, *sign));
    day && ends && !article
}

/// Behind `Uhr`: `dreißig`, `null fünf`, `und zehn Minuten`.
fn spoken_minutes(tokens: &Tokens<'_>, i: usize) -> Option<(i8, usize)> {
    let and = usize::from(tokens.lex(i) == Lex::And);
    let first = number::at(tokens, i + and).filter(|n| !n.ordinal && n.value < 60)?;
    let unit = |next: usize| matches!(tokens.lex(next), Lex::Unit(crate::lexicon::Unit::Minute));
    if and == 1 && !unit(first.next) {
        return None;
    }
    let (value, next) = match number::at(tokens, first.next) {
        // `neun Uhr null null`, `neun Uhr null fünf`.
        Some(second) if first.value == 0 && first.digits == 0 && second.value < 10 => {
            (second.value, second.next)
        }
        _ => (first.value, first.next),
    };
    // `acht Uhr 12. November`, `zehn Uhr elf Uhr`, `um neun Uhr zwei Personen`.
    let dated = tokens.sign(next, '.') && tokens.get(next + 1).is_some_and(|_| first.digits > 0)
        || matches!(tokens.lex(next), Lex::Month(_))
        || (tokens.lex(next) == Lex::Uhr && tokens.word(i.wrapping_sub(1)) != "h");
    let alone = tokens
        .get(next)
        .is_none_or(|token| matches!(token.kind, Kind::Sign(_)))
        // `ich trage Sie für zehn Uhr ein`.
        && tokens.word(next.wrapping_sub(1)) != "ein";
    let counted = value < 10 && value != 5 && first.value != 0 && !unit(next) && !alone;
    // `zehn Uhr zehn nach` does not exist, but `neun Uhr zehn vor zehn` does.
    let told = side(tokens, next, false).is_some() && number::at(tokens, next + 1).is_some();
    if dated || counted || told || tokens.sign(next, ':') {
        return None;
    }
    Some((i8::try_from(value).ok()?, next + usize::from(unit(next))))
}

/// `nine fifty`, `ten-thirty`, `nine oh five`, `vierzehn dreißig`.
fn pair_minutes(tokens: &Tokens<'_>, hour: Number) -> Option<(i8, usize, bool)> {
    let hyphen = hour.digits == 0
        && tokens.dash(hour.next)
        && tokens.glued(hour.next)
        && tokens.glued(hour.next + 1);
    let i = hour.next + usize::from(hyphen);
    // `two o five`.
    if tokens.word(i) == "o"
        && let Some(minute) = number::at(tokens, i + 1).filter(|n| (1..10).contains(&n.value))
    {
        return Some((i8::try_from(minute.value).ok()?, minute.next, hyphen));
    }
    let minute = number::at(tokens, i).filter(|n| {
        // `um 11 20.3.`.
        let dated = n.digits > 0 && tokens.sign(n.next, '.') && tokens.digits(n.next + 1).is_some();
        !n.ordinal && (n.digits == 0) == (hour.digits == 0) && !dated
    })?;
    let (value, next) = match number::at(tokens, minute.next) {
        Some(second) if minute.value == 0 && minute.digits == 0 && second.value < 10 => {
            (second.value, second.next)
        }
        _ if (10..60).contains(&minute.value) => (minute.value, minute.next),
        _ => return None,
    };
    let more = matches!(tokens.lex(next), Lex::Month(_) | Lex::Unit(_) | Lex::Uhr)
        || number::at(tokens, next)
            .is_some_and(|more| more.digits != 4 && !number::is_article(tokens, next));
    if more {
        return None;
    }
    Some((i8::try_from(value).ok()?, next, hyphen))
}
