//! Which keys are accepted.

use axum::http::StatusCode;
use domain::id::AccountName;
use store::{ImportAccount, Store};

use crate::world::*;

async fn status(world: &World, key: &str) -> u16 {
    world
        .post_as(key, EVENTS, format!("{key} signed"))
        .await
        .status
        .as_u16()
}

#[tokio::test]
async fn keys_of_the_settings_and_of_the_stores_accounts_count_at_once() {
    let mut setup = Setup::new().await;
    setup.keys = vec![KEY.to_owned(), "its successor".to_owned()];
    let world = setup.start().await;
    for key in [KEY, "its successor", BETA_KEY] {
        assert_eq!(status(&world, key).await, 200, "{key}");
    }
    let accounts = world
        .drain()
        .await
        .into_iter()
        .map(|job| job.payload.account);
    let accounts: Vec<_> = accounts.map(|account| account.to_string()).collect();
    assert_eq!(accounts, ["default", "default", "beta"]);
}

#[tokio::test]
async fn a_key_is_rotated_without_a_restart() {
    let world = World::new().await;
    assert_eq!(status(&world, BETA_KEY).await, 200);
    std::fs::write(beta_key_file(world.dir.path()), "rotated\n").unwrap();
    world.keys.refresh().await;
    assert_eq!(status(&world, BETA_KEY).await, 401);
    assert_eq!(status(&world, "rotated").await, 200);
}

#[tokio::test]
async fn a_key_that_is_not_to_be_had_takes_no_other_with_it() {
    let setup = Setup::new().await;
    let store = setup.store.clone().unwrap();
    let mut tx = store.begin().await.unwrap();
    let gamma = ImportAccount {
        name: AccountName::new("gamma"),
        api_keys: vec![
            "env:RINGBACK_TEST_NO_SUCH_KEY".into(),
            "sk_in_the_wrong_place".into(),
        ],
    };
    tx.import_account(&gamma, now()).await.unwrap();
    tx.commit().await.unwrap();
    let world = setup.start().await;
    assert_eq!(status(&world, KEY).await, 200);
    assert_eq!(status(&world, BETA_KEY).await, 200);
    // The name of a secret is no secret to sign with.
    assert_eq!(status(&world, "sk_in_the_wrong_place").await, 401);
}

#[tokio::test]
async fn f31_while_the_accounts_keys_are_unread_a_signature_is_not_called_wrong() {
    let mut setup = Setup::new().await;
    let path = setup.dir.path().join("empty");
    let store = Store::open_file(&path, &store::Options::default())
        .await
        .unwrap();
    setup.store = Some(store.clone());
    let world = setup.start().await;
    // The key may be an account's: Retell is to try again, not to give up.
    let answer = world.post_as(BETA_KEY, EVENTS, "{}").await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.headers["retry-after"], "1");
    assert_eq!(status(&world, KEY).await, 200);
    // Only somebody who hears it ring is not kept waiting.
    let ringing = r#"{"event":"call_inbound","call_inbound":{"to_number":"+493023125014"}}"#;
    let answer = world.post_as(BETA_KEY, INBOUND, ringing).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.body, r#"{"call_inbound":{}}"#);
    let answer = world
        .post_as(BETA_KEY, INBOUND, r#"{"event":"call_ended"}"#)
        .await;
    assert_eq!(
        answer.status,
        StatusCode::SERVICE_UNAVAILABLE,
        "an event is never waved through"
    );
    assert!(
        world
            .readiness()
            .await
            .1
            .contains("keys: the accounts' keys have not been read yet")
    );

    store.migrate().await.unwrap();
    world.keys.refresh().await;
    assert_eq!(status(&world, BETA_KEY).await, 401);
    assert_eq!(status(&world, KEY).await, 200);
    assert_eq!(world.readiness().await.0, StatusCode::OK);
}

#[tokio::test]
async fn a_store_of_another_version_is_not_ready() {
    let mut setup = Setup::new().await;
    let path = setup.dir.path().join("empty");
    setup.store = Some(
        Store::open_file(&path, &store::Options::default())
            .await
            .unwrap(),
    );
    let world = setup.start().await;
    let (status, text) = world.readiness().await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(text.contains("ringback migrate"), "{text}");
}
