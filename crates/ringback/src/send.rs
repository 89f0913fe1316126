//! `ringback send`: signs bodies as Retell does, and posts them.

use std::path::PathBuf;

use anyhow::{Context, ensure};
use domain::time::Clock;
use reqwest::Url;
use sandbox::retell::Sender;
use secrecy::SecretString;
use serde_json::json;

use crate::output;

/// Sign files as Retell does and post them as webhooks
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Every byte of a file is sent as it is, under a fresh signature, so sending a file twice is a \
redelivery. Prints status, milliseconds and file per delivery.

Examples:
  ringback send call_ended.json --key env:RETELL_KEY --url http://127.0.0.1:8080/webhooks/retell
  ringback send *.json --key file:/run/secrets/retell --url https://hooks.example.com/webhooks/retell --repeat 3")]
pub(crate) struct Args {
    /// Bodies of webhooks
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The Retell API key to sign with: env:NAME, file:PATH, or the key, which others on this
    /// machine can then read from the list of processes
    #[arg(long)]
    key: Key,
    /// Where to post
    #[arg(long)]
    url: Url,
    /// How often to send each file
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    repeat: u32,
    /// Print one JSON object per delivery
    #[arg(long)]
    json: bool,
}

/// A key, or the name of one. Printing it shows neither.
#[derive(Debug, Clone)]
struct Key(SecretString);

impl std::str::FromStr for Key {
    type Err = anyhow::Error;
    fn from_str(text: &str) -> anyhow::Result<Self> {
        ensure!(!text.trim().is_empty(), "the key is empty");
        if text.starts_with("env:") || text.starts_with("file:") {
            return Ok(Self(service::secrets::resolve(text)?));
        }
        Ok(Self(text.into()))
    }
}

/// Sends every file; fails if one of them was not accepted.
pub(crate) async fn run(args: Args) -> anyhow::Result<()> {
    let mut bodies = Vec::new();
    for path in &args.files {
        let body =
            std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        bodies.push((path, body));
    }
    let sender = Sender::new(args.url, args.key.0).context("cannot set up a client")?;
    let clock = Clock::system();
    let mut refused = 0_u32;
    for (path, body) in bodies {
        for _ in 0..args.repeat {
            let sent = sender.send(body.clone(), clock.now()).await;
            let file = path.display().to_string();
            let line = match sent {
                Ok(outcome) => {
                    refused += u32::from(!outcome.is_success());
                    let ms = outcome.latency.as_secs_f64() * 1000.0;
                    if args.json {
                        json!({ "file": file, "status": outcome.status, "ms": ms }).to_string()
                    } else {
                        format!("{}  {ms:7.1} ms  {file}", outcome.status)
                    }
                }
                Err(error) => {
                    refused += 1;
                    let error = format!("{:#}", anyhow::Error::new(error));
                    if args.json {
                        json!({ "file": file, "error": error }).to_string()
                    } else {
                        format!("---  no answer   {file}: {error}")
                    }
                }
            };
            output::print(&format!("{line}\n"))?;
        }
    }
    ensure!(refused == 0, "{refused} deliveries were not accepted");
    Ok(())
}
