//! Callers of trades that care for things and papers: everyday words, two wishes, add-ons, minds changed in mid-call.

use super::calls;

#[test]
fn a_garage() {
    calls(
        &[
            "Ölwechsel",
            "Bremsenprüfung",
            "Klimaservice",
            "Hauptuntersuchung",
            "Unfallschaden",
        ],
        &[
            ("ich bräuchte frisches öl für meinen golf", &["Ölwechsel"]),
            ("der wagen muss zum tüv", &["Hauptuntersuchung"]),
            (
                "die bremsen quietschen könnt ihr da mal schauen",
                &["Bremsenprüfung"],
            ),
            (
                "einmal tüv und wenn er schon da ist auch die klima",
                &["Hauptuntersuchung", "Klimaservice"],
            ),
            (
                "ich wollte zum ölwechsel kommen\nAgent: Montag um acht?\nUser: ja und könnten sie die bremsen gleich mit prüfen\nAgent: Machen wir.",
                &["Ölwechsel", "Bremsenprüfung"],
            ),
            (
                "ich wollte zum ölwechsel kommen\nAgent: Montag um acht? Sollen wir die Bremsenprüfung gleich mitmachen?\nUser: nein danke nur das öl",
                &["Ölwechsel"],
            ),
            (
                "mir ist einer reingefahren ich hab einen unfallschaden",
                &["Unfallschaden"],
            ),
            ("das auto macht komische geräusche", &[]),
        ],
    );
}

#[test]
fn a_notary_and_a_lawyer() {
    calls(
        &[
            "Testament",
            "Grundstückskaufvertrag",
            "Beglaubigung",
            "Vorsorgevollmacht",
            "Ehevertrag",
        ],
        &[
            ("ich brauche eine beglaubigte kopie", &["Beglaubigung"]),
            ("wir kaufen ein grundstück", &["Grundstückskaufvertrag"]),
            (
                "meine mutter möchte eine vollmacht machen",
                &["Vorsorgevollmacht"],
            ),
            (
                "wir heiraten und wollen einen ehevertrag und ein testament",
                &["Ehevertrag", "Testament"],
            ),
            ("es geht um einen vertrag", &[]),
        ],
    );
}

#[test]
fn a_tax_adviser() {
    calls(
        &[
            "Einkommensteuererklärung",
            "Jahresabschluss",
            "Existenzgründungsberatung",
            "Lohnbuchhaltung",
            "Erbschaftsteuer",
        ],
        &[
            (
                "ich muss meine steuererklärung machen",
                &["Einkommensteuererklärung"],
            ),
            (
                "ich gründe eine firma und brauche beratung zur gründung",
                &["Existenzgründungsberatung"],
            ),
            ("es geht um die löhne die buchhaltung", &["Lohnbuchhaltung"]),
            ("der jahresabschluss steht an", &["Jahresabschluss"]),
            ("es geht um steuern", &[]),
        ],
    );
}

#[test]
fn heating_and_plumbing() {
    calls(
        &[
            "Heizungswartung",
            "Heizungsstörung",
            "Rohrreinigung",
            "Badsanierung",
            "Wasserhahn austauschen",
        ],
        &[
            (
                "das rohr ist verstopft und müsste gereinigt werden",
                &["Rohrreinigung"],
            ),
            (
                "die heizung müsste mal wieder gewartet werden",
                &["Heizungswartung"],
            ),
            ("unsere heizung ist ausgefallen", &["Heizungsstörung"]),
            ("der wasserhahn tropft", &["Wasserhahn austauschen"]),
            ("wir wollen das bad sanieren", &["Badsanierung"]),
            ("es geht um die heizung", &[]),
        ],
    );
    calls(
        &[
            "Boiler service",
            "Boiler repair",
            "Leak repair",
            "Drain unblocking",
        ],
        &[
            ("the boiler needs its annual service", &["Boiler service"]),
            (
                "the boiler's broken down can you repair it",
                &["Boiler repair"],
            ),
            ("there's a leak under my sink", &["Leak repair"]),
            ("my drain's blocked", &["Drain unblocking"]),
            ("it's about my boiler", &[]),
        ],
    );
}

#[test]
fn a_music_school() {
    calls(
        &[
            "Klavierunterricht",
            "Gitarrenunterricht",
            "Geigenunterricht",
            "Gesangsunterricht",
            "Musikalische Früherziehung",
        ],
        &[
            (
                "meine tochter möchte klavier lernen",
                &["Klavierunterricht"],
            ),
            (
                "ich würde gern gitarre spielen lernen",
                &["Gitarrenunterricht"],
            ),
            ("gesang bitte", &["Gesangsunterricht"]),
            (
                "klavier\nAgent: Gern, wann?\nUser: moment er sagt gerade er will lieber geige\nAgent: Dann Geigenunterricht. Montag?\nUser: ja",
                &["Geigenunterricht"],
            ),
            (
                "früherziehung für meinen kleinen",
                &["Musikalische Früherziehung"],
            ),
            ("ich möchte unterricht nehmen", &[]),
        ],
    );
}

#[test]
fn a_photographer() {
    calls(
        &[
            "Passbilder",
            "Bewerbungsfotos",
            "Hochzeitsreportage",
            "Babyshooting",
            "Familienshooting",
        ],
        &[
            ("ich brauch ein passfoto", &["Passbilder"]),
            ("fotos für eine bewerbung", &["Bewerbungsfotos"]),
            (
                "wir heiraten im mai und suchen jemand für die hochzeit",
                &["Hochzeitsreportage"],
            ),
            ("bilder von der ganzen familie", &["Familienshooting"]),
            ("ein shooting mit unserem baby", &["Babyshooting"]),
            ("ich hätte gern ein shooting", &[]),
        ],
    );
}

#[test]
fn a_driving_school() {
    calls(
        &[
            "Fahrstunde",
            "Theorieunterricht",
            "Nachtfahrt",
            "Sehtest",
            "Erste-Hilfe-Kurs",
            "Anmeldung",
        ],
        &[
            ("ich möchte mich anmelden", &["Anmeldung"]),
            ("ich bräuchte noch eine nachtfahrt", &["Nachtfahrt"]),
            ("zwei fahrstunden hintereinander", &["Fahrstunde"]),
            ("theorie bitte", &["Theorieunterricht"]),
            ("den erste hilfe kurs", &["Erste-Hilfe-Kurs"]),
            (
                "eine fahrstunde\nAgent: Eine normale?\nUser: nein eine nachtfahrt",
                &["Nachtfahrt"],
            ),
        ],
    );
}

#[test]
fn tyres() {
    calls(
        &[
            "Radwechsel",
            "Reifenmontage",
            "Reifeneinlagerung",
            "Achsvermessung",
            "Reifenreparatur",
        ],
        &[
            (
                "ich möchte von sommer auf winter wechseln die räder",
                &["Radwechsel"],
            ),
            (
                "ich hab mir einen nagel eingefahren der reifen hat einen platten",
                &["Reifenreparatur"],
            ),
            (
                "räder wechseln und die alten einlagern",
                &["Radwechsel", "Reifeneinlagerung"],
            ),
            ("die achse vermessen", &["Achsvermessung"]),
            (
                "radwechsel\nAgent: Radwechsel, gern. Sollen wir die Reifen einlagern?\nUser: nö die nehm ich mit",
                &["Radwechsel"],
            ),
        ],
    );
}

#[test]
fn a_garage_in_english() {
    calls(
        &[
            "MOT",
            "Full service",
            "Brake pads",
            "Oil change",
            "Air con regas",
            "Clutch replacement",
        ],
        &[
            ("she needs her oil changing", &["Oil change"]),
            ("mot and a full service please", &["MOT", "Full service"]),
            ("the clutch is slipping", &["Clutch replacement"]),
            ("the air con's packed up", &["Air con regas"]),
            (
                "an mot\nAgent: Shall we do a full service as well?\nUser: go on then\nAgent: MOT and full service, Monday at eight?\nUser: yes",
                &["MOT", "Full service"],
            ),
            (
                "an mot\nAgent: Shall we do a full service as well?\nUser: no thanks just the mot",
                &["MOT"],
            ),
            (
                "new brake pads\nAgent: When?\nUser: friday oh and can you do the oil too",
                &["Brake pads", "Oil change"],
            ),
            ("there's a funny noise", &[]),
        ],
    );
}

#[test]
fn a_cleaner_and_a_mover() {
    calls(
        &[
            "Umzug",
            "Entrümpelung",
            "Möbelmontage",
            "Küchenabbau",
            "Halteverbotszone",
        ],
        &[
            ("es geht um unseren umzug im juni", &["Umzug"]),
            ("der keller muss entrümpelt werden", &["Entrümpelung"]),
            (
                "jemand der die möbel aufbaut und montiert",
                &["Möbelmontage"],
            ),
            ("die küche müsste abgebaut werden", &["Küchenabbau"]),
            (
                "einen umzug mit halteverbotszone",
                &["Umzug", "Halteverbotszone"],
            ),
            ("ich hab da mal eine frage", &[]),
        ],
    );
}

#[test]
fn a_bicycle_shop() {
    calls(
        &[
            "Inspektion",
            "Bremsen einstellen",
            "Schaltung einstellen",
            "Schlauch wechseln",
            "E-Bike-Diagnose",
        ],
        &[
            ("die bremsen schleifen", &["Bremsen einstellen"]),
            (
                "meine schaltung spinnt könnten sie die einstellen",
                &["Schaltung einstellen"],
            ),
            ("der schlauch ist hin", &["Schlauch wechseln"]),
            ("mein e-bike braucht eine diagnose", &["E-Bike-Diagnose"]),
            (
                "eine inspektion und die schaltung auch gleich",
                &["Inspektion", "Schaltung einstellen"],
            ),
            ("einstellen bitte", &[]),
        ],
    );
}

#[test]
fn a_bank_and_an_insurer() {
    calls(
        &[
            "Baufinanzierung",
            "Kontoeröffnung",
            "Anlageberatung",
            "Rentenberatung",
            "Schadensmeldung",
        ],
        &[
            (
                "wir wollen ein haus bauen und brauchen eine finanzierung",
                &["Baufinanzierung"],
            ),
            ("ich möchte ein konto eröffnen", &["Kontoeröffnung"]),
            ("ich brauche beratung zu einer anlage", &["Anlageberatung"]),
            ("es geht um meine rente", &["Rentenberatung"]),
            ("ich muss einen schaden melden", &["Schadensmeldung"]),
            ("eine beratung bitte", &[]),
        ],
    );
}

#[test]
fn a_restaurant_and_a_hotel() {
    calls(
        &[
            "Table for dinner",
            "Private dining room",
            "Afternoon tea",
            "Sunday roast",
        ],
        &[
            ("afternoon tea for four please", &["Afternoon tea"]),
            ("do you do a roast on sundays", &["Sunday roast"]),
            ("a table for dinner", &["Table for dinner"]),
            ("could we have the private room", &["Private dining room"]),
        ],
    );
}

#[test]
fn a_class_of_licence_is_a_letter() {
    calls(
        &[
            "Fahrstunde Klasse B",
            "Fahrstunde Klasse A",
            "Theorieprüfung",
        ],
        &[
            ("eine fahrstunde klasse b", &["Fahrstunde Klasse B"]),
            ("eine fahrstunde", &[]),
            (
                "eine fahrstunde für die klasse a bitte",
                &["Fahrstunde Klasse A"],
            ),
        ],
    );
}
