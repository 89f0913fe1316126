//! The steps of an appointment towards Cal.com.

use std::time::Duration;

use domain::booking::{AppointmentStatus, FailureReason};
use domain::id::{AppointmentId, CalcomUid, EventTypeId, RetellCallId, WishNo};
use domain::tenant::Language;
use store::{BookingTask, DueAppointment, StoreError};

use crate::support::{Db, both};
use crate::world::{FIRST, at, now, phone};

impl Db {
    async fn task(&self, id: AppointmentId) -> BookingTask {
        self.tx(async |tx| tx.booking_task(id).await)
            .await
            .unwrap()
            .unwrap()
    }

    /// A pending appointment.
    async fn pending(&self) -> BookingTask {
        let shop = self.shop("salon", "+493023125014").await;
        let caller = self.caller(&shop, "call_1", "+4915112345678").await;
        let plan = shop.plan("2026-11-05T14:30:00Z");
        let id = self
            .put(&shop, &caller, FIRST, &plan)
            .await
            .unwrap()
            .unwrap();
        self.task(id).await
    }
}

both! {
    a_task_says_everything_that_a_step_needs;
    every_step_is_conditional_on_the_version;
    a_failure_says_why;
    an_intent_is_stored_once;
    f6_of_sixteen_workers_one_books;
    the_same_calcom_booking_twice_is_refused;
    due_appointments_come_most_overdue_first;
}

async fn a_task_says_everything_that_a_step_needs(db: Db) {
    let task = db.pending().await;
    assert_eq!(
        (task.intent.starts_at, task.ends_at),
        (at("2026-11-05T14:30:00Z"), at("2026-11-05T15:00:00Z"))
    );
    assert_eq!(
        (task.intent.event_type, task.send_minutes),
        (EventTypeId(42), None)
    );
    assert_eq!(
        (task.status, task.version, task.look_ups),
        (AppointmentStatus::Pending, 1, 0)
    );
    assert_eq!(
        (task.next_at, task.call_created_at, task.call_id),
        (Some(now()), now(), RetellCallId::new("call_1"))
    );
    assert_eq!(
        (task.attendee_name.as_str(), task.attendee_phone),
        ("Hansi Hinterseer", Some(phone("+4915112345678")))
    );
    assert_eq!(
        (task.zone.name(), task.language),
        ("Europe/Berlin", Language::German)
    );
    db.execute("UPDATE offers SET send_length = TRUE")
        .await
        .unwrap();
    assert_eq!(
        db.task(task.intent.appointment_id).await.send_minutes,
        Some(30)
    );
    let unknown = AppointmentId::of(task.call, WishNo(2));
    assert!(
        db.tx(async |tx| tx.booking_task(unknown).await)
            .await
            .unwrap()
            .is_none()
    );
}

/// The way of a booking; each step only from the version it was decided on.
async fn every_step_is_conditional_on_the_version(db: Db) {
    let first = db.pending().await;
    let id = first.intent.appointment_id;
    let later = now().plus(Duration::from_mins(1));
    assert!(
        db.tx(async |tx| tx.intend(&first, later, now()).await)
            .await
            .unwrap()
    );
    let second = db.task(id).await;
    assert_eq!(
        (second.status, second.version, second.next_at),
        (AppointmentStatus::Booking, 2, Some(later))
    );
    assert!(
        db.tx(async |tx| tx.unsent(&second, later, now()).await)
            .await
            .unwrap()
    );
    let third = db.task(id).await;
    assert_eq!(
        (third.status, third.version),
        (AppointmentStatus::Pending, 3)
    );
    assert!(
        db.tx(async |tx| tx.intend(&third, later, now()).await)
            .await
            .unwrap(),
        "unsent may be sent"
    );
    let fourth = db.task(id).await;
    assert!(
        db.tx(async |tx| tx
            .look_up_later(&fourth, AppointmentStatus::Unclear, 1, later, now())
            .await)
            .await
            .unwrap()
    );
    let fifth = db.task(id).await;
    assert_eq!(
        (fifth.status, fifth.look_ups, fifth.next_at),
        (AppointmentStatus::Unclear, 1, Some(later))
    );
    let uid = CalcomUid::new("uid_1");
    assert!(
        db.tx(async |tx| tx.requested(&fifth, &uid, later, now()).await)
            .await
            .unwrap()
    );
    let sixth = db.task(id).await;
    assert_eq!(
        (sixth.status, sixth.calcom_uid.clone()),
        (AppointmentStatus::Requested, Some(uid.clone()))
    );
    // Whoever read an older version changes nothing.
    for old in [&first, &second, &third, &fourth, &fifth] {
        let steps = db
            .tx(async |tx| {
                Ok([
                    tx.intend(old, later, now()).await?,
                    tx.unsent(old, later, now()).await?,
                    tx.look_up_later(old, AppointmentStatus::Unclear, 9, later, now())
                        .await?,
                    tx.requested(old, &uid, later, now()).await?,
                    tx.confirm(old, &uid, now()).await?,
                    tx.fail(old, FailureReason::Taken, now()).await?,
                ])
            })
            .await
            .unwrap();
        assert_eq!(steps, [false; 6], "version {}", old.version);
    }
    assert!(
        db.tx(async |tx| tx.confirm(&sixth, &uid, now()).await)
            .await
            .unwrap()
    );
    let done = db.task(id).await;
    assert_eq!(
        (done.status, done.version, done.next_at),
        (AppointmentStatus::Confirmed, 7, None)
    );
    let row = db.store.appointments(1).await.unwrap().remove(0);
    assert_eq!(
        (row.status, row.calcom_uid),
        (AppointmentStatus::Confirmed, Some(uid))
    );
}

async fn a_failure_says_why(db: Db) {
    let task = db.pending().await;
    assert!(
        db.tx(async |tx| tx.fail(&task, FailureReason::Taken, now()).await)
            .await
            .unwrap()
    );
    let row = db.store.appointments(1).await.unwrap().remove(0);
    assert_eq!(
        (row.status, row.failure),
        (AppointmentStatus::Failed, Some(FailureReason::Taken))
    );
    assert_eq!(db.task(task.intent.appointment_id).await.next_at, None);
}

/// What was asked once is not asked again, even by one who knows the newest version.
async fn an_intent_is_stored_once(db: Db) {
    let task = db.pending().await;
    assert!(
        db.tx(async |tx| tx.intend(&task, now(), now()).await)
            .await
            .unwrap()
    );
    let newest = db.task(task.intent.appointment_id).await;
    assert!(
        !db.tx(async |tx| tx.intend(&newest, now(), now()).await)
            .await
            .unwrap()
    );
    for status in ["unclear", "claimed", "requested", "confirmed", "failed"] {
        db.execute(&format!("UPDATE appointments SET status = '{status}'"))
            .await
            .unwrap();
        assert!(
            !db.tx(async |tx| tx.intend(&newest, now(), now()).await)
                .await
                .unwrap(),
            "{status}"
        );
        assert!(
            !db.tx(async |tx| tx.unsent(&newest, now(), now()).await)
                .await
                .unwrap(),
            "{status}"
        );
    }
}

async fn f6_of_sixteen_workers_one_books(db: Db) {
    let task = db.pending().await;
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..16 {
        let (store, task) = (db.again().await, task.clone());
        tasks.spawn(async move {
            let mut tx = store.begin().await?;
            let mine = tx.intend(&task, now(), now()).await?;
            tx.commit().await?;
            Ok::<_, StoreError>(mine)
        });
    }
    let mine: Vec<bool> = tasks
        .join_all()
        .await
        .into_iter()
        .map(Result::unwrap)
        .collect();
    assert_eq!(mine.iter().filter(|mine| **mine).count(), 1, "{mine:?}");
    assert_eq!(db.task(task.intent.appointment_id).await.version, 2);
}

async fn the_same_calcom_booking_twice_is_refused(db: Db) {
    let shop = db.shop("salon", "+493023125014").await;
    let caller = db.caller(&shop, "call_1", "+4915112345678").await;
    let one = db
        .put(&shop, &caller, FIRST, &shop.plan("2026-11-05T14:30:00Z"))
        .await
        .unwrap()
        .unwrap();
    let two = db
        .put(
            &shop,
            &caller,
            WishNo(2),
            &shop.plan("2026-11-06T14:30:00Z"),
        )
        .await
        .unwrap()
        .unwrap();
    let (one, two) = (db.task(one).await, db.task(two).await);
    let uid = CalcomUid::new("uid_1");
    assert!(
        db.tx(async |tx| tx.confirm(&one, &uid, now()).await)
            .await
            .unwrap()
    );
    let errors = [
        db.tx(async |tx| tx.confirm(&two, &uid, now()).await)
            .await
            .unwrap_err(),
        db.tx(async |tx| tx.requested(&two, &uid, now(), now()).await)
            .await
            .unwrap_err(),
    ];
    for error in errors {
        assert!(
            error.is_duplicate_booking() && !error.is_overlap(),
            "{error:?}"
        );
    }
    assert_eq!(
        db.task(two.intent.appointment_id).await.version,
        two.version
    );
    // Another unique index is another matter.
    let error = db
        .execute("UPDATE appointments SET wish = 1")
        .await
        .unwrap_err();
    assert!(!StoreError::from(error).is_duplicate_booking());
}

async fn due_appointments_come_most_overdue_first(db: Db) {
    let shop = db.shop("salon", "+493023125014").await;
    let caller = db.caller(&shop, "call_1", "+4915112345678").await;
    let mut tasks = Vec::new();
    for (no, start) in [
        (1, "2026-11-05T14:30:00Z"),
        (2, "2026-11-06T14:30:00Z"),
        (3, "2026-11-07T14:30:00Z"),
    ] {
        let id = db
            .put(&shop, &caller, WishNo(no), &shop.plan(start))
            .await
            .unwrap()
            .unwrap();
        tasks.push(db.task(id).await);
    }
    let second = now().minus(Duration::from_micros(1));
    db.tx(async |tx| {
        tx.look_up_later(&tasks[1], AppointmentStatus::Unclear, 1, second, now())
            .await
    })
    .await
    .unwrap();
    db.tx(async |tx| tx.fail(&tasks[2], FailureReason::Taken, now()).await)
        .await
        .unwrap();
    let due = |no: usize, version| DueAppointment {
        id: tasks[no].intent.appointment_id,
        version,
    };
    let after = now().plus(Duration::from_micros(1));
    assert_eq!(
        db.store.due_appointments(after, 10).await.unwrap(),
        [due(1, 2), due(0, 1)]
    );
    assert_eq!(
        db.store.due_appointments(after, 1).await.unwrap(),
        [due(1, 2)]
    );
    assert_eq!(
        db.store.due_appointments(now(), 10).await.unwrap(),
        [due(1, 2)]
    );
    assert_eq!(db.store.due_appointments(second, 10).await.unwrap(), []);
}
