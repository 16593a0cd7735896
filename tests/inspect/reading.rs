//! How a file is read: in few pieces, however these are fed.

use periksa::{Declared, Inspection};
use proptest::prelude::*;

use crate::support::{count_reads, exif, inspect, jpeg};

/// Only some kilobytes of a large file are read.
#[test]
fn reading_is_sparse() {
    let mut file = jpeg(4000, 3000, &[(0xe1, &exif(true, 1, false)), (0xe2, &[0; 60_000])]);
    let end = file.split_off(file.len() - 2);
    file.extend(vec![0x55; 10_000_000]);
    file.extend(end);
    let (facts, reads, bytes) = count_reads(&file);
    assert_eq!(facts.complete, Some(true));
    assert!(reads <= 3 && bytes <= 100_000, "{reads} reads, {bytes} bytes");
}

#[test]
fn a_file_that_turns_out_shorter_ends_the_inspection() {
    let file = jpeg(1000, 640, &[]);
    let mut inspection = Inspection::new(50_000_000, Declared::default());
    let mut steps = 0;
    while let Some(range) = inspection.need() {
        let start = usize::try_from(range.start).unwrap_or(usize::MAX).min(file.len());
        inspection.feed(range.start, &file[start..file.len().min(range.end as usize)]);
        steps += 1;
        assert!(steps < 100);
    }
    assert_eq!(inspection.finish().width, Some(1000));
}

proptest! {
    #[test]
    fn any_bytes_end_in_facts_however_they_are_fed(
        head in prop::sample::select(vec![&b"\xff\xd8\xff"[..], b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR", b"%PDF-1.7\n", b""]),
        body in prop::collection::vec(any::<u8>(), 0..400),
        piece in 1usize..80,
    ) {
        let file = [head, &body].concat();
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
