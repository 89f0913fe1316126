//! From one time to another: `9:30 - 11:00`, `13. bis 15. Juli`, `Donnerstag bis Samstag`.

use jiff::civil::DateTime;

use crate::calendar::{date, plus_days};
use crate::clock::{self, Clock, Plainness};
use crate::date_words;
use crate::day::{self, Day, Grain, Named};
use crate::duration;
use crate::lexicon::{Lex, Part};
use crate::mention::Mention;
use crate::number::{self, Number};
use crate::token::Tokens;

/// Behind a beginning: `bis 16 Uhr`, `- 11:00`, `to the 15th`.
pub(crate) fn until(
    tokens: &Tokens<'_>,
    i: usize,
    now: DateTime,
    range: bool,
    mention: &mut Mention,
) -> Option<usize> {
    // `von Montag, dem 19., bis Freitag, dem 23.`
    let comma = range && tokens.sign(i, ',') && tokens.word(i + 1) == "bis";
    let i = i + usize::from(comma);
    let joins = match tokens.lex(i) {
        Lex::To if tokens.word(i) == "to" => !is_moved(tokens, i),
        Lex::Until | Lex::To => tokens.word(i) != "by",
        Lex::And => range,
        _ => tokens.dash(i) || is_into(tokens, i),
    };
    if !joins {
        return None;
    }
    let mut at = i + 1;
    let mut told = false;
    while at < i + 4 && matches!(tokens.lex(at), Lex::Article | Lex::At | Lex::About) {
        told |= tokens.lex(at) == Lex::At;
        at += 1;
    }
    // `Montag 10 Uhr bis Dienstag 12 Uhr`.
    if mention.clock.is_some()
        && mention.day.is_some()
        && mention.until.is_none()
        && let Some((last, next)) = day::at(tokens, at, now.date())
        && last.is_single()
        && !matches!(last.named, Named::DayOfMonth(_))
    {
        mention.last_day = Some(last);
        let mut hour = next;
        while hour < next + 3 && matches!(tokens.lex(hour), Lex::At | Lex::About) {
            hour += 1;
        }
        let Some((until, end)) = clock::at(tokens, hour, hour > next) else {
            return Some(next);
        };
        mention.until = Some(until);
        return Some(end);
    }
    // `bis abends um sechs`.
    let before = part(tokens, at);
    if before.is_some() {
        at += 1;
        at += usize::from(tokens.lex(at) == Lex::At);
    }
    if mention.clock.is_some()
        && mention.until.is_none()
        && let Some((until, next)) = clock::at(tokens, at, true)
        && !duration::counts_things(tokens, next)
    {
        // `von acht Uhr morgens bis sechs Uhr abends`: each has a part of its own.
        let behind = part(tokens, next).filter(|_| mention.part.is_some());
        let next = next + usize::from(behind.is_some());
        let until = before.or(behind).map_or(until, |part| until.in_part(part));
        let from = mention.clock?;
        let marked = !until.either_half && matches!(tokens.word(next - 1), "pm" | "m" | "p");
        // `3-4 pm`: what marks the end marks the beginning.
        let shared = marked
            && from.either_half
            && from.hour < 12
            && from.minutes() + 12 * 60 < until.minutes();
        let hour = if shared { from.hour + 12 } else { from.hour };
        let either_half = from.either_half && !marked && until.either_half;
        let plain = Plainness::Time;
        mention.clock = Some(Clock {
            hour,
            either_half: either_half || (from.either_half && !shared && !marked),
            plain,
            ..from
        });
        mention.until = Some(until);
        return Some(next);
    }
    if mention.day.is_some() && mention.clock.is_none() && mention.last_day.is_none() {
        let first = mention.day?;
        // `July 13 to 15`: the month is shared.
        if let (Some(date_first), Some(n)) = (first.first, number::at(tokens, at))
            && first.named == Named::Date
            && !told
            && is_day_of_month(tokens, i, n)
            && day::at(tokens, at, now.date())
                .is_none_or(|(day, _)| matches!(day.named, Named::DayOfMonth(_)))
            && tokens.lex(n.next) != Lex::Uhr
            && !date_words::is_clock_first(tokens, at)
            && let Some(last) = i8::try_from(n.value)
                .ok()
                .and_then(|d| date(date_first.year(), date_first.month(), d))
            // `am 20.3. bis elf`.
            && last > date_first
        {
            mention.last_day = Some(Day::one(last, Named::Date));
            return Some(n.next + usize::from(tokens.sign(n.next, '.')));
        }
        let (mut last, next) = day::at(tokens, at, now.date())?;
        // `Donnerstag bis Samstag`: the first Saturday after that Thursday.
        if let (Named::Weekday(day), Some(date)) = (last.named, first.first) {
            last = Day::one(crate::calendar::next_weekday(date, day), last.named);
        }
        mention.last_day = Some(last);
        return Some(next);
    }
    None
}

/// Whether the `auf` at `i` joins two days, as `in der Nacht vom 13. auf den 14.`
fn is_into(tokens: &Tokens<'_>, i: usize) -> bool {
    tokens.word(i) == "auf" && !is_moved(tokens, i)
}

/// Whether what stands around says that something goes from one time to another, so that the two are
/// no stretch: `von Montag auf Dienstag verschieben`, `move it from Monday to Tuesday`.
pub(crate) fn is_moved(tokens: &Tokens<'_>, i: usize) -> bool {
    let verbs = [
        "verschieb",
        "verschob",
        "verleg",
        "umbuch",
        "umgebuch",
        "schieb",
        "umleg",
        "aender",
        "termin",
        "move",
        "moving",
        "reschedul",
        "switch",
        "push",
        "shift",
        "postpon",
    ];
    (i.saturating_sub(6)..i + 10).any(|at| {
        let word = tokens.word(at);
        verbs.iter().any(|verb| word.starts_with(verb))
    })
}

/// Whether the number behind the `bis` at `i` may be a day of the month that was named before:
/// `July 13 to 15`, but not `1.4. bis elf`.
fn is_day_of_month(tokens: &Tokens<'_>, i: usize, number: Number) -> bool {
    let dotted = |at: usize| tokens.sign(at, '.');
    number.ordinal
        || dotted(number.next)
        || number.value > 12
        || (number.digits > 0 && !dotted(i.wrapping_sub(1)))
}

fn part(tokens: &Tokens<'_>, i: usize) -> Option<Part> {
    match tokens.lex(i) {
        Lex::Part(part) => Some(part),
        _ => None,
    }
}

/// `13. - 15. Juli`, `zwischen dem 3. und dem 12. September`, `14. - 15.10.`, `vom 4. bis zum 23.`
pub(crate) fn days(tokens: &Tokens<'_>, i: usize, now: DateTime) -> Option<(Mention, usize)> {
    // From Christmas to New Year's Eve.
    if tokens.words(i, &["zwischen", "den", "jahren"]) {
        let first = date(now.date().year(), 12, 27)?;
        let after = date(now.date().year().saturating_add(1), 1, 1)?;
        let day = Day::stretch(first, after, Grain::Day, Named::Stretch);
        return Some((
            Mention {
                day: Some(day),
                ..Mention::empty()
            },
            i + 3,
        ));
    }
    let mut at = i;
    let mut between = false;
    while at < i + 3
        && matches!(
            tokens.lex(at),
            Lex::Between | Lex::Von | Lex::Article | Lex::About
        )
    {
        between |= matches!(tokens.lex(at), Lex::Between | Lex::Von);
        at += 1;
    }
    let first = number::at(tokens, at).filter(|n| (1..=31).contains(&n.value) && n.digits <= 2)?;
    let dot = tokens.sign(first.next, '.') && tokens.glued(first.next);
    let join = first.next + usize::from(dot);
    let joins = match tokens.lex(join) {
        Lex::Until | Lex::To => tokens.word(join) != "to" || !is_moved(tokens, join),
        Lex::And => between,
        _ => tokens.dash(join) || (is_into(tokens, join) && tokens.word(join + 1) == "den"),
    } || tokens.word(join) == "through";
    if !joins {
        return None;
    }
    let mut second = join + 1;
    while second < join + 4 && tokens.lex(second) == Lex::Article {
        second += 1;
    }
    // `from nine to eleven March 20`.
    let hours = number::at(tokens, second)
        .is_some_and(|n| !n.ordinal && date_words::has_own_day(tokens, n.next, true));
    if hours && !first.ordinal && !dot {
        return None;
    }
    let (last, next) = date_words::beside_weekday(tokens, second, now.date())?;
    let both_ordinal = (dot || first.ordinal) && matches!(last.named, Named::DayOfMonth(_));
    if last.named != Named::Date && !both_ordinal {
        return None;
    }
    let date_last = last.first?;
    let begin = date(
        date_last.year(),
        date_last.month(),
        i8::try_from(first.value).ok()?,
    )?;
    let begin = if begin > date_last {
        crate::calendar::plus_months(begin, -1)
    } else {
        begin
    };
    let mention = Mention {
        day: Some(Day::stretch(
            begin,
            plus_days(begin, 1),
            Grain::Day,
            Named::Date,
        )),
        last_day: Some(last),
        ..Mention::empty()
    };
    Some((mention, next))
}
