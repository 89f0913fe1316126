//! Exchange rates: which calls are due a better one, and until when.

use domain::bill::State;
use domain::fx::UsdRate;
use domain::ledger::Ledger;
use domain::month::Month;
use store::{LockedCall, Tx};

use crate::support::{Db, Engine, both};
use crate::world::{call_id, ledger, now, rate, reported};

both! {
    f68_a_call_is_due_the_nearest_rate_not_after_its_day;
    f68_a_billed_call_is_due_none_unless_it_has_none;
    f68_a_call_is_due_a_rate_that_replaced_its_own_until_it_is_billed;
}

fn november() -> Month {
    "2026-11".parse().unwrap()
}

/// The ledger of a call of that day, at the rate of another.
fn at_rate(day: &str, rate_day: Option<&str>) -> Ledger {
    Ledger {
        day: day.parse().unwrap(),
        rate: rate_day.map(rate),
        ..ledger(vec![reported("telephony", "1")])
    }
}

async fn import(db: &Db, rates: &[UsdRate]) {
    db.tx(async |tx| {
        for rate in rates {
            tx.import_usd_rate(rate, now()).await?;
        }
        Ok(())
    })
    .await
    .unwrap();
}

async fn close(tx: &mut Tx) {
    for state in [State::Changed, State::New] {
        tx.close_heads(november(), state).await.unwrap();
    }
}

/// The calls that are due a rate, as found step by step.
async fn due(db: &Db, calls: &[(&str, LockedCall)]) -> Vec<String> {
    let mut found = Vec::new();
    let mut last = None;
    loop {
        let step = db.store.calls_due_a_rate_after(last, 1).await.unwrap();
        let Some(&id) = step.last() else { break };
        last = Some(id);
        let (name, _) = calls.iter().find(|(_, call)| call.id == id).unwrap();
        found.push((*name).to_owned());
    }
    found.sort_unstable();
    found
}

async fn f68_a_call_is_due_the_nearest_rate_not_after_its_day(db: Db) {
    let shop = db.shop("salon", "+493023125014").await;
    let mut calls = Vec::new();
    for (name, day, rate_day) in [
        ("none", "2026-11-02", None),
        ("before", "2026-10-29", None),
        ("own", "2026-11-03", Some("2026-11-03")),
        ("earlier", "2026-11-03", Some("2026-10-30")),
        ("weekend", "2026-11-01", Some("2026-10-30")),
        ("december", "2026-12-01", Some("2026-10-30")),
    ] {
        let call = db.call(&shop, name).await;
        db.put_ledger(&call, &at_rate(day, rate_day)).await;
        calls.push((name, call));
    }
    assert_eq!(due(&db, &calls).await, [""; 0], "there is no rate");
    import(&db, &[rate("2026-10-30"), rate("2026-11-03")]).await;
    assert_eq!(due(&db, &calls).await, ["december", "earlier", "none"]);
    import(&db, &[rate("2026-10-31"), rate("2026-10-28")]).await;
    let found = due(&db, &calls).await;
    assert_eq!(found, ["before", "december", "earlier", "none", "weekend"]);
}

async fn f68_a_billed_call_is_due_none_unless_it_has_none(db: Db) {
    let shop = db.shop("salon", "+493023125014").await;
    let mut calls = Vec::new();
    for (name, rate_day) in [("converted", Some("2026-10-30")), ("without", None)] {
        let call = db.call(&shop, name).await;
        db.put_ledger(&call, &at_rate("2026-11-02", rate_day)).await;
        calls.push((name, call));
    }
    let billed = async |call: &LockedCall| db.tx(async |tx| tx.is_billed(call.id).await).await;
    assert!(!billed(&calls[0].1).await.unwrap());
    db.tx(async |tx| {
        close(tx).await;
        Ok(())
    })
    .await
    .unwrap();
    import(&db, &[rate("2026-11-02")]).await;
    assert_eq!(due(&db, &calls).await, [""; 0]);
    // What is known later is charged at the rate that it was billed with; without one, at any.
    for ((_, call), rate_day) in calls.iter().zip([Some("2026-10-30"), None]) {
        let mut changed = at_rate("2026-11-02", rate_day);
        changed.talked_ms += 1;
        db.put_ledger(call, &changed).await;
        assert!(billed(call).await.unwrap());
    }
    assert_eq!(due(&db, &calls).await, ["without"]);
}

async fn f68_a_call_is_due_a_rate_that_replaced_its_own_until_it_is_billed(db: Db) {
    let shop = db.shop("salon", "+493023125014").await;
    let call = db.call(&shop, "own").await;
    db.put_ledger(&call, &at_rate("2026-11-02", Some("2026-11-02")))
        .await;
    let calls = [("own", call)];
    import(&db, &[rate("2026-11-02")]).await;
    assert_eq!(due(&db, &calls).await, [""; 0]);
    let other = UsdRate {
        per_euro: domain::fx::PerEuro::from_digits("0.92").unwrap(),
        ..rate("2026-11-02")
    };
    db.tx(async |tx| tx.replace_usd_rate(&other, now()).await)
        .await
        .unwrap();
    assert_eq!(due(&db, &calls).await, ["own"]);
    db.tx(async |tx| {
        close(tx).await;
        Ok(())
    })
    .await
    .unwrap();
    assert_eq!(due(&db, &calls).await, [""; 0]);
}

/// Who asks whether a call is billed has until the end of its transaction: a month that is being
/// closed waits for what it writes. On SQLite there is one writer at a time anyway.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f68_no_month_is_closed_between_the_question_and_the_rate() {
    let db = Db::migrated(Engine::Postgres).await;
    let shop = db.shop("salon", "+493023125014").await;
    let call = db.call(&shop, "call_1").await;
    db.put_ledger(&call, &at_rate("2026-11-02", Some("2026-10-30")))
        .await;
    let mut worker = db.store.begin().await.unwrap();
    let (locked, id) = worker.relock_call(call.id).await.unwrap().unwrap();
    assert_eq!(id, call_id("call_1"));
    let before = worker.ledger(call.id).await.unwrap();
    assert!(!worker.is_billed(call.id).await.unwrap());
    let other = db.again().await;
    let closing = tokio::spawn(async move {
        let mut tx = other.begin().await.unwrap();
        let heads = tx.close_heads(november(), State::New).await.unwrap();
        tx.commit().await.unwrap();
        heads
    });
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    assert!(!closing.is_finished(), "it has closed over our heads");
    let mut after = at_rate("2026-11-02", Some("2026-11-02"));
    after.talked_ms = 1;
    let because = store::Because::Recompute;
    worker
        .put_ledger(&locked, before.as_ref(), &after, because, now())
        .await
        .unwrap();
    worker.commit().await.unwrap();
    let heads = closing.await.unwrap();
    assert_eq!(heads[0].head.talked_ms, 1, "what was written is billed");
}
