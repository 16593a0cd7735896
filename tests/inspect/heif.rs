//! HEIF: an `ftyp`, a `meta` with one picture, its bytes in an `mdat`.

use crate::support::{exif, inspect};

fn atom(name: &[u8; 4], content: &[&[u8]]) -> Vec<u8> {
    let content = content.concat();
    [&(content.len() as u32 + 8).to_be_bytes()[..], name, &content].concat()
}

fn full(name: &[u8; 4], version: u8, content: &[&[u8]]) -> Vec<u8> {
    atom(name, &[&[version, 0, 0, 0], &content.concat()])
}

fn words(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_be_bytes()).collect()
}

/// A HEIC of 1000x640 whose picture has these properties besides its size, and an EXIF block.
pub(crate) fn heic(properties: &[Vec<u8>], exif: &[u8]) -> Vec<u8> {
    let ftyp = atom(b"ftyp", &[b"heic\0\0\0\0mif1heic"]);
    let pitm = full(b"pitm", 0, &[&[0, 7]]);
    let infe = |id: u8, kind: &[u8]| full(b"infe", 2, &[&[0, id, 0, 0], kind, b"\0"]);
    let other = if exif.is_empty() { b"mime" } else { b"Exif" };
    let iinf = full(b"iinf", 0, &[&[0, 2], &infe(7, b"hvc1"), &infe(9, other)]);
    let ispe = |width, height| full(b"ispe", 0, &[&words(&[width, height])]);
    // The first belongs to another item.
    let ipco = atom(b"ipco", &[&ispe(16, 16), &ispe(1000, 640), &properties.concat()]);
    let of_picture: Vec<u8> = (0..=properties.len() as u8).map(|nth| 0x80 | (nth + 2)).collect();
    let ipma = full(b"ipma", 0, &[&words(&[2]), &[0, 3, 1, 1, 0, 7, of_picture.len() as u8], &of_picture]);
    let iprp = atom(b"iprp", &[&ipco, &ipma]);
    let meta = |iloc: &[u8]| full(b"meta", 0, &[&pitm, iloc, &iinf, &iprp]);
    // Offsets and lengths of 4 bytes; of the picture in two pieces.
    let iloc = |data: u32| {
        let picture = [&[0, 7, 0, 0, 0, 2][..], &words(&[data, 10, data + 10, 20])].concat();
        let exif = [&[0, 9, 0, 0, 0, 1][..], &words(&[data + 30, exif.len() as u32])].concat();
        full(b"iloc", 0, &[&[0x44, 0, 0, 2], &picture, &exif])
    };
    let data = ftyp.len() + meta(&iloc(0)).len() + 8;
    [ftyp, meta(&iloc(data as u32)), atom(b"mdat", &[&[0x55; 30], exif])].concat()
}

/// A sequence of 320x240 without items.
pub(crate) fn sequence(version: u8) -> Vec<u8> {
    let times = vec![0; if version == 1 { 84 } else { 72 }];
    let header = full(b"tkhd", version, &[&times, &words(&[320 << 16, 240 << 16])]);
    let sound = atom(b"trak", &[&full(b"tkhd", version, &[&times, &words(&[0, 0])])]);
    let moov = atom(b"moov", &[&full(b"mvhd", 0, &[&[0; 96]]), &sound, &atom(b"trak", &[&header])]);
    [atom(b"ftyp", &[b"msf1\0\0\0\0msf1"]), moov, atom(b"mdat", &[b"pictures"])].concat()
}

/// An EXIF item: where the TIFF block begins, what precedes it, the block.
pub(crate) fn exif_item(orientation: u16, gps: bool) -> Vec<u8> {
    [&[0, 0, 0, 6], &exif(true, orientation, gps)[..]].concat()
}

fn irot(angle: u8) -> Vec<u8> {
    atom(b"irot", &[&[angle]])
}

fn imir(axis: u8) -> Vec<u8> {
    atom(b"imir", &[&[axis]])
}

/// Where the pixel at (x, y) of a picture of this size goes, and the new size.
type Place = ((u32, u32), (u32, u32));

fn turned_left(((x, y), (width, height)): Place) -> Place {
    ((y, width - 1 - x), (height, width))
}

fn mirrored(axis: u8, ((x, y), (width, height)): Place) -> Place {
    (if axis == 0 { (x, height - 1 - y) } else { (width - 1 - x, y) }, (width, height))
}

/// EXIF (CIPA DC-008, 4.6.4 A): which sides of the upright picture the first row and the first column are.
fn upright(orientation: u8, ((x, y), (width, height)): Place) -> Place {
    let (right, bottom) = (width - 1 - x, height - 1 - y);
    match orientation {
        1 => ((x, y), (width, height)),
        2 => ((right, y), (width, height)),
        3 => ((right, bottom), (width, height)),
        4 => ((x, bottom), (width, height)),
        5 => ((y, x), (height, width)),
        6 => ((bottom, x), (height, width)),
        7 => ((bottom, right), (height, width)),
        _ => ((y, right), (height, width)),
    }
}

#[test]
fn turns_and_mirrors_add_up_in_their_order() {
    // 0 to 3: quarter turns; 4 and 5: mirrors.
    let steps = |code: u8| if code < 4 { irot(code) } else { imir(code - 4) };
    for first in 0..6 {
        for second in 0..6 {
            for third in 0..6 {
                let codes = [first, second, third];
                let facts = inspect(&heic(&codes.map(steps), b""));
                for pixel in [(0, 0), (2, 1), (1, 0)] {
                    let expected = codes.iter().fold((pixel, (3, 2)), |place, code| match code {
                        0..4 => (0..*code).fold(place, |place, _| turned_left(place)),
                        _ => mirrored(code - 4, place),
                    });
                    assert_eq!(upright(facts.orientation, (pixel, (3, 2))), expected, "{codes:?}");
                }
            }
        }
    }
}

#[test]
fn exif_gives_the_place_but_never_the_turn() {
    for (properties, orientation) in [(vec![], 1), (vec![irot(0)], 1), (vec![irot(3)], 6), (vec![imir(1)], 2)]
    {
        for gps in [false, true] {
            let facts = inspect(&heic(&properties, &exif_item(8, gps)));
            assert_eq!((facts.width, facts.height), (Some(1000), Some(640)));
            assert_eq!((facts.orientation, facts.has_gps), (orientation, Some(gps)));
            assert_eq!((facts.complete, facts.malformed), (Some(true), None));
        }
    }
}

#[test]
fn without_exif_there_is_no_place() {
    assert_eq!(inspect(&heic(&[], b"")).has_gps, Some(false));
}

#[test]
fn a_box_may_go_on_to_the_end_of_the_file() {
    let mut file = heic(&[], b"");
    let mdat = file.len() - 38;
    file.splice(mdat..mdat + 4, [0; 4]);
    assert_eq!(inspect(&file).complete, Some(true));
    // Only the places of the items tell that something is missing.
    file.pop();
    assert_eq!(inspect(&file).complete, Some(false));

    let mut file = heic(&[], b"");
    let meta = 24;
    file.splice(meta..meta + 4, [0; 4]);
    file.truncate(48);
    assert_eq!((inspect(&file).complete, inspect(&file).malformed), (Some(false), None));
}

#[test]
fn the_clean_aperture_is_the_picture() {
    let clap = |numbers: [u32; 4]| vec![full_less(b"clap", &numbers), irot(1)];
    for (numbers, size) in [
        ([999, 1, 639, 1], (999, 639)),
        ([1999, 2, 1277, 2], (1000, 639)),
        ([1001, 1, 640, 0], (1000, 640)),
        ([0, 1, u32::MAX, 1], (1000, 640)),
    ] {
        let facts = inspect(&heic(&clap(numbers), b""));
        assert_eq!((facts.width, facts.height), (Some(size.0), Some(size.1)), "{numbers:?}");
        assert_eq!((facts.display_width, facts.orientation), (Some(size.1), 8));
    }
}

/// `clap` is no full box: no version, no flags.
fn full_less(name: &[u8; 4], numbers: &[u32]) -> Vec<u8> {
    atom(name, &[&words(numbers), &words(&[0, 1, 0, 1])])
}

#[test]
fn a_sequence_has_the_size_of_its_track() {
    for version in [0, 1] {
        let facts = inspect(&sequence(version));
        assert_eq!((facts.width, facts.height, facts.complete), (Some(320), Some(240), Some(true)));
    }
}

#[test]
fn a_picture_whose_bytes_are_nowhere_is_not_there() {
    let mut file = heic(&[], b"");
    let iloc = file.windows(4).position(|name| name == b"iloc").unwrap_or_default();
    file.splice(iloc..iloc + 4, *b"free");
    assert_eq!(inspect(&file).complete, Some(false));
}

#[test]
fn a_box_longer_than_the_one_around_it_is_named() {
    let mut file = heic(&[], b"");
    // `pitm` is the first box in `meta`, which begins behind `ftyp` and its own 12 bytes.
    file.splice(36..40, words(&[60_000]));
    assert_eq!(inspect(&file).malformed, Some("heif.box"));
}
