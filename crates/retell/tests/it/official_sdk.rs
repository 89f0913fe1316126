//! The official SDK signs, and we accept; we sign, and the official SDK accepts.
//!
//! Runs npm's `retell-sdk`, pinned by `tests/sdk/package-lock.json`, in a temporary copy of
//! `tests/sdk`. Where there is no node, it says so and passes: everything the SDK said when the
//! vectors were made is checked without it, in `signature`.

use std::io::{ErrorKind, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use bytes::Bytes;
use domain::id::AccountName;
use domain::time::Instant;
use retell::signature::{Keyring, Unverified, sign};
use serde::{Deserialize, Serialize};

use crate::{EVENTS, sample};

#[derive(Serialize)]
struct Case {
    key: &'static str,
    body: String,
    at_ms: i64,
    signature: String,
}

#[derive(Deserialize)]
struct Answer {
    signed: String,
    accepts: bool,
    accepts_changed_body: bool,
    accepts_wrong_key: bool,
}

#[test]
fn official_sdk_agrees() {
    for program in ["node", "npm"] {
        let found = Command::new(program).arg("--version").output();
        if matches!(&found, Err(error) if error.kind() == ErrorKind::NotFound) {
            println!("SKIPPED official_sdk_agrees: there is no `{program}` on this machine");
            return;
        }
    }
    let cases = cases();
    let answers = ask_the_sdk(&cases);
    assert_eq!(answers.len(), cases.len());
    for (case, answer) in cases.iter().zip(answers) {
        let body = &case.body;
        assert!(answer.accepts, "ours: {body}");
        assert!(!answer.accepts_changed_body && !answer.accepts_wrong_key);

        assert_eq!(answer.signed, case.signature, "{body}");
        let account = AccountName::new("salon");
        let keys = Keyring::new([(account, case.key.into())]).unwrap();
        let body = Bytes::copy_from_slice(body.as_bytes());
        Unverified::new(body, Some(answer.signed.as_bytes()))
            .verify(&keys, Instant::from_millis(case.at_ms).unwrap())
            .unwrap();
    }
    println!("retell-sdk and we agree on {} bodies", cases.len());
}

/// The samples and some that are awkward, under ASCII and other keys.
fn cases() -> Vec<Case> {
    let bodies = EVENTS
        .iter()
        .map(|name| String::from_utf8(sample(name)).unwrap())
        .chain(["", " ", "{}", "Gr\u{fc}\u{df} Gott\r\n", "💇‍♀️\u{0}"].map(String::from));
    bodies
        .flat_map(|body| {
            ["key_0123456789abcdef0123456789ab", "schlüssel_ß_€"].map(|key| (key, body.clone()))
        })
        .zip(1_793_610_205_538..)
        .map(|((key, body), at_ms)| {
            let at = Instant::from_millis(at_ms).unwrap();
            let signature = sign(&key.into(), body.as_bytes(), at);
            Case {
                key,
                body,
                at_ms,
                signature,
            }
        })
        .collect()
}

fn ask_the_sdk(cases: &[Case]) -> Vec<Answer> {
    let dir = tempfile::tempdir().unwrap();
    let sdk = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sdk");
    for file in ["package.json", "package-lock.json", ".npmrc", "check.mjs"] {
        std::fs::copy(sdk.join(file), dir.path().join(file)).unwrap();
    }
    let install = Command::new("npm")
        .arg("ci")
        .current_dir(dir.path())
        .output()
        .unwrap();
    assert!(
        install.status.success(),
        "npm ci: {}",
        String::from_utf8_lossy(&install.stderr)
    );

    let mut node = Command::new("node")
        .arg("check.mjs")
        .current_dir(dir.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = node.stdin.take().unwrap();
    input
        .write_all(&serde_json::to_vec(cases).unwrap())
        .unwrap();
    drop(input);
    let output = node.wait_with_output().unwrap();
    assert!(output.status.success(), "check.mjs failed");
    serde_json::from_slice(&output.stdout).unwrap()
}
