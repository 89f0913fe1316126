//! The event route: verify, push, acknowledge.

use std::sync::atomic::Ordering;

use axum::http::{Method, StatusCode};
use domain::event::Digest;
use domain::job::Cause;
use domain::time::Clock;
use futures::future::join_all;

use crate::world::*;

#[tokio::test]
async fn a_signed_event_is_acknowledged_and_is_one_job_with_the_very_bytes() {
    let world = World::new().await;
    for (name, event) in [
        ("02_call_started.json", "call_started"),
        ("03_call_ended.json", "call_ended"),
        ("04_call_analyzed.json", "call_analyzed"),
        ("07_transcript_updated.json", "transcript_updated"),
        ("08_transfer_started.json", "transfer_started"),
        ("09_call_started_web_call.json", "call_started"),
    ] {
        let body = sample(name);
        let answer = world.post(EVENTS, body.clone()).await;
        assert_eq!(answer.status, StatusCode::OK, "{name}");
        assert_eq!(answer.body, "", "{name}");

        let [job] = <[_; 1]>::try_from(world.drain().await).unwrap();
        assert_eq!(job.body.unwrap(), body, "{name}");
        let delivery = job.payload;
        assert_eq!(delivery.account.as_str(), "default");
        assert_eq!(delivery.digest, Digest::of(&body));
        assert_eq!(delivery.received_at, now());
        assert_eq!(delivery.event.as_deref(), Some(event));
        assert!(delivery.call_id.is_some(), "{name}");
        assert_eq!(delivery.cause, Cause::Received);
    }
}

#[tokio::test]
async fn a_redelivery_is_acknowledged_and_is_no_second_job() {
    let world = World::new().await;
    let body = sample("03_call_ended.json");
    let restamped = sign_at(KEY, &body, now().minus(PATIENCE));
    assert_eq!(
        world.post(EVENTS, body.clone()).await.status,
        StatusCode::OK
    );
    assert_eq!(
        world.post(EVENTS, body.clone()).await.status,
        StatusCode::OK
    );
    let headers = [("x-retell-signature", restamped.as_str())];
    let answer = world.send(Method::POST, EVENTS, &headers, body).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(world.waiting().await, 1);
    assert!(
        metric(r#"ringback_webhooks_total{route="event",event="call_ended",outcome="duplicate"}"#)
            >= Some(2.0)
    );
}

#[tokio::test]
async fn another_accounts_key_cannot_make_a_body_a_duplicate() {
    let world = World::new().await;
    let body = sample("04_call_analyzed.json");
    world.post_as(BETA_KEY, EVENTS, body.clone()).await;
    world.post(EVENTS, body).await;
    let accounts = world
        .drain()
        .await
        .into_iter()
        .map(|job| job.payload.account);
    assert_eq!(
        accounts.map(|a| a.to_string()).collect::<Vec<_>>(),
        ["beta", "default"]
    );
}

#[tokio::test]
async fn the_old_systems_address_answers_too() {
    let world = World::new().await;
    let answer = world
        .post("/api/webhooks/retell", sample("03_call_ended.json"))
        .await;
    assert_eq!((answer.status, world.waiting().await), (StatusCode::OK, 1));
}

#[tokio::test]
async fn f33_what_is_not_signed_is_refused_and_is_no_job() {
    let world = World::new().await;
    let body = sample("03_call_ended.json");
    let old = now()
        .minus(retell::signature::WINDOW)
        .minus(std::time::Duration::from_millis(1));
    let forged = sign("not_a_key", &body);
    let of_another_body = sign(KEY, b"{}");
    let expired = sign_at(KEY, &body, old);
    for (reason, headers) in [
        ("missing", vec![]),
        (
            "malformed",
            vec![("x-retell-signature", "d41d8cd98f00b204")],
        ),
        ("wrong_key", vec![("x-retell-signature", forged.as_str())]),
        (
            "wrong_key",
            vec![("x-retell-signature", of_another_body.as_str())],
        ),
        ("expired", vec![("x-retell-signature", expired.as_str())]),
    ] {
        for path in [EVENTS, INBOUND] {
            let answer = world.send(Method::POST, path, &headers, body.clone()).await;
            assert_eq!(
                answer.status,
                StatusCode::UNAUTHORIZED,
                "{reason} at {path}"
            );
        }
        // F31: an alert can tell why.
        let counted = format!(
            r#"ringback_webhooks_total{{route="event",event="unverified",outcome="refused_signature_{reason}"}}"#
        );
        assert!(metric(&counted).is_some(), "{reason}");
    }
    assert_eq!(world.waiting().await, 0);
}

#[tokio::test]
async fn f33_without_any_key_everything_is_refused() {
    let mut setup = Setup::new().await;
    setup.keys = Vec::new();
    setup.store = None;
    let world = setup.start().await;
    for key in [KEY, BETA_KEY, " "] {
        let answer = world.post_as(key, EVENTS, "{}").await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    }
    assert_eq!(world.waiting().await, 0);
}

#[tokio::test]
async fn f35_a_crowd_of_signed_events_from_one_sender_is_all_taken() {
    let world = World::new().await;
    let posts = (0..200).map(|n| {
        let body = format!(r#"{{"event":"call_started","call":{{"call_id":"call_{n}"}}}}"#);
        world.post(EVENTS, body)
    });
    let answers = join_all(posts).await;
    assert!(answers.iter().all(|answer| answer.status == StatusCode::OK));
    assert_eq!(world.waiting().await, 200);
}

#[tokio::test]
async fn a_trace_travels_with_the_job_and_begins_here_if_need_be() {
    const GIVEN: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    let world = World::new().await;
    for (body, header) in [("1", Some(GIVEN)), ("2", None), ("3", Some("00-nonsense"))] {
        let signature = sign(KEY, body.as_bytes());
        let mut headers = vec![("x-retell-signature", signature.as_str())];
        headers.extend(header.map(|header| ("traceparent", header)));
        world.send(Method::POST, EVENTS, &headers, body).await;
    }
    let traces = world
        .drain()
        .await
        .into_iter()
        .map(|job| job.trace.unwrap());
    let [given, begun, replaced] = <[_; 3]>::try_from(traces.collect::<Vec<_>>()).unwrap();
    assert_eq!(given.as_str(), GIVEN);
    assert_ne!(begun, replaced);
}

#[tokio::test]
async fn other_methods_are_refused_and_told_the_right_one() {
    let world = World::new().await;
    for path in [EVENTS, INBOUND, "/api/webhooks/retell"] {
        for method in [Method::GET, Method::PUT, Method::DELETE] {
            let answer = world.send(method, path, &[], "").await;
            assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
            assert_eq!(answer.headers["allow"], "POST");
        }
    }
}

#[tokio::test]
async fn f58_a_wrong_path_is_counted() {
    let world = World::new().await;
    let answer = world
        .post("/webhook/retell?secret=1", sample("03_call_ended.json"))
        .await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(metric("ringback_unknown_path_total") >= Some(1.0));
}

#[tokio::test]
async fn a_panic_is_an_answer_and_not_the_end() {
    let mut setup = Setup::new().await;
    let (clock, broken) = breakable_clock();
    setup.clock = clock;
    let world = setup.start().await;
    broken.store(true, Ordering::Relaxed);
    let answer = world.post(EVENTS, "{}").await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    broken.store(false, Ordering::Relaxed);
    assert_eq!(world.post(EVENTS, "{}").await.status, StatusCode::OK);
    assert_eq!(world.waiting().await, 1);
}

#[tokio::test]
async fn the_time_to_the_answer_is_measured_by_event_and_outcome() {
    let world = World::new().await;
    world.post(EVENTS, sample("08_transfer_started.json")).await;
    let count = metric(
        r#"ringback_acknowledgement_seconds_count{event="transfer_started",outcome="accepted"}"#,
    );
    assert!(count >= Some(1.0));
}

#[tokio::test]
async fn an_ingress_with_a_queue_keys_and_the_right_store_is_ready() {
    let world = World::new().await;
    let ready = (
        StatusCode::OK,
        "queue: ok\nkeys: ok\nstore: ok\n".to_owned(),
    );
    assert_eq!(world.readiness().await, ready);
    let mut setup = Setup::new().await;
    setup.store = None;
    setup.clock = Clock::system();
    assert_eq!(setup.start().await.readiness().await.0, StatusCode::OK);
}
