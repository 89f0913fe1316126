//! Exchange rates that come late, and costs that are worked out anew. Every figure is worked out by
//! hand.

use serde_json::{Value, json};

use super::{Desk, NOON, RATES, block_on, event, first_call, part, second_call, tenants};

impl Desk {
    /// Imports these rates; how many are new, and how many calls got a better one.
    pub(super) fn import(&self, rates: &str) -> (u64, u64) {
        self.home.write("rates.csv", rates);
        let did = self.home.json(&["rates", "import", "rates.csv", "--json"]);
        (did["new"].as_u64().unwrap(), did["calls"].as_u64().unwrap())
    }

    /// What was done to money, newest first.
    fn audit(&self) -> Vec<String> {
        let lines = async {
            let options = store::Options::default();
            let store = store::Store::open(&self.url(), None, &options).await;
            store.unwrap().audit_lines(10).await.unwrap()
        };
        let said = |line: store::AuditRow| format!("{}: {}", line.action, line.detail);
        block_on(lines).into_iter().map(said).collect()
    }

    pub(super) fn rate_day(&self, call: &str) -> String {
        let call = self.home.json(&["costs", "call", call, "--json"]);
        call["rate"]["day"].as_str().unwrap().to_owned()
    }
}

#[test]
fn f68_without_a_rate_costs_are_unknown_and_said_and_never_a_constant() {
    let mut desk = Desk::new();
    desk.send(&first_call());
    let report = desk.home.run(&["costs", "--month", "2025-10"]);
    assert!(
        report.err.contains("1 calls have no exchange rate"),
        "{}",
        report.err
    );
    assert!(
        report.err.contains("there are no exchange rates"),
        "{}",
        report.err
    );
    assert!(
        desk.refused(&["costs", "close", "2025-10"])
            .contains("no exchange rate")
    );

    // A rate of that Friday is the last earlier one: $15 ct at 1.6 are 9.375 ct, and a fee of 1.
    assert_eq!(desk.import("Date,USD,\n2025-10-10,1.6,\n"), (1, 1));
    assert_eq!(desk.total("2025-10")[2], "10.375");
    assert_eq!(desk.rate_day("call_1"), "2025-10-10");
    let history = desk.home.json(&["costs", "call", "call_1", "--json"])["history"].clone();
    let occasion = |entry: &Value| entry["because"].as_str().map(str::to_owned);
    let entries = history.as_array().unwrap();
    assert_eq!(entries.len(), 5, "{entries:?}");
    assert_eq!(occasion(&entries[4]), Some("recompute".into()));
}

#[test]
fn f66_a_call_gets_the_same_rate_whenever_it_is_worked_on() {
    // Worked on before its day's rate is published, and after: 15 ct at 1.25 are 12, and a fee of 1.
    let mut early = Desk::new();
    assert_eq!(early.import("Date,USD,\n2025-10-10,1.6,\n"), (1, 0));
    early.send(&first_call());
    assert_eq!(early.total("2025-10")[2], "10.375");
    assert_eq!(early.import(RATES), (2, 1));
    let mut late = Desk::new();
    late.import(RATES);
    late.send(&first_call());
    for desk in [&early, &late] {
        assert_eq!(desk.total("2025-10")[2], "13");
        assert_eq!(desk.rate_day("call_1"), "2025-10-15");
    }
    assert_eq!(early.import(RATES), (0, 0), "once");
}

#[test]
fn f68_a_billed_call_keeps_its_rate_for_ever() {
    let mut desk = Desk::new();
    desk.import("Date,USD,\n2025-10-10,1.6,\n");
    desk.send(&first_call());
    // Nobody imported those of Monday to Wednesday, on which the call was.
    let err = desk.refused(&["costs", "close", "2025-10"]);
    assert!(
        err.contains("missing of 2025-10-13, 2025-10-14, 2025-10-15: 1 calls")
            && err.contains("call_1"),
        "{err}"
    );
    let anyway = ["costs", "close", "2025-10", "--missing-rates"];
    assert_eq!(desk.home.run(&anyway).status, 0);
    assert_eq!(desk.import(RATES), (2, 0));
    let recomputed = desk.home.run(&["costs", "recompute", "--apply"]);
    assert!(
        recomputed.err.contains("0 of 1 calls differ"),
        "{}",
        recomputed.err
    );
    // 5 US ct more, at the rate that it was billed with: 3.125 ct.
    let products = json!([part("gpt_4_1", 10.0), part("eu_telephony", 10.0)]);
    desk.send(&event("call_analyzed", "call_1", NOON, 90, &products));
    assert_eq!(desk.total("2025-11")[2], "3.125");
    assert_eq!(desk.rate_day("call_1"), "2025-10-10");
}

#[test]
fn what_a_report_did_not_change_is_not_put_down_to_it() {
    let mut desk = Desk::new();
    desk.import("Date,USD,\n2025-10-10,1.6,\n");
    desk.send(&first_call());
    desk.execute("INSERT INTO fx_rates VALUES ('USD', '2025-10-15', 1250000000, 'ecb', 0)");
    let mut older: Value = serde_json::from_str(&first_call()).unwrap();
    older["event_timestamp"] = json!(older["event_timestamp"].as_i64().unwrap() - 1);
    desk.send(&older.to_string());
    assert_eq!(desk.rate_day("call_1"), "2025-10-15");
    let call = desk.home.json(&["costs", "call", "call_1", "--json"]);
    let because = |entry: &Value| entry["because"].as_str().unwrap().to_owned();
    let history = call["history"].as_array().unwrap();
    let because: Vec<String> = history.iter().map(because).collect();
    let expected = [["call_ended"; 3].as_slice(), &["recompute"; 2]].concat();
    assert_eq!(because, expected);
}

#[test]
fn f68_a_wrong_rate_is_said_and_corrected_until_a_month_bills_it() {
    const WRONG: &str = "Date,USD,\n2025-10-15,1.5,\n";
    let mut desk = Desk::new();
    desk.import(WRONG);
    desk.send(&first_call());
    // 15 ct at 1.5 are 10, and a fee of 1.
    assert_eq!(desk.total("2025-10")[2], "11");
    desk.home.write("right.csv", RATES);
    let import = |args: &[&str]| desk.home.run(&[&["rates", "import"], args].concat());
    let refused = import(&["right.csv"]);
    assert_eq!(refused.status, 1, "{}", refused.out);
    assert!(refused.out.contains("2 of them new"), "{}", refused.out);
    let says = "1 rates differ from those that are there, which stay: \
                2025-10-15: 1.5 of ecb, not 1.25 of ecb";
    assert!(refused.err.contains(says), "{}", refused.err);
    assert_eq!(desk.total("2025-10")[2], "11", "it stays");
    assert_eq!(desk.audit(), [""; 0]);

    let replace = ["right.csv", "--replace", "--source", "bank"];
    let replaced = import(&[&replace[..], &["--json"]].concat());
    let did: Value = serde_json::from_str(&replaced.out).unwrap();
    assert_eq!((&did["replaced"], &did["calls"]), (&json!(1), &json!(1)));
    assert_eq!(desk.total("2025-10")[2], "13");
    let call = desk.home.json(&["costs", "call", "call_1", "--json"]);
    assert_eq!(call["rate"]["source"], "bank");
    let history = call["history"].as_array().unwrap();
    assert_eq!(history.last().unwrap()["because"], "recompute");
    assert_eq!(
        desk.audit(),
        ["replace rates: 2025-10-15: 1.25 of bank, not 1.5 of ecb"]
    );
    assert_eq!(import(&["right.csv"]).status, 0, "it is the same now");

    // What is billed keeps its rate, whatever becomes of it.
    assert_eq!(desk.home.run(&["costs", "close", "2025-10"]).status, 0);
    desk.home.write("wrong.csv", WRONG);
    let late = import(&["wrong.csv", "--replace"]);
    assert!(late.out.contains("0 calls got"), "{}", late.out);
    assert!(late.out.contains("keep what they were billed with"));
    let recomputed = desk.home.run(&["costs", "recompute"]);
    assert!(recomputed.err.contains("0 of 1 calls differ"));
}

#[test]
fn a_start_in_seconds_keeps_no_month_from_being_closed() {
    let mut desk = Desk::new();
    desk.import(RATES);
    let mut body: Value = serde_json::from_str(&first_call()).unwrap();
    body["call"]["start_timestamp"] = json!(NOON / 1000);
    desk.send(&body.to_string());
    let closed = desk.home.run(&["costs", "close", "2025-10"]);
    assert!(
        closed.out.contains("1 calls"),
        "{}{}",
        closed.out,
        closed.err
    );
}

#[test]
fn a_recompute_says_what_else_differs_and_leaves_a_trace_when_it_begins() {
    let mut desk = Desk::new();
    desk.import(RATES);
    desk.send(&first_call());
    desk.send(&second_call());
    // Midnight in Kiritimati, at the same rate: no line differs, but the day does.
    let elsewhere = tenants("15", "0.5").replace("Europe/Berlin", "Pacific/Kiritimati");
    desk.home.write("elsewhere.toml", &elsewhere);
    desk.home
        .json(&["tenant", "import", "elsewhere.toml", "--json"]);
    let rows = desk.home.json(&["costs", "recompute", "--format", "json"]);
    assert_eq!(
        (&rows[0]["lines"], &rows[0]["other"]),
        (&json!(0), &json!(""))
    );
    let mut days: Vec<_> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| &row["day"])
        .collect();
    days.sort_by_key(ToString::to_string);
    assert_eq!(days, ["2025-10-15 → 2025-10-16", "2025-10-16 → 2025-10-17"]);
    let rates = rows.as_array().unwrap().iter().map(|row| &row["rate"]);
    assert!(
        rates
            .into_iter()
            .any(|rate| rate == "1.25 of 2025-10-15 → 1.25 of 2025-10-16"),
        "{rows}"
    );
    assert_eq!(desk.audit(), [""; 0], "nothing was written");

    // One call's reports can no longer be read: it is named, the other is worked out.
    desk.execute("UPDATE call_reports SET facts = x'00' WHERE call_id = (SELECT id FROM calls WHERE retell_call_id = 'call_1')");
    let ran = desk.home.run(&["costs", "recompute", "--apply"]);
    assert_eq!(ran.status, 1, "{}", ran.err);
    assert!(
        ran.err.lines().any(|line| line.starts_with("call_1: ")),
        "{}",
        ran.err
    );
    assert!(
        ran.err.contains("1 of 2 calls differ") && ran.err.contains("1 of 2 calls cannot be read"),
        "{}",
        ran.err
    );
    let audit = desk.audit();
    assert_eq!(audit.len(), 2, "{audit:?}");
    assert!(
        audit[0].starts_with("recompute: 1 of 2 calls differ"),
        "{audit:?}"
    );
    assert_eq!(audit[1], "recompute: begun");
    let call = desk.home.json(&["costs", "call", "call_2", "--json"]);
    assert_eq!(call["day"], "2025-10-17");
}

#[test]
fn f68_closing_first_gives_calls_the_rate_of_their_day() {
    let mut desk = Desk::new();
    desk.import("Date,USD,\n2025-10-10,1.6,\n");
    desk.send(&first_call());
    // Whoever imported this one died before any call got it.
    desk.execute("INSERT INTO fx_rates VALUES ('USD', '2025-10-15', 1250000000, 'ecb', 0)");
    let tried = desk.home.run(&["costs", "close", "2025-10", "--dry-run"]);
    assert!(
        tried.err.contains("1 calls would first be worked out anew"),
        "{}",
        tried.err
    );
    assert_eq!(desk.total("2025-10")[2], "10.375", "nothing is done dry");
    assert_eq!(desk.home.run(&["costs", "close", "2025-10"]).status, 0);
    assert_eq!(desk.total("2025-10")[2], "13");
}

#[test]
fn f68_a_rate_of_a_day_to_come_is_refused() {
    let desk = Desk::new();
    // It would make the newest rate look fresh for years.
    desk.home.write(
        "mistyped.csv",
        "Date,USD,\n2025-10-15,1.25,\n9025-10-16,1.25,\n",
    );
    let err = desk.refused(&["rates", "import", "mistyped.csv"]);
    assert!(
        err.contains("9025-10-16") && err.contains("nothing was imported"),
        "{err}"
    );
    assert_eq!(
        desk.import("Date,USD,\n2025-10-15,1.25,\n"),
        (1, 0),
        "nothing was"
    );
}
