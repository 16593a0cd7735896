//! BMP (Microsoft, "Bitmap Storage"; OS/2), which no vendor takes: it is recognized, not read.

/// An info header of a known size follows the file header; OS/2 keeps a hot spot where others write zeros.
pub(super) fn matches(head: &[u8]) -> bool {
    matches!(head.first_chunk::<18>(), Some([b'B', b'M', .., 12 | 40 | 52 | 56 | 64 | 108 | 124, 0, 0, 0]))
}
