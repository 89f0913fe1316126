//! When and where words were said, as the command line is told.

use anyhow::{Context, anyhow, bail, ensure};
use domain::tenant::{NoSpan, Span};
use domain::time::{Instant, Zone};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::fmt::temporal::DateTimeParser;
use jiff::tz::TimeZone;
use transcript::reference::{Hours, Reference};

/// What spoken times are measured from.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Place {
    /// When it was said, such as 2026-11-19T10:12 or with an offset [default: now]
    #[arg(long, value_name = "INSTANT", value_parser = moment)]
    pub(crate) reference: Option<Moment>,
    /// Where: a name such as Europe/Berlin, or an offset such as +01:00 [default: this machine's]
    #[arg(long, value_name = "ZONE", value_parser = zone, allow_hyphen_values = true)]
    pub(crate) tz: Option<TimeZone>,
    /// When the branch is open, on every day, such as 09:00-12:30,13:30-18:00 [default: 07:00-21:00]
    #[arg(long, value_name = "SPANS", value_parser = hours)]
    pub(crate) hours: Option<Hours>,
}

/// A moment as RFC 3339 with the offset of a branch's zone.
pub(crate) fn moment_in(at: Instant, zone: &Zone) -> String {
    at.local(zone).strftime(RFC3339).to_string()
}

const RFC3339: &str = "%Y-%m-%dT%H:%M:%S%:z";

/// When something was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Moment {
    /// With an offset.
    Instant(Timestamp),
    /// As a clock at the place showed it.
    Local(DateTime),
}

impl Place {
    /// What times are measured from.
    pub(crate) fn reference(&self) -> anyhow::Result<Reference> {
        self.at(None, None)
    }

    /// The same for an item that may have a time and a zone of its own, which then win.
    pub(crate) fn at(
        &self,
        reference: Option<&str>,
        tz: Option<&str>,
    ) -> anyhow::Result<Reference> {
        let zone = match tz {
            Some(name) => zone(name)?,
            None => self.tz.clone().unwrap_or_else(TimeZone::system),
        };
        let now = match reference.map(moment).transpose()?.or(self.reference) {
            Some(Moment::Instant(at)) => at.to_zoned(zone),
            Some(Moment::Local(at)) => at.to_zoned(zone)?,
            None => Timestamp::now().to_zoned(zone),
        };
        Ok(Reference::at(&now, self.hours.clone().unwrap_or_default()))
    }
}

/// The zone by a name, as a branch has one.
pub(crate) fn named(zone: &TimeZone) -> anyhow::Result<Zone> {
    let name = match zone.iana_name() {
        Some(name) => name.to_owned(),
        None => fixed(zone).context(
            "a call needs a zone by its name, as in --tz Europe/Berlin, or an offset of whole \
             hours, as in --tz +01:00",
        )?,
    };
    Ok(Zone::parse(&name)?)
}

/// The name of a zone whose clocks are always so many whole hours ahead. In these names the signs
/// are the other way round.
fn fixed(zone: &TimeZone) -> Option<String> {
    let seconds = zone.to_fixed_offset().ok()?.seconds();
    (seconds % 3600 == 0 && (-12..=14).contains(&(seconds / 3600)))
        .then(|| format!("Etc/GMT{:+}", -seconds / 3600))
}

/// A wall time of the reference's zone as RFC 3339 with its offset.
pub(crate) fn rfc3339(at: DateTime, zone: &TimeZone) -> String {
    match at.to_zoned(zone.clone()) {
        Ok(at) => at.strftime(RFC3339).to_string(),
        Err(_) => at.to_string(),
    }
}

fn moment(text: &str) -> anyhow::Result<Moment> {
    let text = text.trim();
    let moment = match (text.parse::<Timestamp>(), text.parse::<DateTime>()) {
        (Ok(instant), _) => Moment::Instant(instant),
        (_, Ok(local)) => Moment::Local(local),
        _ => {
            bail!("`{text}` is no time; one would be 2026-11-19T10:12 or 2026-11-19T10:12:00+01:00")
        }
    };
    let year = match moment {
        Moment::Instant(at) => at.to_zoned(TimeZone::UTC).year(),
        Moment::Local(at) => at.year(),
    };
    ensure!(
        (1900..3000).contains(&year),
        "`{text}` is not in the years 1900 to 2999; a time would be 2026-11-19T10:12"
    );
    Ok(moment)
}

fn zone(name: &str) -> anyhow::Result<TimeZone> {
    DateTimeParser::new()
        .parse_time_zone(name)
        .map_err(|_| anyhow!("`{name}` is no time zone; one would be Europe/Berlin or +01:00"))
}

fn hours(text: &str) -> anyhow::Result<Hours> {
    let span = |text: &str| -> Result<(i32, i32), NoSpan> {
        let span: Span = text.parse()?;
        Ok((span.from().into(), span.until().into()))
    };
    let spans: Result<Vec<_>, NoSpan> = text.split(',').map(span).collect();
    let spans = spans.context(
        "these are no opening hours; some would be 09:00-18:00 or 09:00-12:30,13:30-18:00",
    )?;
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
            moment("tomorrow").unwrap_err(),
            moment("9999-12-31T10:00").unwrap_err(),
        ] {
            assert!(error.to_string().contains("would be"), "{error}");
        }
    }

    #[test]
    fn a_moment_without_an_offset_is_the_places_own() {
        let place = Place {
            reference: None,
            tz: Some(zone("Europe/Berlin").unwrap()),
            hours: None,
        };
        let at = |text| place.at(Some(text), None).unwrap();
        let with = at("2026-11-19T09:12:00Z");
        assert_eq!(with.now, at("2026-11-19T10:12").now);
        assert_eq!(rfc3339(with.now, &with.zone), "2026-11-19T10:12:00+01:00");
    }

    #[test]
    fn an_offset_of_whole_hours_has_a_zone() {
        let named = |text| named(&zone(text).unwrap());
        let now = Instant::parse("2026-11-19T09:12:00Z").unwrap();
        for (text, shows) in [("+01:00", 10), ("-03:00", 6), ("+00:00", 9)] {
            assert_eq!(now.local(&named(text).unwrap()).hour(), shows, "{text}");
        }
        assert_eq!(named("Europe/Berlin").unwrap().name(), "Europe/Berlin");
        let refused = named("+05:30").unwrap_err().to_string();
        assert!(refused.contains("--tz Europe/Berlin"), "{refused}");
    }
}
