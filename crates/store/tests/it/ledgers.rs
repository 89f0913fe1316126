//! Ledgers: one current line per call and component, and everything that changed.

use domain::call::Facts;
use domain::fx::UsdRate;
use domain::ledger::{LedgerLine, Occasion};
use domain::money::UsCents;
use store::Because;

use crate::support::{Db, both};
use crate::world::{at, ledger, now, rate, report, reported};

both! {
    f67_lines_are_replaced_and_never_added;
    f67_a_redelivery_changes_nothing;
    f67_two_workers_at_once_change_nothing_twice;
    history_says_what_superseded_what_and_why;
    f65_sums_are_exact;
    f68_a_rate_is_that_of_the_day_or_the_last_earlier_one_and_never_changes;
    a_call_that_moves_to_another_month_takes_its_lines_along;
}

async fn f67_lines_are_replaced_and_never_added(db: Db) {
    let shop = db.shop("salon", "+493023125014").await;
    let call = db.call(&shop, "call_1").await;
    let other = db.call(&shop, "call_2").await;
    let put = async |call, lines: Vec<LedgerLine>| {
        let ledger = ledger(lines);
        db.put_ledger(call, &ledger).await;
        assert_eq!(db.store.ledger(call.id).await.unwrap(), Some(ledger));
    };
    put(&other, vec![reported("telephony", "7")]).await;
    let first = vec![
        reported("retell/gpt_4_1", "5.475"),
        reported("telephony", "0.85"),
    ];
    put(&call, first.clone()).await;
    put(&call, first).await;
    let second = vec![
        reported("retell/eu_telephony", "6.6916691"),
        reported("retell/gpt_4_1", "5.5"),
    ];
    put(&call, second).await;
    put(&call, Vec::new()).await;
    // The other call keeps its own.
    assert_eq!(db.count("ledger_lines").await, 1);
}

async fn f67_a_redelivery_changes_nothing(db: Db) {
    let shop = db.shop("salon", "+493023125014").await;
    let call = db.call(&shop, "call_1").await;
    let ledger = ledger(vec![reported("retell/gpt_4_1", "5.475")]);
    let first = db.put_ledger(&call, &ledger).await;
    assert_eq!(
        (first.entries, first.us_charged.to_string()),
        (1, "$0.0548".into())
    );
    for _ in 0..3 {
        assert_eq!(db.put_ledger(&call, &ledger).await.entries, 0);
    }
    assert_eq!(db.count("ledger_entries").await, 1);
}

async fn f67_two_workers_at_once_change_nothing_twice(db: Db) {
    let shop = db.shop("salon", "+493023125014").await;
    let call = db.call(&shop, "call_1").await;
    let after = ledger(vec![
        reported("retell/gpt_4_1", "5.475"),
        reported("telephony", "0.85"),
    ]);
    let work = async |store: store::Store| {
        let mut tx = store.begin().await.unwrap();
        // As a delivery does: the call's row first.
        let (call, _) = tx.relock_call(call.id).await.unwrap().unwrap();
        let before = tx.ledger(call.id).await.unwrap();
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        let moved = tx
            .put_ledger(&call, before.as_ref(), &after, Because::Recompute, now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        moved.entries
    };
    let (one, two) = (db.again().await, db.again().await);
    let (one, two) = tokio::join!(work(one), work(two));
    assert_eq!(one + two, 2, "{one} and {two}");
    assert_eq!(db.count("ledger_entries").await, 2);
}

async fn history_says_what_superseded_what_and_why(db: Db) {
    let shop = db.shop("salon", "+493023125014").await;
    let call = db.call(&shop, "call_1").await;
    let ended_at = at("2026-11-02T09:01:00Z");
    let ended = report("call_ended", Some(ended_at), b"1", Facts::default());
    db.tx(async |tx| {
        let first = ledger(vec![reported("telephony", "0.85")]);
        tx.put_ledger(&call, None, &first, Because::Report(&ended), now())
            .await
    })
    .await
    .unwrap();
    let second = ledger(vec![reported("retell/eu_telephony", "6.69")]);
    let moved = db.put_ledger(&call, &second).await;
    assert_eq!(moved.us_charged.to_string(), "$0.0669");
    assert_eq!(moved.us_reversed.to_string(), "$0.0085");
    let history = db.store.ledger_history(call.id).await.unwrap();
    let shown: Vec<_> = history
        .iter()
        .map(|entry| {
            let us_cents = entry.us_cents.map(|cents| cents.as_decimal().to_string());
            let component = entry.component.as_str();
            (entry.seq, component, entry.supersedes, us_cents.unwrap())
        })
        .collect();
    assert_eq!(
        shown,
        [
            (1, "telephony", None, "0.85".to_owned()),
            (2, "telephony", Some(1), "0".to_owned()),
            (3, "retell/eu_telephony", None, "6.69".to_owned()),
        ]
    );
    assert_eq!(history[0].occasion, Occasion::Report);
    assert_eq!(history[0].event.as_deref(), Some("call_ended"));
    assert_eq!(history[0].reported_at, Some(ended_at));
    assert_eq!(
        (history[2].occasion, &history[2].event),
        (Occasion::Recompute, &None)
    );
}

async fn f65_sums_are_exact(db: Db) {
    let shop = db.shop("salon", "+493023125014").await;
    let call = db.call(&shop, "call_1").await;
    let lines: Vec<_> = [
        "0.000000001",
        "0.1",
        "0.2",
        "22.991669123",
        "-0.3",
        "9000000",
        "8.5166691",
    ]
    .iter()
    .enumerate()
    .map(|(no, digits)| reported(&format!("part_{no}"), digits))
    .collect();
    db.put_ledger(&call, &ledger(lines.clone())).await;
    assert_eq!(db.store.costs(call.id).await.unwrap(), lines);
    let shown = db.store.calls(10).await.unwrap();
    assert_eq!(
        Some(shown[0].cost),
        UsCents::from_digits("9000031.508338224")
    );
    // The most that a line holds.
    let most = vec![
        reported("most", "9000000000"),
        reported("other", "-9000000000"),
    ];
    db.put_ledger(&call, &ledger(most.clone())).await;
    assert_eq!(db.store.costs(call.id).await.unwrap(), most);
    assert_eq!(db.store.calls(10).await.unwrap()[0].cost, UsCents::ZERO);
}

async fn f68_a_rate_is_that_of_the_day_or_the_last_earlier_one_and_never_changes(db: Db) {
    let other = UsdRate {
        per_euro: domain::fx::PerEuro::from_digits("0.92").unwrap(),
        ..rate("2026-10-30")
    };
    let friday = rate("2026-10-30");
    let new: Vec<bool> = db
        .tx(async |tx| {
            Ok(vec![
                tx.import_usd_rate(&friday, now()).await?,
                tx.import_usd_rate(&rate("2026-11-02"), now()).await?,
                tx.import_usd_rate(&other, now()).await?,
            ])
        })
        .await
        .unwrap();
    assert_eq!(new, [true, true, false]);
    for (day, expected) in [
        ("2026-10-29", None),
        ("2026-10-30", Some(&friday)),
        ("2026-11-01", Some(&friday)),
    ] {
        let found = db
            .tx(async |tx| tx.usd_rate(day.parse().unwrap()).await)
            .await
            .unwrap();
        assert_eq!(found.as_ref(), expected, "{day}");
    }
    let newest = db.store.newest_usd_rate().await.unwrap().unwrap();
    assert_eq!(newest, rate("2026-11-02"));
}

async fn a_call_that_moves_to_another_month_takes_its_lines_along(db: Db) {
    let shop = db.shop("salon", "+493023125014").await;
    let call = db.call(&shop, "call_1").await;
    let mut ledger = ledger(vec![reported("telephony", "1")]);
    db.put_ledger(&call, &ledger).await;
    ledger.day = "2026-10-31".parse().unwrap();
    assert_eq!(db.put_ledger(&call, &ledger).await.entries, 0);
    let months = db.rows("SELECT month FROM ledger_lines").await;
    assert_eq!(months, [[Some("2026-10".to_owned())]]);
}
