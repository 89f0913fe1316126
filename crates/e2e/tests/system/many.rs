//! Many calls at once: each recorded once, paid for once, booked once.

use std::collections::{BTreeMap, BTreeSet};

use domain::time::Instant;
use e2e::businesses::SALON;
use e2e::dump::Dump;
use e2e::{Shape, World, script};
use futures::future::join_all;
use sandbox::calcom::Operation;
use sandbox::retell::{CallScript, Retry, Sender};

in_both_shapes!(
    two_hundred_calls_at_once,
    calls_of_one_customer_at_once_agree_on_the_name,
);

pub(crate) const CALLS: u32 = 200;

/// Calls of as many people, each with an hour of their own.
pub(crate) fn calls(count: u32, now: Instant) -> anyhow::Result<Vec<CallScript>> {
    (0..count)
        .map(|number| {
            let slot = script::slot(&SALON, now, number)?;
            Ok(script::german(slot, now).from(&format!("+4917000{number:06}")))
        })
        .collect()
}

/// Sends everything at once; says which bodies were acknowledged.
pub(crate) async fn send_at_once(
    sender: &Sender,
    bodies: Vec<String>,
    now: Instant,
) -> Vec<(String, u16)> {
    join_all(bodies.into_iter().map(|body| async move {
        let outcome = sender.send(body.clone(), now).await;
        (body, outcome.map_or(0, |outcome| outcome.status))
    }))
    .await
}

/// Every call and every event is there once, with its cost lines.
pub(crate) fn recorded_once(dump: &Dump, calls: &[CallScript]) {
    let ids: BTreeSet<&str> = calls.iter().map(CallScript::call_id).collect();
    let recorded: Vec<&str> = dump
        .rows("calls")
        .iter()
        .map(|row| row["retell_call_id"].as_str())
        .collect();
    assert_eq!(recorded.len(), calls.len());
    assert_eq!(recorded.iter().copied().collect::<BTreeSet<_>>(), ids);
    assert!(
        dump.rows("calls")
            .iter()
            .all(|row| row["status"] == "analyzed")
    );

    let mut events: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for row in dump.rows("events") {
        assert_eq!(row["status"], "processed", "{row:?}");
        events
            .entry(&row["retell_call_id"])
            .or_default()
            .push(&row["event"]);
    }
    for events in events.values_mut() {
        events.sort_unstable();
        assert_eq!(*events, ["call_analyzed", "call_ended", "call_started"]);
    }
    assert_eq!(events.keys().copied().collect::<BTreeSet<_>>(), ids);

    let mut costs: BTreeMap<&str, usize> = BTreeMap::new();
    for row in dump.rows("ledger_lines") {
        *costs.entry(&row["call_id"]).or_default() += 1;
    }
    assert_eq!(costs.len(), calls.len());
    assert!(costs.values().all(|lines| *lines == 4));
    assert_eq!(dump.rows("customers").len(), calls.len());
}

async fn two_hundred_calls_at_once(shape: Shape) -> anyhow::Result<()> {
    let world = World::new(shape).await?;
    let calls = calls(CALLS, world.now())?;
    let bodies: Vec<String> = calls.iter().flat_map(CallScript::events).collect();
    assert_eq!(bodies.len(), 600);
    let answers = send_at_once(&world.sender(SALON.key)?, bodies, world.now()).await;
    let refused: Vec<u16> = answers
        .iter()
        .map(|(_, status)| *status)
        .filter(|&it| it != 200)
        .collect();
    assert_eq!(refused, [0_u16; 0]);
    world.drain().await?;
    let dump = world.dump().await?;
    recorded_once(&dump, &calls);
    assert_eq!(dump.rows("callbacks"), []);
    let appointments = dump.rows("appointments");
    assert_eq!(appointments.len(), calls.len());
    assert!(appointments.iter().all(|row| row["status"] == "confirmed"));
    assert_eq!(world.calcom.bookings().len(), calls.len());
    assert_eq!(world.calcom.requests(Operation::Book), u64::from(CALLS));
    Ok(())
}

/// The name given in the latest call counts, whatever order they are worked on in.
async fn calls_of_one_customer_at_once_agree_on_the_name(shape: Shape) -> anyhow::Result<()> {
    let mut world = World::new(shape).await?;
    world.start_worker();
    for round in 0..8_u32 {
        let caller = format!("+49170111{round:04}");
        let now = world.now();
        let calls = (0..12_u64).map(|number| {
            let began = now.minus(std::time::Duration::from_mins(number + 1));
            CallScript::new(script::call_id(), began)
                .to(SALON.number)
                .from(&caller)
                .analysis(serde_json::json!({"kunde_name": format!("Name {number}")}))
                .call_analyzed()
        });
        let sender = world.sender(SALON.key)?.retrying(Retry::NEVER);
        let answers = send_at_once(&sender, calls.collect(), now).await;
        assert!(answers.iter().all(|(_, status)| *status == 200));
        world.drain().await?;
        let dump = world.dump().await?;
        let customer = dump
            .rows("customers")
            .iter()
            .find(|row| row["phone"] == caller);
        assert_eq!(
            customer.expect("a customer")["name"],
            "Name 0",
            "round {round}"
        );
    }
    Ok(())
}
