//! Who calls: what the caller says of themselves, and what the agent makes of it.

use std::ops::Range;

use crate::act::{Act, AgentTurn, Asks};
use crate::client::ClientFound;
use crate::concept::concepts;
use crate::conversation::{Conversation, Speaker};
use crate::cue::{self, Cue};
use crate::lexicon::Lex;
use crate::mention::Mention;
use crate::naming::{
    GUESS, answer, greeting, introduced, is_machine, is_name_word, letters, name_at, times,
};
use crate::token::Tokens;

/// A name that was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameFound {
    /// The name, written as names are.
    pub name: String,
    /// The words that say it.
    pub span: Range<usize>,
    /// How surely, to 100.
    pub confidence: u8,
}

/// The names of a call.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// The name that the appointment is made under.
    pub(crate) name: Option<NameFound>,
    /// The caller's own.
    pub(crate) caller: Option<NameFound>,
}

/// The names of a call: the answer to the agent's question counts most, then the client's name,
/// then what the caller says of themselves, then how the agent calls them.
pub(crate) fn read(
    call: &Conversation,
    read: &[Tokens<'_>],
    mentions: &[Vec<Mention>],
    agents: &[AgentTurn],
    client: Option<&ClientFound>,
) -> Names {
    let mut told: Option<NameFound> = None;
    let mut answered: Option<NameFound> = None;
    let mut addressed: Vec<NameFound> = Vec::new();
    let mut guesses: Vec<NameFound> = Vec::new();
    let mut asked: Option<Act> = None;
    let mut greeted = false;
    // The agent said a time or waits for a yes.
    let mut proposed = false;
    let turns = call.turns.iter().zip(read).zip(mentions).zip(agents);
    for (((turn, tokens), mentions), agent) in turns {
        let offset = turn.span.start;
        if turn.speaker == Speaker::Agent {
            let acts = agent.acts();
            let names = acts
                .iter()
                .any(|act| act.is_about_name() && *act != Act::AsksFirstName);
            let else_only = acts.contains(&Act::AsksElse) && !names;
            asked = acts
                .iter()
                .copied()
                .rev()
                .find(|act| !else_only && act.is_about_name());
            asked = asked.filter(|_| !acts.contains(&Act::AsksMore));
            addressed.extend(address(tokens, offset));
            proposed = !agent.times.is_empty() || agent.asks == Asks::Consent;
            continue;
        }
        if is_machine(tokens) {
            continue;
        }
        let taken = times(tokens, mentions);
        let whole = matches!(asked, Some(Act::AsksName | Act::AsksSurname));
        let introduced = introduced(tokens, offset, &taken, whole);
        guesses.extend(introduced.clone().filter(|found| found.confidence <= GUESS));
        let introduced = introduced
            .filter(|found| found.confidence > GUESS)
            .or_else(|| greeting(tokens, offset, &taken).filter(|_| !greeted));
        greeted = true;
        match (asked, introduced) {
            (Some(Act::AsksFirstName), _) => {
                let first = answer(tokens, offset, &taken);
                let last = answered.as_ref().or(told.as_ref());
                answered = match (first, last) {
                    (Some(first), Some(last)) if !last.name.contains(' ') => Some(NameFound {
                        name: format!("{} {}", first.name, last.name),
                        ..last.clone()
                    }),
                    (first, last) => first.or_else(|| last.cloned()),
                };
            }
            (Some(act), introduced) => {
                let found = introduced.or_else(|| answer(tokens, offset, &taken));
                let found = found.map(|found| with_first(found, tokens, &taken));
                let found = found.map(|found| match told.as_ref().or(answered.as_ref()) {
                    Some(caller) => with_surname(found, tokens, caller),
                    None => found,
                });
                let first = client
                    .and_then(|client| client.name.as_deref())
                    .or_else(|| {
                        answered
                            .as_ref()
                            .or(told.as_ref())
                            .map(|one| one.name.as_str())
                    })
                    .filter(|first| act == Act::AsksSurname && !first.contains(' '));
                answered = match (found, first) {
                    (Some(found), Some(first)) if !found.name.contains(' ') => Some(NameFound {
                        name: format!("{first} {}", found.name),
                        ..found
                    }),
                    (found, _) => found.or(answered),
                };
            }
            (None, introduced) => {
                let behind = || closing(tokens, offset, &taken).filter(|_| proposed);
                let Some(found) = introduced.or_else(behind) else {
                    continue;
                };
                if told
                    .as_ref()
                    .is_none_or(|told| found.confidence >= told.confidence)
                {
                    told = Some(found);
                }
            }
        }
        asked = None;
    }
    let hailed = addressed
        .iter()
        .rev()
        .find(|found| found.confidence >= 60)
        .cloned();
    let clients = client.and_then(|client| {
        let name = client.name.clone()?;
        let (span, confidence) = (client.span.clone(), client.confidence);
        Some(NameFound {
            name,
            span,
            confidence,
        })
    });
    let own = answered.clone().filter(|found| {
        clients
            .as_ref()
            .is_none_or(|client| !found.name.starts_with(&client.name))
    });
    // A guess of ours counts where the agent bears it out.
    let bears = |found: &NameFound| {
        let ours: Vec<String> = found.name.split(' ').map(letters).collect();
        let theirs = |other: &NameFound| {
            other
                .name
                .split(' ')
                .any(|word| ours.contains(&letters(word)))
        };
        hailed.as_ref().is_some_and(theirs)
    };
    let weak = |found: &NameFound| found.confidence < 75 && hailed.is_some() && !bears(found);
    let told = told.or_else(|| guesses.into_iter().find(bears));
    let caller = told.clone().filter(|told| !weak(told)).or(own);
    let name = answered
        .or(clients)
        .or(told.filter(|told| !weak(told)))
        .or(hailed);
    Names {
        name: name.map(|name| as_heard(name, &addressed)),
        caller: caller.map(|name| as_heard(name, &addressed)),
    }
}

/// `tragen Sie mich ein, Linus Hofer`: a name that ends the turn, behind a yes.
fn closing(tokens: &Tokens<'_>, offset: usize, taken: &[bool]) -> Option<NameFound> {
    let (_, behind, cue) = cue::find(tokens)
        .into_iter()
        .rfind(|(.., cue)| matches!(cue, Cue::Take | Cue::Yes))?;
    let introduces = |i: &usize| {
        matches!(
            tokens.word(*i),
            "it's" | "i'm" | "ich" | "bin" | "fuer" | "for" | "auf" | "und" | "hier" | "ist" | ""
        )
    };
    let start = (behind..behind + 3).find(|i| !introduces(i))?;
    let words = (start..start + 4)
        .take_while(|i| is_name_word(tokens, *i, taken) && concepts(tokens.word(*i)).is_empty())
        .count();
    let ends = |i: usize| tokens.get(i).is_none() || matches!(tokens.word(i), "mit" | "with");
    let enough = if cue == Cue::Take { 1..4 } else { 2..4 };
    (enough.contains(&words) && ends(start + words))
        .then(|| name_at(tokens, start, offset, taken, 65))
        .flatten()
}

/// `pichler vorname bettina`: both parts, in the usual order.
fn with_first(found: NameFound, tokens: &Tokens<'_>, taken: &[bool]) -> NameFound {
    let first = (0..tokens.len())
        .find(|i| tokens.word(*i) == "vorname" || tokens.words(*i, &["first", "name"]))
        .map(|i| i + 1 + usize::from(tokens.word(i) == "first"))
        .map(|i| i + usize::from(matches!(tokens.word(i), "ist" | "is")))
        .and_then(|i| name_at(tokens, i, 0, taken, 95));
    match first {
        Some(first) if !found.name.contains(' ') && first.name != found.name => NameFound {
            name: format!("{} {}", first.name, found.name),
            ..found
        },
        _ => found,
    }
}

/// `matilda same surname`: the caller's.
fn with_surname(found: NameFound, tokens: &Tokens<'_>, caller: &NameFound) -> NameFound {
    let same = (0..tokens.len()).any(|i| {
        matches!(tokens.word(i), "same" | "gleicher" | "gleiche" | "selber")
            && matches!(tokens.word(i + 1), "surname" | "name" | "nachname" | "last")
    });
    match caller.name.rsplit_once(' ') {
        Some((_, last)) if same && !found.name.contains(' ') => NameFound {
            name: format!("{} {last}", found.name),
            ..found
        },
        _ => found,
    }
}

/// The name as the agent says it back: with its hyphen or umlaut, with the first name or the
/// surname that goes with it, in the usual order.
fn as_heard(found: NameFound, addressed: &[NameFound]) -> NameFound {
    let ours = letters(&found.name);
    let words: Vec<&str> = found.name.split(' ').collect();
    let heard = addressed
        .iter()
        .rev()
        .filter(|other| other.span.start > found.span.start);
    for other in heard {
        let theirs = letters(&other.name);
        let fuller = words.len() == 1
            && other.name.contains(' ')
            && other.name.split(' ').any(|word| letters(word) == ours);
        if theirs == ours || fuller {
            let name = other.name.clone();
            return NameFound { name, ..found };
        }
        // `leitner gerlinde`: `Danke, Frau Leitner`.
        if let [last, first] = words.as_slice()
            && other.confidence >= 75
            && letters(last) == theirs
        {
            let name = format!("{first} {last}");
            return NameFound { name, ..found };
        }
    }
    found
}

/// How the agent calls the caller: `Danke, Herr Müller`, `Kai-Uwe Schäfer, Dienstag`, `See you, Sarah`.
fn address(tokens: &Tokens<'_>, offset: usize) -> Vec<NameFound> {
    let mut found = Vec::new();
    for i in 0..tokens.len() {
        let word = tokens.word(i);
        let title = matches!(word, "herr" | "frau" | "familie" | "mr" | "mrs" | "ms");
        // `bei Herrn Rossi`, `Praxis Frau Weber`: staff.
        let staff = i > 0
            && matches!(
                tokens.word(i - 1),
                "bei"
                    | "mit"
                    | "zu"
                    | "praxis"
                    | "salon"
                    | "ist"
                    | "von"
                    | "with"
                    | "die"
                    | "der"
                    | "hat"
            );
        if title && !staff {
            let dot = usize::from(tokens.sign(i + 1, '.'));
            if tokens.raw(i + 1 + dot).starts_with(char::is_uppercase)
                && !tokens.word(i + 1 + dot).starts_with("doktor")
            {
                found.extend(name_at(tokens, i + 1 + dot, offset, &[], 75));
            }
        } else if tokens.raw(i).starts_with(char::is_uppercase)
            && is_name_word(tokens, i, &[])
            && tokens.lex(i) == Lex::None
        {
            let first = i == 0
                || tokens.sign(i - 1, ',')
                || tokens.sign(i - 1, '.')
                || matches!(
                    tokens.word(i - 1),
                    "danke" | "thanks" | "also" | "fuer" | "for"
                );
            // `at ten for Ortiz`.
            let called = i > 0
                && matches!(tokens.word(i - 1), "for" | "under")
                && concepts(tokens.word(i)).is_empty();
            if first || called {
                found.extend(
                    name_at(tokens, i, offset, &[], if called { 60 } else { 40 })
                        .filter(|name| !name.name.is_empty()),
                );
            }
        }
    }
    found.retain(|name| name.name.chars().any(char::is_alphabetic));
    found
}
