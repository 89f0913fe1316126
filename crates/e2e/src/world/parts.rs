//! What a world is made of.

use std::time::Duration;

use ingress::{Ingress, IngressConfig, Keys};
use queue::{Backoff, Broker};
use reqwest::Url;
use sandbox::calcom::Calcom;
use service::http;
use service::settings::Settings;
use service::stop::Stop;
use store::Store;
use tempfile::TempDir;
use tokio::net::TcpListener;

use super::Servers;
use crate::businesses::SALON;
use crate::clock::HandClock;

/// The settings of the real programs, as far as they go.
pub(super) fn settings(
    dir: &TempDir,
    servers: Option<&Servers>,
    calcom: &Calcom,
) -> anyhow::Result<Settings> {
    let mut lines = vec![
        format!("data_dir = {:?}", dir.path()),
        format!("calcom_base_url = {:?}", calcom.base_url()),
        format!("retell_api_keys = {:?}", SALON.key),
        "lease_s = 3".to_owned(),
        "stuck_after_s = 3".to_owned(),
        "max_attempts = 3".to_owned(),
        "calcom_timeout_s = 2".to_owned(),
    ];
    if let Some(servers) = servers {
        lines.push(format!("database_url = {:?}", servers.database.url()));
        lines.push(format!("redis_url = {:?}", servers.redis.url()));
    }
    let path = dir.path().join("ringback.toml");
    Ok(Settings::parse(&path, &lines.join("\n"), [])?)
}

/// Opens the store as the programs do, tables and all.
pub(super) async fn migrated(settings: &Settings) -> anyhow::Result<Store> {
    let store = wiring::store(settings).await?;
    store.migrate().await?;
    wiring::migrated(settings).await
}

/// Opens the queue as the programs do, but for the clock and shorter waits than settings can say.
pub(super) async fn open(settings: &Settings, clock: &HandClock) -> anyhow::Result<Broker> {
    let options = queue::Options {
        lease: Duration::from_secs(settings.lease_s),
        max_attempts: settings.max_attempts,
        backoff: Backoff {
            base: Duration::from_millis(50),
            cap: Duration::from_millis(200),
        },
        poll: Duration::from_millis(50),
        ..queue::Options::new(clock.clock(), 1)
    };
    Ok(match &settings.redis_url {
        Some(url) => Broker::redis(url.expose(), options)?,
        None => Broker::sqlite(settings.data_dir.join("queue.sqlite"), options).await?,
    })
}

/// Serves the webhooks; says where.
pub(super) async fn listen(
    settings: &Settings,
    broker: &Broker,
    store: &Store,
    keys: &Keys,
    clock: &HandClock,
    stop: &Stop,
) -> anyhow::Result<Url> {
    let ingress = Ingress::new(
        IngressConfig::from(settings),
        keys.clone(),
        broker.queue(),
        Some(store.clone()),
        clock.clock(),
    );
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}/webhooks/retell", listener.local_addr()?);
    let until = stop.clone();
    stop.spawn("webhooks", async move {
        Ok(http::serve(ingress::router(ingress), listener, until).await?)
    });
    Ok(url.parse()?)
}
