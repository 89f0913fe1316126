//! Who calls: what the caller says of themselves, and what the agent makes of it.

use std::ops::Range;

use crate::act::{Act, AgentTurn};
use crate::conversation::{Conversation, Speaker};
use crate::lexicon::Lex;
use crate::mention::Mention;
use crate::token::Tokens;
use crate::wording::Phrases;

/// A name that was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameFound {
    /// The name, written as names are.
    pub name: String,
    /// The words that say it.
    pub span: Range<usize>,
    /// How surely, to 100.
    pub confidence: u8,
}

/// What stands before a name, and whether it is enough without having been asked.
const INTRODUCTIONS: [(bool, &str); 2] = [
    (
        true,
        "mein name ist|mein name lautet|mein name waere|mein name|name ist|ich heisse|heisse ich|auf den namen|auf dem namen|unter dem namen|ich bin die frau|ich bin der herr|\
         ich bin frau|ich bin herr|hier spricht|hier ist|my name is|my name's|name's|the name is|name is|under the name|name of|this is|nachname|familienname|\
         surname is|last name is|das ist frau|das ist herr|am apparat ist|fuer frau|fuer herrn|frau|herr|familie|mister|mrs|missis",
    ),
    (
        false,
        "ich bin die|ich bin der|ich bin|das ist|auf|hier|i'm|it's|for|i am|it is|fuer|sagen sie|under|unter|der name ist|der name",
    ),
];

/// Words that are never part of a name.
const STOP: &str = "ja actually hold hang moment warten warte sekunde augenblick zeit gar keine kein vergessen second wait jawohl jawoll jo jap nee klar natuerlich freilich genau richtig stimmt ich und mit wie also bitte danke hallo guten tag morgen abend aeh aehm ehm hm der die das den dem ein eine einen \
ist sind war bin habe hab haette moechte will wollte brauche braeuchte kann koennen gern gerne termin um am an im in zum zur fuer auf nicht auch \
noch nur mal schon so da hier es sie er wir ihr mein meine meinen meinem unser unsere mich mir ihnen aber oder wenn weil dass doch dann nein okay ok \
gut super passt genau buchstabiere geschrieben schreibt name namen vorname nachname spricht apparat wegen nummer telefon geboren yes no my name is the \
and with a an for to of at on i i'm it's i'd please thanks thank hi hello good morning just like that's want need can could spelled spelt \
double that there here this sure okay well er um uh gruess gott servus moin grueezi man zwei drei frei heute tschuess wiederhoeren bis fertig gleich \
was wer wann wo warum spaeter frueher lieber vielleicht leider eigentlich familie herr frau herrn mister mrs ms mr miss dr doktor doctor prof professor \
selber selbst sein ihre ihren werde wuerde wird as in from calling called again about your you me we see soon bye right great works fine perfect \
zusammen beide alles klar sehr vom von wieder zum beim ruf rufe anruf anrufe mal neu neue neuer kunde kundin patient patientin sohn tochter mutter vater mann mama papa hund katze kater \
kommen komme geht macht machen nochmal letzte letzten erste ersten schnell not sorry afraid having looking after here's yeah yep one two three next week month das's ob nen ne nem bei nach vor seit";

/// Words that belong inside a name, and stay small.
const PARTICLES: [&str; 15] = [
    "von", "van", "vom", "zu", "zur", "de", "del", "della", "di", "da", "der", "den", "ten", "el",
    "al",
];

/// Companies' endings as they are written.
const COMPANY: [(&str, &str); 7] = [
    ("gmbh", "GmbH"),
    ("ag", "AG"),
    ("kg", "KG"),
    ("ohg", "OHG"),
    ("ug", "UG"),
    ("gbr", "GbR"),
    ("ltd", "Ltd"),
];

static TABLE: std::sync::LazyLock<Phrases<bool>> =
    std::sync::LazyLock::new(|| Phrases::new(&INTRODUCTIONS));
static STOPS: std::sync::LazyLock<std::collections::HashSet<&'static str>> =
    std::sync::LazyLock::new(|| STOP.split_whitespace().collect());

/// The caller's name.
pub(crate) fn read(
    call: &Conversation,
    read: &[Tokens<'_>],
    mentions: &[Vec<Mention>],
    agents: &[AgentTurn],
) -> Option<NameFound> {
    let mut best: Option<NameFound> = None;
    let mut addressed: Vec<NameFound> = Vec::new();
    let mut asked: Option<Act> = None;
    let turns = call.turns.iter().zip(read).zip(mentions).zip(agents);
    for (((turn, tokens), mentions), agent) in turns {
        let offset = turn.span.start;
        if turn.speaker == Speaker::Agent {
            let acts = agent.acts();
            let else_only = acts.contains(&Act::AsksElse) && !acts.contains(&Act::AsksName);
            asked = if else_only || acts.contains(&Act::AsksMore) {
                Some(Act::AsksElse)
            } else {
                acts.iter()
                    .copied()
                    .rev()
                    .find(|act| matches!(act, Act::AsksName | Act::AsksFirstName))
            };
            addressed.extend(address(tokens, offset));
            continue;
        }
        let taken = times(tokens, mentions);
        let introduced = introduced(tokens, offset, &taken, asked == Some(Act::AsksName));
        let answered = match asked {
            Some(Act::AsksName) if introduced.is_none() => answer(tokens, offset, &taken),
            Some(Act::AsksFirstName) => answer(tokens, offset, &taken).map(|first| match &best {
                Some(last) if !last.name.contains(' ') => NameFound {
                    name: format!("{} {}", first.name, last.name),
                    ..last.clone()
                },
                _ => first,
            }),
            _ => None,
        };
        if let Some(found) = answered.or(introduced)
            && best
                .as_ref()
                .is_none_or(|best| found.confidence >= best.confidence)
        {
            best = Some(found);
        }
    }
    let heard = addressed.iter().rev().find(|other| {
        best.as_ref()
            .is_some_and(|best| letters(&other.name) == letters(&best.name))
    });
    match (best, heard) {
        // The agent spells the same name with its hyphen or umlaut.
        (Some(best), Some(heard)) => Some(NameFound {
            name: heard.name.clone(),
            ..best
        }),
        (Some(best), None) => Some(best),
        (None, _) => addressed
            .into_iter()
            .rev()
            .find(|found| found.confidence >= 60),
    }
}

fn letters(name: &str) -> String {
    crate::token::folded(name)
        .chars()
        .filter(|c| c.is_alphabetic())
        .collect()
}

/// Which tokens tell a time and so no name.
pub(crate) fn times(tokens: &Tokens<'_>, mentions: &[Mention]) -> Vec<bool> {
    let mut taken = vec![false; tokens.len()];
    let told = |mention: &&Mention| mention.is_plain() && !mention.may_be_a_name();
    for mention in mentions.iter().filter(told) {
        for token in &mut taken[mention.tokens.clone()] {
            *token = true;
        }
    }
    taken
}

/// `mein Name ist …`, `Müller mein Name`, `dreizehn Uhr auf Hoffmann`.
fn introduced(
    tokens: &Tokens<'_>,
    offset: usize,
    taken: &[bool],
    asked: bool,
) -> Option<NameFound> {
    let mut found: Option<NameFound> = None;
    for i in 0..tokens.len() {
        if let Some((enough, next)) = TABLE.longest(tokens, i) {
            let animal = i > 1
                && matches!(
                    tokens.word(i - 1),
                    "kater" | "hund" | "katze" | "papagei" | "dog" | "cat"
                );
            // `ist der Herr Rossi da`: somebody else.
            let other = matches!(tokens.word(i), "herr" | "frau" | "herrn")
                && i > 0
                && matches!(
                    tokens.word(i - 1),
                    "der" | "die" | "den" | "bei" | "zu" | "zum" | "beim" | "mit" | "von"
                )
                && !tokens.words(i.saturating_sub(3), &["ich", "bin"])
                && !tokens.words(i.saturating_sub(2), &["ich", "bin"]);
            let short = matches!(tokens.word(i), "auf" | "hier" | "under" | "unter" | "for")
                && next == i + 1;
            let enough = enough
                || asked
                || (short && i + 4 >= tokens.len() && matches!(tokens.word(i), "auf" | "under"))
                || (tokens.word(i) == "hier" && !short_of_name(tokens, next));
            if !enough || animal || other {
                continue;
            }
            let confidence = if asked {
                95
            } else if short {
                70
            } else {
                85
            };
            if let Some(name) = name_at(tokens, next, offset, taken, confidence)
                && found
                    .as_ref()
                    .is_none_or(|found| name.confidence > found.confidence)
            {
                found = Some(name);
            }
        }
        // `Wagner mein Name`, `Schulz hier`, `Huber am Apparat`.
        let behind = tokens.words(i, &["mein", "name"])
            && tokens.lex(i + 2) == Lex::None
            && tokens.word(i + 2) != "ist"
            || tokens.words(i, &["am", "apparat"])
            || (tokens.words(i, &["is", "my", "name"]));
        if behind && i > 0 {
            let mut from = i;
            while from > 0 && i - from < 3 && is_name_word(tokens, from - 1, taken) {
                from -= 1;
            }
            if from < i {
                found = name_at(tokens, from, offset, taken, 85).or(found);
            }
        }
    }
    found
}

/// Whether nothing that could be a name stands there.
fn short_of_name(tokens: &Tokens<'_>, i: usize) -> bool {
    !is_name_word(tokens, i, &[])
}

/// The answer to `Auf welchen Namen?`.
pub(crate) fn answer(tokens: &Tokens<'_>, offset: usize, taken: &[bool]) -> Option<NameFound> {
    let start = (0..tokens.len().min(12)).find(|i| {
        let particle = matches!(tokens.word(*i), "von" | "van" | "de" | "di" | "el" | "al");
        is_name_word(tokens, *i, taken) || (particle && is_name_word(tokens, *i + 1, taken))
    })?;
    name_at(tokens, start, offset, taken, 95)
}

fn is_name_word(tokens: &Tokens<'_>, i: usize, taken: &[bool]) -> bool {
    let word = tokens.word(i);
    word.chars().count() > 1
        && !STOPS.contains(word)
        && taken.get(i) != Some(&true)
        && !matches!(tokens.lex(i), Lex::Number(..) | Lex::Uhr | Lex::Today(_))
}

/// The name that begins at `i`, up to what cannot be part of it.
pub(crate) fn name_at(
    tokens: &Tokens<'_>,
    i: usize,
    offset: usize,
    taken: &[bool],
    confidence: u8,
) -> Option<NameFound> {
    let mut from = i;
    // Titles and forms of address stand before it.
    while from < i + 3
        && matches!(
            tokens.word(from),
            "frau"
                | "herr"
                | "herrn"
                | "familie"
                | "der"
                | "die"
                | "dr"
                | "doktor"
                | "prof"
                | "professor"
                | "mister"
                | "mrs"
                | "mr"
                | "ms"
                | "miss"
                | "ja"
                | "aeh"
                | "the"
        )
        || (from < i + 4 && from > i && tokens.sign(from, '.'))
    {
        from += 1;
    }
    let mut parts: Vec<String> = Vec::new();
    let mut words: Vec<usize> = Vec::new();
    let mut at = from;
    while at < from + 8 && words.len() < 5 {
        let particle = PARTICLES.contains(&tokens.word(at))
            && is_name_word_or_particle(tokens, at + 1, taken)
            && (!words.is_empty()
                || matches!(tokens.word(at), "von" | "van" | "de" | "di" | "el" | "al"));
        if particle {
            parts.push(tokens.word(at).to_owned());
            words.push(at);
        } else if is_name_word(tokens, at, taken) {
            let hyphen = at > from && tokens.dash(at - 1) && tokens.glued(at);
            let written = written(tokens.raw(at));
            match parts.last_mut() {
                Some(last) if hyphen => *last = format!("{last}-{written}"),
                _ => parts.push(written),
            }
            words.push(at);
        } else if !(tokens.dash(at) && tokens.glued(at) && tokens.glued(at + 1)) {
            break;
        }
        at += 1;
    }
    // `Conti, Massimo Conti`: the first is the last again.
    if parts.len() > 2 && parts.first().map(|p| letters(p)) == parts.last().map(|p| letters(p)) {
        parts.remove(0);
    }
    let last = words.last().copied()?;
    let span = tokens.bytes(from, last + 1);
    Some(NameFound {
        name: parts.join(" "),
        span: span.start + offset..span.end + offset,
        confidence,
    })
}

fn is_name_word_or_particle(tokens: &Tokens<'_>, i: usize, taken: &[bool]) -> bool {
    is_name_word(tokens, i, taken) || PARTICLES.contains(&tokens.word(i))
}

/// A word with its first letter large, and companies' endings as they are.
fn written(word: &str) -> String {
    if let Some((_, ending)) = COMPANY
        .iter()
        .find(|(small, _)| word.eq_ignore_ascii_case(small))
    {
        return (*ending).to_owned();
    }
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// How the agent calls the caller: `Danke, Herr Müller`, `Kai-Uwe Schäfer, Dienstag`, `See you, Sarah`.
fn address(tokens: &Tokens<'_>, offset: usize) -> Vec<NameFound> {
    let mut found = Vec::new();
    for i in 0..tokens.len() {
        let word = tokens.word(i);
        let title = matches!(word, "herr" | "frau" | "familie" | "mr" | "mrs" | "ms");
        // `bei Herrn Rossi`, `Praxis Frau Weber`: staff.
        let staff = i > 0
            && matches!(
                tokens.word(i - 1),
                "bei"
                    | "mit"
                    | "zu"
                    | "praxis"
                    | "salon"
                    | "ist"
                    | "von"
                    | "with"
                    | "die"
                    | "der"
                    | "hat"
            );
        if title && !staff {
            let dot = usize::from(tokens.sign(i + 1, '.'));
            if tokens.raw(i + 1 + dot).starts_with(char::is_uppercase)
                && !tokens.word(i + 1 + dot).starts_with("doktor")
            {
                found.extend(name_at(tokens, i + 1 + dot, offset, &[], 75));
            }
        } else if tokens.raw(i).starts_with(char::is_uppercase)
            && is_name_word(tokens, i, &[])
            && tokens.lex(i) == Lex::None
        {
            let first = i == 0
                || tokens.sign(i - 1, ',')
                || tokens.sign(i - 1, '.')
                || matches!(tokens.word(i - 1), "danke" | "thanks");
            if first {
                found.extend(
                    name_at(tokens, i, offset, &[], 40).filter(|name| !name.name.is_empty()),
                );
            }
        }
    }
    found.retain(|name| name.name.chars().any(char::is_alphabetic));
    found
}
