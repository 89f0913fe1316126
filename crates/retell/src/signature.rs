//! Who sent this? Only a verified body can be read.
//!
//! Retell sends `x-retell-signature: v=<unix ms>,d=<64 hex digits>`, where `d` is HMAC-SHA256
//! over the raw body followed by the decimal digits of `v`, keyed with the API key. There is no
//! other secret and no nonce: a copy sent within the window passes, and deduplication by the
//! body's digest is what stops it.
//!
//! # Where the official SDKs differ
//! npm's `verify` ignores case, Python's does not. Upper case `V=`, `D=` and hex digits are
//! accepted here: they decode to the same number and the same 32 bytes, so a forger gains
//! nothing. Both SDKs drop leading zeros of `v` before hashing, and so does this module (the
//! manual recipes in Retell's documentation hash the header's text; real headers have no leading
//! zeros). Python's `\d` would also match digits of other scripts; no header can carry those,
//! and only ASCII is accepted here. Everything else both refuse, and so does this module: other
//! order, spaces, anything before or after, a sign, a digest of another length.

use std::time::Duration;

use bytes::Bytes;
use domain::id::AccountName;
use domain::time::Instant;
use hmac::{Hmac, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

/// The header that carries the signature.
pub const HEADER: &str = "x-retell-signature";

/// How far `v` may lie from now, either way, inclusive to the millisecond.
pub const WINDOW: Duration = Duration::from_millis(WINDOW_MS.unsigned_abs());

const WINDOW_MS: i64 = 300_000;

/// A body that anybody may have sent. It can be verified, and nothing else.
pub struct Unverified<'a> {
    body: Bytes,
    header: Option<&'a [u8]>,
}

/// A body that the owner of a key has signed.
#[derive(Clone)]
pub struct Verified {
    body: Bytes,
    account: AccountName,
    signed_at: Instant,
}

/// Why a body is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// There is no signature header.
    #[error("there is no `{HEADER}` header")]
    Missing,
    /// The header is not `v=<digits>,d=<64 hex digits>`.
    #[error("`{HEADER}` is not of the form `v=<unix ms>,d=<64 hex digits>`")]
    Malformed,
    /// Signed too long ago, or too far in the future: a replay, or a clock that is wrong.
    #[error(
        "signed {} ms {}, and at most {WINDOW_MS} ms are allowed; is this machine's clock right?",
        age_ms.unsigned_abs(),
        if *age_ms < 0 { "in the future" } else { "ago" }
    )]
    Expired {
        /// Now minus `v`, in milliseconds; negative in the future.
        age_ms: i64,
    },
    /// Signed with none of the known keys, or changed on the way.
    #[error("signed with none of the {keys} known keys, or changed on the way")]
    WrongKey {
        /// How many keys were tried.
        keys: usize,
    },
}

impl SignatureError {
    /// A word for metrics.
    pub fn label(&self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Malformed => "malformed",
            Self::Expired { .. } => "expired",
            Self::WrongKey { .. } => "wrong_key",
        }
    }
}

impl<'a> Unverified<'a> {
    /// A raw body, untouched, and the value of [`HEADER`], where there is one.
    pub fn new(body: Bytes, header: Option<&'a [u8]>) -> Self {
        Self { body, header }
    }

    /// Checks form and window first, so that a stale or malformed header costs no hashing; then
    /// hashes the body once per key until one fits. Digests are compared in constant time; which
    /// key fitted is no secret.
    pub fn verify(self, keys: &Keyring, now: Instant) -> Result<Verified, SignatureError> {
        let header = self.header.ok_or(SignatureError::Missing)?;
        let signature = Signature::parse(header).ok_or(SignatureError::Malformed)?;
        let age_ms = now.as_millis().saturating_sub(signature.millis);
        if !(-WINDOW_MS..=WINDOW_MS).contains(&age_ms) {
            return Err(SignatureError::Expired { age_ms });
        }
        let signed_at = Instant::from_millis(signature.millis).ok_or(SignatureError::Malformed)?;
        let account = keys
            .signer(&self.body, &signature)
            .ok_or(SignatureError::WrongKey { keys: keys.len() })?;
        Ok(Verified {
            account: account.clone(),
            body: self.body,
            signed_at,
        })
    }
}

impl Verified {
    /// The raw body.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Whose key signed it.
    pub fn account(&self) -> &AccountName {
        &self.account
    }

    /// When it was signed, by Retell's clock. On a redelivery this may be later than the event.
    pub fn signed_at(&self) -> Instant {
        self.signed_at
    }

    /// The raw body, without its provenance.
    pub fn into_body(self) -> Bytes {
        self.body
    }
}

/// The keys that are accepted: any number of accounts, each with any number of active keys, so
/// that a key can be replaced while both are in use. A keyring without keys accepts nothing, and
/// there is no way around it (F33).
#[derive(Clone, Default)]
pub struct Keyring(Vec<Key>);

#[derive(Clone)]
struct Key {
    account: AccountName,
    /// HMAC after it has taken in the key; cloned for each body.
    mac: Hmac<Sha256>,
}

/// A key is empty, and anybody could sign with it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("an API key of Retell account `{account}` is empty; remove it or fill it in")]
pub struct EmptyKey {
    /// Whose key.
    pub account: AccountName,
}

impl Keyring {
    /// From (account, API key) pairs; an account with two active keys comes twice.
    ///
    /// # Errors
    /// [`EmptyKey`], so that a blank setting cannot open the door.
    pub fn new(
        keys: impl IntoIterator<Item = (AccountName, SecretString)>,
    ) -> Result<Self, EmptyKey> {
        keys.into_iter()
            .map(|(account, key)| {
                if key.expose_secret().trim().is_empty() {
                    return Err(EmptyKey { account });
                }
                let mac = keyed(&key);
                Ok(Key { account, mac })
            })
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// How many keys.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether it accepts nothing at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn signer(&self, body: &[u8], signature: &Signature) -> Option<&AccountName> {
        let fits = |key: &&Key| {
            let mac = over(key.mac.clone(), body, signature.millis);
            mac.verify_slice(&signature.digest).is_ok() // constant time
        };
        self.0.iter().find(fits).map(|key| &key.account)
    }
}

/// What Retell would put into [`HEADER`] for `body` at that time.
pub fn sign(key: &SecretString, body: &[u8], at: Instant) -> String {
    let millis = at.as_millis();
    let digest = over(keyed(key), body, millis).finalize().into_bytes();
    format!("v={millis},d={}", hex::encode(digest))
}

/// The header, taken apart.
struct Signature {
    millis: i64,
    digest: [u8; 32],
}

impl Signature {
    fn parse(header: &[u8]) -> Option<Self> {
        let (v, d) = std::str::from_utf8(header).ok()?.split_once(',')?;
        let digits = strip_prefix_ignoring_case(v, "v=")?;
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None; // `parse` alone would let a plus sign pass
        }
        let mut digest = [0; 32];
        hex::decode_to_slice(strip_prefix_ignoring_case(d, "d=")?, &mut digest).ok()?;
        Some(Self {
            millis: digits.parse().ok()?,
            digest,
        })
    }
}

fn strip_prefix_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (head, rest) = text.split_at_checked(prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then_some(rest)
}

fn keyed(key: &SecretString) -> Hmac<Sha256> {
    // HMAC is defined for keys of every length (RFC 2104), so this cannot fail.
    Hmac::new_from_slice(key.expose_secret().as_bytes()).expect("HMAC takes a key of any length")
}

fn over(mut mac: Hmac<Sha256>, body: &[u8], millis: i64) -> Hmac<Sha256> {
    mac.update(body);
    mac.update(millis.to_string().as_bytes());
    mac
}

impl std::fmt::Debug for Unverified<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Unverified({} bytes)", self.body.len())
    }
}

impl std::fmt::Debug for Verified {
    /// Without the body: it is somebody's conversation.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Verified")
            .field("account", &self.account)
            .field("signed_at", &self.signed_at)
            .field("bytes", &self.body.len())
            .finish()
    }
}

impl std::fmt::Debug for Keyring {
    /// Without the keys.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let accounts = self.0.iter().map(|key| &key.account);
        f.debug_list().entries(accounts).finish()
    }
}
