//! The queue on Redis Streams.
//!
//! Ready and running jobs are entries of a stream with one consumer group; delayed jobs and dead
//! letters are packed in a hash beside a sorted set of times. Every change is one Lua script on
//! keys of one hash tag, hence atomic, also in the append-only file, and fit for a cluster. The
//! scripts say how a job moves; start with `redis/common.lua`.
//!
//! Redis' clock alone decides what is due and what has lapsed.

mod committer;
mod fetcher;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use domain::time::Instant;
use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use redis::{Client, FromRedisValue, IntoConnectionInfo, RedisError, Script, ScriptInvocation};

pub(crate) use self::fetcher::Fetcher;
use crate::codec::Record;
use crate::engine::{Arrival, Corpse, Outcome, Settled, Tended, Token, When};
use crate::error::QueueError;
use crate::job::{JobId, Pushed, WorkerId};
use crate::letters::Kind;
use crate::options::Options;
use crate::queue::Gauges;
use crate::risk::Risk;

/// The consumer group; the scripts have it too.
const GROUP: &str = "workers";

/// How many jobs a round of housekeeping moves at most, so that it never holds Redis up.
const BATCH: u32 = 500;

/// A Redis, and one connection to it that all queues of the process share.
#[derive(Debug, Clone)]
pub(crate) struct Server {
    client: Client,
    shared: Shared,
}

/// [`ConnectionManager`] does not say much of itself.
#[derive(Clone)]
struct Shared(ConnectionManager);

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ConnectionManager")
    }
}

impl Server {
    pub(crate) fn open(url: &str, options: &Options) -> Result<Self, QueueError> {
        let address = |error: RedisError| QueueError::Address(Arc::new(error));
        let info = url.into_connection_info().map_err(address)?;
        // Without it, a machine that vanished is noticed after a quarter of an hour.
        #[cfg(target_os = "linux")]
        let info = {
            let tcp = info
                .tcp_settings()
                .clone()
                .set_user_timeout(options.lease / 3);
            info.set_tcp_settings(tcp)
        };
        let client = Client::open(info).map_err(address)?;
        let config = ConnectionManagerConfig::new()
            .set_connection_timeout(Some(options.push_timeout))
            // Everybody who asks has a limit of their own.
            .set_response_timeout(None)
            .set_number_of_retries(1)
            .set_min_delay(Duration::from_millis(50))
            .set_max_delay(Duration::from_millis(250));
        let manager =
            ConnectionManager::new_lazy_with_config(client.clone(), config).map_err(address)?;
        Ok(Self {
            client,
            shared: Shared(manager),
        })
    }

    pub(crate) fn lane(&self, queue: &str, options: &Options) -> Lane {
        let keys = Arc::new(Keys::new(&options.prefix, queue));
        let scripts = Arc::new(Scripts::new());
        let connection = self.shared.0.clone();
        Lane {
            arrivals: committer::start(
                connection.clone(),
                Arc::clone(&keys),
                options.dedupe_window,
                options.push_timeout,
            ),
            server: self.clone(),
            keys,
            scripts,
            lease: options.lease,
            max_attempts: options.max_attempts,
            limit: options.push_timeout,
        }
    }

    pub(crate) async fn risks(&self) -> Result<Vec<Risk>, QueueError> {
        let mut connection = self.shared.0.clone();
        let settings: Result<Vec<(String, String)>, RedisError> = redis::cmd("CONFIG")
            .arg("GET")
            .arg(&["appendonly", "appendfsync", "maxmemory-policy"])
            .query_async(&mut connection)
            .await;
        let settings = match settings.map_err(QueueError::from) {
            Ok(settings) => settings,
            Err(QueueError::Refused(_)) => return Ok(vec![Risk::Unknown]),
            Err(error) => return Err(error),
        };
        let get = |name| {
            settings
                .iter()
                .find(|(key, _)| key == name)
                .map(|(_, value)| value.as_str())
        };
        Ok(risks(
            get("appendonly"),
            get("appendfsync"),
            get("maxmemory-policy"),
        ))
    }
}

fn risks(append: Option<&str>, fsync: Option<&str>, policy: Option<&str>) -> Vec<Risk> {
    let (Some(append), Some(fsync), Some(policy)) = (append, fsync, policy) else {
        return vec![Risk::Unknown];
    };
    let persistence = match (append, fsync) {
        ("yes", "always") => None,
        ("yes", "everysec") => Some(Risk::SyncedEverySecond),
        ("yes", _) => Some(Risk::NeverSynced),
        _ => Some(Risk::NoAppendOnlyFile),
    };
    let eviction = (policy != "noeviction").then(|| Risk::Evicts {
        policy: policy.to_owned(),
    });
    persistence.into_iter().chain(eviction).collect()
}

/// One queue.
#[derive(Debug)]
pub(crate) struct Lane {
    server: Server,
    keys: Arc<Keys>,
    scripts: Arc<Scripts>,
    arrivals: committer::Sender,
    lease: Duration,
    max_attempts: u32,
    limit: Duration,
}

impl Lane {
    pub(crate) async fn push(&self, arrival: Arrival) -> Result<Pushed, QueueError> {
        self.arrivals.push(arrival).await
    }

    pub(crate) fn fetcher(&self, worker: &WorkerId) -> Fetcher {
        Fetcher::new(self, worker)
    }

    pub(crate) async fn settle(
        &self,
        token: Token,
        outcome: &Outcome,
    ) -> Result<Settled, QueueError> {
        let mut call = self.call(&self.scripts.settle);
        call.arg(token.to_string());
        match outcome {
            Outcome::Done => call.arg("done"),
            Outcome::Again { attempts, when } => {
                call.arg("again").arg(attempts);
                match when {
                    When::Now => call.arg("after").arg(0),
                    When::After(wait) => call.arg("after").arg(millis(*wait)),
                    When::At(at) => call.arg("at").arg(at.as_millis()),
                }
            }
            Outcome::Dead {
                attempts,
                kind,
                why,
            } => call.arg("dead").arg(attempts).arg(kind.label()).arg(why),
        };
        let applied: bool = self.run(&call).await?;
        Ok(if applied {
            Settled::Applied
        } else {
            Settled::Stale
        })
    }

    pub(crate) async fn renew(
        &self,
        worker: &WorkerId,
        tokens: &[Token],
    ) -> Result<Vec<Token>, QueueError> {
        // Claiming what is one's own resets its idle time and nothing else (JUSTID); what is not
        // pending any more is left out of the answer.
        let mut claim = redis::cmd("XCLAIM");
        claim
            .arg(&self.keys.ready)
            .arg(GROUP)
            .arg(worker.as_str())
            .arg(0);
        for token in tokens {
            claim.arg(token.to_string());
        }
        claim.arg("JUSTID");
        let mut connection = self.server.shared.0.clone();
        match claim.query_async::<Vec<String>>(&mut connection).await {
            Ok(kept) => Ok(kept
                .iter()
                .filter_map(|entry| Token::parse(entry))
                .collect()),
            // The stream is gone, and all leases with it.
            Err(error) if error.code() == Some("NOGROUP") => Ok(Vec::new()),
            Err(error) => Err(error.into()),
        }
    }

    pub(crate) async fn tend(&self) -> Result<Tended, QueueError> {
        let mut call = self.call(&self.scripts.tend);
        call.arg(millis(self.lease))
            .arg(millis(self.lease / 3))
            .arg(self.max_attempts)
            .arg(BATCH);
        let (promoted, taken_over, buried, more, next_due): (u64, u64, u64, bool, i64) =
            self.run(&call).await?;
        let next_due = u64::try_from(next_due).ok().map(Duration::from_millis);
        Ok(Tended {
            promoted,
            taken_over,
            buried,
            more,
            next_due,
        })
    }

    pub(crate) async fn dismiss(&self, worker: &WorkerId) -> Result<(), QueueError> {
        self.run(self.call(&self.scripts.leave).arg(worker.as_str()))
            .await
    }

    pub(crate) async fn gauges(&self) -> Result<Gauges, QueueError> {
        let (ready, delayed, running, dead, age) =
            self.run(&self.call(&self.scripts.gauges)).await?;
        Ok(Gauges {
            ready,
            delayed,
            running,
            dead,
            oldest_age: Duration::from_millis(age),
        })
    }

    pub(crate) async fn probe(&self) -> Result<(), QueueError> {
        // A write, so that a full Redis, a replica and a broken disk say no.
        let mut set = redis::cmd("SET");
        set.arg(&self.keys.probe).arg(1).arg("EX").arg(60);
        Ok(set.query_async(&mut self.server.shared.0.clone()).await?)
    }

    pub(crate) async fn corpses(&self, limit: u32) -> Result<Vec<Corpse>, QueueError> {
        type Row = (String, i64, u32, String, String, Vec<u8>, Option<Vec<u8>>);
        let rows: Vec<Row> = self
            .run(self.call(&self.scripts.letters).arg(limit))
            .await?;
        Ok(rows
            .into_iter()
            .filter_map(|(id, died_at, attempts, kind, reason, meta, body)| {
                Some(Corpse {
                    id: job_id(&id),
                    attempts,
                    kind: Kind::from_label(&kind),
                    reason,
                    died_at: Instant::from_millis(died_at)?,
                    record: Record {
                        meta: meta.into(),
                        body: body.map(Bytes::from),
                    },
                })
            })
            .collect())
    }

    pub(crate) async fn revive(&self, id: JobId) -> Result<bool, QueueError> {
        self.run(self.call(&self.scripts.revive).arg(id.to_string()))
            .await
    }

    fn call<'a>(&self, script: &'a Script) -> ScriptInvocation<'a> {
        self.keys.call(script)
    }

    async fn run<T: FromRedisValue>(&self, call: &ScriptInvocation<'_>) -> Result<T, QueueError> {
        Ok(call.invoke_async(&mut self.server.shared.0.clone()).await?)
    }
}

/// The keys of one queue. The hash tag keeps them on one node of a cluster.
#[derive(Debug)]
struct Keys {
    ready: String,
    /// In the order of `KEYS` in `common.lua`.
    all: [String; 6],
    probe: String,
    dedupe: String,
}

impl Keys {
    fn new(prefix: &str, queue: &str) -> Self {
        let key = |name: &str| format!("{prefix}:{{{queue}}}:{name}");
        let all = ["ready", "due", "waiting", "dead", "letters", "tick"].map(key);
        Self {
            ready: all[0].clone(),
            all,
            probe: key("probe"),
            dedupe: key("key:"),
        }
    }

    fn call<'a>(&self, script: &'a Script) -> ScriptInvocation<'a> {
        let mut call = script.prepare_invoke();
        for key in &self.all {
            call.key(key);
        }
        call
    }
}

#[derive(Debug)]
struct Scripts {
    settle: Script,
    tend: Script,
    join: Script,
    leave: Script,
    gauges: Script,
    letters: Script,
    revive: Script,
}

macro_rules! script {
    ($name:literal) => {
        ::redis::Script::new(concat!(
            include_str!("redis/common.lua"),
            include_str!(concat!("redis/", $name, ".lua"))
        ))
    };
}

impl Scripts {
    fn new() -> Self {
        Self {
            settle: script!("settle"),
            tend: script!("tend"),
            join: script!("join"),
            leave: script!("leave"),
            gauges: script!("gauges"),
            letters: script!("letters"),
            revive: script!("revive"),
        }
    }

    fn push() -> Script {
        script!("push")
    }
}

impl std::fmt::Display for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.0, self.1)
    }
}

impl Token {
    /// Reads the id of a stream entry.
    fn parse(entry: &str) -> Option<Self> {
        let (millis, number) = entry.split_once('-')?;
        Some(Self(millis.parse().ok()?, number.parse().ok()?))
    }
}

/// An entry that is none of ours has no id of ours; it is buried under a fresh one.
fn job_id(text: &str) -> JobId {
    text.parse().unwrap_or_else(|_| JobId::random())
}

/// Whole milliseconds, rounded up: never too early.
fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos().div_ceil(1_000_000)).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_the_id_of_its_entry() {
        assert_eq!(
            Token::parse("1526919030474-55"),
            Some(Token(1_526_919_030_474, 55))
        );
        assert_eq!(Token(1_526_919_030_474, 55).to_string(), "1526919030474-55");
        assert_eq!(Token::parse("55"), None);
    }

    #[test]
    fn only_a_synced_file_without_eviction_is_without_risk() {
        let of = |append, fsync, policy| risks(Some(append), Some(fsync), Some(policy));
        assert_eq!(of("yes", "always", "noeviction"), []);
        assert_eq!(
            of("yes", "everysec", "noeviction"),
            [Risk::SyncedEverySecond]
        );
        assert_eq!(
            of("yes", "no", "allkeys-lru"),
            [
                Risk::NeverSynced,
                Risk::Evicts {
                    policy: "allkeys-lru".to_owned()
                }
            ]
        );
        assert_eq!(of("no", "always", "noeviction"), [Risk::NoAppendOnlyFile]);
        assert_eq!(risks(Some("yes"), None, None), [Risk::Unknown]);
    }
}
