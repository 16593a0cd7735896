//! A cursor over a parsed answer: objects that know their place in it.

use std::borrow::Cow;

use super::json::{Json, Members};
use super::name::Name;
use crate::record::text::is_absent;

/// So many spellings of one name are looked at, the last in the answer first. No vendor is known to send two; and as each is
/// compared with those before, tens of thousands would take seconds.
const MOST_SPELLINGS: usize = 16;

/// An object of the answer, with the JSON pointer to it.
///
/// Names are looked up with case and underscores folded (see [`super::name`]). So a key that was found holds letters,
/// digits and underscores only, and needs no escaping in a pointer.
#[derive(Clone)]
pub(super) struct Place<'a> {
    members: Members<'a>,
    pointer: String,
}

impl<'a> Place<'a> {
    /// An object by itself: the whole answer, or one whose pointer is of no use.
    pub(super) fn alone(members: Members<'a>) -> Self {
        Self { members, pointer: String::new() }
    }

    /// Where the parts of an answer may stand, the innermost first: `data.result_data`, `data`, and the answer itself
    /// (vendor-contract 2.2, 2.5). A proxy may have put all of it into a `data` of its own, or taken it out of the vendor's.
    pub(super) fn envelopes(&self) -> Vec<Self> {
        let mut places = vec![self.clone()];
        for name in ["data", "data", "result_data"] {
            places.extend(places.last().and_then(|place| place.within(name)));
        }
        places.reverse();
        places
    }

    /// The object under this name.
    pub(super) fn within(&self, name: &str) -> Option<Self> {
        self.named(name).find_map(|(key, value)| {
            value.as_object().map(|members| Self { members, pointer: self.pointer_to(&key) })
        })
    }

    /// The objects in the array under this name.
    pub(super) fn rows(&self, name: &str) -> Vec<Self> {
        let Some((key, rows)) = self.named(name).find_map(|(key, value)| Some((key, value.as_list()?)))
        else {
            return Vec::new();
        };
        let row = |(index, row): (usize, Json<'a>)| {
            let pointer = format!("{}/{index}", self.pointer_to(&key));
            row.as_object().map(|members| Self { members, pointer })
        };
        rows.iter().enumerate().filter_map(row).collect()
    }

    /// The text or number under this name, unless it says that there is nothing.
    pub(super) fn text(&self, name: &str) -> Option<Cow<'a, str>> {
        self.named(name).find_map(|(_, value)| present(value))
    }

    /// The text that the field under this name was processed to, passing over what it was read as.
    pub(super) fn processed(&self, name: &str) -> Option<Cow<'a, str>> {
        self.text(name).or_else(|| self.within(name)?.text("value"))
    }

    /// The value under this name, as it is.
    pub(super) fn value(&self, name: &str) -> Option<Json<'a>> {
        self.members.named(Name::new(name)).map(|(_, value)| value).last()
    }

    /// Every yes and no among the members, plain or as the `value` of an object. Two with one key come both, and the
    /// last counts.
    pub(super) fn flags(&self) -> impl Iterator<Item = (Cow<'a, str>, bool)> {
        self.members.iter().filter_map(|(key, value)| {
            let value = match value {
                Json::Object(members) => Self::alone(members).value("value")?,
                plain => plain,
            };
            Some((key, value.as_bool()?))
        })
    }

    /// The members that this name fits, the last first: of two with one key JavaScript keeps the last alone.
    pub(super) fn named(&self, name: &str) -> impl Iterator<Item = (Cow<'a, str>, Json<'a>)> + use<'a> {
        // Most often there is one, and nothing comes on the heap.
        let (mut last, mut earlier) = (None, Vec::new());
        for next in self.members.named(Name::new(name)) {
            earlier.extend(last.replace(next));
        }
        let (are_more, mut passed) = (!earlier.is_empty(), Vec::new());
        last.into_iter().chain(earlier.into_iter().rev()).filter(move |(key, _)| {
            let is_new = passed.len() < MOST_SPELLINGS && !passed.contains(key);
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

/// A text or number that says something.
pub(super) fn present(value: Json<'_>) -> Option<Cow<'_, str>> {
    match value {
        Json::Integer(whole) => Some(Cow::Owned(whole.to_string())),
        Json::Number(number) => digits(number).map(Cow::Owned),
        text => text.as_text().filter(|text| !is_absent(text)),
    }
}

/// The number in digits, with at most three decimals. Formatting floats would cost 10 kB of wasm.
fn digits(number: f64) -> Option<String> {
    if number.abs() >= 1e12 {
        return None;
    }
    let thousandths = (number.abs() * 1000.0 + 0.5) as u64;
    let sign = if number < 0.0 { "-" } else { "" };
    let text = format!("{sign}{}.{:03}", thousandths / 1000, thousandths % 1000);
    Some(text.trim_end_matches('0').trim_end_matches('.').to_owned())
}

/// The place of a body made by a test.
#[cfg(test)]
#[allow(clippy::unwrap_used)]
pub(super) fn place(body: &serde_json::Value) -> Place<'static> {
    let tree = super::json::Tree::parse(body.to_string().leak()).unwrap();
    Place::alone(Box::leak(Box::new(tree)).root().as_object().unwrap())
}
