//! What becomes of a request to book whose answer is lost (F8, F13).

use std::time::Duration;

use calcom::ListQuery;
use domain::booking::{Answer, Booking, Next, after_look_up};
use domain::time::Clock;
use sandbox::calcom::{Breakage, Fault, Operation};
use tokio::net::TcpListener;

use crate::support::{
    EVENT_TYPE, World, booked, class, client, event_type, hasty_client, now, request, slot,
};

const BREAKAGES: [Breakage; 4] = [
    Breakage::Hang,
    Breakage::Error500,
    Breakage::Html502,
    Breakage::Cut,
];

fn around_the_slot() -> ListQuery {
    ListQuery {
        event_type: EVENT_TYPE,
        starts_at: slot(),
        ends_at: slot().plus(Duration::from_mins(30)),
    }
}

async fn look_up(world: &World) -> Vec<Booking> {
    world.client.list(around_the_slot()).await.unwrap()
}

#[tokio::test]
async fn f13_an_answer_lost_after_the_effect_is_unclear_and_found_by_its_key() {
    for breakage in BREAKAGES {
        let world = World::of(event_type()).await;
        world
            .calcom
            .fault(Operation::Book, Fault::After(breakage), 1);
        let request = request("call_1");
        let answer = hasty_client(&world.calcom.base_url()).book(&request).await;
        assert_eq!(class(&answer).0, "unclear", "{breakage:?}");
        assert_eq!(
            world.calcom.requests(Operation::Book),
            1,
            "never asked twice"
        );

        let uid = world.calcom.bookings().remove(0).uid;
        let next = after_look_up(&request.intent, look_up(&world).await, 1, now());
        assert_eq!(next, Next::Confirmed(uid), "{breakage:?}");
    }
}

#[tokio::test]
async fn f13_an_answer_lost_before_the_effect_looks_the_same_and_is_not_found() {
    for breakage in BREAKAGES {
        let world = World::of(event_type()).await;
        world
            .calcom
            .fault(Operation::Book, Fault::Before(breakage), 1);
        let answer = hasty_client(&world.calcom.base_url())
            .book(&request("call_1"))
            .await;
        assert_eq!(class(&answer).0, "unclear", "{breakage:?}");
        assert_eq!(look_up(&world).await, [], "{breakage:?}");
    }
}

#[tokio::test]
async fn f7_asked_again_cal_com_calls_our_own_booking_taken() {
    let world = World::of(event_type()).await;
    world
        .calcom
        .fault(Operation::Book, Fault::After(Breakage::Error500), 1);
    let request = request("call_1");
    assert_eq!(class(&world.client.book(&request).await).0, "unclear");
    assert_eq!(class(&world.client.book(&request).await).0, "taken");
}

#[tokio::test]
async fn a_slow_booking_is_made_though_nobody_waits_for_it() {
    let world = World::of(event_type()).await;
    world.calcom.fault(Operation::Book, Fault::SlowMs(600), 1);
    let answer = hasty_client(&world.calcom.base_url())
        .book(&request("call_1"))
        .await;
    assert_eq!(
        class(&answer),
        ("unclear", "Cal.com did not answer in time")
    );
    assert_eq!(look_up(&world).await, []);
    let shows_up = async {
        while look_up(&world).await.is_empty() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(5), shows_up)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_replica_that_lags_shows_the_booking_later() {
    let world = World::of(event_type()).await;
    world.calcom.fault(Operation::List, Fault::StaleReads, 2);
    world
        .calcom
        .fault(Operation::Book, Fault::After(Breakage::Html502), 1);
    assert_eq!(
        class(&world.client.book(&request("call_1")).await).0,
        "unclear"
    );
    assert_eq!(look_up(&world).await, []);
    assert_eq!(look_up(&world).await, []);
    assert_eq!(look_up(&world).await.len(), 1);
}

#[tokio::test]
async fn without_a_connection_nothing_was_sent() {
    let mut world = World::of(event_type()).await;
    world.calcom.hang_up().await;
    let answer = world.client.book(&request("call_1")).await;
    let retry_at = now().plus(Duration::from_secs(5));
    let message = "no connection to Cal.com came about".to_owned();
    assert_eq!(answer, Answer::NotSent { retry_at, message });

    world.calcom.listen_again().await.unwrap();
    booked(world.client.book(&request("call_1")).await);
}

#[tokio::test]
async fn a_server_that_never_says_hello_was_sent_nothing() {
    // Connections come about, but TLS does not: the kernel accepts, nobody reads.
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = format!("https://{}/v2", silent.local_addr().unwrap());
    let answer = hasty_client(&base_url).book(&request("call_1")).await;
    assert_eq!(class(&answer).0, "not sent");

    // In clear text the same silence comes after the request.
    let base_url = base_url.replace("https", "http");
    let answer = hasty_client(&base_url).book(&request("call_1")).await;
    assert_eq!(class(&answer).0, "unclear");
}

#[tokio::test]
async fn a_name_that_leads_nowhere_was_sent_nothing() {
    let lost = client("http://ringback.invalid/v2", Clock::fixed(now()));
    assert_eq!(class(&lost.book(&request("call_1")).await).0, "not sent");
}
