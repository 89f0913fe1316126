//! `ringback migrate`: brings the tables to the version that this program needs.

use service::settings::Settings;
use store::Store;

use crate::{open, output};

/// Bring the database's tables to the version that this program needs
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Safe to run twice, and from several machines at once. `ringback serve` does the same for an \
embedded database; a PostgreSQL is migrated by nothing but this command.

Examples:
  RINGBACK_DATABASE_URL=postgres://ringback@db.internal/ringback ringback migrate
  ringback migrate --check && ringback serve")]
pub(crate) struct Args {
    /// Change nothing; fail if the versions differ
    #[arg(long)]
    check: bool,
}

/// Migrates, or only looks.
pub(crate) async fn run(args: &Args, settings: &Settings) -> anyhow::Result<()> {
    let needed = Store::needed_version();
    if args.check {
        let store = open::existing(settings).await?;
        store.check_version().await?;
        output::print(&format!(
            "The database is at version {needed}, as needed.\n"
        ))?;
        return Ok(());
    }
    let store = wiring::store(settings).await?;
    let before = store.schema_version().await?;
    store.migrate().await?;
    // A database of a newer release has nothing to apply, and yet is none that we can use.
    store.check_version().await?;
    output::print(&if before == needed {
        format!("The database was at version {needed} already.\n")
    } else {
        format!("The database went from version {before} to {needed}.\n")
    })?;
    Ok(())
}
