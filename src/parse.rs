//! Plain data → types: one parser for the browser's objects and the proxy's policy file.
//!
//! The caller brings a serde deserializer for its data. An error names the path of what is wrong and what it must be,
//! never the value that was given.

use core::error::Error;
use core::fmt;

use serde::de::{self, Deserialize, Deserializer, Unexpected, Visitor};

/// A whole number, 0 or more.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Count(pub u32);

/// A number from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score(pub f64);

/// Reads plain data.
///
/// # Errors
///
/// The path of a member that is unknown, missing or of another kind, and what it must be.
pub fn parse<'de, T: Deserialize<'de>, D: Deserializer<'de>>(data: D) -> Result<T, InvalidOption> {
    serde_path_to_error::deserialize(data).map_err(|error| {
        let path = error.path().to_string();
        InvalidOption { path, reason: error.into_inner().to_string() }
    })
}

/// A member of the options is unknown, missing or of another kind than it must be.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct InvalidOption {
    path: String,
    reason: String,
}

impl fmt::Display for InvalidOption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, reason } = self;
        if reason.starts_with("unknown field") {
            return write!(f, "{path} is not known here");
        }
        if let Some(name) = reason.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`')) {
            return write!(f, "{name} is missing");
        }
        // Serde's "invalid type: string \"…\", expected …" repeats the value.
        match reason.rsplit_once(", expected ") {
            Some((_, expected)) => write!(f, "{path} must be {expected}"),
            None => write!(f, "{path}: {reason}"),
        }
    }
}

impl Error for InvalidOption {}

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
    deserializer.deserialize_any(Number { expected, convert })
}

struct Number<T> {
    expected: &'static str,
    convert: fn(f64) -> Option<T>,
}

impl<T> Visitor<'_> for Number<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<T, E> {
        (self.convert)(number).ok_or_else(|| E::invalid_value(Unexpected::Other("a number"), &self))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<T, E> {
        self.visit_f64(number as f64)
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<T, E> {
        self.visit_f64(number as f64)
    }
}

/// Reads a text that `convert` takes.
pub(crate) fn text<'de, T, D: Deserializer<'de>>(
    deserializer: D,
    expected: &'static str,
    convert: fn(&str) -> Option<T>,
) -> Result<T, D::Error> {
    deserializer.deserialize_str(Text { expected, convert })
}

struct Text<T> {
    expected: &'static str,
    convert: fn(&str) -> Option<T>,
}

impl<T> Visitor<'_> for Text<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        (self.convert)(text).ok_or_else(|| E::invalid_value(Unexpected::Other("another text"), &self))
    }
}

/// Reads a member of which `null` says no more than leaving it out.
pub(crate) fn or_default<'de, T: Default + Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use serde_json::{Value, json};

    use super::*;
    use crate::options::Options;

    fn refused(change: &Value) -> String {
        let mut options = json!({ "document": "ktp", "vendor": "verihubs" });
        for (name, value) in change.as_object().unwrap() {
            options[name] = value.clone();
        }
        parse::<Options, _>(options).unwrap_err().to_string()
    }

    #[test]
    fn what_is_wrong_is_told_with_its_path_and_without_its_value() {
        for (change, told) in [
            (json!({ "vendor": "nobody" }), "vendor must be one of glair, verihubs"),
            (json!({ "checkQuality": "yes" }), "checkQuality must be a boolean"),
            (json!({ "attempt": -1 }), "attempt must be a whole number, 0 or more"),
            (json!({ "attempt": 1.5 }), "attempt must be a whole number, 0 or more"),
            (json!({ "attempt": 4_294_967_296_u64 }), "attempt must be a whole number, 0 or more"),
            (json!({ "rotate": 45 }), "rotate must be 0, 90, 180 or 270"),
            (json!({ "today": "3201015703940007" }), "today must be a calendar date as YYYY-MM-DD"),
            (json!({ "policy": "strict" }), "policy must be an object"),
            (
                json!({ "policy": { "rules": { "blur": "warning" } } }),
                "policy.rules.blur must be one of off, shadow, warn, block",
            ),
            (json!({ "policy": { "rules": { "blurr": "warn" } } }), "policy.rules.blurr is not known here"),
            (
                json!({ "policy": { "thresholds": { "dark": 2 } } }),
                "policy.thresholds.dark must be a number from 0 to 1",
            ),
            (json!({ "validatequality": true }), "validatequality is not known here"),
        ] {
            assert_eq!(refused(&change), told);
        }
        assert_eq!(
            parse::<Options, _>(json!({ "vendor": "glair" })).unwrap_err().to_string(),
            "document is missing"
        );
    }

    #[test]
    fn null_is_as_good_as_left_out() {
        let options = json!({
            "document": "ktp", "vendor": "glair", "page": null, "policy": { "rules": null, "relaxAfter": null },
        });
        assert_eq!(parse::<Options, _>(options).unwrap().policy, Some(crate::Policy::default()));
    }
}
