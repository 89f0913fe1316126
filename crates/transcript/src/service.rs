//! Which services of the catalogue were meant; ambiguity is reported, never decided (F14).

use std::collections::BTreeMap;
use std::ops::Range;

use crate::concept::{PEOPLE, concepts};
use crate::conversation::{Conversation, Speaker};
use crate::lexicon::Lex;
use crate::token::{Kind, Tokens, folded};

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
    /// How surely, to 100.
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

/// Words of a catalogue that tell nothing.
const EMPTY: [&str; 12] = [
    "und",
    "and",
    "der",
    "die",
    "das",
    "the",
    "a",
    "professionelle",
    "professional",
    "mit",
    "with",
    "for",
];

/// Words of many names that name none.
const GENERAL: [&str; 14] = [
    "behandlung",
    "behandlungen",
    "beratung",
    "untersuchung",
    "termin",
    "service",
    "wechsel",
    "pflege",
    "training",
    "kontrolle",
    "appointment",
    "treatment",
    "consultation",
    "lesson",
];

/// A catalogue entry, made ready to be looked for.
struct Entry {
    /// Name and synonyms, folded, without blanks and hyphens.
    forms: Vec<String>,
    /// The words of its name.
    words: Vec<String>,
    concepts: Vec<usize>,
}

/// The catalogue, made ready to be looked for.
struct Catalogue {
    entries: Vec<Entry>,
    /// Words that were looked up before, with their concepts.
    known: BTreeMap<String, Vec<usize>>,
}

/// A shorter word is part of many names.
const TELLING: usize = 6;
/// A word of three letters or less is misheard for anything.
const SHORTEST: usize = 5;
/// The longest word that is compared letter by letter; also what keeps the comparison cheap.
const LONGEST: usize = 40;

impl Catalogue {
    fn new(services: &[Service]) -> Self {
        let entries = services
            .iter()
            .map(|service| {
                let names = std::iter::once(&service.name).chain(&service.synonyms);
                let forms = names
                    .map(|name| joined(name))
                    .filter(|form| !form.is_empty())
                    .collect();
                let tokens = Tokens::read(&service.name);
                let words: Vec<String> = (0..tokens.len())
                    .map(|i| tokens.word(i))
                    .filter(|word| !word.is_empty() && !EMPTY.contains(word))
                    .map(str::to_owned)
                    .collect();
                let mut found: Vec<usize> = words.iter().flat_map(|word| concepts(word)).collect();
                found.sort_unstable();
                found.dedup();
                Entry {
                    forms,
                    words,
                    concepts: found,
                }
            })
            .collect();
        Self {
            entries,
            known: BTreeMap::new(),
        }
    }

    /// The one entry with a word that begins or ends like this one.
    fn part(&self, word: &str) -> Option<usize> {
        let telling = (TELLING..=LONGEST).contains(&word.len()) && !GENERAL.contains(&word);
        if !telling {
            return None;
        }
        let mut entries = self.entries.iter().enumerate().filter(|(_, entry)| {
            let fits = |own: &String| own.starts_with(word) || own.ends_with(word);
            entry.words.iter().any(fits)
        });
        let (index, _) = entries.next()?;
        entries.next().is_none().then_some(index)
    }

    fn concepts_of(&mut self, word: &str) -> &[usize] {
        if word.len() > LONGEST {
            return &[];
        }
        self.known
            .entry(word.to_owned())
            .or_insert_with(|| concepts(word))
    }
}

/// Where a word stands in the whole text.
fn place(tokens: &Tokens<'_>, i: usize, offset: usize) -> Range<usize> {
    let span = tokens.bytes(i, i + 1);
    span.start + offset..span.end + offset
}

/// Behind the last `nein`, `ach nee` or `sondern` that another service follows.
fn corrected(
    tokens: &Tokens<'_>,
    offset: usize,
    found: &[ServiceFound],
    spoken: &[(usize, Range<usize>)],
) -> usize {
    let last = found
        .iter()
        .map(|one| one.span.start)
        .chain(spoken.iter().map(|(_, span)| span.start))
        .max()
        .unwrap_or(0);
    (0..tokens.len())
        .filter(|i| {
            matches!(
                tokens.word(*i),
                "nein" | "nee" | "ne" | "quatsch" | "sondern" | "no"
            )
        })
        .map(|i| place(tokens, i, offset).end)
        .filter(|end| *end <= last)
        .max()
        .unwrap_or(0)
}

fn joined(name: &str) -> String {
    folded(name)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect()
}

/// The services named in the call.
pub(crate) fn read(
    call: &Conversation,
    read: &[Tokens<'_>],
    services: &[Service],
) -> ServicesFound {
    let mut catalogue = Catalogue::new(services);
    let mut exact: Vec<ServiceFound> = Vec::new();
    let mut agents: Vec<ServiceFound> = Vec::new();
    let mut heard: Vec<(usize, Range<usize>)> = Vec::new();
    let mut parts: Vec<(usize, Range<usize>)> = Vec::new();
    let mut ambiguous = Vec::new();
    for (turn, tokens) in call.turns.iter().zip(read) {
        let found = named(tokens, turn.span.start, &catalogue);
        if turn.speaker == Speaker::Agent {
            agents.extend(found);
            continue;
        }
        let mut spoken: Vec<(usize, Range<usize>)> = Vec::new();
        for i in 0..tokens.len() {
            let span = place(tokens, i, turn.span.start);
            // `Bart schneiden` is no haircut.
            if i > 0 && tokens.word(i) == "schneiden" && tokens.word(i - 1) == "bart" {
                continue;
            }
            for &concept in catalogue.concepts_of(tokens.word(i)) {
                if !spoken.iter().any(|(known, _)| *known == concept) {
                    spoken.push((concept, span.clone()));
                }
            }
            parts.extend(catalogue.part(tokens.word(i)).map(|index| (index, span)));
        }
        // `eine Versiegelung, ach nee, zur Vorsorge`: what was taken back does not count.
        let back = corrected(tokens, turn.span.start, &found, &spoken);
        exact.extend(found.into_iter().filter(|one| one.span.start >= back));
        // `da hat meine Tochter Geburtstag` is no more about who comes.
        let people = heard.iter().any(|(known, _)| *known < PEOPLE);
        for (concept, span) in spoken {
            if people && concept < PEOPLE {
                continue;
            }
            if span.start >= back && !heard.iter().any(|(known, _)| *known == concept) {
                heard.push((concept, span));
            }
        }
    }
    exact.sort_by_key(|found| found.span.start);
    let mut found: Vec<ServiceFound> = Vec::new();
    for one in exact {
        if !found.iter().any(|known| known.index == one.index) {
            found.push(one);
        }
    }
    let sure = found.iter().any(|one| one.confidence >= 90);
    let meant = meant(&heard, &catalogue.entries, &mut ambiguous);
    for one in meant {
        let better = !sure || one.confidence >= 75;
        if better && !found.iter().any(|known| known.index == one.index) {
            found.push(one);
        }
    }
    found.retain(|one| !sure || one.confidence >= 75);
    // `mein Retainer ist abgebrochen`: a word of one name alone.
    if found.is_empty()
        && let Some((index, span)) = parts.first().cloned()
        && parts.iter().all(|(other, _)| *other == index)
    {
        let confidence = 70;
        found.push(ServiceFound {
            index,
            span,
            confidence,
        });
    }
    // What the agent names decides where the caller's words do not.
    if found.is_empty() {
        agents.retain(|one| {
            one.confidence >= 90 && (ambiguous.is_empty() || ambiguous.contains(&one.index))
        });
        if let Some(last) = agents.pop()
            && agents.iter().all(|other| other.index == last.index)
        {
            ambiguous.clear();
            found.push(last);
        }
    }
    if !found.is_empty() {
        ambiguous.clear();
    }
    found.sort_by_key(|one| one.span.start);
    ServicesFound { found, ambiguous }
}

/// Services whose name or synonym is said, perhaps misheard, in one word or more.
fn named(tokens: &Tokens<'_>, offset: usize, catalogue: &Catalogue) -> Vec<ServiceFound> {
    let mut found: Vec<ServiceFound> = Vec::new();
    let forms = catalogue.entries.iter().flat_map(|entry| &entry.forms);
    let longest = forms.map(String::len).max().unwrap_or(0) + 3;
    let mut said = String::new();
    for i in 0..tokens.len() {
        if tokens.get(i).is_none_or(|token| token.kind != Kind::Word) {
            continue;
        }
        said.clear();
        let mut best: Option<(u8, usize, usize)> = None;
        let mut telling = true;
        for end in i..(i + 5).min(tokens.len()) {
            if tokens.word(end).len() > LONGEST {
                break;
            }
            said.extend(tokens.word(end).chars().filter(|c| c.is_alphanumeric()));
            if said.len() > longest {
                break;
            }
            // `einen Haarschnitt` is not misheard for `Herrenhaarschnitt`.
            telling &= tokens.lex(end) == Lex::None;
            for (index, entry) in catalogue.entries.iter().enumerate() {
                let score = entry
                    .forms
                    .iter()
                    .map(|form| {
                        if telling || end == i {
                            likeness(&said, form)
                        } else {
                            100 * u8::from(said == *form)
                        }
                    })
                    .max()
                    .unwrap_or(0);
                if score >= 70 && best.is_none_or(|(known, ..)| score > known) {
                    best = Some((score, index, end + 1));
                }
            }
        }
        if let Some((confidence, index, end)) = best {
            let span = tokens.bytes(i, end);
            found.push(ServiceFound {
                index,
                span: span.start + offset..span.end + offset,
                confidence,
            });
        }
    }
    found
}

/// How much a word is like a name, to 100; 0 for anything below a likely mishearing.
fn likeness(said: &str, form: &str) -> u8 {
    if said == form {
        return 100;
    }
    let (a, b) = (said.len(), form.len());
    if a < SHORTEST || b < SHORTEST || a > LONGEST || b > LONGEST || a.abs_diff(b) > 3 {
        return 0;
    }
    // Inflected: `Massagen`, `Impfungen`.
    let (short, long) = if a < b { (said, form) } else { (form, said) };
    if long
        .strip_prefix(short)
        .is_some_and(|rest| matches!(rest, "n" | "en" | "s" | "e" | "es" | "er"))
    {
        return 95;
    }
    let longest = a.max(b);
    // What begins otherwise is another word: `killing` is no filling.
    if longest < 9 && said.as_bytes().first() != form.as_bytes().first() {
        return 0;
    }
    if differing_letters(said, form) * 5 > 2 * longest {
        return 0;
    }
    let distance = distance(said.as_bytes(), form.as_bytes());
    if distance * 5 > longest {
        return 0;
    }
    u8::try_from(100 - 100 * distance / longest).unwrap_or(0)
}

/// Letters that one has more often than the other: at most twice the distance, and cheap.
fn differing_letters(a: &str, b: &str) -> usize {
    let mut counts = [0_i8; 32];
    a.bytes()
        .for_each(|byte| counts[usize::from(byte & 31)] += 1);
    b.bytes()
        .for_each(|byte| counts[usize::from(byte & 31)] -= 1);
    counts
        .iter()
        .map(|count| usize::from(count.unsigned_abs()))
        .sum()
}

/// Levenshtein's distance of two short words.
fn distance(a: &[u8], b: &[u8]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

/// Services by what the words stand for: all of what the entry stands for was said, or a part
/// that no other entry shares.
fn meant(
    heard: &[(usize, Range<usize>)],
    entries: &[Entry],
    ambiguous: &mut Vec<usize>,
) -> Vec<ServiceFound> {
    let said = |concept: &usize| heard.iter().find(|(known, _)| known == concept);
    let mut full: Vec<ServiceFound> = Vec::new();
    let mut partial: Vec<(usize, usize, Range<usize>)> = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        let spoken: Vec<_> = entry.concepts.iter().filter_map(said).collect();
        let Some(first) = spoken
            .iter()
            .map(|(_, span)| span.clone())
            .min_by_key(|span| span.start)
        else {
            continue;
        };
        if spoken.len() == entry.concepts.len() {
            full.push(ServiceFound {
                index,
                span: first,
                confidence: 80,
            });
        } else {
            partial.push((index, spoken.len(), first));
        }
    }
    // An entry that stands for less than another that was said in full is not meant beside it.
    let covered = |index: usize, by: usize| {
        let (a, b): (&[usize], &[usize]) = (&entries[index].concepts, &entries[by].concepts);
        a.len() < b.len() && a.iter().all(|concept| b.contains(concept))
    };
    let whole: Vec<usize> = full.iter().map(|one| one.index).collect();
    full.retain(|one| !whole.iter().any(|by| covered(one.index, *by)));
    let named = !full.is_empty();
    for (concept, span) in heard {
        // Who comes names a service only where nothing else does.
        if named && *concept < PEOPLE {
            continue;
        }
        let sharing: Vec<usize> = partial
            .iter()
            .map(|(index, ..)| *index)
            .filter(|index| entries[*index].concepts.contains(concept))
            .collect();
        let explained = full
            .iter()
            .any(|one| entries[one.index].concepts.contains(concept));
        match sharing.as_slice() {
            [only] if !explained && !full.iter().any(|one| one.index == *only) => {
                full.push(ServiceFound {
                    index: *only,
                    span: span.clone(),
                    confidence: 65,
                });
            }
            [_, _, ..] if !explained => ambiguous.extend(&sharing),
            _ => {}
        }
    }
    ambiguous.sort_unstable();
    ambiguous.dedup();
    full.sort_by_key(|one| one.span.start);
    full
}
