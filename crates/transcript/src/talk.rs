//! What was proposed, and what became of it: the last time that both agreed to counts.
//!
//! One table, on which a time lies at most once: `offers` are the agent's, `wish` is the
//! caller's. A time leaves the table as agreed in one of two ways:
//!
//! - the agent put it there, and the caller accepts it cleanly: by a yes, by naming it, by
//!   choosing it;
//! - the caller put it there, and the agent says it back as settled.
//!
//! An answer that is neither a clean yes nor a no leaves the time on the table, and only the
//! agent's going on settles it: by booking it, or by a name asked for and given. What is agreed
//! stays so until either side takes it back; when in doubt, nothing is.

use std::ops::Range;

use crate::act::{Act, AgentTurn, Asks};
use crate::conversation::{Conversation, Speaker};
use crate::cue;
use crate::ending::{Ending, Outcome};
use crate::existing::Existing;
use crate::intent::{Intent, Wanted};
use crate::mention::Mention;
use crate::reference::Reference;
use crate::reply::{Reply, Stance};
use crate::slot::{Slot, Topic, fits, merge, shifted};
use crate::token::Tokens;

/// How many offers of one turn are kept; more than anybody can keep in mind.
const OFFERS: usize = 12;

/// How the talk about times ended.
#[expect(clippy::struct_excessive_bools, reason = "independent facts")]
#[derive(Debug, Default)]
pub(crate) struct Talked {
    /// What both agreed to.
    pub(crate) agreed: Option<Slot>,
    /// The words that accepted it.
    pub(crate) consent: Option<Range<usize>>,
    /// An appointment that exists already.
    pub(crate) existing: Existing,
    /// Whether the caller said yes to the last thing asked.
    pub(crate) said_yes: bool,
    /// Whether the agent ever offered a time, asked for consent, or booked.
    pub(crate) businesslike: bool,
    /// A stretch in which the caller can be reached.
    pub(crate) window: Option<Mention>,
    /// The agent's last words name another time than the agreed one.
    pub(crate) contradicted: bool,
    /// A time is still on the table that was answered with neither yes nor no.
    pub(crate) unsettled: bool,
    /// Why nothing is agreed, with the words; `None` while nothing was offered or asked for.
    pub(crate) stalled: Option<Ending>,
}

struct Talk<'c> {
    reference: &'c Reference,
    topic: Topic,
    /// What the agent offered last.
    offers: Vec<Slot>,
    /// The one time that the agent offered or restated, and the caller has not refused.
    pending: Option<Slot>,
    /// What the caller asked for and the agent has not answered.
    wish: Option<Slot>,
    /// What the caller has to think about: agreed only by a yes to being asked again.
    shelved: Option<Slot>,
    /// Yes to an offer, and another time: only the agent's saying it back settles that.
    contested: bool,
    /// The pending time was answered, with neither yes nor no.
    leaning: bool,
    /// The agent went on to the name with the pending time on the table.
    moved_on: bool,
    /// The agent's last turn.
    last: AgentTurn,
    talked: Talked,
}

/// Follows the talk to its end.
pub(crate) fn follow(
    call: &Conversation,
    read: &[Tokens<'_>],
    mentions: Vec<Vec<Mention>>,
    agents: Vec<AgentTurn>,
    wanted: Wanted,
    reference: &Reference,
) -> Talked {
    let mut talk = Talk {
        reference,
        topic: Topic::default(),
        offers: Vec::new(),
        pending: None,
        wish: None,
        shelved: None,
        contested: false,
        leaning: false,
        moved_on: false,
        last: AgentTurn::default(),
        talked: Talked::default(),
    };
    let intent = wanted.intent;
    let about_existing = wanted.keeps || matches!(intent, Intent::Cancel | Intent::Reschedule);
    let turns = call.turns.iter().zip(read).zip(mentions).zip(agents);
    for (((turn, tokens), mut mentions), mut agent) in turns {
        let numbers = turn.speaker == Speaker::Caller && talk.last.asks_numbers;
        if about_existing && !numbers {
            let said = (tokens, turn.speaker);
            let (topic, existing) = (&talk.topic, &mut talk.talked.existing);
            let mut takes =
                |mention: &Mention| existing.takes(said, mention, intent, topic, reference);
            match turn.speaker {
                Speaker::Agent => agent.times.retain(|named| !takes(&named.mention)),
                Speaker::Caller => mentions.retain(|mention| !takes(mention)),
            }
        }
        match turn.speaker {
            Speaker::Agent => talk.agent(agent, &turn.span),
            Speaker::Caller => talk.caller(tokens, &mentions, &turn.span),
        }
    }
    talk.talked.unsettled = talk.leaning && talk.pending.is_some();
    talk.talked
}

impl Talk<'_> {
    /// The mentions as slots, each completed by those before it, and the ones that are points.
    fn slots<'m>(&mut self, mentions: impl Iterator<Item = (&'m Mention, bool)>) -> Vec<Slot> {
        let mut slots: Vec<Slot> = Vec::new();
        for (mention, usable) in mentions {
            if !usable {
                // The day of an opening hour or of a taken time is still the subject.
                let day = Mention {
                    clock: None,
                    part: None,
                    ..mention.clone()
                };
                let slot = self.topic.complete(&day, self.reference);
                self.topic.turn_to(&day, &slot);
                continue;
            }
            let slot = self.topic.complete(mention, self.reference);
            let day_only = slot.clock.is_none();
            let joined = slots.last().is_some_and(|last: &Slot| {
                // `Montag, … elf Uhr`: the day waits for its hour.
                last.clock.is_none() && !day_only && mention.day.is_none()
            });
            self.topic.turn_to(mention, &slot);
            if mention.is_open() || (day_only && mention.day.is_none_or(|day| !day.is_single())) {
                continue;
            }
            if joined {
                slots.pop();
            }
            slots.push(slot);
        }
        slots
    }

    fn agent(&mut self, turn: AgentTurn, said: &Range<usize>) {
        self.talked.businesslike |=
            turn.asks == Asks::Consent || turn.does(Act::Books) || turn.offers();
        self.moved_on = false;
        // A bare number is an hour where hours are talked about, and nothing is settled yet.
        let known = !self.topic.slot.said.is_empty() && self.talked.agreed.is_none();
        let named = turn
            .times
            .iter()
            .filter(|named| named.mention.is_plain() || known);
        let slots = self.slots(named.map(|named| (&named.mention, named.offered)));
        let mut full: Vec<Slot> = slots
            .iter()
            .filter(|slot| slot.is_full())
            .cloned()
            .collect();
        full.truncate(OFFERS);
        if turn.does(Act::Retreats) && full.is_empty() && !turn.does(Act::Books) {
            self.drop_all();
        } else if turn.does(Act::Fails) || (turn.does(Act::Loses) && full.is_empty()) {
            self.stall(Outcome::Unavailable, said.clone());
            self.drop_all();
            self.shelved = None;
        } else if full.is_empty() {
            self.without_offer(&turn, &slots, said);
        } else {
            self.offered(&turn, full, said);
        }
        self.last = turn;
    }

    /// A turn of the agent that names a full time, or several.
    fn offered(&mut self, turn: &AgentTurn, full: Vec<Slot>, said: &Range<usize>) {
        let either = turn.times.iter().any(|named| named.offered && named.either);
        let single = !either && full.windows(2).all(|two| two[0].agrees_with(&two[1]));
        let last = full.last().cloned();
        if let (Some(agreed), true, Some(last)) = (&mut self.talked.agreed, single, &last) {
            if last.agrees_with(agreed) {
                // Said again, perhaps more exactly.
                *agreed = merge(last, agreed);
                return;
            }
            // The agent says another time than the one agreed: nobody has agreed to that.
            self.talked.agreed = None;
            self.talked.consent = None;
            self.talked.contradicted = true;
        }
        self.stall(Outcome::Open, said.clone());
        let sure = !turn.does(Act::Offers);
        let wish = self
            .wish
            .take()
            .filter(|wish| wish.is_full() || (sure && wish.clock.is_some()));
        let answered = self.leaning.then(|| self.pending.take()).flatten();
        self.offers = full;
        self.leaning = false;
        self.shelved = None;
        self.pending = last.filter(|_| single);
        let Some(pending) = self.pending.clone() else {
            return;
        };
        // What the caller asked for, or said half a yes to, is said back.
        let back = wish
            .or(answered)
            .is_some_and(|slot| slot.agrees_with(&pending));
        let asked = turn
            .times
            .iter()
            .rev()
            .find(|named| named.offered)
            .is_some_and(|named| named.asked);
        let settles = turn.does(Act::Books)
            || !(asked || turn.does(Act::Denies) || turn.does(Act::Checks) || turn.asks_name);
        if back && settles {
            self.agree(pending, None);
        } else {
            self.leaning = back;
            self.moved_on = turn.asks_name;
        }
    }

    /// A turn of the agent that names no full time.
    fn without_offer(&mut self, turn: &AgentTurn, slots: &[Slot], said: &Range<usize>) {
        if turn.does(Act::Denies) && !turn.does(Act::Books) {
            self.stall(Outcome::Unavailable, said.clone());
            self.wish = None;
            self.pending = None;
            self.offers.clear();
            return;
        }
        if turn.asks == Asks::Consent && self.pending.is_none() {
            self.pending = self.shelved.take();
        }
        let Some(wish) = self.wish.take() else {
            if turn.does(Act::Books) && self.leaning {
                if let Some(pending) = self.pending.take() {
                    self.agree(pending, None);
                }
            } else {
                self.moved_on = turn.asks_name && self.pending.is_some();
            }
            return;
        };
        // `Dienstag, gern`: the day alone is said back, the hour stands as wished.
        if let Some(slot) = slots.last()
            && !slot.agrees_with(&wish)
        {
            let clock = self.topic.slot.clock;
            let counter = Slot {
                clock,
                ..slot.clone()
            };
            self.pending = Some(counter).filter(Slot::is_full);
            self.offers = self.pending.iter().cloned().collect();
        } else if wish.is_full() && (turn.does(Act::Books) || turn.does(Act::Parts)) {
            self.agree(wish, None);
        } else if wish.is_full() && turn.asks_name && !self.contested {
            self.pending = Some(wish);
            self.moved_on = true;
        } else {
            self.wish = Some(wish);
        }
    }

    fn caller(&mut self, tokens: &Tokens<'_>, mentions: &[Mention], said: &Range<usize>) {
        let about_time = match self.last.asks {
            Asks::Time | Asks::Consent => true,
            Asks::Nothing => !self.last.times.is_empty() || !self.offers.is_empty(),
            Asks::Name | Asks::Else | Asks::More => false,
        };
        // A name may be a month's.
        let named = self.moved_on && mentions.iter().all(Mention::may_be_a_name);
        let mentions = if self.last.asks_numbers || named {
            &[]
        } else {
            mentions
        };
        let mut reply = Reply::read(
            tokens,
            mentions,
            about_time,
            self.last.asks != Asks::Nothing,
        );
        if let Some(window) = mentions
            .iter()
            .find(|mention| mention.day.is_some() || mention.until.is_some())
        {
            self.talked.window = Some(window.clone());
        }
        self.talked.said_yes = matches!(reply.stance, Stance::Yes | Stance::Heard);
        if reply.withdrawn {
            self.stall(Outcome::Refused, said.clone());
            self.drop_all();
            self.shelved = None;
            if reply.times.is_empty() {
                return;
            }
        } else if reply.postponed {
            self.stall(Outcome::Open, said.clone());
            let shelved = self.pending.take().or_else(|| self.talked.agreed.take());
            self.drop_all();
            self.shelved = shelved;
            return;
        }
        let refused_some = self.without_refused(tokens, &mut reply);
        if refused_some && reply.times.is_empty() {
            self.stall(Outcome::Refused, said.clone());
            return self.drop_all();
        }
        let table = self.pending.as_ref().or(self.talked.agreed.as_ref());
        let existing = Some(&self.talked.existing.slot).filter(|slot| slot.is_full());
        let shifted = table
            .or(self.wish.as_ref())
            .or(existing)
            .and_then(|base| shifted(tokens, base));
        if reply.times.is_empty() && shifted.is_none() {
            return self.answer(&reply, about_time, said);
        }
        let before = self.topic.clone();
        let mut slots = self.slots(reply.times.iter().map(|mention| (mention, true)));
        slots.extend(shifted);
        let Some(mut wish) = slots.pop() else {
            // `lieber ab Mittag`: neither yes nor a time.
            let open = reply.times.iter().any(Mention::is_open);
            if self.pending.is_some() && reply.stance == Stance::Yes && !open {
                return self.answer(&reply, about_time, said);
            }
            self.pending = None;
            self.offers.clear();
            return;
        };
        if cue::is_same_time(tokens) {
            wish.clock = before.slot.clock.or(self.talked.existing.slot.clock);
        }
        if reply.stance == Stance::No && reply.refused_behind {
            self.stall(Outcome::Refused, said.clone());
            return self.drop_all();
        }
        let chosen: Vec<&Slot> = self
            .offers
            .iter()
            .filter(|offer| fits(&wish, offer, &reply.times))
            .collect();
        let bare = !reply.times.iter().any(Mention::is_plain);
        match chosen.as_slice() {
            [offer, rest @ ..] if rest.iter().all(|other| other.agrees_with(offer)) => {
                let chosen = merge(offer, &wish);
                if reply.accepts() {
                    self.agree(chosen, Some(said.clone()));
                } else {
                    self.pending = Some(chosen);
                    self.leaning = true;
                }
            }
            // `ja passt, mein Kennzeichen ist drei elf`: a bare number beside a yes is no time.
            _ if reply.stance == Stance::Yes && self.pending.is_some() && bare => {
                self.topic = before;
                self.answer(&reply, about_time, said);
            }
            _ => self.wished(wish, &before, &reply, said),
        }
    }

    /// The caller names a time that was not offered: what stood before does not any more.
    fn wished(&mut self, mut wish: Slot, before: &Topic, reply: &Reply, said: &Range<usize>) {
        let agreed = self.talked.agreed.as_ref();
        if agreed.is_some_and(|agreed| agreed.agrees_with(&wish)) {
            return;
        }
        self.stall(Outcome::Open, said.clone());
        let yes = matches!(reply.stance, Stance::Yes | Stance::Heard | Stance::Mixed);
        self.contested = yes && self.pending.is_some() && wish.clock.is_some();
        self.drop_all();
        let day_alone = reply
            .times
            .iter()
            .all(|time| time.day.is_some_and(|day| day.is_single()) && time.part.is_none());
        if wish.clock.is_none() && wish.date.is_some() && day_alone {
            wish.clock = before.slot.clock.filter(|_| before.slot.is_full());
        }
        self.wish = Some(wish);
    }

    /// Takes the times away that are refused: `I can't do four`, `nicht um vier`.
    fn without_refused(&self, tokens: &Tokens<'_>, reply: &mut Reply) -> bool {
        let count = reply.times.len();
        let (pending, topic) = (self.pending.as_ref(), &self.topic);
        let refusals = std::mem::take(&mut reply.refusals);
        reply.times.retain(|mention| {
            let start = mention.tokens.start;
            let behind = refusals.iter().any(|to| *to <= start && start <= to + 1);
            let offered = || {
                let slot = topic.complete(mention, self.reference);
                pending.is_some_and(|offer| {
                    mention.clock.is_some() && offer.is_full() && slot.agrees_with(offer)
                })
            };
            !(cue::is_refused(tokens, start) || (behind && offered()))
        });
        reply.times.len() < count
    }

    /// The caller says yes, no, which one, or nothing of it, without naming a time.
    fn answer(&mut self, reply: &Reply, about_time: bool, said: &Range<usize>) {
        if let Some(n) = reply.choice
            && self.offers.len() > 1
            && reply.stance != Stance::No
        {
            let index = usize::try_from(n).unwrap_or(self.offers.len() - 1);
            if let Some(offer) = self.offers.get(index).cloned() {
                return self.agree(offer, Some(said.clone()));
            }
        }
        let open = self.pending.is_some() || !self.offers.is_empty();
        match reply.stance {
            Stance::No => {
                let answers = match self.last.asks {
                    Asks::Consent | Asks::Time | Asks::Nothing => true,
                    Asks::Name => self.moved_on || reply.cannot,
                    Asks::Else | Asks::More => reply.cannot,
                };
                let agreed = self.talked.agreed.is_some();
                if answers && (open || agreed) {
                    self.stall(Outcome::Refused, said.clone());
                    self.drop_all();
                }
            }
            stance => {
                let Some(pending) = self.pending.clone() else {
                    return;
                };
                let clean = stance == Stance::Yes
                    || (stance == Stance::Heard
                        && (self.leaning || self.last.asks != Asks::Nothing));
                if (clean && about_time) || self.moved_on {
                    self.agree(pending, Some(said.clone()));
                } else if stance != Stance::Silent {
                    self.leaning = true;
                }
            }
        }
    }

    fn agree(&mut self, slot: Slot, words: Option<Range<usize>>) {
        self.topic.slot.date = slot.date;
        self.topic.slot.clock = slot.clock;
        let words = words.or_else(|| slot.said.last().cloned());
        self.drop_all();
        self.talked.consent = words;
        self.talked.agreed = Some(slot);
        self.talked.contradicted = false;
    }

    /// Why nothing is agreed so far.
    fn stall(&mut self, outcome: Outcome, span: Range<usize>) {
        let span = Some(span);
        self.talked.stalled = Some(Ending { outcome, span });
    }

    fn drop_all(&mut self) {
        self.talked.agreed = None;
        self.talked.consent = None;
        self.pending = None;
        self.offers.clear();
        self.wish = None;
        self.leaning = false;
        self.moved_on = false;
    }
}
