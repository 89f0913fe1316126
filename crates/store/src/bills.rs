//! What months bill, open and closed; closing one; and what people did to money.
//!
//! Closing a month takes every ledger of which something is to be billed by then, row by row: a
//! worker that is writing one is waited for, what one writes later is marked as changed. So a
//! closed month never changes, and nothing that is known late is lost: the next month bills it.

use domain::bill::{Amounts, Bill, Head, State};
use domain::event::UnknownWord;
use domain::fx::{self, PerEuro};
use domain::id::{AuditId, CallId, CompanyId, RetellCallId};
use domain::money::{Eur, EurCents, UsCents, Usd};
use domain::month::{Day, Month};
use domain::time::Instant;
use uuid::Uuid;

use crate::engine::{Store, StoreError, Tx, exec, insert, on};
use crate::types::{At, Civil, Exact, Nano};

crate::sql! {
    HEADS = "SELECT call_id, company_id, started_at, day, number, talked_ms, us_cents, eur_cents, estimated, rate_day, state \
        FROM ledgers WHERE month = $1 AND company_id = COALESCE($2, company_id)";
    HEAD = "SELECT call_id, company_id, started_at, day, number, talked_ms, us_cents, eur_cents, estimated, rate_day, state \
        FROM ledgers WHERE call_id = $1";
    HEADS_LATE = "SELECT call_id, company_id, started_at, day, number, talked_ms, us_cents, eur_cents, estimated, rate_day, state \
        FROM ledgers WHERE state <> 'billed' AND (state = 'changed' OR month < $1) AND company_id = COALESCE($2, company_id)";
    HEADS_CLOSE = "UPDATE ledgers SET state = 'billed' WHERE state <> 'billed' AND state = $2 AND (state = 'changed' OR month <= $1) \
        RETURNING call_id, company_id, started_at, day, number, talked_ms, us_cents, eur_cents, estimated, rate_day, state, rate_per_euro";
    /// What a month's closing would take.
    CALLS_TO_BILL = "SELECT call_id FROM ledgers WHERE state <> 'billed' AND (state = 'changed' OR month <= $1) AND call_id > $2 \
        ORDER BY call_id LIMIT $3";
    /// Not `NOT EXISTS`: PostgreSQL would join both tables whole, in each step anew.
    CALLS_UNDRAWN = "SELECT c.id FROM calls c WHERE c.id > $1 AND (SELECT l.state FROM ledgers l WHERE l.call_id = c.id) IS NULL \
        ORDER BY c.id LIMIT $2";
    MONTH_FIRST = "SELECT MIN(month) FROM ledgers";
    MONTH_CLOSE = "INSERT INTO closed_months (month, closed_at) VALUES ($1, $2) ON CONFLICT (month) DO NOTHING";
    MONTH_LAST_CLOSED = "SELECT MAX(month) FROM closed_months";
    BILLS = "SELECT call_id, company_id, day, number, talked_ms, us_cents, eur_cents, wholesale_eur_cents, price_eur_cents, estimated, stale, reseller_id \
        FROM bills WHERE month = $1 AND company_id = COALESCE($2, company_id)";
    BILLS_OF = "SELECT call_id, company_id, day, number, talked_ms, us_cents, eur_cents, wholesale_eur_cents, price_eur_cents, estimated, stale, reseller_id \
        FROM bills WHERE call_id = $1 ORDER BY month";
    BILLS_OF_CALLS_OF = "SELECT b.call_id, b.company_id, b.day, b.number, b.talked_ms, b.us_cents, b.eur_cents, b.wholesale_eur_cents, \
        b.price_eur_cents, b.estimated, b.stale, b.reseller_id FROM ledgers g JOIN bills b ON b.call_id = g.call_id \
        WHERE g.month = $1 AND g.company_id = COALESCE($2, g.company_id) ORDER BY b.month";
    BILL_ADD = "INSERT INTO bills (call_id, month, company_id, day, number, talked_ms, us_cents, eur_cents, wholesale_eur_cents, price_eur_cents, \
        estimated, stale, reseller_id, resold) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    BILL_LINE_ADD = "INSERT INTO bill_lines (call_id, month, company_id, book, component, note, quantity, us_cents, eur_cents) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    BILL_COSTS_ADD = "INSERT INTO bill_lines (call_id, month, company_id, book, component, note, quantity, us_cents, eur_cents) \
        SELECT l.call_id, l.month, l.company_id, 'cost', l.component, l.basis, 1, l.us_cents, l.eur_cents \
        FROM ledger_lines l JOIN bills b ON b.call_id = l.call_id AND b.month = l.month WHERE l.month = $1 \
        AND NOT EXISTS (SELECT 1 FROM bills first WHERE first.call_id = l.call_id AND first.month < l.month)";
    COMPONENTS = "SELECT l.component, l.basis, COUNT(*), SUM(l.us_cents), SUM(CASE WHEN g.eur_cents IS NOT NULL THEN l.eur_cents END) \
        FROM ledger_lines l JOIN ledgers g ON g.call_id = l.call_id AND g.month = l.month WHERE l.month = $1 AND l.company_id = COALESCE($2, l.company_id) \
        AND g.state = 'new' GROUP BY l.component, l.basis";
    COMPONENTS_BILLED = "SELECT component, note, CAST(SUM(quantity) AS BIGINT), SUM(us_cents), SUM(eur_cents) \
        FROM bill_lines WHERE month = $1 AND company_id = COALESCE($2, company_id) AND book = $3 GROUP BY component, note";
    UNPRICED_REOPEN = "UPDATE ledgers SET state = 'changed' WHERE state = 'billed' AND call_id IN (\
        SELECT b.call_id FROM bills b WHERE b.company_id = $1 AND b.price_eur_cents IS NULL AND NOT EXISTS (\
        SELECT 1 FROM bills p WHERE p.call_id = b.call_id AND p.price_eur_cents IS NOT NULL))";
    TURN_TAKE = "UPDATE turns SET taken = taken + 1 WHERE what = $1";
    CALL_NAME = "SELECT retell_call_id FROM calls WHERE id = $1";
    ESTIMATED = "SELECT COUNT(*) FROM ledgers WHERE state <> 'billed' AND estimated";
    AUDIT_ADD = "INSERT INTO audit_lines (id, made_at, action, detail) VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO NOTHING";
    AUDIT_LIST = "SELECT made_at, action, detail FROM audit_lines ORDER BY made_at DESC LIMIT $1";
}

/// A line of a bill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BillLine {
    /// `cost` or `price`.
    pub book: Book,
    /// What it is for.
    pub component: String,
    /// How it is known, or on which terms.
    pub note: String,
    /// Seconds of time, or how many.
    pub quantity: i64,
    /// As a vendor charges it.
    pub us_cents: Option<UsCents>,
    /// In euros.
    pub eur_cents: Option<EurCents>,
}

/// On which side of a bill a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Book {
    /// What the call costs us.
    Cost,
    /// What the company pays.
    Price,
}

impl Book {
    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Cost => "cost",
            Self::Price => "price",
        }
    }

    fn line(self, (component, note, quantity, us_cents, eur_cents): SumRow) -> BillLine {
        BillLine {
            book: self,
            component,
            note,
            quantity,
            us_cents: us_cents.map(|cents| cents.0),
            eur_cents: eur_cents.map(|cents| cents.0),
        }
    }
}

/// What somebody did to money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRow {
    /// When.
    pub made_at: Instant,
    /// What: `recompute`, `close`, `replace rates`.
    pub action: String,
    /// With which effect, without personal data.
    pub detail: String,
}

#[derive(sqlx::FromRow)]
struct HeadRow {
    call_id: Uuid,
    company_id: Uuid,
    started_at: At,
    day: Civil<Day>,
    number: Option<String>,
    talked_ms: i64,
    us_cents: Exact<Usd>,
    eur_cents: Option<Exact<Eur>>,
    estimated: bool,
    rate_day: Option<Civil<Day>>,
    state: String,
}

#[derive(sqlx::FromRow)]
struct BillRow {
    call_id: Uuid,
    company_id: Uuid,
    day: Civil<Day>,
    number: Option<String>,
    talked_ms: i64,
    us_cents: Exact<Usd>,
    eur_cents: Option<Exact<Eur>>,
    wholesale_eur_cents: Option<Exact<Eur>>,
    price_eur_cents: Option<Exact<Eur>>,
    estimated: bool,
    stale: bool,
    reseller_id: Option<Uuid>,
}

/// A ledger that the closing of a month has taken for billed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// What it is billed at.
    pub head: Head,
    /// Of which day its exchange rate is.
    pub rate_day: Option<Day>,
    /// How much it is.
    pub per_euro: Option<PerEuro>,
}

#[derive(sqlx::FromRow)]
struct TakenRow {
    #[sqlx(flatten)]
    head: HeadRow,
    rate_per_euro: Option<Nano>,
}

type SumRow = (String, String, i64, Option<Exact<Usd>>, Option<Exact<Eur>>);

impl Tx {
    /// The ledgers of a month, of one company or of all.
    pub async fn heads(
        &mut self,
        month: Month,
        company: Option<CompanyId>,
    ) -> Result<Vec<Head>, StoreError> {
        let rows: Vec<HeadRow> = on!(tx self, db => sqlx::query_as(HEADS)
            .bind(Civil(month)).bind(company.map(CompanyId::as_uuid)).fetch_all(db).await)?;
        rows.into_iter().map(Head::try_from).collect()
    }

    /// A call's ledger, as far as its bill goes.
    pub async fn head(&mut self, call: CallId) -> Result<Option<Head>, StoreError> {
        let row: Option<HeadRow> =
            on!(tx self, db => sqlx::query_as(HEAD).bind(call.as_uuid()).fetch_optional(db).await)?;
        row.map(Head::try_from).transpose()
    }

    /// The ledgers that the first open month has to bill beside its own: those that have changed
    /// since they were billed, and those of closed months that are new.
    pub async fn late_heads(
        &mut self,
        before: Month,
        company: Option<CompanyId>,
    ) -> Result<Vec<Head>, StoreError> {
        let rows: Vec<HeadRow> = on!(tx self, db => sqlx::query_as(HEADS_LATE)
            .bind(Civil(before)).bind(company.map(CompanyId::as_uuid)).fetch_all(db).await)?;
        rows.into_iter().map(Head::try_from).collect()
    }

    /// What a closed month bills.
    pub async fn bills(
        &mut self,
        month: Month,
        company: Option<CompanyId>,
    ) -> Result<Vec<Bill>, StoreError> {
        let rows: Vec<BillRow> = on!(tx self, db => sqlx::query_as(BILLS)
            .bind(Civil(month)).bind(company.map(CompanyId::as_uuid)).fetch_all(db).await)?;
        Ok(rows.into_iter().map(Bill::from).collect())
    }

    /// What closed months bill for a call, oldest first.
    pub async fn bills_of(&mut self, call: CallId) -> Result<Vec<Bill>, StoreError> {
        let rows: Vec<BillRow> =
            on!(tx self, db => sqlx::query_as(BILLS_OF).bind(call.as_uuid()).fetch_all(db).await)?;
        Ok(rows.into_iter().map(Bill::from).collect())
    }

    /// What closed months bill for all calls of a month, wherever they billed them, oldest first.
    pub async fn bills_of_calls_of(
        &mut self,
        month: Month,
        company: Option<CompanyId>,
    ) -> Result<Vec<Bill>, StoreError> {
        let rows: Vec<BillRow> = on!(tx self, db => sqlx::query_as(BILLS_OF_CALLS_OF)
            .bind(Civil(month)).bind(company.map(CompanyId::as_uuid)).fetch_all(db).await)?;
        Ok(rows.into_iter().map(Bill::from).collect())
    }

    /// The first month of which nothing is closed: the one after the last closed, else that of
    /// the earliest ledger.
    pub async fn first_open_month(&mut self) -> Result<Option<Month>, StoreError> {
        if let Some(closed) = self.last_closed_month().await? {
            return Ok(Some(closed.next()));
        }
        let first: Option<Civil<Month>> =
            on!(tx self, db => sqlx::query_scalar(MONTH_FIRST).fetch_one(db).await)?;
        Ok(first.map(|month| month.0))
    }

    /// The last month that was closed.
    pub async fn last_closed_month(&mut self) -> Result<Option<Month>, StoreError> {
        let closed: Option<Civil<Month>> =
            on!(tx self, db => sqlx::query_scalar(MONTH_LAST_CLOSED).fetch_one(db).await)?;
        Ok(closed.map(|month| month.0))
    }

    /// Closes a month, once: its bills follow in this transaction. `false` if it was closed.
    pub async fn close_month(&mut self, month: Month, now: Instant) -> Result<bool, StoreError> {
        let new = exec!(
            self,
            sqlx::query(MONTH_CLOSE).bind(Civil(month)).bind(At(now))
        )?;
        Ok(new == 1)
    }

    /// Takes every ledger in this state, up to the end of a month, for billed; changed ones
    /// whatever their month. What is read of them after this is what they are billed at.
    pub async fn close_heads(
        &mut self,
        month: Month,
        state: State,
    ) -> Result<Vec<Taken>, StoreError> {
        let rows: Vec<TakenRow> = on!(tx self, db => sqlx::query_as(HEADS_CLOSE)
            .bind(Civil(month)).bind(state.as_str()).fetch_all(db).await)?;
        let taken = rows.into_iter().map(|row| {
            Ok(Taken {
                rate_day: row.head.rate_day.as_ref().map(|day| day.0),
                per_euro: row.rate_per_euro.and_then(|rate| PerEuro::new(rate.0)),
                head: row.head.try_into()?,
            })
        });
        taken.collect()
    }

    /// Adds bills to a closed month.
    pub async fn add_bills(&mut self, month: Month, bills: &[Bill]) -> Result<(), StoreError> {
        insert!(self, BILL_ADD, bills, |bill, row| {
            row.push_bind(bill.call.as_uuid())
                .push_bind(Civil(month))
                .push_bind(bill.company.as_uuid())
                .push_bind(Civil(bill.day))
                .push_bind(&bill.number)
                .push_bind(bill.talked_ms)
                .push_bind(Exact(bill.amounts.us_cents))
                .push_bind(bill.amounts.cost.map(Exact))
                .push_bind(bill.amounts.wholesale.map(Exact))
                .push_bind(bill.amounts.price.map(Exact))
                .push_bind(bill.estimated)
                .push_bind(bill.stale)
                .push_bind(bill.reseller.map(CompanyId::as_uuid))
                .push_bind(bill.reseller.is_some());
        });
        Ok(())
    }

    /// Adds lines to a closed month's bills, each with its call and company.
    pub async fn add_bill_lines(
        &mut self,
        month: Month,
        lines: &[(CallId, CompanyId, BillLine)],
    ) -> Result<(), StoreError> {
        insert!(self, BILL_LINE_ADD, lines, |entry, row| {
            let (call, company, line) = entry;
            row.push_bind(call.as_uuid())
                .push_bind(Civil(month))
                .push_bind(company.as_uuid())
                .push_bind(line.book.as_str())
                .push_bind(&line.component)
                .push_bind(&line.note)
                .push_bind(line.quantity)
                .push_bind(line.us_cents.map(Exact))
                .push_bind(line.eur_cents.map(Exact));
        });
        Ok(())
    }

    /// Adds the cost lines to the bills of a month's own calls, which are their first.
    pub async fn add_cost_lines(&mut self, month: Month) -> Result<(), StoreError> {
        exec!(self, sqlx::query(BILL_COSTS_ADD).bind(Civil(month)))?;
        Ok(())
    }

    /// What an open month's own calls cost, summed up by component and basis.
    pub async fn components(
        &mut self,
        month: Month,
        company: Option<CompanyId>,
    ) -> Result<Vec<BillLine>, StoreError> {
        let rows: Vec<SumRow> = on!(tx self, db => sqlx::query_as(COMPONENTS)
            .bind(Civil(month)).bind(company.map(CompanyId::as_uuid)).fetch_all(db).await)?;
        Ok(rows.into_iter().map(|row| Book::Cost.line(row)).collect())
    }

    /// What a closed month bills, summed up by component and terms.
    pub async fn billed_components(
        &mut self,
        month: Month,
        company: Option<CompanyId>,
        book: Book,
    ) -> Result<Vec<BillLine>, StoreError> {
        let rows: Vec<SumRow> = on!(tx self, db => sqlx::query_as(COMPONENTS_BILLED)
            .bind(Civil(month)).bind(company.map(CompanyId::as_uuid)).bind(book.as_str())
            .fetch_all(db).await)?;
        Ok(rows.into_iter().map(|row| book.line(row)).collect())
    }

    /// Lets a company's calls that were billed without a price be billed one, now that it may have
    /// a plan for them; how many.
    pub async fn reopen_unpriced(&mut self, company: CompanyId) -> Result<u64, StoreError> {
        Ok(exec!(
            self,
            sqlx::query(UNPRICED_REOPEN).bind(company.as_uuid())
        )?)
    }

    /// Waits until nobody else writes price plans or closes a month, and keeps others waiting until
    /// this transaction ends: what is read of either after this stays as it is.
    pub async fn take_turn_at_prices(&mut self) -> Result<(), StoreError> {
        exec!(self, sqlx::query(TURN_TAKE).bind("prices"))?;
        Ok(())
    }

    /// Retell's id of a call.
    pub async fn call_name(&mut self, call: CallId) -> Result<Option<RetellCallId>, StoreError> {
        let name: Option<String> = on!(tx self, db => sqlx::query_scalar(CALL_NAME).bind(call.as_uuid()).fetch_optional(db).await)?;
        Ok(name.map(RetellCallId::new))
    }

    /// Notes what somebody does to money.
    pub async fn audit(
        &mut self,
        action: &str,
        detail: &str,
        now: Instant,
    ) -> Result<(), StoreError> {
        exec!(
            self,
            sqlx::query(AUDIT_ADD)
                .bind(AuditId::of(&now, action).as_uuid())
                .bind(At(now))
                .bind(action)
                .bind(detail)
        )?;
        Ok(())
    }
}

impl Store {
    /// The calls of which a month would bill something, in steps: those after `after`.
    pub async fn calls_to_bill_after(
        &self,
        month: Month,
        after: Option<CallId>,
        limit: i64,
    ) -> Result<Vec<CallId>, StoreError> {
        let after = after.map_or(Uuid::nil(), CallId::as_uuid);
        let ids: Vec<Uuid> = on!(read self.primary, db => sqlx::query_scalar(CALLS_TO_BILL)
            .bind(Civil(month)).bind(after).bind(limit).fetch_all(db).await)?;
        Ok(ids.into_iter().map(CallId::from).collect())
    }

    /// The calls without a ledger, in steps: those after `after`.
    pub async fn calls_without_ledger_after(
        &self,
        after: Option<CallId>,
        limit: i64,
    ) -> Result<Vec<CallId>, StoreError> {
        let after = after.map_or(Uuid::nil(), CallId::as_uuid);
        let ids: Vec<Uuid> = on!(read self.primary, db => sqlx::query_scalar(CALLS_UNDRAWN)
            .bind(after).bind(limit).fetch_all(db).await)?;
        Ok(ids.into_iter().map(CallId::from).collect())
    }

    /// How many calls that are not billed yet have an estimate among their costs.
    pub async fn calls_with_estimated_cost(&self) -> Result<i64, StoreError> {
        Ok(on!(read self.lookups, db => sqlx::query_scalar(ESTIMATED).fetch_one(db).await)?)
    }

    /// What somebody did to money, newest first.
    pub async fn audit_lines(&self, limit: i64) -> Result<Vec<AuditRow>, StoreError> {
        let rows: Vec<(At, String, String)> = on!(read self.primary, db => sqlx::query_as(AUDIT_LIST).bind(limit).fetch_all(db).await)?;
        Ok(rows
            .into_iter()
            .map(|(made_at, action, detail)| AuditRow {
                made_at: made_at.0,
                action,
                detail,
            })
            .collect())
    }
}

impl TryFrom<HeadRow> for Head {
    type Error = StoreError;
    fn try_from(row: HeadRow) -> Result<Self, StoreError> {
        Ok(Self {
            call: row.call_id.into(),
            company: row.company_id.into(),
            started_at: row.started_at.0,
            day: row.day.0,
            number: row.number,
            talked_ms: u64::try_from(row.talked_ms).unwrap_or_default(),
            us_cents: row.us_cents.0,
            eur_cents: row.eur_cents.map(|cents| cents.0),
            estimated: row.estimated,
            // Nothing is worth nothing at any rate.
            stale: !row.us_cents.0.is_zero()
                && row
                    .rate_day
                    .is_some_and(|rate| fx::is_stale(rate.0, row.day.0)),
            state: row
                .state
                .parse()
                .map_err(|error: UnknownWord| StoreError::row("ledgers", error))?,
        })
    }
}

impl From<BillRow> for Bill {
    fn from(row: BillRow) -> Self {
        Self {
            call: row.call_id.into(),
            company: row.company_id.into(),
            day: row.day.0,
            number: row.number,
            talked_ms: row.talked_ms,
            amounts: Amounts {
                us_cents: row.us_cents.0,
                cost: row.eur_cents.map(|cents| cents.0),
                wholesale: row.wholesale_eur_cents.map(|cents| cents.0),
                price: row.price_eur_cents.map(|cents| cents.0),
            },
            estimated: row.estimated,
            stale: row.stale,
            reseller: row.reseller_id.map(Into::into),
        }
    }
}
