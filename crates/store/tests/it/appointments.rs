//! Appointments before anything is asked of Cal.com: one per call and wish, none that overlap.

use domain::booking::AppointmentStatus;
use domain::id::{AppointmentId, CalcomUid, CustomerId, WishNo};
use domain::plan::Plan;
use store::{LockedCall, PutAppointment, StoreError};

use crate::support::{Db, both};
use crate::world::{FIRST, Shop, at, now};

impl Db {
    pub(crate) async fn put(
        &self,
        shop: &Shop,
        (call, customer): &(LockedCall, CustomerId),
        wish: WishNo,
        plan: &Plan,
    ) -> Result<Option<AppointmentId>, StoreError> {
        let new = PutAppointment {
            company: shop.company,
            branch: shop.branch,
            call: call.id,
            wish,
            customer: *customer,
            status: AppointmentStatus::Pending,
            plan,
            claimed_uid: None,
        };
        self.tx(async |tx| tx.put_appointment(&new, now()).await)
            .await
    }

    async fn overlaps(
        &self,
        (call, customer): &(LockedCall, CustomerId),
        wish: WishNo,
        plan: &Plan,
    ) -> bool {
        let id = AppointmentId::of(call.id, wish);
        self.tx(async |tx| tx.overlaps(id, *customer, plan).await)
            .await
            .unwrap()
    }
}

both! {
    a_call_has_one_appointment_per_wish;
    the_list_shows_what_staff_needs;
    f26_overlapping_appointments_of_one_attendee_are_refused;
    f26_moving_into_another_appointment_is_refused;
    f30c_what_touches_is_no_overlap;
    f30c_others_may_come_at_the_same_time;
    an_appointment_that_failed_is_in_nobodys_way;
    f6_of_overlapping_appointments_put_at_once_one_remains;
    what_was_asked_for_is_neither_replaced_nor_removed;
    what_nothing_was_asked_for_can_be_removed;
    f73_an_appointment_that_mixes_companies_is_refused;
    a_claim_keeps_the_booking_it_names;
}

async fn a_call_has_one_appointment_per_wish(db: Db) {
    let shop = db.shop("salon", "+493023125014").await;
    let caller = db.caller(&shop, "call_1", "+4915112345678").await;
    let first = db
        .put(&shop, &caller, FIRST, &shop.plan("2026-11-05T14:30:00Z"))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(first, AppointmentId::of(caller.0.id, FIRST));
    let again = db
        .put(&shop, &caller, FIRST, &shop.plan("2026-11-05T16:00:00Z"))
        .await
        .unwrap();
    assert_eq!(again, Some(first));
    let second = db
        .put(
            &shop,
            &caller,
            WishNo(2),
            &shop.plan("2026-11-06T16:00:00Z"),
        )
        .await
        .unwrap();
    assert_ne!(second, Some(first));
    let found = db
        .tx(async |tx| tx.appointments_of_call(caller.0.id).await)
        .await
        .unwrap();
    assert_eq!(found.len(), 2);
    assert_eq!(
        (found[0].wish, found[0].starts_at),
        (FIRST, at("2026-11-05T16:00:00Z"))
    );
    assert_eq!(
        (found[1].wish, found[1].offer, found[1].touched),
        (WishNo(2), shop.offer, false)
    );
    assert!(
        db.execute("UPDATE appointments SET wish = 1")
            .await
            .is_err(),
        "the database holds it too"
    );
}

async fn the_list_shows_what_staff_needs(db: Db) {
    let shop = db.shop("salon", "+493023125014").await;
    let caller = db.caller(&shop, "call_1", "+4915112345678").await;
    db.put(&shop, &caller, FIRST, &shop.plan("2026-11-05T14:30:00Z"))
        .await
        .unwrap();
    let row = db.store.appointments(10).await.unwrap().remove(0);
    assert_eq!(
        (
            row.call_id.as_str(),
            row.company.as_str(),
            row.service.as_str()
        ),
        ("call_1", "salon", "Haarschnitt")
    );
    assert_eq!(
        (row.status, row.wish, row.starts_at),
        (
            AppointmentStatus::Pending,
            FIRST,
            at("2026-11-05T14:30:00Z")
        )
    );
    assert_eq!(
        (row.zone.name(), row.failure, row.calcom_uid),
        ("Europe/Berlin", None, None)
    );
    assert_eq!(db.store.appointments(0).await.unwrap(), []);
}

async fn f26_overlapping_appointments_of_one_attendee_are_refused(db: Db) {
    let shop = db.shop("salon", "+493023125014").await;
    let one = db.caller(&shop, "call_1", "+4915112345678").await;
    let two = db.caller(&shop, "call_2", "+4915112345678").await;
    assert_eq!(one.1, two.1);
    db.put(&shop, &one, FIRST, &shop.plan("2026-11-05T14:30:00Z"))
        .await
        .unwrap();
    // The same, later by a part, earlier by a part, from within, around.
    let mut within = shop.plan("2026-11-05T14:40:00Z");
    within.ends_at = at("2026-11-05T14:41:00Z");
    let mut around = shop.plan("2026-11-05T13:00:00Z");
    around.ends_at = at("2026-11-05T18:00:00Z");
    let others = [
        shop.plan("2026-11-05T14:30:00Z"),
        shop.plan("2026-11-05T14:59:59.999999Z"),
        shop.plan("2026-11-05T14:00:00.000001Z"),
        within,
        around,
    ];
    for (no, plan) in others.iter().enumerate() {
        assert!(db.overlaps(&two, FIRST, plan).await, "{no}");
        let error = db.put(&shop, &two, FIRST, plan).await.unwrap_err();
        assert!(
            error.is_overlap() && !error.is_duplicate_booking(),
            "{no}: {error:?}"
        );
    }
    assert_eq!(db.count("appointments").await, 1);
    // It is not in its own way.
    let own = shop.plan("2026-11-05T14:40:00Z");
    assert!(!db.overlaps(&one, FIRST, &own).await);
    db.put(&shop, &one, FIRST, &own).await.unwrap();
}

async fn f26_moving_into_another_appointment_is_refused(db: Db) {
    let shop = db.shop("salon", "+493023125014").await;
    let one = db.caller(&shop, "call_1", "+4915112345678").await;
    db.put(&shop, &one, FIRST, &shop.plan("2026-11-05T14:30:00Z"))
        .await
        .unwrap();
    db.put(&shop, &one, WishNo(2), &shop.plan("2026-11-05T16:00:00Z"))
        .await
        .unwrap();
    let error = db
        .put(&shop, &one, WishNo(2), &shop.plan("2026-11-05T14:45:00Z"))
        .await
        .unwrap_err();
    assert!(error.is_overlap(), "{error:?}");
    let found = db
        .tx(async |tx| tx.appointments_of_call(one.0.id).await)
        .await
        .unwrap();
    assert_eq!(
        found[1].starts_at,
        at("2026-11-05T16:00:00Z"),
        "it stays where it was"
    );
}

async fn f30c_what_touches_is_no_overlap(db: Db) {
    let shop = db.shop("salon", "+493023125014").await;
    let one = db.caller(&shop, "call_1", "+4915112345678").await;
    db.put(&shop, &one, FIRST, &shop.plan("2026-11-05T14:30:00Z"))
        .await
        .unwrap();
    for (no, start) in [(2, "2026-11-05T15:00:00Z"), (3, "2026-11-05T14:00:00Z")] {
        assert!(!db.overlaps(&one, WishNo(no), &shop.plan(start)).await);
        db.put(&shop, &one, WishNo(no), &shop.plan(start))
            .await
            .unwrap();
    }
    assert_eq!(db.count("appointments").await, 3);
}

async fn f30c_others_may_come_at_the_same_time(db: Db) {
    let shop = db.shop("salon", "+493023125014").await;
    let one = db.caller(&shop, "call_1", "+4915112345678").await;
    let two = db.caller(&shop, "call_2", "+4915112345679").await;
    let plan = shop.plan("2026-11-05T14:30:00Z");
    db.put(&shop, &one, FIRST, &plan).await.unwrap();
    // Another customer.
    assert!(!db.overlaps(&two, FIRST, &plan).await);
    db.put(&shop, &two, FIRST, &plan).await.unwrap();
    // The same customer, for somebody else (F51): once per person, however the name is written.
    let mut child = plan.clone();
    child.attendee.name = "Lena Hinterseer".into();
    child.attendee.other_than_caller = true;
    assert!(!db.overlaps(&one, WishNo(2), &child).await);
    db.put(&shop, &one, WishNo(2), &child).await.unwrap();
    child.attendee.name = " LENA  hinterseer".into();
    assert!(db.overlaps(&one, WishNo(3), &child).await);
    assert!(
        db.put(&shop, &one, WishNo(3), &child)
            .await
            .unwrap_err()
            .is_overlap()
    );
    // The same person at another company is another customer.
    let praxis = db.shop("praxis", "+4313023125014").await;
    let there = db.caller(&praxis, "call_3", "+4915112345678").await;
    db.put(&praxis, &there, FIRST, &praxis.plan("2026-11-05T14:30:00Z"))
        .await
        .unwrap();
}

async fn an_appointment_that_failed_is_in_nobodys_way(db: Db) {
    let shop = db.shop("salon", "+493023125014").await;
    let one = db.caller(&shop, "call_1", "+4915112345678").await;
    let plan = shop.plan("2026-11-05T14:30:00Z");
    db.put(&shop, &one, FIRST, &plan).await.unwrap();
    db.execute("UPDATE appointments SET status = 'failed'")
        .await
        .unwrap();
    assert!(!db.overlaps(&one, WishNo(2), &plan).await);
    db.put(&shop, &one, WishNo(2), &plan).await.unwrap();
    // Nor does it come back into the other's time.
    assert!(
        db.execute("UPDATE appointments SET status = 'pending' WHERE wish = 1")
            .await
            .is_err()
    );
    // Every other status counts.
    for status in AppointmentStatus::ALL
        .iter()
        .filter(|status| status.is_live())
    {
        db.execute(&format!(
            "UPDATE appointments SET status = '{status}' WHERE wish = 2"
        ))
        .await
        .unwrap();
        assert!(db.overlaps(&one, WishNo(3), &plan).await, "{status}");
        assert!(
            db.put(&shop, &one, WishNo(3), &plan)
                .await
                .unwrap_err()
                .is_overlap(),
            "{status}"
        );
    }
}

/// F6: not by looking first.
async fn f6_of_overlapping_appointments_put_at_once_one_remains(db: Db) {
    let shop = db.shop("salon", "+493023125014").await;
    let mut callers = Vec::new();
    for no in 0..8 {
        callers.push(
            db.caller(&shop, &format!("call_{no}"), "+4915112345678")
                .await,
        );
    }
    let plan = shop.plan("2026-11-05T14:30:00Z");
    // As a job does, each tries again when PostgreSQL ends it for a deadlock: two that were put at
    // the same moment wait for each other.
    let put = async |caller| loop {
        match db.put(&shop, caller, FIRST, &plan).await {
            Err(error) if !error.is_overlap() => eprintln!("again: {error:?}"),
            done => break done,
        }
    };
    let tries = callers.iter().map(&put);
    let mut done = Vec::new();
    let mut tasks: Vec<_> = tries.map(Box::pin).collect();
    // Polled together: all of them are under way at once.
    std::future::poll_fn(|context| {
        tasks.retain_mut(|task| match task.as_mut().poll(context) {
            std::task::Poll::Ready(result) => {
                done.push(result);
                false
            }
            std::task::Poll::Pending => true,
        });
        if tasks.is_empty() {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
    assert_eq!(
        done.iter().filter(|result| result.is_ok()).count(),
        1,
        "{done:?}"
    );
    for error in done.into_iter().filter_map(Result::err) {
        assert!(error.is_overlap(), "{error:?}");
    }
    assert_eq!(db.count("appointments").await, 1);
}

async fn what_was_asked_for_is_neither_replaced_nor_removed(db: Db) {
    let shop = db.shop("salon", "+493023125014").await;
    let caller = db.caller(&shop, "call_1", "+4915112345678").await;
    let id = db
        .put(&shop, &caller, FIRST, &shop.plan("2026-11-05T14:30:00Z"))
        .await
        .unwrap()
        .unwrap();
    let task = db
        .tx(async |tx| tx.booking_task(id).await)
        .await
        .unwrap()
        .unwrap();
    assert!(
        db.tx(async |tx| tx.intend(&task, now(), now()).await)
            .await
            .unwrap()
    );
    let later = shop.plan("2026-11-06T14:30:00Z");
    assert_eq!(db.put(&shop, &caller, FIRST, &later).await.unwrap(), None);
    assert!(
        !db.tx(async |tx| tx.remove_appointment(caller.0.id, FIRST).await)
            .await
            .unwrap()
    );
    let found = db
        .tx(async |tx| tx.appointments_of_call(caller.0.id).await)
        .await
        .unwrap();
    assert_eq!(
        (found[0].starts_at, found[0].touched),
        (at("2026-11-05T14:30:00Z"), true)
    );
    for status in ["unclear", "requested", "confirmed", "failed"] {
        db.execute(&format!(
            "UPDATE appointments SET requested_at = NULL, status = '{status}'"
        ))
        .await
        .unwrap();
        assert_eq!(
            db.put(&shop, &caller, FIRST, &later).await.unwrap(),
            None,
            "{status}"
        );
        assert!(
            !db.tx(async |tx| tx.remove_appointment(caller.0.id, FIRST).await)
                .await
                .unwrap(),
            "{status}"
        );
    }
    db.execute("UPDATE appointments SET status = 'claimed', look_ups = 1")
        .await
        .unwrap();
    assert_eq!(db.put(&shop, &caller, FIRST, &later).await.unwrap(), None);
}

async fn what_nothing_was_asked_for_can_be_removed(db: Db) {
    let shop = db.shop("salon", "+493023125014").await;
    let caller = db.caller(&shop, "call_1", "+4915112345678").await;
    db.put(&shop, &caller, FIRST, &shop.plan("2026-11-05T14:30:00Z"))
        .await
        .unwrap();
    db.put(
        &shop,
        &caller,
        WishNo(2),
        &shop.plan("2026-11-05T16:30:00Z"),
    )
    .await
    .unwrap();
    assert!(
        db.tx(async |tx| tx.remove_appointment(caller.0.id, FIRST).await)
            .await
            .unwrap()
    );
    assert!(
        !db.tx(async |tx| tx.remove_appointment(caller.0.id, FIRST).await)
            .await
            .unwrap()
    );
    assert_eq!(
        db.text("SELECT CAST(wish AS TEXT) FROM appointments").await,
        "2"
    );
}

async fn f73_an_appointment_that_mixes_companies_is_refused(db: Db) {
    let salon = db.shop("salon", "+493023125014").await;
    let praxis = db.shop("praxis", "+4313023125014").await;
    let caller = db.caller(&salon, "call_1", "+4915112345678").await;
    let foreign = db.caller(&praxis, "call_2", "+4915112345678").await;
    let (own, other) = (
        salon.plan("2026-11-05T14:30:00Z"),
        praxis.plan("2026-11-05T14:30:00Z"),
    );
    let mixed_offer = Plan {
        offer: other.offer.clone(),
        ..own.clone()
    };
    let mixed_service = Plan {
        service: other.service,
        ..own.clone()
    };
    for plan in [&mixed_offer, &mixed_service] {
        assert!(db.put(&salon, &caller, FIRST, plan).await.is_err());
    }
    assert!(db.put(&salon, &foreign, FIRST, &own).await.is_err());
    assert!(
        db.put(&salon, &(caller.0.clone(), foreign.1), FIRST, &own)
            .await
            .is_err()
    );
    assert_eq!(db.count("appointments").await, 0);
}

async fn a_claim_keeps_the_booking_it_names(db: Db) {
    let shop = db.shop("salon", "+493023125014").await;
    let (call, customer) = db.caller(&shop, "call_1", "+4915112345678").await;
    let uid = CalcomUid::new("uid\0_1");
    let plan = shop.plan("2026-11-05T14:30:00Z");
    let new = PutAppointment {
        company: shop.company,
        branch: shop.branch,
        call: call.id,
        wish: FIRST,
        customer,
        status: AppointmentStatus::Claimed,
        plan: &plan,
        claimed_uid: Some(&uid),
    };
    let id = db
        .tx(async |tx| tx.put_appointment(&new, now()).await)
        .await
        .unwrap()
        .unwrap();
    let task = db
        .tx(async |tx| tx.booking_task(id).await)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(task.status, AppointmentStatus::Claimed);
    assert_eq!(task.claimed_uid, Some(CalcomUid::new("uid\u{fffd}_1")));
    assert_eq!(task.calcom_uid, None);
}
