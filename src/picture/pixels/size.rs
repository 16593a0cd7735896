//! Sizes in the same proportions.

/// The size with a long side of at most `long_side` in the same proportions.
pub(crate) fn scaled_size(width: u32, height: u32, long_side: u32) -> (u32, u32) {
    let long = width.max(height).max(1);
    let side = |side: u32| {
        let scaled = (u64::from(side) * u64::from(long_side) + u64::from(long) / 2) / u64::from(long);
        u32::try_from(scaled).unwrap_or(side).max(1)
    };
    if long <= long_side { (width, height) } else { (side(width), side(height)) }
}
