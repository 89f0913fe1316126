//! Whose call it is, and that nobody else notices.

use std::time::Duration;

use domain::booking::AppointmentStatus;
use domain::callback::CallbackReason;
use domain::event::Digest;
use domain::id::EventId;
use domain::job::{Cause, Delivery};
use e2e::businesses::{Business, PRACTICE, SALON, long_ago};
use e2e::{Dump, Shape, World, script};
use queue::{DedupeKey, Push};
use sandbox::calcom::Operation;
use sandbox::retell::CallScript;
use serde_json::Value;

in_both_shapes!(
    f36_an_unknown_number_is_parked_and_worked_on_once_registered,
    f41_a_parked_call_that_is_too_old_is_recorded_and_called_back,
    f3_a_number_of_another_account_is_parked_and_its_owner_notices_nothing,
    a_parked_delivery_of_a_known_agent_stays_parked,
    f42_every_anonymous_caller_is_a_customer_of_their_own,
    a_number_that_turns_up_later_replaces_the_nameless_customer,
    f43_outbound_and_web_calls_find_their_tenant,
    a_transfer_without_numbers_waits_for_its_call,
    calls_before_a_number_is_ours_are_recorded_and_not_booked,
    replaying_an_old_call_books_nothing,
    f41_an_event_of_another_company_does_not_move_a_call,
);

const UNREGISTERED: &str = "+493099999999";

/// The rows that are about calls.
const WORK: &[&str] = &[
    "appointments",
    "call_reports",
    "callbacks",
    "calls",
    "customers",
    "ledger_entries",
    "ledger_lines",
    "ledgers",
];

async fn parked(world: &World) -> anyhow::Result<Vec<(String, i64)>> {
    let mut counts: Vec<(String, i64)> = world
        .store
        .parked_counts()
        .await?
        .into_iter()
        .map(|(reason, count)| (reason.as_str().to_owned(), count))
        .collect();
    counts.sort();
    Ok(counts)
}

fn one(reason: &str, count: i64) -> Vec<(String, i64)> {
    vec![(reason.to_owned(), count)]
}

async fn work(world: &World) -> anyhow::Result<Dump> {
    Ok(world.dump().await?.only(WORK))
}

async fn f36_an_unknown_number_is_parked_and_worked_on_once_registered(
    shape: Shape,
) -> anyhow::Result<()> {
    let world = World::new(shape).await?;
    let call = script::german(world.slot(&SALON, 0)?, world.now()).to(UNREGISTERED);
    world.deliver_call(&SALON, &call).await?;
    world.drain().await?;
    assert_eq!(parked(&world).await?, one("unknown_number", 3));
    assert!(work(&world).await?.0.values().all(Vec::is_empty));

    let now = world.now();
    SALON
        .register_number(&world.store, UNREGISTERED, long_ago(now), now)
        .await?;
    world.settle().await?;
    assert_eq!(parked(&world).await?, []);
    let appointment = world.appointment(call.call_id()).await?;
    assert_eq!(appointment.status, AppointmentStatus::Confirmed);
    assert_eq!(world.calcom.bookings().len(), 1);
    Ok(())
}

async fn f41_a_parked_call_that_is_too_old_is_recorded_and_called_back(
    shape: Shape,
) -> anyhow::Result<()> {
    let world = World::new(shape).await?;
    let slot = world.slot(&SALON, 0)?;
    let call = script::german(slot, world.now()).to(UNREGISTERED);
    world.deliver_call(&SALON, &call).await?;
    world.drain().await?;
    world
        .clock
        .advance(world.config.max_booking_age + Duration::from_mins(1));
    let now = world.now();
    SALON
        .register_number(&world.store, UNREGISTERED, long_ago(now), now)
        .await?;
    world.settle().await?;
    recorded_and_called_back(&world, &call, slot).await
}

async fn recorded_and_called_back(
    world: &World,
    call: &CallScript,
    slot: domain::time::Instant,
) -> anyhow::Result<()> {
    let recorded = world.store.calls(10).await?;
    assert_eq!(recorded.len(), 1);
    assert_eq!(recorded[0].status, "analyzed");
    assert_eq!(world.store.appointments(10).await?, []);
    let [callback] = world
        .callbacks(call.call_id())
        .await?
        .try_into()
        .expect("one callback");
    assert_eq!(callback.reason, CallbackReason::CallTooOld);
    assert_eq!(callback.wanted_at, Some(slot));
    assert_eq!(world.calcom.requests(Operation::Book), 0);
    Ok(())
}

async fn f3_a_number_of_another_account_is_parked_and_its_owner_notices_nothing(
    shape: Shape,
) -> anyhow::Result<()> {
    let world = World::new(shape).await?;
    let own = script::english(world.slot(&PRACTICE, 0)?, world.now());
    world.deliver_call(&PRACTICE, &own).await?;
    world.settle().await?;
    let before = work(&world).await?;
    let asked = world.calcom.requests(Operation::Book);

    // The practice's number and its call, signed by the salon.
    let foreign = script::english(world.slot(&PRACTICE, 1)?, world.now());
    world.deliver_call(&SALON, &foreign).await?;
    for event in own.events() {
        world.deliver(event).await?;
    }
    world.settle().await?;
    assert_eq!(parked(&world).await?, one("foreign_account", 6));
    assert_eq!(work(&world).await?, before);
    assert_eq!(world.calcom.requests(Operation::Book), asked);

    // Should the number move to that account, its deliveries are taken up.
    let now = world.now();
    SALON
        .register_number(&world.store, PRACTICE.number, long_ago(now), now)
        .await?;
    world.settle().await?;
    assert_eq!(parked(&world).await?, []);
    Ok(())
}

/// An agent answers more than one number: that it is known says nothing about the number.
async fn a_parked_delivery_of_a_known_agent_stays_parked(shape: Shape) -> anyhow::Result<()> {
    let world = World::new(shape).await?;
    let call = script::english(world.slot(&PRACTICE, 0)?, world.now()).agent(SALON.agent);
    world.deliver(call.call_ended()).await?;
    world.drain().await?;
    let before = world.dump().await?;
    for _ in 0..5 {
        world.clock.advance(Duration::from_secs(2));
        world.drain().await?;
    }
    assert_eq!(
        world.dump().await?,
        before,
        "it is not worked on again and again"
    );
    assert_eq!(parked(&world).await?, one("foreign_account", 1));
    Ok(())
}

async fn f42_every_anonymous_caller_is_a_customer_of_their_own(shape: Shape) -> anyhow::Result<()> {
    let world = World::new(shape).await?;
    let now = world.now();
    let calls = [
        script::german(world.slot(&SALON, 0)?, now).anonymous(),
        script::german(world.slot(&SALON, 1)?, now).anonymous(),
        script::german(world.slot(&SALON, 2)?, now).without_caller(),
        // `ANONYMOUS` on a telephone's keypad, as some carriers send it.
        script::german(world.slot(&SALON, 3)?, now).from("+266696687"),
    ];
    for call in &calls {
        world.deliver_call(&SALON, call).await?;
    }
    world.settle().await?;
    let dump = world.dump().await?;
    assert_eq!(dump.rows("customers").len(), calls.len());
    assert!(
        dump.rows("customers")
            .iter()
            .all(|row| !row.contains_key("phone"))
    );
    assert_eq!(world.calcom.bookings().len(), calls.len());
    Ok(())
}

async fn a_number_that_turns_up_later_replaces_the_nameless_customer(
    shape: Shape,
) -> anyhow::Result<()> {
    let world = World::new(shape).await?;
    let call = script::german(world.slot(&SALON, 0)?, world.now());
    world
        .deliver(call.clone().anonymous().call_started())
        .await?;
    world.drain().await?;
    world.deliver(call.call_ended()).await?;
    world.deliver(call.call_analyzed()).await?;
    world.settle().await?;
    let dump = world.dump().await?;
    let [customer] = dump.rows("customers") else {
        panic!("one customer, and not:\n{dump}")
    };
    assert_eq!(customer["phone"], script::CALLER);
    Ok(())
}

async fn f43_outbound_and_web_calls_find_their_tenant(shape: Shape) -> anyhow::Result<()> {
    let world = World::new(shape).await?;
    let now = world.now();
    let outbound = script::german(world.slot(&SALON, 0)?, now)
        .from(SALON.number)
        .to(script::CALLER)
        .outbound();
    let web = script::booked_call(
        &PRACTICE,
        &PRACTICE.services[0],
        world.slot(&PRACTICE, 0)?,
        now,
    )
    .web();
    world.deliver_call(&SALON, &outbound).await?;
    world.deliver_call(&PRACTICE, &web).await?;
    let nobodys = CallScript::new(script::call_id(), now)
        .web()
        .agent("agent_of_nobody");
    world.deliver(nobodys.call_ended()).await?;
    world.settle().await?;

    let dump = world.dump().await?;
    let row = |call: &CallScript| {
        let found = dump
            .rows("calls")
            .iter()
            .find(|row| row["retell_call_id"] == call.call_id());
        found.cloned().expect("the call is recorded")
    };
    let (outbound_row, web_row) = (row(&outbound), row(&web));
    assert_eq!(outbound_row["company_id"], SALON.id().to_string());
    assert_eq!(outbound_row["direction"], "outbound");
    assert_eq!(web_row["company_id"], PRACTICE.id().to_string());
    assert_eq!(web_row["channel"], "web");
    let customers = dump.rows("customers");
    let customer = |row: &e2e::dump::Line| {
        let id = &row["customer_id"];
        customers
            .iter()
            .find(|it| it["id"] == *id)
            .cloned()
            .expect("there is a customer")
    };
    assert_eq!(customer(&outbound_row)["phone"], script::CALLER);
    assert!(!customer(&web_row).contains_key("phone"));
    assert_eq!(world.calcom.bookings().len(), 2);
    assert_eq!(parked(&world).await?, one("unknown_agent", 1));
    Ok(())
}

async fn a_transfer_without_numbers_waits_for_its_call(shape: Shape) -> anyhow::Result<()> {
    let world = World::new(shape).await?;
    for transfer_first in [true, false] {
        let call = script::german(world.slot(&SALON, u32::from(transfer_first))?, world.now());
        let mut transfer: Value =
            serde_json::from_str(&call.transfer_started("+493011111111", world.now()))?;
        let fields = transfer["call"].as_object_mut().expect("a call");
        for field in [
            "from_number",
            "to_number",
            "direction",
            "call_type",
            "agent_id",
        ] {
            fields.remove(field);
        }
        let transfer = transfer.to_string();
        if transfer_first {
            world.deliver(transfer.clone()).await?;
            world.drain().await?;
            assert_eq!(parked(&world).await?, one("unknown_call", 1));
        }
        world.deliver_call(&SALON, &call).await?;
        if !transfer_first {
            world.drain().await?;
            world.deliver(transfer).await?;
        }
        world.settle().await?;
        assert_eq!(parked(&world).await?, []);
        let dump = world
            .dump()
            .await?
            .only(&["events"])
            .mentioning(&[call.call_id()]);
        let statuses: Vec<&str> = dump
            .rows("events")
            .iter()
            .map(|row| row["status"].as_str())
            .collect();
        assert_eq!(statuses, ["processed"; 4]);
    }
    assert_eq!(world.calcom.bookings().len(), 2);
    Ok(())
}

async fn calls_before_a_number_is_ours_are_recorded_and_not_booked(
    shape: Shape,
) -> anyhow::Result<()> {
    let world = World::new(shape).await?;
    let now = world.now();
    SALON
        .register_number(&world.store, SALON.number, now, now)
        .await?;
    let slot = world.slot(&SALON, 0)?;
    // It began before that.
    let call = script::german(slot, now);
    world.deliver_call(&SALON, &call).await?;
    world.settle().await?;
    recorded_and_called_back(&world, &call, slot).await
}

async fn replaying_an_old_call_books_nothing(shape: Shape) -> anyhow::Result<()> {
    let world = World::new(shape).await?;
    // Of a company that had no such service then: nothing was booked at the time.
    let slot = world.slot(&SALON, 0)?;
    let call = script::german(slot, world.now());
    world
        .execute(
            "UPDATE services SET active = 0",
            "UPDATE services SET active = FALSE",
        )
        .await?;
    world.deliver_call(&SALON, &call).await?;
    world.settle().await?;
    let [callback] = world
        .callbacks(call.call_id())
        .await?
        .try_into()
        .expect("one callback");
    assert_eq!(callback.reason, CallbackReason::ServiceUnknown);

    world
        .execute(
            "UPDATE services SET active = 1",
            "UPDATE services SET active = TRUE",
        )
        .await?;
    world
        .clock
        .advance(world.config.max_booking_age + Duration::from_mins(1));
    for event in call.events() {
        replay(&world, &SALON, &event).await?;
    }
    world.settle().await?;
    recorded_and_called_back(&world, &call, slot).await
}

/// A job that brings no body reads it through the connection that it holds. Had it to wait for
/// another one, a pool of one would never let it go on, nor one of as many as there are handlers.
#[tokio::test(flavor = "multi_thread")]
async fn a_replay_needs_one_connection() -> anyhow::Result<()> {
    let mut world = World::scaled().await?;
    let call = script::german(world.slot(&SALON, 0)?, world.now());
    world.deliver_call(&SALON, &call).await?;
    world.settle().await?;

    world.stop_workers().await?;
    let url = world.servers()?.database.url();
    let options = store::Options {
        connections: 1,
        acquire_timeout: Duration::from_secs(1),
        ..store::Options::default()
    };
    world.store = store::Store::open(&url, None, &options).await?;
    world.start_worker();
    for event in call.events() {
        replay(&world, &SALON, &event).await?;
    }
    world.drain().await
}

/// As `ringback events replay` does.
async fn replay(world: &World, business: &Business, body: &str) -> anyhow::Result<()> {
    let (account, digest) = (business.account_name(), Digest::of(body.as_bytes()));
    let id = EventId::of(&account, &digest);
    let row = world
        .store
        .event(id)
        .await?
        .expect("the event is in the log");
    let delivery = Delivery {
        account,
        digest,
        received_at: row.delivery.received_at,
        event: row.delivery.event,
        call_id: row.delivery.call_id,
        cause: Cause::Replay,
    };
    let key = DedupeKey::new(format!("replay:{id}"));
    world.events.push(Push::new(delivery).key(key)).await?;
    Ok(())
}

async fn f41_an_event_of_another_company_does_not_move_a_call(shape: Shape) -> anyhow::Result<()> {
    let world = World::new(shape).await?;
    // Both numbers in one account, of two companies.
    let now = world.now();
    let practice = Business {
        account: SALON.account,
        ..PRACTICE
    };
    practice
        .register_number(&world.store, PRACTICE.number, long_ago(now), now)
        .await?;
    let call = script::german(world.slot(&SALON, 0)?, now);
    world.deliver_call(&SALON, &call).await?;
    world.settle().await?;
    let before = work(&world).await?;
    let elsewhere = call.clone().to(PRACTICE.number);
    world.deliver(elsewhere.call_ended()).await?;
    world.settle().await?;
    assert_eq!(parked(&world).await?, one("tenant_conflict", 1));
    assert_eq!(work(&world).await?, before);
    Ok(())
}
