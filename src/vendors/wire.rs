//! A cursor over a parsed answer: objects that know their place in it.

use std::borrow::Cow;

use super::json::{Json, Members};
use crate::record::text::is_absent;

/// An object of the answer, with the JSON pointer to it.
///
/// Names are looked up with case and underscores folded: a customer's proxy may send `nomorRegistrasi` for
/// `nomor_registrasi` (vendor-contract 4.2, Q23). So a key that was found holds letters, digits and underscores
/// only, and needs no escaping in a pointer.
#[derive(Clone)]
pub(super) struct Place<'a> {
    members: &'a Members<'a>,
    pointer: String,
}

impl<'a> Place<'a> {
    /// An object by itself, for looking names up.
    pub(super) fn alone(members: &'a Members<'a>) -> Self {
        Self { members, pointer: String::new() }
    }

    /// The whole answer, where it is an object.
    pub(super) fn root(body: &'a Json<'a>) -> Option<Self> {
        body.as_object().map(Self::alone)
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
            value.as_object().map(|members| Self { members, pointer: self.pointer_to(key) })
        })
    }

    /// The objects in the array under this name.
    pub(super) fn rows(&self, name: &str) -> Vec<Self> {
        let Some((key, rows)) = self.named(name).find_map(|(key, value)| Some((key, value.as_list()?)))
        else {
            return Vec::new();
        };
        let row = |(index, row): (usize, &'a Json<'a>)| {
            let pointer = format!("{}/{index}", self.pointer_to(key));
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
    pub(super) fn value(&self, name: &str) -> Option<&'a Json<'a>> {
        self.named(name).map(|(_, value)| value).next()
    }

    /// Every yes and no among the members, plain or as the `value` of an object.
    pub(super) fn flags(&self) -> impl Iterator<Item = (&'a str, bool)> {
        self.members.iter().filter_map(|(key, value)| {
            let value = match value {
                Json::Object(members) => Self::alone(members).value("value")?,
                plain => plain,
            };
            Some((key.as_ref(), value.as_bool()?))
        })
    }

    /// The members that this name fits, the last first: of two with one key JavaScript keeps the last alone.
    pub(super) fn named(&self, name: &str) -> impl Iterator<Item = (&'a str, &'a Json<'a>)> {
        let mut keys = Vec::new();
        let fits = move |(key, _): &(&'a str, &'a Json<'a>)| {
            let fits = same(key, name) && !keys.contains(key);
            if fits {
                keys.push(*key);
            }
            fits
        };
        self.members.iter().rev().map(|(key, value)| (key.as_ref(), value)).filter(fits)
    }

    /// The pointer to a member that was found.
    pub(super) fn pointer_to(&self, key: &str) -> String {
        format!("{}/{key}", self.pointer)
    }
}

/// Are the two names one, apart from case and underscores?
pub(super) fn same(key: &str, name: &str) -> bool {
    folded(key).eq(folded(name))
}

fn folded(name: &str) -> impl Iterator<Item = u8> {
    name.bytes().filter(|byte| *byte != b'_').map(|byte| byte.to_ascii_lowercase())
}

/// A text or number that says something.
pub(super) fn present<'a>(value: &'a Json<'a>) -> Option<Cow<'a, str>> {
    match value {
        Json::Text(text) if !is_absent(text) => Some(Cow::Borrowed(text)),
        Json::Integer(whole) => Some(Cow::Owned(whole.to_string())),
        Json::Number(number) => digits(*number).map(Cow::Owned),
        _ => None,
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
pub(super) fn place(body: &serde_json::Value) -> Place<'static> {
    let members = match Json::parse(body.to_string().leak()) {
        Some(Json::Object(members)) => members,
        _ => Members::new(),
    };
    Place::alone(Box::leak(Box::new(members)))
}
