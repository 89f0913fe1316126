//! The operator's port: `/metrics`, `/livez` and `/readyz`.
//!
//! `/livez` answers as long as the process can answer anything. `/readyz` says whether it should
//! get work: every check passes and no stop is requested.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use futures::FutureExt;
use futures::future::{BoxFuture, join_all};

use crate::metrics::Metrics;
use crate::stop::Stop;

/// How long one check may take. Probes of Kubernetes wait one second unless told otherwise.
const CHECK_LIMIT: Duration = Duration::from_millis(900);

/// One thing that must work for this process to be of use.
#[derive(Clone)]
pub struct Check {
    name: &'static str,
    run: Arc<dyn Fn() -> BoxFuture<'static, anyhow::Result<()>> + Send + Sync>,
}

impl Check {
    /// `run` is called for every probe and must not change anything.
    pub fn new<F>(name: &'static str, run: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = anyhow::Result<()>> + Send + 'static,
    {
        Self {
            name,
            run: Arc::new(move || run().boxed()),
        }
    }

    async fn outcome(&self) -> Result<(), String> {
        match tokio::time::timeout(CHECK_LIMIT, (self.run)()).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(format!("{error:#}")),
            Err(_) => Err(format!("no answer within {} ms", CHECK_LIMIT.as_millis())),
        }
    }
}

impl std::fmt::Debug for Check {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Check").field(&self.name).finish()
    }
}

/// The three routes. Keep them off the public port.
pub fn router(metrics: Metrics, checks: Vec<Check>, stop: Stop) -> Router {
    Router::new()
        .route("/metrics", get(render).with_state(metrics))
        .route("/livez", get(|| async { "alive\n" }))
        .route("/readyz", get(ready).with_state((Arc::from(checks), stop)))
}

async fn render(State(metrics): State<Metrics>) -> impl IntoResponse {
    (
        [(
            header::CONTENT_TYPE,
            "text/plain; version=0.0.4; charset=utf-8",
        )],
        metrics.render(),
    )
}

/// One line per check: its name, and `ok` or what is wrong.
async fn ready(State((checks, stop)): State<(Arc<[Check]>, Stop)>) -> (StatusCode, String) {
    let outcomes = join_all(checks.iter().map(Check::outcome)).await;
    let stopping = stop.is_requested();
    let all_ok = !stopping && outcomes.iter().all(Result::is_ok);

    let mut body = String::new();
    if stopping {
        body.push_str("stopping\n");
    }
    for (check, outcome) in checks.iter().zip(outcomes) {
        let said = outcome.err().unwrap_or_else(|| "ok".to_owned());
        // Writing to a string does not fail.
        let _ = writeln!(body, "{}: {said}", check.name);
    }
    (
        if all_ok {
            StatusCode::OK
        } else {
            StatusCode::SERVICE_UNAVAILABLE
        },
        body,
    )
}

#[cfg(test)]
mod tests {
    use axum::body::{Body, to_bytes};
    use axum::http::Request;
    use tower::ServiceExt;

    use super::*;

    async fn get(router: Router, path: &str) -> (StatusCode, String) {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let response = router.oneshot(request).await.unwrap();
        let status = response.status();
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, String::from_utf8(body.to_vec()).unwrap())
    }

    fn with(checks: Vec<Check>) -> Router {
        router(Metrics::install(), checks, Stop::new(Duration::ZERO))
    }

    #[tokio::test(start_paused = true)]
    async fn one_bad_check_is_enough_and_all_are_named() {
        let checks = vec![
            Check::new("queue", || async { Ok(()) }),
            Check::new("store", || async {
                anyhow::bail!("the schema is older than the program")
            }),
            Check::new("slow", std::future::pending),
        ];
        let (status, body) = get(with(checks), "/readyz").await;
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(
            body,
            "queue: ok\nstore: the schema is older than the program\nslow: no answer within 900 ms\n"
        );
    }

    #[tokio::test]
    async fn a_process_is_ready_when_all_is_well_until_it_stops() {
        let stop = Stop::new(Duration::ZERO);
        let checks = vec![Check::new("queue", || async { Ok(()) })];
        let router = router(Metrics::install(), checks, stop.clone());
        assert_eq!(
            get(router.clone(), "/readyz").await,
            (StatusCode::OK, "queue: ok\n".into())
        );
        stop.request();
        let (status, body) = get(router.clone(), "/readyz").await;
        assert_eq!(
            (status, body.as_str()),
            (StatusCode::SERVICE_UNAVAILABLE, "stopping\nqueue: ok\n")
        );
        assert_eq!(get(router, "/livez").await.0, StatusCode::OK);
    }

    #[tokio::test]
    async fn metrics_are_served_as_prometheus_reads_them() {
        let (status, body) = get(with(Vec::new()), "/metrics").await;
        assert_eq!(status, StatusCode::OK);
        assert!(body.contains("# TYPE process_threads gauge"));
    }
}
