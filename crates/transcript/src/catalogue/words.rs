//! Words of catalogues and of callers that tell nothing, or less than others.

use std::sync::LazyLock;

use crate::words::Words;

/// Words of a catalogue that tell nothing.
pub(super) fn is_empty(word: &str) -> bool {
    matches!(
        word,
        "" | "und"
            | "and"
            | "der"
            | "die"
            | "das"
            | "the"
            | "a"
            | "professionelle"
            | "professional"
            | "klassische"
            | "classic"
            | "mit"
            | "with"
            | "for"
            | "up"
    )
}

/// Words of many names that name none.
pub(super) fn is_general(word: &str) -> bool {
    matches!(
        word,
        "behandlung"
            | "behandlungen"
            | "beratung"
            | "untersuchung"
            | "untersuchungen"
            | "termin"
            | "service"
            | "wechsel"
            | "pflege"
            | "training"
            | "kontrolle"
            | "anpassung"
            | "reparatur"
            | "appointment"
            | "treatment"
            | "consultation"
            | "lesson"
            | "visit"
            | "full"
            | "express"
            | "initial"
            | "office"
            | "warte"
            | "warten"
            | "wartet"
            | "gewartet"
    )
}

/// Ends of compounds that nobody says: `Schmerzbehandlung`, `Ultraschalltermin`.
pub(super) const UNSAID: [&str; 6] = [
    "behandlung",
    "behandlungen",
    "untersuchung",
    "untersuchungen",
    "termin",
    "service",
];

/// Ends of compounds that are said apart: `die Bremsen reparieren`.
pub(super) const DONE: [&str; 14] = [
    "hotel",
    "wartung",
    "reparatur",
    "anpassung",
    "einstellung",
    "entfernung",
    "messung",
    "korrektur",
    "berechnung",
    "abrechnung",
    "pflege",
    "tausch",
    "kurs",
    "training",
];

/// Words that speak for a service beside others, and name none alone: `die Winterreifen müssen drauf`.
pub(super) fn is_weak(word: &str) -> bool {
    word.starts_with("neu") || matches!(word, "new" | "drauf" | "druff")
}

/// Whether a word belongs to the grammar of any talk, and to no trade.
pub(super) fn is_stop(word: &str) -> bool {
    static STOPS: LazyLock<Words<()>> =
        LazyLock::new(|| STOP.iter().flat_map(|it| it.split_whitespace()).collect());
    STOPS.get(word).is_some()
}

/// Words of grammar, German (folded) and English; whatever else is said in every call.
const STOP: [&str; 2] = [
    "\
aber alle allem allen aller alles als also am an andere anderem anderen anderer anderes auch auf aus bei \
beim bin bis bist bitte bitten brauch brauche brauchen braucht braeuchte braeuchten da dabei dafuer dahin damit danach dank danke dann daran \
darauf darf darum das dass dazu dein deine dem den denn der des deshalb dich die dies diese diesem diesen \
dieser dieses dir doch dort du durch eben egal ein eine einem einen einer eines einfach einige einmal er \
erst es etwa etwas euch euer eure fertig fragen frage fuer gar geben geht gehe gehen gern gerne gibt gut gute guten guter gutes hab habe haben \
habt hallo hat hatte hatten haett haette haetten heisse heisst her hier hin hinter hoere hoeren holen hole ich ihm ihn ihnen ihr ihre ihrem ihren ihrer \
im immer in ins irgend irgendwie ist ja jede jedem jeden jeder jedes jemand jetzt kann kannst kein keine \
keinem keinen keiner komme kommen kommt koennen koennte koennten konnte krank lieber mach mache machen macht mal man mehr mein meine meinem meinen meiner meines melde melden mich mir \
mit moecht moechte moechten moegen muss muesste muessen muessten musste nach name namen nach naechste neben nein nicht nichts nichte nie noch nummer nun nur ob oder \
ohne ort reif schon sehr sehen sehe sei sein seine seinem seinen seiner seit selber selbst sich sie sind so solch soll sollen \
sollte sonst spreche sprechen sprich tag termin termine ueber um und uns unser unsere unserem unseren unserer unter viel viele vielen vom von vor waere \
wann war waren warum was weg weil weiss welche welchem welchen welcher welches wem wen wenn wer werde werden wie \
wieder will wir wird wirklich wissen wo wohl wollen wollte wuerd wuerde wuerden zu zum zur zwar zwischen bringen bringe",
    "\
about above after again all also am an and any anything are around as ask at away back be because been before \
being below between both bring but by call came can checking come could day did do does doing don't down each else every \
everything few for from get gets getting give go going gone good got had has have having he hello her here hers hey \
him his hi how i i'd i'll i'm i've if in into is isn't it it's its just know let like lot made make many may me \
might mine more most much must my myself name need needs new no nor not now of off oh ok okay old on once one \
only or other others our ours out over own per please put quite rather really same say see she should so some \
something soon such sure take than thank thanks that that's the their them then there these they thing things this those through \
to too top try two under until up us use very want wanted wants was way we we'd we've well went were what when where \
which while who whose why will with would yes yet you you'd you'll your yours",
];
