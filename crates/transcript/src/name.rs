//! Who calls: what the caller says of themselves, and what the agent makes of it.

mod back;
mod echo;
mod repair;
mod staff;

use std::ops::Range;

use crate::act::{Act, AgentTurn, Asks};
use crate::client::ClientFound;
use crate::concept::is_known;
use crate::conversation::{Conversation, Speaker};
use crate::cue::{self, Cue};
use crate::mention::Mention;
use crate::name::back::{closing_said_back, confirms, said_back, said_somewhere, suggested};
use crate::name::echo::{CALLED, Echo, FOR, as_heard};
use crate::naming::{
    self, GUESS, SHORT, WHOSE, answer, asks_who, free_calendar, greeting, introduced, is_given,
    is_machine, is_name_word, label, letters, name_at, times,
};
use crate::spelling;
use crate::token::{Tokens, folded};

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
    services: &[Range<usize>],
) -> Names {
    let mut told: Option<NameFound> = None;
    let mut answered: Option<NameFound> = None;
    let addressed = echo::all(call, read);
    let echo = Echo::new(&addressed);
    let mut hailed = echo.last().cloned();
    let mut guesses: Vec<NameFound> = Vec::new();
    let mut asked: Option<Act> = None;
    let mut greeted = false;
    // The agent said the name back.
    let mut repeated = false;
    // The agent asks for a number plate, an address, a pet.
    let mut else_asked = false;
    // The agent said a time or waits for a yes.
    let mut proposed = false;
    // The agent asks whether this is the name.
    let mut proposal: Option<NameFound> = None;
    // `Emma speaking`, and the caller: `hi emma`.
    let hosts = read.first().filter(|_| {
        call.turns
            .first()
            .is_some_and(|turn| turn.speaker == Speaker::Agent)
    });
    let without_host = |found: NameFound| {
        let (first, rest) = found.name.split_once(' ').unwrap_or((&found.name, ""));
        let first = letters(first);
        let host = found.confidence <= GREETED
            && is_given(&first)
            && hosts.is_some_and(|host| {
                (0..host.len().min(HOST)).any(|i| naming::has_letters(host.word(i), &first))
            });
        if !host {
            return Some(found);
        }
        // `hi nina egon matuschek here`.
        let name = rest.to_owned();
        name.contains(' ').then_some(NameFound { name, ..found })
    };
    let turns = call.turns.iter().zip(read).zip(mentions).zip(agents);
    for (at, (((turn, tokens), mentions), agent)) in turns.enumerate() {
        let offset = turn.span.start;
        if turn.speaker == Speaker::Agent {
            let acts = agent.acts();
            let names = acts
                .iter()
                .any(|act| act.is_about_name() && *act != Act::AsksFirstName);
            else_asked = acts.contains(&Act::AsksElse);
            let else_only = else_asked && !names;
            asked = acts
                .iter()
                .copied()
                .rev()
                .find(|act| !else_only && act.is_about_name());
            asked = asked.filter(|_| !acts.contains(&Act::AsksMore));
            if !else_only {
                asked = asked.or_else(|| asks_who(tokens));
            }
            let last = answered.as_ref().or(told.as_ref());
            let last = last.and_then(|known| known.name.rsplit(' ').next());
            // `Frau Ahrens, richtig?`, but not `Frau Ahrens, kommen Sie mit der Bahn?`
            let asks = (0..tokens.len()).any(|i| tokens.sign(i, '?'));
            repeated = last.map(letters).is_some_and(|last| {
                (tokens.len() <= SHORT || !asks)
                    && (0..tokens.len()).any(|i| naming::has_letters(tokens.word(i), &last))
            });
            proposal = suggested(tokens, offset);
            proposed = !agent.times.is_empty() || agent.asks == Asks::Consent;
            continue;
        }
        if is_machine(tokens) {
            continue;
        }
        let mut taken = times(tokens, mentions);
        if asked.is_some() {
            free_calendar(tokens, &mut taken);
        }
        let labels = label::labelled(tokens, &taken, asked.is_some());
        let denied = |known: &mut Option<NameFound>| {
            if let Some(found) = known.take() {
                *known = Some(repair::corrected(found, tokens, offset, &taken));
            }
        };
        denied(&mut answered);
        denied(&mut told);
        denied(&mut hailed);
        let known = answered.as_mut().or(told.as_mut()).filter(|_| !else_asked);
        if let Some(known) = known
            && let Some(written) = repair::respelled(known, tokens)
                .or_else(|| repair::retold(known, tokens, offset, &taken, repeated))
        {
            *known = written;
            asked = None;
            continue;
        }
        // `Friday at one for Archie?`, a pet of who told another name.
        let other = |name: &NameFound| {
            let other = |told: &NameFound| !bears_out(told, name) && is_given(&first_of(told));
            told.as_ref().is_some_and(other) && is_given(&first_of(name))
        };
        let proposed_name = proposal.take().filter(|name| !other(name));
        if let Some(name) = proposed_name.filter(|_| confirms(tokens)) {
            let fuller = told
                .clone()
                .filter(|told| told.name.contains(' ') && bears_out(told, &name));
            // `da isch d leana`: `Hofstetter, gell?`
            let known = answered.as_ref().or(told.as_ref()).or(hailed.as_ref());
            let first = known.filter(|known| client.is_none() && is_first(known));
            if let Some(first) = first.filter(|_| !is_first(&name) && !name.name.contains(' ')) {
                let name = format!("{} {}", first.name, name.name);
                answered = Some(NameFound {
                    name,
                    ..first.clone()
                });
            } else {
                answered.get_or_insert(fuller.unwrap_or(name));
            }
        }
        let whole = matches!(asked, Some(Act::AsksName | Act::AsksSurname));
        let introduced = introduced(tokens, offset, &taken, whole);
        guesses.extend(introduced.clone().filter(|found| found.confidence <= GUESS));
        let introduced = introduced
            .filter(|found| found.confidence > GUESS)
            .or_else(|| greeting(tokens, offset, &taken, services).filter(|_| !greeted))
            .and_then(without_host);
        greeted = true;
        // `blum` of whom `sandra blum` was said: again, and no more of it.
        let fuller = |found: NameFound| {
            let known = answered.as_ref().or(told.as_ref());
            known
                .filter(|known| !found.name.contains(' ') && bears_out(known, &found))
                .filter(|known| client.is_none() && known.name.contains(' '))
                .cloned()
                .unwrap_or(found)
        };
        match (asked, introduced) {
            (Some(Act::AsksFirstName), _) => {
                let first = answer(tokens, offset, &taken).map(fuller);
                let last = answered.as_ref().or(told.as_ref()).or(hailed.as_ref());
                answered = match (first, last) {
                    (Some(first), Some(last)) if is_surname(last) => Some(NameFound {
                        name: format!("{} {}", first.name, last.name),
                        ..last.clone()
                    }),
                    (first, last) => first.or_else(|| last.cloned()),
                };
            }
            (Some(act), introduced) => {
                let answer = answer(tokens, offset, &taken);
                let found = match (introduced, answer) {
                    // `maureen clegg i'm julie`: the one that the agent says back.
                    (Some(own), Some(answer)) if echo.bears(&answer) && !echo.bears(&own) => {
                        Some(answer)
                    }
                    (introduced, answer) => introduced.or(answer),
                };
                let found = repair::repaired(found, tokens, offset, &taken);
                let found = found.map(|found| fuller(repair::with_labels(found, &labels)));
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
                let found = introduced
                    .map(|found| {
                        // `bär mein name, für meinen mann paul bär`: the client's is another.
                        let fuller = repair::again(found.clone(), tokens, offset, &taken);
                        let theirs = client.and_then(|client| client.name.as_ref());
                        if theirs == Some(&fuller.name) {
                            found
                        } else {
                            fuller
                        }
                    })
                    .or_else(behind)
                    .or_else(|| {
                        let back = read.get(at + 1).filter(|_| proposed)?;
                        closing_said_back(tokens, offset, back, services)
                    })
                    .or_else(|| spelled_out(tokens, offset, &taken))
                    .or_else(|| labels.whole(offset));
                let Some(found) = found else {
                    // `leopold mit Vornamen`, said when there was a name already.
                    let known = answered.as_mut().or(told.as_mut());
                    if let Some(known) = known.filter(|known| !known.name.contains(' ')) {
                        *known = repair::with_labels(known.clone(), &labels);
                    }
                    continue;
                };
                let found = repair::with_labels(found, &labels);
                guesses.push(found.clone());
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
    let was_asked = answered.is_some();
    let located = hailed
        .as_ref()
        .and_then(|hailed| echo::located(hailed, call, read));
    let hailed = located.or(hailed);
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
    // `hier ist der ernst`, and the agent: `Herr Swoboda`.
    let told = match told {
        Some(told) if client.is_none() => Some(echo.with_surname(told)),
        told => told,
    };
    // A guess of ours counts where the agent bears it out.
    let bears = |found: &NameFound| {
        hailed
            .as_ref()
            .is_some_and(|hailed| bears_out(hailed, found))
    };
    // `Friday at one for Archie?` speaks of somebody.
    let by_name = hailed
        .as_ref()
        .is_some_and(|hailed| hailed.confidence > FOR);
    let weak = |found: &NameFound| found.confidence < 75 && by_name && !bears(found);
    let borne = guesses.into_iter().find(bears);
    let told = match told {
        Some(told)
            if borne.is_none() || told.confidence >= WHOSE || bears(&told) || echo.bears(&told) =>
        {
            Some(told)
        }
        // `hallo iversen hier`, `da ist der mieter herr lorenzen da` and `Danke, Frau Iversen`.
        _ => borne,
    };
    let told = told.map(|found| NameFound {
        confidence: found.confidence.max(if bears(&found) { BORNE } else { 0 }),
        ..found
    });
    let caller = told.clone().filter(|told| !weak(told)).or(own);
    // What was taken for an answer is none, where the agent calls the caller otherwise.
    let misheard = |found: &NameFound| {
        let titled =
            |hailed: &NameFound| hailed.confidence >= 75 && hailed.span.start > found.span.start;
        hailed.as_ref().is_some_and(titled)
            && client.is_none()
            && !bears(found)
            && !found.name.contains(' ')
            && !is_said_again(found, call, read)
    };
    let name = answered
        .filter(|found| !misheard(found))
        .or(clients)
        .or(told.filter(|told| !weak(told)));
    // `Danke, Frau Tönnies` of whom the first name was said, too.
    let name = match (name, hailed) {
        (Some(name), Some(hailed))
            if hailed.name.contains(' ')
                && !name.name.contains(' ')
                && bears_out(&hailed, &name) =>
        {
            Some(NameFound {
                name: hailed.name,
                ..name
            })
        }
        // `Schön, Edgar. Und mit Nachnamen?`
        (Some(name), Some(hailed))
            if hailed.confidence == CALLED
                && client.is_none()
                && !name.name.contains(' ')
                && !is_given(&letters(&name.name)) =>
        {
            Some(NameFound {
                name: format!("{} {}", hailed.name, name.name),
                ..name
            })
        }
        (name, hailed) => name
            .or(hailed)
            .or_else(|| said_somewhere(call, read))
            .or_else(|| echo::anywhere(call, read)),
    };
    Names {
        name: name.map(|name| said_back(as_heard(name, &addressed), call, read, was_asked)),
        caller: caller.map(|name| as_heard(name, &addressed)),
    }
}

/// How surely words that follow a greeting are a name.
const GREETED: u8 = 70;

/// How surely a name is one by which the agent calls the caller.
const BORNE: u8 = 75;

/// Words of the agent's first turn in which they tell who they are.
const HOST: usize = 40;

/// Whether two names have a part in common.
fn bears_out(one: &NameFound, other: &NameFound) -> bool {
    let ours: Vec<String> = one.name.split([' ', '-']).map(letters).collect();
    other
        .name
        .split([' ', '-'])
        .any(|word| ours.contains(&letters(word)))
}

/// The first word of a name, to compare it by.
fn first_of(found: &NameFound) -> String {
    letters(found.name.split(' ').next().unwrap_or_default())
}

/// Whether it is a given name alone.
fn is_first(found: &NameFound) -> bool {
    is_given(&letters(&found.name))
}

/// Whether no first name was told beside the surname: `Bülow`, `von Bülow`.
fn is_surname(found: &NameFound) -> bool {
    !found.name.contains(' ') || found.name.starts_with(char::is_lowercase)
}

/// A word as names are written.
fn cased(word: &str) -> String {
    naming::written(word)
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
        .take_while(|i| is_name_word(tokens, *i, taken) && !is_known(tokens.word(*i)))
        .count();
    let ends = |i: usize| tokens.get(i).is_none() || matches!(tokens.word(i), "mit" | "with");
    let enough = if cue == Cue::Take { 1..4 } else { 2..4 };
    // `ja gern yin yoga` is none.
    let named = cue == Cue::Take || (start..start + words).any(|i| is_given(tokens.word(i)));
    (named && enough.contains(&words) && ends(start + words))
        .then(|| name_at(tokens, start, offset, taken, 65))
        .flatten()
}

/// Whether the caller says the name again, later: `Danke, Frau Putz` / `lutz`.
fn is_said_again(found: &NameFound, call: &Conversation, read: &[Tokens<'_>]) -> bool {
    let ours = letters(&found.name);
    call.turns.iter().zip(read).any(|(turn, tokens)| {
        turn.speaker == Speaker::Caller
            && turn.span.start > found.span.start
            && (0..tokens.len()).any(|i| naming::has_letters(tokens.word(i), &ours))
    })
}

/// `czerny c z e r n y`: a word that the caller spells at once, with the given name before it.
fn spelled_out(tokens: &Tokens<'_>, offset: usize, taken: &[bool]) -> Option<NameFound> {
    let at = (0..tokens.len()).find(|i| {
        let heard = folded(tokens.raw(*i));
        is_name_word(tokens, *i, taken)
            && !is_known(tokens.word(*i))
            && spelling::spelled(tokens, i + 1).is_some_and(|(spelled, _)| {
                // `golf g t i` is no name.
                let spelled = folded(&spelled);
                spelled.chars().next() == heard.chars().next()
                    && spelled.chars().last() == heard.chars().last()
            })
    })?;
    let led = at > 0 && is_given(tokens.word(at - 1)) && is_name_word(tokens, at - 1, taken);
    name_at(tokens, at - usize::from(led), offset, taken, 75)
}

/// `matilda same surname`: the caller's.
fn with_surname(found: NameFound, tokens: &Tokens<'_>, caller: &NameFound) -> NameFound {
    let same = (0..tokens.len()).any(|i| {
        matches!(tokens.word(i), "same" | "gleicher" | "gleiche" | "selber")
            && matches!(tokens.word(i + 1), "surname" | "name" | "nachname" | "last")
    });
    // `luca auch meier`.
    let too = |last: &str| {
        let last = letters(last);
        (1..tokens.len())
            .any(|i| tokens.word(i - 1) == "auch" && naming::has_letters(tokens.word(i), &last))
    };
    match caller.name.rsplit_once(' ') {
        Some((_, last)) if (same || too(last)) && !found.name.contains(' ') => NameFound {
            name: format!("{} {last}", found.name),
            ..found
        },
        _ => found,
    }
}
