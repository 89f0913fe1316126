//! Placeholder.
use crate::engine::{Arrival, Corpse, Leased, Outcome, Settled, Tended, Token};
use crate::error::QueueError;
use crate::job::{JobId, Pushed, WorkerId};
use crate::options::Options;
use crate::queue::Gauges;
use crate::risk::Risk;
use std::collections::HashSet;

#[derive(Debug, Clone)]
pub(crate) struct File;
#[derive(Debug)]
pub(crate) struct Lane;
#[derive(Debug)]
pub(crate) struct Fetcher;

impl File {
    pub(crate) async fn open(_: &std::path::Path, _: &Options) -> Result<Self, QueueError> {
        Ok(Self)
    }
    pub(crate) fn lane(&self, _: &'static str) -> Lane {
        Lane
    }
    pub(crate) async fn risks(&self) -> Result<Vec<Risk>, QueueError> {
        Ok(vec![])
    }
}
impl Lane {
    pub(crate) async fn push(&self, _: Arrival) -> Result<Pushed, QueueError> {
        Err(QueueError::Closed)
    }
    pub(crate) async fn settle(&self, _: Token, _: &Outcome) -> Result<Settled, QueueError> {
        Err(QueueError::Closed)
    }
    pub(crate) async fn renew(&self, _: &WorkerId, _: &[Token]) -> Result<Vec<Token>, QueueError> {
        Err(QueueError::Closed)
    }
    pub(crate) async fn tend(&self) -> Result<Tended, QueueError> {
        Err(QueueError::Closed)
    }
    pub(crate) async fn dismiss(&self, _: &WorkerId) -> Result<(), QueueError> {
        Err(QueueError::Closed)
    }
    pub(crate) async fn gauges(&self) -> Result<Gauges, QueueError> {
        Err(QueueError::Closed)
    }
    pub(crate) async fn probe(&self) -> Result<(), QueueError> {
        Err(QueueError::Closed)
    }
    pub(crate) async fn corpses(&self, _: u32) -> Result<Vec<Corpse>, QueueError> {
        Err(QueueError::Closed)
    }
    pub(crate) async fn revive(&self, _: JobId) -> Result<bool, QueueError> {
        Err(QueueError::Closed)
    }
    pub(crate) fn fetcher(&self, _: &WorkerId) -> Fetcher {
        Fetcher
    }
}
impl Fetcher {
    pub(crate) async fn next(&mut self, _: usize) -> Result<Vec<Leased>, QueueError> {
        Err(QueueError::Closed)
    }
}
