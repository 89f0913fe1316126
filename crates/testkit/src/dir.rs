use std::fs::{self, File};
use std::path::Path;

use anyhow::Context;
use tempfile::TempDir;

const PREFIX: &str = "ringback-test-";
const LOCK: &str = "lock";

/// A directory of a test, removed with this value, or by a later test when this process was killed.
#[derive(Debug)]
pub(crate) struct TestDir {
    dir: TempDir,
    /// Held while the owner lives: the kernel releases it however the owner ends.
    _lock: File,
}

impl TestDir {
    pub(crate) fn new() -> anyhow::Result<Self> {
        let root = std::env::temp_dir();
        sweep(&root);
        let dir = tempfile::Builder::new()
            .prefix(PREFIX)
            .tempdir_in(&root)
            .with_context(|| format!("cannot create a directory in {}", root.display()))?;
        // Locked before it gets its name, so that no sweep finds it unlocked.
        let unnamed = dir.path().join("lock.new");
        let lock = File::create(&unnamed)?;
        lock.lock()?;
        fs::rename(unnamed, dir.path().join(LOCK))?;
        Ok(Self { dir, _lock: lock })
    }

    pub(crate) fn path(&self) -> &Path {
        self.dir.path()
    }
}

/// Removes the directories whose owners are gone. Best effort: what cannot be read is left alone.
fn sweep(root: &Path) {
    let Ok(entries) = fs::read_dir(root) else {
        return;
    };
    for path in entries.flatten().map(|entry| entry.path()) {
        let ours = path
            .file_name()
            .and_then(|name| name.to_str())
            .is_some_and(|name| name.starts_with(PREFIX));
        if ours && File::open(path.join(LOCK)).is_ok_and(|lock| lock.try_lock().is_ok()) {
            fs::remove_dir_all(&path).ok();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_is_swept_once_its_owner_is_gone_and_not_before() {
        let root = tempfile::tempdir().unwrap();
        let (dead, live) = (
            root.path().join("ringback-test-a"),
            root.path().join("ringback-test-b"),
        );
        for dir in [&dead, &live] {
            fs::create_dir(dir).unwrap();
            File::create(dir.join(LOCK)).unwrap();
        }
        let held = File::open(live.join(LOCK)).unwrap();
        held.lock().unwrap();

        sweep(root.path());

        assert!(!dead.exists() && live.exists());
    }
}
