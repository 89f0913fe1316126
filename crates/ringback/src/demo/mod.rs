//! `ringback demo`: the main job from end to end, on this machine, with nothing else installed.
//!
//! The embedded shape on free ports and a temporary folder; a stand-in for Cal.com; two
//! businesses; whole calls as signed webhooks, with what goes wrong in real life. It ends with a
//! table, and with a balance in which every delivery must be found again.

mod cast;
mod money;
mod report;
mod scenes;
mod stage;

use std::process::ExitCode;

use clap::Args;
use domain::time::Clock;

use report::Report;
use stage::Stage;

/// Show the main job from end to end, with nothing else installed
#[derive(Debug, Args)]
#[command(after_help = "\
Starts Ringback with its embedded queue and store on free ports and in a temporary folder, a \
stand-in for Cal.com, and two businesses; sends whole calls as signed webhooks; ends with a table. \
Exits with 0 only if every delivery is accounted for.

Examples:
  ringback demo
  ringback demo --once --json | tail -n 1")]
pub(crate) struct Options {
    /// Exit when the table is printed, instead of staying up to be looked at
    #[arg(long)]
    once: bool,
    /// Print the figures as one JSON object on the last line of standard output; the table goes
    /// to standard error
    #[arg(long)]
    json: bool,
}

/// Runs it. Exit status 0 only if every delivery is accounted for.
pub(crate) async fn run(options: &Options) -> anyhow::Result<ExitCode> {
    let clock = Clock::system();
    let mut stage = Stage::build(&clock).await?;
    let scenes = scenes::all(clock.now());
    let played = stage.play(&scenes).await?;
    let report = Report::of(&stage, &scenes, played).await?;

    let accounts = money::accounts(&stage.running.store, report::ALL).await?;

    if options.json {
        eprintln!("{accounts}\n{}", report.table());
        println!("{}", report.json());
    } else {
        println!("{accounts}\n{}", report.table());
    }
    for complaint in report.complaints() {
        eprintln!("not accounted for: {complaint}");
    }
    if !options.once {
        stage.stay_up(options.json).await?;
    }
    stage.clear().await;
    Ok(if report.complaints().is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
