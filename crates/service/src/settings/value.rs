use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

/// The address of a database or a queue, which may hold a password. Printing it does not show that.
#[derive(Clone, Deserialize)]
#[serde(try_from = "String")]
pub struct ConnectionUrl(SecretString);

impl ConnectionUrl {
    /// The whole address, for the library that connects.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// What stands before `://`.
    pub fn scheme(&self) -> &str {
        self.expose()
            .split_once("://")
            .map_or("", |(scheme, _)| scheme)
    }
}

impl TryFrom<String> for ConnectionUrl {
    type Error = &'static str;
    fn try_from(url: String) -> Result<Self, Self::Error> {
        match url.split_once("://") {
            Some((scheme, rest)) if !scheme.is_empty() && !rest.is_empty() => Ok(Self(url.into())),
            _ => Err("is no URL"),
        }
    }
}

impl std::fmt::Display for ConnectionUrl {
    /// Without password and without query, where a password may stand too.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let url = self.expose();
        let rest = url.split_once("://").map_or("", |(_, rest)| rest);
        let shown = rest.split_once(['?', '#']).map_or(rest, |(shown, _)| shown);
        // The last `@`: a password that was not percent-encoded may hold others.
        match shown.rsplit_once('@') {
            None => write!(f, "{}://{shown}", self.scheme()),
            Some((login, place)) => match login.split_once(':') {
                None => write!(f, "{}://{login}@{place}", self.scheme()),
                Some((user, _)) => write!(f, "{}://{user}:***@{place}", self.scheme()),
            },
        }
    }
}

impl std::fmt::Debug for ConnectionUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, f)
    }
}

/// Keys that are valid at the same time.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(from = "OneOrMany")]
pub struct ApiKeys(Vec<SecretString>);

impl ApiKeys {
    /// The keys, none of them empty.
    pub fn as_slice(&self) -> &[SecretString] {
        &self.0
    }
}

impl From<Vec<SecretString>> for ApiKeys {
    fn from(keys: Vec<SecretString>) -> Self {
        Self(keys)
    }
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "must be text, or an array of texts")]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl From<OneOrMany> for ApiKeys {
    fn from(keys: OneOrMany) -> Self {
        let keys = match keys {
            OneOrMany::One(keys) => keys.split(',').map(str::to_owned).collect(),
            OneOrMany::Many(keys) => keys,
        };
        let keys = keys
            .iter()
            .map(|key| key.trim())
            .filter(|key| !key.is_empty());
        Self(keys.map(SecretString::from).collect())
    }
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}
