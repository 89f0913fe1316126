//! What the caller wanted.
//!
//! Callers hint at it in many words. Agents say it in few, but reliably: `Soll ich umbuchen?`,
//! `Ist storniert.` An appointment that the caller has (`ich hab morgen um zehn einen termin`) is
//! asked about, moved or cancelled, never booked.

use std::sync::LazyLock;

use crate::act::{Act, AgentTurn, Asks};
use crate::concept::concepts;
use crate::conversation::{Conversation, Speaker};
use crate::cue;
use crate::hint::{
    asks_whether_it_stands, is_asked, is_called_so, is_in_passing, is_prevented, is_rule,
    wants_a_call,
};
use crate::mention::Mention;
use crate::reply::is_brought;
use crate::slot::is_hour;
use crate::token::Tokens;
use crate::wording::Phrases;

/// What the caller wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Intent {
    /// A new appointment.
    Book,
    /// Another time for one that exists.
    Reschedule,
    /// One that exists taken back.
    Cancel,
    /// To be called back.
    Callback,
    /// None of these: a question, a wrong number, a machine.
    None,
}

/// What a phrase says about the intent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hint {
    /// Says that something is wanted; an appointment, where a service is named.
    Want,
    Book,
    Reschedule,
    Cancel,
    Callback,
    /// An appointment that exists is asked about.
    Confirm,
    Keep,
    /// One more than what exists.
    Another,
    /// Something is ready to be fetched.
    Fetch,
    /// Wants to know something, and perhaps no more.
    Ask,
    Machine,
    WrongNumber,
}

const CALLER: [(Hint, &str); 12] = [
    (
        Hint::Want,
        "moeglich|braeuchte|braeuchten|braeucht|bräucht|brauche|brauch|brauchen|braucht|haette gern|haette gerne|haetten gern|haetten gerne|haett gern|haett gerne|moechte|moechten|moecht|taet gern|wuerde gern|wuerd gern|wuerde gerne|wuerden gern|wuerden gerne|will|wollen|wollte|wollten|wollt|\
         tut weh|schmerzen|muesste|muessten|muss mal wieder|soett|sött|kaputt|tropft|verstopft|ausgefallen|rausgefallen|abgebrochen|gebrochen|abgelaufen|abglaufen|i'd like|i would like|we'd like|he'd like|she'd like|i need|we need|he needs|she needs|needs|i want|looking for|i'm after|habt ihr|haben sie|can you|could you|hurts|killing me|broken|leaking|runs out|due|soll zur|soll zum|sollte zur|sollte zum|ausprobieren|schnuppern",
    ),
    (
        Hint::Book,
        "dazwischen schieben|dazwischenschieben|reinschieben|rein schieben|wann haettet ihr zeit|wann haetten sie zeit|wann koennte ich kommen|bringe ich ihn|bring ich ihn|see someone|see somebody|could i see|can i see|termin|termine|ein termin|einen termin|nen termin|buchen|vereinbaren|ausmachen|haben sie was frei|was frei|noch frei|reservieren|dran kommen|drankommen|schnell wie moeglich|moeglichst bald|vorbeikommen|impftermin|\
         appointment|book|can i come|can i get|could i get|could i come|could someone come|can someone come|make an appointment|fit me in|squeeze me in|slot|do you have anything|have you got anything|soonest|schedule|anything free|get in|kann ich kommen|kommen zum|slots|openings|any availability|a space|any time free|see the doctor|\
         wann ginge das|wann ginge|wann geht das|wann haetten sie|wann haettet ihr|wann haben sie zeit|wann koennte ich|wann koennten wir|wann darf ich|wann kann ich vorbei|haetten sie zeit|habt ihr zeit|freie termine|drannehmen|dran nehmen|einschieben|unterkommen|platz fuer",
    ),
    (
        Hint::Reschedule,
        "spaeter machen|frueher machen|spaeter legen|frueher legen|verschieben|verschiebe|verlegen|umbuchen|umlegen|schieben|vorziehen|vorverlegen|verschoben|verlegt|nach hinten|anderen tag legen|termin aendern|termin tauschen|anderen termin|neuen termin|\
         reschedule|rescheduled|move my|move the|move our|move it|moving my|change my appointment|change my|change the appointment|push my|push it|push it back|push back|bring it forward|bring forward|different day|another day|change it to|shift my|swap my|shift it|shift the|shift our|swap it|switch it|switch my|put it back|put back|bring it forward|nach vorn|nach vorne|umtragen|umlegen|rueberlegen|einen anderen tag|eine andere zeit|andern termin|andere uhrzeit",
    ),
    (
        Hint::Cancel,
        "absagen|absaege|absäge|stornieren|abmelden|streichen|absage|sage ab|storno|nicht wahrnehmen|nicht kommen|abgesagt|canceln|loeschen|brauchen wir nicht mehr|brauche ich nicht mehr|brauch ich nicht mehr|den brauch ich nicht|muss ausfallen|leider ausfallen|ausfallen lassen|faellt leider aus|faellt aus|faellt weg|faellt flach|faellt ins wasser|austragen|nehmen sie mich raus|\
         \
         cancel|cancelling|cancellation|can't make my|won't make my|call off|call it off|can't make it to my|no longer need|don't need it any more|don't need the appointment|take me off|take me out|take us off|take me out of|won't be coming|not going to make it|not gonna make it|not going to be able to make|won't be able to make|won't be able to come",
    ),
    (
        Hint::Callback,
        "zurueckrufen|mich bitte zurueck|mich mal zurueck|mich zurueck|uns zurueck|bitte zurueck|meldet euch|um rueckruf|rueckruf|ruft mich zurueck|rufen sie mich zurueck|zurueck rufen|rufen sie mich an|rueckmelden|melden sie sich bei mir|mich anrufen|\
         call me back|ring me back|phone me back|callback|calls me back|someone call|somebody call|ring me|have the doctor call|the doctor call|give me a call|return my call|give me a ring|um einen anruf|um anruf|give us a call|give us a ring|a call from|a call back|get a call",
    ),
    (
        Hint::Confirm,
        "my next appointment|when my next|when my appointment|mein naechster termin|meinen naechsten termin|ob der termin|der termin noch|termin noch|steht der termin|um meinen termin|wegen meines termins|mein termin|zu meinem termin|meinem termin|bleibt der termin|ich habe einen termin|ich hab einen termin|ich habe schon einen termin|i have an appointment|my appointment|my appointment's|i've got an appointment|termin bestaetigen|bestaetigen|nur bestaetigen|ob mein termin|wann mein termin|wann ist mein termin|wann habe ich|\
         confirm my appointment|confirm my|confirming my|when is my appointment|what time is my|check my appointment|verspaete|verspaeten|spaeter komme|verspaetung|running late|minutes late|min late|be late|wann bin ich dran|bin ich dran|dran bin|im stau|are we still on|am i still|still on for|still good for|when am i in|what time am i",
    ),
    (
        Hint::Keep,
        "komme doch|lassen sies doch|lassen sie es doch|lassen sie ihn doch|lassen sie ihn stehen|lass mas stehen|lassen wir ihn stehen|bleibt dabei|bleibts dabei|doch kommen|doch nicht absagen|kann doch|bleibt es dabei|lassen wir es dabei|behalten|\
         keep it|i'll keep it|leave it as it is|keep the appointment|keep my appointment",
    ),
    (
        Hint::Another,
        "auch einen|auch einer|auch eine|auch kommen|noch einen|noch eine|einen weiteren|einen zweiten|another appointment|another one|one more|as well|a second appointment",
    ),
    (
        Hint::Ask,
        "was kostet|was kosten|was wuerde|wie teuer|wissen was|wissen wie|wissen ob|wissen wann|wollt mal wissen|wollte mal wissen|nur fragen|nur mal fragen|nur wissen|eine frage|ne frage|frage zum|frage zur|wollt fragen|wollte fragen|wollt nur|wollte nur|kurze frage|fuer ne info|nur die info|wie lange haben|wie lang|\
         how much|what does it cost|what do you charge|just wondering|wondering if|quick question|a question|what time do you|are you open|do you take|do you accept|want to know|wanted to know|just asking",
    ),
    (
        Hint::Fetch,
        "rezept|ueberweisung|abholen|abhole|hol ich|gutschein|pick up|pick it up|collect|to get it|prescription",
    ),
    (
        Hint::Machine,
        "mailbox|signalton|piepton|anrufbeantworter|voicemail|leave a message|after the tone|after the beep|nicht erreichbar|hinterlassen sie|leave your message|you've reached|reached the voicemail",
    ),
    (
        Hint::WrongNumber,
        "verwaehlt|falsche nummer|falsch verbunden|wrong number|falscher anschluss|kein interesse",
    ),
];

/// What agents say about the intent; not where they explain the rules of the house.
const AGENT: [(Hint, &str); 6] = [
    (
        Hint::Reschedule,
        "umbuchen|umgebucht|verschieben|verschiebe|verschoben|verlegen|verlege|verlegt|statt dessen|stattdessen|anderen termin|reschedule|rescheduled|move it|move you|moved|moved you|change it to|rearrange|rebook|changed that|changed it",
    ),
    (
        Hint::Cancel,
        "storniert|storniere|streiche|sage ich ab|loesche|taken that off|taken it off|take that off|take it off|taken it out|taken that out|taken you out|taken them off|taken them out|all cancelled|stornieren|gestrichen|streichen|abgesagt|absagen|geloescht|loeschen|ausgetragen|nehme dich raus|nehme sie raus|raus genommen|herausgenommen|cancelled|canceled|cancel it|cancel that|taken you off|removed",
    ),
    (
        Hint::Keep,
        "bleibt der termin|bleibt es so|bleibt alles|bleibt bestehen|bleibt stehen|termin bleibt|halten den termin|halte den termin|halten ihn frei|halten ihnen den|lasse ich ihn stehen|lasse ihn stehen|stays as it is|stands|steht|steht noch|keep it as it is|leave it as it is|hold your slot|hold the slot|hold it for you|hold your appointment|still on|still stands",
    ),
    (
        Hint::Machine,
        "signalton|piepton|anrufbeantworter|nach dem ton|leave a message|after the tone|after the beep|nicht erreichbar|hinterlassen sie|voicemail",
    ),
    (
        Hint::Callback,
        "ruft sie zurueck|rufen sie zurueck|ruft dich zurueck|rufen dich zurueck|sie zurueckrufen|dich zurueckrufen|rueckruf|meldet sich bei ihnen|melden uns bei ihnen|wann erreicht|wann erreichen|wann sind sie erreichbar|wann kann er sie|wann koennen wir sie|wann darf er sie|ruft sie an|rufen sie dann an|when can we reach|when can he reach|when can she reach|best time to call|good time to call|when should we call|call you back|calls you back|ring you back|rings you back|phone you back|give you a call",
    ),
    (
        Hint::WrongNumber,
        "da sind sie falsch|sind sie falsch|falsch verbunden|wrong number|verwaehlt",
    ),
];

static CALLER_TABLE: LazyLock<Phrases<Hint>> = LazyLock::new(|| Phrases::new(&CALLER));
static AGENT_TABLE: LazyLock<Phrases<Hint>> = LazyLock::new(|| Phrases::new(&AGENT));

/// What the call is about.
#[expect(clippy::struct_excessive_bools, reason = "independent facts")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// What the caller wanted, before anyone knows whether something was agreed.
    pub(crate) intent: Intent,
    /// It is about an appointment that exists, which perhaps stands.
    pub(crate) keeps: bool,
    /// The agent said that it stands.
    pub(crate) kept: bool,
    /// A service was named or a name was asked for, and not only to tell or to hand out something.
    pub(crate) serious: bool,
    /// Something is only to be handed out.
    pub(crate) fetches: bool,
    /// The agent said that somebody will call.
    pub(crate) rings: bool,
    /// Whether the right two talked to each other: no machine, no wrong number.
    pub(crate) reached: bool,
    /// A machine was asked for an appointment.
    pub(crate) left_word: bool,
}

/// What the call is about.
pub(crate) fn read(
    call: &Conversation,
    read: &[Tokens<'_>],
    mentions: &[Vec<Mention>],
    agents: &[AgentTurn],
    names_service: bool,
) -> Wanted {
    let mut heard: Vec<Hint> = Vec::new();
    let mut told: Vec<Hint> = Vec::new();
    let note = |hints: &mut Vec<Hint>, hint: Hint| {
        if !hints.contains(&hint) {
            hints.push(hint);
        }
    };
    let mut offered = false;
    let mut asks_name = false;
    let mut exists = false;
    // What the agent says without asking.
    let mut done: Vec<Hint> = Vec::new();
    // The caller cannot come, before anything was offered.
    let mut prevented = false;
    let mut asked = false;
    let mut entered = false;
    let mut asks_to_cancel = false;
    let turns = call.turns.iter().zip(read).zip(mentions).zip(agents);
    for (((turn, tokens), mentions), agent) in turns {
        if turn.speaker == Speaker::Caller {
            let hints = CALLER_TABLE.apart(tokens, 0..tokens.len());
            // `Soll ich ihn stornieren?` – `nein`, and nothing else.
            let other = |hint: Hint| matches!(hint, Hint::Cancel | Hint::Reschedule | Hint::Book);
            if asks_to_cancel
                && cue::refuses(tokens)
                && mentions.is_empty()
                && !hints.iter().any(|(.., hint)| other(*hint))
            {
                note(&mut heard, Hint::Keep);
            }
            asks_to_cancel = false;
            for (at, _, hint) in hints {
                let supposed = matches!(hint, Hint::Cancel | Hint::Reschedule);
                if entered && (hint == Hint::Callback || supposed && is_in_passing(tokens, at)) {
                    continue;
                }
                // Said to an offer, `da kann ich nicht kommen` refuses it.
                if hint == Hint::Cancel && offered && tokens.word(at) == "nicht" {
                    continue;
                }
                if let Some(hint) = meant(tokens, at, hint) {
                    note(&mut heard, hint);
                }
            }
            if !entered && (0..tokens.len()).any(|i| wants_a_call(tokens, i)) {
                note(&mut heard, Hint::Callback);
            }
            // `ob das stehen bleibt mit Donnerstag`.
            if !offered && (0..tokens.len()).any(|i| asks_whether_it_stands(tokens, i)) {
                note(&mut heard, Hint::Confirm);
            }
            // Behind an offer, `da hab ich einen termin` is a refusal.
            if !offered {
                let here = has_appointment(tokens, mentions);
                exists |= here;
                prevented |= !mentions.is_empty() && !asked && is_prevented(tokens, here);
            }
            asked = false;
        } else {
            let hints: Vec<(usize, Hint)> = AGENT_TABLE.all(tokens).collect();
            asks_to_cancel = hints
                .iter()
                .any(|(at, hint)| *hint == Hint::Cancel && is_asked(tokens, *at))
                && !hints.iter().any(|(_, hint)| *hint == Hint::Reschedule);
            for (at, hint) in hints {
                if is_rule(tokens, at) || is_called_so(tokens, at) {
                    continue;
                }
                note(&mut told, hint);
                if !is_asked(tokens, at) {
                    note(&mut done, hint);
                }
            }
            entered |= agent.does(Act::Books) || agent.does(Act::Parts);
            offered |= agent.offers();
            asked = agent.asks == Asks::Time;
            asks_name |= agent.asks_name;
        }
    }
    let has = |hint: Hint| heard.contains(&hint);
    let says = |hint: Hint| told.contains(&hint);
    let prevented = prevented && (exists || !(has(Hint::Book) || has(Hint::Want)));
    if prevented && !has(Hint::Cancel) {
        heard.push(Hint::Cancel);
    }
    let has = |hint: Hint| heard.contains(&hint);
    let about = (exists || has(Hint::Confirm)) && !(has(Hint::Another) && has(Hint::Book));
    let keeps = about
        || has(Hint::Keep)
        || has(Hint::Cancel)
        || has(Hint::Reschedule)
        || says(Hint::Cancel);
    let only_asks = has(Hint::Ask) || (has(Hint::Fetch) && !offered);
    let says_so = has(Hint::Book) || (!only_asks && has(Hint::Want) && (names_service || offered));
    let wants = says_so || (names_service && offered && !only_asks);
    let wanted = |intent: Intent| Wanted {
        intent,
        keeps: keeps && intent == Intent::None,
        kept: says(Hint::Keep),
        serious: !only_asks && (names_service || asks_name),
        fetches: has(Hint::Fetch) && !offered,
        rings: says(Hint::Callback) && !about && !wants,
        reached: true,
        left_word: false,
    };
    let wrong = has(Hint::WrongNumber) || says(Hint::WrongNumber);
    if wrong || has(Hint::Machine) || says(Hint::Machine) {
        return Wanted {
            keeps: false,
            reached: false,
            left_word: !wrong && !has(Hint::Machine) && wants,
            ..wanted(Intent::None)
        };
    }
    if (has(Hint::Cancel) || says(Hint::Cancel)) && (has(Hint::Keep) || says(Hint::Keep)) {
        return wanted(Intent::None);
    }
    let agent = about || !says_so;
    if has(Hint::Reschedule) {
        return wanted(Intent::Reschedule);
    }
    // `Absagen oder verschieben?` is for the caller to say.
    if has(Hint::Cancel) {
        return wanted(Intent::Cancel);
    }
    // `Ist storniert. Soll ich neu vergeben?`
    let cancelled = done.contains(&Hint::Cancel) && !done.contains(&Hint::Reschedule);
    if says(Hint::Reschedule) && agent && !cancelled {
        return wanted(Intent::Reschedule);
    }
    if says(Hint::Cancel) && agent {
        return wanted(Intent::Cancel);
    }
    if has(Hint::Callback) {
        return wanted(Intent::Callback);
    }
    wanted(if about || !wants {
        Intent::None
    } else {
        Intent::Book
    })
}

/// What a phrase of the caller means beside its neighbours.
fn meant(tokens: &Tokens<'_>, at: usize, hint: Hint) -> Option<Hint> {
    let before = at.checked_sub(1).map_or("", |i| tokens.word(i));
    let near = |reach: usize, words: &[&str]| {
        (at.saturating_sub(reach)..at).any(|i| words.contains(&tokens.word(i)))
    };
    // `da hat jemand abgesagt`.
    let others = hint == Hint::Cancel && near(3, &["jemand", "someone", "somebody"]);
    // `could I have an appointment`.
    let wish = hint == Hint::Confirm && ["could", "can", "may", "might", "shall"].contains(&before);
    // `kann ich Sie zurückrufen?`
    let offers =
        hint == Hint::Callback && near(4, &["ich", "i"]) && near(4, &["sie", "euch", "you"]);
    match hint {
        _ if others || wish || offers => None,
        // `nicht absagen, sondern fragen`.
        Hint::Cancel if before == "nicht" => Some(Hint::Confirm),
        // `ich hab eine überweisung für …`: whoever has one comes with it.
        Hint::Fetch if near(3, PAPERS_HELD) && !near(4, &["haette", "hatte"]) => Some(Hint::Want),
        // `bringen kann ich ihn um acht, abholen um fünf`.
        Hint::Fetch if brings(tokens, at) => None,
        _ => Some(hint),
    }
}

/// What stands before a prescription or a voucher that the caller has.
const PAPERS_HELD: &[&str] = &[
    "hab", "habe", "hob", "han", "haben", "mit", "bekommen", "gekriegt", "got", "i've", "have",
    "with", "has", "hat",
];

/// Whether what is fetched is brought before.
fn brings(tokens: &Tokens<'_>, at: usize) -> bool {
    (at.saturating_sub(REACH)..at + REACH).any(|i| is_brought(tokens, i))
}

/// `ich hab morgen um zehn einen termin`, `my son has a lesson on friday`.
fn has_appointment(tokens: &Tokens<'_>, mentions: &[Mention]) -> bool {
    let mut mentions = mentions
        .iter()
        .filter(|mention| mention.day.is_some() || is_hour(mention))
        .peekable();
    (0..tokens.len()).any(|i| {
        while mentions
            .next_if(|mention| mention.tokens.end + REACH < i)
            .is_some()
        {}
        let near = i.saturating_sub(REACH)..i + REACH;
        has(tokens, i)
            && mentions
                .peek()
                .is_some_and(|mention| near.contains(&mention.tokens.start))
            && ((i..i + REACH)
                .take_while(|at| !is_next_clause(tokens, *at))
                .any(|at| is_appointment(tokens, at))
                || (tokens.word(i) != "haben" && is_appointment(tokens, i.saturating_sub(1))))
    })
}

/// How many words apart a verb and what belongs to it may stand.
const REACH: usize = 14;

/// What somebody wants stands in a clause of its own.
fn is_next_clause(tokens: &Tokens<'_>, i: usize) -> bool {
    let wants = |at: usize| {
        CALLER_TABLE
            .longest(tokens, at)
            .is_some_and(|(hint, _)| hint == Hint::Want)
    };
    let begins = |at: usize| matches!(tokens.word(at), "ich" | "wir" | "i" | "we" | "would");
    match tokens.word(i) {
        "und" | "and" | "da" | "jetzt" => wants(i + 1) || begins(i + 1),
        "liebsten" | "besten" | "gern" | "gerne" | "bitte" | "problem" | "schmerzen" | "frage"
        | "frei" | "zeit" | "urlaub" | "dass" | "angerufen" | "called" | "gesagt" | "gemeint"
        | "said" | "told" | "bekommen" | "brief" | "rezept" => true,
        _ => wants(i),
    }
}

/// Somebody has; not `hätte gern`, not `haben Sie`.
fn has(tokens: &Tokens<'_>, i: usize) -> bool {
    let wish = |at: usize| matches!(tokens.word(at), "gern" | "gerne" | "lieber" | "liebsten");
    let asked = matches!(
        tokens.word(i + 1),
        "sie" | "ihr" | "you" | "to" | "jemand" | "someone"
    );
    let before = i.checked_sub(1).map_or("", |at| tokens.word(at));
    // `I'd like to get something booked`.
    let wanted = (i.saturating_sub(6)..i).any(|at| {
        let want = CALLER_TABLE.longest(tokens, at);
        want.is_some_and(|(hint, _)| hint == Hint::Want)
    });
    if wanted {
        return false;
    }
    match tokens.word(i) {
        "hab" | "habe" | "hat" | "hatte" | "hatten" | "han" | "has" => !asked,
        "haben" | "haette" | "haetten" => !asked && !(i..i + REACH).any(wish) && before != "wann",
        "have" => {
            let modal = i.checked_sub(2).map_or("", |at| tokens.word(at));
            let modal = matches!(
                modal,
                "could" | "can" | "may" | "shall" | "should" | "would" | "might"
            );
            matches!(before, "i" | "we" | "they") && !asked && !modal
        }
        word if word.ends_with("'s") && tokens.word(i + 1) == "got" => true,
        "i've" | "we've" => matches!(tokens.word(i + 1), "got" | "a" | "an"),
        "i'm" | "we're" | "he's" | "she's" | "am" | "are" => {
            (matches!(tokens.word(i), "he's" | "she's")
                && matches!(tokens.word(i + 1), "got" | "a" | "an"))
                || tokens.words(i + 1, &["down", "for"])
                || tokens.words(i + 1, &["booked", "in"])
        }
        // `ich bin um halb drei bei euch eingetragen`.
        "bin" | "sind" | "bi" | "san" => (i + 1..i + REACH).any(|at| is_entered(tokens, at)),
        "meant" | "supposed" => tokens.word(i + 1) == "to",
        "booked" => !matches!(
            before,
            "get" | "be" | "to" | "fully" | "you" | "getting" | "you're" | "is"
        ),
        _ => false,
    }
}

/// A word for an appointment, or for what is done at one.
fn is_appointment(tokens: &Tokens<'_>, i: usize) -> bool {
    let word = tokens.word(i);
    let elsewhere = matches!(tokens.word(i + 1), "beim" | "bei")
        && !matches!(tokens.word(i + 2), "ihnen" | "euch" | "dir");
    match word {
        "termin" | "appointment" | "booking" | "lesson" | "session" | "fahrstunde" => !elsewhere,
        _ if is_entered(tokens, i) => true,
        "down" => tokens.word(i + 1) == "for",
        "booked" | "gebucht" | "ausgemacht" | "vereinbart" | "reserviert" => true,
        _ if word.ends_with("termin") => true,
        _ => !concepts(word).is_empty() && is_article(tokens, i),
    }
}

/// `eingetragen`: in the calendar.
fn is_entered(tokens: &Tokens<'_>, i: usize) -> bool {
    matches!(
        tokens.word(i),
        "eingetragen" | "vorgemerkt" | "angemeldet" | "eingeplant" | "einbestellt" | "dran"
    )
}

fn is_article(tokens: &Tokens<'_>, i: usize) -> bool {
    i.checked_sub(1).is_some_and(|at| {
        matches!(
            tokens.word(at),
            "den"
                | "die"
                | "das"
                | "meine"
                | "meinen"
                | "mein"
                | "a"
                | "an"
                | "my"
                | "the"
                | "zur"
                | "zum"
        )
    })
}
