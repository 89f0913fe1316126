//! What trades call by many names: a haircut, a check-up, a change of tyres.

use std::sync::LazyLock;

/// How many of the first groups are people, not things.
pub(crate) const PEOPLE: usize = 3;

/// Things that trades call by many names: the first word names the group, a `*` ends a stem.
const CONCEPTS: [&str; 52] = [
    "men herren* herrn maenner* mann men mens gents gentlemen* man male husband*",
    "women damen* frauen* women* womens ladies lady woman female dame",
    "kids kinder* kind sohn* tochter* buben junge jungen maedchen kids* kid kid's children* child* son sons daughter* boy* girl*",
    "cut *haarschnitt* schnitt *schnitt schneiden haareschneiden haarschneiden *schneiden haircut* cut cuts trim haarschnitte nachschneiden schniide *schniide geschnitten",
    "colour faerb* farb* colour* color* toenung* toenen tint* dye* gefaerbt nachfaerben",
    "highlights straehn* highlight* streaks foils meches",
    "balayage balayage* balaiage ballayage",
    "perm dauerwell* perm perms locken",
    "wash wasch* wash shampoo* gewaschen",
    "blowdry foehn* blow* blowdry* blowout gefoehnt",
    "beard bart* beard* rasur* rasier* shave*",
    "updo hochsteck* updo* brautfrisur* steckfrisur*",
    "oil oel* oil*",
    "tyre reifen* *reifen winterreifen sommerreifen raeder* raederwechsel radwechsel *raeder pneu* tyre* tire* wheel*",
    "change *wechsel wechsel* change drauf druff aufziehen umstecken umruesten",
    "inspection inspektion* inspection* durchsicht service kundendienst",
    "mot hauptuntersuchung* tuev* tüv hu mot plakette",
    "vaccine impf* geimpft impfung* auffrischung* vaccin* jab jabs shot shots immunis* spritze grippeschutz*",
    "castrate kastr* kastrier* sterilis* neuter* spay*",
    "claws krall* claw* nail-trim",
    "exam untersuchung* untersuchen allgemein* general* examination*",
    "preventive vorsorge* check-up checkup gesundheitscheck durchchecken",
    "consult sprechstunde* consult* beratung* beraten besprechen gespraech",
    "blood blut* blood*",
    "take *abnahme abnehmen abzapfen test tests tested entnahme",
    "skin haut* skin* mole* muttermal* leberfleck*",
    "screening *screening* screening* krebsvorsorge",
    "results befund* *ergebnisse ergebnis* results laborwerte",
    "check kontroll* *check checked tested gecheckt durchgecheckt pruef* *pruefung geprueft ueberpruef* *test testen getestet check-up checkup checkups nachschauen kontrolltermin",
    "cleaning *reinigung reinig* gereinigt sauber zahnreinigung* pzr cleaning* hygien* polish prophylaxe saubermachen",
    "filling fuellung* plombe* filling* loch cavity",
    "pain schmerz* *schmerzen pocht pochen pochend* weh zahnweh emergency* notfall* pain* killing hurts hurting ache* toothache*",
    "bleach bleach* bleich* gebleicht aufhellen aufhellung whiten* whiter weisser* zahnaufhellung",
    "manicure manikuer* maniküre manicure* haende* fingernaegel*",
    "pedicure pedikuer* pediküre pedicure* fusspflege* fussnaegel* fuesse fuess zehennaegel feet toes toenails",
    "gel gel* gelnaegel gel-naegel shellac acryl*",
    "fresh neu* new",
    "hearing *hoertest* hearing-test ohren ohr gehoer* ear ears schwerhoerig*",
    "sight *sehtest* augentest* sehstaerke augen eye eyes eyesight",
    "lenses *linsen* lens* contacts",
    "waxing wax* enthaar* haarentfernung epilier* sugaring",
    "brows brow brows augenbrau* braue* eyebrow*",
    "lashes wimpern* lash* eyelash*",
    "extension *verlaengerung verlaengern extension*",
    "massage massage* massier* massieren",
    "gym krankengymnast* physio* physiotherapie kg",
    "manual manuell* manual* mt",
    "lymph lymph* lymphdrainage*",
    "nails naegel* *naegel nails nail claw*",
    "photo foto* *foto *fotos bild bilder *bild *bilder photo* picture*",
    "fault *stoerung* defekt* kaputt ausgefallen ausfall* fault* breakdown",
    "puncture reifenreparatur* pneureparatur* platten plattfuss *panne puncture* flat",
];

/// A pattern of [`CONCEPTS`] without its `*`, and its group.
#[derive(Debug, Clone, Copy)]
struct Pattern {
    text: &'static str,
    group: usize,
    /// Whether more may follow.
    open: bool,
}

/// The patterns by the letter that a word must have at its beginning or end.
#[derive(Debug, Default)]
struct Index {
    beginning: [Vec<Pattern>; 32],
    ending: [Vec<Pattern>; 32],
    /// Those that fit anywhere.
    inside: Vec<Pattern>,
}

static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let mut index = Index::default();
    for (group, patterns) in CONCEPTS.iter().enumerate() {
        for pattern in patterns.split(' ').skip(1) {
            let text = pattern.trim_matches('*');
            let open = pattern.ends_with('*');
            let list = match (pattern.starts_with('*'), open) {
                (true, true) => &mut index.inside,
                (true, false) => &mut index.ending[letter(text.bytes().next_back())],
                (false, _) => &mut index.beginning[letter(text.bytes().next())],
            };
            list.push(Pattern { text, group, open });
        }
    }
    index
});

fn letter(byte: Option<u8>) -> usize {
    usize::from(byte.unwrap_or_default() & 31)
}

/// What a word stands for in any trade.
#[derive(Debug)]
pub(crate) struct Known<'w> {
    /// Groups of [`CONCEPTS`], by number.
    pub(crate) groups: Vec<usize>,
    /// A compound before the part that is known, and from there on: `innen` and `reinigung`.
    pub(crate) parts: (&'w str, &'w str),
    /// What stands behind the only part that is known: `einlagerung` of `Reifeneinlagerung`.
    pub(crate) rest: &'w str,
}

impl<'w> Known<'w> {
    /// What the word stands for.
    pub(crate) fn of(word: &'w str) -> Self {
        let found = fitting(word);
        let at = found.iter().map(|it| it.at).min();
        let end = found.iter().map(|it| it.end).max();
        let mut groups: Vec<usize> = found.into_iter().map(|it| it.group).collect();
        groups.sort_unstable();
        groups.dedup();
        let parts = word.split_at_checked(at.unwrap_or(word.len()));
        let only = end.filter(|_| groups.len() == 1);
        let rest = only.and_then(|end| word.get(end..));
        Self {
            groups,
            rest: rest.unwrap_or_default(),
            parts: parts.unwrap_or((word, "")),
        }
    }
}

impl Known<'_> {
    /// The first part of a compound and what the second one stands for, if that is one thing.
    pub(crate) fn compound(&self) -> Option<(&str, usize)> {
        match self.groups[..] {
            [concept] if concept >= PEOPLE && self.parts.0.len() >= FIRST => {
                Some((self.parts.0, concept))
            }
            _ => None,
        }
    }
}

/// Letters of a compound's first part.
const FIRST: usize = 3;

/// Whether a word stands for something in any trade, or for who comes for it.
pub(crate) fn is_known(word: &str) -> bool {
    !fitting(word).is_empty()
}

/// Whether a word stands for something in any trade, and not for who comes for it.
pub(crate) fn is_thing(word: &str) -> bool {
    fitting(word).iter().any(|place| place.group >= PEOPLE)
}

/// Where a pattern stands in a word that fits it.
#[derive(Debug, Clone, Copy)]
struct Place {
    at: usize,
    end: usize,
    group: usize,
}

/// Where the patterns that a word fits stand in it.
fn fitting(word: &str) -> Vec<Place> {
    let place = |at: usize, it: &Pattern| Place {
        at,
        end: at + it.text.len(),
        group: it.group,
    };
    let plain = word.strip_suffix("'s").unwrap_or(word);
    let index = &*INDEX;
    let first = index.beginning[letter(plain.bytes().next())].iter();
    let mut found: Vec<Place> = first
        .filter(|it| plain.starts_with(it.text) && (it.open || plain.len() == it.text.len()))
        .map(|it| place(0, it))
        .collect();
    let last = index.ending[letter(plain.bytes().next_back())].iter();
    let last = last.filter(|it| plain.ends_with(it.text));
    let inside = index.inside.iter();
    let inside = inside.filter(|it| plain.len() >= it.text.len());
    found.extend(
        last.chain(inside)
            .filter_map(|it| Some(place(plain.find(it.text)?, it))),
    );
    // `Rückenmassage`: the end of a compound; but `Lehmann` is no man.
    let ends = BEGINNING..(plain.len() + 1).saturating_sub(END);
    for (at, end) in ends.filter_map(|at| Some((at, plain.get(at..)?))) {
        if !found.is_empty() {
            break;
        }
        let known = index.beginning[letter(end.bytes().next())]
            .iter()
            .filter(|it| {
                it.group >= PEOPLE
                    && it.text.len() >= KNOWN
                    && end.len() <= it.text.len() + INFLECTION
                    && end.starts_with(it.text)
                    && (it.open || end.len() == it.text.len())
            });
        found.extend(known.map(|it| place(at, it)));
    }
    found
}

/// Letters of a compound's beginning, and of its end.
const BEGINNING: usize = 3;
const END: usize = 5;
/// Letters of a pattern that is known at the end of a compound.
const KNOWN: usize = 4;
/// Letters that an end may be longer than its pattern.
const INFLECTION: usize = 3;
