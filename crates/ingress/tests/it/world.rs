//! An ingress with parts of its own, and a Retell that signs.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use apalis::prelude::*;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use domain::id::{AccountName, BranchId, CompanyId};
use domain::job::Delivery;
use domain::tenant::{Language, OpeningHours, ReadingRules};
use domain::time::{Clock, Instant, Zone};
use domain::verdict::Verdict;
use ingress::{Ingress, IngressConfig, Keys};
use queue::{Broker, Job, Queue, WorkerId};
use service::admin::Check;
use service::metrics::Metrics;
use service::settings::{ApiKeys, Settings};
use store::{ImportAccount, ImportBranch, ImportCompany, ImportNumber, Store};
use tempfile::TempDir;
use tokio::sync::{mpsc, oneshot};
use tower::ServiceExt;

pub(crate) const EVENTS: &str = "/webhooks/retell";
pub(crate) const INBOUND: &str = "/webhooks/retell/inbound";

/// The key of account `default`, from the settings.
pub(crate) const KEY: &str = "key_of_the_settings";
/// The key of account `beta`, which its owner keeps in a file.
pub(crate) const BETA_KEY: &str = "key_of_beta";

/// Numbers of accounts `default` and `beta`.
pub(crate) const NUMBER: &str = "+493023125014";
pub(crate) const BETA_NUMBER: &str = "+493098765432";
pub(crate) const CALLER: &str = "+4917604069021";

/// Longer than anything that is bound to happen takes on a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// When everything happens: a Monday, 09:02 in Berlin.
pub(crate) fn now() -> Instant {
    Instant::parse("2026-11-02T08:02:03Z").unwrap()
}

/// The parts, to be changed before they are put together.
pub(crate) struct Setup {
    pub(crate) config: IngressConfig,
    pub(crate) keys: Vec<String>,
    pub(crate) queue: Queue<Delivery>,
    pub(crate) store: Option<Store>,
    pub(crate) clock: Clock,
    pub(crate) dir: TempDir,
}

/// The parts put together.
pub(crate) struct World {
    pub(crate) router: Router,
    pub(crate) checks: Vec<Check>,
    pub(crate) keys: Keys,
    pub(crate) queue: Queue<Delivery>,
    pub(crate) dir: TempDir,
}

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Setup {
    /// SQLite files, two tenants, one key each.
    pub(crate) async fn new() -> Self {
        Metrics::install();
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open_file(&dir.path().join("store"), &store::Options::default())
            .await
            .unwrap();
        store.migrate().await.unwrap();
        std::fs::write(beta_key_file(dir.path()), BETA_KEY).unwrap();
        import(&store, dir.path()).await;
        let options = queue::Options::new(Clock::system(), 1);
        let broker = Broker::sqlite(dir.path().join("queue"), options)
            .await
            .unwrap();
        Self {
            config: IngressConfig::from(&Settings::default()),
            keys: vec![KEY.to_owned()],
            queue: broker.queue(),
            store: Some(store),
            clock: Clock::fixed(now()),
            dir,
        }
    }

    pub(crate) async fn start(self) -> World {
        let secrets: Vec<_> = self.keys.into_iter().map(Into::into).collect();
        let keys = Keys::load(ApiKeys::from(secrets), self.store.clone()).await;
        let queue = self.queue.clone();
        let ingress = Ingress::new(
            self.config,
            keys.clone(),
            self.queue,
            self.store,
            self.clock,
        );
        World {
            checks: ingress.checks(),
            router: ingress::router(ingress),
            keys,
            queue,
            dir: self.dir,
        }
    }
}

impl World {
    pub(crate) async fn new() -> Self {
        Setup::new().await.start().await
    }

    /// What Retell sends: signed with [`KEY`], now.
    pub(crate) async fn post(&self, path: &str, body: impl Into<Vec<u8>>) -> Answer {
        self.post_as(KEY, path, body).await
    }

    pub(crate) async fn post_as(&self, key: &str, path: &str, body: impl Into<Vec<u8>>) -> Answer {
        let body = body.into();
        let signature = sign(key, &body);
        self.send(
            Method::POST,
            path,
            &[("x-retell-signature", &signature)],
            body,
        )
        .await
    }

    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(body.into()).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (head, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        Answer {
            status: head.status,
            headers: head.headers,
            body: String::from_utf8(body.to_vec()).unwrap(),
        }
    }

    /// How many jobs wait.
    pub(crate) async fn waiting(&self) -> u64 {
        self.queue.gauges().await.unwrap().ready
    }

    /// Takes every job out of the queue, in order.
    pub(crate) async fn drain(&self) -> Vec<Job<Delivery>> {
        drain(&self.queue).await
    }

    /// What `/readyz` would say.
    pub(crate) async fn readiness(&self) -> (StatusCode, String) {
        let stop = service::stop::Stop::new(Duration::ZERO);
        let router = service::admin::router(Metrics::install(), self.checks.clone(), stop);
        let request = Request::get("/readyz").body(Body::empty()).unwrap();
        let response = router.oneshot(request).await.unwrap();
        let status = response.status();
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, String::from_utf8(body.to_vec()).unwrap())
    }
}

/// Takes every job out of a queue, in order.
pub(crate) async fn drain(queue: &Queue<Delivery>) -> Vec<Job<Delivery>> {
    let count = usize::try_from(queue.gauges().await.unwrap().ready).unwrap();
    let (show, mut seen) = mpsc::unbounded_channel();
    let (stop, stopped) = oneshot::channel::<()>();
    let worker = WorkerBuilder::new("test")
        .backend(queue.backend(WorkerId::new("test"), 1))
        .build(move |job: Job<Delivery>| {
            show.send(job).ok();
            std::future::ready(Ok::<_, std::io::Error>(Verdict::Done))
        });
    let worker = tokio::spawn(worker.run_until(async move {
        stopped.await.ok();
        Ok::<_, std::io::Error>(())
    }));
    let mut jobs = Vec::new();
    while jobs.len() < count {
        let job = tokio::time::timeout(PATIENCE, seen.recv()).await;
        jobs.push(job.expect("a job is missing").unwrap());
    }
    stop.send(()).ok();
    worker.await.unwrap().unwrap();
    jobs
}

pub(crate) fn sign(key: &str, body: &[u8]) -> String {
    sign_at(key, body, now())
}

pub(crate) fn sign_at(key: &str, body: &[u8], at: Instant) -> String {
    retell::signature::sign(&key.into(), body, at)
}

/// A file of the sandbox's samples.
pub(crate) fn sample(name: &str) -> Vec<u8> {
    let path = format!("{}/../sandbox/samples/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(path).unwrap()
}

/// Everything recorded so far that contains `needle`.
pub(crate) fn metric(needle: &str) -> Option<f64> {
    let text = Metrics::install().render();
    let line = text.lines().find(|line| line.starts_with(needle))?;
    line.rsplit_once(' ')?.1.parse().ok()
}

pub(crate) fn beta_key_file(dir: &Path) -> PathBuf {
    dir.join("beta.key")
}

pub(crate) async fn import(store: &Store, dir: &Path) {
    let mut tx = store.begin().await.unwrap();
    let beta = format!("file:{}", beta_key_file(dir).display());
    for (name, api_keys) in [("default", vec![]), ("beta", vec![beta])] {
        let name = AccountName::new(name);
        tx.import_account(&ImportAccount { name, api_keys }, now())
            .await
            .unwrap();
    }
    for (account, number, slug, name) in [
        ("default", NUMBER, "koepfe", "Schöne Köpfe"),
        ("beta", BETA_NUMBER, "beta", "Beta Dental"),
    ] {
        let company = CompanyId::of(slug);
        let branch = BranchId::of(company, "main");
        tx.import_company(
            &ImportCompany {
                slug: slug.into(),
                name: name.into(),
                reading: ReadingRules::default(),
            },
            now(),
        )
        .await
        .unwrap();
        tx.import_branch(
            &ImportBranch {
                company,
                slug: "main".into(),
                name: "Köpenick".into(),
                zone: Zone::parse("Europe/Berlin").unwrap(),
                language: Language::German,
                opening_hours: OpeningHours::default(),
            },
            now(),
        )
        .await
        .unwrap();
        tx.import_number(
            &ImportNumber {
                number: number.to_owned().try_into().unwrap(),
                account: AccountName::new(account),
                company,
                branch,
                active: true,
                active_from: now(),
            },
            now(),
        )
        .await
        .unwrap();
    }
    tx.commit().await.unwrap();
}

/// A listener on a free port that serves the world's router until the stop.
pub(crate) async fn listen(world: &World) -> (std::net::SocketAddr, service::stop::Stop) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let stop = service::stop::Stop::new(PATIENCE);
    let (router, until) = (world.router.clone(), stop.clone());
    stop.spawn("webhooks", async move {
        Ok(service::http::serve(router, listener, until).await?)
    });
    (address, stop)
}

/// A clock whose owner may break it.
pub(crate) fn breakable_clock() -> (Clock, Arc<std::sync::atomic::AtomicBool>) {
    let broken = Arc::new(std::sync::atomic::AtomicBool::new(false));
    let seen = Arc::clone(&broken);
    let clock = Clock::from_fn(move || {
        assert!(
            !seen.load(std::sync::atomic::Ordering::Relaxed),
            "as tests do"
        );
        now()
    });
    (clock, broken)
}
