//! What the log says, and what it must never say.

use std::io::Write;
use std::sync::{Arc, Mutex};

use axum::http::Method;
use tracing_subscriber::fmt::MakeWriter;

use crate::world::*;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;
    fn make_writer(&self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn the_log_never_says_who_called_or_what_was_said() {
    let log = Log::default();
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(log.clone())
        .init();
    let world = World::new().await;
    let (address, stop) = listen(&world).await;
    for path in [EVENTS, INBOUND, "/wrong?number=+4917604069021"] {
        for name in [
            "01_call_inbound.json",
            "03_call_ended.json",
            "04_call_analyzed.json",
        ] {
            let body = sample(name);
            world.post(path, body.clone()).await;
            world.post_as("not_a_key", path, body.clone()).await;
            world.send(Method::POST, path, &[], body.clone()).await;
            let client = reqwest::Client::new();
            let sent = client
                .post(format!("http://{address}{path}"))
                .header("x-retell-signature", sign(KEY, &body));
            sent.body(body).send().await.unwrap();
        }
    }
    stop.request();
    let _ = stop.finish().await;

    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    // It says enough to work with.
    for said in [
        "A delivery is in the queue.",
        "A webhook has no valid signature.",
        "Nothing lives at this path.",
    ] {
        assert!(log.contains(said), "{said}");
    }
    for secret in [
        "4917604069021",
        "3023125014",
        "Lüdenscheid",
        "Strähnchen",
        "@",
        KEY,
        BETA_KEY,
    ] {
        let line = log.lines().find(|line| line.contains(secret));
        assert_eq!(line, None, "{secret}");
    }
}
