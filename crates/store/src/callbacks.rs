//! Callbacks: what staff has to see to.

use domain::callback::{CallBack, CallbackReason};
use domain::id::{
    BranchId, CalcomUid, CallId, CallbackId, CompanyId, CustomerId, RetellCallId, WishNo,
};
use domain::time::{Instant, Zone};
use uuid::Uuid;

use crate::appointments::wish;
use crate::engine::{Store, StoreError, Tx, exec, on};
use crate::types::{At, key, storable};

crate::sql! {
    CALLBACK_PUT = "INSERT INTO callbacks (id, company_id, branch_id, call_id, wish, customer_id, reason, detail, wanted_at, calcom_uid, \
        from_decision, status, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'open', $12) \
        ON CONFLICT (id) DO UPDATE SET detail = excluded.detail, wanted_at = excluded.wanted_at, customer_id = excluded.customer_id, \
        calcom_uid = COALESCE(excluded.calcom_uid, callbacks.calcom_uid)";
    CALLBACKS_OF_DECISION = "SELECT id FROM callbacks WHERE call_id = $1 AND from_decision AND status = 'open'";
    CALLBACKS_DONE = "SELECT DISTINCT wish FROM callbacks WHERE call_id = $1 AND status = 'done'";
    CALLBACK_DROP = "DELETE FROM callbacks WHERE id = $1 AND call_id = $2";
    CALLBACK_DONE = "UPDATE callbacks SET status = 'done' WHERE id = $1 AND status = 'open'";
    CALLBACK_LIST = "SELECT k.id, co.slug AS company, b.slug AS branch, b.zone, c.retell_call_id, k.wish, k.reason, k.detail, k.wanted_at, k.calcom_uid, k.status, \
        k.created_at, cu.phone, COALESCE(c.caller_name, cu.name) AS name \
        FROM callbacks k JOIN companies co ON co.id = k.company_id JOIN branches b ON b.id = k.branch_id \
        JOIN calls c ON c.id = k.call_id AND c.company_id = k.company_id \
        LEFT JOIN customers cu ON cu.id = k.customer_id AND cu.company_id = k.company_id \
        WHERE (co.slug = $1 OR $1 IS NULL) AND (k.status = $2 OR $2 IS NULL) ORDER BY k.created_at DESC, k.id LIMIT $3";
}

/// A callback to be opened.
#[derive(Debug, Clone)]
pub struct NewCallback<'a> {
    /// Whose.
    pub company: CompanyId,
    /// Which branch's.
    pub branch: BranchId,
    /// About which call.
    pub call: CallId,
    /// About which of its wishes.
    pub wish: WishNo,
    /// Who is to be called.
    pub customer: CustomerId,
    /// Why.
    pub call_back: &'a CallBack,
    /// A booking at Cal.com to look at.
    pub calcom_uid: Option<&'a CalcomUid>,
    /// Whether a new decision about the call may take it back.
    pub from_decision: bool,
}

/// Which callbacks to list.
#[derive(Debug, Clone, Default)]
pub struct CallbackFilter {
    /// Only this company's, by slug.
    pub company: Option<String>,
    /// `open` or `done` only.
    pub status: Option<String>,
}

/// A callback as staff sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallbackRow {
    /// Its id.
    pub id: CallbackId,
    /// The company's slug.
    pub company: String,
    /// The branch's slug.
    pub branch: String,
    /// The branch's zone.
    pub zone: Zone,
    /// The call.
    pub call_id: RetellCallId,
    /// Which of its wishes.
    pub wish: WishNo,
    /// Why.
    pub reason: CallbackReason,
    /// The same in a sentence.
    pub detail: String,
    /// When the appointment was wanted.
    pub wanted_at: Option<Instant>,
    /// A booking at Cal.com to look at.
    pub calcom_uid: Option<CalcomUid>,
    /// `open` or `done`.
    pub status: String,
    /// Since when.
    pub created_at: Instant,
    /// Whom to call; absent when the number was withheld.
    pub phone: Option<String>,
    /// Their name, as far as known.
    pub name: Option<String>,
}

#[derive(sqlx::FromRow)]
struct ListRow {
    id: Uuid,
    company: String,
    branch: String,
    zone: String,
    retell_call_id: String,
    wish: i64,
    reason: String,
    detail: String,
    wanted_at: Option<At>,
    calcom_uid: Option<String>,
    status: String,
    created_at: At,
    phone: Option<String>,
    name: Option<String>,
}

impl TryFrom<ListRow> for CallbackRow {
    type Error = StoreError;
    fn try_from(row: ListRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id.into(),
            company: row.company,
            branch: row.branch,
            zone: Zone::parse(&row.zone).map_err(|error| StoreError::row("callbacks", error))?,
            call_id: RetellCallId::new(row.retell_call_id),
            wish: WishNo(
                u16::try_from(row.wish).map_err(|error| StoreError::row("callbacks", error))?,
            ),
            reason: row
                .reason
                .parse()
                .map_err(|error: domain::event::UnknownWord| StoreError::row("callbacks", error))?,
            detail: row.detail,
            wanted_at: row.wanted_at.map(Instant::from),
            calcom_uid: row.calcom_uid.map(CalcomUid::new),
            status: row.status,
            created_at: row.created_at.0,
            phone: row.phone,
            name: row.name,
        })
    }
}

impl NewCallback<'_> {
    fn id(&self) -> CallbackId {
        CallbackId::of(self.call, self.wish, self.call_back.reason.as_str())
    }
}

impl Tx {
    /// Opens a callback, or brings it up to date. One that is done stays done.
    pub async fn put_callback(
        &mut self,
        new: &NewCallback<'_>,
        now: Instant,
    ) -> Result<(), StoreError> {
        exec!(
            self,
            sqlx::query(CALLBACK_PUT)
                .bind(new.id().as_uuid())
                .bind(new.company.as_uuid())
                .bind(new.branch.as_uuid())
                .bind(new.call.as_uuid())
                .bind(i64::from(new.wish.0))
                .bind(new.customer.as_uuid())
                .bind(new.call_back.reason.as_str())
                .bind(storable(&new.call_back.detail))
                .bind(new.call_back.wanted_at.map(At))
                .bind(new.calcom_uid.map(CalcomUid::as_str).map(key))
                .bind(new.from_decision)
                .bind(At(now))
        )?;
        Ok(())
    }

    /// Makes these the open callbacks that decisions about a call have led to.
    pub async fn put_decided_callbacks(
        &mut self,
        call: CallId,
        new: &[NewCallback<'_>],
        now: Instant,
    ) -> Result<(), StoreError> {
        let old: Vec<Uuid> = on!(tx self, db => sqlx::query_scalar(CALLBACKS_OF_DECISION).bind(call.as_uuid()).fetch_all(db).await)?;
        for id in old
            .into_iter()
            .filter(|id| !new.iter().any(|callback| callback.id().as_uuid() == *id))
        {
            exec!(
                self,
                sqlx::query(CALLBACK_DROP).bind(id).bind(call.as_uuid())
            )?;
        }
        for callback in new {
            self.put_callback(callback, now).await?;
        }
        Ok(())
    }

    /// The wishes of a call about which staff has called back.
    pub async fn wishes_seen_to(&mut self, call: CallId) -> Result<Vec<WishNo>, StoreError> {
        let wishes: Vec<i64> = on!(tx self, db => sqlx::query_scalar(CALLBACKS_DONE)
            .bind(call.as_uuid()).fetch_all(db).await)?;
        wishes.into_iter().map(wish).collect()
    }

    /// Marks a callback as done; says whether it was open.
    pub async fn finish_callback(&mut self, id: CallbackId) -> Result<bool, StoreError> {
        let changed = exec!(self, sqlx::query(CALLBACK_DONE).bind(id.as_uuid()))?;
        Ok(changed == 1)
    }
}

impl Store {
    /// Callbacks, newest first.
    pub async fn callbacks(
        &self,
        filter: &CallbackFilter,
        limit: i64,
    ) -> Result<Vec<CallbackRow>, StoreError> {
        let rows: Vec<ListRow> = on!(read self.primary, db => sqlx::query_as(CALLBACK_LIST)
            .bind(&filter.company).bind(&filter.status).bind(limit).fetch_all(db).await)?;
        rows.into_iter().map(CallbackRow::try_from).collect()
    }
}
