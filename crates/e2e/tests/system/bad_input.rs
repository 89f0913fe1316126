//! Whatever is signed is answered 200, kept with its bytes, and takes nobody down.

use domain::event::{Digest, EventStatus};
use domain::id::EventId;
use e2e::businesses::SALON;
use e2e::{Shape, World, script};
use queue::Kind;
use rand::rngs::StdRng;
use rand::{RngCore, SeedableRng};
use serde_json::{Value, json};

use crate::many::send_at_once;

in_both_shapes!(
    what_cannot_be_read_is_kept_for_a_human,
    wrong_types_and_wild_values_are_recorded,
    a_delivery_that_always_fails_ends,
);

const SEED: [u8; 32] = *b"bytes that nobody should send us";

/// Signed, and no event that anybody could read.
fn unreadable() -> Vec<(String, Vec<u8>)> {
    let whole = script_event().to_string().into_bytes();
    let mut bodies: Vec<(String, Vec<u8>)> = vec![
        ("nothing".into(), Vec::new()),
        ("brackets".into(), vec![b'['; 2 << 20]),
        ("braces".into(), br#"{"a":"#.repeat(100_000)),
        (
            "a deep call".into(),
            [
                br#"{"event":"call_ended","call":"#.to_vec(),
                vec![b'['; 100_000],
            ]
            .concat(),
        ),
        (
            "no UTF-8".into(),
            b"{\"event\":\"call_ended\",\"call\":{\"call_id\":\"\xff\xfe\"}}".to_vec(),
        ),
        ("a number".into(), b"42".to_vec()),
        ("null".into(), b"null".to_vec()),
        ("a list".into(), b"[{}]".to_vec()),
        ("no call".into(), br#"{"event":"call_ended"}"#.to_vec()),
        (
            "no id".into(),
            br#"{"event":"call_ended","call":{}}"#.to_vec(),
        ),
        ("two bodies".into(), [whole.clone(), whole.clone()].concat()),
        ("NUL".into(), vec![0; 1000]),
    ];
    for at in [1, whole.len() / 3, whole.len() / 2, whole.len() - 1] {
        bodies.push((format!("cut at {at}"), whole[..at].to_vec()));
    }
    let mut rng = StdRng::from_seed(SEED);
    for length in [1, 2, 16, 500, 10_000, 100_000] {
        let mut bytes = vec![0; length];
        rng.fill_bytes(&mut bytes);
        bodies.push((format!("{length} random bytes"), bytes));
    }
    bodies
}

fn script_event() -> Value {
    let now = domain::time::Instant::from_millis(1_793_610_123_280).expect("a time");
    serde_json::from_str(&script::german(now, now).call_ended()).expect("an event")
}

async fn what_cannot_be_read_is_kept_for_a_human(shape: Shape) -> anyhow::Result<()> {
    let world = World::new(shape).await?;
    let bodies = unreadable();
    for (what, body) in &bodies {
        let outcome = world.send(SALON.key, body.clone()).await?;
        assert_eq!(outcome.status, 200, "{what}");
    }
    world.drain().await?;
    for (what, body) in &bodies {
        let id = EventId::of(&SALON.account_name(), &Digest::of(body));
        let row = world.store.event(id).await?;
        let row = row.unwrap_or_else(|| panic!("{what} is not in the log"));
        assert_eq!(row.status, EventStatus::Unreadable, "{what}");
        assert!(row.last_error.is_some(), "{what}");
        let kept = world.store.event_body(id).await?.expect("a body");
        assert!(kept == *body, "{what} was kept otherwise");
    }
    lives_on(&world).await
}

async fn lives_on(world: &World) -> anyhow::Result<()> {
    let call = script::german(world.slot(&SALON, 7)?, world.now());
    world.deliver_call(&SALON, &call).await?;
    world.settle().await?;
    world.appointment(call.call_id()).await?;
    Ok(())
}

/// Every field of an event in turn is something else; each body is a call of its own.
async fn wrong_types_and_wild_values_are_recorded(shape: Shape) -> anyhow::Result<()> {
    let world = World::new(shape).await?;
    let now = world.now();
    let sample: Value =
        serde_json::from_str(&script::german(world.slot(&SALON, 0)?, now).call_analyzed())?;
    let fields: Vec<String> = sample["call"]
        .as_object()
        .expect("a call")
        .keys()
        .cloned()
        .collect();
    let wild = [
        Value::Null,
        json!(true),
        json!(-1),
        // A year that PostgreSQL does not have.
        json!(-300_000_000_000_000_i64),
        json!(1e300),
        json!(i64::MAX),
        json!("\u{0}\u{fffd}"),
        json!([]),
        json!({"a": [1, {"b": null}]}),
    ];
    let mut bodies = Vec::new();
    for field in &fields {
        for value in &wild {
            let mut event = sample.clone();
            event["call"]["call_id"] = json!(script::call_id());
            // Nothing to book: that is another matter.
            event["call"]["call_analysis"]["custom_analysis_data"] = json!({});
            event["call"][field] = value.clone();
            bodies.push((
                format!("{field}: {:.40}", value.to_string()),
                event.to_string(),
            ));
        }
    }
    let sender = world.sender(SALON.key)?;
    let all = bodies.iter().map(|(_, body)| body.clone()).collect();
    let answers = send_at_once(&sender, all, world.now()).await;
    assert!(answers.iter().all(|(_, status)| *status == 200));
    world.drain().await?;
    let (mut processed, mut kept) = (0, 0);
    for (what, body) in &bodies {
        let id = EventId::of(&SALON.account_name(), &Digest::of(body.as_bytes()));
        let row = world.store.event(id).await?;
        let row = row.unwrap_or_else(|| panic!("{what} is not in the log"));
        match row.status {
            EventStatus::Processed => processed += 1,
            EventStatus::Parked | EventStatus::Unreadable => kept += 1,
            status => panic!("{what}: {status}, {:?}", row.last_error),
        }
    }
    assert!(
        processed > bodies.len() / 2,
        "{processed} of {}",
        bodies.len()
    );
    assert!(kept > 0);
    lives_on(&world).await
}

/// A delivery that the store will never take: it is tried, and then it ends where a human sees
/// it, and not in a loop.
async fn a_delivery_that_always_fails_ends(shape: Shape) -> anyhow::Result<()> {
    let mut world = World::new(shape).await?;
    world
        .execute(
            "CREATE TRIGGER poison BEFORE INSERT ON calls WHEN NEW.retell_call_id = 'call_poison' \
             BEGIN SELECT RAISE(ABORT, 'poison'); END",
            "ALTER TABLE calls ADD CONSTRAINT poison CHECK (retell_call_id <> 'call_poison')",
        )
        .await?;
    let mut event = script_event();
    event["call"]["call_id"] = json!("call_poison");
    let body = event.to_string();
    world.deliver(body.clone()).await?;
    world.drain().await?;

    let id = EventId::of(&SALON.account_name(), &Digest::of(body.as_bytes()));
    let row = world.store.event(id).await?.expect("it is in the log");
    assert_eq!(row.status, EventStatus::Failed, "{row:?}");
    // The one that gives it up counts too, and a second job may have been on its way.
    assert!(
        row.attempts <= i64::from(world.config.max_attempts) + 2,
        "{row:?}"
    );
    let before = world.dump().await?;
    let letters = world.events.dead_letters(10).await?;
    assert!(!letters.is_empty());
    assert!(
        letters
            .iter()
            .all(|it| matches!(it.kind, Kind::Exhausted | Kind::GaveUp))
    );
    for _ in 0..3 {
        world.clock.advance(std::time::Duration::from_mins(10));
        world.drain().await?;
    }
    assert_eq!(world.dump().await?, before, "nobody tries it again");
    world.leave_work();
    lives_on(&world).await
}
