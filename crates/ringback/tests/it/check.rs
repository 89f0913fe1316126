use serde_json::Value;

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
