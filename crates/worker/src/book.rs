//! Bringing an appointment to Cal.com, once.
//!
//! What follows from which answer is decided in `domain::booking`; here it is asked and written
//! down. The job names a row; the row's state says what to do, so a job may come twice, late, or
//! from a sweep.

use std::time::Duration;

use calcom::{Attendee, BookRequest, Client, Failure, ListQuery};
use domain::booking::{self, Answer, AppointmentStatus, Booking, FailureReason, Next};
use domain::callback::{CallBack, CallbackReason};
use domain::id::CalcomUid;
use domain::job::Book;
use domain::time::Instant;
use domain::verdict::Verdict;
use metrics::{counter, histogram};
use queue::Job;
use service::metrics::{BOOKINGS_TOTAL, RECEIPT_TO_BOOKED_SECONDS};
use store::{BookingTask, NewCallback, Tx};

use crate::error::StepError;
use crate::run::Worker;

/// Handles a job of the queue `bookings`.
pub(crate) async fn handle(worker: &Worker, job: Job<Book>) -> Verdict {
    match work(worker, &job.payload, job.attempt).await {
        Ok(verdict) => verdict,
        Err(error) => {
            tracing::warn!(
                appointment.id = %job.payload.appointment_id,
                error = error.chain(),
                "A step towards a booking failed."
            );
            error.verdict(worker.now())
        }
    }
}

async fn work(worker: &Worker, job: &Book, attempt: u32) -> Result<Verdict, StepError> {
    let mut tx = worker.store.begin().await?;
    let task = tx.booking_task(job.appointment_id).await?;
    tx.commit().await?;
    // A decision that was taken back leaves a job without a row.
    let Some(task) = task else {
        return Ok(Verdict::Done);
    };
    let settled = matches!(
        task.status,
        AppointmentStatus::Confirmed | AppointmentStatus::Failed
    );
    if let Some(due) = task.next_at.filter(|&due| due > worker.now() && !settled) {
        if task.status == AppointmentStatus::Booking && attempt == 1 {
            // Another job is asking right now, and sees it through; should its worker die, that
            // job comes back as another attempt, and waits for the answer's time to be over.
            return Ok(Verdict::Done);
        }
        return Ok(Verdict::WaitUntil {
            at: due,
            why: "the next step is not due yet".into(),
        });
    }
    let before = task.clone();
    let step = match take(worker, task).await {
        Ok(Some(step)) => step,
        Ok(None) => return Ok(Verdict::Done),
        Err(StepError::NoCalendar { .. }) if is_overdue(worker, &before) => {
            let message = "The company's Cal.com account could not be used in time.".into();
            let reason = FailureReason::Misconfigured;
            let uid = before.calcom_uid.clone();
            Step::new(
                before,
                Next::Failed {
                    reason,
                    message,
                    uid,
                },
            )
        }
        Err(error) => {
            if let StepError::NoCalendar { retry_at, .. } = error {
                postpone(worker, &before, retry_at).await?;
            }
            return Err(error);
        }
    };
    write(worker, job, step).await
}

/// The step that the row's state asks for; `None` when there is none, or somebody else took it.
async fn take(worker: &Worker, task: BookingTask) -> Result<Option<Step>, StepError> {
    match task.status {
        AppointmentStatus::Confirmed | AppointmentStatus::Failed => Ok(None),
        AppointmentStatus::Pending => request(worker, task).await,
        // The process that asked did not live to write the answer down: it may be booked.
        AppointmentStatus::Booking | AppointmentStatus::Unclear => {
            look_up(worker, task).await.map(Some)
        }
        AppointmentStatus::Claimed => verify(worker, task).await.map(Some),
        AppointmentStatus::Requested => recheck(worker, task).await.map(Some),
    }
}

/// Whether it is too late to book: the time has come, or the call lies too far back.
fn is_overdue(worker: &Worker, task: &BookingTask) -> bool {
    let now = worker.now();
    let age = now.since(task.call_created_at);
    task.intent.starts_at <= now || age > worker.config.max_booking_age
}

/// Nothing could be asked. The row has to say until when, or every sweep would take it for
/// forgotten and push one more job that waits.
async fn postpone(worker: &Worker, task: &BookingTask, until: Instant) -> Result<(), StepError> {
    let mut tx = worker.store.begin().await?;
    tx.look_up_later(task, task.status, task.look_ups, until, worker.now())
        .await?;
    Ok(tx.commit().await?)
}

/// What a step led to, to be written down.
struct Step {
    /// The row as it was read, or as the intent left it.
    task: BookingTask,
    /// What follows.
    next: Next,
    /// How often the booking has been looked for, this time included.
    look_ups: u32,
}

impl Step {
    fn new(task: BookingTask, next: Next) -> Self {
        Self {
            look_ups: task.look_ups,
            task,
            next,
        }
    }

    fn looked(task: BookingTask, next: Next) -> Self {
        Self {
            look_ups: task.look_ups + 1,
            task,
            next,
        }
    }
}

/// The one request. The intent is stored first; whoever stored it sends it. `None`: somebody
/// else did.
async fn request(worker: &Worker, task: BookingTask) -> Result<Option<Step>, StepError> {
    if is_overdue(worker, &task) {
        let message = "It could not be brought to Cal.com in time.".into();
        let next = Next::Failed {
            reason: FailureReason::TooLate,
            message,
            uid: None,
        };
        return Ok(Some(Step::new(task, next)));
    }
    let client = client(worker, &task).await?;
    let now = worker.now();
    let answer_by = now.plus(worker.config.calcom_timeout + Duration::from_secs(10));
    let mut tx = worker.store.begin().await?;
    let mine = tx.intend(&task, answer_by, now).await?;
    tx.commit().await?;
    if !mine {
        return Ok(None);
    }
    let task = BookingTask {
        version: task.version + 1,
        status: AppointmentStatus::Booking,
        ..task
    };
    // Had this process stood still since, somebody else would be looking the booking up by now.
    let answer = if worker.now() < answer_by {
        client.book(&book_request(&task)).await
    } else {
        Answer::NotSent {
            retry_at: worker.now(),
            message: "The process stood still before it could ask.".into(),
        }
    };
    let next = booking::after_request(&task.intent, answer, worker.now());
    Ok(Some(Step::new(task, next)))
}

fn book_request(task: &BookingTask) -> BookRequest {
    BookRequest {
        intent: task.intent.clone(),
        length_minutes: task.send_minutes,
        attendee: Attendee {
            name: task.attendee_name.clone(),
            email: Some(task.attendee_email.clone()),
            phone: task.attendee_phone.clone(),
            zone: task.zone.clone(),
            language: task.language.as_str().into(),
        },
        call: task.call_id.clone(),
        notes: None,
    }
}

/// After an unclear answer: is it there?
async fn look_up(worker: &Worker, task: BookingTask) -> Result<Step, StepError> {
    let client = client(worker, &task).await?;
    let found = match client.list(slot(&task)).await {
        Ok(found) => found,
        Err(failure) => match wait_out(worker, &task, &failure) {
            Some(next) => return Ok(Step::new(task, next)),
            None => Vec::new(),
        },
    };
    let next = booking::after_look_up(&task.intent, found, task.look_ups + 1, worker.now());
    Ok(Step::looked(task, next))
}

/// A tool says that it booked: does Cal.com show it?
async fn verify(worker: &Worker, task: BookingTask) -> Result<Step, StepError> {
    let client = client(worker, &task).await?;
    let shown = match &task.claimed_uid {
        Some(uid) => client.get(uid).await,
        None => client
            .list(slot(&task))
            .await
            .map(|found| claimed_among(found, &task)),
    };
    let shown = match shown {
        Ok(shown) => shown,
        Err(failure) => match wait_out(worker, &task, &failure) {
            Some(next) => return Ok(Step::new(task, next)),
            None => None,
        },
    };
    let next = booking::after_claim(&task.intent, shown, task.look_ups + 1, worker.now());
    Ok(Step::looked(task, next))
}

/// A host had to accept: has one?
async fn recheck(worker: &Worker, task: BookingTask) -> Result<Step, StepError> {
    let uid = task.calcom_uid.clone();
    if task.intent.starts_at <= worker.now() {
        let message = "No host accepted the booking in time.".into();
        let next = Next::Failed {
            reason: FailureReason::TooLate,
            message,
            uid,
        };
        return Ok(Step::new(task, next));
    }
    // The booking is known like a claimed one, only that we made it.
    let step = verify(
        worker,
        BookingTask {
            claimed_uid: uid.clone(),
            ..task
        },
    )
    .await?;
    let next = match step.next {
        Next::Failed {
            reason, uid: None, ..
        } => Next::Failed {
            reason,
            message: "Cal.com no longer shows the booking that a host had yet to accept.".into(),
            uid,
        },
        next => next,
    };
    Ok(Step { next, ..step })
}

/// Without a uid, a booking is the claimed one only if it is the attendee's; best the one that
/// starts when it should, since they may have another that day.
fn claimed_among(found: Vec<Booking>, task: &BookingTask) -> Option<Booking> {
    let mut theirs = found
        .into_iter()
        .filter(|booking| is_of_attendee(booking, task))
        .collect::<Vec<_>>();
    theirs.sort_by_key(|booking| booking.starts_at != Some(task.intent.starts_at));
    theirs.into_iter().next()
}

fn is_of_attendee(booking: &Booking, task: &BookingTask) -> bool {
    let digits = |text: &str| {
        text.chars()
            .filter(char::is_ascii_digit)
            .collect::<String>()
    };
    booking.attendees.iter().any(|attendee| {
        let email = attendee.email.as_deref();
        let phone = attendee.phone.as_deref().or(email.and_then(|email| email.strip_suffix("@sms.cal.com")));
        email.is_some_and(|email| email.eq_ignore_ascii_case(&task.attendee_email))
            || matches!((phone, &task.attendee_phone), (Some(theirs), Some(ours)) if digits(theirs) == digits(ours.as_str()))
    })
}

/// The slot, with room for bookings that are longer than agreed.
fn slot(task: &BookingTask) -> ListQuery {
    ListQuery {
        event_type: task.intent.event_type,
        starts_at: task.intent.starts_at,
        ends_at: task.ends_at.plus(Duration::from_hours(12)),
    }
}

/// Asking failed, which says nothing about the booking. An outage is waited out as long as the
/// appointment lies ahead. `None`: waiting does not help; it counts as having looked in vain.
fn wait_out(worker: &Worker, task: &BookingTask, failure: &Failure) -> Option<Next> {
    let now = worker.now();
    let at = match failure {
        Failure::Throttled { retry_at } => *retry_at,
        Failure::Unavailable { .. } if task.intent.starts_at > now => {
            now.plus(Duration::from_secs(30))
        }
        _ => {
            tracing::warn!(
                appointment.id = %task.intent.appointment_id,
                error = failure as &dyn std::error::Error,
                "A booking could not be looked up."
            );
            return None;
        }
    };
    Some(Next::LookUp {
        at,
        message: failure.to_string(),
    })
}

async fn client(worker: &Worker, task: &BookingTask) -> Result<Client, StepError> {
    worker
        .calendars
        .client(task.company, task.calcom_account)
        .await
        .map_err(|source| StepError::NoCalendar {
            retry_at: worker.now().plus(Duration::from_mins(1)),
            source,
        })
}

/// Writes down what follows. Should another worker have been faster, its word stands.
async fn write(worker: &Worker, job: &Book, mut step: Step) -> Result<Verdict, StepError> {
    let now = worker.now();
    let held = match &step.next {
        Next::Confirmed(uid) | Next::Requested(uid, _) => Some(uid.clone()),
        _ => None,
    };
    let mut tx = worker.store.begin().await?;
    let mine = match put(&mut tx, &step, now).await {
        Err(StepError::Store(error)) if error.is_duplicate_booking() => {
            drop(tx);
            tx = worker.store.begin().await?;
            step.next = Next::Failed {
                reason: FailureReason::ForeignBooking,
                message: "Another appointment has that booking already.".into(),
                uid: held.clone(),
            };
            put(&mut tx, &step, now).await?
        }
        mine => mine?,
    };
    if let (false, Some(uid)) = (mine, &held) {
        tell_of_late_booking(&mut tx, job, uid, now).await?;
    }
    tx.commit().await?;
    if !mine {
        // Whoever was faster has the next step in hand.
        return Ok(Verdict::Done);
    }
    let (at, why) = match step.next {
        Next::Confirmed(_) => {
            count_confirmed(job, now);
            return Ok(Verdict::Done);
        }
        Next::Failed { .. } => return Ok(Verdict::Done),
        Next::Requested(_, at) => (at, "a host has yet to accept"),
        Next::TryAgain { at, .. } => (at, "Cal.com did not take the request"),
        Next::LookUp { at, .. } => (at, "to be looked up at Cal.com"),
    };
    Ok(Verdict::WaitUntil {
        at,
        why: why.into(),
    })
}

/// Brings the row to its next state; `false` when somebody else has.
async fn put(tx: &mut Tx, step: &Step, now: Instant) -> Result<bool, StepError> {
    let Step {
        task,
        next,
        look_ups,
    } = step;
    Ok(match next {
        Next::Confirmed(uid) => tx.confirm(task, uid, now).await?,
        Next::Requested(uid, at) => tx.requested(task, uid, *at, now).await?,
        Next::TryAgain { at, .. } => tx.unsent(task, *at, now).await?,
        Next::LookUp { at, .. } => {
            let status = match task.status {
                AppointmentStatus::Booking => AppointmentStatus::Unclear,
                status => status,
            };
            tx.look_up_later(task, status, *look_ups, *at, now).await?
        }
        Next::Failed {
            reason,
            message,
            uid,
        } => fail(tx, task, *reason, message, uid.as_ref(), now).await?,
    })
}

/// An answer that came so late that the appointment had been given up: Cal.com holds a booking
/// that nobody expects (F8).
async fn tell_of_late_booking(
    tx: &mut Tx,
    job: &Book,
    uid: &CalcomUid,
    now: Instant,
) -> Result<(), StepError> {
    let Some(task) = tx.booking_task(job.appointment_id).await? else {
        return Ok(());
    };
    if task.status == AppointmentStatus::Failed {
        let detail = "Cal.com made the booking after it had been given up.";
        open_callback(
            tx,
            &task,
            CallbackReason::BookedDifferently,
            detail,
            Some(uid),
            now,
        )
        .await?;
    }
    Ok(())
}

/// It is not to be: staff calls back (F78).
async fn fail(
    tx: &mut Tx,
    task: &BookingTask,
    reason: FailureReason,
    message: &str,
    uid: Option<&CalcomUid>,
    now: Instant,
) -> Result<bool, StepError> {
    if !tx.fail(task, reason, now).await? {
        return Ok(false);
    }
    open_callback(tx, task, reason.into(), message, uid, now).await?;
    counter!(BOOKINGS_TOTAL, "outcome" => "failed", "reason" => reason.as_str()).increment(1);
    // Cal.com's words may repeat the attendee's data, so only the reason is logged.
    tracing::info!(appointment.id = %task.intent.appointment_id, reason = reason.as_str(), "An appointment failed; a callback is open.");
    Ok(true)
}

async fn open_callback(
    tx: &mut Tx,
    task: &BookingTask,
    reason: CallbackReason,
    detail: &str,
    uid: Option<&CalcomUid>,
    now: Instant,
) -> Result<(), StepError> {
    let callback = NewCallback {
        company: task.company,
        branch: task.branch,
        call: task.call,
        wish: task.wish,
        customer: task.customer,
        call_back: &CallBack {
            reason,
            detail: detail.to_owned(),
            wanted_at: Some(task.intent.starts_at),
        },
        calcom_uid: uid,
        from_decision: false,
    };
    Ok(tx.put_callback(&callback, now).await?)
}

fn count_confirmed(job: &Book, now: Instant) {
    counter!(BOOKINGS_TOTAL, "outcome" => "confirmed", "reason" => "").increment(1);
    if let Some(received_at) = job.received_at {
        histogram!(RECEIPT_TO_BOOKED_SECONDS).record(now.since(received_at));
    }
}
