//! The grammar of one time expression: what may stand before, between and behind its parts.

use jiff::civil::DateTime;

use crate::bound::{self, Lead, connector, lead};
use crate::calendar::{plus_days, plus_minutes};
use crate::clock::{self, Clock, Plainness};
use crate::date_words;
use crate::day::{self, Day, Named};
use crate::daypart;
use crate::distance;
use crate::duration;
use crate::holiday;
use crate::lexicon::{Lex, Unit};
use crate::mention::{Bound, Mention};
use crate::number;
use crate::span;
use crate::stretch;
use crate::token::Tokens;
use crate::written;

/// Whether a time expression can begin at `i`; most words are looked at no further. Words of time
/// can, holidays, and these.
pub(crate) fn may_begin(tokens: &Tokens<'_>, i: usize) -> bool {
    let word = tokens.word(i);
    tokens.lex(i) != Lex::None
        || tokens.digits(i).is_some()
        || ['~', '¼', '½', '¾'].iter().any(|it| tokens.sign(i, *it))
        || matches!(
            word,
            "a" | "all"
                | "an"
                | "anderthalb"
                | "anfang"
                | "beginn"
                | "beginning"
                | "closest"
                | "couple"
                | "dreieinhalb"
                | "dreiviertelstunde"
                | "dreivierteljahr"
                | "eineinhalb"
                | "eineinviertel"
                | "einundeinhalb"
                | "end"
                | "ende"
                | "earlier"
                | "eod"
                | "few"
                | "frueher"
                | "gut"
                | "guten"
                | "halbe"
                | "halben"
                | "halbstunde"
                | "heutige"
                | "heutigen"
                | "knapp"
                | "knappen"
                | "later"
                | "mid"
                | "middle"
                | "mitte"
                | "morgige"
                | "morgigen"
                | "ner"
                | "nearest"
                | "nicht"
                | "no"
                | "not"
                | "paar"
                | "rest"
                | "spaeter"
                | "start"
                | "unter"
                | "viereinhalb"
                | "vierteljahr"
                | "viertelstunde"
                | "zweieinhalb"
                | "zweiundeinhalb"
        )
        // `einund zwanzigsten`.
        || word.ends_with("und")
        || holiday::may_begin(tokens, i)
}

/// The time expression that begins at `i`.
pub(crate) fn read(tokens: &Tokens<'_>, i: usize, now: DateTime) -> Option<Mention> {
    if let Some(found) = span::days(tokens, i, now) {
        return Some(finish(tokens, i, found.1, found.0));
    }
    let mut mention = Mention::empty();
    let Lead {
        mut at,
        bound,
        mut range,
        mut told,
    } = lead(tokens, i, false);
    mention.bound = bound;
    let begun = at;
    let mut end = i;
    for _ in 0..6 {
        let Some(next) = component(tokens, at, now, told, &mut mention) else {
            break;
        };
        end = next;
        range |= (at..end).any(|at| matches!(tokens.lex(at), Lex::Between | Lex::Von));
        if let Some(after) = span::until(tokens, end, now, range, &mut mention) {
            end = after;
        }
        // `er ist elf, am Freitag um drei`.
        let number = mention
            .clock
            .is_some_and(|clock| clock.plain == Plainness::Number);
        if number && mention.day.is_none() && tokens.sign(end, ',') {
            break;
        }
        if let Some((bound, next)) = bound::behind(tokens, end) {
            mention.bound = bound;
            mention.clock = mention.clock.map(Clock::plainly);
            end = next;
        }
        (at, told) = connector(tokens, end, &mention);
    }
    if end <= begun && !mention.has_something() {
        return None;
    }
    // `from June 1st`, with no end behind it.
    let from = (i..begun).any(|at| tokens.word(at) == "from");
    if from && !mention.is_open() && mention.moment.is_none() && !span::is_moved(tokens, begun) {
        mention.bound = Bound::From;
    }
    Some(finish(tokens, i, end, mention))
}

fn finish(tokens: &Tokens<'_>, from: usize, to: usize, mut mention: Mention) -> Mention {
    if let Some(part) = mention.part {
        mention.clock = mention.clock.map(|clock| clock.in_part(part));
        mention.until = mention.until.map(|clock| clock.in_part(part));
    }
    // Whatever a rule takes for granted behind the last word, there is nothing.
    let to = to.min(tokens.len());
    // The words before the first that tells something are not part of it.
    let mut from = from;
    while from + 1 < to && matches!(tokens.lex(from), Lex::About | Lex::Article | Lex::At) {
        from += 1;
    }
    mention.span = tokens.bytes(from, to);
    mention.tokens = from..to;
    mention
}

/// Reads one more part into the mention; the token behind it.
fn component(
    tokens: &Tokens<'_>,
    i: usize,
    now: DateTime,
    told: bool,
    mention: &mut Mention,
) -> Option<usize> {
    if !mention.has_something()
        && let Some(next) = within(tokens, i, now, mention)
    {
        return Some(next);
    }
    // `nach fünf Tagen`: from then on.
    if mention.bound == Bound::After
        && !mention.has_something()
        && let Some((found, next)) = distance::at(tokens, i)
    {
        mention.day = Some(Day::one(found.from(now.date()), Named::FromToday));
        return Some(next);
    }
    let today = mention.day.is_none_or(|day| day.first == Some(now.date()));
    if today
        && mention.clock.is_none()
        && mention.part.is_none()
        && let Some((moment, next)) = moment(tokens, i, now)
    {
        mention.moment = Some(moment);
        return Some(next);
    }
    if let (Lex::WeekdayPart(weekday, part), None) = (tokens.lex(i), mention.part) {
        if mention.day.is_none() {
            let first = crate::calendar::next_weekday(now.date(), weekday);
            let (mut day, next) = (Day::one(first, Named::Weekday(weekday)), i + 1);
            // `Dienstagabend nächster Woche`.
            let next = match stretch::week(tokens, next) {
                Some((weeks, after)) => {
                    let monday = crate::calendar::monday(now.date());
                    let first = plus_days(monday, 7 * weeks + i32::from(weekday));
                    day = Day::one(first, Named::WeekdayOfWeek(weekday));
                    after
                }
                None => next,
            };
            mention.day = Some(day);
            mention.part = Some(part);
            return Some(next);
        }
        mention.part = Some(part);
        return Some(i + 1);
    }
    if mention.part.is_none()
        && let Some((part, next, bound)) =
            daypart::at(tokens, i, mention.day.is_some(), mention.clock.is_some())
    {
        mention.part = Some(part);
        if bound != Bound::At {
            mention.bound = bound;
        }
        return Some(next);
    }
    let clock_first = told && mention.clock.is_none();
    if clock_first && let Some((clock, next)) = hour_told(tokens, i) {
        mention.clock = Some(clock);
        return Some(next);
    }
    if (mention.day.is_none() || may_add_a_day(tokens, i))
        && !date_words::is_clock_first(tokens, i)
        && let Some((day, next)) = day::at(tokens, i, now.date())
    {
        let known = mention.day;
        let both = known.map_or(Some(day), |known| known.and(day, now.date()));
        if both.is_some() && mention.last_day.is_none() {
            mention.day = both;
            return Some(next);
        }
    }
    if mention.clock.is_some() {
        return None;
    }
    // A bound or a range behind a day: `Dienstag von 9 bis 11`, `morgen ab Mittag`.
    let before = lead(tokens, i, mention.has_something());
    if before.bound != Bound::At || before.range {
        if let (Lex::Part(part), None) = (tokens.lex(before.at), mention.part) {
            (mention.part, mention.bound) = (Some(part), before.bound);
            return Some(before.at + 1);
        }
        let (clock, next) = hour_told(tokens, before.at)?;
        mention.clock = Some(clock);
        if mention.bound == Bound::At {
            mention.bound = before.bound;
        }
        return Some(next);
    }
    let told = told || mention.day.is_some() && written::is_dotted(tokens, i);
    let (clock, next) = clock::at(tokens, i, told)?;
    let bare = number::at(tokens, i).is_some_and(|number| number.next == next);
    // `at four or five` is still an hour.
    let choice = told && tokens.word(next) == "or";
    if bare && !choice && (duration::counts_things(tokens, next) || is_labelled(tokens, i)) {
        return None;
    }
    mention.clock = Some(clock);
    Some(next)
}

/// The number of something: `Zimmer 14`, `Hauptstraße 12`.
fn is_labelled(tokens: &Tokens<'_>, i: usize) -> bool {
    let word = i.checked_sub(1).map_or("", |before| tokens.word(before));
    let street = ["strasse", "str", "weg", "gasse", "allee", "platz", "nummer"];
    matches!(
        word,
        "zimmer"
            | "raum"
            | "saal"
            | "tisch"
            | "haus"
            | "room"
            | "number"
            | "suite"
            | "unit"
            | "apartment"
    ) || street.iter().any(|ending| word.ends_with(ending))
}

/// What can tell more about a day that is known.
fn may_add_a_day(tokens: &Tokens<'_>, i: usize) -> bool {
    tokens.digits(i).is_some()
        || matches!(
            tokens.lex(i),
            Lex::Weekday(_)
                | Lex::WeekdayShort(_)
                | Lex::Number(_, true)
                | Lex::Month(_)
                | Lex::MonthShort(_)
                | Lex::Today(_)
                | Lex::This
                | Lex::Naechste
                | Lex::Next
                | Lex::Coming
                | Lex::AfterNext
                | Lex::Unit(_)
        )
}

/// `within an hour`, `innerhalb der nächsten zwei Wochen`: until then.
fn within(tokens: &Tokens<'_>, i: usize, now: DateTime, mention: &mut Mention) -> Option<usize> {
    if !matches!(tokens.word(i), "within" | "innerhalb" | "binnen") {
        return None;
    }
    let mut at = i + 1;
    while at < i + 4
        && matches!(
            tokens.lex(at),
            Lex::Article | Lex::Von | Lex::Naechste | Lex::Next
        )
    {
        at += 1;
    }
    mention.bound = Bound::By;
    let hour = (tokens.lex(at) == Lex::Unit(Unit::Hour)).then_some((60, at + 1));
    if let Some((minutes, next)) = duration::at(tokens, at).or(hour) {
        mention.moment = Some(plus_minutes(now, minutes));
        return Some(next);
    }
    let (found, next) = distance::at(tokens, at)?;
    mention.day = Some(Day::one(found.from(now.date()), Named::FromToday));
    Some(next)
}

/// Behind `um`: a time of the day, unless the number is a day's (`um den 15. Mai`).
fn hour_told(tokens: &Tokens<'_>, i: usize) -> Option<(Clock, usize)> {
    let (clock, next) = clock::at(tokens, i, true)?;
    let number = number::at(tokens, i);
    let day = number.is_some_and(|n| {
        let dot =
            tokens.sign(n.next, '.') && tokens.glued(n.next) && tokens.get(n.next + 1).is_some();
        let dated = date_words::at(tokens, i, jiff::civil::date(2000, 1, 1))
            .is_some_and(|(_, end)| end > next);
        // `at three March 20`.
        let other_day = date_words::has_own_day(tokens, n.next, true);
        dated && !other_day
            || (dot
                && n.next == next
                && n.digits > 0
                && matches!(
                    tokens.lex(n.next + 1),
                    Lex::Month(_) | Lex::Until | Lex::And
                ))
    });
    (!day && !duration::counts_things(tokens, next)).then_some((clock, next))
}

/// `in einer halben Stunde`, `two hours from now`.
fn moment(tokens: &Tokens<'_>, i: usize, now: DateTime) -> Option<(DateTime, usize)> {
    if tokens.lex(i) == Lex::In {
        let (minutes, next) = duration::at(tokens, i + 1)?;
        // `can I come in twenty minutes to two`.
        let clock = clock::at(tokens, i + 1, false).is_some_and(|(_, end)| end > next);
        return (!clock).then(|| (plus_minutes(now, minutes), next));
    }
    if matches!(tokens.lex(i), Lex::Naechste | Lex::Next | Lex::Coming) {
        return next_hours(tokens, i, now);
    }
    let (minutes, next) = duration::at(tokens, i)?;
    let ahead = match (tokens.word(next), tokens.word(next + 1)) {
        ("hence", _) => 1,
        ("from", "now") | ("ab", "jetzt") => 2,
        _ => return None,
    };
    Some((plus_minutes(now, minutes), next + ahead))
}

/// `die nächsten drei Stunden`: from the next full hour; `in den nächsten Stunden`: from now.
fn next_hours(tokens: &Tokens<'_>, i: usize, now: DateTime) -> Option<(DateTime, usize)> {
    let (_, next) = distance::count(tokens, i + 1).unwrap_or((1, i + 1));
    let Lex::Unit(unit @ (Unit::Hour | Unit::Minute)) = tokens.lex(next) else {
        return None;
    };
    let within = i
        .checked_sub(2)
        .is_some_and(|before| tokens.lex(before) == Lex::In || tokens.word(before) == "innerhalb");
    let full = if unit == Unit::Hour && !within && now.minute() > 0 {
        plus_minutes(now, i64::from(60 - now.minute()))
    } else {
        now
    };
    Some((full, next + 1))
}
