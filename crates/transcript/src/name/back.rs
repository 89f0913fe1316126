//! What the agent makes of a name: how it says back what the caller told, and the name that it
//! asks the caller to confirm.

use std::collections::HashSet;
use std::ops::Range;

use super::staff::{is_doctor, is_staff};
use crate::concept::is_known;
use crate::conversation::{Conversation, Speaker};
use crate::cue::{self, Cue};
use crate::lexicon::Lex;
use crate::name::NameFound;
use crate::naming::{is_given, is_honorific, is_name_word, letters, name_at, names_street};
use crate::token::Tokens;

/// The name in the words of the caller's turn that the agent says back in one run, written large:
/// `imogen fairweather leave off the doctor` for `Imogen Fairweather, headshot`. What is shorter
/// than the name as it was told says nothing of the rest.
pub(super) fn said_back(
    found: NameFound,
    call: &Conversation,
    read: &[Tokens<'_>],
    asked: bool,
) -> NameFound {
    let mut turns = call
        .turns
        .iter()
        .zip(read)
        .skip_while(|(turn, _)| turn.span.end < found.span.start);
    let Some((turn, told)) = turns.next() else {
        return found;
    };
    if turn.speaker != Speaker::Caller {
        return found;
    }
    let said = spoken(told, |_| true);
    let ours: HashSet<String> = found.name.split([' ', '-']).map(letters).collect();
    let back = turns
        .filter(|(turn, _)| turn.speaker == Speaker::Agent)
        .flat_map(|(_, tokens)| runs(tokens, &said))
        .filter(|(_, words)| {
            let shared = words.iter().any(|word| ours.contains(word));
            let named = asked && words.first().is_some_and(|first| is_given(first));
            let more = words.iter().any(|word| !ours.contains(word));
            more && (shared || named)
        })
        .max_by_key(|(_, words)| words.len());
    match back {
        Some((name, _)) => NameFound { name, ..found },
        None => found,
    }
}

/// `einverstanden kegelclub alle neune`, and the agent: `Ich schreibe Kegelclub Alle Neune.`
pub(super) fn closing_said_back(
    tokens: &Tokens<'_>,
    offset: usize,
    back: &Tokens<'_>,
    services: &[Range<usize>],
) -> Option<NameFound> {
    let (_, from, _) = cue::find(tokens)
        .into_iter()
        .rfind(|(.., cue)| matches!(cue, Cue::Take | Cue::Yes))?;
    let rest: Vec<String> = (from..tokens.len())
        .map(|i| letters(tokens.word(i)))
        .collect();
    let span = tokens.bytes(from, tokens.len());
    let span = span.start + offset..span.end + offset;
    let served = services
        .iter()
        .any(|service| service.start < span.end && span.start < service.end);
    let known = is_known(tokens.word(from));
    let (name, _) = runs(back, &spoken(tokens, |i| i >= from))
        .into_iter()
        .find(|(_, words)| *words == rest && !served && !known)?;
    Some(NameFound {
        name,
        span,
        confidence: 65,
    })
}

/// The words of a turn that may say a name, alone and each with the one before it.
fn spoken(tokens: &Tokens<'_>, may: impl Fn(usize) -> bool) -> HashSet<String> {
    (0..tokens.len())
        .filter(|i| may(*i))
        .flat_map(|i| {
            let word = letters(tokens.word(i));
            let before = i.checked_sub(1).map_or("", |at| tokens.word(at));
            [letters(before) + &word, word]
        })
        .collect()
}

/// The full name that the agent says in words that the caller said somewhere: `die pauline zum
/// probetraining anmelden, oberhuber` and `Dann ist Pauline Oberhuber eingetragen`.
pub(super) fn said_somewhere(call: &Conversation, read: &[Tokens<'_>]) -> Option<NameFound> {
    let mut said = HashSet::new();
    for (turn, tokens) in call.turns.iter().zip(read) {
        if turn.speaker == Speaker::Caller {
            said.extend(spoken(tokens, |i| !is_led_to(tokens, i)));
            continue;
        }
        let full = runs(tokens, &said);
        let full = full
            .into_iter()
            .find(|(_, words)| words.first().is_some_and(|first| is_given(first)));
        if let Some((name, _)) = full {
            return Some(NameFound {
                name,
                span: turn.span.clone(),
                confidence: 70,
            });
        }
    }
    None
}

/// `bei Anna`, `with Tom`: whoever does the work, and no customer.
pub(super) fn is_led_to(tokens: &Tokens<'_>, i: usize) -> bool {
    // `hallo ist Marco da`.
    let asked = |at: usize| at < 2 && matches!(tokens.word(at), "ist" | "is" | "hat" | "has");
    // `what time is the james bond on`.
    let thing = i > 0 && tokens.word(i - 1) == "the";
    thing
        || (1..3).any(|n| {
            let word = i.checked_sub(n).map_or("", |at| tokens.word(at));
            matches!(
                word,
                "bei"
                    | "zu"
                    | "zur"
                    | "zum"
                    | "mit"
                    | "with"
                    | "by"
                    | "see"
                    | "ob"
                    | "doktor"
                    | "doctor"
                    | "dr"
            ) || i.checked_sub(n).is_some_and(asked)
        })
}

/// The runs of two words and more that are written large and were said, with their letters.
fn runs(tokens: &Tokens<'_>, said: &HashSet<String>) -> Vec<(String, Vec<String>)> {
    let large = |i: usize| {
        let word = tokens.word(i);
        tokens.raw(i).starts_with(char::is_uppercase)
            && !is_honorific(word)
            && !names_street(word)
            && said.contains(&letters(word))
    };
    let joins = |i: usize| {
        tokens.dash(i)
            || matches!(
                tokens.word(i),
                "und" | "and" | "von" | "van" | "der" | "de" | "zu" | "zur"
            )
    };
    let mut found = Vec::new();
    let mut i = 0;
    while i < tokens.len() {
        let from = i;
        i += 1;
        if !large(from) || !is_name_word(tokens, from, &[]) || tokens.lex(from) != Lex::None {
            continue;
        }
        let mut name = tokens.raw(from).to_owned();
        let mut words = vec![letters(tokens.word(from))];
        loop {
            let joined = i + usize::from(joins(i)) + usize::from(joins(i) && joins(i + 1));
            // `Hannah and Waffles` are two, if the customer did not say so.
            let pair = |at: usize| {
                said.contains(&(letters(tokens.word(at - 1)) + &letters(tokens.word(at))))
            };
            let apart = joined > i && !tokens.dash(i) && !(i..=joined).all(pair);
            if !large(joined) || apart {
                break;
            }
            for at in i..=joined {
                if !(tokens.glued(at) || tokens.get(at).is_none()) {
                    name.push(' ');
                }
                name.push_str(tokens.raw(at));
            }
            words.push(letters(tokens.word(joined)));
            i = joined + 1;
        }
        if words.len() > 1 {
            found.push((name, words));
        }
    }
    found
}

/// The name that the agent asks the caller to confirm: `Lena Vogt, Donnerstag um vier?`, `Is that
/// the ten twenty for Mister Kaminski?`, `Du bist Yusuf?`
pub(super) fn suggested(tokens: &Tokens<'_>, offset: usize) -> Option<NameFound> {
    let sign = |i: usize| tokens.get(i).is_none_or(|_| tokens.word(i).is_empty());
    // The question alone, not `Gern, Herr Bergmann. Am Dienstag?`
    let mark = (0..tokens.len()).rev().find(|i| tokens.sign(*i, '?'))?;
    let ends = |i: &usize| tokens.sign(*i, '.') && !is_honorific(tokens.word(i - 1));
    let from = (1..mark).rev().find(ends).map_or(0, |at| at + 1);
    (from..mark).find_map(|i| {
        let title = is_honorific(tokens.word(i))
            && !matches!(tokens.word(i), "dr" | "doktor" | "doctor")
            && !is_staff(tokens, i);
        let start = i + usize::from(title) + usize::from(title && tokens.sign(i + 1, '.'));
        let before = |n: usize| i.checked_sub(n).map_or("", |at| tokens.word(at));
        let are = matches!(
            (before(2), before(1)),
            ("sie", "sind") | ("sind", "sie") | ("du", "bist") | ("bist", "du") | ("are", "you")
        );
        let led = are || i == 0 || sign(i - 1) || matches!(before(1), "for" | "fuer" | "auf");
        let noble = matches!(tokens.word(start), "von" | "van" | "de");
        if !(title || led)
            || is_doctor(tokens, start)
            || !(tokens.raw(start).starts_with(char::is_uppercase) || (title && noble))
        {
            return None;
        }
        let named = name_at(tokens, start, offset, &[], 80)?;
        let end = (start..start + 5)
            .find(|at| sign(*at))
            .filter(|end| named.span.end == tokens.bytes(start, *end).end + offset)?;
        let given = is_given(tokens.word(start));
        let full = given && named.name.contains(' ');
        // `Deniz, richtig?`, `Hofstetter, gell?`
        let tagged = matches!(
            tokens.word(end + 1),
            "richtig" | "stimmt" | "oder" | "ja" | "gell" | "right" | "correct" | "is" | "yes"
        ) && tokens.sign(end + 2, '?');
        let asked = tagged || tokens.sign(end, '?');
        let lone = i == from
            && end == start + 1
            && tokens.lex(start) == Lex::None
            && !is_known(tokens.word(start));
        (title || full || are || (given && asked) || (lone && tagged)).then_some(named)
    })
}

/// `genau`, `that's me`, `am Apparat`: takes the name that the agent suggests.
pub(super) fn confirms(tokens: &Tokens<'_>) -> bool {
    let cues = cue::find(tokens);
    let refused = cues
        .iter()
        .any(|(from, _, cue)| *from < 3 && *cue == Cue::No);
    let yes = |(from, _, cue): &(usize, usize, Cue)| {
        *from < 2 && matches!(cue, Cue::Yes | Cue::Take | Cue::Heard)
    };
    let me = (0..tokens.len().min(4)).any(|i| {
        tokens.words(i, &["that's", "me"])
            || tokens.words(i, &["am", "apparat"])
            || tokens.words(i, &["bin", "ich"])
            || matches!(tokens.word(i), "genau" | "jo" | "jup" | "jep" | "speaking")
    });
    !refused && (me || cues.iter().any(yes))
}
