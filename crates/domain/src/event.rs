//! A delivery: one signed body from Retell, and what became of it.

use serde::{Deserialize, Serialize};
use sha2::Digest as _;

/// SHA-256 of the raw body of a delivery, its identity: headers are not part of it, so a
/// redelivery under a fresh signature is the same delivery.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Digest([u8; 32]);

impl Digest {
    /// Of a raw body.
    pub fn of(body: &[u8]) -> Self {
        Self(sha2::Sha256::digest(body).into())
    }

    /// The 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// From 32 bytes.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }
}

impl std::fmt::Display for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl std::fmt::Debug for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, f)
    }
}

/// Not 64 hexadecimal digits.
#[derive(Debug, thiserror::Error)]
#[error("a digest is 64 hexadecimal digits")]
pub struct NotADigest;

impl TryFrom<String> for Digest {
    type Error = NotADigest;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        hex::decode(text)
            .ok()
            .and_then(|bytes| Self::from_bytes(&bytes))
            .ok_or(NotADigest)
    }
}

impl From<Digest> for String {
    fn from(digest: Digest) -> Self {
        digest.to_string()
    }
}

/// A closed set of words, stored as text and used as metric labels.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $word)] $variant,)+ }

        impl $name {
            /// Every one of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word as stored and labelled.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::event::UnknownWord;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($word => Ok(Self::$variant),)+
                    _ => Err($crate::event::UnknownWord { what: stringify!($name), word: text.to_owned() }),
                }
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::event::UnknownWord;
            fn try_from(text: String) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}
pub(crate) use words;

/// A stored word that this version does not know.
#[derive(Debug, thiserror::Error)]
#[error("`{word}` is no {what}; was this row written by a newer version?")]
pub struct UnknownWord {
    /// The type that was expected.
    pub what: &'static str,
    /// The word that was found.
    pub word: String,
}

words! {
    /// How far the worker has come with a delivery.
    EventStatus {
        /// In the log, not worked on yet.
        Received = "received",
        /// Everything that follows from it is stored.
        Processed = "processed",
        /// Nobody's yet: see [`ParkReason`].
        Parked = "parked",
        /// Signed, but not to be understood: a human should look.
        Unreadable = "unreadable",
        /// Work on it failed for good.
        Failed = "failed",
    }
}

words! {
    /// Why a delivery belongs to nobody yet.
    ParkReason {
        /// The called number (the calling one on an outbound call) is not registered.
        UnknownNumber = "unknown_number",
        /// The agent of a web call or chat is not registered.
        UnknownAgent = "unknown_agent",
        /// The number or agent belongs to another Retell account than the key that signed.
        ForeignAccount = "foreign_account",
        /// It names neither number nor agent, and its call is not known.
        UnknownCall = "unknown_call",
        /// Its number belongs to another company than its call does.
        TenantConflict = "tenant_conflict",
        /// There is no number that could be looked up.
        NoNumber = "no_number",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_survive_the_round_trip() {
        for &status in EventStatus::ALL {
            assert_eq!(status.as_str().parse::<EventStatus>().unwrap(), status);
        }
        assert!("gone".parse::<EventStatus>().is_err());
    }
}
