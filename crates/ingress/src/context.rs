//! What the agent is told when the telephone rings: what day it is, and whom it works for.
//!
//! An agent that does not know today's date makes one up (F54). Dates are written out, in German
//! and in English, as a person would say them in the branch's own zone; the prompt picks.

use domain::tenant::Tenant;
use domain::time::Instant;
use jiff::civil::{Date, Weekday};
use retell::inbound::{Inbound, Reply};
use serde_json::json;

/// Adds the context of a call to `tenant`'s number.
pub(crate) fn describe(reply: Reply, tenant: &Tenant, inbound: &Inbound, now: Instant) -> Reply {
    let (company, branch) = (&tenant.company, &tenant.branch);
    let reply = dated(reply, tenant, now)
        .variable("firma", &company.name)
        .variable("company_name", &company.name)
        .variable("filiale", &branch.name)
        .variable("branch_name", &branch.name)
        .metadata(
            "ringback",
            json!({
                "company": company.slug,
                "branch": branch.slug,
                "received_at": now.to_string(),
            }),
        );
    match &inbound.from_number {
        Some(caller) => reply
            .variable("anrufer_nummer", caller.as_str())
            .variable("caller_number", caller.as_str()),
        None => reply,
    }
}

fn dated(reply: Reply, tenant: &Tenant, now: Instant) -> Reply {
    let zone = &tenant.branch.zone;
    let local = now.local(zone);
    let (today, time) = (local.date(), local.strftime("%H:%M").to_string());
    let reply = reply
        .variable("aktuelles_datum", german(today))
        .variable("aktuelle_uhrzeit", &time)
        .variable("wochentag", german_weekday(today.weekday()))
        .variable("zeitzone", zone.name())
        .variable("current_date", english(today))
        .variable("current_date_iso", today.to_string())
        .variable("current_time", &time)
        .variable("current_weekday", english_weekday(today.weekday()))
        .variable("time_zone", zone.name());
    // On the calendar's last day there is none.
    match today.tomorrow() {
        Ok(tomorrow) => reply
            .variable("morgen_datum", german(tomorrow))
            .variable("tomorrow_date", english(tomorrow))
            .variable("tomorrow_date_iso", tomorrow.to_string()),
        Err(_) => reply,
    }
}

/// Such as `Montag, 2. November 2026`.
fn german(date: Date) -> String {
    let month = match date.month() {
        1 => "Januar",
        2 => "Februar",
        3 => "März",
        4 => "April",
        5 => "Mai",
        6 => "Juni",
        7 => "Juli",
        8 => "August",
        9 => "September",
        10 => "Oktober",
        11 => "November",
        _ => "Dezember",
    };
    let weekday = german_weekday(date.weekday());
    format!("{weekday}, {}. {month} {}", date.day(), date.year())
}

fn german_weekday(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => "Montag",
        Weekday::Tuesday => "Dienstag",
        Weekday::Wednesday => "Mittwoch",
        Weekday::Thursday => "Donnerstag",
        Weekday::Friday => "Freitag",
        Weekday::Saturday => "Samstag",
        Weekday::Sunday => "Sonntag",
    }
}

/// Such as `Monday, 2 November 2026`.
fn english(date: Date) -> String {
    date.strftime("%A, %-d %B %Y").to_string()
}

fn english_weekday(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f54_dates_are_said_as_people_say_them() {
        let date: Date = "2026-03-02".parse().unwrap();
        assert_eq!(german(date), "Montag, 2. März 2026");
        assert_eq!(english(date), "Monday, 2 March 2026");
    }
}
