//! Reads properties one by one and remembers what was wrong with them, so that a refusal names
//! everything at once.

use std::collections::BTreeMap;

use domain::phone::PhoneNumber;
use domain::time::{Instant, Zone};
use serde_json::{Map, Value};

use super::refusal::Refusal;

const LANGUAGES: [&str; 43] = [
    "ar", "az", "bg", "bn", "ca", "cs", "da", "de", "el", "en", "es", "es-419", "et", "eu", "fi",
    "fr", "he", "hr", "hu", "id", "it", "iw", "ja", "km", "ko", "lv", "nl", "no", "pl", "pt",
    "pt-BR", "ro", "ru", "sk", "sr", "sv", "ta", "th", "tr", "uk", "vi", "zh-CN", "zh-TW",
];

/// What is wrong with a request so far.
#[derive(Debug, Default)]
pub(super) struct Check(Vec<(String, String)>);

impl Check {
    /// No other properties than these.
    pub(super) fn only(&mut self, object: &Map<String, Value>, known: &[&str]) {
        let unknown = object.keys().filter(|key| !known.contains(&key.as_str()));
        self.0
            .extend(unknown.map(|key| (key.clone(), format!("property {key} should not exist"))));
    }

    /// Reads a property if it is there.
    pub(super) fn may<'a, T>(
        &mut self,
        property: &str,
        value: Option<&'a Value>,
        read: impl Fn(&'a Value) -> Option<T>,
        constraint: &str,
    ) -> Option<T> {
        let read = read(value?);
        if read.is_none() {
            self.0.push((property.to_owned(), constraint.to_owned()));
        }
        read
    }

    /// Reads a property that must be there.
    pub(super) fn need<'a, T>(
        &mut self,
        property: &str,
        value: Option<&'a Value>,
        read: impl Fn(&'a Value) -> Option<T>,
        constraint: &str,
    ) -> Option<T> {
        self.may(
            property,
            Some(value.unwrap_or(&Value::Null)),
            read,
            constraint,
        )
    }

    /// Refuses the request if anything was wrong with it.
    pub(super) fn end(&self) -> Result<(), Refusal> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(Refusal::invalid(&self.0))
        }
    }
}

/// A body that is an object.
pub(super) fn object(body: &[u8]) -> Result<Map<String, Value>, Refusal> {
    serde_json::from_slice(body).map_err(|_| Refusal::unreadable_body())
}

/// A query as an object of strings; of a repeated key the last counts.
pub(super) fn pairs(query: &str) -> Result<Map<String, Value>, Refusal> {
    let url = reqwest::Url::parse(&format!("http://sandbox/?{query}"))
        .map_err(|_| Refusal::bad_range())?;
    let pairs = url.query_pairs();
    Ok(pairs
        .map(|(key, value)| (key.into_owned(), Value::String(value.into_owned())))
        .collect())
}

/// RFC 3339; without an offset, or with a date alone, UTC is meant.
pub(super) fn instant(value: &Value) -> Option<Instant> {
    let text = value.as_str()?;
    Instant::parse(text)
        .or_else(|| Instant::parse(&format!("{text}Z")))
        .or_else(|| Instant::parse(&format!("{text}T00:00:00Z")))
}

/// An end of midnight, written out or as a date alone, is the end of the day that begins there.
pub(super) fn end(value: &Value) -> Option<Instant> {
    const DAY_MICROS: i64 = 24 * 60 * 60 * 1_000_000;
    let at = instant(value)?;
    let is_midnight = at.as_micros().rem_euclid(DAY_MICROS) == 0;
    let to_last_second = std::time::Duration::from_secs(24 * 60 * 60 - 1);
    Some(if is_midnight {
        at.plus(to_last_second)
    } else {
        at
    })
}

pub(super) fn filled(value: &Value) -> Option<String> {
    value
        .as_str()
        .filter(|text| !text.trim().is_empty())
        .map(str::to_owned)
}

pub(super) fn zone(value: &Value) -> Option<String> {
    Some(Zone::parse(value.as_str()?).ok()?.name().to_owned())
}

pub(super) fn email(value: &Value) -> Option<String> {
    let text = value.as_str()?;
    let (local, host) = text.split_once('@')?;
    let is_address = !local.is_empty() && host.contains('.') && !text.contains(char::is_whitespace);
    is_address.then(|| text.to_owned())
}

pub(super) fn phone(value: &Value) -> Option<String> {
    let text = value.as_str()?;
    let number = PhoneNumber::parse(text).ok()?;
    (number.as_str() == text).then(|| text.to_owned())
}

pub(super) fn language(value: &Value) -> Option<String> {
    value
        .as_str()
        .filter(|code| LANGUAGES.contains(code))
        .map(str::to_owned)
}

pub(super) fn map(value: &Value) -> Option<Map<String, Value>> {
    value.as_object().cloned()
}

pub(super) fn metadata(value: &Value) -> Option<BTreeMap<String, String>> {
    let object = value.as_object().filter(|object| object.len() <= 50)?;
    let entry = |(key, value): (&String, &Value)| {
        let value = value.as_str()?;
        // JavaScript counts UTF-16.
        let fits = key.encode_utf16().count() <= 40 && value.encode_utf16().count() <= 500;
        fits.then(|| (key.clone(), value.to_owned()))
    };
    object.iter().map(entry).collect()
}

pub(super) fn minutes(value: &Value) -> Option<u32> {
    value.as_u64()?.try_into().ok()
}

pub(super) fn number(value: &Value) -> Option<i64> {
    value.as_str()?.parse().ok()
}

pub(super) fn numbers(value: &Value) -> Option<Vec<i64>> {
    value
        .as_str()?
        .split(',')
        .map(|id| id.trim().parse().ok())
        .collect()
}

pub(super) fn count(value: &Value) -> Option<usize> {
    value.as_str()?.parse().ok()
}

pub(super) fn page(value: &Value) -> Option<usize> {
    count(value).filter(|take| (1..=250).contains(take))
}

pub(super) fn format(value: &Value) -> Option<&str> {
    value
        .as_str()
        .filter(|format| matches!(*format, "time" | "range"))
}

/// Whether it descends.
pub(super) fn direction(value: &Value) -> Option<bool> {
    match value.as_str()? {
        "asc" => Some(false),
        "desc" => Some(true),
        _ => None,
    }
}
