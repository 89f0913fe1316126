//! Catalogues of many trades, and how their customers ask.

use super::check;

#[test]
fn a_tailor() {
    check(
        &[
            "Hose kürzen",
            "Reißverschluss wechseln",
            "Kleid ändern",
            "Anzug Maßanfertigung",
            "Express-Änderung",
        ],
        &[
            ("ich müsste eine hose kürzen lassen", &["Hose kürzen"]),
            ("die hose müsste gekürzt werden", &["Hose kürzen"]),
            (
                "der reißverschluss an meiner jacke muss gewechselt werden",
                &["Reißverschluss wechseln"],
            ),
            (
                "an meinem kleid müsste was geändert werden",
                &["Kleid ändern"],
            ),
            ("ich hätte gern einen anzug", &["Anzug Maßanfertigung"]),
            ("guten tag ich hätte gern einen termin", &[]),
        ],
    );
}

#[test]
fn a_window_cleaner() {
    check(
        &[
            "Fensterreinigung",
            "Treppenhausreinigung",
            "Teppichreinigung",
            "Grundreinigung",
            "Wintergarten",
        ],
        &[
            ("könnten sie meine fenster reinigen", &["Fensterreinigung"]),
            (
                "die fenster müssten mal wieder geputzt werden",
                &["Fensterreinigung"],
            ),
            ("ein teppich müsste gereinigt werden", &["Teppichreinigung"]),
            (
                "im treppenhaus müsste gereinigt werden",
                &["Treppenhausreinigung"],
            ),
            ("ich brauche eine reinigung", &[]),
            (
                "fensterreinigung und teppichreinigung bitte",
                &["Fensterreinigung", "Teppichreinigung"],
            ),
        ],
    );
}

#[test]
fn a_phone_shop() {
    check(
        &[
            "Displayreparatur",
            "Akkutausch",
            "Wasserschaden",
            "Datenrettung",
            "Ladebuchse erneuern",
        ],
        &[
            (
                "bei meinem handy ist das display kaputt",
                &["Displayreparatur"],
            ),
            ("können sie den akku tauschen", &["Akkutausch"]),
            ("mein akku müsste getauscht werden", &["Akkutausch"]),
            ("ich hab einen wasserschaden", &["Wasserschaden"]),
            ("ich müsste daten retten lassen", &["Datenrettung"]),
            (
                "die ladebuchse müsste erneuert werden",
                &["Ladebuchse erneuern"],
            ),
            ("mein handy geht nicht mehr", &[]),
        ],
    );
}

#[test]
fn a_notary() {
    check(
        &[
            "Erstgespräch",
            "Testament",
            "Ehevertrag",
            "Unterschriftsbeglaubigung",
            "Immobilienkaufvertrag",
        ],
        &[
            (
                "ich brauche eine unterschrift beglaubigt",
                &["Unterschriftsbeglaubigung"],
            ),
            ("ich möchte mein testament machen", &["Testament"]),
            ("es geht um einen ehevertrag", &["Ehevertrag"]),
            ("ich brauche einen vertrag", &[]),
            ("wir kaufen eine immobilie", &["Immobilienkaufvertrag"]),
            ("ich wollte erst mal fragen was das kostet", &[]),
        ],
    );
}

#[test]
fn an_optician() {
    check(
        &[
            "Sehtest",
            "Kinder-Sehtest",
            "Kontaktlinsenanpassung",
            "Brillenreparatur",
            "Brillenberatung",
        ],
        &[
            ("ich hätte gern einen sehtest", &["Sehtest"]),
            ("einen sehtest für meine tochter", &["Kinder-Sehtest"]),
            ("ich hätte gern einen kindersehtest", &["Kinder-Sehtest"]),
            (
                "ich möchte kontaktlinsen anpassen lassen",
                &["Kontaktlinsenanpassung"],
            ),
            (
                "meine kontaktlinsen müssten angepasst werden",
                &["Kontaktlinsenanpassung"],
            ),
            (
                "meine brille müsste repariert werden",
                &["Brillenreparatur"],
            ),
            ("es geht um meine brille", &[]),
        ],
    );
}

#[test]
fn a_nail_studio() {
    check(
        &[
            "Gel-Nägel Neuanlage",
            "Gel-Nägel auffüllen",
            "Gel-Nägel entfernen",
            "Handmassage",
        ],
        &[
            (
                "meine gelnägel müssten aufgefüllt werden",
                &["Gel-Nägel auffüllen"],
            ),
            (
                "gel nägel neu machen eine neuanlage",
                &["Gel-Nägel Neuanlage"],
            ),
            (
                "ich will die gelnägel entfernen lassen",
                &["Gel-Nägel entfernen"],
            ),
            ("ich hätte gern gelnägel", &[]),
            ("eine massage für die hände", &["Handmassage"]),
        ],
    );
}

#[test]
fn a_physiotherapist_and_a_gym() {
    check(
        &[
            "Rückenmassage",
            "Hot-Stone-Massage",
            "Personal Training",
            "Körperanalyse",
            "Probetraining",
        ],
        &[
            ("eine rückenmassage bitte", &["Rückenmassage"]),
            ("ich hätte gern eine massage", &[]),
            ("eine massage am rücken", &["Rückenmassage"]),
            (
                "ich würde gern mal zur probe trainieren",
                &["Probetraining"],
            ),
            ("ein probetraining", &["Probetraining"]),
            (
                "ich möchte meinen körper analysieren lassen",
                &["Körperanalyse"],
            ),
            (
                "Agent: Guten Tag.\nUser: ich hätte gern eine massage\nAgent: Die Rückenmassage?\nUser: ja genau\nAgent: Morgen um elf?\nUser: passt",
                &["Rückenmassage"],
            ),
            (
                "Agent: Guten Tag.\nUser: ich hätte gern eine massage\nAgent: Rückenmassage oder Hot-Stone-Massage?\nUser: weiß ich noch nicht",
                &[],
            ),
            (
                "Agent: Guten Tag.\nUser: ein probetraining ach nee lieber eine körperanalyse\nAgent: Gern.\nUser: danke",
                &["Körperanalyse"],
            ),
        ],
    );
}

#[test]
fn a_hairdresser() {
    check(
        &[
            "Damenschnitt",
            "Herrenschnitt",
            "Kinderschnitt",
            "Färben",
            "Föhnen",
        ],
        &[
            ("schneiden und färben bitte", &["Färben"]),
            ("einen haarschnitt", &[]),
            ("für meinen sohn einmal haare schneiden", &["Kinderschnitt"]),
            ("einen damenschnitt und färben", &["Damenschnitt", "Färben"]),
            ("die haare müssten gefärbt werden", &["Färben"]),
            ("einen hernschnitt", &["Herrenschnitt"]),
            (
                "Agent: Guten Tag.\nUser: schneiden und färben\nAgent: Gern, Damenschnitt und Färben, morgen um elf?\nUser: ja",
                &["Damenschnitt", "Färben"],
            ),
        ],
    );
    check(
        &[
            "Haarschnitt",
            "Haarschnitt mit Bart",
            "Kinderschnitt",
            "Nassrasur",
        ],
        &[
            ("einmal haare schneiden", &["Haarschnitt"]),
            ("einen haarschnitt mit bart", &["Haarschnitt mit Bart"]),
            ("haare schneiden und den bart", &["Haarschnitt mit Bart"]),
            ("haarschnitt für meinen sohn", &["Kinderschnitt"]),
        ],
    );
}

#[test]
fn a_garden_in_english() {
    check(
        &[
            "Lawn mowing",
            "Hedge trimming",
            "Tree removal",
            "Patio cleaning",
            "Garden consultation",
        ],
        &[
            ("i'd like my hedges trimmed", &["Hedge trimming"]),
            ("could you mow my lawn", &["Lawn mowing"]),
            ("i need a tree removed", &["Tree removal"]),
            ("my patio needs cleaning", &["Patio cleaning"]),
            (
                "i need someone for my garden please",
                &["Garden consultation"],
            ),
            ("hi i'd like an appointment", &[]),
        ],
    );
}

#[test]
fn an_english_garage() {
    check(
        &[
            "Wheel alignment",
            "Brake replacement",
            "Battery test",
            "Air conditioning",
            "Exhaust repair",
            "Full service",
            "Interim service",
        ],
        &[
            ("i need my wheels aligned", &["Wheel alignment"]),
            ("my brakes want replacing", &["Brake replacement"]),
            ("can you test the battery", &["Battery test"]),
            ("the exhaust is rattling", &["Exhaust repair"]),
            ("the car needs a service", &[]),
            ("a full service please", &["Full service"]),
            (
                "the air con's gone, air conditioning",
                &["Air conditioning"],
            ),
        ],
    );
}

#[test]
fn a_vet() {
    check(
        &[
            "Impfung",
            "Zahnsanierung",
            "Blutuntersuchung",
            "Röntgen",
            "Wundversorgung",
            "Verhaltensberatung",
        ],
        &[
            ("mein hund muss geimpft werden", &["Impfung"]),
            ("der hund müsste geröntgt werden", &["Röntgen"]),
            ("die katze hat eine wunde", &["Wundversorgung"]),
            ("wir müssten blut untersuchen lassen", &["Blutuntersuchung"]),
            ("er hat so ein komisches verhalten", &["Verhaltensberatung"]),
            ("impfung und röntgen", &["Impfung", "Röntgen"]),
            ("er frisst nicht", &[]),
        ],
    );
}

#[test]
fn a_music_school() {
    check(
        &[
            "Probestunde Geige",
            "Probestunde Schlagzeug",
            "Einzelunterricht",
            "Gruppenunterricht",
            "Instrumentenverleih",
        ],
        &[
            ("eine probestunde für geige", &["Probestunde Geige"]),
            (
                "ich würde gern schlagzeug lernen",
                &["Probestunde Schlagzeug"],
            ),
            ("eine probestunde", &[]),
            ("ich möchte ein instrument leihen", &["Instrumentenverleih"]),
            ("unterricht einzeln", &["Einzelunterricht"]),
            ("ich nehme gern unterricht", &[]),
        ],
    );
}

#[test]
fn a_car_wash_and_detailer() {
    check(
        &[
            "Außenwäsche",
            "Innenreinigung",
            "Komplettpaket",
            "Felgenpolitur",
            "Lackversiegelung",
            "Scheibentönung",
        ],
        &[
            (
                "mein auto müsste innen gereinigt werden",
                &["Innenreinigung"],
            ),
            ("einmal außen waschen", &["Außenwäsche"]),
            ("die felgen polieren bitte", &["Felgenpolitur"]),
            (
                "ich möchte den lack versiegeln lassen",
                &["Lackversiegelung"],
            ),
            ("die scheiben müssten getönt werden", &["Scheibentönung"]),
            ("das komplette paket", &["Komplettpaket"]),
            ("innen und außen", &["Innenreinigung", "Außenwäsche"]),
            ("ist mein auto fertig", &[]),
        ],
    );
}

#[test]
fn a_dental_practice_in_english() {
    check(
        &[
            "Check-up",
            "Scale and polish",
            "Tooth extraction",
            "Crown fitting",
            "Root canal",
            "Children's check-up",
        ],
        &[
            ("i'd like a checkup please", &["Check-up"]),
            ("it's time for my check up", &["Check-up"]),
            ("a check-up for my son", &["Children's check-up"]),
            ("i need a tooth extracted", &["Tooth extraction"]),
            ("i need a tooth pulled", &["Tooth extraction"]),
            ("my crown needs to be fitted", &["Crown fitting"]),
            ("a scale and polish", &["Scale and polish"]),
            ("hello it's about my bill", &[]),
        ],
    );
}

#[test]
fn a_dog_groomer() {
    check(
        &[
            "Baden",
            "Scheren",
            "Trimmen",
            "Krallen kürzen",
            "Ohrenpflege",
        ],
        &[
            ("unser pudel müsste geschoren werden", &["Scheren"]),
            ("er müsste mal gebadet werden", &["Baden"]),
            ("die krallen sind zu lang", &["Krallen kürzen"]),
            ("baden und scheren", &["Baden", "Scheren"]),
            (
                "der dackel muss getrimmt werden und die ohren gepflegt",
                &["Trimmen", "Ohrenpflege"],
            ),
            ("mein hund heißt rocky", &[]),
        ],
    );
}

#[test]
fn an_ear_specialist() {
    check(
        &[
            "Hörtest",
            "Hörgeräteanpassung",
            "Hörgerätewartung",
            "Gehörschutz",
        ],
        &[
            ("ich möchte einen hörtest machen", &["Hörtest"]),
            (
                "mein hörgerät muss angepasst werden",
                &["Hörgeräteanpassung"],
            ),
            ("das hörgerät muss gewartet werden", &["Hörgerätewartung"]),
            ("ich brauche einen gehörschutz", &["Gehörschutz"]),
            ("hallo hören sie mich", &[]),
            ("ich höre sie ganz schlecht", &[]),
        ],
    );
}

#[test]
fn a_doctor() {
    check(
        &[
            "Sprechstunde",
            "Blutabnahme",
            "Belastungs-EKG",
            "EKG",
            "Ultraschall Bauch",
            "Ultraschall Schilddrüse",
            "Gesundheits-Check",
            "Reiseimpfberatung",
        ],
        &[
            ("ein ekg bitte", &["EKG"]),
            ("ein belastungs ekg", &["Belastungs-EKG"]),
            ("einen ultraschall", &[]),
            ("einen ultraschall vom bauch", &["Ultraschall Bauch"]),
            (
                "die schilddrüse müsste mal geschallt werden",
                &["Ultraschall Schilddrüse"],
            ),
            ("blut abnehmen", &["Blutabnahme"]),
            (
                "einmal durchchecken lassen gesundheitscheck",
                &["Gesundheits-Check"],
            ),
            ("ich wollte mit der praxis sprechen", &[]),
            ("ich rufe wegen meiner überweisung an", &[]),
        ],
    );
}
