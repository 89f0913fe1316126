//! Settings: one flat table of keys, from a TOML file and from `RINGBACK_*` variables.
//!
//! A variable wins over the file, the file over the default. The variable of a key is `RINGBACK_`
//! and the key in capitals: `RINGBACK_LISTEN` is `listen`. An empty variable counts as unset.
//! Unknown keys and variables are refused, so that a misspelt one is found at start and not after
//! an outage; the variables that Kubernetes adds for a service named `ringback…` are let through.

mod source;
mod value;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use domain::money::UsCents;

use self::source::Source;
pub use self::value::{ApiKeys, ConnectionUrl, LogFormat};

/// The file that is read when none is named; it may be absent.
pub const DEFAULT_FILE: &str = "ringback.toml";

/// The variable that names the file.
pub const FILE_VARIABLE: &str = "RINGBACK_CONFIG";

/// One line per setting: its meaning, key, type and default, and what a right value looks like.
macro_rules! settings {
    ($($(#[$doc:meta])+ $key:ident: $type:ty = $default:expr, like $example:literal;)+) => {
        /// Everything that an operator can choose. Printing it shows no secret.
        #[derive(Debug, Clone)]
        pub struct Settings {
            $($(#[$doc])+ pub $key: $type,)+
        }

        /// Every key, with what a right value looks like in the file.
        const KEYS: &[(&str, &str)] = &[$((stringify!($key), stringify!($example)),)+];

        impl Default for Settings {
            fn default() -> Self {
                Self { $($key: $default,)+ }
            }
        }

        impl Settings {
            fn from_source(source: &mut Source) -> Result<Self, SettingsError> {
                Ok(Self { $($key: source.take(stringify!($key))?.unwrap_or_else(|| $default),)+ })
            }
        }
    };
}

settings! {
    /// The PostgreSQL of the scaled-out shape. Without it the embedded SQLite in `data_dir` is the
    /// store, and only processes on this machine can share it.
    database_url: Option<ConnectionUrl> = None, like "postgres://ringback@db.internal/ringback";
    /// A read replica for look-ups that may be some seconds late. Writes never go there.
    database_replica_url: Option<ConnectionUrl> = None, like "postgres://ringback@replica.internal/ringback";
    /// The Redis of the scaled-out shape. Without it the queue is a SQLite file in `data_dir`.
    redis_url: Option<ConnectionUrl> = None, like "redis://queue.internal:6379";
    /// Where the embedded shape keeps its files. It must outlive the process: a 200 means on this
    /// disk.
    data_dir: PathBuf = "ringback-data".into(), like "ringback-data";
    /// Where Retell's webhooks arrive. Behind a proxy that ends TLS.
    listen: SocketAddr = SocketAddr::from(([127, 0, 0, 1], 8080)), like "127.0.0.1:8080";
    /// Where `/metrics`, `/livez` and `/readyz` are. Keep it inside: it asks nobody who they are.
    admin_listen: SocketAddr = SocketAddr::from(([127, 0, 0, 1], 9090)), like "127.0.0.1:9090";
    /// Secrets: the webhook keys of the Retell account `default`, comma-separated or an array.
    /// Several are valid at once, so that one can be rotated without a pause.
    retell_api_keys: ApiKeys = ApiKeys::default(), like "key_0123456789abcdef";
    /// Cal.com's API, without a slash at the end. Point it at a sandbox to try things out.
    calcom_base_url: String = "https://api.cal.com/v2".into(), like "https://api.cal.com/v2";
    /// Seconds until a request to Cal.com counts as unanswered. Its outcome is then unknown and is
    /// looked up, so too short a time costs requests, not bookings.
    calcom_timeout_s: u64 = 30, like 30;
    /// Bytes of the largest webhook accepted; larger ones get 413. One hour of a call is about 2 MB.
    max_body_bytes: usize = 16 << 20, like 16_777_216;
    /// Bytes of all webhooks in memory at once; past it they get 503 and Retell tries again.
    max_in_flight_bytes: usize = 256 << 20, like 268_435_456;
    /// Milliseconds that the queue has to take an event before the answer is 503.
    push_timeout_ms: u64 = 2000, like 2000;
    /// Milliseconds until a ringing phone gets its answer, complete or not.
    inbound_budget_ms: u64 = 300, like 300;
    /// Events that one worker handles at once.
    worker_concurrency: usize = 32, like 32;
    /// Bookings that one worker has under way at Cal.com at once.
    booking_concurrency: usize = 4, like 4;
    /// Seconds after which the jobs of a dead worker are taken over. A live one renews its lease.
    lease_s: u64 = 30, like 30;
    /// Failed attempts after which a job goes to the dead letters.
    max_attempts: u32 = 10, like 10;
    /// Seconds after which what was agreed on the phone is no longer booked but given to staff.
    max_booking_age_s: u64 = 7200, like 7200;
    /// Seconds between two searches for events and appointments that were forgotten in a state.
    sweep_interval_s: u64 = 30, like 30;
    /// Seconds without progress after which a search takes something for forgotten; at least
    /// `lease_s`, or it would resume what another worker is busy with.
    stuck_after_s: u64 = 120, like 120;
    /// Seconds that work in flight has to finish after the first signal to stop.
    shutdown_grace_s: u64 = 30, like 30;
    /// Connections that one process keeps to each PostgreSQL.
    database_pool: u32 = 10, like 10;
    /// Milliseconds past which a statement is logged as slow.
    slow_statement_ms: u64 = 200, like 200;
    /// US cents per minute of an inbound call: the telephony estimate where Retell reports none.
    /// A decimal in quotes, for exactness.
    telephony_inbound_us_cents_per_minute: UsCents = us_cents("0.85"), like "0.85";
    /// US cents per minute of an outbound call, as above.
    telephony_outbound_us_cents_per_minute: UsCents = us_cents("1.3"), like "1.3";
    /// Where the European Central Bank's rates are fetched from, such as its XML file of 90 days,
    /// with which none is missed while nothing runs.
    /// Without it they are imported by hand (`ringback rates import`).
    exchange_rates_url: Option<ConnectionUrl> = None, like "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist-90d.xml";
    /// Seconds between two looks there, and for calls that a better rate is there for, however it
    /// came; the bank publishes once a working day.
    exchange_rates_interval_s: u64 = 14_400, like 14_400;
    /// `text` for people or `json` for machines.
    log_format: LogFormat = LogFormat::Text, like "text";
    /// What is logged: a level, or levels per module such as `info,sqlx=warn`.
    log_filter: String = "info".into(), like "info";
}

/// The settings cannot be used as they are. Never shows the value of a secret.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// A file that was named, or that is there, cannot be read.
    #[error("cannot read the settings file {}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file is no TOML.
    #[error("{}, line {line}: {problem}", path.display())]
    Syntax {
        /// The file.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
        /// What the parser expected; without the text itself, which may be a secret.
        problem: String,
    },
    /// Nobody knows this key.
    #[error("{place}: no such setting; did you mean `{nearest}`?")]
    Unknown {
        /// The key and its file, or the variable.
        place: String,
        /// The known one that looks most like it.
        nearest: String,
    },
    /// The key is known and its value is wrong.
    #[error("{place}: {problem}; a right value looks like {example}")]
    Invalid {
        /// The key and its file, or the variable.
        place: String,
        /// What is wrong.
        problem: String,
        /// As it would stand in the file.
        example: &'static str,
    },
}

impl Settings {
    /// Reads `file`, else the file that [`FILE_VARIABLE`] names, else [`DEFAULT_FILE`] if it is
    /// there, and then this process's `RINGBACK_*` variables.
    pub fn load(file: Option<&Path>) -> Result<Self, SettingsError> {
        let named = file.map(Path::to_owned).or_else(|| {
            std::env::var_os(FILE_VARIABLE)
                .filter(|path| !path.is_empty())
                .map(PathBuf::from)
        });
        let path = named.clone().unwrap_or_else(|| DEFAULT_FILE.into());
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && named.is_none() => {
                String::new()
            }
            Err(source) => return Err(SettingsError::Unreadable { path, source }),
        };
        // A variable that is no UTF-8 is either not ours or refused by name as unknown.
        let variables = std::env::vars_os().map(|(name, value)| {
            (
                name.to_string_lossy().into_owned(),
                value.to_string_lossy().into_owned(),
            )
        });
        Self::parse(&path, &text, variables)
    }

    /// As [`Self::load`], from a file's text and variables at hand. `path` is for messages.
    pub fn parse(
        path: &Path,
        text: &str,
        variables: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, SettingsError> {
        let mut source = Source::new(path, text, variables)?;
        let settings = Self::from_source(&mut source)?;
        match settings.problem() {
            Some((key, problem)) => Err(source.invalid(key, problem)),
            None => Ok(settings),
        }
    }

    /// The first key whose value has the right type and yet cannot be used, and why.
    fn problem(&self) -> Option<(&'static str, String)> {
        let has_scheme = |url: &Option<ConnectionUrl>, schemes: &[&str]| {
            url.as_ref()
                .is_none_or(|url| schemes.contains(&url.scheme()))
        };
        let postgres = ["postgres", "postgresql"];
        let (database, replica) = (&self.database_url, &self.database_replica_url);
        let has_base_scheme = ["http://", "https://"]
            .iter()
            .any(|scheme| self.calcom_base_url.starts_with(scheme));
        let rules = [
            Rule(
                "database_url",
                has_scheme(database, &postgres),
                "must begin with postgres://",
            ),
            Rule(
                "database_replica_url",
                has_scheme(replica, &postgres),
                "must begin with postgres://",
            ),
            Rule(
                "database_replica_url",
                replica.is_none() || database.is_some(),
                "there is no replica without database_url",
            ),
            Rule(
                "redis_url",
                has_scheme(&self.redis_url, &["redis", "rediss"]),
                "must begin with redis:// or rediss://",
            ),
            Rule(
                "admin_listen",
                // Port 0 is any free one, so never the same.
                self.admin_listen != self.listen || self.listen.port() == 0,
                "must differ from listen, which is for everyone",
            ),
            Rule(
                "calcom_base_url",
                has_base_scheme,
                "must begin with https:// (or http://)",
            ),
            Rule(
                "calcom_base_url",
                !self.calcom_base_url.ends_with('/'),
                "must not end with a slash",
            ),
            Rule(
                "exchange_rates_url",
                has_scheme(&self.exchange_rates_url, &["https", "http"]),
                "must begin with https:// (or http://)",
            ),
            Rule::at_least_one(
                "exchange_rates_interval_s",
                self.exchange_rates_interval_s > 0,
            ),
            Rule::at_least_one("calcom_timeout_s", self.calcom_timeout_s > 0),
            Rule::at_least_one("max_body_bytes", self.max_body_bytes > 0),
            Rule(
                "max_in_flight_bytes",
                self.max_in_flight_bytes >= self.max_body_bytes,
                "must be at least max_body_bytes",
            ),
            Rule::at_least_one("push_timeout_ms", self.push_timeout_ms > 0),
            Rule::at_least_one("inbound_budget_ms", self.inbound_budget_ms > 0),
            Rule(
                "inbound_budget_ms",
                self.inbound_budget_ms < 10_000,
                "must be below 10000, since Retell waits no longer",
            ),
            Rule::at_least_one("worker_concurrency", self.worker_concurrency > 0),
            Rule::at_least_one("booking_concurrency", self.booking_concurrency > 0),
            Rule::at_least_one("lease_s", self.lease_s > 0),
            Rule::at_least_one("max_attempts", self.max_attempts > 0),
            Rule::at_least_one("sweep_interval_s", self.sweep_interval_s > 0),
            Rule(
                "stuck_after_s",
                self.stuck_after_s >= self.lease_s,
                "must be at least lease_s",
            ),
            Rule::at_least_one("database_pool", self.database_pool > 0),
            Rule::not_negative(
                "telephony_inbound_us_cents_per_minute",
                self.telephony_inbound_us_cents_per_minute,
            ),
            Rule::not_negative(
                "telephony_outbound_us_cents_per_minute",
                self.telephony_outbound_us_cents_per_minute,
            ),
        ];
        if let Some(Rule(key, _, problem)) = rules.into_iter().find(|Rule(_, holds, _)| !holds) {
            return Some((key, problem.to_owned()));
        }
        let filter = crate::logs::check(&self.log_filter);
        filter.err().map(|error| ("log_filter", error.to_string()))
    }
}

/// A key, whether its value can be used, and what is wrong if not.
struct Rule(&'static str, bool, &'static str);

impl Rule {
    fn at_least_one(key: &'static str, holds: bool) -> Self {
        Self(key, holds, "must be at least 1")
    }

    fn not_negative(key: &'static str, rate: UsCents) -> Self {
        Self(key, rate >= UsCents::ZERO, "must not be negative")
    }
}

fn us_cents(digits: &str) -> UsCents {
    // The defaults above are decimals; every test of the defaults runs through here.
    UsCents::from_digits(digits).expect("a default is a decimal")
}

#[cfg(test)]
mod tests;
