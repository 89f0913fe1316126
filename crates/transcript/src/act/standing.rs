//! As what the words around a time name it.

use std::ops::Range;

use crate::lexicon::Lex;
use crate::mention::{Bound, Mention};
use crate::token::Tokens;

/// What may stand before the time that something comes to: `gut, also am Montag`.
pub(super) fn is_conclusion(tokens: &Tokens<'_>, i: usize) -> bool {
    matches!(
        tokens.word(i),
        "" | "also"
            | "dann"
            | "gut"
            | "gern"
            | "gerne"
            | "alles"
            | "klar"
            | "okay"
            | "ok"
            | "am"
            | "prima"
            | "super"
            | "perfekt"
            | "wunderbar"
            | "schoen"
            | "in"
            | "ordnung"
            | "ja"
            | "genau"
            | "so"
            | "right"
            | "then"
            | "fine"
            | "great"
            | "lovely"
            | "on"
            | "well"
            | "perfect"
            | "yes"
            | "der"
            | "den"
            | "dem"
            | "entschuldigung"
            | "verzeihung"
            | "sorry"
            | "um"
            | "at"
            | "heute"
            | "bei"
    )
}

/// `letztes Mal waren Sie um drei da`: of a visit that is over.
pub(super) fn is_last_time(tokens: &Tokens<'_>, i: usize) -> bool {
    tokens.words(i, &["letztes", "mal"])
        || tokens.words(i, &["letzte", "mal"])
        || tokens.words(i, &["letzten", "mal"])
        || tokens.words(i, &["last", "time"])
}

/// Words for what is asked for and not settled.
pub(super) fn is_wish(word: &str) -> bool {
    matches!(
        word,
        "wunsch" | "wuensche" | "anfrage" | "wish" | "request" | "enquiry"
    )
}

/// Words for times that follow each other.
pub(super) fn is_row(word: &str) -> bool {
    matches!(
        word,
        "anschliessend"
            | "hintereinander"
            | "nacheinander"
            | "danach"
            | "darauf"
            | "beide"
            | "beiden"
            | "zweite"
            | "zweiten"
            | "andere"
            | "anderen"
            | "jeweils"
            | "both"
            | "followed"
            | "consecutive"
            | "straight"
            | "directly"
            | "back"
            | "second"
            | "other"
    )
}

/// `falls am Freitag jemand absagt`: what is said of such a time offers nothing.
pub(crate) fn is_vacancy(tokens: &Tokens<'_>, i: usize) -> bool {
    matches!(
        tokens.word(i),
        "absagt" | "abspringt" | "ausfaellt" | "nachruecken" | "nachrueckt" | "cancels"
    ) || (tokens.word(i) == "frei" && matches!(tokens.word(i + 1), "wird" | "werden" | "wuerde"))
        || (matches!(tokens.word(i), "drops" | "comes" | "becomes" | "opens")
            && matches!(tokens.word(i + 1), "out" | "up" | "free" | "available"))
}

/// `statt um drei`, `instead of three`.
pub(super) fn is_replaced(tokens: &Tokens<'_>, start: usize) -> bool {
    (start.saturating_sub(3)..start).any(|i| {
        let instead = matches!(tokens.word(i), "statt" | "anstatt" | "anstelle")
            || (tokens.word(i) == "instead" && tokens.word(i + 1) == "of")
            || (tokens.word(i) == "rather" && tokens.word(i + 1) == "than");
        // `statt fünfzehn nun sechzehn Uhr`: only the first.
        instead && !(i + 1..start).any(|at| matches!(tokens.lex(at), Lex::Number(..)))
    })
}

/// Weekdays of every week.
const WEEKLY: &[&str] = &[
    "montags",
    "dienstags",
    "mittwochs",
    "donnerstags",
    "freitags",
    "samstags",
    "sonnabends",
    "sonntags",
    "mondays",
    "tuesdays",
    "wednesdays",
    "thursdays",
    "fridays",
    "saturdays",
    "sundays",
];

/// `samstags um zehn gibt es Brunch`, `Mondays at ten`: every week, and nobody's appointment.
pub(super) fn is_weekly(tokens: &Tokens<'_>, time: &Range<usize>) -> bool {
    let every = |i: usize| matches!(tokens.word(i), "jeden" | "every" | "immer");
    time.start.checked_sub(1).is_some_and(every)
        || time
            .clone()
            .any(|i| every(i) || WEEKLY.contains(&tokens.word(i)))
}

/// `Monday's slot has been released`, `der Dienstag ist gelöscht`.
pub(super) fn is_released(tokens: &Tokens<'_>, time: &Range<usize>) -> bool {
    let clause = |i: &usize| {
        ['.', '?', '!', ',']
            .iter()
            .all(|sign| !tokens.sign(*i, *sign))
    };
    (time.end..time.end + 6).take_while(clause).any(|i| {
        matches!(
            tokens.word(i),
            "released" | "freed" | "geloescht" | "gestrichen" | "freigegeben" | "entfaellt"
        )
    })
}

/// `ab Mitternacht nichts mehr essen`: of what is to be done before.
pub(super) fn is_instruction(tokens: &Tokens<'_>, time: &Range<usize>) -> bool {
    let before = |n: usize| time.start.checked_sub(n).map_or("", |i| tokens.word(i));
    let from = |word: &str| matches!(word, "from" | "after" | "since" | "until");
    let does = |i: usize| {
        matches!(
            tokens.word(i),
            "essen" | "trinken" | "rauchen" | "einnehmen" | "eat" | "drink" | "smoke" | "fast"
        )
    };
    let clause = |i: &usize| {
        ['.', '?', '!', ',']
            .iter()
            .all(|sign| !tokens.sign(*i, *sign))
    };
    from(before(1))
        || from(tokens.word(time.start))
        || (time.end..time.end + 6).take_while(clause).any(does)
        || (time.start.saturating_sub(4)..time.start)
            .rev()
            .take_while(clause)
            .any(does)
}

/// `Frühestens am Freitag um zwölf Uhr zehn`: the first that can be had is a time like any other.
pub(super) fn as_offered(tokens: &Tokens<'_>, mention: &Mention) -> Mention {
    let first = |i: usize| matches!(tokens.word(i), "fruehestens" | "earliest" | "soonest");
    let start = mention.tokens.start;
    let full = mention.day.is_some_and(|day| day.is_single()) && mention.clock.is_some();
    let mut mention = mention.clone();
    if full && mention.bound == Bound::From && (start.saturating_sub(2)..start + 2).any(first) {
        mention.bound = Bound::At;
    }
    // `Direkt danach um zehn Uhr dreißig`.
    let then = matches!(
        tokens.word(start),
        "danach" | "anschliessend" | "afterwards"
    );
    if then && mention.bound == Bound::After && mention.clock.is_some() {
        mention.bound = Bound::At;
    }
    // `Kurz vor Mittag, elf Uhr vierzig`: the first only says how it feels.
    let told_twice = mention.tokens.clone().any(|i| tokens.sign(i, ','));
    if mention.bound == Bound::Before && mention.clock.is_some() && told_twice {
        mention.bound = Bound::At;
    }
    mention
}

/// `wenn er sich um drei meldet`, `klingelt um neun bei Ihnen durch`: a verb of calling, and what
/// belongs to it further on in the sentence that ends there.
pub(super) fn is_call(tokens: &Tokens<'_>, i: usize, end: usize) -> bool {
    let on =
        |words: &[&str]| (i + 1..end.min(i + REACH)).any(|at| words.contains(&tokens.word(at)));
    match tokens.word(i) {
        "sich" => on(&["meldet", "melden"]),
        "meldet" => on(&["sich"]),
        "ruft" | "rufen" | "rufe" => on(&["an", "zurueck", "durch"]),
        "klingelt" | "klingle" | "laeutet" => on(&["durch", "an"]),
        _ => false,
    }
}

/// How many words apart a verb and what belongs to it may stand.
const REACH: usize = 12;

/// `Ob Montag geht, sage ich Ihnen gleich`, `let me see if he can do ten`: nobody knows yet.
pub(super) fn is_whether(tokens: &Tokens<'_>, i: usize) -> bool {
    let seeks = |i: usize| {
        matches!(
            tokens.word(i),
            "see" | "check" | "ask" | "know" | "find" | "out" | "look"
        )
    };
    match tokens.word(i) {
        "ob" | "whether" => true,
        "if" => i > 0 && seeks(i - 1),
        _ => false,
    }
}

/// What comes on top of something else.
pub(super) fn is_besides(tokens: &Tokens<'_>, i: usize) -> bool {
    matches!(
        tokens.word(i),
        "auch" | "zusaetzlich" | "ausserdem" | "too" | "also"
    ) || tokens.words(i, &["as", "well"])
}

/// `Davor könnte er Sie mitnehmen`: told by what was named before.
pub(super) fn points_back(tokens: &Tokens<'_>, i: usize) -> bool {
    matches!(
        tokens.word(i),
        "davor" | "danach" | "vorher" | "nachher" | "beforehand" | "afterwards"
    ) || (matches!(tokens.word(i), "before" | "after") && tokens.word(i + 1) == "that")
}

/// `Theorie ist am Donnerstag um sieben`: when something else is.
pub(super) fn is_own_time(tokens: &Tokens<'_>, start: usize) -> bool {
    let lead = |i: &usize| {
        matches!(
            tokens.word(*i),
            "am" | "um" | "at" | "on" | "der" | "den" | "the"
        )
    };
    let mut before = (start.saturating_sub(6)..start).rev().skip_while(lead);
    let is = before.next().is_some_and(|i| {
        matches!(
            tokens.word(i),
            "ist" | "beginnt" | "startet" | "is" | "begins" | "starts"
        )
    });
    is && before.next().is_some_and(|i| {
        tokens.lex(i) == Lex::None
            && !matches!(
                tokens.word(i),
                "termin"
                    | "platz"
                    | "frei"
                    | "moeglich"
                    | "das"
                    | "es"
                    | "appointment"
                    | "slot"
                    | "opening"
                    | "that"
                    | "it"
                    | "free"
                    | "one"
                    | "liebsten"
                    | "besten"
            )
    })
}

/// Whether another choice stands beside the time; `oder?` alone asks for consent.
pub(super) fn is_either(tokens: &Tokens<'_>, mention: &Mention) -> bool {
    let or = |i: usize| matches!(tokens.word(i), "oder" | "or");
    let start = mention.tokens.start;
    let before = (1..3).filter_map(|n| start.checked_sub(n)).any(or);
    let end = mention.tokens.end;
    let time = |i: usize| {
        tokens.digits(i).is_some()
            || matches!(
                tokens.lex(i),
                Lex::Number(..) | Lex::Weekday(_) | Lex::Halb | Lex::Today(_) | Lex::Morgen
            )
    };
    before || (or(end) && (end + 1..end + 4).any(time))
}

/// Whether the time is said to be taken: `zehn Uhr ist leider belegt`, `I can't offer ten`.
pub(super) fn is_denied(tokens: &Tokens<'_>, time: &Range<usize>) -> bool {
    let clause = |at: &usize| {
        ['.', '?', '!', ',']
            .iter()
            .all(|sign| !tokens.sign(*at, *sign))
            && !matches!(tokens.word(*at), "aber" | "but" | "oder" | "or" | "sondern")
    };
    let taken = |at: usize| {
        matches!(
            tokens.word(at),
            "taken"
                | "belegt"
                | "vergeben"
                | "besetzt"
                | "gone"
                | "ausgebucht"
                | "voll"
                | "geschlossen"
                | "closed"
                | "unavailable"
                | "weg"
                | "weggegangen"
                | "full"
                | "feiertag"
                | "ruhetag"
        ) || is_not(tokens, at)
            || (tokens.word(at) == "zu" && tokens.word(at + 1).is_empty())
            || tokens.words(at, &["schon", "jemand"])
            || tokens.words(at, &["somebody", "already"])
            || tokens.words(at, &["someone", "already"])
    };
    // `Um sieben läuft leider ein Kurs`; not `um sieben, leider nur`.
    let only = |at: usize| {
        matches!(
            tokens.word(at),
            "nur" | "erst" | "einzige" | "einzigen" | "letzte" | "letzten" | "only"
        )
    };
    let sadly = |at: usize| tokens.word(at) == "leider" && !(at + 1..at + 5).any(only);
    (time.end..time.end + 8)
        .take_while(clause)
        .any(|at| taken(at) || sadly(at))
        || (time.start.saturating_sub(4)..time.start)
            .rev()
            .take_while(clause)
            .any(|at| is_not(tokens, at))
}

/// A word that denies; not in `kein Problem`.
pub(super) fn is_not(tokens: &Tokens<'_>, i: usize) -> bool {
    let no_matter = || {
        matches!(
            tokens.word(i + 1),
            "problem" | "thema" | "ding" | "frage" | "sorge" | "umstaende"
        )
    };
    match tokens.word(i) {
        "nicht" | "nichts" | "keinen" | "not" | "isn't" | "don't" | "can't" => true,
        "kein" | "keine" => !no_matter(),
        _ => false,
    }
}

/// `ist die Chefin da`, `Dr Shah is back in`: when somebody can be met.
pub(super) fn is_presence(tokens: &Tokens<'_>, i: usize) -> bool {
    let ends = |at: usize| {
        [',', '.', '!'].iter().any(|sign| tokens.sign(at, *sign))
            || matches!(
                tokens.word(at),
                "und" | "and" | "von" | "from" | "bis" | "until"
            )
    };
    let there = matches!(
        tokens.word(i),
        "da" | "zurueck" | "anwesend" | "back" | "in"
    );
    let before = |n: usize| i.checked_sub(n).map_or("", |at| tokens.word(at));
    let vacancy = (1..4).any(|n| {
        matches!(
            before(n),
            "platz" | "termin" | "luecke" | "was" | "etwas" | "you" | "sie"
        )
    });
    there
        && !vacancy
        && ends(i + 1)
        && (i.saturating_sub(5)..i)
            .any(|at| matches!(tokens.word(at), "ist" | "is" | "sind" | "are"))
}

/// `Ich möchte Sie an Ihren Termin erinnern`, `a reminder of your lesson`: of one that exists.
pub(super) fn reminds_of(tokens: &Tokens<'_>, i: usize) -> bool {
    let yours = matches!(
        tokens.word(i + 1),
        "ihr"
            | "ihre"
            | "ihren"
            | "ihrer"
            | "ihres"
            | "ihrem"
            | "dein"
            | "deine"
            | "deinen"
            | "deiner"
            | "deines"
            | "den"
            | "die"
            | "your"
            | "the"
    );
    let reminds = |at: usize| tokens.word(at).starts_with("erinner");
    let calls = (i.saturating_sub(4)..i).any(|at| {
        matches!(
            tokens.word(at),
            "rufe" | "ruf" | "melde" | "melden" | "calling" | "ringing" | "phoning" | "call"
        )
    });
    match tokens.word(i) {
        // `Ich sehe Mittwoch um acht und Freitag um zehn`.
        "sehe" | "see" if i > 0 && matches!(tokens.word(i - 1), "ich" | "i") => {
            let time = i + 1 + usize::from(tokens.word(i + 1) == "hier");
            matches!(
                tokens.lex(time),
                Lex::Weekday(_) | Lex::WeekdayPart(..) | Lex::Today(_)
            )
        }
        // `Ich rufe wegen Ihrer Massage am Montag an`.
        "wegen" | "about" | "regarding" if yours && calls => true,
        "an" if yours => (i..i + 16).any(reminds) || (i.saturating_sub(5)..i).any(reminds),
        "of" | "about" if yours => (i.saturating_sub(5)..i)
            .any(|at| matches!(tokens.word(at), "remind" | "reminding" | "reminder")),
        _ => false,
    }
}
