//! Times in a caller's answer that are none to meet at.

use crate::act::{Act, AgentTurn, Asks, Named, Standing};
use crate::calendar::weekday;
use crate::clock::Clock;
use crate::cue;
use crate::day;
use crate::mention::{self, Bound, Mention};
use crate::reply::{Reply, Stance, is_obligation, is_others, is_told};
use crate::slot::{Slot, same_clock, shifted};
use crate::talk::{Footing, Talk};
use crate::token::Tokens;

/// Minutes of half a day.
const NOON: i32 = 12 * 60;
/// How long behind an hour somebody comes who wants to come after it.
const SPAN: i32 = 4 * 60;
/// Nobody meets later.
const LATEST: i32 = 21 * 60;

impl Talk<'_> {
    /// Takes the times away at which the caller has to be elsewhere, unless they were offered.
    pub(super) fn without_obligations(&self, tokens: &Tokens<'_>, reply: &mut Reply) {
        let table = [&self.pending, &self.talked.agreed];
        // Behind which word an offer is named by its hour: not in `um zehn arbeite ich`, but in
        // `ten, I'm at work from two`.
        let free = |time: &&Mention| {
            let next = tokens.word(time.tokens.end);
            let english = matches!(next, "i" | "i'm" | "i've" | "we" | "we're" | "we've" | "my");
            self.names_offer(time) && (english || !is_obligation(tokens, time))
        };
        let chosen = reply.times.iter().find(free).map(|time| time.tokens.end);
        let several = self.offers.len() > 1;
        // `Elf Uhr machen wir, morgen bin ich in Kassel`.
        let besides = several && reply.times.len() > 1;
        reply.times.retain(|mention| {
            let slot = self.topic.complete(mention, self.reference);
            let offered = table
                .into_iter()
                .flatten()
                .chain(&self.offers)
                .any(|offer| {
                    mention.day.is_none() && mention.clock.is_none() || slot.agrees_with(offer)
                });
            // `Donnerstag fertig ist gut`, of when it can be fetched.
            let weekday = |mention: &Mention| {
                let day = mention.day.and_then(|day| day.first);
                day.map(jiff::civil::Date::weekday)
            };
            let day = weekday(mention);
            let told =
                |named: &Named| named.standing == Standing::Aside && weekday(&named.mention) == day;
            if self.pending.is_some()
                && self.last.does(Act::Hours)
                && !offered
                && day.is_some()
                && self.last.times.iter().any(told)
            {
                return false;
            }
            let talked = !self.history.is_empty();
            let other = chosen.is_some_and(|chosen| mention.tokens.start >= chosen);
            if other && mention.day.is_none() && is_told(tokens, mention) {
                return false;
            }
            !talked
                || if offered {
                    let away = (besides && mention.clock.is_none()) || other;
                    let away = away && is_obligation(tokens, mention);
                    !(several && (away || is_others(tokens, mention)))
                } else {
                    !is_obligation(tokens, mention)
                }
        });
    }

    /// `abends`, `nach sechs`: between which minutes of the day the caller wants to come.
    pub(super) fn half_wanted(
        &self,
        tokens: &Tokens<'_>,
        mentions: &[Mention],
    ) -> Option<(i32, i32)> {
        let busy = |i: usize| {
            let word = tokens.word(i);
            ["arbeit", "work", "schicht", "shift", "muss"]
                .iter()
                .any(|stem| word.starts_with(stem))
        };
        let time = mentions.iter().rfind(|time| {
            // `Abend` as the first word greets.
            let free = !mention::is_denied(tokens, time) && !is_obligation(tokens, time);
            free && time.tokens.start > 0
        })?;
        if (0..tokens.len()).any(busy) {
            return None;
        }
        if let Some(clock) = time.clock {
            let behind = matches!(time.bound, Bound::From | Bound::After);
            let slot = Slot {
                date: Some(self.reference.now.date()),
                clock: Some(clock).filter(|_| behind && time.until.is_none()),
                ..Slot::default()
            };
            let (at, _) = slot.moment(self.reference)?;
            let from = i32::from(at.hour()) * 60 + i32::from(at.minute());
            return (from > NOON).then_some((from, (from + SPAN).min(LATEST)));
        }
        let part = time.part.filter(|part| i32::from(part.from) * 60 >= NOON)?;
        Some((
            i32::from(part.from) * 60,
            (i32::from(part.to) * 60).min(LATEST),
        ))
    }

    /// `Dienstag um sieben`, to who wants to come in the evening: that half of the day.
    pub(super) fn take_wanted_half(&self, slot: &mut Slot) {
        let open = slot.clock.filter(|clock| clock.either_half);
        let (Some((from, to)), Some(clock), None) = (self.wanted, open, slot.part) else {
            return;
        };
        let Some((at, _)) = slot.moment(self.reference) else {
            return;
        };
        let minutes = i32::from(at.hour()) * 60 + i32::from(at.minute());
        if minutes < from && (from..=to).contains(&(minutes + NOON)) {
            slot.clock = Some(clock.plus(NOON).sure());
        }
    }

    /// `Three's gone. Half past?`: what the agent asks about in the place of the denied time, told
    /// from it.
    pub(super) fn told_from_topic(&self, tokens: &Tokens<'_>, turn: &AgentTurn) -> Option<Slot> {
        let asks = matches!(turn.asks, Asks::Time | Asks::Consent | Asks::Else);
        let denied = |named: &Named| named.standing == Standing::Denied;
        let hour = |named: &Named| named.is_offered() && named.mention.clock.is_some();
        let fits = asks && turn.times.iter().any(denied) && !turn.times.iter().any(hour);
        let settled = self.talked.agreed.is_some() || turn.does(Act::Calls);
        let wish = self.wish.as_ref().filter(|wish| wish.is_full());
        wish.filter(|_| fits && !settled)
            .and_then(|wish| shifted(tokens, wish))
    }

    /// Whether the caller was there at that hour of that day of a week, and no date says that
    /// another day is meant.
    pub(super) fn was_visited(&self, mention: &Mention, slot: &Slot) -> bool {
        let weekday = |slot: &Slot| slot.date.map(jiff::civil::Date::weekday);
        let dated = mention.day.is_some_and(|day| {
            matches!(day.named, day::Named::Date | day::Named::DayOfMonth(_))
                && day.contradicts.is_none()
        });
        let ahead = dated && slot.date > Some(self.reference.now.date());
        self.past.as_ref().is_some_and(|past| {
            let day = Slot {
                date: slot.date,
                ..past.clone()
            };
            let same_day = past.date.is_none() || weekday(past) == weekday(slot);
            slot.is_full() && same_day && !ahead && day.agrees_with(slot)
        })
    }

    /// Whether the hour is that of an offer, whatever day is being talked about.
    fn names_offer(&self, time: &Mention) -> bool {
        let mut offers = self.offers.iter().chain(&self.pending);
        time.day.is_none()
            && time.bound == Bound::At
            && time.clock.is_some_and(|clock| {
                offers.any(|offer| offer.clock.is_some_and(|of| same_clock(of, clock)))
            })
    }

    /// `dann doch der Montag`: the one that was offered, whatever week is being talked about. `Then
    /// I'll take the ten past eight`, where another day was denied: whether that is back on the
    /// table.
    pub(super) fn turn_back(&mut self, tokens: &Tokens<'_>, reply: &Reply) -> bool {
        let after_all = |i: usize| tokens.word(i) == "doch" || tokens.words(i, &["after", "all"]);
        let [time] = reply.times.as_slice() else {
            return false;
        };
        if let (None, Some(hour)) = (time.day, time.clock) {
            let table = self.pending.is_some() || self.talked.agreed.is_some();
            let denied = self.last.does(Act::Denies) && self.last.times.is_empty();
            if table || !denied || !reply.takes || !self.offers.is_empty() {
                return false;
            }
            let same = |offer: &&Slot| offer.clock.is_some_and(|clock| same_clock(clock, hour));
            let mut there = self.history.iter().filter(same);
            let first = there.next().cloned();
            let back = first.filter(|_| there.next().is_none());
            if back.is_some() {
                self.drop_all();
                self.pending = back;
                self.footing = Footing::Wished;
                return true;
            }
            return false;
        }
        let Some(day::Named::Weekday(named)) = time.day.map(|day| day.named) else {
            return false;
        };
        if (0..tokens.len()).any(after_all) {
            let dates = self.history.iter().filter_map(|offer| offer.date);
            let mut there = dates.filter(|date| weekday(*date) == named);
            if let Some(date) = there.next()
                && there.all(|other| other == date)
            {
                self.topic.slot.date = Some(date);
            }
        }
        false
    }

    /// Takes bare numbers away beside a yes that says the offered time: `viertel nach fünf ja, mit
    /// neun Gängen`; and those that say only its minutes: `ach so, fünfzehn`.
    pub(super) fn without_counts(&self, reply: &mut Reply) {
        let said = |time: &Mention| {
            let slot = self.topic.complete(time, self.reference);
            let pending = self.pending.as_ref();
            time.is_plain()
                && time.clock.is_some()
                && pending.is_some_and(|pending| slot.agrees_with(pending))
        };
        if reply.stance != Stance::No && reply.times.iter().any(said) {
            reply.times.retain(Mention::is_plain);
        }
        let offered = self.pending.as_ref().and_then(|pending| pending.clock);
        let minutes = |clock: Clock| {
            let said = i32::from(clock.hour);
            clock.minute == 0
                && offered.is_some_and(|of| {
                    of.minute > 0 && said == i32::from(of.minute) && of.hour != clock.hour
                })
        };
        reply
            .times
            .retain(|time| time.is_plain() || !time.clock.is_some_and(minutes));
    }

    /// Takes the times away that are refused: `I can't do four`, `nicht um vier`.
    pub(super) fn without_refused(&self, tokens: &Tokens<'_>, reply: &mut Reply) -> bool {
        let count = reply.times.len();
        let (pending, topic) = (self.pending.as_ref(), &self.topic);
        // Both stand in the order of the words.
        let mut refusals = std::mem::take(&mut reply.refusals).into_iter().peekable();
        reply.times.retain(|mention| {
            let start = mention.tokens.start;
            while refusals.next_if(|to| to + 1 < start).is_some() {}
            let behind = refusals.peek().is_some_and(|to| *to <= start);
            let offered = || {
                let slot = topic.complete(mention, self.reference);
                pending.is_some_and(|offer| {
                    mention.clock.is_some() && offer.is_full() && slot.agrees_with(offer)
                })
            };
            let out = cue::is_taken_out(tokens, mention.tokens.end);
            !(out || cue::is_refused(tokens, start) || (behind && offered()))
        });
        reply.times.len() < count
    }
}
