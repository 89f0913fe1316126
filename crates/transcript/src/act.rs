//! What an agent's turn does, sentence by sentence: agents speak in whole ones.

mod phrases;

use std::ops::Range;
use std::sync::LazyLock;

use crate::cue;
use crate::lexicon::Lex;
use crate::mention::{Bound, Mention};
use crate::reply::{is_brought, is_fetched};
use crate::token::Tokens;
use crate::wording::Phrases;
use phrases::ACTS;

/// What a sentence of the agent does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    /// `ist eingetragen`, `booked`.
    Books,
    /// `bis dann`, `see you`: as if it were booked.
    Parts,
    /// `auf welchen Namen?`
    AsksName,
    /// `und der Vorname?`
    AsksFirstName,
    /// `und der Nachname?`
    AsksSurname,
    /// `Name des Tieres`, `Geburtsdatum`, `Telefonnummer`.
    AsksElse,
    /// `passt das?`
    AsksConsent,
    /// `soll ich`, `möchten Sie`: asks for consent to what the rest of the sentence says.
    AsksWhether,
    /// `wann?`, `vormittags oder nachmittags?`
    AsksWhen,
    /// `noch etwas?`
    AsksMore,
    /// `geschlossen`, `alles voll`, `leider nicht`.
    Denies,
    /// `gerade vergeben`: what was free is not any more.
    Loses,
    /// `das System ist gestört`, `ein Kollege ruft Sie zurück`: nothing can be booked here and now.
    Fails,
    /// `schade, melden Sie sich`: takes it that nothing was agreed.
    Retreats,
    /// `richte ich aus`, `muss ich klären`: leaves it to others.
    Passes,
    /// `geöffnet`, `abholen`: the times of this sentence are no appointments.
    Hours,
    /// `einen Moment, ich schaue nach`.
    Checks,
    /// `hätte ich frei`, `ginge`: says that it can be had, not that it is settled.
    Offers,
}

impl Act {
    /// Whether it asks for a name, or a part of one.
    pub(crate) fn is_about_name(self) -> bool {
        matches!(
            self,
            Self::AsksName | Self::AsksFirstName | Self::AsksSurname
        )
    }
}

static TABLE: LazyLock<Phrases<Act>> = LazyLock::new(|| Phrases::new(&ACTS));

/// What the agent waits for at the end of a turn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Asks {
    /// Nothing.
    #[default]
    Nothing,
    /// Whether a time suits, or which one.
    Time,
    /// Whether to book.
    Consent,
    /// The name, or a part of it.
    Name,
    /// Something that is no time, though it may be made of numbers: a plate, a birthday.
    Else,
    /// Whether there is more to do.
    More,
}

/// A turn of the agent.
#[derive(Debug, Default)]
pub(crate) struct AgentTurn {
    /// What it does, in order.
    acts: Vec<Act>,
    /// What it waits for at its end.
    pub(crate) asks: Asks,
    /// It asks for a name, whatever else it asks.
    pub(crate) asks_name: bool,
    /// It asks for something else made of numbers.
    pub(crate) asks_numbers: bool,
    /// It names a day and keeps the hour: `Montag, gleiche Zeit?`
    pub(crate) same_time: bool,
    /// The times that it names.
    pub(crate) times: Vec<Named>,
}

/// A time that the agent names.
#[derive(Debug)]
pub(crate) struct Named {
    pub(crate) mention: Mention,
    /// As what it is named.
    pub(crate) standing: Standing,
    /// In a question.
    pub(crate) asked: bool,
    /// As one of several: `zwölf oder halb eins`.
    pub(crate) either: bool,
}

/// As what a time is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// As one that can be had, or is settled.
    Offered,
    /// As the one to meet at: `dann bis Freitag`.
    Farewell,
    /// As one that is taken.
    Denied,
    /// As an opening hour, a pick-up, a bound.
    Aside,
}

impl Named {
    /// Whether the time can be had.
    pub(crate) fn is_offered(&self) -> bool {
        matches!(self.standing, Standing::Offered | Standing::Farewell)
    }
}

impl AgentTurn {
    /// Whether the turn does that.
    pub(crate) fn does(&self, act: Act) -> bool {
        self.acts.contains(&act)
    }

    /// What the turn does, in order.
    pub(crate) fn acts(&self) -> &[Act] {
        &self.acts
    }

    /// Whether a time is offered: asked about, or said to be free.
    pub(crate) fn offers(&self) -> bool {
        let free = self.does(Act::Offers);
        self.times
            .iter()
            .any(|named| named.is_offered() && (named.asked || named.either || free))
    }

    /// Whether an hour is named that can be had.
    pub(crate) fn names_hour(&self) -> bool {
        self.times.iter().any(|named| {
            named.is_offered() && named.mention.clock.is_some() && !named.mention.is_open()
        })
    }

    /// Reads the turn; the mentions stay where they are in it.
    pub(crate) fn read(tokens: &Tokens<'_>, mentions: &[Mention]) -> Self {
        let mut turn = Self {
            same_time: cue::is_same_time(tokens),
            ..Self::default()
        };
        let mut mentions = mentions.iter().peekable();
        let mut from = 0;
        while from < tokens.len() {
            let end = sentence_end(tokens, from);
            let mut named = Vec::new();
            while let Some(mention) = mentions.next_if(|mention| mention.tokens.start < end) {
                named.push(mention);
            }
            turn.sentence(tokens, from..end, &named);
            from = end;
        }
        turn
    }

    fn sentence(&mut self, tokens: &Tokens<'_>, within: Range<usize>, named: &[&Mention]) {
        let question = tokens.sign(within.end - 1, '?');
        let found = TABLE.apart(tokens, within.clone());
        let acts: Vec<Act> = found.iter().map(|(.., act)| *act).collect();
        let farewell = found
            .iter()
            .map(|(from, _, act)| (*from, *act))
            .filter(|(from, act)| {
                // Not `bitte bis Mittwoch absagen`.
                let begins = *from == within.start
                    || tokens.sign(*from - 1, ',')
                    || matches!(
                        tokens.word(*from - 1),
                        "dann" | "also" | "na" | "gut" | "super" | "okay" | "ok" | "tschuess"
                    );
                *act == Act::Parts && !question && begins && tokens.word(*from) == "bis"
            })
            .map(|(from, _)| from)
            .next_back();
        let does = |act: Act| acts.contains(&act);
        let asks = asks(tokens, &within, &acts, question, !named.is_empty());
        self.asks_name |= acts.iter().any(|act| act.is_about_name());
        self.asks_numbers |= does(Act::AsksElse) && matches!(asks, Asks::Else | Asks::Name);
        if asks != Asks::Nothing {
            self.asks = asks;
        }
        let aside = does(Act::Hours) && !does(Act::Offers);
        let reminds = within.clone().any(|i| {
            matches!(
                tokens.word(i),
                "erinnerung" | "vortag" | "reminder" | "remind" | "bestaetigungs"
            )
        });
        let lost = does(Act::Loses);
        // `acht Uhr abgeben, siebzehn Uhr abholen`.
        let brought = aside && within.clone().any(|i| is_brought(tokens, i));
        let aside = |mention: &Mention| aside && (!brought || is_fetched(tokens, &mention.tokens));
        self.times.extend(named.iter().map(|mention| {
            let mut mention = as_offered(tokens, mention);
            let meets = farewell.is_some_and(|from| {
                mention.bound == Bound::Until && (from..=from + 1).contains(&mention.tokens.start)
            });
            let standing = if meets {
                mention.bound = Bound::At;
                Standing::Farewell
            } else if lost || is_denied(tokens, &mention.tokens) {
                Standing::Denied
            } else if aside(&mention) || mention.bound != Bound::At {
                Standing::Aside
            } else {
                Standing::Offered
            };
            Named {
                either: is_either(tokens, &mention),
                mention,
                standing,
                asked: question,
            }
        }));
        let conditional = within.clone().any(|i| {
            matches!(
                tokens.word(i),
                "falls" | "wenn" | "sollten" | "sollte" | "if" | "should"
            )
        });
        let settles = !question && !within.clone().any(|i| is_not(tokens, i));
        self.acts.extend(acts.into_iter().filter(|act| match act {
            Act::Books | Act::Parts => settles,
            Act::Fails => !reminds,
            // `Falls Sie verhindert sind, melden Sie sich`: the rules of the house.
            Act::Retreats => !conditional,
            _ => true,
        }));
    }
}

/// `Frühestens am Freitag um zwölf Uhr zehn`: the first that can be had is a time like any other.
fn as_offered(tokens: &Tokens<'_>, mention: &Mention) -> Mention {
    let first = |i: usize| matches!(tokens.word(i), "fruehestens" | "earliest" | "soonest");
    let start = mention.tokens.start;
    let full = mention.day.is_some_and(|day| day.is_single()) && mention.clock.is_some();
    let mut mention = mention.clone();
    if full && mention.bound == Bound::From && (start.saturating_sub(2)..start + 2).any(first) {
        mention.bound = Bound::At;
    }
    mention
}

/// What a sentence waits for.
fn asks(
    tokens: &Tokens<'_>,
    within: &Range<usize>,
    acts: &[Act],
    question: bool,
    names_time: bool,
) -> Asks {
    let does = |act: Act| acts.contains(&act);
    if acts.iter().any(|act| act.is_about_name()) {
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
    if does(Act::AsksConsent) {
        return Asks::Consent;
    }
    if does(Act::AsksWhether) {
        return if names_time || within.clone().any(|i| is_booking(tokens, i)) {
            Asks::Consent
        } else {
            Asks::Else
        };
    }
    let short = within.len() <= 3;
    if names_time || does(Act::AsksWhen) || short {
        return Asks::Time;
    }
    Asks::Else
}

/// Words for what an agent does with an appointment.
fn is_booking(tokens: &Tokens<'_>, i: usize) -> bool {
    matches!(
        tokens.word(i),
        "eintragen"
            | "einbuchen"
            | "buchen"
            | "reservieren"
            | "festhalten"
            | "festmachen"
            | "fixieren"
            | "notieren"
            | "vormerken"
            | "umbuchen"
            | "verlegen"
            | "verschieben"
            | "nehmen"
            | "freihalten"
            | "blocken"
            | "so"
            | "termin"
            | "streichen"
            | "loeschen"
            | "stornieren"
            | "absagen"
            | "book"
            | "schedule"
            | "hold"
            | "reserve"
            | "confirm"
            | "pencil"
            | "put"
            | "move"
            | "change"
            | "cancel"
            | "take"
    )
}

/// Behind the sentence that begins at `from`.
fn sentence_end(tokens: &Tokens<'_>, from: usize) -> usize {
    (from..tokens.len())
        .find(|i| {
            tokens.sign(*i, '?')
                || tokens.sign(*i, '!')
                || (tokens.sign(*i, '.') && !is_inside(tokens, *i))
        })
        .map_or(tokens.len(), |i| i + 1)
}

/// `14.30`, `24. November`, `Dr. Weber`: a dot that ends no sentence.
fn is_inside(tokens: &Tokens<'_>, i: usize) -> bool {
    let Some(before) = i.checked_sub(1) else {
        return false;
    };
    let number = tokens.digits(before).is_some();
    (number && (tokens.glued(i + 1) || matches!(tokens.lex(i + 1), Lex::Month(_))))
        || matches!(
            tokens.word(before),
            "dr" | "prof" | "st" | "ca" | "bzw" | "nr" | "mr" | "mrs" | "ms" | "a" | "p" | "m"
        )
}

/// Whether another choice stands beside the time; `oder?` alone asks for consent.
fn is_either(tokens: &Tokens<'_>, mention: &Mention) -> bool {
    let or = |i: usize| matches!(tokens.word(i), "oder" | "or");
    let start = mention.tokens.start;
    let before = (1..3).filter_map(|n| start.checked_sub(n)).any(or);
    let end = mention.tokens.end;
    let time = |i: usize| {
        tokens.digits(i).is_some()
            || matches!(
                tokens.lex(i),
                Lex::Number(..) | Lex::Weekday(_) | Lex::Halb | Lex::Today(_) | Lex::Morgen
            )
    };
    before || (or(end) && (end + 1..end + 4).any(time))
}

/// Whether the time is said to be taken: `zehn Uhr ist leider belegt`, `I can't offer ten`.
fn is_denied(tokens: &Tokens<'_>, time: &Range<usize>) -> bool {
    let clause = |at: &usize| {
        ['.', '?', '!', ',']
            .iter()
            .all(|sign| !tokens.sign(*at, *sign))
            && !matches!(tokens.word(*at), "aber" | "but" | "oder" | "or" | "sondern")
    };
    let taken = |at: usize| {
        matches!(
            tokens.word(at),
            "taken"
                | "belegt"
                | "vergeben"
                | "gone"
                | "ausgebucht"
                | "voll"
                | "geschlossen"
                | "closed"
                | "unavailable"
                | "weg"
                | "weggegangen"
                | "full"
                | "feiertag"
                | "ruhetag"
        ) || is_not(tokens, at)
            || (tokens.word(at) == "zu" && tokens.word(at + 1).is_empty())
    };
    (time.end..time.end + 8).take_while(clause).any(taken)
        || (time.start.saturating_sub(4)..time.start)
            .rev()
            .take_while(clause)
            .any(|at| is_not(tokens, at))
}

fn is_not(tokens: &Tokens<'_>, i: usize) -> bool {
    matches!(
        tokens.word(i),
        "nicht" | "nichts" | "kein" | "keine" | "keinen" | "not" | "isn't" | "don't" | "can't"
    )
}
