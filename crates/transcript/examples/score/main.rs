//! Scores the crate on files of labelled phrases and calls: right, wrong and unanswered apart,
//! by category, with every miss.
//!
//! `cargo run -p transcript --example score -- FILE…`

mod calls;
mod phrases;
mod table;

use std::process::ExitCode;

fn main() -> ExitCode {
    let files: Vec<String> = std::env::args().skip(1).collect();
    if files.is_empty() {
        eprintln!("usage: score FILE…");
        return ExitCode::FAILURE;
    }
    for file in files {
        let items: Vec<serde_json::Value> = match std::fs::read_to_string(&file)
            .map_err(|error| error.to_string())
            .and_then(|text| serde_json::from_str(&text).map_err(|error| error.to_string()))
        {
            Ok(items) => items,
            Err(error) => {
                eprintln!("{file}: {error}");
                return ExitCode::FAILURE;
            }
        };
        println!("# {file}");
        if items
            .first()
            .is_some_and(|item| item["transcript"].is_string())
        {
            calls::score(&items);
        } else {
            phrases::score(&items);
        }
    }
    ExitCode::SUCCESS
}
