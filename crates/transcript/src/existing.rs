//! The appointment that exists before the call: what is cancelled, moved, asked about.

mod asked;

pub(crate) use asked::{asks_for_earlier, asks_if_down, asks_when};

use crate::conversation::Speaker;
use crate::intent::Intent;
use crate::lexicon::Lex;
use crate::mention::Mention;
use crate::reference::Reference;
use crate::slot::{Slot, Topic, is_hour};
use crate::token::Tokens;

/// What is known of it.
#[derive(Debug, Default)]
pub(crate) struct Existing {
    /// When it is.
    pub(crate) slot: Slot,
    /// Whether the agent named it.
    pub(crate) restated: bool,
}

impl Existing {
    /// In a call about an appointment that exists, the first time named is that one's: takes it.
    pub(crate) fn takes(
        &mut self,
        (tokens, speaker): (&Tokens<'_>, Speaker),
        mention: &Mention,
        intent: Intent,
        topic: &Topic,
        reference: &Reference,
    ) -> bool {
        // `Nicht ganz: Dienstag, Viertel vor zehn`, to whoever asks when it is.
        let corrected = speaker == Speaker::Agent
            && intent == Intent::None
            && self.slot.is_full()
            && (mention.tokens.start.saturating_sub(12)..mention.tokens.start)
                .rev()
                .take_while(|i| !tokens.sign(*i, '.'))
                .any(|i| is_correction(tokens.word(i)) && tokens.word(i + 1) != "jemand")
            && !(mention.tokens.start.saturating_sub(6)..mention.tokens.end + 6)
                .any(|i| is_offer(tokens.word(i)))
            && topic.complete(mention, reference).is_full();
        // `Ich nehme den Donnerstag um drei heraus`, of two that there are.
        let removed = speaker == Speaker::Agent
            && intent == Intent::Cancel
            && self.slot.is_full()
            && is_removed(tokens, mention)
            && topic.complete(mention, reference).is_full();
        if corrected || removed {
            self.slot = Slot::default();
        }
        // `Um vierzehn Uhr, richtig?` – `nein, um fünfzehn Uhr`.
        let denied = speaker == Speaker::Caller
            && intent == Intent::Cancel
            && self.restated
            && mention.day.is_none()
            && is_hour(mention)
            && matches!(tokens.word(0), "nein" | "nee" | "no" | "nope");
        if denied {
            self.slot.clock = None;
        }
        // `war das jetzt Dienstag um fünf oder Mittwoch um fünf`: whoever asks knows neither.
        let or = |i: usize| matches!(tokens.word(i), "oder" | "or");
        let either = or(mention.tokens.end) || mention.tokens.start.checked_sub(1).is_some_and(or);
        if (speaker == Speaker::Caller && either)
            || !self.is_meant(tokens, mention, intent, topic, reference)
        {
            return false;
        }
        let slot = Topic::about(self.slot.clone()).complete(mention, reference);
        self.slot.date = slot.date.or(self.slot.date);
        self.slot.clock = slot.clock.or(self.slot.clock);
        self.slot.part = slot.part.or(self.slot.part);
        self.slot.say(slot.said);
        self.restated |= speaker == Speaker::Agent;
        true
    }

    /// When it is; an hour that was said without a day is today's.
    pub(crate) fn when(&self, reference: &Reference) -> Slot {
        let mut slot = self.slot.clone();
        let today = Slot {
            date: Some(reference.now.date()),
            ..slot.clone()
        };
        let ahead = |(at, _): (jiff::civil::DateTime, _)| at >= reference.now;
        if slot.date.is_none() && today.moment(reference).is_some_and(ahead) {
            slot = today;
        }
        slot
    }

    fn is_meant(
        &self,
        tokens: &Tokens<'_>,
        mention: &Mention,
        intent: Intent,
        topic: &Topic,
        reference: &Reference,
    ) -> bool {
        let moves = intent == Intent::Reschedule;
        let before = mention.tokens.start.checked_sub(1);
        let before = before.map_or("", |i| tokens.word(i));
        // `am sechzehnten um zehn statt am neunten`.
        let start = mention.tokens.start;
        let instead = |i: usize| match tokens.word(i) {
            "statt" | "anstatt" | "anstelle" => true,
            "instead" => tokens.word(i + 1) == "of",
            _ => false,
        };
        let behind = (start.saturating_sub(3)..start).any(instead);
        let ahead = (mention.tokens.end..mention.tokens.end + 4).any(instead);
        let target = moves && !behind && (ahead || matches!(before, "auf" | "to" | "lieber"));
        let single = mention.day.is_some_and(|day| day.is_single()) || is_hour(mention);
        let open = mention.is_open()
            && mention.tokens.clone().any(|i| {
                matches!(
                    tokens.word(i),
                    "bis" | "zwischen" | "between" | "until" | "ab"
                )
            });
        if target || !single || open {
            return false;
        }
        // `Das war Dienstag, zehn Uhr`, of the second of June.
        let own = self.slot.date.is_some() && (!moves || self.slot.clock.is_none());
        let slot = if own {
            Topic::about(self.slot.clone()).complete(mention, reference)
        } else {
            topic.complete(mention, reference)
        };
        // `Montag, ebenfalls zehn Uhr`, of the hour that is to be moved: not that day's.
        let elsewhere = mention.day.is_none() && self.is_on_another_day(tokens, mention);
        if self.slot.is_full() && elsewhere {
            return false;
        }
        if self.slot.is_full() {
            // Said again; what is to be moved is never also where it is moved to.
            return slot.agrees_with(&self.slot)
                && (!moves || slot.is_full() || is_removed(tokens, mention));
        }
        // `um zehn, ich komm so zwanzig nach`: the hour is known, and perhaps said again.
        if self.slot.clock.is_some() && mention.day.is_none() {
            return !moves && slot.clock.is_some() && slot.agrees_with(&self.slot);
        }
        let other_day = moves && self.slot.date.is_some() && mention.day.is_some();
        !other_day || slot.date == self.slot.date
    }
}

impl Existing {
    /// Whether another weekday is named before the mention, in the same sentence.
    fn is_on_another_day(&self, tokens: &Tokens<'_>, mention: &Mention) -> bool {
        let weekday = self
            .slot
            .date
            .map(|day| day.weekday().to_monday_zero_offset());
        let start = mention.tokens.start;
        (start.saturating_sub(8)..start)
            .rev()
            .take_while(|i| !tokens.sign(*i, '.') && !tokens.sign(*i, '?'))
            .any(|i| matches!(tokens.lex(i), Lex::Weekday(named) if Some(named) != weekday))
    }
}

/// How an agent says that it is another time than the caller thought.
fn is_correction(word: &str) -> bool {
    matches!(
        word,
        "nein" | "nicht" | "sondern" | "erst" | "no" | "not" | "actually" | "schon"
    )
}

/// How an agent offers another time.
fn is_offer(word: &str) -> bool {
    matches!(
        word,
        "anbieten" | "koennte" | "haette" | "waere" | "frei" | "could" | "offer" | "free"
    )
}

/// Whether the sentence says that the appointment at that time is taken out.
fn is_removed(tokens: &Tokens<'_>, mention: &Mention) -> bool {
    let sentence = |i: &usize| !['.', '?', '!'].iter().any(|sign| tokens.sign(*i, *sign));
    let removal = |i: usize| is_removal(tokens.word(i));
    (mention.tokens.end..mention.tokens.end + 8)
        .take_while(sentence)
        .any(removal)
        || (mention.tokens.start.saturating_sub(8)..mention.tokens.start)
            .rev()
            .take_while(sentence)
            .any(removal)
}

fn is_removal(word: &str) -> bool {
    matches!(
        word,
        "heraus"
            | "raus"
            | "storniert"
            | "storniere"
            | "streiche"
            | "gestrichen"
            | "loesche"
            | "geloescht"
            | "abgesagt"
            | "cancelled"
            | "canceled"
            | "cancel"
    )
}

/// Whether a caller asks if an appointment stays as it is: `bleibt des beim Dienstag`.
pub(crate) fn asks_whether_it_stays(tokens: &Tokens<'_>) -> bool {
    (0..tokens.len()).any(|i| match tokens.word(i) {
        "bleibt" | "bleibts" | "steht" | "gilt" => (i + 1..i + 5).any(|at| {
            matches!(
                tokens.word(at),
                "bei" | "beim" | "noch" | "bestehen" | "stehen" | "dabei"
            )
        }),
        "stimmt" => matches!(tokens.word(i + 1), "das" | "des" | "dat" | "es" | "so"),
        "stimmts" => true,
        "checking" | "confirming" => {
            let before = i.checked_sub(1).map_or("", |at| tokens.word(at));
            matches!(before, "just" | "double" | "only" | "was")
        }
        "double" => tokens.word(i + 1) == "check",
        "still" => matches!(
            tokens.word(i + 1),
            "on" | "okay" | "ok" | "fine" | "happening" | "good"
        ),
        _ => false,
    })
}

/// Whether a caller tells of an appointment that exists: `ich bin am Mittwoch um zehn bei euch`,
/// `Sie wollten am Freitag um halb zwölf kommen`.
pub(crate) fn has_one(tokens: &Tokens<'_>, times: &[Mention]) -> bool {
    let wants = |i: usize| {
        matches!(
            tokens.word(i),
            "gern"
                | "gerne"
                | "moechte"
                | "will"
                | "wuerde"
                | "wollte"
                | "wollt"
                | "kann"
                | "koennte"
                | "braeuchte"
                | "brauche"
                | "brauch"
                | "haette"
                | "haett"
                | "frei"
                | "waer"
        )
    };
    let here = |at: usize| {
        tokens.word(at) == "bei"
            && matches!(
                tokens.word(at + 1),
                "euch" | "ihnen" | "dir" | "eich" | "ine"
            )
            && !is_near_by(tokens, at + 2)
    };
    times.iter().any(|time| {
        let start = time.tokens.start;
        let is_at = |i: usize| {
            matches!(
                tokens.word(i),
                "bin" | "bi" | "sind" | "san" | "hab" | "habe" | "haben" | "han"
            )
        };
        let mine = (start.saturating_sub(3)..start).any(is_at)
            && (start..start + 14)
                .take_while(|at| !wants(*at) && tokens.word(*at) != "und")
                .any(here);
        // `Sie wollten am Freitag kommen`.
        let yours = (start.saturating_sub(3)..start).any(|i| {
            matches!(tokens.word(i), "sie" | "ihr")
                && matches!(
                    tokens.word(i + 1),
                    "wollten"
                        | "wollen"
                        | "wolltet"
                        | "sollten"
                        | "kommen"
                        | "kommt"
                        | "kehren"
                        | "kehrt"
                )
        });
        // `you've got someone coming tomorrow`, `I'm booked in on Friday`.
        let booked = (start.saturating_sub(6)..start).any(|i| match tokens.word(i) {
            "you've" | "you" => {
                matches!(tokens.word(i + 1), "got" | "have")
                    && (i + 2..start).any(|at| {
                        matches!(
                            tokens.word(at),
                            "someone" | "somebody" | "me" | "us" | "coming" | "down" | "booked"
                        )
                    })
            }
            "i'm" | "we're" => matches!(tokens.word(i + 1), "booked" | "down" | "due"),
            "i've" | "we've" => tokens.words(i + 1, &["got", "you"]),
            _ => false,
        });
        mine || yours || booked
    })
}

/// `bei Ihnen in der Straße`: near by, and perhaps not inside.
pub(crate) fn is_near_by(tokens: &Tokens<'_>, i: usize) -> bool {
    matches!(tokens.word(i), "in" | "um" | "vor")
        && matches!(
            tokens.word(i + 2),
            "strasse" | "gegend" | "naehe" | "ecke" | "stadt" | "ort" | "dorf" | "viertel" | "tuer"
        )
}

/// Whether a caller wants one beside it: `kann meine Freundin auch kommen`.
pub(crate) fn wants_another(tokens: &Tokens<'_>) -> bool {
    (0..tokens.len()).any(|i| {
        matches!(
            tokens.word(i),
            "auch" | "zusaetzlich" | "danach" | "weiteren" | "zweiten" | "another" | "also" | "too"
        ) || (matches!(tokens.word(i), "noch" | "as" | "one")
            && matches!(
                tokens.word(i + 1),
                "einen" | "eine" | "ein" | "well" | "more"
            ))
    })
}

/// Whether a turn speaks of an appointment that exists, or of what is done to one.
pub(crate) fn is_spoken_of(tokens: &Tokens<'_>) -> bool {
    const DONE: [&str; 24] = [
        "verschieb",
        "verschob",
        "verleg",
        "umbuch",
        "schieb",
        "vorzieh",
        "vorverleg",
        "absag",
        "absaeg",
        "stornier",
        "cancel",
        "resched",
        "chang",
        "shift",
        "swap",
        "push",
        "streich",
        "loesch",
        "umleg",
        "tausch",
        "aender",
        "abmeld",
        "rebook",
        "verhindert",
    ];
    let has = (0..tokens.len()).any(|i| {
        matches!(
            tokens.word(i),
            "hab"
                | "habe"
                | "haben"
                | "haette"
                | "hatte"
                | "have"
                | "i've"
                | "had"
                | "mein"
                | "meinen"
                | "my"
                | "our"
                | "unseren"
                | "den"
        )
    });
    asks_whether_it_stays(tokens)
        || (0..tokens.len()).any(|i| {
            let word = tokens.word(i);
            DONE.iter().any(|stem| word.starts_with(stem))
                || matches!(
                    word,
                    "move" | "moving" | "moved" | "ausfallen" | "booked" | "down"
                )
                || (has && matches!(word, "termin" | "appointment" | "booking" | "lesson"))
        })
}

/// Whether a caller asks for what needs no appointment.
pub(crate) fn needs_none(tokens: &Tokens<'_>) -> bool {
    (0..tokens.len()).any(|i| {
        (tokens.word(i) == "ohne"
            && matches!(tokens.word(i + 1), "termin" | "anmeldung" | "voranmeldung"))
            || tokens.words(i, &["without", "an", "appointment"])
            || tokens.words(i, &["walk", "in"])
            || tokens.words(i, &["offene", "sprechstunde"])
            || tokens.words(i, &["offenen", "sprechstunde"])
    })
}
