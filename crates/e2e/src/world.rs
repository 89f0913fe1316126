//! A running Ringback with everything around it.
//!
//! `parts` starts what it is made of; `drain` waits until its work is done.

mod drain;
mod parts;

use std::time::Duration;

use anyhow::{Context, ensure};
use domain::id::{AccountName, CallId, RetellCallId};
use domain::job::{Book, Delivery};
use domain::time::Instant;
use ingress::Keys;
use queue::{Broker, Gauges, Queue};
use reqwest::Url;
use sandbox::calcom::{Calcom, CalcomConfig};
use sandbox::retell::{CallScript, Outcome, Sender};
use secrecy::SecretString;
use service::settings::Settings;
use service::stop::{Ended, Stop};
use store::{AppointmentRow, CallbackFilter, CallbackRow, Store};
use tempfile::TempDir;
use testkit::{Database, Redis};
use worker::{Config, Worker};

use crate::businesses::{Business, PRACTICE, SALON, long_ago};
use crate::clock::HandClock;
use crate::dump::Dump;

/// How long anything may take. Ample: it only bounds a test that fails.
pub const PATIENCE: Duration = Duration::from_mins(3);

/// One of the two shapes of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// SQLite for both, in one process.
    Embedded,
    /// Redis and PostgreSQL.
    Scaled,
}

/// A running Ringback: ingress on a real port, a worker, a stand-in Cal.com, two businesses.
#[derive(Debug)]
pub struct World {
    /// The stand-in Cal.com.
    pub calcom: Calcom,
    /// The store.
    pub store: Store,
    /// The queue of deliveries.
    pub events: Queue<Delivery>,
    /// The queue of bookings.
    pub bookings: Queue<Book>,
    /// The time.
    pub clock: HandClock,
    /// Where webhooks go.
    pub url: Url,
    /// What the program runs with.
    pub settings: Settings,
    /// What the worker runs with; takes effect when it starts.
    pub config: Config,
    servers: Option<Servers>,
    dir: TempDir,
    worker_broker: Broker,
    keys: Keys,
    sweeper: Worker,
    ingress: Stop,
    workers: Vec<Stop>,
    work_may_be_left: bool,
}

/// What the scaled shape needs.
#[derive(Debug)]
pub struct Servers {
    /// PostgreSQL.
    pub database: Database,
    /// Redis.
    pub redis: Redis,
}

impl World {
    /// SQLite for store and queue, in a directory of its own.
    ///
    /// # Errors
    /// Something did not start.
    pub async fn embedded() -> anyhow::Result<Self> {
        Self::new(Shape::Embedded).await
    }

    /// PostgreSQL and Redis.
    ///
    /// # Errors
    /// Something did not start.
    pub async fn scaled() -> anyhow::Result<Self> {
        Self::new(Shape::Scaled).await
    }

    /// Either.
    ///
    /// # Errors
    /// Something did not start.
    pub async fn new(shape: Shape) -> anyhow::Result<Self> {
        let mut world = Self::idle(shape).await?;
        world.start_worker();
        Ok(world)
    }

    /// Without a worker.
    ///
    /// # Errors
    /// Something did not start.
    pub async fn idle(shape: Shape) -> anyhow::Result<Self> {
        Self::beside(shape, |config| config).await
    }

    /// Without a worker, and beside a Cal.com that is made otherwise.
    ///
    /// # Errors
    /// Something did not start.
    pub async fn beside(
        shape: Shape,
        calcom: impl FnOnce(CalcomConfig) -> CalcomConfig,
    ) -> anyhow::Result<Self> {
        let clock = HandClock::default();
        let dir = tempfile::tempdir()?;
        let calcom = Calcom::start(calcom(CalcomConfig {
            requests_per_minute: 1_000_000,
            clock: clock.clock(),
            ..CalcomConfig::new(vec![SALON.calcom()?, PRACTICE.calcom()?])
        }))
        .await?;
        let servers = match shape {
            Shape::Embedded => None,
            Shape::Scaled => Some(Servers {
                database: Database::fresh().await?,
                redis: Redis::private().await?,
            }),
        };
        let settings = parts::settings(&dir, servers.as_ref(), &calcom)?;
        let store = parts::migrated(&settings).await?;
        let broker = parts::open(&settings, &clock).await?;
        let worker_broker = match shape {
            Shape::Embedded => broker.clone(),
            Shape::Scaled => parts::open(&settings, &clock).await?,
        };
        let now = clock.now();
        let mut tx = store.begin().await?;
        for business in [&SALON, &PRACTICE] {
            business
                .import(&mut tx, dir.path(), &calcom.base_url(), now)
                .await?;
        }
        tx.commit().await?;
        for business in [&SALON, &PRACTICE] {
            business
                .register_number(&store, business.number, long_ago(now), now)
                .await?;
        }

        let keys = Keys::load(settings.retell_api_keys.clone(), Some(store.clone())).await;
        let ingress = Stop::new(Duration::from_secs(5));
        let url = parts::listen(&settings, &broker, &store, &keys, &clock, &ingress).await?;
        let config = Config {
            // Only when a test says so: see `drain`.
            sweep_every: Duration::from_hours(1),
            stuck_after: Duration::ZERO,
            calcom_timeout: Duration::from_millis(1_500),
            ..Config::of(&settings)
        };
        let sweeper = Worker::new(config.clone(), store.clone(), &worker_broker, clock.clock());
        Ok(Self {
            calcom,
            store,
            events: broker.queue(),
            bookings: broker.queue(),
            clock,
            url,
            settings,
            config,
            servers,
            dir,
            worker_broker,
            keys,
            sweeper,
            ingress,
            workers: Vec::new(),
            work_may_be_left: false,
        })
    }

    /// The servers behind the scaled shape.
    ///
    /// # Errors
    /// This is the embedded one.
    pub fn servers(&mut self) -> anyhow::Result<&mut Servers> {
        self.servers
            .as_mut()
            .context("the embedded shape has no servers")
    }

    /// The time.
    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// A coming hour at that business: see [`crate::script::slot`].
    ///
    /// # Errors
    /// The calendar ends before that.
    pub fn slot(&self, business: &Business, number: u32) -> anyhow::Result<Instant> {
        crate::script::slot(business, self.now(), number)
    }

    /// Starts a worker beside those that run.
    pub fn start_worker(&mut self) {
        let stop = Stop::new(Duration::from_secs(20));
        let name = format!("world-{}", self.workers.len());
        Worker::new(
            self.config.clone(),
            self.store.clone(),
            &self.worker_broker,
            self.clock.clock(),
        )
        .start(&name, &stop);
        self.workers.push(stop);
    }

    /// Stops all workers, and waits until what they had in hand is finished.
    ///
    /// # Errors
    /// One did not end well.
    pub async fn stop_workers(&mut self) -> anyhow::Result<()> {
        for stop in self.workers.drain(..) {
            stop.request();
            let ended = stop.finish().await;
            ensure!(ended == Ended::Clean, "a worker ended {ended:?}");
        }
        Ok(())
    }

    /// Says that work is meant to be left when this world ends.
    pub fn leave_work(&mut self) {
        self.work_may_be_left = true;
    }

    /// Makes the accounts' keys known that were imported since the start.
    pub async fn refresh_keys(&self) {
        self.keys.refresh().await;
    }

    /// Signs a body as Retell would for a business, sends it, and expects a 200.
    ///
    /// # Errors
    /// It was not acknowledged.
    pub async fn deliver_to(
        &self,
        business: &Business,
        body: impl Into<Vec<u8>>,
    ) -> anyhow::Result<()> {
        let outcome = self.send(business.key, body).await?;
        ensure!(outcome.status == 200, "answered {}", outcome.status);
        Ok(())
    }

    /// To the salon's account.
    ///
    /// # Errors
    /// It was not acknowledged.
    pub async fn deliver(&self, body: impl Into<Vec<u8>>) -> anyhow::Result<()> {
        self.deliver_to(&SALON, body).await
    }

    /// Everything that Retell reports of a call, in order.
    ///
    /// # Errors
    /// It was not acknowledged.
    pub async fn deliver_call(&self, business: &Business, call: &CallScript) -> anyhow::Result<()> {
        for event in call.events() {
            self.deliver_to(business, event).await?;
        }
        Ok(())
    }

    /// Signs a body with any key and sends it.
    ///
    /// # Errors
    /// There was no answer.
    pub async fn send(&self, key: &str, body: impl Into<Vec<u8>>) -> anyhow::Result<Outcome> {
        let sender = self.sender(key)?;
        Ok(sender.send(body.into(), self.now()).await?)
    }

    /// Sends to this world's address, signing with `key`.
    ///
    /// # Errors
    /// The machine cannot make HTTP requests.
    pub fn sender(&self, key: &str) -> anyhow::Result<Sender> {
        Ok(Sender::new(self.url.clone(), SecretString::from(key))?)
    }

    /// Everything that the store holds.
    ///
    /// # Errors
    /// It cannot be read.
    pub async fn dump(&self) -> anyhow::Result<Dump> {
        match &self.servers {
            Some(servers) => Dump::of_postgres(&servers.database.url()).await,
            None => Dump::of_sqlite(&self.dir.path().join("store.sqlite")).await,
        }
    }

    /// Runs statements of the test's own against the store, which each engine may want otherwise.
    ///
    /// # Errors
    /// It refuses.
    pub async fn execute(&self, sqlite: &str, postgres: &str) -> anyhow::Result<()> {
        match &self.servers {
            Some(servers) => crate::dump::run_postgres(&servers.database.url(), postgres).await,
            None => crate::dump::run_sqlite(&self.dir.path().join("store.sqlite"), sqlite).await,
        }
    }

    /// The file that holds a business' key of Cal.com.
    pub fn calcom_key_file(&self, business: &Business) -> std::path::PathBuf {
        self.dir.path().join(format!("{}.calcom", business.slug))
    }

    /// The open callbacks about a call, newest first.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn callbacks(&self, call_id: &str) -> anyhow::Result<Vec<CallbackRow>> {
        let filter = CallbackFilter {
            status: Some("open".into()),
            ..CallbackFilter::default()
        };
        let mut callbacks = self.store.callbacks(&filter, 10_000).await?;
        callbacks.retain(|callback| callback.call_id.as_str() == call_id);
        Ok(callbacks)
    }

    /// The appointment of a call that has one wish.
    ///
    /// # Errors
    /// There is none, or the store cannot be read.
    pub async fn appointment(&self, call_id: &str) -> anyhow::Result<AppointmentRow> {
        let all = self.store.appointments(10_000).await?;
        all.into_iter()
            .find(|appointment| appointment.call_id.as_str() == call_id)
            .with_context(|| format!("{call_id} has no appointment"))
    }

    /// What the scaled shape's programs need to know, as environment variables.
    pub fn variables(&self) -> Vec<(String, String)> {
        let settings = &self.settings;
        let mut variables = vec![
            (
                "RINGBACK_DATA_DIR".into(),
                settings.data_dir.display().to_string(),
            ),
            (
                "RINGBACK_CALCOM_BASE_URL".into(),
                settings.calcom_base_url.clone(),
            ),
            ("RINGBACK_RETELL_API_KEYS".into(), SALON.key.into()),
            ("RINGBACK_LEASE_S".into(), settings.lease_s.to_string()),
            (
                "RINGBACK_STUCK_AFTER_S".into(),
                settings.stuck_after_s.to_string(),
            ),
            ("RINGBACK_SWEEP_INTERVAL_S".into(), "1".into()),
            ("RINGBACK_CALCOM_TIMEOUT_S".into(), "1".into()),
            ("RINGBACK_LISTEN".into(), "127.0.0.1:0".into()),
            ("RINGBACK_ADMIN_LISTEN".into(), "127.0.0.1:0".into()),
            ("RINGBACK_LOG_FILTER".into(), "debug".into()),
        ];
        if let Some(servers) = &self.servers {
            variables.push(("RINGBACK_DATABASE_URL".into(), servers.database.url()));
            variables.push(("RINGBACK_REDIS_URL".into(), servers.redis.url()));
        }
        variables
    }

    /// Both queues in numbers.
    ///
    /// # Errors
    /// The queue does not answer.
    pub async fn gauges(&self) -> anyhow::Result<(Gauges, Gauges)> {
        Ok((self.events.gauges().await?, self.bookings.gauges().await?))
    }
}

/// The id that a call of that account has in the store.
pub fn stored_call(account: &str, call_id: &str) -> CallId {
    CallId::of(&AccountName::new(account), &RetellCallId::new(call_id))
}
