//! What an agent's turn does, sentence by sentence: agents speak in whole ones.

use std::ops::Range;
use std::sync::LazyLock;

use crate::cue;
use crate::lexicon::Lex;
use crate::mention::{Bound, Mention};
use crate::reply::{is_brought, is_fetched};
use crate::token::Tokens;
use crate::wording::Phrases;

/// What a sentence of the agent does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    /// `ist eingetragen`, `booked`.
    Books,
    /// `bis dann`, `see you`: as if it were booked.
    Parts,
    /// `auf welchen Namen?`
    AsksName,
    /// `und der Vorname?`
    AsksFirstName,
    /// `und der Nachname?`
    AsksSurname,
    /// `Name des Tieres`, `Geburtsdatum`, `Telefonnummer`.
    AsksElse,
    /// `passt das?`
    AsksConsent,
    /// `soll ich`, `möchten Sie`: asks for consent to what the rest of the sentence says.
    AsksWhether,
    /// `wann?`, `vormittags oder nachmittags?`
    AsksWhen,
    /// `noch etwas?`
    AsksMore,
    /// `geschlossen`, `alles voll`, `leider nicht`.
    Denies,
    /// `gerade vergeben`: what was free is not any more.
    Loses,
    /// `das System ist gestört`, `ein Kollege ruft Sie zurück`: nothing can be booked here and now.
    Fails,
    /// `schade, melden Sie sich`: takes it that nothing was agreed.
    Retreats,
    /// `richte ich aus`, `muss ich klären`: leaves it to others.
    Passes,
    /// `geöffnet`, `abholen`: the times of this sentence are no appointments.
    Hours,
    /// `einen Moment, ich schaue nach`.
    Checks,
    /// `hätte ich frei`, `ginge`: says that it can be had, not that it is settled.
    Offers,
}

impl Act {
    /// Whether it asks for a name, or a part of one.
    pub(crate) fn is_about_name(self) -> bool {
        matches!(
            self,
            Self::AsksName | Self::AsksFirstName | Self::AsksSurname
        )
    }
}

const ACTS: [(Act, &str); 18] = [
    (
        Act::Books,
        "eingetragen|notiert|gebucht|reserviert|vorgemerkt|bestaetigt|trage sie ein|trage ich sie|trage ich ein|trag sie ein|trag ich ein|trag dich ein|trage dich ein|\
         ist fix|fixiert|vermerkt|notiere ich|ist drin|umgebucht|verlegt|verschoben|verlege ich|verschiebe ich|verlege|ist geritzt|steht fest|halte ich fest|festgehalten|\
         booked|booked in|confirmed|all set|you're in|scheduled|put you down|got you down|got you in|have you down|you're down|pencilled you in|moved you|moved it|changed that|changed it|rescheduled|i've put you|i've got you",
    ),
    (
        Act::Parts,
        "bis dann|bis morgen|bis montag|bis dienstag|bis mittwoch|bis donnerstag|bis freitag|bis samstag|bis sonntag|bis naechste|bis uebermorgen|bis bald|bis nachher|bis spaeter|bis gleich|wir sehen uns|sehen wir|\
         freue mich|freuen uns|wir erwarten sie|see you|looking forward|speak soon",
    ),
    (
        Act::AsksName,
        "wie heisst ihre mutter|wie heisst ihr vater|wie heisst ihr sohn|wie heisst ihre tochter|wie heisst ihr mann|wie heisst ihre frau|wie heisst das kind|wie heisst ihr kind|wie heisst er|wie heisst sie|\
         auf welche firma|welche firma|which company|what company|name des kindes|name der patientin|name des patienten|auf welchen namen|wie ist ihr name|ihr name|ihren namen|wie heissen sie|wie heisst du|wie heisst|wie heissen|dein name|deinen namen|auf wen|name bitte|wie ist der name|den namen|der name|\
         fuer wen|mit wem|wer spricht|wer ist da|name|namen|und du bist|und sie sind|wen darf ich|\
         your name|what name|whose name|the name|and your name|who's calling|who am i speaking|who is it for|who's it for|who's that for|who is that for|who is this for|who's this for|who am i booking|who will be|who should|name please|full name|your full name|and you are",
    ),
    (
        Act::AsksSurname,
        "nachname|nachnamen|zuname|familienname|ihr nachname|surname|last name|your surname|your last name|the surname|the last name",
    ),
    (
        Act::AsksFirstName,
        "vorname|vornamen|der vorname|ihr vorname|first name|your first name",
    ),
    (
        Act::AsksElse,
        "der name des tieres|name ihres tieres|der name ihres tieres|der name des hundes|name des hundes|der name der katze|name der katze|name vom tier|der name der firma|name der firma|heisst das tier|heisst der hund|heisst die katze|wie heisst ihr hund|wie heisst dein hund|wie heisst deine katze|wie heisst das tier|wie heisst der hund|wie heisst die katze|wie heisst ihre katze|\
         name of the pet|the pet's name|name of your pet|your pet's name|the dog's name|the cat's name|your dog's name|your cat's name|geburtsdatum|geburtstag|geboren|telefonnummer|rueckrufnummer|handynummer|rufnummer|nummer|name des tieres|pet's name|\
         kennzeichen|autonummer|nummernschild|kilometerstand|fahrgestellnummer|versichert|date of birth|born|phone number|contact number|number|registration|licence plate|license plate|number plate|mileage|e mail|email|mailadresse|versicherung|krankenkasse|\
         adresse|anschrift|strasse|hausnummer|postleitzahl|plz|wohnen sie|address|postcode|zip code|insurance|kundennummer|vertragsnummer|pin|wie alt|how old",
    ),
    (
        Act::AsksConsent,
        "passt das|passt ihnen das|passt es ihnen|passt dir das|passt es so|passt es|in ordnung|einverstanden|waere das okay|waere das ok|ist das okay|ist das ok|waere das recht|ist das recht|recht so|waere das was|ginge das|geht das|klappt das|\
         is that okay|is that ok|is that all right|is that alright|does that work|would that work|does that suit|would that suit|how's that|how does that sound|sound good|bleibt es dabei|bleibt es bei|richtig|korrekt|stimmt das|correct|is that right",
    ),
    (
        Act::AsksWhether,
        "soll ich|sollen wir|darf ich|duerfen wir|moechten sie|moechtest du|wollen sie|willst du|wuerden sie|shall i|should i|would you like|do you want|can i|could i|may i|will i",
    ),
    (
        Act::AsksWhen,
        "wann|welcher tag|welchen tag|an welchem tag|welches datum|um wie viel uhr|um wieviel uhr|welche uhrzeit|welche zeit|uhrzeit|wie viel uhr|wieviel uhr|wie spaet|vormittags oder|when|which day|what day|what time|what date|morning or",
    ),
    (
        Act::AsksMore,
        "noch etwas|noch was|sonst noch|anything else|something else|noch fragen",
    ),
    (
        Act::Denies,
        "geschlossen|ruhetag|alles voll|ausgebucht|leider nicht|belegt|nichts frei|nichts mehr|keine termine|keinen termin|nichts anbieten|vergeben|leider nein|leider nichts|leider keine|leider keinen|ganz voll|komplett voll|\
         haben wir zu|ist zu|closed|fully booked|booked up|booked out|nothing available|not available|nothing free|no availability|unavailable|nothing left|no appointments|warteliste|waiting list|waitlist|ist weg|schon weg|da nicht",
    ),
    (
        Act::Loses,
        "gerade vergeben|gerade weg|gerade weggegangen|weggegangen|gerade jemand|eben vergeben|doch nicht frei|doch schon|doch belegt|doch vergeben|doch nicht moeglich|geht doch nicht|nicht mehr frei|nicht mehr verfuegbar|nicht mehr da|\
         just been taken|just gone|just been booked|no longer available|no longer free|not available after all",
    ),
    (
        Act::Fails,
        "nicht eintragen|nicht buchen|nicht vergeben|nicht zusagen|nicht reservieren|nicht fest zusagen|system ist|system gerade|system streikt|system haengt|systemausfall|stoerung|technisches problem|technischen problem|technische probleme|keinen zugriff|kein zugriff|auf den kalender|\
         ruft sie zurueck|rufen sie zurueck|ruft dich zurueck|rufen dich zurueck|ruft sie an|ruft sie dann|meldet sich bei|meldet sich dann|\
         unter vorbehalt|noch nicht bestaetigt|ohne gewaehr|can't book|cannot book|unable to book|not able to book|can't confirm|cannot confirm|can't put|system is|system's|systems are|\
         computer is|computer's|call you back|calls you back|ring you back|give you a call|get back to you|provisionally|need to check with|have to check with",
    ),
    (
        Act::Passes,
        "meldet sich|melden uns bei|wir melden uns|gebe ich weiter|gebe es weiter|gebe das weiter|gebe ihren wunsch|leite ich|leite das|leite es|richte ich aus|richte es aus|wird ausgerichtet|muss ich klaeren|muss ich erst|muss ich kurz|muss ich abklaeren|klaere ich|klaere das|\
         pass it on|pass that on|pass this on|be in touch",
    ),
    (
        Act::Retreats,
        "schade|melden sie sich einfach|melden sie sich gern|melden sie sich gerne|melden sie sich dann|melden sie sich nochmal|melden sie sich wieder|melden sie sich jederzeit|melde dich einfach|melde dich gern|melde dich nochmal|melde dich wieder|melde dich dann|rufen sie einfach|rufen sie gern|rufen sie gerne|ruf einfach|wie sie moechten|wie sie wollen|wie du magst|ein andermal|ein anderes mal|also kein termin|lasse ich es offen|ueberlegen sie|\
         another time|some other time|feel free to call|call us back|that's a shame|no rush|as you wish",
    ),
    (
        Act::Hours,
        "we open|wir oeffnen|oeffnen um|open at|opens at|machen um|machen wir um|geoeffnet|oeffnungszeiten|sprechzeiten|sprechstunde ist|haben wir offen|haben offen|offen|fuer sie da|werktags|abholen|abholbereit|abgeholt|schliessen|schliessen wir|oeffnen wir|fertig|\
         open from|we're open|we are open|opening hours|closes|we close|close at|open until|open till|pick up|pick it up|pick him up|pick her up|collect|ready|drop off by|telefonisch erreichbar|sind wir erreichbar|erreichbar",
    ),
    (
        Act::Checks,
        "moment|augenblick|sekunde|ich schaue|ich schau|schaue nach|schau nach|ich sehe nach|sehe nach|ich pruefe|pruefe ich|let me check|let me see|let me look|let me have a look|bear with me|one second|just a second|one moment|just a moment|checking",
    ),
    (
        Act::Offers,
        "frei|we've|slot|slots|haette ich|haetten wir|haette|haetten|waere|waeren|ginge|koennte|koennten|anbieten|moeglich|luecke|available|free|i have|i've got|we have|we've got|could|can do|can offer|there's|there is|is open|how about|what about|wie waere",
    ),
];

static TABLE: LazyLock<Phrases<Act>> = LazyLock::new(|| Phrases::new(&ACTS));

/// What the agent waits for at the end of a turn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Asks {
    /// Nothing.
    #[default]
    Nothing,
    /// Whether a time suits, or which one.
    Time,
    /// Whether to book.
    Consent,
    /// The name, or a part of it.
    Name,
    /// Something that is no time, though it may be made of numbers: a plate, a birthday.
    Else,
    /// Whether there is more to do.
    More,
}

/// A turn of the agent.
#[derive(Debug, Default)]
pub(crate) struct AgentTurn {
    /// What it does, in order.
    acts: Vec<Act>,
    /// What it waits for at its end.
    pub(crate) asks: Asks,
    /// It asks for a name, whatever else it asks.
    pub(crate) asks_name: bool,
    /// It asks for something else made of numbers.
    pub(crate) asks_numbers: bool,
    /// It names a day and keeps the hour: `Montag, gleiche Zeit?`
    pub(crate) same_time: bool,
    /// The times that it names.
    pub(crate) times: Vec<Named>,
}

/// A time that the agent names.
#[derive(Debug)]
pub(crate) struct Named {
    pub(crate) mention: Mention,
    /// As what it is named.
    pub(crate) standing: Standing,
    /// In a question.
    pub(crate) asked: bool,
    /// As one of several: `zwölf oder halb eins`.
    pub(crate) either: bool,
}

/// As what a time is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// As one that can be had, or is settled.
    Offered,
    /// As the one to meet at: `dann bis Freitag`.
    Farewell,
    /// As one that is taken.
    Denied,
    /// As an opening hour, a pick-up, a bound.
    Aside,
}

impl Named {
    /// Whether the time can be had.
    pub(crate) fn is_offered(&self) -> bool {
        matches!(self.standing, Standing::Offered | Standing::Farewell)
    }
}

impl AgentTurn {
    /// Whether the turn does that.
    pub(crate) fn does(&self, act: Act) -> bool {
        self.acts.contains(&act)
    }

    /// What the turn does, in order.
    pub(crate) fn acts(&self) -> &[Act] {
        &self.acts
    }

    /// Whether a time is offered: asked about, or said to be free.
    pub(crate) fn offers(&self) -> bool {
        let free = self.does(Act::Offers);
        self.times
            .iter()
            .any(|named| named.is_offered() && (named.asked || named.either || free))
    }

    /// Whether an hour is named that can be had.
    pub(crate) fn names_hour(&self) -> bool {
        self.times.iter().any(|named| {
            named.is_offered() && named.mention.clock.is_some() && !named.mention.is_open()
        })
    }

    /// Reads the turn; the mentions stay where they are in it.
    pub(crate) fn read(tokens: &Tokens<'_>, mentions: &[Mention]) -> Self {
        let mut turn = Self {
            same_time: cue::is_same_time(tokens),
            ..Self::default()
        };
        let mut mentions = mentions.iter().peekable();
        let mut from = 0;
        while from < tokens.len() {
            let end = sentence_end(tokens, from);
            let mut named = Vec::new();
            while let Some(mention) = mentions.next_if(|mention| mention.tokens.start < end) {
                named.push(mention);
            }
            turn.sentence(tokens, from..end, &named);
            from = end;
        }
        turn
    }

    fn sentence(&mut self, tokens: &Tokens<'_>, within: Range<usize>, named: &[&Mention]) {
        let question = tokens.sign(within.end - 1, '?');
        let found = TABLE.apart(tokens, within.clone());
        let acts: Vec<Act> = found.iter().map(|(.., act)| *act).collect();
        let farewell = found
            .iter()
            .map(|(from, _, act)| (*from, *act))
            .filter(|(from, act)| {
                // Not `bitte bis Mittwoch absagen`.
                let begins = *from == within.start
                    || tokens.sign(*from - 1, ',')
                    || matches!(
                        tokens.word(*from - 1),
                        "dann" | "also" | "na" | "gut" | "super" | "okay" | "ok" | "tschuess"
                    );
                *act == Act::Parts && !question && begins && tokens.word(*from) == "bis"
            })
            .map(|(from, _)| from)
            .next_back();
        let does = |act: Act| acts.contains(&act);
        let asks = asks(tokens, &within, &acts, question, !named.is_empty());
        self.asks_name |= acts.iter().any(|act| act.is_about_name());
        self.asks_numbers |= does(Act::AsksElse) && matches!(asks, Asks::Else | Asks::Name);
        if asks != Asks::Nothing {
            self.asks = asks;
        }
        let aside = does(Act::Hours) && !does(Act::Offers);
        let reminds = within.clone().any(|i| {
            matches!(
                tokens.word(i),
                "erinnerung" | "vortag" | "reminder" | "remind" | "bestaetigungs"
            )
        });
        let lost = does(Act::Loses);
        // `acht Uhr abgeben, siebzehn Uhr abholen`.
        let brought = aside && within.clone().any(|i| is_brought(tokens, i));
        let aside = |mention: &Mention| aside && (!brought || is_fetched(tokens, &mention.tokens));
        self.times.extend(named.iter().map(|mention| {
            let mut mention = as_offered(tokens, mention);
            let meets = farewell.is_some_and(|from| {
                mention.bound == Bound::Until && (from..=from + 1).contains(&mention.tokens.start)
            });
            let standing = if meets {
                mention.bound = Bound::At;
                Standing::Farewell
            } else if lost || is_denied(tokens, &mention.tokens) {
                Standing::Denied
            } else if aside(&mention) || mention.bound != Bound::At {
                Standing::Aside
            } else {
                Standing::Offered
            };
            Named {
                either: is_either(tokens, &mention),
                mention,
                standing,
                asked: question,
            }
        }));
        let conditional = within.clone().any(|i| {
            matches!(
                tokens.word(i),
                "falls" | "wenn" | "sollten" | "sollte" | "if" | "should"
            )
        });
        let settles = !question && !within.clone().any(|i| is_not(tokens, i));
        self.acts.extend(acts.into_iter().filter(|act| match act {
            Act::Books | Act::Parts => settles,
            Act::Fails => !reminds,
            // `Falls Sie verhindert sind, melden Sie sich`: the rules of the house.
            Act::Retreats => !conditional,
            _ => true,
        }));
    }
}

/// `Frühestens am Freitag um zwölf Uhr zehn`: the first that can be had is a time like any other.
fn as_offered(tokens: &Tokens<'_>, mention: &Mention) -> Mention {
    let first = |i: usize| matches!(tokens.word(i), "fruehestens" | "earliest" | "soonest");
    let start = mention.tokens.start;
    let full = mention.day.is_some_and(|day| day.is_single()) && mention.clock.is_some();
    let mut mention = mention.clone();
    if full && mention.bound == Bound::From && (start.saturating_sub(2)..start + 2).any(first) {
        mention.bound = Bound::At;
    }
    mention
}

/// What a sentence waits for.
fn asks(
    tokens: &Tokens<'_>,
    within: &Range<usize>,
    acts: &[Act],
    question: bool,
    names_time: bool,
) -> Asks {
    let does = |act: Act| acts.contains(&act);
    if acts.iter().any(|act| act.is_about_name()) {
        return Asks::Name;
    }
    if does(Act::AsksElse) && (question || within.len() < 6) {
        return Asks::Else;
    }
    if !question {
        return Asks::Nothing;
    }
    if does(Act::AsksMore) {
        return Asks::More;
    }
    if does(Act::AsksConsent) {
        return Asks::Consent;
    }
    if does(Act::AsksWhether) {
        return if names_time || within.clone().any(|i| is_booking(tokens, i)) {
            Asks::Consent
        } else {
            Asks::Else
        };
    }
    let short = within.len() <= 3;
    if names_time || does(Act::AsksWhen) || short {
        return Asks::Time;
    }
    Asks::Else
}

/// Words for what an agent does with an appointment.
fn is_booking(tokens: &Tokens<'_>, i: usize) -> bool {
    matches!(
        tokens.word(i),
        "eintragen"
            | "einbuchen"
            | "buchen"
            | "reservieren"
            | "festhalten"
            | "festmachen"
            | "fixieren"
            | "notieren"
            | "vormerken"
            | "umbuchen"
            | "verlegen"
            | "verschieben"
            | "nehmen"
            | "freihalten"
            | "blocken"
            | "so"
            | "termin"
            | "streichen"
            | "loeschen"
            | "stornieren"
            | "absagen"
            | "book"
            | "schedule"
            | "hold"
            | "reserve"
            | "confirm"
            | "pencil"
            | "put"
            | "move"
            | "change"
            | "cancel"
            | "take"
    )
}

/// Behind the sentence that begins at `from`.
fn sentence_end(tokens: &Tokens<'_>, from: usize) -> usize {
    (from..tokens.len())
        .find(|i| {
            tokens.sign(*i, '?')
                || tokens.sign(*i, '!')
                || (tokens.sign(*i, '.') && !is_inside(tokens, *i))
        })
        .map_or(tokens.len(), |i| i + 1)
}

/// `14.30`, `24. November`, `Dr. Weber`: a dot that ends no sentence.
fn is_inside(tokens: &Tokens<'_>, i: usize) -> bool {
    let Some(before) = i.checked_sub(1) else {
        return false;
    };
    let number = tokens.digits(before).is_some();
    (number && (tokens.glued(i + 1) || matches!(tokens.lex(i + 1), Lex::Month(_))))
        || matches!(
            tokens.word(before),
            "dr" | "prof" | "st" | "ca" | "bzw" | "nr" | "mr" | "mrs" | "ms" | "a" | "p" | "m"
        )
}

/// Whether another choice stands beside the time; `oder?` alone asks for consent.
fn is_either(tokens: &Tokens<'_>, mention: &Mention) -> bool {
    let or = |i: usize| matches!(tokens.word(i), "oder" | "or");
    let start = mention.tokens.start;
    let before = (1..3).filter_map(|n| start.checked_sub(n)).any(or);
    let end = mention.tokens.end;
    let time = |i: usize| {
        tokens.digits(i).is_some()
            || matches!(
                tokens.lex(i),
                Lex::Number(..) | Lex::Weekday(_) | Lex::Halb | Lex::Today(_) | Lex::Morgen
            )
    };
    before || (or(end) && (end + 1..end + 4).any(time))
}

/// Whether the time is said to be taken: `zehn Uhr ist leider belegt`, `I can't offer ten`.
fn is_denied(tokens: &Tokens<'_>, time: &Range<usize>) -> bool {
    let clause = |at: &usize| {
        ['.', '?', '!', ',']
            .iter()
            .all(|sign| !tokens.sign(*at, *sign))
            && !matches!(tokens.word(*at), "aber" | "but" | "oder" | "or" | "sondern")
    };
    let taken = |at: usize| {
        matches!(
            tokens.word(at),
            "taken"
                | "belegt"
                | "vergeben"
                | "gone"
                | "ausgebucht"
                | "voll"
                | "geschlossen"
                | "closed"
                | "unavailable"
                | "weg"
                | "weggegangen"
                | "full"
                | "feiertag"
                | "ruhetag"
        ) || is_not(tokens, at)
            || (tokens.word(at) == "zu" && tokens.word(at + 1).is_empty())
    };
    (time.end..time.end + 8).take_while(clause).any(taken)
        || (time.start.saturating_sub(4)..time.start)
            .rev()
            .take_while(clause)
            .any(|at| is_not(tokens, at))
}

fn is_not(tokens: &Tokens<'_>, i: usize) -> bool {
    matches!(
        tokens.word(i),
        "nicht" | "nichts" | "kein" | "keine" | "keinen" | "not" | "isn't" | "don't" | "can't"
    )
}
