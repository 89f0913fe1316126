//! How bodies are read: field by field, each on its own, so that none can spoil another.
//!
//! A JSON object is cut into fields without looking into them ([`serde_json::value::RawValue`]);
//! that is one pass without recursion. A field that is what we expect becomes typed. One that is
//! not (null, another type, a name we do not know) stays as it came, in [`Extra`]. Numbers stay
//! digits until somebody says what they are, so no amount of money ever passes through a float.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use domain::id::{RetellAgentId, RetellCallId};
use domain::money::UsCents;
use domain::time::Instant;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// Why a body cannot be read at all. A human should look at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Unreadable {
    /// Not UTF-8, which JSON is.
    #[error("the body is not UTF-8")]
    NotUtf8,
    /// Not JSON: truncated, or something else.
    #[error("the body is not JSON")]
    NotJson,
    /// JSON, but not an object.
    #[error("the body is not a JSON object")]
    NotAnObject,
    /// Nested deeper than [`MAX_DEPTH`], where real bodies stay below ten.
    #[error("the body is nested more than {MAX_DEPTH} levels deep")]
    TooDeep,
    /// An object that names no call.
    #[error("the body names no call")]
    NoCallId,
}

impl Unreadable {
    /// A word for metrics.
    pub fn label(self) -> &'static str {
        match self {
            Self::NotUtf8 => "not_utf8",
            Self::NotJson => "not_json",
            Self::NotAnObject => "not_an_object",
            Self::TooDeep => "too_deep",
            Self::NoCallId => "no_call_id",
        }
    }
}

/// Below the 127 levels at which serde_json gives up, so nothing that passed here fails there.
pub(crate) const MAX_DEPTH: usize = 100;

/// Ids and event names longer than this, in bytes, are taken for nonsense. Real ones are
/// shorter than 40.
const MAX_NAME: usize = 128;

/// Numbers written with more characters than this are taken for nonsense.
const MAX_DIGITS: usize = 64;

/// Web calls carry one, and whoever has it can join the call. It is forgotten while reading.
const SECRET: &str = "access_token";

/// The fields of an object that nobody has read: unknown ones, and known ones of an unexpected
/// type. Kept as they came.
#[derive(Clone, Default, Serialize)]
#[serde(transparent)]
pub struct Extra(BTreeMap<String, Box<RawValue>>);

impl Extra {
    /// The JSON text of a field.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|raw| raw.get())
    }

    /// The fields by name, with their JSON text.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, raw)| (name.as_str(), raw.get()))
    }
}

impl fmt::Debug for Extra {
    /// Names only: the values are somebody's.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.keys()).finish()
    }
}

/// The digits of a number, as Retell wrote them. Its unit is that of the field.
#[derive(Clone, Serialize)]
#[serde(transparent)]
pub struct Number(Box<RawValue>);

impl Number {
    /// The digits, such as `8.5166691`.
    pub fn digits(&self) -> &str {
        self.0.get()
    }

    /// As US cents; `None` past what the databases hold.
    pub fn cents(&self) -> Option<UsCents> {
        UsCents::from_digits(self.digits())
    }

    /// Without its decimals: 1793610123280.0 is a time too. `None` past 64 bits.
    pub fn whole(&self) -> Option<i64> {
        let digits = self.digits();
        let number = digits
            .parse()
            .or_else(|_| Decimal::from_scientific(digits))
            .ok()?;
        number.trunc().to_i64()
    }

    /// As milliseconds since 1970; `None` outside the years that a calendar knows.
    pub fn instant(&self) -> Option<Instant> {
        self.whole().and_then(Instant::from_millis)
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.digits())
    }
}

/// A field that is a string on most days.
#[derive(Clone, Serialize)]
#[serde(untagged)]
pub enum Loose {
    /// A string.
    Text(String),
    /// Anything else but null.
    Json(Box<RawValue>),
}

impl Loose {
    /// The string, or the JSON text of anything else.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Json(raw) => raw.get(),
        }
    }
}

/// What a field can be read as. `None` says that it is not that.
pub(crate) trait Wire: Sized {
    fn read(raw: &RawValue) -> Option<Self>;
}

impl Wire for String {
    fn read(raw: &RawValue) -> Option<Self> {
        serde_json::from_str::<Text<'_>>(raw.get())
            .ok()
            .map(|text| text.0.into_owned())
    }
}

impl Wire for bool {
    fn read(raw: &RawValue) -> Option<Self> {
        serde_json::from_str(raw.get()).ok()
    }
}

impl Wire for Number {
    /// A number, or a string that holds one.
    fn read(raw: &RawValue) -> Option<Self> {
        if raw.get().len() > MAX_DIGITS {
            return None;
        }
        let digits = match String::read(raw) {
            Some(text) => RawValue::from_string(text.trim().to_owned()).ok()?,
            None => raw.to_owned(),
        };
        let first = digits.get().bytes().next()?;
        (first == b'-' || first.is_ascii_digit()).then_some(Self(digits))
    }
}

impl Wire for Loose {
    fn read(raw: &RawValue) -> Option<Self> {
        match String::read(raw) {
            Some(text) => Some(Self::Text(text)),
            None if raw.get() == "null" => None,
            None => Some(Self::Json(raw.to_owned())),
        }
    }
}

impl Wire for Extra {
    fn read(raw: &RawValue) -> Option<Self> {
        Object::read(raw).map(Object::rest)
    }
}

impl<T: Wire> Wire for Vec<T> {
    /// Elements that are something else are left out.
    fn read(raw: &RawValue) -> Option<Self> {
        let mut json = serde_json::Deserializer::from_str(raw.get());
        json.deserialize_seq(ListVisitor(PhantomData)).ok()
    }
}

impl Wire for Instant {
    fn read(raw: &RawValue) -> Option<Self> {
        Number::read(raw)?.instant()
    }
}

impl Wire for RetellCallId {
    fn read(raw: &RawValue) -> Option<Self> {
        Name::read(raw).map(|name| Self::new(name.0))
    }
}

impl Wire for RetellAgentId {
    fn read(raw: &RawValue) -> Option<Self> {
        Name::read(raw).map(|name| Self::new(name.0))
    }
}

/// A string of 1 to [`MAX_NAME`] bytes.
pub(crate) struct Name(pub(crate) String);

impl Wire for Name {
    fn read(raw: &RawValue) -> Option<Self> {
        // An escape takes at most six characters for a byte; longer texts are not even decoded.
        if raw.get().len() > 6 * MAX_NAME + 2 {
            return None;
        }
        let text = String::read(raw)?;
        (1..=MAX_NAME).contains(&text.len()).then_some(Self(text))
    }
}

/// The fields of an object, not looked into yet. Of a name that comes twice, the last counts, as
/// in JavaScript.
pub(crate) struct Object<'a>(BTreeMap<Cow<'a, str>, &'a RawValue>);

impl<'a> Object<'a> {
    /// A whole body, its depth bounded.
    pub(crate) fn of_body(body: &'a [u8]) -> Result<Self, Unreadable> {
        let text = std::str::from_utf8(body).map_err(|_| Unreadable::NotUtf8)?;
        if is_deeper_than(MAX_DEPTH, text) {
            return Err(Unreadable::TooDeep);
        }
        serde_json::from_str(text).map_err(|_| match serde_json::from_str::<IgnoredAny>(text) {
            Ok(_) => Unreadable::NotAnObject,
            Err(_) => Unreadable::NotJson,
        })
    }

    /// A field that may be an object.
    pub(crate) fn read(raw: &'a RawValue) -> Option<Self> {
        serde_json::from_str(raw.get()).ok()
    }

    /// Reads a field and leaves it.
    pub(crate) fn get<T: Wire>(&self, name: &str) -> Option<T> {
        self.0.get(name).and_then(|raw| T::read(raw))
    }

    /// Reads a field, and removes it if it could be read.
    pub(crate) fn take<T: Wire>(&mut self, name: &str) -> Option<T> {
        let value = self.get(name)?;
        self.0.remove(name);
        Some(value)
    }

    /// Drops a field.
    pub(crate) fn remove(&mut self, name: &str) {
        self.0.remove(name);
    }

    /// What has not been taken.
    pub(crate) fn rest(self) -> Extra {
        let unread = self.0.into_iter().filter(|(name, _)| name != SECRET);
        Extra(
            unread
                .map(|(name, raw)| (name.into_owned(), raw.to_owned()))
                .collect(),
        )
    }
}

/// The named fields of a JSON object, everything else skipped; `None` if it is no object. Takes
/// one pass and, whatever the object holds, no memory.
pub(crate) fn pick<'a, const N: usize>(
    text: &'a str,
    names: [&'static str; N],
) -> Option<[Option<&'a RawValue>; N]> {
    let mut json = serde_json::Deserializer::from_str(text);
    let fields = Pick(names).deserialize(&mut json).ok()?;
    json.end().ok()?;
    Some(fields)
}

/// Declares what an object of Retell's holds. Every field may be missing, and whatever is not
/// declared, or is not what was declared, is kept in `extra`.
macro_rules! wire {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Default, serde::Serialize)]
        pub struct $name {
            $(
                $(#[$field_doc])*
                #[serde(skip_serializing_if = "Option::is_none")]
                pub $field: Option<$type>,
            )+
            /// Everything else, as it came.
            #[serde(flatten)]
            pub extra: $crate::wire::Extra,
        }

        impl $name {
            fn of(mut object: $crate::wire::Object<'_>) -> Self {
                Self {
                    $($field: object.take(stringify!($field)),)+
                    extra: object.rest(),
                }
            }
        }

        impl $crate::wire::Wire for $name {
            fn read(raw: &serde_json::value::RawValue) -> Option<Self> {
                $crate::wire::Object::read(raw).map(Self::of)
            }
        }

        impl std::fmt::Debug for $name {
            /// Which fields there are, not what they hold: that is somebody's conversation.
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let mut fields: Vec<&str> = Vec::new();
                $(if self.$field.is_some() { fields.push(stringify!($field)); })+
                f.debug_struct(stringify!($name))
                    .field("has", &fields)
                    .field("extra", &self.extra)
                    .finish()
            }
        }
    };
}
pub(crate) use wire;

/// Brackets outside of strings, whether or not they match.
fn is_deeper_than(limit: usize, text: &str) -> bool {
    let mut depth = 0_usize;
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'[' | b'{' if depth == limit => return true,
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            b'"' => skip_string(&mut bytes),
            _ => {}
        }
    }
    false
}

/// Up to and including the closing quote.
fn skip_string(bytes: &mut std::str::Bytes<'_>) {
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => return,
            b'\\' => drop(bytes.next()),
            _ => {}
        }
    }
}

/// A JSON string. JavaScript can cut an emoji in half and then writes a lone surrogate, which is
/// no character; asked for bytes, serde_json lets it pass, and it becomes `U+FFFD` here.
struct Text<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        json.deserialize_bytes(TextVisitor)
    }
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Text<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_borrowed_bytes<E>(self, bytes: &'de [u8]) -> Result<Self::Value, E> {
        Ok(Text(String::from_utf8_lossy(bytes)))
    }

    fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Self::Value, E> {
        Ok(Text(String::from_utf8_lossy(bytes).into_owned().into()))
    }
}

impl<'de> Deserialize<'de> for Object<'de> {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        json.deserialize_map(ObjectVisitor(PhantomData))
    }
}

struct ObjectVisitor<'a>(PhantomData<&'a ()>);

impl<'de> Visitor<'de> for ObjectVisitor<'de> {
    type Value = Object<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Self::Value, A::Error> {
        let mut object = BTreeMap::new();
        while let Some((Text(name), value)) = fields.next_entry()? {
            object.insert(name, value);
        }
        Ok(Object(object))
    }
}

struct ListVisitor<T>(PhantomData<T>);

impl<'de, T: Wire> Visitor<'de> for ListVisitor<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Self::Value, A::Error> {
        let mut list = Vec::new();
        while let Some(element) = elements.next_element::<&RawValue>()? {
            list.extend(T::read(element));
        }
        Ok(list)
    }
}

struct Pick<const N: usize>([&'static str; N]);

impl<'de, const N: usize> DeserializeSeed<'de> for Pick<N> {
    type Value = [Option<&'de RawValue>; N];

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Self::Value, D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de, const N: usize> Visitor<'de> for Pick<N> {
    type Value = [Option<&'de RawValue>; N];

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Self::Value, A::Error> {
        let mut picked = [None; N];
        while let Some(Text(name)) = fields.next_key()? {
            match self.0.iter().position(|wanted| *wanted == name) {
                Some(place) => picked[place] = Some(fields.next_value()?),
                None => drop(fields.next_value::<IgnoredAny>()?),
            }
        }
        Ok(picked)
    }
}
