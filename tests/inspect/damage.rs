//! Made files of the formats, cut and changed. PDF has its own tests of this kind.

use periksa::{Declared, Inspection};
use proptest::prelude::*;

use crate::support::{exif, inspect, jpeg, png};
use crate::{heif, tiff, webp};

/// A file for each way through the walkers of HEIF, TIFF and WebP.
fn files() -> [Vec<u8>; 6] {
    [
        heif::heic(&[], &heif::exif_item(6, true)),
        heif::sequence(0),
        tiff::tiff(false, false),
        tiff::tiff(true, true),
        webp::webp(6, false),
        webp::webp(6, true),
    ]
}

/// Files of which only the format is told.
fn recognized() -> [Vec<u8>; 3] {
    [
        b"GIF89a\x14\0\x03\0\0\0\0;".to_vec(),
        b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x14\0\0\0\x03\0\0\0".to_vec(),
        b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- an --><!DOCTYPE svg [ <!ENTITY a 'b'> ]><svg width='20'/>"
            .to_vec(),
    ]
}

#[test]
fn a_jpeg_or_png_cut_anywhere_after_its_signature_is_cut() {
    let block = exif(false, 6, true);
    for file in [jpeg(1000, 640, &[(0xe1, &block)]), png(1000, 640, &[(b"gAMA", &[0; 4])])] {
        for len in 10..file.len() - 1 {
            let facts = inspect(&file[..len]);
            assert_eq!((facts.complete, facts.malformed), (Some(false), None), "{len} of {}", file.len());
        }
    }
}

#[test]
fn what_follows_the_end_of_a_jpeg_or_png_is_no_damage() {
    for mut file in [jpeg(1000, 640, &[]), png(1000, 640, &[])] {
        // Longer than the tail that is looked at first, like a motion photo's film.
        file.extend(vec![0x55; 3_000_000]);
        let facts = inspect(&file);
        assert_eq!((facts.complete, facts.malformed, facts.width), (Some(true), None, Some(1000)));
    }
}

#[test]
fn a_file_cut_anywhere_behind_its_signature_is_cut() {
    for file in files() {
        let whole = inspect(&file);
        assert_eq!((whole.complete, whole.malformed), (Some(true), None));
        for len in 24..file.len() {
            let facts = inspect(&file[..len]);
            let told = (facts.format, facts.complete, facts.malformed);
            assert_eq!(told, (whole.format, Some(false), None), "{len} of {}", file[..len].escape_ascii());
        }
    }
}

#[test]
fn what_follows_the_end_is_no_damage() {
    for file in &files() {
        for more in [&[0; 3000][..], b"\r\n", b"SEFT and a maker's own block", &[0xff; 100]] {
            let facts = inspect(&[file, more].concat());
            assert_eq!((facts.complete, facts.malformed), (Some(true), None), "{facts:?}");
        }
    }
}

proptest! {
    #[test]
    fn changed_files_end_in_facts_however_they_are_fed(
        file in prop::sample::select([&files()[..], &recognized()].concat()),
        changes in prop::collection::vec((any::<prop::sample::Index>(), prop_oneof![Just(0), Just(1), Just(255), any::<u8>()]), 0..6),
        cut in any::<prop::sample::Index>(),
        piece in 1usize..80,
    ) {
        let mut file = file;
        for (at, byte) in changes {
            let at = at.index(file.len());
            file[at] = byte;
        }
        // Every other one stays as long as it was.
        let cut = cut.index(2 * file.len());
        file.truncate(cut.max(1));
        let whole = inspect(&file);
        let mut inspection = Inspection::new(file.len() as u64, Declared::default());
        let mut steps = 0;
        while let Some(range) = inspection.need() {
            let (start, end) = (range.start as usize, range.end as usize);
            prop_assert!(start < end && end <= file.len());
            inspection.feed(range.start, &file[start..end.min(start + piece)]);
            steps += 1;
            prop_assert!(steps <= 2 * file.len() + 10);
        }
        prop_assert_eq!(inspection.finish(), whole);
    }
}
