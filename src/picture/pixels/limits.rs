//! How much is decoded at most.

/// Most pixels that are decoded: what the largest phone cameras make. Above this it only takes time.
pub const MAX_PIXELS: u64 = 120_000_000;
/// The longest side a JPEG can have (ITU-T T.81, B.2.2), and the longest that averages count.
pub const MAX_SIDE: u32 = 65_535;
/// Most bytes of a file that is worth holding whole: no camera's picture has as many.
pub const MAX_FILE_BYTES: u64 = 64 << 20;
/// Most bytes a decoder holds.
pub(super) const MAX_DECODER_BYTES: u64 = 48 << 20;
