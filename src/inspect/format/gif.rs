//! GIF (GIF87a, GIF89a), which no vendor takes: it is recognized, not read.

pub(super) fn matches(head: &[u8]) -> bool {
    matches!(head, [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..])
}
