//! Hours that an agent tells: as it counts them, to twelve or to 24, and those at which nobody meets.

use std::ops::Range;

use crate::act::{AgentTurn, Standing};
use crate::clock::Clock;
use crate::mention::Bound;
use crate::number;
use crate::slot::same_clock;
use crate::token::Tokens;

/// `wir machen um halb sieben auf`, `we open at ten`, `da schließen Sie ja schon um vier`: when the
/// house opens or closes, in one clause with the time.
pub(crate) fn is_opening(tokens: &Tokens<'_>, time: &Range<usize>) -> bool {
    let clause = |i: &usize| {
        ['.', '?', '!', ',']
            .iter()
            .all(|sign| !tokens.sign(*i, *sign))
    };
    let before = || {
        (time.start.saturating_sub(5)..time.start)
            .rev()
            .take_while(clause)
    };
    let house = |i: usize| matches!(tokens.word(i), "sie" | "ihr" | "wir" | "we" | "you");
    let beside = |i: usize| house(i + 1) || i.checked_sub(1).is_some_and(house);
    let opens = |i: usize| {
        beside(i)
            && matches!(
                tokens.word(i),
                "oeffnen" | "oeffnet" | "schliessen" | "schliesst" | "open" | "close" | "shut"
            )
    };
    let makes =
        |i: usize| beside(i) && matches!(tokens.word(i), "machen" | "macht" | "sperren" | "sperrt");
    let up = matches!(tokens.word(time.end), "auf" | "zu" | "dicht");
    before().any(opens) || (up && before().any(makes))
}

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

/// `Um halb sechs sind Sie wieder draußen`: when it will be over.
pub(super) fn is_end(tokens: &Tokens<'_>, time: &Range<usize>) -> bool {
    let clause = |i: &usize| {
        ['.', '?', '!', ',']
            .iter()
            .all(|sign| !tokens.sign(*i, *sign))
    };
    // `um halb sieben schließen wir`.
    let closes = matches!(tokens.word(time.end), "schliessen" | "schliesst" | "closes")
        || (tokens.word(time.end) == "machen" && tokens.words(time.end + 1, &["wir", "zu"]))
        || tokens.words(time.end, &["we", "close"]);
    if closes {
        return true;
    }
    let over = |i: usize| {
        let before = |n: usize| i.checked_sub(n).map_or("", |at| tokens.word(at));
        match tokens.word(i) {
            "draussen" | "raus" | "durch" | "fertig" | "daheim" | "zuhause" | "zurueck" => {
                (i.saturating_sub(6)..i).any(|at| {
                    matches!(
                        tokens.word(at),
                        "bist"
                            | "sind"
                            | "seid"
                            | "waeren"
                            | "waerst"
                            | "waert"
                            | "werden"
                            | "ist"
                            | "isch"
                            | "waere"
                            | "wird"
                    )
                })
            }
            "out" | "done" | "finished" | "through" => {
                (1..3).any(|n| matches!(before(n), "be" | "you're" | "we're" | "all" | "back"))
            }
            "zu" => tokens.word(i + 1) == "ende",
            "vorbei" => tokens.word(i + 1).is_empty(),
            _ => false,
        }
    };
    (time.end..time.end + 8).take_while(clause).any(over)
        || (time.start.saturating_sub(6)..time.start)
            .rev()
            .take_while(clause)
            .any(over)
}
