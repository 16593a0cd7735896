//! A parsed answer: the values of a JSON text, and a walk over them.

mod node;
mod reader;

use std::borrow::Cow;

use super::keys::FoldedKey;
use node::Node;

pub(super) use node::Text;

/// The values of an answer in one list, each before what is in it. A list for each object would keep the allocator
/// busy.
pub(super) struct Tree<'a>(Vec<Node<'a>>);

/// A value of an answer.
#[derive(Clone, Copy)]
pub(super) enum Json<'a> {
    Null,
    Boolean(bool),
    /// Kept apart from fractions: a NIK has more digits than a float holds.
    Integer(i64),
    Number(f64),
    Text(Text<'a>),
    List(Items<'a>),
    Object(Members<'a>),
}

/// The values of a list.
#[derive(Clone, Copy)]
pub(super) struct Items<'a>(&'a [Node<'a>]);

/// The members of an object, as they stand in the answer.
#[derive(Clone, Copy)]
pub(super) struct Members<'a>(&'a [Node<'a>]);

impl<'a> Tree<'a> {
    /// Reads a whole text; `None` where it is no JSON.
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        reader::read(text).map(Self)
    }

    pub(super) fn root(&self) -> Json<'_> {
        Json::of(&self.0)
    }
}

impl<'a> Json<'a> {
    fn of(nodes: &'a [Node<'a>]) -> Self {
        let Some((first, inside)) = nodes.split_first() else { return Self::Null };
        match *first {
            // A name stands before a value, never for one.
            Node::Null | Node::Key(..) => Self::Null,
            Node::Boolean(boolean) => Self::Boolean(boolean),
            Node::Integer(integer) => Self::Integer(integer),
            Node::Number(number) => Self::Number(number),
            Node::Text(text) => Self::Text(text),
            Node::List(_) => Self::List(Items(inside)),
            Node::Object(_) => Self::Object(Members(inside)),
        }
    }

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
        if let Self::Text(text) = self { Some(text.read()) } else { None }
    }

    pub(super) fn as_list(self) -> Option<Items<'a>> {
        if let Self::List(items) = self { Some(items) } else { None }
    }

    pub(super) fn as_object(self) -> Option<Members<'a>> {
        if let Self::Object(members) = self { Some(members) } else { None }
    }
}

impl<'a> Text<'a> {
    pub(super) fn read(self) -> Cow<'a, str> {
        if self.0.bytes().any(|byte| byte == b'\\') {
            Cow::Owned(reader::unescape(self.0))
        } else {
            Cow::Borrowed(self.0)
        }
    }
}

impl<'a> Items<'a> {
    pub(super) fn iter(self) -> impl Iterator<Item = Json<'a>> {
        let mut nodes = self.0;
        core::iter::from_fn(move || take_value(&mut nodes).map(Json::of))
    }
}

impl<'a> Members<'a> {
    /// Every member.
    pub(super) fn iter(self) -> impl Iterator<Item = (Cow<'a, str>, Json<'a>)> {
        let mut nodes = self.0;
        core::iter::from_fn(move || {
            take_member(&mut nodes).map(|(key, _, value)| (key.read(), Json::of(value)))
        })
    }

    /// The members that this key matches.
    pub(super) fn matching(self, key: FoldedKey<'_>) -> impl Iterator<Item = (Cow<'a, str>, Json<'a>)> {
        let mut nodes = self.0;
        core::iter::from_fn(move || {
            while let Some((name, hash, value)) = take_member(&mut nodes) {
                if hash == key.hash() {
                    let name = name.read();
                    if key.matches(&name) {
                        return Some((name, Json::of(value)));
                    }
                }
            }
            None
        })
    }
}

/// Takes the first member off: its name, the name's hash, and the nodes of its value.
// Inlined, with the next: every look-up walks here.
#[inline(always)]
fn take_member<'a>(nodes: &mut &'a [Node<'a>]) -> Option<(Text<'a>, u32, &'a [Node<'a>])> {
    let (Node::Key(key, hash), rest) = nodes.split_first()? else { return None };
    *nodes = rest;
    Some((*key, *hash, take_value(nodes)?))
}

/// Takes the nodes of the first value off.
#[inline(always)]
fn take_value<'a>(nodes: &mut &'a [Node<'a>]) -> Option<&'a [Node<'a>]> {
    let inside = match nodes.first()? {
        Node::List(inside) | Node::Object(inside) => *inside,
        _ => 0,
    };
    let (value, rest) = nodes.split_at_checked(inside + 1)?;
    *nodes = rest;
    Some(value)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use serde_json::{Value, json};

    use super::*;

    impl From<Json<'_>> for Value {
        fn from(json: Json<'_>) -> Self {
            match json {
                Json::Null => Self::Null,
                Json::Boolean(boolean) => boolean.into(),
                Json::Integer(integer) => integer.into(),
                Json::Number(number) => number.into(),
                Json::Text(text) => text.read().into(),
                Json::List(list) => list.iter().map(Self::from).collect(),
                Json::Object(members) => {
                    members.iter().map(|(name, value)| (name.into_owned(), Self::from(value))).collect()
                }
            }
        }
    }

    #[test]
    fn members_are_found_by_what_their_names_stand_for() {
        let text =
            r#"{"a": [{"no_a": 1}], "no\u005fA": "\"\u0062", "b": {"noa": 2}, "noA": {"c": [3]}, "no-a": 4}"#;
        let tree = Tree::parse(text).unwrap();
        let members = tree.root().as_object().unwrap();
        let found: Vec<_> =
            members.matching(FoldedKey::new("no_a")).map(|(key, json)| (key, Value::from(json))).collect();
        assert_eq!(found, [("no_A".into(), json!("\"b")), ("noA".into(), json!({ "c": [3] }))]);
        assert_eq!(members.iter().count(), 5);
    }
}
