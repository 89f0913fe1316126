use domain::time::Clock;
use sandbox::retell::CallScript;
use serde_json::{Value, json};

use super::{Home, KEY, until};

/// One company with one number and a service that nothing offers.
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
active_from = 2026-01-01T00:00:00Z
[[company.service]]
slug = 'schnitt'
name = 'Herrenhaarschnitt'
minutes = 30
";

fn call(home: &Home, id: &str) -> Vec<String> {
    let now = Clock::system().now();
    let call = CallScript::new(id, now)
        .to("+493023125014")
        .from("+4917604069021")
        .analysis(json!({
            "termin_gebucht": true,
            "termin_start": "2027-03-01T10:00:00+01:00",
            "dienstleistung": "Herrenhaarschnitt",
            "kunde_name": "Erika Mustermann",
        }));
    let bodies = call.events();
    let files = bodies.iter().enumerate().map(|(no, body)| {
        let name = format!("{id}-{no}.json");
        home.write(&name, body);
        name
    });
    files.collect()
}

fn send(home: &Home, files: &[String], url: &str, key: &str) -> super::Ran {
    let mut args = vec!["send", "--key", key, "--url", url, "--json"];
    args.extend(files.iter().map(String::as_str));
    home.run(&args)
}

fn with_status(events: &Value, status: &str) -> usize {
    let events = events.as_array().unwrap();
    events
        .iter()
        .filter(|event| event["status"] == status)
        .count()
}

#[test]
fn from_send_to_callback_and_replay() {
    let home = Home::new().with("RETELL_KEY", KEY);
    let served = home.serve();
    let files = call(&home, "call_1");

    let forged = send(&home, &files[..1], &served.url, "key_of_somebody_else");
    assert_eq!(forged.status, 1);
    assert!(forged.out.contains("\"status\":401"), "{}", forged.out);
    let sent = send(&home, &files, &served.url, "env:RETELL_KEY");
    assert_eq!(sent.status, 0, "{}", sent.err);
    assert_eq!(sent.out.lines().count(), files.len());

    // Nobody's number yet; an import makes it somebody's.
    let list = || home.json(&["events", "list", "--json", "--call", "call_1"]);
    let parked = until(list, |events| with_status(events, "parked") == files.len());
    assert_eq!(parked[0]["park_reason"], "unknown_number");
    home.write("tenants.toml", TENANTS);
    let imported = home.json(&["tenant", "import", "tenants.toml", "--json"]);
    assert_eq!(imported["waiting"], files.len());
    assert_eq!(imported["warnings"].as_array().unwrap().len(), 1);

    let replayed = home.json(&["events", "replay", "--status", "parked", "--json"]);
    assert_eq!(replayed["replayed"].as_array().unwrap().len(), files.len());
    until(list, |events| {
        with_status(events, "processed") == files.len()
    });

    // The list says nothing of the caller; the body says it all, byte for byte.
    let listed = home.run(&["events", "list"]);
    assert!(
        listed.out.contains("call_1") && !listed.out.contains("Erika"),
        "{}",
        listed.out
    );
    let bodies: Vec<String> = files
        .iter()
        .map(|name| std::fs::read_to_string(home.folder.path().join(name)).unwrap())
        .collect();
    for event in list().as_array().unwrap() {
        let id = event["id"].as_str().unwrap();
        assert!(bodies.contains(&home.run(&["events", "show", id, "--body"]).out));
        assert_eq!(
            &home.json(&["events", "show", id, "--json"])["call_id"],
            "call_1"
        );
    }
    assert!(home.run(&["events", "list"]).err.is_empty());

    let calls = home.json(&["calls", "list", "--json"]);
    assert_eq!(
        (calls.as_array().unwrap().len(), &calls[0]["company"]),
        (1, &json!("salon"))
    );
    let read = home.run(&["read", "call_1"]);
    assert!(
        read.out.contains("Mitte") && read.out.contains("call back (not_offered"),
        "{}",
        read.out
    );
    assert_eq!(home.json(&["appointments", "list", "--json"]), json!([]));
    let callbacks = home.json(&["callbacks", "list", "--json"]);
    assert_eq!(callbacks[0]["phone"], "+4917604069021");
    let id = callbacks[0]["id"].as_str().unwrap();
    assert_eq!(home.run(&["callbacks", "done", id]).status, 0);
    assert_eq!(home.run(&["callbacks", "done", id]).status, 1);
    assert_eq!(
        home.json(&["callbacks", "list", "--json", "--company", "salon"]),
        json!([])
    );
    assert_eq!(
        home.json(&["callbacks", "list", "--json", "--status", "done"])
            .as_array()
            .unwrap()
            .len(),
        1
    );

    let queues = home.json(&["queue", "status", "--json"]);
    assert_eq!(
        (&queues[0]["queue"], &queues[0]["dead"]),
        (&json!("events"), &json!(0))
    );
    assert_eq!(home.json(&["queue", "dead", "--json"]), json!([]));
    let nobody = "0d7c55c5-5a0c-4f43-8f5e-2a53e5a1f0b7";
    assert_eq!(home.run(&["queue", "revive", nobody]).status, 1);
    let unknown = home.run(&["events", "replay", nobody]);
    assert_eq!(unknown.status, 1);
    assert!(unknown.err.contains("nothing was replayed"));

    assert_eq!(served.stop(), Some(0));
}

#[test]
fn sending_to_nobody_fails_and_says_so() {
    let home = Home::new();
    let files = call(&home, "call_2");
    let ran = send(
        &home,
        &files[..1],
        "http://127.0.0.1:1/webhooks/retell",
        KEY,
    );
    assert_eq!(ran.status, 1);
    assert!(ran.out.contains("\"error\""), "{}", ran.out);
    assert!(!ran.out.contains(KEY) && !ran.err.contains(KEY));
}

#[test]
fn migrating_an_embedded_store() {
    let home = Home::new();
    assert_eq!(home.run(&["migrate", "--check"]).status, 1);
    assert!(home.run(&["migrate"]).out.contains("from version 0 to"));
    assert!(home.run(&["migrate"]).out.contains("already"));
    assert_eq!(home.run(&["migrate", "--check"]).status, 0);
}
