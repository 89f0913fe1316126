use super::*;
use crate::call::{CallStatus, Facts, ProductCost, ReportedCost};
use crate::id::RetellCallId;
use crate::tariff::{Fee, FeePer, TelephonyRates};

fn tariff() -> Tariff {
    Tariff {
        telephony: Vec::new(),
        otherwise: TelephonyRates {
            inbound: cents("0.85"),
            outbound: cents("1.3"),
        },
        fees: Vec::new(),
    }
}

fn cents(digits: &str) -> UsCents {
    UsCents::from_digits(digits).unwrap()
}

fn product(name: &str, cost: &str, transfer_leg: bool) -> ProductCost {
    ProductCost {
        product: name.into(),
        transfer_leg,
        cost: UsCents::from_digits(cost),
    }
}

fn bill(products: Vec<ProductCost>, combined: Option<&str>) -> ReportedCost {
    ReportedCost {
        products,
        combined: combined.map(cents),
        from: None,
    }
}

/// The lines of a call with these facts, as text.
fn shown(facts: Facts, tariff: &Tariff) -> Vec<String> {
    let call = Call {
        call_id: RetellCallId::new("call_1"),
        status: CallStatus::Ended,
        first_event_at: None,
        facts,
    };
    lines(&call, tariff, "2026-11-05".parse().unwrap())
        .into_iter()
        .map(|line| {
            let amount = match line.charge {
                Charge::Vendor(amount) => format!("{} USD", amount.as_decimal()),
                Charge::Own(amount) => format!("{} EUR", amount.as_decimal()),
            };
            format!("{} {amount} {}", line.component, line.basis)
        })
        .collect()
}

#[test]
fn f67_repeats_within_a_report_are_one_line_and_transfer_legs_another() {
    let facts = Facts {
        cost: Some(bill(
            vec![
                product("eu_telephony", "1.5", false),
                product("gpt_4_1", "1", false),
                product("gpt_4_1", "0.25", false),
                product("gpt_4_1", "3", true),
            ],
            None,
        )),
        duration_ms: Some(60_000),
        ..Facts::default()
    };
    assert_eq!(
        shown(facts, &tariff()),
        [
            "retell/eu_telephony 1.5 USD reported",
            "retell/gpt_4_1 1.25 USD reported",
            "retell/gpt_4_1/transfer 3 USD reported",
        ]
    );
}

#[test]
fn f67_a_transfers_telephony_is_not_the_callers() {
    let facts = Facts {
        cost: Some(bill(vec![product("us_telephony", "2", true)], None)),
        duration_ms: Some(60_000),
        ..Facts::default()
    };
    assert_eq!(
        shown(facts, &tariff()),
        [
            "retell/us_telephony/transfer 2 USD reported",
            "telephony 0.85 USD estimated"
        ]
    );
}

#[test]
fn what_the_sum_has_beyond_its_parts_is_a_line_of_its_own() {
    let with = |combined| {
        let facts = Facts {
            cost: Some(bill(vec![product("gpt_4_1", "5", false)], Some(combined))),
            ..Facts::default()
        };
        shown(facts, &tariff())
    };
    let product = ["retell/gpt_4_1 5 USD reported".to_owned()];
    for noise in ["5", "5.001", "4.999"] {
        assert_eq!(with(noise), product, "{noise}");
    }
    for (combined, rest) in [("7.5", "2.5"), ("5.0011", "0.0011"), ("4", "-1")] {
        let rest = format!("retell {rest} USD reported");
        assert_eq!(
            with(combined),
            [&[rest][..], &product].concat(),
            "{combined}"
        );
    }
}

#[test]
fn f69_telephony_is_estimated_until_it_is_reported() {
    let facts = |product: Vec<ProductCost>| Facts {
        duration_ms: Some(60_001),
        direction: Some(Direction::Outbound),
        cost: Some(bill(product, None)),
        ..Facts::default()
    };
    assert_eq!(
        shown(facts(Vec::new()), &tariff()),
        ["telephony 2.6 USD estimated"]
    );
    assert_eq!(
        shown(
            facts(vec![product("eu_telephony", "6.6916691", false)]),
            &tariff()
        ),
        ["retell/eu_telephony 6.6916691 USD reported"]
    );
}

#[test]
fn f67_telephony_whose_cost_cannot_be_read_is_in_the_sum_or_estimated() {
    let facts = |telephony: &str, combined| Facts {
        duration_ms: Some(60_000),
        cost: Some(bill(
            vec![
                product("gpt_4_1", "3", false),
                product("eu_telephony", telephony, false),
            ],
            combined,
        )),
        ..Facts::default()
    };
    let gpt = "retell/gpt_4_1 3 USD reported";
    for (telephony, combined, expected) in [
        (
            "1.5",
            Some("4.5"),
            [gpt, "retell/eu_telephony 1.5 USD reported"],
        ),
        // 4.5 in all, whatever the parts are; not 4.5 and an estimate of 0.85.
        ("?", Some("4.5"), [gpt, "retell 1.5 USD reported"]),
        ("?", None, [gpt, "telephony 0.85 USD estimated"]),
    ] {
        let mut expected = expected;
        expected.sort_unstable();
        assert_eq!(
            shown(facts(telephony, combined), &tariff()),
            expected,
            "{combined:?}"
        );
    }
}

#[test]
fn what_used_no_telephone_line_costs_none() {
    let none = [""; 0];
    for facts in [
        Facts {
            duration_ms: Some(1),
            channel: Some(Channel::Web),
            ..Facts::default()
        },
        Facts {
            duration_ms: Some(0),
            ..Facts::default()
        },
        Facts {
            duration_ms: Some(5),
            not_connected: Some(true),
            ..Facts::default()
        },
    ] {
        assert_eq!(shown(facts, &tariff()), none);
    }
}

#[test]
fn our_own_fees_are_lines_in_our_own_money() {
    let tariff = Tariff {
        fees: vec![Fee {
            name: "servers".into(),
            valid_from: "2026-01-01".parse().unwrap(),
            per: FeePer::Minute,
            amount: EurCents::from_digits("0.5").unwrap(),
        }],
        ..tariff()
    };
    let facts = Facts {
        duration_ms: Some(61_000),
        channel: Some(Channel::Web),
        ..Facts::default()
    };
    assert_eq!(shown(facts, &tariff), ["fee/servers 1 EUR set"]);
}
