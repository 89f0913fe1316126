//! `ringback read`: one call as a person wants to see it: who said what, the words that count,
//! what was understood, what is decided and why.
//!
//! - [`source`]: a recorded call, a webhook's body, or a written conversation.
//! - [`view`]: for people.
//! - [`answer`]: as JSON, and the short form that batches print.

mod answer;
mod source;
mod view;

use std::path::PathBuf;

use domain::decide::{Decision, decide};
use domain::evidence::Evidence;
use domain::id::CallId;
use domain::spoken;
use service::settings::Settings;
use transcript::conversation::Conversation;

use crate::place::Place;
use crate::{batch, output};

use source::Case;

/// See a call: what was said and understood, what is decided, and why
#[derive(Debug, clap::Args)]
#[command(after_help = "\
A call that is recorded is read against its company's services and opening hours. A file is read \
against --services, --tz and --hours; it holds lines such as `Agent: …` and `User: …`, or the body \
of a webhook.

Examples:
  ringback calls list
  ringback read call_7d3f0b6a91c24e58b0f4a2c6e19
  ringback read talk.txt --reference 2026-11-19T10:12 --tz Europe/Berlin --services 'Herrenhaarschnitt,Färben'
  ringback read call_analyzed.json --tz Europe/Berlin --services Strähnen --json
  ringback read --batch calls.json > answers.jsonl")]
pub(crate) struct Args {
    /// A call's id, a file, or - for standard input
    #[arg(value_name = "CALL", required_unless_present = "batch")]
    call: Option<String>,
    /// The Retell account of a recorded call
    #[arg(long, value_name = "NAME", default_value = "default")]
    account: String,
    /// What can be booked, for a file
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    services: Vec<String>,
    #[command(flatten)]
    place: Place,
    /// Read a JSON array of {"id", "reference", "tz", "services", "transcript"} and print one JSON
    /// object a line
    #[arg(long, value_name = "FILE", conflicts_with = "call")]
    batch: Option<PathBuf>,
    /// Print one JSON object
    #[arg(long, conflicts_with = "batch")]
    json: bool,
}

/// A call that was read.
struct Read {
    case: Case,
    evidence: Evidence,
    decision: Decision,
}

/// Reads a call.
pub(crate) async fn run(args: &Args, settings: &Settings) -> anyhow::Result<()> {
    if let Some(file) = &args.batch {
        return batch::each(file, |item| {
            let reference = args
                .place
                .at(item["reference"].as_str(), item["tz"].as_str())?;
            let names = item["services"].as_array().into_iter().flatten();
            let names: Vec<&str> = names.filter_map(serde_json::Value::as_str).collect();
            let catalogue = source::catalogue(&names);
            let words = Conversation::parse(batch::text(item, "transcript")?);
            let zone = reference.zone.clone();
            let spoken = spoken::understand(&words, reference, &catalogue);
            Ok(answer::brief(&item["id"], &spoken.reading, &names, &zone))
        });
    }
    let named = args.call.as_deref().unwrap_or("-");
    let case = match source::file(named, args)? {
        Some(case) => case,
        None => source::recorded(named, &args.account, settings).await?,
    };
    let evidence = case.evidence();
    let id = CallId::of(&case.tenant.account, &case.call.call_id);
    let decision = decide(id, &case.call, &evidence, &case.tenant, &case.catalogue);
    let read = Read {
        case,
        evidence,
        decision,
    };
    if args.json {
        return output::json(&answer::whole(&read));
    }
    Ok(output::print(&view::View(&read).to_string())?)
}
