//! A service's own words in other forms: of a verb, of the plural, and of a noun made from a verb.

use super::check;

#[test]
fn english_verbs_and_plurals() {
    check(
        &["Carpet cleaning", "Sofa cleaning", "Mattress cleaning"],
        &[
            ("could i get my carpets cleaned", &["Carpet cleaning"]),
            ("do you clean mattresses", &["Mattress cleaning"]),
            (
                "someone to clean the sofas and the carpets",
                &["Carpet cleaning", "Sofa cleaning"],
            ),
            ("something needs cleaning", &[]),
        ],
    );
    check(
        &["Piano tuning", "Piano repair", "Valuation"],
        &[
            ("my upright hasn't been tuned in years", &["Piano tuning"]),
            ("can somebody tune my piano", &["Piano tuning"]),
            ("i'd like it valued", &["Valuation"]),
            ("can you look at my piano", &[]),
        ],
    );
    check(
        &["Knife sharpening", "Shear sharpening", "Lawn mowing"],
        &[
            ("a knife to be sharpened", &["Knife sharpening"]),
            ("my shears need sharpening", &["Shear sharpening"]),
            ("the lawn wants mown", &["Lawn mowing"]),
        ],
    );
}

#[test]
fn german_verbs_in_parts_and_participles() {
    check(
        &["Aufmaß", "Angebot", "Vermessung"],
        &[
            ("könnte jemand kommen zum aufmessen", &["Aufmaß"]),
            ("das muss noch aufgemessen werden", &["Aufmaß"]),
            ("wir müssten das grundstück vermessen", &["Vermessung"]),
        ],
    );
    check(
        &["Sessel polstern", "Parkett schleifen", "Zaun streichen"],
        &[
            (
                "unsere sessel müssten neu gepolstert werden",
                &["Sessel polstern"],
            ),
            ("das parkett gehört abgeschliffen", &["Parkett schleifen"]),
            ("der zaun wird gestrichen", &["Zaun streichen"]),
        ],
    );
}

#[test]
fn short_words_and_words_of_grammar() {
    check(
        &["Lash lift", "Spray tan", "Facial", "Leg wax"],
        &[
            ("just a tan please", &["Spray tan"]),
            ("my legs want waxing", &["Leg wax"]),
            ("can you do it after two", &[]),
        ],
    );
    // `Alles` begins as an allergy does, and `Montag` as a kitchen's `Montage`.
    check(
        &["Sprechstunde", "Allergietest", "Montage"],
        &[
            ("das juckt jetzt und ich bräuchte bald alles gute", &[]),
            ("geht es am montag oder montags", &[]),
            (
                "ich will mich auf allergien testen lassen",
                &["Allergietest"],
            ),
        ],
    );
    check(
        &["Rat control", "Wasp nest removal"],
        &[("we've got rats", &["Rat control"])],
    );
    check(
        &["Scheibe tönen", "Scheibe tauschen"],
        &[("ich will die scheiben getönt haben", &["Scheibe tönen"])],
    );
    check(
        &["Sehtest", "Brillenreparatur", "Fensterreinigung"],
        &[
            ("i hätt gern en sehtescht", &["Sehtest"]),
            ("d fenschter sötted gputzt werde", &["Fensterreinigung"]),
        ],
    );
    check(
        &["Car valet", "Dog grooming", "Flu jab"],
        &[
            ("my car makes a noise", &[]),
            ("it's about my dog", &[]),
            ("a jab please", &["Flu jab"]),
            ("could you valet my car", &["Car valet"]),
        ],
    );
}
