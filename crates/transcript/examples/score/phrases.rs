//! Labelled phrases: `{text, reference, tz, start, end, grain, category, relevant, …}`.

use jiff::civil::DateTime;
use serde_json::Value;
use transcript::day::Grain;
use transcript::reference::{Hours, Reference};
use transcript::when::{self, When};

use crate::table::{Outcome, Table};

/// Prints what became of every relevant phrase and of every negative one.
pub(crate) fn score(items: &[Value]) {
    let (mut plain, mut policy, mut other) = (Table::default(), Table::default(), Table::default());
    let (mut negatives, mut hits) = (0, 0);
    for item in items {
        let flag = |name: &str| item[name].as_bool() == Some(true);
        let text = item["text"].as_str().unwrap_or_default();
        if flag("negative") {
            negatives += 1;
            if let Some(found) = when::read(text, &fallback()) {
                hits += 1;
                println!("FALSE HIT   {text:?}: {:?}", found.start);
            }
            continue;
        }
        if flag("duplicate") || item["reference"].is_null() {
            continue;
        }
        let found = when::read(text, &reference(item));
        let outcome = compare(item, found.as_ref());
        let category = item["category"].as_str().unwrap_or("?");
        if !flag("relevant") {
            other.add(category, outcome);
            continue;
        }
        let table = if flag("policy_dependent") {
            &mut policy
        } else {
            &mut plain
        };
        table.add(category, outcome);
        if outcome != Outcome::Right {
            let mark = if flag("policy_dependent") {
                " (policy)"
            } else {
                ""
            };
            let answer = found.map_or_else(String::new, |w| format!("{:?}..{:?}", w.start, w.end));
            println!(
                "{outcome:?}{mark}\t{category}\t{text:?} ref {} is {}..{} not {answer}",
                item["reference"].as_str().unwrap_or_default(),
                item["start"].as_str().unwrap_or("-"),
                item["end"].as_str().unwrap_or("-"),
            );
        }
    }
    println!("\nrelevant, not policy-dependent:");
    plain.print();
    println!("policy-dependent:");
    policy.print();
    println!("not relevant to bookings (counted, not aimed at):");
    other.print();
    println!("negatives: {hits} false hits of {negatives}\n");
}

fn fallback() -> Reference {
    Reference {
        now: jiff::civil::date(2026, 11, 19).at(10, 0, 0, 0),
        zone: jiff::tz::TimeZone::UTC,
        hours: Hours::default(),
    }
}

/// The wall clock that an RFC 3339 text shows.
pub(crate) fn wall(value: &Value) -> Option<DateTime> {
    value.as_str()?.get(..19)?.parse().ok()
}

/// The item's reference; `tz` may be a zone's name or an offset.
pub(crate) fn reference(item: &Value) -> Reference {
    let zone = item["tz"]
        .as_str()
        .and_then(|name| jiff::tz::TimeZone::get(name).ok())
        .unwrap_or(jiff::tz::TimeZone::UTC);
    Reference {
        now: wall(&item["reference"]).unwrap_or_default(),
        zone,
        hours: Hours::default(),
    }
}

/// Equal starts at the item's grain; of an open interval with an end only, equal ends; parts of
/// the day by overlap, since every source has its own.
fn compare(item: &Value, found: Option<&When>) -> Outcome {
    let Some(found) = found.filter(|found| found.start.is_some() || found.end.is_some()) else {
        return Outcome::Unanswered;
    };
    let grain = item["grain"].as_str().unwrap_or("minute");
    let (start, end) = (wall(&item["start"]), wall(&item["end"]));
    let part_of_day = item["category"] == "daypart" || item["implied_hour"] == true;
    let right = match (start, end) {
        (Some(start), _)
            if item["time_only"] == true
                && found.start.is_some_and(|at| at.time() == start.time()) =>
        {
            true
        }
        (Some(start), _) if part_of_day && found.grain == Grain::Hour => {
            let from = found.start.unwrap_or(start);
            let to = found.end.unwrap_or(from);
            from == start
                || (from <= start && start < to)
                || end.is_some_and(|end| start <= from && from < end)
        }
        (Some(start), _) => found.start.is_some_and(|found| {
            if item["time_only"] == true {
                found.time() == start.time()
            } else {
                at_grain(found, grain) == at_grain(start, grain)
            }
        }),
        (None, Some(end)) => found
            .end
            .is_some_and(|found| at_grain(found, grain) == at_grain(end, grain)),
        (None, None) => false,
    };
    if right {
        Outcome::Right
    } else {
        Outcome::Wrong
    }
}

fn at_grain(time: DateTime, grain: &str) -> DateTime {
    let date = time.date();
    match grain {
        "second" | "minute" => date.at(time.hour(), time.minute(), 0, 0),
        "hour" => date.at(time.hour(), 0, 0, 0),
        "month" => date.first_of_month().at(0, 0, 0, 0),
        _ => date.at(0, 0, 0, 0),
    }
}
