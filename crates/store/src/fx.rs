//! Exchange rates. A rate, once imported, is only changed by who says so: calls were converted with
//! it.

use domain::fx::{PerEuro, UsdRate};
use domain::id::CallId;
use domain::money::{Currency, Usd};
use domain::month::Day;
use domain::time::Instant;
use uuid::Uuid;

use crate::engine::{Store, StoreError, Tx, exec, on};
use crate::types::{At, Civil, Nano};

crate::sql! {
    FX_PUT = "INSERT INTO fx_rates (currency, day, per_euro, source, imported_at) VALUES ($1, $2, $3, $4, $5) \
        ON CONFLICT (currency, day) DO NOTHING";
    FX_REPLACE = "UPDATE fx_rates SET per_euro = $3, source = $4, imported_at = $5 WHERE currency = $1 AND day = $2";
    FX_ON = "SELECT day, per_euro, source FROM fx_rates WHERE currency = $1 AND day <= $2 ORDER BY day DESC LIMIT 1";
    /// A ledger that was billed with a rate keeps it. `state <> 'billed'` is what the index is for.
    FX_BETTER = "SELECT l.call_id FROM ledgers l WHERE l.state <> 'billed' AND (l.state = 'new' OR l.rate_day IS NULL) AND l.call_id > $2 \
        AND EXISTS (SELECT 1 FROM fx_rates r WHERE r.currency = $1 AND r.day <= l.day AND r.day >= COALESCE(l.rate_day, '') \
        AND (r.day > COALESCE(l.rate_day, '') OR r.per_euro <> l.rate_per_euro)) \
        ORDER BY l.call_id LIMIT $3";
    FX_NEWEST = "SELECT day, per_euro, source FROM fx_rates WHERE currency = $1 ORDER BY day DESC LIMIT 1";
}

type Row = (Civil<Day>, Nano, String);

fn rate((day, per_euro, source): Row) -> Result<UsdRate, StoreError> {
    Ok(UsdRate {
        day: day.0,
        per_euro: PerEuro::new(per_euro.0)
            .ok_or_else(|| StoreError::row("fx_rates", "a rate that is not positive"))?,
        source,
    })
}

impl Tx {
    /// The rate of a day, or else the last earlier one.
    pub async fn usd_rate(&mut self, day: Day) -> Result<Option<UsdRate>, StoreError> {
        let row: Option<Row> = on!(tx self, db => sqlx::query_as(FX_ON).bind(Usd::CODE).bind(Civil(day)).fetch_optional(db).await)?;
        row.map(rate).transpose()
    }

    /// Keeps a rate; whether it is new. One that is there stays as it is.
    pub async fn import_usd_rate(
        &mut self,
        rate: &UsdRate,
        now: Instant,
    ) -> Result<bool, StoreError> {
        let new = exec!(
            self,
            sqlx::query(FX_PUT)
                .bind(Usd::CODE)
                .bind(Civil(rate.day))
                .bind(Nano(rate.per_euro.as_decimal()))
                .bind(&rate.source)
                .bind(At(now))
        )?;
        Ok(new == 1)
    }

    /// Puts a rate in the place of the one that its day has.
    pub async fn replace_usd_rate(
        &mut self,
        rate: &UsdRate,
        now: Instant,
    ) -> Result<(), StoreError> {
        exec!(
            self,
            sqlx::query(FX_REPLACE)
                .bind(Usd::CODE)
                .bind(Civil(rate.day))
                .bind(Nano(rate.per_euro.as_decimal()))
                .bind(&rate.source)
                .bind(At(now))
        )?;
        Ok(())
    }
}

impl Store {
    /// Calls that would get a better rate if they were drawn up anew: no month has billed them,
    /// and a rate of their day or closer to it is there than theirs, if they have any, or theirs was
    /// replaced. In steps: those after `after`.
    pub async fn calls_due_a_rate_after(
        &self,
        after: Option<CallId>,
        limit: i64,
    ) -> Result<Vec<CallId>, StoreError> {
        let after = after.map_or(Uuid::nil(), CallId::as_uuid);
        let ids: Vec<Uuid> = on!(read self.primary, db => sqlx::query_scalar(FX_BETTER)
            .bind(Usd::CODE).bind(after).bind(limit).fetch_all(db).await)?;
        Ok(ids.into_iter().map(CallId::from).collect())
    }

    /// The newest rate there is.
    pub async fn newest_usd_rate(&self) -> Result<Option<UsdRate>, StoreError> {
        let row: Option<Row> = on!(read self.primary, db => sqlx::query_as(FX_NEWEST).bind(Usd::CODE).fetch_optional(db).await)?;
        row.map(rate).transpose()
    }
}
