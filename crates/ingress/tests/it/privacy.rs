//! What the log says, and what it must never say.

use std::io::Write;
use std::sync::{Arc, Mutex};

use axum::http::Method;
use domain::id::AccountName;
use domain::time::Clock;
use queue::Broker;
use store::{ImportAccount, Store};
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
    in_trouble().await;

    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    // It says enough to work with.
    for said in [
        "A delivery is in the queue.",
        "A webhook has no valid signature.",
        "Nothing lives at this path.",
        "A body was not read.",
        "A delivery could not be stored",
        "the called number is not registered",
        "belongs to another account",
        "the database did not do what it was asked",
        "is neither",
    ] {
        assert!(log.contains(said), "{said}");
    }
    for secret in [
        "4917604069021",
        "3023125014",
        "3023125019",
        "3098765432",
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

/// Everything that can go wrong, each in a world of its own, since a kind of trouble is said once.
async fn in_trouble() {
    let ring = |to: &str| {
        let sample = String::from_utf8(sample("01_call_inbound.json")).unwrap();
        assert!(sample.contains(NUMBER));
        sample.replace(NUMBER, to)
    };
    for to in ["+493023125019", BETA_NUMBER] {
        World::new().await.post(INBOUND, ring(to)).await;
    }

    let mut setup = Setup::new().await;
    let path = setup.dir.path().join("empty");
    let unmigrated = Store::open_file(&path, &store::Options::default()).await;
    setup.store = Some(unmigrated.unwrap());
    setup.start().await.post(INBOUND, ring(NUMBER)).await;

    let mut setup = Setup::new().await;
    let nowhere = queue::Options::new(Clock::system(), 1);
    let nowhere = Broker::redis("redis://127.0.0.1:1", nowhere).unwrap();
    setup.queue = nowhere.queue();
    setup.config.max_body_bytes = sample("03_call_ended.json").len();
    let world = setup.start().await;
    world.post(EVENTS, sample("03_call_ended.json")).await;
    world.post(EVENTS, sample("04_call_analyzed.json")).await;

    let setup = Setup::new().await;
    let mut tx = setup.store.as_ref().unwrap().begin().await.unwrap();
    let misplaced = ImportAccount {
        name: AccountName::new("gamma"),
        api_keys: vec![BETA_KEY.to_owned()],
    };
    tx.import_account(&misplaced, now()).await.unwrap();
    tx.commit().await.unwrap();
    setup.start().await;
}
