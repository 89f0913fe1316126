//! Serving a router until the process is to stop.

use axum::Router;
use axum::serve::ListenerExt;
use tokio::net::TcpListener;

use crate::stop::Stop;

/// Serves `router` until `stop` is requested, and then until the requests in flight are answered or
/// the stop is forced.
///
/// # Errors
/// The listener broke.
pub async fn serve(router: Router, listener: TcpListener, stop: Stop) -> std::io::Result<()> {
    // Answers are small and somebody waits for them: do not hold them back to fill a packet.
    let listener = listener.tap_io(|connection| {
        if let Err(error) = connection.set_nodelay(true) {
            tracing::debug!(%error, "A connection keeps its delay.");
        }
    });
    let requested = stop.clone();
    let serving = axum::serve(listener, router)
        .with_graceful_shutdown(async move { requested.requested().await });
    tokio::select! {
        result = serving => result,
        () = stop.forced() => Ok(()),
    }
}
