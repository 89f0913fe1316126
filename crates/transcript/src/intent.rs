//! What the caller wanted.

use crate::conversation::{Conversation, Speaker};
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
    Book,
    Reschedule,
    Cancel,
    Callback,
    /// Says that something is wanted; an appointment, where a service is named.
    Want,
    Confirm,
    Keep,
    Machine,
    WrongNumber,
}

const HINTS: [(Hint, &str); 9] = [
    (
        Hint::Want,
        "moeglich|braeuchte|brauche|brauch|brauchen|haette gern|haette gerne|moechte|moechten|wuerde gern|wuerd gern|wuerde gerne|will|wollte|wollt|tut weh|schmerzen|muesste|muss mal wieder|i'd like|i would like|i need|i want|looking for|i'm after|habt ihr|haben sie|can you|could you|hurts|killing me",
    ),
    (
        Hint::Book,
        "termin|termine|ein termin|einen termin|nen termin|buchen|vereinbaren|ausmachen|haben sie was frei|was frei|noch frei|\
         reservieren|dran kommen|drankommen|schnell wie moeglich|moeglichst bald|appointment|book|can i come|can i get|could i get|could i come|\
         make an appointment|fit me in|squeeze me in|slot|do you have anything|have you got anything|soonest|schedule|anything free|get in|kann ich kommen|kommen zum",
    ),
    (
        Hint::Reschedule,
        "spaeter machen|frueher machen|spaeter legen|frueher legen|verschieben|verlegen|umbuchen|umlegen|schieben|vorziehen|vorverlegen|verschoben|verlegt|nach hinten|anderen tag legen|termin aendern|termin tauschen|reschedule|rescheduled|move my|move the|move our|moving my|change my appointment|change the appointment|push my|push back|bring forward|different day|\
         change it to|shift my",
    ),
    (
        Hint::Cancel,
        "absagen|stornieren|abmelden|streichen|absage|storno|nicht wahrnehmen|nicht kommen|abgesagt|canceln|cancel|cancelling|cancellation|can't make my|won't make my|call off|can't make it to my",
    ),
    (
        Hint::Callback,
        "zurueckrufen|mich bitte zurueck|mich mal zurueck|mich zurueck|uns zurueck|bitte zurueck|meldet euch|um rueckruf|rueckruf|ruft mich zurueck|rufen sie mich zurueck|zurueck rufen|rufen sie mich an|rueckmelden|melden sie sich bei mir|mich anrufen|call me back|ring me back|callback|calls me back|someone call|somebody call|ring me|have the doctor call|give me a call|return my call|phone me back|give me a ring",
    ),
    (
        Hint::Confirm,
        "mein termin|zu meinem termin|meinem termin|bleibt der termin|ich habe einen termin|ich hab einen termin|ich habe schon einen termin|i have an appointment|my appointment|i've got an appointment|termin bestaetigen|bestaetigen|nur bestaetigen|ob mein termin|wann mein termin|wann ist mein termin|wann habe ich|confirm my appointment|confirm my|confirming my|when is my appointment|what time is my|check my appointment|verspaete|verspaeten|spaeter komme|running late|be late",
    ),
    (
        Hint::Keep,
        "komme doch|lassen sies doch|lassen sie es doch|lassen sie ihn doch|bleibt dabei|doch kommen|doch nicht absagen|kann doch|bleibt es dabei|keep it|i'll keep it|leave it as it is|lassen wir es dabei|lassen sie ihn stehen|behalten|keep the appointment",
    ),
    (
        Hint::Machine,
        "mailbox|signalton|piepton|anrufbeantworter|voicemail|leave a message|after the tone|after the beep|nicht erreichbar|hinterlassen sie",
    ),
    (
        Hint::WrongNumber,
        "verwaehlt|falsche nummer|falsch verbunden|wrong number|falscher anschluss|kein interesse",
    ),
];

static TABLE: std::sync::LazyLock<Phrases<Hint>> =
    std::sync::LazyLock::new(|| Phrases::new(&HINTS));

/// What the call is about, before anyone knows whether something was agreed.
pub(crate) fn read(call: &Conversation, read: &[Tokens<'_>], names_service: bool) -> Intent {
    let mut seen: Vec<Hint> = Vec::new();
    // Either side may say that somebody will call back.
    let mut offered = false;
    for (turn, tokens) in call.turns.iter().zip(read) {
        for (_, hint) in TABLE.all(tokens) {
            let machine = hint == Hint::Machine;
            offered |= hint == Hint::Callback;
            if turn.speaker == Speaker::Caller || machine {
                seen.push(hint);
            }
        }
    }
    let has = |hint: Hint| seen.contains(&hint);
    if has(Hint::Machine) || has(Hint::WrongNumber) {
        return Intent::None;
    }
    if has(Hint::Reschedule) {
        return Intent::Reschedule;
    }
    if has(Hint::Cancel) {
        return if has(Hint::Keep) {
            Intent::None
        } else {
            Intent::Cancel
        };
    }
    if has(Hint::Callback) {
        return Intent::Callback;
    }
    let wanted = has(Hint::Book) || (has(Hint::Want) && names_service);
    if !wanted && !has(Hint::Confirm) && offered {
        return Intent::Callback;
    }
    if has(Hint::Confirm) || !wanted {
        return Intent::None;
    }
    Intent::Book
}

/// Whether the caller only confirms or keeps an appointment that exists.
pub(crate) fn keeps(call: &Conversation, read: &[Tokens<'_>]) -> bool {
    call.turns.iter().zip(read).any(|(turn, tokens)| {
        turn.speaker == Speaker::Caller
            && TABLE.all(tokens).any(|(_, hint)| {
                matches!(
                    hint,
                    Hint::Confirm | Hint::Keep | Hint::Cancel | Hint::Reschedule
                )
            })
    })
}
