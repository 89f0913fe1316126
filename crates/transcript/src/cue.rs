//! Words that say yes, no, perhaps, which one; and what an agent says when it books.

use crate::token::Tokens;

/// What some words do to a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cue {
    /// `ja`, `passt`, `nehm ich`.
    Yes,
    /// `nein`, `geht nicht`.
    No,
    /// `muss ich erst fragen`, `ich melde mich`.
    Perhaps,
    /// `doch nicht`, `vergessen Sie es`: takes back what was agreed.
    Withdrawal,
    /// `das erste`: from 0; -1 is the last one.
    Choice(i8),
}

/// Phrases and what they do; the longest that fits counts.
const PHRASES: [(Cue, &str); 7] = [
    (
        Cue::Yes,
        "ja|jo|jawohl|jap|jepp|joa|jaja|genau|richtig|stimmt|passt|passt scho|okay|ok|oke|gut|na gut|super|prima|perfekt|top|\
         klasse|toll|wunderbar|klingt gut|geht|das geht|geht klar|nehm ich|nehme ich|den nehm ich|nehmen wir|nehmen wir den|machen wir|mach ma|\
         machen wir so|einverstanden|in ordnung|gerne|gern|sehr gerne|das waere gut|wunderbar|ausgezeichnet|abgemacht|\
         alles klar|klar|natuerlich|kein problem|warum nicht|egal passt doch|passt doch|bleibt dabei|ideal|hervorragend|freilich|eh|sicher|von mir aus|\
         yes|yeah|yep|yup|sure|fine|that's fine|perfect|great|that works|works|works for me|sounds good|lovely|brilliant|\
         absolutely|correct|that's right|right|that's the one|i'll take it|i'll take that|i'll have that|take it|go ahead|book it|please do|good|\
         that'll do|alright|all right|go for it|no problem|no worries|done|let's do it|let's do that|wonderful|exactly|cool|excellent|i can do that|i can make that|deal|jawoll|freut mich|buchen sie|buchen sie das|tragen sie mich ein|tragen sie es ein|please book it|bitte eintragen|dann machen wir das so|dann nehme ich das",
    ),
    (
        Cue::No,
        "nein|nee|ne|noe|na|naa|leider nicht|geht nicht|geht leider nicht|geht gar nicht|geht bei mir nicht|passt nicht|passt mir nicht|passt leider nicht|\
         passt mir leider nicht|passt gar nicht|kann ich nicht|kann ich leider nicht|kann ich da nicht|da kann ich nicht|da kann ich leider nicht|kann da nicht|\
         schaff ich nicht|schaffe ich nicht|das schaff ich nicht|schaff ich leider nicht|auch nicht|lieber nicht|zu frueh|zu spaet|zu lange|ungern|quatsch|ach ne|\
         ist mir zu|das ist schlecht|schlecht|ungünstig|unguenstig|bin ich nicht da|klappt nicht|klappt leider nicht|da arbeite ich|da muss ich arbeiten|stimmt nicht|ist falsch|falsch|\
         no|nope|nah|not really|doesn't work|does not work|won't work|don't work|can't|cannot|i can't|can't make|can't make it|can't do|i can't do|too early|too late|\
         too far|not good|no good|no thanks|no thank you|nein danke|i'm working|i work|that's no good|not possible|unfortunately not|i'd rather not|rather not|wrong|that's wrong|not that",
    ),
    (
        Cue::Perhaps,
        "frag erst|bespreche|besprechen das mit|bespreche das|rede mit|abstimmen|schau nochmal|schaue nochmal|hold on|hang on|frage erst|muss ich erst|muss erst|muss ich noch|ich ueberleg|ueberlege|ueberlegen|ueberleg|ich melde mich|melde mich|meld mich|ruf nochmal an|rufe nochmal an|\
         ruf wieder an|rufe wieder an|ruf noch mal an|rufe noch mal an|weiss noch nicht|weiss ich noch nicht|weiss ich nicht|weiss nicht|unsicher|bin mir nicht sicher|nicht sicher|mal schauen|mal sehen|schau ma mal|erst fragen|\
         erst mal fragen|erstmal fragen|abklaeren|abklaere|ruecksprache|unverbindlich|i'll think|think about it|let me think|call back later|call you back|i'll call back|ring back|ring you back|\
         get back to you|check with|let me check|have to check|need to check|not sure|i don't know|maybe|perhaps|haette hätte fragen muessen|spaeter nochmal|noch nicht festlegen|noch nicht buchen|don't book|not yet|don't book it yet|erst meinen|erst meine",
    ),
    (
        Cue::Withdrawal,
        "doch nicht|lassen wir|lassen wir das|lassen wir es|vergessen sie|vergessen sie's|vergessen sie es|vergiss es|dann nicht|dann lieber gar nicht|dann lass ich|dann lasse ich|\
         hat sich erledigt|erledigt|brauche ich nicht mehr|brauch ich nicht mehr|forget it|never mind|nevermind|leave it|scrap that|let's leave it|cancel that|streichen sie das|streichen sie den|nicht buchen|nicht eintragen|woanders",
    ),
    (
        Cue::Choice(0),
        "das erste|den ersten|der erste|die erste|das fruehere|den frueheren|der fruehere|die fruehere|first one|the first|the earlier|earlier one|the earlier one|the former|ersteres|das eine",
    ),
    (
        Cue::Choice(1),
        "das zweite|den zweiten|der zweite|die zweite|second one|the second|the second one|the latter|letzteres|das andere",
    ),
    (
        Cue::Choice(-1),
        "das spaetere|den spaeteren|der spaetere|die spaetere|das letzte|den letzten|der letzte|die letzte|the later|later one|the later one|last one|the last|the last one",
    ),
];

/// The cues of a turn with the tokens that they cover, in order.
pub(crate) fn find(tokens: &Tokens<'_>) -> Vec<(usize, usize, Cue)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match TABLE.longest(tokens, at) {
            Some((cue, next)) => {
                let negated = cue == Cue::Yes && is_negated(tokens, at, next);
                found.push((at, next, if negated { Cue::No } else { cue }));
                at = next;
            }
            None => at += 1,
        }
    }
    found
}

/// `passt mir da leider nicht`, `nicht gut`.
fn is_negated(tokens: &Tokens<'_>, from: usize, to: usize) -> bool {
    let not = |i: usize| matches!(tokens.word(i), "nicht" | "not" | "kaum" | "schlecht");
    let verb = matches!(
        tokens.word(to - 1),
        "passt" | "geht" | "works" | "gut" | "klappt" | "good" | "nehme" | "ich"
    );
    (verb
        && (to..to + 4)
            .take_while(|i| !tokens.word(*i).is_empty() && tokens.word(*i) != "aber")
            .any(not))
        || from.checked_sub(1).is_some_and(not)
}

/// Phrases by their first word.
#[derive(Debug)]
pub(crate) struct Phrases<T>(std::collections::HashMap<String, Vec<(Vec<String>, T)>>);

impl<T: Copy> Phrases<T> {
    pub(crate) fn new(lists: &[(T, &str)]) -> Self {
        let mut phrases = std::collections::HashMap::<String, Vec<(Vec<String>, T)>>::new();
        for (meaning, list) in lists {
            for phrase in list.split('|') {
                let words: Vec<String> = phrase
                    .split_whitespace()
                    .map(crate::token::folded)
                    .collect();
                if let Some(first) = words.first() {
                    phrases
                        .entry(first.clone())
                        .or_default()
                        .push((words, *meaning));
                }
            }
        }
        Self(phrases)
    }

    /// The longest phrase that begins at `i`, and the token behind it.
    pub(crate) fn longest(&self, tokens: &Tokens<'_>, i: usize) -> Option<(T, usize)> {
        let word = tokens.word(i);
        if word.is_empty() {
            return None;
        }
        self.0
            .get(word)?
            .iter()
            .filter(|(words, _)| {
                words
                    .iter()
                    .zip(i..)
                    .all(|(word, at)| tokens.word(at) == word)
            })
            .max_by_key(|(words, _)| words.len())
            .map(|(words, meaning)| (*meaning, i + words.len()))
    }

    /// Every phrase of the text.
    pub(crate) fn all<'p>(
        &'p self,
        tokens: &'p Tokens<'_>,
    ) -> impl Iterator<Item = (usize, T)> + 'p {
        (0..tokens.len()).filter_map(|i| self.longest(tokens, i).map(|(meaning, _)| (i, meaning)))
    }
}

static TABLE: std::sync::LazyLock<Phrases<Cue>> =
    std::sync::LazyLock::new(|| Phrases::new(&PHRASES));

/// What an agent's turn does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    /// `ist eingetragen`, `booked`.
    Books,
    /// `auf welchen Namen?`
    AsksName,
    /// `und der Vorname?`
    AsksFirstName,
    /// `geschlossen`, `alles voll`, `leider nicht`.
    Denies,
    /// `geöffnet`, `Sprechzeiten`.
    Hours,
    /// `bis dann`, `danke`: closes the subject.
    Closes,
    /// `Name des Tieres`, `Geburtsdatum`, `Telefonnummer`.
    AsksElse,
    /// `soll ich das eintragen?`
    AsksConsent,
    /// `noch etwas?`
    AsksMore,
}

const ACTS: [(Act, &str); 9] = [
    (
        Act::Books,
        "eingetragen|notiert|gebucht|reserviert|vorgemerkt|bestaetigt|trage sie ein|trage ich ein|trag sie ein|trag ich ein|ist fix|fixiert|vermerkt|\
         booked|confirmed|all set|you're in|scheduled|put you down|got you down|you're down|see you|bis dann|bis morgen|bis montag|bis dienstag|bis mittwoch|bis donnerstag|bis freitag|bis samstag|bis naechste|bis uebermorgen|bis bald|wir sehen uns|freue mich|freuen uns|wir erwarten sie",
    ),
    (
        Act::AsksName,
        "wie heisst ihre mutter|wie heisst ihr vater|wie heisst ihr sohn|wie heisst ihre tochter|wie heisst ihr mann|wie heisst ihre frau|wie heisst das kind|name des kindes|name der patientin|name des patienten|auf welchen namen|wie ist ihr name|ihr name|ihren namen|wie heissen sie|wie heisst du|dein name|auf wen|name bitte|wie ist der name|den namen|der name|fuer wen|mit wem|wer spricht|name|\
         your name|what name|whose name|the name|and your name|who's calling|who am i speaking|name please|nachname|last name|surname|full name|your full name",
    ),
    (
        Act::AsksFirstName,
        "vorname|vornamen|der vorname|ihr vorname|first name|your first name",
    ),
    (
        Act::Denies,
        "geschlossen|ruhetag|alles voll|ausgebucht|leider nicht|belegt|nichts frei|nichts mehr|vergeben|leider nein|voll|closed|fully booked|booked up|nothing available|not available|nothing free|unavailable|zu",
    ),
    (
        Act::Hours,
        "we open|wir oeffnen|open at|opens at|machen um|geoeffnet|oeffnungszeiten|sprechzeiten|sprechstunde ist|haben wir offen|haben offen|fuer sie da|werktags|abholen|schliessen|oeffnen wir|open from|we're open|we are open|opening hours|closes|open until|pick up|collect",
    ),
    (
        Act::Closes,
        "danke|vielen dank|tschuess|auf wiederhoeren|thanks|thank you|bye",
    ),
    (
        Act::AsksElse,
        "der name des tieres|name ihres tieres|der name ihres tieres|name des hundes|name der katze|name vom tier|name der firma|heisst das tier|name of the pet|the pet's name|name of your pet|your pet's name|the dog's name|the cat's name|geburtsdatum|geburtstag|telefonnummer|rueckrufnummer|handynummer|name des tieres|kennzeichen|versichert|date of birth|phone number|contact number|pet's name|registration|e mail|email|versicherung|krankenkasse|adresse|anschrift|address|postcode|insurance",
    ),
    (
        Act::AsksConsent,
        "soll ich|darf ich|passt das|passt ihnen das|in ordnung|moechten sie das|moechten sie den|wollen sie den|wollen sie das|einverstanden|shall i|should i|would you like me|do you want me|is that okay|is that ok|does that work|can i book|would you like that",
    ),
    (
        Act::AsksMore,
        "noch etwas|noch was|sonst noch|anything else|something else|noch fragen",
    ),
];

static ACT_TABLE: std::sync::LazyLock<Phrases<Act>> =
    std::sync::LazyLock::new(|| Phrases::new(&ACTS));

/// What the agent's turn does; a phrase inside another does not count twice.
pub(crate) fn acts(tokens: &Tokens<'_>) -> Vec<Act> {
    let mut acts = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match ACT_TABLE.longest(tokens, at) {
            Some((act, next)) => {
                acts.push(act);
                at = next;
            }
            None => at += 1,
        }
    }
    acts
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

/// Whether the sentence that goes on at `i` is a question.
pub(crate) fn is_asked(tokens: &Tokens<'_>, i: usize) -> bool {
    (i..i + 12)
        .find(|at| ['.', '?', '!'].iter().any(|sign| tokens.sign(*at, *sign)))
        .is_some_and(|end| tokens.sign(end, '?'))
}

/// What the agent's last turn asked.
#[expect(clippy::struct_excessive_bools, reason = "four independent facts")]
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct AgentTurn {
    /// It was about a time at all.
    pub(crate) asked: bool,
    /// It asked for something else made of numbers: a plate, a birthday.
    pub(crate) asked_else: bool,
    /// It asked whether to book.
    pub(crate) asked_consent: bool,
    /// It went on to the name with a time on the table.
    pub(crate) moved_on: bool,
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

/// Whether the time that ends at `i` is said to be taken: `zehn Uhr ist leider belegt`.
pub(crate) fn is_denied(tokens: &Tokens<'_>, i: usize) -> bool {
    (i..i + 6)
        .take_while(|at| {
            ['.', '?', '!', ',']
                .iter()
                .all(|sign| !tokens.sign(*at, *sign))
        })
        .take_while(|at| !matches!(tokens.word(*at), "aber" | "but" | "oder" | "or"))
        .any(|at| {
            matches!(
                tokens.word(at),
                "taken"
                    | "belegt"
                    | "vergeben"
                    | "gone"
                    | "ausgebucht"
                    | "voll"
                    | "geschlossen"
                    | "zu"
                    | "closed"
                    | "unavailable"
            )
        })
}
