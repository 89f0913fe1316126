//! How a job is written down, the same on every engine: a small JSON record with the typed
//! payload, and the raw body behind one tag byte.

use std::io;

use bytes::Bytes;
use domain::time::Instant;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::error::QueueError;
use crate::job::{Job, JobId, Payload, Push};
use crate::trace::TraceContext;

/// A job as the engines keep it. They never look inside.
#[derive(Debug, Clone)]
pub(crate) struct Record {
    /// [`Meta`] as JSON.
    pub(crate) meta: Bytes,
    /// A tag byte and the body.
    pub(crate) body: Option<Bytes>,
}

/// Why a record cannot be read, in words that never quote it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Undecodable(pub(crate) String);

const PLAIN: u8 = 0;
const ZSTD: u8 = 1;

#[derive(Serialize, Deserialize)]
struct Meta<P> {
    #[serde(rename = "v")]
    version: u16,
    #[serde(rename = "at")]
    enqueued_at_micros: i64,
    #[serde(rename = "t", default, skip_serializing_if = "Option::is_none")]
    trace: Option<String>,
    #[serde(rename = "p")]
    payload: P,
}

/// Writes a job down.
pub(crate) fn encode<P: Payload>(
    push: Push<P>,
    now: Instant,
    compress_above: usize,
) -> Result<Record, QueueError> {
    let meta = Meta {
        version: P::VERSION,
        enqueued_at_micros: now.as_micros(),
        trace: push.trace.map(|trace| trace.as_str().to_owned()),
        payload: push.payload,
    };
    let meta = serde_json::to_vec(&meta)
        .map_err(QueueError::encode)?
        .into();
    let body = push.body.map(|body| pack(&body, compress_above));
    Ok(Record { meta, body })
}

/// Reads a job back; its bytes come from outside, so nothing in them is trusted.
pub(crate) fn decode<P: Payload>(
    id: JobId,
    attempt: u32,
    record: &Record,
) -> Result<Job<P>, Undecodable> {
    // The frame first: a newer version may have any payload.
    let meta: Meta<&RawValue> = parse(&record.meta, "frame")?;
    if meta.version > P::VERSION {
        return Err(Undecodable(format!(
            "version {} of the queue `{}` is newer than this program's {}",
            meta.version,
            P::QUEUE,
            P::VERSION
        )));
    }
    let payload = parse(meta.payload.get().as_bytes(), "payload")?;
    let enqueued_at = Instant::from_micros(meta.enqueued_at_micros)
        .ok_or_else(|| Undecodable("the time of the push is out of range".to_owned()))?;
    let body = record
        .body
        .as_ref()
        .map(unpack)
        .transpose()
        .map_err(|_| Undecodable("the body cannot be decompressed".to_owned()))?;
    Ok(Job {
        id,
        payload,
        body,
        trace: meta.trace.as_deref().and_then(TraceContext::parse),
        attempt,
        enqueued_at,
    })
}

/// For the dead letters: the payload's bytes where the frame can be read, else the frame's, and
/// the body unpacked where it can be.
pub(crate) fn salvage(record: &Record) -> (Bytes, Option<Bytes>) {
    let payload = serde_json::from_slice::<Meta<&RawValue>>(&record.meta).map_or_else(
        |_| record.meta.clone(),
        |meta| record.meta.slice_ref(meta.payload.get().as_bytes()),
    );
    let body = record
        .body
        .as_ref()
        .map(|body| unpack(body).unwrap_or_else(|_| body.clone()));
    (payload, body)
}

fn parse<'a, T: Deserialize<'a>>(json: &'a [u8], what: &str) -> Result<T, Undecodable> {
    serde_json::from_slice(json).map_err(|error| {
        // Its own words quote the data, which may be personal.
        Undecodable(format!(
            "the {what} is not readable: {:?} error at line {}, column {}",
            error.classify(),
            error.line(),
            error.column()
        ))
    })
}

fn pack(body: &[u8], compress_above: usize) -> Bytes {
    if body.len() > compress_above {
        let mut packed = vec![ZSTD];
        // Compressing memory into memory fails only for want of memory; the body then travels as
        // it is.
        if zstd::stream::copy_encode(body, &mut packed, 1).is_ok() {
            return packed.into();
        }
    }
    let mut packed = Vec::with_capacity(body.len() + 1);
    packed.push(PLAIN);
    packed.extend_from_slice(body);
    packed.into()
}

fn unpack(packed: &Bytes) -> io::Result<Bytes> {
    match packed.first() {
        Some(&PLAIN) => Ok(packed.slice(1..)),
        Some(&ZSTD) => zstd::stream::decode_all(&packed[1..]).map(Bytes::from),
        _ => Err(io::ErrorKind::InvalidData.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    struct Greet {
        whom: String,
    }

    impl Payload for Greet {
        const QUEUE: &'static str = "greetings";
        const VERSION: u16 = 2;
    }

    fn at() -> Instant {
        Instant::from_micros(1_790_000_000_000_001).unwrap()
    }

    fn record(meta: &'static str) -> Record {
        Record {
            meta: Bytes::from_static(meta.as_bytes()),
            body: None,
        }
    }

    #[test]
    fn a_job_comes_back_as_it_went_in() {
        let trace = TraceContext::parse("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        for body in [&b""[..], b"short", &vec![b'x'; 100_000]] {
            let push = Push::new(Greet {
                whom: "Änne".into(),
            })
            .body(body.to_vec())
            .trace(trace.clone().unwrap());
            let record = encode(push, at(), 1024).unwrap();
            let job: Job<Greet> = decode(JobId::random(), 3, &record).unwrap();
            assert_eq!(job.payload.whom, "Änne");
            assert_eq!(job.body.as_deref(), Some(body));
            assert_eq!(
                (job.trace, job.attempt, job.enqueued_at),
                (trace.clone(), 3, at())
            );
        }
    }

    #[test]
    fn only_large_bodies_are_compressed() {
        let size = |len| pack(&vec![b'x'; len], 1024).len();
        assert_eq!(size(1024), 1025);
        assert!(size(100_000) < 100);
    }

    #[test]
    fn what_cannot_be_read_is_said_without_quoting_it() {
        let why = |meta| {
            decode::<Greet>(JobId::random(), 1, &record(meta))
                .unwrap_err()
                .0
        };
        assert_eq!(
            why("secret"),
            "the frame is not readable: Syntax error at line 1, column 1"
        );
        assert_eq!(
            why(r#"{"v":2,"at":0,"p":{"whom":["secret"]}}"#),
            "the payload is not readable: Data error at line 1, column 8"
        );
        assert_eq!(
            why(r#"{"v":3,"at":0,"p":"secret"}"#),
            "version 3 of the queue `greetings` is newer than this program's 2"
        );
        assert_eq!(
            why(r#"{"v":1,"at":9223372036854775807,"p":{"whom":"secret"}}"#),
            "the time of the push is out of range"
        );
    }

    #[test]
    fn an_older_version_is_read() {
        let old = record(r#"{"v":1,"at":0,"p":{"whom":"you"}}"#);
        assert_eq!(
            decode::<Greet>(JobId::random(), 1, &old)
                .unwrap()
                .payload
                .whom,
            "you"
        );
    }

    #[test]
    fn a_dead_letter_keeps_the_bytes() {
        assert_eq!(salvage(&record("garbage")).0, "garbage");
        assert_eq!(salvage(&record(r#"{"v":9,"at":0,"p":[1, 2]}"#)).0, "[1, 2]");
        let odd = Record {
            meta: Bytes::new(),
            body: Some(Bytes::from_static(b"\x07odd")),
        };
        assert_eq!(salvage(&odd).1.unwrap(), &b"\x07odd"[..]);
    }
}
