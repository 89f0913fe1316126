//! The whole call: what was wanted, when, and was it agreed, each with the words that prove it.

use std::ops::Range;

use jiff::civil::DateTime;

use crate::conversation::Conversation;
use crate::intent::{self, Intent};
use crate::mention;
use crate::name::{self, NameFound};
use crate::reference::Reference;
use crate::service::{self, Service, ServicesFound};
use crate::talk;
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
    /// Who called.
    pub name: Option<NameFound>,
    /// Whether the caller agreed to how it ended, and the words for it.
    pub confirmed: bool,
    /// The words that agreed.
    pub consent: Option<Range<usize>>,
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
    let tokens: Vec<Tokens<'_>> = call
        .turns
        .iter()
        .map(|turn| Tokens::read(&turn.text))
        .collect();
    let reference = &context.reference;
    let services = service::read(call, &tokens, context.services);
    let mut intent = intent::read(call, &tokens, !services.found.is_empty());
    let keeps = intent == Intent::None && intent::keeps(call, &tokens);
    let follow_as = if intent == Intent::None && !keeps {
        Intent::Book
    } else {
        intent
    };
    let mentions: Vec<_> = tokens
        .iter()
        .map(|tokens| mention::find(tokens, reference.now))
        .collect();
    let name = name::read(call, &tokens, &mentions);
    let outcome = talk::follow(call, &tokens, mentions, follow_as, reference);
    let mut doubts = Vec::new();
    // Taken back, and another time agreed instead.
    let moved = outcome.agreed.as_ref().filter(|agreed| agreed.is_full());
    if intent == Intent::Cancel
        && moved.is_some_and(|agreed| !agreed.agrees_with(&outcome.existing))
        && outcome.existing.is_full()
    {
        intent = Intent::Reschedule;
    }

    let agreed = outcome
        .agreed
        .as_ref()
        .filter(|_| intent != Intent::Callback && intent != Intent::Cancel && !keeps);
    // Who only asks when somebody is there has booked nothing.
    let agreed = agreed.filter(|_| intent != Intent::None || outcome.businesslike);
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
    if start.is_some() && intent == Intent::None {
        intent = Intent::Book;
    }
    let existing = outcome
        .existing
        .moment(reference)
        .filter(|_| intent != Intent::Book)
        .map(|(at, _)| Finding {
            at,
            spans: outcome.existing.said.clone(),
            confidence: 80,
        });
    let callback = outcome
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
    if outcome.contradicted {
        doubts.push(ReadingDoubt::ContradictedAtTheEnd);
    }
    if !services.ambiguous.is_empty() {
        doubts.push(ReadingDoubt::SeveralServicesFit);
    } else if services.found.is_empty() && intent == Intent::Book {
        doubts.push(ReadingDoubt::NoService);
    }
    if name.is_none() && start.is_some() {
        doubts.push(ReadingDoubt::NoName);
    }
    let confirmed = match intent {
        Intent::Book | Intent::Reschedule => start.is_some(),
        Intent::Cancel => existing.is_some(),
        Intent::None => keeps && outcome.restated && outcome.said_yes,
        Intent::Callback => false,
    };
    Reading {
        intent,
        start,
        services,
        name,
        confirmed,
        consent: outcome.consent,
        existing,
        callback,
        doubts,
    }
}
