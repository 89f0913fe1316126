//! The stand-in Retell: does it look like Retell, and do its deliveries arrive?

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use bytes::Bytes;
use domain::event::Digest;
use domain::id::AccountName;
use domain::time::{Clock, Instant};
use retell::signature::{HEADER, Keyring, SignatureError, Unverified, Verified};
use rust_decimal::Decimal;
use sandbox::retell::samples::{self, Sample};
use sandbox::retell::{CallScript, Product, Retry, Sender, restamp};
use serde_json::{Map, Value, json};

const KEY: &str = "key_of_the_tests";

fn started_at() -> Instant {
    Instant::from_millis(1_793_610_123_280).unwrap()
}

fn script() -> CallScript {
    CallScript::new("call_7d3f0b6a91c24e58b0f4a2c6e19", started_at())
        .duration(Duration::from_millis(72_385))
        .metadata("tenant_id", "t")
        .say_agent("Guten Tag.")
        .say_user("Donnerstag, halb vier.")
        .tool(
            "termin_buchen",
            &json!({"start": "x"}),
            &json!({"uid": "b"}),
            true,
        )
        .analysis(json!({"termin_gebucht": true}))
}

fn object(body: &str) -> Map<String, Value> {
    serde_json::from_str(body).unwrap()
}

/// The names in `ours` come in the order in which `theirs` has them, and there are no others.
#[track_caller]
fn same_order(ours: &Map<String, Value>, theirs: &Map<String, Value>) {
    let mut rest = theirs.keys();
    for name in ours.keys() {
        assert!(
            rest.any(|other| other == name),
            "`{name}` of {:?}",
            ours.keys()
        );
    }
}

#[test]
fn bodies_have_the_fields_of_captured_ones_in_their_order() {
    let outbound = CallScript::new("call_1", started_at()).outbound();
    let transfer = |call: CallScript| call.transfer_started("+493023125099", started_at());
    let cases: [(String, Sample); 7] = [
        (script().call_inbound(), samples::CALL_INBOUND),
        (script().call_started(), samples::CALL_STARTED),
        (script().call_ended(), samples::CALL_ENDED),
        (script().call_analyzed(), samples::CALL_ANALYZED),
        (transfer(script()), samples::TRANSFER_STARTED),
        (transfer(script().web()), samples::WEB_CALL_STARTED),
        (
            outbound
                .not_connected("invalid_destination")
                .call_analyzed(),
            samples::NOT_CONNECTED,
        ),
    ];
    for (ours, theirs) in cases {
        let (ours, theirs) = (object(&ours), object(theirs.body));
        let subject = if ours.contains_key("call") {
            "call"
        } else {
            "call_inbound"
        };
        same_order(
            ours[subject].as_object().unwrap(),
            theirs[subject].as_object().unwrap(),
        );
        let envelope = |event: &Map<String, Value>| -> Vec<String> {
            let names = event.keys().filter(|name| !name.starts_with("transfer_"));
            names.cloned().collect()
        };
        assert_eq!(envelope(&ours), envelope(&theirs));
    }
}

#[test]
fn the_bill_is_that_of_the_sample_to_the_digit() {
    let script = script().cost([
        Product::per_second("elevenlabs_tts_new", Decimal::new(1_166_667, 7)),
        Product::per_second("gpt_4_1", Decimal::new(75, 3)),
        Product::per_second("eu_telephony", Decimal::new(916_667, 7)),
        Product::per_second("background_voice_cancellation", Decimal::new(83_333, 7)),
        Product::analysis("post_call_analysis_gpt_4_1", Decimal::new(17, 1)),
    ]);
    for (ours, theirs) in [
        (script.call_ended(), samples::CALL_ENDED),
        (script.call_analyzed(), samples::CALL_ANALYZED),
    ] {
        let bill = |body: &str| object(body)["call"]["call_cost"].clone();
        assert_eq!(bill(&ours), bill(theirs.body));
    }
}

#[test]
fn everything_that_is_sent_can_be_read() {
    let calls = [
        script(),
        script().anonymous(),
        script().without_caller(),
        script().web(),
        script().not_connected("dial_no_answer").outbound(),
    ];
    for call in calls {
        for body in call.events() {
            let event = retell::event::parse(body.as_bytes()).unwrap();
            let digest = Digest::of(body.as_bytes());
            let report = retell::translate::report(&event, digest).unwrap();
            assert_eq!(report.call_id.as_str(), call.call_id());
        }
        retell::inbound::parse(call.call_inbound().as_bytes()).unwrap();
    }
    let ended = script().call_ended();
    let event = retell::event::parse(ended.as_bytes()).unwrap();
    let facts = retell::translate::report(&event, Digest::of(b""))
        .unwrap()
        .facts;
    assert_eq!(
        facts.transcript.unwrap(),
        "Agent: Guten Tag.\nUser: Donnerstag, halb vier.\n"
    );
    assert_eq!(facts.tool_calls.unwrap()[0].arguments["start"], "x");
    assert_eq!(script().not_connected("dial_busy").events().len(), 2);
}

#[test]
fn a_restamped_event_differs_in_its_time_alone() {
    let (body, later) = (
        script().call_ended(),
        started_at().plus(Duration::from_mins(15)),
    );
    let stamped = restamp(&body, later).unwrap();
    let (mut before, mut after) = (object(&body), object(&stamped));
    assert_eq!(
        after.remove("event_timestamp"),
        Some(later.as_millis().into())
    );
    assert!(before.remove("event_timestamp").is_some());
    assert_eq!(before, after);
    assert_eq!(restamp("[]", later), None);
}

/// What arrived: headers and body.
type Arrived = Arc<Mutex<Vec<(HeaderMap, Bytes)>>>;

/// A server that answers with these statuses in turn, and with the last of them from then on.
async fn server(statuses: &'static [u16]) -> (reqwest::Url, Arrived) {
    let arrived = Arrived::default();
    let app = Router::new()
        .fallback(post(
            move |State(arrived): State<Arrived>, headers: HeaderMap, body: Bytes| async move {
                let mut arrived = arrived.lock().unwrap();
                let status = statuses[arrived.len().min(statuses.len() - 1)];
                arrived.push((headers, body));
                StatusCode::from_u16(status).unwrap()
            },
        ))
        .with_state(arrived.clone());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/webhooks/retell", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    (url.parse().unwrap(), arrived)
}

fn verify((headers, body): &(HeaderMap, Bytes)) -> Result<Verified, SignatureError> {
    let keys = Keyring::new([(AccountName::new("salon"), KEY.into())]).unwrap();
    let header = headers.get(HEADER).map(axum::http::HeaderValue::as_bytes);
    Unverified::new(body.clone(), header).verify(&keys, Clock::system().now())
}

#[tokio::test]
async fn a_redelivery_is_the_same_body_under_a_fresh_signature() {
    let (url, arrived) = server(&[204]).await;
    let sender = Sender::new(url, KEY.into()).unwrap();
    let now = Clock::system().now();
    let body = script().call_ended();
    for at in [now, now.plus(Duration::from_mins(1))] {
        let outcome = sender.send(body.clone(), at).await.unwrap();
        assert_eq!((outcome.status, outcome.attempts), (204, 1));
        assert!(outcome.is_success());
    }
    let arrived = arrived.lock().unwrap();
    let [first, second] = arrived.as_slice() else {
        panic!("{}", arrived.len())
    };
    assert_eq!(first.1, second.1);
    assert_ne!(first.0[HEADER], second.0[HEADER]);
    assert_eq!(verify(first).unwrap().body(), body.as_bytes());
    assert_eq!(verify(second).unwrap().account().as_str(), "salon");
    assert_eq!(first.0["content-type"], "application/json");
    assert!(
        first.0["user-agent"]
            .to_str()
            .unwrap()
            .starts_with("axios/")
    );
}

#[tokio::test]
async fn a_forgery_arrives_and_is_recognised() {
    let (url, arrived) = server(&[401]).await;
    let sender = Sender::new(url, KEY.into()).unwrap();
    let now = Clock::system().now();
    let outcome = sender
        .send_forged(script().call_ended(), now)
        .await
        .unwrap();
    assert_eq!(outcome.status, 401);
    let refusal = verify(&arrived.lock().unwrap()[0]).unwrap_err();
    assert_eq!(refusal, SignatureError::WrongKey { keys: 1 });
}

#[tokio::test]
async fn what_is_not_accepted_is_sent_up_to_three_times_more() {
    let retry = Retry {
        pause: Duration::from_millis(1),
        ..Retry::LIKE_RETELL
    };
    for (statuses, status, attempts) in [
        (&[503, 404, 200][..], 200, 3),
        (&[500][..], 500, 4),
        (&[204][..], 204, 1),
    ] {
        let (url, arrived) = server(statuses).await;
        let sender = Sender::new(url, KEY.into()).unwrap().retrying(retry);
        let outcome = sender.send("{}", Clock::system().now()).await.unwrap();
        assert_eq!((outcome.status, outcome.attempts), (status, attempts));
        assert_eq!(
            arrived.lock().unwrap().len(),
            usize::try_from(attempts).unwrap()
        );
    }
    let (url, arrived) = server(&[500]).await;
    let sender = Sender::new(url, KEY.into()).unwrap();
    sender.send("{}", Clock::system().now()).await.unwrap();
    assert_eq!(arrived.lock().unwrap().len(), 1, "never, unless asked to");
}

#[test]
fn the_command_line_prints_whole_calls() {
    let output = Command::new(env!("CARGO_BIN_EXE_sandbox"))
        .args([
            "retell",
            "build",
            "--calls",
            "2",
            "--from",
            "+4917604069021",
        ])
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let bodies = String::from_utf8(output.stdout).unwrap();
    let events: Vec<String> = bodies
        .lines()
        .map(|body| retell::envelope::peek(body.as_bytes()).event.unwrap())
        .collect();
    let call = [
        "call_inbound",
        "call_started",
        "call_ended",
        "call_analyzed",
    ];
    assert_eq!(events, [call, call].concat());
    assert!(bodies.contains("+4917604069021") && bodies.contains("+4917604069022"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_line_sends_whole_calls() {
    let (url, arrived) = server(&[204, 204, 204, 500]).await;
    let send = |url: reqwest::Url| {
        tokio::task::spawn_blocking(move || {
            Command::new(env!("CARGO_BIN_EXE_sandbox"))
                .args([
                    "retell",
                    "send",
                    "--key",
                    KEY,
                    "--to",
                    "+493012345678",
                    "--url",
                    url.as_str(),
                ])
                .output()
                .unwrap()
        })
    };
    let accepted = send(url.clone()).await.unwrap();
    assert!(
        accepted.status.success(),
        "{}",
        String::from_utf8_lossy(&accepted.stderr)
    );
    let refused = send(url).await.unwrap();
    assert!(!refused.status.success());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("3 deliveries were not accepted"));
    let arrived = arrived.lock().unwrap();
    assert_eq!(arrived.len(), 6);
    assert!(arrived.iter().all(|delivery| verify(delivery).is_ok()));
}
