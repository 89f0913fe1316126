//! Whatever is sent, there is an answer, at once.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use retell::Unreadable;
use retell::envelope::{Envelope, peek};
use serde_json::{Value, json};

use crate::{EVENTS, sample, sample_value};

/// Both readers and the request reader; the event's outcome.
fn read(body: &[u8]) -> Result<retell::event::Event, Unreadable> {
    let (envelope, event) = (peek(body), retell::event::parse(body));
    let _ = retell::inbound::parse(body);
    if let Ok(event) = &event {
        assert_eq!(envelope.event, event.name);
        assert_eq!(envelope.call_id.as_ref(), event.call.id());
        assert_eq!(envelope.event_at, event.event_at);
        let digest = domain::event::Digest::of(body);
        let _ = retell::translate::report(event, digest);
    }
    event
}

#[track_caller]
fn refused(body: &[u8], reason: Unreadable) {
    let since = Instant::now();
    assert_eq!(read(body).unwrap_err(), reason);
    assert!(
        since.elapsed() < Duration::from_secs(5),
        "{:?}",
        since.elapsed()
    );
}

#[test]
fn each_unreadable_body_has_its_reason() {
    refused(b"", Unreadable::NotJson);
    refused(b"<html>", Unreadable::NotJson);
    refused(br#"{"event":"call_ended"}}"#, Unreadable::NotJson);
    refused(
        b"{\"event\":\"call_ended\",\"call\":{\"call_id\":\"\xfc\"}}",
        Unreadable::NotUtf8,
    );
    refused(b"[1]", Unreadable::NotAnObject);
    refused(b"null", Unreadable::NotAnObject);
    refused(b"{}", Unreadable::NoCallId);
    refused(br#"{"event":"call_ended","call":[]}"#, Unreadable::NoCallId);
    assert_eq!(peek(b"\xff"), Envelope::default());
    assert_eq!(Unreadable::NoCallId.label(), "no_call_id");
}

#[test]
fn two_mebibytes_of_brackets() {
    const SIZE: usize = 2 << 20;
    refused(&vec![b'['; SIZE], Unreadable::TooDeep);
    refused(&vec![b'{'; SIZE], Unreadable::TooDeep);
    refused(&vec![b']'; SIZE], Unreadable::NotJson);
    refused(&b"{\"a\":".repeat(SIZE / 5), Unreadable::TooDeep);
    refused(&b"[]".repeat(SIZE / 2), Unreadable::NotJson);
    let closed = [b"[".repeat(SIZE / 2), b"]".repeat(SIZE / 2)].concat();
    refused(&closed, Unreadable::TooDeep);
    let inside = [
        br#"{"event":"e","call":{"call_id":"c","x":"#.to_vec(),
        closed,
        b"}}".to_vec(),
    ];
    refused(&inside.concat(), Unreadable::TooDeep);
    assert_eq!(
        peek(&inside.concat()).event.as_deref(),
        Some("e"),
        "peeked all the same"
    );
}

#[test]
fn brackets_in_a_string_are_no_depth() {
    let text = format!(r#"\"\\{}"#, "[{".repeat(500));
    let body = format!(r#"{{"call":{{"call_id":"c","transcript":"{text}"}}}}"#);
    let event = read(body.as_bytes()).unwrap();
    assert!(
        event
            .call
            .transcript
            .unwrap()
            .as_str()
            .starts_with(r#""\[{"#)
    );
}

#[test]
fn the_deepest_that_passes_and_the_first_that_does_not() {
    let nested = |levels: usize| {
        let (open, close) = ("[".repeat(levels), "]".repeat(levels));
        format!(
            r#"{{"call":{{"call_id":"c","call_analysis":{{"custom_analysis_data":{{"a":{open}{close}}}}}}}}}"#
        )
    };
    let event = read(nested(96).as_bytes()).unwrap();
    let digest = domain::event::Digest::of(b"");
    let facts = retell::translate::report(&event, digest).unwrap().facts;
    assert!(facts.analysis.unwrap().custom.contains_key("a"));
    refused(nested(97).as_bytes(), Unreadable::TooDeep);
}

#[test]
fn arguments_that_are_deep_inside_their_string_are_left_out() {
    let deep = "[".repeat(100_000);
    let body = json!({"call": {"call_id": "c", "transcript_with_tool_calls": [
        {"role": "tool_call_invocation", "tool_call_id": "t", "name": "n", "arguments": deep},
        {"role": "tool_call_invocation", "tool_call_id": "u", "name": "n",
         "arguments": format!("{{\"a\":{deep}{}, \"b\":1}}", "]".repeat(100_000))},
    ]}});
    read(body.to_string().as_bytes()).unwrap();
}

/// Twice as long takes twice as long: the largest body (16 MiB) is 32 of these.
#[test]
fn half_a_mebibyte_of_anything_ends() {
    const SIZE: usize = 1 << 19;
    for filling in ["1,", "[],", r#"{"role":"user","content":"x"},"#] {
        let list = filling.repeat(SIZE / filling.len());
        let list = list.trim_end_matches(',');
        let body = format!(r#"{{"call":{{"call_id":"c","transcript_object":[{list}]}}}}"#);
        let since = Instant::now();
        read(body.as_bytes()).unwrap();
        let took = since.elapsed();
        assert!(took < Duration::from_secs(30), "{took:?}");
    }
}

#[test]
fn a_truncated_body_is_not_json() {
    for name in EVENTS {
        let body: Vec<u8> = sample(name).trim_ascii_end().to_vec();
        // Every length of the small ones; a prime step through the large ones.
        let step = if body.len() < 2_000 { 1 } else { 97 };
        for length in (0..body.len()).step_by(step) {
            let reason = read(&body[..length]).unwrap_err();
            let inside_a_character = std::str::from_utf8(&body[..length]).is_err();
            let expected = if inside_a_character {
                Unreadable::NotUtf8
            } else {
                Unreadable::NotJson
            };
            assert_eq!(reason, expected, "{name} at {length}");
        }
    }
}

/// The lists of which only objects are read.
const LISTS: [&str; 3] = [
    "transcript_object",
    "transcript_with_tool_calls",
    "product_costs",
];

/// Every place in a sample, replaced by a value of every type. The event still stands if its call
/// has an id, and it still says all of the rest: written again, it equals what was sent.
#[test]
fn a_value_of_a_wrong_type_spoils_nothing_else() {
    let strangers = [
        json!(null),
        json!([]),
        json!({}),
        json!("x"),
        json!(7),
        json!(true),
        json!([{"a": [1.5]}]),
    ];
    let mut places = 0;
    for name in EVENTS {
        if name.starts_with("03") || name.starts_with("06") {
            continue; // parts of 04
        }
        let mut original = sample_value(name);
        shorten(&mut original);
        let subject = if name.starts_with("01") {
            "call_inbound"
        } else {
            "call"
        };
        for path in paths(&original) {
            for stranger in &strangers {
                let mut body = original.clone();
                *body.pointer_mut(&path).unwrap() = stranger.clone();
                let outcome = read(body.to_string().as_bytes());
                let id = body.pointer(&format!("/{subject}/call_id"));
                let Some(Value::String(id)) = id else {
                    assert_eq!(outcome.unwrap_err(), Unreadable::NoCallId, "{name}{path}");
                    continue;
                };
                let event = outcome.unwrap();
                assert_eq!(event.call.id().unwrap().as_str(), id);
                let expected = as_written(body, &path);
                assert_eq!(
                    serde_json::to_value(&event).unwrap(),
                    expected,
                    "{name}{path} {stranger}"
                );
                places += 1;
            }
        }
    }
    assert!(places > 2_500, "{places}");
}

/// Some words and turns are like all of them.
fn shorten(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                if let Value::Array(elements) = field {
                    elements.truncate(match name.as_str() {
                        "words" | "values" => 1,
                        "transcript_object" => 2,
                        _ => usize::MAX,
                    });
                }
                shorten(field);
            }
        }
        Value::Array(elements) => elements.iter_mut().for_each(shorten),
        _ => {}
    }
}

/// JSON pointers to everything in it but itself.
fn paths(value: &Value) -> Vec<String> {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(fields) => fields
            .iter()
            .map(|(name, field)| (name.replace('~', "~0").replace('/', "~1"), field))
            .collect(),
        Value::Array(elements) => elements
            .iter()
            .enumerate()
            .map(|(place, element)| (place.to_string(), element))
            .collect(),
        _ => Vec::new(),
    };
    children
        .into_iter()
        .flat_map(|(name, child)| {
            let below = paths(child);
            let below = below.into_iter().map(|path| format!("/{name}{path}"));
            std::iter::once(format!("/{name}"))
                .chain(below)
                .collect::<Vec<_>>()
        })
        .collect()
}

/// Without secrets, and without elements of a list that are not read.
fn as_written(mut body: Value, path: &str) -> Value {
    if let Some(Value::Object(call)) = body.get_mut("call") {
        call.remove("access_token");
    }
    let (list, element) = path.rsplit_once('/').unwrap();
    if LISTS.iter().any(|name| list.ends_with(name))
        && let Some(Value::Array(elements)) = body.pointer_mut(list)
        && let Ok(place) = element.parse::<usize>()
        && !elements[place].is_object()
    {
        elements.remove(place);
    }
    body
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        "-?[0-9]{1,40}(\\.[0-9]{1,40})?(e-?[0-9]{1,10})?".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            proptest::collection::btree_map("[a-z_]{0,8}", inner, 0..6)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

/// Every field that is looked at.
const FIELDS: [&str; 25] = [
    "chat_id",
    "call_type",
    "agent_id",
    "agent_version",
    "from_number",
    "to_number",
    "direction",
    "call_status",
    "start_timestamp",
    "end_timestamp",
    "duration_ms",
    "disconnection_reason",
    "transcript",
    "transcript_object",
    "transcript_with_tool_calls",
    "call_cost",
    "chat_cost",
    "call_analysis",
    "chat_analysis",
    "message_with_tool_calls",
    "metadata",
    "retell_llm_dynamic_variables",
    "collected_dynamic_variables",
    "custom_sip_headers",
    "recording_url",
];

proptest! {
    #[test]
    fn random_bytes(body in proptest::collection::vec(any::<u8>(), 0..256)) {
        let _ = read(&body);
    }

    #[test]
    fn random_text_of_json_characters(body in r#"[\[\]{}",:0-9a-z\\\-.eE ]{0,200}"#) {
        let _ = read(body.as_bytes());
    }

    #[test]
    fn a_flipped_bit_in_a_sample(place in any::<prop::sample::Index>(), bit in 0_u32..8, which in 0..EVENTS.len()) {
        let mut body = sample(EVENTS[which]);
        let place = place.index(body.len());
        body[place] ^= 1 << bit;
        let _ = read(&body);
    }

    #[test]
    fn anything_in_any_field(field in 0..FIELDS.len(), value in any_json()) {
        let body = json!({"event": "call_analyzed", "call": {"call_id": "c", FIELDS[field]: value}});
        prop_assert!(read(body.to_string().as_bytes()).is_ok());
    }

    #[test]
    fn any_number_anywhere(digits in "-?(0|[1-9][0-9]{0,70})(\\.[0-9]{1,70})?([eE][+-]?[0-9]{1,12})?") {
        let body = format!(
            r#"{{"event_timestamp":{digits},"call":{{"call_id":"c","duration_ms":{digits},"start_timestamp":"{digits}",
               "call_cost":{{"combined_cost":{digits},"product_costs":[{{"product":"p","cost":{digits}}}]}},
               "call_analysis":{{"custom_analysis_data":{{"n":{digits}}}}}}}}}"#
        );
        prop_assert!(read(body.as_bytes()).is_ok());
    }
}
