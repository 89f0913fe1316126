//! Does a backlog make the queue slower? Push, and fetch with settling, at a backlog of 10 and of
//! 100,000 jobs, side by side on both engines. Prints the ratio of the two.
//!
//! ```sh
//! cargo bench -p queue
//! ```

use std::convert::Infallible;
use std::sync::Arc;
use std::time::{Duration, Instant};

use apalis::prelude::*;
use criterion::{BenchmarkId, Criterion, Throughput};
use domain::time::Clock;
use domain::verdict::Verdict;
use futures::future::join_all;
use queue::{Broker, Job, Options, Payload, Push, Queue, WorkerId};
use serde::{Deserialize, Serialize};
use tokio::runtime::Runtime;
use tokio::sync::{Semaphore, mpsc, oneshot};
use tokio::task::JoinHandle;

const BACKLOGS: [u64; 2] = [10, 100_000];

/// How many pushes, or jobs in hand, at a time.
const CONCURRENT: usize = 64;

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Event {
    call_id: String,
}

impl Payload for Event {
    const QUEUE: &'static str = "events";
    const VERSION: u16 = 1;
}

fn event() -> Push<Event> {
    let call_id = "call_7c9a1b2e3d4f5061728394a5b6c7d8e9".to_owned();
    Push::new(Event { call_id }).body(vec![b'x'; 800])
}

fn main() {
    let runtime = Runtime::new().expect("a runtime");
    let _within = runtime.enter();
    let mut criterion = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(3))
        .configure_from_args();
    let redis = runtime
        .block_on(testkit::Redis::private())
        .expect("a Redis");
    let dir = tempfile::tempdir().expect("a directory");
    let mut ratios = Vec::new();
    for engine in ["redis", "sqlite"] {
        let mut times = Vec::new();
        for backlog in BACKLOGS {
            let options = Options {
                prefix: format!("bench-{backlog}"),
                ..Options::new(Clock::system(), 1)
            };
            let broker = if engine == "redis" {
                Broker::redis(&redis.url(), options)
            } else {
                let path = dir.path().join(format!("{backlog}.db"));
                runtime.block_on(Broker::sqlite(path, options))
            };
            let queue = broker.expect("a broker").queue();
            runtime.block_on(fill(&queue, backlog));
            let mut drain = runtime.block_on(Drain::start(&queue));
            let push = measure(&mut criterion, "push", engine, backlog, || {
                runtime.block_on(async {
                    let began = Instant::now();
                    push_round(&queue).await;
                    let took = began.elapsed();
                    drain.round().await;
                    took
                })
            });
            let fetch = measure(&mut criterion, "fetch+settle", engine, backlog, || {
                runtime.block_on(async {
                    push_round(&queue).await;
                    let began = Instant::now();
                    drain.round().await;
                    began.elapsed()
                })
            });
            runtime.block_on(drain.stop());
            times.push((push, fetch));
        }
        let ratio = |of: fn(&(f64, f64)) -> f64| of(&times[1]) / of(&times[0]);
        ratios.push(format!(
            "{engine}: a push takes {:.2} times as long at {} as at {}, fetch and settle {:.2} times",
            ratio(|(push, _)| *push), BACKLOGS[1], BACKLOGS[0], ratio(|(_, fetch)| *fetch),
        ));
    }
    criterion.final_summary();
    println!("\n{}", ratios.join("\n"));
}

async fn fill(queue: &Queue<Event>, jobs: u64) {
    let ready = queue.gauges().await.expect("gauges").ready;
    let mut missing = jobs.saturating_sub(ready);
    while missing > 0 {
        let some = missing.min(256);
        for pushed in join_all((0..some).map(|_| queue.push(event()))).await {
            pushed.expect("a push");
        }
        missing -= some;
    }
}

/// Times rounds of `CONCURRENT` jobs; between rounds, unmeasured, the backlog is made what it was.
/// Answers with the best seconds per round: noise only ever adds.
fn measure(
    criterion: &mut Criterion,
    name: &str,
    engine: &str,
    backlog: u64,
    mut round: impl FnMut() -> Duration,
) -> f64 {
    let mut best = f64::INFINITY;
    let mut group = criterion.benchmark_group(format!("{engine}/{name}"));
    group.throughput(Throughput::Elements(CONCURRENT as u64));
    group.bench_with_input(
        BenchmarkId::from_parameter(backlog),
        &backlog,
        |bencher, _| {
            bencher.iter_custom(|rounds| {
                let mut sum = Duration::ZERO;
                for _ in 0..rounds {
                    let took = round();
                    best = best.min(took.as_secs_f64());
                    sum += took;
                }
                sum
            });
        },
    );
    group.finish();
    best
}

/// A worker whose slots are all taken; it finishes as many jobs as it is let.
struct Drain {
    let_go: Arc<Semaphore>,
    started: mpsc::UnboundedReceiver<()>,
    stop: oneshot::Sender<()>,
    worker: JoinHandle<()>,
}

impl Drain {
    async fn start(queue: &Queue<Event>) -> Self {
        let let_go = Arc::new(Semaphore::new(0));
        let (starting, started) = mpsc::unbounded_channel();
        let (stop, stopped) = oneshot::channel::<()>();
        let (queued, may_go) = (queue.clone(), Arc::clone(&let_go));
        let monitor = Monitor::new().register(move |_restarts| {
            let (may_go, starting) = (Arc::clone(&may_go), starting.clone());
            WorkerBuilder::new("bench")
                .backend(queued.backend(WorkerId::new("bench"), CONCURRENT))
                .build(move |_job: Job<Event>| {
                    starting.send(()).ok();
                    let may_go = Arc::clone(&may_go);
                    async move {
                        // Never closed.
                        if let Ok(permit) = may_go.acquire().await {
                            permit.forget();
                        }
                        Ok::<_, Infallible>(Verdict::Done)
                    }
                })
        });
        let worker = tokio::spawn(async move {
            let signal = async move {
                stopped.await.ok();
                Ok(())
            };
            monitor.run_with_signal(signal).await.expect("a worker");
        });
        let mut drain = Self {
            let_go,
            started,
            stop,
            worker,
        };
        push_round(queue).await;
        drain.wait_for_starts().await;
        drain
    }

    /// Settles a round of jobs, and fetches another into their slots.
    async fn round(&mut self) {
        self.let_go.add_permits(CONCURRENT);
        self.wait_for_starts().await;
    }

    async fn wait_for_starts(&mut self) {
        for _ in 0..CONCURRENT {
            self.started.recv().await.expect("the worker runs");
        }
    }

    async fn stop(self) {
        self.stop.send(()).ok();
        // What it has in hand, and no more: it fetches nothing any more after a while.
        tokio::time::sleep(Duration::from_millis(700)).await;
        self.let_go.add_permits(CONCURRENT);
        self.worker.await.expect("the worker ends");
    }
}

async fn push_round(queue: &Queue<Event>) {
    for pushed in join_all((0..CONCURRENT).map(|_| queue.push(event()))).await {
        pushed.expect("a push");
    }
}
