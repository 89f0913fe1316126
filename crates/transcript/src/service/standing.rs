//! How words about services stand to the caller's wish: wanted, only asked about, or ruled out.

use super::clause::{Clause, has_been_done};
use crate::token::Tokens;

/// How far a question's first word stands before what it asks about.
const NEAR: usize = 4;

/// Words between `lieber` and what is not wanted instead.
const PREFERRED: usize = 8;

/// How a word stands to what the caller wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// As said.
    Wanted,
    /// Behind a question about a price or duration: `was kostet …`.
    Asked,
    /// `nicht färben`.
    RuledOut,
    /// What happened before the call: `hatte ich letztes Jahr`.
    Past,
    /// What somebody else comes for anyway: `meine Mutter ist bei Ihnen zur Maniküre`.
    Others,
}

/// How every token stands.
pub(super) fn standings(tokens: &Tokens<'_>) -> Vec<Standing> {
    let mut asking = false;
    let mut clause = Clause::default();
    let of = |i: usize| {
        asking = (asking && !is_over(tokens, i)) || asks(tokens, i);
        if i >= clause.end {
            clause = Clause::read(tokens, i);
        }
        if is_ruled_out(tokens, i) {
            Standing::RuledOut
        } else if clause.is_past(tokens, i) || has_been_done(tokens, i) {
            Standing::Past
        } else if clause.others {
            Standing::Others
        } else if asking {
            Standing::Asked
        } else {
            Standing::Wanted
        }
    };
    (0..tokens.len()).map(of).collect()
}

/// `was kostet`, `wie lange dauert`, `how much is`, `what would … cost`.
fn asks(tokens: &Tokens<'_>, i: usize) -> bool {
    let behind = |it: &[&str]| (i + 1..=i + NEAR).any(|at| it.contains(&tokens.word(at)));
    match tokens.word(i) {
        "was" | "wieviel" | "what" | "what's" => behind(&[
            "kostet", "kosten", "preis", "cost", "costs", "price", "charge",
        ]),
        "wie" => {
            matches!(tokens.word(i + 1), "teuer" | "lange")
                || tokens.words(i + 1, &["viel", "kostet"])
        }
        "how" => matches!(tokens.word(i + 1), "much" | "long" | "expensive"),
        _ => false,
    }
}

/// Where a question ends: with its sentence, or where the caller speaks of themselves.
fn is_over(tokens: &Tokens<'_>, i: usize) -> bool {
    ['.', '!', '?', ',']
        .iter()
        .any(|sign| tokens.sign(i, *sign))
        || matches!(
            tokens.word(i),
            "ich" | "wir" | "i" | "i'd" | "we" | "we'd" | "aber" | "but"
        )
}

/// `nicht färben`, but `warum nicht färben?`
fn is_ruled_out(tokens: &Tokens<'_>, i: usize) -> bool {
    let before = |n: usize| i.checked_sub(n).map_or("", |at| tokens.word(at));
    let not = |n: usize| {
        matches!(
            before(n),
            "nicht"
                | "kein"
                | "keine"
                | "keinen"
                | "ohne"
                | "statt"
                | "anstatt"
                | "not"
                | "without"
                | "no"
                | "skip"
                | "forget"
        ) && !matches!(before(n + 1), "warum" | "wieso" | "why")
    };
    // `not a colour`, `nicht die Farbe`.
    let article = matches!(
        before(1),
        "a" | "the" | "die" | "den" | "das" | "eine" | "einen"
    );
    // `leave out the facial`.
    let out = |n: usize| before(n) == "out" && matches!(before(n + 1), "leave" | "leaving");
    // `Lieber einzeln als in der Gruppe`.
    let rather = |n: usize| {
        let lieber = |at: usize| matches!(tokens.word(at), "lieber" | "eher" | "rather");
        matches!(before(n), "als" | "than") && (i.saturating_sub(PREFERRED)..i).any(lieber)
    };
    // `instead of highlights`.
    let instead = (1..=3).any(|n| before(n) == "of" && before(n + 1) == "instead");
    let off = |n: usize| not(n) || out(n) || rather(n);
    // `Ist schon kastriert`.
    let already = matches!(before(1), "schon" | "bereits" | "already")
        && (2..=4).any(|n| matches!(before(n), "ist" | "sind" | "is" | "are" | "been" | "wurde"))
        && ["t", "en", "ed"]
            .iter()
            .any(|it| tokens.word(i).ends_with(it));
    // `Ach ne, lassen wir die Sauna.`
    let dropped = matches!(before(1), "die" | "den" | "das")
        && matches!(before(2), "wir" | "ich")
        && matches!(before(3), "lassen" | "lass" | "lasse")
        && tokens.word(i + 1).is_empty();
    off(1) || instead || already || dropped || (article && off(2)) || is_left_out(tokens, i)
}

/// `Schneiden kann warten`, `das Föhnen lassen wir weg`, `Färben doch nicht`.
fn is_left_out(tokens: &Tokens<'_>, i: usize) -> bool {
    let word = |n: usize| tokens.word(i + n);
    match word(1) {
        "kann" | "koennen" | "can" => {
            (2..=3).any(|n| matches!(word(n), "warten" | "wait" | "weg" | "entfallen"))
        }
        "lass" | "lasse" | "lassen" => {
            (2..=5).any(|n| matches!(word(n), "weg" | "aus" | "sein" | "bleiben"))
        }
        "faellt" => matches!(word(2), "weg" | "aus" | "flach"),
        "brauch" | "brauche" | "brauchen" | "braucht" | "will" | "moechte" => {
            (2..=5).any(|n| matches!(word(n), "nicht" | "nich" | "net" | "nimmer"))
        }
        "doch" | "lieber" | "dann" => word(2) == "nicht",
        "nicht" => tokens.get(i + 2).is_none_or(|_| word(2).is_empty()),
        "weg" => (i.saturating_sub(4)..i).any(|at| tokens.word(at).starts_with("lass")),
        _ => false,
    }
}
