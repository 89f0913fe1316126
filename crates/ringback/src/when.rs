//! `ringback when`: what spoken times mean.

use std::fmt;
use std::path::PathBuf;

use jiff::civil::DateTime;
use serde_json::{Value, json};
use transcript::day::Grain;
use transcript::reference::Reference;
use transcript::when::{self, Doubt, When};

use crate::batch;
use crate::output;
use crate::place::{Place, rfc3339};

/// See what a spoken time means, and what is doubtful about it
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "\
ringback when [OPTIONS] <TEXT>...
       ringback when [OPTIONS] --batch <FILE>",
    after_help = "\
With --json and --batch, times carry the zone's offset.

Examples:
  ringback when nächste Woche Dienstag um halb drei
  ringback when 'heute in acht Tagen' --reference 2026-11-19T10:12 --tz Europe/Berlin
  ringback when 'at eight' --hours 09:00-12:30,13:30-18:00 --json
  ringback when --batch phrases.json > answers.jsonl"
)]
pub(crate) struct Args {
    /// What was said, German or English
    #[arg(value_name = "TEXT", required_unless_present = "batch")]
    text: Vec<String>,
    #[command(flatten)]
    place: Place,
    /// Read a JSON array of {"text", "reference", "tz"} and print one JSON object a
    /// line; - is standard input
    #[arg(long, value_name = "FILE", conflicts_with = "text")]
    batch: Option<PathBuf>,
    /// Print one JSON object
    #[arg(long, conflicts_with = "batch")]
    json: bool,
}

const PHRASES: batch::Kind = batch::Kind {
    key: "text",
    else_where: "calls with a `transcript` are for `ringback read --batch`",
};

/// Reads what was said.
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    if let Some(file) = &args.batch {
        return batch::each(file, &PHRASES, &args.place, |item| {
            let reference = args.place.at(
                batch::optional(item, "reference")?,
                batch::optional(item, "tz")?,
            )?;
            let text = batch::text(item, "text")?;
            Ok(brief(
                text,
                when::read(text, &reference).as_ref(),
                &reference,
            ))
        });
    }
    let text = args.text.join(" ");
    let reference = args.place.reference()?;
    let found = when::find(&text, &reference);
    if args.json {
        let times: Vec<Value> = found.iter().map(|w| full(&text, w, &reference)).collect();
        return output::json(&json!({"text": text, "times": times}));
    }
    if found.is_empty() {
        eprintln!("No time in it.");
    }
    let shown = found.iter().map(|when| {
        let shown = Shown {
            words: words(&text, when),
            when,
            reference: &reference,
        };
        shown.to_string()
    });
    Ok(output::print(&shown.collect::<String>())?)
}

/// As batches are answered.
fn brief(text: &str, found: Option<&When>, reference: &Reference) -> Value {
    let at = |at: Option<_>| at.map(|at| rfc3339(at, &reference.zone));
    match found {
        Some(w) if w.start.is_some() || w.end.is_some() => json!({
            "text": text,
            "start": at(w.start),
            "end": at(w.end),
            "grain": grain(w.grain),
        }),
        _ => json!({"text": text, "start": null}),
    }
}

fn full(text: &str, w: &When, reference: &Reference) -> Value {
    let mut value = brief(words(text, w), Some(w), reference);
    let others = w.others.iter().map(|&at| rfc3339(at, &reference.zone));
    value["others"] = others.collect();
    value["doubts"] = w.doubts.iter().map(|&d| code(d)).collect();
    value
}

/// One expression and what it means, to be written out.
struct Shown<'a> {
    words: &'a str,
    when: &'a When,
    reference: &'a Reference,
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { words, when, .. } = self;
        writeln!(f, "{}", output::plain(words))?;
        let meaning = match (when.start, when.end) {
            (Some(start), Some(end)) if end > start => {
                format!("{} to {}", self.moment(start), self.moment(end))
            }
            (Some(start), _) => self.moment(start),
            (None, Some(end)) => format!("until {}", self.moment(end)),
            (None, None) => "no such time".into(),
        };
        writeln!(f, "  {meaning}, to the {}", grain(when.grain))?;
        for other in &when.others {
            writeln!(f, "  or {}", self.moment(*other))?;
        }
        for found in &when.doubts {
            writeln!(f, "  doubt: {}", doubt(*found))?;
        }
        Ok(())
    }
}

impl Shown<'_> {
    fn moment(&self, at: DateTime) -> String {
        let format = if self.when.grain >= Grain::Day {
            "%a %Y-%m-%d"
        } else {
            "%a %Y-%m-%d %H:%M %Z"
        };
        at.to_zoned(self.reference.zone.clone())
            .map_or_else(|_| at.to_string(), |at| at.strftime(format).to_string())
    }
}

fn words<'t>(text: &'t str, when: &When) -> &'t str {
    text.get(when.span.clone()).unwrap_or_default()
}

/// In a few words.
pub(crate) fn doubt(doubt: Doubt) -> &'static str {
    match doubt {
        Doubt::EitherHalfOfTheDay => "in the morning or in the evening",
        Doubt::Closed => "the branch is closed then",
        Doubt::OtherDay => "it may be another day",
        Doubt::OtherWeekday => "the date is not on that weekday",
        Doubt::NoSuchDate => "there is no such date",
        Doubt::Over => "it is over",
        Doubt::SkippedBySpring => "clocks go forward and skip it",
        Doubt::TwiceInAutumn => "clocks go back, it comes twice",
    }
}

/// For programs.
pub(crate) fn code(doubt: Doubt) -> &'static str {
    match doubt {
        Doubt::EitherHalfOfTheDay => "either_half_of_the_day",
        Doubt::Closed => "closed",
        Doubt::OtherDay => "other_day",
        Doubt::OtherWeekday => "other_weekday",
        Doubt::NoSuchDate => "no_such_date",
        Doubt::Over => "over",
        Doubt::SkippedBySpring => "skipped_by_spring",
        Doubt::TwiceInAutumn => "twice_in_autumn",
    }
}

fn grain(grain: Grain) -> &'static str {
    match grain {
        Grain::Minute => "minute",
        Grain::Hour => "hour",
        Grain::Day => "day",
        Grain::Week => "week",
        Grain::Month => "month",
    }
}
