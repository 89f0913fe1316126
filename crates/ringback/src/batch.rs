//! Files with a JSON array of items, answered with a JSON object a line.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, anyhow, ensure};
use serde_json::Value;

use crate::output;

/// Answers each item of the file. One that cannot be answered is named on standard error, and the
/// others are answered all the same.
///
/// # Errors
/// The file cannot be read, or an item could not be answered.
pub(crate) fn each(
    file: &Path,
    mut answer: impl FnMut(&Value) -> anyhow::Result<Value>,
) -> anyhow::Result<()> {
    let text =
        std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let items: Vec<Value> = serde_json::from_str(&text)
        .with_context(|| format!("{} is no JSON array of objects", file.display()))?;
    let (mut lines, mut wrong) = (String::new(), 0);
    for (item, number) in items.iter().zip(1..) {
        match answer(item) {
            Ok(answer) => writeln!(lines, "{answer}")?,
            Err(error) => {
                eprintln!("{}: item {number}: {error:#}", file.display());
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
    item[key]
        .as_str()
        .ok_or_else(|| anyhow!("it has no text `{key}`"))
}
