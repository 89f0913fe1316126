//! Callers of many trades: everyday words, two wishes, add-ons, and minds changed in mid-call.

use super::check;

/// A greeting, the caller's first words, and what follows.
fn call(words: &str) -> String {
    format!("Agent: Guten Tag.\nUser: {words}")
}

/// As [`check`], for calls that go on after the first words.
fn calls(catalogue: &[&str], said: &[(&str, &[&str])]) {
    let texts: Vec<String> = said.iter().map(|(words, _)| call(words)).collect();
    let all: Vec<(&str, &[&str])> = texts
        .iter()
        .zip(said)
        .map(|(text, (_, expected))| (text.as_str(), *expected))
        .collect();
    check(catalogue, &all);
}

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
fn a_dentist() {
    calls(
        &[
            "Kontrolle",
            "Professionelle Zahnreinigung",
            "Füllung",
            "Schmerzbehandlung",
            "Wurzelbehandlung",
        ],
        &[
            ("ich müsste mal wieder zur kontrolle", &["Kontrolle"]),
            (
                "einmal zähne sauber machen bitte",
                &["Professionelle Zahnreinigung"],
            ),
            ("mir ist eine plombe rausgefallen", &["Füllung"]),
            ("ich hab so zahnschmerzen", &["Schmerzbehandlung"]),
            (
                "eine kontrolle und gleich die zahnreinigung",
                &["Kontrolle", "Professionelle Zahnreinigung"],
            ),
            (
                "zur zahnreinigung bitte\nAgent: Wann?\nUser: ach wissen sie was machen wir erst mal nur die kontrolle\nAgent: Gern, Kontrolle. Montag?\nUser: ja",
                &["Kontrolle"],
            ),
            ("die wurzel muss behandelt werden", &["Wurzelbehandlung"]),
        ],
    );
}

#[test]
fn an_english_dentist() {
    calls(
        &[
            "Check-up",
            "Hygienist",
            "Filling",
            "Whitening",
            "Emergency appointment",
        ],
        &[
            (
                "i'm in agony with my tooth it's really hurting",
                &["Emergency appointment"],
            ),
            ("i've lost a filling", &["Filling"]),
            ("i'd like to see the hygienist", &["Hygienist"]),
            (
                "a check up please and could i see the hygienist too",
                &["Check-up", "Hygienist"],
            ),
            ("can i get my teeth whitened", &["Whitening"]),
            (
                "a check-up please\nAgent: Would you like the hygienist as well?\nUser: no just the check-up",
                &["Check-up"],
            ),
            (
                "whitening please\nAgent: When?\nUser: actually no make that a check up",
                &["Check-up"],
            ),
        ],
    );
}

#[test]
fn a_physiotherapist() {
    calls(
        &[
            "Krankengymnastik",
            "Manuelle Therapie",
            "Lymphdrainage",
            "Fango",
            "Massage",
        ],
        &[
            ("ich hab ein rezept für kg", &["Krankengymnastik"]),
            ("sechs mal manuelle bitte", &["Manuelle Therapie"]),
            (
                "auf dem rezept steht mt und fango",
                &["Manuelle Therapie", "Fango"],
            ),
            ("lymfdrainage für die beine", &["Lymphdrainage"]),
            (
                "massage\nAgent: Eine Massage, gern. Auch Fango dazu?\nUser: ja gern\nAgent: Massage und Fango, Montag um elf?\nUser: ja",
                &["Massage", "Fango"],
            ),
            (
                "massage\nAgent: Eine Massage, gern. Auch Fango dazu?\nUser: nee ohne fango\nAgent: Montag um elf?\nUser: ja",
                &["Massage"],
            ),
            ("ich hab rücken", &[]),
        ],
    );
}

#[test]
fn a_vet() {
    calls(
        &[
            "Impfung",
            "Kastration",
            "Zahnsteinentfernung",
            "Krallen schneiden",
            "Ultraschall",
        ],
        &[
            ("unser kater soll kastriert werden", &["Kastration"]),
            ("der hund braucht seine spritze die jährliche", &["Impfung"]),
            ("der zahnstein muss weg", &["Zahnsteinentfernung"]),
            (
                "krallen schneiden und impfen",
                &["Krallen schneiden", "Impfung"],
            ),
            (
                "impfen bitte\nAgent: Wann?\nUser: montag und könnten sie ihm dann auch die krallen kürzen\nAgent: Ja.",
                &["Impfung", "Krallen schneiden"],
            ),
            ("die katze humpelt", &[]),
        ],
    );
}

#[test]
fn a_vet_in_english() {
    calls(
        &[
            "Vaccination",
            "Neutering",
            "Dental clean",
            "Nail clipping",
            "Consultation",
        ],
        &[
            ("she's due her jabs", &["Vaccination"]),
            ("we want to get him neutered", &["Neutering"]),
            ("her claws need clipping", &["Nail clipping"]),
            ("his booster's due the vaccination", &["Vaccination"]),
            (
                "jabs please and her nails clipped while she's in",
                &["Vaccination", "Nail clipping"],
            ),
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
fn an_optician_in_english() {
    calls(
        &[
            "Eye test",
            "Contact lens fitting",
            "Glasses repair",
            "Children's eye test",
        ],
        &[
            ("i need my eyes tested", &["Eye test"]),
            ("my glasses are broken", &["Glasses repair"]),
            ("i'd like to try contact lenses", &["Contact lens fitting"]),
            ("an eye test for my little boy", &["Children's eye test"]),
            (
                "an eye test\nAgent: For yourself?\nUser: no it's for my daughter",
                &["Children's eye test"],
            ),
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
fn a_dog_groomer() {
    calls(
        &[
            "Waschen und Föhnen",
            "Scheren",
            "Trimmen",
            "Krallen schneiden",
            "Welpenschnupperkurs",
        ],
        &[
            ("der muss mal wieder geschoren werden", &["Scheren"]),
            ("einmal baden waschen und föhnen", &["Waschen und Föhnen"]),
            (
                "scheren und die krallen gleich mit",
                &["Scheren", "Krallen schneiden"],
            ),
            (
                "trimmen bitte\nAgent: Wann?\nUser: ach ne doch lieber scheren",
                &["Scheren"],
            ),
            ("für unseren welpen", &["Welpenschnupperkurs"]),
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
fn a_tattoo_studio() {
    calls(
        &[
            "Beratungsgespräch",
            "Tattoo",
            "Nachstechen",
            "Piercing",
            "Tattooentfernung",
        ],
        &[
            ("ich möchte mir was stechen lassen ein tattoo", &["Tattoo"]),
            (
                "ich will mein tattoo wegmachen lassen entfernen",
                &["Tattooentfernung"],
            ),
            ("da müsste was nachgestochen werden", &["Nachstechen"]),
            ("erst mal nur eine beratung", &["Beratungsgespräch"]),
            (
                "ein piercing\nAgent: Wann?\nUser: hm ich hab mir das anders überlegt dann doch ein tattoo",
                &["Tattoo"],
            ),
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
fn cosmetics() {
    calls(
        &[
            "Gesichtsbehandlung",
            "Wimpernverlängerung",
            "Augenbrauen zupfen",
            "Haarentfernung Beine",
            "Fußpflege",
        ],
        &[
            ("einmal gesicht bitte", &["Gesichtsbehandlung"]),
            (
                "meine beine müssten enthaart werden",
                &["Haarentfernung Beine"],
            ),
            ("augenbrauen und füße", &["Augenbrauen zupfen", "Fußpflege"]),
            ("neue wimpern", &["Wimpernverlängerung"]),
            (
                "fußpflege und ne gesichtsbehandlung\nAgent: Beides am Montag?\nUser: ach wir lassen die fußpflege weg\nAgent: Gut.",
                &["Gesichtsbehandlung"],
            ),
        ],
    );
}

#[test]
fn a_hairdresser() {
    calls(
        &[
            "Damenschnitt",
            "Herrenschnitt",
            "Kinderschnitt",
            "Färben",
            "Bartpflege",
        ],
        &[
            ("das übliche bitte wie immer", &[]),
            (
                "wie immer bitte\nAgent: Also Herrenschnitt und Bartpflege?\nUser: genau",
                &["Herrenschnitt", "Bartpflege"],
            ),
            ("mein mann braucht einen haarschnitt", &["Herrenschnitt"]),
            ("waschen schneiden für damen", &["Damenschnitt"]),
            (
                "spitzen schneiden\nAgent: Damenschnitt?\nUser: ja",
                &["Damenschnitt"],
            ),
            (
                "einen herrenschnitt\nAgent: Mit Bartpflege?\nUser: nein ohne",
                &["Herrenschnitt"],
            ),
            (
                "einen herrenschnitt und für den kleinen auch einen kinderschnitt",
                &["Herrenschnitt", "Kinderschnitt"],
            ),
            (
                "meine freundin hat sich bei ihnen färben lassen ich möchte einen damenschnitt",
                &["Damenschnitt"],
            ),
        ],
    );
}

#[test]
fn an_english_salon() {
    calls(
        &[
            "Cut and blow-dry",
            "Full head colour",
            "Roots",
            "Highlights",
            "Fringe trim",
        ],
        &[
            ("just my fringe trimming please", &["Fringe trim"]),
            ("my roots need doing", &["Roots"]),
            (
                "roots please\nAgent: When?\nUser: friday and can you add a fringe trim",
                &["Roots", "Fringe trim"],
            ),
            (
                "how much are highlights\nAgent: Ninety pounds.\nUser: blimey no just my roots then\nAgent: Roots, Friday at ten?\nUser: yes",
                &["Roots"],
            ),
            (
                "highlights or no actually a full head colour",
                &["Full head colour"],
            ),
            (
                "a full head colour instead of highlights",
                &["Full head colour"],
            ),
        ],
    );
}
