//! Every SQL statement, once, for PostgreSQL and for SQLite.
//!
//! One text per operation serves both engines; where they differ in types, [`types`] converts.
//! The texts are registered by name ([`statements()`]), and a test prepares every one of them on
//! both migrated engines, so a column that does not exist cannot get past it (F61).
//!
//! - [`Store`] opens, migrates and checks a database, and answers the hot look-ups.
//! - [`Tx`] is a transaction; the worker's way runs in one, so a crash leaves all or nothing.
//!
//! Every query below a tenant takes the company as an argument (F3). Not found is `None`.

mod engine;
mod types;

mod events;
mod tenants;

mod calls;
mod customers;

mod appointments;
mod bookings;
mod callbacks;

mod billed;
mod bills;
mod fx;
mod ledgers;
mod tariffs;

mod import;

pub use appointments::{AppointmentRow, PutAppointment};
pub use bills::{AuditRow, BillLine, Book, Taken};
pub use bookings::{BookingTask, DueAppointment};
pub use callbacks::{CallbackFilter, CallbackRow, NewCallback};
pub use calls::{CallOverview, CallRow, LockedCall};
pub use engine::{Options, PoolFigures, Store, StoreError, Tx, redacted};
pub use events::{EventFilter, EventRow, Parked, Recorded, Resumable};
pub use import::{
    ImportAccount, ImportAgent, ImportBranch, ImportCalcomAccount, ImportCompany, ImportNumber,
    ImportOffer, ImportService,
};
pub use ledgers::{Because, EntryRow, Moved};
pub use tenants::{Account, CalcomAccount};

/// Declares statements: a constant each, whose text begins with its name, and the list of them.
macro_rules! sql {
    ($($(#[$doc:meta])* $name:ident = $text:expr;)+) => {
        $($(#[$doc])* pub(crate) const $name: &str = concat!("/* ", stringify!($name), " */ ", $text);)+
        pub(crate) const STATEMENTS: &[(&str, &str)] = &[$((stringify!($name), $name)),+];
    };
}
pub(crate) use sql;

/// Every statement there is, by name.
pub fn statements() -> impl Iterator<Item = (&'static str, &'static str)> {
    [
        engine::STATEMENTS,
        events::STATEMENTS,
        tenants::STATEMENTS,
        calls::STATEMENTS,
        customers::STATEMENTS,
        appointments::STATEMENTS,
        bookings::STATEMENTS,
        callbacks::STATEMENTS,
        ledgers::STATEMENTS,
        fx::STATEMENTS,
        tariffs::STATEMENTS,
        bills::STATEMENTS,
        billed::STATEMENTS,
        import::STATEMENTS,
    ]
    .into_iter()
    .flatten()
    .copied()
}
