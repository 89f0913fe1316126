//! One call's account, before and after months have billed it. Every figure is worked out by hand.

use serde_json::{Value, json};

use super::{Desk, HOUR, NOON, RATES, event, first_call, part, second_call};

impl Desk {
    fn account(&self, call: &str) -> Value {
        self.home.json(&["costs", "call", call, "--json"])
    }

    fn account_in_words(&self, call: &str) -> String {
        self.home.run(&["costs", "call", call]).out
    }
}

/// Cost, price, what the reseller pays, and our margin.
fn amounts(of: &Value) -> [&str; 4] {
    [
        "cost_eur_cents",
        "price_eur_cents",
        "wholesale_eur_cents",
        "margin_eur_cents",
    ]
    .map(|column| of[column].as_str().unwrap())
}

#[test]
fn a_billed_call_is_shown_with_what_was_billed_and_what_is_still_to_be() {
    let mut desk = Desk::new();
    desk.home.write("rates.csv", RATES);
    desk.home.json(&["rates", "import", "rates.csv", "--json"]);
    desk.send(&first_call());
    desk.send(&second_call());
    // 5 for the call, a minute free, a minute at 15; the reseller pays 13 and 20 %.
    let open = desk.account("call_1");
    assert_eq!(amounts(&open["bill"]), ["13", "20", "15.6", "2.6"]);
    assert_eq!(open["billed"], json!([]));
    assert!(desk.account_in_words("call_1").contains("1 min included"));
    assert_eq!(desk.home.run(&["costs", "close", "2025-10"]).status, 0);

    // A call of that morning takes the free minute: were the first one priced today, it would be 35.
    let products = json!([part("eu_telephony", 5.0)]);
    desk.send(&event("call_ended", "call_3", NOON - HOUR, 60, &products));
    let late = desk.account("call_3");
    assert_eq!((&late["bill"], &late["billed"]), (&Value::Null, &json!([])));
    let as_reported = desk.total("2025-11");
    assert_eq!(
        late["to_be_billed"]["cost_eur_cents"],
        as_reported[2].as_str()
    );
    assert_eq!(
        late["to_be_billed"]["price_eur_cents"],
        as_reported[3].as_str()
    );
    let first = desk.account("call_1");
    assert_eq!(first["bill"], Value::Null);
    assert_eq!(first["to_be_billed"], Value::Null);
    let billed = first["billed"].as_array().unwrap();
    assert_eq!(billed.len(), 1);
    assert_eq!(billed[0]["month"], "2025-10");
    assert_eq!(amounts(&billed[0]), ["13", "20", "15.6", "2.6"]);
    let lines = billed[0]["lines"].as_array().unwrap();
    let line = |line: &Value| {
        let text = |column: &str| line[column].as_str().unwrap().to_owned();
        format!(
            "{} {}: {}",
            text("side"),
            text("component"),
            text("eur_cents")
        )
    };
    assert_eq!(
        lines.iter().map(line).collect::<Vec<_>>(),
        [
            "cost fee/servers: 1",
            "cost retell/eu_telephony: 4",
            "cost retell/gpt_4_1: 8",
            "price call: 5",
            "price included: 0",
            "price time: 15",
        ]
    );
    let words = desk.account_in_words("call_1");
    for expected in ["Billed with 2025-10", "1 min included", "€0.2000"] {
        assert!(words.contains(expected), "{expected}: {words}");
    }
    assert!(!words.contains("Still to be billed"), "{words}");
    assert!(!words.contains("€0.3500"), "nobody pays that: {words}");

    // The fact for the second is 1 ct more than was estimated. Its price stays.
    let products = json!([part("gpt_4_1", 10.0), part("eu_telephony", 2.5)]);
    let fact = event("call_analyzed", "call_2", NOON + 24 * HOUR, 60, &products);
    desk.send(&fact);
    let second = desk.account("call_2");
    assert_eq!(amounts(&second["billed"][0]), ["9.5", "20", "11.4", "1.9"]);
    assert_eq!(amounts(&second["to_be_billed"]), ["1", "0", "1.2", "0.2"]);
    let words = desk.account_in_words("call_2");
    assert!(words.contains("Still to be billed"), "{words}");

    assert_eq!(desk.home.run(&["costs", "close", "2025-11"]).status, 0);
    let second = desk.account("call_2");
    assert_eq!(second["to_be_billed"], Value::Null);
    let corrected = &second["billed"][1];
    assert_eq!(corrected["month"], "2025-11");
    assert_eq!(amounts(corrected), ["1", "0", "1.2", "0.2"]);
    assert_eq!(corrected["lines"][0]["component"], "adjustment");
    let words = desk.account_in_words("call_2");
    assert!(words.contains("adjustment of 2025-10"), "{words}");
}
