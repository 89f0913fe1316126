//! From words to civil times: which half of the day, which day, and what is doubtful about it.

use jiff::civil::{Date, DateTime};
use jiff::tz::AmbiguousOffset;

use crate::calendar::{plus_days, plus_minutes, weekday};
use crate::clock::Clock;
use crate::day::{Day, Grain, Named};
use crate::lexicon::Part;
use crate::mention::{self, Bound, Mention};
use crate::reference::Reference;
use crate::token::Tokens;

/// What an expression means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct When {
    /// The bytes of the text that say so.
    pub span: std::ops::Range<usize>,
    /// When it begins, on the branch's wall; `None` if only its end was said.
    pub start: Option<DateTime>,
    /// When it ends; `None` if only its beginning was said.
    pub end: Option<DateTime>,
    /// How exact it is.
    pub grain: Grain,
    /// What else the start could be.
    pub others: Vec<DateTime>,
    /// Why it may be wrong.
    pub doubts: Vec<Doubt>,
}

/// Why a time may not be what was meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Doubt {
    /// The branch is open at that hour in the morning and in the evening.
    EitherHalfOfTheDay,
    /// The branch is not open then.
    Closed,
    /// The words may as well mean another day.
    OtherDay,
    /// The date is not on the weekday that was said with it.
    OtherWeekday,
    /// The calendar has no such date.
    NoSuchDate,
    /// It is before the call.
    Over,
    /// The clocks skip that time in spring.
    SkippedBySpring,
    /// The clocks show that time twice in autumn.
    TwiceInAutumn,
}

/// Every time expression of the text.
pub fn find(text: &str, reference: &Reference) -> Vec<When> {
    let tokens = Tokens::read(text);
    mention::find(&tokens, reference.now)
        .iter()
        .filter(|mention| mention.is_plain())
        .map(|mention| resolve(mention, reference))
        .collect()
}

/// The one time that the text names: the fullest expression, the first of equals.
pub fn read(text: &str, reference: &Reference) -> Option<When> {
    let tokens = Tokens::read(text);
    // A day with its hour tells more than a day with its part.
    let fullness = |mention: &Mention| {
        let told = [
            mention.day.is_some(),
            mention.clock.is_some(),
            mention.part.is_some(),
            mention.moment.is_some(),
        ];
        let parts = told.into_iter().filter(|told| *told).count();
        let full = mention.day.is_some() && mention.clock.is_some();
        let meant = !mention::is_denied(&tokens, mention);
        (meant, 2 * parts + usize::from(full))
    };
    let mut best: Option<Mention> = None;
    let found = mention::find(&tokens, reference.now);
    for found in mention::joined(&tokens, found, reference.now.date()) {
        if best
            .as_ref()
            .is_none_or(|best| fullness(&found) > fullness(best))
        {
            best = Some(found);
        }
    }
    best.map(|mention| resolve(&mention, reference))
}

/// What the mention means, seen from the reference.
pub fn resolve(mention: &Mention, reference: &Reference) -> When {
    let mut when = When {
        span: mention.span.clone(),
        start: None,
        end: None,
        grain: Grain::Day,
        others: Vec::new(),
        doubts: Vec::new(),
    };
    if let Some(moment) = mention.moment {
        when.start = Some(elapsed(moment, reference));
        when.grain = Grain::Minute;
        bounded(mention, reference, &mut when);
        said_by_zone(reference, &mut when);
        return when;
    }
    if let Some(day) = mention.day {
        doubts_of(day, &mut when);
        if day.first.is_none() {
            return when;
        }
    }
    // `nächste Woche um drei`: on one of its days, nobody knows which.
    let some_day = mention.last_day.is_none()
        && mention.day.is_some_and(|day| {
            day.grain > Grain::Day || mention.clock.is_some() && !day.is_single()
        });
    match (mention.clock, mention.part) {
        _ if some_day => whole_days(mention, reference, &mut when),
        (Some(clock), _) => clocked(mention, clock, reference, &mut when),
        (None, Some(part)) => parted(mention, part, reference, &mut when),
        (None, None) => whole_days(mention, reference, &mut when),
    }
    bounded(mention, reference, &mut when);
    said_by_zone(reference, &mut when);
    when
}

/// What the wall shows when as much time has passed; the same unless the clocks change meanwhile.
fn elapsed(moment: DateTime, reference: &Reference) -> DateTime {
    let later = || {
        let passed = moment.duration_since(reference.now);
        let now = reference.zone.to_ambiguous_timestamp(reference.now);
        let then = now.compatible().ok()?.checked_add(passed).ok()?;
        Some(reference.zone.to_datetime(then))
    };
    later().unwrap_or(moment)
}

fn doubts_of(day: Day, when: &mut When) {
    if day.first.is_none() {
        when.doubts.push(Doubt::NoSuchDate);
    }
    if day.other.is_some() {
        when.doubts.push(Doubt::OtherDay);
    }
    if day.contradicts.is_some() {
        when.doubts.push(Doubt::OtherWeekday);
    }
}

fn moment(date: Date, clock: Clock) -> DateTime {
    plus_minutes(date.at(0, 0, 0, 0), clock.minutes().into())
}

fn clocked(mention: &Mention, clock: Clock, reference: &Reference, when: &mut When) {
    let now = reference.now;
    let date = mention.day.and_then(|day| day.first);
    let (clock, doubt) = half(clock, mention.until, date, reference);
    let date = date.unwrap_or_else(|| {
        let today = now.date();
        // Without a day it is the next time that the clock shows it.
        if moment(today, clock) <= now {
            plus_days(today, 1)
        } else {
            today
        }
    });
    let start = moment(date, clock);
    when.grain = if clock.to_the_minute {
        Grain::Minute
    } else {
        Grain::Hour
    };
    when.start = Some(start);
    if let Some(other) = clock
        .other_half()
        .filter(|_| doubt == Some(Doubt::EitherHalfOfTheDay))
    {
        when.others.push(moment(date, other));
    }
    when.doubts.extend(doubt);
    if let Some(other) = mention.day.and_then(|day| day.other) {
        when.others.push(moment(other, clock));
    }
    if start < now && mention.bound == Bound::At {
        when.doubts.push(Doubt::Over);
    }
    if let Some(last) = mention.last_day {
        when.end = match (mention.until, last.first) {
            (Some(until), Some(day)) => {
                Some(moment(day, half(until, None, Some(day), reference).0))
            }
            _ => last.after.map(|after| after.at(0, 0, 0, 0)),
        };
    } else if let Some(until) = mention.until {
        let mut end = half(until, None, Some(date), reference).0;
        if end.minutes() <= clock.minutes()
            && let Some(later) = until.other_half()
        {
            end = later;
        }
        let end_date = if end.minutes() <= clock.minutes() {
            plus_days(date, 1)
        } else {
            date
        };
        when.end = Some(moment(end_date, end));
        if until.to_the_minute {
            when.grain = Grain::Minute;
        }
    }
}

/// The half of the day in which the branch is open; the doubt if that does not decide.
fn half(
    clock: Clock,
    until: Option<Clock>,
    date: Option<Date>,
    reference: &Reference,
) -> (Clock, Option<Doubt>) {
    let (hours, day) = (&reference.hours, date.map(weekday));
    let sure = |clock: Clock| Clock {
        either_half: false,
        ..clock
    };
    let closed = |clock: Clock| (!hours.open(day, clock.minutes())).then_some(Doubt::Closed);
    let Some(other) = clock.other_half() else {
        return (sure(clock), closed(clock));
    };
    let to_come = |clock| {
        date.is_none_or(|date| date != reference.now.date() || moment(date, clock) > reference.now)
    };
    let open = |clock: Clock| closed(clock).is_none() && to_come(clock);
    match (open(clock), open(other)) {
        // `von 6:30 bis 23:00`: both are told by a clock of 24 hours.
        (false, true)
            if clock.hour >= 5
                && until.is_some_and(|until| !until.either_half && until.hour > 12) =>
        {
            (sure(clock), closed(clock))
        }
        // `von 8 bis 18 Uhr`: the end tells the half of the beginning.
        (true, true) if until.is_some_and(|until| !until.either_half) => (clock, None),
        (true, true) if clock.formal => (sure(clock), None),
        (true, true) => (clock, Some(Doubt::EitherHalfOfTheDay)),
        (true, false) => (sure(clock), None),
        (false, true) => (sure(other), None),
        // Closed at both, as in a break: the one between opening and closing, then or on any day.
        (false, false) => {
            let chosen = [day, None].into_iter().find_map(|day| {
                let mut halves = [clock, other].into_iter();
                halves.find(|half| hours.around(day, half.minutes()))
            });
            let chosen = chosen.unwrap_or(clock);
            (sure(chosen), closed(chosen))
        }
    }
}

fn parted(mention: &Mention, part: Part, reference: &Reference, when: &mut When) {
    let now = reference.now;
    let at = |date: Date, hour: i8| plus_minutes(date.at(0, 0, 0, 0), i64::from(hour) * 60);
    let date = mention.day.and_then(|day| day.first).unwrap_or_else(|| {
        let today = now.date();
        if at(today, part.to) <= now {
            plus_days(today, 1)
        } else {
            today
        }
    });
    when.grain = Grain::Hour;
    when.start = Some(at(date, part.from));
    when.end = Some(at(date, part.to));
    let (from, to) = (i32::from(part.from) * 60, i32::from(part.to) * 60);
    if !reference.hours.open_within(weekday(date), from, to) {
        when.doubts.push(Doubt::Closed);
    }
}

fn whole_days(mention: &Mention, reference: &Reference, when: &mut When) {
    let Some(day) = mention.day else {
        return;
    };
    let midnight = |date: Date| date.at(0, 0, 0, 0);
    when.grain = day.grain;
    when.start = day.first.map(midnight);
    when.end = mention.last_day.unwrap_or(day).after.map(midnight);
    when.others.extend(day.other.map(midnight));
    if let Some(date) = day
        .first
        .filter(|_| day.is_single() && mention.last_day.is_none())
        && !reference.hours.open_within(weekday(date), 0, 24 * 60)
    {
        when.doubts.push(Doubt::Closed);
    }
    if when.end.is_some_and(|end| end <= reference.now) {
        when.doubts.push(Doubt::Over);
    }
}

fn bounded(mention: &Mention, reference: &Reference, when: &mut When) {
    let days_only = mention.clock.is_none() && mention.part.is_none();
    match mention.bound {
        Bound::At => {}
        Bound::From | Bound::After => {
            // `nach 15 Uhr`, `nach drei Tagen` begin then, `nach Ostern` and `nach Freitag` later.
            let named = mention.day.map(|day| day.named);
            if mention.bound == Bound::After && days_only && named != Some(Named::FromToday) {
                when.start = when.end;
                when.others.clear();
            }
            if mention.until.is_none() && mention.last_day.is_none() {
                when.end = None;
            }
        }
        Bound::Until | Bound::Before | Bound::By => {
            let inclusive = days_only
                && mention.bound != Bound::Before
                && mention
                    .day
                    .is_some_and(|day| day.named != Named::Date || day.is_single());
            when.end = if inclusive { when.end } else { when.start };
            when.start = (mention.bound == Bound::By).then_some(reference.now);
        }
    }
}

fn said_by_zone(reference: &Reference, when: &mut When) {
    let Some(start) = when.start.filter(|_| when.grain <= Grain::Hour) else {
        return;
    };
    match reference.zone.to_ambiguous_timestamp(start).offset() {
        AmbiguousOffset::Unambiguous { .. } => {}
        AmbiguousOffset::Gap { .. } => when.doubts.push(Doubt::SkippedBySpring),
        AmbiguousOffset::Fold { .. } => when.doubts.push(Doubt::TwiceInAutumn),
    }
}

/// The moment of a clock time on a date, and what is doubtful about it.
pub(crate) fn at(date: Date, clock: Clock, reference: &Reference) -> (DateTime, Vec<Doubt>) {
    let (clock, doubt) = half(clock, None, Some(date), reference);
    let start = moment(date, clock);
    let mut when = When {
        span: 0..0,
        start: Some(start),
        end: None,
        grain: Grain::Minute,
        others: Vec::new(),
        doubts: doubt.into_iter().collect(),
    };
    if start < reference.now {
        when.doubts.push(Doubt::Over);
    }
    said_by_zone(reference, &mut when);
    (start, when.doubts)
}
