//! Signs bodies and posts them, as Retell does.

use std::time::Duration;

use bytes::Bytes;
use domain::time::Instant;
use reqwest::header::{CONTENT_TYPE, USER_AGENT};
use reqwest::{Client, Url};
use retell::signature::{HEADER, sign};
use secrecy::SecretString;

/// Retell's, unless an agent says otherwise.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Posts to one address with one key.
#[derive(Debug, Clone)]
pub struct Sender {
    http: Client,
    url: Url,
    key: SecretString,
    retry: Retry,
}

/// What to do when the answer is not 2xx, or none comes in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retry {
    /// How often to send again.
    pub times: u32,
    /// How long to wait before that.
    pub pause: Duration,
}

impl Retry {
    /// Leave it.
    pub const NEVER: Self = Self {
        times: 0,
        pause: Duration::ZERO,
    };

    /// What Retell documents: up to three times. The pause is not documented.
    pub const LIKE_RETELL: Self = Self {
        times: 3,
        pause: Duration::from_secs(1),
    };
}

/// The last answer to a delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The HTTP status.
    pub status: u16,
    /// From the request to the last byte of the answer.
    pub latency: Duration,
    /// The answer.
    pub body: Bytes,
    /// How often it was sent.
    pub attempts: u32,
}

impl Outcome {
    /// Whether Retell would be content.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

impl Sender {
    /// To `url`, signing with `key`.
    pub fn new(url: Url, key: SecretString) -> reqwest::Result<Self> {
        Ok(Self {
            // Deliveries go to this machine or the next; a proxy of the environment knows neither.
            http: Client::builder().timeout(TIMEOUT).no_proxy().build()?,
            url,
            key,
            retry: Retry::NEVER,
        })
    }

    /// Sends again what is not accepted.
    #[must_use]
    pub fn retrying(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// To another address, over the same connections.
    #[must_use]
    pub fn to(&self, url: Url) -> Self {
        Self {
            url,
            ..self.clone()
        }
    }

    /// Signs and posts. Sending a body again, later, is what a redelivery is: the same bytes under
    /// a fresh signature. Repeated attempts are signed for the time at which they are made.
    ///
    /// # Errors
    /// When no attempt got an answer: refused, cut, or too slow.
    pub async fn send(&self, body: impl Into<Bytes>, at: Instant) -> reqwest::Result<Outcome> {
        let (body, began) = (body.into(), std::time::Instant::now());
        let mut attempts = 0;
        loop {
            attempts += 1;
            let signature = sign(&self.key, &body, at.plus(began.elapsed()));
            let outcome = self.send_signed(body.clone(), &signature).await;
            let done =
                attempts > self.retry.times || outcome.as_ref().is_ok_and(Outcome::is_success);
            if done {
                return outcome.map(|outcome| Outcome {
                    attempts,
                    ..outcome
                });
            }
            tokio::time::sleep(self.retry.pause).await;
        }
    }

    /// Posts under a signature that somebody without the key made.
    ///
    /// # Errors
    /// When there was no answer.
    pub async fn send_forged(
        &self,
        body: impl Into<Bytes>,
        at: Instant,
    ) -> reqwest::Result<Outcome> {
        let body = body.into();
        let signature = sign(&"not_the_key".into(), &body, at);
        self.send_signed(body, &signature).await
    }

    /// Posts once, under any signature.
    ///
    /// # Errors
    /// When there was no answer.
    pub async fn send_signed(
        &self,
        body: impl Into<Bytes>,
        signature: &str,
    ) -> reqwest::Result<Outcome> {
        let began = std::time::Instant::now();
        let response = self
            .http
            .post(self.url.clone())
            .header(CONTENT_TYPE, "application/json")
            .header(USER_AGENT, "axios/1.15.2")
            .header(HEADER, signature)
            .body(body.into())
            .send()
            .await?;
        Ok(Outcome {
            status: response.status().as_u16(),
            body: response.bytes().await?,
            latency: began.elapsed(),
            attempts: 1,
        })
    }
}
