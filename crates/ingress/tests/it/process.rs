//! The program itself.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use domain::time::Instant;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::world::*;

/// A running `ringback-ingress` on free ports, ended with this value.
struct Program {
    child: Child,
    webhooks: String,
    admin: String,
}

impl Program {
    fn start(dir: &std::path::Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_ringback-ingress"))
            .current_dir(dir)
            .env("RINGBACK_DATA_DIR", dir.join("data"))
            .env("RINGBACK_LISTEN", "127.0.0.1:0")
            .env("RINGBACK_ADMIN_LISTEN", "127.0.0.1:0")
            .env("RINGBACK_RETELL_API_KEYS", KEY)
            .env("RINGBACK_LOG_FORMAT", "json")
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let welcome = lines
            .by_ref()
            .map(Result::unwrap)
            .find(|line| line.contains("Webhooks are welcome."))
            .expect("it did not start");
        // Or the program would be stopped by a full pipe.
        std::thread::spawn(move || lines.for_each(drop));
        let said: serde_json::Value = serde_json::from_str(&welcome).unwrap();
        let address = |name: &str| said[name].as_str().unwrap().to_owned();
        Self {
            webhooks: address("webhooks"),
            admin: address("admin"),
            child,
        }
    }

    async fn get(&self, path: &str) -> (u16, String) {
        let answer = reqwest::get(format!("http://{}{path}", self.admin))
            .await
            .unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

fn real_signature(body: &[u8]) -> String {
    let now = std::time::UNIX_EPOCH.elapsed().unwrap();
    let now = Instant::from_millis(i64::try_from(now.as_millis()).unwrap()).unwrap();
    sign_at(KEY, body, now)
}

#[tokio::test]
async fn the_program_serves_and_stops_when_what_is_in_flight_is_answered() {
    let dir = tempfile::tempdir().unwrap();
    let mut program = Program::start(dir.path());
    assert_eq!(program.get("/livez").await.0, 200);
    assert_eq!(
        program.get("/readyz").await,
        (200, "queue: ok\nkeys: ok\nstore: ok\n".into())
    );

    // Half a request, then the signal, then the other half.
    let body = sample("03_call_ended.json");
    let mut connection = TcpStream::connect(&program.webhooks).await.unwrap();
    let head = format!(
        "POST {EVENTS} HTTP/1.1\r\nhost: a\r\nx-retell-signature: {}\r\ncontent-length: {}\r\n\r\n",
        real_signature(&body),
        body.len()
    );
    connection.write_all(head.as_bytes()).await.unwrap();
    connection.write_all(&body[..100]).await.unwrap();
    let in_flight = async {
        while !program
            .get("/metrics")
            .await
            .1
            .contains("ringback_in_flight_bytes 100\n")
        {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(PATIENCE, in_flight)
        .await
        .expect("the first half did not arrive");
    testkit::process::terminate(program.child.id()).unwrap();
    let closed = async {
        while TcpStream::connect(&program.webhooks).await.is_ok() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(PATIENCE, closed)
        .await
        .expect("it goes on listening");
    connection.write_all(&body[100..]).await.unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    let status = tokio::task::spawn_blocking(move || program.child.wait().unwrap())
        .await
        .unwrap();
    assert!(status.success());
}

#[tokio::test]
async fn an_acknowledged_event_outlives_the_program() {
    let dir = tempfile::tempdir().unwrap();
    let body = sample("04_call_analyzed.json");
    let mut program = Program::start(dir.path());
    let answer = reqwest::Client::new()
        .post(format!("http://{}{EVENTS}", program.webhooks))
        .header("x-retell-signature", real_signature(&body))
        .body(body.clone())
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status().as_u16(), 200);
    program.child.kill().unwrap(); // SIGKILL
    program.child.wait().unwrap();

    let options = queue::Options::new(domain::time::Clock::system(), 1);
    let file = dir.path().join("data/queue.sqlite");
    let broker = queue::Broker::sqlite(file, options).await.unwrap();
    let [job] = <[_; 1]>::try_from(drain(&broker.queue()).await).unwrap();
    assert_eq!(job.body.unwrap(), body);
}

#[test]
fn help_says_what_it_is_and_how_to_set_it_up() {
    let output = Command::new(env!("CARGO_BIN_EXE_ringback-ingress"))
        .arg("--help")
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        output.status.success() && text.contains("--config <FILE>"),
        "{text}"
    );
}
