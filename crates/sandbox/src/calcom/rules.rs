//! Who may book what when, and which slots follow from that. Nothing here changes anything.

use std::time::Duration;

use domain::time::{Instant, Resolved};
use jiff::civil::Date;

use super::config::{EventType, Mode};
use super::input::{SlotsQuery, Wanted};
use super::ledger::{Attendee, Booking, LONGEST, Ledger, Mark, Status};
use super::refusal::Refusal;

/// Longest range of slots; one year is more than any agent asks for.
const LONGEST_RANGE: Duration = Duration::from_hours(366 * 24);

/// What a request to book comes to.
#[derive(Debug)]
pub(crate) enum Place {
    /// The attendee has this booking already, and gets it again (F4).
    Existing(Booking),
    /// That host has time.
    Free {
        host: u64,
        end: Instant,
        status: Status,
        attendee: Attendee,
    },
}

/// Finds a place for what is wanted.
pub(crate) fn place(
    event_type: &EventType,
    ledger: &Ledger,
    wanted: &Wanted,
    now: Instant,
) -> Result<Place, Refusal> {
    let length = length(event_type, wanted.minutes)?;
    if wanted.start < now {
        return Err(Refusal::past());
    }
    if wanted.start < now.plus(event_type.minimum_notice) {
        return Err(Refusal::too_soon());
    }
    let attendee = attendee(event_type, wanted)?;
    let answers_twice = event_type.mode != Mode::Plain;
    if let Some(existing) = ledger
        .same_wish(event_type.id, wanted.start, &attendee)
        .filter(|_| answers_twice)
    {
        return Ok(Place::Existing(existing.clone()));
    }
    let end = wanted.start.plus(length);
    let host = free_host(event_type, ledger, wanted.start, end, None);
    match host.filter(|_| is_open(event_type, wanted.start, end)) {
        Some(host) => Ok(Place::Free {
            host,
            end,
            status: match event_type.mode {
                Mode::Confirmation => Status::Pending,
                Mode::Plain | Mode::RoundRobin => Status::Accepted,
            },
            attendee,
        }),
        None => Err(Refusal::taken(event_type.hosts.len() > 1)),
    }
}

/// A slot that can be booked.
pub(crate) struct Slot {
    pub(crate) start: Instant,
    pub(crate) end: Instant,
}

/// The free slots: from each day's opening, one after the other.
pub(crate) fn slots(
    event_type: &EventType,
    ledger: &Ledger,
    query: &SlotsQuery,
    now: Instant,
    mark: Option<Mark>,
) -> Result<Vec<Slot>, Refusal> {
    if query.last < query.from || query.last.since(query.from) > LONGEST_RANGE {
        return Err(Refusal::bad_range());
    }
    let length = length(event_type, query.minutes)?;
    let earliest = query.from.max(now.plus(event_type.minimum_notice));
    let first_day = earliest.local(&event_type.zone).date();
    let last_day = query.last.local(&event_type.zone).date();
    let days = first_day
        .series(jiff::Span::new().days(1))
        .take_while(|day| *day <= last_day);
    let starts = days
        .filter(|day| event_type.days.contains(&day.weekday()))
        .flat_map(|day| starts(event_type, day, length));
    let slot = |start: Instant| Slot {
        start,
        end: start.plus(length),
    };
    Ok(starts
        .filter(|start| (earliest..=query.last).contains(start))
        .map(slot)
        .filter(|slot| free_host(event_type, ledger, slot.start, slot.end, mark).is_some())
        .collect())
}

/// Every start of a day; none on a day that opens or closes in an hour that a change of the
/// clocks skips or repeats.
fn starts(event_type: &EventType, day: Date, length: Duration) -> impl Iterator<Item = Instant> {
    let (opens, closes) = event_type.hours;
    let once = |time| match event_type.zone.resolve(day.to_datetime(time)) {
        Resolved::Once(at) => Some(at),
        Resolved::Never | Resolved::Twice => None,
    };
    let hours = once(opens).zip(once(closes));
    let first = hours.map(|(opens, _)| opens);
    std::iter::successors(first, move |start| Some(start.plus(length)))
        .take_while(move |start| hours.is_some_and(|(_, closes)| start.plus(length) <= closes))
}

fn length(event_type: &EventType, minutes: Option<u32>) -> Result<Duration, Refusal> {
    let minutes = match (minutes, event_type.lengths.as_slice()) {
        (None, [usual, ..]) => *usual,
        (Some(minutes), lengths) if lengths.len() > 1 && lengths.contains(&minutes) => minutes,
        _ => return Err(Refusal::no_choice_of_length()),
    };
    // A length of nothing would make for endlessly many slots.
    Ok(Duration::from_secs(u64::from(minutes) * 60).clamp(Duration::from_mins(1), LONGEST))
}

/// Who comes, with an address made up where a number is enough.
fn attendee(event_type: &EventType, wanted: &Wanted) -> Result<Attendee, Refusal> {
    let email = match (&wanted.email, &wanted.phone) {
        (Some(email), _) => email.clone(),
        (None, Some(phone)) if !event_type.needs_email => {
            format!("{}@sms.cal.com", phone.trim_start_matches('+'))
        }
        (None, _) => return Err(Refusal::email_missing()),
    };
    Ok(Attendee {
        name: wanted.name.clone(),
        email,
        phone: wanted.phone.clone(),
        zone: wanted.zone.clone(),
        language: wanted.language.clone(),
    })
}

fn free_host(
    event_type: &EventType,
    ledger: &Ledger,
    start: Instant,
    end: Instant,
    mark: Option<Mark>,
) -> Option<u64> {
    let is_free = |host: &u64| !ledger.is_busy(*host, start, end, mark);
    event_type.hosts.iter().copied().find(is_free)
}

fn is_open(event_type: &EventType, start: Instant, end: Instant) -> bool {
    let (opens, closes) = event_type.hours;
    let start = start.local(&event_type.zone);
    let end = end.local(&event_type.zone);
    event_type.days.contains(&start.weekday())
        && start.date() == end.date()
        && (opens..=closes).contains(&start.time())
        && (opens..=closes).contains(&end.time())
}
