//! How a caller answers: the words that accept, refuse, hedge, take back and choose.

use std::sync::LazyLock;

use crate::lexicon::Lex;
use crate::token::Tokens;
use crate::wording::Phrases;

/// What some words of the caller do to a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cue {
    /// `nehm ich`, `tragen Sie mich ein`: whatever was said last.
    Take,
    /// `ja`, `passt`.
    Yes,
    /// `okay`, `gut`: a yes to a question, perhaps no more than `I hear you` to anything else.
    Heard,
    /// `nein`: to whatever was asked.
    No,
    /// `geht nicht`, `zu früh`: to a time.
    Cannot,
    /// `vielleicht`, `müsste gehen`: less than a yes.
    Maybe,
    /// `Moment`, `let me check`: what comes behind it counts.
    Pause,
    /// `muss ich erst fragen`, `ich melde mich`: not now.
    Later,
    /// `doch nicht`, `vergessen Sie es`: takes back what was agreed.
    Withdrawal,
    /// `das erste`: from 0; -1 is the last one.
    Choice(i8),
}

/// Phrases and what they do; the longest that fits counts.
const PHRASES: [(Cue, &str); 12] = [
    (
        Cue::Take,
        "nehm ich|nehme ich|den nehm ich|den nehme ich|dann nehm ich|dann nehme ich|dann nehm ich den|dann nehme ich den|nehmen wir|nehmen wir den|nehm ma|nehmen sie mich|i'll take it|i'll take that|i'll take|i'll have that|book it|please book it|put me down|buchen sie|buchen sie das|buchen sie ein|buch ich|buche ich|\
         tragen sie mich ein|trag mich ein|tragens mich ein|tragt mich ein|tragen sie uns ein|schreiben sie mich ein|schreib mich auf|merken sie mich vor|reservieren sie|sign me up|pencil me in|book me in|tragen sie es ein|tragen sie das ein|bitte eintragen|gerne eintragen|dann machen wir das so|dann nehme ich das|go for it",
    ),
    (
        Cue::Yes,
        "ja|jo|joa|jawohl|jawoll|jap|jepp|jup|jaja|genau|richtig|stimmt|passt|passt scho|passt schon|passt gut|passt mir|passt perfekt|super|prima|perfekt|top|tiptop|klasse|toll|wunderbar|klingt gut|klingt super|hoert sich gut an|\
         das geht|des geht|da geht es|dat geht|es geht|geht klar|geht schon|geht gut|geht in ordnung|machen wir|mach ma|mach mas|mach mer|machen wa|machen wir so|so machen wir|so machen wir das|\
         machen wir das|das machen wir|einverstanden|in ordnung|gerne|gern|sehr gerne|sehr gern|das waere gut|waere super|waere gut|waere toll|waere prima|ausgezeichnet|abgemacht|natuerlich|kein problem|warum nicht|egal passt doch|passt doch|bleibt dabei|bleibts dabei|\
         ideal|hervorragend|freilich|sicher|von mir aus|auch recht|ist recht|is recht|mir recht|das kann ich|da kann ich|das haut hin|haut hin|das klappt|klappt|das krieg ich hin|das kriegen wir hin|krieg ich hin|kriegen wir hin|laesst sich einrichten|kann ich einrichten|das schaff ich|schaff ich|das schaffe ich|schaffe ich|meinetwegen|optimal|des basst|basst|basst scho|is guet|isch guet|isch guat|na guat|guat|guet|na gut|na schoen|muss ja|ist gut|is gut|sehr gut|mega|spitze|bestens|fein|so machen wirs|machen wirs so|dann machen wirs|dann machen wirs so|so mach mas|passt so|das geht sich aus|geht sich aus|hilft ja nix|hilft ja nichts|hilft nix|wird schon gehen|soll mir recht sein|na dann|\
         yes|yeah|yep|yup|sure|that's fine|fine by me|is fine|perfect|that works|works for me|sounds good|sounds great|sounds perfect|lovely|brilliant|that'd be great|that would be great|that's great|that's good|is good|is great|\
         absolutely|correct|that's right|that's the one|take it|go ahead|go on then|please do|yes please|that'll do|let's do it|let's do that|let's do|let's go with|wonderful|exactly|excellent|i can do that|i can do|i can make that|that suits me|suits me|i can make|deal|fab|fabulous|grand|ace|amazing|awesome|smashing|definitely|of course|\
         freut mich|it is then|lassen wir es dabei|lassen wirs dabei|lassen wir es so|lassen sie ihn stehen|lass mas stehen|lassen sie es so|leave it as it is|leave it at that",
    ),
    (
        Cue::Heard,
        "okay|ok|oke|okey|gut|alles klar|klar|aha|schoen|eh|ginge|geht|fine|great|good|right|alright|all right|cool|i see|works|no problem|no worries|done",
    ),
    (
        Cue::No,
        "nein|nee|ne|noe|naa|nein danke|nee danke|ne danke|no|nope|nah|no thanks|no thank you",
    ),
    (
        Cue::Pause,
        "moment|moment mal|augenblick|sekunde|warten sie|wart ma|warte|warte mal|warte kurz|schau mal|ich schau|ich schau mal|schaue mal|mal schauen|mal gucken|muss mal schauen|muss ich mal schauen|wait|oh wait|wait a minute|wait a second|hold on|hang on|let me check|let me see|let me look|one second|one moment|just a second|let me think",
    ),
    (
        Cue::Cannot,
        "leider nicht|geht nicht|geht leider nicht|geht gar nicht|geht bei mir nicht|geht sich nicht aus|passt nicht|passt mir nicht|passt leider nicht|passt mir leider nicht|passt gar nicht|passt mir gar nicht|passt mir nicht so|\
         kann ich nicht|kann ich leider nicht|kann ich da nicht|da kann ich nicht|da kann ich leider nicht|kann da nicht|kann ich aber nicht|kann ich gar nicht|kann i net|geht net|passt net|kann ich schlecht|das geht schlecht|\
         schaff ich nicht|schaffe ich nicht|das schaff ich nicht|schaff ich leider nicht|schaff i net|auch nicht|lieber nicht|zu frueh|zu spaet|z frueh|z spaet|zu lange|zu teuer|zu kurzfristig|zu weit|zu knapp|ungern|quatsch|ach ne|\
         ist mir zu|is mir zu|das ist schlecht|is schlecht|ist schlecht|schlecht|unguenstig|is nix|ist nix|is nichts|bin ich nicht da|bin ich weg|klappt nicht|klappt leider nicht|da arbeite ich|da muss ich arbeiten|bin ich im urlaub|bin ich arbeiten|bin ich auf arbeit|habe ich keine zeit|hab ich keine zeit|keine zeit|\
         stimmt nicht|ist falsch|falsch|not really|doesn't work|does not work|won't work|don't work|doesn't suit|can't|cannot|i can't|can't make|can't make it|can't do|i can't do|too early|too late|too far|too expensive|too long|not good|no good|i'm working|i work|that's no good|not possible|unfortunately not|i'd rather not|rather not|wrong|that's wrong|not that|i'm busy|i'm away|neither|neither really|bit early|bit late|a bit early|a bit late",
    ),
    (
        Cue::Maybe,
        "vielleicht|eventuell|evtl|unter umstaenden|wahrscheinlich|vermutlich|muesste gehen|muesste eigentlich|muesste klappen|sollte gehen|sollte klappen|sollte eigentlich|koennte gehen|koennte klappen|glaub schon|glaube schon|glaub ich|glaube ich|denk schon|denke schon|denk ich|denke ich|\
         weiss nicht ob|nicht ganz sicher|maybe|perhaps|probably|possibly|might|i think so|i think|i guess|should be okay|should be fine|should work|depends|je nachdem|kommt drauf an|als ob|as if",
    ),
    (
        Cue::Later,
        "frag erst|bespreche|besprechen das mit|besprechen|bespreche das|rede mit|abstimmen|absprechen|schau nochmal|schaue nochmal|noch gucken|noch schauen|nochmal gucken|erst gucken|erst schauen|frage erst|muss ich erst|muss erst|muss i erst|muss ich noch fragen|muss ich noch schauen|muss ich noch gucken|muss ich noch klaeren|muss ich noch checken|muss ich mal fragen|\
         ich ueberleg|ueberlege|ueberlegen|ueberleg|ueberlegs|ueberdenken|drueber schlafen|ich melde mich|melde mich|meld mich|meld mi|melden uns|ich meld|ruf nochmal an|rufe nochmal an|nochmal an|nochmal durch|noch einmal an|ruf wieder an|rufe wieder an|ruf noch mal an|rufe noch mal an|rufe zurueck|ruf zurueck|ruf dann|rufe dann|\
         weiss noch nicht|weiss ich noch nicht|weiss ich nicht|weiss nicht|weiss i net|unsicher|bin mir nicht sicher|bin nicht sicher|nicht sicher|mal sehen|schau ma mal|schaun wir mal|erst fragen|erst mal fragen|erstmal fragen|muss fragen|erst mit|erst noch|abklaeren|abklaere|klaeren|ruecksprache|unverbindlich|vorbehalt|\
         noch nicht fest|noch nicht sicher|noch nicht genau|noch nicht festlegen|noch nicht buchen|noch nicht eintragen|noch nichts|nichts ein|nicht fest|spaeter nochmal|spaeter noch mal|erst meinen|erst meine|andere angebote|vergleichen|nochmal vergleichen|umhoeren|schau erst|erst nur|erst mal nur|nur mal|nur eine frage|nur wissen|\
         i'll think|have a think|think about it|think it over|let me think about it|sleep on it|call back later|call you back|i'll call back|call back|ring back|ring you back|phone back|call again|ring again|get back to you|come back to you|check with|need to ask|have to ask|talk to my|speak to my|ask my|have to check|need to check|gotta check|check my|not sure|i don't know|don't know|\
         don't book|not yet|don't book it yet|shop around|look around|let you know|provisionally|i'll wait|i should wait|rather wait|wait until|wait for now|dann warte ich|warte ich lieber|warte lieber|noch warten",
    ),
    (
        Cue::Withdrawal,
        "doch nicht|lassen wir|lassen wir das|lassen wir es|lassen wirs|lass ma|lassen sie mal|lassen sie es|lassen sies|vergessen sie|vergessen sie's|vergessen sie es|vergiss es|dann nicht|dann lieber gar nicht|dann lass ich|dann lass ichs|dann lasse ich|dann eben nicht|\
         hat sich erledigt|hat sich schon erledigt|brauche ich nicht mehr|brauch ich nicht mehr|forget it|never mind|nevermind|leave it|leave that|scrap that|let's leave it|cancel that|streichen sie das|streichen sie den|streichen sie ihn|nicht buchen|nicht eintragen|woanders|ein andermal|ein anderes mal|another time|some other time|anderswo|wo anders|bei einer anderen|bei einem anderen|somewhere else|elsewhere|try another|\
         ich verzichte|verzichte|kein bedarf|doch absagen|doch kein|doch keinen|keinen termin mehr",
    ),
    (
        Cue::Choice(0),
        "das erste|den ersten|der erste|die erste|erste variante|das fruehere|den frueheren|der fruehere|die fruehere|first one|the first|the earlier|earlier one|the earlier one|the former|ersteres|das eine|des erste|den erschte",
    ),
    (
        Cue::Choice(1),
        "das zweite|den zweiten|der zweite|die zweite|second one|the second|the second one|the latter|letzteres|das andere|des zweite|den andern|den anderen|the other one",
    ),
    (
        Cue::Choice(-1),
        "das spaetere|den spaeteren|der spaetere|die spaetere|das letzte|den letzten|der letzte|die letzte|the later|later one|the later one|last one|the last|the last one|des spaetere",
    ),
];

static TABLE: LazyLock<Phrases<Cue>> = LazyLock::new(|| Phrases::new(&PHRASES));

/// The cues of a turn with the tokens that they cover, in order.
pub(crate) fn find(tokens: &Tokens<'_>) -> Vec<(usize, usize, Cue)> {
    let mut found = TABLE.apart(tokens, 0..tokens.len());
    for (from, to, cue) in &mut found {
        let yes = matches!(cue, Cue::Take | Cue::Yes | Cue::Heard);
        let not = *from > 0 && tokens.word(*from - 1) == "nicht";
        if yes && is_negated(tokens, *from, *to) {
            *cue = Cue::Cannot;
        } else if *cue == Cue::Cannot && not {
            // `klingt nicht schlecht`.
            *cue = Cue::Maybe;
        }
    }
    // `geht auch fünfzehn Uhr`, `works on Friday too`: asks, and accepts nothing.
    found.retain(|(from, to, _)| {
        !is_inverted(tokens, *from, *to) && !is_particle(tokens, *from, *to)
    });
    found
}

/// `passt mir da leider nicht`, `nicht gut`.
fn is_negated(tokens: &Tokens<'_>, from: usize, to: usize) -> bool {
    let not = |i: usize| {
        matches!(
            tokens.word(i),
            "nicht" | "net" | "ned" | "nid" | "nöd" | "not" | "kaum" | "schlecht" | "nie"
        )
    };
    let verb = matches!(
        tokens.word(to - 1),
        "passt"
            | "geht"
            | "works"
            | "gut"
            | "klappt"
            | "good"
            | "nehme"
            | "ich"
            | "mir"
            | "hin"
            | "einrichten"
    );
    let behind = (to..to + 4)
        .take_while(|i| !tokens.word(*i).is_empty() && tokens.word(*i) != "aber")
        .any(not);
    // `nicht so gut`.
    let much = from > 1
        && matches!(
            tokens.word(from - 1),
            "so" | "ganz" | "sehr" | "besonders" | "that"
        );
    (verb && behind) || (from > 0 && not(from - 1)) || (much && not(from - 2))
}

/// Whether a verb that could say yes or no begins a question: `geht da auch Dienstag`, `geht
/// nicht auch früher`.
fn is_inverted(tokens: &Tokens<'_>, from: usize, to: usize) -> bool {
    let asks = match (tokens.word(from), to - from) {
        ("geht", 1) => {
            matches!(
                tokens.word(to),
                "auch"
                    | "es"
                    | "das"
                    | "die"
                    | "der"
                    | "da"
                    | "bei"
                    | "was"
                    | "um"
                    | "am"
                    | "noch"
                    | "sich"
                    | "denn"
            )
        }
        ("geht", 2) => matches!(
            tokens.word(to),
            "auch" | "was" | "noch" | "eher" | "irgendwas"
        ),
        _ => false,
    };
    // `zwölf geht auch`.
    let said = |i: usize| {
        tokens.lex(i) != Lex::None || matches!(tokens.word(i), "das" | "des" | "es" | "ja")
    };
    asks && !from.checked_sub(1).is_some_and(said)
}

/// `das ist ja noch lange hin`: no yes.
fn is_particle(tokens: &Tokens<'_>, from: usize, to: usize) -> bool {
    let verb = |i: usize| {
        matches!(
            tokens.word(i),
            "ist"
                | "is"
                | "sind"
                | "war"
                | "waere"
                | "bin"
                | "hab"
                | "habe"
                | "haben"
                | "hat"
                | "habt"
                | "kommt"
                | "muss"
                | "ich"
        )
    };
    tokens.word(from) == "ja"
        && to == from + 1
        && !tokens.word(to).is_empty()
        && from.checked_sub(1).is_some_and(verb)
}

/// `gleiche Uhrzeit`, `same time`.
pub(crate) fn is_same_time(tokens: &Tokens<'_>) -> bool {
    (0..tokens.len()).any(|i| {
        let same = matches!(
            tokens.word(i),
            "gleiche" | "gleichen" | "gleicher" | "selbe" | "selben" | "selber" | "same"
        );
        let time = matches!(tokens.word(i + 1), "uhrzeit" | "zeit" | "time" | "stunde");
        (same && time) || matches!(tokens.word(i), "dieselbe" | "derselben")
    })
}

/// Whether the turn begins with a no: `nein, lassen Sie ihn`.
pub(crate) fn refuses(tokens: &Tokens<'_>) -> bool {
    TABLE
        .longest(tokens, 0)
        .is_some_and(|(cue, _)| cue == Cue::No)
}

/// Whether the turn asks for another time: `haben Sie noch was anderes`, `geht es später`.
pub(crate) fn wants_other(tokens: &Tokens<'_>) -> bool {
    (0..tokens.len()).any(|i| {
        matches!(
            tokens.word(i),
            "ander"
                | "andere"
                | "anderer"
                | "anderen"
                | "anderes"
                | "andern"
                | "anders"
                | "alternative"
                | "alternativen"
                | "frueher"
                | "spaeter"
                | "sonst"
                | "other"
                | "another"
                | "else"
                | "different"
                | "earlier"
                | "later"
        )
    })
}

/// Whether the turn takes leave: `danke, tschüss`.
pub(crate) fn closes(tokens: &Tokens<'_>) -> bool {
    (0..tokens.len()).any(|i| {
        matches!(
            tokens.word(i),
            "danke" | "dank" | "tschuess" | "wiederhoeren" | "thanks" | "thank" | "cheers" | "bye"
        )
    })
}

/// Whether the turn asks something: `brauche ich da etwas`, `do you need my card`.
pub(crate) fn is_question(tokens: &Tokens<'_>) -> bool {
    let verb = |i: usize| {
        matches!(
            tokens.word(i),
            "do" | "can"
                | "could"
                | "is"
                | "are"
                | "muss"
                | "kann"
                | "darf"
                | "brauche"
                | "brauch"
                | "haben"
                | "habt"
                | "gibt"
                | "hoeren"
                | "kostet"
        )
    };
    let subject = |i: usize| {
        matches!(
            tokens.word(i),
            "i" | "you"
                | "it"
                | "that"
                | "there"
                | "we"
                | "ich"
                | "sie"
                | "ihr"
                | "es"
                | "man"
                | "wir"
        )
    };
    let asks = |i: usize| {
        let spells = (i + 2..i + 4)
            .any(|at| tokens.word(at).starts_with("buchstab") || tokens.word(at) == "spell");
        (verb(i) && subject(i + 1) && !spells)
            || matches!(
                tokens.word(i),
                "what" | "how" | "when" | "where" | "which" | "wann" | "wo" | "wieviel" | "welche"
            )
            || (tokens.word(i) == "was"
                && matches!(
                    tokens.word(i + 1),
                    "ist" | "kostet" | "muss" | "kann" | "soll" | "brauche"
                ))
    };
    (0..4.min(tokens.len())).any(asks)
}

/// Whether the time that begins at `i` is refused by the words right before it.
pub(crate) fn is_refused(tokens: &Tokens<'_>, i: usize) -> bool {
    let back = |n: usize| i.checked_sub(n).map_or("", |at| tokens.word(at));
    let preposition = usize::from(matches!(back(1), "um" | "am" | "at" | "on"));
    let before = |n: usize| back(n + preposition);
    let verb = usize::from(matches!(before(1), "do" | "make" | "manage"));
    matches!(
        before(1 + verb),
        "can't" | "cannot" | "couldn't" | "won't" | "don't" | "not"
    ) || (before(1) == "nicht" && preposition == 1)
}
