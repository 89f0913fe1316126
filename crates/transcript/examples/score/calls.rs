//! Labelled calls: `{id, reference, tz, services, transcript, gold}`.

use serde_json::Value;
use transcript::conversation::Conversation;
use transcript::intent::Intent;
use transcript::reading::{self, Context};
use transcript::service::Service;

use crate::phrases::{reference, wall};
use crate::table::{Outcome, Table};

/// Prints what became of every call.
pub(crate) fn score(items: &[Value]) {
    let mut table = Table::default();
    let (mut unagreed, mut agreed, mut booked) = (0, 0, 0);
    for item in items {
        let services: Vec<Service> = item["services"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .map(|name| Service {
                name: name.to_owned(),
                synonyms: Vec::new(),
            })
            .collect();
        let call = Conversation::parse(item["transcript"].as_str().unwrap_or_default());
        let reference = reference(item);
        let found = reading::read(
            &call,
            &Context {
                reference,
                services: &services,
            },
        );
        let gold = &item["gold"];
        let mut misses = Vec::new();
        let mut check = |field: &str, expected: Option<String>, answer: Option<String>| {
            let outcome = match (&expected, &answer) {
                (a, b) if a.as_deref().map(plain) == b.as_deref().map(plain) => Outcome::Right,
                (Some(_), None) => Outcome::Unanswered,
                _ => Outcome::Wrong,
            };
            table.add(field, outcome);
            if outcome != Outcome::Right {
                misses.push(format!("{field}: is {expected:?}, not {answer:?}"));
            }
        };
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let time = |value: &Value| wall(value).map(|at| at.to_string());
        let name_of = |index: usize| services.get(index).map(|service| service.name.clone());
        check(
            "intent",
            text(&gold["intent"]),
            Some(intent(found.intent).to_owned()),
        );
        check(
            "start",
            time(&gold["starts_at"]),
            found.start.as_ref().map(|f| f.at.to_string()),
        );
        let several = gold["services"].as_array().map(|list| {
            list.iter()
                .filter_map(Value::as_str)
                .collect::<Vec<_>>()
                .join("+")
        });
        let names: Vec<String> = found
            .services
            .found
            .iter()
            .filter_map(|f| name_of(f.index))
            .collect();
        let answer = (!names.is_empty()).then(|| names.join("+"));
        if !gold["service"].is_null() {
            check(
                "service",
                several.or_else(|| text(&gold["service"])),
                answer,
            );
        }
        if !gold["customer_name"].is_null() {
            check(
                "name",
                text(&gold["customer_name"]),
                found.name.as_ref().map(|f| f.name.clone()),
            );
        } else if let Some(name) = &found.name {
            check("no name", None, Some(name.name.clone()));
        }
        check(
            "confirmed",
            gold["confirmed"].as_bool().map(|b| b.to_string()),
            Some(found.confirmed.to_string()),
        );
        check(
            "existing",
            time(&gold["existing_starts_at"]),
            found.existing.as_ref().map(|f| f.at.to_string()),
        );
        check(
            "callback",
            time(&gold["callback_at"]),
            found.callback.as_ref().map(|f| f.from.to_string()),
        );
        let wanted = time(&gold["starts_at"]);
        let given = found.start.as_ref().map(|f| f.at.to_string());
        agreed += usize::from(wanted.is_some());
        booked += usize::from(wanted.is_some() && wanted == given);
        unagreed += usize::from(given.is_some() && wanted != given);
        if !misses.is_empty() {
            println!(
                "{}\t{}",
                item["id"].as_str().unwrap_or("?"),
                misses.join("; ")
            );
        }
    }
    println!();
    table.print();
    println!("booked as agreed: {booked} of {agreed}; booked otherwise: {unagreed}\n");
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

/// Names are compared without hyphens and titles.
fn plain(text: &str) -> String {
    let text = text.replace('-', " ").to_lowercase();
    let words = text.split(' ');
    let words = words.filter(|word| !matches!(*word, "dr." | "prof." | "dr" | "prof"));
    words.collect::<Vec<_>>().join(" ")
}
