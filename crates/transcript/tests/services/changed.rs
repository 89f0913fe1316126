//! Services that took the place of others in mid-call: the last that was settled on counts.

use super::{check, read};

#[test]
fn who_narrows_a_wish_drops_the_rest() {
    check(
        &["Haircut", "Highlights", "Blow-dry"],
        &[
            (
                "Agent: Hello.\nUser: can i come in for highlights\nAgent: Highlights take two hours, I only have half of one.\nUser: okay just a blow dry then",
                &["Blow-dry"],
            ),
            (
                "i wanted highlights but my sister talked me out of it just a haircut",
                &["Haircut"],
            ),
            (
                "i just want highlights and a haircut",
                &["Highlights", "Haircut"],
            ),
            (
                "highlights and just a quick blow-dry",
                &["Highlights", "Blow-dry"],
            ),
            (
                "Agent: Hello.\nUser: highlights please\nAgent: Anything else?\nUser: just a blow dry",
                &["Highlights", "Blow-dry"],
            ),
        ],
    );
    check(
        &["Färben", "Damenschnitt", "Herrenschnitt"],
        &[
            (
                "Agent: Guten Tag.\nUser: färben und einen damenschnitt\nAgent: Wir schaffen nur eins von beiden.\nUser: dann nur färben schneiden kann warten",
                &["Färben"],
            ),
            (
                "Agent: Guten Tag.\nUser: einen damenschnitt und färben\nAgent: Wann?\nUser: montag und das färben lassen wir doch weg",
                &["Damenschnitt"],
            ),
            (
                "Agent: Guten Tag.\nUser: färben bitte\nAgent: Wann?\nUser: nee doch lieber schneiden damen",
                &["Damenschnitt"],
            ),
            (
                "für mich einen damenschnitt und für meinen mann nur einen herrenschnitt",
                &["Damenschnitt", "Herrenschnitt"],
            ),
        ],
    );
}

#[test]
fn an_article_refuses_nothing() {
    check(
        &["Maniküre", "Pediküre"],
        &[(
            "ich hätte gern ne maniküre ne pediküre",
            &["Maniküre", "Pediküre"],
        )],
    );
}

#[test]
fn what_is_said_in_part_takes_the_place_of_a_part() {
    let school = [
        "Probestunde Klavier",
        "Probestunde Schlagzeug",
        "Einzelunterricht Schlagzeug",
    ];
    check(
        &school,
        &[(
            "Agent: Guten Tag.\nUser: eine probestunde klavier\nAgent: Gern, Probestunde Klavier. Wann?\nUser: moment nein sie will schlagzeug am freitag",
            &["Probestunde Schlagzeug"],
        )],
    );
    // What fits two is not decided by what was dropped.
    let found = read(
        &school,
        "Agent: Guten Tag.\nUser: etwas mit klavier\nAgent: Gern.\nUser: nein doch schlagzeug\nAgent: Morgen um zehn wäre frei.\nUser: Ja, gern.",
    );
    assert_eq!((found.found, found.ambiguous), (vec![], vec![1, 2]));
}

#[test]
fn the_agent_settles_on_what_was_said_last() {
    check(
        &["Piercing", "Nachstechen"],
        &[
            (
                "Agent: Guten Tag.\nUser: ich wollt eigentlich ein piercing\nAgent: Wann?\nUser: wobei ich bin erkältet erst das nachstechen\nAgent: Okay, dann Nachstechen. Am Montag?\nUser: ja",
                &["Nachstechen"],
            ),
            (
                "Agent: Guten Tag.\nUser: ein piercing\nAgent: Wann?\nUser: montag und das nachstechen\nAgent: Piercing, dann auch Nachstechen, Montag um zehn?\nUser: ja",
                &["Piercing", "Nachstechen"],
            ),
        ],
    );
}

#[test]
fn what_the_agent_offers_instead_is_taken() {
    check(
        &["Swedish massage", "Hot stone massage", "Facial"],
        &[
            (
                "Agent: Hello.\nUser: a hot stone massage\nAgent: That's ninety minutes. I could do a Swedish massage.\nUser: yeah let's do that instead",
                &["Swedish massage"],
            ),
            // About the day.
            (
                "Agent: Hello.\nUser: a hot stone massage and a facial\nAgent: Facial on Monday?\nUser: tuesday instead",
                &["Hot stone massage", "Facial"],
            ),
        ],
    );
}

#[test]
fn whole_names_of_the_agents_outweigh_everyday_words() {
    check(
        &["Erstberatung Arbeitsrecht", "Erstberatung Mietrecht"],
        &[(
            "Agent: Guten Tag.\nUser: ich hab die kündigung bekommen\nAgent: Also eine Erstberatung im Mietrecht. Wann?\nUser: abends ich arbeite ja",
            &["Erstberatung Mietrecht"],
        )],
    );
    check(
        &["Heizungswartung", "Heizungsstörung"],
        &[
            (
                "Agent: Guten Tag.\nUser: bei uns ist die heizung aus\nAgent: Das nehme ich als Störung auf. Morgen um elf?\nUser: ja",
                &["Heizungsstörung"],
            ),
            ("die heizung ist kaputt", &["Heizungsstörung"]),
        ],
    );
}

#[test]
fn whose_party_it_is_says_not_who_comes() {
    check(
        &["Men's haircut", "Kids' haircut"],
        &[
            ("a men's cut before my daughter's party", &["Men's haircut"]),
            ("my son's first haircut", &["Kids' haircut"]),
        ],
    );
}

#[test]
fn a_price_asked_for_on_the_way_to_an_appointment_names_the_service() {
    check(
        &["Hedge trimming", "Lawn care"],
        &[(
            "Agent: Hello.\nUser: what would you charge to trim a hedge and when could you come and do it\nAgent: A hundred pounds. Next Wednesday at one?\nUser: i'll have a think",
            &["Hedge trimming"],
        )],
    );
}

#[test]
fn what_was_done_before_is_not_wanted() {
    check(
        &["Boiler service", "Boiler repair", "Radiator flush"],
        &[
            (
                "had the boiler serviced last month and now it wants repairing",
                &["Boiler repair"],
            ),
            (
                "i've not had a boiler service since the summer before last",
                &["Boiler service"],
            ),
        ],
    );
    check(
        &["Tree felling", "Hedge trimming", "Stump grinding"],
        &[
            (
                "we had a tree felled in march and now i'd like the stump ground out",
                &["Stump grinding"],
            ),
            (
                "i was with you for the hedges last week and now we need a tree felled",
                &["Tree felling"],
            ),
        ],
    );
    check(
        &["Testament", "Ehevertrag", "Beglaubigung"],
        &[
            (
                "ich war voriges jahr zum ehevertrag bei ihnen und jetzt bräuchte ich ein testament",
                &["Testament"],
            ),
            (
                "beim letzten mal hatte ich eine beglaubigung diesmal geht es um einen ehevertrag",
                &["Ehevertrag"],
            ),
            (
                "ich hatte letzte woche angerufen wegen dem testament",
                &["Testament"],
            ),
        ],
    );
}

#[test]
fn what_others_come_for_is_not_wanted() {
    check(
        &["Pediküre", "Maniküre", "Wimpern färben"],
        &[
            (
                "meine mutter ist am freitag bei ihnen zur pediküre und ich hätt gern eine maniküre",
                &["Maniküre"],
            ),
            (
                "Agent: Guten Tag.\nUser: meine tante kommt am freitag um zwei zu ihnen zur pediküre\nAgent: Ja, das sehe ich.\nUser: und ich würd mir gern am selben tag die wimpern färben lassen",
                &["Wimpern färben"],
            ),
            (
                "meine mutter möchte eine pediküre und ich hätte gern eine maniküre",
                &["Pediküre", "Maniküre"],
            ),
        ],
    );
}

#[test]
fn what_the_agent_recommends_and_gets_a_then_takes_the_place() {
    check(
        &["Basic service", "Full service", "Wheel truing"],
        &[
            (
                "Agent: Hello.\nUser: a basic service please\nAgent: I'd really go for the full service with that one.\nUser: okay full service then",
                &["Full service"],
            ),
            (
                "Agent: Hello.\nUser: a basic service please\nAgent: Would you like wheel truing too?\nUser: yes wheel truing then",
                &["Basic service", "Wheel truing"],
            ),
        ],
    );
    check(
        &["Nachstechen", "Cover-up", "Piercing"],
        &[
            (
                "Agent: Hey.\nUser: ich wollt eigentlich was nachstechen lassen\nAgent: Klar. Wann war das?\nUser: vor fünf jahren ach eigentlich will ich da was anderes drüber so n cover up\nAgent: Dann buche ich dir das Cover-up. Mittwoch um zwei?\nUser: passt",
                &["Cover-up"],
            ),
            (
                "Agent: Hey.\nUser: einmal nachstechen\nAgent: Klar. Wann?\nUser: ach machen wir lieber gleich ein cover up",
                &["Cover-up"],
            ),
        ],
    );
}

#[test]
fn what_the_agent_misheard_is_not_meant() {
    check(
        &[
            "Probestunde Geige",
            "Probestunde Gitarre",
            "Probestunde Klavier",
        ],
        &[(
            "Agent: Hallo.\nUser: unsre tochter will geige ausprobieren\nAgent: Eine Probestunde Gitarre, wie schön. Wie alt ist sie?\nUser: sieben und geige nicht gitarre",
            &["Probestunde Geige"],
        )],
    );
    check(
        &["Facial", "Spray tan", "Leg wax"],
        &[(
            "Agent: Hello.\nUser: a facial and a spray tan\nAgent: I'd leave a day between them.\nUser: then leave out the facial",
            &["Spray tan"],
        )],
    );
}
