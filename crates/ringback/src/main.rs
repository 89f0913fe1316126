//! `ringback`: the command line, and the whole service in one process.
//!
//! A command reads settings, opens what it needs, does one thing and says what it did. What it was
//! asked for goes to standard output, everything else to standard error; the exit status is 0 when
//! it was done, 1 when it was not, 2 when it was not understood.
//!
//! - [`demo`]: the main job, shown.
//! - [`serve`]: ingress, worker and operator's port in one process.
//! - [`migrate`], [`tenant`], [`check`]: setting it up, and seeing whether that is right.
//! - [`send`]: webhooks, as Retell sends them.
//! - [`costs`] and [`rates`]: what calls cost, what they are billed at, and exchange rates.
//! - [`events`], [`records`], [`callbacks`], [`queues`]: what came in, what came of it, what is
//!   left for staff, and what waits.
//! - [`read`], [`when`]: what was said in a call, and what spoken times mean.
//! - [`open`], [`output`], [`place`] and [`batch`]: what commands share.

mod demo;
mod serve;

mod check;
mod migrate;
mod tenant;

mod send;

mod costs;
mod rates;

mod callbacks;
mod events;
mod queues;
mod records;

mod read;
mod when;

mod batch;
mod open;
mod output;
mod place;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use service::logs;
use service::settings::Settings;

/// Takes Retell's webhooks, records the calls and books what was agreed at Cal.com.
#[derive(Debug, Parser)]
#[command(
    name = "ringback",
    version,
    after_help = "\
Settings come from a file and from RINGBACK_* variables, which win. Without any, everything is \
kept in ./ringback-data and no other server is needed.

Examples:
  ringback demo
  ringback serve
  ringback tenant import tenants.toml --dry-run
  ringback --config /etc/ringback.toml check
  ringback callbacks list
  RINGBACK_LISTEN=0.0.0.0:8080 ringback serve"
)]
struct Cli {
    /// The settings file [default: what RINGBACK_CONFIG names, else ringback.toml if it is there]
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,

    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Demo(demo::Options),
    Serve(serve::Args),
    Migrate(migrate::Args),
    #[command(subcommand)]
    Tenant(tenant::Command),
    Check(check::Args),
    Send(send::Args),
    #[command(subcommand)]
    Events(events::Command),
    #[command(subcommand)]
    Calls(records::Calls),
    #[command(subcommand)]
    Appointments(records::Appointments),
    Costs(costs::Costs),
    #[command(subcommand)]
    Rates(rates::Command),
    #[command(subcommand)]
    Callbacks(callbacks::Command),
    #[command(subcommand)]
    Queue(queues::Command),
    Read(read::Args),
    When(when::Args),
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Cli::parse()).await {
        Ok(status) => status,
        // Whoever read our output has seen enough, as `head` has.
        Err(error) if output::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("ringback: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    let config = cli.config.as_deref();
    match cli.command {
        Command::Demo(options) => return demo::run(&options).await,
        Command::Serve(_) => return serve::run(&Settings::load(config)?).await,
        Command::Migrate(args) => migrate::run(&args, &quiet(config)?).await?,
        Command::Tenant(command) => tenant::run(&command, &quiet(config)?).await?,
        Command::Check(args) => return check::run(&args, config).await,
        Command::Send(args) => send::run(args).await?,
        Command::Events(command) => events::run(&command, &quiet(config)?).await?,
        Command::Calls(command) => records::calls(&command, &quiet(config)?).await?,
        Command::Appointments(command) => records::appointments(&command, &quiet(config)?).await?,
        Command::Costs(command) => costs::run(&command, &quiet(config)?).await?,
        Command::Rates(command) => rates::run(&command, &quiet(config)?).await?,
        Command::Callbacks(command) => callbacks::run(&command, &quiet(config)?).await?,
        Command::Queue(command) => queues::run(&command, &quiet(config)?).await?,
        Command::Read(args) => read::run(&args, &quiet(config)?).await?,
        Command::When(args) => when::run(&args)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// The settings of a command whose answer somebody waits for: only what goes wrong is logged.
fn quiet(config: Option<&Path>) -> anyhow::Result<Settings> {
    let settings = Settings::load(config)?;
    logs::install(settings.log_format, "warn")?;
    Ok(settings)
}
