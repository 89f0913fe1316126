//! The words of time, German and English, as one table.
//!
//! A word has one entry; where it can mean two things (`morgen`, `halb`, `nach`), the grammar
//! decides by what stands around it. Words are given folded: `ä` as `ae`, `ß` as `ss`.

use std::sync::LazyLock;

use crate::number;
use crate::words::{self, Words};

/// What a word can mean in a time expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lex {
    /// Nothing.
    None,
    /// A number word, and whether it is an ordinal.
    Number(u16, bool),
    /// The ending of a written ordinal: `15ten`, `24th`.
    OrdinalEnding,
    /// A day of the week, Monday is 0.
    Weekday(i8),
    /// An abbreviation that is also a word of its own (`so`, `do`, `sun`).
    WeekdayShort(i8),
    /// `Dienstagabend`: a weekday and a part of the day.
    WeekdayPart(i8, Part),
    /// January is 1.
    Month(i8),
    /// `may`, `march`, `sept` without a day beside them are other words.
    MonthShort(i8),
    /// Days from today.
    Today(i8),
    /// `morgen`: tomorrow, or the morning.
    Morgen,
    /// A part of the day.
    Part(Part),
    /// `früh`: a part of the day, or "early".
    Early,
    /// `spät`.
    Late,
    /// A measure of time.
    Unit(Unit),
    /// `Wochenende`.
    Weekend,
    /// `diese`, `this`.
    This,
    /// `nächste`.
    Naechste,
    /// `next`: of the next week, where it stands before a weekday.
    Next,
    /// `kommende`, `coming`.
    Coming,
    /// `übernächste`.
    AfterNext,
    /// `letzte`, `last`.
    Last,
    /// `vergangen`, `gestern`: no time of an appointment to come.
    Past,
    /// `Uhr`, `o'clock`.
    Uhr,
    /// `halb`: half an hour before. German.
    Halb,
    /// `half`: half an hour after. English.
    Half,
    /// `viertel`, `quarter`.
    Quarter,
    /// `dreiviertel`.
    ThreeQuarters,
    /// Noon, midnight as a clock time.
    Clock(i8),
    /// `nach`, `past`, `after`.
    After,
    /// `vor`, `before`.
    Before,
    /// `to`: before the hour, or until.
    To,
    /// `ab`, `frühestens`.
    From,
    /// `bis`, `until`, `spätestens`.
    Until,
    /// `zwischen`.
    Between,
    /// `von`, `vom`, `from`.
    Von,
    /// `und`, `and`.
    And,
    /// `in`, `innerhalb`.
    In,
    /// `um`, `at`: a bare number behind it is an hour.
    At,
    /// `gegen`, `ungefähr`, `about`.
    About,
    /// `der`, `dem`, `the`, `am`, `on`, `of`.
    Article,
}

/// Hours of a day, the last excluded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Part {
    /// The first hour.
    pub from: i8,
    /// The hour at which it is over.
    pub to: i8,
}

/// A measure of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    Minute,
    Hour,
    Day,
    Workday,
    Week,
    Fortnight,
    Month,
    Year,
}

const fn part(from: i8, to: i8) -> Lex {
    Lex::Part(Part { from, to })
}

/// The morning as Germans mean it with `morgen`.
pub(crate) const MORGEN: Part = Part { from: 3, to: 12 };
/// Early: before the shops are busy.
pub(crate) const EARLY: Part = Part { from: 4, to: 9 };

const WEEKDAYS: [&str; 7] = [
    "montag montags monday mondays maentig mondog",
    "dienstag dienstags tuesday tuesdays ziischtig zischtig zyschtig",
    "mittwoch mittwochs wednesday wednesdays mittwuch mittwoche",
    "donnerstag donnerstags thursday thursdays donnschtig dunnschtig dunschtig",
    "freitag freitags friday fridays friitig fritig",
    "samstag samstags sonnabend sonnabends saturday saturdays samschtig samstog",
    "sonntag sonntags sunday sundays sunntig sonndog",
];
const WEEKDAYS_SHORT: [&str; 7] = [
    "mo mon",
    "di die tue tues",
    "mi wed weds",
    "do thu thur thurs",
    "fr fri",
    "sa sat",
    "so sun",
];
const MONTHS: [&str; 12] = [
    "januar jaenner january jaener jan",
    "februar feber february feb hornung",
    "maerz marz merz mrz",
    "april apr",
    "mai",
    "juni june juno jun",
    "juli july julei jul",
    "august aug",
    "september sept sep",
    "oktober october okt oct",
    "november nov",
    "dezember december dez dec",
];

/// Where a stem may stand behind a weekday: `Dienstagabend`.
const PARTS: [(&str, Part); 10] = [
    ("morgen", MORGEN),
    ("frueh", EARLY),
    ("vormittag", Part { from: 7, to: 12 }),
    ("mittag", Part { from: 12, to: 14 }),
    ("nachmittag", Part { from: 12, to: 19 }),
    ("abend", Part { from: 18, to: 24 }),
    ("nacht", Part { from: 20, to: 24 }),
    ("spaetnachmittag", Part { from: 16, to: 19 }),
    ("vorabend", Part { from: 17, to: 19 }),
    ("fruehnachmittag", Part { from: 13, to: 15 }),
];

const WORDS: [(Lex, &str); 51] = [
    (Lex::MonthShort(3), "march mar"),
    (Lex::MonthShort(5), "may"),
    (Lex::Today(0), "heute heut heit huet today todays"),
    (
        Lex::Today(1),
        "morn tomorrow tomorrows tmrw tommorow tomorow",
    ),
    (Lex::Today(2), "uebermorgen ubermorgen uebermorn"),
    (Lex::Today(3), "ueberuebermorgen"),
    (Lex::Morgen, "morgen moing"),
    (
        Lex::Past,
        "gestern vorgestern vorvorgestern yesterday ago vergangenen vergangene vergangener vergangenes seit since ehemals",
    ),
    (
        Lex::Last,
        "letzte letzten letzter letztes letztem vorige vorigen voriger voriges last previous",
    ),
    (Lex::Early, "frueh fruehen fruehe frueher fruh early"),
    (Lex::Late, "spaet spaeten spaete spat late"),
    (part(3, 12), "morgens morgenstunden"),
    (part(4, 9), "fruehmorgens"),
    (part(0, 12), "morning mornings"),
    (
        part(7, 12),
        "vormittag vormittags vormittagsstunden forenoon",
    ),
    (
        part(12, 14),
        "mittag mittags mittagszeit mittagsstunden mittagspause mittagessen lunchtime lunch z'mittag zmittag",
    ),
    (
        part(12, 19),
        "nachmittag nachmittags nomittag namittag nachmittage nachmittagsstunden afternoon afternoons",
    ),
    (part(16, 19), "spaetnachmittag spaetnachmittags"),
    (
        part(18, 24),
        "abend abends abig abendstunden evening evenings tonight feierabend tonite",
    ),
    (part(21, 24), "spaetabend spaetabends"),
    (part(20, 24), "nacht nachts night nights"),
    (
        Lex::Unit(Unit::Minute),
        "minute minuten min mins minutes minutli minuetli",
    ),
    (
        Lex::Unit(Unit::Hour),
        "stunde stunden std stuendchen stund hour hours hr hrs",
    ),
    (Lex::Unit(Unit::Day), "tag tage tagen tages tags day days"),
    (
        Lex::Unit(Unit::Workday),
        "werktag werktage werktagen werktags arbeitstag arbeitstage arbeitstagen workday workdays weekday weekdays",
    ),
    (
        Lex::Unit(Unit::Week),
        "woche wochen week weeks kalenderwoche kw",
    ),
    (Lex::Unit(Unit::Fortnight), "fortnight fortnights"),
    (
        Lex::Unit(Unit::Month),
        "monat monate monaten monats month months",
    ),
    (Lex::Unit(Unit::Year), "jahr jahre jahren jahres year years"),
    (
        Lex::Weekend,
        "wochenende wochenend wochenendes weekend weekends",
    ),
    (
        Lex::This,
        "diese diesen dieser dieses diesem this current selbe selben",
    ),
    (
        Lex::Naechste,
        "naechste naechsten naechster naechstes naechstem nexte nexten nexter nachste nachsten nachster",
    ),
    (Lex::Next, "next following"),
    (
        Lex::Coming,
        "kommende kommenden kommender kommendes kommendem coming upcoming darauffolgenden folgenden folgende",
    ),
    (
        Lex::AfterNext,
        "uebernaechste uebernaechsten uebernaechster uebernaechstes uebernaechstem ubernachste ubernachsten ubernachster",
    ),
    (Lex::Uhr, "uhr uhrs oclock o'clock h"),
    (Lex::Halb, "halb halber halbi hoib hoibe hoiba hoiwe"),
    (Lex::Half, "half"),
    (Lex::Quarter, "viertel virtel quarter quater"),
    (Lex::ThreeQuarters, "dreiviertel dreiviertl"),
    (Lex::Clock(12), "noon midday"),
    (Lex::Clock(24), "mitternacht midnight"),
    (Lex::After, "nach after past ueber danach"),
    (Lex::Before, "vor before"),
    (Lex::To, "to til till"),
    (Lex::From, "ab fruehestens fruhestens starting"),
    (
        Lex::Until,
        "bis until thru through spaetestens spatestens by",
    ),
    (Lex::Between, "zwischen zw between"),
    (Lex::Von, "von vom from"),
    (Lex::And, "und and"),
    (Lex::In, "in innerhalb within binnen"),
];

const FILLERS: [(Lex, &str); 4] = [
    (Lex::At, "um at @ umme"),
    (
        Lex::About,
        "gegen so punkt schlag noch schon auch exakt circa ca zirka etwa ungefaehr ungefahr maximal hoechstens puenktlich genau rund kurz about around approximately roughly exactly sharp vielleicht gleich gern gerne lieber around am_liebsten doch dann wenns",
    ),
    (
        Lex::Article,
        "der den dem das des die am an im beim zum zur on the of bei for ne ner nem 'm fuer",
    ),
    (
        Lex::OrdinalEnding,
        "te ter tes sten ste ster stes th st nd rd",
    ),
];

/// Looks a folded word up.
pub(crate) fn look_up(word: &str) -> Lex {
    look_up_hashed(word, words::hash(word))
}

/// Looks a folded word up whose hash is known.
pub(crate) fn look_up_hashed(word: &str, hash: u64) -> Lex {
    // The longest word of the table; also what keeps a megabyte without spaces cheap.
    if word.len() > 32 {
        return Lex::None;
    }
    // `thirty's fine`, `half five'd be lovely`, `friday'll do`.
    let plain = || {
        let (word, verb) = word.rsplit_once('\'')?;
        matches!(verb, "s" | "d" | "ll")
            .then(|| TABLE.get(word))
            .flatten()
    };
    match TABLE.get_hashed(word, hash).or_else(plain) {
        Some(&lex) => lex,
        None => number::large(word).map_or(Lex::None, |(n, ordinal)| Lex::Number(n, ordinal)),
    }
}

static TABLE: LazyLock<Words<Lex>> = LazyLock::new(|| {
    let mut table = Words::default();
    let mut add = |lex: Lex, words: &str| {
        for word in words.split(' ') {
            table.or_insert_with(word, || lex);
        }
    };
    for (lex, words) in WORDS.iter().chain(&FILLERS) {
        // `die` and `so` are far more often not a day.
        add(*lex, words);
    }
    for (day, words) in (0_i8..).zip(WEEKDAYS) {
        add(Lex::Weekday(day), words);
        for stem in words.split(' ').filter(|word| !word.ends_with('s')) {
            for (suffix, part) in PARTS {
                add(Lex::WeekdayPart(day, part), &format!("{stem}{suffix}"));
                add(Lex::WeekdayPart(day, part), &format!("{stem}{suffix}s"));
            }
        }
    }
    for (day, words) in (0_i8..).zip(WEEKDAYS_SHORT) {
        add(Lex::WeekdayShort(day), words);
    }
    for (month, words) in (1_i8..).zip(MONTHS) {
        add(Lex::Month(month), words);
    }
    for (word, value, ordinal) in number::words() {
        add(Lex::Number(value, ordinal), &word);
    }
    table
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_looked_up_whole() {
        for word in ["helfen", "gemacht", "dreist", "mainz", "nachbar", "sonne"] {
            assert_eq!(look_up(word), Lex::None, "{word}");
        }
        assert_eq!(look_up("elf"), Lex::Number(11, false));
        assert_eq!(look_up("uebermorgen"), Lex::Today(2));
    }
}
