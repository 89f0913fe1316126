//! The queue does not answer.

use std::time::{Duration, Instant};

use axum::http::StatusCode;
use domain::time::Clock;
use queue::Broker;
use testkit::Redis;

use crate::world::*;

const PUSH_TIMEOUT: Duration = Duration::from_millis(400);

async fn on(redis: &Redis) -> World {
    let options = queue::Options {
        push_timeout: PUSH_TIMEOUT,
        ..queue::Options::new(Clock::system(), 1)
    };
    let mut setup = Setup::new().await;
    setup.queue = Broker::redis(&redis.url(), options).unwrap().queue();
    setup.start().await
}

#[tokio::test]
async fn a_frozen_redis_is_a_503_in_time_and_nothing_is_lost_or_doubled() {
    let redis = Redis::private().await.unwrap();
    let world = on(&redis).await;
    let (started, ended) = (sample("02_call_started.json"), sample("03_call_ended.json"));
    assert_eq!(
        world.post(EVENTS, started.clone()).await.status,
        StatusCode::OK
    );
    assert_eq!(world.readiness().await.0, StatusCode::OK);

    redis.pause().unwrap();
    let began = Instant::now();
    let answer = world.post(EVENTS, ended.clone()).await;
    let took = began.elapsed();
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.headers["retry-after"], "1");
    assert!(took >= PUSH_TIMEOUT && took < PUSH_TIMEOUT * 5, "{took:?}");
    let (status, text) = world.readiness().await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(
        text.starts_with("queue: ") && !text.starts_with("queue: ok"),
        "{text}"
    );
    // The telephone does not mind.
    let ringing = world.post(INBOUND, sample("01_call_inbound.json")).await;
    assert!(ringing.status == StatusCode::OK && ringing.body.contains("Schöne Köpfe"));

    redis.resume().unwrap();
    // Retell tries again, as it was told to.
    let again = tokio::time::timeout(PATIENCE, async {
        while world.post(EVENTS, ended.clone()).await.status != StatusCode::OK {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    });
    again.await.expect("it does not recover");
    let bodies: Vec<_> = world
        .drain()
        .await
        .into_iter()
        .map(|job| job.body.unwrap())
        .collect();
    assert_eq!(bodies, [started, ended]);
    assert_eq!(world.readiness().await.0, StatusCode::OK);
}

#[tokio::test]
async fn a_redis_that_is_down_is_a_503_and_its_return_a_200() {
    let mut redis = Redis::private().await.unwrap();
    let world = on(&redis).await;
    redis.stop().await.unwrap();
    let answer = world.post(EVENTS, "1").await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    redis.start().await.unwrap();
    let back = tokio::time::timeout(PATIENCE, async {
        while world.post(EVENTS, "1").await.status != StatusCode::OK {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    });
    back.await.expect("it does not recover");
    assert_eq!(world.waiting().await, 1);
}
