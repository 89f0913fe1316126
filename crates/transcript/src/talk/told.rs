//! When an appointment is that exists, as the agent tells it.

use crate::act::{Act, AgentTurn, Standing};
use crate::slot::Slot;
use crate::talk::Talk;

impl Talk<'_> {
    /// Takes the times of an appointment that exists from the turn: those that were told as such
    /// before anybody offered them or asked for them.
    pub(super) fn tell(&mut self, turn: &mut AgentTurn) {
        let mut replaces = turn.moves && self.history.is_empty();
        let open = turn.does(Act::Offers) || turn.asks_name;
        for named in &mut turn.times {
            let slot = self.topic.complete(&named.mention, self.reference);
            let table = [&self.talked.agreed, &self.pending, &self.wish];
            let known = table
                .into_iter()
                .flatten()
                .chain(&self.history)
                .any(|other| other.is_full() && slot.agrees_with(other));
            if self.was_visited(&named.mention, &slot) {
                named.standing = Standing::Aside;
            }
            match named.standing {
                Standing::Existing if known => named.standing = Standing::Offered,
                Standing::Existing if named.asked && self.talked.told.is_some() => {
                    // `Dann bleibt es beim Donnerstag?`: what was offered instead is not meant.
                    self.pending = None;
                    self.offers.clear();
                }
                Standing::Existing if slot.is_full() && self.talked.told.is_none() => {
                    self.talked.told = Some(slot);
                }
                // `Wann bin ich dran?` – `Donnerstag um neun.`
                Standing::Offered
                    if self.asked_when
                        && slot.is_full()
                        && !(known || named.asked || named.either || open) =>
                {
                    named.standing = Standing::Existing;
                    self.talked.stays = true;
                    self.talked.told = Some(slot);
                }
                Standing::Replaced => {
                    // Not what was offered in this call.
                    replaces |= !self.offered_before(&slot);
                    if self.talked.told.is_none() && slot.is_full() && !self.offered_before(&slot) {
                        self.talked.told = Some(slot);
                    }
                }
                _ => {}
            }
        }
        self.talked.replaces |= replaces;
        self.talked.stays |= turn.does(Act::Stands);
    }

    pub(super) fn offered_before(&self, slot: &Slot) -> bool {
        self.history.iter().any(|other| other.agrees_with(slot))
    }
}
