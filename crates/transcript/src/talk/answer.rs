//! Answers in which the caller names no time of their own: yes, no, which one; and `bis Freitag`.

use std::ops::Range;

use crate::act::{Act, Asks};
use crate::cue::{EARLIER, LATER, MIDDLE};
use crate::mention::{Bound, Mention};
use crate::reply::{Reply, Stance};
use crate::talk::{Footing, Talk};
use crate::token::Tokens;

impl Talk<'_> {
    /// The caller says yes, no, which one, or nothing of it, without naming a time.
    pub(super) fn answer(&mut self, reply: &Reply, about_time: bool, said: &Range<usize>) {
        if let Some(n) = reply.choice
            && self.offers.len() > 1
            && reply.stance != Stance::No
        {
            let count = self.offers.len();
            let at = |i: &usize| {
                let offer = self.offers.get(*i);
                offer.and_then(|offer| offer.moment(self.reference).map(|(at, _)| at))
            };
            let index = match n {
                MIDDLE if count.is_multiple_of(2) => count,
                MIDDLE => count / 2,
                EARLIER => (0..count).min_by_key(at).unwrap_or_default(),
                LATER => (0..count).max_by_key(at).unwrap_or_default(),
                n => usize::try_from(n).unwrap_or(count - 1),
            };
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
                let stated = self.last.asks == Asks::Nothing;
                let checked = self.last.asks == Asks::Consent && self.last.times.is_empty();
                let aside = agreed && (stated || checked) && !reply.cannot;
                // `Dann siebzehn Uhr. Herr Feldmann, richtig?`
                let called = self.last.calls
                    && self.last.asks == Asks::Consent
                    && !self.last.times.iter().any(|named| named.asked);
                // `nein, Harvey`, to whoever calls the caller otherwise.
                if called && !reply.cannot {
                    self.renamed = true;
                    return;
                }
                if aside && (reply.names || reply.corrects_name) {
                    return;
                }
                let done = self.last.does(Act::Books) || self.last.does(Act::Parts);
                if aside && stated && self.last.times.is_empty() && !done {
                    return self.unsettle(said);
                }
                if answers && (open || agreed) {
                    self.stall(self.refusal, said.clone());
                    let refused = self.pending.take();
                    self.drop_all();
                    self.refused = refused.filter(|_| !reply.cannot);
                }
            }
            stance => {
                let Some(pending) = self.pending.clone() else {
                    if stance == Stance::Yes && about_time {
                        self.take_several();
                    }
                    return;
                };
                let clean = stance == Stance::Yes
                    || (stance == Stance::Heard
                        && (self.footing == Footing::Wished || self.last.asks != Asks::Nothing));
                if (clean && (about_time || reply.takes))
                    || (self.moved_on && (reply.names || stance != Stance::Silent))
                {
                    self.agree(pending, Some(said.clone()));
                } else if stance != Stance::Silent {
                    self.footing = Footing::HalfAccepted;
                } else if self.footing == Footing::Wished && reply.introduces {
                    self.agree(pending, Some(said.clone()));
                } else if self.footing == Footing::Wished {
                    // Once something else is talked about, it is an offer like any other.
                    self.footing = Footing::Offered;
                }
            }
        }
    }

    /// `bis Freitag dann`: accepts the time on the table, if it is that.
    pub(super) fn takes_leave(
        &mut self,
        tokens: &Tokens<'_>,
        reply: &Reply,
        said: &Range<usize>,
    ) -> bool {
        let [time] = reply.times.as_slice() else {
            return false;
        };
        let leaves = time.bound == Bound::Until
            && (time.tokens.start.saturating_sub(1)..=time.tokens.start)
                .any(|i| tokens.word(i) == "bis")
            && matches!(reply.stance, Stance::Silent | Stance::Yes | Stance::Heard)
            && !reply.hindered
            && reply.words < 5;
        let met = Mention {
            bound: Bound::At,
            ..time.clone()
        };
        let met = self.topic.complete(&met, self.reference);
        if let Some(agreed) = self.talked.agreed.as_ref().filter(|_| leaves) {
            return agreed.agrees_with(&met);
        }
        let pending = self.pending.clone().filter(|_| leaves);
        match pending.filter(|pending| pending.agrees_with(&met)) {
            Some(pending) => {
                self.agree(pending, Some(said.clone()));
                true
            }
            None => false,
        }
    }
}
