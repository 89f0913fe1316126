//! Callers of many trades who speak of what was, of others, and of what they want less.

use super::check;

#[test]
fn haircut() {
    check(
        &["Haircut", "Beard trim", "Hot towel shave", "Colour"],
        &[
            (
                "hi can i get a haircut my old barber's closed",
                &["Haircut"],
            ),
            (
                "a haircut and could you trim my beard as well",
                &["Haircut", "Beard trim"],
            ),
            (
                "Agent: Barbers.\nUser: can i get my beard trimmed\nAgent: Fancy a hot towel shave too?\nUser: no just the beard",
                &["Beard trim"],
            ),
            (
                "i had a haircut last week so this time just a hot towel shave",
                &["Hot towel shave"],
            ),
            ("i'm in a hurry can you fit me in", &[]),
            (
                "i was in last month for a haircut and want the same again",
                &["Haircut"],
            ),
        ],
    );
}

#[test]
fn oelwechsel() {
    check(
        &[
            "Ölwechsel",
            "Bremsen prüfen",
            "Klimaservice",
            "Inspektion",
            "Reifenwechsel",
        ],
        &[
            ("das öl müsste mal gewechselt werden", &["Ölwechsel"]),
            (
                "die bremsen quietschen können sie die mal prüfen",
                &["Bremsen prüfen"],
            ),
            (
                "die klimaanlage kühlt nicht mehr richtig",
                &["Klimaservice"],
            ),
            (
                "im märz war ich zum reifenwechsel bei ihnen jetzt ist die inspektion fällig",
                &["Inspektion"],
            ),
            (
                "mein mann hat letztes jahr bei ihnen die inspektion gemacht und ich bräuchte nur nen ölwechsel",
                &["Ölwechsel"],
            ),
            ("mein auto macht komische geräusche", &[]),
        ],
    );
}

#[test]
fn zahnreinigung() {
    check(
        &["Zahnreinigung", "Kontrolle", "Füllung", "Bleaching"],
        &[
            (
                "ich war seit zwei jahren nicht mehr zur kontrolle",
                &["Kontrolle"],
            ),
            (
                "ich möchte mir die zähne reinigen lassen",
                &["Zahnreinigung"],
            ),
            ("ich hätt gern die zähne gebleicht", &["Bleaching"]),
            ("mir ist eine füllung rausgefallen", &["Füllung"]),
        ],
    );
}

#[test]
fn physio_assessment() {
    check(
        &["Physio assessment", "Sports massage", "Acupuncture"],
        &[
            (
                "my husband gets acupuncture with you and i'd like a sports massage",
                &["Sports massage"],
            ),
            ("not the massage the acupuncture", &["Acupuncture"]),
            (
                "i've hurt my back and need a physio assessment",
                &["Physio assessment"],
            ),
        ],
    );
}

#[test]
fn vollmassage() {
    check(
        &["Vollmassage", "Teilmassage", "Fango", "Lymphdrainage"],
        &[
            (
                "Agent: Praxis.\nUser: eine vollmassage bitte\nAgent: Da wäre erst im juni frei, eine Teilmassage ginge morgen.\nUser: na dann nehm ich die teilmassage",
                &["Teilmassage"],
            ),
            ("teilmassage und dazu fango", &["Fango", "Teilmassage"]),
            ("ich hab ein rezept für lymphdrainage", &["Lymphdrainage"]),
        ],
    );
}

#[test]
fn moebel_lackieren() {
    check(
        &[
            "Möbel lackieren",
            "Türen streichen",
            "Tapezieren",
            "Fassade streichen",
        ],
        &[
            ("das wohnzimmer soll tapeziert werden", &["Tapezieren"]),
            ("drei türen wären zu streichen", &["Türen streichen"]),
            (
                "die kommode ein altes möbel soll neu lackiert werden",
                &["Möbel lackieren"],
            ),
        ],
    );
}

#[test]
fn interior_painting() {
    check(
        &["Interior painting", "Exterior painting", "Wallpapering"],
        &[
            ("we need the interior painted", &["Interior painting"]),
            ("could you wallpaper our hall", &["Wallpapering"]),
            ("i'm a pain i know but could it be after two", &[]),
        ],
    );
}

#[test]
fn dog_grooming() {
    check(
        &["Dog grooming", "Bath and brush", "Nail trim", "Puppy groom"],
        &[
            ("her nails need trimmed", &["Nail trim"]),
            ("just a bath and a brush for the dog", &["Bath and brush"]),
            ("the dog needs groomed", &["Dog grooming"]),
        ],
    );
}

#[test]
fn sehtest() {
    check(
        &["Sehtest", "Hörtest", "Brillenanpassung"],
        &[
            (
                "meine frau war letzte woche bei ihnen zum sehtest und ich bräuchte einen hörtest",
                &["Hörtest"],
            ),
            (
                "meine brille sitzt schief die müsste angepasst werden",
                &["Brillenanpassung"],
            ),
        ],
    );
}

#[test]
fn keyholder_service() {
    check(
        &[
            "Keyholder service",
            "Lock change",
            "Lock repair",
            "Key cutting",
        ],
        &[
            (
                "we've just moved in and want the locks changed",
                &["Lock change"],
            ),
            ("i need two keys cut", &["Key cutting"]),
            (
                "the front door lock's broken can you repair it",
                &["Lock repair"],
            ),
        ],
    );
}

#[test]
fn gartenpflege() {
    check(
        &[
            "Gartenpflege",
            "Heckenschnitt",
            "Rollrasen verlegen",
            "Teichreinigung",
        ],
        &[
            (
                "wir wollen rollrasen verlegt bekommen",
                &["Rollrasen verlegen"],
            ),
            ("die hecke gehört geschnitten", &["Heckenschnitt"]),
            (
                "unser teich müsste mal gereinigt werden",
                &["Teichreinigung"],
            ),
        ],
    );
}

#[test]
fn hand_wash() {
    check(
        &["Hand wash", "Full valet", "Polish"],
        &[
            ("could i have the car fully valeted", &["Full valet"]),
            ("just washed by hand please", &["Hand wash"]),
        ],
    );
}

#[test]
fn einzelunterricht() {
    check(
        &["Einzelunterricht", "Gruppenkurs", "Prüfung"],
        &[
            (
                "ich hätte lieber einzelunterricht als den gruppenkurs",
                &["Einzelunterricht"],
            ),
            (
                "einzelunterricht ist mir zu teuer dann lieber der gruppenkurs",
                &["Gruppenkurs"],
            ),
        ],
    );
}

#[test]
fn mot() {
    check(
        &["MOT", "Full service", "Tyre change", "Brake check"],
        &[
            ("it's due its mot", &["MOT"]),
            ("can you check the brakes", &["Brake check"]),
            ("mot and the tyres changed", &["Tyre change", "MOT"]),
        ],
    );
}

#[test]
fn a_hairdresser_of_whom_was_heard() {
    check(
        &["Haarschnitt", "Färben", "Bart"],
        &[
            (
                "Agent: Salon.\nUser: einen haarschnitt bitte ich hatte gestern schon mal angerufen\nAgent: Morgen um elf?\nUser: ja",
                &["Haarschnitt"],
            ),
            (
                "ich war noch nie bei ihnen ich würd gern färben lassen",
                &["Färben"],
            ),
            (
                "meine schwester hat mir ihren salon empfohlen ich würde mir gern die haare färben lassen",
                &["Färben"],
            ),
            (
                "meine tochter kommt nächste woche in die schule und braucht einen haarschnitt",
                &["Haarschnitt"],
            ),
            ("mein mann bräuchte einen haarschnitt", &["Haarschnitt"]),
            (
                "ich hatte gehofft sie haben heute noch was frei für einen haarschnitt",
                &["Haarschnitt"],
            ),
            (
                "ich lasse immer schneiden und färben bei ihnen das bräuchte ich wieder",
                &["Haarschnitt", "Färben"],
            ),
            (
                "ich hab mir die haare selbst gefärbt und das ist schiefgegangen könnten sie das neu färben",
                &["Färben"],
            ),
        ],
    );
}

#[test]
fn a_spa_that_was_thought_of() {
    check(
        &["Massage", "Facial", "Manicure"],
        &[
            ("i was hoping to get a massage", &["Massage"]),
            (
                "i was wondering if you had anything for a massage",
                &["Massage"],
            ),
            (
                "had a look at your website and i'd like a massage",
                &["Massage"],
            ),
            (
                "my wife is a member with you and i'd like a massage",
                &["Massage"],
            ),
            (
                "i had such a good massage last time can i have another",
                &["Massage"],
            ),
            ("my skin's had it i need a facial", &["Facial"]),
            (
                "i've had a voucher for a massage since christmas",
                &["Massage"],
            ),
            ("i had asked about a massage last week", &["Massage"]),
            (
                "my nails need doing for saturday so a manicure",
                &["Manicure"],
            ),
        ],
    );
}

#[test]
fn a_garage_where_it_is_due() {
    check(
        &["Inspektion", "Reifenwechsel", "TÜV"],
        &[
            ("im märz ist der tüv fällig", &["TÜV"]),
            ("der tüv ist im märz abgelaufen", &["TÜV"]),
            (
                "die reifen sind schon fast abgefahren ich bräuchte nen reifenwechsel",
                &["Reifenwechsel"],
            ),
            ("die letzte inspektion ist zwei jahre her", &["Inspektion"]),
            (
                "letztes jahr hatten wir die inspektion im mai die wäre jetzt wieder dran",
                &["Inspektion"],
            ),
            (
                "mein auto ist seit gestern bei ihnen zur inspektion und ich wollte nur den termin",
                &["Inspektion"],
            ),
        ],
    );
}

#[test]
fn a_boiler_that_was_serviced() {
    check(
        &["Boiler service", "Boiler repair"],
        &[
            (
                "it's the boiler it was serviced in june and it's broken can someone repair it",
                &["Boiler repair"],
            ),
            ("it's not been serviced in years", &["Boiler service"]),
            (
                "we've not had it serviced since we moved in last year",
                &["Boiler service"],
            ),
            ("i'm calling about the boiler", &[]),
        ],
    );
}

#[test]
fn a_massage_that_was_thought_of() {
    check(
        &["Massage", "Maniküre"],
        &[
            ("ich hatte an eine massage gedacht", &["Massage"]),
            (
                "ich hatte letzte woche ihre anzeige gesehen für die massage",
                &["Massage"],
            ),
            (
                "letzten monat wurde mir hier die massage gemacht und jetzt hätt ich gern eine maniküre",
                &["Maniküre"],
            ),
        ],
    );
}

#[test]
fn what_a_doctor_prescribed_is_wanted() {
    check(
        &["Krankengymnastik", "Lymphdrainage", "Sports massage"],
        &[
            (
                "ich hab letzte woche vom arzt krankengymnastik verschrieben bekommen",
                &["Krankengymnastik"],
            ),
            (
                "ich habe gestern ein rezept bekommen lymphdrainage steht da drauf",
                &["Lymphdrainage"],
            ),
            (
                "i had a sports massage prescribed last week",
                &["Sports massage"],
            ),
        ],
    );
}
