//! Labelled calls: `{id, reference, tz, services, transcript, gold}`.

use serde_json::Value;
use transcript::conversation::Conversation;
use transcript::intent::Intent;
use transcript::reading::{self, Context, Reading};
use transcript::service::Service;

use crate::phrases::{reference, wall};
use crate::report::{Miss, Outcome, Report};

/// What became of every call, field by field.
pub(crate) fn score(items: &[Value]) -> Report {
    let mut report = Report::default();
    for item in items {
        let catalogue: Vec<&str> = texts(&item["services"]).collect();
        let found = read(item, &catalogue);
        let gold = &item["gold"];
        let mut all_right = true;
        for (field, expected, answer) in fields(gold, &found, &catalogue) {
            let outcome = compare(expected.as_deref(), answer.as_deref());
            let category = if expected.is_some() {
                field.to_owned()
            } else {
                format!("{field}, none")
            };
            report.count("calls", &category, outcome);
            if outcome != Outcome::Right {
                all_right = false;
                report.miss(Miss {
                    table: "calls",
                    category,
                    outcome,
                    item: item["id"].as_str().unwrap_or("?").to_owned(),
                    expected,
                    answer,
                });
            }
        }
        report.figure("right in every field", all_right);
        let start = found.start.map(|found| found.at);
        match wall(&gold["starts_at"]) {
            Some(agreed) => {
                report.figure("agreed and booked", start == Some(agreed));
                report.figure(
                    "agreed, but booked at another time",
                    start.is_some_and(|start| start != agreed),
                );
            }
            None => report.figure("booked, not agreed", start.is_some()),
        }
    }
    report
}

fn read(item: &Value, catalogue: &[&str]) -> Reading {
    let services: Vec<Service> = catalogue
        .iter()
        .map(|name| Service {
            name: (*name).to_owned(),
            synonyms: Vec::new(),
        })
        .collect();
    let call = Conversation::parse(item["transcript"].as_str().unwrap_or_default());
    let context = Context {
        reference: reference(item),
        services: &services,
    };
    reading::read(&call, &context)
}

type Field = (&'static str, Option<String>, Option<String>);

/// What each field is and what was found. A call about several services counts as `services`,
/// any other as `service`.
fn fields(gold: &Value, found: &Reading, catalogue: &[&str]) -> Vec<Field> {
    let text = |field: &str| gold[field].as_str().map(str::to_owned);
    let time = |field: &str| wall(&gold[field]).map(|at| at.to_string());
    let several: Vec<&str> = texts(&gold["services"]).collect();
    let (field, services) = if several.is_empty() {
        ("service", text("service"))
    } else {
        ("services", joined(several))
    };
    let found_services = found.services.found.iter();
    let found_services = found_services.filter_map(|it| catalogue.get(it.index).copied());
    vec![
        ("intent", text("intent"), Some(intent(found.intent).into())),
        (
            "start",
            time("starts_at"),
            found.start.as_ref().map(|it| it.at.to_string()),
        ),
        (field, services, joined(found_services.collect())),
        (
            "name",
            text("customer_name"),
            found.name.as_ref().map(|it| it.name.clone()),
        ),
        (
            "confirmed",
            gold["confirmed"].as_bool().map(|it| it.to_string()),
            Some(found.confirmed.to_string()),
        ),
        (
            "existing start",
            time("existing_starts_at"),
            found.existing.as_ref().map(|it| it.at.to_string()),
        ),
        (
            "callback",
            time("callback_at"),
            found.callback.as_ref().map(|it| it.from.to_string()),
        ),
    ]
}

/// Names are compared without hyphens and capitals.
fn compare(expected: Option<&str>, answer: Option<&str>) -> Outcome {
    // Without hyphens and titles.
    let plain = |text: &str| {
        let text = text.replace('-', " ").to_lowercase();
        let words = text.split(' ');
        let words = words.filter(|word| !matches!(*word, "dr." | "prof." | "dr" | "prof"));
        words.collect::<Vec<_>>().join(" ")
    };
    match (expected, answer) {
        (expected, answer) if expected.map(plain) == answer.map(plain) => Outcome::Right,
        (Some(_), None) => Outcome::Unanswered,
        _ => Outcome::Wrong,
    }
}

fn texts(value: &Value) -> impl Iterator<Item = &str> {
    value
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
}

/// In whatever order they were named.
fn joined(mut names: Vec<&str>) -> Option<String> {
    names.sort_unstable();
    (!names.is_empty()).then(|| names.join(" + "))
}

fn intent(intent: Intent) -> &'static str {
    match intent {
        Intent::Book => "book",
        Intent::Reschedule => "reschedule",
        Intent::Cancel => "cancel",
        Intent::Callback => "callback",
        Intent::None => "none",
    }
}
