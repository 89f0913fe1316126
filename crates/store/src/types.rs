//! How values that the engines keep differently are written and read.

use std::error::Error;
use std::fmt::Display;
use std::str::FromStr;

use domain::event::Digest;
use domain::money::{Cents, Currency};
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

/// A decimal: `NUMERIC(20, 9)`, or billionths.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Nano(pub(crate) Decimal);

/// Decimals of a [`Nano`].
const SCALE: u32 = 9;

/// An amount, as a [`Nano`] of its cents.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Exact<C: Currency>(pub(crate) Cents<C>);

/// A day or a month, as its text, which sorts as it does.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Civil<T>(pub(crate) T);

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

impl Type<Postgres> for Nano {
    fn type_info() -> PgTypeInfo {
        <Decimal as Type<Postgres>>::type_info()
    }
}

impl Encode<'_, Postgres> for Nano {
    fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        <Decimal as Encode<'_, Postgres>>::encode(self.0, buffer)
    }
}

impl Decode<'_, Postgres> for Nano {
    fn decode(value: PgValueRef<'_>) -> Result<Self, BoxDynError> {
        <Decimal as Decode<'_, Postgres>>::decode(value).map(Self)
    }
}

impl Type<Sqlite> for Nano {
    fn type_info() -> SqliteTypeInfo {
        <i64 as Type<Sqlite>>::type_info()
    }
}

impl<'q> Encode<'q, Sqlite> for Nano {
    fn encode_by_ref(
        &self,
        buffer: &mut Vec<SqliteArgumentValue<'q>>,
    ) -> Result<IsNull, BoxDynError> {
        let mut scaled = self.0;
        scaled.rescale(SCALE);
        <i64 as Encode<'q, Sqlite>>::encode(i64::try_from(scaled.mantissa())?, buffer)
    }
}

impl Decode<'_, Sqlite> for Nano {
    fn decode(value: SqliteValueRef<'_>) -> Result<Self, BoxDynError> {
        let billionths = <i64 as Decode<'_, Sqlite>>::decode(value)?;
        Ok(Self(Decimal::new(billionths, SCALE)))
    }
}

/// A wrapper that is kept as another type is.
macro_rules! kept_as {
    ($db:ty, $info:ty, $buffer:ty, $value:ty, $inner:ty, $outer:ty, [$($generics:tt)*], $write:expr, $read:expr) => {
        impl<$($generics)*> Type<$db> for $outer {
            fn type_info() -> $info {
                <$inner as Type<$db>>::type_info()
            }
        }

        impl<'q, $($generics)*> Encode<'q, $db> for $outer {
            fn encode_by_ref(&self, buffer: &mut $buffer) -> Result<IsNull, BoxDynError> {
                <$inner as Encode<'q, $db>>::encode($write(&self.0), buffer)
            }
        }

        impl<'r, $($generics)*> Decode<'r, $db> for $outer {
            fn decode(value: $value) -> Result<Self, BoxDynError> {
                let inner = <$inner as Decode<'r, $db>>::decode(value)?;
                $read(&inner).map(Self)
            }
        }
    };
}

fn nano_of<C: Currency>(cents: &Cents<C>) -> Nano {
    Nano(cents.as_decimal())
}

fn cents_of<C: Currency>(nano: &Nano) -> Result<Cents<C>, BoxDynError> {
    Cents::new(nano.0).ok_or_else(|| "an amount past what is ever written".into())
}

fn text_of<T: Display>(civil: &T) -> String {
    civil.to_string()
}

fn civil_of<T: FromStr<Err: Error + Send + Sync + 'static>>(text: &str) -> Result<T, BoxDynError> {
    Ok(text.parse()?)
}

kept_as!(Postgres, PgTypeInfo, PgArgumentBuffer, PgValueRef<'r>, Nano, Exact<C>, [C: Currency], nano_of, cents_of);
kept_as!(Sqlite, SqliteTypeInfo, Vec<SqliteArgumentValue<'q>>, SqliteValueRef<'r>, Nano, Exact<C>, [C: Currency], nano_of, cents_of);
kept_as!(Postgres, PgTypeInfo, PgArgumentBuffer, PgValueRef<'r>, String, Civil<T>, [T: Display + FromStr<Err: Error + Send + Sync + 'static>], text_of, civil_of);
kept_as!(Sqlite, SqliteTypeInfo, Vec<SqliteArgumentValue<'q>>, SqliteValueRef<'r>, String, Civil<T>, [T: Display + FromStr<Err: Error + Send + Sync + 'static>], text_of, civil_of);

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
