//! The kinds of values in a tenants' file. None of these messages repeats a value that may be a
//! secret.

use std::str::FromStr;

use domain::call::Direction;
use domain::money::{Cents, Currency, EurCents, Percent, UsCents};
use domain::month::{Day, NoDay};
use domain::tariff::{FeePer, Step};
use domain::tenant::{Language, NoSpan, Span, WordsUse};
use domain::time::{Instant, Zone};
use toml::de::DeValue;

use super::table::Kind;

/// Text with something in it.
pub(super) const TEXT: Kind<String> = Kind {
    like: "\"Salon Nord\"",
    read: |value| match text(value)?.trim() {
        "" => Err("is empty".into()),
        text => Ok(text.to_owned()),
    },
};

/// A phone number; whether it is one also depends on the branch's country.
pub(super) const NUMBER: Kind<String> = Kind {
    like: "\"+49 30 23125014\"",
    ..TEXT
};

/// Retell's id of an agent.
pub(super) const AGENT: Kind<String> = Kind {
    like: "\"agent_3b9d0c5e7f\"",
    ..TEXT
};

/// The name of a field or a tool.
pub(super) const FIELD: Kind<String> = Kind {
    like: "\"termin_gebucht\"",
    ..TEXT
};

/// A short name that ids are derived from.
pub(super) const SLUG: Kind<String> = Kind {
    like: "\"salon-nord\"",
    read: |value| {
        let slug = text(value)?;
        let fits = !slug.is_empty()
            && slug.len() <= 64
            && slug
                .bytes()
                .all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_'));
        if fits {
            Ok(slug.to_owned())
        } else {
            Err("must be 1 to 64 small letters, digits and hyphens, since it never changes".into())
        }
    },
};

/// The name of a secret.
pub(super) const SECRET: Kind<String> = Kind {
    like: "\"env:SALON_NORD_KEY\"",
    read: |value| {
        let reference = text(value)?;
        match reference.split_once(':') {
            Some(("env" | "file", name)) if !name.trim().is_empty() => Ok(reference.to_owned()),
            _ => Err(
                "must say where the secret is, `env:NAME` or `file:PATH`, and never be it".into(),
            ),
        }
    },
};

/// An address of Cal.com's API.
pub(super) const BASE_URL: Kind<String> = Kind {
    like: "\"https://api.cal.com/v2\"",
    read: |value| {
        let url = text(value)?;
        let web = url.starts_with("https://") || url.starts_with("http://");
        if web && !url.ends_with('/') && reqwest::Url::parse(url).is_ok() {
            Ok(url.to_owned())
        } else {
            Err("must be a web address without a slash at the end".into())
        }
    },
};

/// A domain.
pub(super) const DOMAIN: Kind<String> = Kind {
    like: "\"callers.salon-nord.de\"",
    read: |value| {
        let domain = text(value)?;
        let part = |part: &str| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        };
        if domain.contains('.') && domain.split('.').all(part) {
            Ok(domain.to_ascii_lowercase())
        } else {
            Err("must be a domain, without `@`".into())
        }
    },
};

/// A time zone.
pub(super) const ZONE: Kind<Zone> = Kind {
    like: "\"Europe/Berlin\"",
    read: |value| {
        let name = text(value)?;
        Zone::parse(name).map_err(|_| format!("`{name}` is no time zone of the IANA database"))
    },
};

/// A language that we speak.
pub(super) const LANGUAGE: Kind<Language> = Kind {
    like: "\"de\" or \"en\"",
    read: |value| {
        let word = text(value)?;
        let language = word.parse();
        language.map_err(|_| format!("`{word}` is no language that we speak"))
    },
};

/// What becomes of an appointment that was agreed in words alone.
pub(super) const WORDS: Kind<WordsUse> = Kind {
    like: "\"book\" or \"call_back\"",
    read: |value| {
        let word = text(value)?;
        let words = word.parse();
        words.map_err(|_| format!("`{word}` is not what can be done with words"))
    },
};

/// A country, for numbers without a country code.
pub(super) const COUNTRY: Kind<String> = Kind {
    like: "\"DE\"",
    read: |value| {
        let country = text(value)?;
        if country.len() == 2 && country.bytes().all(|b| b.is_ascii_uppercase()) {
            Ok(country.to_owned())
        } else {
            Err("must be a country's two letters, in capitals".into())
        }
    },
};

/// How long something takes.
pub(super) const MINUTES: Kind<u32> = Kind {
    like: "45",
    read: |value| match whole(value)? {
        minutes @ 1..=1440 => u32::try_from(minutes).map_err(|error| error.to_string()),
        _ => Err("must be from 1 to 1440, a day".into()),
    },
};

/// Cal.com's id of an event type.
pub(super) const EVENT_TYPE: Kind<i64> = Kind {
    like: "1234567, as in the event type's address at Cal.com",
    read: |value| match whole(value)? {
        id @ 1.. => Ok(id),
        _ => Err("must be the number of an event type".into()),
    },
};

/// Yes or no.
pub(super) const YES: Kind<bool> = Kind {
    like: "true",
    read: |value| {
        value
            .as_bool()
            .ok_or_else(|| not("`true` or `false`", value))
    },
};

/// A moment, as TOML's date and time or as text.
pub(super) const MOMENT: Kind<Instant> = Kind {
    like: "2026-09-01T08:00:00+02:00",
    read: |value| {
        let moment = value
            .as_datetime()
            .map(ToString::to_string)
            .or_else(|| value.as_str().map(str::to_owned))
            .ok_or_else(|| not("a date and time", value))?;
        Instant::parse(&moment)
            .ok_or_else(|| "must be a date and time with its offset from UTC".into())
    },
};

/// A day, as TOML's date or as text.
pub(super) const DAY: Kind<Day> = Kind {
    like: "2026-11-01",
    read: |value| {
        let day = value
            .as_datetime()
            .map(ToString::to_string)
            .or_else(|| value.as_str().map(str::to_owned))
            .ok_or_else(|| not("a day", value))?;
        day.parse().map_err(|error: NoDay| error.to_string())
    },
};

/// How many of something, such as minutes of a month.
pub(super) const COUNT: Kind<u32> = Kind {
    like: "500",
    read: |value| u32::try_from(whole(value)?).map_err(|_| "must be 0 or more".into()),
};

/// An amount that vendors charge; in quotes, for exactness.
pub(super) const US_CENTS: Kind<UsCents> = Kind {
    like: "\"0.85\", in US cents",
    read: |value| cents(value),
};

/// An amount that we charge; in quotes, for exactness.
pub(super) const EUR_CENTS: Kind<EurCents> = Kind {
    like: "\"12.5\", in euro cents",
    read: |value| cents(value),
};

/// A mark-up.
pub(super) const PERCENT: Kind<Percent> = Kind {
    like: "\"20\"",
    read: |value| {
        let digits = text(value)?;
        Percent::from_digits(digits).ok_or_else(|| format!("`{digits}` is no percentage"))
    },
};

/// A discount: never more than all of it.
pub(super) const DISCOUNT: Kind<Percent> = Kind {
    like: "\"10\"",
    read: |value| {
        let percent = (PERCENT.read)(value)?;
        let all = Percent::from_digits("100");
        if Some(percent) <= all {
            Ok(percent)
        } else {
            Err("is more than all of it".into())
        }
    },
};

/// How a number begins.
pub(super) const PREFIX: Kind<String> = Kind {
    like: "\"+49\", and \"+\" for all",
    read: |value| {
        let prefix = text(value)?;
        match prefix.strip_prefix('+') {
            Some(digits) if digits.bytes().all(|b| b.is_ascii_digit()) => Ok(prefix.to_owned()),
            _ => Err("must be `+` and the digits that a number begins with".into()),
        }
    },
};

/// Which way a call goes.
pub(super) const DIRECTION: Kind<Direction> = Kind {
    like: "\"inbound\" or \"outbound\"",
    read: |value| word(value),
};

/// In which steps time is charged.
pub(super) const STEP: Kind<Step> = Kind {
    like: "\"minute\", each one begun, or \"second\"",
    read: |value| word(value),
};

/// What a fee is counted by.
pub(super) const FEE_PER: Kind<FeePer> = Kind {
    like: "\"call\", \"minute\" or \"second\"",
    read: |value| word(value),
};

/// A span of a day.
pub(super) const SPAN: Kind<Span> = Kind {
    like: "\"09:00-18:00\"",
    read: |value| {
        text(value)?
            .parse()
            .map_err(|wrong: NoSpan| wrong.to_string())
    },
};

fn text<'v>(value: &'v DeValue<'_>) -> Result<&'v str, String> {
    value.as_str().ok_or_else(|| not("text in quotes", value))
}

fn word<T: FromStr>(value: &DeValue<'_>) -> Result<T, String> {
    let word = text(value)?;
    word.parse().map_err(|_| format!("cannot be `{word}`"))
}

fn cents<C: Currency>(value: &DeValue<'_>) -> Result<Cents<C>, String> {
    let digits = text(value)?;
    Cents::from_digits(digits)
        .filter(|cents| *cents >= Cents::ZERO)
        .ok_or_else(|| format!("`{digits}` is no amount of cents"))
}

fn whole(value: &DeValue<'_>) -> Result<i64, String> {
    let number = value
        .as_integer()
        .ok_or_else(|| not("a whole number", value))?;
    i64::from_str_radix(number.as_str(), number.radix())
        .map_err(|_| "is larger than any number here".into())
}

fn not(wanted: &str, value: &DeValue<'_>) -> String {
    format!("must be {wanted}, and is of type {}", value.type_str())
}
