//! Two businesses: a salon in Berlin and a practice in London, each with a Retell account and a
//! Cal.com key of its own.

use std::path::Path;
use std::time::Duration;

use domain::id::{AccountName, BranchId, CompanyId, EventTypeId, RetellAgentId};
use domain::phone::PhoneNumber;
use domain::tenant::{Language, OpeningHours, ReadingRules};
use domain::time::{Instant, Zone};
use sandbox::calcom::{Account, EventType, Mode};
use store::{
    ImportAccount, ImportAgent, ImportBranch, ImportCalcomAccount, ImportCompany, ImportNumber,
    ImportOffer, ImportService, Store, Tx,
};

/// What one business is made of.
#[derive(Debug, Clone, Copy)]
pub struct Business {
    /// Its slug.
    pub slug: &'static str,
    /// As callers know it.
    pub name: &'static str,
    /// Its number.
    pub number: &'static str,
    /// The agent of its web calls.
    pub agent: &'static str,
    /// Its account at Retell.
    pub account: &'static str,
    /// The key of that account.
    pub key: &'static str,
    /// Its key at Cal.com.
    pub calcom_key: &'static str,
    /// Where its clocks hang.
    pub zone: &'static str,
    /// What it speaks.
    pub language: Language,
    /// What it offers.
    pub services: &'static [Service],
}

/// A service as its business offers it.
#[derive(Debug, Clone, Copy)]
pub struct Service {
    /// Its slug.
    pub slug: &'static str,
    /// As customers know it.
    pub name: &'static str,
    /// How long it takes.
    pub minutes: u32,
    /// What is booked at Cal.com.
    pub event_type: i64,
    /// How a booking of it comes about.
    pub mode: Mode,
    /// How many may be served at once.
    pub chairs: u64,
}

/// The salon; its account's keys come from the settings.
pub const SALON: Business = Business {
    slug: "schoene-koepfe",
    name: "Friseursalon Schöne Köpfe",
    number: "+493023125014",
    agent: "agent_3b9d2f7c60e148a5b1c07f4e2d",
    account: "default",
    key: "key_of_the_salon",
    calcom_key: "cal_test_salon",
    zone: "Europe/Berlin",
    language: Language::German,
    services: &[CUT, COLOUR, ADVICE, WAVE],
};

/// The practice; its account names its key.
pub const PRACTICE: Business = Business {
    slug: "riverside-practice",
    name: "Riverside Practice",
    number: "+442071838750",
    agent: "agent_riverside",
    account: "riverside",
    key: "key_of_the_practice",
    calcom_key: "cal_test_practice",
    zone: "Europe/London",
    language: Language::English,
    services: &[CHECK_UP],
};

/// Booked at once.
pub const CUT: Service = Service {
    slug: "herrenhaarschnitt",
    name: "Herrenhaarschnitt",
    minutes: 30,
    event_type: 101,
    mode: Mode::Plain,
    chairs: 1,
};

/// The one of Retell's samples.
pub const COLOUR: Service = Service {
    slug: "straehnen",
    name: "Waschen, Schneiden, Föhnen + Strähnen",
    minutes: 150,
    event_type: 102,
    mode: Mode::Plain,
    chairs: 1,
};

/// A host has to accept.
pub const ADVICE: Service = Service {
    slug: "beratung",
    name: "Farbberatung",
    minutes: 15,
    event_type: 103,
    mode: Mode::Confirmation,
    chairs: 1,
};

/// Round-robin: Cal.com answers a second request of an attendee with the first booking (F4).
pub const WAVE: Service = Service {
    slug: "dauerwelle",
    name: "Dauerwelle",
    minutes: 60,
    event_type: 104,
    mode: Mode::RoundRobin,
    chairs: 3,
};

/// Booked at once.
pub const CHECK_UP: Service = Service {
    slug: "check-up",
    name: "Check-up",
    minutes: 20,
    event_type: 201,
    mode: Mode::Plain,
    chairs: 2,
};

impl Business {
    /// Its id.
    pub fn id(&self) -> CompanyId {
        CompanyId::of(self.slug)
    }

    /// The name of its account.
    pub fn account_name(&self) -> AccountName {
        AccountName::new(self.account)
    }

    /// Its only branch.
    pub fn branch(&self) -> BranchId {
        BranchId::of(self.id(), "main")
    }

    /// The zone of its branch.
    ///
    /// # Errors
    /// The machine has no zones.
    pub fn zone(&self) -> anyhow::Result<Zone> {
        Ok(Zone::parse(self.zone)?)
    }

    /// Its account at the stand-in Cal.com.
    ///
    /// # Errors
    /// The machine has no zones.
    pub fn calcom(&self) -> anyhow::Result<Account> {
        let zone = self.zone()?;
        let types = self.services.iter().map(|service| {
            let id = service.event_type.unsigned_abs();
            let hosts: Vec<u64> = (0..service.chairs).map(|chair| id * 10 + chair).collect();
            EventType::new(EventTypeId(service.event_type), service.minutes, &zone)
                .mode(service.mode)
                .hosts(hosts)
        });
        Ok(Account::new(self.calcom_key, types.collect()))
    }

    /// Writes it into the store, all but the number: see [`Self::register_number`].
    ///
    /// # Errors
    /// The store refuses.
    pub async fn import(
        &self,
        tx: &mut Tx,
        keys: &Path,
        calcom: &str,
        now: Instant,
    ) -> anyhow::Result<()> {
        let file = |kind: &str, key: &str| {
            let path = keys.join(format!("{}.{kind}", self.slug));
            std::fs::write(&path, key)?;
            anyhow::Ok(format!("file:{}", path.display()))
        };
        let account = self.account_name();
        if account == AccountName::default_account() {
            tx.ensure_account(&account, now).await?;
        } else {
            let api_keys = vec![file("retell", self.key)?];
            let account = ImportAccount {
                name: account,
                api_keys,
            };
            tx.import_account(&account, now).await?;
        }
        let company = ImportCompany {
            slug: self.slug.into(),
            name: self.name.into(),
            reading: ReadingRules::default(),
        };
        let company = tx.import_company(&company, now).await?;
        let calcom_account = ImportCalcomAccount {
            company,
            name: "main".into(),
            base_url: Some(calcom.to_owned()),
            api_key: file("calcom", self.calcom_key)?,
        };
        let calcom_account = tx.import_calcom_account(&calcom_account, now).await?;
        let branch = ImportBranch {
            company,
            slug: "main".into(),
            name: self.name.into(),
            zone: self.zone()?,
            language: self.language,
            opening_hours: OpeningHours::new(),
        };
        let branch = tx.import_branch(&branch, now).await?;
        for service in self.services {
            let imported = ImportService {
                company,
                slug: service.slug.into(),
                name: service.name.into(),
                synonyms: Vec::new(),
                minutes: service.minutes,
                active: true,
            };
            let offer = ImportOffer {
                company,
                branch,
                service: tx.import_service(&imported, now).await?,
                calcom_account,
                event_type: service.event_type,
                minutes: service.minutes,
                send_length: false,
                active: true,
            };
            tx.import_offer(&offer, now).await?;
        }
        let agent = ImportAgent {
            id: RetellAgentId::new(self.agent),
            account: self.account_name(),
            company,
            branch,
            active: true,
            active_from: long_ago(now),
        };
        tx.import_agent(&agent, now).await?;
        Ok(())
    }

    /// Registers one of its numbers, booked from since `active_from`.
    ///
    /// # Errors
    /// The store refuses.
    pub async fn register_number(
        &self,
        store: &Store,
        number: &str,
        active_from: Instant,
        now: Instant,
    ) -> anyhow::Result<()> {
        let number = ImportNumber {
            number: PhoneNumber::parse(number)?,
            account: self.account_name(),
            company: self.id(),
            branch: self.branch(),
            active: true,
            active_from,
        };
        let mut tx = store.begin().await?;
        tx.import_number(&number, now).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Since when numbers and agents are active unless a test says otherwise.
pub fn long_ago(now: Instant) -> Instant {
    now.minus(Duration::from_hours(365 * 24))
}
