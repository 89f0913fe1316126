//! A worker and what keeps it running: two pools of handlers, the sweep, the gauges.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::{Duration, Instant as Stopwatch};

use anyhow::Context;
use apalis::prelude::{Data, Monitor, ParallelizeExt, WorkerBuilder};
use domain::job::{Book, Delivery};
use domain::tariff::TelephonyRates;
use domain::time::{Clock, Instant};
use domain::verdict::Verdict;
use metrics::histogram;
use queue::{Broker, Job, Payload, Queue, WorkerId};
use service::metrics::JOB_DURATION_SECONDS;
use service::settings::{ConnectionUrl, Settings};
use service::stop::Stop;
use store::Store;
use tokio::time::{Interval, MissedTickBehavior};
use tracing::Instrument;

use crate::calendars::Calendars;
use crate::{book, deliver, gauges, rates, sweep};

/// How often gauges are brought up to date.
const GAUGES_EVERY: Duration = Duration::from_secs(5);

/// What an operator chooses about a worker.
#[derive(Debug, Clone)]
pub struct Config {
    /// Deliveries worked on at once.
    pub events_at_once: usize,
    /// Bookings under way at once.
    pub bookings_at_once: usize,
    /// How long one attempt at a job may take before it counts as failed.
    pub job_timeout: Duration,
    /// Attempts at a delivery before it counts as failed.
    pub max_attempts: u32,
    /// How old a call may be to be booked from.
    pub max_booking_age: Duration,
    /// What telephony costs where Retell does not say.
    pub telephony: TelephonyRates,
    /// Where exchange rates are fetched from, if anywhere.
    pub exchange_rates_url: Option<ConnectionUrl>,
    /// How often they are, and calls get those that were imported.
    pub exchange_rates_every: Duration,
    /// Cal.com, for companies that name no other.
    pub calcom_base_url: String,
    /// How long a request to Cal.com may take.
    pub calcom_timeout: Duration,
    /// Time between two sweeps.
    pub sweep_every: Duration,
    /// Without progress for this long, a row counts as forgotten.
    pub stuck_after: Duration,
}

impl Config {
    /// As the settings say.
    pub fn of(settings: &Settings) -> Self {
        let calcom_timeout = Duration::from_secs(settings.calcom_timeout_s);
        Self {
            events_at_once: settings.worker_concurrency,
            bookings_at_once: settings.booking_concurrency,
            job_timeout: calcom_timeout + Duration::from_secs(30),
            max_attempts: settings.max_attempts,
            max_booking_age: Duration::from_secs(settings.max_booking_age_s),
            telephony: TelephonyRates {
                inbound: settings.telephony_inbound_us_cents_per_minute,
                outbound: settings.telephony_outbound_us_cents_per_minute,
            },
            exchange_rates_url: settings.exchange_rates_url.clone(),
            exchange_rates_every: Duration::from_secs(settings.exchange_rates_interval_s),
            calcom_base_url: settings.calcom_base_url.clone(),
            calcom_timeout,
            sweep_every: Duration::from_secs(settings.sweep_interval_s),
            stuck_after: Duration::from_secs(settings.stuck_after_s),
        }
    }
}

/// What handlers work with. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Worker(Arc<Parts>);

/// The parts of a [`Worker`].
#[derive(Debug)]
pub struct Parts {
    pub(crate) config: Config,
    pub(crate) store: Store,
    pub(crate) events: Queue<Delivery>,
    pub(crate) bookings: Queue<Book>,
    pub(crate) calendars: Calendars,
    clock: Clock,
}

impl std::ops::Deref for Worker {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl Worker {
    /// A worker on an open store and queue; nothing runs yet.
    pub fn new(config: Config, store: Store, broker: &Broker, clock: Clock) -> Self {
        let calendars = Calendars::new(
            store.clone(),
            config.calcom_base_url.clone(),
            config.calcom_timeout,
            clock.clone(),
        );
        Self(Arc::new(Parts {
            events: broker.queue(),
            bookings: broker.queue(),
            config,
            store,
            calendars,
            clock,
        }))
    }

    /// Starts the handlers, the sweep and the gauges; they run until `stop`. `name` tells
    /// replicas apart in logs.
    pub fn start(&self, name: &str, stop: &Stop) {
        let (events, at_once) = (self.events.clone(), self.config.events_at_once);
        stop.spawn(
            "events",
            self.clone()
                .handlers(name.to_owned(), events, at_once, stop.clone()),
        );
        let (bookings, at_once) = (self.bookings.clone(), self.config.bookings_at_once);
        stop.spawn(
            "bookings",
            self.clone()
                .handlers(name.to_owned(), bookings, at_once, stop.clone()),
        );
        stop.spawn("sweep", self.clone().sweeps(stop.clone()));
        stop.spawn("rates", self.clone().rates(stop.clone()));
        stop.spawn("gauges", self.clone().gauges(stop.clone()));
    }
}

impl Worker {
    pub(crate) fn now(&self) -> Instant {
        self.clock.now()
    }

    async fn sweeps(self, stop: Stop) -> anyhow::Result<()> {
        let mut ticks = ticks(self.config.sweep_every);
        while next(&mut ticks, &stop).await {
            gauges::refresh_costs(&self).await;
            match sweep::sweep(&self).await {
                Ok(swept) if swept.is_nothing() => {}
                Ok(swept) => tracing::info!(
                    events.stuck = swept.stuck,
                    events.claimed = swept.claimed,
                    appointments.overdue = swept.overdue,
                    "The sweep took up what was forgotten."
                ),
                Err(error) => {
                    tracing::warn!(
                        error = format!("{error:#}"),
                        "The sweep failed; the next one will do."
                    );
                }
            }
        }
        Ok(())
    }

    async fn rates(self, stop: Stop) -> anyhow::Result<()> {
        let mut ticks = ticks(self.config.exchange_rates_every);
        while next(&mut ticks, &stop).await {
            if let Some(url) = &self.config.exchange_rates_url {
                match rates::fetch(&self, url.expose()).await {
                    Ok(0) => {}
                    Ok(new) => tracing::info!(new, "Exchange rates were fetched."),
                    Err(error) => tracing::warn!(
                        error = format!("{error:#}"),
                        "Exchange rates could not be fetched; calls keep using the last one."
                    ),
                }
            }
            // Call by call: one that is under way is left as it was.
            tokio::select! {
                () = stop.requested() => break,
                () = rates::catch_up(&self) => {}
            }
        }
        Ok(())
    }

    async fn gauges(self, stop: Stop) -> anyhow::Result<()> {
        let mut ticks = ticks(GAUGES_EVERY);
        while next(&mut ticks, &stop).await {
            gauges::refresh(&self).await;
        }
        Ok(())
    }

    /// Fetches and handles jobs of one queue until the stop.
    async fn handlers<P: Handled>(
        self,
        name: String,
        queue: Queue<P>,
        at_once: usize,
        stop: Stop,
    ) -> anyhow::Result<()> {
        let monitor = Monitor::new().register(move |_restarts| {
            WorkerBuilder::new(P::QUEUE)
                .backend(queue.backend(WorkerId::new(name.clone()), at_once))
                .data(self.clone())
                .parallelize(tokio::spawn)
                .build(run_job::<P>)
        });
        let requested = async move {
            stop.requested().await;
            Ok(())
        };
        monitor
            .run_with_signal(requested)
            .await
            .with_context(|| format!("the handlers of the queue `{}` ended", P::QUEUE))
    }
}

/// A kind of job that this worker handles.
trait Handled: Payload {
    /// Works on one job.
    fn handle(worker: &Worker, job: Job<Self>) -> impl Future<Output = Verdict> + Send;
}

impl Handled for Delivery {
    async fn handle(worker: &Worker, job: Job<Self>) -> Verdict {
        deliver::handle(worker, job).await
    }
}

impl Handled for Book {
    async fn handle(worker: &Worker, job: Job<Self>) -> Verdict {
        book::handle(worker, job).await
    }
}

/// One attempt at a job: in its trace, within its time, measured.
async fn run_job<P: Handled>(job: Job<P>, worker: Data<Worker>) -> Result<Verdict, Infallible> {
    let began = Stopwatch::now();
    let trace = job
        .trace
        .as_ref()
        .map(queue::TraceContext::as_str)
        .unwrap_or_default();
    let span = tracing::info_span!("job", queue = P::QUEUE, job.id = %job.id, job.attempt = job.attempt, trace);
    let limit = worker.config.job_timeout;
    let verdict = tokio::time::timeout(limit, P::handle(&worker, job).instrument(span))
        .await
        .unwrap_or_else(|_| Verdict::Retry {
            why: format!("not finished within {} s", limit.as_secs()),
        });
    histogram!(JOB_DURATION_SECONDS, "queue" => P::QUEUE, "outcome" => verdict.label())
        .record(began.elapsed());
    Ok(verdict)
}

fn ticks(pause: Duration) -> Interval {
    let mut ticks = tokio::time::interval(pause);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ticks
}

/// Waits for the next tick; `false` when the stop came first.
async fn next(ticks: &mut Interval, stop: &Stop) -> bool {
    tokio::select! {
        () = stop.requested() => false,
        _ = ticks.tick() => true,
    }
}
