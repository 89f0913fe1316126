//! Words that are no names, and words that stand beside and inside them.

/// Words that are never part of a name.
pub(super) const STOP: &str = "perfekt prima toll wunderbar klasse spitze mega top ja actually hold hang moment warten warte sekunde augenblick zeit gar keine kein vergessen second wait jawohl jawoll jo jap nee klar natuerlich freilich genau richtig stimmt ich und mit wie also bitte danke hallo guten tag morgen abend aeh aehm ehm hm der die das den dem ein eine einen \
ist sind war bin habe hab haette moechte wollte brauche braeuchte kann koennen gern gerne termin um am an im in zum zur fuer auf nicht auch \
noch nur mal schon so da hier es sie er wir ihr mein meine meinen meinem unser unsere mich mir ihnen aber oder wenn weil dass doch dann nein okay ok \
gut super passt genau buchstabiere geschrieben schreibt name namen vorname nachname spricht apparat wegen nummer telefon geboren yes no my name is the \
and with a an for to of at on i i'm it's i'd please thanks thank hi hello good morning just like that's want need could spelled spelt \
double that there here this sure okay well er um uh gruess gott servus moin grueezi man zwei drei frei heute tschuess wiederhoeren bis fertig gleich \
was wer wann wo warum spaeter frueher lieber vielleicht leider eigentlich familie herr frau herrn mister mrs ms mr miss dr doktor doctor prof professor \
di ahoi yo howya hej hola salam bonsoir bonjour salut salve buongiorno selber selbst sein ihre ihren werde wuerde wird as in from calling called again about your you me we see soon bye right frage kurze notfall entschuldigung verzeihung leute team ner hoeren hoerst verstehen schreiben schreib einfach geborene geborener geborenen vorbei rein hin under unter wollt moecht haett taet wuerd brauch sollt muesst sehe rief ruf frag suche such bekomme kriege heisse notieren notiere put waere waer ach oh ah na hm hmm oje mensch before ooh her his their she he they carer nurse assistant secretary geb isch great works fine perfect \
zusammen beide alles klar sehr vom von wieder zum beim ruf rufe anruf anrufe mal neu neue neuer kunde kundin patient patientin sohn tochter mutter vater mann mama papa hund katze kater \
kommen komme geht macht machen nochmal letzte letzten erste ersten schnell not sorry afraid having looking after here's yeah yep one two three next week month das's ob nen ne nem bei nach vor seit \
vielen dank schoenen welcher welche welches welchen welchem which bindestrich hyphen";

/// Verbs and the like that stand behind a name or where one could be.
pub(super) const COMMON: &str = "hat hatte hatten haette haetten habt haben sagt sagte grad gerade koennte koennten koennt duerfte duerfen darf soll sollte sollen muss muesste muessen mues braucht brauchen heisst heissen nennt wohnt kam kommt \
gehen ging geben gib gibt meint meinte glaub glaube denke finde findet steht stehe liegt lag laeuft nehme nehmen nimmt bringe bringt holt hole bestellt gebucht gekauft gesehen gehoert angerufen gesagt vereinbart ausgemacht \
krank gesund dringend bloss sonst immer manchmal oft nie jetzt dann danach vorher dort drueben oben unten links rechts mehr weniger etwas bisschen wenig viel viele alle jeder jede jedes andere anderen anderer einmal zweimal dreimal \
termin termine uhrzeit datum frei offen zeit woche wochen monat jahr jahre stunde stunden minute minuten adresse hausnummer stock anfang ende mitte i've i'll we've we'll they've you've she'd he'd they'd we'd you'd she's he's who's they're we're you're get got has had have having \
does did do done take took make made said says goes went come came coming looking wondering trying hoping need needs wants would could should might must also still already maybe probably actually really very much more some any every other another \
car dog cat tooth teeth hair back foot feet head neck appointment appointments booking time date day days hour hours minutes today tonight tomorrow phone number email address it'll that'll be say company tragen setzen lautet schriebed si haass go righto recommended shop klingelt kennen kennt wohnhaft certainly mannes sohnes vaters bruders hoass heess doppelname hiya hey moin hoi servus grueezi gruezi mei";

/// Surnames that are also words above: only behind a given name that they end the turn with.
pub(super) const SURNAMES: [&str; 17] = [
    "alt", "day", "foot", "freund", "hand", "head", "holt", "katz", "kind", "mann", "may", "quick",
    "said", "schoen", "small", "still", "stock",
];

/// Words that belong inside a name, and stay small.
pub(super) const PARTICLES: [&str; 15] = [
    "von", "van", "vom", "zu", "zur", "de", "del", "della", "di", "da", "der", "den", "ten", "el",
    "al",
];

/// Companies' endings as they are written.
pub(super) const COMPANY: [(&str, &str); 7] = [
    ("gmbh", "GmbH"),
    ("ag", "AG"),
    ("kg", "KG"),
    ("ohg", "OHG"),
    ("ug", "UG"),
    ("gbr", "GbR"),
    ("ltd", "Ltd"),
];

/// Words that may stand beside a greeting.
pub(super) const OPENERS: [&str; 50] = [
    "di",
    "dich",
    "mate",
    "love",
    "dear",
    "oh",
    "well",
    "alright",
    "also",
    "na",
    "ach",
    "nu",
    "grad",
    "ich",
    "bin",
    "i",
    "i'm",
    "am",
    "guten",
    "schoenen",
    "schoen",
    "einen",
    "gruess",
    "grueß",
    "wohl",
    "da",
    "isch",
    "ist",
    "das",
    "hier",
    "spricht",
    "it's",
    "this",
    "is",
    "good",
    "d",
    "der",
    "die",
    "ah",
    "aeh",
    "aehm",
    "s",
    "so",
    "there",
    "dr",
    "doktor",
    "professor",
    "prof",
    "herr",
    "frau",
];

/// Words that greet.
pub(crate) const GREETINGS: [&str; 38] = [
    "yo",
    "howya",
    "hej",
    "hola",
    "salam",
    "bonsoir",
    "ahoi",
    "bonjour",
    "salut",
    "salve",
    "buongiorno",
    "sali",
    "salue",
    "tach",
    "servas",
    "seawas",
    "griass",
    "mahlzeit",
    "grueessech",
    "guete",
    "halloechen",
    "hallo",
    "hi",
    "hey",
    "hiya",
    "hello",
    "morgen",
    "tag",
    "abend",
    "moin",
    "servus",
    "gott",
    "gruezi",
    "grueezi",
    "hoi",
    "ja",
    "morning",
    "afternoon",
];

/// Words with which the sentence begins that follows the caller's name.
pub(super) const BEGINS: [&str; 23] = [
    "ich", "i", "wir", "mein", "meine", "mei", "mir", "hier", "i've", "i'd", "i'm", "my", "and",
    "und", "we", "here", "could", "can", "just", "again", "nochmal", "calling", "es",
];
