//! The grammar of one time expression: what may stand before, between and behind its parts.

use jiff::civil::DateTime;

use crate::calendar::{plus_days, plus_minutes};
use crate::clock::{self, Clock, Plainness};
use crate::date_words;
use crate::day::{self, Day, Named};
use crate::daypart;
use crate::distance;
use crate::duration;
use crate::lexicon::{Lex, Unit};
use crate::mention::{Bound, Mention};
use crate::number;
use crate::span;
use crate::stretch;
use crate::token::Tokens;

/// The time expression that begins at `i`.
pub(crate) fn read(tokens: &Tokens<'_>, i: usize, now: DateTime) -> Option<Mention> {
    if let Some(found) = span::days(tokens, i, now) {
        return Some(finish(tokens, i, found.1, found.0));
    }
    let mut mention = Mention::empty();
    let mut at = i;
    let mut range = false;
    let mut told = false;
    // What may stand before: `so gegen`, `zwischen`, `bis zum`.
    while at < i + 6 {
        match tokens.lex(at) {
            _ if is_no_bound(tokens, at) => break,
            Lex::Between | Lex::Von => {
                range = true;
                told = true;
            }
            Lex::After if daypart::at(tokens, at, false, false).is_some() => break,
            Lex::From | Lex::After => {
                mention.bound = from_or_after(tokens.lex(at));
                told = true;
            }
            // `nicht vor zehn`: from ten on.
            Lex::Before | Lex::Until | Lex::To if is_negated(tokens, at) => {
                mention.bound = Bound::From;
                told = true;
            }
            Lex::Until | Lex::Before => {
                mention.bound = match tokens.lex(at) {
                    Lex::Before => Bound::Before,
                    _ if tokens.word(at) == "by" => Bound::By,
                    _ => Bound::Until,
                };
                told = true;
            }
            Lex::To if at > 0 && tokens.word(at - 1) == "up" => {
                mention.bound = Bound::Until;
                told = true;
            }
            Lex::To if tokens.word(at) != "to" => {
                mention.bound = Bound::Until;
                told = true;
            }
            // `not later than 4`, `nicht früher als zehn`.
            Lex::At if tokens.words(at, &["at", "the"]) && bound_behind(tokens, at).is_some() => {
                (mention.bound, at) = bound_behind(tokens, at)?;
                at -= 1;
                told = true;
            }
            _ if comparative(tokens, at).is_some() => {
                (mention.bound, at) = comparative(tokens, at)?;
                told = true;
            }
            _ if at > i && is_dot_of_a_short_word(tokens, at) => {}
            Lex::At => told = true,
            // `an hour from now` begins with its article.
            Lex::Article if matches!(tokens.lex(at + 1), Lex::Unit(_)) => break,
            Lex::About | Lex::Article if !tokens.sign(at + 1, '.') => {
                told |= tells_an_hour(tokens, at);
            }
            _ => break,
        }
        // `am`, `the` alone begin nothing; a bound does.
        at += 1;
    }
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
        (at, told) = connector(tokens, end, &mention);
    }
    if end <= begun && !mention.has_something() {
        return None;
    }
    Some(finish(tokens, i, end, mention))
}

fn from_or_after(lex: Lex) -> Bound {
    if lex == Lex::After {
        Bound::After
    } else {
        Bound::From
    }
}

/// `nicht vor zehn`, `not until three`: from then on.
fn is_negated(tokens: &Tokens<'_>, i: usize) -> bool {
    let before = tokens.word(i.wrapping_sub(1));
    match tokens.word(i) {
        "vor" | "before" => matches!(before, "nicht" | "not"),
        "until" | "till" | "til" => before == "not",
        _ => false,
    }
}

/// Words that bound nothing here: `drei von fünf`, the letters of a plate (`M-AB 1234`).
fn is_no_bound(tokens: &Tokens<'_>, i: usize) -> bool {
    let before = i.wrapping_sub(1);
    match tokens.word(i) {
        "von" | "from" => number::at(tokens, before).is_some_and(|n| n.next == i && !n.ordinal),
        // `come by at ten`, `stop by on Friday`.
        "by" => {
            tokens.lex(i + 1) == Lex::At
                || matches!(
                    tokens.word(before),
                    "come" | "came" | "coming" | "stop" | "drop" | "swing" | "pass"
                )
        }
        "ab" => tokens.raw(i) == "AB" || tokens.raw(before).len() == 1 && !tokens.sign(before, ','),
        _ => false,
    }
}

/// `later than`, `nicht früher als`: the bound and the last token of it.
fn comparative(tokens: &Tokens<'_>, i: usize) -> Option<(Bound, usize)> {
    let negated = matches!(tokens.word(i), "not" | "no" | "nicht");
    let at = i + usize::from(negated);
    let later = match tokens.word(at) {
        "later" | "spaeter" => true,
        "earlier" | "frueher" => false,
        _ => return None,
    };
    let bound = if later == negated {
        Bound::Until
    } else {
        Bound::From
    };
    matches!(tokens.word(at + 1), "than" | "als").then_some((bound, at + 1))
}

/// The dot of `ca.` and `zw.`.
fn is_dot_of_a_short_word(tokens: &Tokens<'_>, i: usize) -> bool {
    tokens.sign(i, '.') && matches!(tokens.word(i.wrapping_sub(1)), "ca" | "zw")
}

/// Whether a bare number behind the word is an hour: `gegen drei`, `Punkt zwölf`, Swiss `am drü`.
fn tells_an_hour(tokens: &Tokens<'_>, i: usize) -> bool {
    match tokens.word(i) {
        "gegen" | "around" | "about" | "punkt" | "schlag" => true,
        // A day of the month would be an ordinal; `I am two` is an age.
        "am" => {
            let before = i.checked_sub(1).map(|before| tokens.word(before));
            matches!(tokens.lex(i + 1), Lex::Number(1..=12, false)) && before != Some("i")
        }
        _ => false,
    }
}

/// `11 Uhr spätestens`, `14 Uhr oder später`, `four at the earliest`.
fn bound_behind(tokens: &Tokens<'_>, i: usize) -> Option<(Bound, usize)> {
    let i = i + usize::from(tokens.sign(i, ','));
    match (tokens.word(i), tokens.word(i + 1), tokens.word(i + 2)) {
        ("spaetestens", ..) => Some((Bound::Until, i + 1)),
        ("fruehestens" | "onwards" | "onward" | "aufwaerts", ..) => Some((Bound::From, i + 1)),
        ("oder" | "or", "spaeter" | "later" | "danach" | "after", _) => Some((Bound::From, i + 2)),
        ("oder" | "or", "frueher" | "earlier" | "davor" | "before", _) => {
            Some((Bound::Until, i + 2))
        }
        ("at", "the", "earliest") => Some((Bound::From, i + 3)),
        ("at", "the", "latest") => Some((Bound::Until, i + 3)),
        _ => None,
    }
}

fn finish(tokens: &Tokens<'_>, from: usize, mut to: usize, mut mention: Mention) -> Mention {
    if let Some((bound, next)) = bound_behind(tokens, to) {
        mention.bound = bound;
        mention.clock = mention.clock.map(Clock::plainly);
        to = next;
    }
    if let Some(part) = mention.part {
        mention.clock = mention.clock.map(|clock| clock.in_part(part));
        mention.until = mention.until.map(|clock| clock.in_part(part));
    }
    // The words before the first that tells something are not part of it.
    let mut from = from;
    while from + 1 < to && matches!(tokens.lex(from), Lex::About | Lex::Article | Lex::At) {
        from += 1;
    }
    mention.span = tokens.bytes(from, to);
    mention.tokens = from..to;
    mention
}

/// What may stand between two parts of one expression: `am`, a comma, `um`.
fn connector(tokens: &Tokens<'_>, i: usize, mention: &Mention) -> (usize, bool) {
    let mut at = i;
    let mut told = false;
    while at < i + 5 {
        match tokens.lex(at) {
            Lex::At => told = true,
            Lex::About | Lex::Article => told |= tells_an_hour(tokens, at),
            Lex::In
                if matches!(
                    tokens.lex(at + 1),
                    Lex::Article | Lex::Early | Lex::Unit(Unit::Week)
                ) => {}
            // `Dienstag zwischen 14 und 16 Uhr`, `morgen ab 15 Uhr`.
            Lex::Between | Lex::Von | Lex::From | Lex::Until | Lex::After
                if mention.clock.is_none() =>
            {
                break;
            }
            _ if tokens.sign(at, ',')
                || tokens.sign(at, '(')
                || tokens.sign(at, ')')
                || is_dot_of_a_short_word(tokens, at)
                || matches!(tokens.word(at), "spaeter" | "later") => {}
            _ => break,
        }
        at += 1;
    }
    (at, told)
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
        && !is_clock_first(tokens, i)
        && let Some((day, next)) = day::at(tokens, i, now.date())
    {
        let known = mention.day;
        let both = known.map_or(Some(day), |known| known.and(day, now.date()));
        if both.is_some() && mention.last_day.is_none() {
            mention.day = both;
            return Some(next);
        }
    }
    // `morgen ab Mittag`.
    if let (Lex::From | Lex::Until | Lex::Before, None, None) =
        (tokens.lex(i), mention.clock, mention.part)
    {
        let article = usize::from(tokens.lex(i + 1) == Lex::Article);
        if let Lex::Part(part) = tokens.lex(i + 1 + article) {
            mention.part = Some(part);
            mention.bound = match tokens.lex(i) {
                Lex::From => Bound::From,
                Lex::Until => Bound::Until,
                _ => Bound::Before,
            };
            return Some(i + 2 + article);
        }
    }
    if mention.clock.is_none() {
        // A range behind a day: `Dienstag von 9 bis 11`.
        let (start, bound, told) = match tokens.lex(i) {
            _ if is_no_bound(tokens, i) => return None,
            Lex::Between | Lex::Von => (i + 1, Bound::At, true),
            lex @ (Lex::From | Lex::After) => (i + 1, from_or_after(lex), true),
            Lex::Until | Lex::Before if tokens.word(i) != "by" => (i + 1, Bound::Until, true),
            _ => (i, mention.bound, told),
        };
        let start = start
            + usize::from(
                start > i && matches!(tokens.lex(start), Lex::At | Lex::About | Lex::Article),
            );
        let (clock, next) = clock::at(tokens, start, told)?;
        let bare = number::at(tokens, start).is_some_and(|number| number.next == next);
        // `at four or five` is still an hour.
        let choice = told && tokens.word(next) == "or";
        if bare && !choice && duration::counts_things(tokens, next) {
            return None;
        }
        mention.clock = Some(clock);
        if mention.bound == Bound::At {
            mention.bound = bound;
        }
        return Some(next);
    }
    None
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
        dated
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

/// A number that is plainly a clock time must not be taken for a day: `14.30 Uhr`.
fn is_clock_first(tokens: &Tokens<'_>, i: usize) -> bool {
    number::at(tokens, i).is_some()
        && clock::at(tokens, i, false).is_some_and(|(clock, next)| {
            clock.plain == Plainness::Time
                && date_words::at(tokens, i, jiff::civil::date(2000, 1, 1))
                    .is_none_or(|(_, end)| end <= next)
        })
}

/// `in einer halben Stunde`, `two hours from now`.
fn moment(tokens: &Tokens<'_>, i: usize, now: DateTime) -> Option<(DateTime, usize)> {
    if tokens.lex(i) == Lex::In {
        let (minutes, next) = duration::at(tokens, i + 1)?;
        return Some((plus_minutes(now, minutes), next));
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
