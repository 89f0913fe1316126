//! Customers: one per company and phone.

use domain::call::{Call, Facts};
use domain::evidence::CallerName;
use domain::id::CustomerId;
use domain::time::Instant;

use crate::support::{Db, both};
use crate::world::{Shop, at, call_id, now, phone, report};

const CALLER: &str = "+4915112345678";

impl Db {
    /// A call whose caller gave this name, or none.
    async fn named_call(
        &self,
        shop: &Shop,
        id: &str,
        started_at: Option<Instant>,
        caller: Option<CallerName<'_>>,
    ) -> CustomerId {
        let (locked, customer) = self.caller(shop, id, CALLER).await;
        let facts = Facts {
            started_at,
            ..Facts::default()
        };
        let call = Call::fold([report("call_ended", None, id.as_bytes(), facts)]).unwrap();
        self.tx(async |tx| {
            tx.write_call(&locked, &call, customer, caller, None)
                .await?;
            tx.name_customer(shop.company, customer).await
        })
        .await
        .unwrap();
        customer
    }
}

/// A name that a tool or an analysis noted.
fn noted(name: &str) -> CallerName<'_> {
    CallerName { name, heard: false }
}

/// A name that was only understood.
fn heard(name: &str) -> CallerName<'_> {
    CallerName { name, heard: true }
}

both! {
    a_phone_is_one_customer_per_company;
    f49_every_anonymous_call_has_a_customer_of_its_own;
    f6_a_customer_created_at_once_is_one_row;
    the_name_given_in_the_latest_call_counts_whatever_the_order;
    f51_a_name_that_was_only_heard_replaces_none_that_was_noted;
    an_anonymous_customer_goes_once_the_number_is_known;
}

async fn a_phone_is_one_customer_per_company(db: Db) {
    let salon = db.shop("salon", "+493023125014").await;
    let praxis = db.shop("praxis", "+4313023125014").await;
    let (_, one) = db.caller(&salon, "call_1", CALLER).await;
    let (_, again) = db.caller(&salon, "call_2", CALLER).await;
    let (_, there) = db.caller(&praxis, "call_3", CALLER).await;
    assert_eq!(one, again);
    assert_ne!(one, there);
    assert_eq!(db.count("customers").await, 2);
    // The database holds it too, and that a phone is one (F44).
    for sql in [
        "INSERT INTO customers SELECT c.id, o.company_id, o.phone, NULL, o.created_at FROM calls c, customers o",
        "UPDATE customers SET phone = '015112345678'",
        "UPDATE customers SET phone = ''",
    ] {
        assert!(db.execute(sql).await.is_err(), "{sql}");
    }
}

async fn f49_every_anonymous_call_has_a_customer_of_its_own(db: Db) {
    let shop = db.shop("salon", "+493023125014").await;
    let mut seen = Vec::new();
    for id in ["call_1", "call_2", "call_1"] {
        let call = db.call(&shop, id).await;
        seen.push(
            db.tx(async |tx| tx.customer(shop.company, call.id, None, now()).await)
                .await
                .unwrap(),
        );
    }
    assert_eq!(seen[0], seen[2]);
    assert_ne!(seen[0], seen[1]);
    assert_eq!(db.count("customers").await, 2);
    assert_eq!(db.count("customers WHERE phone IS NULL").await, 2);
}

async fn f6_a_customer_created_at_once_is_one_row(db: Db) {
    let shop = db.shop("salon", "+493023125014").await;
    let call = db.call(&shop, "call_1").await.id;
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..16 {
        let (store, company) = (db.again().await, shop.company);
        tasks.spawn(async move {
            let mut tx = store.begin().await?;
            let id = tx
                .customer(company, call, Some(&phone(CALLER)), now())
                .await?;
            tx.commit().await?;
            Ok::<_, store::StoreError>(id)
        });
    }
    let ids: Vec<_> = tasks
        .join_all()
        .await
        .into_iter()
        .map(Result::unwrap)
        .collect();
    assert!(ids.iter().all(|id| *id == ids[0]));
    assert_eq!(db.count("customers").await, 1);
}

async fn the_name_given_in_the_latest_call_counts_whatever_the_order(db: Db) {
    let shop = db.shop("salon", "+493023125014").await;
    let other = db.shop("praxis", "+4313023125014").await;
    let calls = [
        (
            "call_1",
            Some(at("2026-11-01T08:00:00Z")),
            Some(noted("Hansi")),
        ),
        (
            "call_2",
            Some(at("2026-11-02T08:00:00Z")),
            Some(noted("Hansi Hinterseer")),
        ),
        ("call_3", Some(at("2026-11-03T08:00:00Z")), None),
        ("call_4", None, Some(noted("Unbekannt"))),
    ];
    for order in [[0, 1, 2, 3], [3, 2, 1, 0], [1, 3, 0, 2], [2, 0, 3, 1]] {
        db.execute("DELETE FROM calls; DELETE FROM customers")
            .await
            .unwrap();
        for no in order {
            let (id, started_at, name) = calls[no];
            db.named_call(&shop, id, started_at, name).await;
        }
        db.named_call(&other, "call_5", Some(now()), Some(noted("Anderswo")))
            .await;
        let name = db
            .text("SELECT name FROM customers WHERE name <> 'Anderswo'")
            .await;
        assert_eq!(name, "Hansi Hinterseer", "{order:?}");
    }
}

async fn f51_a_name_that_was_only_heard_replaces_none_that_was_noted(db: Db) {
    let shop = db.shop("salon", "+493023125014").await;
    let name = async || db.text("SELECT name FROM customers").await;
    let day = |day: u8| Some(at(&format!("2026-11-0{day}T08:00:00Z")));
    db.named_call(&shop, "call_1", day(1), Some(heard("Hans")))
        .await;
    assert_eq!(name().await, "Hans", "better than none");
    db.named_call(&shop, "call_2", day(2), Some(noted("Hansi")))
        .await;
    db.named_call(&shop, "call_3", day(3), Some(heard("Anzi")))
        .await;
    assert_eq!(name().await, "Hansi");
}

async fn an_anonymous_customer_goes_once_the_number_is_known(db: Db) {
    let shop = db.shop("salon", "+493023125014").await;
    let locked = db.call(&shop, "call_1").await;
    let call = Call::fold([report("call_ended", None, b"", Facts::default())]).unwrap();
    let nobody = db
        .tx(async |tx| tx.customer(shop.company, locked.id, None, now()).await)
        .await
        .unwrap();
    db.tx(async |tx| tx.write_call(&locked, &call, nobody, None, None).await)
        .await
        .unwrap();
    db.tx(async |tx| tx.drop_anonymous(shop.company, nobody).await)
        .await
        .unwrap();
    assert_eq!(db.count("customers").await, 1, "its call still has it");
    let relocked = db.call(&shop, "call_1").await;
    assert_eq!(relocked.customer, Some(nobody));
    let (_, caller) = db.caller(&shop, "call_1", CALLER).await;
    db.tx(async |tx| {
        tx.write_call(&relocked, &call, caller, None, None).await?;
        tx.drop_anonymous(shop.company, nobody).await?;
        // One with a number is nobody's to drop.
        tx.drop_anonymous(shop.company, caller).await
    })
    .await
    .unwrap();
    assert_eq!(db.text("SELECT phone FROM customers").await, CALLER);
    let row = db
        .store
        .call(&shop.tenant.account, &call_id("call_1"))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(row.customer, Some(caller));
}
