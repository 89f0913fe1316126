//! What goes into a queue and what comes out of it.

use bytes::Bytes;
use domain::time::Instant;
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::trace::TraceContext;

/// A kind of job: its queue, and the version of its form.
///
/// Fields may be added to a payload as long as `serde` can read the old form too; a change that
/// older workers would misread raises [`Payload::VERSION`], and they bury it instead.
pub trait Payload: Serialize + DeserializeOwned + Clone + Send + Sync + 'static {
    /// The queue, one per kind of job.
    const QUEUE: &'static str;
    /// The newest form that this program can read, and the one it writes.
    const VERSION: u16;
}

impl Payload for domain::job::Delivery {
    const QUEUE: &'static str = "events";
    const VERSION: u16 = 1;
}

impl Payload for domain::job::Book {
    const QUEUE: &'static str = "bookings";
    const VERSION: u16 = 1;
}

/// A job in the hands of a worker; what an apalis handler receives.
#[derive(Debug, Clone)]
pub struct Job<P> {
    /// The same through every attempt.
    pub id: JobId,
    /// What is to be done.
    pub payload: P,
    /// The raw bytes that travelled along, such as a webhook's body.
    pub body: Option<Bytes>,
    /// The trace that the job continues.
    pub trace: Option<TraceContext>,
    /// Which attempt this is, from 1; waiting by plan does not count, a crash does.
    pub attempt: u32,
    /// When it was pushed, by the pusher's clock.
    pub enqueued_at: Instant,
}

/// A job on its way into a queue.
#[derive(Debug, Clone)]
pub struct Push<P> {
    pub(crate) payload: P,
    pub(crate) body: Option<Bytes>,
    pub(crate) trace: Option<TraceContext>,
    pub(crate) key: Option<DedupeKey>,
    pub(crate) not_before: Option<Instant>,
}

impl<P> Push<P> {
    /// A job with nothing but its payload, to be run as soon as possible.
    pub fn new(payload: P) -> Self {
        Self {
            payload,
            body: None,
            trace: None,
            key: None,
            not_before: None,
        }
    }

    /// Lets raw bytes travel along; they are compressed when large.
    #[must_use]
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = Some(body.into());
        self
    }

    /// Lets the handler continue a trace.
    #[must_use]
    pub fn trace(mut self, trace: TraceContext) -> Self {
        self.trace = Some(trace);
        self
    }

    /// Makes a second push of the same key a duplicate for as long as the queue remembers keys
    /// ([`crate::Options::dedupe_window`]), whatever became of the first.
    #[must_use]
    pub fn key(mut self, key: DedupeKey) -> Self {
        self.key = Some(key);
        self
    }

    /// Holds the job back until `at`, by the clock of the queue's engine.
    #[must_use]
    pub fn not_before(mut self, at: Instant) -> Self {
        self.not_before = Some(at);
        self
    }
}

/// What became of a push.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pushed {
    /// The job is in the queue, as safe as the engine makes it.
    Created(JobId),
    /// A job of this key was pushed before; nothing has changed.
    Duplicate,
}

/// Names a job from its push to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct JobId(Uuid);

impl JobId {
    /// A fresh one. Random from the operating system, never from a seed: two processes with one
    /// seed would overwrite each other's jobs.
    pub(crate) fn random() -> Self {
        Self(Uuid::new_v4())
    }

    /// The 128 bits.
    pub fn as_uuid(self) -> Uuid {
        self.0
    }
}

impl From<Uuid> for JobId {
    fn from(id: Uuid) -> Self {
        Self(id)
    }
}

impl std::fmt::Display for JobId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::str::FromStr for JobId {
    type Err = uuid::Error;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Uuid::parse_str(text).map(Self)
    }
}

/// What makes two pushes the same; unique within a queue.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DedupeKey(String);

impl DedupeKey {
    /// Any text; short ones (a digest, an id) keep the queue small.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Names a worker in the engine and in logs. Each start of a worker gets a suffix of its own, so
/// replicas may share a name.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct WorkerId(String);

impl WorkerId {
    /// Any text, such as the host's name.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name of one start. Not from a seed, as it must differ between processes that share one.
    pub(crate) fn started(mut self) -> Self {
        self.0.push('-');
        self.0.push_str(&Uuid::new_v4().simple().to_string());
        self
    }
}

impl std::fmt::Display for WorkerId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
