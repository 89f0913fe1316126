//! Two businesses, and what can be booked with them. All names and numbers are invented.

use std::path::Path;

use domain::id::{AccountName, EventTypeId, RetellAgentId};
use domain::phone::PhoneNumber;
use domain::tenant::{Language, OpeningHours, ReadingRules};
use domain::time::{Instant, Zone};
use sandbox::calcom::{Account, EventType};
use store::{
    ImportAccount, ImportAgent, ImportBranch, ImportCalcomAccount, ImportCompany, ImportNumber,
    ImportOffer, ImportService, Store,
};

/// A business with one branch.
struct Business {
    slug: &'static str,
    name: &'static str,
    branch: &'static str,
    zone: &'static str,
    language: Language,
    number: &'static str,
    agent: Option<&'static str>,
    services: &'static [Service],
}

struct Service {
    slug: &'static str,
    name: &'static str,
    synonyms: &'static [&'static str],
    minutes: u32,
    event_type: i64,
}

/// The number of the salon in Berlin.
pub(super) const SALON: &str = "+493023125014";
/// The number of the practice in London.
pub(super) const PRACTICE: &str = "+442079460018";
/// What the salon's sample call is about.
pub(super) const SAMPLE_EVENT_TYPE: EventTypeId = EventTypeId(1001);

const CAST: &[Business] = &[
    Business {
        slug: "schoene-koepfe",
        name: "Friseursalon Schöne Köpfe",
        branch: "koepenick",
        zone: "Europe/Berlin",
        language: Language::German,
        number: SALON,
        agent: Some("agent_3b9d2f7c60e148a5b1c07f4e2d"),
        services: &[
            Service {
                slug: "straehnen",
                name: "Waschen, Schneiden, Föhnen + Strähnen",
                synonyms: &["Strähnen"],
                minutes: 120,
                event_type: SAMPLE_EVENT_TYPE.0,
            },
            Service {
                slug: "herren",
                name: "Herrenhaarschnitt",
                synonyms: &["Herrenschnitt", "Haarschnitt Herren"],
                minutes: 30,
                event_type: 1002,
            },
        ],
    },
    Business {
        slug: "harbour",
        name: "Harbour Physiotherapy",
        branch: "wapping",
        zone: "Europe/London",
        language: Language::English,
        number: PRACTICE,
        agent: None,
        services: &[Service {
            slug: "physio",
            name: "Physiotherapy",
            synonyms: &["physio session"],
            minutes: 40,
            event_type: 2001,
        }],
    },
];

/// Cal.com's side of the businesses: an account each.
pub(super) fn calcom_accounts(key_of: impl Fn(&str) -> String) -> anyhow::Result<Vec<Account>> {
    CAST.iter()
        .map(|business| {
            let zone = Zone::parse(business.zone)?;
            let event_types = business
                .services
                .iter()
                .map(|service| {
                    EventType::new(EventTypeId(service.event_type), service.minutes, &zone)
                })
                .collect();
            Ok(Account::new(key_of(business.slug), event_types))
        })
        .collect()
}

/// Our side: what `ringback tenant import` would write. `key_file` is where a company's Cal.com
/// key lies.
pub(super) async fn import(
    store: &Store,
    key_file: impl Fn(&str) -> std::path::PathBuf,
    now: Instant,
) -> anyhow::Result<()> {
    let account = AccountName::default_account();
    // The samples are older than today; their numbers were ours already.
    let active_from = Instant::from_millis(0).unwrap_or(now);
    let mut tx = store.begin().await?;
    tx.import_account(
        &ImportAccount {
            name: account.clone(),
            api_keys: Vec::new(),
        },
        now,
    )
    .await?;
    for business in CAST {
        let company = tx
            .import_company(
                &ImportCompany {
                    slug: business.slug.into(),
                    name: business.name.into(),
                    reading: ReadingRules::default(),
                },
                now,
            )
            .await?;
        let branch = tx
            .import_branch(
                &ImportBranch {
                    company,
                    slug: business.branch.into(),
                    name: business.name.into(),
                    zone: Zone::parse(business.zone)?,
                    language: business.language,
                    opening_hours: OpeningHours::new(),
                },
                now,
            )
            .await?;
        let number = PhoneNumber::parse(business.number)?;
        let number = ImportNumber {
            number,
            account: account.clone(),
            company,
            branch,
            active: true,
            active_from,
        };
        tx.import_number(&number, now).await?;
        if let Some(id) = business.agent {
            let id = RetellAgentId::new(id);
            let agent = ImportAgent {
                id,
                account: account.clone(),
                company,
                branch,
                active: true,
                active_from,
            };
            tx.import_agent(&agent, now).await?;
        }
        let calendar = ImportCalcomAccount {
            company,
            name: "main".into(),
            base_url: None,
            api_key: file_reference(&key_file(business.slug)),
        };
        let calcom_account = tx.import_calcom_account(&calendar, now).await?;
        for service in business.services {
            let id = tx
                .import_service(
                    &ImportService {
                        company,
                        slug: service.slug.into(),
                        name: service.name.into(),
                        synonyms: service
                            .synonyms
                            .iter()
                            .map(|&name| name.to_owned())
                            .collect(),
                        minutes: service.minutes,
                        active: true,
                    },
                    now,
                )
                .await?;
            let offer = ImportOffer {
                company,
                branch,
                service: id,
                calcom_account,
                event_type: service.event_type,
                minutes: service.minutes,
                send_length: false,
                active: true,
            };
            tx.import_offer(&offer, now).await?;
        }
    }
    tx.commit().await?;
    Ok(())
}

fn file_reference(path: &Path) -> String {
    format!("file:{}", path.display())
}
