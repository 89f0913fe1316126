//! What the agent's turns do to the table.

use std::ops::Range;

use crate::act::{Act, AgentTurn, Asks, Named, Standing};
use crate::ending::Outcome;
use crate::mention::Mention;
use crate::slot::{Slot, merge};
use crate::talk::words::denies_another_day;
use crate::talk::{Footing, OFFERS, Talk, Unclear};

impl Talk<'_> {
    pub(super) fn agent(
        &mut self,
        mut turn: AgentTurn,
        instead: Option<Slot>,
        said: &Range<usize>,
    ) {
        self.tell(&mut turn);
        let refused = self.refused.take();
        self.barred =
            (turn.does(Act::Fails) || (self.barred && !turn.does(Act::Books))) && !turn.offers();
        self.talked.businesslike |=
            turn.asks == Asks::Consent || turn.does(Act::Books) || turn.offers();
        self.moved_on = false;
        // A bare number is an hour where hours are talked about, and nothing is settled yet.
        let day = |named: &Named| named.mention.day.is_some_and(|day| day.is_single());
        let listed = turn.does(Act::Offers) && turn.times.iter().any(day);
        let known = (listed || !self.topic.slot.said.is_empty()) && self.talked.agreed.is_none();
        let named = turn
            .times
            .iter()
            .filter(|named| named.mention.is_plain() || named.either || named.concludes || known);
        let clock = turn.last_time.or(self.topic.slot.clock);
        let named = named
            .filter(|named| !matches!(named.standing, Standing::Existing | Standing::Replaced));
        let mut slots = self.slots(named.map(|named| (&named.mention, named.is_offered())));
        slots.extend(instead);
        self.wanted = self.wanted.filter(|_| !turn.does(Act::Denies));
        for slot in &mut slots {
            self.take_wanted_half(slot);
        }
        // `Montag, gleiche Zeit?`
        if let Some(last) = slots
            .last_mut()
            .filter(|_| turn.same_time || turn.last_time.is_some())
            && last.clock.is_none()
        {
            last.clock = clock;
        }
        // `Halb elf ginge`, to whoever has an appointment on Thursday.
        if let Some(day) = self.talked.existing.slot.date {
            let mut bare = slots.iter_mut().filter(|slot| slot.date.is_none());
            if let Some(slot) = bare.next_back() {
                slot.date = Some(day);
            }
        }
        // `At the same time I could do a massage`: what was offered before, with something else.
        if slots.is_empty() && turn.same_time && turn.does(Act::Offers) {
            slots.extend(self.history.last().cloned());
        }
        let mut full: Vec<Slot> = slots
            .iter()
            .filter(|slot| slot.is_full())
            .cloned()
            .collect();
        full.truncate(OFFERS);
        let serious = turn.does(Act::Books)
            || turn.asks_name
            || turn.offers()
            || matches!(turn.asks, Asks::Consent | Asks::Time);
        // `Wednesday the twenty-sixth. We open at half eight.`: on the day that was asked for.
        let asked_for = turn
            .times
            .iter()
            .any(|named| named.is_offered() && day(named));
        let tells_hours = turn.does(Act::Hours) && !turn.names_hour() && !asked_for;
        self.casual = !serious && (self.casual || (tells_hours && !self.books));
        if self.casual {
            // `Bis Montag`, to whoever comes for what lies ready.
            full.clear();
            self.wish = None;
        }
        let goes_on = turn.does(Act::Books) || turn.does(Act::Parts) || turn.asks_name;
        // `Nein, mit R.` – `Entschuldigung, Herr Reimann.`
        let renamed = std::mem::take(&mut self.renamed);
        let doubtful = (turn.startles && !renamed && (!self.was_opaque || !turn.addresses))
            || [Act::Denies, Act::Checks, Act::Passes]
                .into_iter()
                .any(|act| turn.does(act))
            || turn
                .times
                .iter()
                .any(|named| named.standing == Standing::Denied);
        if doubtful && full.is_empty() && !goes_on && !self.was_asked {
            // `Oh, da ist alles voll`: what was agreed is shaken.
            self.unsettle(said);
        }
        let farewell = turn
            .times
            .iter()
            .rfind(|named| named.standing == Standing::Farewell)
            .map(|named| self.topic.complete(&named.mention, self.reference));
        if let (Some(agreed), Some(met)) = (&self.talked.agreed, farewell)
            && full.is_empty()
            && !met.agrees_with(agreed)
        {
            // `Dann bis Freitag`, where Thursday was agreed.
            self.contradict();
            self.stall(Outcome::Open, said.clone());
        }
        if full.is_empty() {
            self.conclude(&turn, &slots, said);
        }
        // `Can't say fairer than that.` – `Lovely. And who's it for?`
        let glad = turn.asks_name && (turn.approves || turn.does(Act::Books));
        if glad && full.is_empty() && !doubtful && !turn.does(Act::Retreats) {
            let table = self.pending.is_some() || self.talked.agreed.is_some();
            if let Some(refused) = refused.filter(|_| !table && self.wish.is_none()) {
                self.pending = Some(refused);
                self.footing = Footing::HalfAccepted;
            }
        }
        let concedes = turn.does(Act::Concedes) && self.was_opaque && !goes_on;
        if full.is_empty() && (turn.drops || concedes) {
            self.unsettle(said);
        }
        // `Möchten Sie zusätzlich auf die Warteliste?`, behind a yes to another time.
        let besides = self.talked.agreed.is_some()
            && turn.besides
            && ![Act::Loses, Act::Fails, Act::Denies]
                .into_iter()
                .any(|act| turn.does(act));
        let waits = turn.does(Act::Waits) && full.is_empty() && !besides;
        if turn.does(Act::Breaks) && full.is_empty() {
            // Whoever says that they are still there says no more than that.
            turn.asks = Asks::Else;
            if self.talked.agreed.is_none() {
                self.drop_all();
            } else if !self.settled {
                self.unsettle(said);
            }
        }
        // `Dann bleibt der Januar`, to an answer that is not understood.
        let stays = turn.does(Act::Stands) && !turn.does(Act::Books) && !self.read_back;
        if stays && full.is_empty() && self.unclear.is_some() && self.talked.agreed.is_none() {
            self.stall(Outcome::Refused, said.clone());
            self.drop_all();
        }
        // `Ich gebe es weiter, Montag um zehn`: said back, and left to others.
        let passed = turn.does(Act::Passes)
            && self.talked.agreed.is_none()
            && (full.is_empty() || !(turn.does(Act::Books) || turn.offers()));
        let lost = (turn.does(Act::Loses) && full.is_empty()) || passed;
        // `Give us a ring when you're outside`, behind a clean yes.
        let retreats =
            turn.does(Act::Retreats) && (self.talked.agreed.is_none() || self.was_opaque);
        let done = turn.does(Act::Books) || turn.does(Act::Parts);
        if retreats && full.is_empty() && !done {
            self.drop_all();
        } else if turn.does(Act::Fails) || lost || waits {
            self.stall(Outcome::Unavailable, said.clone());
            self.drop_all();
            self.shelved = None;
        } else if full.is_empty() {
            self.without_offer(&turn, &slots, said);
        } else {
            self.offered(&turn, full, said);
        }
        if !turn.does(Act::Hours) || turn.asks == Asks::Time {
            // When somebody is to be called, as it is said back.
            let at = turn.times.iter().map(|named| &named.mention);
            let mut at = at.filter(|at| at.day.is_some() && at.clock.is_some());
            let told = at.next().cloned();
            self.window_told |= told.is_some();
            // `Entschuldigung, siebzehn Uhr`: on the day that was told.
            let day = self.talked.window.as_ref().and_then(|window| window.day);
            let hour = turn.times.iter().map(|named| &named.mention);
            let hour = hour
                .rev()
                .find(|hour| hour.day.is_none() && hour.clock.is_some())
                .filter(|_| day.is_some());
            let told = told.or_else(|| {
                hour.map(|hour| Mention {
                    day,
                    ..hour.clone()
                })
            });
            self.talked.window = told.or(self.talked.window.take());
        }
        self.unclear = None;
        self.settled = self.talked.agreed.is_some();
        self.answered |= turn.asks_name && !self.history.is_empty();
        self.last = turn;
    }

    /// Keeps what was offered.
    fn remember(&mut self, offers: &[Slot]) {
        for slot in offers {
            if !self.offered_before(slot) && self.history.len() < OFFERS {
                self.history.push(slot.clone());
            }
        }
    }

    /// The agent says another time than the one agreed.
    pub(super) fn contradict(&mut self) {
        self.slipped = self.talked.agreed.take();
        self.talked.consent = None;
        self.talked.contradicted = true;
    }

    /// A turn of the agent that names a full time, or several.
    fn offered(&mut self, turn: &AgentTurn, full: Vec<Slot>, said: &Range<usize>) {
        let either = turn
            .times
            .iter()
            .any(|named| named.is_offered() && named.either);
        let single = !either && full.windows(2).all(|two| two[0].agrees_with(&two[1]));
        let last = full.last().cloned();
        if let (Some(agreed), true, Some(last)) = (&mut self.talked.agreed, single, &last) {
            // `Montag um zehn. Darf ich das so buchen?`: nothing is settled before the answer.
            let again = turn.asks == Asks::Consent && turn.does(Act::AsksWhether);
            if last.agrees_with(agreed)
                && (turn.does(Act::Checks) || again)
                && !turn.does(Act::Books)
            {
                return self.unsettle(said);
            }
            if last.agrees_with(agreed) {
                // Said again, perhaps more exactly.
                *agreed = merge(last, agreed);
                return;
            }
            // The agent says another time than the one agreed: nobody has agreed to that.
            self.contradict();
        }
        // `Halb elf, Frau Moll. Bis dann.`, which was offered: how the agent understood it.
        let closes = turn.addresses || turn.does(Act::Parts) || turn.does(Act::Books);
        let plain = turn.asks == Asks::Nothing
            && !turn.offers()
            && ![
                Act::Denies,
                Act::Checks,
                Act::Fails,
                Act::Passes,
                Act::Retreats,
                Act::Waits,
            ]
            .into_iter()
            .any(|act| turn.does(act));
        let meant = last
            .as_ref()
            .filter(|_| single && closes && plain && self.answered);
        if let Some(slot) = meant
            && let Some(offer) = self.history.iter().find(|offer| offer.agrees_with(slot))
        {
            let slot = merge(offer, slot);
            return self.agree(slot, None);
        }
        self.stall(Outcome::Open, said.clone());
        if turn.does(Act::Doubts) && !turn.does(Act::Books) {
            // `Könnte klappen, das hängt davon ab`.
            return self.drop_all();
        }
        // `Stimmt es, dass um zehn frei ist?` – `Ja, um zehn ist frei.`
        let free = turn.does(Act::Offers) && !turn.does(Act::Stands) && !self.talked.told_by_caller;
        let told = self.talked.told.as_ref();
        if free && told.is_some_and(|told| full.iter().any(|slot| slot.agrees_with(told))) {
            self.talked.told = None;
        }
        let sure = !turn.does(Act::Offers);
        let wish = self
            .wish
            .take()
            .or_else(|| self.misheard.take())
            .filter(|wish| wish.is_full() || (sure && wish.clock.is_some()));
        let answered = (self.footing != Footing::Offered || self.unclear.is_some())
            .then(|| self.pending.take())
            .flatten();
        // One of several that were offered, said back where the caller's choice was not
        // understood.
        let narrows = sure && !either && !self.was_asked && self.offers.len() > 1;
        // The agent alone chose: the caller has yet to say something to it.
        let narrowed = narrows && answered.is_none() && wish.is_none() && self.unclear.is_none();
        let answered = answered.or_else(|| {
            let unclear = self.unclear.is_some() || narrows;
            let mut meant = self.offers.iter().filter(|_| unclear);
            let same = |offer: &&Slot| last.as_ref().is_some_and(|last| last.agrees_with(offer));
            meant.find(same).cloned()
        });
        self.remember(&full);
        self.talked.several.clear();
        self.offers = full;
        let times = turn.times.iter().filter(|named| !named.beside.is_empty());
        self.beside = times
            .take(OFFERS)
            .map(|named| (named.mention.span.clone(), named.beside.clone()))
            .collect();
        self.footing = Footing::Offered;
        self.shelved = None;
        // `Dann sechzehn Uhr und sechzehn Uhr dreißig`: two in a row, as the caller asked.
        let row = wish
            .as_ref()
            .filter(|_| !either && sure)
            .and_then(|wish| self.offers.first().filter(|first| first.agrees_with(wish)));
        let first = self.offers.first().filter(|_| turn.row);
        self.pending = if single { last } else { row.or(first).cloned() };
        let Some(mut pending) = self.pending.clone() else {
            if turn.does(Act::Books) && !either {
                self.take_several();
            }
            return;
        };
        if turn.does(Act::Checks) && !turn.does(Act::Books) && !turn.offers() {
            // `Montag um zehn? Ich schaue nach.`
            self.offers.clear();
            self.wish = self.pending.take();
            return;
        }
        // What the caller asked for, or said half a yes to, is said back.
        let back = wish.or(answered).filter(|slot| slot.agrees_with(&pending));
        if let Some(said) = &back {
            // `um sechs Uhr früh` stays so, said back as `um 6 Uhr`.
            pending.take_half(said);
            self.offers = vec![pending.clone()];
            self.pending = Some(pending.clone());
        }
        // In whichever sentence of the turn: `Samstag um zehn. Passt das?`
        let asked = matches!(turn.asks, Asks::Consent | Asks::Time)
            || turn
                .times
                .iter()
                .rev()
                .find(|named| named.is_offered())
                .is_some_and(|named| named.asked);
        let open = [Act::Denies, Act::Offers];
        let settles = turn.does(Act::Books)
            || turn.does(Act::Parts)
            || !(asked || turn.asks_name || open.into_iter().any(|act| turn.does(act)));
        if back.is_some() && settles && !narrowed {
            self.agree(pending, None);
        } else {
            if back.is_some() {
                self.footing = Footing::Wished;
            }
            self.moved_on = turn.asks_name || turn.does(Act::Books);
        }
    }

    /// A turn of the agent that names no full time.
    fn without_offer(&mut self, turn: &AgentTurn, slots: &[Slot], said: &Range<usize>) {
        let day = |named: &Named| named.mention.day.is_some_and(|day| day.is_single());
        // `Früher geht leider nicht. Soll ich Sie eintragen?`: what was offered still is.
        let insists = turn.asks == Asks::Consent && self.pending.is_some();
        if insists && turn.does(Act::Denies) {
            self.footing = Footing::Offered;
        } else if turn.does(Act::Denies) && !turn.does(Act::Books) && turn.asks != Asks::Consent {
            self.stall(Outcome::Unavailable, said.clone());
            // What was asked for is not to be had; what was offered before still is, unless the
            // agent heard half a no.
            let wish = self.wish.take().filter(Slot::is_full);
            let other = |wish: &Slot| slots.is_empty() && denies_another_day(turn, wish);
            self.misheard = wish.filter(other);
            if self.footing == Footing::HalfAccepted {
                self.drop_all();
            }
            return;
        }
        // An opening hour, or `ab drei`, is no yes to what was asked for.
        let goes_on = turn.does(Act::Books) || turn.does(Act::Parts) || turn.asks_name;
        let otherwise = turn.times.iter().any(|named| match named.standing {
            Standing::Denied => !turn.does(Act::Books),
            _ => !goes_on && named.mention.clock.is_some(),
        });
        if otherwise {
            self.wish = None;
        }
        // `Dann wird es diese Woche nichts`, to an answer that is not understood.
        let denied = |named: &Named| named.standing == Standing::Denied;
        if self.unclear.is_some() && !goes_on && turn.times.iter().any(denied) {
            return self.drop_all();
        }
        if turn.asks == Asks::Consent && self.pending.is_none() {
            self.pending = self.shelved.take();
        }
        // `Would you like the Wednesday?`, for which one hour was offered.
        let asked = |named: &&Named| named.asked && named.is_offered() && day(named);
        if turn.asks == Asks::Consent
            && self.pending.is_none()
            && let Some(named) = turn.times.iter().rfind(asked)
        {
            let slot = self.topic.complete(&named.mention, self.reference);
            self.pending = self.only_on(&slot);
            self.offers = self.pending.iter().cloned().collect();
            self.footing = Footing::Offered;
        }
        // Another day asked about: the time that was on the table is not meant any more.
        let other_day = |slot: &Slot| {
            self.pending
                .as_ref()
                .is_some_and(|on| !on.agrees_with(slot))
        };
        if turn.asks == Asks::Time && slots.last().is_some_and(other_day) {
            self.pending = None;
            self.offers.clear();
        }
        // `Ja super, Donnerstag zur gleichen Zeit` – `Donnerstag klappt. Auf welchen Namen?`
        let hour = |wish: &Slot| self.history.iter().any(|offer| offer.clock == wish.clock);
        if let (Some(wish), Some(back)) = (&self.wish, slots.last())
            && back.date.is_some_and(|day| wish.date == Some(day))
            && hour(wish)
        {
            self.contested = false;
        }
        let Some(wish) = self.wish.take() else {
            let done = turn.does(Act::Books) || turn.does(Act::Parts);
            let understood = turn.does(Act::Books) && self.unclear == Some(Unclear::Words);
            if (done && self.footing != Footing::Offered) || understood {
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
        } else if wish.is_full()
            && !self.contested
            && (turn.does(Act::Books) || turn.does(Act::Parts))
        {
            self.agree(wish, None);
        } else if wish.is_full() && turn.asks_name && !self.contested && !turn.does(Act::Checks) {
            self.pending = Some(wish);
            self.moved_on = true;
        } else if wish.is_full() && turn.affirms && !turn.does(Act::Checks) {
            // `Ginge auch eine Stunde früher?` – `Ja, das geht genauso gut.`
            self.offers = vec![wish.clone()];
            self.remember(std::slice::from_ref(&wish));
            self.pending = Some(wish);
            self.footing = Footing::Offered;
        } else {
            self.wish = Some(wish);
        }
    }
}
