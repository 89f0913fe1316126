//! What makes costs and prices without being reported: telephony rates, fees, price plans.

use domain::bill::Plans;
use domain::event::UnknownWord;
use domain::id::CompanyId;
use domain::money::{Eur, Usd};
use domain::month::Day;
use domain::price::PricePlan;
use domain::tariff::{Fee, Tariff, TelephonyRate, TelephonyRates};
use domain::time::Instant;
use sqlx::types::Json;
use uuid::Uuid;

use crate::engine::{StoreError, Tx, exec, on};
use crate::types::{At, Civil, Exact};

crate::sql! {
    TELEPHONY_PUT = "INSERT INTO telephony_rates (direction, prefix, valid_from, step, us_cents, updated_at) VALUES ($1, $2, $3, $4, $5, $6) \
        ON CONFLICT (direction, prefix, valid_from) DO UPDATE SET step = excluded.step, us_cents = excluded.us_cents, updated_at = excluded.updated_at";
    TELEPHONY = "SELECT direction, prefix, valid_from, step, us_cents FROM telephony_rates ORDER BY direction, prefix, valid_from";
    FEE_PUT = "INSERT INTO fees (name, valid_from, per, eur_cents, updated_at) VALUES ($1, $2, $3, $4, $5) \
        ON CONFLICT (name, valid_from) DO UPDATE SET per = excluded.per, eur_cents = excluded.eur_cents, updated_at = excluded.updated_at";
    FEES = "SELECT name, valid_from, per, eur_cents FROM fees ORDER BY name, valid_from";
    PARENT_SET = "UPDATE companies SET parent_id = $2 WHERE id = $1";
    PARENT_OF = "SELECT parent_id FROM companies WHERE id = $1";
    CHILDREN_OF = "SELECT id FROM companies WHERE parent_id = $1";
    PLAN_PUT = "INSERT INTO price_plans (company_id, valid_from, plan, updated_at) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (company_id, valid_from) DO UPDATE SET plan = excluded.plan, updated_at = excluded.updated_at";
    PLANS = "SELECT company_id, plan FROM price_plans ORDER BY company_id, valid_from";
    PLANS_OF = "SELECT plan FROM price_plans WHERE company_id = $1 ORDER BY valid_from";
}

type TelephonyRow = (String, String, Civil<Day>, String, Exact<Usd>);
type FeeRow = (String, Civil<Day>, String, Exact<Eur>);

impl Tx {
    /// Creates or updates a telephony rate.
    pub async fn import_telephony_rate(
        &mut self,
        rate: &TelephonyRate,
        now: Instant,
    ) -> Result<(), StoreError> {
        exec!(
            self,
            sqlx::query(TELEPHONY_PUT)
                .bind(rate.direction.as_str())
                .bind(&rate.prefix)
                .bind(Civil(rate.valid_from))
                .bind(rate.step.as_str())
                .bind(Exact(rate.per_minute))
                .bind(At(now))
        )?;
        Ok(())
    }

    /// Creates or updates a fee.
    pub async fn import_fee(&mut self, fee: &Fee, now: Instant) -> Result<(), StoreError> {
        exec!(
            self,
            sqlx::query(FEE_PUT)
                .bind(&fee.name)
                .bind(Civil(fee.valid_from))
                .bind(fee.per.as_str())
                .bind(Exact(fee.amount))
                .bind(At(now))
        )?;
        Ok(())
    }

    /// Says which company a company pays, if not us.
    pub async fn set_parent(
        &mut self,
        company: CompanyId,
        parent: Option<CompanyId>,
    ) -> Result<(), StoreError> {
        exec!(
            self,
            sqlx::query(PARENT_SET)
                .bind(company.as_uuid())
                .bind(parent.map(CompanyId::as_uuid))
        )?;
        Ok(())
    }

    /// The company that a company pays; the outer `None` if there is no such company.
    pub async fn parent_of(
        &mut self,
        company: CompanyId,
    ) -> Result<Option<Option<CompanyId>>, StoreError> {
        let parent: Option<Option<Uuid>> = on!(tx self, db => sqlx::query_scalar(PARENT_OF).bind(company.as_uuid()).fetch_optional(db).await)?;
        Ok(parent.map(|parent| parent.map(CompanyId::from)))
    }

    /// The companies that pay a company.
    pub async fn children_of(&mut self, company: CompanyId) -> Result<Vec<CompanyId>, StoreError> {
        let children: Vec<Uuid> = on!(tx self, db => sqlx::query_scalar(CHILDREN_OF).bind(company.as_uuid()).fetch_all(db).await)?;
        Ok(children.into_iter().map(CompanyId::from).collect())
    }

    /// Creates or updates a company's price plan: that of its first day.
    pub async fn import_price_plan(
        &mut self,
        company: CompanyId,
        plan: &PricePlan,
        now: Instant,
    ) -> Result<(), StoreError> {
        exec!(
            self,
            sqlx::query(PLAN_PUT)
                .bind(company.as_uuid())
                .bind(Civil(plan.valid_from))
                .bind(Json(plan))
                .bind(At(now))
        )?;
        Ok(())
    }

    /// A company's price plans, oldest first.
    pub async fn price_plans_of(
        &mut self,
        company: CompanyId,
    ) -> Result<Vec<PricePlan>, StoreError> {
        let rows: Vec<Json<PricePlan>> = on!(tx self, db => sqlx::query_scalar(PLANS_OF).bind(company.as_uuid()).fetch_all(db).await)?;
        Ok(rows.into_iter().map(|plan| plan.0).collect())
    }

    /// Every company's price plans.
    pub async fn price_plans(&mut self) -> Result<Plans, StoreError> {
        let rows: Vec<(Uuid, Json<PricePlan>)> =
            on!(tx self, db => sqlx::query_as(PLANS).fetch_all(db).await)?;
        let mut plans = Plans::new();
        for (company, plan) in rows {
            plans.entry(company.into()).or_default().push(plan.0);
        }
        Ok(plans)
    }

    /// What telephony costs where nobody says, by direction and country.
    pub async fn telephony_rates(&mut self) -> Result<Vec<TelephonyRate>, StoreError> {
        let rows: Vec<TelephonyRow> =
            on!(tx self, db => sqlx::query_as(TELEPHONY).fetch_all(db).await)?;
        let rate = |(direction, prefix, from, step, cents): TelephonyRow| {
            Ok::<_, UnknownWord>(TelephonyRate {
                direction: direction.parse()?,
                prefix,
                valid_from: from.0,
                step: step.parse()?,
                per_minute: cents.0,
            })
        };
        let rates: Result<_, _> = rows.into_iter().map(rate).collect();
        rates.map_err(|error| StoreError::row("telephony_rates", error))
    }

    /// What we ourselves charge calls with.
    pub async fn fees(&mut self) -> Result<Vec<Fee>, StoreError> {
        let rows: Vec<FeeRow> = on!(tx self, db => sqlx::query_as(FEES).fetch_all(db).await)?;
        let fee = |(name, from, per, cents): FeeRow| {
            Ok::<_, UnknownWord>(Fee {
                name,
                valid_from: from.0,
                per: per.parse()?,
                amount: cents.0,
            })
        };
        let fees: Result<_, _> = rows.into_iter().map(fee).collect();
        fees.map_err(|error| StoreError::row("fees", error))
    }

    /// Everything that makes a cost without being reported; `otherwise` comes from the settings.
    pub async fn tariff(&mut self, otherwise: TelephonyRates) -> Result<Tariff, StoreError> {
        Ok(Tariff {
            telephony: self.telephony_rates().await?,
            otherwise,
            fees: self.fees().await?,
        })
    }
}
