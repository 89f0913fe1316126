//! `ringback-worker`: works on what `ringback-ingress` has acknowledged. Start as many as needed.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use clap::Parser;
use domain::time::Clock;
use service::admin::{self, Check};
use service::metrics::Metrics;
use service::settings::Settings;
use service::stop::{Ended, Stop};
use service::{http, logs};
use tokio::net::TcpListener;
use worker::{Config, Worker};

/// Works on acknowledged webhooks: records calls, works out costs, books appointments.
///
/// Settings come from a file and from RINGBACK_* variables; deploy/ringback.sample.toml lists them
/// all. Several workers share the work. SIGTERM lets what is under way finish.
#[derive(Parser)]
#[command(name = "ringback-worker", version)]
struct Args {
    /// The settings file [default: ringback.toml, if it is there]
    #[arg(long, value_name = "FILE", env = "RINGBACK_CONFIG")]
    config: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(&Args::parse()).await {
        Ok(Ended::Clean) => ExitCode::SUCCESS,
        Ok(Ended::Crashed | Ended::Forced) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("ringback-worker: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(args: &Args) -> anyhow::Result<Ended> {
    let settings = Settings::load(args.config.as_deref())?;
    logs::install(settings.log_format, &settings.log_filter)?;
    let metrics = Metrics::install();
    let store = wiring::migrated(&settings).await?;
    let broker = wiring::broker(&settings, Clock::system()).await?;
    wiring::warn_of_risks(&broker).await;
    let stop = Stop::on_signals(Duration::from_secs(settings.shutdown_grace_s))?;

    let worker = Worker::new(
        Config::of(&settings),
        store.clone(),
        &broker,
        Clock::system(),
    );
    worker.start(&format!("worker-{}", std::process::id()), &stop);

    let listener = TcpListener::bind(settings.admin_listen)
        .await
        .with_context(|| format!("cannot listen on `admin_listen` {}", settings.admin_listen))?;
    let queue = broker.queue::<domain::job::Delivery>();
    let checks = vec![
        Check::new("database", move || {
            let store = store.clone();
            async move { Ok(store.ping().await?) }
        }),
        Check::new("queue", move || {
            let queue = queue.clone();
            async move { Ok(queue.ready().await?) }
        }),
    ];
    tracing::info!(admin = %listener.local_addr()?, "The worker is up.");
    let router = admin::router(metrics, checks, stop.clone());
    let serving = http::serve(router, listener, stop.clone());
    stop.spawn("admin", async move { Ok(serving.await?) });
    Ok(stop.finish().await)
}
