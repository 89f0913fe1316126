//! Importing a tenant twice is importing it once.

use std::time::Duration;

use domain::id::{AccountName, RetellAgentId};
use domain::tenant::{Language, ReadingRules};
use domain::time::{Instant, Zone};
use store::{
    ImportAccount, ImportAgent, ImportBranch, ImportCalcomAccount, ImportCompany, ImportNumber,
    ImportOffer, ImportService,
};

use crate::support::{Db, Engine, both};
use crate::world::{now, phone};

const TABLES: [&str; 8] = [
    "retell_accounts",
    "companies",
    "calcom_accounts",
    "branches",
    "phone_numbers",
    "agents",
    "services",
    "offers",
];

async fn import(db: &Db, name: &str, now: Instant) {
    let mut tx = db.store.begin().await.unwrap();
    let account = AccountName::new("own");
    let keys = ImportAccount {
        name: account.clone(),
        api_keys: vec!["env:NEW".into(), "file:/run/secrets/old".into()],
    };
    tx.import_account(&keys, now).await.unwrap();
    let company = ImportCompany {
        slug: "salon".into(),
        name: name.into(),
        reading: ReadingRules {
            booking_tools: vec!["buchen".into()],
            ..ReadingRules::default()
        },
    };
    let company = tx.import_company(&company, now).await.unwrap();
    let calcom_account = ImportCalcomAccount {
        company,
        name: "main".into(),
        base_url: Some("https://cal.example.com".into()),
        api_key: "env:CALCOM_KEY".into(),
    };
    let calcom_account = tx
        .import_calcom_account(&calcom_account, now)
        .await
        .unwrap();
    let branch = ImportBranch {
        company,
        slug: "mitte".into(),
        name: name.into(),
        zone: Zone::parse("Europe/Vienna").unwrap(),
        language: Language::English,
        opening_hours: [
            (
                "tue".to_owned(),
                vec![
                    "09:00-12:00".parse().unwrap(),
                    "13:00-18:00".parse().unwrap(),
                ],
            ),
            ("mon".to_owned(), vec![]),
        ]
        .into(),
    };
    let branch = tx.import_branch(&branch, now).await.unwrap();
    let (active, active_from) = (true, crate::world::now());
    let number = ImportNumber {
        number: phone("+493023125014"),
        account: account.clone(),
        company,
        branch,
        active,
        active_from,
    };
    tx.import_number(&number, now).await.unwrap();
    let agent = ImportAgent {
        id: RetellAgentId::new("agent_1"),
        account,
        company,
        branch,
        active,
        active_from,
    };
    tx.import_agent(&agent, now).await.unwrap();
    let service = ImportService {
        company,
        slug: "cut".into(),
        name: name.into(),
        synonyms: vec!["Schnitt".into()],
        minutes: 30,
        active,
    };
    let service = tx.import_service(&service, now).await.unwrap();
    let offer = ImportOffer {
        company,
        branch,
        service,
        calcom_account,
        event_type: 42,
        minutes: 30,
        send_length: true,
        active,
    };
    tx.import_offer(&offer, now).await.unwrap();
    tx.commit().await.unwrap();
}

/// Every row of the tenant's tables as text, without `updated_at`.
async fn dump(db: &Db) -> Vec<String> {
    let mut dump = Vec::new();
    for table in TABLES {
        let sql = match db.engine() {
            Engine::Postgres => {
                format!("SELECT CAST(to_jsonb(t) - 'updated_at' AS TEXT) FROM {table} t ORDER BY 1")
            }
            Engine::Sqlite => {
                let columns = db
                    .rows(&format!(
                        "SELECT name FROM pragma_table_info('{table}') WHERE name <> 'updated_at'"
                    ))
                    .await;
                let columns: Vec<_> = columns
                    .into_iter()
                    .map(|row| format!("quote({})", row[0].clone().unwrap()))
                    .collect();
                format!(
                    "SELECT {} FROM {table} ORDER BY 1",
                    columns.join(" || '|' || ")
                )
            }
        };
        let rows = db.rows(&sql).await;
        dump.extend(
            rows.into_iter()
                .map(|row| format!("{table}: {}", row[0].clone().unwrap())),
        );
    }
    dump
}

both! {
    importing_twice_changes_nothing;
    importing_anew_changes_names_and_not_ids;
    an_import_that_fails_leaves_nothing;
}

async fn importing_twice_changes_nothing(db: Db) {
    import(&db, "Salon", now()).await;
    let before = dump(&db).await;
    assert_eq!(before.len(), TABLES.len());
    import(&db, "Salon", now().plus(Duration::from_hours(1))).await;
    assert_eq!(dump(&db).await, before);
    let accounts = db.store.accounts().await.unwrap();
    assert_eq!(accounts[0].api_keys, ["env:NEW", "file:/run/secrets/old"]);
    // What settings alone name does not take away what was imported.
    db.tx(async |tx| tx.ensure_account(&accounts[0].name, now()).await)
        .await
        .unwrap();
    assert_eq!(db.store.accounts().await.unwrap(), accounts);
}

async fn importing_anew_changes_names_and_not_ids(db: Db) {
    import(&db, "Salon", now()).await;
    let before = db
        .store
        .number(&phone("+493023125014"))
        .await
        .unwrap()
        .unwrap()
        .tenant;
    import(&db, "Salon neu", now()).await;
    let after = db
        .store
        .number(&phone("+493023125014"))
        .await
        .unwrap()
        .unwrap()
        .tenant;
    assert_eq!(
        (after.company.name.as_str(), after.branch.name.as_str()),
        ("Salon neu", "Salon neu")
    );
    assert_eq!(
        (after.company.id, after.branch.id),
        (before.company.id, before.branch.id)
    );
    assert_eq!(after.company.reading.booking_tools, ["buchen"]);
    for table in TABLES {
        assert_eq!(db.count(table).await, 1, "{table}");
    }
}

async fn an_import_that_fails_leaves_nothing(db: Db) {
    let company = ImportCompany {
        slug: "salon".into(),
        name: "Salon".into(),
        reading: ReadingRules::default(),
    };
    let mut tx = db.store.begin().await.unwrap();
    tx.import_company(&company, now()).await.unwrap();
    drop(tx);
    assert_eq!(db.count("companies").await, 0);
    // And the writer is free again.
    db.tx(async |tx| tx.import_company(&company, now()).await)
        .await
        .unwrap();
    assert_eq!(db.count("companies").await, 1);
}
