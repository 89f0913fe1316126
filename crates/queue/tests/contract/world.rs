//! What a case needs: an engine of its own, brokers on it, and workers.

use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use apalis::prelude::*;
use domain::time::Clock;
use domain::verdict::Verdict;
use queue::{Backoff, Broker, Gauges, Job, Options, Payload, Push, Pushed, Queue, WorkerId};
use serde::{Deserialize, Serialize};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// Defines each case as a test on each engine.
macro_rules! on_both_engines {
    ($($case:ident)*) => {
        mod redis {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $case() {
                super::$case($crate::world::World::redis().await).await;
            })*
        }
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $case() {
                super::$case($crate::world::World::sqlite()).await;
            })*
        }
    };
}
pub(crate) use on_both_engines;

/// The lease in tests; cases wait for multiples of it.
pub(crate) const LEASE: Duration = Duration::from_millis(900);

/// Longer than anything that is bound to happen takes on a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// The job of the tests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Note {
    pub(crate) n: u32,
}

impl Payload for Note {
    const QUEUE: &'static str = "notes";
    const VERSION: u16 = 1;
}

pub(crate) fn note(n: u32) -> Push<Note> {
    Push::new(Note { n })
}

/// An engine of one's own.
pub(crate) struct World {
    pub(crate) engine: Engine,
    pub(crate) options: Options,
}

pub(crate) enum Engine {
    Redis(testkit::Redis),
    Sqlite {
        path: PathBuf,
        _dir: tempfile::TempDir,
    },
}

impl World {
    pub(crate) async fn redis() -> Self {
        Self::new(Engine::Redis(testkit::Redis::private().await.unwrap()))
    }

    pub(crate) fn sqlite() -> Self {
        let dir = tempfile::tempdir().unwrap();
        Self::new(Engine::Sqlite {
            path: dir.path().join("queue.db"),
            _dir: dir,
        })
    }

    fn new(engine: Engine) -> Self {
        Self {
            engine,
            options: options(),
        }
    }

    /// Where the engine is, for another process.
    pub(crate) fn address(&self) -> String {
        match &self.engine {
            Engine::Redis(server) => server.url(),
            Engine::Sqlite { path, .. } => path.to_str().unwrap().to_owned(),
        }
    }

    /// A broker with connections of its own, as another process would have.
    pub(crate) async fn broker(&self) -> Broker {
        open(&self.address(), self.options.clone()).await
    }

    pub(crate) async fn queue(&self) -> Queue<Note> {
        self.broker().await.queue()
    }
}

pub(crate) fn options() -> Options {
    Options {
        lease: LEASE,
        max_attempts: 3,
        backoff: Backoff {
            base: Duration::from_millis(20),
            cap: Duration::from_millis(50),
        },
        poll: Duration::from_millis(100),
        ..Options::new(Clock::system(), 7)
    }
}

pub(crate) async fn open(address: &str, options: Options) -> Broker {
    if address.starts_with("redis://") {
        Broker::redis(address, options).unwrap()
    } else {
        Broker::sqlite(address, options).await.unwrap()
    }
}

pub(crate) async fn push(queue: &Queue<Note>, n: u32) {
    assert!(matches!(
        queue.push(note(n)).await.unwrap(),
        Pushed::Created(_)
    ));
}

/// A running apalis worker.
pub(crate) struct Worker {
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

type Answer<T> = Pin<Box<dyn Future<Output = T> + Send>>;
pub(crate) type Said = Result<Verdict, std::io::Error>;

impl Worker {
    /// Works on `queue` with `slots` slots.
    pub(crate) fn start<F>(
        queue: &Queue<Note>,
        slots: usize,
        handler: impl Fn(Job<Note>) -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = Said> + Send + 'static,
    {
        Self::start_as(queue, slots, slots, handler)
    }

    /// As [`Self::start`], with a further limit within the worker, so that of `slots` jobs in hand
    /// only `running` have been started.
    pub(crate) fn start_as<F>(
        queue: &Queue<Note>,
        slots: usize,
        running: usize,
        handler: impl Fn(Job<Note>) -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = Said> + Send + 'static,
    {
        let handler = Arc::new(move |job| -> Answer<Said> { Box::pin(handler(job)) });
        let backend = queue.backend(WorkerId::new("test"), slots);
        let (stop, stopped) = oneshot::channel::<()>();
        let backends = std::sync::Mutex::new(Some(backend));
        let monitor = Monitor::new().register(move |_restarts| {
            let handler = Arc::clone(&handler);
            WorkerBuilder::new("test")
                .backend(
                    backends
                        .lock()
                        .unwrap()
                        .take()
                        .expect("workers never restart"),
                )
                .concurrency(running)
                .build(move |job: Job<Note>| handler(job))
        });
        let task = tokio::spawn(async move {
            let signal = async move {
                stopped.await.ok();
                Ok(())
            };
            monitor.run_with_signal(signal).await.unwrap();
        });
        Self { stop, task }
    }

    /// Tells it to stop, and waits until it has.
    pub(crate) async fn stop(self) {
        ended(self.begin_stop()).await;
    }

    /// Tells it to stop; the handle ends when it has.
    pub(crate) fn begin_stop(self) -> JoinHandle<()> {
        self.stop.send(()).ok();
        self.task
    }
}

pub(crate) async fn ended(task: JoinHandle<()>) {
    timeout(PATIENCE, task)
        .await
        .expect("the worker did not stop")
        .unwrap();
}

/// The jobs that a handler was given, in order.
pub(crate) struct Seen(mpsc::UnboundedReceiver<Job<Note>>);

impl Seen {
    /// The next one.
    pub(crate) async fn next(&mut self) -> Job<Note> {
        timeout(PATIENCE, self.0.recv())
            .await
            .expect("no job came")
            .unwrap()
    }

    /// Nothing comes for a while.
    pub(crate) async fn nothing_for(&mut self, a_while: Duration) {
        if let Ok(Some(job)) = timeout(a_while, self.0.recv()).await {
            panic!("note {} came, attempt {}", job.payload.n, job.attempt);
        }
    }

    /// All that has come.
    pub(crate) fn so_far(&mut self) -> Vec<Job<Note>> {
        std::iter::from_fn(|| self.0.try_recv().ok()).collect()
    }
}

/// A worker that shows each job and answers at once.
pub(crate) fn work(
    queue: &Queue<Note>,
    slots: usize,
    answer: impl Fn(&Job<Note>) -> Verdict + Send + Sync + 'static,
) -> (Worker, Seen) {
    let (show, seen) = mpsc::unbounded_channel();
    let worker = Worker::start(queue, slots, move |job| {
        let verdict = answer(&job);
        show.send(job).ok();
        async { Ok(verdict) }
    });
    (worker, Seen(seen))
}

/// Lets held handlers go on, one for each permit.
pub(crate) type Gate = Arc<tokio::sync::Semaphore>;

/// A worker that shows each job and answers `Done` when the gate lets it.
pub(crate) fn work_slowly(
    queue: &Queue<Note>,
    slots: usize,
    running: usize,
) -> (Worker, Seen, Gate) {
    let (show, seen) = mpsc::unbounded_channel();
    let gate = Gate::new(tokio::sync::Semaphore::new(0));
    let opened = Arc::clone(&gate);
    let worker = Worker::start_as(queue, slots, running, move |job| {
        show.send(job).ok();
        let opened = Arc::clone(&opened);
        async move {
            opened.acquire().await.unwrap().forget();
            Ok(Verdict::Done)
        }
    });
    (worker, Seen(seen), gate)
}

/// Waits until the gauges are as wanted.
pub(crate) async fn until(queue: &Queue<Note>, wanted: impl Fn(&Gauges) -> bool) -> Gauges {
    let mut last = Gauges::default();
    let reached = timeout(PATIENCE, async {
        loop {
            if let Ok(gauges) = queue.gauges().await {
                last = gauges;
                if wanted(&last) {
                    return;
                }
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
    let reached = reached.await.is_ok();
    assert!(reached, "the gauges stay at {last:?}");
    last
}

/// Waits until nothing is left, dead letters included.
pub(crate) async fn until_empty(queue: &Queue<Note>) {
    until(queue, |g| {
        (g.ready, g.delayed, g.running, g.dead) == (0, 0, 0, 0)
    })
    .await;
}

/// Holds the engine still until dropped or thawed: nothing answers, nothing is refused.
pub(crate) struct Frozen<'a>(Ice<'a>);

enum Ice<'a> {
    Redis(&'a testkit::Redis),
    Sqlite(sqlx::SqliteConnection),
}

impl World {
    pub(crate) async fn freeze(&self) -> Frozen<'_> {
        use sqlx::{ConnectOptions, Executor};
        Frozen(match &self.engine {
            Engine::Redis(server) => {
                server.pause().unwrap();
                Ice::Redis(server)
            }
            Engine::Sqlite { path, .. } => {
                let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path);
                let mut lock = options.connect().await.unwrap();
                lock.execute("BEGIN IMMEDIATE").await.unwrap();
                Ice::Sqlite(lock)
            }
        })
    }
}

impl Frozen<'_> {
    pub(crate) async fn thaw(self) {
        use sqlx::Connection;
        match self.0 {
            Ice::Redis(server) => server.resume().unwrap(),
            Ice::Sqlite(lock) => lock.close().await.unwrap(),
        }
    }
}
