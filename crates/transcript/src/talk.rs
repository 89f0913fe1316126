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
//!
//! - `agent`: what the agent's turns do to the table; `told`: of what existed before.
//! - `caller`: what the caller's turns do; `answer`: those that name no time, `choice`: those that
//!   single one out; `meant`: which of the days talked about the caller's words mean; `other`:
//!   times that are none to meet at; `words`: words.

mod agent;
mod answer;
mod caller;
mod choice;
mod meant;
mod other;
mod told;
mod words;

use std::ops::Range;

use crate::act::{AgentTurn, Asks};
use crate::conversation::{Conversation, Speaker};
use crate::ending::{Ending, Outcome};
use crate::existing::{self, Existing};
use crate::intent::{Intent, Wanted};
use crate::mention::{Bound, Mention};
use crate::reference::Reference;
use crate::slot::{Slot, Topic};
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
    /// The time of an appointment that exists, told by either side before it was ever offered.
    pub(crate) told: Option<Slot>,
    /// The caller told it: `ich bin am Mittwoch um zehn bei euch`.
    pub(crate) told_by_caller: bool,
    /// The agent said that it stays.
    pub(crate) stays: bool,
    /// What is taken back was offered in this call: nothing existed before.
    pub(crate) fresh: bool,
    /// The agent said that another time takes its place.
    pub(crate) replaces: bool,
    /// Whether the caller said yes to the last thing asked.
    pub(crate) said_yes: bool,
    /// Whether the agent ever named an hour to be had, asked for consent, or booked.
    pub(crate) businesslike: bool,
    /// A stretch in which the caller can be reached.
    pub(crate) window: Option<Mention>,
    /// Both agreed to something, perhaps taken back since.
    pub(crate) once: bool,
    /// Whether the agent offered a time.
    pub(crate) offered: bool,
    /// The agent's last words name another time than the agreed one.
    pub(crate) contradicted: bool,
    /// A time is still on the table that was answered with neither yes nor no.
    pub(crate) unsettled: bool,
    /// The last day that was asked for or offered is in no calendar.
    pub(crate) no_such_date: bool,
    /// Times that one yes was to, or that were entered together: nobody knows which is meant, or
    /// each is somebody else's.
    pub(crate) several: Vec<Slot>,
    /// Why nothing is agreed, with the words; `None` while nothing was offered or asked for.
    pub(crate) stalled: Option<Ending>,
}

/// How the caller stands to the time on the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Footing {
    /// It is the agent's offer.
    Offered,
    /// It is what the caller asked for.
    Wished,
    /// It was answered, with neither yes nor no.
    HalfAccepted,
}

/// An answer that is not understood. The agent may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unclear {
    /// Only unknown words.
    Words,
    /// With words that may begin an obstacle.
    Doubtful,
}

#[expect(clippy::struct_excessive_bools, reason = "independent facts")]
struct Talk<'c> {
    reference: &'c Reference,
    topic: Topic,
    /// What the agent offered last.
    offers: Vec<Slot>,
    /// The words beside each of them, and where it stands.
    beside: Vec<(Range<usize>, Vec<String>)>,
    /// The one time that the agent offered or restated, and the caller has not refused.
    pending: Option<Slot>,
    /// What the caller asked for and the agent has not answered.
    wish: Option<Slot>,
    /// Where no appointment is needed: the agent told of opening hours, or of what lies ready.
    casual: bool,
    /// The caller asked when or whether the appointment is that they have, and was not told yet.
    asked_when: bool,
    /// An appointment is asked for.
    books: bool,
    /// The caller's last turn named the time on the table again.
    read_back: bool,
    /// The agent cannot book: nothing is settled before they do, or offer a time.
    barred: bool,
    /// The agent said when to call back.
    window_told: bool,
    /// What the agent offered so far: `dann doch den Freitag`.
    history: Vec<Slot>,
    /// The caller's last answer said neither yes nor no, nor asked anything.
    unclear: Option<Unclear>,
    /// The agent went on to the name once times were offered.
    answered: bool,
    /// What was on the table before the caller seemed to refuse it.
    refused: Option<Slot>,
    /// What the caller has to think about: agreed only by a yes to being asked again.
    shelved: Option<Slot>,
    /// Yes to an offer, and another time: only the agent's saying it back settles that.
    contested: bool,
    /// How the caller stands to the pending time.
    footing: Footing,
    /// The agent went on to the name with the pending time on the table.
    moved_on: bool,
    /// What was agreed before the agent said another time.
    slipped: Option<Slot>,
    /// The agent has spoken since it was agreed, and the line did not break.
    settled: bool,
    /// What the caller asked for where the agent denied another day: perhaps misheard.
    misheard: Option<Slot>,
    /// Between which minutes of the day the caller wants to come: `abends`, `nach sechs`.
    wanted: Option<(i32, i32)>,
    /// When the caller was there before: `ich war am Montag um zehn bei Ihnen`.
    past: Option<Slot>,
    /// The caller's last turn corrected how the agent called them.
    renamed: bool,
    /// The caller's last turn asked something.
    was_asked: bool,
    /// The caller's last turn said something else than yes, and asked nothing.
    was_opaque: bool,
    /// What a no of the caller's last turn comes to: who asks for another time still wants one.
    refusal: Outcome,
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
        beside: Vec::new(),
        pending: None,
        wish: None,
        casual: false,
        asked_when: false,
        books: wanted.intent == Intent::Book,
        barred: false,
        read_back: false,
        window_told: false,
        history: Vec::new(),
        unclear: None,
        shelved: None,
        refused: None,
        answered: false,
        contested: false,
        footing: Footing::Offered,
        moved_on: false,
        slipped: None,
        settled: false,
        misheard: None,
        wanted: None,
        past: None,
        renamed: false,
        was_asked: false,
        was_opaque: false,
        refusal: Outcome::Refused,
        last: AgentTurn::default(),
        talked: Talked::default(),
    };
    let intent = wanted.intent;
    let about_existing = wanted.keeps || matches!(intent, Intent::Cancel | Intent::Reschedule);
    let by_24 = agents.iter().any(AgentTurn::counts_to_24);
    let turns = call.turns.iter().zip(read).zip(mentions).zip(agents);
    let mut put_through = false;
    let mut existed = false;
    for (((turn, tokens), mut mentions), mut agent) in turns {
        put_through |= turn.is_others();
        if put_through {
            if turn.speaker == Speaker::Caller {
                talk.elsewhere(tokens, &mentions, &turn.span);
            }
            continue;
        }
        let numbers = turn.speaker == Speaker::Caller && talk.last.asks_numbers;
        // `Freitag um zehn wäre frei`, and moved or taken back in the end.
        let gone = matches!(intent, Intent::Cancel | Intent::Reschedule);
        existed |= gone && (existing::is_spoken_of(tokens) || talk.talked.told.is_some());
        talk.talked.fresh |=
            !existed && gone && talk.talked.existing.slot == Slot::default() && agent.names_hour();
        if about_existing && !talk.talked.fresh && !numbers {
            let said = (tokens, turn.speaker);
            let (topic, existing) = (&talk.topic, &mut talk.talked.existing);
            // `kann ich Montag noch eine, auch um vier`: the hour is that day's.
            let mut other_day = false;
            let mut takes = |mention: &Mention| {
                let beside = other_day && mention.day.is_none() && existing.slot.is_full();
                let taken = !beside && existing.takes(said, mention, intent, topic, reference);
                if mention.day.is_some_and(|day| day.is_single()) {
                    other_day = !taken;
                }
                taken
            };
            match turn.speaker {
                Speaker::Agent => agent.times.retain(|named| !takes(&named.mention)),
                Speaker::Caller => mentions.retain(|mention| !takes(mention)),
                Speaker::Other => {}
            }
        }
        if let Some(old) = talk.talked.existing.slot.clock {
            agent.move_from(old);
        }
        if by_24 {
            agent.count_to_24(tokens, talk.topic.slot.clock);
        }
        if let Some(day) = talk.talked.existing.slot.date {
            talk.topic.lean_on(day, reference);
        }
        match turn.speaker {
            Speaker::Agent => {
                let instead = talk.told_from_topic(tokens, &agent);
                talk.agent(agent, instead, &turn.span);
            }
            Speaker::Caller => talk.caller(tokens, &mentions, &turn.span),
            Speaker::Other => {}
        }
    }
    talk.talked.offered = !talk.history.is_empty();
    talk.talked.unsettled = talk.footing == Footing::HalfAccepted && talk.pending.is_some();
    talk.talked
}

impl Talk<'_> {
    /// The mentions as slots, each completed by those before it, and the ones that are points.
    fn slots<'m>(&mut self, mentions: impl Iterator<Item = (&'m Mention, bool)>) -> Vec<Slot> {
        let mut slots: Vec<Slot> = Vec::new();
        let mut mentions = mentions.peekable();
        while let Some((mention, usable)) = mentions.next() {
            // `Wednesday, after the Easter break`: what lies before or behind a day, or when all
            // is closed, is not that day.
            let beside = matches!(mention.bound, Bound::After | Bound::Before)
                || (mention.last_day.is_some() && !usable);
            if beside && mention.clock.is_none() && mention.day.is_some() {
                if mention.bound == Bound::After && slots.is_empty() {
                    self.topic.turn_behind(mention);
                }
                continue;
            }
            // `halber Preis bis Weihnachten! Dienstag um eins?`
            let limit = matches!(mention.bound, Bound::Until | Bound::By) && !usable;
            let other = mentions.peek().is_some_and(|(next, _)| next.day.is_some());
            if limit && other && mention.clock.is_none() {
                continue;
            }
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
            if let Some(day) = mention.day {
                self.talked.no_such_date = day.first.is_none();
            }
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

    /// What is said to somebody else can take back what was agreed, and agrees to nothing.
    fn elsewhere(&mut self, tokens: &Tokens<'_>, mentions: &[Mention], said: &Range<usize>) {
        let before = (self.talked.agreed.clone(), self.talked.said_yes);
        self.last = AgentTurn::default();
        self.last.asks = Asks::More;
        self.caller(tokens, mentions, said);
        self.talked.said_yes = before.1;
        if self.talked.agreed.is_some() && self.talked.agreed != before.0 {
            self.stall(Outcome::Open, said.clone());
            self.drop_all();
        }
    }

    fn agree(&mut self, slot: Slot, words: Option<Range<usize>>) {
        if self.barred {
            return self.drop_all();
        }
        self.topic.slot.date = slot.date;
        self.topic.slot.clock = slot.clock;
        let words = words.or_else(|| slot.said.last().cloned());
        self.drop_all();
        self.settled = false;
        self.slipped = None;
        self.talked.consent = words;
        self.talked.agreed = Some(slot);
        self.talked.once = true;
        self.talked.contradicted = false;
    }

    /// What was agreed lies on the table again, and only the agent's going on settles it.
    fn unsettle(&mut self, said: &Range<usize>) {
        if let Some(agreed) = self.talked.agreed.take() {
            self.stall(Outcome::Open, said.clone());
            self.pending = Some(agreed);
            self.footing = Footing::HalfAccepted;
        }
    }

    /// Why nothing is agreed so far.
    fn stall(&mut self, outcome: Outcome, span: Range<usize>) {
        let span = Some(span);
        self.talked.stalled = Some(Ending { outcome, span });
    }

    /// One yes, or one entry, for several times that were offered together.
    fn take_several(&mut self) {
        let differ = self
            .offers
            .windows(2)
            .any(|two| !two[0].agrees_with(&two[1]));
        if differ && self.pending.is_none() && self.talked.agreed.is_none() {
            self.talked.several.clone_from(&self.offers);
        }
    }

    fn drop_all(&mut self) {
        self.misheard = None;
        self.talked.several.clear();
        self.talked.agreed = None;
        self.talked.consent = None;
        self.pending = None;
        self.offers.clear();
        self.wish = None;
        self.footing = Footing::Offered;
        self.moved_on = false;
    }
}
