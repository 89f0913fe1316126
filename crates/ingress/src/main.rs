//! `ringback-ingress`: takes Retell's webhooks and acknowledges each one once it is stored.

use std::path::PathBuf;
use std::time::Duration;

use clap::Parser;
use service::metrics::Metrics;
use service::settings::Settings;
use service::stop::{Ended, Stop};

/// Takes Retell's webhooks and acknowledges each one once it is stored.
#[derive(Parser)]
#[command(name = "ringback-ingress", version)]
struct Options {
    /// The settings file [default: what RINGBACK_CONFIG names, else ringback.toml if it is there].
    /// RINGBACK_* variables win over what it says
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> anyhow::Result<Ended> {
    let options = Options::parse();
    let settings = Settings::load(options.config.as_deref())?;
    service::logs::install(settings.log_format, &settings.log_filter)?;
    let metrics = Metrics::install();
    let stop = Stop::on_signals(Duration::from_secs(settings.shutdown_grace_s))?;
    ingress::run(&settings, metrics, &stop).await?;
    Ok(stop.finish().await)
}
