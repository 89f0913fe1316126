//! Calls and their reports.

use std::time::Duration;

use domain::call::{Analysis, Call, Facts, ReportedCost};
use domain::event::Digest;
use domain::evidence::CallerName;
use domain::id::{AccountName, CallId, RetellAgentId};
use domain::ledger::LedgerLine;
use domain::money::UsCents;
use domain::time::Instant;

use store::Because;

use crate::support::{Db, Engine, both};
use crate::world::{account, at, call_id, ledger, now, phone, report, reported};

fn said(transcript: &str) -> Facts {
    Facts {
        transcript: Some(transcript.into()),
        ..Facts::default()
    }
}

/// Two bodies of one event, put in this order, and the transcript that wins.
async fn winner(db: &Db, call: CallId, kind: &str, bodies: &[(Option<Instant>, &[u8])]) -> String {
    for (event_at, body) in bodies {
        let facts = said(&String::from_utf8_lossy(body));
        db.tx(async |tx| {
            tx.put_report(call, &report(kind, *event_at, body, facts))
                .await
        })
        .await
        .unwrap();
    }
    let reports = db
        .tx(async |tx| tx.reports(call, &call_id("call_1")).await)
        .await
        .unwrap();
    let mut of_kind = reports
        .into_iter()
        .filter(|report| report.kind.as_str() == kind);
    let found = of_kind.next().unwrap();
    assert!(of_kind.next().is_none());
    found.facts.transcript.unwrap()
}

both! {
    f40_any_order_of_two_bodies_leaves_the_larger_stamp;
    a_loser_changes_nothing;
    a_bill_outlives_a_newer_report_without_one;
    f41_a_call_stays_with_the_company_it_began_with;
    events_of_one_call_take_turns;
    a_folded_call_is_written_whole;
    f48_words_that_no_database_takes_make_calls_nevertheless;
    calls_are_listed_newest_first;
}

async fn f40_any_order_of_two_bodies_leaves_the_larger_stamp(db: Db) {
    let shop = db.shop("salon", "+493023125014").await;
    let call = db.call(&shop, "call_1").await.id;
    let by_digest = if Digest::of(b"a") > Digest::of(b"b") {
        "a"
    } else {
        "b"
    };
    let (before_1970, epoch, after) = (
        at("1969-12-31T23:59:59.999999Z"),
        at("1970-01-01T00:00:00Z"),
        at("1970-01-01T00:00:00.000001Z"),
    );
    let cases = [
        (Some(epoch), Some(after), "b"),
        (Some(after), Some(epoch), "a"),
        (Some(before_1970), Some(epoch), "b"),
        (None, Some(before_1970), "b"),
        (Some(before_1970), None, "a"),
        (Some(now()), Some(now()), by_digest),
        (None, None, by_digest),
    ];
    for (no, (a, b, expected)) in cases.into_iter().enumerate() {
        let (a, b) = ((a, b"a".as_slice()), (b, b"b".as_slice()));
        let orders = [&[a, b][..], &[b, a], &[a, b, a, b], &[b, a, a]];
        for (turn, order) in orders.into_iter().enumerate() {
            let kind = format!("case_{no}_{turn}");
            assert_eq!(
                winner(&db, call, &kind, order).await,
                expected,
                "case {no}, order {turn}"
            );
        }
    }
}

async fn a_loser_changes_nothing(db: Db) {
    let shop = db.shop("salon", "+493023125014").await;
    let call = db.call(&shop, "call_1").await.id;
    winner(&db, call, "call_ended", &[(Some(now()), b"a")]).await;
    let before = db
        .tx(async |tx| tx.reports(call, &call_id("call_1")).await)
        .await
        .unwrap();
    assert_eq!(before, [report("call_ended", Some(now()), b"a", said("a"))]);
    winner(
        &db,
        call,
        "call_ended",
        &[
            (Some(now().minus(Duration::from_micros(1))), b"b"),
            (None, b"c"),
        ],
    )
    .await;
    // The very same stamp does not win over itself, whatever it claims to say.
    let twin = report("call_ended", Some(now()), b"a", said("something else"));
    db.tx(async |tx| tx.put_report(call, &twin).await)
        .await
        .unwrap();
    let after = db
        .tx(async |tx| tx.reports(call, &call_id("call_1")).await)
        .await
        .unwrap();
    assert_eq!(after, before);
    winner(&db, call, "call_started", &[(None, b"s")]).await;
    assert_eq!(db.count("call_reports").await, 2);
}

async fn a_bill_outlives_a_newer_report_without_one(db: Db) {
    let shop = db.shop("salon", "+493023125014").await;
    let call = db.call(&shop, "call_1").await.id;
    let billed = |digits: &str| Facts {
        cost: Some(ReportedCost {
            combined: UsCents::from_digits(digits),
            ..ReportedCost::default()
        }),
        ..Facts::default()
    };
    let put = async |kind: &str, minute: u64, facts: Facts| {
        let event_at = now().plus(Duration::from_mins(minute));
        let body = minute.to_string();
        let report = report(kind, Some(event_at), body.as_bytes(), facts);
        db.tx(async |tx| tx.put_report(call, &report).await)
            .await
            .unwrap();
        report.stamp
    };
    for kind in ["call_ended", "call_analyzed"] {
        let first = put(kind, 1, billed("3")).await;
        let third = put(kind, 3, said("three")).await;
        let reports = async || {
            db.tx(async |tx| tx.reports(call, &call_id("call_1")).await)
                .await
                .unwrap()
        };
        let kept = reports().await.into_iter().next_back().unwrap();
        assert_eq!(kept.stamp, third);
        assert_eq!(kept.facts.transcript.as_deref(), Some("three"));
        let bill = kept.facts.cost.unwrap();
        assert_eq!(
            (bill.combined, bill.from),
            (UsCents::from_digits("3"), Some(first))
        );
        // Older than the report, newer than its bill.
        let second = put(kind, 2, billed("5")).await;
        put(kind, 1, billed("3")).await;
        put(kind, 3, said("three")).await;
        let kept = reports().await.into_iter().next_back().unwrap();
        assert_eq!(kept.stamp, third);
        let bill = kept.facts.cost.unwrap();
        assert_eq!(
            (bill.combined, bill.from),
            (UsCents::from_digits("5"), Some(second))
        );
        db.execute("DELETE FROM call_reports").await.unwrap();
    }
}

async fn f41_a_call_stays_with_the_company_it_began_with(db: Db) {
    let salon = db.shop("salon", "+493023125014").await;
    let praxis = db.shop("praxis", "+4313023125014").await;
    let first = db.call(&salon, "call_1").await;
    assert_eq!(
        (first.company, first.branch, first.customer),
        (salon.company, salon.branch, None)
    );
    let later = now().plus(Duration::from_secs(9));
    let again = db
        .tx(async |tx| {
            tx.lock_call(&account(), &call_id("call_1"), &praxis.tenant, later)
                .await
        })
        .await
        .unwrap();
    assert_eq!(
        (again.id, again.company, again.created_at),
        (first.id, salon.company, now())
    );
    assert_eq!(db.count("calls").await, 1);
    // One id in two accounts is two calls.
    let other = AccountName::new("other");
    let foreign = db
        .tx(async |tx| {
            tx.lock_call(&other, &call_id("call_1"), &praxis.tenant, now())
                .await
        })
        .await
        .unwrap();
    assert_ne!(foreign.id, first.id);
    assert_eq!(db.count("calls").await, 2);
    let find = async |account: &AccountName, id: &str| {
        db.tx(async |tx| tx.find_call(account, &call_id(id)).await)
            .await
            .unwrap()
    };
    assert_eq!(find(&account(), "call_1").await, Some(first.id));
    assert_eq!(find(&other, "call_1").await, Some(foreign.id));
    assert_eq!(find(&account(), "call_2").await, None);
}

/// Twenty calls whose first events all come in at once, four of each.
async fn events_of_one_call_take_turns(db: Db) {
    let shop = db.shop("salon", "+493023125014").await;
    let mut tasks = tokio::task::JoinSet::new();
    for no in 0..80_u8 {
        let (store, tenant) = (db.store.clone(), shop.tenant.clone());
        tasks.spawn(async move {
            let mut tx = store.begin().await?;
            let id = call_id(&format!("call_{}", no / 4));
            let call = tx.lock_call(&account(), &id, &tenant, now()).await?;
            let seen = tx.reports(call.id, &id).await?.len();
            tx.put_report(
                call.id,
                &report(&format!("event_{}", no % 4), None, &[no], Facts::default()),
            )
            .await?;
            tx.commit().await?;
            Ok::<_, store::StoreError>((no / 4, seen))
        });
    }
    let mut seen: Vec<_> = tasks
        .join_all()
        .await
        .into_iter()
        .map(Result::unwrap)
        .collect();
    seen.sort_unstable();
    let expected: Vec<_> = (0..20)
        .flat_map(|call| (0..4).map(move |seen| (call, seen)))
        .collect();
    assert_eq!(seen, expected, "each sees what those before it left");
    assert_eq!(db.count("calls").await, 20);
}

async fn a_folded_call_is_written_whole(db: Db) {
    let shop = db.shop("salon", "+493023125014").await;
    let (locked, customer) = db.caller(&shop, "call_1", "+4915112345678").await;
    let facts = Facts {
        from_number: Some(phone("+4915112345678")),
        to_number: Some(phone("+493023125014")),
        agent_id: Some(RetellAgentId::new("agent_1")),
        started_at: Some(at("2026-11-02T08:00:00.000001Z")),
        ended_at: Some(at("2026-11-02T08:01:00.5Z")),
        transcript: Some("Agent: Guten Tag\0\nUser: Grüß Gott 🙂".into()),
        analysis: Some(Analysis {
            voicemail: Some(false),
            ..Analysis::default()
        }),
        ..Facts::default()
    };
    let call = Call::fold([report("call_analyzed", None, b"a", facts)]).unwrap();
    db.tx(async |tx| {
        tx.write_call(
            &locked,
            &call,
            customer,
            Some(CallerName {
                name: "Hansi",
                heard: false,
            }),
            Some("To be booked."),
        )
        .await
    })
    .await
    .unwrap();
    let row = db
        .store
        .call(&account(), &call_id("call_1"))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (row.company, row.branch, row.customer),
        (shop.company, shop.branch, Some(customer))
    );
    assert_eq!(
        (row.status.as_str(), row.duration_ms),
        ("analyzed", Some(60_499))
    );
    assert_eq!(row.started_at, Some(at("2026-11-02T08:00:00.000001Z")));
    assert_eq!(row.decision.as_deref(), Some("To be booked."));
    assert_eq!(
        db.text("SELECT transcript FROM calls").await,
        "Agent: Guten Tag\u{fffd}\nUser: Grüß Gott 🙂"
    );
    assert_eq!(
        db.store.call(&account(), &call_id("call_2")).await.unwrap(),
        None
    );
    let foreign = store::LockedCall {
        company: domain::id::CompanyId::of("another"),
        ..locked
    };
    let refused = db
        .tx(async |tx| tx.write_call(&foreign, &call, customer, None, None).await)
        .await;
    assert!(refused.is_err(), "F3: no company writes another's call");
}

/// F48: what is odd about a call must not keep it out of the database.
async fn f48_words_that_no_database_takes_make_calls_nevertheless(db: Db) {
    let shop = db.shop("salon", "+493023125014").await;
    let long = "é".repeat(1 << 19);
    for word in ["call_\0", long.as_str()] {
        let facts = Facts {
            agent_id: Some(RetellAgentId::new(word)),
            disconnection_reason: Some(word.into()),
            ..Facts::default()
        };
        let event = report(word, None, word.as_bytes(), facts);
        let call = Call::fold([event.clone()]).unwrap();
        let id = db
            .tx(async |tx| {
                let locked = tx
                    .lock_call(&account(), &call_id(word), &shop.tenant, now())
                    .await?;
                tx.put_report(locked.id, &event).await?;
                tx.put_report(locked.id, &event).await?;
                let customer = tx.customer(shop.company, locked.id, None, now()).await?;
                let caller = CallerName {
                    name: word,
                    heard: true,
                };
                tx.write_call(&locked, &call, customer, Some(caller), Some(word))
                    .await?;
                for _ in 0..2 {
                    let before = tx.ledger(locked.id).await?;
                    let after = ledger(vec![reported(word, "1")]);
                    let because = Because::Recompute;
                    tx.put_ledger(&locked, before.as_ref(), &after, because, now())
                        .await?;
                }
                tx.name_customer(shop.company, customer).await?;
                assert_eq!(tx.reports(locked.id, &call_id(word)).await?.len(), 1);
                Ok(locked.id)
            })
            .await
            .unwrap();
        let found = db
            .tx(async |tx| tx.find_call(&account(), &call_id(word)).await)
            .await
            .unwrap();
        assert_eq!(found, Some(id));
        assert_eq!(db.store.costs(id).await.unwrap().len(), 1);
    }
    assert_eq!(db.count("calls").await, 2);
}

async fn calls_are_listed_newest_first(db: Db) {
    let shop = db.shop("salon", "+493023125014").await;
    for (no, when) in [
        "2026-11-02T09:00:00.000002Z",
        "1969-12-31T23:59:59.9Z",
        "2026-11-02T09:00:00.000003Z",
    ]
    .iter()
    .enumerate()
    {
        let id = call_id(&format!("call_{no}"));
        db.tx(async |tx| tx.lock_call(&account(), &id, &shop.tenant, at(when)).await)
            .await
            .unwrap();
    }
    let listed: Vec<_> = db
        .store
        .calls(2)
        .await
        .unwrap()
        .into_iter()
        .map(|row| row.call_id)
        .collect();
    assert_eq!(listed, [call_id("call_2"), call_id("call_0")]);
    let all = db.store.calls(10).await.unwrap();
    assert_eq!(
        (all.len(), all[2].company.as_str(), all[2].branch.as_str()),
        (3, "salon", "mitte")
    );
    assert_eq!(
        (all[2].status.as_str(), all[2].cost, &all[2].decision),
        ("ongoing", UsCents::ZERO, &None)
    );
}

/// Orders instants and sums amounts in the database itself, on both engines, and compares.
#[tokio::test]
async fn both_engines_order_instants_and_sum_amounts_alike() {
    let instants = [
        "1969-12-31T23:59:59.999999Z",
        "1970-01-01T00:00:00Z",
        "1970-01-01T00:00:00.000001Z",
        "1900-01-01T00:00:00.5Z",
        "0001-01-01T00:00:00Z",
        "2026-10-25T01:30:00.000001+02:00",
        "2026-10-25T01:30:00+01:00",
        "2026-10-24T23:30:00.000002Z",
        "9999-12-30T00:00:00.999999Z",
    ];
    let mut answers = Vec::new();
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let db = Db::migrated(engine).await;
        let shop = db.shop("salon", "+493023125014").await;
        for (no, when) in instants.iter().enumerate() {
            let id = call_id(&format!("call_{no}"));
            let digits = format!("{no}.{}", "123456789".repeat(2)).parse().unwrap();
            let line = LedgerLine {
                us_cents: UsCents::new(digits),
                ..reported("part", "0")
            };
            let ledger = ledger(vec![line]);
            db.tx(async |tx| {
                let call = tx
                    .lock_call(&account(), &id, &shop.tenant, at(when))
                    .await?;
                tx.put_ledger(&call, None, &ledger, Because::Recompute, now())
                    .await
            })
            .await
            .unwrap();
        }
        let order = db
            .rows("SELECT retell_call_id FROM calls ORDER BY created_at")
            .await;
        let sum: UsCents = db
            .store
            .calls(100)
            .await
            .unwrap()
            .into_iter()
            .fold(UsCents::ZERO, |sum, call| {
                sum.checked_add(call.cost).unwrap()
            });
        let in_database = match engine {
            Engine::Postgres => {
                "SELECT CAST(CAST(SUM(us_cents) * 1000000000 AS BIGINT) AS TEXT) FROM ledger_lines"
            }
            Engine::Sqlite => "SELECT CAST(SUM(us_cents) AS TEXT) FROM ledger_lines",
        };
        answers.push((order, sum, db.text(in_database).await));
    }
    let mut expected: Vec<_> = instants.iter().enumerate().collect();
    expected.sort_by_key(|(_, when)| at(when));
    let expected: Vec<_> = expected
        .into_iter()
        .map(|(no, _)| vec![Some(format!("call_{no}"))])
        .collect();
    assert_eq!(answers[0].0, expected);
    assert_eq!(answers[0], answers[1]);
}
