//! A parsed answer (RFC 8259).
//!
//! Read here and not by serde_json: that is 5 kB of the wasm's gzip, half of it a table of 309 powers of ten; and
//! it takes the half of a surrogate pair that JavaScript shows as U+FFFD for no JSON. Tests hold this reader to it.

use std::borrow::Cow;

use crate::bytes::split_last;

/// No answer goes as deep: a few bytes must not take the stack.
const DEEPEST: u32 = 128;

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
        let mut reader = Reader { text, at: 0 };
        let value = reader.value(DEEPEST)?;
        reader.pass_space();
        (reader.at == text.len()).then_some(value)
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

/// Reads one value after the other; `None` where there is none.
struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn value(&mut self, depth: u32) -> Option<Json<'a>> {
        self.pass_space();
        match self.peek()? {
            b'"' => self.string().map(Json::Text),
            b'{' => self.object(depth.checked_sub(1)?),
            b'[' => self.list(depth.checked_sub(1)?),
            b'n' => self.word("null", Json::Null),
            b't' => self.word("true", Json::Boolean(true)),
            b'f' => self.word("false", Json::Boolean(false)),
            _ => self.number(),
        }
    }

    fn object(&mut self, depth: u32) -> Option<Json<'a>> {
        let mut members = Members::new();
        self.at += 1;
        self.pass_space();
        if self.take(b'}') {
            return Some(Json::Object(members));
        }
        loop {
            self.pass_space();
            let name = self.string()?;
            self.pass_space();
            if !self.take(b':') {
                return None;
            }
            members.push((name, self.value(depth)?));
            self.pass_space();
            if !self.take(b',') {
                return self.take(b'}').then_some(Json::Object(members));
            }
        }
    }

    fn list(&mut self, depth: u32) -> Option<Json<'a>> {
        let mut list = Vec::new();
        self.at += 1;
        self.pass_space();
        if self.take(b']') {
            return Some(Json::List(list));
        }
        loop {
            list.push(self.value(depth)?);
            self.pass_space();
            if !self.take(b',') {
                return self.take(b']').then_some(Json::List(list));
            }
        }
    }

    fn string(&mut self) -> Option<Cow<'a, str>> {
        if !self.take(b'"') {
            return None;
        }
        let (mut unescaped, mut kept) = (String::new(), self.at);
        loop {
            let rest = self.text.as_bytes().get(self.at..)?;
            self.at += rest.iter().position(|byte| matches!(byte, 0..=0x1f | b'"' | b'\\'))?;
            let part = self.text.get(kept..self.at)?;
            if self.take(b'"') {
                return Some(if unescaped.is_empty() {
                    Cow::Borrowed(part)
                } else {
                    unescaped.push_str(part);
                    Cow::Owned(unescaped)
                });
            }
            unescaped.push_str(part);
            unescaped.push(self.escape()?);
            kept = self.at;
        }
    }

    fn escape(&mut self) -> Option<char> {
        if !self.take(b'\\') {
            return None;
        }
        let kind = self.peek()?;
        self.at += 1;
        Some(match kind {
            b'"' | b'\\' | b'/' => char::from(kind),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let unit = self.code_unit(self.at)?;
                self.at += 4;
                self.character(unit)
            }
            _ => return None,
        })
    }

    /// Of a pair that its second half follows, the character; half a pair is a character lost.
    fn character(&mut self, unit: u32) -> char {
        let second = self.text.get(self.at..self.at + 2).filter(|text| *text == "\\u");
        let second = second.and_then(|_| self.code_unit(self.at + 2));
        let code = match (unit, second) {
            (0xd800..=0xdbff, Some(second @ 0xdc00..=0xdfff)) => {
                self.at += 6;
                0x1_0000 + ((unit & 0x3ff) << 10 | (second & 0x3ff))
            }
            _ => unit,
        };
        char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
    }

    fn code_unit(&self, at: usize) -> Option<u32> {
        let digits = self.text.as_bytes().get(at..at + 4)?;
        digits.iter().try_fold(0, |unit, digit| Some(unit << 4 | char::from(*digit).to_digit(16)?))
    }

    fn number(&mut self) -> Option<Json<'a>> {
        let start = self.at;
        self.take(b'-');
        let has_zero = self.peek() == Some(b'0');
        let mut fits = matches!((self.pass_digits(), has_zero), (1, _) | (2.., false));
        let mut is_whole = true;
        if self.take(b'.') {
            is_whole = false;
            fits &= self.pass_digits() > 0;
        }
        if self.take(b'e') || self.take(b'E') {
            is_whole = false;
            let _ = self.take(b'+') || self.take(b'-');
            fits &= self.pass_digits() > 0;
        }
        let text = self.text.get(start..self.at).filter(|_| fits)?;
        let integer = text.parse().ok().filter(|_| is_whole).map(Json::Integer);
        integer.or_else(|| fraction(text).map(Json::Number))
    }

    fn word(&mut self, word: &str, value: Json<'a>) -> Option<Json<'a>> {
        let stands = self.text.as_bytes().get(self.at..)?.starts_with(word.as_bytes());
        self.at += word.len();
        stands.then_some(value)
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> bool {
        let stands = self.peek() == Some(byte);
        self.at += usize::from(stands);
        stands
    }

    fn pass_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn pass_digits(&mut self) -> usize {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        self.at - start
    }
}

/// As exact as the digits multiplied by one power of ten are; `None` of what a float can't hold.
fn fraction(text: &str) -> Option<f64> {
    let (digits, exponent) = split_last(text, "e").or_else(|| split_last(text, "E")).unwrap_or((text, "0"));
    // So far out it is nothing or too much.
    let mut exponent: i32 = exponent.parse().unwrap_or(if exponent.starts_with('-') { -9999 } else { 9999 });
    let (mut significand, mut after_point) = (0u64, false);
    for byte in digits.bytes() {
        match byte {
            b'0'..=b'9' if significand < u64::MAX / 10 => {
                significand = significand * 10 + u64::from(byte - b'0');
                exponent = exponent.saturating_sub(i32::from(after_point));
            }
            // More than a float tells apart.
            b'0'..=b'9' => exponent = exponent.saturating_add(i32::from(!after_point)),
            b'.' => after_point = true,
            _ => {}
        }
    }
    let mut number = significand as f64;
    let mut left = exponent.unsigned_abs().min(700);
    while left > 0 {
        // Powers up to this one are exact.
        let step = left.min(22);
        let power = (0..step).fold(1.0, |power, _| power * 10.0);
        number = if exponent < 0 { number / power } else { number * power };
        left -= step;
    }
    let number = if digits.starts_with('-') { -number } else { number };
    number.is_finite().then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::Value;

    impl From<&Json<'_>> for Value {
        fn from(json: &Json<'_>) -> Self {
            match json {
                Json::Null => Self::Null,
                Json::Boolean(boolean) => (*boolean).into(),
                Json::Integer(integer) => (*integer).into(),
                Json::Number(number) => (*number).into(),
                Json::Text(text) => text.as_ref().into(),
                Json::List(list) => list.iter().map(Self::from).collect(),
                Json::Object(members) => {
                    members.iter().map(|(name, value)| (name.to_string(), Self::from(value))).collect()
                }
            }
        }
    }

    /// Whole numbers and fractions of the same value are one, and the last bits of a fraction may differ.
    fn same(one: &Value, other: &Value) -> bool {
        match (one, other) {
            (Value::Number(one), Value::Number(other)) => {
                let [one, other] = [one, other].map(|number| number.as_f64().unwrap_or(f64::NAN));
                // Next to nothing, a float has fewer digits.
                (one - other).abs() <= other.abs() * 1e-15 + 1e-322
            }
            (Value::Array(one), Value::Array(other)) => {
                one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
            }
            (Value::Object(one), Value::Object(other)) => {
                one.len() == other.len() && one.iter().zip(other).all(|(a, b)| a.0 == b.0 && same(a.1, b.1))
            }
            _ => one == other,
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_as_serde_json_reads_it(
            text in r#"([\[\]{},:] ?|"[a"\\/bu0-9é]{0,4}"?|\\u[0-9a-d]{4}|-?[0-9]{1,3}|[.eE+-]|true|null|[ \t]){1,12}"#,
        ) {
            let theirs = serde_json::from_str::<Value>(&text);
            let ours = Json::parse(&text);
            match (&ours, &theirs) {
                (Some(ours), Ok(theirs)) => prop_assert!(same(&ours.into(), theirs), "{ours:?}"),
                // Half a pair, before another escape or not.
                (Some(_), Err(error)) => {
                    let words = error.to_string();
                    prop_assert!(words.contains("surrogate") || words.contains("end of hex escape"), "{words}");
                }
                (None, theirs) => prop_assert!(theirs.is_err(), "{theirs:?}"),
            }
        }

        #[test]
        fn any_value_is_read_back(numbers in prop::collection::vec(any::<f64>().prop_filter("JSON", |n| n.is_finite()), 0..4), texts in prop::collection::vec(any::<String>(), 0..4)) {
            let value = serde_json::json!({ "numbers": numbers, "texts": texts });
            for text in [value.to_string(), serde_json::to_string_pretty(&value).unwrap_or_default()] {
                let read = Json::parse(&text).map(|json| Value::from(&json)).unwrap_or_default();
                prop_assert!(same(&read, &value), "{text}: {read}");
            }
        }
    }

    #[test]
    fn usual_fractions_are_exact() {
        for text in ["0.1", "-0.5", "0.9876", "123456.789", "1e22", "2.5E-7", "1E+3"] {
            assert_eq!(fraction(text), text.parse().ok(), "{text}");
        }
    }

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
            assert_eq!(Json::parse(text), Some(Json::Text(read.into())), "{text}");
        }
    }

    #[test]
    fn what_is_no_json_is_nothing() {
        for text in [
            "",
            "{",
            "{}{}",
            "<html>",
            "{\"a\":}",
            "{1:2}",
            "1e999",
            "01",
            "1.",
            "-",
            "+1",
            ".5",
            "[1,]",
            "\"\t\"",
            r#""\x""#,
            r#""\u12g4""#,
            r#""\ud8"#,
            &"[".repeat(200),
        ] {
            assert_eq!(Json::parse(text), None, "{text}");
        }
    }
}
