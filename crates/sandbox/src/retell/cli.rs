//! `sandbox retell build` and `sandbox retell send`.

use std::time::Duration;

use anyhow::{Context, bail, ensure};
use clap::{Args, Subcommand};
use domain::time::{Clock, Instant, Zone};
use jiff::ToSpan;
use reqwest::Url;
use secrecy::SecretString;
use serde_json::json;

use super::{CallScript, Retry, Sender};

/// A stand-in Retell.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Prints the bodies of whole calls, one per line.
    Build {
        /// Which calls.
        #[command(flatten)]
        calls: Calls,
    },
    /// Signs and sends whole calls, and prints each answer.
    Send {
        /// Which calls.
        #[command(flatten)]
        calls: Calls,
        /// Where the events go, such as <http://127.0.0.1:8080/webhooks/retell>.
        #[arg(long)]
        url: Url,
        /// Where `call_inbound` goes; not sent without it.
        #[arg(long)]
        inbound_url: Option<Url>,
        /// The API key to sign with.
        #[arg(long, env = "RETELL_API_KEY", hide_env_values = true)]
        key: SecretString,
        /// Send again what is not accepted, up to three times.
        #[arg(long)]
        retry: bool,
    },
}

/// Which calls.
#[derive(Debug, Args)]
pub struct Calls {
    /// How many. Each is of another caller and makes an appointment at another hour.
    #[arg(long = "calls", default_value_t = 1)]
    count: u32,
    /// The called number.
    #[arg(long, default_value = "+493023125014")]
    to: String,
    /// The calling number of the first; `anonymous` is one too. Others count up.
    #[arg(long)]
    from: Option<String>,
    /// The service that is asked for.
    #[arg(long, default_value = "Herrenhaarschnitt")]
    service: String,
    /// The branch's time zone.
    #[arg(long, default_value = "Europe/Berlin", value_parser = Zone::parse)]
    zone: Zone,
}

/// Does what the command line says.
///
/// # Errors
/// When a body is not accepted, or nobody answers.
pub async fn run(command: Command) -> anyhow::Result<()> {
    let now = Clock::system().now();
    match command {
        Command::Build { calls } => {
            for call in calls.scripts(now)? {
                println!("{}", call.call_inbound());
                for event in call.events() {
                    println!("{event}");
                }
            }
            Ok(())
        }
        Command::Send {
            calls,
            url,
            inbound_url,
            key,
            retry,
        } => {
            let retry = if retry {
                Retry::LIKE_RETELL
            } else {
                Retry::NEVER
            };
            let events = Sender::new(url, key)?.retrying(retry);
            let inbound = inbound_url.map(|url| events.to(url));
            let mut refused = 0_u32;
            for call in calls.scripts(now)? {
                if let Some(inbound) = &inbound {
                    refused += u32::from(!deliver(inbound, call.call_inbound()).await?);
                }
                for event in call.events() {
                    refused += u32::from(!deliver(&events, event).await?);
                }
            }
            ensure!(refused == 0, "{refused} deliveries were not accepted");
            Ok(())
        }
    }
}

/// Whether it was accepted.
async fn deliver(sender: &Sender, body: String) -> anyhow::Result<bool> {
    let envelope = retell::envelope::peek(body.as_bytes());
    let outcome = sender.send(body, Clock::system().now()).await?;
    println!(
        "{} {:13} {} in {:.1?} {}",
        envelope.call_id.as_ref().map_or("?", |id| id.as_str()),
        envelope.event.as_deref().unwrap_or("?"),
        outcome.status,
        outcome.latency,
        String::from_utf8_lossy(&outcome.body),
    );
    Ok(outcome.is_success())
}

impl Calls {
    /// Calls that ended just now and made an appointment for the next days, at full hours from 9
    /// to 16.
    fn scripts(&self, now: Instant) -> anyhow::Result<Vec<CallScript>> {
        (0..self.count)
            .map(|number| self.script(now, number))
            .collect()
    }

    fn script(&self, now: Instant, number: u32) -> anyhow::Result<CallScript> {
        let (day, hour) = (1 + i64::from(number / 8), 9 + number % 8);
        let start = now
            .local(&self.zone)
            .start_of_day()?
            .checked_add(day.days())?
            .with()
            .hour(i8::try_from(hour)?)
            .build()?;
        let spoken = start.strftime("%d.%m. um %H:%M Uhr");
        let start = start.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string();
        let call_id = format!("call_{}", uuid::Uuid::new_v4().simple());
        let began = now.minus(Duration::from_secs(75));
        Ok(CallScript::new(call_id, began)
            .to(&self.to)
            .from(&self.caller(number)?)
            .duration(Duration::from_millis(72_385))
            .say_agent("Guten Tag, was kann ich für Sie tun?")
            .say_user(&format!(
                "Guten Tag, ich hätte gern einen Termin: {}.",
                self.service
            ))
            .say_agent(&format!("Frei wäre der {spoken}. Soll ich das eintragen?"))
            .say_user("Ja, bitte. Erika Mustermann.")
            .say_agent("Gern, der Termin ist eingetragen. Auf Wiederhören!")
            .summary("Ein Termin wurde vereinbart.")
            .analysis(json!({
                "anliegen": "Terminbuchung",
                "termin_gebucht": true,
                "termin_start": start,
                "dienstleistung": self.service,
                "kunde_name": "Erika Mustermann",
                "kunde_email": "erika.mustermann@beispiel.de",
            })))
    }

    fn caller(&self, number: u32) -> anyhow::Result<String> {
        let Some(first) = &self.from else {
            return Ok(format!("+4917600{number:06}"));
        };
        if number == 0 || first == "anonymous" {
            return Ok(first.clone());
        }
        let Some(digits) = first.strip_prefix('+') else {
            bail!("`{first}` does not count up: write it like `+4917604069021`");
        };
        let next: u64 = digits
            .parse()
            .with_context(|| format!("`{first}` is no number"))?;
        Ok(format!("+{}", next + u64::from(number)))
    }
}
