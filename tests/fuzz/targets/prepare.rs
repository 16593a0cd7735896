//! Any picture, prepared for any target.

#![no_main]

use libfuzzer_sys::fuzz_target;
use periksa::inspect::{Declared, inspect_slice};
use periksa::prepare::{Target, prepare};
use periksa::{FileFacts, FileFormat};
use periksa_fuzz::bytes::choices;
use periksa_fuzz::{cropped, picture, prepared};

/// Larger pictures take seconds each.
const MAX_PIXELS: u64 = 1 << 20;

fuzz_target!(|data: &[u8]| {
    let (content, [orientation, b1, b0, kind, shape, size]) = choices(data);
    let file = picture::of(content, [kind, shape, size]);
    let facts = inspect_slice(&file, Declared::default());
    let sides = [facts.width, facts.height].map(|side| u64::from(side.unwrap_or(0)));
    if sides[0] * sides[1] > MAX_PIXELS {
        return;
    }
    let max_bytes = match u16::from_be_bytes([b1, b0]) {
        0 => u64::MAX,
        bytes => u64::from(bytes),
    };
    let target = Target { max_bytes, min_long_side: 30, min_short_side: 20 };
    drop(prepared::law(&file, &facts, &target));
    // Whatever is said of it.
    let format = if facts.format == FileFormat::Png { FileFormat::Jpeg } else { FileFormat::Png };
    drop(prepare(&file, &FileFacts { format, ..facts.clone() }, &target));
    // A card whose corners are anywhere near the picture.
    let at = |byte: u8, side: u64| (f64::from(byte) - 64.0) / 128.0 * side as f64;
    let corners = [[b1, b0], [kind, b0], [kind, size], [shape, size]];
    let corners = corners.map(|[x, y]| [at(x, sides[0]), at(y, sides[1])]);
    cropped::law(&file, &facts, &target, &corners);
    drop(prepared::law(&file, &FileFacts { orientation, ..facts }, &target));
});
