//! One decode for several uses gives each what a decode of its own gives.

use std::sync::LazyLock;

use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use periksa::picture::pixels::{Codec, Scales, Undecodable, decode, decode_scales};
use periksa::picture::prepare::{Outcome, Refusal, Target, prepare};
use periksa::picture::quality::{QualityReport, assess};
use periksa::picture::{CardFinder, Decoded, Source};
use periksa_card::LearnedFinder;

use crate::{drawn, encoded};

const SAMPLINGS: [SamplingFactor; 7] = [
    SamplingFactor::F_1_1,
    SamplingFactor::F_2_1,
    SamplingFactor::F_1_2,
    SamplingFactor::F_2_2,
    SamplingFactor::F_4_1,
    SamplingFactor::F_4_2,
    SamplingFactor::F_1_4,
];

/// Pictures of 203 x 149 of every kind.
fn pictures() -> Vec<(Codec, Vec<u8>)> {
    let mut pictures = Vec::new();
    for progressive in [false, true] {
        for sampling in SAMPLINGS {
            pictures.push(encoded(ColorType::Rgb, 3, |encoder| {
                encoder.set_sampling_factor(sampling);
                encoder.set_progressive(progressive);
            }));
        }
        for (color, channels) in [(ColorType::Luma, 1), (ColorType::Cmyk, 4), (ColorType::CmykAsYcck, 4)] {
            pictures.push(encoded(color, channels, |encoder| encoder.set_progressive(progressive)));
        }
    }
    let mut pictures: Vec<_> = pictures.into_iter().map(|bytes| (Codec::Jpeg, bytes)).collect();
    for (color, channels) in
        [(png::ColorType::Grayscale, 1), (png::ColorType::Rgb, 3), (png::ColorType::Rgba, 4)]
    {
        pictures.push((Codec::Png, png_of(203, 149, &drawn(203, 149, channels), color)));
    }
    pictures.push((Codec::Png, interlaced(203, 149)));
    pictures
}

fn png_of(width: u32, height: u32, data: &[u8], color: png::ColorType) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(color);
    encoder.set_compression(png::Compression::Fast);
    encoder.write_header().unwrap().write_image_data(data).unwrap();
    bytes
}

/// A grey one whose rows come in seven passes (ISO/IEC 15948, 8.2), made by hand: the crate `png` writes none.
fn interlaced(width: usize, height: usize) -> Vec<u8> {
    let grey = drawn(width, height, 1);
    let mut rows = Vec::new();
    for [left, top, across, down] in
        [[0, 0, 8, 8], [4, 0, 8, 8], [0, 4, 4, 8], [2, 0, 4, 4], [0, 2, 2, 4], [1, 0, 2, 2], [0, 1, 1, 2]]
    {
        for y in (top..height).step_by(down) {
            rows.push(0);
            rows.extend((left..width).step_by(across).map(|x| grey[y * width + x]));
        }
    }
    let chunk = |name: &[u8], data: &[u8]| {
        // No sum is looked at in decoding.
        [&(data.len() as u32).to_be_bytes()[..], name, data, &[0; 4]].concat()
    };
    let sizes = [(width as u32).to_be_bytes(), (height as u32).to_be_bytes()].concat();
    let header = [&sizes[..], &[8, 0, 0, 0, 1]].concat();
    [&b"\x89PNG\r\n\x1a\n"[..], &chunk(b"IHDR", &header), &chunk(b"IDAT", &zlib(&rows)), &chunk(b"IEND", b"")]
        .concat()
}

/// A zlib stream of one block that is stored as it is (RFC 1950, RFC 1951).
fn zlib(data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).unwrap();
    let (a, b) = data.iter().fold((1, 0), |(a, b), byte| {
        let a = (a + u32::from(*byte)) % 65_521;
        (a, (b + a) % 65_521)
    });
    let head = [&[0x78, 1, 1][..], &length.to_le_bytes(), &(!length).to_le_bytes()].concat();
    [&head[..], data, &(b << 16 | a).to_be_bytes()].concat()
}

/// Holds the law for these uses. Each use is one long side, so what it gets is known from `decode`.
fn hold(bytes: &[u8], codec: Codec, sides: &[u32]) -> Scales {
    let uses: Vec<&[u32]> = sides.iter().map(std::slice::from_ref).collect();
    let scales = decode_scales(bytes, codec, &uses).unwrap();
    for (place, side) in sides.iter().enumerate() {
        assert_eq!(
            scales.get(place),
            decode(bytes, codec, *side).as_ref().ok(),
            "{codec:?} {sides:?} {side}"
        );
        assert_eq!(scales.clone().take(place), scales.get(place).cloned());
    }
    scales
}

#[test]
fn the_pixels_at_each_scale_are_those_of_a_decode_of_its_own() {
    for (codec, bytes) in pictures() {
        // At 1/8, 1/4, 1/2 and the full size, in both orders.
        for sides in [[20, 50, 100, 203], [u32::MAX, 102, 51, 1], [60, 203, 30, 61]] {
            hold(&bytes, codec, &sides);
        }
        for side in [1, 25, 26, 27, 51, 52, 101, 102, 203, 500] {
            hold(&bytes, codec, &[side, 77]);
        }
    }
}

#[test]
fn uses_of_one_scale_share_its_pixels() {
    for (codec, bytes) in pictures() {
        let scales = hold(&bytes, codec, &[u32::MAX, 40, 203, 40]);
        let same =
            |one: usize, other: usize| std::ptr::eq(scales.get(one).unwrap(), scales.get(other).unwrap());
        assert!(same(0, 2) && same(1, 3) && !same(0, 1), "{codec:?}");
    }
}

/// Just few enough pixels to be held at full scale, too many to be held at another one too.
fn large(progressive: bool, (width, height): (u16, u16)) -> Vec<u8> {
    let flat = vec![90; usize::from(width) * usize::from(height) * 3];
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 60);
    encoder.set_sampling_factor(SamplingFactor::F_1_1);
    encoder.set_progressive(progressive);
    encoder.encode(&flat, width, height, ColorType::Rgb).unwrap();
    bytes
}

#[test]
fn what_can_not_be_held_beside_the_rest_is_left_out_and_can_be_had_alone() {
    let jpeg = large(true, (2704, 1952));
    let png = png_of(4048, 4048, &vec![7; 4048 * 4048], png::ColorType::Grayscale);
    for (codec, bytes, small) in [(Codec::Jpeg, jpeg, 1024), (Codec::Png, png, 2000)] {
        let scales = decode_scales(&bytes, codec, &[&[small], &[u32::MAX, 10], &[10]]).unwrap();
        assert_eq!(scales.get(0), decode(&bytes, codec, small).as_ref().ok());
        assert_eq!((scales.get(1), scales.long_side(1)), (None, Some(u32::MAX)));
        // A later use that fits still gets what it wants.
        assert_eq!(scales.get(2), decode(&bytes, codec, 10).as_ref().ok());
        let scales = decode_scales(&bytes, codec, &[&[u32::MAX], &[small]]).unwrap();
        assert!(scales.get(0).is_some() && scales.get(1).is_none());
        let whole = decode(&bytes, codec, u32::MAX).unwrap();
        assert_eq!(scales.take(0), Some(whole));
    }
}

#[test]
fn a_use_gets_the_first_of_its_sides_at_which_pixels_can_be_held() {
    // Too large at full scale, even alone.
    let bytes = large(true, (2800, 2400));
    assert_eq!(decode(&bytes, Codec::Jpeg, u32::MAX).err(), Some(Undecodable::TooLarge));
    let scales = decode_scales(&bytes, Codec::Jpeg, &[&[1024], &[2560, 1401, 1400, 300], &[2560]]).unwrap();
    assert_eq!([0, 1, 2].map(|place| scales.long_side(place)), [Some(1024), Some(1400), None]);
    assert!(std::ptr::eq(scales.get(0).unwrap(), scales.get(1).unwrap()));
    assert_eq!((scales.get(2), scales.get(3)), (None, None));
    assert_eq!(decode_scales(&bytes, Codec::Jpeg, &[&[2560], &[1401]]).err(), Some(Undecodable::TooLarge));
    assert_eq!(decode_scales(b"", Codec::Jpeg, &[&[1]]).err(), Some(Undecodable::Broken));
}

static FINDER: LazyLock<LearnedFinder> = LazyLock::new(|| LearnedFinder::bundled().unwrap());

/// What a file shows and what becomes of it, by one decode.
fn by_one_decode(
    source: &Source<'_>,
    target: &Target,
    finder: Option<&dyn CardFinder>,
) -> (Result<QualityReport, Undecodable>, Result<Outcome, Refusal>) {
    match Decoded::new(source, Some(target)) {
        Ok(decoded) => (decoded.assess(source.orientation, finder), decoded.prepare(source, target)),
        Err(why) => (Err(why), prepare(source, target)),
    }
}

fn compare(source: &Source<'_>, target: &Target) {
    compare_with(source, target, None);
}

fn compare_with(source: &Source<'_>, target: &Target, finder: Option<&dyn CardFinder>) {
    let apart = (assess(source, finder), prepare(source, target));
    assert_eq!(by_one_decode(source, target, finder), apart, "{:?} {target:?}", source.codec);
}

const ANY: Target = Target { max_bytes: u64::MAX, min_long_side: 1, min_short_side: 1 };

#[test]
fn one_decode_judges_and_prepares_as_two_do() {
    for (codec, bytes) in pictures() {
        for orientation in [1, 6] {
            let source = Source { bytes: &bytes, codec, size: Some((203, 149)), orientation };
            compare_with(&source, &ANY, Some(&*FINDER));
            compare(&source, &Target { max_bytes: 6000, ..ANY });
            compare(&source, &Target { max_bytes: 40, ..ANY });
            compare(&Source { size: None, ..source }, &ANY);
            compare(&Source { bytes: &bytes[..bytes.len() / 2], ..source }, &ANY);
            // Made for another target, or for none.
            let target = Target { max_bytes: 6000, ..ANY };
            for made_for in [None, Some(&ANY), Some(&Target { min_long_side: 180, ..target })] {
                let decoded = Decoded::new(&source, made_for).unwrap();
                assert_eq!(decoded.prepare(&source, &target), prepare(&source, &target));
            }
        }
    }
}

#[test]
fn one_decode_of_a_large_picture_changes_nothing_either() {
    // Held at both scales, at one after the other, and at full scale not at all.
    for (progressive, width, height) in
        [(false, 2704, 1952), (true, 2104, 1952), (true, 2704, 1952), (true, 2800, 2400)]
    {
        let bytes = large(progressive, (width, height));
        let size = Some((width.into(), height.into()));
        let source = Source { bytes: &bytes, codec: Codec::Jpeg, size, orientation: 6 };
        compare(&source, &Target { max_bytes: 400_000, min_long_side: 720, min_short_side: 480 });
    }
}
