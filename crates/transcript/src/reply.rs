//! What a caller's turn says to the time on the table: yes, no, which one, another one.

mod aside;
mod words;

use crate::act::is_vacancy;
use crate::cue::{self, Cue};
use crate::mention::{Bound, Mention};
use crate::naming;
use crate::token::Tokens;
use aside::{as_bounded, is_aside};
pub(crate) use aside::{is_brought, is_fetched, is_obligation, is_others, is_past, is_told};
use words::{NEGATIONS, answers_for, is_content, is_obstacle, is_reserve, leaves_open, told_no};

/// How the caller takes what was proposed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Stance {
    /// Says nothing of it.
    #[default]
    Silent,
    /// Accepts, without reserve.
    Yes,
    /// `okay`: accepts, where it answers a question.
    Heard,
    /// Accepts under a condition, or something that is less than a yes.
    Mixed,
    /// Refuses.
    No,
}

/// A turn of the caller.
#[expect(clippy::struct_excessive_bools, reason = "independent facts")]
#[derive(Debug, Default)]
pub(crate) struct Reply {
    pub(crate) stance: Stance,
    /// The no is to a time, not to whatever was asked.
    pub(crate) cannot: bool,
    /// The refusal stands behind the last time named.
    pub(crate) refused_behind: bool,
    /// Takes back everything.
    pub(crate) withdrawn: bool,
    /// Has to think or ask first.
    pub(crate) postponed: bool,
    /// `das zweite`: from 0; -1 is the last one.
    pub(crate) choice: Option<i8>,
    /// Says that what exists stands.
    pub(crate) keeps: bool,
    /// Takes it in so many words.
    pub(crate) takes: bool,
    /// The caller says who they are.
    pub(crate) introduces: bool,
    /// A name is said, as it was asked for.
    pub(crate) names: bool,
    /// `nein, Harvey`.
    pub(crate) corrects_name: bool,
    /// Whatever is refused is a slip of the tongue: `Peters, Quatsch, Lindemann`.
    pub(crate) slips: bool,
    /// Words that say neither yes nor no nor ask anything: in another dialect, perhaps a yes.
    pub(crate) opaque: bool,
    /// The times that the turn asks for; behind a correction, only those that follow it.
    pub(crate) times: Vec<Mention>,
    /// Behind which tokens something is refused.
    pub(crate) refusals: Vec<usize>,
    /// There is more in the turn that could be an obstacle: `um zehn hab ich Fußball`.
    pub(crate) hindered: bool,
    /// `ach warten Sie`: perhaps takes something back.
    pub(crate) pauses: bool,
    /// How many words there are that are not understood.
    pub(crate) words: usize,
}

impl Reply {
    /// Reads the turn. `known`: whether times are being talked about, so that a bare number may
    /// be one. `asked`: whether the agent waits for an answer.
    pub(crate) fn read(
        tokens: &Tokens<'_>,
        mentions: &[Mention],
        known: bool,
        asked: bool,
    ) -> Self {
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
        for (from, to, _) in &cues {
            for token in &mut told[*from..*to] {
                *token = true;
            }
        }
        let has = |wanted: Cue| cues.iter().any(|(.., cue)| *cue == wanted);
        // `lieber elf, nee komm, zehn vierzig`: the no is to the time before it.
        let around = mentions.first().zip(mentions.last());
        let mends = |(from, to, cue): &(usize, usize, Cue)| {
            *cue == Cue::No
                && around.is_some_and(|(first, last)| {
                    first.tokens.end <= *from && last.tokens.start >= *to
                })
        };
        let last = cues.iter().rev().find(|it| {
            matches!(
                it.2,
                Cue::Take | Cue::Yes | Cue::Heard | Cue::No | Cue::Cannot | Cue::Choice(_)
            ) && !mends(it)
        });
        // `Moment, Beth, sind wir am Zehnten … sie sagt, ja`: what came before was to somebody else.
        let told_yes = (0..tokens.len()).rfind(|i| {
            answers_for(tokens, *i)
                && last.is_some_and(|(from, _, cue)| {
                    from > i && matches!(cue, Cue::Take | Cue::Yes | Cue::Heard)
                })
        });
        let correction = correction(tokens, mentions, &cues).max(told_yes.unwrap_or(0));
        // `wenn am Donnerstag einer ausfällt`.
        let vacant = (0..tokens.len()).any(|i| is_vacancy(tokens, i));
        let mut times: Vec<Mention> = mentions
            .iter()
            .filter(|mention| mention.is_plain() || known)
            .filter(|mention| mention.tokens.start >= correction)
            .filter(|mention| !vacant && !is_aside(tokens, mention))
            .map(|mention| as_bounded(tokens, mention))
            .filter(Mention::has_something)
            .collect();
        if times.iter().all(|time| time.day.is_none()) && !times.is_empty() {
            times.splice(0..0, day_kept(tokens, mentions, &cues, correction));
        }
        let reserved = last.is_some_and(|(_, to, _)| {
            (*to..tokens.len()).any(|i| !told[i] && is_reserve(tokens, i))
        });
        // `ja, hallo? Hören Sie mich?`, `ja, Moment`: heard, not accepted.
        let heard_only = cues.iter().all(|(from, to, cue)| match cue {
            Cue::Take | Cue::Yes => to - from == 1 && BARE.contains(&tokens.word(*from)),
            _ => true,
        });
        let asks_back = heard_only
            && (cue::is_question(tokens) || (0..tokens.len()).any(|i| tokens.sign(i, '?')));
        let pauses_behind = last.is_some_and(|(_, to, _)| {
            cues.iter()
                .any(|(from, _, cue)| *cue == Cue::Pause && from >= to)
        });
        let reserved = reserved || asks_back || pauses_behind;
        let stance = match last.map(|(.., cue)| *cue) {
            None if has(Cue::Maybe) => Stance::Mixed,
            None if has(Cue::Parting) && !told_no(tokens) => Stance::Yes,
            None => Stance::Silent,
            // `nein, mein Name ist Sperber`: no to what the agent calls the caller.
            Some(Cue::No) if naming::introduces(tokens, &told) => Stance::Silent,
            Some(Cue::No | Cue::Cannot) => Stance::No,
            Some(_) if times.is_empty() && asked && Self::denies_twice(tokens) => Stance::Mixed,
            Some(_) if has(Cue::Maybe) || reserved => Stance::Mixed,
            Some(Cue::Heard) => Stance::Heard,
            Some(_) => Stance::Yes,
        };
        let last_no = last
            .filter(|_| stance == Stance::No)
            .map_or(0, |(from, ..)| *from);
        // `Passt, und wenn was ist, sag ich Bescheid`.
        let yes = cues.iter().find(|it| matches!(it.2, Cue::Take | Cue::Yes));
        let agreed_before = |at: usize| {
            let yes = yes.map_or(at, |(_, to, _)| *to);
            (yes.max(at.saturating_sub(10))..at)
                .any(|i| matches!(tokens.word(i), "wenn" | "wenns" | "falls" | "if"))
        };
        let later = |(from, _, cue): &(usize, usize, Cue)| {
            *cue == Cue::Later && !agreed_before(*from) && told_yes.is_none_or(|told| *from > told)
        };
        let postponed = cues.iter().any(later) || (0..tokens.len()).any(|i| leaves_open(tokens, i));
        let introduces = naming::introduces(tokens, &told);
        let asks = cue::is_question(tokens) || (0..tokens.len()).any(|i| tokens.sign(i, '?'));
        // Only of what is neither yes nor no.
        let unread = if stance == Stance::Silent {
            tokens.len()
        } else {
            0
        };
        let words = (0..unread)
            .filter(|i| !told[*i] && is_content(tokens.word(*i)))
            .count();
        let mut refusing = cues
            .iter()
            .filter(|it| matches!(it.2, Cue::No | Cue::Cannot))
            .peekable();
        let slips = refusing.peek().is_some()
            && refusing.all(|(from, to, _)| {
                let named = |i: usize| naming::is_name_word(tokens, i, &told);
                to - from == 1 && from.checked_sub(1).is_some_and(named) && named(*to)
            });
        let no = |i: &usize| {
            matches!(
                tokens.word(*i),
                "nein" | "nee" | "ne" | "no" | "nope" | "nah" | "ach" | "oh" | "it's" | "mit"
            )
        };
        let denied = (0..tokens.len()).take_while(no).count();
        Self {
            corrects_name: denied > 0 && naming::is_name_word(tokens, denied, &told),
            slips,
            opaque: stance == Stance::Silent
                && !asks
                && !has(Cue::Pause)
                && words > 0
                && !told_no(tokens),
            words,
            stance,
            introduces,
            cannot: has(Cue::Cannot),
            refused_behind: times.last().is_none_or(|time| time.tokens.end <= last_no),
            withdrawn: has(Cue::Withdrawal),
            postponed,
            choice: cues.iter().rev().find_map(|(.., cue)| match cue {
                Cue::Choice(n) => Some(*n),
                _ => None,
            }),
            refusals: cues
                .iter()
                .filter(|it| matches!(it.2, Cue::No | Cue::Cannot) && !mends(it))
                .map(|(_, to, _)| *to)
                .collect(),
            pauses: has(Cue::Pause),
            keeps: has(Cue::Keep),
            takes: has(Cue::Take) || has(Cue::Parting),
            names: introduces
                || (!cue::is_question(tokens) && naming::answer(tokens, 0, &told).is_some()),
            hindered: has(Cue::Maybe)
                || (has(Cue::Pause) && !asked)
                || (0..tokens.len())
                    .any(|i| !told[i] && (is_reserve(tokens, i) || is_obstacle(tokens, i))),
            times,
        }
    }

    /// Whether the turn begins with a no and denies something else besides: `nah, don't hold it`.
    fn denies_twice(tokens: &Tokens<'_>) -> bool {
        let no = |i: &usize| {
            matches!(
                tokens.word(*i),
                "nein" | "nee" | "nei" | "naa" | "noe" | "ne" | "no" | "nope" | "nah" | "ach"
            )
        };
        let behind = (0..tokens.len()).take_while(no).count();
        behind > 0
            && (behind..tokens.len()).any(|i| {
                NEGATIONS.contains(&tokens.word(i)) && !matches!(tokens.word(i), "nein" | "no")
            })
    }

    /// What the turn says where the agent asked what is against it: `nein, gar nicht` accepts.
    pub(crate) fn turn_round(&mut self, tokens: &Tokens<'_>) {
        let at_all = (0..tokens.len()).any(|i| {
            tokens.words(i, &["at", "all"])
                || tokens.words(i, &["gar", "nicht"])
                || tokens.words(i, &["ueberhaupt", "nicht"])
                || matches!(tokens.word(i), "keineswegs" | "woher" | "iwo")
                || tokens.words(i, &["i", "wo"])
                || tokens.words(i, &["kein", "problem"])
        });
        let bare = matches!(
            tokens.word(0),
            "ja" | "yes" | "yeah" | "schon" | "leider" | "doch" | "eigentlich"
        );
        if at_all || (self.stance == Stance::No && !self.cannot && self.times.is_empty()) {
            self.stance = Stance::Yes;
            self.cannot = false;
        } else if self.stance == Stance::Yes && bare && tokens.len() < 4 && !self.takes {
            self.stance = Stance::No;
            self.cannot = true;
        }
    }

    /// Whether naming the time on the table, or one of several, accepts it.
    pub(crate) fn accepts(&self, several: bool) -> bool {
        match self.stance {
            Stance::Yes | Stance::Heard => true,
            Stance::Silent => !self.hindered && self.words < if several { 5 } else { 2 },
            Stance::Mixed | Stance::No => false,
        }
    }
}

/// Behind which token a correction stands that a time follows: `nein quatsch`, `lieber`.
fn correction(tokens: &Tokens<'_>, mentions: &[Mention], cues: &[(usize, usize, Cue)]) -> usize {
    let last = mentions.last().map_or(0, |last| last.tokens.start);
    cues.iter()
        .filter(|(.., cue)| matches!(cue, Cue::No | Cue::Cannot))
        .map(|(_, to, _)| *to)
        .chain((0..tokens.len()).filter(|i| {
            matches!(
                tokens.word(*i),
                "sondern" | "quatsch" | "lieber" | "rather" | "instead"
            )
        }))
        .filter(|at| last >= *at)
        .max()
        .unwrap_or(0)
}

/// `am Montag um neun, ach nein, um zehn`: the day, where only the hour is corrected.
fn day_kept(
    tokens: &Tokens<'_>,
    mentions: &[Mention],
    cues: &[(usize, usize, Cue)],
    correction: usize,
) -> Option<Mention> {
    let said = mentions
        .iter()
        .take_while(|mention| mention.tokens.start < correction)
        .filter(|mention| mention.day.is_some() && !is_aside(tokens, mention))
        .last()?;
    let refused = cues.iter().any(|(from, to, cue)| {
        let between = *from >= said.tokens.end && *to <= correction;
        between && (*cue == Cue::Cannot || (*cue == Cue::No && said.clock.is_none()))
    });
    let single = said.day.is_some_and(|day| day.is_single());
    // `Montag muss ich arbeiten, lieber um zehn`.
    let hindered = (said.tokens.end..correction).any(|i| is_obstacle(tokens, i));
    let kept = single && !refused && !hindered && !cue::is_refused(tokens, said.tokens.start);
    kept.then(|| Mention {
        clock: None,
        part: None,
        until: None,
        bound: Bound::At,
        ..said.clone()
    })
}

/// A yes that may be no more than a sign of life.
const BARE: &[&str] = &["ja", "jo", "yes", "yeah", "yep"];
