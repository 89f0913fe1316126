//! The queue as an apalis backend: apalis runs the handlers, everything else is ours.

use std::future::Future;
use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use apalis_core::backend::finalize::Ephemeral;
use apalis_core::backend::{self, BackendConfig};
use apalis_core::error::BoxDynError;
use apalis_core::task::Task;
use apalis_core::task::builder::TaskBuilder;
use apalis_core::task::task_id::TaskId;
use apalis_core::worker::context::WorkerContext;
use domain::verdict::Verdict;
use futures::FutureExt;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tower::{Layer, Service};

use crate::engine::Engine;
use crate::error::{QueueError, chain};
use crate::job::{Job, JobId, Payload, WorkerId};
use crate::lease::{Crew, Lease};
use crate::options::Options;
use crate::worker::{self, Handed, Hatch};

/// One worker's end of a queue; from [`crate::Queue::backend`].
///
/// It begins when apalis first polls it, within a tokio runtime, and ends with the worker. Dropped without a stop, it lets its leases lapse.
#[derive(Debug)]
pub struct Backend<P> {
    crew: Arc<Crew>,
    hatch: Hatch<P>,
    /// Taken when the work begins.
    jobs: Option<mpsc::UnboundedSender<Handed<P>>>,
    running: Option<JoinHandle<()>>,
}

impl<P: Payload> Backend<P> {
    pub(crate) fn new(
        engine: Arc<Engine>,
        options: Arc<Options>,
        worker: WorkerId,
        concurrency: usize,
    ) -> Self {
        let (jobs, hatch) = mpsc::unbounded_channel();
        Self {
            crew: Arc::new(Crew::new(engine, options, worker, concurrency)),
            hatch: Arc::new(Mutex::new(hatch)),
            jobs: Some(jobs),
            running: None,
        }
    }
}

impl<P> Drop for Backend<P> {
    fn drop(&mut self) {
        self.crew.stop.cancel();
        self.crew.close.cancel();
    }
}

impl<P: Payload> backend::Backend for Backend<P> {
    type Task = Task<Job<P>>;
    type Error = QueueError;

    fn poll_ready(
        &mut self,
        _: &mut Context<'_>,
        apalis: &WorkerContext,
    ) -> Poll<Result<(), Self::Error>> {
        if let Some(jobs) = self.jobs.take() {
            let crew = Arc::clone(&self.crew);
            let work = worker::run(crew, apalis.clone(), jobs, Arc::clone(&self.hatch));
            self.running = Some(tokio::spawn(work));
        }
        Poll::Ready(Ok(()))
    }

    fn poll_next(
        &mut self,
        cx: &mut Context<'_>,
        _: &WorkerContext,
    ) -> Poll<Option<Result<Self::Task, Self::Error>>> {
        let mut hatch = self.hatch.lock().unwrap_or_else(PoisonError::into_inner);
        let handed = ready!(hatch.poll_recv(cx));
        Poll::Ready(handed.map(|(job, lease)| {
            // apalis refuses two running tasks of one id; a job that was taken over and came
            // back to this worker is another attempt.
            let id = TaskId::from_string(format!("{}.{}", job.id, job.attempt));
            Ok(TaskBuilder::new(job).task_id(id).data(lease).build())
        }))
    }

    fn poll_close(
        &mut self,
        cx: &mut Context<'_>,
        _: &WorkerContext,
    ) -> Poll<Result<(), Self::Error>> {
        self.crew.stop.cancel();
        self.crew.close.cancel();
        if let Some(running) = &mut self.running {
            if ready!(running.poll_unpin(cx)).is_err() {
                tracing::error!(queue.worker = %self.crew.worker, "the worker's end panicked");
            }
            self.running = None;
        }
        Poll::Ready(Ok(()))
    }
}

impl<P: Payload> BackendConfig for Backend<P> {
    type Args = Job<P>;
    type Id = JobId;
    type Kind = Ephemeral;
    type Config = ();
    type Layer = SettleLayer<P>;

    fn config(&self) -> &Self::Config {
        &()
    }

    fn middleware(&mut self, _: &mut WorkerContext) -> Self::Layer {
        SettleLayer(PhantomData)
    }
}

/// Carries out what handlers say. Outermost, so it sees what every other layer made of it.
#[derive(Debug, Clone)]
pub struct SettleLayer<P>(PhantomData<fn() -> P>);

impl<P, S> Layer<S> for SettleLayer<P> {
    type Service = Settle<S>;

    fn layer(&self, inner: S) -> Self::Service {
        Settle(inner)
    }
}

/// The service of [`SettleLayer`].
#[derive(Debug, Clone)]
pub struct Settle<S>(S);

/// The handler panicked; its worker lives on.
#[derive(Debug, thiserror::Error)]
#[error("the handler panicked")]
pub struct Panicked;

type Answer<T> = Pin<Box<dyn Future<Output = Result<T, BoxDynError>> + Send>>;

impl<P, S> Service<Task<Job<P>>> for Settle<S>
where
    S: Service<Task<Job<P>>, Response = Verdict, Error = BoxDynError>,
    S::Future: Send + 'static,
{
    type Response = Verdict;
    type Error = BoxDynError;
    type Future = Answer<Verdict>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.0.poll_ready(cx)
    }

    fn call(&mut self, task: Task<Job<P>>) -> Self::Future {
        let lease = task.data().get::<Arc<Lease>>().cloned();
        // A handler that is no `async fn` may panic in making its future, too. apalis then counts
        // the task as running for ever and does not stop by itself, but it works on.
        let work = catch_unwind(AssertUnwindSafe(|| self.0.call(task)));
        Box::pin(async move {
            // What it broke by panicking is its own; nothing of ours is shared with it. The
            // panic's message may quote a payload, so it is not kept.
            let result = match work {
                Ok(work) => AssertUnwindSafe(work).catch_unwind().await,
                Err(panic) => Err(panic),
            }
            .unwrap_or_else(|_| Err(Panicked.into()));
            let verdict = match &result {
                Ok(verdict) => verdict.clone(),
                Err(error) => Verdict::Retry {
                    why: chain(error.as_ref()),
                },
            };
            // Every task comes from `poll_next`, which puts a lease in.
            if let Some(lease) = lease {
                lease.settle(verdict).await;
            }
            result
        })
    }
}
