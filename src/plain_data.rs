//! Plain data → types: what browser and proxy read options and policies with. Each brings a serde deserializer for its data.

use core::error::Error;
use core::fmt;

use serde::de::{self, Deserialize, Deserializer, Unexpected, Visitor};

/// A whole number, 0 or more.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Count(pub u32);

/// A number from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score(pub f64);

/// A member of plain data is unknown, missing or of another kind than it must be. A deserializer with this error never
/// repeats a value: it may be somebody's.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct InvalidOption {
    path: String,
    reason: String,
}

impl InvalidOption {
    /// The error of a member, as one of the object that has it under this name.
    pub fn in_member(self, name: &str) -> Self {
        let path = if self.path.is_empty() { name.to_owned() } else { [name, ".", &self.path].concat() };
        Self { path, ..self }
    }
}

impl fmt::Display for InvalidOption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = if self.path.is_empty() { "the options" } else { &self.path };
        write!(f, "{path} {}", self.reason)
    }
}

impl Error for InvalidOption {}

impl de::Error for InvalidOption {
    fn custom<T: fmt::Display>(reason: T) -> Self {
        Self { path: String::new(), reason: reason.to_string() }
    }

    fn invalid_type(_: Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::custom(format_args!("must be {expected}"))
    }

    fn invalid_value(_: Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::custom(format_args!("must be {expected}"))
    }

    fn unknown_field(field: &str, _: &'static [&'static str]) -> Self {
        Self::custom("is not known here").in_member(field)
    }

    fn missing_field(field: &'static str) -> Self {
        Self::custom("is missing").in_member(field)
    }
}

impl<'de> Deserialize<'de> for Score {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let convert = |number| (0.0..=1.0).contains(&number).then_some(Self(number));
        self::number(deserializer, "a number from 0 to 1", convert)
    }
}

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        number(deserializer, "a whole number, 0 or more", |number| {
            let count = number as u32;
            (f64::from(count) == number).then_some(Self(count))
        })
    }
}

/// Reads a number that `convert` takes.
pub(crate) fn number<'de, T, D: Deserializer<'de>>(
    deserializer: D,
    expected: &'static str,
    convert: fn(f64) -> Option<T>,
) -> Result<T, D::Error> {
    let number = deserializer.deserialize_any(Number(expected))?;
    convert(number).ok_or_else(|| de::Error::invalid_value(Unexpected::Other("a number"), &expected))
}

/// What is expected of it. Not by the type that comes of it: this is compiled once, as is [`Text`].
struct Number(&'static str);

impl Visitor<'_> for Number {
    type Value = f64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<f64, E> {
        Ok(number)
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<f64, E> {
        Ok(number as f64)
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<f64, E> {
        Ok(number as f64)
    }
}

/// Reads a text that `convert` takes.
pub(crate) fn text<'de, T, D: Deserializer<'de>>(
    deserializer: D,
    expected: &'static str,
    convert: fn(&str) -> Option<T>,
) -> Result<T, D::Error> {
    let text = deserializer.deserialize_str(Text(expected))?;
    convert(&text).ok_or_else(|| de::Error::invalid_value(Unexpected::Other("another text"), &expected))
}

/// What is expected of it.
struct Text(&'static str);

impl Visitor<'_> for Text {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }
}

/// Reads a member of which `null` says no more than leaving it out.
pub(crate) fn or_default<'de, T: Default + Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}
