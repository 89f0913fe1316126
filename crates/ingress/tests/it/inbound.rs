//! The telephone is ringing.

use std::time::{Duration, Instant};

use axum::http::StatusCode;
use domain::tenant::ReadingRules;
use serde_json::{Value, json};
use store::{ImportCompany, Store};

use crate::world::*;

fn call(from: Option<&str>, to: &str) -> String {
    let call = json!({"agent_id": "agent_1", "from_number": from, "to_number": to});
    json!({"event": "call_inbound", "call_inbound": call}).to_string()
}

/// Rings, and reads what must always be a valid answer.
async fn ring(world: &World, path: &str, body: impl Into<Vec<u8>>) -> Value {
    let answer = world.post(path, body).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.headers["content-type"], "application/json");
    serde_json::from_str(&answer.body).unwrap()
}

fn empty() -> Value {
    json!({"call_inbound": {}})
}

#[tokio::test]
async fn f54_the_agent_learns_the_date_and_whom_it_works_for() {
    let world = World::new().await;
    let answer = ring(&world, INBOUND, sample("01_call_inbound.json")).await;
    assert_eq!(
        answer,
        json!({"call_inbound": {
            "dynamic_variables": {
                "aktuelles_datum": "Montag, 2. November 2026",
                "aktuelle_uhrzeit": "09:02",
                "wochentag": "Montag",
                "morgen_datum": "Dienstag, 3. November 2026",
                "zeitzone": "Europe/Berlin",
                "current_date": "Monday, 2 November 2026",
                "current_date_iso": "2026-11-02",
                "current_time": "09:02",
                "current_weekday": "Monday",
                "tomorrow_date": "Tuesday, 3 November 2026",
                "tomorrow_date_iso": "2026-11-03",
                "time_zone": "Europe/Berlin",
                "firma": "Schöne Köpfe",
                "company_name": "Schöne Köpfe",
                "filiale": "Köpenick",
                "branch_name": "Köpenick",
                "anrufer_nummer": CALLER,
                "caller_number": CALLER,
            },
            "metadata": {"ringback": {
                "company": "koepfe",
                "branch": "main",
                "received_at": "2026-11-02T08:02:03Z",
            }},
        }})
    );
    let variables = answer["call_inbound"]["dynamic_variables"]
        .as_object()
        .unwrap();
    assert!(variables.values().all(Value::is_string));
    // F36: a call that rings is not a call yet.
    assert_eq!(world.waiting().await, 0);
}

#[tokio::test]
async fn f42_an_anonymous_caller_is_served_like_any_other() {
    let world = World::new().await;
    for from in [Some("anonymous"), Some(""), None] {
        let answer = ring(&world, INBOUND, call(from, NUMBER)).await;
        let variables = &answer["call_inbound"]["dynamic_variables"];
        assert_eq!(variables["firma"], "Schöne Köpfe", "{from:?}");
        assert_eq!(variables.get("anrufer_nummer"), None, "{from:?}");
    }
}

#[tokio::test]
async fn f43_the_context_is_the_called_numbers_and_not_the_callers() {
    let world = World::new().await;
    let answer = ring(&world, INBOUND, call(Some(BETA_NUMBER), NUMBER)).await;
    assert_eq!(
        answer["call_inbound"]["dynamic_variables"]["firma"],
        "Schöne Köpfe"
    );
}

#[tokio::test]
async fn f44_every_spelling_of_a_number_is_that_number() {
    let world = World::new().await;
    for to in ["+49 30 231250-14", "00493023125014", "493023125014"] {
        let answer = ring(&world, INBOUND, call(None, to)).await;
        assert_eq!(
            answer["call_inbound"]["metadata"]["ringback"]["company"], "koepfe",
            "{to}"
        );
    }
}

#[tokio::test]
async fn f3_an_account_learns_nothing_about_another_accounts_number() {
    let world = World::new().await;
    assert_eq!(
        ring(&world, INBOUND, call(None, BETA_NUMBER)).await,
        empty()
    );
    let answer = world.post_as(BETA_KEY, INBOUND, call(None, NUMBER)).await;
    assert_eq!(answer.body, empty().to_string());
    let answer = world
        .post_as(BETA_KEY, INBOUND, call(None, BETA_NUMBER))
        .await;
    assert!(answer.body.contains("Beta Dental"));
}

#[tokio::test]
async fn an_unknown_number_gets_the_empty_answer() {
    let world = World::new().await;
    // F3: the same last digits are not the same number.
    for to in [
        "+493011111111",
        "+33023125014",
        "",
        "sip:reception@example.com",
    ] {
        assert_eq!(ring(&world, INBOUND, call(None, to)).await, empty(), "{to}");
    }
}

#[tokio::test]
async fn what_cannot_be_read_gets_the_empty_answer_and_is_kept_for_a_human() {
    let world = World::new().await;
    let bodies: [&[u8]; 4] = [
        b"",
        b"\xff\x00",
        b"[[[[",
        b"{\"event\":\"call_inbound\",\"call_in",
    ];
    for body in bodies {
        assert_eq!(ring(&world, INBOUND, body).await, empty());
    }
    let kept: Vec<_> = world
        .drain()
        .await
        .into_iter()
        .map(|job| job.body.unwrap_or_default())
        .collect();
    assert_eq!(kept, bodies);
    for odd in [
        r#"{"event":"call_inbound"}"#,
        r#"{"event":"call_inbound","call_inbound":[7]}"#,
        "{}",
    ] {
        assert_eq!(ring(&world, INBOUND, odd).await, empty(), "{odd}");
    }
}

#[tokio::test]
async fn a_store_that_fails_or_is_absent_gives_the_empty_answer() {
    let mut setup = Setup::new().await;
    let path = setup.dir.path().join("empty");
    setup.store = Some(
        Store::open_file(&path, &store::Options::default())
            .await
            .unwrap(),
    );
    let world = setup.start().await;
    assert_eq!(ring(&world, INBOUND, call(None, NUMBER)).await, empty());
    assert!(
        metric(r#"ringback_cache_requests_total{cache="number",outcome="error"}"#) >= Some(1.0)
    );

    let mut setup = Setup::new().await;
    setup.store = None;
    let world = setup.start().await;
    assert_eq!(ring(&world, INBOUND, call(None, NUMBER)).await, empty());
}

#[tokio::test]
async fn a_store_that_does_not_answer_costs_the_budget_and_no_more() {
    const BUDGET: Duration = Duration::from_millis(300);
    let database = testkit::Database::fresh().await.unwrap();
    let options = store::Options {
        connections: 1,
        ..store::Options::default()
    };
    let postgres = Store::open(&database.url(), None, &options).await.unwrap();
    postgres.migrate().await.unwrap();
    let mut setup = Setup::new().await;
    import(&postgres, setup.dir.path()).await;
    setup.store = Some(postgres.clone());
    setup.config.inbound_budget = BUDGET;
    let world = setup.start().await;
    assert_ne!(ring(&world, INBOUND, call(None, NUMBER)).await, empty());

    // Its only connection is taken.
    let held = postgres.begin().await.unwrap();
    let began = Instant::now();
    let answer = world
        .post_as(BETA_KEY, INBOUND, call(None, BETA_NUMBER))
        .await;
    let took = began.elapsed();
    assert_eq!(
        (answer.status, answer.body),
        (StatusCode::OK, empty().to_string())
    );
    assert!(took >= BUDGET && took < BUDGET * 5, "{took:?}");
    // What is known already is answered from memory.
    assert_ne!(ring(&world, INBOUND, call(None, NUMBER)).await, empty());

    // The look-up went on, and the next call finds what it brought, though the store hangs again.
    drop(held);
    tokio::time::sleep(BUDGET).await;
    let _held = postgres.begin().await.unwrap();
    let answer = world
        .post_as(BETA_KEY, INBOUND, call(None, BETA_NUMBER))
        .await;
    assert!(answer.body.contains("Beta Dental"));
}

#[tokio::test]
async fn a_number_is_looked_up_once_in_a_while() {
    let setup = Setup::new().await;
    let store = setup.store.clone().unwrap();
    let world = setup.start().await;
    let first = ring(&world, INBOUND, call(None, NUMBER)).await;
    let mut tx = store.begin().await.unwrap();
    let renamed = ImportCompany {
        slug: "koepfe".into(),
        name: "Kahle Köpfe".into(),
        reading: ReadingRules::default(),
    };
    tx.import_company(&renamed, now()).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(ring(&world, INBOUND, call(None, NUMBER)).await, first);
    assert!(metric(r#"ringback_cache_requests_total{cache="number",outcome="hit"}"#) >= Some(1.0));
    assert!(metric(r#"ringback_cache_requests_total{cache="number",outcome="miss"}"#) >= Some(1.0));
}

#[tokio::test]
async fn a_call_or_chat_posted_to_the_event_route_is_answered_as_one() {
    let world = World::new().await;
    for path in [EVENTS, "/api/webhooks/retell"] {
        let answer = ring(&world, path, sample("01_call_inbound.json")).await;
        assert_eq!(
            answer["call_inbound"]["metadata"]["ringback"]["company"],
            "koepfe"
        );
    }
    let chat = json!({"event": "chat_inbound", "chat_inbound": {"from_number": CALLER, "to_number": NUMBER}});
    let answer = ring(&world, EVENTS, chat.to_string()).await;
    assert_eq!(
        answer["chat_inbound"]["dynamic_variables"]["firma"],
        "Schöne Köpfe"
    );
    assert_eq!(world.waiting().await, 0);
}

#[tokio::test]
async fn an_event_posted_to_the_inbound_route_is_treated_as_an_event() {
    let world = World::new().await;
    let body = sample("03_call_ended.json");
    let answer = world.post(INBOUND, body.clone()).await;
    assert_eq!((answer.status, answer.body.as_str()), (StatusCode::OK, ""));
    let [job] = <[_; 1]>::try_from(world.drain().await).unwrap();
    assert_eq!(job.body.unwrap(), body);
}
