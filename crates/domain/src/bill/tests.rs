use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;
use crate::id::{AccountName, RetellCallId};
use crate::money::{Percent, Rounded, apportion};
use crate::price::Resale;

fn eur(digits: &str) -> EurCents {
    EurCents::from_digits(digits).unwrap()
}

fn us(digits: &str) -> UsCents {
    UsCents::from_digits(digits).unwrap()
}

fn call(no: usize) -> CallId {
    CallId::of(
        &AccountName::default_account(),
        &RetellCallId::new(no.to_string()),
    )
}

fn holding() -> CompanyId {
    CompanyId::of("holding")
}

fn bill(no: usize, day: &str, amounts: Amounts, resold: bool) -> Bill {
    Bill {
        call: call(no),
        company: CompanyId::of("salon-nord"),
        day: day.parse().unwrap(),
        number: None,
        talked_ms: 60_000,
        amounts,
        estimated: false,
        stale: false,
        reseller: resold.then(holding),
    }
}

fn amounts(us_cents: &str, cost: &str, wholesale: Option<&str>, price: &str) -> Amounts {
    Amounts {
        us_cents: us(us_cents),
        cost: Some(eur(cost)),
        wholesale: wholesale.map(eur),
        price: Some(eur(price)),
    }
}

fn unpriced(no: usize) -> Price {
    Price {
        call: call(no),
        lines: None,
        resale: None,
    }
}

fn november() -> Month {
    "2026-11".parse().unwrap()
}

#[test]
fn margins_are_what_is_paid_less_what_it_costs() {
    let mut figures = Figures::default();
    let day = "2026-11-05";
    // Direct: 15 − 4 = 11 for us. Resold: 4.8 − 4 = 0.8 for us, 15 − 4.8 = 10.2 for the reseller.
    figures.add(
        &bill(1, day, amounts("5", "4", None, "15"), false),
        november(),
    );
    figures.add(
        &bill(2, day, amounts("5", "4", Some("4.8"), "15"), true),
        november(),
    );
    assert_eq!(figures.margin().to_string(), "€0.1180");
    assert_eq!(figures.resellers_margin().to_string(), "€0.1020");
    assert_eq!(figures.price().to_string(), "€0.3000");
}

#[test]
fn f69_a_price_follows_from_the_facts_and_not_from_an_estimate_before_them() {
    let price = Price {
        call: call(1),
        lines: Some(Vec::new()),
        resale: Some(Resale {
            reseller: holding(),
            markup: Percent::from_digits("20").unwrap(),
        }),
    };
    let estimate = Amounts::of(us("10"), Some(eur("9.2")), &price);
    let actual = Amounts::of(us("34.45"), Some(eur("31.694")), &price);
    assert_eq!(estimate.wholesale, Some(eur("11.04")));
    assert_eq!(actual.wholesale, Some(eur("38.0328")));
}

#[test]
fn what_is_unknown_is_counted_and_not_invented() {
    let mut figures = Figures::default();
    let unknown = Amounts::of(us("10"), None, &unpriced(1));
    assert_eq!((unknown.cost, unknown.price), (None, None));
    figures.add(&bill(1, "2026-11-05", unknown, false), november());
    assert_eq!((figures.without_rate, figures.without_plan), (1, 1));
    assert_eq!(figures.us_cents.as_decimal(), Decimal::from(10));
}

#[test]
fn a_correction_after_the_close_is_an_adjustment() {
    let billed = amounts("10", "9", Some("10.8"), "15");
    let now = amounts("12", "10.8", Some("12.96"), "15");
    let more = now.beyond(billed);
    assert_eq!(more, amounts("2", "1.8", Some("2.16"), "0"));
    assert_eq!(Amounts::sum([billed, more]), now);
    assert!(now.is_settled_by(Amounts::sum([billed, more])));
    // What turned out to be no call at all is taken back.
    let gone = amounts("0", "0", Some("0"), "0").beyond(billed);
    assert_eq!(gone, amounts("-10", "-9", Some("-10.8"), "-15"));

    let mut figures = Figures::default();
    figures.add(&bill(1, "2026-10-31", more, true), november());
    assert_eq!((figures.calls, figures.adjustments), (0, 1));
}

#[test]
fn what_is_unknown_now_takes_nothing_back() {
    let billed = amounts("10", "9", Some("10.8"), "15");
    // It moved to a day without a rate and without a plan.
    let moved = Amounts::of(us("10"), None, &unpriced(1));
    let rest = moved.beyond(billed);
    assert!(!moved.is_settled_by(billed));
    assert_eq!((rest.us_cents, rest.cost), (UsCents::ZERO, None));
    assert_eq!((rest.wholesale, rest.price), (None, None));
    assert_eq!(Amounts::sum([billed, rest]), billed);
}

#[test]
fn a_corrected_cost_moves_no_price_that_was_billed() {
    let day = "2026-10-31";
    // 5 of its 15 ct were included when it was billed. A call before it became known since, which
    // takes these; only the cost of this one was corrected.
    let billed = bill(1, day, amounts("10", "9", None, "10"), false);
    let now = bill(1, day, amounts("12", "10.8", None, "15"), false);
    let more = now.clone().beyond(std::slice::from_ref(&billed)).unwrap();
    assert_eq!(more.amounts, amounts("2", "1.8", None, "0"));
    assert_eq!(now.clone().beyond(&[billed.clone(), more]), None);
    // It lasted longer: its price is worked out anew.
    let longer = Bill {
        talked_ms: 61_000,
        ..now
    };
    let more = longer.beyond(&[billed]).unwrap();
    assert_eq!(more.amounts.price, Some(eur("5")));
}

#[test]
fn a_correction_is_settled_with_whom_the_call_was_billed_to() {
    let day = "2026-10-31";
    let resold = bill(1, day, amounts("10", "9", Some("10.8"), "15"), true);
    let direct = bill(1, day, amounts("10", "9", None, "15"), false);
    let costs_more = |bill: &Bill, wholesale: Option<&str>| Bill {
        amounts: amounts("12", "10.8", wholesale, "15"),
        ..bill.clone()
    };
    // Another reseller, none, and one where there was none.
    let another = Bill {
        reseller: Some(CompanyId::of("another")),
        ..costs_more(&resold, Some("12.96"))
    };
    for (now, billed, wholesale, payer) in [
        (another, &resold, Some("2.16"), Some(holding())),
        (
            costs_more(&direct, None),
            &resold,
            Some("0"),
            Some(holding()),
        ),
        (costs_more(&resold, Some("12.96")), &direct, None, None),
    ] {
        let more = now.beyond(std::slice::from_ref(billed)).unwrap();
        assert_eq!(more.reseller, payer);
        assert_eq!(more.amounts, amounts("2", "1.8", wholesale, "0"));
    }
}

#[test]
fn another_length_or_day_is_billed_though_it_costs_nothing() {
    let billed = bill(1, "2026-10-30", amounts("10", "9", None, "15"), false);
    let longer = Bill {
        talked_ms: 60_500,
        ..billed.clone()
    };
    let more = longer
        .clone()
        .beyond(std::slice::from_ref(&billed))
        .unwrap();
    assert_eq!(
        (more.talked_ms, more.amounts),
        (500, amounts("0", "0", None, "0"))
    );
    // So the next correction knows that only the cost is another one.
    let dearer = Bill {
        amounts: amounts("12", "10.8", None, "30"),
        ..longer
    };
    let last = dearer.beyond(&[billed, more]).unwrap();
    assert_eq!(last.amounts, amounts("2", "1.8", None, "0"));
}

#[test]
fn a_price_that_comes_late_is_billed_late() {
    let day = "2026-10-31";
    let without = Amounts::of(us("10"), Some(eur("9")), &unpriced(1));
    let billed = bill(1, day, without, false);
    assert_eq!(
        billed.clone().beyond(std::slice::from_ref(&billed)),
        None,
        "still none"
    );
    let priced = bill(1, day, amounts("10", "9", None, "15"), false);
    let more = priced.beyond(&[billed]).unwrap();
    assert_eq!(more.amounts, amounts("0", "0", None, "15"));
}

#[test]
fn a_call_that_costs_nothing_makes_no_correction_and_one_without_a_rate_does() {
    let nothing = bill(1, "2026-10-31", amounts("0", "0", None, "0"), false);
    assert_eq!(nothing.beyond(&[]), None);
    let unknown = Amounts::of(us("10"), None, &unpriced(1));
    let unknown = bill(1, "2026-10-31", unknown, false);
    assert_eq!(unknown.clone().beyond(&[]), Some(unknown));
}

fn some_amount() -> impl Strategy<Value = Option<EurCents>> {
    prop::option::of(
        (-1_000_000_000_000_i64..1_000_000_000_000)
            .prop_map(|billionths| EurCents::new(Decimal::new(billionths, 9)).unwrap()),
    )
}

prop_compose! {
    fn some_bill()(
        no in 0..20_usize,
        day in 1..28_u8,
        us in -1_000_000_000_000_i64..1_000_000_000_000,
        cost in some_amount(), wholesale in some_amount(), price in some_amount(),
        resold: bool,
    ) -> Bill {
        let amounts = Amounts { us_cents: UsCents::new(Decimal::new(us, 9)).unwrap(), cost, wholesale, price };
        bill(no, &format!("2026-11-{day:02}"), amounts, resold)
    }
}

proptest! {
    #[test]
    fn totals_reconcile_with_the_lines_to_the_cent_however_they_are_broken_down(
        bills in prop::collection::vec(some_bill(), 0..40)
    ) {
        let (by_day, total) = figures(november(), &bills, |bill| bill.day);
        let (by_call, again) = figures(november(), &bills, |bill| bill.call);
        prop_assert_eq!(total, again);
        let exact: Decimal = bills.iter().filter_map(|bill| bill.amounts.cost).map(Cents::as_decimal).sum();
        prop_assert_eq!(total.cost.as_decimal(), exact);
        for groups in [by_day.values().collect::<Vec<_>>(), by_call.values().collect()] {
            for column in [Figures::price, Figures::margin, Figures::resellers_margin] {
                let shown: Decimal = apportion(groups.iter().map(|group| column(group)))
                    .map(Rounded::as_units)
                    .sum();
                prop_assert_eq!(shown, column(&total).rounded().as_units());
            }
        }
    }

    #[test]
    fn however_often_a_call_is_corrected_its_bills_add_up_to_what_it_costs(
        versions in prop::collection::vec((some_bill(), 0..3_u32), 1..12)
    ) {
        let mut billed: Vec<Bill> = Vec::new();
        let mut price = None;
        for (version, length) in versions {
            let version = Bill { call: call(1), talked_ms: 60_000 * i64::from(length), ..version };
            let so_far = (billed.last().map(|last| last.day), talked(&billed));
            if so_far != (Some(version.day), version.talked_ms) || price.is_none() {
                price = version.amounts.price.or(price);
            }
            billed.extend(version.clone().beyond(&billed));
            // The same once more: nothing is left to bill, but what is still unknown.
            if let Some(more) = version.clone().beyond(&billed) {
                prop_assert!(version.amounts.cost.is_none() || version.amounts.price.is_none());
                prop_assert!(more.amounts.us_cents.is_zero() && more.talked_ms == 0);
                let amounts = [more.amounts.cost, more.amounts.wholesale, more.amounts.price];
                prop_assert!(amounts.into_iter().flatten().all(Cents::is_zero));
            }
            if billed.is_empty() {
                continue;
            }
            let sum = Amounts::sum(billed.iter().map(|bill| bill.amounts));
            prop_assert_eq!(sum.us_cents, version.amounts.us_cents);
            prop_assert_eq!(talked(&billed), version.talked_ms);
            if let Some(cost) = version.amounts.cost {
                prop_assert_eq!(sum.cost, Some(cost));
            }
            prop_assert_eq!(sum.price, price);
        }
        // Whoever was billed the price first is billed every other part of it.
        let priced = billed.iter().skip_while(|bill| bill.amounts.price.is_none());
        let payers: std::collections::BTreeSet<_> = priced.map(|bill| bill.reseller).collect();
        prop_assert!(payers.len() <= 1, "{payers:?}");
    }
}

fn talked(bills: &[Bill]) -> i64 {
    bills.iter().map(|bill| bill.talked_ms).sum()
}
