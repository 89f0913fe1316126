//! Who may use whom: the crate graph is the one that is committed.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use anyhow::{Context, ensure};
use serde_json::Value;

const COMMITTED: &str = include_str!("../../layers.txt");

#[test]
fn the_crate_graph_is_the_committed_one() -> anyhow::Result<()> {
    let graph = graph()?;
    let lines = graph.iter().map(|(name, uses)| {
        let uses = uses.iter().map(|used| format!(" {used}"));
        format!("{name}:{}\n", uses.collect::<String>())
    });
    let found: String = lines.collect();
    let committed: String = COMMITTED
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .flat_map(|line| [line, "\n"])
        .collect();
    assert!(
        found == committed,
        "a dependency between crates was added or removed; if that is meant, write it into \
         crates/e2e/layers.txt:\n{found}"
    );
    Ok(())
}

#[test]
fn edges_use_the_domain_and_never_one_another() -> anyhow::Result<()> {
    let graph = graph()?;
    assert_eq!(graph["transcript"], BTreeSet::new(), "reading uses nobody");
    let transcript = BTreeSet::from(["transcript".to_owned()]);
    assert_eq!(graph["domain"], transcript, "the domain only reads");
    for edge in ["retell", "calcom", "ecb", "store", "queue", "service"] {
        let domain = BTreeSet::from(["domain".to_owned()]);
        assert!(
            graph[edge].is_subset(&domain),
            "{edge} uses {:?}",
            graph[edge]
        );
    }
    Ok(())
}

/// Our crates, and which of ours each uses in earnest (tests and build scripts aside).
fn graph() -> anyhow::Result<BTreeMap<String, BTreeSet<String>>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args([
            "metadata",
            "--no-deps",
            "--offline",
            "--format-version",
            "1",
        ])
        .output()
        .context("cannot run cargo")?;
    ensure!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: Value = serde_json::from_slice(&output.stdout)?;
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let packages = metadata["packages"].as_array().context("no packages")?;
    let graph = packages.iter().filter_map(|package| {
        let uses = package["dependencies"]
            .as_array()?
            .iter()
            .filter(|it| it["kind"].is_null() && it["path"].is_string())
            .filter_map(|it| text(&it["name"]))
            .collect();
        Some((text(&package["name"])?, uses))
    });
    Ok(graph.collect())
}
