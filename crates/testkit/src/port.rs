use std::net::{Ipv4Addr, TcpListener};

use anyhow::Context;

/// Below 32768, where Linux begins to hand out ports to outgoing connections: so nobody takes the
/// port of a server between its kill and its restart.
const PORTS: std::ops::Range<u16> = 20_000..32_000;

/// A port of this machine that nobody listens on. Another process may still be faster.
pub(crate) fn free() -> anyhow::Result<u16> {
    (0..100)
        .map(|_| {
            let random = uuid::Uuid::new_v4().as_u128() % u128::from(PORTS.end - PORTS.start);
            PORTS.start + u16::try_from(random).unwrap_or_default()
        })
        .find(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok())
        .context("no free port found in 100 tries")
}
