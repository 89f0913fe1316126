//! Time expressions in a text: a day, a clock time, a part of the day, bounds, in any order.

use std::ops::Range;

use jiff::civil::{Date, DateTime, date};

use crate::clock::{Clock, Plainness};
use crate::day::{Day, Grain, Named};
use crate::distance;
use crate::lexicon::{Lex, Part, Unit};
use crate::naming::is_calendar_name;
use crate::number;
use crate::phrase;
use crate::stretch;
use crate::token::{Kind, Tokens};
use crate::weekday;

/// Words that name a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The bytes of the text.
    pub span: Range<usize>,
    /// The tokens.
    pub(crate) tokens: Range<usize>,
    /// The day or days.
    pub day: Option<Day>,
    /// The time of the day.
    pub clock: Option<Clock>,
    /// The part of the day.
    pub part: Option<Part>,
    /// A moment counted from now: `in einer halben Stunde`.
    pub moment: Option<DateTime>,
    /// The last day of a stretch of days.
    pub last_day: Option<Day>,
    /// The time at which it ends.
    pub until: Option<Clock>,
    /// Whether it is a point or bounded on one side only.
    pub bound: Bound,
}

/// On which side a time is bounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Bound {
    /// That time itself.
    At,
    /// Not before: `ab 15 Uhr`.
    From,
    /// When it is over: `nach Ostern`.
    After,
    /// Not after: `bis 11 Uhr`.
    Until,
    /// Over before it: `vor Weihnachten`.
    Before,
    /// Between now and then: English `by`.
    By,
}

impl Mention {
    pub(crate) fn empty() -> Self {
        Self {
            span: 0..0,
            tokens: 0..0,
            day: None,
            clock: None,
            part: None,
            moment: None,
            last_day: None,
            until: None,
            bound: Bound::At,
        }
    }

    /// Whether the words can only be a time.
    pub fn is_plain(&self) -> bool {
        self.day.is_some()
            || self.part.is_some()
            || self.moment.is_some()
            || self
                .until
                .is_some_and(|clock| clock.plain == Plainness::Time)
            || self
                .clock
                .is_some_and(|clock| clock.plain == Plainness::Time)
    }

    /// Whether it is one word for a month, which may be a name: `Jan`, `August`.
    pub(crate) fn may_be_a_name(&self) -> bool {
        self.tokens.len() == 1 && self.day.is_some_and(|day| day.grain == Grain::Month)
    }

    /// Whether it is a stretch rather than a point.
    pub fn is_open(&self) -> bool {
        self.bound != Bound::At || self.until.is_some() || self.last_day.is_some()
    }

    pub(crate) fn has_something(&self) -> bool {
        self.day.is_some() || self.part.is_some() || self.clock.is_some() || self.moment.is_some()
    }
}

/// Every time expression of the text, in order; overlapping ones are not given.
pub(crate) fn find(tokens: &Tokens<'_>, now: DateTime) -> Vec<Mention> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        // The decimals of `37,1` are no hour.
        let decimals = at > 1
            && (tokens.sign(at - 1, ',') || tokens.sign(at - 1, '.'))
            && tokens.glued(at)
            && tokens.glued(at - 1)
            && tokens.digits(at - 2).is_some();
        if decimals && tokens.digits(at).is_some() {
            at += 1;
            continue;
        }
        if let Some(next) = read_out(tokens, at) {
            at = next;
            continue;
        }
        // `auf einer Skala von eins bis zehn`.
        if matches!(tokens.word(at), "skala" | "scale")
            && matches!(tokens.word(at + 1), "von" | "from" | "of")
        {
            at += 5;
            continue;
        }
        if !phrase::may_begin(tokens, at) {
            debug_assert_eq!(phrase::read(tokens, at, now), None, "{}", tokens.raw(at));
            debug_assert_eq!(over(tokens, at), None, "{}", tokens.raw(at));
            at += 1;
            continue;
        }
        if wished_or_named(tokens, at) {
            at += 1;
            continue;
        }
        if let Some(next) = over(tokens, at) {
            at = phrase::read(tokens, next, now)
                .filter(|more| is_over_too(tokens, next, more))
                .map_or(next, |more| more.tokens.end.max(next));
            continue;
        }
        match phrase::read(tokens, at, now) {
            Some(mention) => {
                at = mention.tokens.end.max(at + 1);
                if let Some(next) = over(tokens, at).filter(|_| is_ago(tokens, at)) {
                    at = next;
                } else {
                    found.push(mention);
                }
            }
            None => at += 1,
        }
    }
    found
}

/// Digits read out one by one that make a number rather than a time.
const READ_OUT: usize = 5;

/// `at five five five one two`: behind a number that is read out digit by digit.
fn read_out(tokens: &Tokens<'_>, i: usize) -> Option<usize> {
    let from = i + usize::from(tokens.lex(i) == Lex::At);
    let digit = |at: &usize| {
        matches!(tokens.lex(*at), Lex::Number(0..=9, false))
            || matches!(tokens.word(*at), "double" | "triple" | "doppel" | "oh")
    };
    let count = (from..tokens.len()).take_while(digit).count();
    // `nine five zero`.
    let nought = |at: usize| matches!(tokens.word(at), "null" | "zero" | "nought");
    let told = count > 2 && (from..from + count.min(READ_OUT)).any(nought);
    (count >= READ_OUT || told).then_some(from + count)
}

/// A day and a time of the day that other words keep apart, where they are all that the text
/// names: `Dienstag hätte ich gern um elf`, `am zwölften, das ist ein Montag, um elf`.
pub(crate) fn joined(tokens: &Tokens<'_>, mut found: Vec<Mention>, today: Date) -> Vec<Mention> {
    found.retain(Mention::is_plain);
    let [first, second] = found.as_slice() else {
        return found;
    };
    let of_day = |mention: &Mention| (mention.clock.is_some(), mention.part.is_some());
    let (day, clock) = if of_day(second) > of_day(first) {
        (first, second)
    } else {
        (second, first)
    };
    let both_days = match (day.day, clock.day) {
        (Some(day), Some(other)) => day
            .and(other, today)
            .filter(|day| day.contradicts.is_none()),
        (day, _) => day,
    };
    // `Ende nächster Woche, am besten Freitag` are two days that make one.
    let two_days = day.day.is_some() && clock.day.is_some();
    let joinable = (clock.clock.is_some() || clock.part.is_some() || two_days)
        && day.clock.is_none()
        && day.moment.is_none()
        && clock.moment.is_none()
        && !day.is_open()
        && both_days.is_some_and(|day| day.is_single())
        && !(day.part.is_some() && clock.part.is_some());
    // `Dienstag nicht, lieber um drei`, `Dienstag oder um drei`.
    let apart = (first.tokens.end..second.tokens.start).any(|at| {
        denies(tokens, at)
            || matches!(
                tokens.word(at),
                "oder" | "sondern" | "statt" | "anstatt" | "sonst" | "or" | "instead" | "otherwise"
            )
            || ['.', '!', ';'].iter().any(|sign| tokens.sign(at, *sign))
    });
    if apart || !joinable {
        return found;
    }
    let part = day.part.or(clock.part);
    let in_part = |time: Clock| part.map_or(time, |part| time.in_part(part));
    vec![Mention {
        span: first.span.start..second.span.end,
        tokens: first.tokens.start..second.tokens.end,
        day: both_days,
        clock: clock.clock.map(in_part),
        until: clock.until.map(in_part),
        part,
        ..clock.clone()
    }]
}

/// Whether the words around say that this is not the time: `nicht heute`, `Montag geht nicht`.
pub(crate) fn is_denied(tokens: &Tokens<'_>, mention: &Mention) -> bool {
    let before = mention.tokens.start.checked_sub(1);
    let behind = mention.tokens.end..mention.tokens.end + 3;
    before.is_some_and(|at| matches!(tokens.word(at), "nicht" | "not" | "statt" | "anstatt"))
        || behind
            .take_while(|at| !matches!(tokens.get(*at).map(|t| t.kind), Some(Kind::Sign(_)) | None))
            .any(|at| denies(tokens, at))
}

/// A word that denies: `nicht`, `can't`.
fn denies(tokens: &Tokens<'_>, i: usize) -> bool {
    let word = tokens.word(i);
    matches!(
        word,
        "nicht" | "kein" | "keine" | "keinen" | "not" | "no" | "cannot"
    ) || word.ends_with("n't")
}

/// Whether the word before says that this is a wish or a name: `schönen Abend`, `good morning`,
/// `Frohe Ostern`, `Frau Mai`, `Karl Mai`.
fn wished_or_named(tokens: &Tokens<'_>, i: usize) -> bool {
    if is_calendar_name(tokens, i)
        || tokens.words(i + 1, &["mein", "name"])
        || tokens.words(i + 1, &["ist", "mein", "name"])
    {
        return true;
    }
    let Some(before) = i.checked_sub(1).filter(|at| tokens.lex(*at) == Lex::None) else {
        return false;
    };
    let part = matches!(tokens.lex(i), Lex::Part(_) | Lex::Weekend);
    match tokens.word(before) {
        // Not `meine Frau um zehn`.
        "herr" | "herrn" | "frau" | "doktor" | "familie" | "mr" | "mrs" | "ms" | "frohe"
        | "frohes" | "frohen" | "merry" | "happy" => tokens.lex(i) != Lex::At,
        "schoene" | "schoenes" if tokens.lex(i) == Lex::None => true,
        "guten" | "gute" | "schoenen" | "schoenes" | "angenehmen" | "angenehmes" => {
            part || matches!(tokens.lex(i), Lex::Weekday(_) | Lex::WeekdayPart(..))
        }
        // `my name is April`, `hier spricht August Müller`.
        "is" | "ist" | "spricht" | "heisse" => {
            matches!(
                tokens.lex(i),
                Lex::Month(_) | Lex::MonthShort(_) | Lex::Weekday(_)
            ) && (matches!(tokens.word(before), "spricht" | "heisse")
                || before > 0 && tokens.word(before - 1) == "name"
                || tokens.words(before.wrapping_sub(1), &["this", "is"])
                    && !matches!(tokens.lex(i), Lex::Weekday(_)))
        }
        "good" => part,
        "nice" | "great" | "lovely" | "wonderful" => {
            part && (before == 0 || tokens.word(before - 1) == "a")
        }
        _ => false,
    }
}

/// The mentions of a turn as mentions of the text in which the turn begins at `offset`.
pub(crate) fn within(offset: usize, mut mentions: Vec<Mention>) -> Vec<Mention> {
    for mention in &mut mentions {
        mention.span = mention.span.start + offset..mention.span.end + offset;
    }
    mentions
}

/// Whether what follows is over with it: `gestern um drei`, `last week on Monday`.
fn is_over_too(tokens: &Tokens<'_>, i: usize, more: &Mention) -> bool {
    let stretch = matches!(tokens.lex(i - 1), Lex::Unit(Unit::Week | Unit::Month));
    let inside = more
        .day
        .is_none_or(|day| stretch && matches!(day.named, Named::Weekday(_) | Named::DayOfMonth(_)));
    inside && more.moment.is_none()
}

fn is_ago(tokens: &Tokens<'_>, i: usize) -> bool {
    tokens.lex(i) == Lex::Before
        || tokens.word(i) == "ago"
        || tokens.lex(i) == Lex::Last
        || tokens.lex(i + 1) == Lex::Last
}

/// Words about what is over: `gestern Abend`, `letzte Woche`, `vor zwei Wochen`.
fn over(tokens: &Tokens<'_>, i: usize) -> Option<usize> {
    let unit = |at: usize| matches!(tokens.lex(at), Lex::Unit(_));
    match tokens.lex(i) {
        Lex::Past => {
            let named = matches!(
                tokens.lex(i + 1),
                Lex::Part(_)
                    | Lex::Morgen
                    | Lex::Weekday(_)
                    | Lex::WeekdayPart(..)
                    | Lex::Month(_)
                    | Lex::Weekend
            );
            Some(i + 1 + usize::from(named))
        }
        Lex::Last | Lex::Article
            if tokens.lex(i) == Lex::Last || tokens.lex(i + 1) == Lex::Last =>
        {
            let i = if tokens.lex(i) == Lex::Last { i } else { i + 1 };
            let counted = distance::count(tokens, i + 1).map_or(i + 1, |(_, next)| next);
            let named = unit(counted)
                || matches!(
                    tokens.lex(counted),
                    Lex::Weekday(_)
                        | Lex::Month(_)
                        | Lex::Weekend
                        | Lex::WeekdayPart(..)
                        | Lex::Part(_)
                );
            let of_month = weekday::of_month(tokens, i, date(2000, 1, 1)).is_some()
                || stretch::of_month(tokens, i, date(2000, 1, 1)).is_some();
            (named && !of_month).then_some(counted + 1)
        }
        Lex::Before => {
            let (_, next) = distance::count(tokens, i + 1)?;
            let far = matches!(tokens.lex(next), Lex::Unit(unit) if unit != Unit::Minute)
                || (unit(next)
                    && number::at(tokens, next + 1).is_none()
                    && tokens.lex(next + 1) != Lex::Halb);
            far.then_some(next + 1)
        }
        Lex::Number(..) | Lex::None | Lex::Article => {
            let (_, next) = distance::count(tokens, i)?;
            (unit(next) && tokens.word(next + 1) == "ago").then_some(next + 2)
        }
        _ => None,
    }
}
