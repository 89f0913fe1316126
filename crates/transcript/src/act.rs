//! What an agent's turn does, sentence by sentence: agents speak in whole ones.

mod asks;
mod beside;
mod hours;
mod phrases;
mod sentence;
mod settled;
mod standing;
mod whole;

pub(crate) use hours::is_opening;
pub(crate) use standing::is_vacancy;

use std::ops::Range;
use std::sync::LazyLock;

use crate::clock::Clock;
use crate::cue;
use crate::mention::{Bound, Mention};
use crate::reply::{is_brought, is_fetched};
use crate::token::Tokens;
use crate::wording::Phrases;
use asks::asks;
use beside::beside;
use hours::is_end;
use phrases::ACTS;
use sentence::sentence_end;
use standing::{
    as_offered, is_besides, is_call, is_conclusion, is_denied, is_either, is_instruction,
    is_last_time, is_not, is_own_time, is_presence, is_released, is_replaced, is_row, is_weekly,
    is_whether, is_wish, points_back, reminds_of,
};
use whole::{asks_to_move, is_address, startles};

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
    /// `stört Sie das?`: a no accepts.
    AsksObjection,
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
    /// `soll ich ihn wieder streichen?`
    AsksToDrop,
    /// `verstehe`, `schade`: has heard that nothing comes of it.
    Concedes,
    /// `ruft Sie an`: the times of this sentence are those of a call.
    Calls,
    /// `seien Sie zehn Minuten früher da`.
    Early,
    /// `sind Sie noch dran?`: whoever is not has agreed to nothing more.
    Breaks,
    /// `auf die Warteliste`: what is named there is no appointment.
    Waits,
    /// `Ihr nächster Termin ist`, `es bleibt bei`: one that exists already.
    Stands,
    /// `schade, melden Sie sich`: takes it that nothing was agreed.
    Retreats,
    /// `richte ich aus`, `muss ich klären`: leaves it to others.
    Passes,
    /// `geöffnet`, `abholen`: the times of this sentence are no appointments.
    Hours,
    /// `könnte klappen, das hängt davon ab`: nobody knows yet whether it can be had.
    Doubts,
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

/// How many times back `davor` may point.
const NEAR: usize = 4;

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
#[expect(clippy::struct_excessive_bools, reason = "independent facts")]
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
    /// It asks whether anything is against it.
    pub(crate) objects: bool,
    /// It asks whether what was agreed is to be dropped.
    pub(crate) drops: bool,
    /// It names several times that follow each other, for several people or things.
    pub(crate) row: bool,
    /// It calls the caller by name: `Frau Moll`.
    pub(crate) addresses: bool,
    /// It asks whether the caller is called so: `Herr Feldmann, richtig?`
    pub(crate) calls: bool,
    /// It begins with praise: `schön`, `lovely`.
    pub(crate) approves: bool,
    /// It says yes to a time that was asked for: `ja, das geht genauso gut`.
    pub(crate) affirms: bool,
    /// Behind which token it said that it looks.
    checked: Option<usize>,
    /// When the caller came last, as it tells.
    pub(crate) last_time: Option<Clock>,
    /// It speaks of something besides: `zusätzlich auf die Warteliste`.
    pub(crate) besides: bool,
    /// It takes something back: `oh, I misread that`.
    pub(crate) startles: bool,
    /// It asks how far to move what exists: `wie viel später?`
    pub(crate) moves: bool,
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
    /// As what it comes to: `also am Montag`.
    pub(crate) concludes: bool,
    /// The words beside it, where several are named: `bei Herrn Pohl`.
    pub(crate) beside: Vec<String>,
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
    /// As that of an appointment that exists: `es bleibt bei Donnerstag`.
    Existing,
    /// As the one that another takes the place of: `statt um drei`.
    Replaced,
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

    /// Whether an hour is named that can be had; `Salon Twelve` is none.
    pub(crate) fn names_hour(&self) -> bool {
        self.times.iter().any(|named| {
            let mention = &named.mention;
            let hour = mention.clock.is_some() && !mention.is_open();
            named.is_offered() && hour && (mention.is_plain() || named.either || named.asked)
        })
    }

    /// Reads the turn; the mentions stay where they are in it.
    pub(crate) fn read(tokens: &Tokens<'_>, mentions: &[Mention]) -> Self {
        let mut turn = Self {
            same_time: cue::is_same_time(tokens)
                || (0..tokens.len()).any(|i| tokens.words(i, &["wieder", "so"])),
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
        turn.addresses = (0..tokens.len()).any(|i| is_address(tokens.word(i)));
        turn.approves = matches!(
            tokens.word(0),
            "schoen"
                | "wunderbar"
                | "prima"
                | "super"
                | "perfekt"
                | "fein"
                | "klasse"
                | "toll"
                | "lovely"
                | "great"
                | "perfect"
                | "wonderful"
                | "brilliant"
                | "grand"
                | "excellent"
        );
        turn.affirms = settled::affirms(tokens);
        // `Einen Augenblick. Donnerstag um vier, das geht.`: it has looked.
        if turn.checked.is_some_and(|at| {
            let found = |named: &Named| named.is_offered() && named.mention.clock.is_some();
            turn.times
                .iter()
                .any(|named| found(named) && named.mention.tokens.start >= at)
        }) {
            turn.acts.retain(|act| *act != Act::Checks);
        }
        turn.besides = (0..tokens.len()).any(|i| is_besides(tokens, i));
        turn.startles = startles(tokens);
        turn.moves = asks_to_move(tokens);
        if turn.moves || (turn.does(Act::Stands) && !turn.does(Act::Offers)) {
            // `Ihre Massage am Donnerstag um zwei. Wie viel später soll es werden?`
            for named in &mut turn.times {
                if named.standing == Standing::Offered && !named.asked {
                    named.standing = Standing::Existing;
                }
            }
        }
        turn
    }

    fn sentence(&mut self, tokens: &Tokens<'_>, within: Range<usize>, named: &[&Mention]) {
        let question = tokens.sign(within.end - 1, '?');
        let mut found = TABLE.apart(tokens, within.clone());
        // `Mittwoch um neun, und auf der Liste stehen Sie auch`.
        let waiting = found.iter().find(|(.., act)| *act == Act::Waits);
        let on_top = waiting.zip(named.last()).is_some_and(|((from, ..), last)| {
            let and = |i: usize| tokens.sign(i, ',') && matches!(tokens.word(i + 1), "und" | "and");
            (last.tokens.end..*from).any(and) && (*from..within.end).any(|i| is_besides(tokens, i))
        });
        found.retain(|(from, _, act)| match act {
            // Not `das sehen wir uns an`.
            Act::Parts if tokens.word(*from) == "sehen" => !within
                .clone()
                .any(|i| tokens.word(i) == "an" && tokens.sign(i + 1, '.')),
            // Not `bitte bis Mittwoch absagen`, nor `bis morgen bei Gericht`.
            Act::Parts => {
                tokens.word(*from) != "bis"
                    || *from == within.start
                    || tokens.sign(*from - 1, ',')
                    || matches!(
                        tokens.word(*from - 1),
                        "dann" | "also" | "na" | "gut" | "super" | "okay" | "ok" | "tschuess"
                    )
            }
            Act::Waits => !on_top,
            _ => true,
        });
        let mut acts: Vec<Act> = found.iter().map(|(.., act)| *act).collect();
        // `Gutscheinnummer`, `Mitgliedsnummer`.
        if within.clone().any(|i| tokens.word(i).ends_with("nummer")) {
            acts.push(Act::AsksElse);
        }
        if settled::enters(tokens, &within) {
            acts.push(Act::Books);
        }
        let parts = |it: &&(usize, usize, Act)| it.2 == Act::Parts && tokens.word(it.0) == "bis";
        let farewell = found.iter().rfind(parts).filter(|_| !question);
        let farewell = farewell.map(|(from, ..)| *from);
        let does = |act: Act| acts.contains(&act);
        let asks = asks(tokens, &within, &acts, question, !named.is_empty());
        self.asks_name |= asks == Asks::Name || acts.iter().any(|act| act.is_about_name());
        self.calls |= asks == Asks::Consent
            && !does(Act::AsksWhether)
            && within.clone().any(|i| is_address(tokens.word(i)));
        self.asks_numbers |= does(Act::AsksElse) && matches!(asks, Asks::Else | Asks::Name);
        if asks != Asks::Nothing {
            self.asks = asks;
        }
        // Somebody who could call then offers nothing else.
        let calls = does(Act::Calls) || within.clone().any(|i| is_call(tokens, i, within.end));
        let aside = calls
            || (does(Act::Hours) && !does(Act::Offers))
            || within.clone().any(|i| is_presence(tokens, i));
        let reminds = within.clone().any(|i| {
            matches!(
                tokens.word(i),
                "erinnerung" | "vortag" | "reminder" | "remind" | "bestaetigungs"
            )
        });
        if does(Act::Offers) && within.clone().any(|i| points_back(tokens, i)) {
            for named in self.times.iter_mut().rev().take(NEAR) {
                let told = named.standing == Standing::Offered && !named.asked && !named.either;
                if told && is_own_time(tokens, named.mention.tokens.start) {
                    named.standing = Standing::Aside;
                }
            }
        }
        let lost = does(Act::Loses);
        let waits = does(Act::Waits) || within.clone().any(|i| is_vacancy(tokens, i));
        let stands = does(Act::Stands) || within.clone().any(|i| reminds_of(tokens, i));
        let old = |i: usize| {
            matches!(
                tokens.word(i),
                "alten"
                    | "alte"
                    | "bisherigen"
                    | "urspruenglichen"
                    | "ersten"
                    | "old"
                    | "original"
                    | "other"
                    | "first"
                    | "anderen"
            )
        };
        self.drops |= question && does(Act::AsksToDrop) && !within.clone().any(old);
        self.objects |= does(Act::AsksObjection) && question;
        self.row |= named.iter().filter(|it| it.clock.is_some()).count() > 1
            && within.clone().any(|i| is_row(tokens.word(i)))
            && !within
                .clone()
                .any(|i| matches!(tokens.word(i), "oder" | "or"));
        // `acht Uhr abgeben, siebzehn Uhr abholen`.
        let brought = aside && within.clone().any(|i| is_brought(tokens, i));
        let aside = |mention: &Mention| aside && (!brought || is_fetched(tokens, &mention.tokens));
        let was = |i: usize| matches!(tokens.word(i), "waren" | "warst" | "war" | "were" | "was");
        if does(Act::Checks) {
            self.checked = Some(within.end);
        }
        let last_time = within.clone().any(was) && within.clone().any(|i| is_last_time(tokens, i));
        if last_time {
            self.last_time = named.iter().find_map(|time| time.clock);
        }
        let several = named.iter().filter(|time| time.clock.is_some()).count() > 1;
        self.times.extend(named.iter().map(|mention| {
            let mut mention = as_offered(tokens, mention);
            // `Am Dienstag von neun bis elf?`: it begins at nine.
            let spans = mention.bound == Bound::At
                && mention
                    .tokens
                    .clone()
                    .any(|i| matches!(tokens.word(i), "von" | "from"));
            if spans && (question || does(Act::Offers)) && !aside(&mention) {
                mention.until = None;
            }
            let meets = farewell.is_some_and(|from| {
                mention.bound == Bound::Until && (from..=from + 1).contains(&mention.tokens.start)
            });
            let standing = if meets {
                mention.bound = Bound::At;
                Standing::Farewell
            } else if is_replaced(tokens, mention.tokens.start)
                || is_released(tokens, &mention.tokens)
            {
                Standing::Replaced
            } else if lost || is_denied(tokens, &mention.tokens) {
                Standing::Denied
            } else if waits
                || last_time
                || aside(&mention)
                || mention.bound != Bound::At
                || is_opening(tokens, &mention.tokens)
                || is_instruction(tokens, &mention.tokens)
                || is_end(tokens, &mention.tokens)
                || (!question && is_weekly(tokens, &mention.tokens))
            {
                Standing::Aside
            } else if stands {
                Standing::Existing
            } else {
                Standing::Offered
            };
            Named {
                beside: if several {
                    beside(tokens, &within, &mention.tokens)
                } else {
                    Vec::new()
                },
                either: is_either(tokens, &mention),
                concludes: !question
                    && mention.tokens.start < within.start + 12
                    && (within.start..mention.tokens.start).all(|i| is_conclusion(tokens, i)),
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
        let ahead = within.clone().any(|i| {
            matches!(tokens.word(i), "vorher" | "unterwegs" | "beforehand")
                || tokens.words(i, &["on", "the", "way"])
                || tokens.words(i, &["vor", "ankunft"])
        });
        // `Ich sehe nach, ob das frei ist`.
        let wonders = !question && within.clone().any(|i| is_whether(tokens, i));
        if wonders {
            self.acts.push(Act::Checks);
        }
        let settles = !question && !within.clone().any(|i| is_not(tokens, i));
        // `I've noted your wish`, `ich vermerke, ob es klappt`.
        let wished = within.clone().any(|i| is_wish(tokens.word(i)));
        self.acts.extend(acts.into_iter().filter(|act| match act {
            Act::Books => settles && !waits && !wished && !wonders,
            Act::Parts => settles,
            // Not `der Monteur meldet sich kurz vorher`.
            Act::Fails => !reminds && !ahead,
            Act::Passes => !conditional && !ahead,
            Act::Offers => !wonders,
            // `Falls Sie verhindert sind, melden Sie sich`: the rules of the house.
            Act::Retreats => !conditional,
            _ => true,
        }));
    }
}
