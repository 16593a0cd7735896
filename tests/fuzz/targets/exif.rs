//! Any EXIF block: it spoils no picture, and a JPEG and a PNG with the same one are turned alike.

#![no_main]

use libfuzzer_sys::fuzz_target;
use periksa_fuzz::bytes::{choices, signed};
use periksa_fuzz::file::{jpeg, laws, png};

fuzz_target!(|data: &[u8]| {
    // Nothing stands in a gap: it would move the chunks apart.
    let (block, [piece, c1, c0]) = choices(data);
    let mut block = signed(block, &[&[(0, b"II*\0")], &[(0, b"MM\0*")]]);
    // The most that a JPEG's segment takes.
    block.truncate(65_527);
    let [jpeg, png] =
        [jpeg(&block), png(&block)].map(|file| laws(&file, Default::default(), [piece, c1, c0, 0]));
    for facts in [&jpeg, &png] {
        assert_eq!((facts.width, facts.height), (Some(1000), Some(640)));
        assert_eq!((facts.complete, facts.malformed), (Some(true), None));
    }
    assert_eq!((jpeg.orientation, jpeg.has_gps), (png.orientation, png.has_gps));
});
