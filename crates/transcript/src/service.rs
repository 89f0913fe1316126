//! Which services of the catalogue were meant; ambiguity is reported, never decided (F14).
//!
//! A name that is said counts most. Else every word is a clue to the names that it fits, and goes
//! to the one that the other clues speak for too; where two are left, neither is taken. What the
//! agent repeats decides between those, and where the caller's words name none.

use std::ops::Range;

use crate::catalogue::Catalogue;
use crate::conversation::{Conversation, Speaker};
use crate::cue::{self, Cue};
use crate::token::Tokens;

mod change;
mod clause;
mod side;
mod standing;

use change::{
    adds_to, asks_for_more, changes, is_refusal, lacks, offers_instead, settles_on, takes_instead,
};
use clause::repeats;
use side::Side;
use standing::{Standing, standings};

/// A service as a company offers it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Service {
    /// As customers know it.
    pub name: String,
    /// What else they call it.
    pub synonyms: Vec<String>,
}

/// A service that was named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceFound {
    /// Its place in the catalogue.
    pub index: usize,
    /// The words that name it, as bytes of the text.
    pub span: Range<usize>,
    /// How surely, to 100: 90 and more by its name, 80 by words that tell it from the others, 65
    /// by a name misheard or a word that only suggests it.
    pub confidence: u8,
}

/// What was said about services.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ServicesFound {
    /// Those that were named, the first one first.
    pub found: Vec<ServiceFound>,
    /// Those between which the words do not decide.
    pub ambiguous: Vec<usize>,
}

/// By its name.
const NAMED: u8 = 90;
/// By words that tell it from the others.
const TOLD: u8 = 80;
/// By a name misheard, or a word that only suggests it.
const SUGGESTED: u8 = 65;

/// Whether what the agent suggested is declined: `nein danke`, `na na das mach ich selber`.
fn declines(tokens: &Tokens<'_>) -> bool {
    is_refusal(tokens, 0)
        || matches!(tokens.word(0), "naa" | "noe" | "nei" | "nae" | "nah")
        || tokens.words(0, &["na", "na"])
        || (cue::refuses(tokens) && tokens.words(0, &["och"]))
}

/// Whether an answer begins with a plain yes.
fn affirms(tokens: &Tokens<'_>) -> bool {
    cue::find(tokens)
        .first()
        .is_some_and(|(from, _, cue)| *from == 0 && *cue == Cue::Yes)
}

/// Whether an answer takes what was offered.
fn accepts(tokens: &Tokens<'_>) -> bool {
    let cues = cue::find(tokens);
    let takes = |cue: Cue| matches!(cue, Cue::Yes | Cue::Take | Cue::Heard);
    cues.iter().any(|(.., cue)| takes(*cue)) && cues.iter().all(|(.., cue)| takes(*cue))
}

/// Where the last sentence begins, which is what a `nein` answers.
fn last_sentence(tokens: &Tokens<'_>) -> usize {
    let ends = |i: &usize| ['.', '!', '?'].iter().any(|sign| tokens.sign(*i, *sign));
    (0..tokens.len().saturating_sub(1))
        .rfind(ends)
        .map_or(0, |i| i + 1)
}

/// The services named in the call, and whether the caller named them only to ask what they cost
/// or how long they take.
pub(crate) fn read(
    call: &Conversation,
    read: &[Tokens<'_>],
    services: &[Service],
) -> (ServicesFound, bool) {
    let mut catalogue = Catalogue::new(services);
    let mut caller = Side::default();
    let mut asking = Side::default();
    // What others come for, and what was done before and is wanted again; meant, where the caller
    // names nothing else.
    let mut others = Side::default();
    let mut agent = Side::default();
    // The caller changed what was said before.
    let mut changed = false;
    let mut asks_price = false;
    // What the caller named last, and the agent.
    let mut latest: Vec<usize> = Vec::new();
    let mut offered: Vec<ServiceFound> = Vec::new();
    // Whether the agent offered that beside what was asked for.
    let mut upsells = false;
    // What the agent said to be wanted together.
    let mut listed: Vec<ServiceFound> = Vec::new();
    let mut affirmed = false;
    // What the agent offered in the place of what was asked for.
    let mut instead: Option<ServiceFound> = None;
    for (n, (turn, tokens)) in call.turns.iter().zip(read).enumerate() {
        if turn.speaker == Speaker::Caller {
            let at = turn.span.start;
            let all = standings(tokens);
            let said = (Standing::Wanted, &all[..]);
            let more = n > 0 && asks_for_more(&read[n - 1]);
            // `I'd go for the full one.` – `Okay, the full one then.`
            let taken = match &offered[..] {
                [only] if !upsells && takes_instead(tokens) => Some(only.clone()),
                _ => None,
            };
            let taken = taken.filter(|only| !caller.knows(only.index, &catalogue));
            let heard = caller.hear(tokens, at, &mut catalogue, said, more);
            if heard.replaces {
                agent.keep(&heard.services, &catalogue);
            }
            latest = heard.services;
            if let Some(only) = taken.filter(|only| latest == [only.index]) {
                caller = Side::of(&only);
                agent.keep(&latest, &catalogue);
            }
            asks_price |= all.contains(&Standing::Asked);
            if all.contains(&Standing::Asked) {
                let asked = (Standing::Asked, &all[..]);
                asking.hear(tokens, at, &mut catalogue, asked, more);
            }
            if all.contains(&Standing::Others) {
                let theirs = (Standing::Others, &all[..]);
                others.hear(tokens, at, &mut catalogue, theirs, more);
            }
            if all.contains(&Standing::Past) && repeats(tokens) {
                let before = (Standing::Past, &all[..]);
                others.hear(tokens, at, &mut catalogue, before, more);
            }
            if all.contains(&Standing::RuledOut) {
                let mut off = Side::default();
                let ruled_out = (Standing::RuledOut, &all[..]);
                off.hear(tokens, at, &mut catalogue, ruled_out, true);
                caller.drop_but_the_last(&off, &catalogue);
                agent.drop(&off, &catalogue);
            }
            // `Ausgebucht, stattdessen ginge …` – `gut, dann die`.
            if let Some(one) = instead.take()
                && latest.is_empty()
                && accepts(tokens)
            {
                caller = Side::of(&one);
                agent = Side::of(&one);
            }
            changed = changes(tokens);
            // `Let's do that instead.`
            if changed
                && latest.is_empty()
                && let [only] = &offered[..]
                && !caller.knows(only.index, &catalogue)
            {
                caller = Side::of(only);
            }
        } else if n > 0 {
            // The first words are the company's name.
            let mut all = vec![Standing::Wanted; tokens.len()];
            if read.get(n + 1).is_some_and(declines) {
                all[last_sentence(tokens)..].fill(Standing::RuledOut);
            }
            let said = (Standing::Wanted, &all[..]);
            let joints = agent.joints.len();
            let at = turn.span.start;
            let mut named = agent.hear(tokens, at, &mut catalogue, said, true).named;
            named.retain(|(_, one)| one.confidence >= NAMED);
            let from = offers_instead(tokens).unwrap_or(tokens.len());
            let behind = named.partition_point(|(at, _)| *at < from);
            instead = match &named[behind..] {
                [(_, only)] => Some(only.clone()),
                _ => None,
            };
            offered = named.iter().map(|(_, one)| one.clone()).collect();
            upsells = adds_to(tokens) && !lacks(tokens);
            if let [(at, only)] = &named[..] {
                // `Dann also die schwedische Massage.`
                let repeats = latest.contains(&only.index);
                let new = repeats || !caller.knows(only.index, &catalogue);
                if (std::mem::take(&mut changed) && new) || (repeats && settles_on(tokens, *at)) {
                    caller = Side::of(only);
                    agent = Side::of(only);
                }
            }
            // `Augenbrauen und Wimpern also.`
            if named.len() > 1 && agent.joints.len() - joints + 1 >= named.len() {
                listed.clone_from(&offered);
                affirmed = read.get(n + 1).is_some_and(affirms);
            }
        }
    }
    // `Was kostet eine Massage?` names one only where nothing else does.
    let asks = caller.is_silent() && asks_price;
    let heard = if asks && !asking.is_silent() {
        &asking
    } else if caller.is_silent() {
        &others
    } else {
        &caller
    };
    let mut verdict = heard.weigh(&catalogue);
    let (mut found, surely) = heard.settle(&mut verdict, &catalogue);
    let mut ambiguous: Vec<usize> = Vec::new();
    for between in &verdict.ambiguous {
        if !found.iter().any(|one| between.contains(&one.index)) {
            ambiguous.extend(between);
        }
    }
    // What the agent repeats decides where the caller's words do not.
    let (mut repeated, sure) = repeated(&agent, &catalogue);
    // What was only guessed at does not stand beside what the agent says by its name.
    let mut place = 0;
    found.retain(|one| {
        place += 1;
        let known = repeated.iter().any(|it| it.index == one.index);
        let doubted = listed.len() > 1 || (sure && surely == 0);
        known || place <= surely || !doubted
    });
    // A word that only suggests it decides no more than between what the caller's words fit.
    repeated.retain(|one| one.confidence >= TOLD || ambiguous.contains(&one.index));
    for one in &mut found {
        if repeated.iter().any(|it| it.index == one.index) {
            one.confidence = one.confidence.max(NAMED);
        }
    }
    if found.is_empty() || !ambiguous.is_empty() {
        repeated.retain(|one| {
            !found.iter().any(|known| known.index == one.index)
                && (ambiguous.is_empty() || ambiguous.contains(&one.index))
        });
        if let [only] = &repeated[..] {
            found.push(only.clone());
            ambiguous.clear();
        }
    }
    let all_listed = |one: &ServiceFound| listed.iter().any(|it| it.index == one.index);
    // `Das Übliche.` – `Also Schneiden und Färben?` – `Genau.`
    let told = !found.is_empty() || (affirmed && ambiguous.is_empty());
    if told && found.iter().all(all_listed) {
        for one in listed {
            if !found.iter().any(|known| known.index == one.index) {
                found.push(one);
            }
        }
        ambiguous.clear();
    }
    ambiguous.sort_unstable();
    ambiguous.dedup();
    found.sort_by_key(|one| one.span.start);
    (ServicesFound { found, ambiguous }, asks)
}

/// What the agent names: by name, or else by words that tell it; and whether that is a whole
/// name, of two words at least.
fn repeated(agent: &Side, catalogue: &Catalogue) -> (Vec<ServiceFound>, bool) {
    let mut named = agent.named.clone();
    named.retain(|one| one.confidence >= NAMED);
    if !named.is_empty() {
        return (named, true);
    }
    let told = agent.weigh(catalogue).found;
    let sure = told.iter().any(|told| told.full > 1);
    (told.into_iter().map(|told| told.one).collect(), sure)
}

/// Whether one service is the other and more, by one of their names.
fn extends(catalogue: &Catalogue, one: usize, other: usize) -> bool {
    let of = |service: usize| {
        catalogue
            .namings
            .iter()
            .filter(move |it| it.service == service)
    };
    of(one).any(|one| of(other).any(|other| one.extends(other)))
}
