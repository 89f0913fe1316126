//! The whole process, from its settings.

use std::net::SocketAddr;

use anyhow::Context;
use domain::time::Clock;
use service::metrics::Metrics;
use service::settings::Settings;
use service::stop::Stop;
use service::{admin, http};
use tokio::net::TcpListener;

use crate::{Ingress, IngressConfig, Keys, router};

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
    let broker = wiring::broker(settings, clock.clone()).await?;
    wiring::warn_of_risks(&broker).await;
    let store = wiring::migrated_if_there(settings).await?;
    let keys = Keys::load(settings.retell_api_keys.clone(), Some(store.clone())).await;
    let ingress = Ingress::new(
        IngressConfig::from(settings),
        keys.clone(),
        broker.queue(),
        Some(store),
        clock,
    );

    let public = listen(settings.listen, "listen").await?;
    let private = listen(settings.admin_listen, "admin_listen").await?;
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

async fn listen(address: SocketAddr, setting: &str) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address)
        .await
        .with_context(|| format!("cannot listen on {address}; choose another `{setting}`"))
}

fn serve(stop: &Stop, name: &'static str, router: axum::Router, listener: TcpListener) {
    let until = stop.clone();
    stop.spawn(name, async move {
        Ok(http::serve(router, listener, until).await?)
    });
}
