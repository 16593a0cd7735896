//! Reads JSON (RFC 8259).
//!
//! Not by serde_json: it is larger (CONTRIBUTING.md), and refuses a text with half of a surrogate pair, which JavaScript
//! shows as U+FFFD, or with a number that no float holds, which here is null: a whole answer is not lost over one value.
//! Tests hold this reader to it in all else.

use super::node::{Node, Text};
use crate::answer::keys::key_hash;
use crate::bytes::split_last;

/// No answer goes as deep: a few bytes must not take the stack.
const MAX_DEPTH: u32 = 128;

/// The nodes of a whole text; `None` where it is no JSON.
pub(super) fn read(text: &str) -> Option<Vec<Node<'_>>> {
    // GLAIR's answers have a name or a value in each seven bytes, and few of them are longer than 25 kB.
    let nodes = Vec::with_capacity((text.len() / 6).min(4096));
    let mut reader = Reader { text, at: 0, nodes };
    reader.value(MAX_DEPTH)?;
    reader.pass_space();
    (reader.at == text.len()).then_some(reader.nodes)
}

/// Reads one value after the other; `None` where there is none.
struct Reader<'a> {
    text: &'a str,
    at: usize,
    nodes: Vec<Node<'a>>,
}

impl<'a> Reader<'a> {
    fn value(&mut self, depth: u32) -> Option<()> {
        self.pass_space();
        let node = match self.peek()? {
            b'"' => Node::Text(self.string()?),
            b'{' => return self.object(depth.checked_sub(1)?),
            b'[' => return self.list(depth.checked_sub(1)?),
            b'n' => self.word("null", Node::Null)?,
            b't' => self.word("true", Node::Boolean(true))?,
            b'f' => self.word("false", Node::Boolean(false))?,
            _ => self.number()?,
        };
        self.nodes.push(node);
        Some(())
    }

    fn object(&mut self, depth: u32) -> Option<()> {
        let start = self.open();
        if !self.take(b'}') {
            loop {
                self.pass_space();
                let key = self.string()?;
                self.nodes.push(Node::Key(key, key_hash(&key.read())));
                self.pass_space();
                if !self.take(b':') {
                    return None;
                }
                self.value(depth)?;
                self.pass_space();
                if !self.take(b',') {
                    break;
                }
            }
            if !self.take(b'}') {
                return None;
            }
        }
        self.close(start, Node::Object)
    }

    fn list(&mut self, depth: u32) -> Option<()> {
        let start = self.open();
        if !self.take(b']') {
            loop {
                self.value(depth)?;
                self.pass_space();
                if !self.take(b',') {
                    break;
                }
            }
            if !self.take(b']') {
                return None;
            }
        }
        self.close(start, Node::List)
    }

    /// Passes a bracket, and keeps a place for its node.
    fn open(&mut self) -> usize {
        self.at += 1;
        self.pass_space();
        let start = self.nodes.len();
        self.nodes.push(Node::Null);
        start
    }

    /// Now it is known how many nodes are in it.
    fn close(&mut self, start: usize, node: fn(usize) -> Node<'a>) -> Option<()> {
        let inside = self.nodes.len() - start - 1;
        *self.nodes.get_mut(start)? = node(inside);
        Some(())
    }

    fn string(&mut self) -> Option<Text<'a>> {
        if !self.take(b'"') {
            return None;
        }
        let start = self.at;
        loop {
            let rest = self.text.as_bytes().get(self.at..)?;
            self.at += rest.iter().position(|byte| matches!(byte, 0..=0x1f | b'"' | b'\\'))?;
            let end = self.at;
            if self.take(b'"') {
                return self.text.get(start..end).map(Text);
            }
            self.escape()?;
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

    fn number(&mut self) -> Option<Node<'a>> {
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
        let integer = text.parse().ok().filter(|_| is_whole).map(Node::Integer);
        integer.or_else(|| fraction(text).map(Node::Number)).or(Some(Node::Null))
    }

    fn word(&mut self, word: &str, node: Node<'a>) -> Option<Node<'a>> {
        let stands = self.text.as_bytes().get(self.at..)?.starts_with(word.as_bytes());
        self.at += word.len();
        stands.then_some(node)
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

/// A text that was read, with its escapes as what they stand for.
pub(super) fn unescape(text: &str) -> String {
    let mut reader = Reader { text, at: 0, nodes: Vec::new() };
    let mut unescaped = String::new();
    while let Some(rest) = text.get(reader.at..) {
        let plain = rest.split('\\').next().unwrap_or_default();
        unescaped.push_str(plain);
        reader.at += plain.len();
        let Some(character) = reader.escape() else { break };
        unescaped.push(character);
    }
    unescaped
}

/// Exact where the digits are a number below 2^53 and the power of ten is at most 22 either way; of others the last bits may
/// differ from JavaScript's. `None` of what a float can't hold.
fn fraction(text: &str) -> Option<f64> {
    let (digits, exponent) = split_last(text, "e").or_else(|| split_last(text, "E")).unwrap_or((text, "0"));
    // `7371413594609119.0` is a whole number: seventeen digits would be too many.
    let digits = if digits.contains('.') { digits.trim_end_matches('0') } else { digits };
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
    use super::super::Tree;
    use super::*;
    use proptest::prelude::*;
    use serde::de::IgnoredAny;
    use serde_json::{Value, json};

    fn read(text: &str) -> Option<Value> {
        Tree::parse(text).map(|tree| tree.root().into())
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
            let ours = read(&text);
            // Where it makes nothing of it, serde_json goes by the grammar alone.
            let is_json = serde_json::from_str::<IgnoredAny>(&text).is_ok();
            prop_assert_eq!(ours.is_some(), is_json);
            match (&ours, &theirs) {
                (Some(ours), Ok(theirs)) => prop_assert!(same(ours, theirs), "{ours:?}"),
                // Half a pair, before another escape or not; a number beyond floats.
                (Some(_), Err(error)) => {
                    let words = error.to_string();
                    let known = ["surrogate", "end of hex escape", "number out of range"];
                    prop_assert!(known.iter().any(|known| words.contains(known)), "{words}");
                }
                (None, theirs) => prop_assert!(theirs.is_err(), "{theirs:?}"),
            }
        }

        #[test]
        fn any_value_is_read_back(numbers in prop::collection::vec(any::<f64>().prop_filter("JSON", |n| n.is_finite()), 0..4), texts in prop::collection::vec(any::<String>(), 0..4)) {
            let value = json!({ "numbers": numbers, "texts": texts });
            for text in [value.to_string(), serde_json::to_string_pretty(&value).unwrap_or_default()] {
                let read = read(&text).unwrap_or_default();
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
        let big = 18_446_744_073_709_551_615.0;
        let list = json!([null, true, -1, 9_901_015_703_940_007i64, 0.5, 1000.0, big]);
        assert_eq!(read(text), Some(json!({ "a": list, "b": "x\n" })));
    }

    #[test]
    fn a_number_that_no_float_holds_is_null() {
        assert_eq!(read(r#"[1e999, -1e400, 1, 1e-999]"#), Some(json!([null, null, 1, 0.0])));
    }

    #[test]
    fn half_a_surrogate_pair_is_a_character_lost_and_no_more() {
        for (text, stands_for) in [
            (r#""a\ud800""#, "a\u{fffd}"),
            (r#""\uDC00b\uD83d""#, "\u{fffd}b\u{fffd}"),
            (r#""\ud800\ud83d\ude00\ude00""#, "\u{fffd}\u{1f600}\u{fffd}"),
            (r#""\\ud800 \"\\\ud800é""#, "\\ud800 \"\\\u{fffd}é"),
            (r#""é\u00e9""#, "éé"),
        ] {
            assert_eq!(read(text), Some(json!(stands_for)), "{text}");
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
            assert_eq!(read(text), None, "{text}");
        }
    }
}
