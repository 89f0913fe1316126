//! Words brought to what their forms share: `gereinigt`, `Reinigung` and `reinigen` are one stem.
//!
//! No dictionary and no trade: endings, prefixes, and the vowels that strong verbs change.

/// Endings, the longest first, as many as stand behind each other: `Repar-ier-ung-en`.
const ENDINGS: [&str; 25] = [
    "ierung", "ieren", "ation", "ating", "iert", "atur", "ated", "ates", "ment", "ate", "ung",
    "ing", "ion", "en", "er", "es", "em", "ed", "al", "e", "n", "s", "t", "y", "i",
];

/// What German verbs part with: `füllen wir die Nägel auf`, `aufgefüllt`, `aufzufüllen`.
const SEPARABLE: [&str; 14] = [
    "durch", "nach", "aus", "auf", "ein", "vor", "weg", "ab", "an", "um", "zu", "her", "hoch",
    "weiter",
];

/// How strong verbs and their nouns change, at the end of a stem.
const STRONG: [(&str, &str); 43] = [
    ("miss", "mess"),
    ("mass", "mess"),
    ("schnit", "schneid"),
    ("schor", "scher"),
    ("schlif", "schleif"),
    ("schloss", "schliess"),
    ("schluss", "schliess"),
    ("schrieb", "schreib"),
    ("schrif", "schreib"),
    ("sprach", "sprech"),
    ("sproch", "sprech"),
    ("broch", "brech"),
    ("bruch", "brech"),
    ("stoch", "stech"),
    ("stich", "stech"),
    ("nahm", "nehm"),
    ("nom", "nehm"),
    ("zog", "zieh"),
    ("fuhr", "fahr"),
    ("goss", "giess"),
    ("guss", "giess"),
    ("bund", "bind"),
    ("schob", "schieb"),
    ("strich", "streich"),
    ("riss", "reiss"),
    ("hob", "heb"),
    ("flocht", "flecht"),
    ("brann", "brenn"),
    ("bog", "bieg"),
    ("wog", "wieg"),
    ("grub", "grab"),
    ("schwomm", "schwimm"),
    ("shorn", "shear"),
    ("swep", "sweep"),
    ("taugh", "teach"),
    ("hung", "hang"),
    ("buil", "build"),
    ("laid", "lay"),
    ("sewn", "sew"),
    ("mown", "mow"),
    ("drawn", "draw"),
    ("ground", "grind"),
    ("swum", "swim"),
];

/// Letters of a participle without its `ge`; `Gesangsunterricht` is none.
const PARTICIPLE: usize = 10;

/// A longer word is none, and would be dear to compare.
pub(crate) const LONGEST: usize = 40;

/// What the forms of a folded word share.
pub(crate) fn stem(word: &str) -> String {
    let word = word.strip_suffix("'s").unwrap_or(word);
    if word.len() > LONGEST {
        return word.to_owned();
    }
    let mut stem = without_participle(word);
    // One behind the other: `carpets` ends like `carpet`.
    while let Some(ending) = ending(&stem) {
        stem.truncate(stem.len() - ending.len());
    }
    let mut stem: String = without_umlauts(&stem).collect();
    // `trimmen`, `trim`.
    let mut last = stem.chars().rev();
    if stem.len() > 3 && !stem.ends_with('s') && last.next() == last.next() {
        stem.pop();
    }
    // `Dried`, `dry`.
    if stem.ends_with('i') && !stem.ends_with("ei") {
        stem.pop();
        stem.push('y');
    }
    if let Some((form, verb)) = STRONG.iter().find(|(form, _)| ends_with(&stem, form)) {
        stem.truncate(stem.len() - form.len());
        stem.push_str(verb);
    }
    stem
}

/// `Farbe`, `faerben`; `Nagel`, `Naegel`.
fn without_umlauts(word: &str) -> impl Iterator<Item = char> {
    let mut before = ' ';
    word.chars().filter(move |c| {
        let umlaut = *c == 'e' && matches!(before, 'a' | 'o' | 'u');
        before = *c;
        !umlaut
    })
}

/// The longest ending of a word that leaves a stem.
fn ending(word: &str) -> Option<&'static str> {
    // `Test`, `Schnitt`, `shoot` and `Schluss` end so themselves.
    let own = |ending: &str| match ending {
        "t" => {
            !word.ends_with("sst")
                && ["st", "tt", "oot", "eat", "oat", "eet", "uit"]
                    .iter()
                    .any(|it| word.ends_with(it))
        }
        "s" => word.ends_with("ss"),
        _ => false,
    };
    // `Rats`, but not `Haus` and `Hals`.
    let plural = |rest: &str| rest.ends_with(['b', 'd', 'g', 'k', 'm', 'p', 't', 'w']);
    let leaves = |ending: &str| {
        let rest = &word[..word.len() - ending.len()];
        let short = ending.len() > 1 || ending == "e" || (ending == "s" && plural(rest));
        // Every stem has a vowel: `Scher-e`, not `Sch-er-e`.
        without_umlauts(rest).count() >= if short { 3 } else { 4 }
            && rest.contains(['a', 'e', 'i', 'o', 'u', 'y'])
    };
    ENDINGS
        .iter()
        .find(|it| ends_with(word, it) && !own(it) && leaves(it))
        .copied()
}

/// Most words differ in the last letter already.
fn ends_with(word: &str, ending: &str) -> bool {
    word.bytes().next_back() == ending.bytes().next_back() && word.ends_with(ending)
}

/// `geschoren` without its `ge`, `eingestellt` and `einzustellen` without what stands inside.
fn without_participle(word: &str) -> String {
    let ends = word.ends_with('t') || word.ends_with("en");
    if ends {
        let noun = matches!(
            word,
            "gesicht" | "gewicht" | "gericht" | "gelenk" | "geschaeft"
        );
        let rest = word
            .strip_prefix("ge")
            .filter(|rest| (5..=PARTICIPLE).contains(&rest.len()));
        if let Some(rest) = rest.filter(|_| !noun) {
            // `getönt`, whose stem has three letters.
            return rest.strip_suffix('t').unwrap_or(rest).to_owned();
        }
        for prefix in SEPARABLE {
            let inner = word.strip_prefix(prefix).and_then(|rest| {
                rest.strip_prefix("ge")
                    .or_else(|| rest.strip_prefix("zu"))
                    .filter(|rest| rest.len() >= 4)
            });
            if let Some(inner) = inner {
                return format!("{prefix}{inner}");
            }
        }
    }
    word.to_owned()
}

/// How like a word is its inflected form.
pub(crate) const INFLECTED: u8 = 95;

/// How much a word is like a name, to 100; 0 for anything below a likely mishearing.
pub(crate) fn likeness(said: &str, form: &str) -> u8 {
    /// A word of three letters or less is misheard for anything.
    const SHORTEST: usize = 5;
    /// A shorter one is rather another word: a `message` is no massage.
    const MISHEARD: usize = 8;
    /// Letters with which both must begin.
    const BEGINNING: usize = 2;
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
        return INFLECTED;
    }
    let longest = a.max(b);
    // What begins otherwise is another word: `killing` is no filling.
    if a.min(b) < MISHEARD || said.as_bytes()[..BEGINNING] != form.as_bytes()[..BEGINNING] {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_share_a_stem() {
        for forms in [
            &["reinigen", "reinigung", "gereinigt"][..],
            &["scheren", "geschoren", "schere"],
            &["schneiden", "schnitt", "geschnitten"],
            &["setzen", "gesetzt"],
            &["schliessen", "geschlossen", "schluss"],
            &["wechsel", "wechseln", "gewechselt"],
            &["pruefen", "pruefung", "geprueft"],
            &["untersuchung", "untersuchen", "untersucht"],
            &["einstellung", "einstellen", "eingestellt", "einzustellen"],
            &["nachfuellen", "nachgefuellt"],
            &["reparatur", "reparieren", "repariert"],
            &["adjust", "adjusting", "adjusted", "adjustment"],
            &["fit", "fitting", "fitted"],
            &["brake", "brakes"],
            &["carpet", "carpets"],
            &["clean", "cleans", "cleaned", "cleaning", "cleaners"],
            &["tune", "tuned", "tuning", "tuner"],
            &["wash", "washed", "washing"],
            &["bleach", "bleached", "bleaching"],
            &["groom", "groomed", "grooming"],
            &["repair", "repaired", "repairs"],
            &["trim", "trimmed", "trimming"],
            &["shoot", "shooting", "shootings"],
            &["lohn", "loehne", "loehnen"],
            &["pflanze", "pflanzen", "gepflanzt"],
            &["rat", "rats"],
            &["sweep", "swept", "sweeping"],
            &["toenen", "getoent", "toenung"],
            &["dry", "dried", "drying"],
            &["streichen", "gestrichen"],
            &[
                "aufmass",
                "aufmessen",
                "aufgemessen",
                "aufmisst",
                "aufzumessen",
            ],
            &["nagel", "naegel", "naegeln"],
        ] {
            for form in forms {
                assert_eq!(stem(form), stem(forms[0]), "{form}");
            }
        }
    }

    #[test]
    fn other_words_do_not() {
        assert_ne!(stem("waschen"), stem("wachsen"));
        assert_ne!(stem("bremsen"), stem("brille"));
        assert!(stem("gesangsunterricht").starts_with("gesang"));
        assert_eq!(likeness("killing", "filling"), 0);
        assert_eq!(likeness("message", "massage"), 0);
    }
}
