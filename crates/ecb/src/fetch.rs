//! Fetching a file.

use std::time::Duration;

/// How long it may take.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Bytes of the largest file; all of history as XML is 7 MB.
const LARGEST: usize = 64 << 20;

/// A file could not be fetched. None of these shows the address, which may hold a password.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The request failed, or was refused.
    #[error("the rates could not be fetched")]
    Http(#[source] reqwest::Error),
    /// It is larger than any of the bank's files.
    #[error("what was fetched is larger than any file of rates")]
    TooLarge,
}

/// What is at this address.
///
/// # Errors
/// [`FetchError`].
pub async fn fetch(url: &str) -> Result<Vec<u8>, FetchError> {
    let http = |error: reqwest::Error| FetchError::Http(error.without_url());
    let client = reqwest::Client::builder().timeout(TIMEOUT).build();
    let request = client.map_err(http)?.get(url).send();
    let answer = request.await.map_err(http)?.error_for_status();
    let mut answer = answer.map_err(http)?;
    let mut body = Vec::new();
    while let Some(part) = answer.chunk().await.map_err(http)? {
        if body.len() + part.len() > LARGEST {
            return Err(FetchError::TooLarge);
        }
        body.extend_from_slice(&part);
    }
    Ok(body)
}
