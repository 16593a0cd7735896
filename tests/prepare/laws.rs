//! Laws of whatever bytes; the fuzzer holds them too.

use jpeg_encoder::ColorType;
use periksa::FileFacts;
use periksa::prepare::{Target, prepare};
use proptest::prelude::*;
use proptest::sample::Index;

#[path = "../fuzz/src/prepared.rs"]
#[allow(unreachable_pub, reason = "the fuzzer's own crate needs it")]
mod prepared;

use crate::support::{drawn, exif, inspect, jpeg_of, png_of, tiff, with_chunks, with_segments};

/// Small pictures of several kinds, with metadata.
fn files() -> Vec<Vec<u8>> {
    let rgb = drawn(50, 40, 3);
    let jpeg = |progressive: bool, restarts: u16| {
        let file = jpeg_of(&rgb, (50, 40), ColorType::Rgb, |encoder| {
            encoder.set_progressive(progressive);
            encoder.set_restart_interval(restarts);
        });
        with_segments(&file, &[(0xE1, &exif(1)), (0xFE, b"comment")])
    };
    let ink = jpeg_of(&drawn(50, 40, 4), (50, 40), ColorType::CmykAsYcck, |_| ());
    let png = png_of(&rgb, 50, 40, png::ColorType::Rgb);
    vec![
        jpeg(false, 0),
        jpeg(true, 0),
        jpeg(false, 2),
        with_segments(&ink, &[(0xE1, &exif(6))]),
        with_chunks(&png, &[(b"eXIf", &tiff(6)), (b"tEXt", b"Comment\0x")]),
        with_chunks(&png, &[(b"iCCP", b"name\0\0x"), (b"tEXt", b"Comment\0x")]),
    ]
}

proptest! {
    #[test]
    fn changed_pictures_end_in_a_value(
        file in prop::sample::select(files()),
        changes in prop::collection::vec((any::<Index>(), prop_oneof![Just(0xFF), Just(0), any::<u8>()]), 0..8),
        cut in any::<Index>(),
        orientation in 0u8..=9,
        max_bytes in prop_oneof![Just(u64::MAX), 0u64..5000],
    ) {
        let mut file = file;
        for (at, byte) in changes {
            // Headers are changed as often as pixels.
            let range = if byte % 2 == 0 { file.len() } else { file.len().min(900) };
            file[at.index(range)] = byte;
        }
        file.truncate(cut.index(2 * file.len()).max(1));
        let facts = inspect(&file);
        let target = Target { max_bytes, min_long_side: 20, min_short_side: 20 };
        drop(prepared::law(&file, &facts, &target));
        // Whatever is said of it.
        let (width, height) = (facts.width.map(|width| width ^ 5), Some(70_000));
        drop(prepare(&file, &FileFacts { orientation, width, height, ..facts.clone() }, &target));
        drop(prepare(&file, &FileFacts { format: periksa::FileFormat::Png, ..facts.clone() }, &target));
        drop(prepare(&file, &FileFacts { format: periksa::FileFormat::Jpeg, ..facts }, &target));
    }

    #[test]
    fn any_bytes_end_in_a_value(
        start in prop::sample::select(vec![&b""[..], b"\xFF\xD8\xFF", b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR", b"%PDF-1.4\n"]),
        bytes in prop::collection::vec(prop_oneof![Just(0xFF), Just(0), Just(0xDA), any::<u8>()], 0..300),
        max_bytes in 0u64..500,
    ) {
        let file = [start, &bytes].concat();
        drop(prepared::law(&file, &inspect(&file), &Target { max_bytes, min_long_side: 1, min_short_side: 1 }));
    }
}
