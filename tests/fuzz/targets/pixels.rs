//! The pixels of any picture, at any scale, and what they show.

#![no_main]

use libfuzzer_sys::fuzz_target;
use periksa_fuzz::bytes::choices;
use periksa_fuzz::{picture, pixels};

fuzz_target!(|data: &[u8]| {
    let (content, [side, kind, shape, size]) = choices(data);
    let file = picture::of(content, [kind, shape, size]);
    // From 1 on, and past the most that is ever sent.
    pixels::decoding(&file, 1 << (side % 14));
    pixels::quality(&file);
});
