//! What the caller wanted.
//!
//! Callers hint at it in many words. Agents say it in few, but reliably: `Soll ich umbuchen?`,
//! `Ist storniert.` An appointment that the caller has (`ich hab morgen um zehn einen termin`) is
//! asked about, moved or cancelled, never booked.

mod existing;
mod phrases;

use std::ops::Range;
use std::sync::LazyLock;

use crate::act::{Act, AgentTurn, Asks};
use crate::conversation::{Conversation, Speaker};
use crate::cue;
use crate::hint::{
    asks_for_room, asks_if_ready, asks_of_own, asks_whether_it_stands, is_a_things, is_asked,
    is_called_so, is_in_passing, is_instead_of_a_time, is_laid_elsewhere, is_prevented, is_rule,
    is_to_be_done, leaves_it, offers_a_call, says_it_stays, wants_a_call,
};
use crate::mention::Mention;
use crate::reply::is_brought;
use crate::token::Tokens;
use crate::wording::Phrases;
use existing::{has_appointment, is_told_of, speaks_of_own};
use phrases::{AGENT, CALLER};

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
    /// Nobody needs an appointment for it.
    WalkIn,
    Machine,
    WrongNumber,
}

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
    /// The caller wanted to move it, and leaves it where it is.
    pub(crate) left: bool,
    /// A service was named or a name was asked for, and not only to tell or to hand out something.
    pub(crate) serious: bool,
    /// A service was named, and not only asked about.
    pub(crate) serves: bool,
    /// One more than what exists is wanted.
    pub(crate) another: bool,
    /// Something is only to be handed out.
    pub(crate) fetches: bool,
    /// The agent said that somebody will call.
    pub(crate) rings: bool,
    /// Whether the right two talked to each other: no machine, no wrong number.
    pub(crate) reached: bool,
    /// A machine was asked for an appointment.
    pub(crate) left_word: bool,
    /// What was agreed in this call was taken back in it.
    pub(crate) withdrawn: bool,
}

/// What the call is about.
pub(crate) fn read(
    call: &Conversation,
    read: &[Tokens<'_>],
    mentions: &[Vec<Mention>],
    agents: &[AgentTurn],
    services: &[Range<usize>],
) -> Wanted {
    let names_service = !services.is_empty();
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
    // The caller wants something at an hour.
    let mut at_an_hour = false;
    // `davor noch eine`: beside what exists.
    let mut beside = false;
    // The caller took it back last, rather than to move it.
    let mut takes_back = false;
    let mut entered = false;
    let mut booked = false;
    let mut hour_named = false;
    let mut asks_to_cancel = false;
    // The agent named another time in the place of the one that was.
    let mut moved = false;
    let mut asks_when = false;
    // The caller said that it stays, and the agent moved nothing since.
    let mut left = false;
    // What was agreed in this call was taken back, and nothing was offered since.
    let mut withdrawn = false;
    let mut call_offered = false;
    // A call was offered and taken, and no appointment since.
    let mut called = false;
    // Turns in which the agent cancelled, and in which anybody said that it stands.
    let (mut cancelled_at, mut kept_at) = (None, None);
    let turns = call.turns.iter().zip(read).zip(mentions).zip(agents);
    for (place, (((turn, tokens), mentions), agent)) in turns.enumerate() {
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
            // `Ich brauch die Frau Doktor, am besten Donnerstag um neun.`
            let hour = mentions.iter().any(|mention| mention.clock.is_some());
            at_an_hour |= hour && hints.iter().any(|(.., hint)| *hint == Hint::Want);
            beside |= (1..tokens.len()).any(|i| {
                tokens.word(i) == "noch"
                    && matches!(tokens.word(i - 1), "davor" | "danach" | "vorher" | "dazu")
            });
            let dealt = offered || entered || asks_name;
            // Who wanted something before fetches the children from school.
            let before = heard.contains(&Hint::Want) || heard.contains(&Hint::Book);
            let wish = |(.., hint): &(usize, usize, Hint)| matches!(hint, Hint::Want | Hint::Book);
            let wishes = before || hints.iter().any(wish);
            for (at, _, hint) in hints {
                if hint == Hint::Fetch && before && names_service {
                    continue;
                }
                let supposed = matches!(hint, Hint::Cancel | Hint::Reschedule);
                if entered && (hint == Hint::Callback || supposed && is_in_passing(tokens, at)) {
                    continue;
                }
                // What was agreed in this call and is taken back was no appointment before.
                if hint == Hint::Cancel
                    && is_fresh(&heard, dealt, exists, names_service)
                    && !told.contains(&Hint::Cancel)
                {
                    withdrawn = true;
                    continue;
                }
                // `Could we push it back half an hour?`, what was offered a moment ago.
                if hint == Hint::Reschedule && is_fresh(&heard, dealt, exists, names_service) {
                    continue;
                }
                // `Dann bleibt's dabei`: what was offered, where nothing existed before.
                let about =
                    |hint: &Hint| matches!(hint, Hint::Cancel | Hint::Reschedule | Hint::Confirm);
                let new = offered && !exists && !heard.iter().chain(&told).any(about);
                // Nor `no, leave it`, to another time in the place of what is cancelled.
                if hint == Hint::Keep && (new || done.contains(&Hint::Cancel)) {
                    continue;
                }
                // Said to an offer, `da kann ich nicht kommen` refuses it.
                if hint == Hint::Cancel && offered && tokens.word(at) == "nicht" {
                    continue;
                }
                let cancels = told.contains(&Hint::Cancel) || heard.contains(&Hint::Cancel);
                let denies = matches!(tokens.word(at), "nicht" | "don't");
                if let Some(hint) = meant(tokens, at, hint) {
                    // `nicht absagen, sondern nur fragen`.
                    let hint = match hint {
                        Hint::Keep if denies && !cancels => Hint::Confirm,
                        hint => hint,
                    };
                    if hint == Hint::Keep {
                        kept_at = Some(place);
                        left = true;
                    }
                    match hint {
                        Hint::Cancel => takes_back = true,
                        Hint::Reschedule => takes_back = false,
                        _ => {}
                    }
                    note(&mut heard, hint);
                }
            }
            // Another time was looked for, and given up.
            let leaves = |i| leaves_it(tokens, i);
            if (heard.contains(&Hint::Reschedule) || (exists && offered))
                && !cue::is_question(tokens)
                && (0..tokens.len()).any(leaves)
            {
                note(&mut heard, Hint::Keep);
                left = true;
            }
            if call_offered && !cue::refuses(tokens) && tokens.word(0) != "weder" {
                note(&mut told, Hint::Callback);
                called = !entered;
            }
            call_offered = false;
            let sooner = crate::existing::asks_for_earlier(tokens, mentions);
            if !offered && (sooner || (0..tokens.len()).any(|i| is_laid_elsewhere(tokens, i))) {
                note(&mut heard, Hint::Reschedule);
            }
            if !offered && (0..tokens.len()).any(|i| asks_for_room(tokens, i)) {
                note(&mut heard, Hint::Book);
            }
            if !entered && (0..tokens.len()).any(|i| wants_a_call(tokens, i)) {
                note(&mut heard, Hint::Callback);
            }
            let instead = (0..tokens.len()).any(|i| is_instead_of_a_time(tokens, i));
            if !offered && instead {
                note(&mut heard, Hint::Reschedule);
            }
            if (0..tokens.len()).any(|i| is_to_be_done(tokens, i)) {
                note(&mut heard, Hint::Want);
            }
            // `ob das stehen bleibt mit Donnerstag`.
            if !offered && (0..tokens.len()).any(|i| asks_whether_it_stands(tokens, i)) {
                note(&mut heard, Hint::Confirm);
            }
            if !dealt && (0..tokens.len()).any(|i| asks_if_ready(tokens, i)) {
                note(&mut heard, Hint::Fetch);
            }
            // Behind an offer, `da hab ich einen termin` is a refusal.
            if !offered {
                exists |= !wishes && asks_of_own(tokens, mentions);
                let places: Vec<usize> = (0..tokens.len())
                    .filter(|i| {
                        let at = tokens.bytes(*i, i + 1).start + turn.span.start;
                        services.iter().any(|span| span.start == at)
                    })
                    .collect();
                let here = has_appointment(tokens, mentions, &places);
                exists |= here;
                let own = here || speaks_of_own(tokens);
                if !mentions.is_empty() && !asked && !dealt && is_prevented(tokens, own) {
                    prevented = true;
                    exists = true;
                }
            }
            asked = false;
        } else {
            let hints: Vec<(usize, Hint)> = AGENT_TABLE.all(tokens).collect();
            asks_to_cancel = hints
                .iter()
                .any(|(at, hint)| *hint == Hint::Cancel && is_asked(tokens, *at))
                && !hints.iter().any(|(_, hint)| *hint == Hint::Reschedule);
            let cancels = hints.iter().any(|(_, hint)| *hint == Hint::Cancel);
            if (0..tokens.len()).any(|i| says_it_stays(tokens, i)) {
                note(&mut told, Hint::Keep);
                kept_at = Some(place);
            }
            for (at, hint) in hints {
                if is_rule(tokens, at) || is_called_so(tokens, at) {
                    continue;
                }
                let dealt = offered || entered || withdrawn;
                if matches!(hint, Hint::Cancel | Hint::Reschedule)
                    && is_fresh(&heard, dealt, exists, names_service)
                {
                    continue;
                }
                note(&mut told, hint);
                if hint == Hint::Keep {
                    kept_at = Some(place);
                }
                if !is_asked(tokens, at) {
                    if hint == Hint::Reschedule {
                        left = false;
                    }
                    if hint == Hint::Cancel {
                        cancelled_at = Some(place);
                    }
                    note(&mut done, hint);
                }
            }
            // `Soll er Sie anrufen?`
            call_offered = (0..tokens.len()).any(|i| offers_a_call(tokens, i));
            let tells = agent.moves || is_told_of(tokens, mentions);
            exists |= !offered && !entered && tells;
            moved |= exists && (0..tokens.len()).any(|i| is_instead_of_a_time(tokens, i));
            asks_when |= agent.does(Act::AsksWhen);
            let books = agent.does(Act::Books) && !agent.does(Act::Calls);
            booked |= books;
            hour_named |= agent.names_hour();
            called &= !books && !agent.does(Act::Offers);
            entered |= agent.does(Act::Books) || agent.does(Act::Parts);
            // `Morgen um zehn. Auf wen?`, where something else is what fell through.
            let goes_on = agent.asks_name && agent.names_hour() && !cancels;
            withdrawn &= !(agent.offers() || agent.does(Act::Books) || goes_on);
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
    let another =
        has(Hint::Another) && (has(Hint::Book) || (has(Hint::Want) && (has(Hint::Keep) || beside)));
    let about = (exists || has(Hint::Confirm)) && !another;
    let keeps = about
        || has(Hint::Keep)
        || has(Hint::Cancel)
        || has(Hint::Reschedule)
        || says(Hint::Cancel);
    let fetches = (has(Hint::Fetch) || says(Hint::Fetch)) && !offered;
    // What was asked about is taken: an hour is named, and the name is asked for.
    let taken = (offered && booked) || (asks_name && hour_named);
    let only_asks = (has(Hint::Ask) || fetches) && !taken;
    let says_so = has(Hint::Book) || (!only_asks && has(Hint::Want) && (names_service || offered));
    let wants = says_so
        || withdrawn
        || (at_an_hour && says(Hint::Callback) && !only_asks)
        || (names_service && (offered || (asks_when && !says(Hint::Callback))) && !only_asks);
    let wanted = |intent: Intent| Wanted {
        intent,
        keeps: keeps && intent == Intent::None,
        kept: says(Hint::Keep),
        left: left && (has(Hint::Reschedule) || (exists && offered)),
        serious: !only_asks && (names_service || asks_name),
        serves: !only_asks && names_service,
        another,
        fetches,
        rings: called || (says(Hint::Callback) && !about && !wants),
        reached: true,
        left_word: false,
        withdrawn,
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
    // `Der morgige ist gestrichen, der am Freitag bleibt.`
    let part = cancelled_at.is_some() && cancelled_at >= kept_at && (exists || has(Hint::Cancel));
    let kept = has(Hint::Keep) || says(Hint::Keep);
    if (has(Hint::Cancel) || says(Hint::Cancel)) && kept && !part {
        return wanted(Intent::None);
    }
    let agent = about || !says_so;
    // Another time was looked for, and nobody said that the old one stands.
    let cancels = has(Hint::Cancel) || done.contains(&Hint::Cancel);
    let stands = has(Hint::Keep) || says(Hint::Keep) || has(Hint::Another);
    if has(Hint::Reschedule) && takes_back && done.contains(&Hint::Cancel) {
        return wanted(Intent::Cancel);
    }
    if has(Hint::Reschedule) && left {
        return wanted(Intent::None);
    }
    if has(Hint::Reschedule) || moved || (exists && offered && !stands && !cancels) {
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
    if has(Hint::Callback) || called {
        return wanted(Intent::Callback);
    }
    let walks_in = says(Hint::WalkIn) && !offered && !booked && !asks_name;
    wanted(if about || !wants || walks_in {
        Intent::None
    } else {
        Intent::Book
    })
}

/// Whether there was no appointment before this call, in which one was offered.
fn is_fresh(heard: &[Hint], offered: bool, exists: bool, names_service: bool) -> bool {
    let cancels = [Hint::Cancel, Hint::Confirm, Hint::Reschedule];
    let cancels = cancels.iter().any(|hint| heard.contains(hint));
    offered && names_service && !exists && !cancels
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
        // `wann hab ich denn zeit`.
        Hint::Confirm if (at + 3..at + 6).any(|i| tokens.word(i) == "zeit") => None,
        Hint::Reschedule if is_a_things(tokens, at) => None,
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

/// How many words apart a verb and what belongs to it may stand.
const REACH: usize = 14;
