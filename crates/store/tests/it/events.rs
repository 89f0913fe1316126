//! The event log.

use std::time::Duration;

use domain::event::{Digest, EventStatus, ParkReason};
use domain::id::{AccountName, EventId, RetellAgentId};
use domain::time::Instant;
use store::{EventFilter, ImportAgent, Parked, Recorded};

use crate::support::{Db, both};
use crate::world::{Shop, account, call_id, delivery, now, phone};

impl Db {
    async fn record(
        &self,
        account: &AccountName,
        body: &[u8],
        call: Option<&str>,
        now: Instant,
    ) -> Recorded {
        self.tx(async |tx| {
            tx.record_event(&delivery(account, body, call), body, now)
                .await
        })
        .await
        .unwrap()
    }

    async fn finish(&self, id: EventId, status: EventStatus, parked: Option<&Parked>) {
        self.tx(async |tx| tx.finish_event(id, status, parked, None, None, now()).await)
            .await
            .unwrap();
    }

    async fn park(&self, body: &[u8], parked: &Parked, call: Option<&str>) -> EventId {
        let id = self.record(&account(), body, call, now()).await.id;
        self.finish(id, EventStatus::Parked, Some(parked)).await;
        id
    }

    async fn claimable(&self) -> Vec<EventId> {
        let found = self.store.claimable_events(100).await.unwrap();
        found.into_iter().map(|event| event.id).collect()
    }

    async fn agent(&self, shop: &Shop, account: &AccountName, id: &str) {
        let agent = ImportAgent {
            id: RetellAgentId::new(id),
            account: account.clone(),
            company: shop.company,
            branch: shop.branch,
            active: true,
            active_from: now(),
        };
        self.tx(async |tx| tx.import_agent(&agent, now()).await)
            .await
            .unwrap();
    }
}

fn parked(reason: ParkReason) -> Parked {
    Parked {
        reason,
        number: None,
        agent_id: None,
    }
}

both! {
    f38_a_delivery_has_one_row_and_is_resumed_by_its_status;
    two_accounts_may_send_the_same_bytes;
    one_delivery_recorded_at_once_is_one_row;
    bodies_come_back_byte_for_byte;
    f48_words_that_no_database_takes_are_recorded_nevertheless;
    finishing_says_what_became_of_it;
    a_failure_is_noted_until_it_is_processed;
    a_parked_delivery_is_claimable_once_its_number_is_known;
    a_number_of_another_account_claims_nothing;
    a_parked_delivery_is_claimable_once_its_agent_is_known;
    a_parked_delivery_is_claimable_once_its_call_is_known;
    a_delivery_that_nobody_works_on_is_stuck;
    the_log_is_listed_newest_first_and_filtered;
}

async fn f38_a_delivery_has_one_row_and_is_resumed_by_its_status(db: Db) {
    let later = now().plus(Duration::from_mins(1));
    let first = db.record(&account(), b"body", Some("call_1"), now()).await;
    assert_eq!((first.status, first.attempts), (EventStatus::Received, 1));
    assert_eq!(first.id, EventId::of(&account(), &Digest::of(b"body")));
    let again = db.record(&account(), b"body", Some("call_1"), later).await;
    assert_eq!(
        (again.id, again.status, again.attempts),
        (first.id, EventStatus::Received, 2)
    );
    db.finish(first.id, EventStatus::Processed, None).await;
    let done = db.record(&account(), b"body", Some("call_1"), later).await;
    assert_eq!((done.status, done.attempts), (EventStatus::Processed, 3));
    let touched = db
        .tx(async |tx| tx.touch_event(first.id, later).await)
        .await
        .unwrap();
    assert_eq!(
        touched,
        Some(Recorded {
            id: first.id,
            status: EventStatus::Processed,
            attempts: 4
        })
    );
    assert_eq!(db.count("events").await, 1);
    let row = db.store.event(first.id).await.unwrap().unwrap();
    assert_eq!((row.delivery.received_at, row.updated_at), (now(), later));
    // Another event of the same call is another row.
    db.record(&account(), b"another", Some("call_1"), now())
        .await;
    assert_eq!(db.count("events").await, 2);
}

async fn two_accounts_may_send_the_same_bytes(db: Db) {
    let other = AccountName::new("other");
    let (one, two) = (
        db.record(&account(), b"body", None, now()).await,
        db.record(&other, b"body", None, now()).await,
    );
    assert_ne!(one.id, two.id);
    assert_eq!((one.attempts, two.attempts), (1, 1));
    let row = db.store.event(two.id).await.unwrap().unwrap();
    assert_eq!((row.delivery.account, row.delivery.call_id), (other, None));
}

async fn one_delivery_recorded_at_once_is_one_row(db: Db) {
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..16 {
        let store = db.store.clone();
        tasks.spawn(async move {
            let mut tx = store.begin().await?;
            let found = tx
                .record_event(&delivery(&account(), b"body", None), b"body", now())
                .await?;
            tx.commit().await?;
            Ok::<_, store::StoreError>(found.attempts)
        });
    }
    let mut attempts: Vec<i64> = tasks
        .join_all()
        .await
        .into_iter()
        .map(Result::unwrap)
        .collect();
    attempts.sort_unstable();
    assert_eq!(attempts, (1..=16).collect::<Vec<_>>());
    assert_eq!(db.count("events").await, 1);
}

async fn bodies_come_back_byte_for_byte(db: Db) {
    let mut random = 1_u32;
    let noise: Vec<u8> = (0..3 << 20)
        .map(|_| {
            random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            random.to_be_bytes()[0]
        })
        .collect();
    let text = br#"{"event":"call_ended"}"#.repeat(200_000);
    for body in [b"".as_slice(), b"\0\xff\xfe not UTF-8", &noise, &text] {
        let id = db.record(&account(), body, None, now()).await.id;
        let kept = db.store.event_body(id).await.unwrap().unwrap();
        assert!(
            kept == body,
            "{} bytes came back as {}",
            body.len(),
            kept.len()
        );
    }
    let unknown = EventId::of(&account(), &Digest::of(b"never came"));
    assert_eq!(db.store.event_body(unknown).await.unwrap(), None);
    assert_eq!(db.store.event(unknown).await.unwrap(), None);
    let touched = db
        .tx(async |tx| tx.touch_event(unknown, now()).await)
        .await
        .unwrap();
    assert_eq!(touched, None);
}

/// F48: what is odd about a delivery must not keep it out of the log.
async fn f48_words_that_no_database_takes_are_recorded_nevertheless(db: Db) {
    let long = "x".repeat(1 << 20);
    for (body, word) in [(b"nul".as_slice(), "call_\0_1"), (b"long", long.as_str())] {
        let mut odd = delivery(&account(), body, Some(word));
        odd.event = Some(word.into());
        let parked = Parked {
            agent_id: Some(RetellAgentId::new(word)),
            ..parked(ParkReason::UnknownAgent)
        };
        let id = db
            .tx(async |tx| {
                let id = tx.record_event(&odd, body, now()).await?.id;
                tx.finish_event(
                    id,
                    EventStatus::Parked,
                    Some(&parked),
                    Some(word),
                    Some(&call_id(word)),
                    now(),
                )
                .await?;
                tx.fail_event(id, EventStatus::Failed, word, now()).await?;
                Ok(id)
            })
            .await
            .unwrap();
        let filter = EventFilter {
            call_id: Some(call_id(word)),
            ..EventFilter::default()
        };
        let found = db.store.events(&filter, 10).await.unwrap();
        assert_eq!(
            found
                .iter()
                .map(|event| event.delivery.id)
                .collect::<Vec<_>>(),
            [id]
        );
    }
}

async fn finishing_says_what_became_of_it(db: Db) {
    let id = db.record(&account(), b"body", None, now()).await.id;
    let why = Parked {
        reason: ParkReason::UnknownNumber,
        number: Some(phone("+493023125014")),
        agent_id: None,
    };
    db.tx(async |tx| {
        tx.finish_event(
            id,
            EventStatus::Parked,
            Some(&why),
            Some("nobody"),
            Some(&call_id("call_9")),
            now(),
        )
        .await
    })
    .await
    .unwrap();
    let row = db.store.event(id).await.unwrap().unwrap();
    assert_eq!(
        (row.status, row.park_reason),
        (EventStatus::Parked, Some(ParkReason::UnknownNumber))
    );
    assert_eq!(
        (row.last_error.as_deref(), row.delivery.call_id),
        (Some("nobody"), Some(call_id("call_9")))
    );
    assert_eq!(
        db.store.parked_counts().await.unwrap(),
        [(ParkReason::UnknownNumber, 1)]
    );
    assert_eq!(
        db.store.event_counts().await.unwrap(),
        [(EventStatus::Parked, 1)]
    );
    // Once it is processed, nothing of that remains, and a late failure changes nothing.
    db.finish(id, EventStatus::Processed, None).await;
    db.tx(async |tx| tx.fail_event(id, EventStatus::Failed, "late", now()).await)
        .await
        .unwrap();
    let row = db.store.event(id).await.unwrap().unwrap();
    assert_eq!(
        (row.status, row.park_reason, row.last_error),
        (EventStatus::Processed, None, None)
    );
    assert_eq!(
        row.delivery.call_id,
        Some(call_id("call_9")),
        "the call stays known"
    );
    assert_eq!(db.store.parked_counts().await.unwrap(), []);
}

async fn a_failure_is_noted_until_it_is_processed(db: Db) {
    let id = db.record(&account(), b"body", None, now()).await.id;
    db.tx(async |tx| {
        tx.fail_event(id, EventStatus::Received, "no database", now())
            .await
    })
    .await
    .unwrap();
    let row = db.store.event(id).await.unwrap().unwrap();
    assert_eq!(
        (row.status, row.last_error.as_deref()),
        (EventStatus::Received, Some("no database"))
    );
}

async fn a_parked_delivery_is_claimable_once_its_number_is_known(db: Db) {
    let why = Parked {
        number: Some(phone("+493023125014")),
        ..parked(ParkReason::UnknownNumber)
    };
    let id = db.park(b"body", &why, Some("call_1")).await;
    assert_eq!(db.claimable().await, []);
    // The same digits at the end are another number (F3, F44).
    db.shop("other", "+4313023125014").await;
    assert_eq!(db.claimable().await, []);
    db.shop("salon", "+493023125014").await;
    assert_eq!(db.claimable().await, [id]);
    let found = db.store.claimable_events(1).await.unwrap().remove(0);
    assert_eq!(
        (found.account, found.digest, found.event.as_deref()),
        (account(), Digest::of(b"body"), Some("call_ended"))
    );
    db.finish(id, EventStatus::Processed, None).await;
    assert_eq!(db.claimable().await, []);
}

async fn a_number_of_another_account_claims_nothing(db: Db) {
    let other = AccountName::new("other");
    db.shop_of(&other, "salon", "+493023125014").await;
    let why = Parked {
        number: Some(phone("+493023125014")),
        ..parked(ParkReason::ForeignAccount)
    };
    let id = db.park(b"body", &why, None).await;
    assert_eq!(db.claimable().await, []);
    // The number is moved to the account that sent it.
    db.shop("salon", "+493023125014").await;
    assert_eq!(db.claimable().await, [id]);
    db.execute("UPDATE phone_numbers SET active = FALSE")
        .await
        .unwrap();
    assert_eq!(db.claimable().await, []);
}

async fn a_parked_delivery_is_claimable_once_its_agent_is_known(db: Db) {
    let shop = db.shop("salon", "+493023125014").await;
    let other = AccountName::new("other");
    db.tx(async |tx| tx.ensure_account(&other, now()).await)
        .await
        .unwrap();
    let why = Parked {
        agent_id: Some(RetellAgentId::new("agent_1")),
        ..parked(ParkReason::UnknownAgent)
    };
    let id = db.park(b"body", &why, None).await;
    db.agent(&shop, &other, "agent_1").await;
    assert_eq!(db.claimable().await, []);
    db.agent(&shop, &account(), "agent_1").await;
    assert_eq!(db.claimable().await, [id]);
}

async fn a_parked_delivery_is_claimable_once_its_call_is_known(db: Db) {
    let shop = db.shop("salon", "+493023125014").await;
    let one = db
        .park(b"one", &parked(ParkReason::UnknownCall), Some("call_1"))
        .await;
    let two = db
        .park(b"two", &parked(ParkReason::NoNumber), Some("call_1"))
        .await;
    // Another's conflict is not settled by the call's existence.
    db.park(
        b"three",
        &parked(ParkReason::TenantConflict),
        Some("call_1"),
    )
    .await;
    assert_eq!(db.claimable().await, []);
    db.call(&shop, "call_1").await;
    let mut found = db.claimable().await;
    found.sort_unstable();
    let mut expected = [one, two];
    expected.sort_unstable();
    assert_eq!(found, expected);
}

async fn a_delivery_that_nobody_works_on_is_stuck(db: Db) {
    let minute = |minutes| now().plus(Duration::from_mins(minutes));
    let old = db.record(&account(), b"old", None, minute(0)).await.id;
    let older = db
        .record(
            &account(),
            b"older",
            None,
            minute(0).minus(Duration::from_micros(1)),
        )
        .await
        .id;
    db.record(&account(), b"new", None, minute(10)).await;
    let done = db.record(&account(), b"done", None, minute(0)).await.id;
    db.finish(done, EventStatus::Processed, None).await;
    let stuck = async |before, limit| -> Vec<EventId> {
        let found = db.store.stuck_events(before, limit).await.unwrap();
        found.into_iter().map(|event| event.id).collect()
    };
    assert_eq!(stuck(minute(5), 10).await, [older, old]);
    assert_eq!(stuck(minute(5), 1).await, [older]);
    assert_eq!(
        stuck(minute(0), 10).await,
        [older],
        "not those of that very microsecond"
    );
    // Work on it begins anew.
    db.tx(async |tx| tx.touch_event(old, minute(20)).await)
        .await
        .unwrap();
    assert_eq!(stuck(minute(15), 10).await.len(), 2);
    assert!(!stuck(minute(15), 10).await.contains(&old));
}

async fn the_log_is_listed_newest_first_and_filtered(db: Db) {
    for (no, call) in [(1_u8, "call_1"), (2, "call_2"), (3, "call_1")] {
        let mut delivery = delivery(&account(), &[no], Some(call));
        delivery.received_at = now().plus(Duration::from_secs(no.into()));
        db.tx(async |tx| tx.record_event(&delivery, &[no], now()).await)
            .await
            .unwrap();
    }
    let newest = EventId::of(&account(), &Digest::of(&[3]));
    db.finish(newest, EventStatus::Unreadable, None).await;
    let list = async |status, call: Option<&str>, limit| -> Vec<u8> {
        let filter = EventFilter {
            status,
            call_id: call.map(call_id),
        };
        let found = db.store.events(&filter, limit).await.unwrap();
        found
            .into_iter()
            .map(|event| {
                (1..=3)
                    .find(|no| Digest::of(&[*no]) == event.delivery.digest)
                    .unwrap()
            })
            .collect()
    };
    assert_eq!(list(None, None, 10).await, [3, 2, 1]);
    assert_eq!(list(None, None, 2).await, [3, 2]);
    assert_eq!(list(Some(EventStatus::Received), None, 10).await, [2, 1]);
    assert_eq!(list(None, Some("call_1"), 10).await, [3, 1]);
    assert_eq!(
        list(Some(EventStatus::Received), Some("call_1"), 10).await,
        [1]
    );
    assert!(list(Some(EventStatus::Failed), None, 10).await.is_empty());
    let mut counts = db.store.event_counts().await.unwrap();
    counts.sort_unstable();
    assert_eq!(
        counts,
        [(EventStatus::Received, 2), (EventStatus::Unreadable, 1)]
    );
}
