//! A parsed answer. serde_json reads the text; its own `Value` would keep members in trees, whose code makes a
//! twentieth of the wasm.

use core::fmt;
use std::borrow::Cow;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// A value of an answer. Texts are parts of it where they hold no escapes.
#[derive(Debug, PartialEq)]
pub(super) enum Json<'a> {
    Null,
    Boolean(bool),
    /// Kept apart from fractions: a NIK has more digits than a float holds.
    Integer(i64),
    Number(f64),
    Text(Cow<'a, str>),
    List(Vec<Self>),
    Object(Members<'a>),
}

/// The members of an object, as they stand in the answer.
pub(super) type Members<'a> = Vec<(Cow<'a, str>, Json<'a>)>;

impl<'a> Json<'a> {
    /// Reads a whole text; `None` where it is no JSON.
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    pub(super) fn as_bool(&self) -> Option<bool> {
        if let Self::Boolean(boolean) = self { Some(*boolean) } else { None }
    }

    /// A whole number that is not negative.
    pub(super) fn as_count(&self) -> Option<u64> {
        if let Self::Integer(integer) = self { u64::try_from(*integer).ok() } else { None }
    }

    pub(super) fn as_number(&self) -> Option<f64> {
        match self {
            Self::Integer(integer) => Some(*integer as f64),
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    pub(super) fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    pub(super) fn as_list(&self) -> Option<&[Self]> {
        if let Self::List(list) = self { Some(list) } else { None }
    }

    pub(super) fn as_object(&self) -> Option<&Members<'a>> {
        if let Self::Object(members) = self { Some(members) } else { None }
    }
}

/// With U+FFFD in place of each half of a surrogate pair that stands alone (`\ud800`), as JavaScript shows it: such an
/// escape is sound JSON (RFC 8259, 8.2), but no character that a `str` holds.
pub(super) fn mended(text: &str) -> Cow<'_, str> {
    let mut mended = String::new();
    let (mut kept, mut at) = (0, 0);
    while let Some(rest) = text.as_bytes().get(at..).filter(|rest| !rest.is_empty()) {
        let (len, alone) = match (rest, escaped(rest), rest.get(6..).and_then(escaped)) {
            (_, Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => (12, false),
            (_, Some(0xd800..=0xdfff), _) => (6, true),
            ([b'\\', ..], ..) => (2, false),
            _ => (1, false),
        };
        if alone {
            mended.push_str(text.get(kept..at).unwrap_or_default());
            mended.push_str("\\ufffd");
            kept = at + len;
        }
        at += len;
    }
    if kept == 0 {
        return Cow::Borrowed(text);
    }
    mended.push_str(text.get(kept..).unwrap_or_default());
    Cow::Owned(mended)
}

/// The code unit of a `\uXXXX` at the beginning.
fn escaped(text: &[u8]) -> Option<u32> {
    let (b"\\u", digits) = text.get(..6)?.split_at_checked(2)? else { return None };
    digits.iter().try_fold(0, |unit, digit| Some(unit << 4 | char::from(*digit).to_digit(16)?))
}

impl<'de> Deserialize<'de> for Json<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue)
    }
}

struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = Json<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<Json<'de>, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, boolean: bool) -> Result<Json<'de>, E> {
        Ok(Json::Boolean(boolean))
    }

    fn visit_i64<E>(self, integer: i64) -> Result<Json<'de>, E> {
        Ok(Json::Integer(integer))
    }

    fn visit_u64<E>(self, integer: u64) -> Result<Json<'de>, E> {
        Ok(i64::try_from(integer).map_or(Json::Number(integer as f64), Json::Integer))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Json<'de>, E> {
        Ok(Json::Number(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Json<'de>, E> {
        Ok(Json::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Json<'de>, E> {
        Ok(Json::Text(Cow::Borrowed(text)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Json<'de>, A::Error> {
        let mut list = Vec::new();
        while let Some(element) = elements.next_element()? {
            list.push(element);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Json<'de>, A::Error> {
        let mut members = Members::new();
        while let Some((Json::Text(name), value)) = entries.next_entry()? {
            members.push((name, value));
        }
        Ok(Json::Object(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_read() {
        let text =
            r#" {"a": [null, true, -1, 9901015703940007, 0.5, 1e3, 18446744073709551615], "\u0062": "x\n"} "#;
        let list = vec![
            Json::Null,
            Json::Boolean(true),
            Json::Integer(-1),
            Json::Integer(9_901_015_703_940_007),
            Json::Number(0.5),
            Json::Number(1000.0),
            Json::Number(18_446_744_073_709_551_615.0),
        ];
        let members = vec![("a".into(), Json::List(list)), ("b".into(), Json::Text("x\n".into()))];
        assert_eq!(Json::parse(text), Some(Json::Object(members)));
    }

    #[test]
    fn half_a_surrogate_pair_is_a_character_lost_and_no_more() {
        for (text, read) in [
            (r#""a\ud800""#, "a\u{fffd}"),
            (r#""\uDC00b\uD83d""#, "\u{fffd}b\u{fffd}"),
            (r#""\ud800\ud83d\ude00\ude00""#, "\u{fffd}\u{1f600}\u{fffd}"),
            (r#""\\ud800 \"\\\ud800é""#, "\\ud800 \"\\\u{fffd}é"),
            (r#""é\u00e9""#, "éé"),
        ] {
            assert_eq!(Json::parse(&mended(text)), Some(Json::Text(read.into())), "{text}");
        }
        for text in [r#""\ud83d\ude00 é""#, r#""\"#, r#""\u"#, r#""\ud8"#, ""] {
            assert!(matches!(mended(text), Cow::Borrowed(same) if same == text), "{text}");
        }
    }

    #[test]
    fn what_is_no_json_is_nothing() {
        for text in ["", "{", "{}{}", "<html>", "{\"a\":}", "{1:2}", "1e999", &"[".repeat(200)] {
            assert_eq!(Json::parse(text), None, "{text}");
        }
    }
}
