//! Calls, and the reports that they are folded from.

use domain::call::{Call, Facts, Report, ReportKind, Stamp};
use domain::event::Digest;
use domain::evidence::CallerName;
use domain::id::{
    AccountName, BranchId, CallId, CompanyId, CustomerId, RetellAgentId, RetellCallId,
};
use domain::money::{UsCents, Usd};
use domain::phone::PhoneNumber;
use domain::tenant::Tenant;
use domain::time::Instant;
use uuid::Uuid;

use crate::engine::{Store, StoreError, Tx, exec, on};
use crate::types::{At, Exact, key, pack, storable, unpack};

crate::sql! {
    /// No conflict target: of two newcomers at once, one waits for the other, whichever unique
    /// index they meet at. With a target, PostgreSQL lets it fail at the other index.
    CALL_CREATE = "INSERT INTO calls (id, account, retell_call_id, company_id, branch_id, status, connected, created_at, updated_at, version) \
        VALUES ($1, $2, $3, $4, $5, 'ongoing', $6, $7, $7, 1) \
        ON CONFLICT DO NOTHING RETURNING company_id, branch_id, customer_id, created_at";
    /// Touching the row locks it: events of one call take turns, on both engines.
    CALL_LOCK = "UPDATE calls SET version = version + 1, updated_at = $2 WHERE id = $1 \
        RETURNING company_id, branch_id, customer_id, created_at";
    CALL_WRITE = "UPDATE calls SET customer_id = $3, status = $4, channel = $5, direction = $6, from_number = $7, to_number = $8, \
        agent_id = $9, started_at = $10, ended_at = $11, duration_ms = $12, connected = $13, disconnection_reason = $14, \
        transcript = $15, summary = $16, sentiment = $17, voicemail = $18, caller_name = $19, caller_heard = $20, decision = $21 \
        WHERE id = $1 AND company_id = $2";
    CALL_FIND = "SELECT id FROM calls WHERE account = $1 AND retell_call_id = $2";
    CALL_OVERVIEW = "SELECT c.account, c.retell_call_id, c.status, c.connected, c.duration_ms, c.started_at, c.decision, c.created_at, \
        co.slug AS company, b.slug AS branch, \
        l.us_cents \
        FROM calls c JOIN companies co ON co.id = c.company_id JOIN branches b ON b.id = c.branch_id \
        LEFT JOIN ledgers l ON l.call_id = c.id \
        ORDER BY c.created_at DESC, c.id LIMIT $1";
    CALL_GET = "SELECT company_id, branch_id, customer_id, status, from_number, to_number, started_at, duration_ms, caller_name, transcript, decision \
        FROM calls WHERE account = $1 AND retell_call_id = $2";
    REPORT_PUT = "INSERT INTO call_reports (call_id, kind, event_at, digest, facts) VALUES ($1, $2, $3, $4, $5) \
        ON CONFLICT (call_id, kind) DO UPDATE SET event_at = excluded.event_at, digest = excluded.digest, facts = excluded.facts";
    REPORT_OF_KIND = "SELECT kind, event_at, digest, facts FROM call_reports WHERE call_id = $1 AND kind = $2";
    REPORTS = "SELECT kind, event_at, digest, facts FROM call_reports WHERE call_id = $1";
}

/// A call whose row this transaction holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockedCall {
    /// Its id.
    pub id: CallId,
    /// Whose it has been since its first event.
    pub company: CompanyId,
    /// Which branch's.
    pub branch: BranchId,
    /// Who called, as known so far.
    pub customer: Option<CustomerId>,
    /// When its first event was worked on.
    pub created_at: Instant,
}

/// A call in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallOverview {
    /// The Retell account.
    pub account: AccountName,
    /// Retell's id.
    pub call_id: RetellCallId,
    /// `ongoing`, `ended` or `analyzed`.
    pub status: String,
    /// Whether anybody answered.
    pub connected: bool,
    /// How long it was.
    pub duration_ms: Option<i64>,
    /// The company's slug.
    pub company: String,
    /// The branch's slug.
    pub branch: String,
    /// What it cost, all lines.
    pub cost: UsCents,
    /// What was decided about it, in a sentence.
    pub decision: Option<String>,
}

/// What staff may want to know of one call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallRow {
    /// Whose.
    pub company: CompanyId,
    /// Which branch's.
    pub branch: BranchId,
    /// Who called.
    pub customer: Option<CustomerId>,
    /// `ongoing`, `ended` or `analyzed`.
    pub status: String,
    /// When it started.
    pub started_at: Option<Instant>,
    /// How long it was.
    pub duration_ms: Option<i64>,
    /// What was decided.
    pub decision: Option<String>,
}

#[derive(sqlx::FromRow)]
struct LockRow {
    company_id: Uuid,
    branch_id: Uuid,
    customer_id: Option<Uuid>,
    created_at: At,
}

#[derive(sqlx::FromRow)]
struct OverviewRow {
    account: String,
    retell_call_id: String,
    status: String,
    connected: bool,
    duration_ms: Option<i64>,
    company: String,
    branch: String,
    us_cents: Option<Exact<Usd>>,
    decision: Option<String>,
}

#[derive(sqlx::FromRow)]
struct GetRow {
    company_id: Uuid,
    branch_id: Uuid,
    customer_id: Option<Uuid>,
    status: String,
    started_at: Option<At>,
    duration_ms: Option<i64>,
    decision: Option<String>,
}

#[derive(sqlx::FromRow)]
struct ReportRow {
    kind: String,
    event_at: i64,
    digest: Vec<u8>,
    facts: Vec<u8>,
}

/// Where an event carried no time: before any that did.
const NO_TIME: i64 = i64::MIN;

impl Tx {
    /// Finds or creates the row of a call, and holds it until the transaction ends.
    ///
    /// The company of an existing call stays what it is (F41): compare [`LockedCall::company`].
    pub async fn lock_call(
        &mut self,
        account: &AccountName,
        call_id: &RetellCallId,
        tenant: &Tenant,
        now: Instant,
    ) -> Result<LockedCall, StoreError> {
        let call_id = RetellCallId::new(key(call_id.as_str()));
        let id = CallId::of(account, &call_id);
        let created: Option<LockRow> = on!(tx self, db => sqlx::query_as(CALL_CREATE)
            .bind(id.as_uuid()).bind(account.as_str()).bind(call_id.as_str())
            .bind(tenant.company.id.as_uuid()).bind(tenant.branch.id.as_uuid()).bind(true).bind(At(now))
            .fetch_optional(db).await)?;
        let row: LockRow = match created {
            Some(row) => row,
            None => {
                on!(tx self, db => sqlx::query_as(CALL_LOCK).bind(id.as_uuid()).bind(At(now)).fetch_one(db).await)?
            }
        };
        Ok(LockedCall {
            id,
            company: row.company_id.into(),
            branch: row.branch_id.into(),
            customer: row.customer_id.map(CustomerId::from),
            created_at: row.created_at.0,
        })
    }

    /// The id of a call, if it has a row.
    pub async fn find_call(
        &mut self,
        account: &AccountName,
        call_id: &RetellCallId,
    ) -> Result<Option<CallId>, StoreError> {
        let id: Option<Uuid> = on!(tx self, db => sqlx::query_scalar(CALL_FIND)
            .bind(account.as_str()).bind(key(call_id.as_str())).fetch_optional(db).await)?;
        Ok(id.map(CallId::from))
    }

    /// Keeps a report, [joined](Report::join) with the one of its kind that is there: a loser, or
    /// the winner again, changes nothing. Whether it did. This transaction must hold the call.
    pub async fn put_report(&mut self, call: CallId, report: &Report) -> Result<bool, StoreError> {
        let kept: Option<ReportRow> = on!(tx self, db => sqlx::query_as(REPORT_OF_KIND)
            .bind(call.as_uuid()).bind(key(report.kind.as_str())).fetch_optional(db).await)?;
        let joined = match kept {
            None => None,
            Some(kept) => {
                let kept = kept.into_report(&report.call_id)?;
                let joined = kept.clone().join(report.clone());
                if joined == kept {
                    return Ok(false);
                }
                Some(joined)
            }
        };
        let report = joined.as_ref().unwrap_or(report);
        let facts = serde_json::to_vec(&report.facts)
            .map_err(|error| StoreError::row("call_reports", error))?;
        let facts = pack(&facts)?;
        exec!(
            self,
            sqlx::query(REPORT_PUT)
                .bind(call.as_uuid())
                .bind(key(report.kind.as_str()))
                .bind(report.stamp.event_at.map_or(NO_TIME, Instant::as_micros))
                .bind(report.stamp.digest.as_bytes().as_slice())
                .bind(&facts)
        )?;
        Ok(true)
    }

    /// The winning reports of a call.
    pub async fn reports(
        &mut self,
        call: CallId,
        call_id: &RetellCallId,
    ) -> Result<Vec<Report>, StoreError> {
        let rows: Vec<ReportRow> =
            on!(tx self, db => sqlx::query_as(REPORTS).bind(call.as_uuid()).fetch_all(db).await)?;
        rows.into_iter()
            .map(|row| row.into_report(call_id))
            .collect()
    }

    /// Writes the call as folded.
    pub async fn write_call(
        &mut self,
        locked: &LockedCall,
        call: &Call,
        customer: CustomerId,
        caller: Option<CallerName<'_>>,
        decision: Option<&str>,
    ) -> Result<(), StoreError> {
        let facts = &call.facts;
        let analysis = facts.analysis.as_ref();
        let changed = exec!(
            self,
            sqlx::query(CALL_WRITE)
                .bind(locked.id.as_uuid())
                .bind(locked.company.as_uuid())
                .bind(customer.as_uuid())
                .bind(call.status.as_str())
                .bind(facts.channel.map(domain::call::Channel::as_str))
                .bind(facts.direction.map(domain::call::Direction::as_str))
                .bind(facts.from_number.as_ref().map(PhoneNumber::as_str))
                .bind(facts.to_number.as_ref().map(PhoneNumber::as_str))
                .bind(facts.agent_id.as_ref().map(RetellAgentId::as_str).map(key))
                .bind(facts.started_at.map(At))
                .bind(facts.ended_at.map(At))
                .bind(
                    call.duration_ms()
                        .map(|ms| i64::try_from(ms).unwrap_or(i64::MAX))
                )
                .bind(call.is_connected())
                .bind(facts.disconnection_reason.as_deref().map(storable))
                .bind(facts.transcript.as_deref().map(storable))
                .bind(
                    analysis
                        .and_then(|found| found.summary.as_deref())
                        .map(storable)
                )
                .bind(
                    analysis
                        .and_then(|found| found.sentiment.as_deref())
                        .map(storable)
                )
                .bind(analysis.and_then(|found| found.voicemail))
                .bind(caller.map(|caller| storable(caller.name)))
                .bind(caller.is_some_and(|caller| caller.heard))
                .bind(decision.map(storable))
        )?;
        if changed == 1 {
            Ok(())
        } else {
            Err(StoreError::row(
                "calls",
                "the row that this transaction holds is gone",
            ))
        }
    }
}

impl Store {
    /// Calls, newest first.
    pub async fn calls(&self, limit: i64) -> Result<Vec<CallOverview>, StoreError> {
        let rows: Vec<OverviewRow> = on!(read self.primary, db => sqlx::query_as(CALL_OVERVIEW).bind(limit).fetch_all(db).await)?;
        Ok(rows
            .into_iter()
            .map(|row| CallOverview {
                account: AccountName::new(row.account),
                call_id: RetellCallId::new(row.retell_call_id),
                status: row.status,
                connected: row.connected,
                duration_ms: row.duration_ms,
                company: row.company,
                branch: row.branch,
                cost: row.us_cents.map_or(UsCents::ZERO, |cents| cents.0),
                decision: row.decision,
            })
            .collect())
    }

    /// One call.
    pub async fn call(
        &self,
        account: &AccountName,
        call_id: &RetellCallId,
    ) -> Result<Option<CallRow>, StoreError> {
        let row: Option<GetRow> = on!(read self.primary, db => sqlx::query_as(CALL_GET)
            .bind(account.as_str()).bind(key(call_id.as_str())).fetch_optional(db).await)?;
        Ok(row.map(|row| CallRow {
            company: row.company_id.into(),
            branch: row.branch_id.into(),
            customer: row.customer_id.map(CustomerId::from),
            status: row.status,
            started_at: row.started_at.map(Instant::from),
            duration_ms: row.duration_ms,
            decision: row.decision,
        }))
    }
}

impl ReportRow {
    fn into_report(self, call_id: &RetellCallId) -> Result<Report, StoreError> {
        let facts: Facts = serde_json::from_slice(&unpack(&self.facts)?)
            .map_err(|error| StoreError::row("call_reports", error))?;
        Ok(Report {
            call_id: call_id.clone(),
            kind: ReportKind::of_event(&self.kind),
            stamp: Stamp {
                event_at: (self.event_at != NO_TIME)
                    .then(|| Instant::from_micros(self.event_at))
                    .flatten(),
                digest: Digest::from_bytes(&self.digest).ok_or_else(|| {
                    StoreError::row("call_reports", "a digest that is not 32 bytes")
                })?,
            },
            facts,
        })
    }
}
