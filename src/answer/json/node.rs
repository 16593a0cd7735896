//! The values of an answer as they are kept.

/// A value, or the name of a member.
#[derive(Clone, Copy)]
pub(super) enum Node<'a> {
    Null,
    Boolean(bool),
    Integer(i64),
    Number(f64),
    Text(Text<'a>),
    /// The name of the member whose value follows, and its hash.
    Key(Text<'a>, u32),
    /// How many nodes are in it.
    List(usize),
    Object(usize),
}

/// What stands between two quotes of the answer. Its escapes are read when it is.
#[derive(Clone, Copy)]
pub(in crate::answer) struct Text<'a>(pub(super) &'a str);
