//! More trades and their German callers: their own words in every form, beside what was done
//! before, what others come for and what is turned down.

use super::check;

#[test]
fn fenster_putzen() {
    check(
        &["Fenster putzen", "Treppenhaus wischen", "Büroreinigung"],
        &[
            ("die fenster gehören mal geputzt", &["Fenster putzen"]),
            (
                "wer wischt bei ihnen das treppenhaus ich bräuchte jemand",
                &["Treppenhaus wischen"],
            ),
            (
                "meine nachbarin lässt bei ihnen das treppenhaus wischen und ich bräuchte jemand für die fenster",
                &["Fenster putzen"],
            ),
        ],
    );
}

#[test]
fn hecke_schneiden() {
    check(
        &[
            "Hecke schneiden",
            "Rasen mähen",
            "Baum fällen",
            "Beet anlegen",
        ],
        &[
            ("der rasen müsste gemäht werden", &["Rasen mähen"]),
            ("ein baum soll gefällt werden", &["Baum fällen"]),
            ("wir wollen ein beet angelegt haben", &["Beet anlegen"]),
            (
                "ich war letzte woche schon zum rasen mähen da angemeldet jetzt ist noch die hecke dran zum schneiden",
                &["Hecke schneiden"],
            ),
        ],
    );
}

#[test]
fn kuechenmontage() {
    check(
        &[
            "Küchenmontage",
            "Aufmaß",
            "Arbeitsplatte austauschen",
            "Elektroanschluss",
        ],
        &[
            (
                "könnt ihr mal vorbeikommen und alles aufmessen",
                &["Aufmaß"],
            ),
            (
                "die küche ist da und muss montiert werden",
                &["Küchenmontage"],
            ),
            (
                "unsere arbeitsplatte müsste ausgetauscht werden",
                &["Arbeitsplatte austauschen"],
            ),
        ],
    );
}

#[test]
fn sofa_reinigen() {
    check(
        &["Sofa reinigen", "Matratze reinigen", "Polster imprägnieren"],
        &[
            ("zwei matratzen zum reinigen", &["Matratze reinigen"]),
            (
                "die polster sollen imprägniert werden",
                &["Polster imprägnieren"],
            ),
        ],
    );
}

#[test]
fn scheibe_toenen() {
    check(
        &["Scheibe tönen", "Scheibe tauschen", "Folierung"],
        &[
            ("ich will die scheiben getönt haben", &["Scheibe tönen"]),
            ("ich hätt gern mein auto foliert", &["Folierung"]),
        ],
    );
}

#[test]
fn schluessel_nachmachen() {
    check(
        &[
            "Schlüssel nachmachen",
            "Schuhe besohlen",
            "Absätze erneuern",
            "Gravur",
        ],
        &[
            (
                "die schuhe müssten neu besohlt werden",
                &["Schuhe besohlen"],
            ),
            ("ich möchte einen ring gravieren lassen", &["Gravur"]),
            (
                "ich brauch einen schlüssel nachgemacht",
                &["Schlüssel nachmachen"],
            ),
        ],
    );
}

#[test]
fn uhr_reparieren() {
    check(
        &[
            "Uhr reparieren",
            "Batteriewechsel",
            "Armband kürzen",
            "Ring weiten",
        ],
        &[
            (
                "mein ring ist zu eng der muss geweitet werden",
                &["Ring weiten"],
            ),
            ("das armband gehört gekürzt", &["Armband kürzen"]),
            (
                "bei der uhr muss die batterie gewechselt werden",
                &["Batteriewechsel"],
            ),
        ],
    );
}

#[test]
fn rohrreinigung() {
    check(
        &[
            "Rohrreinigung",
            "Heizungswartung",
            "Wasserhahn austauschen",
            "Notdienst",
        ],
        &[
            ("bei uns ist das rohr verstopft", &[]),
            ("die heizung müsste gewartet werden", &["Heizungswartung"]),
            (
                "der hahn tropft den müsste man austauschen",
                &["Wasserhahn austauschen"],
            ),
        ],
    );
}

#[test]
fn fahrradinspektion() {
    check(
        &[
            "Fahrradinspektion",
            "Schlauch wechseln",
            "Laufrad zentrieren",
            "Schaltung einstellen",
        ],
        &[
            (
                "mein hinterrad eiert das müsste zentriert werden",
                &["Laufrad zentrieren"],
            ),
            (
                "die schaltung müsste neu eingestellt werden",
                &["Schaltung einstellen"],
            ),
            (
                "wechseln sie auch schläuche ich bräuchte das",
                &["Schlauch wechseln"],
            ),
        ],
    );
}

#[test]
fn allergietest() {
    check(
        &[
            "Allergietest",
            "Impfberatung",
            "Hautscreening",
            "Warzenentfernung",
        ],
        &[
            ("das juckt mich seit tagen so", &[]),
            (
                "ich hab eine warze am fuß die muss weg",
                &["Warzenentfernung"],
            ),
            (
                "ich wollte mich auf allergien testen lassen",
                &["Allergietest"],
            ),
        ],
    );
}

#[test]
fn eintragung_grundbuch() {
    check(
        &[
            "Eintragung Grundbuch",
            "Testament",
            "Ehevertrag",
            "Beglaubigung",
        ],
        &[
            ("ich müsste was beglaubigen lassen", &["Beglaubigung"]),
            (
                "ich war voriges jahr zum ehevertrag bei ihnen und jetzt bräuchte ich ein testament",
                &["Testament"],
            ),
        ],
    );
}

#[test]
fn gesichtsbehandlung() {
    check(
        &[
            "Gesichtsbehandlung",
            "Maniküre",
            "Pediküre",
            "Wimpern färben",
        ],
        &[
            (
                "meine mutter ist am freitag bei ihnen zur pediküre und ich hätt gern eine maniküre",
                &["Maniküre"],
            ),
            (
                "meine mutter möchte eine pediküre und ich hätte gern eine maniküre",
                &["Maniküre", "Pediküre"],
            ),
            (
                "Agent: Kosmetik Bella.\nUser: eine pediküre bitte\nAgent: Möchten Sie auch eine Maniküre dazu?\nUser: nein nur die pediküre",
                &["Pediküre"],
            ),
        ],
    );
}

#[test]
fn umzug() {
    check(
        &["Umzug", "Entrümpelung", "Möbelmontage", "Einlagerung"],
        &[
            ("der keller müsste entrümpelt werden", &["Entrümpelung"]),
            (
                "ich hab möbel die montiert werden müssen",
                &["Möbelmontage"],
            ),
            (
                "wir würden gern ein paar kisten bei ihnen einlagern",
                &["Einlagerung"],
            ),
        ],
    );
}

#[test]
fn passfotos() {
    check(
        &[
            "Passfotos",
            "Familienshooting",
            "Bewerbungsfoto",
            "Fotos entwickeln",
        ],
        &[(
            "ich möchte zwei filme entwickeln lassen",
            &["Fotos entwickeln"],
        )],
    );
}

#[test]
fn segelkurs() {
    check(
        &["Segelkurs", "Surfkurs", "Windsurfen", "Bootsverleih"],
        &[
            ("ich will surfen lernen machen sie da kurse", &["Surfkurs"]),
            ("mein sohn will segeln lernen", &["Segelkurs"]),
        ],
    );
}

#[test]
fn schornstein_kehren() {
    check(
        &["Schornstein kehren", "Feuerstättenschau", "Abgasmessung"],
        &[
            (
                "der schornstein muss wieder gekehrt werden",
                &["Schornstein kehren"],
            ),
            (
                "bei der therme müssten mal die abgase gemessen werden",
                &["Abgasmessung"],
            ),
        ],
    );
}

#[test]
fn grabpflege() {
    check(
        &["Grabpflege", "Trauerfloristik", "Brautstrauß", "Gestecke"],
        &[
            (
                "ich heirate im mai und brauche einen strauß",
                &["Brautstrauß"],
            ),
            (
                "könnten sie das grab meiner mutter pflegen",
                &["Grabpflege"],
            ),
        ],
    );
}

#[test]
fn backofen_reparieren() {
    check(
        &[
            "Backofen reparieren",
            "Waschmaschine reparieren",
            "Geschirrspüler anschließen",
        ],
        &[
            (
                "die waschmaschine schleudert nicht mehr und müsste repariert werden",
                &["Waschmaschine reparieren"],
            ),
            (
                "unser neuer geschirrspüler muss angeschlossen werden",
                &["Geschirrspüler anschließen"],
            ),
        ],
    );
}

#[test]
fn reiki() {
    check(
        &["Reiki", "Klangschalen", "Schröpfen", "Akupunktur"],
        &[
            ("ich würd mich gern mal schröpfen lassen", &["Schröpfen"]),
            (
                "beim letzten mal hatte ich akupunktur diesmal will ich geschröpft werden",
                &["Schröpfen"],
            ),
        ],
    );
}

#[test]
fn fahrstunde() {
    check(
        &[
            "Fahrstunde",
            "Nachtfahrt",
            "Theoriestunde",
            "Prüfungsvorbereitung",
        ],
        &[
            (
                "Agent: Fahrschule.\nUser: eine fahrstunde bitte\nAgent: Wann denn?\nUser: ach wissen sie was machen wir lieber gleich die nachtfahrt",
                &["Nachtfahrt"],
            ),
            (
                "Agent: Fahrschule.\nUser: ich brauch theorie\nAgent: Eine Theoriestunde. Und eine Fahrstunde dazu?\nUser: nee erst mal nicht",
                &["Theoriestunde"],
            ),
        ],
    );
}
