//! What was read, for people.

use std::fmt;
use std::io::IsTerminal as _;
use std::ops::Range;

use anstyle::{AnsiColor, Style};
use domain::decide::{Decision, Want};
use domain::plan::Plan;
use domain::time::Instant;
use jiff::civil::DateTime;
use transcript::conversation::{Speaker, Turn};
use transcript::ending::Outcome;
use transcript::reading::{Reading, ReadingDoubt};

use super::marks::{self, Mark};
use super::source::Origin;
use super::{Read, answer, noted};
use crate::{output, when};

/// The whole call, to be written out.
pub(super) struct View<'a>(pub(super) &'a Read);

impl fmt::Display for View<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let paint = Paint::new();
        self.heading(f)?;
        let reading = self
            .0
            .evidence
            .spoken
            .as_ref()
            .map(|spoken| &spoken.reading);
        let marks = reading.map(|reading| marks::apart(marks::all(reading)));
        let marks = marks.unwrap_or_default();
        for turn in &self.0.case.conversation().turns {
            let who = match turn.speaker {
                Speaker::Agent => "Agent ",
                Speaker::Caller => "Caller",
                Speaker::Other => "Other ",
            };
            let said = paint.turn(self.text(), turn, &marks);
            writeln!(f, "  {}  {said}", paint.dim(who))?;
        }
        if self.0.case.reference.is_none() {
            writeln!(
                f,
                "  Nobody knows when this call began, so no time in it can be read."
            )?;
        } else if let Some(reading) = reading {
            writeln!(f, "\n{}", paint.bold("Understood"))?;
            self.understood(f, reading)?;
        } else {
            writeln!(f, "  Nothing was written down.")?;
        }
        let noted = noted::all(&self.0.evidence);
        if !noted.is_empty() {
            writeln!(f, "\n{}", paint.bold("Noted"))?;
        }
        for noted in noted {
            writeln!(f, "  {}", noted.line(&self.0.case.tenant.branch.zone))?;
        }
        if let Origin::Recorded(decision) = &self.0.case.origin {
            let decision = decision.as_deref().map(output::plain);
            let decision = decision.as_deref().unwrap_or("nothing yet");
            writeln!(f, "\n{}\n  {decision}", paint.bold("Recorded:"))?;
        }
        writeln!(f, "\n{}", paint.bold("From the call alone:"))?;
        self.decided(f)?;
        let case = &self.0.case;
        if case.catalogue.is_empty() && !case.knows_lengths() {
            writeln!(
                f,
                "  --services was not given, so there is nothing to book."
            )?;
        }
        Ok(())
    }
}

impl View<'_> {
    fn text(&self) -> &str {
        self.0.case.text()
    }

    fn heading(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let case = &self.0.case;
        let branch = &case.tenant.branch;
        f.write_str(&output::plain(case.call.call_id.as_str()))?;
        if !branch.name.is_empty() {
            write!(f, ", {}", output::plain(&branch.name))?;
        }
        if let Some(reference) = &case.reference {
            let now = reference.now.to_zoned(reference.zone.clone());
            let now = now.map_or_else(
                |_| reference.now.to_string(),
                |now| now.strftime("%a %Y-%m-%d %H:%M %:Q").to_string(),
            );
            write!(f, ", {now}")?;
        }
        if let Origin::FileOfNow = case.origin {
            f.write_str(", which is now: --reference says when it was")?;
        }
        f.write_str("\n\n")
    }

    fn understood(&self, f: &mut fmt::Formatter<'_>, reading: &Reading) -> fmt::Result {
        let words = |span: &Range<usize>| {
            let words = self.text().get(span.clone()).unwrap_or_default();
            format!("\"{}\"", output::plain(words.trim()))
        };
        let mut line = |label: &str, what: &str, spans: &[Range<usize>]| {
            let said: Vec<String> = spans.iter().map(words).collect();
            let text = format!("  {label:<9} {what:<24} {}", said.join(" "));
            writeln!(f, "{}", text.trim_end())
        };
        let one = std::slice::from_ref::<Range<usize>>;
        let show = |at: DateTime| at.strftime("%a %Y-%m-%d %H:%M").to_string();
        line("intent", answer::intent(reading.intent), &[])?;
        if let Some(start) = &reading.start {
            line("time", &show(start.at), &start.spans)?;
        }
        if let Some(existing) = &reading.existing {
            line("existing", &show(existing.at), &existing.spans)?;
        }
        if let Some(window) = &reading.callback {
            let to = window.to.map(|to| format!(" to {}", to.strftime("%H:%M")));
            let what = show(window.from) + &to.unwrap_or_default();
            line("callback", &what, one(&window.span))?;
        }
        for found in &reading.services.found {
            line("service", &self.service(found.index), one(&found.span))?;
        }
        if !reading.services.ambiguous.is_empty() {
            let fitting = reading.services.ambiguous.iter();
            let fitting: Vec<String> = fitting.map(|&index| self.service(index)).collect();
            line("service", &format!("one of {}", fitting.join(", ")), &[])?;
        }
        if let Some(found) = &reading.name {
            line("name", &output::plain(&found.name), one(&found.span))?;
        }
        if let Some(client) = &reading.client {
            let name = client.name.as_deref().unwrap_or("somebody else");
            line("client", &output::plain(name), one(&client.span))?;
        }
        if let Some(span) = &reading.consent {
            line("consent", "", one(span))?;
        }
        let ending = &reading.ending;
        line("ending", outcome(ending.outcome), ending.span.as_slice())?;
        for &found in &reading.doubts {
            line("doubt", doubt(found), &[])?;
        }
        Ok(())
    }

    fn service(&self, index: usize) -> String {
        let entry = self.0.case.catalogue.get(index);
        entry.map_or_else(String::new, |entry| output::plain(&entry.service.name))
    }

    fn decided(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let wishes = match &self.0.decision {
            Decision::Nothing(why) => return writeln!(f, "  nothing: {why}"),
            Decision::Wishes(wishes) => wishes,
        };
        for wish in wishes {
            match &wish.want {
                Want::Book(plan) => writeln!(f, "  book {}", self.planned(plan)),
                Want::Verify(plan, _) => {
                    writeln!(
                        f,
                        "  booked already, to be verified: {}",
                        self.planned(plan)
                    )
                }
                Want::Move(moved) => match moved.to {
                    Some(to) => {
                        writeln!(f, "  reschedule to {}. {}", self.moment(to), moved.because)
                    }
                    None => writeln!(f, "  reschedule. {}", moved.because),
                },
                Want::Cancel { existing: Some(at) } => {
                    writeln!(f, "  cancel what is on {}.", self.moment(*at))
                }
                Want::Cancel { existing: None } => writeln!(f, "  cancel an appointment."),
                Want::CallBack(back) => {
                    let at = back.wanted_at.map(|at| format!(", {}", self.moment(at)));
                    let at = at.unwrap_or_default();
                    writeln!(f, "  call back ({}{at}). {}", back.reason, back.detail)
                }
            }?;
        }
        Ok(())
    }

    fn planned(&self, plan: &Plan) -> String {
        let mut entries = self.0.case.catalogue.iter();
        let entry = entries.find(|entry| entry.service.id == plan.service);
        format!(
            "{} on {} for {}. {}",
            entry.map_or_else(String::new, |entry| output::plain(&entry.service.name)),
            self.moment(plan.starts_at),
            output::plain(&plan.attendee.name),
            plan.because
        )
    }

    fn moment(&self, at: Instant) -> String {
        let local = at.local(&self.0.case.tenant.branch.zone);
        local.strftime("%a %Y-%m-%d %H:%M %Z").to_string()
    }
}

/// How the talk about an appointment ended.
fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Agreed => "agreed",
        Outcome::Refused => "refused",
        Outcome::Open => "left open",
        Outcome::Unavailable => "nothing to be had",
        Outcome::NotAsked => "not asked",
    }
}

/// In a few words.
fn doubt(doubt: ReadingDoubt) -> &'static str {
    match doubt {
        ReadingDoubt::Time(doubt) => when::doubt(doubt),
        ReadingDoubt::ContradictedAtTheEnd => "the agent named another time at the end",
        ReadingDoubt::HalfAgreed => "the answer was neither yes nor no",
        ReadingDoubt::SeveralTimes => "one yes was to several times",
        ReadingDoubt::SeveralServicesFit => "several services fit the words",
        ReadingDoubt::NoService => "no service was named",
        ReadingDoubt::NoName => "no name was said",
    }
}

/// Colours, where somebody sees them.
struct Paint(bool);

impl Paint {
    fn new() -> Self {
        let unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        Self(std::io::stdout().is_terminal() && !unwanted)
    }

    fn with(&self, style: Style, text: &str) -> String {
        if self.0 {
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    }

    fn dim(&self, text: &str) -> String {
        self.with(Style::new().dimmed(), text)
    }

    fn bold(&self, text: &str) -> String {
        self.with(Style::new().bold(), text)
    }

    /// What was said, the words that count marked: `[time: um halb drei]`.
    fn turn(&self, text: &str, turn: &Turn, marks: &[Mark]) -> String {
        let plain = |range: Range<usize>| output::plain(text.get(range).unwrap_or_default());
        let inside =
            |mark: &&Mark| mark.span.start >= turn.span.start && mark.span.end <= turn.span.end;
        let colour = Style::new().bold().fg_color(Some(AnsiColor::Cyan.into()));
        let (mut said, mut at) = (Vec::new(), turn.span.start);
        for mark in marks.iter().filter(inside) {
            let label = self.dim(&format!("{}: ", mark.labels.join(", ")));
            let words = self.with(colour, &plain(mark.span.clone()));
            said.push(plain(at..mark.span.start));
            said.push(format!("[{label}{words}]"));
            at = mark.span.end;
        }
        said.push(plain(at..turn.span.end));
        said.concat()
    }
}
