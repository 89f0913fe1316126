//! How the talk about an appointment ended, and the words that ended it.

use std::ops::Range;

/// How it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// What became of it.
    pub outcome: Outcome,
    /// The words that decided it, if there are any: the yes, the no, the `leider ausgebucht`.
    pub span: Option<Range<usize>>,
}

/// What became of the talk about an appointment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Both agreed: to a time, to a cancellation, or that what exists stands.
    Agreed,
    /// The caller did not want what there was, or took it back: nobody waits for a call.
    Refused,
    /// Nothing was settled: the caller has to think or ask, or the call broke off.
    Open,
    /// There was nothing to be had, or the agent could not enter it.
    Unavailable,
    /// Nobody asked for an appointment.
    NotAsked,
}
