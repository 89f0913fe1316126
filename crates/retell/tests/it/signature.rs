//! Signatures, against vectors that the official SDKs made.

use base64::Engine;
use bytes::Bytes;
use domain::id::AccountName;
use domain::time::Instant;
use proptest::prelude::*;
use retell::signature::{EmptyKey, Keyring, SignatureError, Unverified, Verified, sign};
use secrecy::SecretString;
use serde::Deserialize;

#[derive(Deserialize)]
struct Vectors {
    vectors: Vec<Vector>,
    verification_cases: Vec<Case>,
}

/// A body and the signature that npm 5.66.1 made for it; npm 4.66.0 and PyPI 6.2.13 accept it.
#[derive(Deserialize)]
struct Vector {
    name: String,
    api_key: String,
    body_base64: String,
    timestamp_ms: i64,
    signature: String,
}

/// What the two SDKs say to a signature.
#[derive(Deserialize)]
struct Case {
    name: String,
    api_key: String,
    body: String,
    signature: String,
    now_ms: i64,
    npm_5_66_1: bool,
    pypi_6_2_13: bool,
}

fn vectors() -> Vectors {
    serde_json::from_str(include_str!("../data/signature_vectors.json")).unwrap()
}

fn millis(millis: i64) -> Instant {
    Instant::from_millis(millis).unwrap()
}

fn keyring(keys: &[(&str, &str)]) -> Keyring {
    let pair = |&(account, key): &(&str, &str)| (AccountName::new(account), key.into());
    Keyring::new(keys.iter().map(pair)).unwrap()
}

fn verify(
    keys: &Keyring,
    body: &[u8],
    header: &str,
    now: Instant,
) -> Result<Verified, SignatureError> {
    Unverified::new(Bytes::copy_from_slice(body), Some(header.as_bytes())).verify(keys, now)
}

#[test]
fn all_six_vectors_of_the_official_sdk() {
    let vectors = vectors().vectors;
    assert_eq!(vectors.len(), 6);
    for vector in vectors {
        let body = base64::engine::general_purpose::STANDARD
            .decode(&vector.body_base64)
            .unwrap();
        let (key, at) = (vector.api_key.clone().into(), millis(vector.timestamp_ms));
        assert_eq!(sign(&key, &body, at), vector.signature, "{}", vector.name);
        let keys = keyring(&[("salon", &vector.api_key)]);
        let verified = verify(&keys, &body, &vector.signature, at).unwrap();
        assert_eq!(verified.body(), &body, "{}", vector.name);
        assert_eq!(verified.account().as_str(), "salon");
        assert_eq!(verified.signed_at(), at);
    }
}

#[test]
fn all_21_verification_cases_and_the_two_in_which_the_sdks_differ() {
    let cases = vectors().verification_cases;
    assert_eq!(cases.len(), 21);
    let mut differing = Vec::new();
    for case in cases {
        let keys = keyring(&[("salon", &case.api_key)]);
        let now = millis(case.now_ms);
        let ours = verify(&keys, case.body.as_bytes(), &case.signature, now).is_ok();
        // What either accepts, we accept: see the module's documentation.
        assert_eq!(ours, case.npm_5_66_1 || case.pypi_6_2_13, "{}", case.name);
        if case.npm_5_66_1 != case.pypi_6_2_13 {
            differing.push(case.name);
        }
    }
    assert_eq!(differing.len(), 2, "{differing:?}");
    assert!(differing.iter().all(|name| name.starts_with("uppercase")));
}

#[test]
fn each_refusal_has_its_reason() {
    let keys = keyring(&[("salon", "key_a")]);
    let now = millis(1_700_000_000_000);
    let refusal = |header: &str| verify(&keys, b"{}", header, now).unwrap_err();
    let digest = "0".repeat(64);

    let missing = Unverified::new(Bytes::new(), None).verify(&keys, now);
    assert_eq!(missing.unwrap_err(), SignatureError::Missing);
    for malformed in [
        String::new(),
        "v=1700000000000".into(),
        format!("v=,d={digest}"),
        format!("v=+1700000000000,d={digest}"),
        format!("v=99999999999999999999,d={digest}"),
        format!("v=1700000000000,d={digest}0"),
        format!("v=1700000000000,d={}g", &digest[1..]),
        format!("v=1700000000000,d={digest},"),
        format!("vé1700000000000,d={digest}"),
    ] {
        assert_eq!(
            refusal(&malformed),
            SignatureError::Malformed,
            "{malformed}"
        );
    }
    let expired = refusal(&format!("v=1700000300001,d={digest}"));
    assert_eq!(expired, SignatureError::Expired { age_ms: -300_001 });
    assert!(expired.to_string().contains("300001 ms in the future"));
    let wrong = refusal(&format!("v=1700000000000,d={digest}"));
    assert_eq!(wrong, SignatureError::WrongKey { keys: 1 });
    assert_eq!(wrong.label(), "wrong_key");
}

#[test]
fn a_header_that_is_not_utf8_is_malformed() {
    let unverified = Unverified::new(Bytes::new(), Some(b"v=1\xff,d="));
    let refusal = unverified
        .verify(&Keyring::default(), millis(1))
        .unwrap_err();
    assert_eq!(refusal, SignatureError::Malformed);
}

#[test]
fn while_a_key_is_replaced_both_are_good_and_the_account_is_known() {
    let (body, now) = (b"{}", millis(1_700_000_000_000));
    let signed = |key: &str| sign(&key.into(), body, now);
    let during = keyring(&[("salon", "old"), ("salon", "new"), ("praxis", "other")]);
    let account = |keys: &Keyring, key| {
        verify(keys, body, &signed(key), now).map(|verified| verified.account().to_string())
    };
    assert_eq!(account(&during, "old").unwrap(), "salon");
    assert_eq!(account(&during, "new").unwrap(), "salon");
    assert_eq!(account(&during, "other").unwrap(), "praxis");
    let after = keyring(&[("salon", "new"), ("praxis", "other")]);
    let refusal = account(&after, "old").unwrap_err();
    assert_eq!(refusal, SignatureError::WrongKey { keys: 2 });
}

#[test]
fn f33_without_keys_nothing_passes() {
    let (body, now) = (b"{}", millis(1_700_000_000_000));
    let keys = Keyring::default();
    assert!(keys.is_empty());
    for key in ["", "any"] {
        let header = sign(&key.into(), body, now);
        let refusal = verify(&keys, body, &header, now).unwrap_err();
        assert_eq!(refusal, SignatureError::WrongKey { keys: 0 });
    }
}

#[test]
fn f33_an_empty_key_never_gets_into_a_keyring() {
    for empty in ["", " ", "\n"] {
        let keys = [("good", "key"), ("blank", empty)]
            .map(|(account, key)| (AccountName::new(account), SecretString::from(key)));
        let refusal = Keyring::new(keys).unwrap_err();
        let account = AccountName::new("blank");
        assert_eq!(refusal, EmptyKey { account });
    }
}

#[test]
fn neither_keys_nor_bodies_are_printed() {
    let (body, now) = (b"{\"transcript\":\"Mueller\"}", millis(1_700_000_000_000));
    let keys = keyring(&[("salon", "key_secret")]);
    let header = sign(&"key_secret".into(), body, now);
    let unverified = Unverified::new(Bytes::from_static(body), Some(header.as_bytes()));
    let printed = format!("{keys:?} {unverified:?} ");
    let printed = format!("{printed}{:?}", unverified.verify(&keys, now).unwrap());
    assert!(printed.contains("salon"), "{printed}");
    assert!(
        !printed.contains("secret") && !printed.contains("Mueller"),
        "{printed}"
    );
}

proptest! {
    #[test]
    fn one_flipped_bit_anywhere_is_refused(
        body in proptest::collection::vec(any::<u8>(), 1..512),
        place in any::<prop::sample::Index>(),
        bit in 0_u32..8,
    ) {
        let now = millis(1_700_000_000_000);
        let keys = keyring(&[("salon", "key_a"), ("salon", "key_b")]);
        let header = sign(&"key_b".into(), &body, now);
        prop_assert!(verify(&keys, &body, &header, now).is_ok());

        let mut changed = body.clone();
        changed[place.index(body.len())] ^= 1 << bit;
        prop_assert!(verify(&keys, &changed, &header, now).is_err());

        let digest_at = header.find("d=").unwrap() + 2;
        let mut digest = hex::decode(&header[digest_at..]).unwrap();
        digest[place.index(32)] ^= 1 << bit;
        let forged = format!("{}{}", &header[..digest_at], hex::encode(digest));
        let refusal = verify(&keys, &body, &forged, now).unwrap_err();
        prop_assert_eq!(refusal, SignatureError::WrongKey { keys: 2 });
    }

    #[test]
    fn another_time_within_the_window_is_refused(shift in -300_000_i64..=300_000) {
        prop_assume!(shift != 0);
        let now = millis(1_700_000_000_000);
        let keys = keyring(&[("salon", "key_a")]);
        let header = sign(&"key_a".into(), b"{}", now);
        let moved = header.replace("1700000000000", &(1_700_000_000_000 + shift).to_string());
        let refusal = verify(&keys, b"{}", &moved, now).unwrap_err();
        prop_assert_eq!(refusal, SignatureError::WrongKey { keys: 1 });
    }

    #[test]
    fn no_header_panics_and_none_is_good(header in proptest::collection::vec(any::<u8>(), 0..100)) {
        let keys = keyring(&[("salon", "key_a")]);
        let unverified = Unverified::new(Bytes::from_static(b"{}"), Some(&header));
        prop_assert!(unverified.verify(&keys, millis(0)).is_err());
    }
}
