//! What the caller's turns do to the table.

use std::ops::Range;

use crate::act::{Act, Asks};
use crate::cue;
use crate::ending::Outcome;
use crate::existing;
use crate::mention::{Bound, Mention};
use crate::reply::{Reply, Stance, is_past};
use crate::slot::{Slot, Topic, fits, merge, same_clock, shifted};
use crate::talk::words::{is_bye, is_moving, is_of_more, is_thanks, window};
use crate::talk::{Footing, Talk, Unclear, choice};
use crate::token::Tokens;

impl Talk<'_> {
    pub(super) fn caller(
        &mut self,
        tokens: &Tokens<'_>,
        mentions: &[Mention],
        said: &Range<usize>,
    ) {
        let about_time = match self.last.asks {
            Asks::Time | Asks::Consent => true,
            Asks::Nothing => {
                !self.last.times.is_empty() || (!self.offers.is_empty() && !cue::closes(tokens))
            }
            Asks::Name | Asks::Else | Asks::More => false,
        };
        // A name may be a month's.
        let named = self.moved_on && mentions.iter().all(Mention::may_be_a_name);
        // Beside an opening hour or a pick-up, an hour is of the same kind.
        let early = self.last.does(Act::Early)
            && self.talked.agreed.is_some()
            && self.last.asks == Asks::Nothing;
        let aside = self.talked.agreed.is_some()
            && self.last.does(Act::Hours)
            && self.last.times.iter().all(|named| !named.is_offered());
        let mentions = if self.last.asks_numbers || named || aside || early {
            &[]
        } else {
            mentions
        };
        // A bare number is an hour, unless something else was asked for.
        let known = about_time
            || (self.last.asks == Asks::Else && !self.last.asks_numbers)
            || (0..tokens.len()).any(|i| is_moving(tokens.word(i)));
        self.was_asked = cue::is_question(tokens);
        self.casual |= existing::needs_none(tokens);
        // `Steht mein Termin noch?` – `Wie war der Name?` – `Huber.`
        let still = self.asked_when && matches!(self.last.asks, Asks::Name | Asks::Else);
        let if_down = existing::asks_if_down(tokens);
        self.asked_when = still || existing::asks_when(tokens) || if_down;
        let visited = mentions
            .iter()
            .find(|time| time.clock.is_some() && is_past(tokens, time));
        let half = self.half_wanted(tokens, mentions);
        if half.is_some() || mentions.iter().any(|time| time.part.is_some()) {
            // Once something was offered, another half may be meant.
            self.wanted = half.filter(|_| self.history.is_empty());
        }
        if let Some(visited) = visited.filter(|_| self.history.is_empty()) {
            self.past = Some(self.topic.complete(visited, self.reference));
        }
        self.refusal = if cue::wants_other(tokens) {
            Outcome::Open
        } else {
            Outcome::Refused
        };
        let mut reply = Reply::read(tokens, mentions, known, self.last.asks != Asks::Nothing);
        let named = self.last.asks == Asks::Name && (reply.names || reply.introduces);
        self.was_opaque =
            !self.was_asked && !named && !matches!(reply.stance, Stance::Yes | Stance::Heard);
        let table = self.pending.is_some() || self.talked.agreed.is_some();
        if self.last.drops && table && reply.times.is_empty() {
            // `Soll ich ihn wieder streichen?`
            // `Also doch nicht?` – `nein, doch nicht`.
            let after_all = (0..tokens.len())
                .any(|i| tokens.words(i, &["doch", "nicht"]) || tokens.words(i, &["after", "all"]));
            let no = reply.stance == Stance::No && !reply.cannot && !after_all;
            if let Some(pending) = self.pending.clone().filter(|_| no || reply.keeps) {
                self.agree(pending, Some(said.clone()));
            } else {
                self.stall(Outcome::Refused, said.clone());
                self.drop_all();
            }
            return;
        }
        if self.last.objects {
            reply.turn_round(tokens);
        }
        if self.last.asks == Asks::Name && reply.slips {
            // `Peters, Quatsch, Lindemann`.
            reply.stance = Stance::Silent;
            reply.cannot = false;
            reply.names = true;
        }
        if self.last.does(Act::AsksElse) && cue::sends_it_later(tokens) {
            reply.postponed = false;
        }
        // `Sieben zwanzig nehm ich`.
        self.talked.businesslike |=
            reply.takes && self.pending.is_some() && !reply.times.is_empty();
        self.unclear = reply.opaque.then_some(if reply.hindered {
            Unclear::Doubtful
        } else {
            Unclear::Words
        });
        let again = |time: &Mention| {
            let slot = self.topic.complete(time, self.reference);
            self.pending
                .as_ref()
                .is_some_and(|on| on.agrees_with(&slot))
        };
        self.read_back = !reply.times.is_empty() && reply.times.iter().all(again);
        if let Some(window) = window(&reply.times).filter(|_| !self.window_told) {
            self.talked.window = Some(window);
        }
        self.talked.said_yes = match reply.stance {
            _ if reply.keeps => true,
            Stance::Yes | Stance::Heard => true,
            // Whoever asks something else, or denies what nobody asked, still means it.
            Stance::Silent => {
                let thanks = (0..tokens.len()).any(|i| is_thanks(tokens.word(i)));
                let leaves = (0..tokens.len()).all(|i| is_bye(tokens.word(i)));
                thanks || (self.talked.said_yes && (leaves || self.was_asked))
            }
            Stance::No => {
                let unasked = self.last.asks == Asks::Nothing && self.last.times.is_empty();
                self.talked.said_yes && unasked && !reply.cannot
            }
            Stance::Mixed => false,
        };
        if reply.withdrawn || reply.postponed {
            self.answered = false;
        }
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
        // `ach warten Sie, da hab ich Schule`: what was agreed is shaken.
        let answers = matches!(self.last.asks, Asks::Name | Asks::Else | Asks::More);
        if reply.pauses && reply.stance != Stance::Yes && (reply.hindered || !answers) {
            self.unsettle(said);
        }
        self.without_obligations(tokens, &mut reply);
        self.without_counts(&mut reply);
        // `Genau ja, und der Umzug selbst wär dann um sieben.`
        let on_the_table = self.pending.is_some() || self.talked.agreed.is_some();
        let further = on_the_table && is_of_more(tokens) && reply.stance != Stance::No;
        if further {
            reply.times.clear();
        }
        let refused_some = self.without_refused(tokens, &mut reply);
        if refused_some && reply.times.is_empty() {
            self.stall(self.refusal, said.clone());
            return self.drop_all();
        }
        if let Some(agreed) = self.slipped.clone().filter(|it| self.corrects(&reply, it)) {
            self.drop_all();
            self.wish = Some(agreed);
            return;
        }
        if reply.pauses && reply.stance == Stance::Silent && self.pending.is_some() {
            self.footing = Footing::Offered;
        }
        let table = self.pending.as_ref().or(self.talked.agreed.as_ref());
        let existing = Some(&self.talked.existing.slot).filter(|slot| slot.is_full());
        // `beides eine Stunde früher`: the first of several goes before the rest.
        let both = (0..tokens.len())
            .any(|i| matches!(tokens.word(i), "beides" | "beide" | "both" | "jeweils"));
        let shifted = table
            .or(self.wish.as_ref())
            .or(existing)
            .or(self.offers.first().filter(|_| both))
            .filter(|_| !further)
            .and_then(|base| shifted(tokens, base));
        // `um zwölf kommt das Essen, also das erste`.
        let among = |offer: &Slot| {
            reply.times.iter().any(|time| {
                let slot = self.topic.complete(time, self.reference);
                slot.clock.is_some() && slot.agrees_with(offer)
            })
        };
        // `das letzte bitte, ich komm vor sieben nicht raus`.
        let bounds = reply.times.iter().all(Mention::is_open) && reply.stance != Stance::No;
        let chooses = reply.choice.is_some()
            && (bounds || (reply.stance == Stance::Yes && !self.offers.iter().any(among)))
            && self.offers.len() > 1;
        if self.names_several(tokens, &reply) {
            return;
        }
        if !chooses && reply.stance != Stance::No && self.last.asks != Asks::Name {
            let parts = reply.times.iter().any(|time| time.part.is_some());
            let read = if parts { &reply.times } else { mentions };
            if let Some(chosen) = choice::singled_out(tokens, read, &self.offers, self.reference) {
                if reply.accepts(true) {
                    self.agree(chosen, Some(said.clone()));
                } else {
                    self.pending = Some(chosen);
                    self.footing = Footing::HalfAccepted;
                }
                return;
            }
        }
        let bare = reply.times.is_empty() && shifted.is_none() && reply.choice.is_none();
        if bare
            && reply.stance != Stance::No
            && !self.was_asked
            && self.last.asks != Asks::Name
            && let Some(chosen) = choice::told_apart(tokens, &self.offers, &self.beside)
        {
            if reply.takes || matches!(reply.stance, Stance::Yes | Stance::Heard) {
                return self.agree(chosen, Some(said.clone()));
            }
            self.pending = Some(chosen);
            self.footing = Footing::HalfAccepted;
            return;
        }
        if (reply.times.is_empty() && shifted.is_none()) || chooses {
            return self.answer(&reply, about_time, said);
        }
        if self.takes_leave(tokens, &reply, said) {
            return;
        }
        self.as_meant(&mut reply);
        let has_one = existing::has_one(tokens, &reply.times);
        let own = has_one || if_down || existing::asks_whether_it_stays(tokens);
        if own && self.history.is_empty() {
            let told = reply
                .times
                .iter()
                .map(|time| self.topic.complete(time, self.reference))
                .rfind(Slot::is_full);
            if told.is_some() {
                self.topic.slot.date = told.as_ref().and_then(|told| told.date);
                self.talked.told = told;
                self.talked.told_by_caller |= has_one && !existing::wants_another(tokens);
                return;
            }
            self.asked_when |= has_one;
        }
        if self.turn_back(tokens, &reply) {
            return;
        }
        let before = self.topic.clone();
        let mut slots = self.slots(reply.times.iter().map(|mention| (mention, true)));
        let moves = shifted.is_some();
        slots.extend(shifted);
        let part = reply.times.last().and_then(|time| time.part);
        let Some(mut wish) = slots.pop().or_else(|| self.by_part(part)) else {
            // `lieber ab Mittag`: neither yes nor a time.
            let open = reply.times.iter().any(Mention::is_open);
            let bounded = || reply.times.iter().any(|time| self.is_within(time));
            if open && self.pending.is_some() && (reply.stance == Stance::Yes || bounded()) {
                // `ja, ab halb neun bin ich unterwegs`.
                self.footing = Footing::HalfAccepted;
                return;
            }
            let other =
                |time: &Mention| time.day.is_some() || time.part.is_some() || time.is_open();
            let yes = self.pending.is_some() && reply.stance == Stance::Yes;
            if yes || !reply.times.iter().any(other) {
                return self.answer(&reply, about_time, said);
            }
            // `Eher gegen Mittag`, of several: the agent says which one that is.
            if self.offers.len() > 1 && reply.stance != Stance::No {
                return;
            }
            // `I was hoping for the morning`: the agent says whether that refused it.
            let day = reply.times.iter().any(|time| time.day.is_some());
            self.refused = self.pending.take().filter(|_| !day);
            self.offers.clear();
            return;
        };
        let several = !moves
            && slots
                .iter()
                .any(|other| other.is_full() && !other.agrees_with(&wish));
        // `I'll take the ten past eight`, which was offered for a day that nobody denied since.
        let dayless = reply.times.iter().all(|time| time.day.is_none());
        if dayless
            && !moves
            && self.offers.is_empty()
            && self.pending.is_none()
            && let Some(offer) = self.only_at(&wish)
        {
            wish = merge(&offer, &wish);
        }
        if cue::is_same_time(tokens) {
            wish.clock = before.slot.clock.or(self.talked.existing.slot.clock);
        }
        if reply.stance == Stance::No && reply.refused_behind && !moves {
            self.stall(self.refusal, said.clone());
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
                // `ach, Dienstag`.
                let sighs = reply.stance == Stance::Silent
                    && matches!(tokens.word(0), "ach" | "och" | "puh" | "hm");
                if reply.accepts(self.offers.len() > 1) && !sighs {
                    self.agree(chosen, Some(said.clone()));
                } else {
                    self.pending = Some(chosen);
                    self.footing = Footing::HalfAccepted;
                }
            }
            // `ja passt, mein Kennzeichen ist drei elf`: a bare number beside a yes is no time.
            _ if reply.stance == Stance::Yes && self.pending.is_some() && bare => {
                self.topic = before;
                self.answer(&reply, about_time, said);
            }
            [] if wish.clock.is_none()
                && (reply.stance != Stance::No || returns(tokens, &reply.times))
                && self.recalls(&wish) =>
            {
                let chosen = self.only_on(&wish);
                self.drop_all();
                self.offers = chosen.iter().cloned().collect();
                self.pending = chosen;
                self.footing = if reply.accepts(false) || reply.takes {
                    Footing::Wished
                } else {
                    Footing::HalfAccepted
                };
            }
            // `Um zehn passt`, where ten was offered on two days.
            [_, _, ..]
                if wish.clock.is_some() && reply.times.iter().all(|time| time.day.is_none()) =>
            {
                self.topic = before;
            }
            _ => {
                self.wished(wish, &before, &reply, said);
                // `Meine Frau um zehn und ich um elf`: only the agent's saying it back settles it.
                self.contested |= several && self.wish.is_some();
            }
        }
    }

    /// `Mittwoch, nicht Dienstag`: whether the caller names what was agreed, and besides it at
    /// most what the agent said instead.
    fn corrects(&self, reply: &Reply, agreed: &Slot) -> bool {
        let names = |time: &Mention, slot: &Slot| {
            let said = self.topic.complete(time, self.reference);
            let day = time.day.is_none() || said.date == slot.date;
            day && match (time.clock, slot.clock) {
                (Some(said), Some(clock)) => same_clock(said, clock),
                (said, _) => said.is_none() && time.day.is_some(),
            }
        };
        let slip = |time: &Mention| self.pending.as_ref().is_some_and(|it| names(time, it));
        let right = |time: &Mention| names(time, agreed) && !slip(time);
        self.pending.is_some()
            && reply.stance != Stance::No
            && reply.times.iter().any(right)
            && reply.times.iter().all(|time| right(time) || slip(time))
    }

    /// `bis drei hab ich Schule`: whether the time on the table is on one side of that bound.
    fn is_within(&self, time: &Mention) -> bool {
        let offered = self.pending.as_ref().and_then(|pending| pending.clock);
        offered
            .zip(time.clock)
            .is_some_and(|(offered, bound)| match time.bound {
                Bound::From => offered.minutes() >= bound.minutes(),
                Bound::Until => offered.minutes() != bound.minutes(),
                _ => false,
            })
    }

    /// The caller names a time that was not offered: what stood before does not any more.
    fn wished(&mut self, mut wish: Slot, before: &Topic, reply: &Reply, said: &Range<usize>) {
        let agreed = self.talked.agreed.as_ref();
        if agreed.is_some_and(|agreed| agreed.agrees_with(&wish)) {
            // `um zehn, da hab ich Schule`.
            if reply.hindered && reply.stance != Stance::Yes {
                self.unsettle(said);
            }
            return;
        }
        self.stall(Outcome::Open, said.clone());
        let one = self.offers.len() < 2;
        let yes = matches!(reply.stance, Stance::Yes | Stance::Heard | Stance::Mixed);
        let bare = !reply.times.iter().any(Mention::is_plain);
        let other = |on: &Slot| wish.clock.is_some() || wish.date != on.date;
        self.contested = (yes && self.pending.as_ref().is_some_and(other)) || (bare && !one);
        self.drop_all();
        let day_alone = reply
            .times
            .iter()
            .all(|time| time.day.is_some_and(|day| day.is_single()) && time.part.is_none());
        if wish.clock.is_none() && wish.date.is_some() && day_alone {
            wish.clock = before.slot.clock.filter(|_| one && before.slot.is_full());
        }
        if self.topic.slot.date.is_none() {
            self.topic.slot.date = wish.date;
        }
        self.wish = Some(wish);
    }
}

/// `zu knapp, dann doch Donnerstag`: back to what was offered before.
fn returns(tokens: &Tokens<'_>, times: &[Mention]) -> bool {
    times.last().is_some_and(|time| {
        let start = time.tokens.start;
        (start.saturating_sub(3)..start).any(|i| tokens.word(i) == "doch")
    })
}
