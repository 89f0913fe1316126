//! Which of several times that were offered an answer singles out, without naming it whole.

use std::ops::Range;

use crate::act::AgentTurn;
use crate::clock::Clock;
use crate::ending::Outcome;
use crate::lexicon::Part;
use crate::mention::Mention;
use crate::number;
use crate::reference::Reference;
use crate::reply::Reply;
use crate::slot::{Slot, same_clock};
use crate::talk::{Footing, Talk};
use crate::token::Tokens;

/// `viertel nach`, `das abends`, `morgens krieg ich die Gelenke nicht auseinander`: the only one
/// of the offers that fits.
pub(super) fn singled_out(
    tokens: &Tokens<'_>,
    mentions: &[Mention],
    offers: &[Slot],
    reference: &Reference,
) -> Option<Slot> {
    // They stand in the order of the words.
    let full = |i: usize| {
        let behind = mentions.partition_point(|mention| mention.tokens.start <= i);
        let around = behind.checked_sub(1).and_then(|at| mentions.get(at));
        around.is_some_and(|mention| mention.tokens.end > i + 2)
    };
    let minute = (0..tokens.len())
        .filter(|i| !full(*i))
        .find_map(|i| minute_of(tokens, i));
    if let Some(minute) = minute {
        return only(offers, |offer| {
            offer.clock.is_some_and(|clock| clock.minute == minute)
        });
    }
    if let [first, second] = offers
        && let [named] = mentions
        && let Some(clock) = named.clock
        && (named.tokens.end..tokens.len()).any(|i| is_other(tokens, i))
        && !(0..tokens.len()).any(|i| keeps(tokens.word(i)))
    {
        let named = |offer: &Slot| offer.clock.is_some_and(|of| same_clock(of, clock));
        match (named(first), named(second)) {
            (true, false) => return Some(second.clone()),
            (false, true) => return Some(first.clone()),
            _ => {}
        }
    }
    let timed = mentions
        .iter()
        .any(|mention| mention.clock.is_some() || mention.day.is_some());
    if timed || offers.len() < 2 {
        return None;
    }
    let hour = |offer: &Slot| offer.moment(reference).map(|(at, _)| at.hour());
    let parts = |denied: bool| {
        mentions
            .iter()
            .filter(move |mention| is_denied(tokens, mention, mentions) == denied)
            .filter_map(|mention| mention.part)
    };
    if let Some(part) = parts(false).next_back() {
        return only(offers, |offer| {
            hour(offer).is_some_and(|hour| is_in(hour, part))
        })
        .or_else(|| {
            only(offers, |offer| {
                hour(offer).is_some_and(|hour| is_in_half(hour, part))
            })
        });
    }
    let out = parts(true).next_back()?;
    only(offers, |offer| {
        hour(offer).is_some_and(|hour| !is_in(hour, out))
    })
}

impl Talk<'_> {
    /// `dann doch den Freitag`: whether the day is that of one time offered before.
    pub(super) fn recalls(&self, wish: &Slot) -> bool {
        self.talked.agreed.is_none() && self.only_on(wish).is_some()
    }

    /// `Also am Montag`: of several times that were offered, the one on that day, whatever was
    /// understood of the caller's answer.
    pub(super) fn conclude(&mut self, turn: &AgentTurn, slots: &[Slot], said: &Range<usize>) {
        let concludes = turn
            .times
            .iter()
            .any(|named| named.concludes && named.is_offered() && named.mention.day.is_some());
        let Some(met) = slots.last().filter(|_| concludes) else {
            return;
        };
        let wish = self.wish.as_ref().filter(|wish| wish.is_full());
        let table = self.talked.agreed.as_ref().or(self.pending.as_ref());
        if table.or(wish).is_some_and(|table| table.agrees_with(met)) {
            return;
        }
        if self.talked.agreed.is_some() {
            self.contradict();
            self.stall(Outcome::Open, said.clone());
        }
        if let Some(there) = self.only_on(met) {
            self.wish = None;
            self.offers = vec![there.clone()];
            self.pending = Some(there);
            self.footing = Footing::HalfAccepted;
        }
    }

    /// The only time offered so far on that day.
    pub(super) fn only_on(&self, day: &Slot) -> Option<Slot> {
        let mut there = self.history.iter().filter(|slot| slot.date == day.date);
        let only = there.next().filter(|_| day.date.is_some())?;
        there.next().is_none().then(|| only.clone())
    }

    /// The only time offered so far at that hour, where none was on that day.
    pub(super) fn only_at(&self, wish: &Slot) -> Option<Slot> {
        let hour = wish.clock?;
        let at = |slot: &&Slot| slot.clock.is_some_and(|clock| same_clock(clock, hour));
        let mut there = self.history.iter().filter(at);
        let only = there.next()?;
        (there.next().is_none() && only.date != wish.date).then(|| only.clone())
    }

    /// `Dienstag oder Mittwoch, hm`: whether several of the offers are named, and none chosen.
    pub(super) fn names_several(&self, tokens: &Tokens<'_>, reply: &Reply) -> bool {
        let or = |i: usize| matches!(tokens.word(i), "oder" | "or");
        let [first, .., last] = reply.times.as_slice() else {
            return false;
        };
        let offered = |time: &Mention| {
            let slot = self.topic.complete(time, self.reference);
            self.offers.iter().any(|offer| {
                (time.clock.is_some() || slot.date == offer.date) && offer.agrees_with(&slot)
            })
        };
        self.offers.len() > 1
            && (first.tokens.end..last.tokens.start).any(or)
            && reply.times.iter().all(offered)
    }

    /// The one offer in that part of the day: `nachmittags`.
    pub(super) fn by_part(&self, part: Option<Part>) -> Option<Slot> {
        let part = part?;
        let mut there = self.offers.iter().filter(|offer| {
            let hour = offer.clock.map(|clock| clock.in_part(part).hour);
            hour.is_some_and(|hour| (part.from..part.to).contains(&hour))
        });
        let only = there.next().filter(|_| self.offers.len() > 1)?;
        there.next().is_none().then(|| only.clone())
    }
}

/// `dann Altstetten`, `den Herrn Pohl`: the only one of the offers beside which one of the words
/// was said.
pub(super) fn told_apart(
    tokens: &Tokens<'_>,
    offers: &[Slot],
    beside: &[(Range<usize>, Vec<String>)],
) -> Option<Slot> {
    if offers.len() < 2 || beside.len() < 2 {
        return None;
    }
    // `dann lieber später`.
    if offers.len() > 1 {
        let at = |offer: &&Slot| (offer.date, offer.clock.map(Clock::minutes));
        let rather = (1..tokens.len()).find_map(|i| {
            let rather = matches!(tokens.word(i - 1), "lieber" | "eher" | "rather");
            rather.then(|| tokens.word(i))
        });
        match rather {
            Some("spaeter" | "later") => return offers.iter().max_by_key(at).cloned(),
            Some("frueher" | "earlier") => return offers.iter().min_by_key(at).cloned(),
            _ => {}
        }
    }
    let said = |word: &str| (0..tokens.len()).any(|i| is_same_word(tokens.word(i), word));
    let mut named = beside
        .iter()
        .filter(|(_, words)| words.iter().any(|word| said(word)));
    let (span, _) = named.next()?;
    let offer = offers.iter().find(|offer| offer.said.contains(span))?;
    named.next().is_none().then(|| offer.clone())
}

/// The same word, perhaps in another form.
fn is_same_word(one: &str, other: &str) -> bool {
    const STEM: usize = 5;
    one == other
        || one
            .get(..STEM)
            .is_some_and(|stem| other.get(..STEM) == Some(stem))
}

/// `the other`, `das andere`: of two, the one that was not named.
fn is_other(tokens: &Tokens<'_>, i: usize) -> bool {
    matches!(tokens.word(i), "the" | "das" | "den" | "die" | "der")
        && matches!(
            tokens.word(i + 1),
            "other" | "andere" | "anderen" | "andern"
        )
        && !matches!(tokens.word(i + 2), "day" | "week" | "tag" | "woche")
}

/// Words that take what was named, and not the other.
fn keeps(word: &str) -> bool {
    matches!(
        word,
        "nehm" | "nehme" | "nehmen" | "take" | "freigeben" | "vergeben" | "give" | "release"
    )
}

/// The one offer of which that is true.
fn only(offers: &[Slot], fits: impl Fn(&Slot) -> bool) -> Option<Slot> {
    let mut fitting = offers.iter().filter(|offer| fits(offer));
    let first = fitting.next()?;
    fitting
        .all(|other| other.agrees_with(first))
        .then(|| first.clone())
}

fn is_in(hour: i8, part: Part) -> bool {
    (part.from..part.to.max(part.from + 1)).contains(&hour)
}

/// `abends`, of ten past five and twenty past eight in the morning.
fn is_in_half(hour: i8, part: Part) -> bool {
    (part.to <= 12 && hour < 12) || (part.from >= 12 && hour >= 12)
}

/// Whether the clause behind a part of the day denies it.
fn is_denied(tokens: &Tokens<'_>, mention: &Mention, mentions: &[Mention]) -> bool {
    let behind = mentions.partition_point(|other| other.tokens.start < mention.tokens.end);
    let next = mentions
        .get(behind)
        .map_or(tokens.len(), |other| other.tokens.start);
    let not = |i: usize| {
        matches!(
            tokens.word(i),
            "nicht"
                | "nix"
                | "nichts"
                | "nie"
                | "kein"
                | "keine"
                | "keinen"
                | "net"
                | "ned"
                | "nid"
                | "not"
                | "never"
                | "can't"
                | "don't"
                | "no"
                | "ist"
                | "bin"
                | "hab"
                | "muss"
                | "are"
                | "i'm"
                | "i've"
        )
    };
    let turns = |i: &usize| {
        !matches!(
            tokens.word(*i),
            "also"
                | "dann"
                | "lieber"
                | "aber"
                | "so"
                | "sonst"
                | "weil"
                | "denn"
                | "but"
                | "then"
                | "otherwise"
                | "because"
        )
    };
    (mention.tokens.end..next).take_while(turns).any(not)
        || mention
            .tokens
            .start
            .checked_sub(1)
            .is_some_and(|i| matches!(tokens.word(i), "nicht" | "not" | "kein" | "no"))
}

/// The minute of an hour that is left out: `viertel nach`, `twenty past`, `half past`.
fn minute_of(tokens: &Tokens<'_>, i: usize) -> Option<i8> {
    let (minutes, side) = match tokens.word(i) {
        "viertel" | "quarter" => (15, i + 1),
        "half" if tokens.word(i + 1) == "past" => (30, i + 1),
        _ => {
            let found = number::at(tokens, i).filter(|found| !found.ordinal)?;
            (i8::try_from(found.value).ok()?, found.next)
        }
    };
    // The hour is said.
    if !(1..=30).contains(&minutes) || number::at(tokens, side + 1).is_some() {
        return None;
    }
    match tokens.word(side) {
        "nach" | "ueber" | "past" | "after" => Some(minutes),
        "vor" | "to" | "of" | "till" => Some(60 - minutes),
        _ => None,
    }
}
