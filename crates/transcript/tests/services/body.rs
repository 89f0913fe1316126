//! Callers of trades that care for people and animals: everyday words, two wishes, add-ons, minds changed in mid-call.

use super::calls;

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

#[test]
fn a_spa() {
    calls(
        &[
            "Klassische Massage",
            "Thai-Massage",
            "Hot-Stone-Massage",
            "Aromaölmassage",
            "Sauna",
        ],
        &[
            ("eine thaimassage", &["Thai-Massage"]),
            (
                "ne massage mit heißen steinen hot stone",
                &["Hot-Stone-Massage"],
            ),
            ("eine klassische massage", &["Klassische Massage"]),
            (
                "thai massage\nAgent: Die Thai-Massage ist ausgebucht, stattdessen ginge die Hot-Stone-Massage.\nUser: gut dann nehm ich die",
                &["Hot-Stone-Massage"],
            ),
            ("thai massage und sauna", &["Thai-Massage", "Sauna"]),
            (
                "thai massage\nAgent: Gern. Danach in die Sauna?\nUser: nein sauna nicht",
                &["Thai-Massage"],
            ),
        ],
    );
}

#[test]
fn a_doctor_in_english() {
    calls(
        &[
            "GP appointment",
            "Blood test",
            "Smear test",
            "Flu jab",
            "Travel vaccination",
            "Medication review",
        ],
        &[
            ("i need my bloods doing", &["Blood test"]),
            ("i've had a letter about my smear", &["Smear test"]),
            ("my flu jab please", &["Flu jab"]),
            (
                "i'm going to kenya and need travel jabs",
                &["Travel vaccination"],
            ),
            ("a review of my medication", &["Medication review"]),
            (
                "a blood test please\nAgent: When?\nUser: sorry did i say blood i meant the smear test",
                &["Smear test"],
            ),
            ("i'd like to speak to somebody", &[]),
        ],
    );
}

#[test]
fn a_paediatrician() {
    calls(
        &[
            "U-Untersuchung",
            "Impfung",
            "Akutsprechstunde",
            "Allergietest",
        ],
        &[
            ("wir müssten zur u sieben", &["U-Untersuchung"]),
            ("die u5 steht an", &["U-Untersuchung"]),
            (
                "müller m u e l l e r wir brauchen eine impfung",
                &["Impfung"],
            ),
            (
                "meine tochter hat ausschlag ein allergietest wäre gut",
                &["Allergietest"],
            ),
        ],
    );
}

#[test]
fn a_nail_studio() {
    calls(
        &[
            "Maniküre",
            "Pediküre",
            "Shellac",
            "Gelnägel auffüllen",
            "Gelnägel Neuanlage",
        ],
        &[
            ("auffüllen bitte", &["Gelnägel auffüllen"]),
            (
                "ich möchte gelnägel hab aber noch keine also neu",
                &["Gelnägel Neuanlage"],
            ),
            ("hände und füße", &["Maniküre", "Pediküre"]),
            (
                "maniküre\nAgent: Auch Pediküre?\nUser: ach ja warum nicht\nAgent: Maniküre und Pediküre am Montag?\nUser: ja",
                &["Maniküre", "Pediküre"],
            ),
            (
                "maniküre für mich und pediküre für meine mutter",
                &["Maniküre", "Pediküre"],
            ),
            (
                "pediküre hab ich erst machen lassen also maniküre",
                &["Maniküre"],
            ),
        ],
    );
}

#[test]
fn a_hairdresser_for_a_family() {
    calls(
        &[
            "Herrenhaarschnitt",
            "Damenhaarschnitt",
            "Kinderhaarschnitt",
            "Färben",
            "Strähnen",
            "Dauerwelle",
        ],
        &[
            (
                "meine tochter braucht einen haarschnitt",
                &["Kinderhaarschnitt"],
            ),
            (
                "ich bräuchte einen haarschnitt für meine frau",
                &["Damenhaarschnitt"],
            ),
            (
                "haare schneiden\nAgent: Für Damen oder Herren?\nUser: herren",
                &["Herrenhaarschnitt"],
            ),
            (
                "haare schneiden\nAgent: Für wen?\nUser: für meinen sohn",
                &["Kinderhaarschnitt"],
            ),
            (
                "strähnchen\nAgent: Wann?\nUser: freitag ach nee lieber ganz färben",
                &["Färben"],
            ),
            ("färben statt strähnen diesmal", &["Färben"]),
            (
                "einmal farbe und schneiden für damen",
                &["Färben", "Damenhaarschnitt"],
            ),
            (
                "keine dauerwelle mehr nur einen damenhaarschnitt",
                &["Damenhaarschnitt"],
            ),
            (
                "mein mann hat gestern den herrenhaarschnitt bekommen ich möchte strähnen",
                &["Strähnen"],
            ),
        ],
    );
}
