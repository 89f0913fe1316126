//! Appointments: what was agreed, one per call and wish.

use domain::booking::{AppointmentStatus, FailureReason};
use domain::id::{
    AppointmentId, BranchId, CalcomUid, CallId, CompanyId, CustomerId, RetellCallId, WishNo,
};
use domain::phone::PhoneNumber;
use domain::plan::Plan;
use domain::settle::Existing;
use domain::time::{Instant, Zone};
use uuid::Uuid;

use crate::engine::{Store, StoreError, Tx, exec, on};
use crate::types::{At, key, storable};

crate::sql! {
    APPOINTMENTS_OF_CALL = "SELECT wish, status, requested_at, look_ups, starts_at, offer_id FROM appointments WHERE call_id = $1 ORDER BY wish";
    APPOINTMENT_PUT = "INSERT INTO appointments (id, company_id, branch_id, call_id, wish, customer_id, service_id, offer_id, status, \
        starts_at, ends_at, attendee_key, attendee_name, attendee_email, attendee_phone, because, claimed_uid, look_ups, next_at, \
        created_at, updated_at, version) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 0, $18, $18, $18, 1) \
        ON CONFLICT (id) DO UPDATE SET customer_id = excluded.customer_id, service_id = excluded.service_id, \
        offer_id = excluded.offer_id, status = excluded.status, starts_at = excluded.starts_at, ends_at = excluded.ends_at, \
        attendee_key = excluded.attendee_key, attendee_name = excluded.attendee_name, attendee_email = excluded.attendee_email, \
        attendee_phone = excluded.attendee_phone, because = excluded.because, claimed_uid = excluded.claimed_uid, \
        next_at = excluded.next_at, updated_at = excluded.updated_at, version = appointments.version + 1 \
        WHERE appointments.requested_at IS NULL AND appointments.look_ups = 0 AND appointments.status IN ('pending', 'claimed')";
    APPOINTMENT_REMOVE = "DELETE FROM appointments WHERE call_id = $1 AND wish = $2 AND requested_at IS NULL AND look_ups = 0 \
        AND status IN ('pending', 'claimed')";
    APPOINTMENT_OVERLAP = "SELECT COUNT(*) FROM appointments WHERE attendee_key = $1 AND status <> 'failed' AND id <> $2 \
        AND starts_at < $4 AND $3 < ends_at";
    APPOINTMENT_LIST = "SELECT c.retell_call_id, co.slug AS company, s.name AS service, a.wish, a.status, a.starts_at, a.ends_at, a.because, a.failure, \
        a.calcom_uid, b.zone FROM appointments a JOIN calls c ON c.id = a.call_id AND c.company_id = a.company_id \
        JOIN companies co ON co.id = a.company_id JOIN services s ON s.id = a.service_id AND s.company_id = a.company_id \
        JOIN branches b ON b.id = a.branch_id AND b.company_id = a.company_id \
        ORDER BY a.created_at DESC, a.id LIMIT $1";
}

/// An appointment to create, or to put in the place of one that nothing was asked for yet.
#[derive(Debug, Clone)]
pub struct PutAppointment<'a> {
    /// Whose.
    pub company: CompanyId,
    /// Where.
    pub branch: BranchId,
    /// From which call.
    pub call: CallId,
    /// Which of its wishes.
    pub wish: WishNo,
    /// Who called.
    pub customer: CustomerId,
    /// `Pending` or `Claimed`.
    pub status: AppointmentStatus,
    /// What was agreed.
    pub plan: &'a Plan,
    /// The booking that a tool claims.
    pub claimed_uid: Option<&'a CalcomUid>,
}

/// An appointment as staff sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppointmentRow {
    /// The call.
    pub call_id: RetellCallId,
    /// The company's slug.
    pub company: String,
    /// The service's name.
    pub service: String,
    /// Which wish of the call.
    pub wish: WishNo,
    /// Where it stands.
    pub status: AppointmentStatus,
    /// When it starts.
    pub starts_at: Instant,
    /// The branch's zone.
    pub zone: Zone,
    /// Why it is booked.
    pub because: String,
    /// Why it failed.
    pub failure: Option<FailureReason>,
    /// Cal.com's id.
    pub calcom_uid: Option<CalcomUid>,
}

#[derive(sqlx::FromRow)]
struct ExistingRow {
    wish: i64,
    status: String,
    requested_at: Option<At>,
    look_ups: i64,
    starts_at: At,
    offer_id: Uuid,
}

#[derive(sqlx::FromRow)]
struct ListRow {
    retell_call_id: String,
    company: String,
    service: String,
    wish: i64,
    status: String,
    starts_at: At,
    zone: String,
    because: String,
    failure: Option<String>,
    calcom_uid: Option<String>,
}

impl Tx {
    /// The appointments that a call already has.
    pub async fn appointments_of_call(
        &mut self,
        call: CallId,
    ) -> Result<Vec<Existing>, StoreError> {
        let rows: Vec<ExistingRow> = on!(tx self, db => sqlx::query_as(APPOINTMENTS_OF_CALL).bind(call.as_uuid()).fetch_all(db).await)?;
        rows.into_iter()
            .map(|row| {
                let status: AppointmentStatus = row.status.parse().map_err(bad)?;
                let fresh = matches!(
                    status,
                    AppointmentStatus::Pending | AppointmentStatus::Claimed
                );
                Ok(Existing {
                    wish: wish(row.wish)?,
                    status,
                    touched: !fresh || row.requested_at.is_some() || row.look_ups > 0,
                    starts_at: row.starts_at.0,
                    offer: row.offer_id.into(),
                })
            })
            .collect()
    }

    /// Creates an appointment, or replaces one that nothing was asked for yet. `None`: something
    /// has been asked for it meanwhile, and nothing was changed; decide again.
    ///
    /// # Errors
    /// [`StoreError::is_overlap`] when its attendee has another at that time.
    pub async fn put_appointment(
        &mut self,
        new: &PutAppointment<'_>,
        now: Instant,
    ) -> Result<Option<AppointmentId>, StoreError> {
        let id = AppointmentId::of(new.call, new.wish);
        let attendee = &new.plan.attendee;
        let rows = exec!(
            self,
            sqlx::query(APPOINTMENT_PUT)
                .bind(id.as_uuid())
                .bind(new.company.as_uuid())
                .bind(new.branch.as_uuid())
                .bind(new.call.as_uuid())
                .bind(i64::from(new.wish.0))
                .bind(new.customer.as_uuid())
                .bind(new.plan.service.as_uuid())
                .bind(new.plan.offer.id.as_uuid())
                .bind(new.status.as_str())
                .bind(At(new.plan.starts_at))
                .bind(At(new.plan.ends_at))
                .bind(key(&attendee.key(new.customer)))
                .bind(storable(&attendee.name))
                .bind(storable(&attendee.email))
                .bind(attendee.phone.as_ref().map(PhoneNumber::as_str))
                .bind(storable(&new.plan.because))
                .bind(new.claimed_uid.map(CalcomUid::as_str).map(key))
                .bind(At(now))
        )?;
        Ok((rows == 1).then_some(id))
    }

    /// Removes an appointment that nothing was asked for yet. `false`: something has been asked
    /// for it meanwhile, and it is still there; decide again.
    pub async fn remove_appointment(
        &mut self,
        call: CallId,
        wish: WishNo,
    ) -> Result<bool, StoreError> {
        let rows = exec!(
            self,
            sqlx::query(APPOINTMENT_REMOVE)
                .bind(call.as_uuid())
                .bind(i64::from(wish.0))
        )?;
        Ok(rows == 1)
    }

    /// Whether another live appointment takes the attendee's time.
    pub async fn overlaps(
        &mut self,
        id: AppointmentId,
        customer: CustomerId,
        plan: &Plan,
    ) -> Result<bool, StoreError> {
        let count: i64 = on!(tx self, db => sqlx::query_scalar(APPOINTMENT_OVERLAP)
            .bind(key(&plan.attendee.key(customer))).bind(id.as_uuid()).bind(At(plan.starts_at)).bind(At(plan.ends_at))
            .fetch_one(db).await)?;
        Ok(count > 0)
    }
}

impl Store {
    /// Appointments, newest first.
    pub async fn appointments(&self, limit: i64) -> Result<Vec<AppointmentRow>, StoreError> {
        let rows: Vec<ListRow> = on!(read self.primary, db => sqlx::query_as(APPOINTMENT_LIST).bind(limit).fetch_all(db).await)?;
        rows.into_iter()
            .map(|row| {
                Ok(AppointmentRow {
                    call_id: RetellCallId::new(row.retell_call_id),
                    company: row.company,
                    service: row.service,
                    wish: wish(row.wish)?,
                    status: row.status.parse().map_err(bad)?,
                    starts_at: row.starts_at.0,
                    zone: Zone::parse(&row.zone).map_err(bad)?,
                    because: row.because,
                    failure: row
                        .failure
                        .map(|word| word.parse().map_err(bad))
                        .transpose()?,
                    calcom_uid: row.calcom_uid.map(CalcomUid::new),
                })
            })
            .collect()
    }
}

pub(crate) fn bad(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> StoreError {
    StoreError::row("appointments", error)
}

pub(crate) fn wish(no: i64) -> Result<WishNo, StoreError> {
    u16::try_from(no).map(WishNo).map_err(bad)
}
