use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use toml::Value;

use super::{FILE_VARIABLE, KEYS, SettingsError};

const PREFIX: &str = "RINGBACK_";
const TEST_PREFIX: &str = "RINGBACK_TEST_";

/// What file and variables say, by key, before it is understood.
pub(super) struct Source {
    path: PathBuf,
    values: toml::Table,
    from_variables: BTreeSet<String>,
}

impl Source {
    /// Variables win over the file. What is no setting is refused.
    pub(super) fn new(
        path: &Path,
        text: &str,
        variables: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, SettingsError> {
        let values = text.parse::<toml::Table>().map_err(|error| {
            // Only the message and the place: the parser's own rendering quotes the line, and
            // what stands there may be a secret.
            let before = error
                .span()
                .and_then(|span| text.get(..span.start))
                .unwrap_or_default();
            SettingsError::Syntax {
                path: path.to_owned(),
                line: before.matches('\n').count() + 1,
                problem: error.message().to_owned(),
            }
        })?;
        let mut source = Self {
            path: path.to_owned(),
            values,
            from_variables: BTreeSet::new(),
        };
        for (name, value) in variables {
            let Some(key) = setting_of(&name, &value) else {
                continue;
            };
            source.values.insert(key.clone(), Value::String(value));
            source.from_variables.insert(key);
        }
        match source.values.keys().find(|key| example(key).is_none()) {
            Some(unknown) => Err(source.unknown(unknown)),
            None => Ok(source),
        }
    }

    /// The value of `key` as a `T`, if it is given.
    pub(super) fn take<T: DeserializeOwned>(
        &mut self,
        key: &'static str,
    ) -> Result<Option<T>, SettingsError> {
        let Some(value) = self.values.remove(key) else {
            return Ok(None);
        };
        // A variable is always text. Where the setting is none, its digits are meant.
        let number = value
            .as_str()
            .and_then(|text| text.parse::<i64>().ok())
            .map(Value::Integer);
        T::deserialize(value)
            .or_else(|error| number.and_then(|n| T::deserialize(n).ok()).ok_or(error))
            .map(Some)
            .map_err(|error| self.invalid(key, error.message().to_owned()))
    }

    pub(super) fn invalid(&self, key: &str, problem: String) -> SettingsError {
        SettingsError::Invalid {
            place: self.place(key),
            problem,
            example: example(key).unwrap_or_default(),
        }
    }

    fn unknown(&self, key: &str) -> SettingsError {
        let nearest = KEYS
            .iter()
            .map(|(known, _)| *known)
            .min_by_key(|known| strsim::damerau_levenshtein(known, key))
            .unwrap_or_default();
        let nearest = if self.from_variables.contains(key) {
            variable(nearest)
        } else {
            nearest.to_owned()
        };
        SettingsError::Unknown {
            place: self.place(key),
            nearest,
        }
    }

    fn place(&self, key: &str) -> String {
        if self.from_variables.contains(key) {
            format!("`{}`", variable(key))
        } else {
            format!("`{key}` in {}", self.path.display())
        }
    }
}

/// The key that a variable sets, if it sets any.
fn setting_of(name: &str, value: &str) -> Option<String> {
    let key = name.strip_prefix(PREFIX)?.to_lowercase();
    let other = name == FILE_VARIABLE || name.starts_with(TEST_PREFIX);
    (!other && !value.is_empty() && !is_service_link(&key, value)).then_some(key)
}

/// Whether Kubernetes added the variable: for a service `ringback` or `ringback-ingress` it gives
/// every pod `RINGBACK_SERVICE_HOST`, `RINGBACK_INGRESS_PORT_8080_TCP` and the like.
fn is_service_link(key: &str, value: &str) -> bool {
    let words: Vec<&str> = key.split('_').collect();
    words.windows(2).any(|pair| matches!(pair, ["service", "host" | "port"]))
        || words.windows(3).any(|three| {
            matches!(three, ["port", number, "tcp" | "udp" | "sctp"] if number.parse::<u16>().is_ok())
        })
        || (words.last() == Some(&"port") && value.contains("://"))
}

fn variable(key: &str) -> String {
    format!("{PREFIX}{}", key.to_uppercase())
}

fn example(key: &str) -> Option<&'static str> {
    KEYS.iter()
        .find(|(known, _)| *known == key)
        .map(|(_, example)| *example)
}
