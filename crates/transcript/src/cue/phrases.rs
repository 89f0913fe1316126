//! The phrases by which callers say yes, no, later, and which one.

use super::{Cue, EARLIER, LATER, MIDDLE};

/// Phrases and what they do; the longest that fits counts.
pub(super) const PHRASES: [(Cue, &str); 18] = [
    (
        Cue::Take,
        "den bitte|die bitte|den da|bitte den|nehm ich|nehme ich|den nehm ich|den nehme ich|dann nehm ich|dann nehme ich|dann nehm ich den|dann nehme ich den|nehmen wir|nehmen wir den|nehm ma|nehmen sie mich|i'll take it|i'll take that|i'll take|i'll have that|book it|please book it|put me down|buchen sie|buchen sie das|buchen sie ein|buch ich|buche ich|\
         tragen sie mich ein|trag mich ein|tragens mich ein|tragt mich ein|tragen sie uns ein|schreiben sie mich ein|schreib mich auf|merken sie mich vor|reservieren sie|sign me up|pencil me in|book me in|tragen sie es ein|tragen sie das ein|bitte eintragen|gerne eintragen|dann machen wir das so|dann nehme ich das|go for it|\
         nimm i|nimm ich|nemm i|nehm i|nimm i den|den nimm i|dann nimm i|dann nimm i den|geben sie mir den|geben sie mir das|gebens mir den|gib mir den|schreiben sie mich auf|schreibens mich auf|schreibens mi auf|schreib mich ein|tragen sie mich da ein|tragen sie mich da bitte ein|\
         eini damit|rein damit|her damit|den schnapp ich mir|den krall ich mir|den haett ich gern|den haette ich gern|den haette ich gerne|halten sie mir den|machen sie das fest|machen sie den fest|machen sie fest|machens fest|notieren sie mich|notieren sie das|setzen sie mich|\
         give me the|give me that|i'll go with|i'll go for|i'll have the|i'll have that one|stick me down|stick me in|pop me in|pop me down|put me in|slot me in|i'll grab|lock it in|count me in|book that",
    ),
    (
        Cue::Yes,
        "da kann ich mich nicht beschweren|kann ich mich nicht beschweren|kann mich nicht beschweren|stimmts|jetzt stimmts|jetzt stimmt es|jetzt passts|jetzt passt es|bin ich da|ist mir lieber|is mir lieber|dann so|so bitte|dann so bitte|ja|muss wohl|muss ich wohl|nicht nein sagen|nein sagen kann ich da nicht|can't say no|no complaints|no complaint|no objection|no objections|keine einwaende|sag ich nicht nein|sage ich nicht nein|wouldn't say no|won't say no|jo|joa|jawohl|jawoll|jap|jepp|jup|jaja|genau|richtig|stimmt|passt|passt scho|passt schon|passt gut|passt mir|passt perfekt|super|prima|perfekt|top|tiptop|klasse|toll|wunderbar|klingt gut|klingt super|hoert sich gut an|\
         das geht|des geht|da geht es|dat geht|es geht|geht klar|geht schon|geht gut|geht in ordnung|machen wir|mach ma|mach mas|mach mer|machen wa|machen wir so|so machen wir|so machen wir das|\
         machen wir das|das machen wir|einverstanden|in ordnung|gerne|gern|sehr gerne|sehr gern|das waere gut|waere super|waere gut|waere toll|waere prima|ausgezeichnet|abgemacht|natuerlich|kein problem|warum nicht|egal passt doch|passt doch|bleibt dabei|bleibts dabei|\
         ideal|hervorragend|freilich|sicher|von mir aus|auch recht|ist recht|is recht|mir recht|das kann ich|da kann ich|das haut hin|haut hin|das klappt|klappt|das krieg ich hin|das kriegen wir hin|krieg ich hin|kriegen wir hin|laesst sich einrichten|kann ich einrichten|das schaff ich|schaff ich|das schaffe ich|schaffe ich|meinetwegen|optimal|des basst|basst|basst scho|is guet|isch guet|isch guat|na guat|guat|guet|na gut|na schoen|muss ja|ist gut|is gut|sehr gut|mega|spitze|bestens|fein|so machen wirs|machen wirs so|dann machen wirs|dann machen wirs so|so mach mas|passt so|das geht sich aus|geht sich aus|hilft ja nix|hilft ja nichts|hilft nix|wird schon gehen|soll mir recht sein|\
         yes|yeah|yep|yup|sure|that's fine|fine by me|is fine|perfect|that works|works for me|sounds good|sounds great|sounds perfect|lovely|brilliant|that'd be great|that would be great|that's great|that's good|is good|is great|\
         absolutely|correct|that's right|that's the one|take it|go ahead|go on then|please do|yes please|that'll do|let's do it|let's do that|let's do|let's go with|wonderful|exactly|excellent|i can do that|i can do|i can make that|that suits me|suits me|i can make|deal|fab|fabulous|grand|ace|amazing|awesome|smashing|definitely|of course|\
         freut mich|it is then|lassen wir es dabei|lassen wirs dabei|lassen wir es so|lassen sie ihn stehen|lass mas stehen|lassen sie es so|leave it as it is|leave it at that|\
         nicht schlecht|gar nicht schlecht|nicht uebel|gar nicht uebel|da ist nix|da is nix|da hab ich nix|da hab i nix|da hab ich nichts|da liegt nichts an|da steht nichts|jau|jou|jow|jawoi|jawoi ja|joh|jaha|ja doch|jep|jes|eh klar|passt eh|na klar|na freilich|freili|klaro|logisch|selbstverstaendlich|unbedingt|aber gern|aber gerne|aber sicher|auf jeden fall|auf jeden|jederzeit|nix dagegen|nichts dagegen|spricht nichts dagegen|kein thema|kein ding|geht scho|geht prima|geht wunderbar|geht super|geht perfekt|\
         langt mir|das langt|des langt|guad passt|is guad|na guad|passt guad|ist guad|sehr guad|basst guad|tiptopp|tipptopp|tip top|tippitoppi|picobello|stabil|bombe|grossartig|fantastisch|phantastisch|traumhaft|herrlich|astrein|wie gerufen|kommt mir gelegen|kommt mir entgegen|kommt gut hin|kommt hin|trifft sich gut|trifft sich prima|gebongt|ist gebongt|geritzt|ist geritzt|topp|\
         mach i|mach ich|mach ich so|machen wir des|mach ma so|mach ma des|so mach mas|dann mach mas|dann mach ma des|schuh draus|hand drauf|wieder so|so wie immer|wie immer|wie sonst auch|wie letztes mal|wie beim letzten mal|wie gehabt|einverstande|iverstande|isch recht|isch rächt|isch i ornig|isch in ordnung|isch super|isch perfekt|passt prima|das passt|des passt|dat passt|dit passt|dat löppt|löppt|dat geiht|geiht klor|geiht kloor|allens kloor|\
         lass ma so|lass mas so|des lass ma so|das lass ma so|lassen wir so|lassen wir das so|dann lassen wir das so|lass mers so|lass uns das so machen|bin dabei|wir sind dabei|da komm ich|da komme ich|da komm i|da kommen wir|da bin ich da|da bin i da|da sind wir da|bin ich dabei|bin puenktlich|bin ich puenktlich|wir sind puenktlich|das duerfen sie|duerfen sie gern|duerfens|ja machen sie das|machen sie das so|machens des so|ja machen sie ruhig|gerne doch|nur zu|krieg i hin|des kriag ma hin|schaff ma|schaff i|des schaff i|schaff ich locker|das schaff ich locker|kriegen wir gebacken|das wär mir recht|waer mir recht|waere mir recht|das waere mir recht|besser gehts nicht|\
         why not|not bad|can't complain|kann man nicht meckern|nix zu meckern|nichts zu meckern|nicht verkehrt|nothing on|splendid|marvellous|marvelous|spot on|bang on|magic|champion|nice one|no problem at all|not a problem|that's ideal|ideal|works great|works perfectly|happy with that|happy days|that's the ticket|just the ticket|that'd work|that would work|that'll work|that'll do|that'll do nicely|that'll be fine|that'll be lovely|that'll be great|that'll be grand|that'll suit|that would be fine|that'd be fine|that'd be lovely|that would be lovely|that'd be perfect|that would be perfect|that's lovely|that's perfect|that's splendid|can do|will do|you're on|aye|righto|right you are|okey dokey|okie dokie|okay dokey|same again|same as last time|same as before|same as usual|suits us|suits me fine|suits us fine|grand so|sure thing|by all means|cracking|no bother|no bother at all|i'll be there|we'll be there|nae bother|nae problem|super duper|that's a date|it's a date|there we go then|sure enough|too right",
    ),
    (
        Cue::Heard,
        "das macht nichts|macht nichts|das macht nix|macht nix|doesn't matter|that doesn't matter|okay|ok|oke|okey|gut|alles klar|klar|schoen|eh|ginge|geht|fine|great|good|right|alright|all right|cool|i see|works|no problem|no worries|done|\
         guad|guet denn|jo eh|mhm okay|ookay|okee|allet klar|alls klar|ois klar",
    ),
    (
        Cue::No,
        "nein|nee|ne|noe|naa|nein danke|nee danke|ne danke|no|nope|nah|no thanks|no thank you",
    ),
    (
        Cue::Pause,
        "moment|moment mal|augenblick|sekunde|warten sie|wart ma|warte|warte mal|warte kurz|schau mal|ich schau|ich schau mal|schaue mal|mal schauen|mal gucken|muss mal schauen|muss ich mal schauen|wait|oh wait|wait a minute|wait a second|hold on|hang on|let me check|let me see|let me look|one second|one moment|just a second|let me think|\
         wart|wart mal|wart kurz|wart amol|wartens|wartens mal|wartens kurz|warten sie mal|momentle|momenterl|momentchen|ach halt|lassen sie mich ueberlegen|lass mich ueberlegen|lassen sie mich kurz ueberlegen|lassen sie mich mal ueberlegen|mal ueberlegen|stopp|stop|halt mal|ich guck|ich guck mal|guck mal|guck ich mal|muss mal gucken|muss ich mal gucken|schau ich mal|lass mich schauen|lass mich gucken|lassen sie mich schauen|give me a sec|one sec|just a sec|hang about|hold up",
    ),
    (
        Cue::Cannot,
        "leider nicht|geht nicht|geht leider nicht|geht gar nicht|geht bei mir nicht|geht sich nicht aus|passt nicht|passt mir nicht|passt leider nicht|passt mir leider nicht|passt gar nicht|passt mir gar nicht|passt mir nicht so|\
         kann ich nicht|kann ich leider nicht|kann ich da nicht|da kann ich nicht|da kann ich leider nicht|kann da nicht|kann ich aber nicht|kann ich gar nicht|kann i net|geht net|passt net|kann ich schlecht|das geht schlecht|\
         schaff ich nicht|schaffe ich nicht|das schaff ich nicht|schaff ich leider nicht|schaff i net|auch nicht|lieber nicht|zu frueh|zu spaet|z frueh|z spaet|zu lange|zu teuer|zu kurzfristig|zu weit|zu knapp|ungern|quatsch|ach ne|\
         ist mir zu|is mir zu|das ist schlecht|is schlecht|ist schlecht|schlecht|unguenstig|is nix|ist nix|is nichts|bin ich nicht da|bin ich weg|klappt nicht|klappt leider nicht|da arbeite ich|da muss ich arbeiten|bin ich im urlaub|bin ich arbeiten|bin ich auf arbeit|habe ich keine zeit|hab ich keine zeit|keine zeit|\
         stimmt nicht|ist falsch|falsch|not really|doesn't work|does not work|won't work|don't work|doesn't suit|can't|cannot|i can't|can't make|can't make it|can't do|i can't do|too early|too late|too far|too expensive|too long|not good|no good|i'm working|i work|that's no good|not possible|unfortunately not|i'd rather not|rather not|wrong|that's wrong|not that|i'm busy|i'm away|neither|neither really|bit early|bit late|a bit early|a bit late",
    ),
    (
        Cue::Maybe,
        "aha|vielleicht|eventuell|evtl|unter umstaenden|wahrscheinlich|vermutlich|muesste gehen|muesste eigentlich|muesste klappen|sollte gehen|sollte klappen|sollte eigentlich|koennte gehen|koennte klappen|glaub schon|glaube schon|glaub ich|glaube ich|denk schon|denke schon|denk ich|denke ich|\
         weiss nicht ob|nicht ganz sicher|maybe|perhaps|probably|possibly|might|i think so|i think|i guess|should be okay|should be fine|should work|depends|je nachdem|kommt drauf an|richte ich aus|richte ich ihm aus|richte ich ihr aus|richt ich ihm aus|richt ich ihr aus|sag ich ihm|sag ich ihr|sage ich ihm|sage ich ihr|i'll tell him|i'll tell her|i'll tell them|i'll pass it on|i'll pass that on|good to know|that's good to know|gut zu wissen|als ob|as if",
    ),
    (
        Cue::Later,
        "don't put me in|don't put us|don't hold it|not just yet|put me in yet|book it yet|i've to check|got to check|check if i'm|check whether|frag erst|bespreche|besprechen das mit|besprechen|bespreche das|rede mit|abstimmen|absprechen|schau nochmal|schaue nochmal|noch gucken|noch schauen|nochmal gucken|erst gucken|erst schauen|frage erst|muss ich erst|muss erst|muss i erst|muss ich noch fragen|muss ich noch schauen|muss ich noch gucken|muss ich noch klaeren|muss ich noch checken|muss ich mal fragen|\
         ich ueberleg|ueberlege|ueberlegen|ueberleg|ueberlegs|ueberdenken|drueber schlafen|ich melde mich|melde mich|meld mich|meld mi|melden uns|ich meld|ruf nochmal an|rufe nochmal an|nochmal an|nochmal durch|noch einmal an|ruf wieder an|rufe wieder an|ruf noch mal an|rufe noch mal an|rufe zurueck|ruf zurueck|ruf dann|rufe dann|\
         weiss noch nicht|weiss ich noch nicht|weiss ich nicht|weiss nicht|weiss i net|unsicher|bin mir nicht sicher|bin nicht sicher|nicht sicher|mal sehen|schau ma mal|schaun wir mal|erst fragen|erst mal fragen|erstmal fragen|muss fragen|erst mit|erst noch|abklaeren|abklaere|klaeren|ruecksprache|unverbindlich|vorbehalt|\
         noch nicht fest|noch nicht sicher|noch nicht genau|noch nicht festlegen|noch nicht buchen|noch nicht eintragen|noch nichts|nichts ein|nicht fest|spaeter nochmal|spaeter noch mal|erst meinen|erst meine|andere angebote|vergleichen|nochmal vergleichen|umhoeren|schau erst|erst nur|erst mal nur|nur mal|nur eine frage|nur wissen|\
         have a chat with|chat with my|chat to my|have a word with|word with my|talk it over|mit meinem mann reden|mit meiner frau reden|mit meinem mann sprechen|mit meiner frau sprechen|red mit|spreche ich mit|sprech ich mit|i'll think|have a think|think about it|think it over|let me think about it|sleep on it|call back later|call you back|i'll call back|call back|ring back|ring you back|phone back|call again|ring again|get back to you|come back to you|check with|need to ask|have to ask|talk to my|speak to my|ask my|have to check|need to check|gotta check|check my|not sure|i don't know|don't know|\
         don't book|not yet|not at the moment|im moment nicht|momentan nicht|gerade nicht|grad nicht|derzeit nicht|jetzt nicht|don't book it yet|shop around|look around|let you know|provisionally|i'll wait|i should wait|rather wait|wait until|wait for now|dann warte ich|warte ich lieber|warte lieber|noch warten|\
         muss nachfragen|muss ich nachfragen|muss da nachfragen|erst nachfragen|frag daheim|frag meine frau|frag meinen mann|frage meinen mann|frage meine frau|ich sag bescheid|ich sage bescheid|sag ich bescheid|sage ich bescheid|geb ich bescheid|gebe ich bescheid|ich geb bescheid|ich gebe bescheid|ich geb ihnen bescheid|ich gebe ihnen bescheid|ich sag ihnen bescheid|ich meld mi|meld i mi|komm drauf zurueck|komme drauf zurueck|komme darauf zurueck|komme auf sie zurueck|geb ich weiter|geb ich so weiter|gebe ich weiter|gebe ich so weiter|frag fuer die|frag nur fuer|frage nur fuer|leave it with me|question mark|fragezeichen|auf sie zu|auf euch zu|auf dich zu|durch den kopf gehen|in den kalender schauen|in meinen kalender|kalender gucken|kalender schauen|check my diary|check my calendar|look at my diary|komm auf sie zurueck|noch abwarten|abwarten|noch nicht zusagen|nicht zusagen|noch nichts zusagen|nichts zusagen|noch nicht sagen|ueberleg i mir|ueberlegs mir|ueberleg mir|eine nacht drueber|nacht drueber|\
         run it past|run it by|run that past|run that by|i'll ring|i'll phone|i'll give you a ring|i'll give you a call|i'll call again|i'll come back|i'll try again|try again later|leave it for now|leave it for today|anything down|hold off|nothing yet|not today|not right now|maybe another time|maybe later|ask the wife|ask the husband|mull it over|can't say yet|can't commit|don't want to commit|don't put anything|don't hold|don't reserve|don't keep|don't book anything|i'll text|i'll email|i'll message|i'll drop you|i'll be in touch|i'll let you|don't put me down|don't put it|don't pencil|once i've spoken|once i've asked|once i know",
    ),
    (
        Cue::Withdrawal,
        "doch nicht|lassen wir|lassen wir das|lassen wir es|lassen wirs|lass ma|lassen sie mal|lassen sie es|lassen sies|vergessen sie|vergessen sie's|vergessen sie es|vergiss es|dann nicht|dann lieber gar nicht|dann lass ich|dann lass ichs|dann lasse ich|dann eben nicht|\
         hat sich erledigt|brauch den nicht|brauche den nicht|hat sich schon erledigt|brauche ich nicht mehr|brauch ich nicht mehr|forget it|never mind|nevermind|leave it|leave that|scrap that|let's leave it|cancel that|streichen sie das|streichen sie den|streichen sie ihn|nicht buchen|nicht eintragen|woanders|ein andermal|ein anderes mal|another time|some other time|anderswo|wo anders|bei einer anderen|bei einem anderen|somewhere else|elsewhere|try another|\
         ich verzichte|verzichte|kein bedarf|doch absagen|doch kein|doch keinen|keinen termin mehr|\
         mach ich das da|mach ich das dort|mach ich das online|mach ich online|dann online|buch ich online|buche ich online|buch ich das online|buche ich das online|do it online|book online|book it online|brauch i nix mehr|brauch ich nix mehr|brauch ich nichts mehr|brauch i nimmer|brauch ich nimmer|brauch mer nimmer|mach ichs selber|mach ichs selbst|mach is selber|mach i selber|mach ich selber|mach ich selbst|mach ich es selber|mach ich es selbst|mach ich das selber|mach ich das selbst|selber machen|do it myself|do it meself|streichts mi|streichts mich|streich mich|streich mi|streichen sie mich|streichens mi|streichens mich|mich wieder aus|mi wieder aus|mich bitte wieder aus|uns wieder aus|uns bitte wieder aus|den wieder aus|mich wieder raus|mi wieder raus|mich bitte wieder raus|uns wieder raus|den wieder raus|das wieder raus|nehmen sie mich raus|wieder loeschen|wieder streichen|wieder stornieren|loeschen sie mich|lass mas|lass mers|lass mas bleiben|lass mers bleiben|lassen wirs bleiben|lassen wir es bleiben|lassen wir das bleiben|lass ma bleiben|lass es bleiben|bleiben lassen|lass ichs|lass ich es|lass ich das|lasse ich es|lasse ich das|lasse ichs|dann lieber nicht|dann lieber doch nicht|lieber doch nicht|doch lieber nicht|dann net|dann ned|doch net|doch ned|na dann net|verzicht ich|verzicht i|verzichte ich|spar ich mir|spar i mir|nix fuer mich|nichts fuer mich|zu happig|mir zu viel|mir zuviel|mir zvui|anders ueberlegt|kein interesse|ohne mich|ziehe ich zurueck|zieh ich zurueck|ich ziehe zurueck|wird mir zu bloed|ist mir zu bloed|woanders um|woanders hin|\
         i'll pass|i'll give it a miss|give it a miss|give that a miss|i'll skip|skip it|count me out|changed my mind|change my mind|not interested|no longer want|don't want it|don't bother|take me off|take me out|take my name off|take it out again|rub it out|rub me out|scrap it|on second thoughts|on second thought|too steep|bit steep|a bit much|bit much|too much for me|rather leave it|better leave it|pull out|back out|undo that|delete that|cross me off|strike me off",
    ),
    (
        Cue::Keep,
        "bleibt so|bleibt stehen|bleibt bestehen|nicht absagen|nicht abmelden|nicht stornieren|nicht loeschen|nicht streichen|so lassen|alles wie es ist|alles so wie es ist|keep it|keep that|don't cancel|duerfen sie|ich komme|ich komm|komm ich|i'll be in|stehen lassen",
    ),
    (
        Cue::Parting,
        "bis dann|bis gleich|bis nachher|see you then|see you there|see you on|see you soon|dann seh ma uns|dann sehen wir uns|wir sehen uns|i'll see you|we'll see you",
    ),
    (
        Cue::Choice(0),
        "das erste|den ersten|der erste|die erste|erste variante|first one|the first|the former|ersteres|das eine|des erste|den erschte",
    ),
    (
        Cue::Choice(1),
        "make it the other|take the other|rather the other|the other please|das zweite|den zweiten|der zweite|die zweite|second one|the second|the second one|the latter|letzteres|das andere|des zweite|den andern|den anderen|the other one",
    ),
    (
        Cue::Choice(2),
        "das dritte|die dritte|des dritte|third one|the third one",
    ),
    (
        Cue::Choice(EARLIER),
        "the early one|the earlier slot|den fruehen|das fruehe|das fruehere|den frueheren|der fruehere|die fruehere|the earlier|earlier one|the earlier one",
    ),
    (
        Cue::Choice(LATER),
        "the late one|den spaeten|das spaete|das spaetere|den spaeteren|der spaetere|die spaetere|the later|later one|the later one|des spaetere",
    ),
    (
        Cue::Choice(MIDDLE),
        "mittlere|mittleren|mittlerer|in der mitte|mittendrin|dazwischen|in the middle|go for the middle|middle one|the middle|the one in the middle",
    ),
    (
        Cue::Choice(-1),
        "das letzte|den letzten|der letzte|die letzte|last one|the last|the last one",
    ),
];
