//! The whole call: what was wanted, when, and was it agreed, each with the words that prove it.

use std::ops::Range;

use jiff::civil::DateTime;

use crate::act::AgentTurn;
use crate::client::{self, ClientFound};
use crate::conversation::{Conversation, Speaker, Turn};
use crate::ending::{Ending, Outcome};
use crate::intent::{self, Intent, Wanted};
use crate::mention;
use crate::name::{self, NameFound, Names};
use crate::naming::ROLE;
use crate::reference::Reference;
use crate::service::{self, Service, ServicesFound};
use crate::talk::{self, Talked};
use crate::token::Tokens;
use crate::when::{self, Doubt};

/// What a call is read against.
#[derive(Debug, Clone)]
pub struct Context<'c> {
    /// When and where it began.
    pub reference: Reference,
    /// What the company offers.
    pub services: &'c [Service],
}

/// What was found in a call.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// What the caller wanted.
    pub intent: Intent,
    /// When the appointment that was agreed begins.
    pub start: Option<Finding>,
    /// Which services were named.
    pub services: ServicesFound,
    /// The name that the appointment is made under: the answer to `Auf welchen Namen?`, else the
    /// client's, else what the caller says of themselves, else how the agent calls them. An
    /// animal's never.
    pub name: Option<NameFound>,
    /// The caller's own name; none where the only name said is the client's.
    pub caller: Option<NameFound>,
    /// For whom the appointment is, where that is not the caller.
    pub client: Option<ClientFound>,
    /// Whether the caller agreed to how it ended, and the words for it.
    pub confirmed: bool,
    /// The words that agreed.
    pub consent: Option<Range<usize>>,
    /// How the talk about an appointment ended, so that nothing agreed can be told from nothing
    /// wanted.
    pub ending: Ending,
    /// The times, where one yes was to several at once: perhaps each is for somebody else.
    pub several: Vec<DateTime>,
    /// The appointment that existed before the call.
    pub existing: Option<Finding>,
    /// When to call back.
    pub callback: Option<Window>,
    /// Why somebody should look at it.
    pub doubts: Vec<ReadingDoubt>,
}

/// A moment, on the branch's wall, and the words for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The moment.
    pub at: DateTime,
    /// The words, each where it stands in the text.
    pub spans: Vec<Range<usize>>,
    /// How surely, to 100.
    pub confidence: u8,
}

/// A stretch of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// Its beginning.
    pub from: DateTime,
    /// Its end, if one was said.
    pub to: Option<DateTime>,
    /// The words for it.
    pub span: Range<usize>,
}

/// Why a reading may be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReadingDoubt {
    /// About the time.
    Time(Doubt),
    /// The agent's last words name another time than the one that was agreed before.
    ContradictedAtTheEnd,
    /// The caller's last answer to a time was neither a clean yes nor a no.
    HalfAgreed,
    /// One yes was to several times at once: see [`Reading::several`].
    SeveralTimes,
    /// Several services fit the words.
    SeveralServicesFit,
    /// No service was named.
    NoService,
    /// No name was said.
    NoName,
}

/// Doubts under which no time stands as agreed: nobody knows which moment it is.
const FATAL: [Doubt; 4] = [
    Doubt::NoSuchDate,
    Doubt::Over,
    Doubt::SkippedBySpring,
    Doubt::TwiceInAutumn,
];

/// Reads a call. Takes any text, cannot fail, and takes time in proportion to its length.
pub fn read(call: &Conversation, context: &Context<'_>) -> Reading {
    let reference = &context.reference;
    let tokens: Vec<Tokens<'_>> = call
        .turns
        .iter()
        .map(|turn| Tokens::read(&turn.text))
        .collect();
    let first = |turn: &Turn| turn.speaker == Speaker::Caller;
    let first = call.turns.iter().position(first);
    let mentions: Vec<_> = call
        .turns
        .iter()
        .zip(&tokens)
        .enumerate()
        .map(|(place, (turn, tokens))| {
            let mut found = mention::find(tokens, reference.now);
            if Some(place) == first && greets(tokens) {
                found.retain(|mention| mention.tokens != (0..1));
            } else if place == 0 && turn.speaker == Speaker::Agent {
                // `Passmore Driving School, morning.`
                found.retain(|mention| {
                    mention.tokens.len() > 1 || !is_part_of_day(tokens.word(mention.tokens.start))
                });
            }
            mention::within(turn.span.start, found)
        })
        .collect();
    let agents: Vec<AgentTurn> = call
        .turns
        .iter()
        .zip(tokens.iter().zip(&mentions))
        .map(|(turn, (tokens, mentions))| match turn.speaker {
            Speaker::Agent => AgentTurn::read(tokens, mentions),
            Speaker::Caller | Speaker::Other => AgentTurn::default(),
        })
        .collect();
    // From where the call was put through, it is somebody else's.
    let ours = call.turns.iter().position(Turn::is_others);
    let ours = ours.unwrap_or(call.turns.len());
    let (said, times) = (&tokens[..ours], &mentions[..ours]);
    let (services, asks) = service::read(call, said, context.services);
    let client = client::read(call, said, times, &agents);
    let places: Vec<Range<usize>> = services.found.iter().map(|one| one.span.clone()).collect();
    let names = name::read(call, said, times, &agents, client.as_ref(), &places);
    let wanted = intent::read(call, said, times, &agents, &places);
    let talked = talk::follow(call, &tokens, mentions, agents, wanted, reference);
    let mut reading = conclude(reference, services, names, client, wanted, talked);
    // Who delivers something says what they are, not who: `hier ist die spedition`.
    if reading.intent == Intent::None && reading.existing.is_none() {
        let person = |found: &NameFound| found.confidence > ROLE;
        reading.name = reading.name.filter(person);
        reading.caller = reading.caller.filter(person);
    }
    // Who asks what a service costs books none, nor does who is called back about one.
    let reached = wanted.reached || wanted.left_word;
    let answered = call.turns.iter().any(|turn| turn.speaker == Speaker::Agent);
    let none = match reading.intent {
        Intent::Callback => true,
        Intent::None => answered && reading.existing.is_none() && !wanted.left_word,
        Intent::Book | Intent::Reschedule | Intent::Cancel => false,
    };
    if (asks && reading.intent != Intent::Book) || !reached || none {
        reading.services = ServicesFound::default();
    }
    reading
}

/// `Morgen, Brehme hier`, `morning, it's Aisha`: whether the first word of a call greets. `Morgen
/// hätte ich gern …` does not.
fn greets(tokens: &Tokens<'_>) -> bool {
    let next = tokens.word(1);
    matches!(
        tokens.word(0),
        "morgen" | "morning" | "afternoon" | "evening"
    ) && !next.is_empty()
        && !GOES_ON.contains(&next)
}

fn is_part_of_day(word: &str) -> bool {
    matches!(word, "morgen" | "morning" | "afternoon" | "evening")
}

/// What goes on about tomorrow, or about the morning.
const GOES_ON: [&str; 50] = [
    "please",
    "would",
    "appointment",
    "slot",
    "if",
    "works",
    "suits",
    "on",
    "at",
    "is",
    "haette",
    "haett",
    "haetten",
    "habt",
    "haben",
    "hab",
    "habe",
    "hat",
    "koennte",
    "koennten",
    "koennt",
    "kann",
    "wuerde",
    "wuerd",
    "waere",
    "waer",
    "waers",
    "braeuchte",
    "brauche",
    "brauch",
    "moechte",
    "moechten",
    "moecht",
    "will",
    "wollte",
    "muss",
    "soll",
    "sollte",
    "bin",
    "sind",
    "ist",
    "geht",
    "ginge",
    "kommt",
    "komme",
    "faellt",
    "bitte",
    "oder",
    "und",
    "um",
];

/// Puts together what was found.
fn conclude(
    reference: &Reference,
    services: ServicesFound,
    names: Names,
    client: Option<ClientFound>,
    wanted: Wanted,
    talked: Talked,
) -> Reading {
    let mut doubts = Vec::new();
    let mut intent = wanted.intent;
    let agreed = talked.agreed.as_ref().filter(|agreed| agreed.is_full());
    if matches!(intent, Intent::Cancel | Intent::Reschedule) && talked.fresh {
        intent = Intent::Book;
    }
    let mut known = talked.existing.when(reference);
    let told = talked.told.as_ref().filter(|_| intent != Intent::Callback);
    // What exists is not agreed anew: `Ihr Termin ist am Donnerstag` – `gut, ich komme`.
    let stays = told.is_some_and(|told| {
        intent != Intent::Cancel && agreed.is_none_or(|agreed| agreed.agrees_with(told))
    });
    if let Some(told) = told.filter(|_| !known.is_full()) {
        known = told.clone();
    }
    if stays
        && intent != Intent::Reschedule
        && (intent != Intent::Book || agreed.is_some() || talked.stays || !wanted.serious)
    {
        intent = Intent::None;
    } else if (talked.replaces || (talked.told_by_caller && told.is_some()))
        && !wanted.another
        && agreed.is_some()
        && (intent == Intent::Book || (intent == Intent::None && !stays))
    {
        intent = Intent::Reschedule;
    }
    let agreed = agreed.filter(|_| !stays);
    // Taken back or asked about, and another time agreed instead.
    if (intent == Intent::Cancel || (wanted.keeps && talked.businesslike && !wanted.kept))
        && known.is_full()
        && agreed.is_some_and(|agreed| !agreed.agrees_with(&known))
    {
        intent = Intent::Reschedule;
    }
    let agreed = agreed.filter(|_| match intent {
        _ if wanted.withdrawn => false,
        Intent::Book | Intent::Reschedule => true,
        Intent::Cancel | Intent::Callback => false,
        // Who only asks when somebody is there has booked nothing.
        Intent::None => {
            wanted.reached
                && !wanted.keeps
                && !wanted.rings
                && (wanted.serious || !wanted.fetches)
                && (talked.businesslike || wanted.serves)
        }
    });
    let start = agreed.and_then(|slot| {
        let (at, found) = slot.moment(reference)?;
        doubts.extend(found.iter().copied().map(ReadingDoubt::Time));
        let fatal = found.iter().any(|doubt| FATAL.contains(doubt));
        let confidence = u8::try_from(95_usize.saturating_sub(10 * found.len())).unwrap_or(0);
        (!fatal).then(|| Finding {
            at,
            spans: slot.said.clone(),
            confidence,
        })
    });
    let impossible = start.is_none() && talked.no_such_date && wanted.reached && !wanted.keeps;
    if intent == Intent::None && (start.is_some() || (impossible && wanted.serious)) {
        intent = Intent::Book;
    }
    if impossible {
        doubts.push(ReadingDoubt::Time(Doubt::NoSuchDate));
    }
    // Offered and not taken: an appointment was wanted all the same.
    let sought = talked.offered && talked.told.is_none() && !wanted.fetches && !wanted.keeps;
    if intent == Intent::None
        && sought
        && (wanted.serious || talked.once)
        && wanted.reached
        && talked.stalled.is_some()
    {
        intent = Intent::Book;
    }
    if start.is_none() && wanted.rings {
        intent = Intent::Callback;
    }
    let existing = known
        .moment(reference)
        .filter(|_| intent != Intent::Book || wanted.another)
        .filter(|_| intent != Intent::None || !wanted.fetches)
        .map(|(at, _)| Finding {
            at,
            spans: known.said.clone(),
            confidence: 80,
        });
    let callback = talked
        .window
        .as_ref()
        .filter(|_| intent == Intent::Callback)
        .and_then(|mention| {
            let when = when::resolve(mention, reference);
            Some(Window {
                from: when.start?,
                to: when.end,
                span: mention.span.clone(),
            })
        });
    if talked.contradicted {
        doubts.push(ReadingDoubt::ContradictedAtTheEnd);
    }
    if talked.unsettled {
        doubts.push(ReadingDoubt::HalfAgreed);
    }
    let several: Vec<DateTime> = talked
        .several
        .iter()
        .filter(|_| start.is_none() && intent == Intent::Book)
        .filter_map(|slot| Some(slot.moment(reference)?.0))
        .collect();
    if !several.is_empty() {
        doubts.push(ReadingDoubt::SeveralTimes);
    }
    if !services.ambiguous.is_empty() {
        doubts.push(ReadingDoubt::SeveralServicesFit);
    } else if services.found.is_empty() && intent == Intent::Book {
        doubts.push(ReadingDoubt::NoService);
    }
    if names.name.is_none() && start.is_some() {
        doubts.push(ReadingDoubt::NoName);
    }
    let confirmed = match intent {
        Intent::Book | Intent::Reschedule => start.is_some(),
        Intent::Cancel => existing.is_some(),
        Intent::None => {
            let keeps = wanted.keeps && (talked.existing.restated || wanted.kept);
            (keeps || stays) && (talked.said_yes || wanted.left)
        }
        Intent::Callback => false,
    };
    let nothing = |outcome: Outcome| Ending {
        outcome,
        span: None,
    };
    let ending = if confirmed {
        Ending {
            span: talked.consent.clone(),
            ..nothing(Outcome::Agreed)
        }
    } else if intent == Intent::Callback || (intent == Intent::None && !wanted.left_word) {
        nothing(Outcome::NotAsked)
    } else {
        talked.stalled.unwrap_or(nothing(Outcome::Open))
    };
    Reading {
        intent,
        start,
        services,
        name: names.name,
        caller: names.caller,
        client,
        confirmed,
        consent: talked.consent,
        ending,
        several,
        existing,
        callback,
        doubts,
    }
}
