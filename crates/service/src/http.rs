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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use axum::routing::get;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;

    use super::*;

    #[tokio::test]
    async fn a_request_in_flight_is_answered_and_a_later_one_is_not_taken() {
        let stop = Stop::new(Duration::from_mins(1));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let inside = stop.clone();
        let router = Router::new().route(
            "/",
            get(|| async move {
                inside.request();
                tokio::time::sleep(Duration::from_millis(50)).await;
                "done"
            }),
        );
        let serving = tokio::spawn(serve(router, listener, stop));

        let mut connection = TcpStream::connect(address).await.unwrap();
        connection
            .write_all(b"GET / HTTP/1.1\r\nhost: a\r\n\r\n")
            .await
            .unwrap();
        let mut answer = String::new();
        connection.read_to_string(&mut answer).await.unwrap();

        assert!(
            answer.starts_with("HTTP/1.1 200") && answer.ends_with("done"),
            "{answer}"
        );
        serving.await.unwrap().unwrap();
        assert!(TcpStream::connect(address).await.is_err());
    }
}
