//! A company to try things with, and the odd value.

use domain::call::{Facts, Report, ReportKind, Stamp};
use domain::cost::Basis;
use domain::event::Digest;
use domain::fx::{PerEuro, UsdRate};
use domain::id::{
    AccountName, BranchId, CalcomAccountId, CompanyId, CustomerId, EventTypeId, OfferId,
    RetellCallId, ServiceId, WishNo,
};
use domain::job::{Cause, Delivery};
use domain::ledger::{Ledger, LedgerLine};
use domain::money::UsCents;
use domain::phone::PhoneNumber;
use domain::plan::{Attendee, Plan};
use domain::tenant::{Language, Offer, ReadingRules, Tenant};
use domain::time::{Instant, Zone};
use store::{
    Because, ImportBranch, ImportCalcomAccount, ImportCompany, ImportNumber, ImportOffer,
    ImportService, LockedCall, Moved,
};

use crate::support::Db;

/// A company with a branch, a number, a service and its offer.
pub(crate) struct Shop {
    pub(crate) tenant: Tenant,
    pub(crate) company: CompanyId,
    pub(crate) branch: BranchId,
    pub(crate) service: ServiceId,
    pub(crate) calcom_account: CalcomAccountId,
    pub(crate) offer: OfferId,
}

pub(crate) fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

pub(crate) fn now() -> Instant {
    at("2026-11-02T09:00:00Z")
}

pub(crate) fn phone(text: &str) -> PhoneNumber {
    PhoneNumber::parse(text).unwrap()
}

pub(crate) fn account() -> AccountName {
    AccountName::default_account()
}

pub(crate) fn call_id(text: &str) -> RetellCallId {
    RetellCallId::new(text)
}

pub(crate) fn delivery(account: &AccountName, body: &[u8], call: Option<&str>) -> Delivery {
    Delivery {
        account: account.clone(),
        digest: Digest::of(body),
        received_at: now(),
        event: Some("call_ended".into()),
        call_id: call.map(RetellCallId::new),
        cause: Cause::Received,
    }
}

pub(crate) fn report(kind: &str, event_at: Option<Instant>, body: &[u8], facts: Facts) -> Report {
    Report {
        call_id: call_id("call_1"),
        kind: ReportKind::of_event(kind),
        stamp: Stamp {
            event_at,
            digest: Digest::of(body),
        },
        facts,
    }
}

/// A line that Retell reported, at a dollar and a quarter for a euro.
pub(crate) fn reported(component: &str, us_cents: &str) -> LedgerLine {
    let us_cents = UsCents::from_digits(us_cents).unwrap();
    LedgerLine {
        component: component.into(),
        us_cents: Some(us_cents),
        eur_cents: rate("2026-11-02").to_euros(us_cents),
        basis: Basis::Reported,
    }
}

pub(crate) fn rate(day: &str) -> UsdRate {
    UsdRate {
        day: day.parse().unwrap(),
        per_euro: PerEuro::from_digits("1.25").unwrap(),
        source: "ecb".into(),
    }
}

/// The ledger of a minute's call on the second of November.
pub(crate) fn ledger(lines: Vec<LedgerLine>) -> Ledger {
    Ledger {
        started_at: now(),
        day: "2026-11-02".parse().unwrap(),
        number: Some(phone("+493023125014")),
        talked_ms: 60_000,
        rate: Some(rate("2026-11-02")),
        lines,
    }
}

impl Db {
    /// Makes this the ledger of a call.
    pub(crate) async fn put_ledger(&self, call: &LockedCall, ledger: &Ledger) -> Moved {
        self.tx(async |tx| {
            let before = tx.ledger(call.id).await?;
            tx.put_ledger(call, before.as_ref(), ledger, Because::Recompute, now())
                .await
        })
        .await
        .unwrap()
    }

    /// A company that answers `number`. Its event type's id derives from its slug.
    pub(crate) async fn shop(&self, slug: &str, number: &str) -> Shop {
        self.shop_of(&account(), slug, number).await
    }

    /// The same, its number owned by this Retell account.
    pub(crate) async fn shop_of(&self, account: &AccountName, slug: &str, number: &str) -> Shop {
        let mut tx = self.store.begin().await.unwrap();
        tx.ensure_account(account, now()).await.unwrap();
        let company = ImportCompany {
            slug: slug.into(),
            name: format!("{slug} GmbH"),
            reading: ReadingRules::default(),
        };
        let company = tx.import_company(&company, now()).await.unwrap();
        let calcom_account = ImportCalcomAccount {
            company,
            name: "main".into(),
            base_url: None,
            api_key: "env:CALCOM_KEY".into(),
        };
        let calcom_account = tx
            .import_calcom_account(&calcom_account, now())
            .await
            .unwrap();
        let branch = ImportBranch {
            company,
            slug: "mitte".into(),
            name: "Mitte".into(),
            zone: Zone::parse("Europe/Berlin").unwrap(),
            language: Language::German,
            opening_hours: [("mon".to_owned(), vec!["09:00-18:00".parse().unwrap()])].into(),
        };
        let branch = tx.import_branch(&branch, now()).await.unwrap();
        let number = ImportNumber {
            number: phone(number),
            account: account.clone(),
            company,
            branch,
            active: true,
            active_from: at("2026-01-01T00:00:00Z"),
        };
        tx.import_number(&number, now()).await.unwrap();
        let service = ImportService {
            company,
            slug: "haircut".into(),
            name: "Haarschnitt".into(),
            synonyms: vec!["Schneiden".into(), "Ansatz + Länge".into()],
            minutes: 30,
            active: true,
        };
        let service = tx.import_service(&service, now()).await.unwrap();
        let offer = ImportOffer {
            company,
            branch,
            service,
            calcom_account,
            event_type: 42,
            minutes: 30,
            send_length: false,
            active: true,
        };
        let offer = tx.import_offer(&offer, now()).await.unwrap();
        let tenant = tx.number(&number.number).await.unwrap().unwrap().tenant;
        tx.commit().await.unwrap();
        Shop {
            tenant,
            company,
            branch,
            service,
            calcom_account,
            offer,
        }
    }

    /// A call of that company.
    pub(crate) async fn call(&self, shop: &Shop, id: &str) -> LockedCall {
        self.tx(async |tx| {
            tx.lock_call(&shop.tenant.account, &call_id(id), &shop.tenant, now())
                .await
        })
        .await
        .unwrap()
    }

    /// A call and the customer with that number behind it.
    pub(crate) async fn caller(
        &self,
        shop: &Shop,
        id: &str,
        from: &str,
    ) -> (LockedCall, CustomerId) {
        let call = self.call(shop, id).await;
        let customer = self
            .tx(async |tx| {
                tx.customer(shop.company, call.id, Some(&phone(from)), now())
                    .await
            })
            .await
            .unwrap();
        (call, customer)
    }
}

impl Shop {
    /// Half an hour from `start` on, for the caller.
    pub(crate) fn plan(&self, start: &str) -> Plan {
        let starts_at = at(start);
        Plan {
            offer: Offer {
                id: self.offer,
                calcom_account: self.calcom_account,
                event_type: EventTypeId(42),
                minutes: 30,
                send_length: false,
            },
            service: self.service,
            starts_at,
            ends_at: starts_at.plus(std::time::Duration::from_mins(30)),
            attendee: Attendee {
                name: "Hansi Hinterseer".into(),
                email: "call_1@callers.example.com".into(),
                phone: Some(phone("+4915112345678")),
                other_than_caller: false,
            },
            because: "The analysis notes consent and a time.".into(),
        }
    }
}

/// The first wish; most calls have no other.
pub(crate) const FIRST: WishNo = WishNo::FIRST;
