//! Instants are UTC and have no zone; local times exist only together with a branch's zone.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp, civil, tz};
use serde::{Deserialize, Serialize};

/// A moment, in UTC, to the microsecond (what both databases keep).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Instant(Timestamp);

impl Instant {
    /// The beginning of the year 1, in microseconds since 1970. PostgreSQL's calendar goes back
    /// less far than ours, and nobody calls from there.
    const FIRST: i64 = -62_135_596_800_000_000;

    /// From microseconds since 1970; `None` outside the years 1 to 9999.
    pub fn from_micros(micros: i64) -> Option<Self> {
        Self::kept(Timestamp::from_microsecond(micros).ok()?)
    }

    /// From milliseconds since 1970, Retell's unit; `None` outside the years 1 to 9999.
    pub fn from_millis(millis: i64) -> Option<Self> {
        Self::kept(Timestamp::from_millisecond(millis).ok()?)
    }

    /// `None` for what not every database can hold.
    fn kept(timestamp: Timestamp) -> Option<Self> {
        (timestamp.as_microsecond() >= Self::FIRST).then_some(Self(timestamp))
    }

    /// Microseconds since 1970.
    pub fn as_micros(self) -> i64 {
        self.0.as_microsecond()
    }

    /// Milliseconds since 1970, rounded down.
    pub fn as_millis(self) -> i64 {
        self.0.as_microsecond().div_euclid(1000)
    }

    /// Later by `duration`, held at the end of time.
    #[must_use]
    pub fn plus(self, duration: std::time::Duration) -> Self {
        let duration = SignedDuration::try_from(duration).unwrap_or(SignedDuration::MAX);
        Self(self.0.saturating_add(duration).unwrap_or(Timestamp::MAX))
    }

    /// Earlier by `duration`, held at the beginning of time.
    #[must_use]
    pub fn minus(self, duration: std::time::Duration) -> Self {
        let duration = SignedDuration::try_from(duration).unwrap_or(SignedDuration::MAX);
        Self(self.0.saturating_sub(duration).unwrap_or(Timestamp::MIN))
    }

    /// How long ago `earlier` was; zero if it lies ahead.
    pub fn since(self, earlier: Self) -> std::time::Duration {
        self.0
            .duration_since(earlier.0)
            .try_into()
            .unwrap_or_default()
    }

    /// What a clock on the wall in `zone` shows.
    pub fn local(self, zone: &Zone) -> jiff::Zoned {
        self.0.to_zoned(zone.tz.clone())
    }

    /// Parses RFC 3339; an offset or `Z` is required.
    pub fn parse(text: &str) -> Option<Self> {
        text.parse::<Timestamp>()
            .ok()
            .and_then(|t| Self::from_micros(t.as_microsecond()))
    }
}

impl std::fmt::Display for Instant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::fmt::Debug for Instant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// A time zone of the IANA database, such as `Europe/Berlin`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Zone {
    name: String,
    tz: tz::TimeZone,
}

/// The name is not one of the IANA database.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is no time zone of the IANA database; one would be `Europe/Berlin`")]
pub struct UnknownZone(String);

impl Zone {
    /// Looks the zone up.
    ///
    /// # Errors
    /// [`UnknownZone`] when the database has no such name.
    pub fn parse(name: &str) -> Result<Self, UnknownZone> {
        match tz::TimeZone::get(name) {
            Ok(tz) => Ok(Self {
                name: name.to_owned(),
                tz,
            }),
            Err(_) => Err(UnknownZone(name.to_owned())),
        }
    }

    /// The IANA name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Which moment, or moments, a wall clock in this zone shows as `local`.
    pub fn resolve(&self, local: civil::DateTime) -> Resolved {
        let ambiguous = self.tz.to_ambiguous_timestamp(local);
        match ambiguous.offset() {
            tz::AmbiguousOffset::Unambiguous { .. } => ambiguous
                .unambiguous()
                .ok()
                .and_then(Instant::kept)
                .map_or(Resolved::Never, Resolved::Once),
            tz::AmbiguousOffset::Gap { .. } => Resolved::Never,
            tz::AmbiguousOffset::Fold { .. } => Resolved::Twice,
        }
    }
}

impl std::fmt::Debug for Zone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.name)
    }
}

impl TryFrom<String> for Zone {
    type Error = UnknownZone;
    fn try_from(name: String) -> Result<Self, Self::Error> {
        Self::parse(&name)
    }
}

impl From<Zone> for String {
    fn from(zone: Zone) -> Self {
        zone.name
    }
}

/// What a local time means in a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolved {
    /// The ordinary case.
    Once(Instant),
    /// The hour that spring skips.
    Never,
    /// The hour that autumn repeats; nobody can say which was meant.
    Twice,
}

/// Where a process gets the time from: handed in once, at the top, so tests can hold it still.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Instant + Send + Sync>);

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self::from_fn(|| {
            let now = Timestamp::now();
            Instant::from_micros(now.as_microsecond()).unwrap_or(Instant(now))
        })
    }

    /// Any other source.
    pub fn from_fn(source: impl Fn() -> Instant + Send + Sync + 'static) -> Self {
        Self(Arc::new(source))
    }

    /// A clock that stands still.
    pub fn fixed(at: Instant) -> Self {
        Self::from_fn(move || at)
    }

    /// The time.
    pub fn now(&self) -> Instant {
        (self.0)()
    }
}

impl std::fmt::Debug for Clock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Clock")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f16_a_local_time_is_read_in_its_zone_and_dst_is_said() {
        let berlin = Zone::parse("Europe/Berlin").unwrap();
        let at = |text: &str| berlin.resolve(text.parse().unwrap());
        assert_eq!(
            at("2026-11-05T15:30"),
            Resolved::Once(Instant::parse("2026-11-05T14:30:00Z").unwrap())
        );
        assert_eq!(at("2026-03-29T02:30"), Resolved::Never);
        assert_eq!(at("2026-10-25T02:30"), Resolved::Twice);
    }

    #[test]
    fn years_that_a_database_does_not_have_are_none() {
        let berlin = Zone::parse("Europe/Berlin").unwrap();
        assert!(Instant::from_millis(-300_000_000_000_000).is_none());
        assert!(Instant::parse("-004800-01-01T00:00:00Z").is_none());
        assert_eq!(
            berlin.resolve("-004800-01-01T10:00".parse().unwrap()),
            Resolved::Never
        );
        for text in ["0001-01-01T00:00:00Z", "9999-12-30T00:00:00Z"] {
            let instant = Instant::parse(text).unwrap();
            assert_eq!(Instant::from_micros(instant.as_micros()), Some(instant));
        }
    }

    #[test]
    fn an_unknown_zone_says_what_one_looks_like() {
        let error = Zone::parse("Berlin").unwrap_err().to_string();
        assert!(error.contains("`Berlin`") && error.contains("Europe/Berlin"));
    }
}
