//! What commands print on standard output.

use std::io::{self, Write};

use comfy_table::{ContentArrangement, Table, presets};
use serde::Serialize;
use serde_json::Value;

/// Prints text as it is, whole or not at all.
pub(crate) fn print(text: &str) -> io::Result<()> {
    bytes(text.as_bytes())
}

/// Prints bytes as they are.
pub(crate) fn bytes(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()
}

/// Whether printing failed because nobody reads any more.
pub(crate) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .downcast_ref::<io::Error>()
        .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

/// Prints one JSON document, in a line.
pub(crate) fn json(value: &impl Serialize) -> anyhow::Result<()> {
    Ok(print(&format!("{}\n", serde_json::to_string(value)?))?)
}

/// How a list is wanted.
#[derive(Debug, clap::Args)]
pub(crate) struct Listing {
    /// At most so many
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(i64).range(1..))]
    pub(crate) limit: i64,
    /// Print a JSON array, with everything that is known of each
    #[arg(long)]
    pub(crate) json: bool,
}

impl Listing {
    /// Prints rows, each a JSON object: all of them, or these columns as a table.
    pub(crate) fn print(&self, columns: &[&str], rows: &[Value]) -> anyhow::Result<()> {
        if i64::try_from(rows.len()).is_ok_and(|count| count == self.limit) {
            eprintln!("The newest {}; --limit shows more.", self.limit);
        }
        if self.json {
            json(&rows)
        } else {
            table(columns, rows)
        }
    }
}

/// Prints these columns of rows, each a JSON object, as a table.
pub(crate) fn table(columns: &[&str], rows: &[Value]) -> anyhow::Result<()> {
    if rows.is_empty() {
        eprintln!("There is nothing to list.");
        return Ok(());
    }
    let mut table = Table::new();
    table
        .load_preset(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_header(columns.iter().map(|column| column.replace('_', " ")));
    for row in rows {
        table.add_row(columns.iter().map(|column| cell(&row[*column])));
    }
    Ok(print(&format!("{}\n", table.trim_fmt()))?)
}

/// A value for people. Much of it came from outside, and must not steer the terminal.
pub(crate) fn cell(value: &Value) -> String {
    let text = match value {
        Value::Null => String::new(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    plain(&text)
}

/// Text from outside, in a line, so that it cannot steer the terminal.
pub(crate) fn plain(text: &str) -> String {
    let safe = |c: char| match c {
        _ if !c.is_control() => c,
        _ if c.is_whitespace() => ' ',
        _ => char::REPLACEMENT_CHARACTER,
    };
    text.replace("\r\n", "\n").chars().map(safe).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn text_from_outside_cannot_steer_the_terminal() {
        assert_eq!(cell(&json!("a\u{1b}[2Jb\r\nc")), "a\u{fffd}[2Jb c");
    }
}
