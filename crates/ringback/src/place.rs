//! When and where words were said, as the command line is told.

use anyhow::{Context, anyhow, ensure};
use jiff::civil::DateTime;
use jiff::fmt::temporal::DateTimeParser;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use transcript::reference::{Hours, Reference};

/// What spoken times are measured from.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Place {
    /// When it was said, such as 2026-11-19T10:12 or with an offset [default: now]
    #[arg(long, value_name = "INSTANT")]
    pub(crate) reference: Option<String>,
    /// Where: a name such as Europe/Berlin, or an offset such as +01:00 [default: this machine's]
    #[arg(long, value_name = "ZONE", value_parser = zone, allow_hyphen_values = true)]
    pub(crate) tz: Option<TimeZone>,
    /// When the branch is open, on every day, such as 09:00-12:30,13:30-18:00 [default: 07:00-21:00]
    #[arg(long, value_name = "SPANS", value_parser = hours)]
    pub(crate) hours: Option<Hours>,
}

impl Place {
    /// What times are measured from.
    pub(crate) fn reference(&self) -> anyhow::Result<Reference> {
        self.at(self.reference.as_deref(), None)
    }

    /// The same for an item that may have a time and a zone of its own.
    pub(crate) fn at(
        &self,
        reference: Option<&str>,
        tz: Option<&str>,
    ) -> anyhow::Result<Reference> {
        let zone = match tz {
            Some(name) => zone(name)?,
            None => self.tz.clone().unwrap_or_else(TimeZone::system),
        };
        let now = match reference.or(self.reference.as_deref()) {
            Some(text) => moment(text, &zone)?,
            None => Timestamp::now().to_zoned(zone),
        };
        Ok(Reference::at(&now, self.hours.clone().unwrap_or_default()))
    }
}

/// A wall time of the reference's zone as RFC 3339 with its offset.
pub(crate) fn rfc3339(at: DateTime, zone: &TimeZone) -> String {
    match at.to_zoned(zone.clone()) {
        Ok(at) => at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
        Err(_) => at.to_string(),
    }
}

fn moment(text: &str, zone: &TimeZone) -> anyhow::Result<Zoned> {
    let text = text.trim();
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Ok(instant.to_zoned(zone.clone()));
    }
    let local: DateTime = text.parse().map_err(|_| {
        anyhow!("`{text}` is no time; one would be 2026-11-19T10:12 or 2026-11-19T10:12:00+01:00")
    })?;
    local
        .to_zoned(zone.clone())
        .with_context(|| format!("`{text}` is out of range"))
}

fn zone(name: &str) -> anyhow::Result<TimeZone> {
    DateTimeParser::new()
        .parse_time_zone(name)
        .map_err(|_| anyhow!("`{name}` is no time zone; one would be Europe/Berlin or +01:00"))
}

fn hours(text: &str) -> anyhow::Result<Hours> {
    let minute = |text: &str| -> Option<i32> {
        let (hour, minute) = text.trim().split_once(':')?;
        let (hour, minute): (i32, i32) = (hour.parse().ok()?, minute.parse().ok()?);
        ((0..=24).contains(&hour) && (0..60).contains(&minute)).then_some(hour * 60 + minute)
    };
    let span = |span: &str| -> Option<(i32, i32)> {
        let (from, to) = span.split_once('-')?;
        Some((minute(from)?, minute(to)?)).filter(|(from, to)| from < to && *to <= 24 * 60)
    };
    let spans: Option<Vec<_>> = text.split(',').map(span).collect();
    let spans = spans.unwrap_or_default();
    ensure!(
        !spans.is_empty(),
        "`{text}` are no opening hours; some would be 09:00-18:00 or 09:00-12:30,13:30-18:00"
    );
    Ok(Hours::weekly(std::array::from_fn(|_| spans.clone())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_place_is_said_with_an_example() {
        for error in [
            hours("9-18").unwrap_err(),
            hours("18:00-09:00").unwrap_err(),
            zone("Berlin").unwrap_err(),
            moment("tomorrow", &TimeZone::UTC).unwrap_err(),
        ] {
            assert!(error.to_string().contains("would be"), "{error}");
        }
    }

    #[test]
    fn a_moment_without_an_offset_is_the_places_own() {
        let berlin = zone("Europe/Berlin").unwrap();
        let with = moment("2026-11-19T09:12:00Z", &berlin).unwrap();
        assert_eq!(with, moment("2026-11-19T10:12", &berlin).unwrap());
        assert_eq!(
            rfc3339(with.datetime(), &berlin),
            "2026-11-19T10:12:00+01:00"
        );
    }
}
