//! For whom the appointment is, where that is not the caller.

use std::ops::Range;

use crate::act::AgentTurn;
use crate::concept::is_known;
use crate::conversation::{Conversation, Speaker};
use crate::mention::Mention;
use crate::naming;
use crate::token::Tokens;
use crate::wording::Phrases;

/// Somebody else than the caller who is to come.
///
/// [`Reading::name`](crate::reading::Reading::name) is the name that the appointment is made
/// under, which may be either's; [`Reading::caller`](crate::reading::Reading::caller) is never
/// the client's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientFound {
    /// The client's name, written as names are, if it was said.
    pub name: Option<String>,
    /// The words: `meinen Sohn Leon`.
    pub span: Range<usize>,
    /// How surely, to 100.
    pub confidence: u8,
}

/// Who comes instead of the caller.
const KIN: &str = "mannes|sohnes|vaters|kindes|bruders|sohn|tochter|kind|kleinen|kleine|kleiner|junge|jungen|bub|buben|mutter|vater|mama|papa|mutti|vati|\
    mann|frau|ehemann|ehefrau|partner|partnerin|freund|freundin|oma|opa|grossmutter|grossvater|schwester|bruder|tante|\
    onkel|neffe|neffen|nichte|enkel|enkelin|schwiegermutter|schwiegervater|nachbarin|nachbar|nachbarn|chef|chefin|kollegen|kollegin|\
    son|daughter|child|kid|little one|little boy|little girl|little man|boy|girl|mother|father|mum|mom|dad|husband|wife|partner|friend|sister|brother|\
    lad|stepson|stepdaughter|girlfriend|boyfriend|fiance|fiancee|stiefsohn|stieftochter|grandmother|grandfather|grandma|grandpa|gran|nan|aunt|uncle|nephew|niece|neighbour|neighbor|boss|colleague|mother in law|father in law";

/// What the client does where the caller does not: `mein Sohn braucht …`.
const NEEDS: [&str; 22] = [
    "braucht",
    "braeuchte",
    "bräuchte",
    "moechte",
    "will",
    "muss",
    "muesste",
    "soll",
    "sollte",
    "hat",
    "haette",
    "wuerde",
    "kommt",
    "kaeme",
    "needs",
    "need",
    "has",
    "wants",
    "would",
    "is",
    "could",
    "can",
];

static TABLE: std::sync::LazyLock<Phrases<()>> =
    std::sync::LazyLock::new(|| Phrases::new(&[((), KIN)]));

/// The client, if the call says that it is not the caller. Who comes along with the caller is none.
pub(crate) fn read(
    call: &Conversation,
    read: &[Tokens<'_>],
    mentions: &[Vec<Mention>],
    agents: &[AgentTurn],
) -> Option<ClientFound> {
    // Behind an offer, `meine Frau hat …` is a reason.
    let mut offered = false;
    let mut client: Option<ClientFound> = None;
    let mut asked = false;
    let turns = call.turns.iter().zip(read).zip(mentions).zip(agents);
    for (((turn, tokens), mentions), agent) in turns {
        if turn.speaker == Speaker::Agent {
            offered |= agent.offers();
            asked = client.is_some() && asks_for_client(tokens);
            continue;
        }
        let taken = naming::times(tokens, mentions);
        let found = (0..tokens.len()).find_map(|i| at(tokens, i, turn.span.start, &taken, offered));
        match (&mut client, found) {
            (None, Some(found)) => {
                // `für mich und meinen Sohn`.
                let too = (0..tokens.len()).any(|i| {
                    matches!(tokens.word(i), "fuer" | "for" | "und" | "and")
                        && matches!(tokens.word(i + 1), "mich" | "me" | "myself" | "ich")
                        && tokens.word(i + 2) != "ist"
                        && !(i > 0 && matches!(tokens.word(i - 1), "nicht" | "not"))
                });
                if too {
                    return None;
                }
                client = Some(found);
            }
            (Some(known), found) if known.name.is_none() => {
                let told = asked.then(|| naming::answer(tokens, 0, &taken)).flatten();
                known.name = told
                    .map(|told| told.name)
                    .or_else(|| found.and_then(|found| found.name));
            }
            _ => {}
        }
        // `sie heißt …` is about the client only once there is one.
        if let Some(known) = client.as_mut().filter(|known| known.name.is_none()) {
            known.name = (0..tokens.len()).find_map(|i| called(tokens, i, &taken));
        }
        asked = false;
    }
    client
}

/// `für meinen Sohn Leon`, `meine Mutter braucht`.
fn at(
    tokens: &Tokens<'_>,
    i: usize,
    offset: usize,
    taken: &[bool],
    offered: bool,
) -> Option<ClientFound> {
    let own = matches!(
        tokens.word(i),
        "mein"
            | "meine"
            | "meinen"
            | "meiner"
            | "meinem"
            | "meines"
            | "mei"
            | "meim"
            | "mi"
            | "min"
            | "mien"
            | "ma"
            | "unser"
            | "unsere"
            | "unseren"
            | "unserer"
            | "my"
            | "our"
            | "nen"
            | "den"
            | "die"
    );
    // `hier ist die Mutter von Leon`.
    let is = |at: usize| matches!(tokens.word(at), "ist" | "bin" | "spricht" | "is" | "i'm");
    if (i.saturating_sub(3)..i).any(is)
        && let Some(((), after)) = TABLE.longest(tokens, i)
        && matches!(tokens.word(after), "von" | "of")
        && let Some(named) = naming::name_at(tokens, after + 1, offset, taken, 70)
    {
        return Some(ClientFound {
            name: Some(named.name),
            span: tokens.bytes(i, i + 1).start + offset..named.span.end,
            confidence: 75,
        });
    }
    let ((), after) = TABLE.longest(tokens, i + 1).filter(|_| own)?;
    let for_whom = i > 0
        && matches!(
            tokens.word(i - 1),
            "fuer" | "for" | "fuers" | "fia" | "fuar"
        );
    let possessive = !matches!(tokens.word(i), "nen" | "den" | "die");
    let english = matches!(tokens.word(i), "my" | "our");
    // `meine Freundin hat Sie empfohlen`: a reason to call.
    let told = (after..after + 8).any(|at| {
        matches!(
            tokens.word(at),
            "empfohlen" | "gesagt" | "gemeint" | "erzaehlt" | "told" | "said" | "recommended"
        )
    });
    let needs = possessive
        && !told
        && !offered
        && (0..4).any(|n| {
            let word = tokens.word(after + n);
            NEEDS.contains(&word) && !(english && word == "will")
        });
    // `der Termin meiner Mutter`, `on behalf of my mother`.
    let of_theirs = possessive
        && i > 0
        && matches!(tokens.word(i - 1), "termin" | "of" | "namen")
        && matches!(
            tokens.word(i),
            "meiner" | "meines" | "meinem" | "my" | "our"
        );
    let booked = possessive && is_booked(tokens, i, after);
    // `es geht um meine Tochter`.
    let about = possessive && i > 0 && matches!(tokens.word(i - 1), "um" | "about");
    if !about && !for_whom && !needs && !of_theirs && !booked {
        return None;
    }
    // `ich rufe für meinen Mann an, Paul Bär`.
    let behind = after + usize::from(tokens.word(after) == "an");
    let comma = behind - after + usize::from(tokens.sign(behind, ','));
    let called = (0..4).find(|n| {
        matches!(
            tokens.word(after + n),
            "heisst" | "called" | "named" | "namens"
        )
    });
    let first = after + called.map_or(comma, |n| n + 1);
    // `für meine Tochter Haare schneiden`: what is to be done is no name.
    let clause = matches!(tokens.word(first), "die" | "der" | "das");
    let named = naming::name_at(tokens, first, offset, taken, 70)
        // `für die Mama die hört nix mehr`.
        .filter(|_| !clause || naming::is_given(tokens.word(first + 1)))
        .filter(|_| called.is_some() || !is_known(tokens.word(first)))
        .filter(|_| !(first..first + 4).any(|at| tokens.word(at) == "hier"));
    let mut span = tokens.bytes(i, after);
    span = span.start + offset..span.end + offset;
    if let Some(named) = &named {
        span.end = named.span.end;
    }
    Some(ClientFound {
        name: named.map(|named| named.name),
        span,
        confidence: if for_whom { 90 } else { 75 },
    })
}

/// `could my daughter come in`, `book my son tom in`, `meinen sohn leon zum haareschneiden anmelden`.
fn is_booked(tokens: &Tokens<'_>, i: usize, after: usize) -> bool {
    let english = i > 0
        && matches!(
            tokens.word(i - 1),
            "book" | "bring" | "get" | "fit" | "squeeze" | "register" | "sign"
        )
        && (after..after + 4).any(|at| matches!(tokens.word(at), "in" | "up" | "booked"));
    let asked = i > 0
        && matches!(tokens.word(i - 1), "can" | "could" | "kann" | "koennte")
        && (after..after + 4)
            .any(|at| matches!(tokens.word(at), "come" | "kommen" | "vorbeikommen"));
    let german = (after..after + 8).any(|at| {
        matches!(
            tokens.word(at),
            "anmelden" | "anzumelden" | "eintragen" | "vorstellen" | "vorzustellen"
        )
    });
    english || german || asked
}

/// `der heißt walter stegemann`, `mathilda brenner heißt sie`, `her name is priya raman`.
fn called(tokens: &Tokens<'_>, i: usize, taken: &[bool]) -> Option<String> {
    let before = |n: usize| i.checked_sub(n).map_or("", |at| tokens.word(at));
    let first = match tokens.word(i) {
        "heisst" if matches!(before(1), "er" | "sie" | "der" | "die" | "das") => i + 1,
        "heisst" if matches!(tokens.word(i + 1), "er" | "sie") => (1..4)
            .take_while(|n| !STARTS.contains(&before(*n)) && !before(*n).is_empty())
            .last()
            .map(|n| i - n)?,
        "name" | "name's"
            if matches!(before(1), "his" | "her" | "sein" | "ihr" | "the")
                && before(2) != "what's" =>
        {
            i + 1 + usize::from(matches!(tokens.word(i + 1), "is" | "ist"))
        }
        "called" if matches!(before(1), "he's" | "she's" | "is") => i + 1,
        _ => return None,
    };
    let found = naming::name_at(tokens, first, 0, taken, 70)?;
    Some(found.name)
}

/// Words before a name that are no part of it.
const STARTS: [&str; 6] = ["genau", "ja", "also", "und", "richtig", "stimmt"];

/// `Wie heißt Ihre Mutter?`, `Name des Kindes?`
fn asks_for_client(tokens: &Tokens<'_>) -> bool {
    let asks = |i: &usize| matches!(tokens.word(*i), "heisst" | "name" | "namen" | "called");
    let theirs = |i: usize| {
        matches!(
            tokens.word(i),
            "ihre"
                | "ihr"
                | "ihres"
                | "ihrer"
                | "des"
                | "der"
                | "his"
                | "her"
                | "their"
                | "er"
                | "sie"
                | "your"
        )
    };
    (0..tokens.len()).filter(asks).any(|i| {
        let near = i.saturating_sub(4)..i + 5;
        let kin = near.clone().any(|at| {
            theirs(at)
                && (TABLE.longest(tokens, at + 1).is_some()
                    || matches!(
                        tokens.word(at + 1),
                        "kindes" | "sohnes" | "patienten" | "patientin" | "mutter"
                    ))
        });
        kin || near
            .into_iter()
            .any(|at| matches!(tokens.word(at), "his" | "her" | "their"))
            || (tokens.word(i) == "heisst" && matches!(tokens.word(i + 1), "er" | "sie" | "das"))
    })
}
