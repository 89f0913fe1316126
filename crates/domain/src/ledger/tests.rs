use std::collections::BTreeMap;

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;
use crate::call::{Facts, ProductCost, Report, ReportKind, ReportedCost, Stamp};
use crate::event::Digest;
use crate::fx::PerEuro;
use crate::id::RetellCallId;
use crate::money::Cents;
use crate::tariff::TelephonyRates;

fn us(digits: &str) -> UsCents {
    UsCents::from_digits(digits).unwrap()
}

fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

fn tariff() -> Tariff {
    Tariff {
        telephony: Vec::new(),
        otherwise: TelephonyRates {
            inbound: us("0.85"),
            outbound: us("1.3"),
        },
        fees: Vec::new(),
    }
}

/// A dollar and a quarter for a euro.
fn rate() -> UsdRate {
    UsdRate {
        day: "2026-11-05".parse().unwrap(),
        per_euro: PerEuro::from_digits("1.25").unwrap(),
        source: "ecb".into(),
    }
}

/// What the store does: of each kind the winner is kept, the call folded, its ledger drawn up,
/// and what changed appended.
#[derive(Default)]
struct Books {
    winners: BTreeMap<ReportKind, Report>,
    lines: Vec<LedgerLine>,
    history: Vec<(String, Total<Usd>, Total<Eur>)>,
}

impl Books {
    fn after(reports: &[Report]) -> Self {
        let mut books = Self::default();
        for report in reports {
            books.take(report);
        }
        books
    }

    fn take(&mut self, report: &Report) {
        let kept = match self.winners.remove(&report.kind) {
            Some(winner) => winner.join(report.clone()),
            None => report.clone(),
        };
        self.winners.insert(report.kind.clone(), kept);
        let call = Call::fold(self.winners.values().cloned()).unwrap();
        let berlin = Zone::parse("Europe/Berlin").unwrap();
        let seen_at = at("2026-11-05T09:00:00Z");
        let ledger = Ledger::of(&call, seen_at, &berlin, &tariff(), Some(rate()));
        for entry in entries(&self.lines, &ledger.lines) {
            let change = (
                entry.component().to_owned(),
                entry.us_cents(),
                entry.eur_cents(),
            );
            self.history.push(change);
        }
        self.lines = ledger.lines;
    }

    fn shown(&self) -> Vec<String> {
        let shown = |line: &LedgerLine| {
            let amount =
                |amount: Option<Decimal>| amount.map_or_else(String::new, |it| it.to_string());
            format!(
                "{} {} {} {}",
                line.component,
                amount(line.us_cents.map(Cents::as_decimal)),
                amount(line.eur_cents.map(Cents::as_decimal)),
                line.basis
            )
        };
        self.lines.iter().map(shown).collect()
    }
}

fn report(event: &str, at_ms: i64, products: &[(&str, &str)], combined: Option<&str>) -> Report {
    let product = |(name, cost): &(&str, &str)| ProductCost {
        product: (*name).into(),
        transfer_leg: false,
        cost: Some(us(cost)),
    };
    Report {
        call_id: RetellCallId::new("call_1"),
        kind: ReportKind::of_event(event),
        stamp: Stamp {
            event_at: Instant::from_millis(at_ms),
            digest: Digest::of(format!("{event}{at_ms}{products:?}{combined:?}").as_bytes()),
        },
        facts: Facts {
            started_at: Some(at("2026-11-05T08:00:00Z")),
            duration_ms: (event != "call_started").then_some(36_000),
            cost: (event != "call_started").then(|| ReportedCost {
                products: products.iter().map(product).collect(),
                combined: combined.map(us),
                from: None,
            }),
            ..Facts::default()
        },
    }
}

#[test]
fn f65_a_call_of_36_seconds_costs_cents_and_not_dollars() {
    // Their case: combined_cost 4.56 was booked as $4.56. It is 4.56 US cents, 3.648 euro cents.
    let books = Books::after(&[report(
        "call_ended",
        1,
        &[("gpt_4_1", "4.56")],
        Some("4.56"),
    )]);
    assert_eq!(
        books.shown(),
        [
            "retell/gpt_4_1 4.56 3.648 reported",
            "telephony 0.85 0.68 estimated"
        ]
    );
    assert_eq!(us("4.56").to_string(), "$0.0456");
}

#[test]
fn f67_telephony_is_in_no_combined_cost_and_is_replaced_when_it_is_reported() {
    let ended = report("call_ended", 1, &[("gpt_4_1", "3")], Some("3"));
    let analyzed = report(
        "call_analyzed",
        2,
        &[("gpt_4_1", "3"), ("eu_telephony", "2.5")],
        Some("5.5"),
    );
    let books = Books::after(&[ended, analyzed]);
    assert_eq!(
        books.shown(),
        [
            "retell/eu_telephony 2.5 2 reported",
            "retell/gpt_4_1 3 2.4 reported"
        ]
    );
    let estimate: Vec<String> = books
        .history
        .iter()
        .filter(|(component, ..)| component == "telephony")
        .map(|(_, us_cents, _)| us_cents.as_decimal().to_string())
        .collect();
    assert_eq!(estimate, ["0.85", "-0.85"], "charged, and reversed");
}

#[test]
fn f67_a_redelivery_changes_nothing() {
    let ended = report("call_ended", 1, &[("gpt_4_1", "3")], Some("3"));
    let once = Books::after(std::slice::from_ref(&ended));
    let often = Books::after(&[ended.clone(), ended.clone(), ended]);
    assert_eq!(once.history, often.history);
    assert_eq!(once.lines, often.lines);
}

#[test]
fn f69_an_estimate_never_replaces_a_fact() {
    // The report that is worth more came first; the late one has no telephony.
    let analyzed = report("call_analyzed", 2, &[("eu_telephony", "2.5")], None);
    let ended = report("call_ended", 3, &[], None);
    let books = Books::after(&[analyzed, ended]);
    assert_eq!(books.shown(), ["retell/eu_telephony 2.5 2 reported"]);
    assert_eq!(books.history.len(), 1);
}

#[test]
fn a_component_that_a_better_report_leaves_out_is_taken_back() {
    let ended = report(
        "call_ended",
        1,
        &[("gpt_4_1", "3"), ("eu_telephony", "1")],
        None,
    );
    let analyzed = report("call_analyzed", 2, &[("eu_telephony", "1")], None);
    let books = Books::after(&[ended, analyzed]);
    assert_eq!(books.shown(), ["retell/eu_telephony 1 0.8 reported"]);
    let (component, us_cents, _) = books.history.last().unwrap();
    assert_eq!(
        (component.as_str(), us_cents.as_decimal()),
        ("retell/gpt_4_1", Decimal::from(-3))
    );
}

#[test]
fn of_two_reports_of_a_kind_the_newer_event_counts_and_not_the_later_arrival() {
    let newer = report("call_analyzed", 2, &[("gpt_4_1", "3")], None);
    let older = report("call_analyzed", 1, &[("gpt_4_1", "9")], None);
    let books = Books::after(&[newer, older]);
    assert_eq!(books.lines[0].us_cents, Some(us("3")));
}

/// A report without a bill.
fn silent(event: &str, at_ms: i64) -> Report {
    let mut report = report(event, at_ms, &[], None);
    report.stamp.digest = Digest::of(format!("{event}{at_ms} silent").as_bytes());
    report.facts.cost = None;
    report
}

#[test]
fn the_bill_is_that_of_the_newest_report_of_its_kind_that_has_one() {
    let bill = |at, cost| report("call_analyzed", at, &[("gpt_4_1", cost)], None);
    let telephony = "telephony 0.85 0.68 estimated";
    for (reports, expected) in [
        // The second one says nothing of costs.
        (
            vec![bill(1, "3"), silent("call_analyzed", 2)],
            Some("retell/gpt_4_1 3 2.4 reported"),
        ),
        (
            vec![bill(1, "3"), silent("call_analyzed", 3), bill(2, "5")],
            Some("retell/gpt_4_1 5 4 reported"),
        ),
        // No part, no sum; and a part without an amount.
        (
            vec![bill(1, "3"), report("call_analyzed", 2, &[], None)],
            Some("retell/gpt_4_1 3 2.4 reported"),
        ),
        // It says that the call costs nothing, to its own kind and to a lower one.
        (
            vec![bill(1, "3"), report("call_analyzed", 2, &[], Some("0"))],
            None,
        ),
        (
            vec![
                report("call_ended", 1, &[("gpt_4_1", "3")], None),
                report("call_analyzed", 2, &[], Some("0")),
            ],
            None,
        ),
        (
            vec![
                report("call_ended", 1, &[("gpt_4_1", "3")], None),
                report("call_analyzed", 2, &[], None),
            ],
            Some("retell/gpt_4_1 3 2.4 reported"),
        ),
        // While a call runs it does not.
        (
            vec![
                report("transcript_updated", 1, &[("gpt_4_1", "3")], None),
                report("transcript_updated", 2, &[], Some("0")),
            ],
            Some("retell/gpt_4_1 3 2.4 reported"),
        ),
    ] {
        let expected: Vec<&str> = expected.into_iter().chain([telephony]).collect();
        let forth = Books::after(&reports);
        assert_eq!(forth.shown(), expected, "{reports:?}");
        let back: Vec<Report> = reports.into_iter().rev().collect();
        assert_eq!(Books::after(&back).winners, forth.winners);
    }
}

#[test]
fn f68_without_a_rate_the_amount_in_euros_is_unknown() {
    let call = Call::fold([report("call_ended", 1, &[("gpt_4_1", "3")], None)]).unwrap();
    let berlin = Zone::parse("Europe/Berlin").unwrap();
    let ledger = Ledger::of(&call, at("2026-11-05T09:00:00Z"), &berlin, &tariff(), None);
    assert_eq!(ledger.us_cents().as_decimal().to_string(), "3.85");
    assert_eq!(ledger.eur_cents(), None);
}

/// A body about the call: which event, when, and what it charges.
fn some_report() -> impl Strategy<Value = Report> {
    let event = prop::sample::select(vec![
        "call_started",
        "call_ended",
        "call_analyzed",
        "transfer_ended",
    ]);
    let product = prop::sample::select(vec!["gpt_4_1", "eu_telephony", "elevenlabs_tts"]);
    let cost =
        (0..5_000_000_000_i64).prop_map(|billionths| Decimal::new(billionths, 9).to_string());
    let products = prop::collection::vec((product, cost.clone()), 0..3);
    let combined = prop::option::of(prop_oneof![cost, Just("0".to_owned())]);
    let bill = prop::option::of((products, combined));
    (event, 0..4_i64, bill).prop_map(|(event, at, bill)| {
        let Some((products, combined)) = bill else {
            return silent(event, at);
        };
        let products: Vec<(&str, &str)> = products
            .iter()
            .map(|(name, cost)| (*name, cost.as_str()))
            .collect();
        report(event, at, &products, combined.as_deref())
    })
}

proptest! {
    #[test]
    fn f67_any_order_and_repetition_of_events_gives_the_same_ledger(
        (forth, back) in prop::collection::vec(some_report(), 1..6).prop_flat_map(|reports| {
            let often: Vec<Report> = reports.iter().cycle().take(reports.len() * 3).cloned().collect();
            (Just(reports), Just(often).prop_shuffle())
        })
    ) {
        let (once, often) = (Books::after(&forth), Books::after(&back));
        prop_assert_eq!(&once.winners, &often.winners);
        prop_assert_eq!(&once.lines, &often.lines);
        // Whatever came on the way, the entries add up to the lines.
        for books in [once, often] {
            let us_cents: Total<Usd> = books.history.iter().map(|(_, us_cents, _)| *us_cents).sum();
            let eur_cents: Total<Eur> = books.history.iter().map(|(.., eur_cents)| *eur_cents).sum();
            prop_assert_eq!(us_cents, books.lines.iter().filter_map(|line| line.us_cents).sum());
            prop_assert_eq!(eur_cents, books.lines.iter().filter_map(|line| line.eur_cents).sum());
        }
    }
}

#[test]
fn a_call_that_never_connected_is_billed_when_retell_spoke_of_it() {
    let report = |kind, at_text: &str| Report {
        call_id: RetellCallId::new("call_1"),
        kind,
        stamp: Stamp {
            event_at: Some(at(at_text)),
            digest: Digest::of(at_text.as_bytes()),
        },
        facts: Facts::default(),
    };
    let call = Call::fold([
        report(ReportKind::Analyzed, "2026-10-31T23:10:00Z"),
        report(ReportKind::Ended, "2026-10-31T22:59:00Z"),
    ])
    .unwrap();
    let berlin = Zone::parse("Europe/Berlin").unwrap();
    for seen_at in ["2026-11-05T09:00:00Z", "2026-12-01T09:00:00Z"] {
        let day = day(&call, at(seen_at), &berlin);
        assert_eq!(day.to_string(), "2026-10-31");
    }
}

#[test]
fn an_instant_that_cannot_be_gives_way_to_the_next() {
    let millis = |text: &str| at(text).as_millis();
    let began = |start: Option<i64>, end: Option<i64>, spoken_of: Option<i64>| {
        let report = Report {
            call_id: RetellCallId::new("call_1"),
            kind: ReportKind::Ended,
            stamp: Stamp {
                event_at: spoken_of.and_then(Instant::from_millis),
                digest: Digest::of(b"1"),
            },
            facts: Facts {
                started_at: start.and_then(Instant::from_millis),
                ended_at: end.and_then(Instant::from_millis),
                ..Facts::default()
            },
        };
        let call = Call::fold([report]).unwrap();
        super::began(&call, at("2026-11-09T09:00:00Z")).to_string()
    };
    let (start, end) = (
        millis("2026-11-05T08:00:00Z"),
        millis("2026-11-05T08:01:00Z"),
    );
    let spoken_of = millis("2026-11-05T08:02:00Z");
    let in_seconds = start / 1000;
    for (what, start, end, spoken_of, expected) in [
        (
            "all is well",
            Some(start),
            Some(end),
            Some(spoken_of),
            "2026-11-05T08:00:00Z",
        ),
        // Seconds for milliseconds: the 21st of January 1970.
        (
            "seconds",
            Some(in_seconds),
            Some(end),
            Some(spoken_of),
            "2026-11-05T08:01:00Z",
        ),
        (
            "seconds",
            Some(in_seconds),
            Some(in_seconds),
            Some(spoken_of),
            "2026-11-05T08:02:00Z",
        ),
        (
            "seconds",
            Some(in_seconds),
            None,
            Some(in_seconds),
            "2026-11-09T09:00:00Z",
        ),
        ("nothing", None, None, None, "2026-11-09T09:00:00Z"),
        // Fetched months later.
        (
            "late",
            Some(millis("2020-01-01T00:00:00Z")),
            None,
            Some(spoken_of),
            "2020-01-01T00:00:00Z",
        ),
        (
            "early",
            Some(millis("2019-12-31T23:59:59Z")),
            None,
            Some(spoken_of),
            "2026-11-05T08:02:00Z",
        ),
        // A day after Retell spoke of it, and more.
        (
            "ahead",
            Some(spoken_of + 86_400_000),
            None,
            Some(spoken_of),
            "2026-11-06T08:02:00Z",
        ),
        (
            "ahead",
            Some(spoken_of + 86_400_001),
            None,
            Some(spoken_of),
            "2026-11-05T08:02:00Z",
        ),
        (
            "ahead",
            Some(start * 10),
            None,
            Some(start * 10),
            "2026-11-09T09:00:00Z",
        ),
        (
            "ahead",
            Some(start * 10),
            Some(end),
            Some(start * 10),
            "2026-11-05T08:01:00Z",
        ),
    ] {
        assert_eq!(began(start, end, spoken_of), expected, "{what} {start:?}");
    }
}
