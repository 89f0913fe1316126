//! Migrations are append-only: databases out there have run them.
//!
//! `migrations/checksums.txt` holds the SHA-256 of each, in the format of `sha256sum`. A line, once
//! released, stays; a change to the schema is a new migration.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, bail};
use sha2::{Digest, Sha256};

const DIRECTORY: &str = "migrations";
const CHECKSUMS: &str = "migrations/checksums.txt";

/// SHA-256 in hexadecimal, by path from the root.
type Checksums = BTreeMap<String, String>;

/// Compares the migrations with their checksums.
///
/// # Errors
/// A migration was changed or removed, or is not sealed yet.
pub(crate) fn check(root: &Path) -> anyhow::Result<()> {
    let (sealed, found) = (sealed(root)?, found(root)?);
    refuse_changes(&sealed, &found)?;
    if let Some(new) = found.keys().find(|path| !sealed.contains_key(*path)) {
        bail!("check FAILED: {new} is not sealed; `cargo xtask migrations-seal` does that");
    }
    Ok(())
}

/// Adds the checksums of new migrations.
///
/// # Errors
/// One that was sealed earlier has changed or is gone.
pub(crate) fn seal(root: &Path) -> anyhow::Result<()> {
    let found = found(root)?;
    refuse_changes(&sealed(root)?, &found)?;
    let lines: Vec<_> = found
        .iter()
        .map(|(path, sum)| format!("{sum}  {path}\n"))
        .collect();
    fs::write(root.join(CHECKSUMS), lines.concat())?;
    Ok(())
}

fn refuse_changes(sealed: &Checksums, found: &Checksums) -> anyhow::Result<()> {
    match sealed
        .iter()
        .find(|(path, sum)| found.get(*path) != Some(sum))
    {
        None => Ok(()),
        Some((path, _)) => bail!(
            "check FAILED: {path} was changed or removed, and databases may have run it. Restore it \
             and write a new migration. (If it was never released: take its line out of \
             {CHECKSUMS} and seal again.)"
        ),
    }
}

fn sealed(root: &Path) -> anyhow::Result<Checksums> {
    let text = match fs::read_to_string(root.join(CHECKSUMS)) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Checksums::new()),
        Err(error) => return Err(error).context(CHECKSUMS),
    };
    text.lines()
        .map(|line| {
            let (sum, path) = line
                .split_once("  ")
                .with_context(|| format!("{CHECKSUMS}: `{line}` is no line of sha256sum"))?;
            Ok((path.to_owned(), sum.to_owned()))
        })
        .collect()
}

fn found(root: &Path) -> anyhow::Result<Checksums> {
    let mut found = Checksums::new();
    let mut directories = vec![root.join(DIRECTORY)];
    while let Some(directory) = directories.pop() {
        for entry in fs::read_dir(&directory).with_context(|| directory.display().to_string())? {
            let path = entry?.path();
            if path.is_dir() {
                directories.push(path);
            } else if path.extension().is_some_and(|extension| extension == "sql") {
                let sum = hex::encode(Sha256::digest(fs::read(&path)?));
                let path = path.strip_prefix(root)?.display().to_string();
                found.insert(path, sum);
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_neither_changes_nor_goes() {
        let root = tempfile::tempdir().unwrap();
        let (first, second) = (
            root.path().join("migrations/sqlite/1.sql"),
            root.path().join("migrations/2.sql"),
        );
        fs::create_dir_all(first.parent().unwrap()).unwrap();
        fs::write(&first, "CREATE TABLE a (n int);").unwrap();

        assert!(
            check(root.path())
                .unwrap_err()
                .to_string()
                .contains("is not sealed")
        );
        seal(root.path()).unwrap();
        check(root.path()).unwrap();

        fs::write(&second, "CREATE TABLE b (n int);").unwrap();
        assert!(
            check(root.path())
                .unwrap_err()
                .to_string()
                .contains("migrations/2.sql")
        );
        seal(root.path()).unwrap();
        check(root.path()).unwrap();

        fs::write(&first, "CREATE TABLE a (n bigint);").unwrap();
        for refused in [check(root.path()), seal(root.path())] {
            assert!(
                refused
                    .unwrap_err()
                    .to_string()
                    .contains("migrations/sqlite/1.sql")
            );
        }
        fs::remove_file(&first).unwrap();
        assert!(seal(root.path()).is_err());
    }
}
