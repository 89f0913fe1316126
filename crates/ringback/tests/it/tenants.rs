use std::time::Duration;

use domain::id::RetellAgentId;
use domain::phone::PhoneNumber;
use store::{Options, Store};
use testkit::Database;

use super::Home;

const SAMPLE: &str = include_str!("../../../../deploy/tenants.sample.toml");

/// One company, one number, that of another company's sample.
const RIVAL: &str = "
[[company]]
slug = 'rival'
name = 'Rival'
[[company.branch]]
slug = 'b'
name = 'B'
zone = 'Europe/Berlin'
language = 'de'
[[company.branch.number]]
number = '+493023125014'
account = 'default'
[[company.branch.agent]]
id = 'agent_3b9d0c5e7f'
account = 'default'
";

#[tokio::test]
async fn importing_twice_is_importing_once_on_sqlite() {
    let home = Home::new();
    let url = format!(
        "sqlite:{}",
        home.folder
            .path()
            .join("ringback-data/store.sqlite")
            .display()
    );
    import_is_idempotent(home, &url).await;
}

#[tokio::test]
async fn importing_twice_is_importing_once_on_postgresql() {
    let database = Database::fresh().await.unwrap();
    let home = Home::new().with("RINGBACK_DATABASE_URL", &database.url());
    let too_old = home.run(&["migrate", "--check"]);
    assert_eq!(too_old.status, 1);
    assert!(too_old.err.contains("ringback migrate"), "{}", too_old.err);
    assert!(home.run(&["migrate"]).out.contains("from version 0 to"));
    import_is_idempotent(home, &database.url()).await;
}

async fn import_is_idempotent(home: Home, url: &str) {
    home.write("tenants.toml", SAMPLE);
    let tried = home.json(&["tenant", "import", "tenants.toml", "--dry-run", "--json"]);
    assert_eq!(tried["imported"], false);
    assert_eq!(tried["written"]["new_numbers"], 3);
    // The dry run has left nothing, so the numbers are still new.
    let first = home.json(&["tenant", "import", "tenants.toml", "--json"]);
    assert_eq!(first["imported"], true);
    assert_eq!(first["written"]["new_numbers"], 3);
    assert_eq!(first["waiting"], 0);

    let store = Store::open(url, None, &Options::default()).await.unwrap();
    let altona = PhoneNumber::parse("+49403174500").unwrap();
    let known = store.number(&altona).await.unwrap().unwrap();
    tokio::time::sleep(Duration::from_millis(5)).await;
    let second = home.json(&["tenant", "import", "tenants.toml", "--json"]);
    assert_eq!(second["written"]["new_numbers"], 0);
    // Not even the date that the file leaves out.
    assert_eq!(store.number(&altona).await.unwrap().unwrap(), known);
    let mut tx = store.begin().await.unwrap();
    let agent = RetellAgentId::new("agent_3b9d0c5e7f");
    assert!(tx.agent(&agent).await.unwrap().is_some());
    drop(tx);

    home.write("rival.toml", RIVAL);
    let refused = home.run(&["tenant", "import", "rival.toml"]);
    assert_eq!(refused.status, 1);
    assert!(
        refused
            .err
            .contains("rival.toml:11: number `+493023125014` belongs to another"),
        "{}",
        refused.err
    );
    assert!(
        refused
            .err
            .contains("rival.toml:14: agent `agent_3b9d0c5e7f` belongs"),
        "{}",
        refused.err
    );
    assert!(
        refused
            .err
            .contains("2 mistakes in rival.toml; nothing was imported")
    );
    // All or nothing: the company is not there either.
    let accounts = store.accounts().await.unwrap();
    assert!(
        accounts
            .iter()
            .all(|account| account.name.as_str() != "default")
    );
}

#[test]
fn all_mistakes_are_told_at_once_also_as_json() {
    let home = Home::new();
    home.write(
        "tenants.toml",
        include_str!("../../src/tenant/mistakes.toml"),
    );
    let expected = include_str!("../../src/tenant/mistakes.txt");
    let ran = home.run(&["tenant", "import", "tenants.toml"]);
    assert_eq!((ran.status, ran.out.as_str()), (1, ""));
    for line in expected.lines() {
        assert!(
            ran.err.contains(&format!("tenants.toml:{line}\n")),
            "{line}\n{}",
            ran.err
        );
    }
    let ran = home.run(&["tenant", "import", "tenants.toml", "--json"]);
    let told: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(
        (ran.status, told["problems"].as_array().unwrap().len()),
        (1, expected.lines().count())
    );
    assert_eq!(told["problems"][0]["line"], 4);
}
