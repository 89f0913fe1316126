//! Housekeeping: what is due becomes ready, lapsed leases are taken over, old keys are forgotten.

use std::time::Duration;

use domain::time::Instant;
use sqlx::sqlite::SqliteConnection;

use super::DEAD;
use crate::engine::Tended;

/// How many rows a round touches at most, of each sort.
const BATCH: i64 = 500;

/// A round of housekeeping; takes lapsed leases over only when `take_over`.
pub(super) async fn tend(
    connection: &mut SqliteConnection,
    queue: &str,
    now: Instant,
    take_over: bool,
    max_attempts: u32,
) -> sqlx::Result<Tended> {
    let now = now.as_micros();
    let promoted = sqlx::query(
        "UPDATE job SET state = 0 WHERE seq IN
         (SELECT seq FROM job WHERE queue = $1 AND state = 1 AND at <= $2
          ORDER BY at, seq LIMIT $3)",
    )
    .bind(queue)
    .bind(now)
    .bind(BATCH)
    .execute(&mut *connection)
    .await?
    .rows_affected();

    // Their workers died with them, or stood still: that was an attempt.
    let lapsed: Vec<i64> = if take_over {
        sqlx::query_scalar(
            "UPDATE job SET attempts = attempts + 1, at = $2,
             state = iif(attempts + 1 < $4, 0, 3),
             kind  = iif(attempts + 1 < $4, NULL, 'exhausted'),
             why   = iif(attempts + 1 < $4, NULL,
                         'its worker died or stood still, as did those before')
             WHERE seq IN
             (SELECT seq FROM job WHERE queue = $1 AND state = 2 AND at <= $2
              ORDER BY at, seq LIMIT $3)
             RETURNING state",
        )
        .bind(queue)
        .bind(now)
        .bind(BATCH)
        .bind(max_attempts)
        .fetch_all(&mut *connection)
        .await?
    } else {
        Vec::new()
    };

    let forgotten = sqlx::query(
        "DELETE FROM seen WHERE (queue, key) IN
         (SELECT queue, key FROM seen WHERE queue = $1 AND until <= $2 LIMIT $3)",
    )
    .bind(queue)
    .bind(now)
    .bind(BATCH)
    .execute(&mut *connection)
    .await?
    .rows_affected();

    let next_due: Option<i64> =
        sqlx::query_scalar("SELECT min(at) FROM job WHERE queue = $1 AND state = 1")
            .bind(queue)
            .fetch_one(&mut *connection)
            .await?;

    let full = BATCH.cast_unsigned();
    let buried = lapsed.iter().filter(|state| **state == DEAD).count() as u64;
    Ok(Tended {
        promoted,
        taken_over: lapsed.len() as u64 - buried,
        buried,
        more: promoted == full || lapsed.len() as u64 == full || forgotten == full,
        next_due: next_due.map(|at| Duration::from_micros(u64::try_from(at - now).unwrap_or(0))),
    })
}

/// Sees whether this process, or the file, has stood still: then owners could not show that they
/// live, and each gets one whole lease to do so. In memory, since a process that starts afresh
/// has not looked either.
#[derive(Debug, Default)]
pub(super) struct Watch {
    last: Option<Instant>,
    grace_until: Option<Instant>,
}

impl Watch {
    /// Takes note of a look at `now`; answers until when nothing may be taken over.
    pub(super) fn look(&mut self, now: Instant, lease: Duration) -> Instant {
        let steady = self
            .last
            .is_some_and(|last| last <= now && now.since(last) <= lease / 3);
        self.last = Some(now);
        let longest = now.plus(lease);
        let grace_until = match self.grace_until {
            // Longer only if the clock was set back.
            Some(until) if steady && until <= longest => until,
            _ => longest,
        };
        self.grace_until = Some(grace_until);
        grace_until
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grace_begins_anew_after_a_gap_and_not_while_looking_on() {
        let lease = Duration::from_secs(30);
        let at = |secs: i64| Instant::from_micros(secs * 1_000_000).unwrap();
        let mut watch = Watch::default();
        assert_eq!(watch.look(at(100), lease), at(130), "the first look");
        assert_eq!(watch.look(at(105), lease), at(130));
        assert_eq!(
            watch.look(at(115), lease),
            at(130),
            "a third of a lease is no gap"
        );
        assert_eq!(watch.look(at(126), lease), at(156), "more than that is");
        assert_eq!(watch.look(at(90), lease), at(120), "so is a clock set back");
        assert_eq!(watch.look(at(95), lease), at(120));
    }
}
