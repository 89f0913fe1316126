//! Bringing an appointment to Cal.com, once.
//!
//! What follows from which answer is decided in `domain::booking`; here it is asked and written
//! down. The job names a row; the row's state says what to do, so a job may come twice, late, or
//! from a sweep.

use std::time::Duration;

use calcom::{Attendee, BookRequest, Client, Failure, ListQuery};
use domain::booking::{self, AppointmentStatus, Booking, FailureReason, Next};
use domain::decide::CallBack;
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
    match work(worker, &job.payload).await {
        Ok(verdict) => verdict,
        Err(error) => {
            tracing::warn!(
                appointment.id = %job.payload.appointment_id,
                error = error.chain(),
                "A step towards a booking failed."
            );
            error.verdict()
        }
    }
}

async fn work(worker: &Worker, job: &Book) -> Result<Verdict, StepError> {
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
        return Ok(Verdict::WaitUntil {
            at: due,
            why: "the next step is not due yet".into(),
        });
    }
    let before = task.clone();
    let step = match take(worker, task).await {
        Ok(Some(step)) => step,
        Ok(None) => return Ok(Verdict::Done),
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
    let now = worker.now();
    let age = now.since(task.call_created_at);
    if task.intent.starts_at <= now || age > worker.config.max_booking_age {
        let message = "It could not be brought to Cal.com in time.".into();
        let next = Next::Failed {
            reason: FailureReason::TooLate,
            message,
            uid: None,
        };
        return Ok(Some(Step::new(task, next)));
    }
    let client = client(worker, &task).await?;
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
    let answer = client.book(&book_request(&task)).await;
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
        None => client.list(slot(&task)).await.map(|found| {
            found
                .into_iter()
                .find(|booking| is_of_attendee(booking, &task))
        }),
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
    verify(
        worker,
        BookingTask {
            claimed_uid: uid,
            ..task
        },
    )
    .await
}

/// Without a uid, a booking in the slot is the claimed one only if it is the attendee's.
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
async fn write(worker: &Worker, job: &Book, step: Step) -> Result<Verdict, StepError> {
    let Step {
        task,
        next,
        look_ups,
    } = step;
    let now = worker.now();
    let mut tx = worker.store.begin().await?;
    let (mine, verdict) = match next {
        Next::Confirmed(uid) => match tx.confirm(&task, &uid, now).await {
            Ok(mine) => {
                if mine {
                    count_confirmed(job, now);
                }
                (mine, Verdict::Done)
            }
            Err(error) if error.is_duplicate_booking() => {
                drop(tx);
                tx = worker.store.begin().await?;
                let message = "Another appointment has that booking already.";
                (
                    fail(
                        &mut tx,
                        &task,
                        FailureReason::ForeignBooking,
                        message,
                        Some(&uid),
                        now,
                    )
                    .await?,
                    Verdict::Done,
                )
            }
            Err(error) => return Err(error.into()),
        },
        Next::Requested(uid, at) => {
            let why = "a host has yet to accept".into();
            (
                tx.requested(&task, &uid, at, now).await?,
                Verdict::WaitUntil { at, why },
            )
        }
        Next::TryAgain { at, message: _ } => {
            let why = "Cal.com did not take the request".into();
            (
                tx.unsent(&task, at, now).await?,
                Verdict::WaitUntil { at, why },
            )
        }
        Next::LookUp { at, message: _ } => {
            let status = match task.status {
                AppointmentStatus::Booking => AppointmentStatus::Unclear,
                status => status,
            };
            let why = "to be looked up at Cal.com".into();
            (
                tx.look_up_later(&task, status, look_ups, at, now).await?,
                Verdict::WaitUntil { at, why },
            )
        }
        Next::Failed {
            reason,
            message,
            uid,
        } => (
            fail(&mut tx, &task, reason, &message, uid.as_ref(), now).await?,
            Verdict::Done,
        ),
    };
    tx.commit().await?;
    // Whoever was faster has the next step in hand.
    Ok(if mine { verdict } else { Verdict::Done })
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
    let call_back = CallBack {
        reason: reason.into(),
        detail: message.to_owned(),
        wanted_at: Some(task.intent.starts_at),
    };
    let callback = NewCallback {
        company: task.company,
        branch: task.branch,
        call: task.call,
        wish: task.wish,
        customer: task.customer,
        call_back: &call_back,
        calcom_uid: uid,
        from_decision: false,
    };
    tx.put_callback(&callback, now).await?;
    counter!(BOOKINGS_TOTAL, "outcome" => "failed", "reason" => reason.as_str()).increment(1);
    // Cal.com's words may repeat the attendee's data, so only the reason is logged.
    tracing::info!(appointment.id = %task.intent.appointment_id, reason = reason.as_str(), "An appointment failed; a callback is open.");
    Ok(true)
}

fn count_confirmed(job: &Book, now: Instant) {
    counter!(BOOKINGS_TOTAL, "outcome" => "confirmed", "reason" => "").increment(1);
    if let Some(received_at) = job.received_at {
        histogram!(RECEIPT_TO_BOOKED_SECONDS).record(now.since(received_at));
    }
}
