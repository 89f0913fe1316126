//! `ringback read`: one call as a person wants to see it: who said what, the words that count,
//! what was understood, what is decided and why.
//!
//! - [`source`]: a call and what it is read against, from [`recorded`] or from a [`file`](mod@file) and
//!   [`services`] by their names.
//! - [`marks`]: the words that count; [`noted`]: what others than the words say.
//! - [`view`]: for people.
//! - [`answer`]: as JSON, and the short form that batches print.

mod answer;
mod file;
mod marks;
mod noted;
mod recorded;
mod services;
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

use services::Names;
use source::Case;

/// See a call: what was said and understood, what is decided, and why
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "\
ringback read [OPTIONS] <CALL>
       ringback read [OPTIONS] --batch <FILE>",
    after_help = "\
A call that is recorded is read against its company's services and opening hours. A file is read \
against --services, --tz and --hours; it holds lines such as `Agent: …` and `User: …`, or the body \
of a webhook. An offset as --tz is of whole hours there.

An item of a batch is read against its own values, and the options are for those it leaves out.

In JSON, `from` and `to` are where words stand in the transcript, in bytes of UTF-8. \
`recorded_decision` is what was decided when the call came in, with all that was known then; \
`decision` is from the call alone.

Examples:
  ringback calls list
  ringback read call_7d3f0b6a91c24e58b0f4a2c6e19
  ringback read talk.txt --reference 2026-11-19T10:12 --tz Europe/Berlin --services 'Herrenhaarschnitt,Färben'
  ringback read call_analyzed.json --tz Europe/Berlin --services Strähnen --json
  ringback read --batch calls.json > answers.jsonl"
)]
pub(crate) struct Args {
    /// A call's id, a file, or - for standard input
    #[arg(value_name = "CALL", required_unless_present = "batch")]
    call: Option<String>,
    /// The Retell account of a recorded call
    #[arg(long, value_name = "NAME", default_value = "default")]
    account: String,
    /// What can be booked, for a file: names between commas, one with a comma in double quotes;
    /// may be repeated
    #[arg(long, value_name = "NAMES")]
    services: Vec<Names>,
    #[command(flatten)]
    place: Place,
    /// Read a JSON array of {"id", "reference", "tz", "services", "transcript"} and print one JSON
    /// object a line; - is standard input
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

const CALLS: batch::Kind = batch::Kind {
    key: "transcript",
    else_where: "phrases with a `text` are for `ringback when --batch`",
};

/// Reads a call.
pub(crate) async fn run(args: &Args, settings: &Settings) -> anyhow::Result<()> {
    if let Some(file) = &args.batch {
        return batch::each(file, &CALLS, &args.place, |item| {
            let reference = args.place.at(
                batch::optional(item, "reference")?,
                batch::optional(item, "tz")?,
            )?;
            let names = match batch::list(item, "services")? {
                Some(names) => services::distinct(names),
                None => services::all(&args.services),
            };
            let catalogue = services::catalogue(&names);
            let words = Conversation::parse(batch::text(item, "transcript")?);
            let zone = reference.zone.clone();
            let spoken = spoken::understand(&words, reference, &catalogue);
            Ok(answer::brief(&item["id"], &spoken.reading, &names, &zone))
        });
    }
    let named = args.call.as_deref().unwrap_or("-");
    let case = match file::find(named, args)? {
        Some(case) => case,
        None => recorded::find(named, args, settings).await?,
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
