//! WebP: size, turn and place, and whether all is there.

use crate::support::{exif, inspect};

/// A WebP of these chunks.
fn riff(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let mut body = Vec::from(*b"WEBP");
    for (name, data) in chunks {
        body.extend(*name);
        body.extend((data.len() as u32).to_le_bytes());
        body.extend(*data);
        body.resize(body.len().next_multiple_of(2), 0);
    }
    [&b"RIFF"[..], &(body.len() as u32).to_le_bytes(), &body].concat()
}

const KEY_FRAME: &[u8] = b"\x10\x02\0\x9d\x01\x2a\x80\x42\xe0\x01data";

/// An extended WebP, 1000x640, with EXIF behind its pixels.
pub(crate) fn webp(orientation: u16, prefixed: bool) -> Vec<u8> {
    let block = exif(true, orientation, true);
    let block = block.get(if prefixed { 0 } else { 6 }..).unwrap_or_default();
    riff(&[
        (b"VP8X", b"\x08\0\0\0\xe7\x03\0\x7f\x02\0"),
        (b"ALPH", b"odd"),
        (b"VP8 ", KEY_FRAME),
        (b"EXIF", block),
    ])
}

#[test]
fn each_kind_tells_its_size() {
    // The highest bits of the sizes of a key frame say how to scale it.
    let facts = inspect(&riff(&[(b"VP8 ", KEY_FRAME)]));
    assert_eq!((facts.width, facts.height, facts.has_gps), (Some(640), Some(480), Some(false)));
    let facts = inspect(&riff(&[(b"VP8L", b"\x2f\x7f\xc2\x77\x10data")]));
    assert_eq!((facts.width, facts.height, facts.complete), (Some(640), Some(480), Some(true)));
    for prefixed in [false, true] {
        let facts = inspect(&webp(6, prefixed));
        assert_eq!((facts.width, facts.height), (Some(1000), Some(640)));
        assert_eq!((facts.orientation, facts.has_gps, facts.complete), (6, Some(true), Some(true)));
    }
}

#[test]
fn a_long_film_is_passed_over_for_its_place() {
    let block = exif(true, 6, true);
    let frame = [0x55; 20_000];
    let mut chunks: Vec<(&[u8; 4], &[u8])> = vec![(b"VP8X", b"\x0a\0\0\0\xe7\x03\0\x7f\x02\0")];
    chunks.extend([(b"ANMF", &frame[..]); 100]);
    chunks.push((b"EXIF", &block));
    let film = riff(&chunks);
    let facts = inspect(&film);
    assert_eq!((facts.orientation, facts.has_gps, facts.complete), (6, Some(true), Some(true)));
}

#[test]
fn a_picture_longer_than_the_file_is_cut_whatever_the_file_says_of_itself() {
    let mut file = riff(&[(b"VP8 ", KEY_FRAME)]);
    file.truncate(file.len() - 2);
    let size = (file.len() as u32 - 8).to_le_bytes();
    file.splice(4..8, size);
    assert_eq!(inspect(&file).complete, Some(false));
}

#[test]
fn contradictions_are_named() {
    assert_eq!(inspect(&riff(&[(b"ALPH", b"some data")])).malformed, Some("webp.chunk"));
    assert_eq!(inspect(&riff(&[(b"VP8 ", &[0; 10])])).malformed, Some("webp.frame"));
    assert_eq!(inspect(&riff(&[(b"VP8L", &[0; 5])])).malformed, Some("webp.frame"));
}
