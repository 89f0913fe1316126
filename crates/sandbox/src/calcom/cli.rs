//! `sandbox calcom serve`.

use std::net::SocketAddr;
use std::str::FromStr;

use anyhow::Context;
use clap::Subcommand;
use domain::id::EventTypeId;
use domain::time::Zone;

use super::{Account, Calcom, CalcomConfig, EventType, Mode};

/// A stand-in Cal.com.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serves it until interrupted. Set faults and see bookings under /sandbox of the same port.
    Serve {
        /// Where to listen.
        #[arg(long, default_value = "127.0.0.1:5555")]
        listen: SocketAddr,
        /// The one key that is taken.
        #[arg(long, default_value = "cal_sandbox")]
        key: String,
        /// What can be booked, as ID:MINUTES and then any of `confirmation` or `round-robin`,
        /// and `phone` for attendees without an e-mail address, such as `17:30:phone`.
        #[arg(
            long = "event-type",
            required = true,
            value_name = "ID:MINUTES[:WORD]…"
        )]
        event_types: Vec<Offer>,
        /// The zone of their hours, which are 8 to 20 every day.
        #[arg(long, default_value = "Europe/Berlin", value_parser = Zone::parse)]
        zone: Zone,
        /// Requests per minute; the next one blocks the key for a minute.
        #[arg(long, default_value_t = 120)]
        requests_per_minute: u32,
    },
}

/// An event type as the command line writes it.
#[derive(Debug, Clone)]
pub struct Offer {
    id: EventTypeId,
    minutes: u32,
    mode: Mode,
    phone_is_enough: bool,
}

impl Offer {
    fn event_type(&self, zone: &Zone) -> EventType {
        EventType {
            mode: self.mode,
            needs_email: !self.phone_is_enough,
            ..EventType::new(self.id, self.minutes, zone)
        }
    }
}

impl FromStr for Offer {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut parts = text.split(':');
        let id = parts.next().unwrap_or_default();
        let minutes = parts
            .next()
            .context("the length in minutes is missing, as in `17:30`")?;
        let mut offer = Self {
            id: EventTypeId(
                id.parse()
                    .with_context(|| format!("`{id}` is no id of an event type"))?,
            ),
            minutes: minutes
                .parse()
                .with_context(|| format!("`{minutes}` is no length in minutes"))?,
            mode: Mode::Plain,
            phone_is_enough: false,
        };
        for word in parts {
            match word {
                "confirmation" => offer.mode = Mode::Confirmation,
                "round-robin" => offer.mode = Mode::RoundRobin,
                "phone" => offer.phone_is_enough = true,
                _ => anyhow::bail!("`{word}` is none of `confirmation`, `round-robin`, `phone`"),
            }
        }
        Ok(offer)
    }
}

/// Carries the command out.
///
/// # Errors
/// When the address cannot be listened on.
#[expect(clippy::print_stdout, reason = "the answer to a command belongs there")]
pub async fn run(command: Command) -> anyhow::Result<()> {
    let Command::Serve {
        listen,
        key,
        event_types,
        zone,
        requests_per_minute,
    } = command;
    let event_types = event_types
        .iter()
        .map(|offer| offer.event_type(&zone))
        .collect();
    let mut config = CalcomConfig::new(vec![Account::new(key, event_types)]);
    config.listen = listen;
    config.requests_per_minute = requests_per_minute;
    let calcom = Calcom::start(config)
        .await
        .with_context(|| format!("cannot listen on {listen}"))?;
    println!(
        "A stand-in Cal.com listens; its base URL is {}",
        calcom.base_url()
    );
    println!("Bookings and faults: http://{}/sandbox/", calcom.address());
    tokio::signal::ctrl_c()
        .await
        .context("cannot wait for an interrupt")?;
    Ok(())
}
