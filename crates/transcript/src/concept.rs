//! What trades call by many names: a haircut, a check-up, a change of tyres.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// How many of the first groups are people, not things.
pub(crate) const PEOPLE: usize = 3;

/// Things that trades call by many names: the first word names the group, a `*` ends a stem.
const CONCEPTS: [&str; 50] = [
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
    "take *abnahme abnehmen abzapfen test tests entnahme",
    "skin haut* skin* mole* muttermal* leberfleck*",
    "screening *screening* screening* krebsvorsorge",
    "results befund* *ergebnisse ergebnis* results laborwerte",
    "check kontroll* *check checked gecheckt durchgecheckt pruef* *pruefung geprueft ueberpruef* *test testen getestet check-up checkup checkups nachschauen kontrolltermin",
    "cleaning *reinigung reinig* gereinigt sauber zahnreinigung* pzr cleaning* hygien* polish prophylaxe saubermachen",
    "filling fuellung* plombe* filling* loch cavity",
    "pain schmerz* *schmerzen pocht pochen pochend* weh zahnweh emergency* notfall* pain* killing hurts hurting ache* toothache*",
    "bleach bleach* aufhellen aufhellung whiten* whiter weisser* zahnaufhellung",
    "manicure manikuer* maniküre manicure* haende* fingernaegel*",
    "pedicure pedikuer* pediküre pedicure* fusspflege* fussnaegel* fuesse fuess zehennaegel feet toes toenails",
    "gel gel* gelnaegel gel-naegel shellac acryl*",
    "fresh neu* new",
    "hearing *hoertest* hearing-test ohren ohr gehoer* ear ears schwerhoerig*",
    "sight *sehtest* augentest* sehstaerke augen eyes eyesight",
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
    "puncture reifenreparatur* pneureparatur* platten plattfuss *panne puncture* flat",
];

/// The patterns of [`CONCEPTS`] by their first letter; those that begin with `*` under none.
type Index = BTreeMap<Option<u8>, Vec<(&'static str, usize)>>;

static INDEX: LazyLock<Index> = LazyLock::new(|| {
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
    let mut found: Vec<usize> = fitting(word).into_iter().map(|(_, n)| n).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// A compound before and from the part that is known: `innen` and `reinigung`.
pub(crate) fn at_known(word: &str) -> (&str, &str) {
    let known = fitting(word).iter().map(|(at, _)| *at).min();
    word.split_at_checked(known.unwrap_or(word.len()))
        .unwrap_or((word, ""))
}

/// Where the patterns that a word fits stand in it, and their groups.
fn fitting(word: &str) -> Vec<(usize, usize)> {
    let plain = word.strip_suffix("'s").unwrap_or(word);
    let mut found: Vec<(usize, usize)> = candidates(plain)
        .filter(|(pattern, _)| fits(plain, pattern))
        .map(|(pattern, n)| (plain.find(pattern.trim_matches('*')).unwrap_or(0), n))
        .collect();
    // `Rückenmassage`: the end of a compound; but `Lehmann` is no man.
    if found.is_empty() {
        let ends = BEGINNING..(plain.len() + 1).saturating_sub(END);
        let ends = ends.filter_map(|at| Some((at, plain.get(at..)?)));
        for (at, end) in ends {
            let known = candidates(end).filter(|(pattern, n)| {
                let known = pattern.trim_matches('*').len();
                *n >= PEOPLE
                    && known >= KNOWN
                    && end.len() <= known + INFLECTION
                    && fits(end, pattern)
            });
            found.extend(known.map(|(_, n)| (at, n)));
            if !found.is_empty() {
                break;
            }
        }
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

fn candidates(word: &str) -> impl Iterator<Item = (&'static str, usize)> {
    [word.bytes().next(), None]
        .into_iter()
        .filter_map(|first| INDEX.get(&first))
        .flatten()
        .copied()
}

fn fits(word: &str, pattern: &str) -> bool {
    match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
        (Some(_), Some(_)) => word.contains(pattern.trim_matches('*')),
        (Some(end), None) => word.ends_with(end),
        (None, Some(start)) => word.starts_with(start),
        (None, None) => word == pattern,
    }
}
