//! Looking for bytes in bytes. `str`'s own search for a `str` would be a large part of the wasm.

use memchr::memchr_iter;

/// Where `needle` first stands in `text`.
pub(crate) fn position(text: &[u8], needle: &[u8]) -> Option<usize> {
    places(text, needle).next()
}

/// Where `needle` last stands in `text`.
pub(crate) fn last_position(text: &[u8], needle: &[u8]) -> Option<usize> {
    places(text, needle).next_back()
}

/// Every place of a `needle` that is not empty. Searches for its last byte: PNG's IEND begins with zero bytes, which are
/// common in files.
fn places(text: &[u8], needle: &[u8]) -> impl DoubleEndedIterator<Item = usize> {
    let ends =
        needle.split_last().and_then(|(last, before)| Some(memchr_iter(*last, text.get(before.len()..)?)));
    ends.into_iter().flatten().filter(|at| text.get(*at..).is_some_and(|rest| rest.starts_with(needle)))
}

/// Does `needle` stand in `text`?
pub(crate) fn contains(text: &str, needle: &str) -> bool {
    position(text.as_bytes(), needle.as_bytes()).is_some()
}

/// What stands before and after the last `mark`.
pub(crate) fn split_last<'a>(text: &'a str, mark: &str) -> Option<(&'a str, &'a str)> {
    let at = last_position(text.as_bytes(), mark.as_bytes())?;
    Some((text.get(..at)?, text.get(at + mark.len()..)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_first_and_the_last_place_are_found(
            text in prop::collection::vec(0_u8..3, 0..40), needle in prop::collection::vec(0_u8..3, 1..4),
        ) {
            let is_place = |window: &[u8]| window == needle;
            prop_assert_eq!(position(&text, &needle), text.windows(needle.len()).position(is_place));
            prop_assert_eq!(last_position(&text, &needle), text.windows(needle.len()).rposition(is_place));
        }
    }

    #[test]
    fn nothing_stands_nowhere() {
        assert_eq!((position(b"ab", b""), last_position(b"ab", b"")), (None, None));
        assert_eq!((position(b"", b"ab"), last_position(b"a", b"ab")), (None, None));
    }
}
