//! Which services of the catalogue were meant; ambiguity is reported, never decided (F14).
//!
//! A name that is said counts most. Else every word is a clue to the names that it fits, and goes
//! to the one that the other clues speak for too; where two are left, neither is taken. What the
//! agent repeats decides between those, and where the caller's words name none.

use std::ops::Range;
use std::rc::Rc;

use crate::catalogue::{Catalogue, Clue};
use crate::conversation::{Conversation, Speaker};
use crate::cue;
use crate::lexicon::Lex;
use crate::stem::INFLECTED;
use crate::token::Tokens;

mod standing;

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

/// Bytes between a `nein` and what is meant instead.
const CORRECTING: usize = 24;

/// Bytes between two services that an `und` joins.
const JOINED: usize = 28;

/// A clue where it was said.
#[derive(Debug, Clone)]
struct Said {
    clue: Rc<Clue>,
    span: Range<usize>,
}

/// What one side said about services.
#[derive(Debug, Default)]
struct Side {
    named: Vec<ServiceFound>,
    said: Vec<Said>,
    /// Where `und` and its like stand.
    joints: Vec<usize>,
}

/// A service that clues speak for.
#[derive(Debug)]
struct Told {
    one: ServiceFound,
    /// Whether all of its name was said.
    full: bool,
    score: usize,
}

/// What the clues come to.
#[derive(Debug, Default)]
struct Verdict {
    found: Vec<Told>,
    /// Each a clue's.
    ambiguous: Vec<Vec<usize>>,
}

impl Side {
    /// Whether it named nothing.
    fn is_silent(&self) -> bool {
        self.named.is_empty() && self.said.is_empty()
    }

    /// Hears what stands so in one turn; what that names.
    fn hear(
        &mut self,
        tokens: &Tokens<'_>,
        offset: usize,
        catalogue: &mut Catalogue,
        (standing, standings): (Standing, &[Standing]),
    ) -> Vec<ServiceFound> {
        let place = |from, to| {
            let span = tokens.bytes(from, to);
            span.start + offset..span.end + offset
        };
        let stands = |at: usize| standings.get(at) == Some(&standing);
        let mut named: Vec<ServiceFound> = Vec::new();
        for (index, (from, to), likeness) in catalogue.named(tokens) {
            if !stands(from) {
                continue;
            }
            named.push(ServiceFound {
                index,
                span: place(from, to),
                // Inflected at most, else misheard.
                confidence: if likeness >= INFLECTED {
                    likeness
                } else {
                    SUGGESTED
                },
            });
        }
        let mut said: Vec<Said> = Vec::new();
        for i in 0..tokens.len() {
            let word = tokens.word(i);
            if matches!(word, "und" | "and" | "plus" | "sowie") {
                self.joints.push(place(i, i + 1).start);
            }
            // `Bart schneiden` is no haircut, and `Sonnabend` no son.
            let beard = i > 0 && word == "schneiden" && tokens.word(i - 1) == "bart";
            if beard || tokens.lex(i) != Lex::None || !stands(i) {
                continue;
            }
            let span = place(i, i + 1);
            said.extend(catalogue.clues(word).into_iter().map(|clue| Said {
                clue,
                span: span.clone(),
            }));
        }
        // `eine Versiegelung, ach nee, zur Vorsorge`: what was taken back does not count.
        let last = named.iter().map(|one| one.span.start);
        let last = last.chain(said.iter().map(|it| it.span.start)).max();
        let back = (0..tokens.len())
            .filter(|i| is_refusal(tokens.word(*i)))
            .map(|i| place(i, i + 1).end)
            .filter(|end| last.is_some_and(|last| *end <= last))
            .max()
            .unwrap_or(0);
        named.retain(|one| one.span.start >= back);
        // `Ach nee, doch Färben`: nor does what was said in turns before.
        let corrects = |one: &ServiceFound| {
            one.confidence >= NAMED && back > 0 && one.span.start - back <= CORRECTING
        };
        if named.iter().any(corrects) {
            self.named.clear();
            self.said.clear();
        }
        let heard = named.clone();
        for one in named {
            match self.named.iter_mut().find(|it| it.index == one.index) {
                Some(known) if known.confidence >= one.confidence => {}
                Some(known) => *known = one,
                None => self.named.push(one),
            }
        }
        for it in said.into_iter().filter(|it| it.span.start >= back) {
            if !self.said.iter().any(|known| known.clue == it.clue) {
                self.said.push(it);
            }
        }
        heard
    }

    /// Lets every clue vote for the name that most speaks for.
    fn weigh(&self, catalogue: &Catalogue) -> Verdict {
        let namings = &catalogue.namings;
        let mut scores = vec![0; namings.len()];
        let mut bits = vec![0_u32; namings.len()];
        for it in &self.said {
            for (naming, fitting) in &it.clue.fits {
                scores[*naming] += 60 / it.clue.services.max(1);
                bits[*naming] |= fitting;
            }
        }
        let full = |n: usize| bits[n].count_ones() == namings[n].size();
        let mut verdict = Verdict::default();
        let things = self.said.iter().any(|it| it.clue.votes && !it.clue.person);
        for it in self.said.iter().filter(|it| it.clue.votes) {
            // Who comes names a service only where nothing else does.
            if it.clue.person && things {
                continue;
            }
            let fitting: Vec<usize> = it.clue.fits.iter().map(|(n, _)| *n).collect();
            let most = fitting.iter().map(|n| scores[*n]).max();
            let mut best = fitting.clone();
            best.retain(|n| Some(scores[*n]) == most);
            // The plain one, where nothing was said that tells the others from it.
            if best.iter().any(|n| full(*n)) {
                best.retain(|n| full(*n));
            }
            // `Ein Herrenschnitt und ein Damenschnitt`: said in full beside it.
            let beside = fitting.iter().filter(|n| full(**n) && !best.contains(n));
            let beside: Vec<usize> = beside
                .filter(|n| !best.iter().any(|by| namings[*by].includes(&namings[**n])))
                .copied()
                .collect();
            best.extend(beside);
            best.dedup_by_key(|n| namings[*n].service);
            let apart = best.iter().enumerate().all(|(i, n)| {
                let others = best[..i].iter();
                full(*n)
                    && !others
                        .into_iter()
                        .any(|by| namings[*by].includes(&namings[*n]))
            });
            if best.len() > 1 && !apart {
                let services = best.iter().map(|n| namings[*n].service);
                verdict.ambiguous.push(services.collect());
                continue;
            }
            for only in best {
                let index = namings[only].service;
                let sure = full(only) || (it.clue.own && it.clue.services == 1);
                let confidence = if sure { TOLD } else { SUGGESTED };
                let known = verdict.found.iter_mut().find(|it| it.one.index == index);
                if let Some(known) = known {
                    known.one.confidence = known.one.confidence.max(confidence);
                } else {
                    let span = it.span.clone();
                    let one = ServiceFound {
                        index,
                        span,
                        confidence,
                    };
                    verdict.found.push(Told {
                        one,
                        full: full(only),
                        score: scores[only],
                    });
                }
            }
        }
        verdict
    }

    /// What was named, and what the clues add to it; the first so many in full.
    fn settle(&self, verdict: &mut Verdict, catalogue: &Catalogue) -> (Vec<ServiceFound>, usize) {
        let mut found = self.named.clone();
        if found.iter().any(|one| one.confidence >= NAMED) {
            found.retain(|one| one.confidence >= NAMED);
        }
        let new = |one: &ServiceFound, found: &[ServiceFound]| {
            !found
                .iter()
                .any(|known| known.index == one.index || extends(catalogue, known.index, one.index))
        };
        let (full, partial): (Vec<Told>, Vec<Told>) =
            verdict.found.drain(..).partition(|it| it.full);
        for Told { one, .. } in full {
            // `Sehtest`, and it is for a child.
            found.retain(|known| !extends(catalogue, one.index, known.index));
            if let Some(known) = found.iter_mut().find(|it| it.index == one.index) {
                known.confidence = known.confidence.max(one.confidence);
            } else if new(&one, &found) {
                found.push(one);
            }
        }
        for Told { one, .. } in &partial {
            if let Some(known) = found.iter_mut().find(|it| it.index == one.index) {
                known.confidence = known.confidence.max(one.confidence);
            }
        }
        let settled = found.clone();
        let surely = settled.len();
        let joined = |one: &ServiceFound| {
            let beside = settled.iter().chain(partial.iter().map(|it| &it.one));
            beside
                .filter(|known| known.index != one.index)
                .any(|known| self.joins(&known.span, &one.span))
        };
        let most = partial.iter().map(|it| it.score).max();
        let best = partial.iter().filter(|it| Some(it.score) == most).count();
        for Told { one, score, .. } in &partial {
            if !new(one, &found) {
                continue;
            }
            let alone = settled.is_empty() && Some(*score) == most;
            if joined(one) || (alone && best == 1) {
                found.push(one.clone());
            } else if alone {
                // Half of one name and half of another.
                let all = partial.iter().filter(|it| Some(it.score) == most);
                verdict.ambiguous.push(all.map(|it| it.one.index).collect());
            }
        }
        (found, surely)
    }

    /// Whether two places are joined by an `und`.
    fn joins(&self, one: &Range<usize>, other: &Range<usize>) -> bool {
        let (from, to) = (one.start.min(other.start), one.start.max(other.start));
        to - from <= JOINED && self.joints.iter().any(|at| (from..to).contains(at))
    }
}

fn is_refusal(word: &str) -> bool {
    matches!(
        word,
        "nein" | "nee" | "ne" | "quatsch" | "sondern" | "no" | "nope"
    )
}

/// Whether what the agent suggested is declined: `nein danke`, `na na das mach ich selber`.
fn declines(tokens: &Tokens<'_>) -> bool {
    is_refusal(tokens.word(0))
        || matches!(tokens.word(0), "naa" | "noe" | "nei" | "nae" | "nah")
        || tokens.words(0, &["na", "na"])
        || (cue::refuses(tokens) && tokens.words(0, &["och"]))
}

/// Where the last sentence begins, which is what a `nein` answers.
fn last_sentence(tokens: &Tokens<'_>) -> usize {
    let ends = |i: &usize| ['.', '!', '?'].iter().any(|sign| tokens.sign(*i, *sign));
    (0..tokens.len().saturating_sub(1))
        .rfind(ends)
        .map_or(0, |i| i + 1)
}

/// Whether another service is to take the place of the first: `could you switch that to …`,
/// `machen wir doch lieber …`.
fn changes(tokens: &Tokens<'_>) -> bool {
    (0..tokens.len()).any(|i| {
        let behind = |it: &[&str]| (i + 1..i + 5).any(|at| it.contains(&tokens.word(at)));
        match tokens.word(i) {
            "switch" | "change" | "swap" => behind(&["to", "for"]),
            "make" => behind(&["instead"]),
            "aendern" | "tauschen" | "umstellen" => {
                (i.saturating_sub(4)..i).any(|at| matches!(tokens.word(at), "auf" | "gegen" | "zu"))
            }
            "instead" | "stattdessen" | "umentschieden" => true,
            "doch" => matches!(tokens.word(i + 1), "lieber" | "eher"),
            "dann" => matches!(tokens.word(i + 1), "lieber"),
            _ => false,
        }
    })
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
    let mut agent = Side::default();
    // The caller changed what was said before.
    let mut changed = false;
    let mut asks_price = false;
    // What the agent said to be wanted together.
    let mut listed: Vec<ServiceFound> = Vec::new();
    for (n, (turn, tokens)) in call.turns.iter().zip(read).enumerate() {
        if turn.speaker == Speaker::Caller {
            let at = turn.span.start;
            let all = standings(tokens);
            caller.hear(tokens, at, &mut catalogue, (Standing::Wanted, &all));
            asks_price |= all.contains(&Standing::Asked);
            if all.contains(&Standing::Asked) {
                asking.hear(tokens, at, &mut catalogue, (Standing::Asked, &all));
            }
            changed = changes(tokens);
        } else if n > 0 {
            // The first words are the company's name.
            let mut all = vec![Standing::Wanted; tokens.len()];
            if read.get(n + 1).is_some_and(declines) {
                all[last_sentence(tokens)..].fill(Standing::RuledOut);
            }
            let said = (Standing::Wanted, &all[..]);
            let joints = agent.joints.len();
            let mut named = agent.hear(tokens, turn.span.start, &mut catalogue, said);
            named.retain(|one| one.confidence >= NAMED);
            // `Dann also die schwedische Massage.`
            if let [only] = &named[..]
                && std::mem::take(&mut changed)
            {
                caller = Side {
                    named: vec![only.clone()],
                    ..Side::default()
                };
            }
            // `Augenbrauen und Wimpern also.`
            if named.len() > 1 && agent.joints.len() - joints + 1 >= named.len() {
                listed = named;
            }
        }
    }
    // `Was kostet eine Massage?` names one only where nothing else does.
    let asks = caller.is_silent() && asks_price;
    let heard = if asks && !asking.is_silent() {
        &asking
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
    let mut repeated = repeated(&agent, &catalogue);
    // What was only guessed at does not stand beside what the agent says by its name.
    let sure = repeated.iter().any(|it| it.confidence >= NAMED);
    let mut place = 0;
    found.retain(|one| {
        place += 1;
        let known = repeated.iter().any(|it| it.index == one.index);
        let doubted = listed.len() > 1 || (sure && surely == 0);
        known || place <= surely || !doubted
    });
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
    if !found.is_empty() && found.iter().all(all_listed) {
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

/// What the agent names: by name, or else by words that tell it.
fn repeated(agent: &Side, catalogue: &Catalogue) -> Vec<ServiceFound> {
    let mut named = agent.named.clone();
    named.retain(|one| one.confidence >= NAMED);
    if named.is_empty() {
        let told = agent.weigh(catalogue).found.into_iter();
        named = told
            .map(|told| told.one)
            .filter(|one| one.confidence >= TOLD)
            .collect();
    }
    named
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
