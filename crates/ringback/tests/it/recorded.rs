//! `ringback read` on a call that is recorded: against its company's services, and nobody else's.

use serde_json::{Value, json};
use sqlx::Connection as _;

use super::{Home, KEY, Served, until};

const TENANTS: &str = "
[[company]]
slug = 'salon'
name = 'Salon'
[[company.branch]]
slug = 'mitte'
name = 'Mitte'
zone = 'Europe/Berlin'
language = 'de'
[[company.branch.number]]
number = '+493023125014'
account = 'default'
active_from = 2025-01-01T00:00:00Z
[[company.service]]
slug = 'schnitt'
name = 'Herrenhaarschnitt'
minutes = 30

[[company]]
slug = 'garage'
name = 'Garage'
[[company.branch]]
slug = 'nord'
name = 'Nord'
zone = 'Europe/Berlin'
language = 'de'
[[company.branch.number]]
number = '+493023125015'
account = 'default'
active_from = 2025-01-01T00:00:00Z
[[company.service]]
slug = 'reifen'
name = 'Reifenwechsel'
minutes = 30
";

const TALK: &str = "\
Agent: Salon Haarwerk, guten Tag.
User: ich bräuchte einen haarschnitt für herren nächste woche dienstag um halb drei
Agent: Dienstag, der vierundzwanzigste November um vierzehn Uhr dreißig wäre frei. Soll ich das eintragen?
User: ja passt
Agent: Auf welchen Namen?
User: müller
";

/// A service that has recorded `call_1`, of the salon.
fn recorded() -> (Home, Served) {
    let home = Home::new();
    home.write("tenants.toml", TENANTS);
    home.json(&["tenant", "import", "tenants.toml", "--json"]);
    let served = home.serve();
    let body = json!({
        "event": "call_analyzed",
        "event_timestamp": 1_795_079_520_000_i64,
        "call": {
            "call_id": "call_1",
            "call_type": "phone_call",
            "agent_id": "agent_1",
            "direction": "inbound",
            "from_number": "+4917604069021",
            "to_number": "+493023125014",
            // 2026-11-19T10:12 in Berlin.
            "start_timestamp": 1_795_079_520_000_i64,
            "end_timestamp": 1_795_079_580_000_i64,
            "transcript": TALK,
        },
    });
    home.write("event.json", &body.to_string());
    let ran = home.run(&["send", "event.json", "--key", KEY, "--url", &served.url]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let processed = |events: &Value| events[0]["status"] == "processed";
    until(|| home.json(&["events", "list", "--json"]), processed);
    (home, served)
}

fn refused(home: &Home, args: &[&str]) -> String {
    let ran = home.run(args);
    assert_eq!(ran.status, 1, "{args:?}: {}", ran.out);
    assert!(
        ran.out.is_empty(),
        "nothing of the call is shown: {}",
        ran.out
    );
    ran.err
}

#[test]
fn a_recorded_call_is_read_against_its_companys_services_as_of_its_start() {
    let (home, _served) = recorded();
    let read = home.json(&["read", "call_1", "--json"]);
    let understood = &read["understood"];
    assert_eq!(understood["services"], json!(["Herrenhaarschnitt"]));
    assert_eq!(understood["starts_at"], "2026-11-24T14:30:00+01:00");
    assert_eq!(read["reference"], "2026-11-19T10:12:00+01:00");
    // What was decided when it came in, for whoever asks what became of it.
    assert!(read["recorded_decision"].is_string(), "{read}");

    for option in [
        ["--tz", "Europe/London"],
        ["--reference", "2026-11-20T10:00"],
        ["--hours", "09:00-10:00"],
        ["--services", "Reifenwechsel"],
    ] {
        let err = refused(&home, &[&["read", "call_1"], &option[..]].concat());
        assert!(err.contains("leave out --reference"), "{err}");
    }
    let err = refused(&home, &["read", "call_2"]);
    assert!(err.contains("no recorded call"), "{err}");
    let err = refused(&home, &["read", "call_1", "--account", "other"]);
    assert!(err.contains("the account `other`"), "{err}");
}

#[test]
fn f3_a_call_is_not_read_against_the_company_that_has_its_number_now() {
    let (home, _served) = recorded();
    let file = home.folder.path().join("ringback-data/store.sqlite");
    let swap = "UPDATE phone_numbers SET (company_id, branch_id) = \
                (SELECT company_id, branch_id FROM phone_numbers WHERE number = '+493023125015') \
                WHERE number = '+493023125014'";
    let moved = async {
        let url = format!("sqlite:{}", file.display());
        let mut connection = sqlx::SqliteConnection::connect(&url).await.unwrap();
        let done = sqlx::raw_sql(swap).execute(&mut connection).await;
        assert_eq!(done.unwrap().rows_affected(), 1);
    };
    tokio::runtime::Runtime::new().unwrap().block_on(moved);
    let err = refused(&home, &["read", "call_1"]);
    assert!(
        err.contains("is not of the company that has its number"),
        "{err}"
    );
    assert!(err.contains("`garage`"), "{err}");
}
