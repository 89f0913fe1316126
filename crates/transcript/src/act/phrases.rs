//! The phrases by which agents do what they do.

use super::Act;

/// Each act with its phrases, letters folded.
pub(super) const ACTS: [(Act, &str); 27] = [
    (
        Act::Books,
        "switched you to the other|der termin steht|zeit gesetzt|termin gesetzt|zeit umgesetzt|ist korrigiert|habe ich korrigiert|corrected|eingetragen|notiert|gebucht|reserviert|vorgemerkt|bestaetigt|trage sie ein|trage ich sie|trage ich ein|trag sie ein|trag ich ein|trag dich ein|trage dich ein|\
         ist fix|fixiert|vermerkt|notiere ich|ist drin|umgebucht|verlegt|verschoben|verlege ich|verschiebe ich|verlege|ist geritzt|steht fest|halte ich fest|festgehalten|\
         booked|booked in|confirmed|all set|you're in|scheduled|put you down|got you down|got you in|have you down|you're down|pencilled you in|moved you|moved it|changed that|changed it|rescheduled|i've put you|i've got you|\
         schreibe ich sie auf|schreibe ich sie so auf|schreibe sie auf|schreib ich sie auf|schreib ich sie so auf|schreib dich auf|schreibe dich auf|schreibe ich dich auf|schreibe ich auf|schreib ich auf|schreibe ich ein|schreibe ich sie ein|schreibe sie ein|schreib dich ein|aufgeschrieben|eingeschrieben|steht drin|stehen drin|stehst drin|sind drin|bist drin|ist drinnen|sind drinnen|steht im kalender|stehen im kalender|steht im buch|im kalender|eingeplant|plane ich ein|plane sie ein|abgemacht|abgespeichert|gespeichert|ist gesetzt|sind gesetzt|geblockt|blocke ich|gesichert|habe ich gesichert|so geaendert|ist geaendert|habe ich geaendert|umgetragen|umgelegt|getauscht|vorgezogen|vorverlegt|verschoben|gebongt|ausgemacht|machen wir fest|festgemacht|fest notiert|halte ich ihnen|halte ihnen|nehme ich auf|trage das ein|trage das so ein|trag das ein|trage den termin ein|traegt sie ein|merke ich vor|merke sie vor|lege ich an|angelegt|habe ich drin|hab ich drin|haben wir drin|ist es drin|ist er drin|\
         in the book|in the diary|in the calendar|on the calendar|it's yours|that's yours|reserved|locked in|pop you in|popped you in|put you in|put you through as|book you in|booking you in|i'll book|i'll note|noted|that's in|that's all in|that's you in|all sorted|that's sorted|got you for|have you for|swapped|pencil you in for|penciled you in|you're on for|it is then",
    ),
    (
        Act::Parts,
        "bis dann|bis morgen|bis montag|bis dienstag|bis mittwoch|bis donnerstag|bis freitag|bis samstag|bis sonntag|bis naechste|bis uebermorgen|bis bald|bis nachher|bis spaeter|bis gleich|wir sehen uns|sehen wir|\
         freue mich|freuen uns|wir erwarten sie|see you|looking forward|speak soon|\
         wir freuen uns|bis zum|sehen uns|auf bald|see you then|see you on|until then",
    ),
    (
        Act::AsksName,
        "wie heisst ihre mutter|wie heisst ihr vater|wie heisst ihr sohn|wie heisst ihre tochter|wie heisst ihr mann|wie heisst ihre frau|wie heisst das kind|wie heisst ihr kind|wie heisst er|wie heisst sie|\
         auf welche firma|welche firma|which company|what company|name des kindes|name der patientin|name des patienten|auf welchen namen|wie ist ihr name|ihr name|ihren namen|wie heissen sie|wie heisst du|wie heisst|wie heissen|dein name|deinen namen|auf wen|name bitte|wie ist der name|den namen|der name|\
         fuer wen|mit wem|wer spricht|wer ist da|name|namen|und du bist|und sie sind|wen darf ich|\
         your name|what name|whose name|the name|and your name|who's calling|who am i speaking|who is it for|who's it for|who's that for|who is that for|who is this for|who's this for|who am i booking|who will be|who should|name please|full name|your full name|and you are|\
         wer kommt|wer bringt|und sie selbst|sie selbst heissen|wie darf ich sie eintragen|wie darf ich sie nennen|auf wen laeuft|which name|whose name|what name|whom|what's the name",
    ),
    (
        Act::AsksSurname,
        "nachname|nachnamen|zuname|familienname|familiennamen|ihr nachname|surname|last name|your surname|your last name|the surname|the last name",
    ),
    (
        Act::AsksFirstName,
        "vorname|vornamen|der vorname|ihr vorname|first name|your first name",
    ),
    (
        Act::AsksElse,
        "der name des tieres|name ihres tieres|der name ihres tieres|der name des hundes|name des hundes|der name der katze|name der katze|name vom tier|der name der firma|name der firma|heisst das tier|heisst der hund|heisst die katze|wie heisst ihr hund|wie heisst dein hund|wie heisst deine katze|wie heisst das tier|wie heisst der hund|wie heisst die katze|wie heisst ihre katze|\
         name of the pet|the pet's name|name of your pet|your pet's name|the dog's name|the cat's name|your dog's name|your cat's name|geburtsdatum|geburtstag|geboren|telefonnummer|rueckrufnummer|handynummer|rufnummer|nummer|name des tieres|pet's name|\
         kennzeichen|autonummer|nummernschild|kilometerstand|fahrgestellnummer|versichert|date of birth|born|phone number|contact number|number|registration|licence plate|license plate|number plate|mileage|e mail|email|mailadresse|versicherung|krankenkasse|\
         adresse|anschrift|strasse|hausnummer|postleitzahl|plz|wohnen sie|address|postcode|zip code|insurance|kundennummer|vertragsnummer|pin|wie alt|how old",
    ),
    (
        Act::AsksConsent,
        "passt das|passt ihnen das|passt es ihnen|passt dir das|passt es so|passt es|in ordnung|einverstanden|waere das okay|waere das ok|ist das okay|ist das ok|waere das recht|ist das recht|recht so|waere das was|ginge das|geht das|klappt das|\
         is that okay|is that ok|is that all right|is that alright|does that work|would that work|does that suit|would that suit|how's that|how does that sound|sound good|bleibt es dabei|bleibt es bei|richtig|korrekt|stimmt das|correct|is that right",
    ),
    (
        Act::AsksObjection,
        "stoert sie das|stoert dich das|stoert sie|waere das ein problem|ist das ein problem|waere das schlimm|ist das schlimm|spricht etwas dagegen|spricht was dagegen|spricht da etwas dagegen|haben sie etwas dagegen|etwas dagegen|was dagegen|macht ihnen das etwas|macht es ihnen etwas|zu frueh|zu spaet|zu knapp|zu kurzfristig|zu zeitig|zu lang hin|zu weit weg|\
         a problem|do you mind|would you mind|mind if|any objection|too early|too late|too soon|too short notice|be a bother|put you out|is that a bother",
    ),
    (
        Act::AsksToDrop,
        "lieber anders|lieber was anderes|lieber etwas anderes|was anderes suchen|etwas anderes suchen|another day|different day|different time|rausnehmen|herausnehmen|austragen|streichen|stornieren|loeschen|wieder streichen|wieder loeschen|wieder rausnehmen|wieder herausnehmen|wieder stornieren|wieder austragen|wieder absagen|wieder freigeben|termin streichen|termin loeschen|termin stornieren|termin absagen|das streichen|das loeschen|das stornieren|lieber nicht|doch nicht|ihn streichen|ihn loeschen|ihn stornieren|es lassen|lassen wir es|\
         cancel it|cancel that|cancel the|take it off|take that off|take you off|take it out|leave it|remove it|remove that|scrap it|drop it",
    ),
    (
        Act::Concedes,
        "verstehe|verstehe ich|das verstehe ich|verstaendlich|schade|das ist schade|tut mir leid|das tut mir leid|i understand|understood|fair enough|that's a shame|what a shame|too bad|i'm sorry to hear|sorry to hear",
    ),
    (
        Act::Early,
        "minuten frueher|minuten vorher|minuten eher|viertelstunde frueher|viertelstunde vorher|etwas frueher da|bisschen frueher da|frueher da|minutes early|minutes before|minutes beforehand|a bit early|minutes earlier|a little early",
    ),
    (
        Act::Calls,
        "am telefon|telefonisch|mit ihnen sprechen|phone round|speak to you|talk to you|anrufen|anruft|rufen sie|ruft sie|ruft dich|rufe sie|rueckruf|rueckruftermin|zurueckrufen|zurueckruft|sich meldet|sich telefonisch|telefonisch bei|bei ihnen durch|durchklingeln|durchklingelt|call you|calls you|ring you|rings you|phone you|phones you|callback|call back|ring back|free to talk|free to speak|for a chat|give you a bell|give you a ring|give you a buzz",
    ),
    (
        Act::Breaks,
        "verbindung ist|verbindung ist leider|unterbrochen|abgebrochen|sind sie noch da|sind sie noch dran|bist du noch da|bist du noch dran|hoeren sie mich|noch in der leitung|are you still there|are you there|can you hear me|lost you|line's gone|line has gone|cut off|\
         bin noch da|bin noch dran|i'm still here|hoere sie nicht|hoere dich nicht|hoere nichts|leitung ist|die leitung|verbindung weg|aufgelegt|breaking up|still there|hear you|line's dead|line went|hung up|they've gone",
    ),
    (
        Act::Waits,
        "warteliste|waiting list|waitlist|wait list|nachrueckerliste|auf der liste|auf die liste|cancellation list|standby list|on the list|auf abruf|first reserve|on standby|on reserve|first refusal",
    ),
    (
        Act::Stands,
        "that's right|that's correct|ich sehe hier|sehe ich hier|ich sehe den|ich sehe sie|hier steht|das stimmt|als bestaetigt|i can see|i see you|i see your|ihr naechster|ihre naechste|ihr naechstes|dein naechster|deine naechste|ihr termin ist|dein termin ist|ihr termin waere|dein termin waere|sie haben am|du hast am|sie haben morgen|sie haben heute|sie haben uebermorgen|sie haben den termin|sie haben einen termin|haben sie einen termin|sie sind am|sie sind fuer|sie sind morgen|sie sind heute|bei uns eingetragen|sie waeren am|bleibt es beim|bleibt es bei|bleibt bei|bleibt beim|bleibt am|bleibt der|bleibt um|bleibt fuer|bleiben sie|bleiben fuer|bleiben am|bleibst fuer|bleibt bestehen|bleibt stehen|bleibt eingetragen|bleibt alles|lassen wir den|\
         your next|your appointment is|your appointment's|you have an appointment|you've an appointment|you've got an appointment|you're due|your slot is|stays|it stays|remains|keep the|still booked|still down|you're still|\
         wie ausgemacht|wie vereinbart|wie abgemacht|wie geplant|as agreed|as planned|as arranged",
    ),
    (
        Act::AsksWhether,
        "soll ich|sollen wir|darf ich|duerfen wir|moechten sie|moechtest du|wollen sie|willst du|wuerden sie|shall i|should i|would you like|do you want|can i|could i|may i|will i",
    ),
    (
        Act::AsksWhen,
        "wann|welcher tag|welchen tag|an welchem tag|welches datum|um wie viel uhr|um wieviel uhr|welche uhrzeit|welche zeit|uhrzeit|wie viel uhr|wieviel uhr|wie spaet|vormittags oder|when|which day|what day|what time|what date|morning or",
    ),
    (
        Act::AsksMore,
        "noch etwas|noch was|sonst noch|anything else|something else|anything further|anything more|further assistance|sonst etwas|sonst alles|noch helfen|noch behilflich|weiter behilflich|war das alles|noch fragen",
    ),
    (
        Act::Denies,
        "geschlossen|ruhetag|alles voll|ausgebucht|leider nicht|belegt|besetzt|nichts frei|nichts mehr|keine termine|keinen termin|nichts anbieten|vergeben|leider nein|leider nichts|leider keine|leider keinen|ganz voll|komplett voll|\
         haben wir zu|ist zu|closed|fully booked|booked up|booked out|nothing available|not available|nothing free|no availability|unavailable|nothing left|no appointments|ist weg|schon weg|da nicht|\
         da ist alles|alles belegt|alles vergeben|komplett belegt|voll belegt",
    ),
    (
        Act::Loses,
        "gerade vergeben|gerade weg|gerade weggegangen|weggegangen|gerade jemand|eben vergeben|doch nicht frei|doch schon|doch belegt|doch vergeben|doch nicht moeglich|geht doch nicht|nicht mehr frei|nicht mehr verfuegbar|nicht mehr da|\
         weggeschnappt|snapped up|gehoert schon|gehoert jemand|belongs to|kann ich nichts machen|nothing i can do|just been taken|just taken|just grabbed|just nabbed|just snapped|just gone|just been booked|no longer available|no longer free|not available after all",
    ),
    (
        Act::Fails,
        "nicht einsehen|nicht zugreifen|nur eine anfrage|nur als anfrage|anfrage weiter|anfrage auf|nichts gebucht|nicht gebucht|noch nichts fest|noch nichts eingetragen|only a request|just a request|pass on a request|passed on a request|nothing is booked|nothing's booked|not booked yet|isn't booked|can't see|cannot see|can't access|gone down|is down|are down|can't get into|can't book her|can't book his|can't book their|\
         nicht eintragen|nicht buchen|nicht vergeben|nicht zusagen|nicht reservieren|nicht fest zusagen|system ist|system gerade|system streikt|system haengt|systemausfall|stoerung|technisches problem|technischen problem|technische probleme|keinen zugriff|kein zugriff|auf den kalender|\
         ruft sie zurueck|rufen sie zurueck|ruft dich zurueck|rufen dich zurueck|ruft sie an|ruft sie dann|meldet sich bei|meldet sich dann|\
         unter vorbehalt|noch nicht bestaetigt|ohne gewaehr|can't book|cannot book|can't hold|cannot hold|can't reserve|nicht freihalten|nicht halten|unable to book|not able to book|can't confirm|cannot confirm|can't put|system is|system's|systems are|\
         computer is|computer's|call you back|calls you back|ring you back|give you a call|get back to you|provisionally|need to check with|have to check with|\
         fester termin ist|kein fester termin|keinen festen termin|noch kein termin|noch kein fester|noch nicht fest|ist nicht fest|nicht verbindlich|ist unverbindlich|versprechen kann ich|kann ich nicht versprechen|nicht versprechen|nichts versprechen|keine garantie|ohne garantie|als wunsch|ihren wunsch|deinen wunsch|als anfrage|ihre anfrage|deine anfrage|verbindlich wird|erst verbindlich|entscheidet das|entscheidet dann|\
         manager will confirm|she'll confirm|he'll confirm|they'll confirm|she will confirm|he will confirm|have to confirm|bestaetigt sie ihnen|bestaetigt er ihnen|muss das noch bestaetigen|muss noch bestaetigen|noch bestaetigt werden|\
         can't promise|cannot promise|no promises|not a firm booking|isn't a booking|not a booking|nothing definite|nothing firm|can't guarantee|as a request|the request|your request|a request|come back to you|comes back to you|\
         rufe sie gleich zurueck|rufe sie zurueck|rufe dich zurueck|rufe sie nachher zurueck|rufe sie spaeter zurueck|rufe sie dann zurueck|nimmt es nicht|nimmt es gerade nicht|nimmt das nicht|nimmt das gerade nicht|versuchen sie es spaeter|versuchen sie es bitte spaeter|versuchen sie es morgen|versuchen sie es bitte morgen|soll ich spaeter|soll ich nachher|\
         won't let me|isn't letting me|not letting me|won't save|try again later|try again tomorrow|call again later|call again tomorrow|call back later|call back tomorrow",
    ),
    (
        Act::Passes,
        "meldet sich|entscheiden|entscheidet|decide|decides|she'll text|he'll text|they'll text|melden uns bei|wir melden uns|gebe ich weiter|gebe es weiter|gebe das weiter|gebe ihren wunsch|leite ich|leite das|leite es|richte ich aus|richte es aus|wird ausgerichtet|muss ich klaeren|muss ich erst|muss ich kurz|muss ich abklaeren|klaere ich|klaere das|\
         gebe ich ihnen bescheid|gebe ihnen bescheid|geben wir ihnen bescheid|geben ihnen bescheid|bekommen sie bescheid|sage ich ihnen bescheid|sage ihnen bescheid|gibt ihnen bescheid|sagt ihnen bescheid|ich frage nach|frage ich nach|mit der chefin besprechen|mit dem chef besprechen|mit ihr besprechen|mit ihm besprechen|ich frage die|ich frage den|ich frage mal|\
         pass it on|pass that on|pass this on|be in touch|have to ask|need to ask|i'll ask|let you know|have to speak to|need to speak to|clear it with|run it past|run it by|run that past|run that by|run this by|buchungslink|link zur buchung|link zum buchen|selbst auswaehlen|selbst buchen|selber buchen|selbst eintragen|booking link|link to book|book it yourself",
    ),
    (
        Act::Retreats,
        "won't hold|give us a shout|give me a shout|schade|wieder anrufen|nochmal anrufen|wird es nichts|wird das nichts|melden sie sich einfach|melden sie sich gern|melden sie sich gerne|melden sie sich dann|melden sie sich nochmal|melden sie sich wieder|melden sie sich jederzeit|melde dich einfach|melde dich gern|melde dich nochmal|melde dich wieder|melde dich dann|rufen sie einfach|rufen sie gern|rufen sie gerne|ruf einfach|wie sie moechten|wie sie wollen|wie du magst|ein andermal|ein anderes mal|also kein termin|lasse ich es offen|ueberlegen sie|\
         another time|some other time|feel free to call|call us back|no rush|as you wish|\
         trage ich nichts ein|trage nichts ein|trag ich nichts ein|ich nichts ein|nichts eingetragen|nichts gebucht|nichts reserviert|buche ich nichts|buche nichts|dann buche ich nicht|lassen wir es|lassen wir das|lassen wir es offen|lasse ich das|lasse ich es|trage sie wieder aus|trage ich sie wieder aus|nehme ich sie wieder raus|nehme sie wieder raus|wieder raus|wieder ausgetragen|wieder geloescht|wieder gestrichen|wieder frei|gebe den platz wieder frei|gebe ich wieder frei|verstehe dann nicht|dann eben nicht|dann doch nicht|ohne termin dann|dann ohne termin|dann vielleicht ein andermal|vielleicht ein andermal|ueberlegen sie es sich|ueberlegen sie sich das|sagen sie einfach bescheid|geben sie einfach bescheid|warte auf ihren anruf|warten auf ihren anruf|bis sie sich melden|\
         won't book|not book|haven't booked|nothing booked|won't put you|leave it open|leave it there|leave it for now|leave it at that|i'll leave it|won't put anything|nothing's booked|taken that out|taken you out|taken it out|taken that off|taken it off|let us know|let me know|give us a call|give us a ring|ring us|when you know|when you've decided|\
         soll sich melden|soll sich dann melden|soll sich bitte melden|soll anrufen|soll dann anrufen|soll selbst anrufen|can ring us|can call us|should ring us|should call us|ring us to book|call us to book|buchen sie bitte online|buchen sie online|geht nur online|nur online|do that on our website|do that online|book that online|only online|online only",
    ),
    (
        Act::Hours,
        "just call in|call in to|we're back|no need to book|come back for him|come back for her|come back for it|back for him around|fetch him|fetch her|holen sie ihn|holen sie sie|koennen sie ihn holen|bringen wir|wir bringen|kommt rein|trifft ein|we'll bring|we bring|it'll be here|it will be here|and back on|spedition|liefern|liefert|zugestellt|zustellung|soweit|so weit|deliver|delivers|delivering|we're back on|back on the|wieder da|wieder fuer sie da|fahrer|lieferant|kurier|paket|paeckchen|courier|parcel|zu sprechen|wieder im haus|im haus|we open|wir oeffnen|oeffnen um|open at|opens at|machen um|machen wir um|geoeffnet|oeffnungszeiten|sprechzeiten|sprechstunde ist|haben wir offen|haben offen|offen|fuer sie da|werktags|abholen|abholbereit|abgeholt|schliessen|schliessen wir|oeffnen wir|fertig|\
         open from|we're open|we are open|opening hours|closes|we close|close at|open until|open till|pick up|pick it up|pick him up|pick her up|collect|ready|drop off by|telefonisch erreichbar|sind wir erreichbar|erreichbar|\
         bereit|liegt bereit|liegen bereit|bereitliegen|abholung|abzuholen|hinterlegt|hinterlege ich|ausgestellt|eingetroffen|geliefert|lieferung|kommt an|liegt fuer sie|liegt vorne|liegt vorn|liegt am|liegt an der|ohne termin|kommen einfach|kommst einfach|einfach kommen|einfach reinkommen|einfach reinschauen|keine anmeldung|just turn up|just come along|just walk in|ohne anmeldung|ohne voranmeldung|offene sprechstunde|offenen sprechstunde|einfach vorbei|einfach vorbeikommen|haben auf|haben wir auf|wir haben auf|durchgehend|am telefon erreichbar|\
         walk in|walk ins|no appointment needed|no appointment necessary|without an appointment|don't need an appointment|just pop in|just drop in|drop in|just come in|come by any time|delivered|delivery|ready for collection|at the desk|at reception|on the counter|be there for you to",
    ),
    (
        Act::Doubts,
        "haengt davon ab|haengt noch davon ab|kommt darauf an|kommt drauf an|kann ich ihnen erst|weiss ich erst|wissen wir erst|vielleicht klappt|klappt vielleicht|ginge vielleicht|geht vielleicht|it depends|that depends|depends on|depending on|might work|might be able|might be free|might have|may be able|only tell you|won't know until|don't know until|don't know yet|can't say yet",
    ),
    (
        Act::Checks,
        "moment|augenblick|sekunde|ich schaue|ich schau|schaue nach|schau nach|ich sehe nach|sehe nach|ich pruefe|pruefe ich|let me check|let me see|let me look|let me have a look|bear with me|one second|just a second|one moment|just a moment|checking",
    ),
    (
        Act::Offers,
        "frei|we've|slot|slots|haette ich|haetten wir|haette|haetten|haett|waere|waeren|ginge|koennte|koennten|anbieten|moeglich|luecke|available|free|i have|i've got|we have|we've got|could|can do|can offer|there's|there is|is open|how about|what about|wie waere",
    ),
];
