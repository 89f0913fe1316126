//! Writing tenants: what `ringback tenant import` reads from a file. Every operation is an
//! upsert on a derived id, so importing a file twice changes nothing.

use domain::id::{
    AccountName, BranchId, CalcomAccountId, CompanyId, OfferId, RetellAgentId, ServiceId,
};
use domain::phone::PhoneNumber;
use domain::tenant::{Language, OpeningHours, ReadingRules};
use domain::time::{Instant, Zone};
use sqlx::types::Json;

use crate::engine::{StoreError, Tx, exec, on};
use crate::types::{At, key};

crate::sql! {
    IMPORT_ACCOUNT = "INSERT INTO retell_accounts (name, api_keys, updated_at) VALUES ($1, $2, $3) \
        ON CONFLICT (name) DO UPDATE SET api_keys = excluded.api_keys, updated_at = excluded.updated_at";
    ENSURE_ACCOUNT = "INSERT INTO retell_accounts (name, api_keys, updated_at) VALUES ($1, $2, $3) ON CONFLICT (name) DO NOTHING";
    IMPORT_COMPANY = "INSERT INTO companies (id, slug, name, reading, updated_at) VALUES ($1, $2, $3, $4, $5) \
        ON CONFLICT (id) DO UPDATE SET name = excluded.name, reading = excluded.reading, updated_at = excluded.updated_at";
    IMPORT_CALCOM_ACCOUNT = "INSERT INTO calcom_accounts (id, company_id, name, base_url, api_key, updated_at) VALUES ($1, $2, $3, $4, $5, $6) \
        ON CONFLICT (id) DO UPDATE SET base_url = excluded.base_url, api_key = excluded.api_key, updated_at = excluded.updated_at";
    IMPORT_BRANCH = "INSERT INTO branches (id, company_id, slug, name, zone, language, opening_hours, updated_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
        ON CONFLICT (id) DO UPDATE SET name = excluded.name, zone = excluded.zone, language = excluded.language, \
        opening_hours = excluded.opening_hours, updated_at = excluded.updated_at";
    NUMBER_OWNER = "SELECT company_id FROM phone_numbers WHERE number = $1";
    NUMBER_SINCE = "SELECT active_from FROM phone_numbers WHERE number = $1";
    AGENT_SINCE = "SELECT active_from FROM agents WHERE agent_id = $1";
    EVENT_TYPE_OWNERS = "SELECT o.company_id, a.base_url FROM offers o JOIN calcom_accounts a ON a.id = o.calcom_account_id \
        WHERE o.active AND o.company_id <> $1 AND o.event_type = $2 AND a.api_key = $3";
    IMPORT_NUMBER = "INSERT INTO phone_numbers (number, account, company_id, branch_id, active, active_from, updated_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7) \
        ON CONFLICT (number) DO UPDATE SET account = excluded.account, company_id = excluded.company_id, branch_id = excluded.branch_id, \
        active = excluded.active, active_from = excluded.active_from, updated_at = excluded.updated_at";
    AGENT_OWNER = "SELECT company_id FROM agents WHERE agent_id = $1";
    IMPORT_AGENT = "INSERT INTO agents (agent_id, account, company_id, branch_id, active, active_from, updated_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7) \
        ON CONFLICT (agent_id) DO UPDATE SET account = excluded.account, company_id = excluded.company_id, branch_id = excluded.branch_id, \
        active = excluded.active, active_from = excluded.active_from, updated_at = excluded.updated_at";
    IMPORT_SERVICE = "INSERT INTO services (id, company_id, slug, name, synonyms, minutes, active, updated_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
        ON CONFLICT (id) DO UPDATE SET name = excluded.name, synonyms = excluded.synonyms, minutes = excluded.minutes, \
        active = excluded.active, updated_at = excluded.updated_at";
    /// A branch offers a service one way at a time; appointments keep the offer they were made by.
    RETIRE_OFFERS = "UPDATE offers SET active = FALSE, updated_at = $5 \
        WHERE company_id = $1 AND branch_id = $2 AND service_id = $3 AND active AND id <> $4";
    IMPORT_OFFER = "INSERT INTO offers (id, company_id, branch_id, service_id, calcom_account_id, event_type, minutes, send_length, active, updated_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
        ON CONFLICT (id) DO UPDATE SET branch_id = excluded.branch_id, service_id = excluded.service_id, send_length = excluded.send_length, \
        active = excluded.active, updated_at = excluded.updated_at";
}

/// A Retell account.
#[derive(Debug, Clone)]
pub struct ImportAccount {
    /// Its name.
    pub name: AccountName,
    /// `env:NAME` or `file:PATH` each.
    pub api_keys: Vec<String>,
}

/// A company.
#[derive(Debug, Clone)]
pub struct ImportCompany {
    /// Short and unique; its id derives from it.
    pub slug: String,
    /// As callers know it.
    pub name: String,
    /// How its agent's data are to be read.
    pub reading: ReadingRules,
}

/// A Cal.com account of a company.
#[derive(Debug, Clone)]
pub struct ImportCalcomAccount {
    /// Whose.
    pub company: CompanyId,
    /// Unique in the company; its id derives from it.
    pub name: String,
    /// Where it is, if not where all are.
    pub base_url: Option<String>,
    /// `env:NAME` or `file:PATH`.
    pub api_key: String,
}

/// A branch of a company.
#[derive(Debug, Clone)]
pub struct ImportBranch {
    /// Whose.
    pub company: CompanyId,
    /// Unique in the company; its id derives from it.
    pub slug: String,
    /// As callers know it.
    pub name: String,
    /// Where its clocks hang.
    pub zone: Zone,
    /// What it speaks.
    pub language: Language,
    /// When it is open.
    pub opening_hours: OpeningHours,
}

/// A phone number of a branch.
#[derive(Debug, Clone)]
pub struct ImportNumber {
    /// The number.
    pub number: PhoneNumber,
    /// The Retell account that owns it.
    pub account: AccountName,
    /// Whose.
    pub company: CompanyId,
    /// Which branch it rings at.
    pub branch: BranchId,
    /// Whether calls to it are worked on.
    pub active: bool,
    /// From when on they are booked from.
    pub active_from: Instant,
}

/// A Retell agent that answers web calls or chats of a branch.
#[derive(Debug, Clone)]
pub struct ImportAgent {
    /// Retell's id.
    pub id: RetellAgentId,
    /// The Retell account that owns it.
    pub account: AccountName,
    /// Whose.
    pub company: CompanyId,
    /// Which branch it speaks for.
    pub branch: BranchId,
    /// Whether its calls are worked on.
    pub active: bool,
    /// From when on they are booked from.
    pub active_from: Instant,
}

/// A service of a company.
#[derive(Debug, Clone)]
pub struct ImportService {
    /// Whose.
    pub company: CompanyId,
    /// Unique in the company; its id derives from it.
    pub slug: String,
    /// As customers know it.
    pub name: String,
    /// What else they call it.
    pub synonyms: Vec<String>,
    /// How long it takes.
    pub minutes: u32,
    /// Whether it is on offer.
    pub active: bool,
}

/// How a branch offers a service at Cal.com.
#[derive(Debug, Clone)]
pub struct ImportOffer {
    /// Whose.
    pub company: CompanyId,
    /// Where.
    pub branch: BranchId,
    /// What.
    pub service: ServiceId,
    /// In whose calendar.
    pub calcom_account: CalcomAccountId,
    /// As what.
    pub event_type: i64,
    /// How long.
    pub minutes: u32,
    /// Whether the length must be sent.
    pub send_length: bool,
    /// Whether it is on offer.
    pub active: bool,
}

impl Tx {
    /// Creates or updates an account and the names of its keys.
    pub async fn import_account(
        &mut self,
        account: &ImportAccount,
        now: Instant,
    ) -> Result<(), StoreError> {
        exec!(
            self,
            sqlx::query(IMPORT_ACCOUNT)
                .bind(account.name.as_str())
                .bind(Json(&account.api_keys))
                .bind(At(now))
        )?;
        Ok(())
    }

    /// Creates an account without keys if there is none of that name: its keys come from settings.
    pub async fn ensure_account(
        &mut self,
        name: &AccountName,
        now: Instant,
    ) -> Result<(), StoreError> {
        exec!(
            self,
            sqlx::query(ENSURE_ACCOUNT)
                .bind(name.as_str())
                .bind(Json(Vec::<String>::new()))
                .bind(At(now))
        )?;
        Ok(())
    }

    /// Creates or updates a company.
    pub async fn import_company(
        &mut self,
        company: &ImportCompany,
        now: Instant,
    ) -> Result<CompanyId, StoreError> {
        let id = CompanyId::of(&company.slug);
        exec!(
            self,
            sqlx::query(IMPORT_COMPANY)
                .bind(id.as_uuid())
                .bind(&company.slug)
                .bind(&company.name)
                .bind(Json(&company.reading))
                .bind(At(now))
        )?;
        Ok(id)
    }

    /// Creates or updates a company's Cal.com account.
    pub async fn import_calcom_account(
        &mut self,
        account: &ImportCalcomAccount,
        now: Instant,
    ) -> Result<CalcomAccountId, StoreError> {
        let id = CalcomAccountId::of(account.company, &account.name);
        exec!(
            self,
            sqlx::query(IMPORT_CALCOM_ACCOUNT)
                .bind(id.as_uuid())
                .bind(account.company.as_uuid())
                .bind(&account.name)
                .bind(&account.base_url)
                .bind(&account.api_key)
                .bind(At(now))
        )?;
        Ok(id)
    }

    /// Creates or updates a branch.
    pub async fn import_branch(
        &mut self,
        branch: &ImportBranch,
        now: Instant,
    ) -> Result<BranchId, StoreError> {
        let id = BranchId::of(branch.company, &branch.slug);
        exec!(
            self,
            sqlx::query(IMPORT_BRANCH)
                .bind(id.as_uuid())
                .bind(branch.company.as_uuid())
                .bind(&branch.slug)
                .bind(&branch.name)
                .bind(branch.zone.name())
                .bind(branch.language.as_str())
                .bind(Json(&branch.opening_hours))
                .bind(At(now))
        )?;
        Ok(id)
    }

    /// The company that has this number, if any: a number is not taken from one by importing it
    /// for another.
    pub async fn number_owner(
        &mut self,
        number: &PhoneNumber,
    ) -> Result<Option<CompanyId>, StoreError> {
        let owner: Option<uuid::Uuid> = on!(tx self, db => sqlx::query_scalar(NUMBER_OWNER).bind(number.as_str()).fetch_optional(db).await)?;
        Ok(owner.map(CompanyId::from))
    }

    /// From when on calls to a number are booked from, whether it is active or not.
    pub async fn number_since(
        &mut self,
        number: &PhoneNumber,
    ) -> Result<Option<Instant>, StoreError> {
        let since: Option<At> = on!(tx self, db => sqlx::query_scalar(NUMBER_SINCE).bind(number.as_str()).fetch_optional(db).await)?;
        Ok(since.map(Instant::from))
    }

    /// The same for an agent.
    pub async fn agent_since(
        &mut self,
        agent: &RetellAgentId,
    ) -> Result<Option<Instant>, StoreError> {
        let since: Option<At> = on!(tx self, db => sqlx::query_scalar(AGENT_SINCE).bind(key(agent.as_str())).fetch_optional(db).await)?;
        Ok(since.map(Instant::from))
    }

    /// Whether another company already books this event type with the same key (F73).
    pub async fn event_type_of_others(
        &mut self,
        account: &ImportCalcomAccount,
        event_type: i64,
    ) -> Result<bool, StoreError> {
        let owners: Vec<(uuid::Uuid, Option<String>)> = on!(tx self, db => sqlx::query_as(EVENT_TYPE_OWNERS)
            .bind(account.company.as_uuid()).bind(event_type).bind(&account.api_key)
            .fetch_all(db).await)?;
        Ok(owners
            .iter()
            .any(|(_, base_url)| *base_url == account.base_url))
    }

    /// Creates or updates a number.
    pub async fn import_number(
        &mut self,
        number: &ImportNumber,
        now: Instant,
    ) -> Result<(), StoreError> {
        exec!(
            self,
            sqlx::query(IMPORT_NUMBER)
                .bind(number.number.as_str())
                .bind(number.account.as_str())
                .bind(number.company.as_uuid())
                .bind(number.branch.as_uuid())
                .bind(number.active)
                .bind(At(number.active_from))
                .bind(At(now))
        )?;
        Ok(())
    }

    /// The company that has this agent, if any.
    pub async fn agent_owner(
        &mut self,
        agent: &RetellAgentId,
    ) -> Result<Option<CompanyId>, StoreError> {
        let owner: Option<uuid::Uuid> = on!(tx self, db => sqlx::query_scalar(AGENT_OWNER).bind(key(agent.as_str())).fetch_optional(db).await)?;
        Ok(owner.map(CompanyId::from))
    }

    /// Creates or updates an agent.
    pub async fn import_agent(
        &mut self,
        agent: &ImportAgent,
        now: Instant,
    ) -> Result<(), StoreError> {
        exec!(
            self,
            sqlx::query(IMPORT_AGENT)
                .bind(key(agent.id.as_str()))
                .bind(agent.account.as_str())
                .bind(agent.company.as_uuid())
                .bind(agent.branch.as_uuid())
                .bind(agent.active)
                .bind(At(agent.active_from))
                .bind(At(now))
        )?;
        Ok(())
    }

    /// Creates or updates a service.
    pub async fn import_service(
        &mut self,
        service: &ImportService,
        now: Instant,
    ) -> Result<ServiceId, StoreError> {
        let id = ServiceId::of(service.company, &service.slug);
        exec!(
            self,
            sqlx::query(IMPORT_SERVICE)
                .bind(id.as_uuid())
                .bind(service.company.as_uuid())
                .bind(&service.slug)
                .bind(&service.name)
                .bind(Json(&service.synonyms))
                .bind(i64::from(service.minutes))
                .bind(service.active)
                .bind(At(now))
        )?;
        Ok(id)
    }

    /// Creates or updates an offer; an active one takes the place of the branch's other offers of
    /// that service. The database refuses one that mixes companies (F73).
    pub async fn import_offer(
        &mut self,
        offer: &ImportOffer,
        now: Instant,
    ) -> Result<OfferId, StoreError> {
        let id = OfferId::of(offer.calcom_account, offer.event_type, offer.minutes);
        if offer.active {
            exec!(
                self,
                sqlx::query(RETIRE_OFFERS)
                    .bind(offer.company.as_uuid())
                    .bind(offer.branch.as_uuid())
                    .bind(offer.service.as_uuid())
                    .bind(id.as_uuid())
                    .bind(At(now))
            )?;
        }
        exec!(
            self,
            sqlx::query(IMPORT_OFFER)
                .bind(id.as_uuid())
                .bind(offer.company.as_uuid())
                .bind(offer.branch.as_uuid())
                .bind(offer.service.as_uuid())
                .bind(offer.calcom_account.as_uuid())
                .bind(offer.event_type)
                .bind(i64::from(offer.minutes))
                .bind(offer.send_length)
                .bind(offer.active)
                .bind(At(now))
        )?;
        Ok(id)
    }
}
