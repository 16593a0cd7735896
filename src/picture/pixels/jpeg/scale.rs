//! The scales at which blocks are transformed.

/// The least eighths of a picture's size at which its long side, `long`, has `long_side` pixels, or all.
pub(in crate::pixels) fn eighths(long: u32, long_side: u32) -> u32 {
    [1, 2, 4].into_iter().find(|side| (long * side).div_ceil(8) >= long_side).unwrap_or(8)
}
