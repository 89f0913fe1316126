//! What only Redis can do to a queue.

use std::time::Duration;

use domain::verdict::Verdict;
use queue::{Broker, DedupeKey, Kind, Pushed, QueueError, Risk};
use redis::aio::MultiplexedConnection;
use redis::{FromRedisValue, cmd};
use testkit::Redis;
use tokio::time::{sleep, timeout};

use crate::world::{
    Engine, LEASE, PATIENCE, World, note, options, push, until, until_empty, work, work_slowly,
};

async fn connect(url: &str) -> MultiplexedConnection {
    redis::Client::open(url)
        .unwrap()
        .get_multiplexed_async_connection()
        .await
        .unwrap()
}

/// A command in words.
async fn tell<T: FromRedisValue>(redis: &mut MultiplexedConnection, words: &str) -> T {
    let mut words = words.split(' ');
    let mut command = cmd(words.next().unwrap());
    for word in words {
        command.arg(word);
    }
    command.query_async(redis).await.unwrap()
}

fn broker(server: &Redis) -> Broker {
    Broker::redis(&server.url(), options()).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_when_redis_is_killed_and_started_again() {
    let mut server = Redis::private_with(&["--appendfsync", "always"])
        .await
        .unwrap();
    let queue = broker(&server).queue();
    let (worker, mut seen) = work(&queue, 8, |_| Verdict::Done);
    let producer = queue.clone();
    let pushing = tokio::spawn(async move {
        for n in 0..200 {
            // A producer does as it is told: asks again, with the same key.
            while producer
                .push(note(n).key(DedupeKey::new(n.to_string())))
                .await
                .is_err()
            {
                sleep(Duration::from_millis(20)).await;
            }
            sleep(Duration::from_millis(2)).await;
        }
    });
    for _ in 0..2 {
        sleep(Duration::from_millis(150)).await;
        server.restart().await.unwrap();
    }
    timeout(PATIENCE, pushing).await.unwrap().unwrap();
    until_empty(&queue).await;
    let mut run: Vec<u32> = seen.so_far().iter().map(|job| job.payload.n).collect();
    run.sort_unstable();
    run.dedup();
    assert_eq!(run, (0..200).collect::<Vec<_>>());
    worker.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_running_job_outlives_a_restart_of_redis_and_is_not_taken_over() {
    let mut server = Redis::private_with(&["--appendfsync", "always"])
        .await
        .unwrap();
    let queue = broker(&server).queue();
    let (slow, mut seen, gate) = work_slowly(&queue, 1, 1);
    push(&queue, 1).await;
    seen.next().await;
    let (idle, mut stolen) = work(&broker(&server).queue(), 1, |_| Verdict::Done);
    sleep(LEASE * 3 / 2).await;
    server.stop().await.unwrap();
    sleep(LEASE * 2).await;
    server.start().await.unwrap();
    stolen.nothing_for(LEASE * 2).await;
    gate.add_permits(1);
    until_empty(&queue).await;
    idle.stop().await;
    slow.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_works_on_after_redis_has_lost_everything() {
    let server = Redis::private().await.unwrap();
    let queue = broker(&server).queue();
    let (worker, mut seen, gate) = work_slowly(&queue, 2, 2);
    push(&queue, 1).await;
    seen.next().await;
    tell::<()>(&mut connect(&server.url()).await, "FLUSHALL").await;
    push(&queue, 2).await;
    assert_eq!(seen.next().await.payload.n, 2);
    gate.add_permits(2);
    until_empty(&queue).await;
    worker.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn leases_whose_answer_was_lost_are_found_when_reconnecting() {
    // With a lease so long that nobody takes them over.
    let server = Redis::private().await.unwrap();
    let long = queue::Options {
        lease: Duration::from_mins(10),
        ..options()
    };
    let queue = Broker::redis(&server.url(), long).unwrap().queue();
    let (worker, mut seen, gate) = work_slowly(&queue, 4, 4);
    push(&queue, 1).await;
    seen.next().await;

    let mut redis = connect(&server.url()).await;
    let ready = "ringback:{notes}:ready";
    let consumers: Vec<Vec<redis::Value>> =
        tell(&mut redis, &format!("XINFO CONSUMERS {ready} workers")).await;
    let name: String = redis::from_redis_value(consumers[0][1].clone()).unwrap();
    // The worker's own read, answered to somebody else.
    let mut pipe = redis::pipe();
    pipe.atomic();
    let entry = [("j", "00000000-0000-4000-8000-000000000002"), ("a", "0")];
    pipe.cmd("XADD")
        .arg(ready)
        .arg("*")
        .arg(&entry)
        .arg("m")
        .arg(r#"{"v":1,"at":0,"p":{"n":2}}"#);
    pipe.cmd("XREADGROUP").arg(&[
        "GROUP", "workers", &name, "COUNT", "1", "STREAMS", ready, ">",
    ]);
    pipe.exec_async(&mut redis).await.unwrap();
    seen.nothing_for(Duration::from_millis(700)).await;

    tell::<()>(&mut redis, "CLIENT KILL TYPE normal SKIPME yes").await;
    let job = seen.next().await;
    assert_eq!(
        (job.payload.n, job.attempt),
        (2, 1),
        "and the one that runs is not run again"
    );
    gate.add_permits(2);
    until_empty(&queue).await;
    seen.nothing_for(Duration::from_millis(200)).await;
    worker.stop().await;
}

#[tokio::test]
async fn risky_settings_are_named() {
    let risks = async |arguments: &[&str]| {
        let server = Redis::private_with(arguments).await.unwrap();
        broker(&server).risks().await.unwrap()
    };
    assert_eq!(
        risks(&["--appendonly", "no", "--maxmemory-policy", "allkeys-lru"]).await,
        [
            Risk::NoAppendOnlyFile,
            Risk::Evicts {
                policy: "allkeys-lru".to_owned()
            }
        ]
    );
    assert_eq!(risks(&["--appendfsync", "always"]).await, []);
    assert_eq!(
        risks(&["--rename-command", "CONFIG", ""]).await,
        [Risk::Unknown]
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_redis_says_so_and_leaves_no_key_behind() {
    let server = Redis::private().await.unwrap();
    let queue = broker(&server).queue();
    let mut redis = connect(&server.url()).await;
    queue.ready().await.unwrap();
    tell::<()>(&mut redis, "CONFIG SET maxmemory 1").await;
    let keyed = || note(1).key(DedupeKey::new("k"));
    assert!(matches!(
        queue.push(keyed()).await,
        Err(QueueError::Full(_))
    ));
    assert!(matches!(queue.ready().await, Err(QueueError::Full(_))));
    tell::<()>(&mut redis, "CONFIG SET maxmemory 0").await;
    assert!(matches!(queue.push(keyed()).await, Ok(Pushed::Created(_))));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_entry_that_is_none_of_ours_is_buried() {
    let server = Redis::private().await.unwrap();
    let queue = broker(&server).queue();
    let (worker, mut seen) = work(&queue, 4, |_| Verdict::Done);
    let mut redis = connect(&server.url()).await;
    tell::<()>(&mut redis, "XADD ringback:{notes}:ready * who knows").await;
    push(&queue, 1).await;
    seen.next().await;
    until(&queue, |g| (g.ready, g.running, g.dead) == (0, 0, 1)).await;
    assert_eq!(
        queue.dead_letters(1).await.unwrap()[0].kind,
        Kind::Undecodable
    );
    worker.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_key_carries_the_hash_tag_and_a_stopped_worker_leaves_none_behind() {
    let world = World::redis().await;
    let Engine::Redis(server) = &world.engine else {
        unreachable!()
    };
    let queue = world.queue().await;
    let (worker, _seen) = work(&queue, 1, |job| match job.payload.n {
        0 => Verdict::GiveUp { why: String::new() },
        _ => Verdict::WaitUntil {
            at: domain::time::Clock::system()
                .now()
                .plus(Duration::from_mins(1)),
            why: String::new(),
        },
    });
    queue.push(note(0).key(DedupeKey::new("k"))).await.unwrap();
    push(&queue, 1).await;
    queue.ready().await.unwrap();
    until(&queue, |g| (g.delayed, g.dead) == (1, 1)).await;
    worker.stop().await;

    let mut redis = connect(&server.url()).await;
    let keys: Vec<String> = tell(&mut redis, "KEYS *").await;
    assert_eq!(keys.len(), 8, "{keys:?}");
    assert!(
        keys.iter().all(|key| key.starts_with("ringback:{notes}:")),
        "{keys:?}"
    );
    let consumers: Vec<redis::Value> =
        tell(&mut redis, "XINFO CONSUMERS ringback:{notes}:ready workers").await;
    assert_eq!(consumers.len(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_broker_waits_for_a_redis_that_comes_later() {
    let mut server = Redis::private().await.unwrap();
    server.stop().await.unwrap();
    let queue = broker(&server).queue();
    let (worker, mut seen) = work(&queue, 1, |_| Verdict::Done);
    assert!(matches!(
        queue.push(note(1)).await,
        Err(QueueError::Unreachable(_) | QueueError::Timeout { .. })
    ));
    server.start().await.unwrap();
    timeout(PATIENCE, async {
        while queue.push(note(2)).await.is_err() {}
    })
    .await
    .unwrap();
    assert_eq!(seen.next().await.payload.n, 2);
    worker.stop().await;
}

#[test]
fn an_address_that_is_none_is_refused_in_words() {
    let error = Broker::redis("localhost", options()).unwrap_err();
    assert!(matches!(error, QueueError::Address(_)), "{error:?}");
    assert!(error.to_string().contains("redis://host:6379/0"));
}
