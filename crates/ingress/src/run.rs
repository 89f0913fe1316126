//! The whole process, from its settings.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::Context;
use domain::time::Clock;
use queue::Broker;
use service::metrics::Metrics;
use service::settings::Settings;
use service::stop::Stop;
use service::{admin, http};
use store::Store;
use tokio::net::TcpListener;

use crate::{Ingress, IngressConfig, Keys, right_version, router};

/// Where a started ingress listens; of use when the settings leave the port to the system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Addresses {
    /// For Retell.
    pub webhooks: SocketAddr,
    /// For the operator.
    pub admin: SocketAddr,
}

/// Starts an ingress of its own: queue, store, keys, both ports. It runs as parts of `stop`, which
/// is then to be waited for.
///
/// # Errors
/// The queue, the store or a port cannot be opened, or the store is of another version.
pub async fn run(settings: &Settings, metrics: Metrics, stop: &Stop) -> anyhow::Result<Addresses> {
    let clock = Clock::system();
    let broker = open_broker(settings, clock.clone()).await?;
    let store = open_store(settings).await?;
    let keys = Keys::load(settings.retell_api_keys.clone(), Some(store.clone())).await;
    let ingress = Ingress::new(
        IngressConfig::from(settings),
        keys.clone(),
        broker.queue(),
        Some(store),
        clock,
    );

    let public = listen(settings.listen).await?;
    let private = listen(settings.admin_listen).await?;
    let addresses = Addresses {
        webhooks: public.local_addr()?,
        admin: private.local_addr()?,
    };
    let operator = admin::router(metrics, ingress.checks(), stop.clone());
    serve(stop, "admin", operator, private);
    serve(stop, "webhooks", router(ingress), public);
    stop.spawn("keys", keys.keep_fresh(stop.clone()));
    tracing::info!(
        webhooks = %addresses.webhooks,
        admin = %addresses.admin,
        "Webhooks are welcome."
    );
    Ok(addresses)
}

async fn open_broker(settings: &Settings, clock: Clock) -> anyhow::Result<Broker> {
    let options = queue::Options {
        lease: Duration::from_secs(settings.lease_s),
        max_attempts: settings.max_attempts,
        push_timeout: Duration::from_millis(settings.push_timeout_ms),
        ..queue::Options::new(clock, rand::random())
    };
    let broker = match &settings.redis_url {
        Some(url) => Broker::redis(url.expose(), options)?,
        None => {
            std::fs::create_dir_all(&settings.data_dir).with_context(|| {
                format!(
                    "cannot create the directory {}",
                    settings.data_dir.display()
                )
            })?;
            Broker::sqlite(settings.data_dir.join("queue.db"), options).await?
        }
    };
    // What a 200 is worth is the operator's to know, and not for this program to refuse.
    match broker.risks().await {
        Ok(risks) => {
            for risk in risks {
                tracing::warn!(%risk, "An acknowledged webhook could be lost.");
            }
        }
        Err(error) => tracing::warn!(
            error = format!("{:#}", anyhow::Error::new(error)),
            "The queue does not answer yet; until it does, webhooks get 503."
        ),
    }
    Ok(broker)
}

async fn open_store(settings: &Settings) -> anyhow::Result<Store> {
    let options = store::Options {
        connections: settings.database_pool,
        slow_statement: Duration::from_millis(settings.slow_statement_ms),
        ..store::Options::default()
    };
    let store = match &settings.database_url {
        Some(url) => {
            let replica = settings.database_replica_url.as_ref();
            Store::open(url.expose(), replica.map(|url| url.expose()), &options).await
        }
        None => Store::open_file(&settings.data_dir.join("ringback.db"), &options).await,
    }
    .context("cannot open the store")?;
    right_version(&store).await?;
    Ok(store)
}

async fn listen(address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address)
        .await
        .with_context(|| format!("cannot listen on {address}"))
}

fn serve(stop: &Stop, name: &'static str, router: axum::Router, listener: TcpListener) {
    let until = stop.clone();
    stop.spawn(name, async move {
        Ok(http::serve(router, listener, until).await?)
    });
}
