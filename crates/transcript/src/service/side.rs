//! What one side of the call said about services, and what that comes to.

use std::ops::Range;
use std::rc::Rc;

use super::change::correction;
use super::standing::Standing;
use super::{NAMED, SUGGESTED, ServiceFound, TOLD, extends};
use crate::catalogue::{Catalogue, Clue};
use crate::concept::is_known;
use crate::lexicon::Lex;
use crate::stem::INFLECTED;
use crate::token::Tokens;

/// Bytes between two services that an `und` joins.
const JOINED: usize = 28;

/// A clue where it was said.
#[derive(Debug, Clone)]
pub(super) struct Said {
    pub(super) clue: Rc<Clue>,
    pub(super) span: Range<usize>,
}

/// What one side said about services.
#[derive(Debug, Default)]
pub(super) struct Side {
    pub(super) named: Vec<ServiceFound>,
    pub(super) said: Vec<Said>,
    /// Where `und` and its like stand.
    pub(super) joints: Vec<usize>,
    /// Where `auch` and its like stand.
    additions: Vec<usize>,
}

/// What one turn told.
#[derive(Debug, Default)]
pub(super) struct Heard {
    /// What was named, each with its token.
    pub(super) named: Vec<(usize, ServiceFound)>,
    /// The services that anything speaks for.
    pub(super) services: Vec<usize>,
    /// Whether they take the place of what was said before.
    pub(super) replaces: bool,
}

/// A service that clues speak for.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) one: ServiceFound,
    /// How much its name is made of, if all of that was said.
    pub(super) full: u32,
    score: usize,
    /// Whether it is a word that no other service has.
    certain: bool,
}

/// What the clues come to.
#[derive(Debug, Default)]
pub(super) struct Verdict {
    pub(super) found: Vec<Told>,
    /// Each a clue's.
    pub(super) ambiguous: Vec<Vec<usize>>,
}

impl Side {
    /// Whether it named nothing.
    pub(super) fn is_silent(&self) -> bool {
        self.named.is_empty() && self.said.is_empty()
    }

    /// Who named that one and nothing else.
    pub(super) fn of(only: &ServiceFound) -> Self {
        Self {
            named: vec![only.clone()],
            ..Self::default()
        }
    }

    /// Whether what was said may mean a service.
    pub(super) fn knows(&self, index: usize, catalogue: &Catalogue) -> bool {
        let verdict = self.weigh(catalogue);
        self.named.iter().any(|one| one.index == index)
            || verdict.found.iter().any(|told| told.one.index == index)
            || verdict.ambiguous.iter().any(|them| them.contains(&index))
    }

    /// Drops what was ruled out later, unless nothing is left: who takes back the only one speaks
    /// of it all the same.
    pub(super) fn drop_but_the_last(&mut self, off: &Self, catalogue: &Catalogue) {
        let known = (self.named.clone(), self.said.clone());
        self.drop(off, catalogue);
        if self.named.is_empty() && !self.said.iter().any(|it| it.clue.tells()) {
            (self.named, self.said) = known;
        }
    }

    /// Drops what was ruled out later, by its name or by words that only it has.
    pub(super) fn drop(&mut self, off: &Self, catalogue: &Catalogue) {
        let rules_out = |it: &Said, one: &ServiceFound| {
            let mut services = catalogue.services(&it.clue);
            it.clue.tells()
                && it.span.start > one.span.start
                && services.all(|service| service == one.index)
        };
        self.named.retain(|one| {
            let mut named = off.named.iter();
            !named.any(|it| it.index == one.index && it.span.start > one.span.start)
                && !off.said.iter().any(|it| rules_out(it, one))
        });
        self.said.retain(|it| {
            let mut others = off.said.iter();
            !others.any(|other| other.clue == it.clue && other.span.start > it.span.start)
        });
    }

    /// Hears what stands so in one turn; the services that it speaks for.
    pub(super) fn hear(
        &mut self,
        tokens: &Tokens<'_>,
        offset: usize,
        catalogue: &mut Catalogue,
        (standing, standings): (Standing, &[Standing]),
        asked_for_more: bool,
    ) -> Heard {
        let place = |from, to| {
            let span = tokens.bytes(from, to);
            span.start + offset..span.end + offset
        };
        let stands = |at: usize| standings.get(at) == Some(&standing);
        let mut named: Vec<(usize, ServiceFound)> = Vec::new();
        for (index, (from, to), likeness) in catalogue.named(tokens) {
            if !stands(from) {
                continue;
            }
            let one = ServiceFound {
                index,
                span: place(from, to),
                // Inflected at most, else misheard.
                confidence: if likeness >= INFLECTED {
                    likeness
                } else {
                    SUGGESTED
                },
            };
            named.push((from, one));
        }
        let mut said: Vec<(usize, Said)> = Vec::new();
        for i in 0..tokens.len() {
            let mut word = tokens.word(i);
            if matches!(word, "und" | "and" | "plus" | "sowie") {
                self.joints.push(place(i, i + 1).start);
            }
            if matches!(word, "auch" | "dazu" | "add" | "too") {
                self.additions.push(place(i, i + 1).start);
            }
            // `Bart schneiden` is no haircut, and `Sonnabend` no son.
            let beard = i > 0 && word == "schneiden" && tokens.word(i - 1) == "bart";
            if beard || tokens.lex(i) != Lex::None || !stands(i) {
                continue;
            }
            // `Für meine Frau`; but `Frau Meier`.
            if word == "frau" && i > 0 && tokens.word(i - 1).starts_with("mein") {
                word = "damen";
            }
            // `U7`, `Klasse B`: other letters are spelled or articles.
            let number =
                tokens.digits(i + 1).is_some() || matches!(tokens.lex(i + 1), Lex::Number(..));
            let counted = (number && word != "a")
                || (i > 0 && matches!(tokens.word(i - 1), "klasse" | "class" | "typ" | "type"));
            if word.len() == 1 && !counted {
                continue;
            }
            let span = place(i, i + 1);
            let elsewhere = has_something_else(tokens, i);
            let mut clues = catalogue.clues(word);
            clues.retain(|clue| !(clue.person && elsewhere));
            said.extend(clues.into_iter().map(|clue| {
                let span = span.clone();
                (i, Said { clue, span })
            }));
        }
        let mut places: Vec<usize> = named.iter().map(|(at, _)| *at).collect();
        places.extend(
            said.iter()
                .filter(|(_, it)| it.clue.tells())
                .map(|(at, _)| *at),
        );
        places.sort_unstable();
        let mut replaces = false;
        // `Eine Versiegelung, ach nee, zur Vorsorge`: what was taken back does not count.
        if let Some(correction) = correction(tokens, &places, asked_for_more) {
            let behind = named.partition_point(|(at, _)| *at < correction.from);
            let meant = named.split_off(behind);
            let behind = said.partition_point(|(at, _)| *at < correction.from);
            let clues = said.split_off(behind);
            // `Ach nee, doch Färben`: nor does what was said in turns before.
            let surely = meant.iter().any(|(_, one)| one.confidence >= NAMED)
                || clues
                    .iter()
                    .any(|(_, it)| it.clue.tells() && (correction.plain || it.clue.is_certain()));
            if correction.near && surely {
                self.add(named, said);
                replaces = true;
            }
            (named, said) = (meant, clues);
        }
        let mut services: Vec<usize> = named.iter().map(|(_, one)| one.index).collect();
        // `Smear test` speaks for no other test.
        let covered = |it: &Said| {
            let n = named.partition_point(|(_, one)| one.span.start <= it.span.start);
            let before = n.checked_sub(1).and_then(|n| named.get(n));
            before.is_some_and(|(_, one)| one.confidence >= NAMED && it.span.end <= one.span.end)
        };
        let clues = said
            .iter()
            .filter(|(_, it)| it.clue.tells() && !covered(it));
        services.extend(clues.flat_map(|(_, it)| catalogue.services(&it.clue)));
        services.sort_unstable();
        services.dedup();
        if replaces {
            self.keep(&services, catalogue);
        }
        let heard = Heard {
            named: named.clone(),
            services,
            replaces,
        };
        self.add(named, said);
        heard
    }

    /// Adds what was heard to what was before.
    fn add(&mut self, named: Vec<(usize, ServiceFound)>, said: Vec<(usize, Said)>) {
        for (_, one) in named {
            match self.named.iter_mut().find(|it| it.index == one.index) {
                Some(known) if known.confidence >= one.confidence => {}
                Some(known) => *known = one,
                None => self.named.push(one),
            }
        }
        for (_, it) in said {
            if !self.said.iter().any(|known| known.clue == it.clue) {
                self.said.push(it);
            }
        }
    }

    /// Drops whatever speaks for other services only: `eine Probestunde Klavier`, `nein, Geige`.
    pub(super) fn keep(&mut self, meant: &[usize], catalogue: &Catalogue) {
        self.named.retain(|one| meant.contains(&one.index));
        self.said.retain(|it| {
            let mut services = catalogue.services(&it.clue);
            it.clue.person || services.any(|it| meant.contains(&it))
        });
    }

    /// Lets every clue vote for the name that most speaks for.
    pub(super) fn weigh(&self, catalogue: &Catalogue) -> Verdict {
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
                        full: if full(only) { namings[only].size() } else { 0 },
                        score: scores[only],
                        certain: it.clue.is_certain(),
                    });
                }
            }
        }
        verdict
    }

    /// What was named, and what the clues add to it; the first so many in full.
    pub(super) fn settle(
        &self,
        verdict: &mut Verdict,
        catalogue: &Catalogue,
    ) -> (Vec<ServiceFound>, usize) {
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
            verdict.found.drain(..).partition(|it| it.full > 0);
        for Told { one, .. } in full {
            // `Sehtest`, and it is for a child; but `a haircut and trim my beard`.
            found.retain(|known| {
                !extends(catalogue, one.index, known.index)
                    || self.goes_on(known, one.index, catalogue)
            });
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
        for Told {
            one,
            score,
            certain,
            ..
        } in &partial
        {
            if !new(one, &found) {
                continue;
            }
            let alone = settled.is_empty() && Some(*score) == most;
            if joined(one) || (*certain && self.comes_with(&one.span)) || (alone && best == 1) {
                found.push(one.clone());
            } else if alone {
                // Half of one name and half of another.
                let all = partial.iter().filter(|it| Some(it.score) == most);
                verdict.ambiguous.push(all.map(|it| it.one.index).collect());
            }
        }
        (found, surely)
    }

    /// Whether an `und` stands right behind it, and then what only the other one is about.
    fn goes_on(&self, one: &ServiceFound, other: usize, catalogue: &Catalogue) -> bool {
        let behind = one.span.end..one.span.end + 2;
        let about = |it: &&Said| it.clue.tells() && it.span.start > behind.end;
        one.confidence >= NAMED
            && self.joints.iter().any(|at| behind.contains(at))
            && self.said.iter().filter(about).any(|it| {
                let mut services = catalogue.services(&it.clue);
                services.all(|service| service == other)
            })
    }

    /// Whether an `auch` stands before or behind it.
    fn comes_with(&self, one: &Range<usize>) -> bool {
        let near = one.start.saturating_sub(JOINED)..one.start;
        let behind = one.end..one.end + 2;
        let mut additions = self.additions.iter();
        additions.any(|at| near.contains(at) || behind.contains(at))
    }

    /// Whether two places are joined by an `und`.
    fn joins(&self, one: &Range<usize>, other: &Range<usize>) -> bool {
        let (from, to) = (one.start.min(other.start), one.start.max(other.start));
        to - from <= JOINED && self.joints.iter().any(|at| (from..to).contains(at))
    }
}

/// `my daughter's party`: says whose something is, not who comes.
fn has_something_else(tokens: &Tokens<'_>, i: usize) -> bool {
    let next = tokens.word(i + 1);
    tokens.word(i).ends_with("'s")
        && !next.is_empty()
        && !is_known(next)
        && !is_known(tokens.word(i + 2))
}
