//! Clauses that tell of another day or of somebody else: what stands in them is not wanted.

use crate::lexicon::Lex;
use crate::token::Tokens;

/// What a clause tells, up to the next one.
#[derive(Debug, Default)]
pub(super) struct Clause {
    /// The first token behind it.
    pub(super) end: usize,
    /// Somebody else comes for what is named in it.
    pub(super) others: bool,
    /// Something was done before the call.
    past: bool,
    /// It says what was done to something: `was serviced in June`.
    been: bool,
    /// Where it says that somebody was there: `war bei Ihnen`.
    was_there: Option<usize>,
}

impl Clause {
    /// The clause from this token on.
    pub(super) fn read(tokens: &Tokens<'_>, from: usize) -> Self {
        let mut behind = from + 1..tokens.len();
        let end = behind.find(|i| begins(tokens, *i)).unwrap_or(tokens.len());
        let find = |is: &dyn Fn(usize) -> bool| (from..end).find(|i| is(*i));
        let any = |is: &dyn Fn(usize) -> bool| find(is).is_some();
        // `I've not had a check-up since …` misses one.
        let lacks = any(&|i| LACKING.contains(&tokens.word(i)));
        let had = find(&|i| matches!(tokens.word(i), "hatte" | "hatten" | "had"));
        // `Hatte angerufen wegen …`.
        let spoke = any(&|i| ABOUT.contains(&tokens.word(i)));
        let before = any(&|i| {
            matches!(tokens.lex(i), Lex::Last | Lex::Past)
                || matches!(tokens.word(i), "neulich" | "recently")
                || (matches!(tokens.word(i), "in" | "im")
                    && matches!(tokens.lex(i + 1), Lex::Month(_) | Lex::MonthShort(_)))
        });
        // `Hat letztes Jahr bei Ihnen die Inspektion gemacht`.
        let has = any(&|i| matches!(tokens.word(i), "hab" | "habe" | "hat" | "haben" | "wurde"));
        let perfect = has && any(&|i| matches!(tokens.word(i), "gemacht" | "lassen" | "bekommen"));
        let done = had.is_some_and(|had| (had + 2..end.min(had + 8)).any(|i| is_done(tokens, i)));
        Self {
            end,
            others: is_others(tokens, from, end),
            past: !spoke && !lacks && (done || (before && (had.is_some() || perfect))),
            been: before && !spoke && !lacks && any(&|i| BEEN.contains(&tokens.word(i))),
            was_there: find(&|i| is_there(tokens, i)).filter(|_| !spoke && !lacks),
        }
    }

    /// Whether what stands at `i` happened before the call.
    pub(super) fn is_past(&self, tokens: &Tokens<'_>, i: usize) -> bool {
        let purpose = |at: usize| PURPOSE.contains(&tokens.word(at));
        let near = i.saturating_sub(3)..i;
        // Not in `I had a voucher for a massage`.
        self.past && !near.clone().any(purpose)
            || self.been && is_participle(tokens.word(i))
            || self
                .was_there
                .is_some_and(|was| near.clone().any(|at| at > was && purpose(at)))
    }
}

/// What stands before that which somebody comes for.
const PURPOSE: [&str; 5] = ["zum", "zur", "beim", "fuer", "for"];

/// `serviced`, `gewartet`.
fn is_participle(word: &str) -> bool {
    let german = word.starts_with("ge") && (word.ends_with('t') || word.ends_with("en"));
    word.len() > 4 && (german || word.ends_with("ed"))
}

/// Whether a new clause begins at `i`: at a sign, an `und`, a `jetzt`, or a wish of the caller's.
fn begins(tokens: &Tokens<'_>, i: usize) -> bool {
    let sign = ['.', '!', '?', ',', ';'];
    match tokens.word(i) {
        "und" | "and" | "aber" | "but" | "jetzt" | "now" | "diesmal" | "nun" | "so" | "i'd"
        | "we'd" => true,
        "ich" | "wir" | "i" | "we" => WISHES.contains(&tokens.word(i + 1)),
        _ => sign.iter().any(|sign| tokens.sign(i, *sign)),
    }
}

/// Verbs of a wish.
const WISHES: [&str; 17] = [
    "moechte",
    "moechten",
    "will",
    "wollen",
    "brauch",
    "brauche",
    "brauchen",
    "braeuchte",
    "haett",
    "haette",
    "haetten",
    "wuerd",
    "wuerde",
    "muesste",
    "want",
    "need",
    "would",
];

/// Words of clauses about what was not done, and so is wanted.
const LACKING: [&str; 10] = [
    "keine", "keinen", "not", "never", "haven't", "hasn't", "nie", "nicht", "ever", "kein",
];

/// What stands before a participle of the past.
const BEEN: [&str; 5] = ["was", "were", "wurde", "wurden", "worden"];

/// Words of clauses about an appointment, a talk, a thought or a paper, not about what was done.
const ABOUT: [&str; 32] = [
    "verschrieben",
    "verordnet",
    "rezept",
    "ueberweisung",
    "gutschein",
    "geschenkt",
    "empfohlen",
    "prescribed",
    "voucher",
    "referred",
    "gedacht",
    "gehofft",
    "gemeint",
    "geplant",
    "gesehen",
    "gelesen",
    "thought",
    "thinking",
    "angerufen",
    "gefragt",
    "gesprochen",
    "called",
    "rang",
    "asked",
    "wegen",
    "about",
    "termin",
    "appointment",
    "booked",
    "scheduled",
    "gebucht",
    "vereinbart",
];

/// Whether what was done before is wanted once more: `the same again`.
pub(super) fn repeats(tokens: &Tokens<'_>) -> bool {
    let again = |word: &str| {
        matches!(
            word,
            "again" | "another" | "same" | "wieder" | "nochmal" | "dasselbe" | "gleiche"
        )
    };
    (0..tokens.len()).any(|i| again(tokens.word(i)))
}

/// `had my windows cleaned`, `had it done`.
fn is_done(tokens: &Tokens<'_>, i: usize) -> bool {
    let word = tokens.word(i);
    word == "done"
        || (is_participle(word)
            && !matches!(
                word,
                "need" | "planned" | "wanted" | "hoped" | "asked" | "moved"
            ))
}

/// `war`, and in English only where it says where: `was in`.
fn is_there(tokens: &Tokens<'_>, i: usize) -> bool {
    match tokens.word(i) {
        "war" | "waren" => true,
        "was" | "were" => matches!(tokens.word(i + 1), "in" | "with" | "at" | "here" | "there"),
        _ => false,
    }
}

/// `Meine Mutter kommt am Freitag zu Ihnen zur …`: whoever they are, they come anyway.
fn is_others(tokens: &Tokens<'_>, from: usize, end: usize) -> bool {
    let subject = (from..end).find(|i| {
        matches!(
            tokens.word(*i),
            "mein" | "meine" | "unser" | "unsere" | "my" | "our"
        ) && (*i + 2..=*i + 3).any(|at| {
            matches!(
                tokens.word(at),
                "kommt"
                    | "ist"
                    | "geht"
                    | "laesst"
                    | "comes"
                    | "is"
                    | "gets"
                    | "goes"
                    | "has"
                    | "having"
            )
        })
    });
    let at_yours = |i: usize| match tokens.word(i) {
        "bei" | "zu" => matches!(tokens.word(i + 1), "ihnen" | "euch"),
        "with" | "to" | "by" => tokens.word(i + 1) == "you",
        _ => false,
    };
    subject.is_some_and(|at| (at + 3..end).any(at_yours))
}

/// `meine Freundin hat sich bei Ihnen färben lassen`.
pub(super) fn has_been_done(tokens: &Tokens<'_>, i: usize) -> bool {
    let has = |at: usize| matches!(tokens.word(at), "hab" | "habe" | "hat" | "haben");
    let had = |at: usize| {
        matches!(
            tokens.word(at),
            "lassen" | "bekommen" | "gekriegt" | "gehabt"
        )
    };
    // Not in `einen Gutschein für eine Massage bekommen`.
    let behind = |at: usize| matches!(tokens.word(at), "fuer" | "zu" | "zum" | "zur");
    let apart = !(i.saturating_sub(3)..i).any(behind);
    (had(i + 1) && apart && (i.saturating_sub(8)..i).any(has))
        || (has(i + 1) && (i + 3..i + 8).any(had))
}
