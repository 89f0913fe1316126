//! Holidays that callers name instead of a date, in Germany, Austria, Switzerland, the United
//! States and Britain.

use std::sync::LazyLock;

use jiff::civil::Date;

use crate::calendar::{date, easter, next_weekday, plus_days};
use crate::token::Tokens;
use crate::words::Words;

/// How a holiday is found in a year.
#[derive(Debug, Clone, Copy)]
enum Rule {
    /// Month and day.
    Fixed(i8, i8),
    /// Days from Easter Sunday.
    Easter(i32),
    /// The n-th such weekday of a month; Monday is 0.
    Nth(i8, i8, i32),
    /// Days from Thanksgiving.
    Thanksgiving(i32),
    /// Days from the fourth Sunday in Advent.
    Advent(i32),
    /// The last such weekday of a month of 31 days.
    LastOf(i8, i8),
}

/// Each with its names, as they are folded.
const HOLIDAYS: [(Rule, &str); 73] = [
    (
        Rule::Fixed(1, 1),
        "neujahr|neujahrstag|new year's day|new years day|new year's|new year day",
    ),
    (Rule::Fixed(1, 2), "berchtoldstag"),
    (
        Rule::Fixed(1, 6),
        "heilige drei koenige|heiligen drei koenige|drei koenige|dreikoenig|dreikoenige|dreikoenigstag|epiphany",
    ),
    (
        Rule::Nth(1, 0, 3),
        "martin luther king day|martin luther king jr day|martin luther king's day|mlk day",
    ),
    (
        Rule::Fixed(2, 2),
        "mariae lichtmess|lichtmess|groundhog day|candlemas",
    ),
    (
        Rule::Fixed(2, 14),
        "valentinstag|valentine's day|valentines day|valentine day",
    ),
    (
        Rule::Nth(2, 0, 3),
        "presidents' day|presidents day|president's day|washington's birthday",
    ),
    (Rule::Fixed(3, 8), "weltfrauentag|frauentag|women's day"),
    (
        Rule::Fixed(3, 17),
        "st patrick's day|st patricks day|st. patrick's day|saint patrick's day|saint patricks day|st paddy's day",
    ),
    (
        Rule::Fixed(4, 1),
        "april fools|april fool's day|april fools day",
    ),
    (Rule::Fixed(4, 22), "earth day"),
    (
        Rule::Easter(-52),
        "weiberfastnacht|altweiber|altweiberfastnacht|schmutziger donnerstag",
    ),
    (Rule::Easter(-48), "rosenmontag|fasnachtsmontag"),
    (
        Rule::Easter(-47),
        "faschingsdienstag|fastnachtsdienstag|fasnachtsdienstag|veilchendienstag|fastnacht|fasnacht|shrove tuesday|pancake day|mardi gras|fat tuesday",
    ),
    (Rule::Easter(-46), "aschermittwoch|ash wednesday"),
    (Rule::Easter(-7), "palmsonntag|palm sunday"),
    (Rule::Easter(-3), "gruendonnerstag|maundy thursday"),
    (Rule::Easter(-2), "karfreitag|good friday"),
    (
        Rule::Easter(-1),
        "karsamstag|ostersamstag|holy saturday|easter saturday",
    ),
    (Rule::Easter(0), "ostersonntag|ostern|easter sunday|easter"),
    (Rule::Easter(1), "ostermontag|easter monday"),
    (Rule::Easter(7), "weisser sonntag"),
    (
        Rule::Easter(39),
        "christi himmelfahrt|himmelfahrt|himmelfahrtstag|vatertag|ascension day|ascension",
    ),
    (
        Rule::Easter(49),
        "pfingstsonntag|pfingsten|pentecost|whit sunday|whitsun",
    ),
    (Rule::Easter(50), "pfingstmontag|whit monday"),
    (
        Rule::Easter(56),
        "trinity sunday|trinitatis|dreifaltigkeitssonntag",
    ),
    (Rule::Easter(60), "fronleichnam|corpus christi"),
    (Rule::Fixed(4, 30), "walpurgisnacht"),
    (
        Rule::Fixed(5, 1),
        "tag der arbeit|maifeiertag|staatsfeiertag|may day",
    ),
    (Rule::Fixed(5, 5), "cinco de mayo"),
    (
        Rule::Nth(5, 6, 2),
        "muttertag|mother's day|mothers day|mothers' day",
    ),
    (Rule::LastOf(5, 0), "memorial day|spring bank holiday"),
    (
        Rule::Nth(5, 0, 1),
        "early may bank holiday|may bank holiday",
    ),
    (Rule::Fixed(6, 14), "flag day"),
    (Rule::Nth(6, 6, 3), "father's day|fathers day|fathers' day"),
    (Rule::Fixed(6, 19), "juneteenth"),
    (Rule::Fixed(6, 24), "johannistag"),
    (Rule::Fixed(7, 1), "canada day"),
    (Rule::Fixed(7, 4), "independence day"),
    (Rule::Fixed(8, 1), "bundesfeiertag|bundesfeier"),
    (Rule::Fixed(8, 8), "friedensfest"),
    (
        Rule::Fixed(8, 15),
        "mariae himmelfahrt|maria himmelfahrt|assumption day",
    ),
    (
        Rule::LastOf(8, 0),
        "august bank holiday|summer bank holiday",
    ),
    (Rule::Nth(9, 0, 1), "labor day|labour day"),
    (Rule::Fixed(9, 20), "weltkindertag"),
    (
        Rule::Fixed(10, 3),
        "tag der deutschen einheit|tag der einheit",
    ),
    (Rule::Nth(10, 6, 1), "erntedank|erntedankfest|erntedanktag"),
    (
        Rule::Nth(10, 0, 2),
        "columbus day|indigenous peoples' day|indigenous peoples day",
    ),
    (Rule::Fixed(10, 26), "nationalfeiertag"),
    (
        Rule::Fixed(10, 31),
        "reformationstag|reformationsfest|halloween",
    ),
    (
        Rule::Fixed(11, 1),
        "allerheiligen|all saints' day|all saints day",
    ),
    (
        Rule::Fixed(11, 2),
        "allerseelen|all souls' day|all souls day",
    ),
    (
        Rule::Fixed(11, 5),
        "guy fawkes night|guy fawkes day|bonfire night",
    ),
    (
        Rule::Fixed(11, 11),
        "martinstag|veterans day|veterans' day|veteran's day|remembrance day",
    ),
    (Rule::Thanksgiving(0), "thanksgiving|thanksgiving day"),
    (Rule::Thanksgiving(1), "black friday"),
    (Rule::Thanksgiving(4), "cyber monday"),
    (Rule::Advent(-35), "volkstrauertag"),
    (Rule::Advent(-32), "buss und bettag"),
    (Rule::Advent(-28), "totensonntag|ewigkeitssonntag"),
    (Rule::Fixed(12, 4), "barbaratag"),
    (Rule::Fixed(12, 5), "krampus|krampustag"),
    (Rule::Fixed(12, 6), "nikolaus|nikolaustag|nikolo|samichlaus"),
    (Rule::Fixed(12, 8), "mariae empfaengnis|maria empfaengnis"),
    (
        Rule::Fixed(12, 24),
        "heiligabend|heilig abend|heiliger abend|heiligen abend|christmas eve|xmas eve",
    ),
    (
        Rule::Fixed(12, 25),
        "weihnachten|weihnachtstag|weihnachtsfeiertag|christtag|christmas|christmas day|xmas|xmas day|x-mas",
    ),
    (
        Rule::Fixed(12, 26),
        "stephanstag|stephanitag|stefanstag|stefanitag|boxing day|st stephen's day|st stephens day",
    ),
    (
        Rule::Fixed(12, 31),
        "silvester|sylvester|silvesterabend|silvestertag|altjahrsabend|new year's eve|new years eve|new year eve",
    ),
    (Rule::Fixed(1, 26), "australia day"),
    (Rule::Fixed(4, 25), "anzac day"),
    (Rule::Fixed(1, 25), "burns night"),
    (Rule::Fixed(3, 19), "josefitag|josefstag"),
    (Rule::Fixed(11, 15), "leopolditag"),
];

/// The names by their first word.
static NAMES: LazyLock<Words<Vec<(&str, Rule)>>> = LazyLock::new(|| {
    let mut names = Words::default();
    for (rule, list) in HOLIDAYS {
        for name in list.split('|') {
            let first = name.split_once(' ').map_or(name, |(first, _)| first);
            let first = first.trim_end_matches('\'');
            names.or_insert_with(first, Vec::new).push((name, rule));
        }
    }
    names
});

/// The holiday named at `i`, in the year of `today` or the next: its date and the token behind.
pub(crate) fn at(tokens: &Tokens<'_>, i: usize, today: Date) -> Option<(Date, usize)> {
    let longest = tokens
        .among(i, &NAMES)
        .into_iter()
        .flatten()
        .filter_map(|&(name, rule)| Some((rule, named(tokens, i, name)?)))
        .max_by_key(|&(_, next)| next);
    let Some((rule, next)) = longest else {
        return advent(tokens, i, today);
    };
    if is_thing(tokens.word(next)) {
        return None;
    }
    if let Some((year, 4)) = tokens.digits(next)
        && let Some(date) = i16::try_from(year)
            .ok()
            .and_then(|year| resolve(rule, year))
    {
        return Some((date, next + 1));
    }
    Some((upcoming(rule, today)?, next))
}

/// `my work christmas party`, `after the Easter break`: what is called by a holiday.
fn is_thing(word: &str) -> bool {
    matches!(
        word,
        "party"
            | "do"
            | "break"
            | "holiday"
            | "holidays"
            | "dinner"
            | "lunch"
            | "market"
            | "shopping"
            | "card"
            | "cards"
            | "present"
            | "presents"
            | "ball"
            | "feier"
            | "ferien"
            | "urlaub"
            | "markt"
            | "geschenk"
            | "essen"
    )
}

/// Whether the word at `i` begins the name of a holiday.
pub(crate) fn may_begin(tokens: &Tokens<'_>, i: usize) -> bool {
    tokens.among(i, &NAMES).is_some()
}

/// Whether a holiday is named at `i`, whatever the year.
pub(crate) fn is_named(tokens: &Tokens<'_>, i: usize) -> bool {
    date(2000, 1, 1).is_some_and(|today| at(tokens, i, today).is_some())
}

/// This year's, or the next one's if it is over.
fn upcoming(rule: Rule, today: Date) -> Option<Date> {
    resolve(rule, today.year())
        .filter(|date| *date >= today)
        .or_else(|| resolve(rule, today.year().saturating_add(1)))
}

/// The token behind the name; hyphens and dots inside do not count.
fn named(tokens: &Tokens<'_>, i: usize, name: &str) -> Option<usize> {
    let mut next = i;
    for word in name.split(' ') {
        while next > i && (tokens.dash(next) || tokens.sign(next, '.')) {
            next += 1;
        }
        // `presidents'` ends with a sign of its own.
        let (plain, sign) = match word.strip_suffix('\'') {
            Some(plain) => (
                plain,
                tokens.sign(next + 1, '\'') || tokens.sign(next + 1, '’'),
            ),
            None => (word, true),
        };
        if !sign || tokens.word(next) != plain {
            return None;
        }
        next += 1 + usize::from(plain.len() < word.len());
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
    Some((upcoming(rule, today)?, next + 1))
}

fn resolve(rule: Rule, year: i16) -> Option<Date> {
    let nth = |month, weekday, n: i32| {
        let eve = plus_days(date(year, month, 1)?, -1);
        Some(plus_days(next_weekday(eve, weekday), 7 * (n - 1)))
    };
    match rule {
        Rule::Fixed(month, day) => date(year, month, day),
        Rule::Easter(days) => easter(year).map(|sunday| plus_days(sunday, days)),
        Rule::Nth(month, weekday, n) => nth(month, weekday, n),
        Rule::Thanksgiving(days) => nth(11, 3, 4).map(|thursday| plus_days(thursday, days)),
        Rule::Advent(days) => {
            // The Sunday before the 25th.
            let christmas = date(year, 12, 25)?;
            let fourth = plus_days(next_weekday(plus_days(christmas, -1), 6), -7);
            Some(plus_days(fourth, days))
        }
        Rule::LastOf(month, weekday) => Some(next_weekday(date(year, month, 24)?, weekday)),
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
            ("Black Friday", "2026-11-27"),
            ("Black Friday 2024", "2024-11-29"),
            ("Presidents' Day", "2027-02-15"),
            ("St. Patrick's Day", "2027-03-17"),
            ("Memorial Day", "2027-05-31"),
            ("August bank holiday", "2027-08-30"),
            ("Mariä Empfängnis", "2026-12-08"),
        ] {
            let tokens = Tokens::read(text);
            let found = at(&tokens, 0, today).map(|(date, _)| date.to_string());
            assert_eq!(found.as_deref(), Some(expected), "{text}");
        }
    }
}
