use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;
use crate::id::{AccountName, RetellCallId};
use crate::money::{Percent, Rounded, apportion};

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

fn bill(no: usize, day: &str, amounts: Amounts, resold: bool) -> Bill {
    Bill {
        call: call(no),
        company: CompanyId::of("salon-nord"),
        day: day.parse().unwrap(),
        number: None,
        talked_ms: 60_000,
        amounts,
        estimated: false,
        resold,
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
        markup: Percent::from_digits("20"),
    };
    let estimate = Amounts::of(us("10"), Some(eur("9.2")), Some(&price));
    let actual = Amounts::of(us("34.45"), Some(eur("31.694")), Some(&price));
    assert_eq!(estimate.wholesale, Some(eur("11.04")));
    assert_eq!(actual.wholesale, Some(eur("38.0328")));
}

#[test]
fn what_is_unknown_is_counted_and_not_invented() {
    let mut figures = Figures::default();
    let unknown = Amounts::of(us("10"), None, None);
    assert_eq!((unknown.cost, unknown.price), (None, None));
    figures.add(&bill(1, "2026-11-05", unknown, false), november());
    assert_eq!((figures.without_rate, figures.without_plan), (1, 1));
    assert_eq!(figures.us_cents.as_decimal(), Decimal::from(10));
}

#[test]
fn a_correction_after_the_close_is_an_adjustment() {
    let billed = amounts("10", "9", Some("10.8"), "15");
    let now = amounts("12", "10.8", Some("12.96"), "15");
    let more = now.beyond(billed).unwrap();
    assert_eq!(more, amounts("2", "1.8", Some("2.16"), "0"));
    assert_eq!(Amounts::sum([billed, more]), now);
    assert_eq!(now.beyond(Amounts::sum([billed, more])), None);
    // What turned out to be no call at all is taken back.
    let gone = Amounts::default().beyond(billed).unwrap();
    assert_eq!(gone, amounts("-10", "-9", Some("-10.8"), "-15"));

    let mut figures = Figures::default();
    figures.add(&bill(1, "2026-10-31", more, true), november());
    assert_eq!((figures.calls, figures.adjustments), (0, 1));
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
        versions in prop::collection::vec(some_bill(), 1..12)
    ) {
        let mut billed: Vec<Amounts> = Vec::new();
        for version in &versions {
            billed.extend(version.amounts.beyond(Amounts::sum(billed.iter().copied())));
            // The same once more: nothing is left to bill.
            prop_assert_eq!(version.amounts.beyond(Amounts::sum(billed.iter().copied())), None);
        }
        let owed = versions.last().unwrap().amounts;
        let sum = Amounts::sum(billed);
        prop_assert_eq!(sum.us_cents, owed.us_cents);
        for (sum, owed) in [(sum.cost, owed.cost), (sum.wholesale, owed.wholesale), (sum.price, owed.price)] {
            prop_assert_eq!(sum.unwrap_or_default(), owed.unwrap_or_default());
        }
    }
}
