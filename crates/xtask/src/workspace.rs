//! Every crate opts in to the lints and the versions of the workspace.

use std::fs;
use std::path::Path;

use anyhow::{Context, bail};
use toml::{Table, Value};

/// Reads the manifest of every crate.
///
/// # Errors
/// One has lints or versions of its own; the error says which.
pub(crate) fn check(root: &Path) -> anyhow::Result<()> {
    for entry in fs::read_dir(root.join("crates"))? {
        let path = entry?.path().join("Cargo.toml");
        let manifest = fs::read_to_string(&path)?
            .parse::<Table>()
            .with_context(|| path.display().to_string())?;
        if let Some(problem) = problem(&manifest) {
            bail!("check FAILED: {}: {problem}", path.display());
        }
    }
    Ok(())
}

fn problem(manifest: &Table) -> Option<String> {
    let from_workspace = |value: &Value| value.get("workspace") == Some(&Value::Boolean(true));
    if !manifest.get("lints").is_some_and(from_workspace) {
        return Some("lacks `[lints] workspace = true`".into());
    }
    ["dependencies", "dev-dependencies", "build-dependencies"]
        .iter()
        .filter_map(|section| manifest.get(*section)?.as_table())
        .flatten()
        .find(|(_, dependency)| !from_workspace(dependency))
        .map(|(name, _)| format!("`{name}` should be `{name}.workspace = true`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crate_takes_lints_and_versions_from_the_workspace() {
        let check = |text: &str| problem(&text.parse().unwrap());
        let good = "lints.workspace = true\n[dependencies]\na.workspace = true\n\
                    b = { workspace = true, features = ['c'] }";
        assert_eq!(check(good), None);
        assert!(check("[dependencies]").unwrap().contains("[lints]"));
        let own = check("lints.workspace = true\n[dev-dependencies]\na = '1'").unwrap();
        assert!(own.contains("`a`"));
    }
}
