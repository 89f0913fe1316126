//! How the agent calls the customer, and what that tells about the name as the customer said it.

use std::collections::HashSet;

use super::back::is_led_to;
use super::staff::{acts, is_doctor, is_staff, is_title};
use crate::concept::is_known;
use crate::conversation::{Conversation, Speaker};
use crate::lexicon::Lex;
use crate::name::NameFound;
use crate::naming::{
    GREETINGS, has_letters, is_given, is_name_word, is_told_about, letters, name_at,
};
use crate::spelling;
use crate::token::Tokens;

/// Behind a title: `Danke, Frau Özdemir`.
const TITLED: u8 = 75;
/// A word that may be a name, and one that stands alone: `Gern, Priya.`
const GUESSED: u8 = 40;
const ALONE: u8 = 45;
/// Behind a greeting or thanks: `Hey Mo.`
const HAILED: u8 = 50;
/// Behind a comma: `No bother, Aoife.`
const CALLED_ALONE: u8 = 48;
/// Spoken of: `at ten for Ortiz`, which may be a pet.
pub(super) const FOR: u8 = 60;
/// By a given name that the customer said: `No bother, Aoife`.
pub(super) const CALLED: u8 = 70;
/// As the customer said it: `Maureen Clegg, Monday`.
const REPEATED: u8 = 80;

/// Names that are kept: the last ones, so that each can be looked for in the whole call.
const MOST: usize = 24;

/// How the agent calls the customer, through the call.
pub(super) fn all(call: &Conversation, read: &[Tokens<'_>]) -> Vec<NameFound> {
    let mut found = Vec::new();
    let mut staff: Vec<String> = Vec::new();
    let mut company = true;
    for (turn, tokens) in call.turns.iter().zip(read) {
        if turn.speaker != Speaker::Agent {
            continue;
        }
        // `Garage Odermatt`; but `Spreche ich mit Frau Özdemir?`
        if !company || asks_for_somebody(tokens) {
            found.extend(address(tokens, turn.span.start));
            found.drain(..found.len().saturating_sub(MOST));
        }
        company = false;
        let acting = (0..tokens.len()).filter(|i| is_title(tokens.word(*i)) && acts(tokens, *i));
        staff.extend(
            acting.map(|i| letters(tokens.word(i + 1 + usize::from(tokens.sign(i + 1, '.'))))),
        );
    }
    let own = |word: &str| staff.contains(&letters(word));
    found.retain(|name| !name.name.split(' ').any(own));
    let said = said(call, read);
    // `No bother, Aoife`, `Matteo Russo? Mittwoch um zehn`: a part that the customer said.
    for name in found
        .iter_mut()
        .filter(|name| (ALONE..REPEATED).contains(&name.confidence))
    {
        let mut words = name.name.split(' ');
        let first = words.next().map(letters).unwrap_or_default();
        let full = words.next().is_some();
        let named = is_given(&first) || name.confidence >= HAILED;
        let called = full || (name.confidence >= CALLED_ALONE && name.confidence != FOR);
        if named && called && said.contains(&first) {
            name.confidence = name.confidence.max(if full { REPEATED } else { CALLED });
        }
    }
    // A full name that the customer said in the same words.
    for name in found.iter_mut().filter(|name| {
        name.confidence >= ALONE
            && name.name.contains(' ')
            && (name
                .name
                .split([' ', '-'])
                .any(|word| is_given(&letters(word)))
                || !name
                    .name
                    .split([' ', '-'])
                    .any(|word| is_known(&letters(word))))
    }) {
        let words: Vec<String> = name.name.split([' ', '-']).map(letters).collect();
        let said = call.turns.iter().zip(read).any(|(turn, tokens)| {
            turn.speaker == Speaker::Caller
                && (0..tokens.len()).any(|i| {
                    words
                        .iter()
                        .zip(i..)
                        .all(|(word, at)| has_letters(tokens.word(at), word))
                })
        });
        if said {
            name.confidence = name.confidence.max(REPEATED);
        }
    }
    found
}

/// The words of the caller that may be a name of their own.
fn said(call: &Conversation, read: &[Tokens<'_>]) -> HashSet<String> {
    let callers = call.turns.iter().zip(read);
    callers
        .filter(|(turn, _)| turn.speaker == Speaker::Caller)
        .flat_map(|(_, tokens)| {
            (0..tokens.len())
                .filter(|i| !is_led_to(tokens, *i))
                .map(|i| letters(tokens.word(i)))
        })
        .collect()
}

/// `Spreche ich mit Frau Özdemir?`, `Am I speaking to Mr Lee?`, `grüezi Herr Bänziger`.
fn asks_for_somebody(tokens: &Tokens<'_>) -> bool {
    (0..tokens.len()).any(|i| {
        tokens.words(i, &["spreche", "ich"])
            || tokens.words(i, &["i", "speaking"])
            || tokens.words(i, &["speak", "to"])
            || (is_title(tokens.word(i))
                && i > 0
                && matches!(
                    tokens.word(i - 1),
                    "gruezi" | "grueezi" | "hallo" | "tag" | "morgen" | "hello" | "hi"
                ))
    })
}

/// The words with which the agent calls the customer.
pub(super) struct Echo<'n>(&'n [NameFound]);

impl<'n> Echo<'n> {
    pub(super) fn new(addressed: &'n [NameFound]) -> Self {
        Self(addressed)
    }

    /// Whether the agent says the name back, later.
    pub(super) fn bears(&self, found: &NameFound) -> bool {
        let ours: Vec<String> = found.name.split([' ', '-']).map(letters).collect();
        self.0.iter().any(|other| {
            other.span.start > found.span.start
                && other.confidence >= 60
                && other
                    .name
                    .split([' ', '-'])
                    .any(|word| ours.contains(&letters(word)))
        })
    }

    /// The given name, with the surname by which the agent calls the customer.
    pub(super) fn with_surname(&self, found: NameFound) -> NameFound {
        let titled = |other: &&NameFound| {
            other.confidence == TITLED
                && other.span.start > found.span.start
                && !other.name.contains(' ')
        };
        let surname = self.0.iter().rev().find(titled);
        match surname.filter(|last| is_given(&letters(&found.name)) && last.name != found.name) {
            Some(last) => NameFound {
                name: format!("{} {}", found.name, last.name),
                ..found
            },
            None => found,
        }
    }

    /// What the agent called the customer last.
    pub(super) fn last(&self) -> Option<&'n NameFound> {
        self.0.iter().rev().find(|found| found.confidence >= 60)
    }
}

/// The name by which the agent calls the customer, with what stands beside it where the
/// customers say it themselves: `wiebke tönnies is mein name` for `Frau Tönnies`.
pub(super) fn located(
    hailed: &NameFound,
    call: &Conversation,
    read: &[Tokens<'_>],
) -> Option<NameFound> {
    let last = hailed.name.rsplit(' ').next().unwrap_or_default();
    let ours = letters(last);
    let mut best: Option<NameFound> = None;
    for (turn, tokens) in call.turns.iter().zip(read) {
        if turn.speaker != Speaker::Caller {
            continue;
        }
        for i in
            (0..tokens.len()).filter(|i| !ours.is_empty() && has_letters(tokens.word(*i), &ours))
        {
            let before = |n: usize| i.checked_sub(n).map_or("", |at| tokens.word(at));
            let first = before(1);
            let led = is_given(first)
                || (i > 0
                    && is_name_word(tokens, i - 1, &[])
                    && tokens.lex(i - 1) == Lex::None
                    && !is_known(first)
                    && matches!(
                        before(2),
                        "" | "hier"
                            | "hallo"
                            | "tag"
                            | "morgen"
                            | "ist"
                            | "is"
                            | "it's"
                            | "moin"
                            | "bin"
                            | "ja"
                            | "auf"
                            | "name"
                    ));
            // `tragn s mi ein ernst swoboda`.
            let closes = tokens.get(i + 1).is_none()
                && hailed.confidence >= TITLED
                && i > 0
                && is_name_word(tokens, i - 1, &[])
                && tokens.lex(i - 1) == Lex::None
                && !is_known(first)
                && !is_name_word(tokens, i.saturating_sub(2), &[]);
            let led = led || closes;
            let spelled = spelling::spelled(tokens, i + 1).is_some();
            let next = tokens.word(i + 1);
            let surname = is_given(&ours)
                && tokens.get(i + 2).is_none()
                && is_name_word(tokens, i + 1, &[])
                && tokens.lex(i + 1) == Lex::None
                && !is_known(next);
            let behind = is_given(next) && !is_given(&ours) && !spelled;
            let (from, name) = if surname {
                // `jens ole thomsen`: `Gut, Jens Ole.`
                let given = if hailed.name.contains(' ') {
                    &hailed.name
                } else {
                    last
                };
                (i, format!("{given} {}", super::cased(tokens.raw(i + 1))))
            } else if led {
                (i - 1, format!("{} {last}", super::cased(tokens.raw(i - 1))))
            } else if behind {
                (i, format!("{} {last}", super::cased(tokens.raw(i + 1))))
            } else {
                (i, hailed.name.clone())
            };
            let span = tokens.bytes(from, i + 1 + usize::from(surname || (behind && !led)));
            let given = |name: &str| {
                name.split(' ')
                    .next()
                    .map(letters)
                    .is_some_and(|it| is_given(&it))
            };
            let fuller = best.as_ref().is_none_or(|best| {
                let full = best.name.contains(' ');
                name.contains(' ') && (!full || (given(&name) && !given(&best.name)))
            });
            if fuller {
                best = Some(NameFound {
                    name,
                    span: span.start + turn.span.start..span.end + turn.span.start,
                    confidence: hailed.confidence,
                });
            }
        }
    }
    best
}

/// The name as the agent says it back: with its hyphen or umlaut, with the first name or the
/// surname that goes with it, in the usual order, and without what does not belong to it.
pub(super) fn as_heard(found: NameFound, addressed: &[NameFound]) -> NameFound {
    let ours = letters(&found.name);
    let words: Vec<&str> = found.name.split(' ').collect();
    let heard = addressed
        .iter()
        .rev()
        .filter(|other| other.span.start > found.span.start);
    for other in heard {
        let theirs = letters(&other.name);
        let fuller = words.len() == 1
            && other.name.contains(' ')
            && other.name.split(' ').any(|word| letters(word) == ours);
        if theirs == ours || fuller {
            let name = other.name.clone();
            return NameFound { name, ..found };
        }
        // `kleine möllhoff`: `Danke, Frau Kleine-Möllhoff`.
        let tail = (1..words.len().saturating_sub(1))
            .find(|at| letters(&words[*at..].concat()) == theirs && words.len() - at > 1);
        if let Some(at) = tail.filter(|_| other.confidence >= TITLED) {
            let name = format!("{} {}", words[..at].join(" "), other.name);
            return NameFound { name, ..found };
        }
        let at = words.iter().position(|word| letters(word) == theirs);
        let Some(at) = at.filter(|_| other.confidence >= TITLED) else {
            continue;
        };
        match (at, words.as_slice()) {
            // `leitner gerlinde`: `Danke, Frau Leitner`.
            (0, [last, first]) if !is_given(&letters(last)) || is_given(&letters(first)) => {
                let name = format!("{first} {last}");
                return NameFound { name, ..found };
            }
            // `teufel mira lachen sie nicht`.
            (0, [last, first, ..]) if is_given(&letters(first)) && !is_given(&letters(last)) => {
                let name = format!("{first} {last}");
                return NameFound { name, ..found };
            }
            // `stadler von da oim`: `Danke, Frau Stadler`.
            (0, [last, next, ..]) if next.starts_with(char::is_lowercase) => {
                let name = (*last).to_owned();
                return NameFound { name, ..found };
            }
            // `nadine kretschmer mal`: `Danke, Frau Kretschmer`.
            (1.., _) if at + 1 < words.len() => {
                let name = words[..=at].join(" ");
                return NameFound { name, ..found };
            }
            _ => {}
        }
    }
    found
}

/// How the agent calls the caller: `Danke, Herr Müller`, `Kai-Uwe Schäfer, Dienstag`, `See you, Sarah`.
fn address(tokens: &Tokens<'_>, offset: usize) -> Vec<NameFound> {
    let mut found = Vec::new();
    for i in 0..tokens.len() {
        let word = tokens.word(i);
        let title = is_title(word) || word == "familie";
        if title && !is_staff(tokens, i) {
            let dot = usize::from(tokens.sign(i + 1, '.'));
            // `Frau von Bülow`.
            let noble = matches!(tokens.word(i + 1 + dot), "von" | "van" | "de");
            if tokens
                .raw(i + 1 + dot + usize::from(noble))
                .starts_with(char::is_uppercase)
                && !tokens.word(i + 1 + dot).starts_with("doktor")
                && tokens.word(i + 1 + dot) != "dr"
            {
                found.extend(name_at(tokens, i + 1 + dot, offset, &[], TITLED));
            }
        } else if tokens.raw(i).starts_with(char::is_uppercase)
            && !is_doctor(tokens, i)
            && is_name_word(tokens, i, &[])
            && tokens.lex(i) == Lex::None
        {
            // `Hi Jade, what can I do?`
            let hailed = i > 0
                && (GREETINGS.contains(&tokens.word(i - 1))
                    || matches!(tokens.word(i - 1), "danke" | "thanks" | "you"));
            let first = i == 0
                || hailed
                || tokens.sign(i - 1, ',')
                || tokens.sign(i - 1, '.')
                || matches!(tokens.word(i - 1), "also" | "fuer" | "for");
            // `at ten for Ortiz`.
            let called = i > 0
                && matches!(tokens.word(i - 1), "for" | "under")
                && !is_known(tokens.word(i))
                // `ask for Darren`.
                && !(i > 1 && tokens.word(i - 2) == "ask");
            if first || called {
                let confidence = if called { FOR } else { GUESSED };
                // `Marco, ja, ab zwölf` answers a question about him.
                let vocative = i > 0 && tokens.sign(i - 1, ',');
                let alone = if hailed {
                    HAILED
                } else if vocative {
                    CALLED_ALONE
                } else {
                    ALONE
                };
                found.extend(name_at(tokens, i, offset, &[], confidence).map(|name| {
                    // `Wendy is on leave` speaks of somebody.
                    let end = (i..i + 12)
                        .find(|at| tokens.bytes(*at, at + 1).start + offset >= name.span.end);
                    let ends = end.is_none_or(|end| tokens.word(end).is_empty());
                    let confidence = confidence.max(if ends { alone } else { GUESSED });
                    NameFound { confidence, ..name }
                }));
            }
        }
    }
    found.retain(|name| name.name.chars().any(char::is_alphabetic));
    found
}

/// A full name anywhere in what the caller says: `perfekt auf regula rüegg`. Who is spoken of
/// with a title or as somebody's is somebody else.
pub(super) fn anywhere(call: &Conversation, read: &[Tokens<'_>]) -> Option<NameFound> {
    let callers = call.turns.iter().zip(read);
    let mut callers = callers.filter(|(turn, _)| turn.speaker == Speaker::Caller);
    callers.find_map(|(turn, tokens)| {
        let start = (0..tokens.len()).find(|i| {
            let before = i.checked_sub(1).map_or("", |at| tokens.word(at));
            let theirs = i.checked_sub(2).is_some_and(|at| {
                matches!(
                    tokens.word(at),
                    "my" | "our" | "mein" | "meine" | "meinen" | "meiner"
                )
            });
            is_given(tokens.word(*i))
                && !theirs
                && is_name_word(tokens, i + 1, &[])
                && tokens.lex(i + 1) == Lex::None
                && !is_known(tokens.word(i + 1))
                && !is_title(before)
                && !is_told_about(tokens, *i)
                && !matches!(
                    before,
                    "the"
                        | "das"
                        | "bei"
                        | "mit"
                        | "zu"
                        | "zum"
                        | "zur"
                        | "von"
                        | "vom"
                        | "with"
                        | "by"
                        | "from"
                        | "to"
                        | "doktor"
                        | "dr"
                )
        })?;
        name_at(tokens, start, turn.span.start, &[], 60)
    })
}
