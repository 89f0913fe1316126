//! The real programs, as processes: side by side, killed, looked at.

use std::collections::BTreeSet;
use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant as Stopwatch};

use anyhow::Context;
use domain::booking::AppointmentStatus;
use domain::event::Digest;
use e2e::businesses::{PRACTICE, SALON};
use e2e::program::Program;
use e2e::world::PATIENCE;
use e2e::{Dump, Shape, World, script};
use futures::future::join_all;
use reqwest::Url;
use sandbox::calcom::{Breakage, CalcomConfig, Fault, Operation};
use sandbox::retell::{CallScript, Sender};
use secrecy::SecretString;

use crate::many::{calls, recorded_once, send_at_once};

in_both_shapes!(killed_under_load_nothing_acknowledged_is_lost);

fn sender(ingress: &Program, key: &str) -> anyhow::Result<Sender> {
    let url: Url = format!("http://{}/webhooks/retell", ingress.address("webhooks")?).parse()?;
    Ok(Sender::new(url, SecretString::from(key))?)
}

/// Waits until every appointment of the world is settled and no job is left.
async fn quiet(world: &World) -> anyhow::Result<Dump> {
    let began = Stopwatch::now();
    loop {
        let (events, bookings) = world.gauges().await?;
        let left =
            events.ready + events.delayed + events.running + bookings.ready + bookings.running;
        let dump = world.dump().await?;
        if left == 0 && dump.first_due().is_none() {
            return Ok(dump);
        }
        assert!(
            began.elapsed() < PATIENCE,
            "left: {events:?}, {bookings:?}\n{dump}"
        );
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn separate_processes_write_the_same_rows_as_the_embedded_shape() -> anyhow::Result<()> {
    let scaled = World::idle(Shape::Scaled).await?;
    let mut ingress = Program::ingress(&scaled).await?;
    let mut workers = [
        Program::worker(&scaled, &[]).await?,
        Program::worker(&scaled, &[]).await?,
    ];
    let embedded = World::new(Shape::Embedded).await?;

    let now = scaled.now();
    let german: Vec<CallScript> = vec![
        script::german(scaled.slot(&SALON, 0)?, now),
        script::german(scaled.slot(&SALON, 1)?, now).anonymous(),
        script::german(scaled.slot(&SALON, 2)?, now).to("+493099999999"),
        script::german(scaled.slot(&SALON, 3)?, now)
            .from("+4917604069022")
            .analysis(serde_json::json!({"termin_start": scaled.slot(&SALON, 3)?.to_string()})),
        CallScript::new(script::call_id(), now)
            .to(SALON.number)
            .not_connected("dial_no_answer"),
    ];
    let english = script::english(scaled.slot(&PRACTICE, 0)?, now);
    for call in &german {
        for event in call.events() {
            let outcome = sender(&ingress, SALON.key)?
                .send(event.clone(), now)
                .await?;
            assert_eq!(outcome.status, 200);
            embedded.deliver(event).await?;
        }
    }
    for event in english.events() {
        let outcome = sender(&ingress, PRACTICE.key)?
            .send(event.clone(), now)
            .await?;
        assert_eq!(outcome.status, 200);
        embedded.deliver_to(&PRACTICE, event).await?;
    }
    let broken = b"{\"event\":\"call_ended\",".to_vec();
    sender(&ingress, SALON.key)?
        .send(broken.clone(), now)
        .await?;
    embedded.deliver(broken).await?;

    embedded.settle().await?;
    let written = quiet(&scaled).await?;
    // Where each keeps its keys and finds its Cal.com, and since when.
    let of_the_place = ["base_url", "api_key", "api_keys", "active_from"];
    let written = written.timeless().without(&of_the_place);
    let expected = embedded.dump().await?.timeless().without(&of_the_place);
    assert!(
        written == expected,
        "embedded:\n{expected}\nscaled:\n{written}"
    );
    assert_eq!(written.rows("calls").len(), 5);
    assert_eq!(written.rows("appointments").len(), 3);

    for program in workers.iter_mut().chain([&mut ingress]) {
        let status = program.stop().await?;
        assert!(status.success(), "{status}:\n{}", program.log()?);
    }
    Ok(())
}

/// After the crash of a worker: every call is recorded once, and booked once or, where the worker
/// died after it had stored its intent and before it had asked, called back. It never asks twice.
fn once_or_called_back(world: &World, dump: &Dump, calls: &[CallScript]) {
    recorded_once(dump, calls);
    let status = |wanted| {
        let rows = dump.rows("appointments").iter();
        rows.filter(|row| row["status"] == wanted).count()
    };
    let (confirmed, failed) = (status("confirmed"), status("failed"));
    println!("{confirmed} confirmed, {failed} called back");
    assert_eq!(confirmed + failed, calls.len());
    assert!(failed <= world.config.bookings_at_once, "{failed} failed");
    assert_eq!(dump.rows("callbacks").len(), failed);
    let mut keys: Vec<String> = world
        .calcom
        .bookings()
        .into_iter()
        .map(|booking| booking.metadata[calcom::METADATA_KEY].clone())
        .collect();
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), confirmed);
    assert_eq!(world.calcom.bookings().len(), confirmed);
    assert_eq!(world.calcom.requests(Operation::Book), confirmed as u64);
}

/// Whatever was answered 200 is in the log after the crash of everything, once.
async fn killed_under_load_nothing_acknowledged_is_lost(shape: Shape) -> anyhow::Result<()> {
    let world = World::idle(shape).await?;
    let mut ingress = Program::ingress(&world).await?;
    let mut worker = Program::worker(&world, &[]).await?;
    let calls = calls(200, world.now())?;
    let bodies: Vec<String> = calls.iter().flat_map(CallScript::events).collect();
    let (client, now) = (sender(&ingress, SALON.key)?, world.now());
    let heard = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&heard);
    let sending = tokio::spawn(async move {
        join_all(bodies.into_iter().map(|body| async {
            let outcome = client.send(body.clone(), now).await;
            let status = outcome.map_or(0, |outcome| outcome.status);
            if status == 200 {
                counted.fetch_add(1, Ordering::AcqRel);
            }
            (body, status)
        }))
        .await
    });
    // In the middle of it: some are acknowledged, and some of those are recorded.
    let began = Stopwatch::now();
    while heard.load(Ordering::Acquire) == 0 || world.store.calls(1).await?.is_empty() {
        assert!(began.elapsed() < PATIENCE, "nothing is ever recorded");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    worker.kill()?;
    ingress.kill()?;
    let answers = sending.await?;
    let acknowledged: BTreeSet<String> = answers
        .iter()
        .filter(|(_, status)| *status == 200)
        .map(|(body, _)| Digest::of(body.as_bytes()).to_string())
        .collect();
    println!(
        "{} of {} were acknowledged before the crash",
        acknowledged.len(),
        answers.len()
    );
    assert!(!acknowledged.is_empty());

    let ingress = Program::ingress(&world).await?;
    let _worker = Program::worker(&world, &[]).await?;
    let dump = quiet(&world).await?;
    let logged: BTreeSet<String> = dump
        .rows("events")
        .iter()
        .map(|row| row["digest"].clone())
        .collect();
    assert_eq!(logged.len(), dump.rows("events").len());
    let lost: Vec<&String> = acknowledged.difference(&logged).collect();
    assert!(lost.is_empty(), "{lost:?}");

    // Retell sends again what was not acknowledged.
    let missing = answers
        .into_iter()
        .filter(|(_, status)| *status != 200)
        .map(|(body, _)| body);
    let again = send_at_once(
        &sender(&ingress, SALON.key)?,
        missing.collect(),
        world.now(),
    )
    .await;
    assert!(again.iter().all(|(_, status)| *status == 200));
    once_or_called_back(&world, &quiet(&world).await?, &calls);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_two_workers_is_killed_and_nothing_is_lost_or_twice() -> anyhow::Result<()> {
    let world = World::beside(Shape::Scaled, |config| CalcomConfig {
        booking_time: Duration::from_millis(20),
        ..config
    })
    .await?;
    let ingress = Program::ingress(&world).await?;
    let mut doomed = Program::worker(&world, &[]).await?;
    let _other = Program::worker(&world, &[]).await?;
    let calls = calls(200, world.now())?;
    let bodies: Vec<String> = calls.iter().flat_map(CallScript::events).collect();
    let client = sender(&ingress, SALON.key)?;
    let now = world.now();
    let sending = tokio::spawn(async move { send_at_once(&client, bodies, now).await });
    let began = Stopwatch::now();
    while world.calcom.bookings().len() < 10 {
        assert!(began.elapsed() < PATIENCE, "nothing is ever booked");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    doomed.kill()?;
    assert!(sending.await?.iter().all(|(_, status)| *status == 200));
    once_or_called_back(&world, &quiet(&world).await?, &calls);
    Ok(())
}

/// F13: the worker dies between its request and the answer.
#[tokio::test(flavor = "multi_thread")]
async fn a_worker_killed_while_it_books_leaves_one_booking() -> anyhow::Result<()> {
    let world = World::idle(Shape::Scaled).await?;
    let ingress = Program::ingress(&world).await?;
    let mut worker = Program::worker(&world, &[("RINGBACK_CALCOM_TIMEOUT_S", "5")]).await?;
    world
        .calcom
        .fault(Operation::Book, Fault::After(Breakage::Hang), 1);
    let call = script::german(world.slot(&SALON, 0)?, world.now());
    for event in call.events() {
        sender(&ingress, SALON.key)?
            .send(event, world.now())
            .await?;
    }
    let began = Stopwatch::now();
    while world.calcom.bookings().is_empty() {
        assert!(began.elapsed() < PATIENCE, "nothing is ever booked");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    worker.kill()?;
    let left = world.appointment(call.call_id()).await?;
    assert_eq!(left.status, AppointmentStatus::Booking);

    let _heir = Program::worker(&world, &[]).await?;
    quiet(&world).await?;
    let booked = world.appointment(call.call_id()).await?;
    assert_eq!(booked.status, AppointmentStatus::Confirmed);
    assert_eq!(world.calcom.requests(Operation::Book), 1);
    let [booking] = world.calcom.bookings().try_into().expect("one booking");
    assert_eq!(booked.calcom_uid, Some(booking.uid));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn while_redis_is_down_the_answer_is_503_and_all_recover_by_themselves() -> anyhow::Result<()>
{
    let mut world = World::new(Shape::Scaled).await?;
    let before = script::german(world.slot(&SALON, 0)?, world.now());
    world.deliver_call(&SALON, &before).await?;
    world.settle().await?;

    world.servers()?.redis.stop().await?;
    let during = script::german(world.slot(&SALON, 1)?, world.now()).from("+4917604069022");
    for event in during.events() {
        let outcome = world.send(SALON.key, event).await?;
        assert_eq!(outcome.status, 503);
    }
    world.servers()?.redis.start().await?;
    for event in during.events() {
        let began = Stopwatch::now();
        while world.send(SALON.key, event.clone()).await?.status != 200 {
            assert!(began.elapsed() < PATIENCE, "it never takes webhooks again");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
    world.settle().await?;
    let booked = world.appointment(during.call_id()).await?;
    assert_eq!(booked.status, AppointmentStatus::Confirmed);
    assert_eq!(world.calcom.bookings().len(), 2);
    Ok(())
}

/// The value of a series that has all of these in its line.
fn sample(metrics: &str, parts: &[&str]) -> anyhow::Result<f64> {
    let line = metrics
        .lines()
        .find(|line| !line.starts_with('#') && parts.iter().all(|part| line.contains(part)))
        .with_context(|| format!("no series {parts:?} in:\n{metrics}"))?;
    Ok(line.rsplit(' ').next().context("a value")?.parse()?)
}

fn promtool_accepts(metrics: &str) -> anyhow::Result<()> {
    let Some(promtool) = testkit::programs::in_path("promtool") else {
        println!("skipped: `promtool` is not installed (Debian package prometheus)");
        return Ok(());
    };
    let mut child = Command::new(promtool)
        .args(["check", "metrics"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    child
        .stdin
        .take()
        .context("its input")?
        .write_all(metrics.as_bytes())?;
    let output = child.wait_with_output()?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned()
        + &String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "promtool: {said}\n{metrics}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn metrics_show_depth_age_and_latency_and_logs_show_nobody() -> anyhow::Result<()> {
    let world = World::idle(Shape::Scaled).await?;
    let ingress = Program::ingress(&world).await?;
    let calls = calls(100, world.now())?;
    let bodies: Vec<String> = calls.iter().flat_map(CallScript::events).collect();
    let answers = send_at_once(&sender(&ingress, SALON.key)?, bodies, world.now()).await;
    assert!(answers.iter().all(|(_, status)| *status == 200));
    // Words of Cal.com's that repeat the attendee, a forgery, and what cannot be read.
    world
        .calcom
        .fault(Operation::Book, Fault::After(Breakage::Html502), 1);
    let client = sender(&ingress, SALON.key)?;
    client
        .send_forged(calls[0].call_ended(), world.now())
        .await?;
    client
        .send(calls[0].call_ended()[..500].to_owned(), world.now())
        .await?;
    let of_ingress = ingress.metrics().await?;
    promtool_accepts(&of_ingress)?;
    let accepted = [
        "ringback_acknowledgement_seconds_count",
        "call_ended",
        "accepted",
    ];
    assert!(sample(&of_ingress, &accepted)? >= 100.0);
    let accepted = ["ringback_webhooks_total", "call_analyzed", "accepted"];
    assert!(sample(&of_ingress, &accepted)? >= 100.0);
    assert!(
        sample(
            &of_ingress,
            &["ringback_webhooks_total", "refused_signature_wrong_key"]
        )? >= 1.0
    );

    // Its first look at the queue is at its start, before it has worked on all that.
    let worker = Program::worker(&world, &[("RINGBACK_WORKER_CONCURRENCY", "1")]).await?;
    let early = worker.metrics().await?;
    promtool_accepts(&early)?;
    assert!(sample(&early, &["ringback_queue_jobs", "\"events\"", "\"ready\""])? > 0.0);
    assert!(sample(&early, &["ringback_queue_oldest_age_seconds", "\"events\""])? > 0.0);
    quiet(&world).await?;
    let late = worker.metrics().await?;
    promtool_accepts(&late)?;
    for series in [
        &[
            "ringback_job_duration_seconds_count",
            "\"events\"",
            "\"done\"",
        ][..],
        &[
            "ringback_job_duration_seconds_count",
            "\"bookings\"",
            "\"done\"",
        ],
        &["ringback_receipt_to_recorded_seconds_count"],
        &["ringback_receipt_to_booked_seconds_count"],
        &["ringback_call_duration_seconds_count"],
        &["ringback_calcom_requests_total", "\"book\"", "\"ok\""],
        &["ringback_bookings_total", "\"confirmed\""],
        &["ringback_unreadable_events_total"],
        &["process_resident_memory_bytes"],
    ] {
        assert!(sample(&late, series)? > 0.0, "{series:?}");
    }

    for program in [&ingress, &worker] {
        let log = program.log()?;
        assert!(log.lines().count() > 10, "it logs at all");
        for personal in [
            "4917000",
            "4930231250",
            "Jutta",
            "Lüdenscheidt",
            "ldenscheidt",
            "beispiel.de",
            "hätte gern",
            SALON.key,
            SALON.calcom_key,
        ] {
            let line = log.lines().find(|line| line.contains(personal));
            assert_eq!(line, None, "`{personal}` in a log");
        }
    }
    Ok(())
}
