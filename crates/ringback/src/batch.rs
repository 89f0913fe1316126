//! Files and standard input, and those with a JSON array of items, answered with a JSON object a
//! line.

use std::fmt::Write as _;
use std::io;
use std::path::Path;

use anyhow::{Context, anyhow, bail, ensure};
use serde_json::Value;

use crate::output;
use crate::place::Place;

/// What a file holds, or standard input if it is `-`; without the mark that some editors put in
/// front.
///
/// # Errors
/// It cannot be read.
pub(crate) fn contents(file: &Path) -> anyhow::Result<String> {
    let mut text = if is_standard_input(file) {
        io::read_to_string(io::stdin()).context("cannot read standard input")?
    } else {
        std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?
    };
    if text.starts_with('\u{feff}') {
        text.remove(0);
    }
    Ok(text)
}

fn is_standard_input(file: &Path) -> bool {
    file == Path::new("-")
}

/// What a batch holds.
pub(crate) struct Kind {
    /// The text that each item has.
    pub(crate) key: &'static str,
    /// Where items without it belong.
    pub(crate) else_where: &'static str,
}

/// Answers each item of the file. One that cannot be answered is named on standard error, and the
/// others are answered all the same.
///
/// # Errors
/// The file cannot be read or holds something else, or an item could not be answered.
pub(crate) fn each(
    file: &Path,
    kind: &Kind,
    place: &Place,
    mut answer: impl FnMut(&Value) -> anyhow::Result<Value>,
) -> anyhow::Result<()> {
    let name = if is_standard_input(file) {
        "standard input".to_owned()
    } else {
        file.display().to_string()
    };
    let Kind { key, else_where } = kind;
    let json = serde_json::from_str(&contents(file)?)
        .with_context(|| format!("{name} is no JSON, or a part of it is missing"))?;
    let Value::Array(items) = json else {
        bail!("{name} is JSON, but no array of objects such as [{{\"{key}\": \"…\"}}]");
    };
    ensure!(
        items.is_empty() || items.iter().any(|item| item.get(key).is_some()),
        "{name}: no item has a `{key}`; {else_where}"
    );
    let undated = items.iter().filter(|item| item["reference"].is_null());
    let undated = undated.count();
    if undated > 0 && place.reference.is_none() {
        eprintln!(
            "{name}: {undated} of {} items have no `reference`, and are read as if said now; \
             --reference says when",
            items.len()
        );
    }
    let (mut lines, mut wrong) = (String::new(), 0);
    for (item, number) in items.iter().zip(1..) {
        match answer(item) {
            Ok(answer) => writeln!(lines, "{answer}")?,
            Err(error) => {
                eprintln!("{name}: item {number}: {error:#}");
                wrong += 1;
            }
        }
    }
    output::print(&lines)?;
    ensure!(
        wrong == 0,
        "{wrong} of {} items could not be answered",
        items.len()
    );
    Ok(())
}

/// A text that an item must have.
pub(crate) fn text<'i>(item: &'i Value, key: &str) -> anyhow::Result<&'i str> {
    optional(item, key)?.ok_or_else(|| anyhow!("it has no text `{key}`"))
}

/// A text that an item may have.
pub(crate) fn optional<'i>(item: &'i Value, key: &str) -> anyhow::Result<Option<&'i str>> {
    match &item[key] {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text)),
        _ => bail!("its `{key}` is no text"),
    }
}

/// A list of texts that an item may have.
pub(crate) fn list<'i>(item: &'i Value, key: &str) -> anyhow::Result<Option<Vec<&'i str>>> {
    let texts = match &item[key] {
        Value::Null => return Ok(None),
        Value::Array(values) => values.iter().map(Value::as_str).collect(),
        _ => None,
    };
    texts
        .map(Some)
        .ok_or_else(|| anyhow!("its `{key}` are no array of texts"))
}
