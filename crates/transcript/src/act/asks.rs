//! What a sentence of the agent waits for.

use std::ops::Range;

use crate::act::whole::is_booking;
use crate::act::{Act, Asks};
use crate::token::Tokens;

/// What a sentence waits for.
pub(super) fn asks(
    tokens: &Tokens<'_>,
    within: &Range<usize>,
    acts: &[Act],
    question: bool,
    names_time: bool,
) -> Asks {
    let does = |act: Act| acts.contains(&act);
    // `Sie sind?`
    let you = ["sie", "du", "you"].contains(&tokens.word(within.start))
        && ["sind", "bist", "are"].contains(&tokens.word(within.start + 1));
    if question && !names_time && asks_who(tokens, within) {
        return Asks::Name;
    }
    // `Unter?`, `You're?`
    let left_out = within.len() == 2 && matches!(tokens.word(within.start), "unter" | "you're");
    if (question && ((you && within.len() == 3) || left_out))
        || acts.iter().any(|act| act.is_about_name())
    {
        return Asks::Name;
    }
    if does(Act::AsksElse) && (question || within.len() < 6) {
        return Asks::Else;
    }
    if !question {
        return Asks::Nothing;
    }
    if does(Act::AsksMore) {
        return Asks::More;
    }
    if does(Act::AsksConsent) || does(Act::AsksObjection) {
        return Asks::Consent;
    }
    if does(Act::AsksWhether) {
        return if names_time || within.clone().any(|i| is_booking(tokens, i)) {
            Asks::Consent
        } else {
            Asks::Else
        };
    }
    // `Dann lege ich das so um?`
    if within
        .clone()
        .any(|i| enters(tokens.word(i)) && tokens.word(i + 1) == "ich")
    {
        return Asks::Consent;
    }
    let short = within.len() <= 3;
    if names_time || does(Act::AsksWhen) || short {
        return Asks::Time;
    }
    Asks::Else
}

/// What an agent does with an appointment.
fn enters(word: &str) -> bool {
    matches!(
        word,
        "lege"
            | "buche"
            | "trage"
            | "notiere"
            | "schreibe"
            | "halte"
            | "reserviere"
            | "merke"
            | "plane"
            | "setze"
            | "verschiebe"
            | "storniere"
            | "streiche"
            | "nehme"
    )
}

/// `Bei wem läutet er?`, `Who's the car under?`: whoever it is for, or comes for it.
fn asks_who(tokens: &Tokens<'_>, within: &Range<usize>) -> bool {
    let who = |i: usize| {
        matches!(
            tokens.word(i),
            "who" | "who's" | "who'll" | "whom" | "whose" | "wer" | "wem" | "wen"
        )
    };
    let other = |i: usize| {
        matches!(
            tokens.word(i),
            "empfohlen"
                | "ueberwiesen"
                | "versichert"
                | "arzt"
                | "behandelt"
                | "zahlt"
                | "recommended"
                | "referred"
                | "insured"
                | "doctor"
                | "pays"
                | "paying"
                | "told"
        )
    };
    (within.start..within.end.min(within.start + 4)).any(who) && !within.clone().any(other)
}
