//! Labelled phrases: `{text, reference, tz, start, end, grain, category, relevant, …}`.

use jiff::civil::{DateTime, date};
use serde_json::Value;
use transcript::day::Grain;
use transcript::reference::{Hours, Reference};
use transcript::when::{self, When};

use crate::report::{Miss, Outcome, Report};

/// What became of every phrase. What no caller would say is counted, not aimed at, and its misses
/// are not shown.
pub(crate) fn score(items: &[Value]) -> Report {
    let mut report = Report::default();
    for item in items {
        let is = |name: &str| item[name].as_bool() == Some(true);
        let table = if is("negative") {
            "negatives: a hit is wrong"
        } else if is("duplicate") || item["reference"].is_null() {
            continue;
        } else if !is("relevant") {
            "not relevant to bookings"
        } else if is("policy_dependent") {
            "relevant, policy-dependent"
        } else {
            "relevant"
        };
        let text = item["text"].as_str().unwrap_or_default();
        let found = when::read(text, &reference(item));
        let outcome = match &found {
            None if is("negative") => Outcome::Right,
            Some(_) if is("negative") => Outcome::Wrong,
            found => compare(item, found.as_ref()),
        };
        let category = item["category"].as_str().unwrap_or("?");
        report.count(table, category, outcome);
        if outcome != Outcome::Right && (is("relevant") || is("negative")) {
            let seen_from = item["reference"].as_str().unwrap_or("anywhere");
            report.miss(Miss {
                table,
                category: category.to_owned(),
                outcome,
                item: format!("{text:?} seen from {seen_from}"),
                expected: stretch(item["start"].as_str(), item["end"].as_str()),
                answer: found.and_then(|it| stretch(it.start, it.end)),
            });
        }
    }
    report
}

/// `from..to`, either of which may be open; nothing, if both are.
fn stretch(from: Option<impl ToString>, to: Option<impl ToString>) -> Option<String> {
    let from = from.map(|it| it.to_string());
    let to = to.map(|it| it.to_string());
    (from.is_some() || to.is_some())
        .then(|| from.unwrap_or_default() + ".." + &to.unwrap_or_default())
}

/// The wall clock that an RFC 3339 text shows.
pub(crate) fn wall(value: &Value) -> Option<DateTime> {
    value.as_str()?.get(..19)?.parse().ok()
}

/// The item's reference, an ordinary Thursday where it has none; `tz` may be a zone's name or an offset.
pub(crate) fn reference(item: &Value) -> Reference {
    let zone = item["tz"]
        .as_str()
        .and_then(|name| jiff::tz::TimeZone::get(name).ok())
        .unwrap_or(jiff::tz::TimeZone::UTC);
    Reference {
        now: wall(&item["reference"]).unwrap_or(date(2026, 11, 19).at(10, 0, 0, 0)),
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
