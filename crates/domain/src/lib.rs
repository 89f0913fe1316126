//! The vocabulary of Ringback and every decision it makes.
//!
//! Nothing here does I/O, reads a clock or rolls dice: time is an argument, and what a
//! function decides is a value that an edge crate then carries out.
//!
//! The cast, in the order in which a webhook meets it:
//!
//! - [`event`]: a delivery and what became of it.
//! - [`tenant`]: whose call it is: companies, branches, services and their offers.
//! - [`call`]: what Retell reported, merged so that order and repetition do not matter.
//! - [`cost`]: what the call cost, line by line, where [`tariff`] helps out.
//! - [`ledger`]: that in the house's money ([`fx`]), and every change of it.
//! - [`price`]: what its company pays for it, by the plan of the month.
//! - [`bill`]: both together: what a month bills, and what a closed one bills later.
//! - [`evidence`]: what tools and analysis say was wanted and agreed, and with them [`spoken`]:
//!   what was said.
//! - [`decide`](mod@decide): from evidence to a booking, a claim to verify, a callback, or nothing.
//! - [`plan`]: an appointment as agreed; [`callback`]: what is left for staff.
//! - [`settle`]: that, held against what exists and against the time.
//! - [`booking`]: an appointment on its way to Cal.com, exactly once.
//!
//! Below them: [`id`], [`phone`], [`money`], [`time`], [`month`], [`verdict`] and [`job`].

pub mod event;
pub mod tenant;

pub mod call;

pub mod bill;
pub mod cost;
pub mod fx;
pub mod ledger;
pub mod price;
pub mod tariff;

pub mod evidence;
pub mod spoken;

pub mod callback;
pub mod decide;
pub mod plan;
pub mod settle;

pub mod booking;

pub mod job;
pub mod verdict;

pub mod id;
pub mod money;
pub mod month;
pub mod phone;
pub mod time;
