//! Times of something else than the appointment, and bounds.

use std::ops::Range;

use crate::act::is_opening;
use crate::lexicon::Lex;
use crate::mention::{Bound, Mention};
use crate::token::Tokens;

/// What is fetched, before or behind its time.
const FETCHED: &[&str] = &[
    "hol", "hole", "holen", "abhol", "abhole", "abholen", "abgeholt", "abholung", "collect", "pick",
];

/// Whether something is brought: what is fetched later has its appointment then.
pub(crate) fn is_brought(tokens: &Tokens<'_>, i: usize) -> bool {
    matches!(
        tokens.word(i),
        "bring"
            | "bringe"
            | "bringen"
            | "bringst"
            | "vorbeibringen"
            | "herbringen"
            | "hinbringen"
            | "abgeben"
            | "abgebe"
            | "abgabe"
            | "abgegeben"
            | "abstellen"
            | "abliefern"
            | "drop"
            | "dropping"
    )
}

/// Whether the words around a time say that something is fetched then. The nearest word before
/// it decides, else the first behind it.
pub(crate) fn is_fetched(tokens: &Tokens<'_>, time: &Range<usize>) -> bool {
    let fetched = |i: usize| FETCHED.contains(&tokens.word(i));
    // `neun Uhr bringen, zwölf Uhr holen`.
    if fetched(time.end) {
        return true;
    }
    let says = |i: &usize| fetched(*i) || is_brought(tokens, *i);
    let clause = |i: &usize| !tokens.sign(*i, ',') && !tokens.sign(*i, '.');
    let before = (time.start.saturating_sub(6)..time.start)
        .rev()
        .take_while(clause)
        .find(says);
    // `zehn, ich hol um vier die Kinder`: German begins a clause of its own so.
    let own = matches!(tokens.word(time.end), "ich" | "wir");
    let behind = || {
        let mut near = (time.end..time.end + 3).take_while(clause);
        near.find(says).filter(|_| !own)
    };
    before.or_else(behind).is_some_and(fetched)
}

/// What stands before a date or a number that is no appointment: `geboren am`, `Rechnung vom`.
const OTHER: &[&str] = &[
    "geboren",
    "geb",
    "geburtsdatum",
    "geburtstag",
    "born",
    "birth",
    "birthday",
    "rechnung",
    "angebot",
    "kostenvoranschlag",
    "schreiben",
    "quote",
    "estimate",
    "brief",
    "bescheid",
    "steuerbescheid",
    "invoice",
    "letter",
    "kennzeichen",
    "nummer",
    "telefonnummer",
    "handynummer",
    "handy",
    "festnetz",
    "registration",
    "plate",
    "phone",
    "cell",
    "mobile",
    "ausgestellt",
    "issued",
    "dated",
];

/// `on the road from eight thirty`: a bound. `Für mich ist das morgen`: what somebody calls the
/// day, which is no other day for it.
pub(super) fn as_bounded(tokens: &Tokens<'_>, mention: &Mention) -> Mention {
    let start = mention.tokens.start;
    let before = |n: usize| start.checked_sub(n).map_or("", |i| tokens.word(i));
    let called = matches!(
        (before(3), before(2), before(1)),
        ("mich" | "uns", "ist", "das") | (_, "me" | "us", "that's")
    );
    let from = (start.saturating_sub(1)..=start).any(|i| tokens.word(i) == "from");
    let mut mention = mention.clone();
    if called {
        mention.day = None;
    }
    if from && mention.bound == Bound::At && mention.until.is_none() && mention.clock.is_some() {
        mention.bound = Bound::From;
    }
    mention
}

/// `steht um fünf auf`.
fn gets_up(tokens: &Tokens<'_>, time: &Range<usize>) -> bool {
    let stands = |i: usize| {
        matches!(
            tokens.word(i),
            "steh"
                | "stehe"
                | "steht"
                | "stehen"
                | "wache"
                | "wacht"
                | "macht"
                | "machen"
                | "hoert"
        )
    };
    let up = |mut within: Range<usize>| within.any(|i| tokens.word(i) == "auf");
    (up(time.end..time.end + 2) && (time.start.saturating_sub(5)..time.start).any(stands))
        || (time.end..time.end + 2)
            .any(|i| matches!(tokens.word(i), "steh" | "stehe" | "steht") && up(i + 1..i + 4))
}

/// What somebody does at an hour at home.
const UP: &[&str] = &["aufstehen", "wach", "awake"];

/// `das sind ja über zwei Wochen`: how long it is till then.
fn is_wait(tokens: &Tokens<'_>, time: &Range<usize>) -> bool {
    let length = matches!(
        tokens.word(time.end.saturating_sub(1)),
        "wochen" | "monate" | "tage" | "weeks" | "months" | "days"
    );
    length
        && (time.start.saturating_sub(5)..=time.start).any(|i| {
            matches!(
                tokens.word(i),
                "sind" | "san" | "sinds" | "dauert" | "dauerts" | "warten" | "that's" | "wait"
            )
        })
}

/// `so done by half five`, `dann bin ich fertig um sechs`: when it will be over.
fn is_over(tokens: &Tokens<'_>, time: &Range<usize>) -> bool {
    let before = time.start.checked_sub(1).map_or("", |i| tokens.word(i));
    matches!(
        before,
        "done" | "finished" | "fertig" | "draussen" | "durch"
    )
}

/// `ich war am Montag um zehn bei Ihnen`: when somebody was there.
pub(crate) fn is_past(tokens: &Tokens<'_>, mention: &Mention) -> bool {
    let start = mention.tokens.start;
    // `genau wie heute`, `dann ist er um zwölf fertig`.
    let like = start > 0 && tokens.word(start - 1) == "wie" && mention.clock.is_none();
    if like || matches!(tokens.word(mention.tokens.end), "fertig" | "finished") {
        return true;
    }
    // `before a sportive on the first of march`, `vor meiner Prüfung am zehnten`.
    let noun = mention.tokens.start.saturating_sub(1);
    let ahead = (start.saturating_sub(7)..noun).any(|i| {
        matches!(tokens.word(i), "before" | "bevor" | "vor")
            && (i + 1..start).any(|at| matches!(tokens.word(at), "on" | "am" | "at" | "um"))
            && tokens.lex(i + 1) != Lex::At
    });
    if ahead && mention.day.is_some() && mention.clock.is_none() {
        return true;
    }
    // `das sagt er schon seit Ostern`.
    if start > 0 && matches!(tokens.word(start - 1), "seit" | "since") {
        return true;
    }
    // `die am Freitag geliefert wurde`.
    let passive = |at: usize| matches!(tokens.word(at), "wurde" | "wurden" | "worden");
    if (mention.tokens.end..mention.tokens.end + 4).any(passive) {
        return true;
    }
    (start.saturating_sub(5)..start).any(|i| match tokens.word(i) {
        "war" => i > 0 && tokens.word(i - 1) == "ich" || tokens.word(i + 1) == "ich",
        "waren" => i > 0 && tokens.word(i - 1) == "wir" || tokens.word(i + 1) == "wir",
        "was" | "were" => {
            i > 0
                && matches!(tokens.word(i - 1), "i" | "we")
                && (i + 1 == start
                    || matches!(tokens.word(i + 1), "in" | "there" | "here" | "at" | "with"))
        }
        _ => false,
    })
}

/// `ich heiß so, Monika Freitag`: a name.
fn is_called(tokens: &Tokens<'_>, mention: &Mention) -> bool {
    let start = mention.tokens.start;
    let called = |i: usize| {
        matches!(
            tokens.word(i),
            "heiss" | "heisse" | "hoass" | "hoasse" | "heissen" | "name" | "nachname" | "surname"
        )
    };
    let bare = start > 0 && !matches!(tokens.word(start - 1), "am" | "on" | "den" | "naechsten");
    bare && mention.tokens.len() == 1
        && mention.day.is_some()
        && (start.saturating_sub(4)..start).any(called)
}

/// A time of something else: `um fünf hol ich ihn ab`, `geboren am dritten Mai`.
pub(super) fn is_aside(tokens: &Tokens<'_>, mention: &Mention) -> bool {
    let Range { start, end } = mention.tokens;
    let near =
        |mut within: Range<usize>, words: &[&str]| within.any(|i| words.contains(&tokens.word(i)));
    is_fetched(tokens, &mention.tokens)
        || is_called(tokens, mention)
        || is_past(tokens, mention)
        || gets_up(tokens, &mention.tokens)
        || is_wait(tokens, &mention.tokens)
        || is_opening(tokens, &mention.tokens)
        || is_over(tokens, &mention.tokens)
        || near(start.saturating_sub(5)..start, UP)
        || near(end..end + 3, UP)
        || near(start.saturating_sub(8)..start, OTHER)
        || near(end..end + 2, &["geboren", "born"])
}

/// `um neun muss ich im Büro sein`, `half eleven's my yoga`: something else is at that time.
pub(crate) fn is_obligation(tokens: &Tokens<'_>, mention: &Mention) -> bool {
    let end = mention.tokens.end;
    let last = tokens.word(end.saturating_sub(1));
    let must = |i: usize| match tokens.word(i) {
        "muss" | "muass" | "mues" | "muess" | "fang" | "faengt" | "beginnt" | "beginn" | "fahr"
        | "fahre" | "faehrt" | "startet" | "schliesst" | "kriegt" | "hol" | "holt" | "starts" => {
            true
        }
        "hab" | "habe" | "hob" | "hat" | "bin" | "is" | "ist" | "kommt" | "arbeite" => !matches!(
            tokens.word(i + 1),
            "gut" | "super" | "ok" | "okay" | "perfekt" | "recht" | "fein"
        ),
        "i've" | "i'm" | "i" | "my" | "we've" | "we're" => {
            matches!(tokens.word(i), "i've" | "i'm" | "my" | "we've" | "we're")
                || matches!(tokens.word(i + 1), "have" | "work" | "start" | "need")
        }
        _ => false,
    };
    let free = |i: usize| {
        matches!(
            tokens.word(i),
            "zeit"
                | "frei"
                | "da"
                | "luft"
                | "kommen"
                | "free"
                | "gern"
                | "gerne"
                | "lieber"
                | "there"
        )
    };
    // `dass ich um fünf wieder draußen bin`.
    let clause = (mention.tokens.start.saturating_sub(8)..mention.tokens.start).any(|i| {
        matches!(
            tokens.word(i),
            "dass" | "damit" | "weil" | "bevor" | "because" | "cause"
        )
    });
    (clause
        || must(end)
        || (last.ends_with("'s") && tokens.word(end) == "my")
        || has_then(tokens, mention)
        || is_others(tokens, mention))
        && !(end..end + 7).any(free)
}

/// `half five's better, I knock off at four`: whether a clause of its own says what is at that
/// time, behind an offer that was named. A clause that weighs, asks or denies asks for it.
pub(crate) fn is_told(tokens: &Tokens<'_>, mention: &Mention) -> bool {
    let start = mention.tokens.start;
    let why = |i: usize| {
        matches!(
            tokens.word(i),
            "weil" | "damit" | "dass" | "because" | "cause"
        )
    };
    if (start.saturating_sub(4)..start).any(why) {
        return true;
    }
    let subject = |i: &usize| SUBJECTS.contains(&tokens.word(*i));
    let Some(subject) = (start.saturating_sub(7)..start).rev().find(subject) else {
        return false;
    };
    // `könnte ich um vier`: German puts the verb before it.
    let inverted = usize::from(matches!(tokens.word(subject), "ich" | "wir" | "er"));
    let mut clause = subject.saturating_sub(inverted)..mention.tokens.end + 4;
    // `ich nehm vier` takes it, `ich muss um vier` does not.
    let at = |i: usize| {
        matches!(
            tokens.word(i),
            "um" | "at" | "ab" | "bis" | "till" | "until" | "from"
        )
    };
    (start.saturating_sub(1)..=start).any(at)
        && verb_before(tokens, mention).is_some_and(|at| at + inverted > subject)
        && !clause.any(|i| WEIGHING.contains(&tokens.word(i)))
}

/// What begins a clause of its own.
const SUBJECTS: &[&str] = &[
    "ich", "wir", "er", "i", "i'm", "i've", "we", "we're", "we've", "he", "she", "my", "so",
    "because", "weil", "damit", "dass",
];

/// Words of somebody who asks for a time, or weighs it.
const WEIGHING: &[&str] = &[
    "oder", "or", "lieber", "rather", "aber", "but", "doch", "auch", "kann", "kannst", "koennte",
    "koennten", "koennen", "can", "could", "would", "i'd", "we'd", "prefer", "haette", "haett",
    "waere", "moechte", "moecht", "wuerde", "will", "want", "wanted", "wollte", "wollt", "meine",
    "meinte", "meint", "mein", "mean", "meant", "sag", "sage", "sagen", "say", "said", "nehme",
    "nehm", "nimm", "take", "komm", "komme", "kommen", "come", "geht", "ginge", "passt", "besser",
    "better", "nicht", "not", "nein", "no", "nur", "only", "erst", "brauch", "brauche", "need",
    "gern", "gerne", "frei", "free", "hope", "hoped", "hoping", "dachte", "thought", "thinking",
    "maybe", "da", "wuerd", "waer", "haetten", "soll", "darf", "zeit", "luft", "schaff", "krieg",
    "kriege", "taet", "there", "see", "bitte", "please", "hier", "here", "ob", "whether", "if",
    "wenn",
];

/// Where the words right before a time begin, without its preposition: `kommt um neun`.
fn verb_before(tokens: &Tokens<'_>, mention: &Mention) -> Option<usize> {
    let bound = |i: usize| {
        matches!(
            tokens.word(i),
            "um" | "ab" | "bis" | "at" | "till" | "until" | "erst" | "schon" | "only" | "gegen"
        )
    };
    let mut at = mention.tokens.start.checked_sub(1)?;
    while bound(at) {
        at = at.checked_sub(1)?;
    }
    Some(at)
}

/// `da hab ich um sieben bandprobe`: the caller has something else then.
fn has_then(tokens: &Tokens<'_>, mention: &Mention) -> bool {
    let end = mention.tokens.end;
    let Some(at) = verb_before(tokens, mention) else {
        return false;
    };
    let word = |n: usize| at.checked_sub(n).map_or("", |i| tokens.word(i));
    let has = |word: &str| {
        matches!(
            word,
            "hab" | "habe" | "hob" | "han" | "have" | "haben" | "i've" | "we've"
        )
    };
    let mine = |word: &str| matches!(word, "ich" | "i" | "wir" | "ma" | "mer" | "we");
    let told = (mine(word(0)) && has(word(1)))
        || (has(word(0)) && mine(word(1)))
        || (word(0) == "got" && has(word(1)));
    told && !tokens.word(end).is_empty()
        && !matches!(
            tokens.word(end),
            "gesagt" | "gemeint" | "gedacht" | "verstanden"
        )
}

/// `mein Bus kommt um neun`, `bridge finishes at three`: what has its own time. Unlike what
/// somebody does, it is no choice of that time either.
pub(crate) fn is_others(tokens: &Tokens<'_>, mention: &Mention) -> bool {
    let at = verb_before(tokens, mention);
    let word = |n: usize| {
        at.and_then(|at| at.checked_sub(n))
            .map_or("", |i| tokens.word(i))
    };
    let end = mention.tokens.end;
    // `halb zwei macht der Kindergarten zu`, `half ten's when I walk the dog`.
    let behind = match tokens.word(end) {
        "when" | "wenn" => true,
        "kommt" | "macht" | "faengt" | "beginnt" | "schliesst" | "oeffnet" | "faehrt" | "hat"
        | "startet" | "endet" => matches!(
            tokens.word(end + 1),
            "der" | "die" | "das" | "mein" | "meine" | "unser" | "unsere"
        ),
        _ => false,
    };
    if behind || (matches!(word(0), "my" | "mein" | "meine") && mention.part.is_some()) {
        return true;
    }
    match word(0) {
        "kommt" | "faehrt" | "beginnt" | "startet" | "endet" | "schliesst" | "anfaengt"
        | "aufhoert" | "finishes" | "ends" | "starts" | "begins" | "leaves" | "arrives"
        | "closes" | "shuts" | "opens" | "kicks" => true,
        "in" => word(1) == "gets",
        "off" | "out" => matches!(word(1), "kicks" | "gets" | "is" | "comes" | "come"),
        // `die Schule geht ja bis eins`.
        "ja" | "geht" | "laeuft" | "dauert" | "runs" | "goes" => mention.bound == Bound::Until,
        "is" | "ist" | "isch" | "war" => !matches!(
            word(1),
            "" | "it"
                | "that"
                | "this"
                | "das"
                | "des"
                | "es"
                | "time"
                | "zeit"
                | "termin"
                | "appointment"
                | "slot"
                | "one"
                | "best"
                | "liebsten"
                | "besten"
                | "earliest"
                | "there"
                | "so"
                | "wie"
                | "what"
                | "how"
                | "was"
        ),
        owner => {
            owner.ends_with("'s")
                && !matches!(
                    owner,
                    "it's" | "that's" | "there's" | "what's" | "how's" | "let's"
                )
                && at.is_some_and(|at| tokens.lex(at) == Lex::None)
        }
    }
}
