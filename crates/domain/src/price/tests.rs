use proptest::prelude::*;

use super::*;
use crate::id::{AccountName, RetellCallId};
use crate::time::Zone;

fn eur(digits: &str) -> EurCents {
    EurCents::from_digits(digits).unwrap()
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn tier(after_minutes: u32, per_minute: &str) -> Tier {
    Tier {
        after_minutes,
        per_minute: eur(per_minute),
    }
}

/// 15 ct a started minute.
fn plan() -> PricePlan {
    PricePlan {
        name: "Basis".into(),
        valid_from: day("2026-01-01"),
        valid_until: None,
        step: Step::Minute,
        per_call: EurCents::ZERO,
        tiers: vec![tier(0, "15")].try_into().unwrap(),
        discounts: Vec::new(),
        resale: None,
    }
}

fn included(minutes: u32) -> PricePlan {
    let plan = plan();
    PricePlan {
        tiers: plan.tiers.with_included(minutes),
        ..plan
    }
}

fn call(no: u32) -> CallId {
    CallId::of(
        &AccountName::default_account(),
        &RetellCallId::new(no.to_string()),
    )
}

/// The call with this number, that many minutes into the fifth of November.
fn usage(no: u32, seconds: u64) -> Usage {
    let started_at = Instant::parse("2026-11-05T08:00:00Z").unwrap();
    Usage {
        call: call(no),
        started_at: started_at.plus(std::time::Duration::from_mins(no.into())),
        day: day("2026-11-05"),
        talked_ms: seconds * 1000,
        late: false,
    }
}

/// The lines of each call, as text.
fn shown(plans: &[PricePlan], usages: Vec<Usage>) -> Vec<Vec<String>> {
    let line = |line: PriceLine| format!("{}: {}", line.item, line.amount.as_decimal());
    price_month(plans, usages)
        .into_iter()
        .map(|price| price.lines.unwrap().into_iter().map(line).collect())
        .collect()
}

#[test]
fn time_is_charged_by_the_started_minute_or_second() {
    assert_eq!(
        shown(&[plan()], vec![usage(1, 60), usage(2, 61), usage(3, 0)]),
        [
            vec!["1 min at €0.1500 a minute: 15"],
            vec!["2 min at €0.1500 a minute: 30"],
            vec![],
        ]
    );
    let by_second = PricePlan {
        step: Step::Second,
        per_call: eur("5"),
        ..plan()
    };
    // 61 s at 15 ct a minute are 15.25 ct.
    assert_eq!(
        shown(&[by_second], vec![usage(1, 61), usage(2, 0)]),
        [
            vec!["the call: 5", "1 min 1 s at €0.1500 a minute: 15.25"],
            vec![],
        ]
    );
}

#[test]
fn included_minutes_are_split_exactly_at_the_boundary() {
    // Their error: a call was free as a whole, or not at all, by the minutes of the month
    // including itself.
    assert_eq!(
        shown(
            &[included(10)],
            vec![usage(1, 240), usage(2, 400), usage(3, 1)]
        ),
        [
            vec!["4 min included: 0"],
            vec![
                "6 min included: 0",
                "1 min at €0.1500 a minute, after 10 min of the month: 15"
            ],
            vec!["1 min at €0.1500 a minute, after 10 min of the month: 15"],
        ]
    );
}

#[test]
fn a_call_that_is_known_late_gets_no_minute_that_another_was_billed_with() {
    let late = Usage {
        late: true,
        ..usage(1, 120)
    };
    // It began first; one of the two free minutes is the other's.
    assert_eq!(
        shown(&[included(2)], vec![late, usage(2, 60)]),
        [
            vec!["1 min included: 0"],
            vec![
                "1 min included: 0",
                "1 min at €0.1500 a minute, after 2 min of the month: 15"
            ],
        ]
    );
}

#[test]
fn included_minutes_count_in_the_branchs_month_and_not_in_that_of_today() {
    // 23:30 UTC on the last of November is December in Berlin, and November in Lisbon.
    let at = Instant::parse("2026-11-30T23:30:00Z").unwrap();
    let month = |zone| Day::of(at, &Zone::parse(zone).unwrap()).month().to_string();
    assert_eq!(month("Europe/Berlin"), "2026-12");
    assert_eq!(month("Europe/Lisbon"), "2026-11");
}

#[test]
fn tiers_begin_after_included_minutes_and_split_a_call() {
    let plan = PricePlan {
        tiers: Tiers::try_from(vec![tier(0, "15"), tier(10, "10")])
            .unwrap()
            .with_included(5),
        ..plan()
    };
    // 5 free, 5 at 15 are 75, 2 at 10 are 20.
    assert_eq!(
        shown(std::slice::from_ref(&plan), vec![usage(1, 720)]),
        [vec![
            "5 min included: 0",
            "5 min at €0.1500 a minute, after 5 min of the month: 75",
            "2 min at €0.1000 a minute, after 10 min of the month: 20"
        ]]
    );
    // Included minutes past a tier's beginning leave nothing of the tier before.
    let tiers: Vec<Tier> = plan.tiers.with_included(12).into();
    assert_eq!(tiers, [tier(0, "0"), tier(12, "10")]);
}

#[test]
fn tiers_that_are_no_ladder_are_refused() {
    for tiers in [
        vec![],
        vec![tier(5, "10")],
        vec![tier(0, "15"), tier(0, "10")],
        vec![tier(0, "-1")],
    ] {
        assert!(Tiers::try_from(tiers).is_err());
    }
}

#[test]
fn free_time_is_one_line_whichever_tiers_it_is_in() {
    // Five minutes included, free below ten, dear below twelve, and free again.
    let plan = PricePlan {
        tiers: Tiers::try_from(vec![tier(0, "0"), tier(10, "15"), tier(12, "0")])
            .unwrap()
            .with_included(5),
        ..plan()
    };
    assert_eq!(
        shown(&[plan], vec![usage(1, 900)]),
        [[
            "13 min included: 0",
            "2 min at €0.1500 a minute, after 10 min of the month: 30"
        ]]
    );
}

#[test]
fn a_call_that_never_connected_is_free_without_a_plan_too() {
    let prices = price_month(&[], vec![usage(1, 0), usage(2, 1)]);
    assert_eq!(prices[0].total(), Some(Total::ZERO));
    assert_eq!(prices[1].total(), None);
}

#[test]
fn closed_days_keep_their_terms() {
    let open = day("2026-11-01");
    let dearer = |from: &str| PricePlan {
        valid_from: day(from),
        tiers: vec![tier(0, "99")].try_into().unwrap(),
        ..plan()
    };
    let ended = |last: &str| PricePlan {
        valid_until: Some(day(last)),
        ..plan()
    };
    let change = |before: &[PricePlan], after: &[PricePlan]| {
        first_change(before, after, open).map(|day| day.to_string())
    };
    for (what, before, after, expected) in [
        ("the same", vec![plan()], vec![plan()], None),
        (
            "another price",
            vec![plan()],
            vec![dearer("2026-01-01")],
            Some("2026-01-01"),
        ),
        (
            "a plan in between",
            vec![plan()],
            vec![plan(), dearer("2026-10-31")],
            Some("2026-10-31"),
        ),
        (
            "a plan from now on",
            vec![plan()],
            vec![plan(), dearer("2026-11-01")],
            None,
        ),
        (
            "an end that is past",
            vec![plan()],
            vec![ended("2026-10-15")],
            Some("2026-10-16"),
        ),
        (
            "an end from now on",
            vec![plan()],
            vec![ended("2026-10-31")],
            None,
        ),
        (
            "no end after all",
            vec![ended("2026-10-15")],
            vec![plan()],
            None,
        ),
        ("a first plan", vec![], vec![plan()], None),
        (
            "none before it either",
            vec![plan()],
            vec![plan(), dearer("2025-01-01")],
            None,
        ),
        ("gone", vec![plan()], vec![], Some("2026-01-01")),
    ] {
        assert_eq!(change(&before, &after).as_deref(), expected, "{what}");
    }
}

#[test]
fn a_volume_discount_is_off_all_minutes_of_a_month_that_has_enough() {
    let percent = |digits: &str| Percent::from_digits(digits).unwrap();
    let discount = |from_minutes, digits: &str| Discount {
        from_minutes,
        percent: percent(digits),
    };
    let plan = PricePlan {
        per_call: eur("5"),
        discounts: vec![discount(10, "10"), discount(100, "50")],
        ..plan()
    };
    // 6 + 6 minutes: 90 ct each less 9; the price of the call itself stays.
    let off = "10 % off time, from 10 min in the month: -9";
    assert_eq!(
        shown(
            std::slice::from_ref(&plan),
            vec![usage(1, 360), usage(2, 360)]
        ),
        [["the call: 5", "6 min at €0.1500 a minute: 90", off]; 2]
    );
    assert_eq!(shown(&[plan], vec![usage(1, 540)])[0].len(), 2, "9 minutes");
}

#[test]
fn a_plan_counts_between_its_days_and_without_one_there_is_no_price() {
    let plans = [
        plan(),
        PricePlan {
            name: "Neu".into(),
            valid_from: day("2026-11-06"),
            valid_until: Some(day("2026-11-07")),
            tiers: vec![tier(0, "12")].try_into().unwrap(),
            ..plan()
        },
    ];
    let on = |no, on: &str| Usage {
        day: day(on),
        ..usage(no, 60)
    };
    let usages = vec![
        on(1, "2025-12-31"),
        on(2, "2026-11-05"),
        on(3, "2026-11-07"),
        on(4, "2026-11-08"),
    ];
    let totals: Vec<_> = price_month(&plans, usages)
        .iter()
        .map(|price| price.total().map(Total::as_decimal))
        .collect();
    let ct = |ct: i64| Some(Decimal::from(ct));
    // Their error: 15 ct a minute for whoever had no plan.
    assert_eq!(totals, [None, ct(15), ct(12), None]);
}

#[test]
fn minutes_under_one_plan_count_towards_the_next() {
    let plans = [
        included(10),
        PricePlan {
            valid_from: day("2026-11-06"),
            ..included(12)
        },
    ];
    let later = Usage {
        day: day("2026-11-06"),
        ..usage(2, 300)
    };
    let shown = shown(&plans, vec![usage(1, 540), later]);
    // Nine are gone: three of twelve are left.
    assert_eq!(shown[1][0], "3 min included: 0");
}

#[test]
fn a_reseller_pays_the_exact_cost_and_the_mark_up() {
    // Their error: 34.45 ct and 20 % were cut to 41 ct before they were billed.
    let markup = Percent::from_digits("20").unwrap();
    assert_eq!(wholesale(eur("34.45"), markup), Some(eur("41.34")));
}

proptest! {
    #[test]
    fn prices_do_not_depend_on_the_order_in_which_calls_became_known(
        seconds in prop::collection::vec(0..4_000_u64, 1..40),
        included_minutes in 0..200_u32,
        shuffle in any::<prop::sample::Index>(),
    ) {
        let usages: Vec<Usage> = (1..).zip(&seconds).map(|(no, &s)| usage(no, s)).collect();
        let plans = [included(included_minutes)];
        let forth = price_month(&plans, usages.clone());
        let mut back = usages.clone();
        back.rotate_left(shuffle.index(usages.len()));
        back.reverse();
        prop_assert_eq!(&forth, &price_month(&plans, back));
        // And they are exact: every started minute past the included ones is 15 ct.
        let minutes: u64 = seconds.iter().map(|s| s.div_ceil(60)).sum();
        let owed = minutes.saturating_sub(included_minutes.into()) * 15;
        let total: Decimal = forth.iter().map(|price| price.total().unwrap().as_decimal()).sum();
        prop_assert_eq!(total, Decimal::from(owed));
    }

    #[test]
    fn a_plan_that_begins_later_changes_no_price_of_the_month_before(
        seconds in prop::collection::vec(0..4_000_u64, 1..20),
        included_minutes in 0..200_u32,
        later in prop::collection::vec((0..28_u8, 0..200_u32, any::<bool>()), 1..4),
    ) {
        let usages: Vec<Usage> = (1..).zip(&seconds).map(|(no, &s)| usage(no, s)).collect();
        let mut plans = vec![included(included_minutes)];
        let before = price_month(&plans, usages.clone());
        plans.extend(later.into_iter().map(|(days, minutes, ends)| PricePlan {
            valid_from: day(&format!("2026-12-{:02}", days + 1)),
            valid_until: ends.then(|| day("2027-01-31")),
            ..included(minutes)
        }));
        prop_assert_eq!(before, price_month(&plans, usages));
    }

    #[test]
    fn terms_that_change_no_closed_day_change_no_closed_price(
        calls in prop::collection::vec((0..31_u8, 0..4_000_u64), 1..20),
        edits in prop::collection::vec((0..62_u8, prop::option::of(0..62_u8), 0..3_u32), 1..5),
    ) {
        let day_of = |days: u8| match days {
            0..31 => day(&format!("2026-10-{:02}", days + 1)),
            _ => day(&format!("2026-11-{:02}", (days - 31) % 30 + 1)),
        };
        let usages: Vec<Usage> = (1..).zip(&calls)
            .map(|(no, &(days, seconds))| Usage { day: day_of(days), ..usage(no, seconds) })
            .collect();
        let before = [included(1), PricePlan { valid_from: day("2026-10-15"), ..included(2) }];
        let mut after = before.to_vec();
        for (from, until, minutes) in edits {
            let edit = PricePlan {
                valid_from: day_of(from),
                valid_until: until.map(day_of),
                ..included(minutes)
            };
            after.retain(|plan| plan.valid_from != edit.valid_from);
            after.push(edit);
        }
        if first_change(&before, &after, day("2026-11-01")).is_none() {
            prop_assert_eq!(price_month(&before, usages.clone()), price_month(&after, usages));
        } else {
            let differs = (0..31).map(day_of).any(|on| {
                let was = plan_on(&before, on);
                let is = plan_on(&after, on);
                was.map(|plan| &plan.tiers) != is.map(|plan| &plan.tiers)
            });
            prop_assert!(differs, "nothing was refused for nothing");
        }
    }

    #[test]
    fn what_is_known_late_costs_together_with_what_was_billed_what_it_would_have_at_once(
        calls in prop::collection::vec((0..4_000_u64, any::<bool>()), 1..30),
        included_minutes in 0..200_u32,
    ) {
        let plan = included(included_minutes);
        let tiers = Tiers::try_from(vec![tier(0, "15"), tier(60, "12.5")]).unwrap();
        let plans = [PricePlan { tiers: tiers.with_included(included_minutes), ..plan }];
        let usages: Vec<Usage> = (1..).zip(&calls)
            .map(|(no, &(seconds, late))| Usage { late, ..usage(no, seconds) })
            .collect();
        let total = |usages: &[Usage]| -> Decimal {
            let prices = price_month(&plans, usages.to_vec());
            prices.iter().map(|price| price.total().unwrap().as_decimal()).sum()
        };
        let at_once: Vec<Usage> = usages.iter().map(|usage| Usage { late: false, ..*usage }).collect();
        let billed: Vec<Usage> = usages.iter().filter(|usage| !usage.late).copied().collect();
        let late: Vec<CallId> = usages.iter().filter(|usage| usage.late).map(|usage| usage.call).collect();
        let prices = price_month(&plans, usages);
        let adjusted: Decimal = prices.iter().filter(|price| late.contains(&price.call))
            .map(|price| price.total().unwrap().as_decimal())
            .sum();
        prop_assert_eq!(total(&billed) + adjusted, total(&at_once));
    }

    #[test]
    fn a_ladder_splits_time_without_losing_a_second(
        steps in prop::collection::btree_set(1..300_u32, 0..5),
        included_minutes in 0..300_u32,
        used in 0..30_000_u64,
        seconds in 0..30_000_u64,
    ) {
        let ladder = std::iter::once(0).chain(steps).map(|after| tier(after, "7")).collect::<Vec<_>>();
        let tiers = Tiers::try_from(ladder).unwrap().with_included(included_minutes);
        prop_assert!(Tiers::try_from(Vec::from(tiers.clone())).is_ok());
        let pieces: Vec<_> = tiers.split(used, seconds).collect();
        prop_assert_eq!(pieces.iter().map(|(_, seconds)| seconds).sum::<u64>(), seconds);
        let free: u64 = pieces.iter().filter(|(tier, _)| tier.per_minute.is_zero()).map(|(_, s)| s).sum();
        prop_assert_eq!(free, in_seconds(included_minutes).saturating_sub(used).min(seconds));
    }
}
