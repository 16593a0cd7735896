//! PDF objects (ISO 32000-1, 7.2 and 7.3), as far as a trailer and what it names need them.
//!
//! No tree is built: a container stays a slice of the text and is looked into when asked. So nothing recurses,
//! and nesting costs nothing but the reading of its brackets.

use core::ops::ControlFlow;

use crate::inspect::cursor::Cursor;
use crate::inspect::limits::pdf as limits;
use crate::inspect::stop::Stop;

/// The object at `at` after an `opening` such as [`Lexer::header`]. `None` where there is no such thing, or a very
/// long one.
pub(super) fn value_at<'a, T>(
    start: Cursor<'a>,
    opening: impl Fn(&mut Lexer<'a>) -> Option<T>,
) -> Result<Option<(T, Value<'a>)>, Stop> {
    for len in limits::OBJECT_BYTES {
        let text = start.peek(len)?;
        let mut lexer = Lexer::new(text);
        let Some(opened) = opening(&mut lexer) else {
            return Ok(None);
        };
        if let Some(value) = lexer.value() {
            return Ok(Some((opened, value)));
        }
        if text.len() < len {
            break;
        }
    }
    Ok(None)
}

/// An object, or where to find it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Value<'a> {
    /// What stands between the brackets.
    Array(&'a [u8]),
    Boolean(bool),
    Dictionary(Dictionary<'a>),
    Integer(i64),
    Name(Name<'a>),
    Null,
    /// A real number, or what no rule knows.
    Other,
    Reference(Reference),
    Text(Text<'a>),
}

/// `12 0 R`
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Reference {
    pub(super) number: u32,
    pub(super) generation: u32,
}

/// What stands between `<<` and `>>`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Dictionary<'a>(&'a [u8]);

/// A name without its slash, escapes as written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Name<'a>(&'a [u8]);

/// A string without its brackets, escapes as written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Text<'a> {
    raw: &'a [u8],
    hexadecimal: bool,
}

impl<'a> Value<'a> {
    pub(super) fn dictionary(self) -> Option<Dictionary<'a>> {
        match self {
            Self::Dictionary(dictionary) => Some(dictionary),
            _ => None,
        }
    }

    pub(super) fn integer(self) -> Option<i64> {
        match self {
            Self::Integer(integer) => Some(integer),
            _ => None,
        }
    }
}

impl<'a> Dictionary<'a> {
    /// What stands under `key`; `null` is as good as nothing (7.3.7). Of several the last counts, as in most readers.
    pub(super) fn get(self, key: &[u8]) -> Option<Value<'a>> {
        let mut lexer = Lexer::new(self.0);
        let mut last = None;
        while let Some(token) = lexer.token() {
            let Token::Name(name) = token else {
                continue;
            };
            let Some(value) = lexer.value() else {
                break;
            };
            if name.is(key) {
                last = Some(value);
            }
        }
        last.filter(|value| *value != Value::Null)
    }

    pub(super) fn integer(self, key: &[u8]) -> Option<i64> {
        self.get(key)?.integer()
    }

    /// Is there a `name` under `key`?
    pub(super) fn has_name(self, key: &[u8], name: &[u8]) -> bool {
        matches!(self.get(key), Some(Value::Name(found)) if found.is(name))
    }

    pub(super) fn text(self, key: &[u8]) -> Option<Vec<u8>> {
        match self.get(key)? {
            Value::Text(text) => Some(text.decode()),
            _ => None,
        }
    }
}

impl Name<'_> {
    /// Compares with `#xx` resolved (7.3.5).
    fn is(self, name: &[u8]) -> bool {
        let mut rest = self.0;
        let mut expected = name.iter();
        while let Some((&first, after)) = rest.split_first() {
            let escaped = match rest {
                [b'#', high, low, after @ ..] => hex_digit(*high).zip(hex_digit(*low)).zip(Some(after)),
                _ => None,
            };
            let (byte, after) =
                escaped.map_or((first, after), |((high, low), after)| (high << 4 | low, after));
            if expected.next() != Some(&byte) {
                return false;
            }
            rest = after;
        }
        expected.next().is_none()
    }
}

impl Text<'_> {
    /// The bytes meant, of a long string the first.
    pub(super) fn decode(self) -> Vec<u8> {
        let mut decoded = Vec::new();
        if self.hexadecimal {
            let mut digits = self.raw.iter().copied().filter_map(hex_digit);
            while let Some(high) = digits.next().filter(|_| decoded.len() < limits::MAX_STRING_BYTES) {
                // A missing last digit is a zero (7.3.4.3).
                decoded.push(high << 4 | digits.next().unwrap_or(0));
            }
            return decoded;
        }
        let mut rest = self.raw;
        while let Some((&first, after)) =
            rest.split_first().filter(|_| decoded.len() < limits::MAX_STRING_BYTES)
        {
            // A bare CR would mean LF (7.3.4.2), but those who write one in an encryption dictionary forgot to
            // escape it; other readers take it as it is too.
            let (byte, after) = if first == b'\\' { unescape(after) } else { (Some(first), after) };
            decoded.extend(byte);
            rest = after;
        }
        decoded
    }
}

/// What stands after a backslash, and the rest (7.3.4.2, table 3).
fn unescape(text: &[u8]) -> (Option<u8>, &[u8]) {
    let Some((&first, rest)) = text.split_first() else {
        return (None, text);
    };
    let byte = match first {
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'b' => 0x08,
        b'f' => 0x0c,
        b'\r' => return (None, rest.strip_prefix(b"\n").unwrap_or(rest)),
        b'\n' => return (None, rest),
        b'0'..=b'7' => {
            let digits = text.iter().take(3).take_while(|byte| matches!(byte, b'0'..=b'7')).count();
            let (octal, rest) = text.split_at_checked(digits).unwrap_or_default();
            // High-order overflow is ignored.
            let byte = octal.iter().fold(0_u8, |value, digit| value << 3 | (digit & 7));
            return (Some(byte), rest);
        }
        other => other,
    };
    (Some(byte), rest)
}

fn hex_digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// Reads a text token by token.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lexer<'a> {
    text: &'a [u8],
    rest: &'a [u8],
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Token<'a> {
    /// `[` or `<<`
    Open(u8),
    /// `]` or `>>`
    Close,
    Integer(i64),
    /// `obj`, `R`, `true`, a real number, a stray bracket, anything else.
    Keyword(&'a [u8]),
    Name(Name<'a>),
    Text(Text<'a>),
}

impl<'a> Lexer<'a> {
    pub(super) fn new(text: &'a [u8]) -> Self {
        Self { text, rest: text }
    }

    /// How much of the text has been read.
    pub(super) fn consumed(&self) -> usize {
        self.text.len() - self.rest.len()
    }

    /// `12 0 obj`
    pub(super) fn header(&mut self) -> Option<Reference> {
        let reference = self.two_integers()?;
        self.keyword(b"obj").then_some(reference)
    }

    /// Is the next token this one?
    pub(super) fn keyword(&mut self, keyword: &[u8]) -> bool {
        self.token() == Some(Token::Keyword(keyword))
    }

    pub(super) fn integer(&mut self) -> Option<i64> {
        match self.token()? {
            Token::Integer(integer) => Some(integer),
            _ => None,
        }
    }

    /// The next object; `None` where the text ends before it does.
    pub(super) fn value(&mut self) -> Option<Value<'a>> {
        let before = *self;
        Some(match self.token()? {
            Token::Open(bracket) => {
                let inner = self.container()?;
                if bracket == b'[' { Value::Array(inner) } else { Value::Dictionary(Dictionary(inner)) }
            }
            Token::Integer(integer) => {
                let mut ahead = before;
                match ahead.two_integers() {
                    Some(reference) if ahead.keyword(b"R") => {
                        *self = ahead;
                        Value::Reference(reference)
                    }
                    _ => Value::Integer(integer),
                }
            }
            Token::Keyword(b"true") => Value::Boolean(true),
            Token::Keyword(b"false") => Value::Boolean(false),
            Token::Keyword(b"null") => Value::Null,
            Token::Keyword(_) | Token::Close => Value::Other,
            Token::Name(name) => Value::Name(name),
            Token::Text(text) => Value::Text(text),
        })
    }

    /// The next token; `None` where the text ends before it does.
    pub(super) fn token(&mut self) -> Option<Token<'a>> {
        self.skip_space();
        let (&first, after) = self.rest.split_first()?;
        let second = after.first().copied();
        let (token, rest) = match (first, second) {
            (b'/', _) => {
                let (name, rest) = regular(after);
                (Token::Name(Name(name)), rest)
            }
            (b'(', _) => {
                let (raw, rest) = literal(after)?;
                (Token::Text(Text { raw, hexadecimal: false }), rest)
            }
            (b'<', Some(b'<')) => (Token::Open(first), after.get(1..)?),
            (b'<', _) => {
                let end = after.iter().position(|byte| *byte == b'>')?;
                let (raw, rest) = after.split_at_checked(end)?;
                (Token::Text(Text { raw, hexadecimal: true }), rest.get(1..)?)
            }
            (b'>', Some(b'>')) => (Token::Close, after.get(1..)?),
            (b'[', _) => (Token::Open(first), after),
            (b']', _) => (Token::Close, after),
            (b'>' | b')' | b'{' | b'}', _) => (Token::Keyword(self.rest.get(..1)?), after),
            _ => {
                let (run, rest) = regular(self.rest);
                (integer(run).map_or(Token::Keyword(run), Token::Integer), rest)
            }
        };
        self.rest = rest;
        Some(token)
    }

    fn two_integers(&mut self) -> Option<Reference> {
        let number = u32::try_from(self.integer()?).ok()?;
        let generation = u32::try_from(self.integer()?).ok()?;
        Some(Reference { number, generation })
    }

    /// What stands before the bracket that closes the one just read.
    fn container(&mut self) -> Option<&'a [u8]> {
        let inner = self.rest;
        let mut depth = 1_usize;
        loop {
            let before = self.rest.len();
            match self.token()? {
                Token::Open(_) => depth = depth.saturating_add(1),
                Token::Close => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                return inner.get(..inner.len().checked_sub(before)?);
            }
        }
    }

    /// White space and comments (7.2.2, 7.2.3).
    fn skip_space(&mut self) {
        loop {
            self.rest = match self.rest {
                [first, rest @ ..] if is_space(*first) => rest,
                [b'%', rest @ ..] => {
                    let end =
                        rest.iter().position(|byte| matches!(byte, b'\r' | b'\n')).unwrap_or(rest.len());
                    rest.get(end..).unwrap_or_default()
                }
                _ => return,
            }
        }
    }
}

/// A white-space character (7.2.2, table 1).
pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b'\0' | b'\t' | b'\n' | b'\x0c' | b'\r' | b' ')
}

/// The regular characters at the start (7.2.2), and the rest.
fn regular(text: &[u8]) -> (&[u8], &[u8]) {
    let special = |byte: &u8| is_space(*byte) || b"()<>[]{}/%".contains(byte);
    let end = text.iter().position(special).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or_default()
}

/// A literal string after its opening bracket, and the rest. Brackets in it balance or are escaped (7.3.4.2).
fn literal(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut state = (1_usize, false);
    let end = text.iter().try_fold(0_usize, |at, byte| {
        state = match (state, byte) {
            ((depth, true), _) => (depth, false),
            ((depth, false), b'\\') => (depth, true),
            ((depth, false), b'(') => (depth.saturating_add(1), false),
            ((1, false), b')') => return ControlFlow::Break(at),
            ((depth, false), b')') => (depth.saturating_sub(1), false),
            (same, _) => same,
        };
        ControlFlow::Continue(at.saturating_add(1))
    });
    let (raw, rest) = text.split_at_checked(end.break_value()?)?;
    Some((raw, rest.get(1..)?))
}

fn integer(run: &[u8]) -> Option<i64> {
    let (negative, digits) = match run {
        [b'-', digits @ ..] => (true, digits),
        [b'+', digits @ ..] => (false, digits),
        digits => (false, digits),
    };
    if digits.is_empty() {
        return None;
    }
    let value = digits.iter().try_fold(0_i64, |value, byte| {
        let digit = char::from(*byte).to_digit(10)?;
        value.checked_mul(10)?.checked_add(i64::from(digit))
    })?;
    Some(if negative { value.saturating_neg() } else { value })
}

#[cfg(test)]
mod tests;
