//! Looking for bytes in bytes. `str`'s own search for a `str` is quicker on long texts and 8 kB larger.

/// Where `needle` first stands in `text`.
pub(crate) fn position(text: &[u8], needle: &[u8]) -> Option<usize> {
    text.windows(needle.len().max(1)).position(|window| window == needle)
}

/// Where `needle` last stands in `text`.
pub(crate) fn last_position(text: &[u8], needle: &[u8]) -> Option<usize> {
    text.windows(needle.len().max(1)).rposition(|window| window == needle)
}

/// Does `needle` stand in `text`?
pub(crate) fn contains(text: &str, needle: &str) -> bool {
    position(text.as_bytes(), needle.as_bytes()).is_some()
}
