//! More trades and their English callers: their own words in every form, beside what was done
//! before, what others come for and what is turned down.

use super::check;

#[test]
fn gutter_cleaning() {
    check(
        &[
            "Gutter cleaning",
            "Roof repair",
            "Window cleaning",
            "Pressure washing",
        ],
        &[
            (
                "the gutters are overflowing they want clearing and cleaning out",
                &["Gutter cleaning"],
            ),
            ("could you pressure wash our patio", &["Pressure washing"]),
            (
                "hi we'd like the windows cleaned inside and out",
                &["Window cleaning"],
            ),
        ],
    );
}

#[test]
fn saddle_fitting() {
    check(
        &["Saddle fitting", "Clipping", "Trimming", "Shoeing"],
        &[
            ("i need my mare clipped before the show", &["Clipping"]),
            ("he's lost a shoe and needs shoeing", &["Shoeing"]),
        ],
    );
}

#[test]
fn chair_caning() {
    check(
        &["Chair caning", "Upholstery", "French polishing"],
        &[
            ("i've got a sofa that needs reupholstering", &["Upholstery"]),
            (
                "our dining table wants french polished",
                &["French polishing"],
            ),
        ],
    );
}

#[test]
fn bike_fitting() {
    check(
        &[
            "Bike fitting",
            "Wheel building",
            "Brake bleed",
            "Gear tuning",
        ],
        &[
            ("my brakes need bled", &["Brake bleed"]),
            ("the gears keep slipping they need tuned", &["Gear tuning"]),
            ("can you build me a wheel", &["Wheel building"]),
        ],
    );
}

#[test]
fn dress_fitting() {
    check(
        &["Dress fitting", "Dress hemming", "Trouser shortening"],
        &[
            (
                "these trousers need to be shortened",
                &["Trouser shortening"],
            ),
            ("can i get a dress hemmed", &["Dress hemming"]),
        ],
    );
}

#[test]
fn boiler_service() {
    check(
        &[
            "Boiler service",
            "Boiler repair",
            "Radiator flush",
            "Gas safety certificate",
        ],
        &[
            ("our boiler needs its yearly service", &["Boiler service"]),
            ("we want the radiators flushed", &["Radiator flush"]),
            (
                "had the boiler serviced last month and now it wants repairing",
                &["Boiler repair"],
            ),
        ],
    );
}

#[test]
fn tree_felling() {
    check(
        &[
            "Tree felling",
            "Hedge trimming",
            "Stump grinding",
            "Lawn treatment",
        ],
        &[
            (
                "we had a tree felled in march and now i'd like the stump ground out",
                &["Stump grinding"],
            ),
            ("hedges need trimming", &["Hedge trimming"]),
        ],
    );
}

#[test]
fn puppy_class() {
    check(
        &["Puppy class", "Agility", "Dog walking", "Boarding"],
        &[
            ("could somebody walk my dog on tuesdays", &["Dog walking"]),
            (
                "we've just got a puppy and want the class",
                &["Puppy class"],
            ),
        ],
    );
}

#[test]
fn ear_piercing() {
    check(
        &["Ear piercing", "Nose piercing", "Tattoo removal", "Tattoo"],
        &[
            ("i want my ears pierced", &["Ear piercing"]),
            ("i've a tattoo i'd like removed", &["Tattoo removal"]),
            (
                "my sister had her ears pierced with you and i want my nose done",
                &["Nose piercing"],
            ),
        ],
    );
}

#[test]
fn swedish_massage() {
    check(
        &[
            "Swedish massage",
            "Hot stone massage",
            "Reflexology",
            "Spray tan",
        ],
        &[
            ("just a tan please", &["Spray tan"]),
            (
                "Agent: Spa, hello.\nUser: a swedish massage please\nAgent: We've a hot stone massage on offer this week, same price.\nUser: oh go on then the hot stone",
                &["Hot stone massage"],
            ),
            (
                "Agent: Spa, hello.\nUser: a swedish massage please\nAgent: Would you like reflexology with that?\nUser: no just the massage",
                &["Swedish massage"],
            ),
        ],
    );
}

#[test]
fn chimney_sweeping() {
    check(
        &[
            "Chimney sweeping",
            "Stove installation",
            "Chimney inspection",
        ],
        &[
            (
                "the chimney hasn't been swept for two winters",
                &["Chimney sweeping"],
            ),
            ("we want a stove installed", &["Stove installation"]),
        ],
    );
}

#[test]
fn passport_renewal() {
    check(
        &[
            "Passport renewal",
            "Visa application",
            "Document translation",
        ],
        &[
            ("i've got to renew my passport", &["Passport renewal"]),
            (
                "i need some documents translated",
                &["Document translation"],
            ),
        ],
    );
}

#[test]
fn eye_test() {
    check(
        &["Eye test", "Contact lens fitting", "Glasses repair"],
        &[
            (
                "i sat on my glasses can they be repaired",
                &["Glasses repair"],
            ),
            (
                "i'd like to be fitted for contact lenses",
                &["Contact lens fitting"],
            ),
        ],
    );
}

#[test]
fn car_valet() {
    check(
        &[
            "Car valet",
            "Interior detailing",
            "Ceramic coating",
            "Engine wash",
        ],
        &[
            ("could you detail the interior", &["Interior detailing"]),
            ("i want it ceramic coated", &["Ceramic coating"]),
        ],
    );
}

#[test]
fn wasp_nest_removal() {
    check(
        &["Wasp nest removal", "Rat control", "Bedbug treatment"],
        &[
            (
                "there's a wasps' nest in the loft i need it removed",
                &["Wasp nest removal"],
            ),
            ("we've got rats", &["Rat control"]),
        ],
    );
}

#[test]
fn curtain_making() {
    check(
        &["Curtain making", "Blind fitting", "Curtain cleaning"],
        &[
            (
                "i've bought blinds and need them fitted",
                &["Blind fitting"],
            ),
            ("can you make me some curtains", &[]),
            (
                "my curtains are filthy they want cleaning",
                &["Curtain cleaning"],
            ),
        ],
    );
}

#[test]
fn microchipping() {
    check(
        &[
            "Microchipping",
            "Nail clipping",
            "Dental cleaning",
            "Vaccination",
        ],
        &[
            ("the kitten needs chipping", &[]),
            ("i'd like my kitten microchipped", &["Microchipping"]),
            ("the rabbit needs his nails clipped", &["Nail clipping"]),
        ],
    );
}

#[test]
fn guitar_lesson() {
    check(
        &[
            "Guitar lesson",
            "Guitar setup",
            "Restringing",
            "Fret repair",
        ],
        &[
            (
                "my guitar needs new strings can you restring it",
                &["Restringing"],
            ),
            (
                "i'd like to learn guitar could i have a lesson",
                &["Guitar lesson"],
            ),
        ],
    );
}

#[test]
fn ironing() {
    check(
        &[
            "Ironing",
            "Dry cleaning",
            "Alterations",
            "Wedding dress cleaning",
        ],
        &[
            ("i've a pile of shirts i want ironed", &["Ironing"]),
            ("i need a skirt altered", &["Alterations"]),
        ],
    );
}

#[test]
fn phone_screen_repair() {
    check(
        &[
            "Phone screen repair",
            "Battery replacement",
            "Data recovery",
            "Unlocking",
        ],
        &[
            (
                "i want my phone's battery replaced",
                &["Battery replacement"],
            ),
            ("can you recover my data", &["Data recovery"]),
            ("i've smashed my phone's screen", &["Phone screen repair"]),
        ],
    );
}

#[test]
fn basic_service() {
    check(
        &[
            "Basic service",
            "Full service",
            "Wheel truing",
            "Puncture repair",
        ],
        &[
            (
                "Agent: Bikes.\nUser: a basic service please\nAgent: I'd really go for the full service with that one.\nUser: okay full service then",
                &["Full service"],
            ),
            ("my back wheel needs truing", &["Wheel truing"]),
        ],
    );
}
