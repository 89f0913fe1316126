//! Short talks of many kinds, each with what was agreed in the end.
//!
//! `corpus/talks.txt`: talks apart by an empty line, each led by `= ` and the time or `none`.

use jiff::civil::{DateTime, date};
use transcript::conversation::Conversation;
use transcript::reading::{self, Context};
use transcript::reference::{Hours, Reference};
use transcript::service::Service;

#[test]
fn what_was_agreed_in_the_end_is_read_and_nothing_else() {
    let services = [
        "Färben",
        "Colour",
        "Bartschnitt",
        "Ölwechsel",
        "Kontrolle",
        "Zahnreinigung",
        "Massage",
        "Impfung",
        "Check-up",
        "Full groom",
        "Boiler service",
        "Heizungswartung",
        "Beratung",
        "Krankengymnastik",
    ]
    .map(|name| Service {
        name: name.to_owned(),
        synonyms: Vec::new(),
    });
    let context = Context {
        reference: Reference {
            now: date(2026, 11, 19).at(10, 0, 0, 0),
            zone: jiff::tz::TimeZone::get("Europe/Berlin").unwrap(),
            hours: Hours::default(),
        },
        services: &services,
    };
    let mut wrong = Vec::new();
    for talk in include_str!("corpus/talks.txt").split("\n\n") {
        let mut lines = talk.lines().filter(|line| !line.starts_with('#'));
        let expected = lines.next().unwrap().strip_prefix("= ").unwrap();
        let expected: Option<DateTime> = (expected != "none").then(|| expected.parse().unwrap());
        let call = lines.collect::<Vec<_>>().join("\n");
        let found = reading::read(&Conversation::parse(&call), &context);
        let start = found.start.map(|found| found.at);
        if start != expected {
            wrong.push(format!("{start:?}, not {expected:?}\n{call}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
