//! Whose number, whose agent, what they offer.

use domain::id::{AccountName, CalcomAccountId, OfferId, RetellAgentId};
use domain::tenant::Language;
use store::{ImportAgent, ImportNumber, ImportOffer, ImportService};

use crate::support::{Db, both};
use crate::world::{account, at, now, phone};

both! {
    f3_f44_a_number_is_found_whole_or_not_at_all;
    an_inactive_number_or_agent_is_not_found;
    f44_only_normalised_numbers_are_stored;
    the_catalogue_has_services_with_and_without_an_offer;
    f73_an_offer_that_mixes_companies_is_refused;
    a_branch_offers_a_service_one_way_at_a_time;
    f28_a_service_without_a_length_is_refused;
    a_calcom_account_is_only_its_companys;
    a_number_needs_an_account_and_a_branch_of_its_company;
}

async fn f3_f44_a_number_is_found_whole_or_not_at_all(db: Db) {
    let salon = db.shop("salon", "+493023125014").await;
    let praxis = db.shop("praxis", "+4313023125014").await;
    let found = db
        .store
        .number(&phone("+49 30 231250-14"))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(found.tenant, salon.tenant);
    assert_eq!(found.tenant.company.slug, "salon");
    assert_eq!(found.tenant.branch.zone.name(), "Europe/Berlin");
    assert_eq!(found.tenant.branch.language, Language::German);
    assert_eq!(
        found.tenant.branch.opening_hours["mon"],
        ["09:00-18:00".parse().unwrap()]
    );
    assert_eq!(found.tenant.active_from, at("2026-01-01T00:00:00Z"));
    let found = db
        .store
        .number(&phone("+4313023125014"))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(found.tenant, praxis.tenant);
    // Ends and beginnings of both.
    for text in [
        "+3023125014",
        "+23125014",
        "+49302312501",
        "+4930231250149",
        "+13023125014",
    ] {
        assert_eq!(db.store.number(&phone(text)).await.unwrap(), None, "{text}");
        let in_tx = db
            .tx(async |tx| tx.number(&phone(text)).await)
            .await
            .unwrap();
        assert_eq!(in_tx, None, "{text}");
    }
}

async fn an_inactive_number_or_agent_is_not_found(db: Db) {
    let shop = db.shop("salon", "+493023125014").await;
    let agent = ImportAgent {
        id: RetellAgentId::new("agent_1"),
        account: account(),
        company: shop.company,
        branch: shop.branch,
        active: true,
        active_from: now(),
    };
    let id = agent.id.clone();
    db.tx(async |tx| tx.import_agent(&agent, now()).await)
        .await
        .unwrap();
    let found = db
        .tx(async |tx| tx.agent(&id).await)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (found.tenant.company, found.tenant.active_from),
        (shop.tenant.company.clone(), now())
    );
    let number = ImportNumber {
        number: phone("+493023125014"),
        account: account(),
        company: shop.company,
        branch: shop.branch,
        active: false,
        active_from: now(),
    };
    db.tx(async |tx| {
        tx.import_number(&number, now()).await?;
        tx.import_agent(
            &ImportAgent {
                active: false,
                ..agent
            },
            now(),
        )
        .await
    })
    .await
    .unwrap();
    assert_eq!(db.store.number(&number.number).await.unwrap(), None);
    assert_eq!(db.tx(async |tx| tx.agent(&id).await).await.unwrap(), None);
    // It stays theirs nevertheless.
    let owners = db
        .tx(async |tx| {
            Ok((
                tx.number_owner(&number.number).await?,
                tx.agent_owner(&id).await?,
            ))
        })
        .await
        .unwrap();
    assert_eq!(owners, (Some(shop.company), Some(shop.company)));
}

async fn f44_only_normalised_numbers_are_stored(db: Db) {
    db.shop("salon", "+493023125014").await;
    for (bad, good) in [
        ("493023125014", "+493023125015"),
        ("+0123456789", "+1123456789"),
        ("+49 3023125", "+493023125"),
        ("+123456", "+1234567"),
        ("+1234567890123456", "+123456789012345"),
        ("+49302312501a", "+493023125013"),
        ("", "+493023125012"),
    ] {
        let put = |number: &str| {
            format!(
                "INSERT INTO phone_numbers SELECT '{number}', account, company_id, branch_id, active, active_from, updated_at \
                 FROM phone_numbers WHERE number = '+493023125014'"
            )
        };
        assert!(db.execute(&put(bad)).await.is_err(), "`{bad}` was stored");
        db.execute(&put(good)).await.unwrap();
        let rename = format!("UPDATE phone_numbers SET number = '{bad}' WHERE number = '{good}'");
        assert!(db.execute(&rename).await.is_err(), "`{bad}` was stored");
    }
}

async fn the_catalogue_has_services_with_and_without_an_offer(db: Db) {
    let shop = db.shop("salon", "+493023125014").await;
    db.shop("praxis", "+4313023125014").await;
    let service = |slug: &str, active| ImportService {
        company: shop.company,
        slug: slug.into(),
        name: slug.into(),
        synonyms: vec![],
        minutes: 135,
        active,
    };
    db.tx(async |tx| {
        tx.import_service(&service("Ansatz", true), now()).await?;
        tx.import_service(&service("Zopf", false), now()).await
    })
    .await
    .unwrap();
    let catalogue = db
        .tx(async |tx| tx.catalogue(&shop.tenant).await)
        .await
        .unwrap();
    let names: Vec<_> = catalogue
        .iter()
        .map(|entry| entry.service.name.as_str())
        .collect();
    assert_eq!(
        names,
        ["Ansatz", "Haarschnitt"],
        "none that is inactive, none of the other company"
    );
    assert_eq!(
        (catalogue[0].service.minutes, &catalogue[0].offer),
        (135, &None)
    );
    let offered = catalogue[1].offer.clone().unwrap();
    assert_eq!(offered, shop.plan("2026-11-05T14:30:00Z").offer);
    assert_eq!(
        catalogue[1].service.synonyms,
        ["Schneiden", "Ansatz + Länge"]
    );
    db.execute("UPDATE offers SET active = FALSE")
        .await
        .unwrap();
    let catalogue = db
        .tx(async |tx| tx.catalogue(&shop.tenant).await)
        .await
        .unwrap();
    assert_eq!((catalogue.len(), &catalogue[1].offer), (2, &None));
}

async fn f73_an_offer_that_mixes_companies_is_refused(db: Db) {
    let salon = db.shop("salon", "+493023125014").await;
    let praxis = db.shop("praxis", "+4313023125014").await;
    let own = ImportOffer {
        company: salon.company,
        branch: salon.branch,
        service: salon.service,
        calcom_account: salon.calcom_account,
        event_type: 43,
        minutes: 60,
        send_length: true,
        active: true,
    };
    let mixed = [
        ImportOffer {
            company: praxis.company,
            ..own.clone()
        },
        ImportOffer {
            branch: praxis.branch,
            ..own.clone()
        },
        ImportOffer {
            service: praxis.service,
            ..own.clone()
        },
        ImportOffer {
            calcom_account: praxis.calcom_account,
            ..own.clone()
        },
    ];
    for (no, offer) in mixed.iter().enumerate() {
        let refused = db.tx(async |tx| tx.import_offer(offer, now()).await).await;
        assert!(refused.is_err(), "{no}");
    }
    db.tx(async |tx| tx.import_offer(&own, now()).await)
        .await
        .unwrap();
}

async fn a_branch_offers_a_service_one_way_at_a_time(db: Db) {
    let shop = db.shop("salon", "+493023125014").await;
    let other = ImportOffer {
        company: shop.company,
        branch: shop.branch,
        service: shop.service,
        calcom_account: shop.calcom_account,
        event_type: 43,
        minutes: 45,
        send_length: true,
        active: true,
    };
    let id = db
        .tx(async |tx| tx.import_offer(&other, now()).await)
        .await
        .unwrap();
    assert_eq!(id, OfferId::of(shop.calcom_account, 43, 45));
    let catalogue = db
        .tx(async |tx| tx.catalogue(&shop.tenant).await)
        .await
        .unwrap();
    assert_eq!(catalogue.len(), 1);
    assert_eq!(catalogue[0].offer.as_ref().map(|offer| offer.id), Some(id));
    assert_eq!(
        db.count("offers").await,
        2,
        "appointments refer to the old one"
    );
    // Past the store, the database itself refuses a second.
    assert!(db.execute("UPDATE offers SET active = TRUE").await.is_err());
    // An inactive one takes nobody's place.
    db.tx(async |tx| {
        tx.import_offer(
            &ImportOffer {
                event_type: 44,
                active: false,
                ..other
            },
            now(),
        )
        .await
    })
    .await
    .unwrap();
    let catalogue = db
        .tx(async |tx| tx.catalogue(&shop.tenant).await)
        .await
        .unwrap();
    assert_eq!(catalogue[0].offer.as_ref().map(|offer| offer.id), Some(id));
}

async fn f28_a_service_without_a_length_is_refused(db: Db) {
    let shop = db.shop("salon", "+493023125014").await;
    let service = ImportService {
        company: shop.company,
        slug: "color".into(),
        name: "Farbe".into(),
        synonyms: vec![],
        minutes: 0,
        active: true,
    };
    assert!(
        db.tx(async |tx| tx.import_service(&service, now()).await)
            .await
            .is_err()
    );
    for bad in ["NULL", "0", "-30"] {
        assert!(
            db.execute(&format!("UPDATE services SET minutes = {bad}"))
                .await
                .is_err(),
            "{bad}"
        );
        assert!(
            db.execute(&format!("UPDATE offers SET minutes = {bad}"))
                .await
                .is_err(),
            "{bad}"
        );
    }
}

async fn a_calcom_account_is_only_its_companys(db: Db) {
    let salon = db.shop("salon", "+493023125014").await;
    let praxis = db.shop("praxis", "+4313023125014").await;
    let found = db
        .store
        .calcom_account(salon.company, salon.calcom_account)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (found.api_key.as_str(), found.base_url),
        ("env:CALCOM_KEY", None)
    );
    assert_eq!(
        db.store
            .calcom_account(praxis.company, salon.calcom_account)
            .await
            .unwrap(),
        None
    );
    let mut all: Vec<CalcomAccountId> = db
        .store
        .calcom_accounts()
        .await
        .unwrap()
        .into_iter()
        .map(|(_, id, ..)| id)
        .collect();
    all.sort_unstable();
    let mut expected = [salon.calcom_account, praxis.calcom_account];
    expected.sort_unstable();
    assert_eq!(all, expected);
}

async fn a_number_needs_an_account_and_a_branch_of_its_company(db: Db) {
    let salon = db.shop("salon", "+493023125014").await;
    let praxis = db.shop("praxis", "+4313023125014").await;
    let number = ImportNumber {
        number: phone("+4930111111"),
        account: account(),
        company: salon.company,
        branch: salon.branch,
        active: true,
        active_from: now(),
    };
    for wrong in [
        ImportNumber {
            branch: praxis.branch,
            ..number.clone()
        },
        ImportNumber {
            account: AccountName::new("nobody"),
            ..number.clone()
        },
    ] {
        assert!(
            db.tx(async |tx| tx.import_number(&wrong, now()).await)
                .await
                .is_err()
        );
    }
    db.tx(async |tx| tx.import_number(&number, now()).await)
        .await
        .unwrap();
}
