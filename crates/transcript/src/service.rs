//! Which services of the catalogue were meant; ambiguity is reported, never decided (F14).

use std::collections::BTreeMap;
use std::ops::Range;

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

/// Things that trades call by many names: the first word names the group, a `*` ends a stem.
/// `!` marks a word that only tells services apart and names none alone.
const CONCEPTS: [&str; 43] = [
    "men herren* herrn maenner* mann men* mens gents gentlemen* man male husband*",
    "women damen* frauen* women* womens ladies lady woman female dame",
    "kids kinder* kind sohn* tochter* buben junge jungen maedchen kids* kid kid's children* child* son* daughter* boy* girl*",
    "cut *haarschnitt* schnitt *schnitt schneiden haareschneiden haarschneiden *schneiden haircut* cut cuts trim haarschnitte nachschneiden",
    "colour faerb* farb* colour* color* toenung* toenen tint* dye* gefaerbt nachfaerben",
    "highlights straehn* highlight* streaks foils meches",
    "balayage balayage* balaiage ballayage",
    "perm dauerwell* perm perms locken",
    "wash wasch* wash shampoo* gewaschen",
    "blowdry foehn* blow* blowdry* blowout gefoehnt",
    "beard bart* beard* rasur* rasier* shave*",
    "updo hochsteck* updo* brautfrisur* steckfrisur*",
    "oil oel* oil*",
    "tyre reifen* *reifen winterreifen sommerreifen raeder* raederwechsel tyre* tire* wheel*",
    "change *wechsel wechsel* change",
    "inspection inspektion* inspection* durchsicht service kundendienst",
    "mot hauptuntersuchung* tuev* tüv hu mot plakette",
    "vaccine impf* geimpft impfung* auffrischung* vaccin* jab jabs shot shots immunis* spritze grippeschutz*",
    "castrate kastr* kastrier* sterilis* neuter* spay*",
    "claws krall* claw* nail-trim",
    "exam untersuchung* *untersuchung untersuchen allgemein* general* examination*",
    "preventive vorsorge* check-up checkup gesundheitscheck durchchecken",
    "consult sprechstunde* consult* beratung* beraten besprechen gespraech",
    "blood blut* blood*",
    "take *abnahme abnehmen abzapfen test tests entnahme",
    "skin haut* skin* mole* muttermal* leberfleck*",
    "screening *screening* screening* krebsvorsorge",
    "results befund* *ergebnisse ergebnis* results laborwerte",
    "check kontroll* check check-up checkup checkups nachschauen kontrolltermin",
    "cleaning *reinigung reinigung* zahnreinigung* pzr cleaning* hygien* polish prophylaxe saubermachen",
    "filling fuellung* plombe* filling* loch cavity",
    "pain schmerz* *schmerzen weh zahnweh emergency* notfall* pain* killing hurts hurting ache* toothache*",
    "bleach bleach* aufhellen aufhellung whiten* weisser zahnaufhellung",
    "manicure manikuer* maniküre manicure* haende* fingernaegel*",
    "pedicure pedikuer* pediküre pedicure* fusspflege* fussnaegel*",
    "gel gel* gelnaegel gel-naegel shellac acryl*",
    "lashes wimpern* lash* eyelash*",
    "extension *verlaengerung verlaengern extension*",
    "massage massage* massier* massieren",
    "gym krankengymnast* physio* physiotherapie kg",
    "manual manuell* manual* mt",
    "lymph lymph* lymphdrainage*",
    "nails naegel* *naegel nails",
];

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

/// The patterns of [`CONCEPTS`] by their first letter; those that begin with `*` under none.
type Index = BTreeMap<Option<u8>, Vec<(&'static str, usize)>>;

static INDEX: std::sync::LazyLock<Index> = std::sync::LazyLock::new(|| {
    let mut index = Index::new();
    for (n, group) in CONCEPTS.iter().enumerate() {
        for pattern in group.split(' ').skip(1) {
            let first = pattern.bytes().next().filter(|first| *first != b'*');
            index.entry(first).or_default().push((pattern, n));
        }
    }
    index
});

/// What a word stands for: groups of [`CONCEPTS`], by number.
pub(crate) fn concepts(word: &str) -> Vec<usize> {
    let plain = word.strip_suffix("'s").unwrap_or(word);
    let mut found: Vec<usize> = [plain.bytes().next(), None]
        .iter()
        .filter_map(|first| INDEX.get(first))
        .flatten()
        .filter(|(pattern, _)| fits(plain, pattern))
        .map(|(_, n)| *n)
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn fits(word: &str, pattern: &str) -> bool {
    match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
        (Some(_), Some(_)) => word.contains(pattern.trim_matches('*')),
        (Some(end), None) => word.ends_with(end),
        (None, Some(start)) => word.starts_with(start),
        (None, None) => word == pattern,
    }
}

/// A catalogue entry, made ready to be looked for.
struct Entry {
    /// Name and synonyms, folded, without blanks and hyphens.
    forms: Vec<String>,
    concepts: Vec<usize>,
}

/// The catalogue, made ready to be looked for.
struct Catalogue {
    entries: Vec<Entry>,
    /// Words that were looked up before, with their concepts.
    known: BTreeMap<String, Vec<usize>>,
}

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
                let mut found: Vec<usize> = (0..tokens.len())
                    .map(|i| tokens.word(i))
                    .filter(|word| !word.is_empty() && !EMPTY.contains(word))
                    .flat_map(concepts)
                    .collect();
                found.sort_unstable();
                found.dedup();
                Entry {
                    forms,
                    concepts: found,
                }
            })
            .collect();
        Self {
            entries,
            known: BTreeMap::new(),
        }
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
    let mut ambiguous = Vec::new();
    for (turn, tokens) in call.turns.iter().zip(read) {
        let found = named(tokens, turn.span.start, &catalogue);
        if turn.speaker == Speaker::Agent {
            agents.extend(found);
            continue;
        }
        exact.extend(found);
        for i in 0..tokens.len() {
            let span = tokens.bytes(i, i + 1);
            let span = span.start + turn.span.start..span.end + turn.span.start;
            for &concept in catalogue.concepts_of(tokens.word(i)) {
                if !heard.iter().any(|(known, _)| *known == concept) {
                    heard.push((concept, span.clone()));
                }
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
    for (concept, span) in heard {
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
