//! The way of a delivery: record, read, tenant, fold, cost, decide, store.

use bytes::Bytes;
use domain::booking::AppointmentStatus;
use domain::call::{Call, CallStatus, Report, ReportKind};
use domain::callback::{CallBack, CallbackReason};
use domain::decide::decide;
use domain::event::{Digest, EventStatus};
use domain::evidence;
use domain::id::{AppointmentId, CustomerId, EventId, WishNo};
use domain::job::{Book, Cause, Delivery};
use domain::settle::{Put, Settled, Window, settle};
use domain::tenant::Tenant;
use domain::verdict::Verdict;
use metrics::{counter, histogram};
use queue::{DedupeKey, Job, Push, TraceContext};
use service::metrics::{
    BOOKINGS_TOTAL, CALL_DURATION_SECONDS, RECEIPT_TO_RECORDED_SECONDS, UNREADABLE_EVENTS_TOTAL,
};
use store::{Because, LockedCall, Moved, NewCallback, Parked, PutAppointment, Recorded, Tx};

use crate::costs;
use crate::error::StepError;
use crate::run::Worker;
use crate::tenant;

/// Handles a job of the queue `events`.
pub(crate) async fn handle(worker: &Worker, job: Job<Delivery>) -> Verdict {
    let id = EventId::of(&job.payload.account, &job.payload.digest);
    match work(worker, id, job).await {
        Ok(verdict) => verdict,
        Err(error) => {
            tracing::warn!(event.id = %id, error = error.chain(), "A delivery could not be worked on.");
            error.verdict(worker.now())
        }
    }
}

async fn work(worker: &Worker, id: EventId, job: Job<Delivery>) -> Result<Verdict, StepError> {
    let delivery = &job.payload;
    let (recorded, body) = record(worker, id, delivery, job.body).await?;
    let again = delivery.cause == Cause::Replay;
    if matches!(
        recorded.status,
        EventStatus::Processed | EventStatus::Unreadable
    ) && !again
    {
        return Ok(Verdict::Done);
    }
    if recorded.attempts > i64::from(worker.config.max_attempts) && !again {
        // Even one that brings the process down each time ends here.
        let why = format!("given up after {} attempts", recorded.attempts - 1);
        let mut tx = worker.store.begin().await?;
        tx.fail_event(id, EventStatus::Failed, &why, worker.now())
            .await?;
        tx.commit().await?;
        return Ok(Verdict::GiveUp { why });
    }
    match process(worker, id, delivery, &body).await {
        Ok(effects) => {
            if delivery.cause == Cause::Received {
                histogram!(RECEIPT_TO_RECORDED_SECONDS)
                    .record(worker.now().since(delivery.received_at));
            }
            for reason in effects.called_back {
                counter!(BOOKINGS_TOTAL, "outcome" => "callback", "reason" => reason.as_str())
                    .increment(1);
            }
            costs::count(effects.moved);
            push_bookings(worker, delivery, job.trace.as_ref(), &effects.to_book).await;
            Ok(Verdict::Done)
        }
        Err(error) => {
            note_error(worker, id, &error).await;
            Err(error)
        }
    }
}

/// Writes the delivery into the event log, where it stays whatever happens next.
async fn record(
    worker: &Worker,
    id: EventId,
    delivery: &Delivery,
    body: Option<Bytes>,
) -> Result<(Recorded, Bytes), StepError> {
    let now = worker.now();
    let mut tx = worker.store.begin().await?;
    let found = if let Some(body) = body {
        (tx.record_event(delivery, &body, now).await?, body)
    } else {
        let recorded = tx.touch_event(id, now).await?.ok_or(StepError::NoBody)?;
        let body = tx.event_body(id).await?;
        (recorded, body.ok_or(StepError::NoBody)?.into())
    };
    tx.commit().await?;
    Ok(found)
}

/// What a stored delivery leads to.
#[derive(Debug, Default)]
struct Effects {
    /// Appointments to bring to Cal.com.
    to_book: Vec<AppointmentId>,
    /// Why staff is to call back.
    called_back: Vec<CallbackReason>,
    /// What the call costs more, or less.
    moved: Moved,
}

/// Everything that follows from a delivery, in one transaction.
async fn process(
    worker: &Worker,
    id: EventId,
    delivery: &Delivery,
    body: &[u8],
) -> Result<Effects, StepError> {
    let now = worker.now();
    let mut tx = worker.store.begin().await?;
    let report = match read(body, delivery.digest) {
        Ok(Some(report)) => report,
        Ok(None) => {
            tx.finish_event(id, EventStatus::Processed, None, None, None, now)
                .await?;
            tx.commit().await?;
            return Ok(Effects::default());
        }
        Err(unreadable) => {
            tx.finish_event(
                id,
                EventStatus::Unreadable,
                None,
                Some(&unreadable.to_string()),
                None,
                now,
            )
            .await?;
            tx.commit().await?;
            counter!(UNREADABLE_EVENTS_TOTAL).increment(1);
            tracing::warn!(event.id = %id, reason = unreadable.label(), "A signed delivery cannot be read; see `ringback events`.");
            return Ok(Effects::default());
        }
    };
    let found = match tenant::of(&mut tx, &delivery.account, &report).await? {
        Ok(tenant) => {
            let locked = tx
                .lock_call(&delivery.account, &report.call_id, &tenant, now)
                .await?;
            if locked.company == tenant.company.id {
                Ok((tenant, locked))
            } else {
                // The call stays whose it is (F41).
                drop(tx);
                tx = worker.store.begin().await?;
                Err(Parked {
                    reason: domain::event::ParkReason::TenantConflict,
                    number: report.facts.tenant_number().cloned(),
                    agent_id: report.facts.agent_id.clone(),
                })
            }
        }
        Err(parked) => Err(parked),
    };
    let (tenant, locked) = match found {
        Ok(found) => found,
        Err(parked) => {
            tx.finish_event(
                id,
                EventStatus::Parked,
                Some(&parked),
                None,
                Some(&report.call_id),
                now,
            )
            .await?;
            tx.commit().await?;
            tracing::info!(event.id = %id, reason = %parked.reason, "A delivery is parked: nobody is known whose it is.");
            return Ok(Effects::default());
        }
    };
    let effects = update_call(worker, &mut tx, &tenant, &locked, &report).await?;
    tx.finish_event(
        id,
        EventStatus::Processed,
        None,
        None,
        Some(&report.call_id),
        now,
    )
    .await?;
    tx.commit().await?;
    if report.kind == ReportKind::Ended
        && let Some(millis) = report.facts.duration_ms
    {
        histogram!(CALL_DURATION_SECONDS).record(std::time::Duration::from_millis(millis));
    }
    Ok(effects)
}

/// The report in a body; `None` for what asks rather than reports (`call_inbound`).
fn read(body: &[u8], digest: Digest) -> Result<Option<Report>, retell::Unreadable> {
    let event = retell::event::parse(body)?;
    Ok(retell::translate::report(&event, digest))
}

/// Folds the call anew with this report, and stores what follows from it.
async fn update_call(
    worker: &Worker,
    tx: &mut Tx,
    tenant: &Tenant,
    locked: &LockedCall,
    report: &Report,
) -> Result<Effects, StepError> {
    let now = worker.now();
    let says_more = tx.put_report(locked.id, report).await?;
    let reports = tx.reports(locked.id, &report.call_id).await?;
    // There is one: it was put a moment ago.
    let call = Call::fold(reports).ok_or(StepError::Overtaken)?;
    let company = tenant.company.id;
    let customer = tx
        .customer(company, locked.id, call.customer_number(), now)
        .await?;

    let catalogue = tx.catalogue(tenant).await?;
    let evidence = evidence::collect(&call, tenant, &catalogue);
    let decision = decide(locked.id, &call, &evidence, tenant, &catalogue);
    let existing = tx.appointments_of_call(locked.id).await?;
    let window = Window {
        now,
        call_at: call.facts.started_at.unwrap_or(locked.created_at),
        max_age: worker.config.max_booking_age,
        active_from: tenant.active_from,
    };
    let seen_to = tx.wishes_seen_to(locked.id).await?;
    let settled = settle(decision, &existing, &seen_to, window);

    let analyzed = call.status == CallStatus::Analyzed;
    let decision = analyzed.then_some(settled.summary.as_str());
    tx.write_call(locked, &call, customer, evidence.caller_name(), decision)
        .await?;
    tx.name_customer(company, customer).await?;
    if let Some(before) = locked.customer.filter(|&before| before != customer) {
        tx.drop_anonymous(company, before).await?;
    }
    let tariff = tx.tariff(worker.config.telephony).await?;
    // One that changed nothing is not what a better rate or another fee comes from.
    let because = if says_more {
        Because::Report(report)
    } else {
        Because::Recompute
    };
    let drawn = costs::draw_up(tx, locked, &call, &tariff, because, now).await?;
    let effects = apply(worker, tx, tenant, locked, customer, settled).await?;
    Ok(Effects {
        moved: drawn.moved,
        ..effects
    })
}

/// Carries out what was settled.
async fn apply(
    worker: &Worker,
    tx: &mut Tx,
    tenant: &Tenant,
    locked: &LockedCall,
    customer: CustomerId,
    settled: Settled,
) -> Result<Effects, StepError> {
    let now = worker.now();
    for wish in settled.remove {
        if !tx.remove_appointment(locked.id, wish).await? {
            return Err(StepError::Overtaken);
        }
    }
    let mut callbacks: Vec<(WishNo, CallBack)> = settled.callbacks;
    let mut to_book = Vec::new();
    for (wish, put) in settled.put {
        let (plan, status, claimed_uid) = match &put {
            Put::Book(plan) => (plan, AppointmentStatus::Pending, None),
            Put::Verify(plan, uid) => (plan, AppointmentStatus::Claimed, uid.as_ref()),
        };
        if tx
            .overlaps(AppointmentId::of(locked.id, wish), customer, plan)
            .await?
        {
            // Were an older version of this very wish still there, it would now be in the way.
            tx.remove_appointment(locked.id, wish).await?;
            callbacks.push((wish, overlapping(plan.starts_at)));
            continue;
        }
        let put = PutAppointment {
            company: tenant.company.id,
            branch: tenant.branch.id,
            call: locked.id,
            wish,
            customer,
            status,
            plan,
            claimed_uid,
        };
        to_book.push(
            tx.put_appointment(&put, now)
                .await?
                .ok_or(StepError::Overtaken)?,
        );
    }
    let callbacks: Vec<NewCallback<'_>> = callbacks
        .iter()
        .map(|(wish, call_back)| NewCallback {
            company: tenant.company.id,
            branch: tenant.branch.id,
            call: locked.id,
            wish: *wish,
            customer,
            call_back,
            calcom_uid: None,
            from_decision: true,
        })
        .collect();
    tx.put_decided_callbacks(locked.id, &callbacks, now).await?;
    let called_back = callbacks
        .iter()
        .map(|callback| callback.call_back.reason)
        .collect();
    Ok(Effects {
        to_book,
        called_back,
        moved: Moved::default(),
    })
}

fn overlapping(wanted_at: domain::time::Instant) -> CallBack {
    CallBack {
        reason: CallbackReason::OverlapsExisting,
        detail: "The attendee already has an appointment at that time.".into(),
        wanted_at: Some(wanted_at),
    }
}

/// The rows are there; a push that fails only costs the time until the next sweep.
async fn push_bookings(
    worker: &Worker,
    delivery: &Delivery,
    trace: Option<&TraceContext>,
    to_book: &[AppointmentId],
) {
    for &appointment_id in to_book {
        let book = Book {
            appointment_id,
            received_at: Some(delivery.received_at),
        };
        let mut push = Push::new(book);
        if delivery.cause == Cause::Received {
            // Retell may send it again; who asks for a replay means it.
            push = push.key(DedupeKey::new(format!(
                "{appointment_id}:{}",
                delivery.digest
            )));
        }
        if let Some(trace) = trace {
            push = push.trace(trace.clone());
        }
        if let Err(error) = worker.bookings.push(push).await {
            tracing::warn!(
                appointment.id = %appointment_id,
                error = &error as &dyn std::error::Error,
                "A booking job could not be pushed; the sweep will."
            );
        }
    }
}

/// Best effort: the store may be what failed.
async fn note_error(worker: &Worker, id: EventId, error: &StepError) {
    let noted = async {
        let mut tx = worker.store.begin().await?;
        tx.fail_event(id, EventStatus::Received, &error.chain(), worker.now())
            .await?;
        tx.commit().await
    };
    if let Err(error) = noted.await {
        tracing::debug!(event.id = %id, error = &error as &dyn std::error::Error, "The error could not be noted.");
    }
}
