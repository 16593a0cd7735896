//! Made files of the formats, cut and changed. JPEG, PNG and PDF have their own tests of this kind.

#![allow(clippy::indexing_slicing)]

use proptest::prelude::*;

use super::format::{isobmff, tiff, webp};
use super::{Declared, FileFacts, Inspection, inspect_slice};

/// A file for each way through the walkers.
fn files() -> [Vec<u8>; 6] {
    [
        isobmff::tests::heic(&[], &isobmff::tests::exif_item(6, true)),
        isobmff::tests::sequence(0),
        tiff::tests::tiff(false, false),
        tiff::tests::tiff(true, true),
        webp::tests::webp(6, false),
        webp::tests::webp(6, true),
    ]
}

fn inspect(bytes: &[u8]) -> FileFacts {
    inspect_slice(bytes, Declared::default())
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
        file in prop::sample::select(files().to_vec()),
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
