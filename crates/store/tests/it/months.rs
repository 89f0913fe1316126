//! Months: what they bill, and that a closed one never changes.

use domain::bill::{Amounts, Bill, Plans, State};
use domain::id::{CallId, CompanyId};
use domain::money::EurCents;
use domain::month::Month;
use domain::price::{PricePlan, Resale, Tiers};
use domain::tariff::Step;
use store::{BillLine, Book, Tx};

use crate::support::{Db, Engine, both};
use crate::world::{ledger, now, reported};

both! {
    a_month_knows_its_own_calls_and_its_companys;
    months_are_closed_once_and_in_order;
    what_is_known_after_the_close_is_left_for_the_next_month;
    plans_come_back_as_they_were_written;
    what_somebody_does_to_money_is_noted;
    any_number_of_bills_is_added_and_comes_back;
    calls_that_were_billed_without_a_price_can_be_billed_one;
    a_report_sees_one_state_and_keeps_nobody_waiting;
}

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

async fn calls(db: &Db, of: &str, company: Option<CompanyId>) -> Vec<CallId> {
    let heads = db.tx(async |tx| tx.heads(month(of), company).await).await;
    heads.unwrap().into_iter().map(|head| head.call).collect()
}

async fn late(db: &Db, before: &str) -> Vec<CallId> {
    let heads = db
        .tx(async |tx| tx.late_heads(month(before), None).await)
        .await;
    heads.unwrap().into_iter().map(|head| head.call).collect()
}

/// Closes November as far as the store goes; how many ledgers were new.
async fn close(tx: &mut Tx) -> usize {
    let november = month("2026-11");
    assert!(tx.close_month(november, now()).await.unwrap());
    let changed = tx.close_heads(november, State::Changed).await.unwrap();
    assert_eq!(changed, []);
    tx.close_heads(november, State::New).await.unwrap().len()
}

async fn a_month_knows_its_own_calls_and_its_companys(db: Db) {
    let salon = db.shop("salon", "+493023125014").await;
    let other = db.shop("other", "+493023125015").await;
    let call = db.call(&salon, "call_1").await;
    let theirs = db.call(&other, "call_2").await;
    let october = db.call(&salon, "call_3").await;
    for call in [&call, &theirs] {
        db.put_ledger(call, &ledger(vec![reported("telephony", "1")]))
            .await;
    }
    let mut earlier = ledger(vec![reported("telephony", "1")]);
    earlier.day = "2026-10-31".parse().unwrap();
    db.put_ledger(&october, &earlier).await;
    assert_eq!(calls(&db, "2026-11", None).await.len(), 2);
    assert_eq!(calls(&db, "2026-11", Some(salon.company)).await, [call.id]);
    let components = db
        .tx(async |tx| tx.components(month("2026-11"), Some(salon.company)).await)
        .await
        .unwrap();
    assert_eq!((components.len(), components[0].quantity), (1, 1));
}

async fn months_are_closed_once_and_in_order(db: Db) {
    let shop = db.shop("salon", "+493023125014").await;
    let first = async || db.tx(async |tx| tx.first_open_month().await).await.unwrap();
    assert_eq!(first().await, None);
    let call = db.call(&shop, "call_1").await;
    db.put_ledger(&call, &ledger(vec![reported("telephony", "1")]))
        .await;
    assert_eq!(first().await, Some(month("2026-11")));
    let again = db
        .tx(async |tx| {
            close(tx).await;
            tx.close_month(month("2026-11"), now()).await
        })
        .await
        .unwrap();
    assert!(!again);
    assert_eq!(first().await, Some(month("2026-12")));
}

async fn what_is_known_after_the_close_is_left_for_the_next_month(db: Db) {
    let shop = db.shop("salon", "+493023125014").await;
    let call = db.call(&shop, "call_1").await;
    let known = ledger(vec![reported("telephony", "1")]);
    db.put_ledger(&call, &known).await;
    db.tx(async |tx| Ok(close(tx).await)).await.unwrap();
    assert_eq!(late(&db, "2026-12").await, []);
    // The same once more is nothing new.
    db.put_ledger(&call, &known).await;
    assert_eq!(late(&db, "2026-12").await, []);
    db.put_ledger(&call, &ledger(vec![reported("telephony", "2")]))
        .await;
    assert_eq!(late(&db, "2026-12").await, [call.id]);
    // Also when it turns out to have been in another month.
    let mut moved = ledger(vec![reported("telephony", "2")]);
    moved.day = "2026-12-01".parse().unwrap();
    db.put_ledger(&call, &moved).await;
    assert_eq!(late(&db, "2026-12").await, [call.id]);
    let newcomer = db.call(&shop, "call_2").await;
    db.put_ledger(&newcomer, &known).await;
    assert_eq!(late(&db, "2026-12").await.len(), 2);
}

/// A worker that is writing a ledger is waited for; what it writes is billed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn closing_waits_for_a_worker_that_is_writing() {
    let db = Db::migrated(Engine::Postgres).await;
    let shop = db.shop("salon", "+493023125014").await;
    let call = db.call(&shop, "call_1").await;
    let first = ledger(vec![reported("telephony", "1")]);
    db.put_ledger(&call, &first).await;

    let mut worker = db.store.begin().await.unwrap();
    let second = ledger(vec![reported("telephony", "2")]);
    let because = store::Because::Recompute;
    worker
        .put_ledger(&call, Some(&first), &second, because, now())
        .await
        .unwrap();
    let closing = async {
        let mut tx = db.store.begin().await.unwrap();
        assert_eq!(close(&mut tx).await, 1);
        let heads = tx.heads(month("2026-11"), None).await.unwrap();
        tx.commit().await.unwrap();
        heads
    };
    let working = async {
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        worker.commit().await.unwrap();
    };
    let (heads, ()) = tokio::join!(closing, working);
    assert_eq!(heads[0].us_cents, second.us_cents().held());
    assert_eq!(heads[0].state, State::Billed);
    assert_eq!(late(&db, "2026-12").await, []);
}

async fn plans_come_back_as_they_were_written(db: Db) {
    let shop = db.shop("salon", "+493023125014").await;
    let tiers = serde_json::from_str::<Tiers>(
        r#"[{"after_minutes":0,"per_minute":"15"},{"after_minutes":100,"per_minute":"12.5"}]"#,
    );
    let plan = PricePlan {
        name: "Basis".into(),
        valid_from: "2026-01-01".parse().unwrap(),
        valid_until: None,
        step: Step::Second,
        per_call: EurCents::from_digits("5").unwrap(),
        tiers: tiers.unwrap().with_included(10),
        discounts: Vec::new(),
        resale: Some(Resale {
            reseller: CompanyId::of("holding"),
            markup: domain::money::Percent::from_digits("20").unwrap(),
        }),
    };
    db.tx(async |tx| {
        tx.import_price_plan(shop.company, &plan, now()).await?;
        tx.import_price_plan(shop.company, &plan, now()).await
    })
    .await
    .unwrap();
    let found = db.tx(async |tx| tx.price_plans().await).await.unwrap();
    assert_eq!(found, Plans::from([(shop.company, vec![plan.clone()])]));
    let of = db
        .tx(async |tx| tx.price_plans_of(shop.company).await)
        .await;
    assert_eq!(of.unwrap(), [plan]);
}

fn bill(of: &store::LockedCall, price: Option<&str>) -> Bill {
    Bill {
        call: of.id,
        company: of.company,
        day: "2026-11-05".parse().unwrap(),
        number: Some("+493023125014".into()),
        talked_ms: 60_000,
        amounts: Amounts {
            cost: EurCents::from_digits("1.5"),
            price: price.and_then(EurCents::from_digits),
            ..Amounts::default()
        },
        estimated: true,
        stale: true,
        reseller: Some(CompanyId::of("holding")),
    }
}

async fn any_number_of_bills_is_added_and_comes_back(db: Db) {
    let shop = db.shop("salon", "+493023125014").await;
    let mut bills = Vec::new();
    // More than one statement inserts.
    for no in 0..501 {
        let call = db.call(&shop, &format!("call_{no:03}")).await;
        db.put_ledger(&call, &ledger(vec![reported("telephony", "1")]))
            .await;
        bills.push(bill(&call, Some("15")));
    }
    let line = |bill: &Bill| BillLine {
        book: Book::Price,
        component: "time".into(),
        note: "at €0.1500 a minute".into(),
        quantity: 60,
        us_cents: None,
        eur_cents: bill.amounts.price,
    };
    let lines: Vec<_> = bills
        .iter()
        .map(|bill| (bill.call, bill.company, line(bill)))
        .collect();
    let november = month("2026-11");
    db.tx(async |tx| {
        close(tx).await;
        tx.add_bills(november, &bills).await?;
        tx.add_bill_lines(november, &lines).await?;
        tx.add_bills(november, &[]).await
    })
    .await
    .unwrap();
    let mut found = db
        .tx(async |tx| tx.bills(november, None).await)
        .await
        .unwrap();
    found.sort_by_key(|bill| bill.call);
    bills.sort_by_key(|bill| bill.call);
    assert_eq!(found, bills);
    let sums = db
        .tx(async |tx| tx.billed_components(november, None, Book::Price).await)
        .await
        .unwrap();
    assert_eq!(sums.len(), 1);
    assert_eq!(sums[0].eur_cents, EurCents::from_digits("7515"));
}

async fn calls_that_were_billed_without_a_price_can_be_billed_one(db: Db) {
    let shop = db.shop("salon", "+493023125014").await;
    let [with, without] = ["call_1", "call_2"].map(|id| db.call(&shop, id));
    let (with, without) = (with.await, without.await);
    for call in [&with, &without] {
        db.put_ledger(call, &ledger(vec![reported("telephony", "1")]))
            .await;
    }
    let bills = [bill(&with, Some("15")), bill(&without, None)];
    db.tx(async |tx| {
        close(tx).await;
        tx.add_bills(month("2026-11"), &bills).await
    })
    .await
    .unwrap();
    assert_eq!(late(&db, "2026-12").await, []);
    let reopened = db
        .tx(async |tx| tx.reopen_unpriced(shop.company).await)
        .await;
    assert_eq!(reopened.unwrap(), 1);
    assert_eq!(late(&db, "2026-12").await, [without.id]);
}

async fn a_report_sees_one_state_and_keeps_nobody_waiting(db: Db) {
    let shop = db.shop("salon", "+493023125014").await;
    let call = db.call(&shop, "call_1").await;
    let first = ledger(vec![reported("telephony", "1")]);
    db.put_ledger(&call, &first).await;
    let november = month("2026-11");
    let mut report = db.store.begin_reading().await.unwrap();
    let before = report.heads(november, None).await.unwrap();
    // A worker writes meanwhile, and does not wait for the report to end.
    db.put_ledger(&call, &ledger(vec![reported("telephony", "2")]))
        .await;
    assert_eq!(report.heads(november, None).await.unwrap(), before);
    drop(report);
    let after = db.tx(async |tx| tx.heads(november, None).await).await;
    assert_ne!(after.unwrap(), before);
}

/// Whoever writes plans and whoever closes a month take turns.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn closing_waits_for_plans_that_are_being_written() {
    let db = Db::migrated(Engine::Postgres).await;
    let mut importing = db.store.begin().await.unwrap();
    importing.take_turn_at_prices().await.unwrap();
    let closing = async {
        let mut tx = db.store.begin().await.unwrap();
        tx.take_turn_at_prices().await.unwrap();
        std::time::Instant::now()
    };
    let working = async {
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        let done = std::time::Instant::now();
        importing.commit().await.unwrap();
        done
    };
    let (closing, working) = tokio::join!(closing, working);
    assert!(closing > working);
}

async fn what_somebody_does_to_money_is_noted(db: Db) {
    db.tx(async |tx| tx.audit("close", "2026-11: 2 calls", now()).await)
        .await
        .unwrap();
    let lines = db.store.audit_lines(10).await.unwrap();
    assert_eq!(lines.len(), 1);
    assert_eq!(
        (lines[0].action.as_str(), lines[0].made_at),
        ("close", now())
    );
}
