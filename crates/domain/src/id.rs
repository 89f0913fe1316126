//! Typed ids. All of them are derived from what they identify (UUID version 5), so the same
//! facts always lead to the same rows, on any engine and in any order, and inserting twice is
//! inserting once.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The root of every derived id. Changing it would orphan every row.
const ROOT: Uuid = Uuid::from_u128(0x7269_6e67_6261_636b_8000_0000_0000_0001);

fn derive(kind: &str, parts: &[&str]) -> Uuid {
    let space = Uuid::new_v5(&ROOT, kind.as_bytes());
    // Each part is preceded by its length, so ("a", "bc") and ("ab", "c") differ.
    let name = parts.iter().fold(String::new(), |name, part| {
        format!("{name}{}:{part}", part.len())
    });
    Uuid::new_v5(&space, name.as_bytes())
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident($($part:ident: $type:ty),+);)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// The id of the thing that these parts name.
            pub fn of($($part: $type),+) -> Self {
                Self(derive(stringify!($name), &[$(&$part.to_string()),+]))
            }

            /// For the storage edge.
            pub fn as_uuid(self) -> Uuid {
                self.0
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    )+};
}

ids! {
    /// A delivery: one body, verified with the key of one account.
    EventId(account: &AccountName, digest: &crate::event::Digest);
    /// A company, the tenant.
    CompanyId(slug: &str);
    /// A branch of a company.
    BranchId(company: CompanyId, slug: &str);
    /// A service in a company's catalogue.
    ServiceId(company: CompanyId, slug: &str);
    /// A service offered at a branch through one Cal.com event type.
    OfferId(calcom_account: CalcomAccountId, event_type: i64, minutes: u32);
    /// A Cal.com account that a company names.
    CalcomAccountId(company: CompanyId, name: &str);
    /// A call as Retell names it, within the account that reported it.
    CallId(account: &AccountName, retell: &RetellCallId);
    /// A customer: of a company and a phone number, or of a single anonymous call.
    CustomerId(company: CompanyId, who: &str);
    /// An appointment: one per call and wish.
    AppointmentId(call: CallId, wish: WishNo);
    /// A callback for staff: one per call, wish and reason.
    CallbackId(call: CallId, wish: WishNo, reason: &str);
    /// Something that somebody did to money: when, and what.
    AuditId(at: &crate::time::Instant, action: &str);
}

/// Text that came from outside and is only ever compared, never interpreted.
macro_rules! names {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes the text as it is.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

names! {
    /// The name of a Retell account: the owner of API keys, numbers and agents.
    AccountName;
    /// Retell's id of a call, such as `call_7d3f…`. Opaque.
    RetellCallId;
    /// Retell's id of an agent, such as `agent_3b9d…`. Opaque.
    RetellAgentId;
    /// Cal.com's string id of a booking. Its numeric id is another thing and is not kept (F30).
    CalcomUid;
}

impl AccountName {
    /// The account that keys given by settings alone belong to.
    pub fn default_account() -> Self {
        Self::new("default")
    }
}

/// Cal.com's id of an event type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EventTypeId(pub i64);

impl std::fmt::Display for EventTypeId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// Which wish of a call: 1 for the first. A caller may want two appointments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WishNo(pub u16);

impl WishNo {
    /// The first, and nearly always the only, wish.
    pub const FIRST: Self = Self(1);
}

impl std::fmt::Display for WishNo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_cannot_run_into_each_other() {
        let (a, b) = (AccountName::new("a"), AccountName::new("ab"));
        assert_ne!(
            CallId::of(&a, &RetellCallId::new("bc")),
            CallId::of(&b, &RetellCallId::new("c"))
        );
    }

    #[test]
    fn one_call_id_in_two_accounts_is_two_calls() {
        let id = RetellCallId::new("call_1");
        assert_ne!(
            CallId::of(&AccountName::new("a"), &id),
            CallId::of(&AccountName::new("b"), &id)
        );
    }
}
