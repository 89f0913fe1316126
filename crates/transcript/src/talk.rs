//! What was proposed, and what became of it: the last time that both agreed to counts.
//!
//! A time is agreed when one side has named it, the other has accepted it (by yes, by the same
//! time, by a choice, by giving the name asked for), and nothing after that takes it back.

use std::ops::Range;

use crate::conversation::{Conversation, Speaker};
use crate::cue::{self, Act, AgentTurn, Cue};
use crate::ending::{Ending, Outcome};
use crate::intent::Intent;
use crate::mention::{Bound, Mention};
use crate::reference::Reference;
use crate::slot::{Slot, Topic, fits, is_hour, merge, shifted};
use crate::token::Tokens;

/// How the talk about times ended.
#[expect(clippy::struct_excessive_bools, reason = "four independent facts")]
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Talked {
    /// What both agreed to.
    pub(crate) agreed: Option<Slot>,
    /// The words that accepted it.
    pub(crate) consent: Option<Range<usize>>,
    /// An appointment that exists already.
    pub(crate) existing: Slot,
    /// Whether the caller said yes to the last thing asked.
    pub(crate) said_yes: bool,
    /// Whether the agent ever asked for a name or for consent, or said to have booked.
    pub(crate) businesslike: bool,
    /// Whether the agent named the appointment that exists.
    pub(crate) restated: bool,
    /// A stretch in which the caller can be reached.
    pub(crate) window: Option<Mention>,
    /// The agent's last words name another time than the agreed one.
    pub(crate) contradicted: bool,
    /// Why nothing is agreed, with the words; `None` while nothing was offered or asked for.
    pub(crate) stalled: Option<Ending>,
}

struct Talk<'c> {
    reference: &'c Reference,
    topic: Topic,
    /// What the agent offered last.
    offers: Vec<Slot>,
    /// What the caller asked for and the agent has not answered.
    wish: Option<Slot>,
    /// What the agent restated or offered alone, and the caller has not refused.
    pending: Option<Slot>,
    /// Yes to an offer, and another time: only the agent's saying it back settles that.
    contested: bool,
    last: AgentTurn,
    talked: Talked,
}

/// Follows the talk to its end.
pub(crate) fn follow(
    call: &Conversation,
    read: &[Tokens<'_>],
    mentions: Vec<Vec<Mention>>,
    intent: Intent,
    reference: &Reference,
) -> Talked {
    let mut talk = Talk {
        reference,
        topic: Topic::default(),
        offers: Vec::new(),
        wish: None,
        pending: None,
        contested: false,
        last: AgentTurn::default(),
        talked: Talked::default(),
    };
    let about_existing = matches!(intent, Intent::Cancel | Intent::Reschedule | Intent::None);
    for ((turn, tokens), mut mentions) in call.turns.iter().zip(read).zip(mentions) {
        for mention in &mut mentions {
            mention.span = mention.span.start + turn.span.start..mention.span.end + turn.span.start;
        }
        if about_existing {
            let known = talk.talked.existing.said.len();
            talk.take_existing(tokens, &mut mentions, intent);
            let grown = talk.talked.existing.said.len() > known;
            talk.talked.restated |= grown && turn.speaker == Speaker::Agent;
        }
        match turn.speaker {
            Speaker::Agent => talk.agent(tokens, &mentions, &turn.span),
            Speaker::Caller => talk.caller(tokens, &mentions, turn.span.start),
        }
    }
    talk.talked
}

impl Talk<'_> {
    /// In a call about an appointment that exists, the first time named is that one's.
    fn take_existing(&mut self, tokens: &Tokens<'_>, mentions: &mut Vec<Mention>, intent: Intent) {
        let mut kept = Vec::new();
        for mention in mentions.drain(..) {
            let before = mention
                .tokens
                .start
                .checked_sub(1)
                .map_or("", |i| tokens.word(i));
            let target =
                intent == Intent::Reschedule && matches!(before, "auf" | "to" | "lieber" | "statt");
            let single = mention.day.is_some_and(|day| day.is_single()) || is_hour(&mention);
            let open = mention.is_open()
                && mention.tokens.clone().any(|i| {
                    matches!(
                        tokens.word(i),
                        "bis" | "zwischen" | "between" | "until" | "ab"
                    )
                });
            let existing = &self.talked.existing;
            let restated = existing.is_full() && {
                let slot = self.topic.complete(&mention, self.reference);
                intent != Intent::Reschedule && slot.agrees_with(existing)
            };
            let new_day = existing.date.is_some()
                && mention.day.is_some()
                && intent == Intent::Reschedule
                && {
                    let slot = self.topic.complete(&mention, self.reference);
                    slot.date != existing.date
                };
            if target || !single || open || new_day || (existing.is_full() && !restated) {
                kept.push(mention);
                continue;
            }
            let known = Topic::about(self.talked.existing.clone());
            let slot = known.complete(&mention, self.reference);
            let existing = &mut self.talked.existing;
            existing.date = slot.date.or(existing.date);
            existing.clock = slot.clock.or(existing.clock);
            existing.part = slot.part.or(existing.part);
            existing.say(slot.said);
        }
        *mentions = kept;
    }

    /// The mentions as slots, each completed by those before it, and the ones that are points.
    fn slots(&mut self, mentions: &[Mention]) -> Vec<Slot> {
        let mut slots: Vec<Slot> = Vec::new();
        for mention in mentions {
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

    fn agent(&mut self, tokens: &Tokens<'_>, mentions: &[Mention], said: &Range<usize>) {
        let acts = cue::acts(tokens);
        let does = |act: Act| acts.contains(&act);
        self.last.asked_consent = does(Act::AsksConsent);
        self.talked.businesslike |=
            does(Act::AsksConsent) || does(Act::AsksName) || does(Act::Books);
        self.last.asked = !mentions.is_empty() || does(Act::Books) || self.last.asked_consent;
        self.last.asked_else = does(Act::AsksElse);
        let asks_name = does(Act::AsksName) || does(Act::AsksFirstName);
        let usable: Vec<Mention> = mentions
            .iter()
            .filter(|mention| mention.bound == Bound::At)
            .filter(|mention| !cue::is_denied(tokens, mention.tokens.end))
            .filter(|mention| mention.is_plain() || !self.topic.slot.said.is_empty())
            .cloned()
            .collect();
        let slots = self.slots(&usable);
        let full: Vec<Slot> = slots
            .iter()
            .filter(|slot| slot.is_full())
            .cloned()
            .collect();
        self.last.moved_on = false;
        if full.is_empty() {
            if does(Act::Denies) && !does(Act::Books) {
                self.stall(Outcome::Unavailable, said.clone());
            }
            self.without_offer(&slots, &acts, asks_name);
            return;
        }
        self.stall(Outcome::Open, said.clone());
        let restated = self.wish.take().filter(Slot::is_full);
        let single = full.windows(2).all(|two| two[0].agrees_with(&two[1]));
        if let Some(agreed) = &self.talked.agreed
            && single
            && let Some(last) = full.last()
        {
            if last.agrees_with(agreed) {
                return self.settle(last);
            }
            // The agent says another time than the one agreed: nobody has agreed to that.
            self.talked.agreed = None;
            self.talked.consent = None;
            self.talked.contradicted = true;
        }
        let last = full.last().cloned();
        self.pending = last.filter(|_| single && !does(Act::Hours));
        self.offers = full;
        let Some(pending) = self.pending.clone() else {
            return;
        };
        let as_wished = restated.is_some_and(|wish| wish.agrees_with(&pending));
        let question = usable
            .last()
            .is_some_and(|last| cue::is_asked(tokens, last.tokens.end));
        if as_wished && (does(Act::Books) || (!question && !does(Act::Denies) && !asks_name)) {
            // What the caller asked for, said back as settled.
            self.agree(pending, None);
        } else {
            self.last.moved_on = asks_name;
        }
    }

    /// A turn of the agent that names no full time.
    fn without_offer(&mut self, slots: &[Slot], acts: &[Act], asks_name: bool) {
        let does = |act: Act| acts.contains(&act);
        if does(Act::Denies) && !does(Act::Books) {
            self.wish = None;
            self.pending = None;
            self.offers.clear();
            return;
        }
        let Some(wish) = self.wish.clone() else {
            self.last.moved_on = asks_name && self.pending.is_some();
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
            self.wish = None;
            return;
        }
        if wish.is_full() && does(Act::Books) {
            self.agree(wish, None);
            self.wish = None;
        } else if wish.is_full() && asks_name && !self.contested {
            self.pending = Some(wish);
            self.last.moved_on = true;
            self.wish = None;
        }
    }

    fn caller(&mut self, tokens: &Tokens<'_>, mentions: &[Mention], offset: usize) {
        let named = self.last.moved_on && mentions.iter().all(Mention::may_be_a_name);
        let mentions = if self.last.asked_else || named {
            &[]
        } else {
            mentions
        };
        let mut told = vec![false; tokens.len()];
        for mention in mentions {
            for token in &mut told[mention.tokens.clone()] {
                *token = true;
            }
        }
        let cues: Vec<(usize, usize, Cue)> = cue::find(tokens)
            .into_iter()
            .filter(|(from, to, _)| !told[*from..*to].contains(&true))
            .collect();
        let about_time = self.last.asked || !mentions.is_empty();
        let whole = offset..offset + tokens.text().len();
        if let Some(window) = mentions
            .iter()
            .find(|mention| mention.day.is_some() || mention.until.is_some())
        {
            self.talked.window = Some(window.clone());
        }
        let hedged = cues.iter().any(|(.., cue)| *cue == Cue::Perhaps);
        let withdrawn = cues.iter().any(|(.., cue)| *cue == Cue::Withdrawal);
        let last = cues
            .iter()
            .rev()
            .find(|(.., cue)| matches!(cue, Cue::Yes | Cue::No))
            .map(|(at, _, cue)| (*at, *cue));
        let refusing = matches!(last, Some((_, Cue::No)));
        self.talked.said_yes = matches!(last, Some((_, Cue::Yes))) && !hedged;
        if withdrawn {
            self.stall(Outcome::Refused, whole.clone());
        } else if hedged {
            self.stall(Outcome::Open, whole.clone());
        }
        if hedged || withdrawn {
            if about_time || withdrawn || self.last.moved_on {
                self.drop_all();
            }
            if mentions.is_empty() || hedged {
                return;
            }
        }
        let (mentions, negated) = self.without_refused(tokens, mentions, &cues);
        let relevant = self.relevant(tokens, &mentions, &cues);
        if negated && relevant.is_empty() {
            self.stall(Outcome::Refused, whole);
            return self.drop_all();
        }
        let table = self.pending.as_ref().or(self.talked.agreed.as_ref());
        let shifted = table
            .or(self.wish.as_ref())
            .and_then(|base| shifted(tokens, base));
        if relevant.is_empty() && shifted.is_none() {
            return self.answer(&cues, last, refusing, about_time, whole);
        }
        let before = self.topic.clone();
        let mut slots = self.slots(&relevant);
        if let Some(slot) = shifted {
            slots = vec![slot];
        }
        let Some(mut wish) = slots.last().cloned() else {
            // `lieber ab Mittag`: neither yes nor a time.
            if !refusing
                && self.pending.is_some()
                && self.talked.said_yes
                && relevant.iter().all(|m| !m.is_open())
            {
                return self.answer(&cues, last, refusing, about_time, whole);
            }
            self.pending = None;
            self.offers.clear();
            return;
        };
        if cue::is_same_time(tokens) {
            wish.clock = before.slot.clock.or(self.talked.existing.clock);
        }
        let refused_after = cues.iter().any(|(at, _, cue)| {
            *cue == Cue::No
                && relevant
                    .last()
                    .is_none_or(|mention| mention.tokens.end <= *at)
        }) && refusing;
        let chosen: Vec<&Slot> = self
            .offers
            .iter()
            .filter(|offer| fits(&wish, offer, &relevant))
            .collect();
        match (chosen.as_slice(), refused_after) {
            ([offer, rest @ ..], false) if rest.iter().all(|other| other.agrees_with(offer)) => {
                let chosen = merge(offer, &wish);
                self.agree(chosen, Some(whole));
            }
            (_, true) => {
                self.stall(Outcome::Refused, whole);
                self.drop_all();
            }
            _ => {
                self.stall(Outcome::Open, whole);
                // A new wish: what stood before does not.
                if self
                    .talked
                    .agreed
                    .as_ref()
                    .is_some_and(|agreed| agreed.agrees_with(&wish))
                {
                    return;
                }
                self.contested =
                    self.talked.said_yes && self.pending.is_some() && wish.clock.is_some();
                self.drop_all();
                if wish.clock.is_none()
                    && wish.date.is_some()
                    && relevant
                        .iter()
                        .all(|m| m.day.is_some_and(|d| d.is_single()) && m.part.is_none())
                {
                    wish.clock = before.slot.clock.filter(|_| before.slot.is_full());
                }
                self.wish = Some(wish);
            }
        }
    }

    /// The mentions less those that are refused: `I can't do four`, `nicht um vier`.
    fn without_refused(
        &self,
        tokens: &Tokens<'_>,
        mentions: &[Mention],
        cues: &[(usize, usize, Cue)],
    ) -> (Vec<Mention>, bool) {
        let refused = |mention: &&Mention| {
            cue::is_refused(tokens, mention.tokens.start) || {
                let behind = cues.iter().any(|(_, to, cue)| {
                    *cue == Cue::No && *to <= mention.tokens.start && mention.tokens.start <= to + 1
                });
                let slot = self.topic.complete(mention, self.reference);
                behind
                    && self.pending.as_ref().is_some_and(|offer| {
                        mention.clock.is_some() && offer.is_full() && slot.agrees_with(offer)
                    })
            }
        };
        let kept: Vec<Mention> = mentions.iter().filter(|m| !refused(m)).cloned().collect();
        let negated = kept.len() < mentions.len();
        (kept, negated)
    }

    /// Of what the caller names, what counts: behind a correction, only what follows it.
    fn relevant(
        &self,
        tokens: &Tokens<'_>,
        mentions: &[Mention],
        cues: &[(usize, usize, Cue)],
    ) -> Vec<Mention> {
        let plain = |mention: &&Mention| {
            mention.is_plain()
                || self.last.asked
                || !self.offers.is_empty()
                || !self.topic.slot.said.is_empty()
        };
        let correction = cues
            .iter()
            .filter(|(.., cue)| *cue == Cue::No)
            .map(|(_, to, _)| *to)
            .chain((0..tokens.len()).filter(|i| {
                matches!(
                    tokens.word(*i),
                    "sondern" | "quatsch" | "lieber" | "rather" | "instead"
                )
            }))
            .filter(|at| mentions.last().is_some_and(|last| last.tokens.start >= *at))
            .max()
            .unwrap_or(0);
        mentions
            .iter()
            .filter(plain)
            .filter(|mention| mention.tokens.start >= correction)
            .cloned()
            .collect()
    }

    /// The caller says yes, no, which one, or nothing of it, without naming a time.
    fn answer(
        &mut self,
        cues: &[(usize, usize, Cue)],
        last: Option<(usize, Cue)>,
        refusing: bool,
        about_time: bool,
        whole: Range<usize>,
    ) {
        let choice = cues.iter().rev().find_map(|(.., cue)| match cue {
            Cue::Choice(n) => Some(*n),
            _ => None,
        });
        if let Some(n) = choice
            && self.offers.len() > 1
            && !refusing
        {
            let index = if n < 0 {
                self.offers.len() - 1
            } else {
                usize::try_from(n).unwrap_or(0)
            };
            if let Some(offer) = self.offers.get(index).cloned() {
                return self.agree(offer, Some(whole));
            }
        }
        if refusing {
            let open = self.pending.is_some() || !self.offers.is_empty();
            if (about_time || self.last.moved_on) && open || self.last.asked_consent {
                self.stall(Outcome::Refused, whole);
                self.drop_all();
            }
            return;
        }
        let yes = last.is_some();
        if let Some(pending) = self.pending.clone()
            && ((yes && self.last.asked) || self.last.moved_on)
        {
            self.agree(pending, Some(whole));
        }
    }

    fn agree(&mut self, slot: Slot, words: Option<Range<usize>>) {
        self.topic.slot.date = slot.date;
        self.topic.slot.clock = slot.clock;
        self.talked.consent = words.or_else(|| slot.said.last().cloned());
        self.talked.agreed = Some(slot);
        self.talked.contradicted = false;
        self.pending = None;
        self.offers.clear();
        self.wish = None;
        self.last.moved_on = false;
    }

    /// The agent says the agreed time again, perhaps more exactly.
    fn settle(&mut self, restated: &Slot) {
        if let Some(agreed) = &mut self.talked.agreed {
            *agreed = merge(restated, agreed);
        }
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
        self.last.moved_on = false;
    }
}
