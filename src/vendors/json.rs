//! A parsed answer (RFC 8259).
//!
//! Read here and not by serde_json: that is 5 kB of the wasm's gzip, half of it a table of 309 powers of ten; and
//! it takes the half of a surrogate pair that JavaScript shows as U+FFFD for no JSON. Tests hold this reader to it.

use std::borrow::Cow;

use super::name::{Name, hash};
use crate::bytes::split_last;

/// No answer goes as deep: a few bytes must not take the stack.
const DEEPEST: u32 = 128;

/// The values of an answer in one list, each before what is in it: a list for each object took more time than the rest.
#[derive(Debug, Default)]
pub(super) struct Tree<'a>(Vec<Node<'a>>);

#[derive(Clone, Copy, Debug)]
enum Node<'a> {
    Null,
    Boolean(bool),
    Integer(i64),
    Number(f64),
    Text(&'a str),
    /// With escapes, as it stands between the quotes.
    Escaped(&'a str),
    /// The name of the member whose value follows, as it stands between the quotes, and its hash.
    Key(&'a str, u32),
    /// How many nodes are in it.
    List(usize),
    Object(usize),
}

/// A value of an answer.
#[derive(Clone, Copy, Debug)]
pub(super) enum Json<'a> {
    Null,
    Boolean(bool),
    /// Kept apart from fractions: a NIK has more digits than a float holds.
    Integer(i64),
    Number(f64),
    /// Parts of the answer.
    Text(&'a str),
    /// Such parts whose escapes are still to be read.
    Escaped(&'a str),
    List(Items<'a>),
    Object(Members<'a>),
}

/// The values of a list.
#[derive(Clone, Copy, Debug)]
pub(super) struct Items<'a>(&'a [Node<'a>]);

/// The members of an object, as they stand in the answer.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Members<'a>(&'a [Node<'a>]);

impl<'a> Tree<'a> {
    /// Reads a whole text; `None` where it is no JSON.
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        // GLAIR's answers have a name or a value in each seven bytes, and few of them are longer than 25 kB.
        let nodes = Vec::with_capacity((text.len() / 6).min(4096));
        let mut reader = Reader { text, at: 0, nodes };
        reader.value(DEEPEST)?;
        reader.pass_space();
        (reader.at == text.len()).then_some(Self(reader.nodes))
    }

    pub(super) fn root(&self) -> Json<'_> {
        Items(&self.0).next().unwrap_or(Json::Null)
    }
}

impl<'a> Json<'a> {
    pub(super) fn as_bool(self) -> Option<bool> {
        if let Self::Boolean(boolean) = self { Some(boolean) } else { None }
    }

    /// A whole number that is not negative.
    pub(super) fn as_count(self) -> Option<u64> {
        if let Self::Integer(integer) = self { u64::try_from(integer).ok() } else { None }
    }

    pub(super) fn as_number(self) -> Option<f64> {
        match self {
            Self::Integer(integer) => Some(integer as f64),
            Self::Number(number) => Some(number),
            _ => None,
        }
    }

    pub(super) fn as_text(self) -> Option<Cow<'a, str>> {
        match self {
            Self::Text(text) => Some(Cow::Borrowed(text)),
            Self::Escaped(text) => Some(Cow::Owned(unescape(text))),
            _ => None,
        }
    }

    pub(super) fn as_list(self) -> Option<Items<'a>> {
        if let Self::List(items) = self { Some(items) } else { None }
    }

    pub(super) fn as_object(self) -> Option<Members<'a>> {
        if let Self::Object(members) = self { Some(members) } else { None }
    }
}

impl<'a> Iterator for Items<'a> {
    type Item = Json<'a>;

    fn next(&mut self) -> Option<Json<'a>> {
        let (value, rest) = split_value(self.0)?;
        let (first, inner) = value.split_first()?;
        self.0 = rest;
        Some(match *first {
            // A name stands before a value, never for one.
            Node::Null | Node::Key(..) => Json::Null,
            Node::Boolean(boolean) => Json::Boolean(boolean),
            Node::Integer(integer) => Json::Integer(integer),
            Node::Number(number) => Json::Number(number),
            Node::Text(text) => Json::Text(text),
            Node::Escaped(text) => Json::Escaped(text),
            Node::List(_) => Json::List(Items(inner)),
            Node::Object(_) => Json::Object(Members(inner)),
        })
    }
}

impl<'a> Iterator for Members<'a> {
    type Item = (Cow<'a, str>, Json<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let (key, _, mut value) = self.split()?;
        Some((unescaped(key), value.next()?))
    }
}

impl<'a> Members<'a> {
    /// The members that this name fits.
    pub(super) fn named(mut self, name: Name<'_>) -> impl Iterator<Item = (Cow<'a, str>, Json<'a>)> {
        core::iter::from_fn(move || {
            loop {
                let (key, hash, mut value) = self.split()?;
                if hash == name.hash() {
                    let key = unescaped(key);
                    if name.fits(&key) {
                        return Some((key, value.next()?));
                    }
                }
            }
        })
    }

    /// Takes the first member off: its name with its hash, and its value.
    #[inline(always)]
    fn split(&mut self) -> Option<(&'a str, u32, Items<'a>)> {
        let (Node::Key(key, hash), rest) = self.0.split_first()? else { return None };
        let (value, rest) = split_value(rest)?;
        self.0 = rest;
        Some((key, *hash, Items(value)))
    }
}

/// The nodes of the first value, and those behind it.
#[inline(always)]
fn split_value<'n, 'a>(nodes: &'n [Node<'a>]) -> Option<(&'n [Node<'a>], &'n [Node<'a>])> {
    let inside = match nodes.first()? {
        Node::List(inside) | Node::Object(inside) => *inside,
        _ => 0,
    };
    nodes.split_at_checked(inside + 1)
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
            b'"' => match self.string()? {
                (text, false) => Node::Text(text),
                (text, true) => Node::Escaped(text),
            },
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
        let start = self.open()?;
        if !self.take(b'}') {
            loop {
                self.pass_space();
                let (key, has_escapes) = self.string()?;
                let hash = if has_escapes { hash(&unescape(key)) } else { hash(key) };
                self.nodes.push(Node::Key(key, hash));
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
        let start = self.open()?;
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
    fn open(&mut self) -> Option<usize> {
        self.at += 1;
        self.pass_space();
        self.nodes.push(Node::Null);
        self.nodes.len().checked_sub(1)
    }

    /// Now it is known how many nodes are in it.
    fn close(&mut self, start: usize, node: fn(usize) -> Node<'a>) -> Option<()> {
        let inside = self.nodes.len() - start - 1;
        *self.nodes.get_mut(start)? = node(inside);
        Some(())
    }

    /// What stands between the quotes, and whether it has escapes.
    fn string(&mut self) -> Option<(&'a str, bool)> {
        if !self.take(b'"') {
            return None;
        }
        let (start, mut has_escapes) = (self.at, false);
        loop {
            let rest = self.text.as_bytes().get(self.at..)?;
            self.at += rest.iter().position(|byte| matches!(byte, 0..=0x1f | b'"' | b'\\'))?;
            let end = self.at;
            if self.take(b'"') {
                return Some((self.text.get(start..end)?, has_escapes));
            }
            has_escapes = true;
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
        integer.or_else(|| fraction(text).map(Node::Number))
    }

    fn word(&mut self, word: &str, node: Node<'a>) -> Option<Node<'a>> {
        let stands = self.text.as_bytes().get(self.at..)?.starts_with(word.as_bytes());
        self.at += word.len();
        stands.then_some(node)
    }

    #[inline(always)]
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    #[inline(always)]
    fn take(&mut self, byte: u8) -> bool {
        let stands = self.peek() == Some(byte);
        self.at += usize::from(stands);
        stands
    }

    #[inline(always)]
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

fn unescaped(text: &str) -> Cow<'_, str> {
    if text.as_bytes().contains(&b'\\') { Cow::Owned(unescape(text)) } else { Cow::Borrowed(text) }
}

/// A text that was read, with its escapes as what they stand for.
fn unescape(text: &str) -> String {
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
    use serde_json::{Value, json};

    impl From<Json<'_>> for Value {
        fn from(json: Json<'_>) -> Self {
            match json {
                Json::Null => Self::Null,
                Json::Boolean(boolean) => boolean.into(),
                Json::Integer(integer) => integer.into(),
                Json::Number(number) => number.into(),
                Json::Text(_) | Json::Escaped(_) => json.as_text().into(),
                Json::List(list) => list.map(Self::from).collect(),
                Json::Object(members) => {
                    members.map(|(name, value)| (name.into_owned(), Self::from(value))).collect()
                }
            }
        }
    }

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
            match (&ours, &theirs) {
                (Some(ours), Ok(theirs)) => prop_assert!(same(ours, theirs), "{ours:?}"),
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
    fn members_are_found_by_what_their_names_stand_for() {
        let text =
            r#"{"a": [{"no_a": 1}], "no\u005fA": "\"\u0062", "b": {"noa": 2}, "noA": {"c": [3]}, "no-a": 4}"#;
        let tree = Tree::parse(text).unwrap_or_default();
        let members = tree.root().as_object().unwrap_or_default();
        let found: Vec<_> =
            members.named(Name::new("no_a")).map(|(key, json)| (key, Value::from(json))).collect();
        assert_eq!(found, [("no_A".into(), json!("\"b")), ("noA".into(), json!({ "c": [3] }))]);
        assert_eq!(members.count(), 5);
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
            assert_eq!(read(text), None, "{text}");
        }
    }
}
