//! What callers and agents say about what is wanted.

use super::Hint;

/// What callers say.
pub(super) const CALLER: [(Hint, &str); 12] = [
    (
        Hint::Want,
        "ich suche|ich such|wir suchen|i'm looking|interessiere mich|interessier mich|interested in|moeglich|braeuchte|braeuchten|braeucht|bräucht|brauche|brauch|brauchen|braucht|haette gern|haette gerne|haetten gern|haetten gerne|haett gern|haett gerne|moechte|moechten|moecht|taet gern|wuerde gern|wuerd gern|wuerde gerne|wuerden gern|wuerden gerne|will|wollen|wollte|wollten|wollt|\
         tut weh|schmerzen|muesste|muessten|muss mal wieder|soett|sött|kaputt|tropft|verstopft|ausgefallen|rausgefallen|abgebrochen|gebrochen|abgelaufen|abglaufen|i'd like|i would like|we'd like|he'd like|she'd like|i need|we need|he needs|she needs|needs|i want|looking for|i'm after|habt ihr|haben sie|can you|could you|hurts|killing me|broken|leaking|runs out|due|soll zur|soll zum|sollte zur|sollte zum|ausprobieren|schnuppern",
    ),
    (
        Hint::Book,
        "nehmen sie noch leute|nehmen sie noch patienten|nehmen sie neue|nehmt ihr noch|nehmt ihr neue|taking new|taking on new|take new patients|getting in|dranhaengen|zweiten termin|weiteren termin|wieder dran|wieder dra|wieder faellig|mal faellig|waere faellig|ist faellig|muss wieder|steht wieder an|is due|zeit fuer mich|zeit fuer uns|muesst ma kommen|muesstet kommen|muessten kommen|wann koennt ihr|wann koenntet ihr|wann koennen sie|wann koennten sie|wann kommt ihr|when can you|when could you|fit us in|dazwischen schieben|dazwischenschieben|reinschieben|rein schieben|wann haettet ihr zeit|wann haetten sie zeit|wann koennte ich kommen|bringe ich ihn|bring ich ihn|see someone|see somebody|could i see|can i see|termin|termine|ein termin|einen termin|nen termin|buchen|vereinbaren|ausmachen|haben sie was frei|was frei|noch frei|reservieren|dran kommen|drankommen|schnell wie moeglich|moeglichst bald|vorbeikommen|impftermin|\
         appointment|book|can i come|can i get|could i get|could i come|could someone come|can someone come|make an appointment|fit me in|squeeze me in|slot|do you have anything|have you got anything|soonest|schedule|anything free|get in|kann ich kommen|kommen zum|slots|openings|any availability|a space|any time free|see the doctor|\
         wann ginge das|wann ginge|wann geht das|wann haetten sie|wann haettet ihr|wann haben sie zeit|wann koennte ich|wann koennten wir|wann darf ich|wann kann ich vorbei|haetten sie zeit|habt ihr zeit|freie termine|drannehmen|dran nehmen|einschieben|unterkommen|platz fuer",
    ),
    (
        Hint::Reschedule,
        "eher kommen|frueher kommen|spaeter kommen|eher dran|frueher dran|spaeter drannehmen|frueher drannehmen|spaeter dran|tauschen|auf einen anderen|later that day|earlier that day|come earlier|come later|come in earlier|come in later|spaeter machen|frueher machen|spaeter legen|frueher legen|verschieben|verschiebe|verlegen|umbuchen|umlegen|schieben|vorziehen|vorverlegen|verschoben|verlegt|nach hinten|anderen tag legen|termin aendern|termin tauschen|anderen termin|neuen termin|\
         reschedule|rescheduled|move my|move the|move our|move it|moving my|change my appointment|change my|change the appointment|push my|push it|push it back|push back|bring it forward|bring forward|different day|another day|change it to|shift my|swap my|shift it|shift the|shift our|swap it|switch it|switch my|put it back|put back|bring it forward|nach vorn|nach vorne|umtragen|umlegen|rueberlegen|einen anderen tag|eine andere zeit|andern termin|andere uhrzeit",
    ),
    (
        Hint::Cancel,
        "scrap it|streich den|streich die|streich das|streich ihn|streichen sie|nimmer kommen|nicht mehr kommen|nicht mehr zu kommen|nicht zu kommen|brauchen nicht kommen|nicht mehr noetig|don't need to come|needn't come|absagen|absaege|absäge|stornieren|abmelden|streichen|absage|sage ab|storno|nicht wahrnehmen|nicht kommen|abgesagt|canceln|loeschen|brauchen wir nicht mehr|brauche ich nicht mehr|brauch ich nicht mehr|den brauch ich nicht|muss ausfallen|leider ausfallen|ausfallen lassen|faellt leider aus|faellt aus|faellt weg|faellt flach|faellt ins wasser|austragen|nehmen sie mich raus|\
         \
         cancel|cancelling|cancellation|can't make my|won't make my|call off|call it off|can't make it to my|no longer need|don't need it any more|don't need the appointment|take me off|take me out|take us off|take me out of|won't be coming|not going to make it|not gonna make it|not going to be able to make|won't be able to make|won't be able to come",
    ),
    (
        Hint::Callback,
        "give me a bell|give us a bell|give me a buzz|give me a shout|ring me up|call me up|zurueckrufen|mich bitte zurueck|mich mal zurueck|mich zurueck|uns zurueck|bitte zurueck|meldet euch|um rueckruf|rueckruf|ruft mich zurueck|rufen sie mich zurueck|zurueck rufen|rufen sie mich an|rueckmelden|melden sie sich bei mir|mich anrufen|\
         call me back|ring me back|phone me back|callback|calls me back|someone call|somebody call|ring me|have the doctor call|the doctor call|give me a call|return my call|give me a ring|um einen anruf|um anruf|give us a call|give us a ring|a call from|a call back|get a call",
    ),
    (
        Hint::Confirm,
        "wann hab ich|wann hatte ich|wann war|wann waere mein|when's my|what time's my|what time i'm|what time was i|what time was my|when i'm in|when i'm booked|when was my|my next appointment|when my next|when my appointment|mein naechster termin|meinen naechsten termin|ob der termin|der termin noch|termin noch|steht der termin|um meinen termin|wegen meines termins|mein termin|zu meinem termin|meinem termin|bleibt der termin|ich habe einen termin|ich hab einen termin|ich habe schon einen termin|i have an appointment|my appointment|my appointment's|i've got an appointment|termin bestaetigen|bestaetigen|nur bestaetigen|ob mein termin|wann mein termin|wann ist mein termin|wann habe ich|\
         confirm my appointment|confirm my|confirming my|when is my appointment|what time is my|check my appointment|verspaete|verspaeten|spaeter komme|verspaetung|running late|minutes late|min late|be late|wann bin ich dran|bin ich dran|dran bin|im stau|are we still on|am i still|still on for|still good for|when am i in|what time am i",
    ),
    (
        Hint::Keep,
        "ich komm doch|ich komme doch|komm ich doch|komm doch noch|komm trotzdem|komme trotzdem|i'll come|i'll be there|i'll come after all|leave it then|nicht absagen|nicht abmelden|nicht streichen|nicht loeschen|nicht stornieren|don't cancel|bleibt stehen|stehen bleiben|stehen lassen|wie es ist|wie er ist|bleibt so|so bleiben|bleibts so|beim alten|leave it be|keep mine|keep my slot|stick with it|stay as it is|komme doch|lassen sies doch|lassen sie es doch|lassen sie ihn doch|lassen sie ihn stehen|lass mas stehen|lassen wir ihn stehen|bleibt dabei|bleibts dabei|doch kommen|doch nicht absagen|kann doch|bleibt es dabei|lassen wir es dabei|behalten|\
         keep it|i'll keep it|leave it as it is|keep the appointment|keep my appointment",
    ),
    (
        Hint::Another,
        "noch ne|noch nen|noch n|auch einen|auch einer|auch eine|auch kommen|noch einen|noch eine|einen weiteren|einen zweiten|another appointment|another one|one more|as well|a second appointment",
    ),
    (
        Hint::Ask,
        "bis wann muss|mal hoeren|mal fragen|was kostet|was kosten|was wuerde|wie teuer|wissen was|wissen wie|wissen ob|wissen wann|wollt mal wissen|wollte mal wissen|nur fragen|nur mal fragen|nur wissen|eine frage|ne frage|frage zum|frage zur|wollt fragen|wollte fragen|wollt nur|wollte nur|kurze frage|fuer ne info|nur die info|wie lange haben|wie lang|\
         how much|what does it cost|what do you charge|just wondering|wondering if|quick question|a question|what time do you|are you open|do you take|do you accept|want to know|wanted to know|just asking",
    ),
    (
        Hint::Fetch,
        "bestellt|bestellung|lieferung|geliefert|paket|my order|ordered|delivery|parcel|verordnung|bescheinigung|hol ihn|holen wir|rezept|ueberweisung|abholen|abhole|hol ich|gutschein|pick up|pick it up|collect|to get it|prescription",
    ),
    (
        Hint::Machine,
        "mailbox|signalton|piepton|anrufbeantworter|voicemail|leave a message|after the tone|after the beep|nicht erreichbar|hinterlassen sie|leave your message|you've reached|reached the voicemail",
    ),
    (
        Hint::WrongNumber,
        "verwaehlt|falsche nummer|falsch verbunden|wrong number|falscher anschluss|kein interesse",
    ),
];

/// What agents say about the intent; not where they explain the rules of the house.
pub(super) const AGENT: [(Hint, &str); 8] = [
    (
        Hint::WalkIn,
        "just call in|call in to|no need to book|needn't book|don't need to book|nach reihenfolge|der reihe nach|first come first served|vergeben keine termine|keine termine noetig|kein termin noetig|ohne termin|ohne anmeldung|ohne voranmeldung|einfach vorbeikommen|einfach vorbei|einfach reinkommen|einfach kommen|kommen einfach|no appointment needed|no appointment necessary|without an appointment|don't need an appointment|don't take appointments|don't do appointments|walk in|walk ins|just walk in|just turn up|just drop in|just pop in|just come in",
    ),
    (
        Hint::Fetch,
        "liegt bereit|liegt sie bereit|liegt er bereit|liegt es bereit|liegt vorne bereit|vorne bereit|vorn bereit|liegt vorn bereit|abholbereit|fuer sie bereit|an der kasse|am tresen|ready for collection|ready to collect|ready for pickup|ready for you to collect",
    ),
    (
        Hint::Reschedule,
        "geaendert|getauscht|vorgezogen|vorgelegt|umgetragen|umgelegt|rueber gelegt|swapped|switched you|umbuchen|umgebucht|verschieben|verschiebe|verschoben|verlegen|verlege|verlegt|statt dessen|stattdessen|anderen termin|reschedule|rescheduled|move it|move you|moved|moved you|change it to|rearrange|rebook|changed that|changed it",
    ),
    (
        Hint::Cancel,
        "off the list|off the books|heraus|ist raus|die wartung raus|termin raus|nehme ich raus|ist gestrichen|abmelden|abgemeldet|storniert|storniere|streiche|sage ich ab|loesche|taken that off|taken it off|take that off|take it off|taken it out|taken that out|taken you out|taken them off|taken them out|all cancelled|stornieren|gestrichen|streichen|abgesagt|absagen|geloescht|loeschen|ausgetragen|nehme dich raus|nehme sie raus|raus genommen|herausgenommen|cancelled|canceled|cancel it|cancel that|taken you off|removed",
    ),
    (
        Hint::Keep,
        "aendert sich nichts|nothing changes|bleibt wie es ist|bleibt es wie|stays the same|stays|stays put|stay in|bleibt es bei|bleibt es beim|es bleibt bei|es bleibt beim|bleibt bei|bleibt stehen|stehen bleiben|bleiben angemeldet|bleiben eingetragen|bleiben wir bei|bleibt unveraendert|lasse ich stehen|stays as is|stays where it is|keep you in|bleibt der termin|bleibt es so|bleibt alles|bleibt bestehen|bleibt stehen|termin bleibt|halten den termin|halte den termin|halten ihn frei|halten ihnen den|lasse ich ihn stehen|lasse ihn stehen|stays as it is|stands|steht|steht noch|keep it as it is|leave it as it is|hold your slot|hold the slot|hold it for you|hold your appointment|still on|still stands",
    ),
    (
        Hint::Machine,
        "signalton|piepton|anrufbeantworter|nach dem ton|leave a message|after the tone|after the beep|nicht erreichbar|hinterlassen sie|voicemail",
    ),
    (
        Hint::Callback,
        "ruft sie zurueck|rufen sie zurueck|ruft dich zurueck|rufen dich zurueck|sie zurueckrufen|dich zurueckrufen|er zurueckrufen|jemand zurueckrufen|wir zurueckrufen|ich zurueckrufen|kollegin zurueckrufen|kollege zurueckrufen|chef zurueckrufen|chefin zurueckrufen|meister zurueckrufen|doktor zurueckrufen|aerztin zurueckrufen|zurueckrufen lassen|zurueckrufen soll|rueckruf|meldet sich bei ihnen|melden uns bei ihnen|wann erreicht|wann erreichen|wann sind sie erreichbar|wann kann er sie|wann koennen wir sie|wann darf er sie|ruft sie an|rufen sie dann an|when can we reach|when can he reach|when can she reach|best time to call|good time to call|when should we call|call you back|calls you back|ring you back|rings you back|phone you back|give you a call|he ring back|she ring back|someone ring back|them ring back|he call back|she call back|someone call back|them call back|have him call|have her call|have someone call|get him to call|get her to call|get someone to call|get him to ring|get her to ring|get someone to ring",
    ),
    (
        Hint::WrongNumber,
        "da sind sie falsch|sind sie falsch|falsch verbunden|wrong number|verwaehlt",
    ),
];
