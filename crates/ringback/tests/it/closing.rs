//! Closing months on the command line: what cannot be closed, what can still be changed afterwards,
//! and that every breakdown of a month comes to the same.

use serde_json::{Value, json};

use super::costs::{Desk, HOUR, NOON, RATES, event, first_call, part, second_call, tenants};

const DAY: i64 = 24 * HOUR;

/// Rates, and the two calls of October.
fn desk() -> Desk {
    let mut desk = Desk::new();
    rates(&desk);
    desk.send(&first_call());
    desk.send(&second_call());
    desk
}

fn rates(desk: &Desk) {
    desk.home.write("rates.csv", RATES);
    desk.home.json(&["rates", "import", "rates.csv", "--json"]);
}

fn import(desk: &Desk, text: &str) {
    desk.home.write("again.toml", text);
    desk.home
        .json(&["tenant", "import", "again.toml", "--json"]);
}

fn refused(desk: &Desk, text: &str) -> String {
    desk.home.write("refused.toml", text);
    desk.refused(&["tenant", "import", "refused.toml"])
}

fn close(desk: &Desk, args: &[&str]) -> String {
    let ran = desk.home.run(&[&["costs", "close"], args].concat());
    assert_eq!(ran.status, 0, "{}", ran.err);
    ran.out
}

#[test]
fn a_call_without_a_plan_is_named_and_gets_its_price_with_the_plan() {
    let whole = tenants("15", "0.5");
    let later = whole.replace(
        "name = 'Basis'\nvalid_from = 2025-01-01",
        "name = 'Later'\nvalid_from = 2025-10-16",
    );
    assert_ne!(later, whole);
    let mut desk = Desk::with(&later);
    rates(&desk);
    desk.send(&first_call());
    desk.send(&second_call());
    let never_connected = event("call_ended", "call_0", NOON, 0, &json!([]));
    desk.send(&never_connected);

    let err = desk.refused(&["costs", "close", "2025-10"]);
    assert!(err.contains("1 calls to be billed"), "{err}");
    assert!(
        err.contains("have no price") && err.contains("call_1"),
        "{err}"
    );
    assert!(!err.contains("call_0"), "nobody talked: {err}");
    let closed = close(&desk, &["2025-10", "--unpriced"]);
    assert!(closed.contains("3 calls"), "{closed}");
    // 60 s: the first minute is included, the call is 5.
    assert_eq!(desk.total("2025-10")[3], "5");
    assert_eq!(desk.total("2025-11")[..4], ["0", "0", "0", "0"]);
    let args = ["costs", "statement", "--company", "salon", "--month"];
    let said = |month: &str| desk.home.run(&[&args[..], &[month]].concat()).err;
    let warning = said("2025-10");
    assert!(
        warning.contains("1 calls are in it without a price"),
        "{warning}"
    );
    assert!(!said("2025-11").contains("without a price"));
    let statement = [&args[..], &["2025-10", "--format", "json"]].concat();
    assert_eq!(desk.home.json(&statement)["without_price"], 1);

    // A plan for the days that had none: 5 for the call, two minutes at 15, since the free one was
    // billed with the other call. Together they pay what they would have paid at once.
    import(&desk, &whole);
    assert_eq!(desk.total("2025-10")[3], "5");
    assert_eq!(desk.total("2025-11")[..4], ["0", "1", "0", "35"]);
    close(&desk, &["2025-11"]);
    import(&desk, &whole);
    assert_eq!(desk.total("2025-12")[..4], ["0", "0", "0", "0"]);
}

#[test]
fn a_closed_month_keeps_its_reseller_and_its_plan_can_be_ended() {
    let desk = desk();
    close(&desk, &["2025-10"]);
    let whole = tenants("15", "0.5");
    let other = "\n[[company]]\nslug = 'other'\nname = 'Other'\n";
    let next = |parent: &str, old: &str| {
        let next = "\n[[company.plan]]\nname = 'Neu'\nvalid_from = 2025-11-01\nper = 'minute'\n\
                    eur_cents_per_minute = '12'\nmarkup_percent = '10'\n";
        let text = whole
            .replace("parent = 'holding'", &format!("parent = '{parent}'"))
            .replace(
                "markup_percent = '20'\n",
                &format!("markup_percent = '20'\n{old}{next}"),
            );
        format!("{text}{other}")
    };
    // The old plan would be another reseller's.
    let err = refused(&desk, &next("other", ""));
    assert!(err.contains("2025-10 is closed"), "{err}");
    let err = refused(
        &desk,
        &next("other", "reseller = 'holding'\nvalid_until = 2025-10-30\n"),
    );
    assert!(err.contains("calls of 2025-10-31"), "{err}");
    import(
        &desk,
        &next("other", "reseller = 'holding'\nvalid_until = 2025-10-31\n"),
    );

    let resellers = desk.month("2025-10", "reseller");
    assert_eq!(resellers[0]["of"], "holding");
    let statement = |company: &str| {
        desk.home.json(&[
            "costs",
            "statement",
            "--month",
            "2025-10",
            "--company",
            company,
            "--format",
            "json",
        ])
    };
    let holdings = statement("holding");
    assert_eq!(holdings["final"], true);
    assert_eq!(holdings["currency"], "EUR");
    assert_eq!(holdings["lines"][0]["terms"], "calls of salon");
    assert_eq!(holdings["total"]["eur_cents"], "27");
    assert_eq!(statement("other")["lines"], json!([]));
}

/// What a call costs does not depend on when it was worked on: what changes for an open month
/// counts for all of it once that is closed, and for closed months nothing changes.
#[test]
fn f66_fees_and_telephony_rates_of_a_month_are_those_with_which_it_is_closed() {
    let mut desk = Desk::with(&tenants("15", "0.25"));
    rates(&desk);
    desk.send(&first_call());
    desk.home.write("fee.toml", &tenants("15", "0.5"));
    let imported = desk.home.run(&["tenant", "import", "fee.toml"]);
    assert!(
        imported.out.contains("fees: 1.") && imported.out.contains("when their month is closed"),
        "{}",
        imported.out
    );
    desk.send(&second_call());
    close(&desk, &["2025-10"]);
    // Both with the fee of half a cent a minute.
    assert_eq!(desk.total("2025-10")[2], "22.5");

    let whole = tenants("15", "0.5");
    let line = |text: &str, what: &str| {
        let before = text.split(what).next().unwrap();
        before.lines().count() + 1
    };
    for (changed, what) in [
        (whole.replace("cents = '0.5'", "cents = '0.6'"), "[[fee]]"),
        (whole.replace("'1.25'", "'1.2'"), "[[telephony]]"),
        // A row of its own, dated back.
        (
            whole.replace("prefix = '+49'", "prefix = '+43'"),
            "[[telephony]]",
        ),
    ] {
        let err = refused(&desk, &changed);
        let place = format!("refused.toml:{}:", line(&changed, what));
        assert!(
            err.contains(&place) && err.contains("2025-10 is closed"),
            "{place} {err}"
        );
    }
    import(&desk, &whole);
    let next =
        "\n[[fee]]\nname = 'servers'\nvalid_from = 2025-11-01\nper = 'minute'\neur_cents = '1'\n";
    import(&desk, &format!("{whole}{next}"));
}

#[test]
fn whoever_is_paid_by_companies_pays_no_reseller() {
    let desk = Desk::new();
    let text = tenants("15", "0.5").replace("slug = 'holding'", "slug = 'holding'\nparent = 'top'");
    let text = format!("\n[[company]]\nslug = 'top'\nname = 'Top'\n{text}");
    let err = refused(&desk, &text);
    assert!(err.contains("cannot be the `parent`"), "{err}");
    // The same in two files.
    let alone = "\n[[company]]\nslug = 'top'\nname = 'Top'\n\
                 [[company]]\nslug = 'holding'\nname = 'Holding'\nparent = 'top'\n";
    let err = refused(&desk, alone);
    assert!(
        err.contains("has companies of its own that pay it"),
        "{err}"
    );
}

/// The totals of a month, however it is broken down: vendors, cost and price in exact cents, and
/// the same as shown.
fn totals(desk: &Desk, month: &str) -> Vec<[String; 5]> {
    let text = |row: &Value, columns: [&str; 5]| columns.map(|column| number(&row[column]));
    let mut all: Vec<_> = ["company", "day", "number", "reseller"]
        .into_iter()
        .map(|by| {
            let columns = [
                "us_cents",
                "cost_eur_cents",
                "price_eur_cents",
                "cost_eur",
                "price_eur",
            ];
            text(desk.month(month, by).last().unwrap(), columns)
        })
        .collect();
    let components = desk.month(month, "component");
    let total = |side: &str| {
        let mut rows = components.iter();
        let row = rows.find(|row| row["side"] == side && row["component"] == "total");
        row.unwrap().clone()
    };
    let (cost, price) = (total("cost"), total("price"));
    all.push([
        number(&cost["us_cents"]),
        number(&cost["eur_cents"]),
        number(&price["eur_cents"]),
        number(&cost["eur"]),
        number(&price["eur"]),
    ]);
    all
}

fn number(cell: &Value) -> String {
    cell.as_str().unwrap().parse::<f64>().unwrap().to_string()
}

/// A number in a row, in cents.
fn cents(row: &Value, column: &str) -> f64 {
    let number: f64 = row[column].as_str().unwrap().parse().unwrap();
    if column.ends_with("_cents") {
        number
    } else {
        number * 100.0
    }
}

/// Margins as shown are close to the exact ones and add up; and those are what is left of what the
/// statements say is paid.
fn margins(desk: &Desk, month: &str) {
    let paid = |company: &str| {
        let args = ["costs", "statement", "--month", month, "--company", company];
        let statement = desk.home.json(&[&args[..], &["--format", "json"]].concat());
        cents(&statement["total"], "eur_cents")
    };
    let (by_company, by_reseller) = (paid("salon"), paid("holding"));
    for by in ["company", "day", "number", "reseller"] {
        let rows = desk.month(month, by);
        let (total, rows) = rows.split_last().unwrap();
        let close = |one: f64, other: f64| (one - other).abs() < 1e-6;
        let ours = by_reseller - cents(total, "cost_eur_cents");
        assert!(close(cents(total, "margin_eur_cents"), ours), "{total}");
        let resellers = by_company - by_reseller;
        let shown = cents(total, "resellers_margin_eur_cents");
        assert!(close(shown, resellers), "{total}");
        for column in ["margin_eur", "resellers_margin_eur"] {
            let sum: f64 = rows.iter().map(|row| cents(row, column)).sum();
            assert!(close(sum, cents(total, column)), "{column}: {rows:?}");
            for row in rows.iter().chain([total]) {
                let exact = cents(row, &format!("{column}_cents"));
                assert!((cents(row, column) - exact).abs() <= 2.0, "{row}");
            }
        }
    }
}

#[test]
fn every_breakdown_of_a_month_comes_to_the_same_and_its_margins_are_what_statements_leave() {
    let mut desk = desk();
    // A transfer, sums with thirds of a cent, a difference, and a call of a day without any rate.
    let products = json!([
        part("elevenlabs_tts", 11.316_666_7),
        part("gpt_4_1", 3.333_333_3),
        json!({ "product": "eu_telephony", "cost": 0.7, "is_transfer_leg_cost": true }),
    ]);
    desk.send(&event(
        "call_analyzed",
        "call_3",
        NOON + HOUR,
        97,
        &products,
    ));
    desk.send(&event(
        "call_ended",
        "call_4",
        NOON - 6 * DAY,
        61,
        &products,
    ));
    let same = |desk: &Desk, month: &str| {
        let all = totals(desk, month);
        for one in &all {
            assert_eq!(one, &all[0], "{month}: {all:?}");
        }
    };
    same(&desk, "2025-10");
    let err = desk.refused(&["costs", "close", "2025-10"]);
    assert!(err.contains("no exchange rate: call_4"), "{err}");

    desk.home.write("old.csv", "Date,USD,\n2025-10-09,1.3,\n");
    desk.home.json(&["rates", "import", "old.csv", "--json"]);
    same(&desk, "2025-10");
    margins(&desk, "2025-10");
    let before = totals(&desk, "2025-10");
    close(&desk, &["2025-10"]);
    margins(&desk, "2025-10");
    assert_eq!(totals(&desk, "2025-10"), before, "closed as it was shown");

    // One is corrected, one becomes known, and November has a call of its own.
    let dearer = json!([part("gpt_4_1", 10.1), part("eu_telephony", 2.5)]);
    desk.send(&event("call_analyzed", "call_2", NOON + DAY, 60, &dearer));
    desk.send(&event("call_ended", "call_5", NOON - HOUR, 60, &dearer));
    desk.send(&event("call_ended", "call_6", NOON + 20 * DAY, 75, &dearer));
    same(&desk, "2025-11");
    margins(&desk, "2025-11");
    // A rate of October the 16th is stale for a call of November the 4th, and that is said.
    let rows = desk.month("2025-11", "company");
    assert_eq!(rows.last().unwrap()["stale_rate"], 1);
    let before = totals(&desk, "2025-11");
    let err = desk.refused(&["costs", "close", "2025-11"]);
    assert!(
        err.contains("2025-10-17, 2025-10-20") && err.contains("…"),
        "{err}"
    );
    let anyway = ["costs", "close", "2025-11", "--missing-rates"];
    let closing = desk.home.run(&anyway);
    assert!(
        closing.err.contains("exchange rate that was too old"),
        "{}",
        closing.err
    );
    assert_eq!(totals(&desk, "2025-11"), before, "closed as it was shown");
    assert_eq!(
        desk.month("2025-11", "company").last().unwrap()["stale_rate"],
        1
    );
}
