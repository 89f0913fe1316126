//! `ringback serve`: ingress, worker and the operator's port in one process.
//!
//! The settings choose the shape: without a `database_url` and a `redis_url` everything is in
//! files of `data_dir`, and this one process is the whole service.

use std::net::SocketAddr;
use std::process::{ExitCode, Termination};
use std::time::Duration;

use anyhow::Context;
use domain::time::Clock;
use ingress::{Ingress, IngressConfig, Keys};
use queue::Broker;
use service::metrics::Metrics;
use service::settings::Settings;
use service::stop::Stop;
use service::{admin, http, logs};
use store::Store;
use tokio::net::TcpListener;
use worker::{Config, Worker};

use crate::output;

/// Run the whole service in one process: take webhooks, work on them, answer the operator
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Prints where it listens, then logs to standard error. SIGTERM or Ctrl-C lets what is under way \
finish; a second one does not.

Examples:
  RINGBACK_RETELL_API_KEYS=key_0123456789abcdef ringback serve
  RINGBACK_LISTEN=127.0.0.1:0 ringback serve        # a free port")]
pub(crate) struct Args {}

/// Serves until a signal.
pub(crate) async fn run(settings: &Settings) -> anyhow::Result<ExitCode> {
    logs::install(settings.log_format, &settings.log_filter)?;
    let stop = Stop::on_signals(Duration::from_secs(settings.shutdown_grace_s))?;
    let running = start(settings, Clock::system(), &stop).await?;
    let where_it_listens = format!(
        "webhooks: http://{}/webhooks/retell\nadmin: http://{}/\n",
        running.ingress, running.admin
    );
    // That nobody reads it is no reason to stop.
    output::print(&where_it_listens).ok();
    Ok(stop.finish().await.report())
}

/// A service that runs. Its parts belong to the [`Stop`] that it was started with.
#[derive(Debug)]
pub(crate) struct Running {
    /// Where webhooks arrive.
    pub(crate) ingress: SocketAddr,
    /// Where `/metrics`, `/livez` and `/readyz` are.
    pub(crate) admin: SocketAddr,
    /// The open store.
    pub(crate) store: Store,
    /// The open queues.
    pub(crate) broker: Broker,
    /// What works on them.
    pub(crate) worker: Worker,
}

/// Starts everything as parts of `stop`, which is then to be waited for. Where the settings leave
/// a port to the system (0), [`Running`] knows which one it is.
///
/// # Errors
/// A port, the store or the queue cannot be opened. Nothing runs then.
pub(crate) async fn start(
    settings: &Settings,
    clock: Clock,
    stop: &Stop,
) -> anyhow::Result<Running> {
    // The ports first: the likeliest trouble, and the cheapest to find.
    let public = listen(settings.listen, "listen").await?;
    let private = listen(settings.admin_listen, "admin_listen").await?;
    let metrics = Metrics::install();
    let store = wiring::migrated(settings).await?;
    let broker = wiring::broker(settings, clock.clone()).await?;
    wiring::warn_of_risks(&broker).await;

    let worker = Worker::new(Config::of(settings), store.clone(), &broker, clock.clone());
    let keys = Keys::load(settings.retell_api_keys.clone(), Some(store.clone())).await;
    let ingress = Ingress::new(
        IngressConfig::from(settings),
        keys.clone(),
        broker.queue(),
        Some(store.clone()),
        clock,
    );
    let running = Running {
        ingress: public.local_addr()?,
        admin: private.local_addr()?,
        store,
        broker,
        worker,
    };

    let operator = admin::router(metrics, ingress.checks(), stop.clone());
    let webhooks = ingress::router(ingress);
    for (name, router, listener) in [("admin", operator, private), ("webhooks", webhooks, public)] {
        let serving = http::serve(router, listener, stop.clone());
        stop.spawn(name, async move { Ok(serving.await?) });
    }
    stop.spawn("keys", keys.keep_fresh(stop.clone()));
    running
        .worker
        .start(&format!("serve-{}", std::process::id()), stop);
    tracing::info!(
        webhooks = %running.ingress,
        admin = %running.admin,
        "Webhooks are welcome."
    );
    Ok(running)
}

async fn listen(address: SocketAddr, setting: &str) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address)
        .await
        .with_context(|| format!("cannot listen on {address}; choose another `{setting}`"))
}
