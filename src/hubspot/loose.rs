//! Values of any form, read without failing and without keeping more than is needed: one odd value spoils no page.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::domain::{RemoteId, RemoteSource, Timestamp};

/// The longest text that is kept, in bytes; HubSpot's own limit is about the same.
const MAX_TEXT: usize = 64 * 1024;

/// The most texts of one list that are kept.
const MAX_TEXTS: usize = 2_000;

/// A text or a number as text; anything else is none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Scalar(pub(super) Option<String>);

impl Scalar {
    /// Returns the text.
    pub(super) fn text(&self) -> Option<&str> {
        self.0.as_deref()
    }

    /// Returns the id, if it is one that HubSpot gives.
    pub(super) fn id(&self) -> Option<RemoteId> {
        RemoteId::parse(RemoteSource::HubSpot, self.text()?).ok()
    }

    /// Returns the time, if it is one of ISO 8601.
    pub(super) fn time(&self) -> Option<Timestamp> {
        let time: jiff::Timestamp = self.text()?.trim().parse().ok()?;
        Some(Timestamp::from_millis(time.as_millisecond()))
    }

    /// Returns the number, if it is a whole one.
    pub(super) fn number<T: std::str::FromStr>(&self) -> Option<T> {
        self.text()?.trim().parse().ok()
    }
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Anything).map(Self)
    }
}

/// Takes any value.
struct Anything;

impl<'de> Visitor<'de> for Anything {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        let end = (0..=MAX_TEXT.min(text.len())).rfind(|end| text.is_char_boundary(*end));
        Ok(end.and_then(|end| text.get(..end)).map(str::to_owned))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Some(number.to_string()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Some(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Some(number.to_string()))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(None)
    }
}

/// A list of texts, or one text; anything else is none.
#[derive(Debug, Default)]
pub(super) struct Texts(pub(super) Vec<String>);

impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut texts = Vec::new();
        let form = each::<Scalar, D>(deserializer, |item| {
            if let (Some(text), true) = (item.0, texts.len() < MAX_TEXTS) {
                texts.push(text);
            }
        })?;
        if let Form::Text(text) = form {
            texts.push(text);
        }
        Ok(Self(texts))
    }
}

/// What stands where a list was expected.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// A list.
    List,
    /// One text or number.
    Text(String),
    /// Something else.
    Other,
}

impl From<Option<String>> for Form {
    fn from(text: Option<String>) -> Self {
        text.map_or(Self::Other, Self::Text)
    }
}

/// Reads a list item by item, so that no list is held as it came.
pub(super) fn each<'de, T, D>(deserializer: D, take: impl FnMut(T)) -> Result<Form, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    deserializer.deserialize_any(Each(take, PhantomData))
}

struct Each<T, F>(F, PhantomData<T>);

impl<'de, T: Deserialize<'de>, F: FnMut(T)> Visitor<'de> for Each<T, F> {
    type Value = Form;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Self::Value, E> {
        Anything.visit_str(text).map(Form::from)
    }

    fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<Self::Value, E> {
        Anything.visit_i64(number).map(Form::from)
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<Self::Value, E> {
        Anything.visit_u64(number).map(Form::from)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(Form::Other)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(Form::Other)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Form::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<Self::Value, A::Error> {
        while let Some(item) = seq.next_element()? {
            (self.0)(item);
        }
        Ok(Form::List)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        Anything.visit_map(map).map(Form::from)
    }
}

/// An object whose known fields are read; anything else in its place is none.
#[derive(Debug)]
pub(super) struct Maybe<T>(pub(super) Option<T>);

impl<T> Default for Maybe<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Maybe<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Object(PhantomData)).map(Self)
    }
}

struct Object<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Object<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
        Anything.visit_seq(seq).map(|_| None)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        T::deserialize(serde::de::value::MapAccessDeserializer::new(map)).map(Some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_value_is_a_text_a_number_or_none() {
        let read = |json: &str| serde_json::from_str::<Scalar>(json).expect("read").0;
        assert_eq!(read(r#""7""#).as_deref(), Some("7"));
        assert_eq!(read("7").as_deref(), Some("7"));
        for none in ["null", "true", "[1,[2]]", r#"{"a":{"b":[]}}"#] {
            assert_eq!(read(none), None, "{none}");
        }
        let long = format!("\"{}\"", "é".repeat(MAX_TEXT));
        assert_eq!(read(&long).map(|text| text.len()), Some(MAX_TEXT));
    }

    #[test]
    fn a_list_may_be_one_text_or_no_list() {
        let read = |json: &str| serde_json::from_str::<Texts>(json).expect("read").0;
        assert_eq!(read(r#"["a",1,null,{"b":2}]"#), ["a", "1"]);
        assert_eq!(read(r#""a""#), ["a"]);
        for none in ["null", "true", "1.5", r#"{"a":1}"#] {
            assert!(read(none).is_empty(), "{none}");
        }
    }
}
