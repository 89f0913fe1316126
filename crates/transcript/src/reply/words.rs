//! Words that put a yes under a condition, hinder or deny.

use crate::token::Tokens;

/// Words that put a yes under a condition.
const RESERVES: &[&str] = &[
    "aber",
    "allerdings",
    "wobei",
    "obwohl",
    "wenn",
    "wenns",
    "falls",
    "sofern",
    "nur",
    "nicht",
    "but",
    "though",
    "if",
    "unless",
    "although",
    "except",
    "only",
];

/// Whether a word puts a yes under a condition: not in `aber gern`, `wenn Sie's brauchen`,
/// `if that's okay`.
pub(super) fn is_reserve(tokens: &Tokens<'_>, i: usize) -> bool {
    let next = |n: usize| tokens.word(i + n);
    let polite = |word: &str| {
        matches!(
            word,
            "brauchen"
                | "brauchens"
                | "brauchts"
                | "brauchst"
                | "wissen"
                | "fragen"
                | "moegen"
                | "recht"
                | "passt"
                | "okay"
                | "ok"
                | "need"
                | "ask"
                | "want"
                | "alright"
                | "muss"
        )
    };
    match tokens.word(i) {
        "aber" => !matches!(
            next(1),
            "gern"
                | "gerne"
                | "sicher"
                | "klar"
                | "natuerlich"
                | "ja"
                | "immer"
                | "freilich"
                | "hallo"
                | "danke"
        ),
        "nicht" => !matches!(
            next(1),
            "andere"
                | "anderen"
                | "wahr"
                | "schlimm"
                | "vergessen"
                | "erst"
                | "naechste"
                | "uebernaechste"
        ),
        "wenn" | "wenns" | "falls" | "if" => !(1..5).any(|n| polite(next(n))),
        word => RESERVES.contains(&word),
    }
}

/// Whether a word can begin a reason why not; not in `mein Name ist`.
pub(super) fn is_obstacle(tokens: &Tokens<'_>, i: usize) -> bool {
    let name = i
        .checked_sub(1)
        .is_some_and(|at| matches!(tokens.word(at), "name" | "name's"));
    OBSTACLES.contains(&tokens.word(i)) && !name
}

/// `muss ich meinen Mann fragen`, `I need to run it past the boss`: somebody else has a say, or it is
/// left open.
pub(super) fn leaves_open(tokens: &Tokens<'_>, i: usize) -> bool {
    let must = matches!(
        tokens.word(i),
        "muss"
            | "muesste"
            | "muesst"
            | "muess"
            | "mues"
            | "muass"
            | "sollte"
            | "need"
            | "have"
            | "must"
    );
    // `ich weiß nicht, ob ich da kann`.
    let unsure = matches!(tokens.word(i), "weiss" | "sicher" | "know" | "sure")
        && (i + 1..i + 5).any(|at| matches!(tokens.word(at), "ob" | "if" | "whether"))
        && (i.saturating_sub(3)..i + 4).any(|at| NEGATIONS.contains(&tokens.word(at)));
    // `ich ruf später an`.
    let rings = matches!(tokens.word(i), "ruf" | "rufe")
        && (i + 1..i + 6).any(|at| matches!(tokens.word(at), "an" | "durch" | "zurueck"))
        && (i + 1..i + 6).any(|at| matches!(tokens.word(at), "spaeter" | "nochmal" | "wieder"))
        && !(i + 1..i + 6).any(|at| matches!(tokens.word(at), "mich" | "uns"));
    // `das kläre ich noch mit meiner Frau`, `da frag ich mal meinen Mann`; not `ich frag meine
    // Frau, ja, sie sagt, passt`.
    let asks = matches!(
        tokens.word(i),
        "frag"
            | "frage"
            | "klaer"
            | "klaere"
            | "besprech"
            | "bespreche"
            | "sprech"
            | "spreche"
            | "red"
            | "rede"
            | "check"
            | "checke"
            | "ask"
    ) && (i + 1..i + 6).any(|at| is_kin_or_boss(tokens, at))
        && !(i + 1..i + 24).any(|at| answers_for(tokens, at));
    // `ich sag morgen fest zu`, `ich geb dann Bescheid`.
    let later = matches!(
        tokens.word(i),
        "sag" | "sage" | "geb" | "gebe" | "ruf" | "rufe"
    ) && (i + 1..i + 7)
        .any(|at| matches!(tokens.word(at), "zu" | "bescheid" | "durch"))
        && (i + 1..i + 4).any(|at| {
            matches!(
                tokens.word(at),
                "morgen" | "heute" | "dann" | "noch" | "spaeter" | "abends"
            )
        })
        && !(i + 1..i + 7).any(|at| is_kin_or_boss(tokens, at));
    // `ich geb das so an meine Mutter weiter`.
    let passes = matches!(tokens.word(i), "geb" | "gebe" | "sag" | "sage")
        && (i + 1..i + 9).any(|at| matches!(tokens.word(at), "weiter" | "weida"));
    unsure
        || passes
        || rings
        || asks
        || later
        || must
            && (i + 1..i + 8)
                .take_while(|at| {
                    !matches!(tokens.word(*at), "sie" | "euch" | "dich" | "you" | "und")
                })
                .any(|at| {
                    matches!(
                        tokens.word(at),
                        "fragen"
                            | "absprechen"
                            | "besprechen"
                            | "abklaeren"
                            | "ruecksprache"
                            | "ask"
                    )
                })
}

/// `meine Frau`, `my boss`: somebody with a say.
fn is_kin_or_boss(tokens: &Tokens<'_>, i: usize) -> bool {
    matches!(
        tokens.word(i),
        "mein"
            | "meine"
            | "meinen"
            | "meiner"
            | "meinem"
            | "mei"
            | "mi"
            | "my"
            | "unseren"
            | "unserer"
            | "unserem"
            | "unsere"
    ) && !tokens.word(i + 1).is_empty()
}

/// How somebody's answer is told: `sie sagt`, `he says`; not `once she says`.
pub(super) fn answers_for(tokens: &Tokens<'_>, i: usize) -> bool {
    let supposed = |at: usize| {
        matches!(
            tokens.word(at),
            "wenn"
                | "falls"
                | "sobald"
                | "ob"
                | "was"
                | "if"
                | "once"
                | "when"
                | "what"
                | "whatever"
        )
    };
    matches!(
        tokens.word(i),
        "sagt" | "meint" | "nickt" | "says" | "reckons"
    ) && !(i.saturating_sub(4)..i).any(supposed)
}

/// Whether anything in the turn denies.
pub(super) fn told_no(tokens: &Tokens<'_>) -> bool {
    (0..tokens.len()).any(|i| NEGATIONS.contains(&tokens.word(i)))
}

/// Whether a word says more than that somebody speaks.
pub(super) fn is_content(word: &str) -> bool {
    !word.is_empty()
        && !matches!(
            word,
            "hm" | "hmm"
                | "mhm"
                | "aeh"
                | "aehm"
                | "oeh"
                | "ehm"
                | "um"
                | "uh"
                | "er"
                | "erm"
                | "oh"
                | "ah"
                | "ach"
                | "so"
                | "also"
                | "na"
                | "und"
                | "dann"
                | "halt"
                | "eben"
                | "bitte"
                | "please"
                | "am"
                | "der"
                | "die"
                | "das"
                | "den"
                | "the"
                | "at"
                | "on"
                | "mir"
                | "for"
                | "me"
                | "ich"
                | "i"
                | "it's"
                | "tja"
                | "puh"
                | "boah"
                | "hallo"
                | "hello"
                | "danke"
                | "thanks"
                | "tschuess"
                | "bye"
                | "wiederhoeren"
        )
}

/// Words that deny something.
pub(super) const NEGATIONS: &[&str] = &[
    "nein",
    "nee",
    "nei",
    "naa",
    "noe",
    "nicht",
    "nich",
    "net",
    "ned",
    "nid",
    "nit",
    "noed",
    "ni",
    "nix",
    "nichts",
    "nie",
    "kein",
    "keine",
    "keinen",
    "keiner",
    "koa",
    "koan",
    "kaan",
    "no",
    "not",
    "none",
    "nothing",
    "never",
    "don't",
    "can't",
    "cannot",
    "won't",
    "isn't",
    "doesn't",
    "didn't",
    "leider",
    "schade",
    "unfortunately",
    "afraid",
    "sorry",
];

/// Words that can begin a reason why not, beside a time that was offered.
const OBSTACLES: &[&str] = &[
    "hab", "habe", "haben", "hat", "bin", "ist", "is", "muss", "arbeite", "kann", "kein", "keine",
    "keinen", "leider", "erst", "was", "auch", "oder", "warum", "wieso", "haetten", "have", "i'm",
    "am", "i've", "got", "work", "there's", "what", "or", "could", "can", "any", "hmm", "hm",
    "eher", "puh", "boah", "muass", "mues", "muess", "muas", "mutt", "muesst", "muesste", "hob",
    "han", "hod", "koa", "koan", "derf", "daerf", "i'd", "need", "must", "where", "who",
];
