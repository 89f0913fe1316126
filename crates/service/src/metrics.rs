//! Metrics: every one there is, in one table, and their text for Prometheus.
//!
//! Record with the macros of the `metrics` crate and the constants of this module:
//! `metrics::counter!(service::metrics::WEBHOOKS_TOTAL, "route" => …).increment(1)`. Labels have few
//! values: names that come from outside go through [`event_label`], and ids are no labels.

use std::sync::OnceLock;
use std::thread;
use std::time::Duration;

use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

use self::Kind::{Counter, Gauge, Histogram};

/// What a metric counts or measures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// Only ever grows.
    Counter,
    /// Goes up and down.
    Gauge,
    /// A distribution, over buckets with these upper bounds in seconds.
    Histogram(&'static [f64]),
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Metric {
    /// Its name, unit at the end.
    pub name: &'static str,
    /// Its kind.
    pub kind: Kind,
    /// Its labels, in the order in which they are documented.
    pub labels: &'static [&'static str],
    /// What Prometheus shows as HELP.
    pub help: &'static str,
}

macro_rules! metrics {
    ($($name:ident = $text:literal, $kind:expr, $labels:expr, $help:literal;)+) => {
        $(#[doc = $help] pub const $name: &str = $text;)+

        /// Every metric of Ringback itself; those of the process (`process_…`) come on top.
        pub const TABLE: &[Metric] = &[
            $(Metric { name: $name, kind: $kind, labels: &$labels, help: $help },)+
        ];
    };
}

metrics! {
    ACKNOWLEDGEMENT_SECONDS = "ringback_acknowledgement_seconds", Histogram(FAST), ["event", "outcome"],
        "Time from a webhook's arrival to its answer.";
    WEBHOOKS_TOTAL = "ringback_webhooks_total", Counter, ["route", "event", "outcome"],
        "Webhooks answered.";
    QUEUE_JOBS = "ringback_queue_jobs", Gauge, ["queue", "state"],
        "Jobs in a queue: ready, delayed, running or dead.";
    QUEUE_OLDEST_AGE_SECONDS = "ringback_queue_oldest_age_seconds", Gauge, ["queue"],
        "Age of the oldest job of a queue that is ready and not started.";
    JOB_DURATION_SECONDS = "ringback_job_duration_seconds", Histogram(WORK), ["queue", "outcome"],
        "Time that one attempt at a job took.";
    RECEIPT_TO_RECORDED_SECONDS = "ringback_receipt_to_recorded_seconds", Histogram(EFFECT), [],
        "Time from a webhook's arrival to its call being recorded.";
    RECEIPT_TO_BOOKED_SECONDS = "ringback_receipt_to_booked_seconds", Histogram(EFFECT), [],
        "Time from a webhook's arrival to the appointment being confirmed at Cal.com.";
    CALL_DURATION_SECONDS = "ringback_call_duration_seconds", Histogram(CALL), [],
        "Length of the phone calls recorded.";
    CALCOM_REQUESTS_TOTAL = "ringback_calcom_requests_total", Counter, ["operation", "outcome"],
        "Requests to Cal.com.";
    CALCOM_REQUEST_SECONDS = "ringback_calcom_request_seconds", Histogram(WORK), ["operation"],
        "Time that requests to Cal.com took.";
    BOOKINGS_TOTAL = "ringback_bookings_total", Counter, ["outcome", "reason"],
        "Wishes for an appointment that were settled: confirmed, or left to staff and why.";
    CACHE_REQUESTS_TOTAL = "ringback_cache_requests_total", Counter, ["cache", "outcome"],
        "Look-ups in the caches.";
    PARKED_EVENTS = "ringback_parked_events", Gauge, ["reason"],
        "Webhooks that belong to nobody yet.";
    UNREADABLE_EVENTS_TOTAL = "ringback_unreadable_events_total", Counter, [],
        "Webhooks correctly signed that could not be understood.";
    IN_FLIGHT_BYTES = "ringback_in_flight_bytes", Gauge, [],
        "Bytes of webhook bodies in memory.";
    BODY_TOO_LARGE_TOTAL = "ringback_body_too_large_total", Counter, [],
        "Webhooks refused for their size.";
    DATABASE_CONNECTIONS = "ringback_database_connections", Gauge, ["pool", "state"],
        "Connections to a database: idle or busy.";
    COSTS_CHARGED_MICROS_TOTAL = "ringback_costs_charged_micros_total", Counter, ["currency"],
        "Costs that this process charged to calls, in millionths of the currency.";
    COSTS_REVERSED_MICROS_TOTAL = "ringback_costs_reversed_micros_total", Counter, ["currency"],
        "Costs that this process took back from calls because a better report, fact or rate replaced them, in millionths of the currency.";
    CALLS_WITH_ESTIMATED_COST = "ringback_calls_with_estimated_cost", Gauge, [],
        "Calls of which a cost is estimated and that no closed month has billed as they are: new, or changed since.";
    EXCHANGE_RATE_AGE_SECONDS = "ringback_exchange_rate_age_seconds", Gauge, [],
        "Age of the newest exchange rate, from the end of its day; +Inf without any, as calls then have no cost in euros.";
    SWEEP_RESUMED_TOTAL = "ringback_sweep_resumed_total", Counter, ["what"],
        "Events and appointments that were forgotten in a state and taken up again.";
    UNKNOWN_PATH_TOTAL = "ringback_unknown_path_total", Counter, [],
        "Requests for a path that does not exist.";
}

/// The label of an event by its name as Retell sends it: the name itself if it is known, else
/// `other`, since anyone with a key could otherwise invent labels without end.
pub fn event_label(name: &str) -> &'static str {
    const KNOWN: &[&str] = &[
        "call_started",
        "call_ended",
        "call_analyzed",
        "call_inbound",
        "transcript_updated",
        "transfer_started",
        "transfer_bridged",
        "transfer_cancelled",
        "transfer_ended",
        "chat_started",
        "chat_ended",
        "chat_analyzed",
        "chat_inbound",
        "unreadable",
    ];
    KNOWN
        .iter()
        .find(|known| **known == name)
        .copied()
        .unwrap_or("other")
}

/// The metrics of this process.
#[derive(Debug, Clone)]
pub struct Metrics {
    recorder: PrometheusHandle,
    process: metrics_process::Collector,
}

impl Metrics {
    /// Begins to record, on the first call in a process. Every call returns the same metrics.
    pub fn install() -> Self {
        static INSTALLED: OnceLock<Metrics> = OnceLock::new();
        INSTALLED.get_or_init(Self::first).clone()
    }

    /// Everything recorded so far, in Prometheus' text format.
    pub fn render(&self) -> String {
        self.process.collect();
        self.recorder.render()
    }

    fn first() -> Self {
        let builder = TABLE
            .iter()
            .fold(PrometheusBuilder::new(), |builder, metric| {
                let Histogram(buckets) = metric.kind else {
                    return builder;
                };
                builder
                    .set_buckets_for_metric(Matcher::Full(metric.name.to_owned()), buckets)
                    // Only an empty list is refused, and the lists above are not.
                    .expect("a histogram has buckets")
            });
        let recorder = builder.build_recorder();
        let handle = recorder.handle();
        if metrics::set_global_recorder(recorder).is_err() {
            tracing::error!("Another recorder was there first; /metrics will stay empty.");
        }
        for Metric {
            name, kind, help, ..
        } in TABLE
        {
            match kind {
                Counter => metrics::describe_counter!(*name, *help),
                Gauge => metrics::describe_gauge!(*name, *help),
                Histogram(_) => metrics::describe_histogram!(*name, *help),
            }
        }
        let process = metrics_process::Collector::default();
        process.describe();

        // Samples of histograms are kept one by one until someone folds them into buckets. A
        // scrape does, but a process that nobody scrapes must not grow either.
        let upkeep = handle.clone();
        thread::spawn(move || {
            loop {
                thread::sleep(Duration::from_secs(5));
                upkeep.run_upkeep();
            }
        });
        Self {
            recorder: handle,
            process,
        }
    }
}

/// From 100 µs: an acknowledgement is mostly one write.
const FAST: &[f64] = &[
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5,
    5.0, 10.0,
];
/// Work that talks to others.
const WORK: &[f64] = &[
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0,
];
/// From receipt to a lasting effect, over retries and outages, to two hours.
const EFFECT: &[f64] = &[
    0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 1800.0, 7200.0,
];
/// Phone calls, to one hour.
const CALL: &[f64] = &[
    5.0, 15.0, 30.0, 60.0, 120.0, 180.0, 300.0, 600.0, 1200.0, 1800.0, 3600.0,
];

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::process::{Command, Stdio};

    use super::*;

    #[test]
    fn names_say_kind_and_unit() {
        for metric in TABLE {
            assert!(metric.name.starts_with("ringback_"), "{}", metric.name);
            assert_eq!(
                metric.name.ends_with("_total"),
                metric.kind == Counter,
                "{}",
                metric.name
            );
            let is_histogram = matches!(metric.kind, Histogram(_));
            assert!(
                !is_histogram || metric.name.ends_with("_seconds"),
                "{}",
                metric.name
            );
            assert!(metric.help.ends_with('.'), "{}", metric.name);
        }
    }

    #[test]
    fn event_names_from_outside_cannot_multiply_labels() {
        assert_eq!(event_label("call_ended"), "call_ended");
        assert_eq!(event_label("call_ended_2"), "other");
    }

    /// Everything once, as text.
    fn render_everything() -> String {
        let metrics = Metrics::install();
        for Metric {
            name, kind, labels, ..
        } in TABLE
        {
            let labels: Vec<_> = labels
                .iter()
                .map(|label| metrics::Label::new(*label, "some"))
                .collect();
            match kind {
                Counter => metrics::counter!(*name, labels).increment(1),
                Gauge => metrics::gauge!(*name, labels).set(1.0),
                Histogram(_) => metrics::histogram!(*name, labels).record(0.003),
            }
        }
        metrics.render()
    }

    #[test]
    fn everything_has_help_and_histograms_have_their_buckets() {
        let text = render_everything();
        for metric in TABLE {
            assert!(text.contains(&format!("# HELP {} {}\n", metric.name, metric.help)));
        }
        assert!(text.contains(
            r#"ringback_acknowledgement_seconds_bucket{event="some",outcome="some",le="0.0001"} 0"#
        ));
        assert!(text.contains("process_resident_memory_bytes"));
    }

    #[test]
    fn promtool_accepts_the_text() {
        let check = Command::new("promtool")
            .args(["check", "metrics"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn();
        let Ok(mut check) = check else {
            eprintln!("skipped: promtool is not installed (Debian package `prometheus`)");
            return;
        };
        check
            .stdin
            .take()
            .unwrap()
            .write_all(render_everything().as_bytes())
            .unwrap();
        let output = check.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && said.is_empty(), "{said}");
    }
}
