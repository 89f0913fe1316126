//! Callers of many trades who say what is to be done to a thing, and what not.

use super::check;

#[test]
fn lawn_mowing() {
    check(
        &[
            "Lawn mowing",
            "Hedge trimming",
            "Garden clearance",
            "Patio cleaning",
        ],
        &[
            (
                "i want the lawn mowed and the hedges trimmed",
                &["Lawn mowing", "Hedge trimming"],
            ),
            ("the whole garden wants clearing", &["Garden clearance"]),
            (
                "can someone clean my patio i had it done in may but it's green again",
                &["Patio cleaning"],
            ),
            (
                "my neighbour's having his lawn mown by you and i'd like my hedge done",
                &["Hedge trimming"],
            ),
        ],
    );
}

#[test]
fn colour() {
    check(
        &["Colour", "Cut", "Perm"],
        &[
            ("no colour this time just a cut", &["Cut"]),
            ("cut and colour please", &["Colour", "Cut"]),
            ("i fancy a perm", &["Perm"]),
        ],
    );
}

#[test]
fn vorsorge_hund() {
    check(
        &[
            "Vorsorge Hund",
            "Impfung",
            "Kastration",
            "Krallen schneiden",
        ],
        &[
            (
                "bei meinem hund müssten die krallen geschnitten werden",
                &["Krallen schneiden"],
            ),
            ("die katze muss geimpft werden", &["Impfung"]),
            ("unser kater soll kastriert werden", &["Kastration"]),
            (
                "er ist schon kastriert jetzt fehlt noch die impfung",
                &["Impfung"],
            ),
        ],
    );
}

#[test]
fn tax_return() {
    check(
        &["Tax return", "Bookkeeping", "Payroll", "Company formation"],
        &[
            ("i need my tax return doing", &["Tax return"]),
            ("i want to form a company", &["Company formation"]),
            ("someone to keep my books", &["Bookkeeping"]),
        ],
    );
}

#[test]
fn website_design() {
    check(
        &["Website design", "Logo design", "SEO audit"],
        &[
            ("we'd like a logo designed", &["Logo design"]),
            ("can you audit our seo", &["SEO audit"]),
        ],
    );
}

#[test]
fn brille_anpassen() {
    check(
        &["Brille anpassen", "Gläser tauschen", "Sehtest"],
        &[
            (
                "ich bräuchte neue gläser die alten müssten getauscht werden",
                &["Gläser tauschen"],
            ),
            ("ich seh so schlecht ich bräuchte nen sehtest", &["Sehtest"]),
        ],
    );
}

#[test]
fn dach_decken() {
    check(
        &["Dach decken", "Dachrinne reinigen", "Dachfenster einbauen"],
        &[
            (
                "die dachrinnen müssten gereinigt werden",
                &["Dachrinne reinigen"],
            ),
            (
                "wir wollen zwei dachfenster eingebaut haben",
                &["Dachfenster einbauen"],
            ),
            ("das dach muss neu gedeckt werden", &["Dach decken"]),
        ],
    );
}

#[test]
fn schrank_abbauen() {
    check(
        &["Schrank abbauen", "Lampe anschließen", "Regal aufbauen"],
        &[
            ("könnten sie mir ein regal aufbauen", &["Regal aufbauen"]),
            ("schließen sie auch lampen an", &["Lampe anschließen"]),
            ("der schrank wird abgebaut", &["Schrank abbauen"]),
            (
                "wir bauen ein regal auf und bräuchten hilfe",
                &["Regal aufbauen"],
            ),
        ],
    );
}

#[test]
fn knife_sharpening() {
    check(
        &["Knife sharpening", "Scissor sharpening", "Saw setting"],
        &[("i'd like some scissors sharpened", &["Scissor sharpening"])],
    );
}

#[test]
fn tapestry_repair() {
    check(
        &["Tapestry repair", "Rug cleaning", "Rug repair"],
        &[
            ("a rug that needs cleaning", &["Rug cleaning"]),
            ("my rug's torn could you repair it", &["Rug repair"]),
        ],
    );
}

#[test]
fn tooth_extraction() {
    check(
        &[
            "Tooth extraction",
            "Scale and polish",
            "Root canal",
            "Crown",
        ],
        &[
            ("i need a tooth extracted", &["Tooth extraction"]),
            ("a scale and polish", &["Scale and polish"]),
            (
                "i had a root canal in june and now it's time for the crown",
                &["Crown"],
            ),
        ],
    );
}

#[test]
fn aufpolstern() {
    check(
        &["Aufpolstern", "Neu beziehen", "Holz ölen"],
        &[
            ("der stuhl müsste neu bezogen werden", &["Neu beziehen"]),
            ("das holz gehört geölt", &["Holz ölen"]),
        ],
    );
}

#[test]
fn seilkletterkurs() {
    check(
        &["Seilkletterkurs", "Boulderkurs", "Kindergeburtstag"],
        &[
            ("ich würd gern bouldern lernen", &["Boulderkurs"]),
            (
                "mein sohn wird acht wir würden gern geburtstag feiern bei euch",
                &["Kindergeburtstag"],
            ),
        ],
    );
}

#[test]
fn segway_tour() {
    check(
        &["Segway tour", "City walk", "Boat trip"],
        &[
            ("we'd love a trip on the boat", &["Boat trip"]),
            ("could we walk round the city with a guide", &["City walk"]),
        ],
    );
}

#[test]
fn autoaufbereitung() {
    check(
        &[
            "Autoaufbereitung",
            "Innenreinigung",
            "Lackversiegelung",
            "Motorwäsche",
        ],
        &[
            (
                "innen müsste mal richtig gereinigt werden",
                &["Innenreinigung"],
            ),
            ("der lack soll versiegelt werden", &["Lackversiegelung"]),
            ("könnten sie den motor waschen", &["Motorwäsche"]),
        ],
    );
}

#[test]
fn massage() {
    check(
        &["Massage", "Maniküre", "Sauna"],
        &[
            ("eine massage bitte ohne sauna", &["Massage"]),
            ("massage und sauna wie letztes mal", &["Massage", "Sauna"]),
            (
                "Agent: Spa.\nUser: haben sie was frei für eine massage\nAgent: Leider nein, nur Maniküre hätten wir noch.\nUser: na gut dann eben maniküre",
                &["Maniküre"],
            ),
            (
                "Agent: Spa.\nUser: eine massage bitte\nAgent: Nehmen Sie auch die Sauna dazu?\nUser: ach ne lassen wir die sauna",
                &["Massage"],
            ),
        ],
    );
}

#[test]
fn fitting_room() {
    check(
        &["Fitting room", "Suit hire", "Suit alteration", "Tie"],
        &[
            ("i want to hire a suit", &["Suit hire"]),
            (
                "i've bought a suit and want it altered",
                &["Suit alteration"],
            ),
        ],
    );
}
