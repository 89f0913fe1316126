//! The embedded shape and the stand-in for Cal.com, on free ports and in a temporary folder.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant as Stopwatch};

use anyhow::{Context, ensure};
use domain::event::Digest;
use domain::id::CalcomUid;
use domain::time::{Clock, Instant};
use indicatif::{ProgressBar, ProgressStyle};
use sandbox::calcom::{Breakage, Calcom, CalcomConfig, Fault, Operation, Seed};
use sandbox::retell::Sender;
use secrecy::{ExposeSecret, SecretString};
use service::settings::Settings;
use service::stop::Stop;
use tempfile::TempDir;

use super::scenes::{Act, Scene};
use super::{cast, money};
use crate::serve::{self, Running};

/// Longer than the longest way of the demo: an unclear booking is looked up after two seconds.
const PATIENCE: Duration = Duration::from_mins(1);

/// Everything that runs.
pub(super) struct Stage {
    folder: TempDir,
    pub(super) calcom: Calcom,
    pub(super) running: Running,
    key: SecretString,
    sender: Sender,
    clock: Clock,
    stop: Stop,
}

/// What became of one delivery.
pub(super) struct Delivered {
    /// Which scene it belongs to.
    pub(super) scene: usize,
    /// Of the body.
    pub(super) digest: Digest,
    /// Whether it was a question rather than an event.
    pub(super) asked: bool,
    /// The HTTP status.
    pub(super) status: u16,
    /// From sending to the answer.
    pub(super) latency: Duration,
}

impl Stage {
    /// Builds it and brings in the businesses.
    pub(super) async fn build(clock: &Clock) -> anyhow::Result<Self> {
        let folder = tempfile::Builder::new()
            .prefix("ringback-demo-")
            .tempdir()
            .context("no temporary folder")?;
        let key = SecretString::from(format!("key_{}", uuid::Uuid::new_v4().simple()));
        let calcom_key = |slug: &str| format!("cal_demo_{slug}");
        let calcom = Calcom::start(CalcomConfig::new(cast::calcom_accounts(calcom_key)?)).await?;
        let anywhere = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let settings = Settings {
            data_dir: folder.path().into(),
            listen: anywhere,
            admin_listen: anywhere,
            retell_api_keys: vec![key.clone()].into(),
            calcom_base_url: calcom.base_url(),
            ..Settings::default()
        };
        let stop = Stop::on_signals(Duration::from_secs(5))?;
        let running = serve::start(&settings, clock.clone(), &stop).await?;
        let key_file = |slug: &str| folder.path().join(format!("{slug}.key"));
        for slug in ["schoene-koepfe", "harbour"] {
            std::fs::write(key_file(slug), calcom_key(slug))?;
        }
        cast::import(&running.store, key_file, clock.now()).await?;
        money::set_up(&running.store, clock.now()).await?;
        // What the sample's tool says it booked, Cal.com shows.
        let sample_start = Instant::parse("2026-11-05T14:30:00Z").context("the sample's time")?;
        calcom.seed(Seed {
            uid: Some(CalcomUid::new("bkg_9QmW2xT7")),
            ..Seed::new(cast::SAMPLE_EVENT_TYPE, sample_start)
        });
        let sender = Sender::new(url(running.ingress, "/webhooks/retell")?, key.clone())?;
        eprintln!(
            "Ringback is up at http://{}, Cal.com's stand-in at {}.",
            running.ingress,
            calcom.base_url()
        );
        Ok(Self {
            folder,
            calcom,
            running,
            key,
            sender,
            clock: clock.clone(),
            stop,
        })
    }

    /// Plays all scenes, one delivery after the other, and waits until everything is worked off.
    pub(super) async fn play(&mut self, scenes: &[Scene]) -> anyhow::Result<Vec<Delivered>> {
        let acts: usize = scenes.iter().map(|scene| scene.acts.len()).sum();
        let bar = ProgressBar::new(acts as u64);
        bar.set_style(ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}")?);
        let mut delivered = Vec::new();
        for (scene, told) in scenes.iter().enumerate() {
            bar.set_message(told.title);
            for act in &told.acts {
                self.act(scene, act, &mut delivered).await?;
                bar.inc(1);
            }
        }
        bar.set_message("working off the rest");
        self.settle().await?;
        bar.finish_and_clear();
        Ok(delivered)
    }

    async fn act(
        &mut self,
        scene: usize,
        act: &Act,
        delivered: &mut Vec<Delivered>,
    ) -> anyhow::Result<()> {
        let now = self.clock.now();
        let (body, outcome) = match act {
            Act::Deliver(body) => (body, self.sender.send(body.clone(), now).await?),
            Act::Ask(body) => {
                let inbound = self
                    .sender
                    .to(url(self.running.ingress, "/webhooks/retell/inbound")?);
                (body, inbound.send(body.clone(), now).await?)
            }
            Act::Forge(body) => (body, self.sender.send_forged(body.clone(), now).await?),
            Act::Settle => return self.settle().await,
            Act::LoseNextAnswer => {
                self.calcom
                    .fault(Operation::Book, Fault::After(Breakage::Error500), 1);
                return Ok(());
            }
        };
        delivered.push(Delivered {
            scene,
            digest: Digest::of(body.as_bytes()),
            asked: matches!(act, Act::Ask(_)),
            status: outcome.status,
            latency: outcome.latency,
        });
        Ok(())
    }

    /// Waits until both queues are empty.
    async fn settle(&self) -> anyhow::Result<()> {
        let began = Stopwatch::now();
        loop {
            let events = self
                .running
                .broker
                .queue::<domain::job::Delivery>()
                .gauges()
                .await?;
            let bookings = self
                .running
                .broker
                .queue::<domain::job::Book>()
                .gauges()
                .await?;
            let left = [events, bookings]
                .iter()
                .map(|queue| queue.ready + queue.delayed + queue.running)
                .sum::<u64>();
            if left == 0 {
                return Ok(());
            }
            ensure!(!self.stop.is_requested(), "stopped with {left} jobs left");
            ensure!(
                began.elapsed() < PATIENCE,
                "{left} jobs were still in the queues after {} s",
                PATIENCE.as_secs()
            );
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
    }

    /// Says where to look, and waits for a signal. With `quietly`, standard output is left to
    /// machines.
    pub(super) async fn stay_up(&self, quietly: bool) -> anyhow::Result<()> {
        let Running { ingress, admin, .. } = &self.running;
        let (calcom, data) = (self.calcom.address(), self.folder.path().display());
        let key = self.key.expose_secret();
        let text = format!(
            "
It stays up. Look around:
  metrics    curl http://{admin}/metrics
  health     curl http://{admin}/readyz
  bookings   curl http://{calcom}/sandbox/bookings
  data       {data}
  your own   ringback send FILE --key {key} --url http://{ingress}/webhooks/retell
Stop it with Ctrl-C; its data go with it."
        );
        if quietly {
            eprintln!("{text}");
        } else {
            println!("{text}");
        }
        self.stop.requested().await;
        Ok(())
    }

    /// Stops everything; the folder goes.
    pub(super) async fn clear(self) {
        self.stop.request();
        let _ = self.stop.finish().await;
    }
}

fn url(address: SocketAddr, path: &str) -> anyhow::Result<reqwest::Url> {
    Ok(format!("http://{address}{path}").parse()?)
}
