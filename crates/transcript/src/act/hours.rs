//! Hours as an agent counts them, to twelve or to 24, and moves them.

use crate::act::{AgentTurn, Standing};
use crate::clock::Clock;
use crate::mention::Bound;
use crate::number;
use crate::slot::same_clock;
use crate::token::Tokens;

impl AgentTurn {
    /// `So from two fifteen to two forty-five?`, where the first is that of the appointment there
    /// is: where it is moved to.
    pub(crate) fn move_from(&mut self, old: Clock) {
        for named in &mut self.times {
            let mention = &mut named.mention;
            let moved = mention.clock.is_some_and(|clock| same_clock(clock, old));
            if let Some(to) = mention.until.filter(|_| moved) {
                (mention.clock, mention.until) = (Some(to), None);
                mention.bound = Bound::At;
                named.standing = Standing::Offered;
            }
        }
    }

    /// Whether an hour is told that only a clock of 24 hours has: `fünfzehn Uhr`.
    pub(crate) fn counts_to_24(&self) -> bool {
        self.times.iter().any(|named| {
            let late = |clock: Clock| !clock.either_half && clock.hour > 12;
            named.mention.part.is_none() && named.mention.clock.is_some_and(late)
        })
    }

    /// Whoever says `fünfzehn Uhr` means the morning by `sechs Uhr dreißig`, unless the evening is
    /// being talked about. Nobody meets at half past three in the night.
    pub(crate) fn count_to_24(&mut self, tokens: &Tokens<'_>, topic: Option<Clock>) {
        for named in &mut self.times {
            let mut told = named.mention.tokens.clone();
            let exact =
                told.any(|i| tokens.word(i) == "uhr" && number::at(tokens, i + 1).is_some());
            let evening =
                |clock: &Clock| topic.is_some_and(|it| it.minutes() == clock.minutes() + 720);
            let morning = |clock: &&mut Clock| exact && clock.hour > 4 && !evening(clock);
            if let Some(clock) = named.mention.clock.as_mut().filter(morning) {
                clock.either_half = false;
            }
        }
    }
}
