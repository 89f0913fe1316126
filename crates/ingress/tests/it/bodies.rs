//! Bodies as nobody should send them.

use std::convert::Infallible;
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes};
use axum::http::{Method, StatusCode};
use futures::StreamExt;
use futures::stream;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;

use crate::world::*;

/// Generous: tests run unoptimised, many at a time.
const AT_ONCE: Duration = Duration::from_secs(5);

#[tokio::test]
async fn whatever_is_signed_is_acknowledged_and_kept_byte_by_byte() {
    let ended = sample("03_call_ended.json");
    let mut random = vec![0; 64 << 10];
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    for byte in &mut random {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        *byte = state.to_le_bytes()[0];
    }
    let deep = format!(
        r#"{{"event":"call_ended","call":{}1{}}}"#,
        "[".repeat(200_000),
        "]".repeat(200_000)
    );
    let bodies: [(&str, Vec<u8>); 11] = [
        (
            "an unknown event",
            br#"{"event":"call_sang","call":{"call_id":"c"}}"#.to_vec(),
        ),
        ("nothing", Vec::new()),
        ("random bytes", random),
        (
            "invalid UTF-8",
            b"{\"event\":\"call_ended\",\"call\":{\"call_id\":\"\xff\xfe\"}}".to_vec(),
        ),
        ("half an event", ended[..ended.len() / 2].to_vec()),
        ("deep nesting", deep.into_bytes()),
        ("two MiB of brackets", vec![b'['; 2 << 20]),
        ("two MiB of braces", br#"{"a":"#.repeat(2 << 18)),
        (
            "wrong types",
            br#"{"event":7,"call":"x","event_timestamp":{}}"#.to_vec(),
        ),
        ("no object", b"[1,2]".to_vec()),
        ("a null", b"null".to_vec()),
    ];
    let world = World::new().await;
    for (what, body) in bodies {
        let began = Instant::now();
        let answer = world.post(EVENTS, body.clone()).await;
        assert_eq!(answer.status, StatusCode::OK, "{what}");
        assert!(began.elapsed() < AT_ONCE, "{what}: {:?}", began.elapsed());
        let [job] = <[_; 1]>::try_from(world.drain().await).unwrap();
        assert_eq!(job.body.unwrap_or_default(), body, "{what}");
    }
}

#[tokio::test]
async fn two_mib_of_brackets_cost_no_more_memory_than_their_bytes() {
    let world = World::new().await;
    world.post(EVENTS, vec![b' '; 2 << 20]).await;
    let before = peak_kib();
    world.post(EVENTS, vec![b'['; 2 << 20]).await;
    let grown = peak_kib() - before;
    // A tree of two million lists would be a hundred MiB.
    assert!(grown < 32 << 10, "{grown} KiB");
}

/// The most memory that this process ever had.
fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmHWM"))
        .unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[tokio::test]
async fn a_body_of_the_largest_size_is_taken_and_one_byte_more_is_not() {
    const LARGEST: usize = 16 << 20;
    let world = World::new().await;
    let answer = world.post(EVENTS, vec![b'a'; LARGEST]).await;
    assert_eq!(answer.status, StatusCode::OK);

    // Of known length, and in chunks.
    let body = vec![b'a'; LARGEST + 1];
    let signature = sign(KEY, &body);
    let headers = [("x-retell-signature", signature.as_str())];
    let chunks: Vec<_> = body.chunks(1 << 16).map(Bytes::copy_from_slice).collect();
    let chunked = Body::from_stream(stream::iter(chunks).map(Ok::<_, Infallible>));
    for body in [Body::from(body), chunked] {
        let answer = world.send(Method::POST, EVENTS, &headers, body).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    }
    assert!(metric("ringback_body_too_large_total") >= Some(2.0));
    assert_eq!(world.waiting().await, 1);
}

#[tokio::test]
async fn a_body_announced_too_large_is_refused_before_it_is_sent() {
    let world = World::new().await;
    let (address, _stop) = listen(&world).await;
    let mut connection = TcpStream::connect(address).await.unwrap();
    let head = format!("POST {EVENTS} HTTP/1.1\r\nhost: a\r\ncontent-length: 16777217\r\n\r\n");
    connection.write_all(head.as_bytes()).await.unwrap();
    assert!(
        status_line(&mut connection)
            .await
            .starts_with("HTTP/1.1 413 ")
    );
}

#[tokio::test]
async fn a_client_that_is_still_sending_gets_its_refusal_too() {
    let mut setup = Setup::new().await;
    setup.config.max_body_bytes = 1 << 20;
    let world = setup.start().await;
    let (address, _stop) = listen(&world).await;
    let mut connection = TcpStream::connect(address).await.unwrap();
    let head = format!(
        "POST {EVENTS} HTTP/1.1\r\nhost: a\r\ncontent-length: {}\r\n\r\n",
        16 << 20
    );
    connection.write_all(head.as_bytes()).await.unwrap();
    // It reads nothing before it has sent everything, as many clients do.
    connection.write_all(&vec![b'a'; 16 << 20]).await.unwrap();
    assert!(
        status_line(&mut connection)
            .await
            .starts_with("HTTP/1.1 413 ")
    );
}

async fn status_line(connection: &mut TcpStream) -> String {
    let mut answer = vec![0; 64];
    let read = tokio::time::timeout(PATIENCE, connection.read(&mut answer));
    let read = read.await.expect("no answer").unwrap();
    String::from_utf8_lossy(&answer[..read]).into_owned()
}

#[tokio::test]
async fn bodies_in_flight_are_bounded_and_a_ringing_telephone_is_heard_nevertheless() {
    let world = small_world().await;
    let signature = sign(KEY, &LARGE);
    let headers = [("x-retell-signature", signature.as_str())];
    let (body, arrived, end) = all_but_its_end();
    let slow = world.send(Method::POST, EVENTS, &headers, body);
    let meanwhile = async {
        arrived.await.unwrap();
        let refused = world.post(EVENTS, "{}").await;
        assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(refused.headers["retry-after"], "1");
        let ringing = world.post(INBOUND, sample("01_call_inbound.json")).await;
        assert_eq!(ringing.status, StatusCode::OK);
        assert!(ringing.body.contains("Schöne Köpfe"));
        end.send(()).unwrap();
    };
    let (slow, ()) = tokio::join!(slow, meanwhile);
    assert_eq!(slow.status, StatusCode::OK);
    assert_eq!(world.post(EVENTS, "{}").await.status, StatusCode::OK);
    assert_eq!(world.waiting().await, 2);
}

#[tokio::test]
async fn room_is_given_back_by_clients_that_hang_up() {
    let world = small_world().await;
    let (body, arrived, _end) = all_but_its_end();
    tokio::select! {
        _ = world.send(Method::POST, EVENTS, &[], body) => panic!("it has no end"),
        arrived = arrived => arrived.unwrap(),
    }
    // Here the request is dropped, as the server does when a connection ends.
    assert_eq!(world.post(EVENTS, "{}").await.status, StatusCode::OK);
}

static LARGE: [u8; 1 << 20] = [b'a'; 1 << 20];

/// In which there is room for [`LARGE`] and nothing else.
async fn small_world() -> World {
    let mut setup = Setup::new().await;
    setup.config.max_body_bytes = LARGE.len();
    setup.config.max_in_flight_bytes = LARGE.len();
    setup.start().await
}

/// A body of [`LARGE`]; says when it has been read but for its end, and ends when told to.
fn all_but_its_end() -> (Body, oneshot::Receiver<()>, oneshot::Sender<()>) {
    let (arrived, has_arrived) = oneshot::channel();
    let (end, ends) = oneshot::channel::<()>();
    let bytes = stream::iter([Ok::<_, Infallible>(Bytes::from_static(&LARGE))]);
    // Asked for only when the bytes before it have been dealt with.
    let silence = stream::once(async {
        arrived.send(()).unwrap();
        ends.await.unwrap();
        Ok(Bytes::new())
    });
    (Body::from_stream(bytes.chain(silence)), has_arrived, end)
}

#[tokio::test]
async fn a_body_that_does_not_come_is_not_waited_for() {
    let mut setup = Setup::new().await;
    setup.config.body_timeout = Duration::from_millis(100);
    let world = setup.start().await;
    let silence = Body::from_stream(stream::pending::<Result<Bytes, Infallible>>());
    let answer = world.send(Method::POST, EVENTS, &[], silence).await;
    assert_eq!(answer.status, StatusCode::REQUEST_TIMEOUT);
}
