//! Ledgers of calls: what each costs, line by line, and every change of that.
//!
//! Everything here happens while the call's row is locked, so two workers take turns, and the
//! second finds nothing left to change. The ledger's own row is written before its lines: closing
//! a month locks that row and then reads the lines.

use domain::bill::State;
use domain::call::Report;
use domain::cost::Basis;
use domain::event::UnknownWord;
use domain::fx::{PerEuro, UsdRate};
use domain::id::{AccountName, CallId, RetellCallId};
use domain::ledger::{Entry, Ledger, LedgerLine, Occasion, entries};
use domain::money::{Cents, Currency, Eur, EurCents, Total, UsCents, Usd};
use domain::month::Day;
use domain::phone::PhoneNumber;
use domain::time::{Instant, Zone};
use uuid::Uuid;

use crate::calls::LockedCall;
use crate::engine::{Store, StoreError, Tx, exec, on};
use crate::types::{At, Civil, Exact, Nano, key};

crate::sql! {
    LEDGER_GET = "SELECT started_at, day, number, talked_ms, rate_day, rate_per_euro, rate_source FROM ledgers WHERE call_id = $1";
    LEDGER_PUT = "INSERT INTO ledgers (call_id, company_id, started_at, day, month, number, talked_ms, rate_day, rate_per_euro, rate_source, \
        us_cents, eur_cents, estimated, state, updated_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'new', $14) \
        ON CONFLICT (call_id) DO UPDATE SET started_at = excluded.started_at, day = excluded.day, month = excluded.month, \
        number = excluded.number, talked_ms = excluded.talked_ms, rate_day = excluded.rate_day, \
        rate_per_euro = excluded.rate_per_euro, rate_source = excluded.rate_source, us_cents = excluded.us_cents, \
        eur_cents = excluded.eur_cents, estimated = excluded.estimated, \
        state = CASE ledgers.state WHEN 'new' THEN 'new' ELSE 'changed' END, updated_at = excluded.updated_at";
    /// Touching the row locks it: what closes a month waits, or is waited for.
    LEDGER_HOLD = "UPDATE ledgers SET state = state WHERE call_id = $1 RETURNING state";
    LINES = "SELECT component, us_cents, eur_cents, basis FROM ledger_lines WHERE call_id = $1 ORDER BY component";
    LINE_PUT = "INSERT INTO ledger_lines (call_id, component, company_id, month, us_cents, eur_cents, basis) VALUES ($1, $2, $3, $4, $5, $6, $7) \
        ON CONFLICT (call_id, component) DO UPDATE SET us_cents = excluded.us_cents, eur_cents = excluded.eur_cents, basis = excluded.basis";
    LINE_DROP = "DELETE FROM ledger_lines WHERE call_id = $1 AND component = $2";
    LINES_MOVE = "UPDATE ledger_lines SET month = $2 WHERE call_id = $1 AND month <> $2";
    ENTRIES_LAST = "SELECT component, MAX(seq) AS seq FROM ledger_entries WHERE call_id = $1 GROUP BY component";
    ENTRY_ADD = "INSERT INTO ledger_entries (call_id, seq, component, supersedes, us_cents, eur_cents, basis, occasion, event, reported_at, made_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    ENTRIES = "SELECT seq, component, supersedes, us_cents, eur_cents, basis, occasion, event, reported_at, made_at \
        FROM ledger_entries WHERE call_id = $1 ORDER BY seq";
    CALLS_AFTER = "SELECT id FROM calls WHERE id > $1 ORDER BY id LIMIT $2";
    CALL_RELOCK = "UPDATE calls SET version = version + 1 WHERE id = $1 \
        RETURNING retell_call_id, company_id, branch_id, customer_id, created_at";
    BRANCH_ZONE = "SELECT zone FROM branches WHERE id = $1 AND company_id = $2";
    CALL_IDS = "SELECT id, account FROM calls WHERE retell_call_id = $1";
}

/// Why a ledger is drawn up.
#[derive(Debug, Clone, Copy)]
pub enum Because<'a> {
    /// This report of the call came in.
    Report(&'a Report),
    /// Costs are worked out anew.
    Recompute,
}

/// What changed in a ledger.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Moved {
    /// Whether anything did: a line, or the day, the rate, the number, the time.
    pub changed: bool,
    /// Lines that changed.
    pub entries: usize,
    /// What vendors charge more, by line.
    pub us_charged: Total<Usd>,
    /// What they charge less.
    pub us_reversed: Total<Usd>,
    /// What it costs more in euros.
    pub eur_charged: Total<Eur>,
    /// What it costs less.
    pub eur_reversed: Total<Eur>,
}

/// An entry of the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryRow {
    /// Counted from 1 in a call.
    pub seq: i64,
    /// Which line changed.
    pub component: String,
    /// The entry that held until then.
    pub supersedes: Option<i64>,
    /// What it is from then on, as the vendor charges it.
    pub us_cents: Option<UsCents>,
    /// The same in euros.
    pub eur_cents: Option<EurCents>,
    /// How we know.
    pub basis: Basis,
    /// What made it.
    pub occasion: Occasion,
    /// Which event of Retell's did, if one did.
    pub event: Option<String>,
    /// The event's own time.
    pub reported_at: Option<Instant>,
    /// When it was written.
    pub made_at: Instant,
}

#[derive(sqlx::FromRow)]
struct HeadRow {
    started_at: At,
    day: Civil<Day>,
    number: Option<String>,
    talked_ms: i64,
    rate_day: Option<Civil<Day>>,
    rate_per_euro: Option<Nano>,
    rate_source: Option<String>,
}

#[derive(sqlx::FromRow)]
struct LineRow {
    component: String,
    us_cents: Option<Exact<Usd>>,
    eur_cents: Option<Exact<Eur>>,
    basis: String,
}

#[derive(sqlx::FromRow)]
struct HistoryRow {
    seq: i64,
    component: String,
    supersedes: Option<i64>,
    us_cents: Option<Exact<Usd>>,
    eur_cents: Option<Exact<Eur>>,
    basis: String,
    occasion: String,
    event: Option<String>,
    reported_at: Option<At>,
    made_at: At,
}

#[derive(sqlx::FromRow)]
struct RelockRow {
    retell_call_id: String,
    company_id: Uuid,
    branch_id: Uuid,
    customer_id: Option<Uuid>,
    created_at: At,
}

fn unknown(error: UnknownWord) -> StoreError {
    StoreError::row("ledger_lines", error)
}

impl Moved {
    fn count(&mut self, entry: Entry<'_>) {
        fn split<C: Currency>(charged: &mut Total<C>, reversed: &mut Total<C>, change: Total<C>) {
            if change > Total::ZERO {
                *charged = charged.plus(change);
            } else {
                *reversed = reversed.minus(change);
            }
        }
        self.entries += 1;
        split(
            &mut self.us_charged,
            &mut self.us_reversed,
            entry.us_cents(),
        );
        split(
            &mut self.eur_charged,
            &mut self.eur_reversed,
            entry.eur_cents(),
        );
    }
}

impl Tx {
    /// A call's ledger, if it has one.
    pub async fn ledger(&mut self, call: CallId) -> Result<Option<Ledger>, StoreError> {
        let head: Option<HeadRow> = on!(tx self, db => sqlx::query_as(LEDGER_GET).bind(call.as_uuid()).fetch_optional(db).await)?;
        let Some(head) = head else {
            return Ok(None);
        };
        let lines: Vec<LineRow> =
            on!(tx self, db => sqlx::query_as(LINES).bind(call.as_uuid()).fetch_all(db).await)?;
        head.into_ledger(lines).map(Some)
    }

    /// Whether a month has billed a call. If none has, none does before this transaction ends.
    pub async fn is_billed(&mut self, call: CallId) -> Result<bool, StoreError> {
        let state: Option<String> = on!(tx self, db => sqlx::query_scalar(LEDGER_HOLD).bind(call.as_uuid()).fetch_optional(db).await)?;
        Ok(state.is_some_and(|state| state != State::New.as_str()))
    }

    /// Makes this the ledger of a call that had `before`, and notes what changes; nothing does if
    /// it is the same.
    pub async fn put_ledger(
        &mut self,
        call: &LockedCall,
        before: Option<&Ledger>,
        ledger: &Ledger,
        because: Because<'_>,
        now: Instant,
    ) -> Result<Moved, StoreError> {
        let mut moved = Moved::default();
        // As rows hold it, to be compared with what they hold.
        let ledger = &storable(ledger);
        if before == Some(ledger) {
            return Ok(moved);
        }
        moved.changed = true;
        let month = Civil(ledger.day.month());
        let rate = ledger.rate.as_ref();
        exec!(
            self,
            sqlx::query(LEDGER_PUT)
                .bind(call.id.as_uuid())
                .bind(call.company.as_uuid())
                .bind(At(ledger.started_at))
                .bind(Civil(ledger.day))
                .bind(month)
                .bind(ledger.number.as_ref().map(PhoneNumber::as_str))
                .bind(i64::try_from(ledger.talked_ms).unwrap_or(i64::MAX))
                .bind(rate.map(|rate| Civil(rate.day)))
                .bind(rate.map(|rate| Nano(rate.per_euro.as_decimal())))
                .bind(rate.map(|rate| &rate.source))
                .bind(Exact(ledger.us_cents().held()))
                .bind(ledger.eur_cents().map(|total| Exact(total.held())))
                .bind(ledger.is_estimated())
                .bind(At(now))
        )?;
        let before = before.map_or(&[][..], |ledger| &ledger.lines);
        let changes = entries(before, &ledger.lines);
        let mut last: Vec<(String, i64)> = if changes.is_empty() {
            Vec::new()
        } else {
            on!(tx self, db => sqlx::query_as(ENTRIES_LAST).bind(call.id.as_uuid()).fetch_all(db).await)?
        };
        for entry in changes {
            moved.count(entry);
            self.put_line(call, month, entry).await?;
            let seq = last.iter().map(|(_, seq)| *seq).max().unwrap_or(0) + 1;
            let supersedes = last
                .iter()
                .find(|(component, _)| component == entry.component())
                .map(|(_, seq)| *seq);
            self.add_entry(call.id, seq, supersedes, entry, because, now)
                .await?;
            last.push((entry.component().to_owned(), seq));
        }
        exec!(
            self,
            sqlx::query(LINES_MOVE).bind(call.id.as_uuid()).bind(month)
        )?;
        Ok(moved)
    }

    async fn put_line(
        &mut self,
        call: &LockedCall,
        month: Civil<domain::month::Month>,
        entry: Entry<'_>,
    ) -> Result<(), StoreError> {
        match entry.after() {
            None => exec!(
                self,
                sqlx::query(LINE_DROP)
                    .bind(call.id.as_uuid())
                    .bind(entry.component())
            )?,
            Some(line) => exec!(
                self,
                sqlx::query(LINE_PUT)
                    .bind(call.id.as_uuid())
                    .bind(&line.component)
                    .bind(call.company.as_uuid())
                    .bind(month)
                    .bind(line.us_cents.map(Exact))
                    .bind(line.eur_cents.map(Exact))
                    .bind(line.basis.as_str())
            )?,
        };
        Ok(())
    }

    async fn add_entry(
        &mut self,
        call: CallId,
        seq: i64,
        supersedes: Option<i64>,
        entry: Entry<'_>,
        because: Because<'_>,
        now: Instant,
    ) -> Result<(), StoreError> {
        // A component that is no longer charged is nothing from now on, in the money it was in.
        fn nothing<C: Currency>(_: Cents<C>) -> Cents<C> {
            Cents::ZERO
        }
        let (us_cents, eur_cents, basis) = match (entry.after(), entry.before()) {
            (Some(line), _) => (line.us_cents, line.eur_cents, line.basis),
            (None, Some(line)) => (
                line.us_cents.map(nothing),
                line.eur_cents.map(nothing),
                line.basis,
            ),
            (None, None) => return Ok(()),
        };
        let (occasion, report) = match because {
            Because::Report(report) => (Occasion::Report, Some(report)),
            Because::Recompute => (Occasion::Recompute, None),
        };
        exec!(
            self,
            sqlx::query(ENTRY_ADD)
                .bind(call.as_uuid())
                .bind(seq)
                .bind(entry.component())
                .bind(supersedes)
                .bind(us_cents.map(Exact))
                .bind(eur_cents.map(Exact))
                .bind(basis.as_str())
                .bind(occasion.as_str())
                .bind(report.map(|report| key(report.kind.as_str())))
                .bind(report.and_then(|report| report.stamp.event_at).map(At))
                .bind(At(now))
        )?;
        Ok(())
    }

    /// Locks a call that is known by its row, to work out its cost anew.
    pub async fn relock_call(
        &mut self,
        id: CallId,
    ) -> Result<Option<(LockedCall, RetellCallId)>, StoreError> {
        let row: Option<RelockRow> = on!(tx self, db => sqlx::query_as(CALL_RELOCK).bind(id.as_uuid()).fetch_optional(db).await)?;
        let Some(row) = row else {
            return Ok(None);
        };
        let locked = LockedCall {
            id,
            company: row.company_id.into(),
            branch: row.branch_id.into(),
            customer: row.customer_id.map(Into::into),
            created_at: row.created_at.0,
        };
        Ok(Some((locked, RetellCallId::new(row.retell_call_id))))
    }

    /// Where the clocks of a call's branch hang.
    pub async fn zone_of(&mut self, call: &LockedCall) -> Result<Zone, StoreError> {
        let zone: String = on!(tx self, db => sqlx::query_scalar(BRANCH_ZONE)
            .bind(call.branch.as_uuid()).bind(call.company.as_uuid()).fetch_one(db).await)?;
        Zone::parse(&zone).map_err(|error| StoreError::row("branches", error))
    }
}

impl Store {
    /// The current lines of a call, by component.
    pub async fn costs(&self, call: CallId) -> Result<Vec<LedgerLine>, StoreError> {
        let rows: Vec<LineRow> = on!(read self.primary, db => sqlx::query_as(LINES).bind(call.as_uuid()).fetch_all(db).await)?;
        rows.into_iter().map(LedgerLine::try_from).collect()
    }

    /// A call's ledger, to look at.
    pub async fn ledger(&self, call: CallId) -> Result<Option<Ledger>, StoreError> {
        let head: Option<HeadRow> = on!(read self.primary, db => sqlx::query_as(LEDGER_GET).bind(call.as_uuid()).fetch_optional(db).await)?;
        let Some(head) = head else {
            return Ok(None);
        };
        let lines: Vec<LineRow> = on!(read self.primary, db => sqlx::query_as(LINES).bind(call.as_uuid()).fetch_all(db).await)?;
        head.into_ledger(lines).map(Some)
    }

    /// How a call's lines came to be, oldest first.
    pub async fn ledger_history(&self, call: CallId) -> Result<Vec<EntryRow>, StoreError> {
        let rows: Vec<HistoryRow> = on!(read self.primary, db => sqlx::query_as(ENTRIES).bind(call.as_uuid()).fetch_all(db).await)?;
        rows.into_iter().map(EntryRow::try_from).collect()
    }

    /// Calls with this id at Retell, each with its account.
    pub async fn calls_named(
        &self,
        call_id: &RetellCallId,
    ) -> Result<Vec<(CallId, AccountName)>, StoreError> {
        let rows: Vec<(Uuid, String)> = on!(read self.primary, db => sqlx::query_as(CALL_IDS).bind(key(call_id.as_str())).fetch_all(db).await)?;
        Ok(rows
            .into_iter()
            .map(|(id, account)| (id.into(), AccountName::new(account)))
            .collect())
    }

    /// The ids of all calls, in steps: those after `after`.
    pub async fn calls_after(
        &self,
        after: Option<CallId>,
        limit: i64,
    ) -> Result<Vec<CallId>, StoreError> {
        let after = after.map_or(Uuid::nil(), CallId::as_uuid);
        let ids: Vec<Uuid> = on!(read self.primary, db => sqlx::query_scalar(CALLS_AFTER).bind(after).bind(limit).fetch_all(db).await)?;
        Ok(ids.into_iter().map(CallId::from).collect())
    }
}

/// The ledger as rows hold it: components are keys.
fn storable(ledger: &Ledger) -> Ledger {
    let mut ledger = ledger.clone();
    for line in &mut ledger.lines {
        line.component = key(&line.component);
    }
    ledger.lines.sort_by(|a, b| a.component.cmp(&b.component));
    ledger
}

impl HeadRow {
    fn into_ledger(self, lines: Vec<LineRow>) -> Result<Ledger, StoreError> {
        let rate = match (self.rate_day, self.rate_per_euro, self.rate_source) {
            (Some(day), Some(per_euro), Some(source)) => Some(UsdRate {
                day: day.0,
                per_euro: PerEuro::new(per_euro.0)
                    .ok_or_else(|| StoreError::row("ledgers", "a rate that is not positive"))?,
                source,
            }),
            _ => None,
        };
        let number = self.number.map(|number| PhoneNumber::parse(&number));
        let mut lines: Vec<LedgerLine> = lines
            .into_iter()
            .map(LedgerLine::try_from)
            .collect::<Result<_, _>>()?;
        lines.sort_by(|a, b| a.component.cmp(&b.component));
        Ok(Ledger {
            started_at: self.started_at.0,
            day: self.day.0,
            number: number
                .transpose()
                .map_err(|error| StoreError::row("ledgers", error))?,
            talked_ms: u64::try_from(self.talked_ms).unwrap_or_default(),
            rate,
            lines,
        })
    }
}

impl TryFrom<LineRow> for LedgerLine {
    type Error = StoreError;
    fn try_from(row: LineRow) -> Result<Self, StoreError> {
        Ok(Self {
            component: row.component,
            us_cents: row.us_cents.map(|cents| cents.0),
            eur_cents: row.eur_cents.map(|cents| cents.0),
            basis: row.basis.parse().map_err(unknown)?,
        })
    }
}

impl TryFrom<HistoryRow> for EntryRow {
    type Error = StoreError;
    fn try_from(row: HistoryRow) -> Result<Self, StoreError> {
        Ok(Self {
            seq: row.seq,
            component: row.component,
            supersedes: row.supersedes,
            us_cents: row.us_cents.map(|cents| cents.0),
            eur_cents: row.eur_cents.map(|cents| cents.0),
            basis: row.basis.parse().map_err(unknown)?,
            occasion: row.occasion.parse().map_err(unknown)?,
            event: row.event,
            reported_at: row.reported_at.map(Instant::from),
            made_at: row.made_at.0,
        })
    }
}
