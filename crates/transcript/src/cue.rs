//! How a caller answers: the words that accept, refuse, hedge, take back and choose.

mod phrases;

use std::sync::LazyLock;

use crate::lexicon::Lex;
use crate::token::Tokens;
use crate::wording::Phrases;
use phrases::PHRASES;

/// What some words of the caller do to a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cue {
    /// `nehm ich`, `tragen Sie mich ein`: whatever was said last.
    Take,
    /// `ja`, `passt`.
    Yes,
    /// `okay`, `gut`: a yes to a question, perhaps no more than `I hear you` to anything else.
    Heard,
    /// `nein`: to whatever was asked.
    No,
    /// `geht nicht`, `zu früh`: to a time.
    Cannot,
    /// `vielleicht`, `müsste gehen`: less than a yes.
    Maybe,
    /// `Moment`, `let me check`: what comes behind it counts.
    Pause,
    /// `muss ich erst fragen`, `ich melde mich`: not now.
    Later,
    /// `doch nicht`, `vergessen Sie es`: takes back what was agreed.
    Withdrawal,
    /// `bleibt so`, `nicht absagen`: what exists stands.
    Keep,
    /// `bis dann`: accepts, where nothing refuses.
    Parting,
    /// `das erste`: from 0; -1 is the last one, [`MIDDLE`] the one in the middle, [`EARLIER`] and
    /// [`LATER`] those that come first and last.
    Choice(i8),
}

/// The choice of the one in the middle.
pub(crate) const MIDDLE: i8 = i8::MAX;
/// The choice of the one that comes first, in whatever order they were named.
pub(crate) const EARLIER: i8 = i8::MIN;
/// The choice of the one that comes last.
pub(crate) const LATER: i8 = i8::MIN + 1;

static TABLE: LazyLock<Phrases<Cue>> = LazyLock::new(|| Phrases::new(&PHRASES));

/// The cues of a turn with the tokens that they cover, in order.
pub(crate) fn find(tokens: &Tokens<'_>) -> Vec<(usize, usize, Cue)> {
    let mut found = TABLE.apart(tokens, 0..tokens.len());
    for (from, to, cue) in &mut found {
        let yes = matches!(cue, Cue::Take | Cue::Yes | Cue::Heard);
        let not = *from > 0 && tokens.word(*from - 1) == "nicht";
        if yes && is_negated(tokens, *from, *to) {
            *cue = Cue::Cannot;
        } else if *cue == Cue::Cannot && not {
            // `klingt nicht schlecht`.
            *cue = Cue::Maybe;
        }
    }
    // `geht auch fünfzehn Uhr`, `works on Friday too`: asks, and accepts nothing.
    let german = (0..tokens.len()).any(|i| is_german(tokens.word(i)));
    found.retain(|(from, to, _)| {
        !is_inverted(tokens, *from, *to)
            && !is_particle(tokens, *from, *to)
            && !is_other_word(tokens, *from, *to, german)
    });
    found
}

/// `passt mir da leider nicht`, `nicht gut`.
fn is_negated(tokens: &Tokens<'_>, from: usize, to: usize) -> bool {
    let not = |i: usize| {
        matches!(
            tokens.word(i),
            "nicht"
                | "net"
                | "ned"
                | "nid"
                | "noed"
                | "ni"
                | "nich"
                | "not"
                | "kaum"
                | "schlecht"
                | "nie"
        )
    };
    let verb = matches!(
        tokens.word(to - 1),
        "passt"
            | "geht"
            | "works"
            | "gut"
            | "klappt"
            | "good"
            | "nehme"
            | "ich"
            | "mir"
            | "hin"
            | "einrichten"
    );
    let behind = (to..to + 4)
        .take_while(|i| !tokens.word(*i).is_empty() && tokens.word(*i) != "aber")
        .any(not);
    // `nicht so gut`.
    let much = from > 1
        && matches!(
            tokens.word(from - 1),
            "so" | "ganz" | "sehr" | "besonders" | "that"
        );
    (verb && behind)
        || (from > 0 && not(from - 1) && tokens.word(from - 1) != "schlecht")
        || (much && not(from - 2))
}

/// Whether a verb that could say yes or no begins a question: `geht da auch Dienstag`, `geht
/// nicht auch früher`.
fn is_inverted(tokens: &Tokens<'_>, from: usize, to: usize) -> bool {
    let asks = match (tokens.word(from), to - from) {
        ("geht", 1) => {
            matches!(
                tokens.word(to),
                "auch"
                    | "es"
                    | "das"
                    | "die"
                    | "der"
                    | "da"
                    | "bei"
                    | "was"
                    | "um"
                    | "am"
                    | "noch"
                    | "sich"
                    | "denn"
            )
        }
        ("geht", 2) => matches!(
            tokens.word(to),
            "auch" | "was" | "noch" | "eher" | "irgendwas"
        ),
        _ => false,
    };
    // `zwölf geht auch`.
    let said = |i: usize| {
        tokens.lex(i) != Lex::None || matches!(tokens.word(i), "das" | "des" | "es" | "ja")
    };
    asks && !from.checked_sub(1).is_some_and(said)
}

/// `das ist ja noch lange hin`: no yes.
fn is_particle(tokens: &Tokens<'_>, from: usize, to: usize) -> bool {
    let verb = |i: usize| {
        matches!(
            tokens.word(i),
            "ist"
                | "is"
                | "sind"
                | "war"
                | "waere"
                | "bin"
                | "hab"
                | "habe"
                | "haben"
                | "hat"
                | "habt"
                | "kommt"
                | "muss"
                | "ich"
        )
    };
    tokens.word(from) == "ja"
        && to == from + 1
        && !tokens.word(to).is_empty()
        && from.checked_sub(1).is_some_and(verb)
}

/// `ne gute Idee`, `ne Stunde`, `passt, ne`; `da hab i no frei`: words of dialects that sound like
/// a no.
fn is_other_word(tokens: &Tokens<'_>, from: usize, to: usize, german: bool) -> bool {
    if to != from + 1 {
        return false;
    }
    match tokens.word(from) {
        "ne" => {
            let article = matches!(tokens.lex(to), Lex::Unit(_))
                || matches!(
                    tokens.word(to),
                    "halbe" | "viertelstunde" | "dreiviertelstunde" | "gute" | "frage" | "kurze"
                );
            from > 1 || article
        }
        "no" => from > 0 && german,
        _ => false,
    }
}

/// A word that no English turn has.
fn is_german(word: &str) -> bool {
    matches!(
        word,
        "ich"
            | "und"
            | "ist"
            | "isch"
            | "des"
            | "da"
            | "hab"
            | "han"
            | "hob"
            | "nid"
            | "net"
            | "frei"
            | "huet"
            | "heit"
            | "heut"
            | "immer"
            | "ned"
            | "mir"
            | "mi"
            | "wenn"
    )
}

/// `gleiche Uhrzeit`, `same time`.
pub(crate) fn is_same_time(tokens: &Tokens<'_>) -> bool {
    (0..tokens.len()).any(|i| {
        let same = matches!(
            tokens.word(i),
            "gleiche" | "gleichen" | "gleicher" | "selbe" | "selben" | "selber" | "same"
        );
        let time = matches!(tokens.word(i + 1), "uhrzeit" | "zeit" | "time" | "stunde");
        (same && time) || matches!(tokens.word(i), "dieselbe" | "derselben")
    })
}

/// Whether the turn begins with a no: `nein, lassen Sie ihn`.
pub(crate) fn refuses(tokens: &Tokens<'_>) -> bool {
    TABLE
        .longest(tokens, 0)
        .is_some_and(|(cue, _)| cue == Cue::No)
}

/// Whether the turn asks for another time: `haben Sie noch was anderes`, `geht es später`.
pub(crate) fn wants_other(tokens: &Tokens<'_>) -> bool {
    (0..tokens.len()).any(|i| {
        matches!(
            tokens.word(i),
            "ander"
                | "andere"
                | "anderer"
                | "anderen"
                | "anderes"
                | "andern"
                | "anders"
                | "alternative"
                | "alternativen"
                | "frueher"
                | "spaeter"
                | "sonst"
                | "other"
                | "another"
                | "else"
                | "different"
                | "earlier"
                | "later"
        )
    })
}

/// Whether the turn takes leave: `danke, tschüss`.
pub(crate) fn closes(tokens: &Tokens<'_>) -> bool {
    (0..tokens.len()).any(|i| {
        matches!(
            tokens.word(i),
            "danke" | "dank" | "tschuess" | "wiederhoeren" | "thanks" | "thank" | "cheers" | "bye"
        )
    })
}

/// `I'll text it you`, to whoever asks for a number: puts that off, and not the appointment.
pub(crate) fn sends_it_later(tokens: &Tokens<'_>) -> bool {
    let sends = |i: usize| {
        let it = |at: usize| matches!(tokens.word(at), "it" | "that" | "them");
        tokens.word(i) == "i'll"
            && matches!(tokens.word(i + 1), "text" | "email" | "message" | "send")
            && (it(i + 2) || (tokens.word(i + 2) == "you" && it(i + 3)))
    };
    (0..tokens.len()).any(sends)
        && !(0..tokens.len())
            .any(|i| matches!(tokens.word(i), "when" | "once" | "if" | "whether" | "but"))
}

/// Whether the turn asks something: `brauche ich da etwas`, `do you need my card`.
pub(crate) fn is_question(tokens: &Tokens<'_>) -> bool {
    let verb = |i: usize| {
        matches!(
            tokens.word(i),
            "do" | "can"
                | "could"
                | "is"
                | "are"
                | "muss"
                | "kann"
                | "darf"
                | "brauche"
                | "brauch"
                | "haben"
                | "habt"
                | "gibt"
                | "hoeren"
                | "kostet"
        )
    };
    let subject = |i: usize| {
        matches!(
            tokens.word(i),
            "i" | "you"
                | "it"
                | "that"
                | "there"
                | "we"
                | "ich"
                | "sie"
                | "ihr"
                | "es"
                | "man"
                | "wir"
        )
    };
    let asks = |i: usize| {
        let spells = (i + 2..i + 4)
            .any(|at| tokens.word(at).starts_with("buchstab") || tokens.word(at) == "spell");
        (verb(i) && subject(i + 1) && !spells)
            || matches!(
                tokens.word(i),
                "what" | "how" | "when" | "where" | "which" | "wann" | "wo" | "wieviel" | "welche"
            )
            || (tokens.word(i) == "was"
                && matches!(
                    tokens.word(i + 1),
                    "ist" | "kostet" | "muss" | "kann" | "soll" | "brauche"
                ))
    };
    (0..4.min(tokens.len())).any(asks)
}

/// Whether the words before a time compare something with it.
fn is_standard<'t>(before: &impl Fn(usize) -> &'t str) -> bool {
    let article = usize::from(matches!(before(1), "die" | "der" | "den" | "dem" | "the"));
    matches!(
        before(1 + article),
        "als" | "than" | "statt" | "anstatt" | "instead"
    ) || (before(1 + article) == "of" && before(2 + article) == "instead")
}

/// `den Dienstag wieder raus`: whether the words at `i` take the time before them out.
pub(crate) fn is_taken_out(tokens: &Tokens<'_>, i: usize) -> bool {
    let again = usize::from(matches!(tokens.word(i), "wieder" | "bitte" | "dann"));
    matches!(
        tokens.word(i + again),
        "raus" | "rausnehmen" | "streichen" | "loeschen" | "austragen"
    )
}

/// Whether the time that begins at `i` is refused by the words right before it.
pub(crate) fn is_refused(tokens: &Tokens<'_>, i: usize) -> bool {
    let back = |n: usize| i.checked_sub(n).map_or("", |at| tokens.word(at));
    let preposition = usize::from(matches!(back(1), "um" | "am" | "at" | "on"));
    let before = |n: usize| back(n + preposition);
    let verb = usize::from(matches!(before(1), "do" | "make" | "manage"));
    // `not the Monday`, but `why not the Monday`.
    let article = matches!(back(1), "the" | "den" | "der")
        && matches!(back(2), "not" | "nicht")
        && !matches!(back(3), "why" | "warum" | "wieso");
    article
        || matches!(
        before(1 + verb),
        "can't" | "cannot" | "couldn't" | "won't" | "don't" | "not"
    ) || (before(1) == "nicht" && preposition == 1)
        // `passt besser als die vier`, `sooner than four`, `statt um vier`.
        || is_standard(&before)
}
