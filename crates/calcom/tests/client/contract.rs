//! Both sides against Cal.com's OpenAPI document, where there is one: it is third-party data,
//! and not ours to keep. `RINGBACK_CALCOM_OPENAPI` names the file; unset, nothing is compared.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use calcom::{ListQuery, SlotsQuery};
use domain::id::CalcomUid;
use domain::phone::PhoneNumber;
use domain::time::Clock;
use sandbox::calcom::Mode;
use serde_json::{Value, json};

use crate::support::{EVENT_TYPE, World, berlin, client, event_type, now, request, slot};

fn document() -> Option<Value> {
    let Some(path) = std::env::var_os("RINGBACK_CALCOM_OPENAPI").map(PathBuf::from) else {
        eprintln!("Not compared: RINGBACK_CALCOM_OPENAPI names no OpenAPI document of Cal.com.");
        return None;
    };
    let text = std::fs::read_to_string(&path).unwrap();
    Some(serde_json::from_str(&text).unwrap())
}

#[derive(Debug)]
struct Sent {
    method: String,
    path: String,
    query: Vec<String>,
    headers: HeaderMap,
    body: Value,
}

/// Everything that the client can send.
async fn everything_sent() -> Vec<Sent> {
    type Log = Arc<Mutex<Vec<Sent>>>;
    let log = Log::default();
    let record = async |State(log): State<Log>, request: Request| {
        let (parts, body) = request.into_parts();
        let body = to_bytes(body, 1 << 20).await.unwrap();
        let pairs = parts.uri.query().unwrap_or_default().split('&');
        let names = pairs.filter_map(|pair| Some(pair.split_once('=')?.0.to_owned()));
        log.lock().unwrap().push(Sent {
            method: parts.method.as_str().to_lowercase(),
            path: parts.uri.path().to_owned(),
            query: names.collect(),
            headers: parts.headers,
            body: serde_json::from_slice(&body).unwrap_or_default(),
        });
    };
    let routes = Router::new().fallback(record).with_state(Arc::clone(&log));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = format!("http://{}/v2", listener.local_addr().unwrap());
    tokio::spawn(axum::serve(listener, routes).into_future());

    let client = client(&base_url, Clock::fixed(now()));
    let mut full = request("call_1");
    full.length_minutes = Some(45);
    full.notes = Some("note".into());
    full.attendee.phone = Some(PhoneNumber::parse("+493023125014").unwrap());
    client.book(&request("call_1")).await;
    client.book(&full).await;
    let zone = berlin();
    let query = SlotsQuery {
        event_type: EVENT_TYPE,
        from: now(),
        until: slot(),
        zone: &zone,
        length_minutes: Some(45),
    };
    client.slots(query).await.unwrap_err();
    let query = ListQuery {
        event_type: EVENT_TYPE,
        starts_at: now(),
        ends_at: slot(),
    };
    client.list(query).await.unwrap_err();
    client.get(&CalcomUid::new("u")).await.unwrap_err();
    client.check().await.unwrap_err();
    drop(client);
    std::mem::take(&mut *log.lock().unwrap())
}

#[tokio::test]
async fn f10_what_is_sent_is_what_the_document_takes() {
    let Some(document) = document() else { return };
    for sent in everything_sent().await {
        let path = match sent.path.strip_prefix("/v2/bookings/") {
            Some(_) => "/v2/bookings/{bookingUid}",
            None => &sent.path,
        };
        let operation = &document["paths"][path][&sent.method];
        let parameters = operation["parameters"].as_array().unwrap();
        let names = |place: &str| -> Vec<(&str, bool)> {
            let of_place = parameters.iter().filter(|p| p["in"] == place);
            of_place
                .map(|p| (p["name"].as_str().unwrap(), p["required"] == true))
                .collect()
        };
        for name in &sent.query {
            assert!(
                names("query").iter().any(|(known, _)| known == name),
                "{name} in {sent:?}"
            );
        }
        for (name, required) in names("query") {
            assert!(
                !required || sent.query.iter().any(|sent| sent == name),
                "{name} in {sent:?}"
            );
        }
        for (name, required) in names("header") {
            assert!(
                !required || sent.headers.contains_key(name),
                "{name} in {sent:?}"
            );
        }
        if sent.method == "post" {
            let schema = json!({"$ref": "#/components/schemas/CreateBookingInput_2024_08_13"});
            let mut faults = Vec::new();
            compare(
                &document,
                &schema,
                &sent.body,
                "body",
                Unknown::IsWrong,
                &mut faults,
            );
            assert!(faults.is_empty(), "{faults:#?}");
        }
    }
}

#[tokio::test]
async fn the_stand_in_answers_as_the_document_says() {
    let Some(document) = document() else { return };
    for mode in [Mode::Plain, Mode::Confirmation] {
        let world = World::of(event_type().mode(mode)).await;
        world.client.book(&request("call_1")).await;
        let get = async |path: &str, version: &str| -> Value {
            let url = format!("{}/{path}", world.calcom.base_url());
            let request = reqwest::Client::new()
                .get(url)
                .header("cal-api-version", version);
            let answer = request
                .bearer_auth(crate::support::KEY)
                .send()
                .await
                .unwrap();
            answer.json().await.unwrap()
        };
        let uid = world.calcom.bookings().remove(0).uid;
        let slots =
            format!("slots?eventTypeId={EVENT_TYPE}&start=2026-11-05&end=2026-11-05&format=range");
        for (path, version, route) in [
            ("bookings", "2024-08-13", "/v2/bookings"),
            (
                &format!("bookings/{uid}"),
                "2024-08-13",
                "/v2/bookings/{bookingUid}",
            ),
            (&slots, "2024-09-04", "/v2/slots"),
        ] {
            let answer = get(path, version).await;
            let answers = &document["paths"][route]["get"]["responses"];
            let schema = &answers["200"]["content"]["application/json"]["schema"];
            let mut faults = Vec::new();
            compare(
                &document,
                schema,
                &answer,
                path,
                Unknown::Passes,
                &mut faults,
            );
            assert!(faults.is_empty(), "{faults:#?} in {answer:#}");
        }
    }
}

/// What a property means that the schema does not name.
#[derive(Clone, Copy, PartialEq)]
enum Unknown {
    IsWrong,
    Passes,
}

/// As much of JSON Schema as that document uses.
fn compare(
    document: &Value,
    schema: &Value,
    value: &Value,
    at: &str,
    unknown: Unknown,
    faults: &mut Vec<String>,
) {
    if let Some(reference) = schema["$ref"].as_str() {
        let schema = document.pointer(reference.trim_start_matches('#')).unwrap();
        return compare(document, schema, value, at, unknown, faults);
    }
    for all in schema["allOf"].as_array().into_iter().flatten() {
        compare(document, all, value, at, unknown, faults);
    }
    if let Some(alternatives) = schema["anyOf"]
        .as_array()
        .or_else(|| schema["oneOf"].as_array())
    {
        let tried = alternatives.iter().map(|alternative| {
            let mut faults = Vec::new();
            compare(document, alternative, value, at, unknown, &mut faults);
            faults
        });
        faults.extend(tried.min_by_key(Vec::len).unwrap_or_default());
    }
    let fits = match schema["type"].as_str() {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("string") => value.is_string(),
        Some("number" | "integer") => {
            value.is_number() || (value.is_null() && at.ends_with(".rating"))
        }
        Some("boolean") => value.is_boolean(),
        _ => true,
    };
    let listed = schema["enum"]
        .as_array()
        .is_none_or(|words| words.contains(value));
    if !fits || !listed {
        faults.push(format!("{at}: {value} is not {schema}"));
    }
    for name in schema["required"].as_array().into_iter().flatten() {
        if value.is_object() && value.get(name.as_str().unwrap()).is_none() {
            faults.push(format!("{at}: {name} is missing"));
        }
    }
    for (name, property) in value.as_object().into_iter().flatten() {
        let at = format!("{at}.{name}");
        match (
            schema["properties"].get(name),
            schema.get("additionalProperties"),
        ) {
            (Some(schema), _) | (None, Some(schema)) => {
                compare(document, schema, property, &at, unknown, faults);
            }
            (None, None) if schema["properties"].is_object() && unknown == Unknown::IsWrong => {
                faults.push(format!("{at} is unknown"));
            }
            (None, None) => {}
        }
    }
    for (n, item) in value.as_array().into_iter().flatten().enumerate() {
        compare(
            document,
            &schema["items"],
            item,
            &format!("{at}[{n}]"),
            unknown,
            faults,
        );
    }
}
