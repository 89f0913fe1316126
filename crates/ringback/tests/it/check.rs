use sandbox::calcom::{Account, Calcom, CalcomConfig};
use serde_json::Value;
use testkit::Redis;

use super::{Home, KEY};

fn lines(ran: &super::Ran, level: &str) -> Vec<String> {
    let lines = ran.out.lines().filter(|line| line.starts_with(level));
    lines.map(str::to_owned).collect()
}

#[test]
fn without_a_key_nothing_can_be_taken() {
    let ran = Home::new().run(&["check"]);
    assert_eq!(ran.status, 1);
    let failed = lines(&ran, "FAIL");
    assert!(
        failed.len() == 1 && failed[0].contains("RINGBACK_RETELL_API_KEYS"),
        "{}",
        ran.out
    );
}

#[test]
fn a_fresh_machine_with_a_key_is_well() {
    let home = Home::new().with("RINGBACK_RETELL_API_KEYS", KEY);
    let ran = home.run(&["check"]);
    assert_eq!(ran.status, 0, "{}", ran.out);
    assert!(!ran.out.contains(KEY));
    home.run(&["migrate"]);
    let ran = home.run(&["check", "--json"]);
    let told: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((ran.status, &told["ok"]), (0, &Value::Bool(true)));
}

#[test]
fn a_wrong_setting_is_a_finding_too() {
    let home = Home::new().with("RINGBACK_LISTNE", "127.0.0.1:1");
    let ran = home.run(&["check"]);
    assert_eq!(ran.status, 1);
    assert!(
        ran.out.starts_with("FAIL  settings: `RINGBACK_LISTNE`"),
        "{}",
        ran.out
    );
}

#[test]
fn a_database_that_is_not_there_is_found_in_time() {
    let home = Home::new()
        .with("RINGBACK_RETELL_API_KEYS", KEY)
        .with(
            "RINGBACK_DATABASE_URL",
            "postgres://u:s3cret@127.0.0.1:1/none",
        )
        .with("RINGBACK_REDIS_URL", "redis://:s3cret@127.0.0.1:1");
    let ran = home.run(&["check"]);
    assert_eq!(ran.status, 1);
    assert_eq!(lines(&ran, "FAIL").len(), 2, "{}", ran.out);
    assert!(!ran.out.contains("s3cret"), "{}", ran.out);
}

/// Three Cal.com accounts: one that is right, one whose key is not accepted, one without a key.
const CALENDARS: &str = "
[[company]]
slug = 'salon'
name = 'Salon'
[[company.calcom]]
name = 'right'
api_key = 'env:RIGHT'
[[company.calcom]]
name = 'wrong'
api_key = 'env:WRONG'
[[company.calcom]]
name = 'missing'
api_key = 'env:MISSING'
";

/// A company with a price plan.
const PRICED: &str = "
[[company]]
slug = 'salon'
name = 'Salon'
[[company.plan]]
name = 'Basis'
valid_from = 2025-01-01
per = 'minute'
eur_cents_per_minute = '15'
";

#[test]
fn f68_rates_that_are_missing_or_old_are_warned_of_where_they_are_needed() {
    let home = Home::new().with("RINGBACK_RETELL_API_KEYS", KEY);
    home.run(&["migrate"]);
    let said = |level: &str| {
        let ran = home.run(&["check"]);
        assert_eq!(ran.status, 0, "{}", ran.out);
        let mut rates = lines(&ran, level).into_iter();
        rates
            .find(|line| line.contains("exchange rates"))
            .unwrap_or_default()
    };
    assert!(said("").is_empty(), "nothing costs anything yet");
    home.write("tenants.toml", PRICED);
    assert_eq!(home.run(&["tenant", "import", "tenants.toml"]).status, 0);
    assert!(said("warn").contains("there are none"), "{}", said(""));
    let import = |day: &str| {
        home.write("rates.csv", &format!("Date,USD,\n{day},1.25,\n"));
        home.json(&["rates", "import", "rates.csv", "--json"]);
    };
    import("2025-10-10");
    assert!(said("warn").contains("is of 2025-10-10"), "{}", said(""));
    let now = domain::time::Clock::system().now().to_string();
    let today = &now[..10];
    import(today);
    assert!(
        said("ok").contains(&format!("is of {today}")),
        "{}",
        said("")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_cal_com_key_is_tried() {
    let accounts = vec![Account::new("cal_right", Vec::new())];
    let calcom = Calcom::start(CalcomConfig::new(accounts)).await.unwrap();
    let home = Home::new()
        .with("RINGBACK_RETELL_API_KEYS", KEY)
        .with("RINGBACK_CALCOM_BASE_URL", &calcom.base_url())
        .with("RIGHT", "cal_right")
        .with("WRONG", "cal_wrong");
    home.write("tenants.toml", CALENDARS);
    assert_eq!(home.run(&["tenant", "import", "tenants.toml"]).status, 0);
    let ran = home.run(&["check"]);
    assert_eq!(ran.status, 1);
    let (ok, failed) = (lines(&ran, "ok"), lines(&ran, "FAIL"));
    assert!(
        ok.iter().any(|line| line.contains("`right`")),
        "{}",
        ran.out
    );
    let says = |name: &str, what: &str| {
        let name = format!("`{name}`");
        failed
            .iter()
            .any(|line| line.contains(&name) && line.contains(what))
    };
    assert!(says("wrong", "does not accept the key"), "{}", ran.out);
    assert!(says("missing", "`env:MISSING`"), "{}", ran.out);
    assert!(!ran.out.contains("cal_wrong"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redis_that_could_lose_jobs_fails() {
    let home = |url: &str| {
        Home::new()
            .with("RINGBACK_RETELL_API_KEYS", KEY)
            .with("RINGBACK_REDIS_URL", url)
    };
    let safe = ["--appendonly", "yes", "--appendfsync", "always"];
    let redis = Redis::private_with(&safe).await.unwrap();
    let home_of_safe = home(&redis.url());
    home_of_safe.run(&["migrate"]);
    let ran = home_of_safe.run(&["check"]);
    assert_eq!(ran.status, 0, "{}", ran.out);

    let evicts = ["--appendonly", "no", "--maxmemory-policy", "allkeys-lru"];
    let redis = Redis::private_with(&evicts).await.unwrap();
    let home_of_lossy = home(&redis.url());
    home_of_lossy.run(&["migrate"]);
    let ran = home_of_lossy.run(&["check"]);
    assert_eq!(
        (ran.status, lines(&ran, "FAIL").len()),
        (1, 2),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("appendonly yes") && ran.out.contains("noeviction"));
}
