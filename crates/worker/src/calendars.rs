//! Cal.com clients: one per account that a company names, with the key resolved when it is used.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, anyhow};
use calcom::{Client, ClientConfig};
use domain::id::{CalcomAccountId, CompanyId};
use domain::time::Clock;
use store::Store;

/// Makes clients. Those of one server share their connections.
#[derive(Debug)]
pub(crate) struct Calendars {
    store: Store,
    default_base_url: String,
    timeout: Duration,
    clock: Clock,
    /// By base URL.
    servers: Mutex<HashMap<String, Client>>,
}

impl Calendars {
    pub(crate) fn new(
        store: Store,
        default_base_url: String,
        timeout: Duration,
        clock: Clock,
    ) -> Self {
        Self {
            store,
            default_base_url,
            timeout,
            clock,
            servers: Mutex::default(),
        }
    }

    /// The client of a company's account. The key is read anew each time, so a rotated one is
    /// used at once.
    pub(crate) async fn client(
        &self,
        company: CompanyId,
        account: CalcomAccountId,
    ) -> anyhow::Result<Client> {
        let account = self
            .store
            .calcom_account(company, account)
            .await?
            .ok_or_else(|| anyhow!("the company has no such Cal.com account"))?;
        let key = service::secrets::resolve(&account.api_key)?;
        let base_url = account
            .base_url
            .unwrap_or_else(|| self.default_base_url.clone());
        // Nothing that holds the lock can panic half-way, so a poisoned one is still whole.
        let mut servers = self.servers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = servers.get(&base_url) {
            return Ok(known.with_key(&key)?);
        }
        let config = ClientConfig {
            timeout: self.timeout,
            clock: self.clock.clone(),
            ..ClientConfig::new(base_url.clone(), key)
        };
        let client = Client::new(config)
            .with_context(|| format!("the address `{base_url}` cannot be used"))?;
        servers.insert(base_url, client.clone());
        Ok(client)
    }
}
