//! Any order, any number of times: the rows are the same.

use domain::event::Digest;
use domain::id::{AppointmentId, CallId, WishNo};
use domain::time::Instant;
use e2e::businesses::SALON;
use e2e::world::stored_call;
use e2e::{Dump, Shape, World, script};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use sandbox::retell::{CallScript, restamp};
use serde_json::json;
use tokio::runtime::Handle;

/// Kept, so that a failure is one for everybody.
const SEED: [u8; 32] = *b"any order, any number of times..";

const CASES: u32 = 12;

/// Rows that are about a call.
const TABLES: &[&str] = &[
    "appointments",
    "call_reports",
    "callbacks",
    "calls",
    "customers",
    "events",
    "ledger_lines",
    "ledgers",
];

in_both_shapes!(
    any_order_and_any_number_of_times_ends_in_the_same_rows,
    of_two_analyses_the_newer_wins_in_any_order,
);

/// Who calls, and what comes of it.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Booked,
    Anonymous,
    NothingAgreed,
    ConsentMissing,
}

/// How the bodies of a call are delivered: each entry is a body's number.
#[derive(Debug, Clone)]
struct Way {
    kind: Kind,
    /// Which bodies there are beside the call's own: re-stamped copies, by body and minutes.
    copies: Vec<(usize, u64)>,
    order: Vec<usize>,
}

fn ways(bodies: usize) -> impl Strategy<Value = Way> {
    let kind = prop_oneof![
        Just(Kind::Booked),
        Just(Kind::Anonymous),
        Just(Kind::NothingAgreed),
        Just(Kind::ConsentMissing),
    ];
    let copies = prop::collection::vec((0..bodies, 1..5_u64), 0..3);
    (kind, copies).prop_flat_map(move |(kind, copies)| {
        let all = bodies + copies.len();
        prop::collection::vec(1..=4_usize, all)
            .prop_map(|times| {
                times
                    .iter()
                    .enumerate()
                    .flat_map(|(body, &times)| std::iter::repeat_n(body, times))
                    .collect::<Vec<usize>>()
            })
            .prop_shuffle()
            .prop_map(move |order| Way {
                kind,
                copies: copies.clone(),
                order,
            })
    })
}

fn call(kind: Kind, slot: Instant, began: Instant) -> CallScript {
    let call = script::german(slot, began);
    let start = slot.to_string();
    match kind {
        Kind::Booked => call,
        Kind::Anonymous => call.anonymous(),
        Kind::NothingAgreed => call.analysis(json!({"termin_gebucht": false})),
        Kind::ConsentMissing => call.analysis(json!({"termin_start": start})),
    }
}

/// One World for all cases: each has a call and an hour of its own.
struct Bench {
    world: World,
    began: Instant,
    hour: std::cell::Cell<u32>,
}

impl Bench {
    async fn new(shape: Shape) -> anyhow::Result<Self> {
        let world = World::new(shape).await?;
        Ok(Self {
            began: world.now(),
            world,
            hour: std::cell::Cell::default(),
        })
    }

    fn next_slot(&self) -> anyhow::Result<Instant> {
        let hour = self.hour.get();
        self.hour.set(hour + 1);
        script::slot(&SALON, self.began, hour)
    }

    /// Delivers, drains, and shows the rows of that call with its own names taken out.
    async fn rows(
        &self,
        call_id: &str,
        slots: &[Instant],
        bodies: &[String],
        order: &[usize],
    ) -> anyhow::Result<Dump> {
        for &body in order {
            self.world.deliver(bodies[body].clone()).await?;
        }
        self.world.drain().await?;
        let id = stored_call(SALON.account, call_id);
        let appointment = AppointmentId::of(id, WishNo::FIRST);
        let dump = self.world.dump().await?.only(TABLES).timeless();
        let names = names(id, appointment, call_id, slots, bodies, &dump);
        let row = dump
            .rows("calls")
            .iter()
            .find(|row| row["id"] == id.to_string());
        let customer = row.expect("the call has a row")["customer_id"].clone();
        Ok(dump
            .mentioning(&[call_id, &id.to_string(), &customer])
            .without(&["id"])
            .renamed(&names)
            .renamed(&[(customer, "CUSTOMER".into())])
            .without_others())
    }
}

/// What differs between two calls that are the same otherwise.
fn names(
    id: CallId,
    appointment: AppointmentId,
    call_id: &str,
    slots: &[Instant],
    bodies: &[String],
    dump: &Dump,
) -> Vec<(String, String)> {
    let mut names = vec![
        (call_id.to_owned(), "CALL".to_owned()),
        (id.to_string(), "CALL".to_owned()),
        (id.as_uuid().simple().to_string(), "CALL".to_owned()),
        (appointment.to_string(), "APPOINTMENT".to_owned()),
    ];
    for (number, slot) in slots.iter().enumerate() {
        names.push((slot.to_string(), format!("SLOT {number}")));
        let end = slot.plus(std::time::Duration::from_mins(30));
        names.push((end.to_string(), format!("END {number}")));
    }
    for (number, body) in bodies.iter().enumerate() {
        let digest = Digest::of(body.as_bytes());
        names.push((digest.to_string(), format!("BODY {number}")));
    }
    let uids = dump
        .rows("appointments")
        .iter()
        .filter(|row| row["call_id"] == id.to_string());
    names.extend(uids.filter_map(|row| Some((row.get("calcom_uid")?.clone(), "UID".to_owned()))));
    names
}

trait Others {
    fn without_others(self) -> Self;
}

impl Others for Dump {
    /// The same customer has appointments and calls of other cases.
    fn without_others(mut self) -> Self {
        for (table, rows) in &mut self.0 {
            if table != "customers" {
                rows.retain(|row| row.values().any(|value| value == "CALL"));
            }
        }
        self
    }
}

fn run(
    ways: impl Strategy<Value = Way>,
    check: impl Fn(Way) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let config = Config {
        cases: CASES,
        failure_persistence: None,
        max_shrink_iters: 24,
        ..Config::default()
    };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &SEED);
    let mut runner = TestRunner::new_with_rng(config, rng);
    runner
        .run(&ways, |way| {
            check(way).map_err(|error| TestCaseError::fail(format!("{error:#}")))
        })
        .map_err(|error| anyhow::anyhow!("{error}"))
}

/// Fails with both when they differ.
fn same(expected: &Dump, found: &Dump) -> anyhow::Result<()> {
    anyhow::ensure!(
        expected == found,
        "in order, once each:\n{expected}\nin this way:\n{found}"
    );
    Ok(())
}

async fn any_order_and_any_number_of_times_ends_in_the_same_rows(
    shape: Shape,
) -> anyhow::Result<()> {
    let bench = Bench::new(shape).await?;
    let bench = &bench;
    let handle = Handle::current();
    tokio::task::block_in_place(|| {
        run(ways(3), |way| {
            handle.block_on(async {
                let mut dumps = Vec::new();
                for in_order in [true, false] {
                    let slot = bench.next_slot()?;
                    let call = call(way.kind, slot, bench.began);
                    let mut bodies = call.events();
                    for &(of, minutes) in &way.copies {
                        let at = bench.began.plus(std::time::Duration::from_mins(minutes));
                        bodies.extend(restamp(&bodies[of], at));
                    }
                    let once: Vec<usize> = (0..bodies.len()).collect();
                    let order = if in_order { &once } else { &way.order };
                    dumps.push(bench.rows(call.call_id(), &[slot], &bodies, order).await?);
                }
                same(&dumps[0], &dumps[1])
            })
        })
    })?;
    let booked = bench.world.calcom.bookings().len() as u64;
    assert!(booked > 0);
    assert_eq!(
        bench
            .world
            .calcom
            .requests(sandbox::calcom::Operation::Book),
        booked
    );
    Ok(())
}

/// Both analyses are there before the appointment is asked for: until the key of Cal.com is to be
/// had, nothing is. (Afterwards the second one would make a callback.)
async fn of_two_analyses_the_newer_wins_in_any_order(shape: Shape) -> anyhow::Result<()> {
    let bench = Bench::new(shape).await?;
    let bench = &bench;
    let key_file = bench.world.calcom_key_file(&SALON);
    let key = std::fs::read(&key_file)?;
    let handle = Handle::current();
    tokio::task::block_in_place(|| {
        run(ways(4), |way| {
            handle.block_on(async {
                let mut dumps = Vec::new();
                for in_order in [true, false] {
                    let slots = [bench.next_slot()?, bench.next_slot()?];
                    let first = call(Kind::Booked, slots[0], bench.began);
                    let second =
                        first
                            .clone()
                            .summary("Der Termin wurde verlegt.")
                            .analysis(json!({
                                "termin_gebucht": true,
                                "termin_start": slots[1].to_string(),
                                "dienstleistung": "Herrenhaarschnitt",
                                "kunde_name": "Jutta Müller-Lüdenscheidt",
                            }));
                    let late = bench.began.plus(std::time::Duration::from_mins(9));
                    let mut bodies = first.events();
                    bodies.extend(restamp(&second.call_analyzed(), late));
                    for &(of, minutes) in &way.copies {
                        let at = bench.began.plus(std::time::Duration::from_mins(minutes));
                        // A copy of the second one stays the newest.
                        let at = if of == 3 {
                            late.plus(at.since(bench.began))
                        } else {
                            at
                        };
                        bodies.extend(restamp(&bodies[of], at));
                    }
                    let once: Vec<usize> = (0..bodies.len()).collect();
                    let order = if in_order { &once } else { &way.order };

                    std::fs::remove_file(&key_file)?;
                    for &body in order {
                        bench.world.deliver(bodies[body].clone()).await?;
                    }
                    bench.world.drain_events().await?;
                    std::fs::write(&key_file, &key)?;
                    bench.world.settle().await?;
                    let dump = bench.rows(first.call_id(), &slots, &bodies, &[]).await?;
                    let appointment = bench.world.appointment(first.call_id()).await?;
                    anyhow::ensure!(appointment.starts_at == slots[1], "the older one won");
                    dumps.push(dump);
                }
                same(&dumps[0], &dumps[1])
            })
        })
    })?;
    let booked = bench.world.calcom.bookings().len() as u64;
    assert_eq!(booked, u64::from(2 * CASES));
    assert_eq!(
        bench
            .world
            .calcom
            .requests(sandbox::calcom::Operation::Book),
        booked
    );
    Ok(())
}
