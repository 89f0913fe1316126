//! Fuzzing what reads calls, with the stable toolchain.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use serde_json::Value;
use testkit::programs;
use tokio::process::Command;

use crate::root;
use crate::step::{cargo, has_cargo, run, say};

/// The fuzz target, as cargo-fuzz lays them out.
const FOLDER: &str = "crates/transcript/fuzz";
/// The phrases and calls that the tests know: who begins with them need not find German out.
const CORPUS: &str = "crates/transcript/tests/corpus";
/// Where and when a text is read; zeros mean an ordinary Thursday (`tests/any_text`).
const HEADER: [u8; 17] = [0; 17];

/// Fuzzes for so many minutes, or until something is found. `arguments` go to libFuzzer.
///
/// # Errors
/// Something was found, and lies in `artifacts` beside the target; or a tool is missing.
pub(crate) async fn fuzz(minutes: u32, arguments: &[String]) -> anyhow::Result<()> {
    if programs::in_path("c++").is_none() {
        bail!(
            "fuzz: `c++` not found in PATH, and libFuzzer is written in C++: on Debian and Ubuntu \
             `sudo apt-get install g++`, on macOS `xcode-select --install`."
        );
    }
    let target = target()?;
    let mut fuzzer = cargo_fuzz(&target.join("tools")).await?;
    let folder = root().join(FOLDER);
    let n_texts = seed(&root().join(CORPUS), &folder.join("corpus"))?;
    fuzzer
        .arg("run")
        .arg("--fuzz-dir")
        .arg(&folder)
        .arg("--target-dir")
        .arg(target.join("fuzz"))
        // Sanitizers need a nightly compiler, and look for what safe Rust does not do. Tracing
        // comparisons makes it three times slower, and the dictionary finds words sooner.
        .args([
            "--sanitizer",
            "none",
            "--no-trace-compares",
            "reading",
            "--",
        ])
        .arg(format!("-max_total_time={}", 60 * minutes))
        .arg(format!(
            "-dict={}",
            folder.join("corpus/words.dict").display()
        ))
        // As long as a long call; the benchmarks see to longer ones.
        .args([
            "-max_len=2048",
            "-len_control=0",
            "-timeout=5",
            "-print_final_stats=1",
        ])
        .args(arguments);
    let what = format!("fuzz: {minutes} minutes, beginning with {n_texts} texts");
    run(&what, &mut fuzzer).await?;
    say("fuzz: nothing found");
    Ok(())
}

/// Lints the target, which the workspace leaves out; libFuzzer itself is not compiled for that.
///
/// # Errors
/// It does not compile or is not clean.
pub(crate) async fn check() -> anyhow::Result<()> {
    let mut clippy = cargo("clippy --no-default-features --locked --manifest-path");
    clippy
        .arg(root().join(FOLDER).join("Cargo.toml"))
        .arg("--target-dir")
        .arg(target()?.join("fuzz"))
        .args(["--", "-D", "warnings"]);
    run("check: clippy of the fuzz target", &mut clippy).await
}

/// Where cargo builds, us included.
fn target() -> anyhow::Result<PathBuf> {
    let us = std::env::current_exe()?;
    let target = us.ancestors().nth(2);
    Ok(target.context("we lie in no target folder")?.to_owned())
}

/// The user's cargo-fuzz, or one of our own, kept with what cargo builds.
async fn cargo_fuzz(tools: &Path) -> anyhow::Result<Command> {
    if has_cargo("fuzz").await {
        return Ok(cargo("fuzz"));
    }
    let program = tools.join("bin/cargo-fuzz");
    if !program.exists() {
        let mut install = cargo("install cargo-fuzz --version 0.13.2 --locked --root");
        run("fuzz: building cargo-fuzz", install.arg(tools)).await?;
    }
    let mut command = Command::new(program);
    command.arg("fuzz");
    Ok(command)
}

/// Lays out the texts of `from`, and a dictionary of their words, for libFuzzer.
fn seed(from: &Path, to: &Path) -> anyhow::Result<usize> {
    let seeds = to.join("reading");
    fs::create_dir_all(&seeds)?;
    let mut n_texts = 0;
    let mut words = BTreeSet::from(["\nAgent: ".to_owned(), "\nUser: ".to_owned()]);
    for file in fs::read_dir(from)? {
        let path = file?.path();
        if path.extension().is_none_or(|kind| kind != "json") {
            continue;
        }
        let items: Vec<Value> = serde_json::from_slice(&fs::read(&path)?)
            .with_context(|| path.display().to_string())?;
        let texts = items
            .iter()
            .filter_map(|item| item["text"].as_str().or(item["transcript"].as_str()));
        for text in texts {
            n_texts += 1;
            let seed = seeds.join(format!("seed-{n_texts}"));
            fs::write(seed, [&HEADER, text.as_bytes()].concat())?;
            words.extend(text.split_whitespace().map(str::to_owned));
        }
    }
    let dictionary: String = words.iter().map(|word| entry(word)).collect();
    fs::write(to.join("words.dict"), dictionary)?;
    Ok(n_texts)
}

/// A line of libFuzzer's dictionaries: every byte escaped is every byte right.
fn entry(word: &str) -> String {
    let bytes = word.bytes().fold(String::new(), |mut bytes, byte| {
        let _ = write!(bytes, "\\x{byte:02x}");
        bytes
    });
    format!("\"{bytes}\"\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_and_their_words_are_laid_out() {
        let root = tempfile::tempdir().unwrap();
        let (from, to) = (root.path().join("from"), root.path().join("to"));
        fs::create_dir_all(&from).unwrap();
        fs::write(
            from.join("a.json"),
            r#"[{"text": "um elf"}, {"transcript": "um"}, {}]"#,
        )
        .unwrap();

        assert_eq!(seed(&from, &to).unwrap(), 2);

        let seed = fs::read(to.join("reading/seed-1")).unwrap();
        assert_eq!(seed, [&HEADER, b"um elf".as_slice()].concat());
        let words = fs::read_to_string(to.join("words.dict")).unwrap();
        assert_eq!(words.lines().count(), 4);
        assert!(words.contains(r#""\x75\x6d""#), "{words}");
    }
}
