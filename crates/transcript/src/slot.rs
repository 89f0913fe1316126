//! A day and a time on the table, put together from what several turns say.

use std::ops::Range;

use jiff::civil::{Date, DateTime};

use crate::calendar::{date, monday, next_weekday, plus_days, weekday};
use crate::clock::{Clock, Plainness};
use crate::day::{Grain, Named};
use crate::lexicon::Part;
use crate::mention::{Bound, Mention};
use crate::reference::Reference;
use crate::token::Tokens;
use crate::when::{self, Doubt};

/// How many days apart a day of the month is still of the same talk.
const NEAR: i32 = 14;

/// How many places are kept that say a time.
const SHOWN: usize = 8;

/// What has been said of an appointment's time so far.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Slot {
    pub(crate) date: Option<Date>,
    pub(crate) clock: Option<Clock>,
    pub(crate) part: Option<Part>,
    /// Where date and clock were last said, in the whole text.
    pub(crate) said: Vec<Range<usize>>,
    pub(crate) doubts: Vec<Doubt>,
}

impl Slot {
    /// Adds the words for it; the last few are enough to show.
    pub(crate) fn say(&mut self, words: Vec<Range<usize>>) {
        self.said.extend(words);
        let old = self.said.len().saturating_sub(SHOWN);
        self.said.drain(..old);
    }

    pub(crate) fn is_full(&self) -> bool {
        self.date.is_some() && self.clock.is_some()
    }

    /// The moment, with what is doubtful about it.
    pub(crate) fn moment(&self, reference: &Reference) -> Option<(DateTime, Vec<Doubt>)> {
        let date = self.date?;
        let mut clock = self.clock?;
        if let Some(part) = self.part {
            clock = within(clock, part);
        }
        let (start, mut doubts) = when::at(date, clock, reference);
        doubts.extend(&self.doubts);
        doubts.sort_unstable();
        doubts.dedup();
        Some((start, doubts))
    }

    /// Takes the half of the day from the same time, said more surely.
    pub(crate) fn take_half(&mut self, other: &Self) {
        self.part = self.part.or(other.part);
        if self.clock.is_some_and(|clock| clock.either_half) {
            self.clock = other.clock.or(self.clock);
        }
    }

    /// Whether both may be the same moment, as far as each was said.
    pub(crate) fn agrees_with(&self, other: &Self) -> bool {
        let dates = match (self.date, other.date) {
            (Some(a), Some(b)) => a == b,
            _ => true,
        };
        let clocks = match (self.clock, other.clock) {
            (Some(a), Some(b)) => same_clock(a, b),
            _ => true,
        };
        dates && clocks
    }
}

/// The hour in that part of the day, if it is in it: `elf` is none of the afternoon.
fn within(clock: Clock, part: Part) -> Clock {
    let there = clock.in_part(part);
    if (part.from..=part.to).contains(&there.hour) {
        there
    } else {
        clock
    }
}

/// Whether two times of the day are the same, where one may leave its half open.
pub(crate) fn same_clock(a: Clock, b: Clock) -> bool {
    if a.either_half || b.either_half {
        a.minutes().rem_euclid(720) == b.minutes().rem_euclid(720)
    } else {
        a.minutes() == b.minutes()
    }
}

/// What is being talked about, from which the next words take what they leave out.
#[derive(Debug, Clone, Default)]
pub(crate) struct Topic {
    pub(crate) slot: Slot,
    /// The week, month or so that was named last.
    stretch: Option<(Date, Date)>,
}

impl Topic {
    /// A talk about this time.
    pub(crate) fn about(slot: Slot) -> Self {
        Self {
            slot,
            ..Self::default()
        }
    }

    /// The mention as a slot, completed by the topic.
    pub(crate) fn complete(&self, mention: &Mention, reference: &Reference) -> Slot {
        let mut slot = Slot {
            said: vec![mention.span.clone()],
            ..Slot::default()
        };
        if let Some(moment) = mention.moment {
            slot.date = Some(moment.date());
            return slot;
        }
        match mention.day {
            Some(day) if day.is_single() => {
                let (date, doubt) = self.date_of(mention, reference);
                slot.date = date;
                slot.doubts.extend(doubt);
                if day.contradicts.is_some() {
                    slot.doubts.push(Doubt::OtherWeekday);
                }
            }
            Some(_) => {}
            None => {
                slot.date = self.slot.date;
                slot.part = self.slot.part;
                slot.doubts.clone_from(&self.slot.doubts);
            }
        }
        slot.part = mention.part.or(slot.part);
        if mention.bound == Bound::At && mention.until.is_none() {
            slot.clock = mention.clock.map(|clock| match slot.part {
                Some(part) => within(clock, part),
                None => clock,
            });
        }
        slot
    }

    /// A weekday that was said without a date is that of the date being talked about, if it can be.
    fn date_of(&self, mention: &Mention, reference: &Reference) -> (Option<Date>, Option<Doubt>) {
        let Some(day) = mention.day else {
            return (None, None);
        };
        let other = day.other.map(|_| Doubt::OtherDay);
        // `Freitag, den neunundzwanzigsten`, where that is a Saturday and the next such Friday far.
        if let (Named::DayOfMonth(_), Some(near), Some(first)) = (day.named, day.other, day.first)
            && first > plus_days(near, 3 * NEAR)
        {
            return (Some(near), Some(Doubt::OtherWeekday));
        }
        // `am vierundzwanzigsten` is in the month that is being talked about, if it is near.
        if let (Named::DayOfMonth(number), Some(about)) = (day.named, self.slot.date)
            && day.contradicts.is_none()
            && let Some(there) = date(about.year(), about.month(), number)
            && (plus_days(there, -NEAR)..=plus_days(there, NEAR)).contains(&about)
            && there >= reference.now.date()
            && day
                .first
                .is_none_or(|first| weekday(first) == weekday(there) || !day.on_weekday)
        {
            return (Some(there), None);
        }
        if let (Named::WeekdayAfter(named), Some(about)) = (day.named, self.slot.date)
            && day.first != Some(about)
        {
            return (Some(next_weekday(about, named)), None);
        }
        let Named::Weekday(named) = day.named else {
            return (day.first, other);
        };
        if let Some(date) = self.slot.date {
            if weekday(date) == named {
                return (Some(date), None);
            }
            let far = date > plus_days(reference.now.date(), 6);
            if far {
                let there = plus_days(monday(date), named.into());
                if there > reference.now.date() {
                    return (Some(there), None);
                }
            }
        }
        if let Some((from, after)) = self.stretch {
            let from = from.max(reference.now.date());
            let there = next_weekday(plus_days(from, -1), named);
            // `im Januar`, then `am Samstag`: one of its Saturdays, nobody knows which.
            if plus_days(there, 7) < after {
                return (None, None);
            }
            if there < after {
                return (Some(there), None);
            }
        }
        (day.first, other)
    }

    /// Lets weekdays be of the week of that day, if it is soon but not of the next seven days.
    pub(crate) fn lean_on(&mut self, day: Date, reference: &Reference) {
        let today = reference.now.date();
        let next = plus_days(today, 7)..plus_days(today, 10);
        if self.slot.date.is_none() && self.stretch.is_none() && next.contains(&day) {
            let first = monday(day);
            self.stretch = Some((first, plus_days(first, 7)));
        }
    }

    /// Takes the week behind a day as the new subject: `erst nach Ostern`.
    pub(crate) fn turn_behind(&mut self, mention: &Mention) {
        if let Some(after) = mention.day.and_then(|day| day.after) {
            self.slot = Slot::default();
            self.stretch = Some((after, plus_days(after, 7)));
        }
    }

    /// Takes the mention as the new subject.
    pub(crate) fn turn_to(&mut self, mention: &Mention, slot: &Slot) {
        if let Some(day) = mention.day {
            if day.is_single() {
                if self.slot.date != slot.date {
                    self.slot.part = None;
                }
                self.stretch = None;
            } else if day.grain >= Grain::Week || day.named == Named::Stretch {
                self.stretch = day.first.zip(day.after);
                self.slot = Slot::default();
            }
        }
        if slot.date.is_some() {
            self.slot.date = slot.date;
            self.slot.doubts.clone_from(&slot.doubts);
        }
        self.slot.part = slot.part.or(self.slot.part);
        if slot.clock.is_some() {
            self.slot.clock = slot.clock;
        }
        self.slot.said.clone_from(&slot.said);
    }
}

/// Whether a mention without a day can be meant as an hour of an appointment here.
pub(crate) fn is_hour(mention: &Mention) -> bool {
    mention
        .clock
        .is_some_and(|clock| clock.plain >= Plainness::Number)
}

/// Whether the caller's words name this offer.
pub(crate) fn fits(wish: &Slot, offer: &Slot, mentions: &[Mention]) -> bool {
    let clock_said = mentions.iter().any(is_hour);
    let clocks = match (wish.clock, offer.clock) {
        (Some(a), Some(b)) => same_clock(a, b),
        (None, _) => true,
        _ => false,
    };
    let day_said = mentions.iter().any(|mention| mention.day.is_some());
    let dates = wish.date == offer.date || (!day_said && clock_said);
    // What was said before the day is of something else: `die Nacht davor wach … lieber Montag`.
    let from = mentions.iter().rposition(|mention| mention.day.is_some());
    let part = mentions
        .iter()
        .skip(from.unwrap_or(0))
        .rev()
        .find_map(|mention| mention.part);
    let parts = match (part, offer.clock) {
        (Some(part), Some(clock)) if !clock_said => {
            (part.from..part.to.max(part.from + 1)).contains(&clock.in_part(part).hour)
        }
        _ => true,
    };
    clocks && dates && parts
}

/// Both together: the surer half of the day, every place.
pub(crate) fn merge(offer: &Slot, wish: &Slot) -> Slot {
    let clock = match (offer.clock, wish.clock) {
        (Some(a), Some(b)) if a.either_half && !b.either_half => Some(b),
        (a, b) => a.or(b),
    };
    let mut merged = Slot {
        date: offer.date.or(wish.date),
        clock,
        part: offer.part.or(wish.part),
        said: wish.said.clone(),
        doubts: offer.doubts.clone(),
    };
    merged.say(offer.said.clone());
    merged
}

/// `eine Woche später`, `make it half past`: another time, told from the one on the table.
pub(crate) fn shifted(tokens: &Tokens<'_>, base: &Slot) -> Option<Slot> {
    (0..tokens.len()).find_map(|i| {
        if tokens.word(i) == "half"
            && tokens.word(i + 1) == "past"
            && crate::number::at(tokens, i + 2).is_none()
        {
            let clock = base.clock.map(|clock| crate::clock::Clock {
                minute: 30,
                to_the_minute: true,
                ..clock
            });
            return Some(Slot {
                clock,
                ..base.clone()
            });
        }
        let sign = match tokens.word(i + 1) {
            "spaeter" | "later" | "drauf" | "darauf" | "danach" | "after" => 1,
            "frueher" | "earlier" | "eher" | "vorher" | "zuvor" => -1,
            _ => pushed(tokens, i)?,
        };
        let days = match tokens.word(i) {
            // `am selben Tag später`.
            "tag" | "day" if i > 0 && is_same(tokens.word(i - 1)) => 0,
            "woche" | "week" => 7,
            "wochen" | "weeks" => 7 * count(tokens, i)?,
            "tag" | "day" => 1,
            "tage" | "days" => count(tokens, i)?,
            _ => {
                let clock = base.clock.filter(|_| tokens.word(i + 1) != "after")?;
                let clock = clock.plus(sign * minutes_before(tokens, i)?);
                return Some(Slot {
                    clock: Some(clock),
                    ..base.clone()
                });
            }
        };
        // `the week after next`, `the day after Thanksgiving`: a day of its own.
        let own = tokens.word(i + 1) == "after" && !tokens.word(i + 2).is_empty();
        let date = base.date.filter(|_| !own)?;
        Some(Slot {
            date: Some(crate::calendar::plus_days(date, sign * days)),
            ..base.clone()
        })
    })
}

/// Which way something is pushed by what the unit at `i` stands for: `back half an hour`, `eine
/// Stunde nach hinten`.
fn pushed(tokens: &Tokens<'_>, i: usize) -> Option<i32> {
    minutes_before(tokens, i)?;
    let way = |at: usize| match tokens.word(at) {
        "back" | "hinten" => Some(1),
        "forward" | "vorn" | "vorne" => Some(-1),
        _ => None,
    };
    let pushes = |at: usize| {
        matches!(
            tokens.word(at),
            "push" | "pushing" | "put" | "move" | "moving" | "shift" | "bring" | "pull"
        )
    };
    let behind = way(i + 2).filter(|_| tokens.word(i + 1) == "nach");
    let from = i.saturating_sub(4);
    behind.or_else(|| {
        let (at, way) = (from..i).find_map(|at| Some((at, way(at)?)))?;
        (at.saturating_sub(8)..at).any(pushes).then_some(way)
    })
}

/// How many: the number before `i`.
fn count(tokens: &Tokens<'_>, i: usize) -> Option<i32> {
    let found = crate::number::at(tokens, i.checked_sub(1)?)?;
    i32::try_from(found.value)
        .ok()
        .filter(|n| *n < 100 && !found.ordinal)
}

/// How many minutes the unit at `i` stands for, with what is before it: `halbe Stunde`.
fn minutes_before(tokens: &Tokens<'_>, i: usize) -> Option<i32> {
    let before = |n: usize| i.checked_sub(n).map_or("", |at| tokens.word(at));
    let half = matches!(before(1), "halbe" | "half")
        || (before(2) == "half" && matches!(before(1), "an" | "a"));
    match tokens.word(i) {
        "stunde" | "hour" | "stund" if half => Some(30),
        "stunde" | "hour" | "stund" => Some(60),
        "stunden" | "hours" => count(tokens, i).map(|hours| 60 * hours),
        "viertelstunde" => Some(15),
        "minuten" | "minutes" => count(tokens, i),
        _ => None,
    }
}

fn is_same(word: &str) -> bool {
    matches!(
        word,
        "selben" | "gleichen" | "selbigen" | "diesem" | "same" | "that"
    )
}
