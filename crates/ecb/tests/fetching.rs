//! Fetching from a real server.

use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;

#[tokio::test]
async fn what_is_fetched_is_the_file_or_an_error_without_the_address() {
    let table = "Date,USD,\n2026-11-05,1.0876,\n";
    let router = Router::new()
        .route("/rates", get(move || async move { table }))
        .route("/gone", get(|| async { StatusCode::NOT_FOUND }));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });

    let found = ecb::fetch(&format!("http://{address}/rates"))
        .await
        .unwrap();
    assert_eq!(ecb::parse(&found).unwrap().len(), 1);
    let gone = format!("http://user:s3cret@{address}/gone");
    let refused = ecb::fetch(&gone).await.unwrap_err();
    let mut said = String::new();
    let mut error: Option<&dyn std::error::Error> = Some(&refused);
    while let Some(cause) = error {
        said = format!("{said} {cause}");
        error = cause.source();
    }
    assert!(said.contains("404") && !said.contains("s3cret"), "{said}");
}
