//! Times of the day in digits: `14:30`, `15h30`, `330 p.m.`, `10.30-12.15 Uhr`, `1/2 4`.

use crate::clock::{Clock, Plainness, hour, meridiem};
use crate::duration;
use crate::lexicon::Lex;
use crate::number::Number;
use crate::token::Tokens;

/// `330 p.m.`, `at 1030`.
pub(crate) fn run_of_digits(
    tokens: &Tokens<'_>,
    number: Number,
    told: bool,
) -> Option<(Clock, usize)> {
    let (hour, minute) = (number.value / 100, number.value % 100);
    let marked = meridiem(tokens, number.next, false).is_some()
        || tokens.lex(number.next) == Lex::Uhr
        || (number.digits == 4 && tokens.word(number.next) == "hours")
        || (tokens.words(number.next, &["in", "the"])
            && matches!(tokens.lex(number.next + 2), Lex::Part(_)))
        || (told && !tokens.sign(number.next, '.') && !tokens.dash(number.next));
    if !(3..=4).contains(&number.digits) || hour > 23 || minute > 59 || !marked {
        return None;
    }
    let clock = Clock::new(
        i8::try_from(hour).ok()?,
        i8::try_from(minute).ok()?,
        Plainness::Time,
    );
    let clock = if number.digits == 4 && hour < 10 {
        clock.sure()
    } else {
        clock
    };
    let hours = usize::from(tokens.word(number.next) == "hours");
    Some((clock.exact(), number.next + hours))
}

/// `:30`, `.30 Uhr`, `h30`.
pub(crate) fn minutes(tokens: &Tokens<'_>, i: usize, told: bool) -> Option<(i8, usize)> {
    let joint = tokens.glued(i) && tokens.glued(i + 1);
    let (value, 2) = tokens.digits(i + 1)? else {
        return None;
    };
    let minute = i8::try_from(value).ok().filter(|minute| *minute < 60)?;
    let dot = tokens.sign(i, '.')
        && (told
            || tokens.lex(i + 2) == Lex::Uhr
            || meridiem(tokens, i + 2, false).is_some()
            || to_an_hour(tokens, i + 2))
        && !(tokens.sign(i + 2, '.') && tokens.glued(i + 2));
    let sign = tokens.sign(i, ':') || dot || tokens.word(i) == "h";
    if !joint || !sign {
        return None;
    }
    // Seconds are nobody's appointment, but they are not something else either.
    let seconds = tokens.sign(i + 2, ':') && tokens.digits(i + 3).is_some();
    Some((minute, i + 2 + 2 * usize::from(seconds)))
}

/// `9.30` behind a day: no date has that month, and nothing is paid by it.
pub(crate) fn is_dotted(tokens: &Tokens<'_>, i: usize) -> bool {
    let no_month = matches!(tokens.digits(i + 2), Some((13..=59 | 0, 2)));
    let dot = tokens.sign(i + 1, '.') && tokens.glued(i + 1) && tokens.glued(i + 2);
    let more = tokens.sign(i + 3, '.') && tokens.glued(i + 3) && tokens.digits(i + 4).is_some();
    matches!(tokens.digits(i), Some((0..=24, 1..=2)))
        && dot
        && no_month
        && !more
        && !duration::counts_things(tokens, i + 3)
}

/// `10.30-12.15 Uhr`: what ends as a time began as one.
fn to_an_hour(tokens: &Tokens<'_>, i: usize) -> bool {
    let dot = tokens.sign(i + 2, '.') && tokens.digits(i + 3).is_some();
    let behind = i + 2 + 2 * usize::from(dot);
    (tokens.dash(i) || tokens.lex(i) == Lex::Until)
        && tokens.digits(i + 1).is_some()
        && tokens.lex(behind) == Lex::Uhr
}

/// `1/2 4`, `3/4 5`: `halb vier`, `dreiviertel fünf` in digits.
pub(crate) fn fraction(tokens: &Tokens<'_>, i: usize) -> Option<(Clock, usize)> {
    let minutes = match (tokens.digits(i)?.0, tokens.digits(i + 2)?.0) {
        (1, 4) => 15,
        (1, 2) => 30,
        (3, 4) => 45,
        _ => return None,
    };
    let (hour, next) = hour(tokens, i + 3)?;
    let glued = tokens.sign(i + 1, '/') && tokens.glued(i + 2) && !tokens.glued(i + 3);
    glued.then(|| (hour.plus_from_previous(minutes), next))
}
