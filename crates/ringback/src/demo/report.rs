//! The table and the balance.

use std::collections::HashSet;
use std::time::Duration;

use comfy_table::{ContentArrangement, Table, presets};
use domain::booking::AppointmentStatus;
use domain::event::EventStatus;
use domain::id::{AccountName, EventId};
use serde::Serialize;
use store::{AppointmentRow, CallOverview, CallbackFilter, CallbackRow, EventFilter, EventRow};

use super::scenes::Scene;
use super::stage::{Delivered, Stage};

/// What the demo came to.
pub(super) struct Report {
    rows: Vec<Row>,
    figures: Figures,
    complaints: Vec<String>,
}

/// The figures that `--json` prints.
#[derive(Serialize)]
struct Figures {
    /// Calls played.
    calls: usize,
    /// Requests made.
    deliveries: usize,
    /// Answered with 2xx.
    acknowledged: usize,
    /// Of these, bodies that had been delivered before.
    duplicates: usize,
    /// Answered with 4xx.
    refused: usize,
    /// Deliveries whose consequences are stored.
    recorded: usize,
    /// Deliveries that nobody owns yet.
    parked: usize,
    /// Appointments that Cal.com shows.
    booked: usize,
    /// Deliveries that were acknowledged and are nowhere.
    lost: usize,
    /// Median time to an acknowledgement.
    ack_p50_ms: f64,
    /// 99th percentile of it.
    ack_p99_ms: f64,
}

struct Row {
    title: &'static str,
    acknowledged: String,
    recorded: String,
    cost: String,
    booking: String,
}

/// What the store knows.
struct Known {
    events: Vec<EventRow>,
    calls: Vec<CallOverview>,
    appointments: Vec<AppointmentRow>,
    callbacks: Vec<CallbackRow>,
}

/// More than the demo ever writes.
pub(super) const ALL: i64 = 10_000;

impl Report {
    /// Holds what was delivered against what the store knows.
    pub(super) async fn of(
        stage: &Stage,
        scenes: &[Scene],
        played: Vec<Delivered>,
    ) -> anyhow::Result<Self> {
        let store = &stage.running.store;
        let known = Known {
            events: store.events(&EventFilter::default(), ALL).await?,
            calls: store.calls(ALL).await?,
            appointments: store.appointments(ALL).await?,
            callbacks: store.callbacks(&CallbackFilter::default(), ALL).await?,
        };
        let (figures, complaints) = balance(scenes, &played, &known);
        let rows = scenes
            .iter()
            .enumerate()
            .map(|(number, scene)| {
                let of_scene: Vec<&Delivered> = played
                    .iter()
                    .filter(|delivery| delivery.scene == number)
                    .collect();
                known.row(scene, &of_scene)
            })
            .collect();
        Ok(Self {
            rows,
            figures,
            complaints,
        })
    }

    /// For people.
    pub(super) fn table(&self) -> String {
        let mut table = Table::new();
        table
            .load_preset(presets::UTF8_FULL_CONDENSED)
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_header([
                "call",
                "acknowledged",
                "recorded",
                "cost",
                "booked, and why (not)",
            ]);
        for row in &self.rows {
            table.add_row([
                row.title,
                &row.acknowledged,
                &row.recorded,
                &row.cost,
                &row.booking,
            ]);
        }
        let Figures {
            calls,
            deliveries,
            acknowledged,
            duplicates,
            refused,
            recorded,
            parked,
            booked,
            lost,
            ack_p50_ms,
            ack_p99_ms,
        } = &self.figures;
        format!(
            "{table}\n{calls} calls, {deliveries} deliveries: {acknowledged} acknowledged ({duplicates} of them duplicates), \
             {refused} refused. {recorded} recorded, {parked} parked, {booked} booked, {lost} lost.\n\
             Acknowledged in {ack_p50_ms:.2} ms (median), {ack_p99_ms:.2} ms (99th percentile)."
        )
    }

    /// For machines, on one line.
    pub(super) fn json(&self) -> String {
        // Plain numbers under plain names: this has a JSON form.
        serde_json::to_string(&self.figures).unwrap_or_default()
    }

    /// What does not add up; empty when every delivery is accounted for.
    pub(super) fn complaints(&self) -> &[String] {
        &self.complaints
    }
}

/// Every delivery must be found again: refused, answered, a duplicate, or in the event log with
/// an end.
fn balance(scenes: &[Scene], played: &[Delivered], known: &Known) -> (Figures, Vec<String>) {
    let account = AccountName::default_account();
    let mut complaints = Vec::new();
    let mut seen = HashSet::new();
    let (mut duplicates, mut refused, mut recorded, mut parked, mut lost) = (0, 0, 0, 0, 0);
    for delivery in played {
        let title = scenes.get(delivery.scene).map_or("", |scene| scene.title);
        match delivery.status {
            200..300 if delivery.asked => {}
            200..300 if !seen.insert(delivery.digest) => duplicates += 1,
            200..300 => match known
                .event(EventId::of(&account, &delivery.digest))
                .map(|event| event.status)
            {
                Some(EventStatus::Processed) => recorded += 1,
                Some(EventStatus::Parked) => parked += 1,
                Some(status) => complaints.push(format!("a delivery of “{title}” is {status}")),
                None => {
                    lost += 1;
                    complaints.push(format!(
                        "a delivery of “{title}” was acknowledged and is nowhere"
                    ));
                }
            },
            400..500 => refused += 1,
            status => complaints.push(format!(
                "a delivery of “{title}” was answered with {status}"
            )),
        }
    }
    let mut latencies: Vec<Duration> = acknowledged(played)
        .map(|delivery| delivery.latency)
        .collect();
    latencies.sort_unstable();
    let figures = Figures {
        calls: scenes.len(),
        deliveries: played.len(),
        acknowledged: latencies.len(),
        duplicates,
        refused,
        recorded,
        parked,
        booked: known
            .appointments
            .iter()
            .filter(|made| made.status == AppointmentStatus::Confirmed)
            .count(),
        lost,
        ack_p50_ms: percentile(&latencies, 50),
        ack_p99_ms: percentile(&latencies, 99),
    };
    (figures, complaints)
}

fn acknowledged(played: &[Delivered]) -> impl Iterator<Item = &Delivered> {
    played
        .iter()
        .filter(|delivery| (200..300).contains(&delivery.status))
}

/// In milliseconds, to the microsecond; nearest rank.
fn percentile(sorted: &[Duration], percent: usize) -> f64 {
    let rank = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
    let micros = sorted.get(rank).map_or(0, Duration::as_micros);
    #[expect(
        clippy::cast_precision_loss,
        reason = "microseconds of a latency are far below 2^52"
    )]
    let millis = micros as f64 / 1000.0;
    millis
}

impl Known {
    fn event(&self, id: EventId) -> Option<&EventRow> {
        self.events.iter().find(|event| event.delivery.id == id)
    }

    fn row(&self, scene: &Scene, deliveries: &[&Delivered]) -> Row {
        let call = self
            .calls
            .iter()
            .find(|call| call.call_id.as_str() == scene.call_id);
        Row {
            title: scene.title,
            acknowledged: answers(deliveries),
            recorded: self.recorded(scene, call),
            cost: call.map_or_else(String::new, |call| call.cost.to_string()),
            booking: self.booking(scene, call),
        }
    }

    fn recorded(&self, scene: &Scene, call: Option<&CallOverview>) -> String {
        if let Some(call) = call {
            let connected = if call.connected {
                ""
            } else {
                ", never connected"
            };
            return format!("{}, {}{connected}", call.company, call.status);
        }
        let event = self.events.iter().find(|event| {
            event
                .delivery
                .call_id
                .as_ref()
                .is_some_and(|id| id.as_str() == scene.call_id)
        });
        match event {
            Some(EventRow {
                status,
                park_reason: Some(reason),
                ..
            }) => format!("{status}: {reason}"),
            Some(event) => event.status.to_string(),
            None => "no".into(),
        }
    }

    fn booking(&self, scene: &Scene, call: Option<&CallOverview>) -> String {
        let mut lines: Vec<String> = Vec::new();
        for made in self
            .appointments
            .iter()
            .filter(|made| made.call_id.as_str() == scene.call_id)
        {
            let start = made.starts_at.local(&made.zone).strftime("%a %d %b %H:%M");
            lines.push(match made.status {
                AppointmentStatus::Confirmed => {
                    format!(
                        "Booked: {}, {start}. {} Cal.com shows it.",
                        made.service, made.because
                    )
                }
                status => format!("{}, {start}: {status}.", made.service),
            });
        }
        for open in self
            .callbacks
            .iter()
            .filter(|open| open.call_id.as_str() == scene.call_id)
        {
            lines.push(format!("Callback ({}): {}", open.reason, open.detail));
        }
        if lines.is_empty() {
            let why = call.and_then(|call| call.decision.clone());
            lines.extend(
                why.or_else(|| {
                    call.map(|call| format!("Nothing yet: the call is {}.", call.status))
                }),
            );
        }
        lines.join("\n")
    }
}

/// `3 × 200 in 0.8 ms`, the time being the slowest.
fn answers(deliveries: &[&Delivered]) -> String {
    let mut statuses: Vec<u16> = deliveries.iter().map(|delivery| delivery.status).collect();
    statuses.sort_unstable();
    let runs = statuses
        .chunk_by(|a, b| a == b)
        .map(|run| format!("{} × {}", run.len(), run[0]));
    let slowest = deliveries
        .iter()
        .map(|delivery| delivery.latency)
        .max()
        .unwrap_or_default();
    format!(
        "{}, {:.1} ms at most",
        runs.collect::<Vec<_>>().join(", "),
        slowest.as_secs_f64() * 1000.0
    )
}
