//! What must hold before a change is merged.

use crate::step::{cargo, has_cargo, run, say};
use crate::{fuzz, migrations, root, test, workspace};

/// Checks everything, the quick things first, and stops at the first that does not hold.
///
/// Known vulnerabilities are not among them: what passes today should pass tomorrow, and offline.
/// `cargo deny check advisories` looks for those.
///
/// # Errors
/// Something does not hold.
pub(crate) async fn check() -> anyhow::Result<()> {
    run("check: formatting", &mut cargo("fmt --all --check")).await?;

    say("check: every crate takes lints and versions from the workspace");
    workspace::check(&root())?;

    say("check: no migration has changed");
    migrations::check(&root())?;

    if has_cargo("deny").await {
        let mut deny = cargo("deny --log-level error --workspace check bans licenses sources");
        run(
            "check: licences, sources and layers of dependencies",
            &mut deny,
        )
        .await?;
    } else {
        say(
            "check: SKIPPED licences, sources and layers of dependencies: cargo-deny is not installed",
        );
    }

    let mut clippy = cargo("clippy --workspace --all-targets --locked -- -D warnings");
    run("check: clippy", &mut clippy).await?;
    fuzz::check().await?;

    let mut docs = cargo("doc --workspace --no-deps --document-private-items --locked");
    run(
        "check: documentation",
        docs.env("RUSTDOCFLAGS", "-D warnings"),
    )
    .await?;

    test::test(&[]).await?;
    say("check: all green");
    Ok(())
}
