//! Reads phone calls, German and English: what was wanted, when, and was it agreed.
//!
//! Pure and total: no I/O, no clock, no error. Any text has a reading, perhaps an empty one with
//! doubts; a wrong appointment is worse than none. Time grows with the length of the text and
//! with nothing else: one pass makes tokens, the grammars look a few tokens ahead, and there is
//! no backtracking.
//!
//! The cast, from the whole to its parts:
//!
//! - [`reading`]: a whole call: intent, agreed time, services, name, each with its words.
//! - [`conversation`]: who said what.
//! - `talk`: proposals, acceptance, refusal, correction; the last agreed time counts.
//! - `act`: what an agent's turn does; `reply`: what a caller's turn says to it, by its `cue`s.
//! - `hint`: what callers want where no fixed phrase says it.
//! - `existing`: the appointment that there was before the call.
//! - `slot`: a day and a time put together from several turns.
//! - `catalogue`: the services, ready to be looked for; `concept`: what trades call by many names;
//!   `stem`: what the forms of a word share.
//! - `naming`: the grammar of one name; `spelling`: names told letter by letter.
//! - `wording`: phrases looked up by their first word; `words`: tables of words.
//! - [`ending`]: how it ended, where nothing was agreed.
//! - [`intent`], [`service`], [`name`], [`client`]: what, which, who, and for whom.
//! - [`when`]: what a time expression means, seen from a [`mod@reference`] (the call's start in the
//!   branch's zone, and its opening hours).
//! - [`mention`]: a time expression: [`day`], [`clock`], part of the day and bounds.
//! - `phrase`: the grammar of one such expression; `bound`: what stands around its parts; `span`,
//!   `daypart`, `weekday`, `date_words`, `distance`, `stretch`, `holiday`, `duration`, `written`,
//!   `number`: what mentions are made of.
//! - [`lexicon`]: the words of time as one table; `token`: the one pass over the text.
//!
//! Absent on purpose: `heute`, `jetzt` or "now" never mean the time of processing; a bare hour is
//! never decided by luck but by the opening hours, and the doubt is kept where they do not
//! decide; a service is never chosen by default.

pub mod reading;

pub mod conversation;

mod act;
mod catalogue;
mod concept;
mod cue;
mod existing;
mod hint;
mod naming;
mod reply;
mod slot;
mod spelling;
mod stem;
mod talk;
mod wording;
mod words;

pub mod ending;

pub mod client;
pub mod intent;
pub mod name;
pub mod service;

pub mod reference;
pub mod when;

pub mod clock;
pub mod day;
pub mod mention;

mod bound;
mod phrase;

mod date_words;
mod daypart;
mod distance;
mod duration;
mod holiday;
mod number;
mod span;
mod stretch;
mod weekday;
mod written;

mod calendar;
pub mod lexicon;
mod token;
