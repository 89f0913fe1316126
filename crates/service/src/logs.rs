//! Logs, on standard error.
//!
//! House rule: a line is a sentence with dotted fields, written once, where the matter is handled.
//! It never holds what a caller said or who he is: no names, phone numbers, e-mail addresses or
//! bodies; ids only.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

use crate::settings::LogFormat;

/// The filter is not to be understood.
#[derive(Debug, thiserror::Error)]
#[error("cannot be read as a log filter: {0}")]
pub struct BadFilter(#[from] tracing_subscriber::filter::ParseError);

/// Starts logging for this process. A second call changes nothing.
pub fn install(format: LogFormat, filter: &str) -> Result<(), BadFilter> {
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(parse(filter)?)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    // It fails only when logging is installed already.
    match format {
        LogFormat::Text => subscriber.try_init().ok(),
        LogFormat::Json => subscriber.json().flatten_event(true).try_init().ok(),
    };
    Ok(())
}

/// Whether [`install`] would take the filter.
pub(crate) fn check(filter: &str) -> Result<(), BadFilter> {
    parse(filter).map(drop)
}

fn parse(filter: &str) -> Result<EnvFilter, BadFilter> {
    Ok(EnvFilter::builder().parse(filter)?)
}
