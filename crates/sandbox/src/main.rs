//! The stand-ins, from the command line.

use clap::{Parser, Subcommand};

/// Stand-ins for the vendors that Ringback talks to.
#[derive(Debug, Parser)]
#[command(version)]
struct Cli {
    #[command(subcommand)]
    vendor: Vendor,
}

#[derive(Debug, Subcommand)]
enum Vendor {
    /// A Cal.com with state.
    #[command(subcommand)]
    Calcom(sandbox::calcom::cli::Command),
    /// A Retell that signs and sends whole calls.
    #[command(subcommand)]
    Retell(sandbox::retell::cli::Command),
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    match Cli::parse().vendor {
        Vendor::Calcom(command) => sandbox::calcom::cli::run(command).await,
        Vendor::Retell(command) => sandbox::retell::cli::run(command).await,
    }
}
