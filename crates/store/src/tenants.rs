//! Whose number, whose agent, what they offer. Each a single indexed query.

use domain::id::{AccountName, CalcomAccountId, CompanyId, RetellAgentId};
use domain::phone::PhoneNumber;
use domain::tenant::{
    Agent, Branch, CatalogueEntry, Company, Language, Number, Offer, OpeningHours, ReadingRules,
    Service, Tenant,
};
use domain::time::Zone;
use sqlx::types::Json;
use uuid::Uuid;

use crate::engine::{Store, StoreError, Tx, on};
use crate::types::{At, key};

crate::sql! {
    /// By the whole number, never by its end (F3, F44).
    TENANT_BY_NUMBER = "SELECT n.account, n.active_from, c.id AS company_id, c.slug AS company_slug, c.name AS company_name, c.reading, \
        b.id AS branch_id, b.slug AS branch_slug, b.name AS branch_name, b.zone, b.language, b.opening_hours \
        FROM phone_numbers n JOIN branches b ON b.id = n.branch_id AND b.company_id = n.company_id \
        JOIN companies c ON c.id = n.company_id WHERE n.number = $1 AND n.active";
    TENANT_BY_AGENT = "SELECT a.account, a.active_from, c.id AS company_id, c.slug AS company_slug, c.name AS company_name, c.reading, \
        b.id AS branch_id, b.slug AS branch_slug, b.name AS branch_name, b.zone, b.language, b.opening_hours \
        FROM agents a JOIN branches b ON b.id = a.branch_id AND b.company_id = a.company_id \
        JOIN companies c ON c.id = a.company_id WHERE a.agent_id = $1 AND a.active";
    CATALOGUE = "SELECT s.id AS service_id, s.name, s.synonyms, s.minutes AS service_minutes, \
        o.id AS offer_id, o.calcom_account_id, o.event_type, o.minutes AS offer_minutes, o.send_length \
        FROM services s LEFT JOIN offers o ON o.service_id = s.id AND o.company_id = s.company_id \
        AND o.branch_id = $2 AND o.active \
        WHERE s.company_id = $1 AND s.active ORDER BY s.name";
    CALCOM_ACCOUNT = "SELECT base_url, api_key FROM calcom_accounts WHERE id = $1 AND company_id = $2";
    CALCOM_ACCOUNTS = "SELECT id, company_id, name, base_url, api_key FROM calcom_accounts ORDER BY name";
    COMPANIES = "SELECT id, slug, name, reading FROM companies ORDER BY slug";
    ACCOUNTS = "SELECT name, api_keys FROM retell_accounts ORDER BY name";
}

/// A Retell account and the names of its keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its name.
    pub name: AccountName,
    /// `env:NAME` or `file:PATH` each.
    pub api_keys: Vec<String>,
}

/// A Cal.com account that a company named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalcomAccount {
    /// Where it is, if not where all are.
    pub base_url: Option<String>,
    /// The name of its key: `env:NAME` or `file:PATH`.
    pub api_key: String,
}

#[derive(sqlx::FromRow)]
struct TenantRow {
    account: String,
    active_from: At,
    company_id: Uuid,
    company_slug: String,
    company_name: String,
    reading: Json<ReadingRules>,
    branch_id: Uuid,
    branch_slug: String,
    branch_name: String,
    zone: String,
    language: String,
    opening_hours: Json<OpeningHours>,
}

#[derive(sqlx::FromRow)]
struct EntryRow {
    service_id: Uuid,
    name: String,
    synonyms: Json<Vec<String>>,
    service_minutes: i64,
    offer_id: Option<Uuid>,
    calcom_account_id: Option<Uuid>,
    event_type: Option<i64>,
    offer_minutes: Option<i64>,
    send_length: Option<bool>,
}

impl TryFrom<TenantRow> for Tenant {
    type Error = StoreError;
    fn try_from(row: TenantRow) -> Result<Self, StoreError> {
        let language: Language = row
            .language
            .parse()
            .map_err(|error: domain::event::UnknownWord| StoreError::row("branches", error))?;
        Ok(Self {
            account: AccountName::new(row.account),
            company: Company {
                id: row.company_id.into(),
                slug: row.company_slug,
                name: row.company_name,
                reading: row.reading.0,
            },
            branch: Branch {
                id: row.branch_id.into(),
                slug: row.branch_slug,
                name: row.branch_name,
                zone: Zone::parse(&row.zone).map_err(|error| StoreError::row("branches", error))?,
                language,
                opening_hours: row.opening_hours.0,
            },
            active_from: row.active_from.0,
        })
    }
}

impl TryFrom<EntryRow> for CatalogueEntry {
    type Error = StoreError;
    fn try_from(row: EntryRow) -> Result<Self, StoreError> {
        let minutes = |minutes: i64| {
            u32::try_from(minutes).map_err(|error| StoreError::row("services", error))
        };
        let offer = match (
            row.offer_id,
            row.calcom_account_id,
            row.event_type,
            row.offer_minutes,
            row.send_length,
        ) {
            (Some(id), Some(account), Some(event_type), Some(length), Some(send_length)) => {
                Some(Offer {
                    id: id.into(),
                    calcom_account: account.into(),
                    event_type: domain::id::EventTypeId(event_type),
                    minutes: minutes(length)?,
                    send_length,
                })
            }
            _ => None,
        };
        Ok(Self {
            service: Service {
                id: row.service_id.into(),
                name: row.name,
                synonyms: row.synonyms.0,
                minutes: minutes(row.service_minutes)?,
            },
            offer,
        })
    }
}

impl Store {
    /// Whose number this is.
    pub async fn number(&self, number: &PhoneNumber) -> Result<Option<Number>, StoreError> {
        let row: Option<TenantRow> = on!(read self.lookups, db => sqlx::query_as(TENANT_BY_NUMBER).bind(number.as_str()).fetch_optional(db).await)?;
        row.map(|row| {
            Ok(Number {
                number: number.clone(),
                tenant: row.try_into()?,
            })
        })
        .transpose()
    }

    /// The Retell accounts and the names of their keys.
    pub async fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        let rows: Vec<(String, Json<Vec<String>>)> =
            on!(read self.lookups, db => sqlx::query_as(ACCOUNTS).fetch_all(db).await)?;
        Ok(rows
            .into_iter()
            .map(|(name, keys)| Account {
                name: AccountName::new(name),
                api_keys: keys.0,
            })
            .collect())
    }

    /// Every company, by slug.
    pub async fn companies(&self) -> Result<Vec<Company>, StoreError> {
        let rows: Vec<(Uuid, String, String, Json<ReadingRules>)> =
            on!(read self.primary, db => sqlx::query_as(COMPANIES).fetch_all(db).await)?;
        Ok(rows
            .into_iter()
            .map(|(id, slug, name, reading)| Company {
                id: id.into(),
                slug,
                name,
                reading: reading.0,
            })
            .collect())
    }

    /// A company's Cal.com account.
    pub async fn calcom_account(
        &self,
        company: CompanyId,
        id: CalcomAccountId,
    ) -> Result<Option<CalcomAccount>, StoreError> {
        let row: Option<(Option<String>, String)> = on!(read self.primary, db => sqlx::query_as(CALCOM_ACCOUNT)
            .bind(id.as_uuid()).bind(company.as_uuid()).fetch_optional(db).await)?;
        Ok(row.map(|(base_url, api_key)| CalcomAccount { base_url, api_key }))
    }

    /// Every Cal.com account with its name, for `ringback check`.
    pub async fn calcom_accounts(
        &self,
    ) -> Result<Vec<(CompanyId, CalcomAccountId, String, CalcomAccount)>, StoreError> {
        let rows: Vec<(Uuid, Uuid, String, Option<String>, String)> =
            on!(read self.primary, db => sqlx::query_as(CALCOM_ACCOUNTS).fetch_all(db).await)?;
        Ok(rows
            .into_iter()
            .map(|(id, company, name, base_url, api_key)| {
                (
                    company.into(),
                    id.into(),
                    name,
                    CalcomAccount { base_url, api_key },
                )
            })
            .collect())
    }
}

impl Tx {
    /// Whose number this is, as the transaction sees it.
    pub async fn number(&mut self, number: &PhoneNumber) -> Result<Option<Number>, StoreError> {
        let row: Option<TenantRow> = on!(tx self, db => sqlx::query_as(TENANT_BY_NUMBER).bind(number.as_str()).fetch_optional(db).await)?;
        row.map(|row| {
            Ok(Number {
                number: number.clone(),
                tenant: row.try_into()?,
            })
        })
        .transpose()
    }

    /// Whose agent this is.
    pub async fn agent(&mut self, id: &RetellAgentId) -> Result<Option<Agent>, StoreError> {
        let row: Option<TenantRow> = on!(tx self, db => sqlx::query_as(TENANT_BY_AGENT).bind(key(id.as_str())).fetch_optional(db).await)?;
        row.map(|row| {
            Ok(Agent {
                id: id.clone(),
                tenant: row.try_into()?,
            })
        })
        .transpose()
    }

    /// What a company offers, and how a branch of it does.
    pub async fn catalogue(&mut self, tenant: &Tenant) -> Result<Vec<CatalogueEntry>, StoreError> {
        let rows: Vec<EntryRow> = on!(tx self, db => sqlx::query_as(CATALOGUE)
            .bind(tenant.company.id.as_uuid()).bind(tenant.branch.id.as_uuid()).fetch_all(db).await)?;
        rows.into_iter().map(CatalogueEntry::try_from).collect()
    }
}
