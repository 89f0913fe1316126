//! `ringback-ingress`: takes Retell's webhooks and acknowledges each one once it is stored.

use std::path::PathBuf;
use std::process::{ExitCode, Termination};
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
async fn main() -> ExitCode {
    match run(&Options::parse()).await {
        Ok(ended) => ended.report(),
        Err(error) => {
            eprintln!("ringback-ingress: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(options: &Options) -> anyhow::Result<Ended> {
    let settings = Settings::load(options.config.as_deref())?;
    service::logs::install(settings.log_format, &settings.log_filter)?;
    let metrics = Metrics::install();
    let stop = Stop::on_signals(Duration::from_secs(settings.shutdown_grace_s))?;
    ingress::run(&settings, metrics, &stop).await?;
    Ok(stop.finish().await)
}
