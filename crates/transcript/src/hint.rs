//! What callers want, where no fixed phrase says it: `könnte mich … anrufen`, `das klappt mir …
//! nicht`. And where a phrase of the agent does not mean what it seems to.

use crate::lexicon::Lex;
use crate::mention::Mention;
use crate::token::Tokens;

/// How many words apart what belongs together may stand.
const REACH: usize = 14;

/// `könnte mich der Doktor anrufen`, `der Chef soll uns mal anrufen`, `could she call me about …`.
pub(crate) fn wants_a_call(tokens: &Tokens<'_>, i: usize) -> bool {
    let calls = |at: usize| {
        matches!(
            tokens.word(at),
            "anrufen"
                | "anruft"
                | "anriefe"
                | "zurueckrufen"
                | "zurueckruft"
                | "durchklingeln"
                | "anklingeln"
                | "durchlaeuten"
                | "kontaktieren"
                | "kontaktiert"
                | "rueckmelden"
        )
    };
    match tokens.word(i) {
        // `dass sich jemand bei mir meldet`.
        "mir" | "uns" if i > 0 && matches!(tokens.word(i - 1), "bei" | "mit") => {
            let somebody = |at: usize| {
                matches!(
                    tokens.word(at),
                    "jemand"
                        | "einer"
                        | "wer"
                        | "er"
                        | "chef"
                        | "chefin"
                        | "doktor"
                        | "sich"
                        | "meister"
                )
            };
            (i.saturating_sub(6)..i).any(somebody)
                && (i + 1..i + 6)
                    .any(|at| matches!(tokens.word(at), "meldet" | "melden" | "melde" | "sprechen"))
        }
        "mich" | "uns" | "mi" => {
            // `darf ich euch nochmal anrufen` is of another kind: the caller calls.
            (i + 1..i + 9)
                .take_while(|at| !matches!(tokens.word(*at), "und" | "oder" | "ich" | "wir"))
                .any(calls)
        }
        "call" | "ring" | "phone" | "contact" => {
            let modal = (i.saturating_sub(8)..i).any(|at| {
                matches!(
                    tokens.word(at),
                    "could" | "can" | "would" | "have" | "get" | "ask" | "tell" | "please" | "to"
                )
            });
            let goes_on = |at: usize| {
                tokens.word(at).is_empty()
                    || tokens.lex(at) != Lex::None
                    || matches!(
                        tokens.word(at),
                        "back"
                            | "about"
                            | "regarding"
                            | "when"
                            | "please"
                            | "later"
                            | "to"
                            | "if"
                            | "with"
                            | "because"
                            | "once"
                            | "some"
                            | "sometime"
                            | "as"
                            | "re"
                    )
            };
            modal && matches!(tokens.word(i + 1), "me" | "us") && goes_on(i + 2)
        }
        _ => false,
    }
}

/// `ist mein Anzug fertig`, `are my glasses ready`.
pub(crate) fn asks_if_ready(tokens: &Tokens<'_>, i: usize) -> bool {
    matches!(
        tokens.word(i),
        "ist" | "sind" | "is" | "are" | "isch" | "san"
    ) && matches!(
        tokens.word(i + 1),
        "mein" | "meine" | "unser" | "unsere" | "der" | "die" | "das" | "my" | "our" | "the"
    ) && (i + 2..i + 6).any(|at| matches!(tokens.word(at), "fertig" | "ready" | "repariert"))
}

/// Whether the caller asks what to bring to an appointment at a time that they name themselves,
/// how long it takes, or the like.
pub(crate) fn asks_of_own(tokens: &Tokens<'_>, mentions: &[Mention]) -> bool {
    let asks = |i: usize| match tokens.word(i) {
        "mitbringen" | "nuechtern" | "parken" | "anziehen" | "mitnehmen" | "wear" | "park"
        | "fasting" | "prepare" => true,
        "bring" => i > 0 && matches!(tokens.word(i - 1), "to" | "i" | "we"),
        "wie" => matches!(tokens.word(i + 1), "lang" | "lange"),
        "how" => tokens.word(i + 1) == "long",
        _ => false,
    };
    let full = |time: &Mention| time.day.is_some_and(|day| day.is_single()) && time.clock.is_some();
    let supposes = |i: usize| {
        matches!(
            tokens.word(i),
            "haett"
                | "haette"
                | "haetten"
                | "koennte"
                | "kann"
                | "wuerde"
                | "wuerd"
                | "wenn"
                | "zeit"
                | "could"
                | "can"
                | "if"
                | "would"
        )
    };
    mentions.iter().any(full) && (0..tokens.len()).any(asks) && !(0..tokens.len()).any(supposes)
}

/// `den Kehrtermin`, `meinen Termin`.
fn is_own_appointment(tokens: &Tokens<'_>, i: usize) -> bool {
    matches!(
        tokens.word(i),
        "den" | "meinen" | "unseren" | "unsern" | "unsan"
    ) && tokens.word(i + 1).ends_with("termin")
}

/// Whether the caller cannot come: `das klappt mir jetzt nicht`, `can't make Thursday`.
pub(crate) fn is_prevented(tokens: &Tokens<'_>, exists: bool) -> bool {
    let not = |i: usize| {
        matches!(
            tokens.word(i),
            "nicht" | "net" | "ned" | "nid" | "nöd" | "nit"
        )
    };
    (0..tokens.len()).any(|i| match tokens.word(i) {
        "klappt" | "geht" | "passt" | "schaff" | "schaffe" | "schaffen" | "kann" | "koennen" => {
            let denied = (i + 1..i + 5).find(|at| not(*at));
            // `geht das nicht auch …` asks; `das schaff ich nicht pünktlich` comes later.
            let else_meant = |at: usize| {
                matches!(
                    tokens.word(at),
                    "auch" | "frueher" | "puenktlich" | "rechtzeitig" | "ganz"
                )
            };
            let own = (i + 1..i + 4).any(|at| is_own_appointment(tokens, at));
            let denied = denied.or_else(|| (i + 1..i + 8).find(|at| own && not(*at)));
            (exists || own) && denied.is_some_and(|end| !(i + 1..end + 2).any(else_meant))
        }
        // `das wird nix mit zehn Uhr heute`.
        "wird" => (i + 1..i + 4)
            .any(|at| matches!(tokens.word(at), "nix" | "nichts") && tokens.word(at + 1) == "mit"),
        // `ich kann am Mittwoch doch nicht zur Fahrstunde`.
        "nicht" | "net" | "ned" | "nid"
            if matches!(tokens.word(i + 1), "zur" | "zum")
                && (i.saturating_sub(6)..i).any(|at| {
                    matches!(tokens.word(at), "kann" | "koennen" | "schaff" | "schaffe")
                }) =>
        {
            true
        }
        "verhindert" => true,
        "dazwischengekommen" => exists,
        "dazwischen" => exists && tokens.word(i + 1) == "gekommen",
        "can't" | "cannot" | "won't" | "couldn't" => {
            matches!(tokens.word(i + 1), "make" | "come" | "attend")
        }
        _ => false,
    })
}

/// `ob des stehen bleibt mit Donnerstag`, `gilt der Termin noch`.
pub(crate) fn asks_whether_it_stands(tokens: &Tokens<'_>, i: usize) -> bool {
    let stands = |at: usize| {
        matches!(
            tokens.word(at),
            "bleibt" | "steht" | "gilt" | "stattfindet" | "bleiben"
        )
    };
    match tokens.word(i) {
        "ob" | "ob's" | "obs" => (i + 1..i + REACH).any(stands),
        "bleibts" => matches!(tokens.word(i + 1), "bei" | "beim"),
        "steht" | "bleibt" | "gilt" => {
            let of = matches!(
                tokens.word(i + 1),
                "der" | "mein" | "unser" | "des" | "das" | "es" | "s"
            );
            // `bleibt des beim Dienstag`.
            let with = (i + 2..i + 5).any(|at| matches!(tokens.word(at), "bei" | "beim"));
            let stays = |at: usize| matches!(tokens.word(at), "noch" | "bestehen" | "stehen");
            of && (with || (i + 1..i + 8).any(stays))
        }
        _ => false,
    }
}

/// `mein Brautkleid muss enger gemacht werden`, `the brakes need doing`: what is to be done.
pub(crate) fn is_to_be_done(tokens: &Tokens<'_>, i: usize) -> bool {
    match tokens.word(i) {
        "muss" | "muessen" | "muesste" | "muessten" | "soll" | "sollen" | "sollte" | "sollten" => {
            (i + 2..i + 10)
                .find(|at| tokens.word(*at) == "werden")
                .is_some_and(|at| {
                    tokens.word(at - 1).contains("ge") || tokens.word(at - 1).ends_with('t')
                })
        }
        "need" | "needs" | "wants" => {
            (i + 1..i + 3).any(|at| tokens.word(at).len() > 4 && tokens.word(at).ends_with("ing"))
        }
        _ => false,
    }
}

/// `dann lassen wir's bei acht`, `bleibt's halt beim Freitag`: what exists stays as it is.
pub(crate) fn leaves_it(tokens: &Tokens<'_>, i: usize) -> bool {
    let leaves = matches!(
        tokens.word(i),
        "lassen"
            | "lass"
            | "lasse"
            | "lassma"
            | "bleibt"
            | "bleibts"
            | "bleibt's"
            | "bleiben"
            | "bleib"
    );
    let stick = matches!(tokens.word(i), "stick" | "stay" | "leave" | "keep");
    (leaves && (i + 1..i + 5).any(|at| matches!(tokens.word(at), "bei" | "beim" | "dabei")))
        || (stick && (i + 1..i + 4).any(|at| matches!(tokens.word(at), "with" | "it" | "to")))
}

/// Whether the agent's words are part of a question.
pub(crate) fn is_asked(tokens: &Tokens<'_>, at: usize) -> bool {
    (at..at + REACH)
        .find(|i| ['?', '.', '!'].iter().any(|sign| tokens.sign(*i, *sign)))
        .is_some_and(|end| tokens.sign(end, '?'))
}

/// Whether it is only supposed: `falls was ist`, `bis wann müsste ich absagen`.
pub(crate) fn is_in_passing(tokens: &Tokens<'_>, at: usize) -> bool {
    (at.saturating_sub(10)..at).any(|i| {
        matches!(
            tokens.word(i),
            "wenn" | "falls" | "sollte" | "wann" | "if" | "when" | "until"
        )
    })
}

/// `Danke, Herr Lösche`: written large inside a sentence, and so a name.
pub(crate) fn is_called_so(tokens: &Tokens<'_>, at: usize) -> bool {
    let verb = matches!(
        tokens.word(at),
        "loesche" | "streiche" | "streichen" | "storniere" | "verlege" | "verschiebe" | "loeschen"
    );
    let inside = at
        .checked_sub(1)
        .is_some_and(|i| ['.', '?', '!'].iter().all(|sign| !tokens.sign(i, *sign)));
    verb && inside && tokens.raw(at).starts_with(char::is_uppercase)
}

/// `Termine können Sie bis zum Vortag absagen`: the rules of the house.
pub(crate) fn is_rule(tokens: &Tokens<'_>, at: usize) -> bool {
    (at.saturating_sub(10)..at).any(|i| {
        matches!(
            tokens.word(i),
            "koennen"
                | "kannst"
                | "falls"
                | "sollten"
                | "jemand"
                | "kostenlos"
                | "someone"
                | "somebody"
                | "if"
        ) && !matches!(tokens.word(i + 1), "wir" | "ich")
    })
}

/// `haben Sie am Samstag noch was frei`, `hättet ihr morgen Zeit`, `do you have any space`.
pub(crate) fn asks_for_room(tokens: &Tokens<'_>, i: usize) -> bool {
    let asks = match tokens.word(i) {
        "haben" | "haetten" => matches!(tokens.word(i + 1), "sie" | "se"),
        "habt" | "haettet" | "habts" | "haettets" | "gibts" | "gibt" => true,
        "hast" | "haettest" => tokens.word(i + 1) == "du",
        "have" => tokens.word(i + 1) == "you" || (i > 0 && tokens.word(i - 1) == "you"),
        _ => false,
    };
    let room = |at: usize| {
        matches!(
            tokens.word(at),
            "zeit"
                | "frei"
                | "platz"
                | "termin"
                | "termine"
                | "luft"
                | "room"
                | "space"
                | "free"
                | "spot"
                | "gap"
                | "opening"
        ) || (tokens.word(at) == "noch" && matches!(tokens.word(at + 1), "was" | "etwas"))
    };
    // `ob Sie noch was frei haben`.
    let ends = room(i)
        && matches!(
            tokens.word(i + 1),
            "haben" | "haetten" | "habt" | "haettet" | "habts" | "waere" | "ist" | "gibt" | "hast"
        );
    ends || asks
        && (i + 1..i + 10)
            .take_while(|at| ['.', '?', '!'].iter().all(|sign| !tokens.sign(*at, *sign)))
            .any(room)
}

/// `Soll er sich bei Ihnen melden?`, `Shall I have her ring you?`: somebody else than who speaks.
pub(crate) fn offers_a_call(tokens: &Tokens<'_>, i: usize) -> bool {
    let wish = match tokens.word(i) {
        "soll" | "darf" | "kann" | "koennte" | "shall" | "should" | "can" | "could" => false,
        "like" | "want" | "moechten" | "wollen" | "moechtest" | "willst" => true,
        _ => return false,
    };
    let words: Vec<&str> = (i + 1..i + REACH)
        .take_while(|at| ['.', '?', '!'].iter().all(|sign| !tokens.sign(*at, *sign)))
        .map(|at| tokens.word(at))
        .collect();
    let says = |word: &str| words.contains(&word);
    let calls = |word: &&str| {
        matches!(
            *word,
            "anrufen"
                | "anruft"
                | "zurueckrufen"
                | "zurueckruft"
                | "melden"
                | "meldet"
                | "zurueckmelden"
                | "zurueckmeldet"
                | "call"
                | "ring"
                | "phone"
        )
    };
    let whom = |word: &&str| matches!(*word, "sie" | "ihnen" | "dich" | "dir" | "you" | "euch");
    // `Soll ich mich melden, wenn etwas frei wird?` is a waiting list.
    let waits = |word: &&str| matches!(*word, "wenn" | "falls" | "sobald" | "if" | "when");
    let asks_to = says("lassen") || says("have") || says("get");
    let own = matches!(words.first(), Some(&"ich" | &"wir" | &"i" | &"we")) && !asks_to;
    // `Would you like to call back`, `Can you ring again`: the caller would call.
    let theirs = match words.first() {
        Some(&"to" | &"you") => true,
        _ => {
            wish && matches!(
                tokens.word(i),
                "moechten" | "wollen" | "moechtest" | "willst"
            ) && !says("dass")
        }
    };
    !own && !theirs && words.iter().any(calls) && words.iter().any(whom) && !words.iter().any(waits)
}

/// `vierzehn Uhr statt dreizehn Uhr`, `instead of Monday`.
pub(crate) fn is_instead_of_a_time(tokens: &Tokens<'_>, i: usize) -> bool {
    let behind = match tokens.word(i) {
        "statt" | "anstatt" | "anstelle" => i + 1,
        "instead" if tokens.word(i + 1) == "of" => i + 2,
        _ => return false,
    };
    let time = |at: usize| {
        tokens.digits(at).is_some()
            || matches!(
                tokens.lex(at),
                Lex::Number(..)
                    | Lex::Weekday(_)
                    | Lex::WeekdayPart(..)
                    | Lex::Halb
                    | Lex::Today(_)
                    | Lex::Quarter
            )
    };
    (behind..behind + 3).any(time)
}

/// `move the appointment`, but `move the fireguard`.
pub(crate) fn is_a_things(tokens: &Tokens<'_>, at: usize) -> bool {
    let the = |i: usize| matches!(tokens.word(i), "the" | "our" | "my");
    // `ich hab meinen Zettel verlegt`.
    let mislaid = |i: usize| {
        matches!(
            tokens.word(i),
            "zettel" | "karte" | "kaertchen" | "kalender" | "terminzettel" | "brief" | "handy"
        )
    };
    if tokens.word(at) == "verlegt" && (at.saturating_sub(3)..at).any(mislaid) {
        return true;
    }
    if !matches!(
        tokens.word(at),
        "move" | "shift" | "push" | "switch" | "swap"
    ) || !the(at + 1)
    {
        return false;
    }
    let timely = (at + 2..at + 5).any(|i| {
        matches!(
            tokens.lex(i),
            Lex::Weekday(_) | Lex::WeekdayPart(..) | Lex::Number(..) | Lex::Today(_)
        ) || matches!(
            tokens.word(i),
            "appointment"
                | "appointments"
                | "appointment's"
                | "booking"
                | "session"
                | "slot"
                | "lesson"
                | "visit"
                | "test"
                | "date"
                | "reservation"
                | "thing"
        )
    });
    let not = at > 0 && matches!(tokens.word(at - 1), "can't" | "couldn't" | "cannot" | "not");
    !timely && not
}

/// `den Termin von Montag auf Dienstag legen`.
pub(crate) fn is_laid_elsewhere(tokens: &Tokens<'_>, i: usize) -> bool {
    let laid = |at: usize| matches!(tokens.word(at), "legen" | "setzen" | "tun" | "ziehen");
    let onto = |at: usize| matches!(tokens.word(at), "auf" | "vor" | "nach");
    let own = matches!(
        tokens.word(i.saturating_sub(1)),
        "den" | "meinen" | "unseren" | "unsern" | "der" | "mein" | "die" | "meine"
    );
    let is_one = tokens.word(i).ends_with("termin") || tokens.word(i).ends_with("stunde");
    i > 0 && own && is_one && (i + 1..i + REACH).any(laid) && (i + 1..i + REACH).any(onto)
}

/// `dann bleibt morgen zehn Uhr stehen`, `Sie bleiben für acht Uhr angemeldet`.
pub(crate) fn says_it_stays(tokens: &Tokens<'_>, i: usize) -> bool {
    matches!(
        tokens.word(i),
        "bleibt" | "bleiben" | "bleibst" | "lassen" | "lasse"
    ) && (i + 1..i + REACH)
        .take_while(|at| ['.', '?', '!'].iter().all(|sign| !tokens.sign(*at, *sign)))
        .any(|at| {
            matches!(
                tokens.word(at),
                "stehen" | "bestehen" | "angemeldet" | "eingetragen" | "drin" | "dabei" | "drinnen"
            )
        })
}
