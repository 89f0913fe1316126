//! What an acknowledged job can still be lost to, given how the engine is set up.

/// A setting under which a pushed job may be lost. Its `Display` is a sentence for the operator.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Risk {
    /// Redis keeps no append-only file.
    #[error(
        "Redis runs with `appendonly no`: a restart loses every job since the last snapshot; set `appendonly yes`"
    )]
    NoAppendOnlyFile,
    /// Redis writes its file, and syncs it once a second.
    #[error(
        "Redis runs with `appendfsync everysec`: a crash of its machine loses up to the last second of jobs; `appendfsync always` closes that gap"
    )]
    SyncedEverySecond,
    /// Redis leaves syncing to the operating system.
    #[error(
        "Redis runs with `appendfsync no`: a crash of its machine loses whatever the operating system had not written yet; set `appendfsync always`, or `everysec`"
    )]
    NeverSynced,
    /// Redis removes keys when memory runs out.
    #[error(
        "Redis runs with `maxmemory-policy {policy}`: when memory runs out it evicts jobs; set `noeviction`"
    )]
    Evicts {
        /// The policy's name.
        policy: String,
    },
    /// Redis does not show its settings, as managed ones do.
    #[error(
        "Redis does not show its settings, so nobody can say whether it keeps jobs through a crash; see that it has an append-only file and `noeviction`"
    )]
    Unknown,
}
