//! Callbacks: what staff has to see to.

use domain::callback::{CallBack, CallbackReason};
use domain::id::{CalcomUid, CallbackId, CustomerId};
use store::{CallbackFilter, LockedCall, NewCallback};

use crate::support::{Db, both};
use crate::world::{FIRST, Shop, at, now};

fn back(reason: CallbackReason, detail: &str) -> CallBack {
    CallBack {
        reason,
        detail: detail.into(),
        wanted_at: Some(at("2026-11-05T14:30:00Z")),
    }
}

fn new<'a>(
    shop: &Shop,
    (call, customer): &(LockedCall, CustomerId),
    call_back: &'a CallBack,
) -> NewCallback<'a> {
    NewCallback {
        company: shop.company,
        branch: shop.branch,
        call: call.id,
        wish: FIRST,
        customer: *customer,
        call_back,
        calcom_uid: None,
        from_decision: true,
    }
}

impl Db {
    /// Reason, detail and status of all callbacks, sorted.
    async fn open(&self) -> Vec<(CallbackReason, String, String)> {
        let rows = self
            .store
            .callbacks(&CallbackFilter::default(), 100)
            .await
            .unwrap();
        let mut rows: Vec<_> = rows
            .into_iter()
            .map(|row| (row.reason, row.detail, row.status))
            .collect();
        rows.sort();
        rows
    }
}

both! {
    decided_callbacks_are_replaced_and_others_stay;
    what_is_done_stays_done;
    a_booking_to_look_at_is_not_forgotten;
    staff_lists_its_own_newest_first;
}

async fn decided_callbacks_are_replaced_and_others_stay(db: Db) {
    let shop = db.shop("salon", "+493023125014").await;
    let caller = db.caller(&shop, "call_1", "+4915112345678").await;
    let call = caller.0.id;
    let (consent, time, service) = (
        back(CallbackReason::ConsentMissing, "no consent"),
        back(CallbackReason::TimeMissing, "no time"),
        back(CallbackReason::ServiceMissing, "no service"),
    );
    // One that a failed booking opened, and one of another call.
    let failure = NewCallback {
        from_decision: false,
        ..new(&shop, &caller, &service)
    };
    let elsewhere = db.caller(&shop, "call_2", "+4915112345678").await;
    db.tx(async |tx| {
        tx.put_callback(&failure, now()).await?;
        tx.put_callback(&new(&shop, &elsewhere, &consent), now())
            .await?;
        tx.put_decided_callbacks(
            call,
            &[new(&shop, &caller, &consent), new(&shop, &caller, &time)],
            now(),
        )
        .await
    })
    .await
    .unwrap();
    assert_eq!(db.count("callbacks").await, 4);
    // Decided again: one goes, one is brought up to date, no other is touched.
    let later = back(CallbackReason::TimeMissing, "still no time");
    db.tx(async |tx| {
        tx.put_decided_callbacks(call, &[new(&shop, &caller, &later)], now())
            .await
    })
    .await
    .unwrap();
    let open = |reason, detail: &str| (reason, detail.to_owned(), "open".to_owned());
    let mut expected = [
        open(CallbackReason::ConsentMissing, "no consent"),
        open(CallbackReason::TimeMissing, "still no time"),
        open(CallbackReason::ServiceMissing, "no service"),
    ];
    expected.sort();
    assert_eq!(db.open().await, expected);
    db.tx(async |tx| tx.put_decided_callbacks(call, &[], now()).await)
        .await
        .unwrap();
    assert_eq!(db.count("callbacks").await, 2);
}

async fn what_is_done_stays_done(db: Db) {
    let shop = db.shop("salon", "+493023125014").await;
    let caller = db.caller(&shop, "call_1", "+4915112345678").await;
    let consent = back(CallbackReason::ConsentMissing, "no consent");
    let callback = new(&shop, &caller, &consent);
    db.tx(async |tx| tx.put_callback(&callback, now()).await)
        .await
        .unwrap();
    let id = CallbackId::of(caller.0.id, FIRST, CallbackReason::ConsentMissing.as_str());
    assert!(
        db.tx(async |tx| tx.finish_callback(id).await)
            .await
            .unwrap()
    );
    assert!(
        !db.tx(async |tx| tx.finish_callback(id).await)
            .await
            .unwrap()
    );
    for decided in [&[callback.clone()][..], &[]] {
        db.tx(async |tx| tx.put_decided_callbacks(caller.0.id, decided, now()).await)
            .await
            .unwrap();
        assert_eq!(
            db.open().await,
            [(
                CallbackReason::ConsentMissing,
                "no consent".into(),
                "done".into()
            )]
        );
    }
}

async fn a_booking_to_look_at_is_not_forgotten(db: Db) {
    let shop = db.shop("salon", "+493023125014").await;
    let caller = db.caller(&shop, "call_1", "+4915112345678").await;
    let odd = back(CallbackReason::ConsentMissing, "odd\0");
    let uid = CalcomUid::new("uid_1");
    let with = NewCallback {
        calcom_uid: Some(&uid),
        ..new(&shop, &caller, &odd)
    };
    db.tx(async |tx| {
        tx.put_callback(&with, now()).await?;
        tx.put_callback(&new(&shop, &caller, &odd), now()).await
    })
    .await
    .unwrap();
    let row = db
        .store
        .callbacks(&CallbackFilter::default(), 10)
        .await
        .unwrap()
        .remove(0);
    assert_eq!(
        (row.calcom_uid, row.detail.as_str()),
        (Some(uid), "odd\u{fffd}")
    );
    assert_eq!(
        (row.wanted_at, row.created_at),
        (Some(at("2026-11-05T14:30:00Z")), now())
    );
}

async fn staff_lists_its_own_newest_first(db: Db) {
    let salon = db.shop("salon", "+493023125014").await;
    let praxis = db.shop("praxis", "+4313023125014").await;
    let consent = back(CallbackReason::ConsentMissing, "no consent");
    let mut ids = Vec::new();
    for (no, shop) in [(1, &salon), (2, &salon), (3, &praxis)] {
        let caller = db
            .caller(shop, &format!("call_{no}"), "+4915112345678")
            .await;
        let when = at(&format!("2026-11-02T09:00:0{no}Z"));
        db.tx(async |tx| tx.put_callback(&new(shop, &caller, &consent), when).await)
            .await
            .unwrap();
        ids.push(CallbackId::of(caller.0.id, FIRST, consent.reason.as_str()));
    }
    db.tx(async |tx| tx.finish_callback(ids[0]).await)
        .await
        .unwrap();
    let list = async |company: Option<&str>, status: Option<&str>, limit| -> Vec<CallbackId> {
        let filter = CallbackFilter {
            company: company.map(Into::into),
            status: status.map(Into::into),
        };
        let rows = db.store.callbacks(&filter, limit).await.unwrap();
        rows.into_iter().map(|row| row.id).collect()
    };
    assert_eq!(list(None, None, 10).await, [ids[2], ids[1], ids[0]]);
    assert_eq!(list(None, None, 1).await, [ids[2]]);
    assert_eq!(list(Some("salon"), None, 10).await, [ids[1], ids[0]]);
    assert_eq!(list(Some("salon"), Some("open"), 10).await, [ids[1]]);
    assert_eq!(list(None, Some("done"), 10).await, [ids[0]]);
    assert_eq!(list(Some("nobody"), None, 10).await, []);
    let rows = db
        .store
        .callbacks(
            &CallbackFilter {
                company: Some("praxis".into()),
                status: None,
            },
            10,
        )
        .await
        .unwrap();
    assert_eq!(
        (
            rows[0].company.as_str(),
            rows[0].branch.as_str(),
            rows[0].call_id.as_str()
        ),
        ("praxis", "mitte", "call_3")
    );
    assert_eq!(
        (rows[0].phone.as_deref(), &rows[0].name),
        (Some("+4915112345678"), &None)
    );
}
