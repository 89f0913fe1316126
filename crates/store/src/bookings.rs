//! The steps of an appointment towards Cal.com. Each is conditional on the version that was
//! read, so two workers never take the same one; `false` means that somebody else was faster.

use domain::booking::{AppointmentStatus, FailureReason, Intent};
use domain::id::{
    AppointmentId, BranchId, CalcomAccountId, CalcomUid, CallId, CompanyId, CustomerId,
    EventTypeId, RetellCallId, WishNo,
};
use domain::phone::PhoneNumber;
use domain::tenant::Language;
use domain::time::{Instant, Zone};
use uuid::Uuid;

use crate::appointments::{bad, wish};
use crate::engine::{Store, StoreError, Tx, exec, on};
use crate::types::{At, key};

crate::sql! {
    APPOINTMENT_TASK = "SELECT a.id, a.company_id, a.branch_id, a.call_id, a.wish, a.customer_id, a.status, a.starts_at, a.ends_at, \
        a.attendee_name, a.attendee_email, a.attendee_phone, a.claimed_uid, a.calcom_uid, a.look_ups, a.next_at, a.version, a.created_at, \
        o.event_type, o.minutes, o.send_length, o.calcom_account_id, b.zone, b.language, c.retell_call_id, c.created_at AS call_created_at \
        FROM appointments a JOIN offers o ON o.id = a.offer_id AND o.company_id = a.company_id \
        JOIN branches b ON b.id = a.branch_id AND b.company_id = a.company_id \
        JOIN calls c ON c.id = a.call_id AND c.company_id = a.company_id WHERE a.id = $1";
    APPOINTMENT_INTEND = "UPDATE appointments SET status = 'booking', requested_at = $3, next_at = $4, updated_at = $3, version = version + 1 \
        WHERE id = $1 AND version = $2 AND status = 'pending' AND requested_at IS NULL";
    APPOINTMENT_UNSENT = "UPDATE appointments SET status = 'pending', requested_at = NULL, next_at = $3, updated_at = $4, version = version + 1 \
        WHERE id = $1 AND version = $2 AND status = 'booking'";
    APPOINTMENT_LOOK_UP = "UPDATE appointments SET status = $3, look_ups = $4, next_at = $5, updated_at = $6, version = version + 1 \
        WHERE id = $1 AND version = $2";
    APPOINTMENT_REQUESTED = "UPDATE appointments SET status = 'requested', calcom_uid = $3, look_ups = 0, next_at = $4, updated_at = $5, version = version + 1 \
        WHERE id = $1 AND version = $2";
    APPOINTMENT_CONFIRM = "UPDATE appointments SET status = 'confirmed', calcom_uid = $3, next_at = NULL, confirmed_at = $4, updated_at = $4, \
        version = version + 1 WHERE id = $1 AND version = $2";
    APPOINTMENT_FAIL = "UPDATE appointments SET status = 'failed', failure = $3, next_at = NULL, updated_at = $4, version = version + 1 \
        WHERE id = $1 AND version = $2";
    APPOINTMENTS_DUE = "SELECT id, version FROM appointments WHERE next_at IS NOT NULL AND next_at < $1 ORDER BY next_at LIMIT $2";
}

/// Everything that a step towards Cal.com needs.
#[derive(Debug, Clone)]
pub struct BookingTask {
    /// Whose.
    pub company: CompanyId,
    /// Where.
    pub branch: BranchId,
    /// From which call.
    pub call: CallId,
    /// Retell's id of it.
    pub call_id: RetellCallId,
    /// When the call's first event was worked on.
    pub call_created_at: Instant,
    /// Which of its wishes.
    pub wish: WishNo,
    /// Who called.
    pub customer: CustomerId,
    /// What is to be booked.
    pub intent: Intent,
    /// When it ends.
    pub ends_at: Instant,
    /// Where it stands.
    pub status: AppointmentStatus,
    /// As read; a step succeeds only on it.
    pub version: i64,
    /// When the next step is due.
    pub next_at: Option<Instant>,
    /// How often it was looked up.
    pub look_ups: u32,
    /// The booking that a tool claims.
    pub claimed_uid: Option<CalcomUid>,
    /// The booking that a host has yet to accept.
    pub calcom_uid: Option<CalcomUid>,
    /// In whose calendar.
    pub calcom_account: CalcomAccountId,
    /// How long, if the event type has several lengths.
    pub send_minutes: Option<u32>,
    /// Who comes.
    pub attendee_name: String,
    /// Their address.
    pub attendee_email: String,
    /// Their number.
    pub attendee_phone: Option<PhoneNumber>,
    /// The branch's zone.
    pub zone: Zone,
    /// The branch's language.
    pub language: Language,
}

/// An appointment whose next step is overdue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DueAppointment {
    /// Which.
    pub id: AppointmentId,
    /// As it is; part of the key of the job that the sweep pushes.
    pub version: i64,
}

#[derive(sqlx::FromRow)]
struct TaskRow {
    id: Uuid,
    company_id: Uuid,
    branch_id: Uuid,
    call_id: Uuid,
    wish: i64,
    customer_id: Uuid,
    status: String,
    starts_at: At,
    ends_at: At,
    attendee_name: String,
    attendee_email: String,
    attendee_phone: Option<String>,
    claimed_uid: Option<String>,
    calcom_uid: Option<String>,
    look_ups: i64,
    next_at: Option<At>,
    version: i64,
    event_type: i64,
    minutes: i64,
    send_length: bool,
    calcom_account_id: Uuid,
    zone: String,
    language: String,
    retell_call_id: String,
    call_created_at: At,
}

/// Runs a conditional update and says whether it changed its one row.
macro_rules! step {
    ($tx:ident, $query:expr) => {{
        let rows = exec!($tx, $query)?;
        Ok(rows == 1)
    }};
}

impl Tx {
    /// An appointment and everything that a step towards Cal.com needs.
    pub async fn booking_task(
        &mut self,
        id: AppointmentId,
    ) -> Result<Option<BookingTask>, StoreError> {
        let row: Option<TaskRow> = on!(tx self, db => sqlx::query_as(APPOINTMENT_TASK).bind(id.as_uuid()).fetch_optional(db).await)?;
        row.map(BookingTask::try_from).transpose()
    }

    /// Stores the intent, right before the one request. Until `answer_by` its answer may still
    /// come; whoever finds the row after that looks the booking up.
    pub async fn intend(
        &mut self,
        task: &BookingTask,
        answer_by: Instant,
        now: Instant,
    ) -> Result<bool, StoreError> {
        step!(
            self,
            sqlx::query(APPOINTMENT_INTEND)
                .bind(task.id())
                .bind(task.version)
                .bind(At(now))
                .bind(At(answer_by))
        )
    }

    /// The request was certainly not sent: back to `pending`.
    pub async fn unsent(
        &mut self,
        task: &BookingTask,
        next_at: Instant,
        now: Instant,
    ) -> Result<bool, StoreError> {
        step!(
            self,
            sqlx::query(APPOINTMENT_UNSENT)
                .bind(task.id())
                .bind(task.version)
                .bind(At(next_at))
                .bind(At(now))
        )
    }

    /// It is to be looked up (again): `Unclear` or `Claimed`, with how often that was done.
    pub async fn look_up_later(
        &mut self,
        task: &BookingTask,
        status: AppointmentStatus,
        look_ups: u32,
        next_at: Instant,
        now: Instant,
    ) -> Result<bool, StoreError> {
        step!(
            self,
            sqlx::query(APPOINTMENT_LOOK_UP)
                .bind(task.id())
                .bind(task.version)
                .bind(status.as_str())
                .bind(i64::from(look_ups))
                .bind(At(next_at))
                .bind(At(now))
        )
    }

    /// Cal.com holds it; a host has yet to accept.
    pub async fn requested(
        &mut self,
        task: &BookingTask,
        uid: &CalcomUid,
        next_at: Instant,
        now: Instant,
    ) -> Result<bool, StoreError> {
        step!(
            self,
            sqlx::query(APPOINTMENT_REQUESTED)
                .bind(task.id())
                .bind(task.version)
                .bind(key(uid.as_str()))
                .bind(At(next_at))
                .bind(At(now))
        )
    }

    /// Cal.com shows it as agreed.
    ///
    /// # Errors
    /// [`StoreError::is_duplicate_booking`] when another appointment has that booking.
    pub async fn confirm(
        &mut self,
        task: &BookingTask,
        uid: &CalcomUid,
        now: Instant,
    ) -> Result<bool, StoreError> {
        step!(
            self,
            sqlx::query(APPOINTMENT_CONFIRM)
                .bind(task.id())
                .bind(task.version)
                .bind(key(uid.as_str()))
                .bind(At(now))
        )
    }

    /// It is not to be.
    pub async fn fail(
        &mut self,
        task: &BookingTask,
        reason: FailureReason,
        now: Instant,
    ) -> Result<bool, StoreError> {
        step!(
            self,
            sqlx::query(APPOINTMENT_FAIL)
                .bind(task.id())
                .bind(task.version)
                .bind(reason.as_str())
                .bind(At(now))
        )
    }
}

impl Store {
    /// Appointments whose next step was due before `before`.
    pub async fn due_appointments(
        &self,
        before: Instant,
        limit: i64,
    ) -> Result<Vec<DueAppointment>, StoreError> {
        let rows: Vec<(Uuid, i64)> = on!(read self.primary, db => sqlx::query_as(APPOINTMENTS_DUE)
            .bind(At(before)).bind(limit).fetch_all(db).await)?;
        Ok(rows
            .into_iter()
            .map(|(id, version)| DueAppointment {
                id: id.into(),
                version,
            })
            .collect())
    }
}

impl BookingTask {
    fn id(&self) -> Uuid {
        self.intent.appointment_id.as_uuid()
    }
}

impl TryFrom<TaskRow> for BookingTask {
    type Error = StoreError;
    fn try_from(row: TaskRow) -> Result<Self, StoreError> {
        let minutes = u32::try_from(row.minutes).map_err(bad)?;
        Ok(Self {
            company: row.company_id.into(),
            branch: row.branch_id.into(),
            call: row.call_id.into(),
            call_id: RetellCallId::new(row.retell_call_id),
            call_created_at: row.call_created_at.0,
            wish: wish(row.wish)?,
            customer: row.customer_id.into(),
            intent: Intent {
                appointment_id: row.id.into(),
                starts_at: row.starts_at.0,
                event_type: EventTypeId(row.event_type),
            },
            ends_at: row.ends_at.0,
            status: row.status.parse().map_err(bad)?,
            version: row.version,
            next_at: row.next_at.map(Instant::from),
            look_ups: u32::try_from(row.look_ups).map_err(bad)?,
            claimed_uid: row.claimed_uid.map(CalcomUid::new),
            calcom_uid: row.calcom_uid.map(CalcomUid::new),
            calcom_account: row.calcom_account_id.into(),
            send_minutes: row.send_length.then_some(minutes),
            attendee_name: row.attendee_name,
            attendee_email: row.attendee_email,
            attendee_phone: row
                .attendee_phone
                .map(|text| PhoneNumber::parse(&text))
                .transpose()
                .map_err(bad)?,
            zone: Zone::parse(&row.zone).map_err(bad)?,
            language: row.language.parse().map_err(bad)?,
        })
    }
}
