//! Scores the crate on files of labelled phrases and calls: right, wrong and unanswered apart,
//! by category, with every miss.
//!
//! `cargo run --release -p transcript --example score -- [--json] FILE…`

mod calls;
mod phrases;
mod report;

use std::process::ExitCode;

use serde_json::Value;

use crate::report::Report;

const HELP: &str = "\
Scores the reader on labelled files: right, wrong and unanswered apart, with every miss.

Usage: score [--json] FILE…

A file is a JSON array, of phrases
  {text, reference, tz, start, end, grain, category, relevant, negative, policy_dependent, …}
or of calls
  {id, reference, tz, services, transcript,
   gold: {intent, starts_at, service, services, customer_name, confirmed, existing_starts_at,
          callback_at}}.

A phrase is right if its start is (an open interval's end, if it has only that), at the item's
grain; a part of the day, if it overlaps. Of a call every field counts for itself, and apart
where there is nothing to find: `start, none` are the calls in which no time was agreed, and wrong
there is a booking that nobody agreed to.

Options:
  --json  One JSON object a file, on a line
  --help  This text";

fn main() -> ExitCode {
    let (options, files): (Vec<String>, Vec<String>) = std::env::args()
        .skip(1)
        .partition(|argument| argument.starts_with('-'));
    if options.iter().any(|it| it == "--help" || it == "-h") {
        println!("{HELP}");
        return ExitCode::SUCCESS;
    }
    let as_json = options.iter().any(|it| it == "--json");
    if files.is_empty() || options.len() > usize::from(as_json) {
        eprintln!("{HELP}");
        return ExitCode::FAILURE;
    }
    for file in files {
        match score(&file) {
            Ok(report) if as_json => println!("{}", report.json(&file)),
            Ok(report) => report.print(&file),
            Err(error) => {
                eprintln!("{file}: {error}");
                return ExitCode::FAILURE;
            }
        }
    }
    ExitCode::SUCCESS
}

fn score(file: &str) -> Result<Report, Box<dyn std::error::Error>> {
    let items: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(file)?)?;
    let calls = items.iter().any(|item| item["transcript"].is_string());
    Ok(if calls {
        calls::score(&items)
    } else {
        phrases::score(&items)
    })
}
