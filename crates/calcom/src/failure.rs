//! Why reading from Cal.com failed, named by what to do about it.

use domain::time::Instant;

use crate::send::{Reply, TransportError};

/// Reading failed. The variants say what to do; their `Display` and `source` are safe to log.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// 429: ask again then. The limit belongs to the key, so every process that shares it waits.
    #[error("Cal.com asks to wait until {retry_at}")]
    Throttled {
        /// From the answer's headers, else a minute from now.
        retry_at: Instant,
    },
    /// No connection, a time-out, or a 5xx: try again later. The only one that is an outage.
    #[error("Cal.com cannot be reached, or is failing")]
    Unavailable {
        /// What exactly.
        #[source]
        cause: Cause,
    },
    /// 401 or 403: the key is wrong, has expired, or may not see this. Staff must see to it.
    #[error("Cal.com does not accept the key")]
    Unauthorized {
        /// What exactly.
        #[source]
        cause: Cause,
    },
    /// 404: the event type or the API version is unknown. Staff must see to it.
    #[error("Cal.com does not know the event type, or no longer this API version")]
    NotFound {
        /// What exactly.
        #[source]
        cause: Cause,
    },
    /// Anything else: an answer that this client does not understand. Trying again may not help.
    #[error("Cal.com's answer is not understood")]
    Unexpected {
        /// What exactly.
        #[source]
        cause: Cause,
    },
}

impl Failure {
    /// A word for metrics.
    pub fn label(&self) -> &'static str {
        match self {
            Self::Throttled { .. } => "throttled",
            Self::Unavailable { .. } => "unavailable",
            Self::Unauthorized { .. } => "unauthorized",
            Self::NotFound { .. } => "not_found",
            Self::Unexpected { .. } => "unexpected",
        }
    }

    /// Whether it speaks against Cal.com's health. Only these may open a breaker (F25).
    pub fn is_outage(&self) -> bool {
        matches!(self, Self::Unavailable { .. })
    }

    /// Cal.com's own words, where it had any. They may repeat what we sent: for staff only.
    pub fn staff_text(&self) -> Option<&StaffText> {
        match self {
            Self::Throttled { .. } => None,
            Self::Unavailable { cause }
            | Self::Unauthorized { cause }
            | Self::NotFound { cause }
            | Self::Unexpected { cause } => match cause {
                Cause::Status { words, .. } => Some(words),
                Cause::Transport(_) | Cause::Unreadable(_) => None,
            },
        }
    }

    /// What an answer other than a readable 2xx means for somebody who only wanted to read.
    pub(crate) fn of_reply(reply: &Reply, now: Instant) -> Self {
        let cause = Cause::Status {
            status: reply.status,
            words: StaffText(reply.words()),
        };
        match reply.status {
            429 => Self::Throttled {
                retry_at: now.plus(reply.retry_after),
            },
            408 | 500..=599 => Self::Unavailable { cause },
            // A page from something in between is no word of Cal.com's about key or event type.
            401 | 403 if reply.body.is_some() => Self::Unauthorized { cause },
            404 if reply.body.is_some() => Self::NotFound { cause },
            _ => Self::Unexpected { cause },
        }
    }

    /// A readable 2xx that lacks what it should hold.
    pub(crate) fn unreadable(what: &'static str) -> Self {
        Self::Unexpected {
            cause: Cause::Unreadable(what),
        }
    }
}

impl From<TransportError> for Failure {
    fn from(error: TransportError) -> Self {
        Self::Unavailable {
            cause: Cause::Transport(error),
        }
    }
}

/// What stands behind a [`Failure`].
#[derive(Debug, thiserror::Error)]
pub enum Cause {
    /// No answer came, or not all of it.
    #[error(transparent)]
    Transport(TransportError),
    /// An answer came, and said no.
    #[error("Cal.com answered with HTTP status {status}")]
    Status {
        /// The HTTP status.
        status: u16,
        /// What it said, for staff.
        words: StaffText,
    },
    /// A 2xx came whose body lacks something.
    #[error("{0}")]
    Unreadable(&'static str),
}

/// Text from Cal.com, which may repeat names and addresses that we sent. It shows itself only
/// when asked by name, so that no log line prints it by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct StaffText(String);

impl StaffText {
    /// The text, for a page or a callback that staff read; not for logs.
    pub fn for_staff(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for StaffText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("StaffText(…)")
    }
}
