//! The header `Idempotency-Key`: a caller's name of one call.

use axum::http::{HeaderMap, HeaderName};

use crate::problem::Problem;

/// A caller's name of one call.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub(crate) struct Key(String);

impl Key {
    /// The header's value, bare or quoted as in draft-ietf-httpapi-idempotency-key-header: 1 to 200 visible
    /// ASCII characters.
    pub(crate) fn from_headers(headers: &HeaderMap) -> Result<Option<Self>, Problem> {
        let mut values = headers.get_all(IDEMPOTENCY_KEY).into_iter();
        let (Some(value), None) = (values.next(), values.next()) else {
            return match headers.contains_key(IDEMPOTENCY_KEY) {
                true => Err(Problem::invalid_payload("Idempotency-Key is given more than once.")),
                false => Ok(None),
            };
        };
        value
            .to_str()
            .ok()
            .map(|text| text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text))
            .filter(|key| {
                (1..=MAX_CHARACTERS).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic())
            })
            .map(|key| Some(Self(key.to_owned())))
            .ok_or_else(|| {
                Problem::invalid_payload("Idempotency-Key has to be 1 to 200 visible ASCII characters.")
            })
    }

    /// Its text.
    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// The same key in a name space of its own.
    pub(crate) fn within(self, space: &[u8]) -> Self {
        Self(format!("{} {}", space.escape_ascii(), self.0))
    }
}

/// The key of a request. In an answer it says that the answer is kept under this key.
pub(crate) const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// The longest key.
pub(crate) const MAX_CHARACTERS: usize = 200;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use axum::http::HeaderValue;

    use super::*;

    fn key(text: &str) -> Result<Option<Key>, Problem> {
        let value = HeaderValue::from_bytes(text.as_bytes()).unwrap();
        Key::from_headers(&HeaderMap::from_iter([(IDEMPOTENCY_KEY, value)]))
    }

    #[test]
    fn keys_are_read_bare_and_quoted() {
        assert_eq!(key("abc").unwrap(), key("\"abc\"").unwrap());
        assert!(key("abc").unwrap().is_some());
        assert!(key(&"k".repeat(200)).is_ok());
        for bad in ["", "\"\"", "a b", "\u{e9}", &"k".repeat(201)] {
            assert!(key(bad).is_err(), "{bad}");
        }
        assert_eq!(Key::from_headers(&HeaderMap::new()).unwrap(), None);
    }
}
