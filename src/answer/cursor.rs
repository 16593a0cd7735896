//! A cursor over a parsed answer: objects that know where in it they stand.

use std::borrow::Cow;

use super::json::{Json, Members};
use super::keys::FoldedKey;
use crate::record::number::MAX_EXACT;
use crate::record::text::is_absent;

/// An object of the answer, with the JSON pointer to it.
///
/// Keys are matched with case and underscores folded (see [`super::keys`]). So a key that was found holds letters, digits
/// and underscores only, and needs no escaping in a pointer.
#[derive(Clone)]
pub(super) struct ObjectCursor<'a> {
    members: Members<'a>,
    pointer: String,
}

impl<'a> ObjectCursor<'a> {
    /// An object by itself: the whole answer, or one whose pointer is of no use.
    pub(super) fn detached(members: Members<'a>) -> Self {
        Self { members, pointer: String::new() }
    }

    /// The objects that may hold the parts of an answer, the innermost first: `data.result_data`, `data`, and the answer
    /// itself (vendor-contract 2.2, 2.5). A proxy may have put all of it into a `data` of its own, or taken it out of the
    /// vendor's.
    pub(super) fn envelopes(&self) -> Vec<Self> {
        let mut envelopes = vec![self.clone()];
        for key in ["data", "data", "result_data"] {
            envelopes.extend(envelopes.last().and_then(|envelope| envelope.child(key)));
        }
        envelopes.reverse();
        envelopes
    }

    /// The object under this key.
    pub(super) fn child(&self, key: &str) -> Option<Self> {
        self.matching(key).find_map(|(key, value)| {
            value.as_object().map(|members| Self { members, pointer: self.pointer_to(&key) })
        })
    }

    /// The objects in the array under this key.
    pub(super) fn rows(&self, key: &str) -> Vec<Self> {
        let Some((key, rows)) = self.matching(key).find_map(|(key, value)| Some((key, value.as_list()?)))
        else {
            return Vec::new();
        };
        let row = |(index, row): (usize, Json<'a>)| {
            let pointer = format!("{}/{index}", self.pointer_to(&key));
            row.as_object().map(|members| Self { members, pointer })
        };
        rows.iter().enumerate().filter_map(row).collect()
    }

    /// The text or number under this key, unless it says that there is nothing.
    pub(super) fn text(&self, key: &str) -> Option<Cow<'a, str>> {
        self.matching(key).find_map(|(_, value)| present_text(value))
    }

    /// The text that the field under this key was processed to, passing over what it was read as.
    pub(super) fn processed_text(&self, key: &str) -> Option<Cow<'a, str>> {
        self.text(key).or_else(|| self.child(key)?.text("value"))
    }

    /// The value under this key, as it is.
    pub(super) fn value(&self, key: &str) -> Option<Json<'a>> {
        self.members.matching(FoldedKey::new(key)).map(|(_, value)| value).last()
    }

    /// Every boolean among the members, plain or as the `value` of an object. Two with one key come both, and the
    /// last counts.
    pub(super) fn flags(&self) -> impl Iterator<Item = (Cow<'a, str>, bool)> {
        self.members.iter().filter_map(|(key, value)| {
            let value = match value {
                Json::Object(members) => Self::detached(members).value("value")?,
                plain => plain,
            };
            Some((key, value.as_bool()?))
        })
    }

    /// The members that this key matches, the last first: of two with one key JavaScript keeps the last alone.
    pub(super) fn matching(&self, key: &str) -> impl Iterator<Item = (Cow<'a, str>, Json<'a>)> + use<'a> {
        // Most often there is one, and nothing comes on the heap.
        let (mut last, mut earlier) = (None, Vec::new());
        for next in self.members.matching(FoldedKey::new(key)) {
            earlier.extend(last.replace(next));
        }
        let (are_more, mut passed) = (!earlier.is_empty(), Vec::new());
        last.into_iter().chain(earlier.into_iter().rev()).filter(move |(key, _)| {
            let is_new = passed.len() < MAX_SPELLINGS && !passed.contains(key);
            if is_new && are_more {
                passed.push(key.clone());
            }
            is_new
        })
    }

    /// The pointer to a member that was found.
    pub(super) fn pointer_to(&self, key: &str) -> String {
        [&self.pointer, "/", key].concat()
    }
}

/// How many spellings of one key are looked at, the last in the answer first. No vendor is known to send two; and as each
/// is compared with those before, tens of thousands would take seconds.
const MAX_SPELLINGS: usize = 16;

/// A text or number that says something.
pub(super) fn present_text(value: Json<'_>) -> Option<Cow<'_, str>> {
    match value {
        Json::Integer(whole) => Some(Cow::Owned(whole.to_string())),
        Json::Number(number) => digits(number).map(Cow::Owned),
        text => text.as_text().filter(|text| !is_absent(text)),
    }
}

/// The number in digits, with at most three decimals; `None` where it may be another one than was sent. Not by `format!`:
/// formatting floats is large.
pub(super) fn digits(number: f64) -> Option<String> {
    let size = number.abs();
    // Beyond the one a float has no room for what follows the last digit, beyond the other for the last digit.
    if size > MAX_EXACT as f64 || size >= 1e12 && size.fract() != 0.0 {
        return None;
    }
    let whole = size as u64;
    let thousandths = ((size - whole as f64) * 1000.0 + 0.5) as u64;
    let sign = if number < 0.0 { "-" } else { "" };
    let text = format!("{sign}{}.{:03}", whole + thousandths / 1000, thousandths % 1000);
    Some(text.trim_end_matches('0').trim_end_matches('.').to_owned())
}

/// A cursor on a body made by a test.
#[cfg(test)]
#[allow(clippy::unwrap_used)]
pub(super) fn cursor(body: &serde_json::Value) -> ObjectCursor<'static> {
    let tree = super::json::Tree::parse(body.to_string().leak()).unwrap();
    ObjectCursor::detached(Box::leak(Box::new(tree)).root().as_object().unwrap())
}
