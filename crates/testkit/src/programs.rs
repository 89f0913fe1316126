//! Where the server programs are.

use std::path::PathBuf;

use anyhow::Context;

/// `redis-server`, from `PATH`.
///
/// # Errors
/// It is not installed.
pub fn redis_server() -> anyhow::Result<PathBuf> {
    find("redis-server", path()).with_context(|| missing("redis-server", "redis-server"))
}

/// `program` of PostgreSQL, such as `initdb`: from `PATH`, else from where Debian keeps it, the
/// newest version first.
///
/// # Errors
/// It is not installed.
pub fn postgres(program: &str) -> anyhow::Result<PathBuf> {
    find(program, path().chain(debian_postgres())).with_context(|| missing(program, "postgresql"))
}

/// `program` from `PATH`, if it is there.
pub fn in_path(program: &str) -> Option<PathBuf> {
    find(program, path())
}

fn find(program: &str, mut dirs: impl Iterator<Item = PathBuf>) -> Option<PathBuf> {
    dirs.find_map(|dir| Some(dir.join(program)).filter(|path| path.is_file()))
}

fn path() -> impl Iterator<Item = PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).collect::<Vec<_>>().into_iter()
}

fn debian_postgres() -> impl Iterator<Item = PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    let mut versions: Vec<_> = versions
        .map(|entry| {
            let version = entry
                .file_name()
                .to_str()
                .and_then(|name| name.parse::<u32>().ok());
            (version, entry.path().join("bin"))
        })
        .collect();
    versions.sort_unstable();
    versions.into_iter().rev().map(|(_, bin)| bin)
}

fn missing(program: &str, package: &str) -> String {
    format!(
        "`{program}` is not installed; run `cargo xtask setup`, or install it yourself \
         (on Debian: apt-get install {package})"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_says_how_to_get_it() {
        let error = postgres("initdb-of-nowhere").unwrap_err().to_string();
        assert!(
            error.contains("`initdb-of-nowhere`") && error.contains("apt-get install postgresql")
        );
        assert!(in_path("sh").is_some());
    }
}
