//! The corpus: phrases and calls with what they mean, and phrases that mean no time.

#![expect(
    clippy::unwrap_used,
    reason = "a corpus that cannot be read is a failure"
)]

use jiff::civil::DateTime;
use serde_json::Value;
use transcript::conversation::Conversation;
use transcript::reading::{self, Context};
use transcript::reference::{Hours, Reference};
use transcript::service::Service;
use transcript::when;

fn items(text: &str) -> Vec<Value> {
    serde_json::from_str(text).unwrap()
}

fn wall(value: &Value) -> Option<DateTime> {
    value.as_str().and_then(|text| text.get(..19)?.parse().ok())
}

fn reference(item: &Value) -> Reference {
    Reference {
        now: wall(&item["reference"]).unwrap(),
        zone: jiff::tz::TimeZone::get(item["tz"].as_str().unwrap()).unwrap(),
        hours: Hours::default(),
    }
}

#[test]
fn phrases_mean_what_the_corpus_says() {
    let mut misses = Vec::new();
    let phrases = items(include_str!("corpus/phrases.json"));
    let spoken = items(include_str!("corpus/spoken.json"));
    for item in phrases.into_iter().chain(spoken) {
        let text = item["text"].as_str().unwrap();
        let found = when::read(text, &reference(&item));
        let right = match (&found, item["negative"] == true) {
            (found, true) => found.is_none(),
            (None, false) => false,
            (Some(found), false) => {
                let (start, end) = (wall(&item["start"]), wall(&item["end"]));
                found.start == start && (end.is_none() || found.end == end)
            }
        };
        if !right {
            misses.push(format!("{text}: {found:?}"));
        }
    }
    assert!(misses.is_empty(), "{}", misses.join("\n"));
}

/// Whether a call of the corpus is known to be misread in that field.
fn is_missed(item: &Value, field: &str) -> bool {
    item["missed"]
        .as_array()
        .is_some_and(|missed| missed.iter().any(|it| it == field))
}

/// A name without hyphens and in lower case.
fn plain(name: &str) -> String {
    name.replace('-', " ").to_lowercase()
}

#[test]
fn calls_are_booked_as_agreed_and_never_otherwise() {
    let mut misses = Vec::new();
    for file in [
        include_str!("corpus/calls.json"),
        include_str!("corpus/dev.json"),
        include_str!("corpus/unseen.json"),
    ] {
        for item in items(file) {
            let services: Vec<Service> = item["services"]
                .as_array()
                .unwrap()
                .iter()
                .map(|name| Service {
                    name: name.as_str().unwrap().to_owned(),
                    synonyms: Vec::new(),
                })
                .collect();
            let text = item["transcript"].as_str().unwrap();
            let context = Context {
                reference: reference(&item),
                services: &services,
            };
            let found = reading::read(&Conversation::parse(text), &context);
            let start = found.start.as_ref().map(|found| found.at);
            let gold = &item["gold"];
            let read = |field: &str| !is_missed(&item, field);
            if (start != wall(&gold["starts_at"]) && read("starts_at"))
                || (found.confirmed != (gold["confirmed"] == true) && read("confirmed"))
            {
                misses.push(format!(
                    "{}: {start:?}, confirmed {}",
                    item["id"], found.confirmed
                ));
            }
            let name = found.name.as_ref().map(|found| plain(&found.name));
            let named: Vec<&str> = found
                .services
                .found
                .iter()
                .map(|found| services[found.index].name.as_str())
                .collect();
            let intent = Some(format!("{:?}", found.intent).to_lowercase());
            let expected = gold["intent"].as_str().map(str::to_owned);
            if expected.is_some() && expected != intent && read("intent") {
                misses.push(format!("{}: {intent:?}, not {expected:?}", item["id"]));
            }
            let expected_name = gold["customer_name"].as_str().map(plain);
            if expected.is_some() && expected_name != name && read("customer_name") {
                misses.push(format!("{}: {name:?}, not {expected_name:?}", item["id"]));
            }
            if let Some(service) = gold["service"].as_str()
                && !named.contains(&service)
                && read("service")
                && read("services")
            {
                misses.push(format!("{}: {named:?}, not {service}", item["id"]));
            }
            let existing = found.existing.as_ref().map(|found| found.at);
            if let Some(expected) = wall(&gold["existing_starts_at"])
                && existing != Some(expected)
                && read("existing_starts_at")
            {
                misses.push(format!("{}: {existing:?}, not {expected}", item["id"]));
            }
            // Every finding points at words.
            for span in found.start.iter().flat_map(|found| &found.spans) {
                assert!(!text[span.clone()].trim().is_empty(), "{}", item["id"]);
            }
            if let Some(name) = &found.name {
                assert!(!text[name.span.clone()].is_empty());
            }
        }
    }
    assert!(misses.is_empty(), "{}", misses.join("\n"));
}
