//! `ringback check`: whether everything that the service needs is there and fit for it.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use calcom::{Client, ClientConfig, Failure};
use domain::id::AccountName;
use domain::job::Delivery;
use domain::month::Day;
use domain::tenant::{Company, ReadingRules};
use domain::time::{Clock, Zone};
use futures::{StreamExt, stream};
use queue::{Broker, Risk};
use retell::signature::Keyring;
use serde::Serialize;
use service::settings::{DEFAULT_FILE, FILE_VARIABLE, Settings};
use service::{logs, secrets};
use store::{CalcomAccount, Store, StoreError};

use crate::{open, output};

/// How long one check may take.
const LIMIT: Duration = Duration::from_secs(10);

/// Requests to Cal.com at a time.
const AT_ONCE: usize = 8;

/// See whether everything that the service needs is there and fit for it
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Looks at settings, database, queue, Retell's keys, every Cal.com key and the exchange rates; all it \
writes is one probe to the queue. Run it as the service's user, with the settings and the environment of the service, since secrets are named by `env:NAME`. \
Exit status 1 if a line says FAIL.

Examples:
  ringback check
  ringback --config /etc/ringback.toml check --json")]
pub(crate) struct Args {
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// What was found about one thing.
#[derive(Debug, Serialize)]
struct Finding {
    level: Level,
    what: String,
    said: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
enum Level {
    #[serde(rename = "ok")]
    Ok,
    #[serde(rename = "warn")]
    Warn,
    #[serde(rename = "FAIL")]
    Fail,
}

/// Checks, prints, and says with the exit status whether anything failed.
pub(crate) async fn run(args: &Args, config: Option<&Path>) -> anyhow::Result<ExitCode> {
    let findings = all(config).await;
    let ok = findings.iter().all(|found| found.level != Level::Fail);
    if args.json {
        output::json(&serde_json::json!({ "ok": ok, "checks": findings }))?;
    } else {
        let lines: String = findings.iter().map(Finding::line).collect();
        output::print(&lines)?;
    }
    Ok(if ok {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

async fn all(config: Option<&Path>) -> Vec<Finding> {
    let settings = match Settings::load(config) {
        Ok(settings) => settings,
        Err(error) => return vec![Finding::fail("settings", chain(error))],
    };
    // What libraries warn of is found below, in words.
    if let Err(error) = logs::install(settings.log_format, "error") {
        return vec![Finding::fail("settings", chain(error))];
    }
    let mut findings = vec![Finding::ok("settings", settings_source(config))];
    if !open::is_there(&settings) {
        let said = format!(
            "there is no `data_dir` {} yet; `ringback serve` makes it",
            settings.data_dir.display()
        );
        findings.push(Finding::warn("database", said));
        findings.extend(retell_keys(&settings, None).await);
        return findings;
    }
    let (found, store) = database(&settings).await;
    findings.push(found);
    findings.extend(queue(&settings).await);
    findings.extend(retell_keys(&settings, store.as_ref()).await);
    if let Some(store) = &store {
        match in_time(async { Ok(store.companies().await?) }).await {
            Ok(companies) => {
                findings.extend(companies.iter().filter_map(made_up_addresses));
                findings.extend(calcom_keys(&settings, store, &companies).await);
            }
            Err(said) => findings.push(Finding::fail("companies", said)),
        }
        findings.extend(exchange_rates(store).await);
    }
    findings
}

/// Which file the settings came from.
fn settings_source(config: Option<&Path>) -> String {
    let variable = std::env::var_os(FILE_VARIABLE).filter(|path| !path.is_empty());
    let named = config.map(PathBuf::from).or(variable.map(PathBuf::from));
    let found = named.or_else(|| Some(PathBuf::from(DEFAULT_FILE)).filter(|path| path.is_file()));
    match found {
        Some(path) => format!("{}, and RINGBACK_* variables", path.display()),
        None => format!("RINGBACK_* variables and defaults; there is no {DEFAULT_FILE} here"),
    }
}

/// The store too, if it can be used.
async fn database(settings: &Settings) -> (Finding, Option<Store>) {
    const WHAT: &str = "database";
    let opened = in_time(async { open::existing(settings).await }).await;
    let store = match opened {
        Ok(store) => store,
        Err(said) => return (Finding::fail(WHAT, said), None),
    };
    let version = in_time(async { anyhow::Ok(store.check_version().await) }).await;
    match version {
        Ok(Ok(())) => {
            let kind = if store.is_embedded() {
                "SQLite"
            } else {
                "PostgreSQL"
            };
            let said = format!("{kind}, at version {}, as needed", Store::needed_version());
            (Finding::ok(WHAT, said), Some(store))
        }
        Ok(Err(error @ StoreError::TooOld { .. })) if store.is_embedded() => {
            let said = format!("{}; `ringback serve` does so too", chain(error));
            (Finding::warn(WHAT, said), None)
        }
        Ok(Err(error)) => (Finding::fail(WHAT, chain(error)), None),
        Err(said) => (Finding::fail(WHAT, said), None),
    }
}

async fn queue(settings: &Settings) -> Vec<Finding> {
    const WHAT: &str = "queue";
    let kind = match &settings.redis_url {
        Some(url) => format!("Redis at {url}"),
        None => "SQLite".to_owned(),
    };
    let opened = in_time(async {
        let broker = open::broker(settings, Clock::system()).await?;
        broker.queue::<Delivery>().ready().await?;
        Ok(broker)
    })
    .await;
    match opened {
        Ok(broker) => {
            let accepts = Finding::ok(WHAT, format!("{kind}, accepts jobs"));
            let mut findings = vec![accepts];
            findings.extend(risks(&broker).await);
            findings
        }
        Err(said) => vec![Finding::fail(WHAT, format!("{kind}: {said}"))],
    }
}

/// What an acknowledged event could still be lost to.
async fn risks(broker: &Broker) -> Vec<Finding> {
    const WHAT: &str = "queue safety";
    let risks = match in_time(async { Ok(broker.risks().await?) }).await {
        Ok(risks) => risks,
        Err(said) => return vec![Finding::fail(WHAT, said)],
    };
    if risks.is_empty() {
        return vec![Finding::ok(WHAT, "what is acknowledged is on disk".into())];
    }
    let finding = |risk: &Risk| match risk {
        // A second at most, or nobody can say: the operator chooses knowingly.
        Risk::SyncedEverySecond | Risk::Unknown => Finding::warn(WHAT, risk.to_string()),
        Risk::NoAppendOnlyFile | Risk::NeverSynced | Risk::Evicts { .. } => {
            Finding::fail(WHAT, risk.to_string())
        }
    };
    risks.iter().map(finding).collect()
}

/// Whether every account has a key that can be used. Without one, all its webhooks are refused.
async fn retell_keys(settings: &Settings, store: Option<&Store>) -> Vec<Finding> {
    let accounts = match store {
        Some(store) => in_time(async { Ok(store.accounts().await?) }).await,
        None => Ok(Vec::new()),
    };
    let accounts = match accounts {
        Ok(accounts) => accounts,
        Err(said) => return vec![Finding::fail("Retell", said)],
    };
    let default = AccountName::default_account();
    let of_settings = settings.retell_api_keys.as_slice();
    let mut findings = Vec::new();
    if !of_settings.is_empty() {
        let keys = of_settings
            .iter()
            .cloned()
            .map(|key| (default.clone(), key));
        findings.push(match Keyring::new(keys) {
            Ok(keys) => Finding::ok(
                &format!("Retell account `{default}`"),
                format!("{} from the settings", keys_of(keys.len())),
            ),
            Err(error) => Finding::fail(&format!("Retell account `{default}`"), chain(error)),
        });
    }
    for account in accounts {
        let what = format!("Retell account `{}`", account.name);
        if account.api_keys.is_empty() {
            if account.name != default || of_settings.is_empty() {
                let advice = "has no key, so what it sends is refused; set \
                              RINGBACK_RETELL_API_KEYS, or name its keys in a tenants' file";
                findings.push(Finding::fail(&what, advice.into()));
            }
            continue;
        }
        let resolved: Result<Vec<_>, _> = account
            .api_keys
            .iter()
            .map(|reference| secrets::resolve(reference))
            .collect();
        findings.push(match resolved {
            Ok(keys) => Finding::ok(&what, keys_of(keys.len())),
            Err(error) => Finding::fail(&what, chain(error)),
        });
    }
    if findings.is_empty() {
        let advice = "there is no API key, so every webhook is refused; set \
                      RINGBACK_RETELL_API_KEYS, or import an account that names its keys";
        findings.push(Finding::fail("Retell", advice.into()));
    }
    findings
}

/// Cal.com writes to the addresses of callers; to one that is made up, at a domain of nobody's
/// unless a company names one of its own.
fn made_up_addresses(company: &Company) -> Option<Finding> {
    let domain = &company.reading.attendee_email_domain;
    (*domain == ReadingRules::default().attendee_email_domain).then(|| {
        let advice = format!(
            "callers without an e-mail address get one at {domain}; name a domain of yours as \
             `attendee_email_domain`"
        );
        Finding::warn(&format!("company `{}`", company.slug), advice)
    })
}

/// Whether Cal.com accepts the key of every account.
async fn calcom_keys(settings: &Settings, store: &Store, companies: &[Company]) -> Vec<Finding> {
    let accounts = match in_time(async { Ok(store.calcom_accounts().await?) }).await {
        Ok(accounts) => accounts,
        Err(said) => return vec![Finding::fail("Cal.com", said)],
    };
    if accounts.is_empty() {
        let advice = "no company names a Cal.com account, so nothing is booked; import one";
        return vec![Finding::warn("Cal.com", advice.into())];
    }
    stream::iter(accounts)
        .map(|(company, _, name, account)| {
            let known = companies.iter().find(|known| known.id == company);
            let company = known.map_or_else(|| company.to_string(), |known| known.slug.clone());
            let what = format!("Cal.com account `{name}` of `{company}`");
            calcom_key(settings, what, account)
        })
        .buffered(AT_ONCE)
        .collect()
        .await
}

async fn calcom_key(settings: &Settings, what: String, account: CalcomAccount) -> Finding {
    let base_url = account
        .base_url
        .as_ref()
        .unwrap_or(&settings.calcom_base_url);
    let client = secrets::resolve(&account.api_key)
        .map_err(chain)
        .and_then(|key| {
            let config = ClientConfig {
                timeout: LIMIT,
                ..ClientConfig::new(base_url, key)
            };
            Client::new(config).map_err(chain)
        });
    let client = match client {
        Ok(client) => client,
        Err(said) => return Finding::fail(&what, said),
    };
    match in_time(async { anyhow::Ok(client.check().await) }).await {
        Ok(Ok(())) => Finding::ok(&what, format!("{base_url} accepts its key")),
        // The key was good enough to be counted.
        Ok(Err(error @ Failure::Throttled { .. })) => Finding::warn(&what, chain(error)),
        Ok(Err(error)) => Finding::fail(&what, format!("{base_url}: {}", chain(error))),
        Err(said) => Finding::fail(&what, format!("{base_url}: {said}")),
    }
}

/// Whether costs can be converted, where there are any or will be (F68).
async fn exchange_rates(store: &Store) -> Option<Finding> {
    const WHAT: &str = "exchange rates";
    const ADVICE: &str = "set `exchange_rates_url`, or see `ringback rates import`";
    let found = in_time(async {
        let plans = store.begin().await?.price_plans().await?;
        let needed = !plans.is_empty() || !store.calls_after(None, 1).await?.is_empty();
        let today = Day::of(Clock::system().now(), &Zone::parse("UTC")?);
        Ok((needed, store.newest_usd_rate().await?, today))
    });
    match found.await {
        Err(said) => Some(Finding::fail(WHAT, said)),
        Ok((false, ..)) => None,
        Ok((true, None, _)) => {
            let said = "there are none, so calls have no cost in euros and no month can be closed";
            Some(Finding::warn(WHAT, format!("{said}; {ADVICE}")))
        }
        Ok((true, Some(rate), today)) if rate.is_stale_on(today) => {
            let said = format!("the newest is of {}; {ADVICE}", rate.day);
            Some(Finding::warn(WHAT, said))
        }
        Ok((true, Some(rate), _)) => {
            Some(Finding::ok(WHAT, format!("the newest is of {}", rate.day)))
        }
    }
}

impl Finding {
    fn ok(what: &str, said: String) -> Self {
        Self::new(Level::Ok, what, said)
    }

    fn warn(what: &str, said: String) -> Self {
        Self::new(Level::Warn, what, said)
    }

    fn fail(what: &str, said: String) -> Self {
        Self::new(Level::Fail, what, said)
    }

    fn new(level: Level, what: &str, said: String) -> Self {
        Self {
            level,
            what: what.to_owned(),
            said,
        }
    }

    fn line(&self) -> String {
        let level = match self.level {
            Level::Ok => "ok",
            Level::Warn => "warn",
            Level::Fail => "FAIL",
        };
        format!("{level:4}  {}: {}\n", self.what, self.said)
    }
}

/// The answer, or in words why there is none.
async fn in_time<T>(answer: impl Future<Output = anyhow::Result<T>>) -> Result<T, String> {
    match tokio::time::timeout(LIMIT, answer).await {
        Ok(answer) => answer.map_err(|error| format!("{error:#}")),
        Err(_) => Err(format!("no answer within {} s", LIMIT.as_secs())),
    }
}

fn chain(error: impl std::error::Error + Send + Sync + 'static) -> String {
    format!("{:#}", anyhow::Error::new(error))
}

fn keys_of(count: usize) -> String {
    match count {
        1 => "1 key".to_owned(),
        many => format!("{many} keys"),
    }
}
