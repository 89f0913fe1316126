//! A company's catalogue, made ready to be looked for in what is said.
//!
//! Every name (and synonym) is taken apart into features: what its words stand for in any trade
//! ([`crate::concept`]), and the stems of those that no trade shares. A word that is said is a clue
//! to every name with such a feature; the fewer services share it, the more it tells.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::concept::{Known, PEOPLE};
use crate::lexicon::Lex;
use crate::service::Service;
use crate::stem::{LONGEST, likeness, stem};
use crate::token::{Tokens, folded};

mod words;

use words::{DONE, UNSAID, is_empty, is_general, is_stop, is_weak};

/// What a name is made of.
#[derive(Debug, PartialEq, Eq)]
enum Feature {
    /// What trades call by many names.
    Concept(usize),
    /// A word of its own.
    Word(String),
    /// The first part of a compound.
    Part(String),
}

impl Feature {
    /// Whether both are one thing, by itself or in a compound.
    fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Word(own) | Self::Part(own), Self::Word(it) | Self::Part(it)) => own == it,
            _ => self == other,
        }
    }
}

/// A name or synonym of a service.
#[derive(Debug)]
pub(crate) struct Naming {
    /// The service's place in the catalogue.
    pub(crate) service: usize,
    /// Folded, without blanks and hyphens.
    form: String,
    features: Vec<Feature>,
    /// Its compounds' first parts, each with what the second one stands for.
    firsts: Vec<(usize, String)>,
    /// Its words of one letter: `U-Untersuchung`.
    letters: String,
    /// The stems of its words, each with its features as bits.
    words: Vec<(String, u32)>,
}

impl Naming {
    fn new(service: usize, name: &str) -> Self {
        let tokens = Tokens::read(name);
        let mut features: Vec<Feature> = Vec::new();
        let mut words = Vec::new();
        let mut firsts = Vec::new();
        let mut letters = String::new();
        for word in (0..tokens.len()).map(|i| tokens.word(i)) {
            if word.len() == 1 {
                letters.push_str(word);
            }
            if is_empty(word) {
                continue;
            }
            let mut bits = 0;
            for feature in self::features(word) {
                let known = features.iter().position(|it| *it == feature);
                let at = known.unwrap_or(features.len());
                if known.is_none() {
                    features.push(feature);
                }
                bits |= u32::try_from(at).map_or(0, |at| 1_u32.checked_shl(at).unwrap_or(0));
            }
            words.push((stem(word), bits));
            let known = Known::of(word);
            firsts.extend(
                known
                    .compound()
                    .map(|(first, concept)| (concept, stem(first))),
            );
        }
        Self {
            service,
            form: joined(name),
            features,
            firsts,
            letters,
            words,
        }
    }

    /// How many features it has; at most 32 count.
    pub(crate) fn size(&self) -> u32 {
        u32::try_from(self.features.len()).unwrap_or(u32::MAX)
    }

    /// The features that are such, if any.
    fn bits(&self, is: impl Fn(&Feature) -> bool) -> Option<u32> {
        let features = self.features.iter().zip(0..32);
        let bits = features.fold(0, |bits, (feature, n)| bits | (u32::from(is(feature)) << n));
        (bits > 0).then_some(bits)
    }

    /// The features that a stem says in full, if it fits any word at all.
    fn fits(&self, said: &str) -> Option<u32> {
        let parts = self.bits(|feature| match feature {
            Feature::Concept(_) => false,
            Feature::Word(own) | Feature::Part(own) => fit(said, own) == Some(true),
        });
        let words = self.words.iter().filter_map(|(own, bits)| {
            let full = fit(said, own)?;
            Some(if full { *bits } else { 0 })
        });
        words.chain(parts).reduce(|one, other| one | other)
    }

    /// No features, if it is like a word.
    fn misheard(&self, said: &str) -> Option<u32> {
        let like = |own: &String| own.len() >= MISHEARD && likeness(said, own) >= ALIKE;
        self.words.iter().any(|(own, _)| like(own)).then_some(0)
    }

    /// Whether a compound of that concept begins otherwise: `Passfoto` is no `Bewerbungsfoto`.
    fn is_other(&self, concept: usize, first: &str) -> bool {
        let mut firsts = self.firsts.iter().filter(|(own, _)| *own == concept);
        !first.is_empty() && firsts.any(|(_, own)| fit(first, own).is_none())
    }

    /// Whether this is all that the other one is: `Kinder-Sehtest` includes `Sehtest`.
    pub(crate) fn includes(&self, other: &Self) -> bool {
        let mut all = other.features.iter();
        all.all(|it| self.features.iter().any(|own| own.is(it)))
    }

    /// Whether it is that and more.
    pub(crate) fn extends(&self, other: &Self) -> bool {
        let longer = other.features.len() < self.features.len() && self.includes(other);
        // `Führerscheinsehtest` and `Sehtest`.
        let ends = self.form.len() > other.form.len() && other.form.len() >= TELLING;
        longer || (ends && self.form.ends_with(&other.form))
    }
}

/// What a word tells about the catalogue.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Clue {
    /// The namings that it fits, each with the features that it says in full, as bits.
    pub(crate) fits: Vec<(usize, u32)>,
    /// How many services that are.
    pub(crate) services: usize,
    /// Whether it can name a service alone.
    pub(crate) votes: bool,
    /// Whether it tells only who comes.
    pub(crate) person: bool,
    /// Whether it is a word of the catalogue itself.
    pub(crate) own: bool,
}

impl Clue {
    /// Whether it says a whole part of a name, one that no other trade has.
    pub(crate) fn is_certain(&self) -> bool {
        (self.own || self.services == 1) && self.fits.iter().all(|(_, bits)| *bits != 0)
    }

    /// Whether it can name a service, and not only who comes.
    pub(crate) fn tells(&self) -> bool {
        self.votes && !self.person
    }
}

/// The catalogue, made ready to be looked for.
pub(crate) struct Catalogue {
    pub(crate) namings: Vec<Naming>,
    /// Words that were looked up before.
    known: BTreeMap<String, Vec<Rc<Clue>>>,
    /// The longest form.
    longest: usize,
}

/// Letters that two words must share at their beginning or end.
const SHARED: usize = 4;
/// Letters of a name's last word: `tan`.
const SHORTEST: usize = 3;
/// Letters of a word that names a service by a part of its name.
const TELLING: usize = 5;
/// Letters of a word that may be misheard and still be known.
const MISHEARD: usize = 8;
/// How like it must be.
const ALIKE: u8 = 80;

impl Catalogue {
    pub(crate) fn new(services: &[Service]) -> Self {
        let namings: Vec<Naming> = services
            .iter()
            .enumerate()
            .flat_map(|(service, it)| {
                let names = std::iter::once(&it.name).chain(&it.synonyms);
                names.map(move |name| Naming::new(service, name))
            })
            .filter(|naming| !naming.form.is_empty())
            .collect();
        let longest = namings.iter().map(|it| it.form.len()).max().unwrap_or(0) + 3;
        Self {
            namings,
            known: BTreeMap::new(),
            longest,
        }
    }

    /// What a folded word tells, for each of the things that it can stand for.
    pub(crate) fn clues(&mut self, word: &str) -> Vec<Rc<Clue>> {
        if word.is_empty() || word.len() > LONGEST {
            return Vec::new();
        }
        if let Some(known) = self.known.get(word) {
            return known.clone();
        }
        if word.len() == 1 {
            let clue = Clue {
                votes: true,
                own: true,
                ..self.clue(|naming| naming.letters.contains(word).then_some(0))
            };
            let found: Vec<_> = (!clue.fits.is_empty())
                .then(|| Rc::new(clue))
                .into_iter()
                .collect();
            self.known.insert(word.to_owned(), found.clone());
            return found;
        }
        let known = Known::of(word);
        let begins = known
            .compound()
            .map_or_else(String::new, |(first, _)| stem(first));
        let mut found: Vec<Clue> = known
            .groups
            .iter()
            .map(|&concept| Clue {
                votes: !is_weak(word),
                person: concept < PEOPLE,
                own: false,
                ..self.clue(|naming| {
                    let bits = naming.bits(|it| *it == Feature::Concept(concept));
                    bits.filter(|_| !naming.is_other(concept, &begins))
                })
            })
            .collect();
        let said = stem(word);
        // `Sommerreifen` speaks for `Reifenwechsel`.
        let end = stem(known.parts.1);
        // `Passfoto` for `Passbild`.
        let first = stem(known.parts.0);
        if !is_stop(word) && !found.iter().any(|clue| clue.person) {
            let mut words = self.namings.iter().flat_map(|it| &it.words);
            let mut heads = self.namings.iter().filter_map(|it| it.words.last());
            let whole = words.any(|(own, _)| *own == said);
            // `A tan` is a spray tan, but `my car` no car wash.
            let head = word.len() >= SHORTEST && heads.any(|(own, _)| *own == said);
            let votes = head || word.len() >= if whole { SHARED } else { TELLING };
            found.push(Clue {
                votes: votes && !is_general(word),
                own: true,
                ..self.clue(|naming| {
                    let end = || naming.fits(&end);
                    let first = || (first.len() >= SHARED).then(|| naming.fits(&first))?;
                    naming.fits(&said).or_else(end).or_else(first)
                })
            });
        }
        found.retain(|clue| !clue.fits.is_empty());
        if found.is_empty() && said.len() >= MISHEARD {
            found.push(Clue {
                votes: true,
                ..self.clue(|naming| naming.misheard(&said))
            });
        }
        found.retain(|clue| !clue.fits.is_empty());
        let mut found: Vec<Rc<Clue>> = found.into_iter().map(Rc::new).collect();
        // `Sehtescht`, `Fenschter`: as it is said in the south.
        if found.is_empty() && ["scht", "schp"].iter().any(|it| word.contains(it)) {
            found = self.clues(&word.replace("scht", "st").replace("schp", "sp"));
        }
        self.known.insert(word.to_owned(), found.clone());
        found
    }

    /// The namings that fit, with their features that do so in full.
    fn clue(&self, fits: impl Fn(&Naming) -> Option<u32>) -> Clue {
        let namings = self.namings.iter().enumerate();
        let found: Vec<(usize, u32)> = namings
            .filter_map(|(n, naming)| Some((n, fits(naming)?)))
            .collect();
        let mut services: Vec<usize> = found
            .iter()
            .map(|(n, _)| self.namings[*n].service)
            .collect();
        services.dedup();
        Clue {
            fits: found,
            services: services.len(),
            votes: false,
            person: false,
            own: false,
        }
    }

    /// The services that a clue speaks for.
    pub(crate) fn services(&self, clue: &Clue) -> impl Iterator<Item = usize> {
        clue.fits
            .iter()
            .map(|(naming, _)| self.namings[*naming].service)
    }

    /// The services whose name or synonym is said, perhaps misheard, in one word or more: which,
    /// the tokens, and how like it is.
    pub(crate) fn named(&self, tokens: &Tokens<'_>) -> Vec<(usize, (usize, usize), u8)> {
        let mut found: Vec<(usize, (usize, usize), u8)> = Vec::new();
        let mut said = String::new();
        let mut likely: Vec<&Naming> = Vec::new();
        for i in 0..tokens.len() {
            // Whatever is like a name begins as it does.
            let first = tokens.word(i).bytes().next();
            likely.clear();
            likely.extend(
                self.namings
                    .iter()
                    .filter(|it| it.form.bytes().next() == first),
            );
            if likely.is_empty() {
                continue;
            }
            said.clear();
            let mut best: Option<(u8, usize, usize)> = None;
            let mut telling = true;
            for end in i..(i + 6).min(tokens.len()) {
                if tokens.word(end).len() > LONGEST {
                    break;
                }
                said.extend(tokens.word(end).chars().filter(|c| c.is_alphanumeric()));
                if said.len() > self.longest {
                    break;
                }
                // `einen Haarschnitt` is not misheard for `Herrenhaarschnitt`, nor `Montag` for
                // `Montage`.
                telling &= tokens.lex(end) == Lex::None && !is_stop(tokens.word(end));
                for naming in &likely {
                    let score = if telling {
                        likeness(&said, &naming.form)
                    } else {
                        100 * u8::from(said == naming.form)
                    };
                    // Of two that are said in full the longer one is meant.
                    let better = |known: u8| score > known || (score == 100 && known == 100);
                    if score >= 70 && best.is_none_or(|(known, ..)| better(known)) {
                        best = Some((score, naming.service, end + 1));
                    }
                }
            }
            let Some((score, service, end)) = best else {
                continue;
            };
            // Within a longer name: `Bart` of `Haarschnitt mit Bart`.
            let within = found
                .iter()
                .rev()
                .take(5)
                .any(|(_, (_, to), sure)| i < *to && *sure >= score);
            if !within {
                found.push((service, (i, end), score));
            }
        }
        found
    }
}

/// Whether what is said fits a feature's stem, and whether it says all of it.
fn fit(said: &str, own: &str) -> Option<bool> {
    if said == own {
        return Some(true);
    }
    let (short, long) = if said.len() < own.len() {
        (said, own)
    } else {
        (own, said)
    };
    let (short_ends, long_ends) = (ends(short), ends(long));
    let shared = short.len() >= SHARED && short_ends.0 == long_ends.0 && long.starts_with(short)
        || short.len() >= TELLING && short_ends.1 == long_ends.1 && long.ends_with(short);
    if shared {
        // A compound with the whole feature in it, or a part of the feature.
        return Some(long == said && short.len() >= TELLING).filter(|full| *full || long == own);
    }
    None
}

/// The first and the last letter, in which most words differ.
fn ends(word: &str) -> (Option<u8>, Option<u8>) {
    (word.bytes().next(), word.bytes().next_back())
}

/// What a word of a name is made of.
fn features(word: &str) -> Vec<Feature> {
    let first_of = |ends: &[&str]| {
        let first = ends.iter().find_map(|it| word.strip_suffix(it));
        first.filter(|first| first.len() >= 3)
    };
    let known = Known::of(word);
    // `Reifeneinlagerung`, which mere tyres are not; `vaccination` only ends so.
    let is_ending = |rest: &str| stem(word) == stem(word.strip_suffix(rest).unwrap_or(word));
    let telling = |rest: &&str| rest.len() >= TELLING && !UNSAID.contains(rest) && !is_ending(rest);
    let rest = Some(known.rest).filter(telling);
    let mut found: Vec<Feature> = if !known.groups.is_empty() {
        let first = Feature::Part(stem(known.parts.0));
        let known = known.groups.into_iter().map(Feature::Concept);
        // `Reifenreparatur`, which mere tyres are not.
        let done = first_of(&DONE).map(|first| Feature::Part(stem(&word[first.len()..])));
        let done = done.or(rest.map(|rest| Feature::Part(stem(rest))));
        known.chain([first]).chain(done).collect()
    } else if let Some(first) = first_of(&UNSAID) {
        vec![Feature::Part(stem(first))]
    } else if let Some(first) = first_of(&DONE) {
        let done = stem(&word[first.len()..]);
        vec![Feature::Part(stem(first)), Feature::Part(done)]
    } else {
        vec![Feature::Word(stem(word))]
    };
    found.retain(|feature| match feature {
        Feature::Concept(_) => true,
        Feature::Word(stem) | Feature::Part(stem) => stem.len() >= 3,
    });
    found
}

fn joined(name: &str) -> String {
    let mut form = folded(name);
    form.retain(char::is_alphanumeric);
    form
}
