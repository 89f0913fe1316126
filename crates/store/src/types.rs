//! How values that the engines keep differently are written and read.

use domain::event::Digest;
use domain::money::UsCents;
use domain::time::Instant;
use rust_decimal::Decimal;
use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::postgres::{PgArgumentBuffer, PgTypeInfo, PgValueRef};
use sqlx::sqlite::{SqliteArgumentValue, SqliteTypeInfo, SqliteValueRef};
use sqlx::{Decode, Encode, Postgres, Sqlite, Type};
use time::OffsetDateTime;

/// An instant: `TIMESTAMPTZ`, or microseconds since 1970.
#[derive(Debug, Clone, Copy)]
pub(crate) struct At(pub(crate) Instant);

impl From<At> for Instant {
    fn from(at: At) -> Self {
        at.0
    }
}

/// US cents: `NUMERIC(20, 9)`, or billionths of a cent.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cents(pub(crate) UsCents);

impl Type<Postgres> for At {
    fn type_info() -> PgTypeInfo {
        <OffsetDateTime as Type<Postgres>>::type_info()
    }
}

impl Encode<'_, Postgres> for At {
    fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        let nanos = i128::from(self.0.as_micros()) * 1000;
        <OffsetDateTime as Encode<'_, Postgres>>::encode(
            OffsetDateTime::from_unix_timestamp_nanos(nanos)?,
            buffer,
        )
    }
}

impl Decode<'_, Postgres> for At {
    fn decode(value: PgValueRef<'_>) -> Result<Self, BoxDynError> {
        let at = <OffsetDateTime as Decode<'_, Postgres>>::decode(value)?;
        let micros = i64::try_from(at.unix_timestamp_nanos().div_euclid(1000))?;
        Ok(Self(
            Instant::from_micros(micros).ok_or("an instant outside the calendar")?,
        ))
    }
}

impl Type<Sqlite> for At {
    fn type_info() -> SqliteTypeInfo {
        <i64 as Type<Sqlite>>::type_info()
    }
}

impl<'q> Encode<'q, Sqlite> for At {
    fn encode_by_ref(
        &self,
        buffer: &mut Vec<SqliteArgumentValue<'q>>,
    ) -> Result<IsNull, BoxDynError> {
        <i64 as Encode<'q, Sqlite>>::encode(self.0.as_micros(), buffer)
    }
}

impl Decode<'_, Sqlite> for At {
    fn decode(value: SqliteValueRef<'_>) -> Result<Self, BoxDynError> {
        let micros = <i64 as Decode<'_, Sqlite>>::decode(value)?;
        Ok(Self(
            Instant::from_micros(micros).ok_or("an instant outside the calendar")?,
        ))
    }
}

impl Type<Postgres> for Cents {
    fn type_info() -> PgTypeInfo {
        <Decimal as Type<Postgres>>::type_info()
    }
}

impl Encode<'_, Postgres> for Cents {
    fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        <Decimal as Encode<'_, Postgres>>::encode(self.0.as_decimal(), buffer)
    }
}

impl Decode<'_, Postgres> for Cents {
    fn decode(value: PgValueRef<'_>) -> Result<Self, BoxDynError> {
        let cents = <Decimal as Decode<'_, Postgres>>::decode(value)?;
        Ok(Self(
            UsCents::new(cents).ok_or("an amount past what is ever written")?,
        ))
    }
}

impl Type<Sqlite> for Cents {
    fn type_info() -> SqliteTypeInfo {
        <i64 as Type<Sqlite>>::type_info()
    }
}

impl<'q> Encode<'q, Sqlite> for Cents {
    fn encode_by_ref(
        &self,
        buffer: &mut Vec<SqliteArgumentValue<'q>>,
    ) -> Result<IsNull, BoxDynError> {
        let mut scaled = self.0.as_decimal();
        scaled.rescale(UsCents::SCALE);
        <i64 as Encode<'q, Sqlite>>::encode(i64::try_from(scaled.mantissa())?, buffer)
    }
}

impl Decode<'_, Sqlite> for Cents {
    fn decode(value: SqliteValueRef<'_>) -> Result<Self, BoxDynError> {
        let billionths = <i64 as Decode<'_, Sqlite>>::decode(value)?;
        let cents = UsCents::new(Decimal::new(billionths, UsCents::SCALE));
        Ok(Self(cents.ok_or("an amount past what is ever written")?))
    }
}

/// PostgreSQL holds no NUL in text, so neither engine does: one would refuse what the other took.
pub(crate) fn storable(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}

/// Text from outside that rows are found by. PostgreSQL indexes no more than 2,704 bytes; of what
/// is longer than any honest id, the beginning and a digest of the whole are kept.
pub(crate) fn key(text: &str) -> String {
    const LONGEST: usize = 1_000;
    let text = storable(text);
    if text.len() <= LONGEST {
        return text;
    }
    let begins = text
        .char_indices()
        .map(|(at, _)| at)
        .take_while(|&at| at <= LONGEST - 100)
        .last()
        .unwrap_or_default();
    format!("{}…{}", &text[..begins], Digest::of(text.as_bytes()))
}

/// Compresses what is kept for the record rather than searched.
pub(crate) fn pack(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    zstd::bulk::compress(bytes, 3)
}

/// The reverse of [`pack`]. Bounded: nothing larger than this was ever packed.
pub(crate) fn unpack(packed: &[u8]) -> std::io::Result<Vec<u8>> {
    const MOST: u64 = 256 << 20;
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(
        &mut std::io::Read::take(zstd::Decoder::new(packed)?, MOST),
        &mut bytes,
    )?;
    Ok(bytes)
}
