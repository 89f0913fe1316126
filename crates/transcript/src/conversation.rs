//! Who said what.

use std::ops::Range;

/// A call as it was written down.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Conversation {
    /// The turns, in order.
    pub turns: Vec<Turn>,
}

/// What one of the two said before the other did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// Who spoke.
    pub speaker: Speaker,
    /// The words.
    pub text: String,
    /// Where the words stand in the text that was parsed.
    pub span: Range<usize>,
}

/// A side of the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Speaker {
    /// The company's agent.
    Agent,
    /// The caller.
    Caller,
    /// Somebody whom the call was put through to.
    Other,
}

/// What stands before a turn, folded to lower case.
const LABELS: [(&str, Speaker); 13] = [
    ("agent:", Speaker::Agent),
    ("assistant:", Speaker::Agent),
    ("assistent:", Speaker::Agent),
    ("assistentin:", Speaker::Agent),
    ("bot:", Speaker::Agent),
    ("ki:", Speaker::Agent),
    ("user:", Speaker::Caller),
    ("caller:", Speaker::Caller),
    ("customer:", Speaker::Caller),
    ("kunde:", Speaker::Caller),
    ("anrufer:", Speaker::Caller),
    ("anruferin:", Speaker::Caller),
    ("transfer target:", Speaker::Other),
];

impl Turn {
    /// Whether somebody else spoke: neither the agent nor the caller.
    pub(crate) fn is_others(&self) -> bool {
        self.speaker == Speaker::Other
    }
}

impl Conversation {
    /// Reads lines such as `Agent: …` and `User: …`; a line without a label goes on with the turn
    /// before it, and is the caller's where there is none.
    pub fn parse(text: &str) -> Self {
        let mut turns: Vec<Turn> = Vec::new();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let (label, speaker) = LABELS
                .into_iter()
                .find(|(label, _)| {
                    line.get(..label.len())
                        .is_some_and(|head| head.eq_ignore_ascii_case(label))
                })
                .map_or((0, None), |(label, speaker)| (label.len(), Some(speaker)));
            let words = line.get(label..).unwrap_or_default();
            let kept = words.trim();
            let from = start + label + (words.len() - words.trim_start().len());
            let to = from + kept.len();
            start += line.len();
            match (speaker, turns.last_mut()) {
                (None, _) if kept.is_empty() => {}
                (None, Some(turn)) => {
                    turn.span.end = to;
                }
                (speaker, _) => turns.push(Turn {
                    speaker: speaker.unwrap_or(Speaker::Caller),
                    text: String::new(),
                    span: from..to,
                }),
            }
        }
        for turn in &mut turns {
            text.get(turn.span.clone())
                .unwrap_or_default()
                .clone_into(&mut turn.text);
        }
        Self { turns }
    }
}
