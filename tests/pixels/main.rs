//! The decoders against other ones: what those read, ours read to the same pixels.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unreachable
)]

mod scales;

use std::fs;

use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use periksa::FileFormat;
use periksa::picture::pixels::{self, Codec, Colour, Pixels, Plane, Undecodable};
use proptest::prelude::*;

#[path = "../support/test_files.rs"]
mod test_files;

/// Files that other decoders read in another way.
const DIFFERENT: [&str; 2] = [
    // 6 x 2 pixels with chroma at half size; the cause of the difference (mean 27) is not established.
    "corkami-pocs/poly/mp3jpg/jpgmp3.mp3",
    // The checksum of its pixels is wrong, and it says so in its name.
    "pngsuite/libpng/contrib/testpngs/crashers/badadler.png",
];

/// Mean and largest difference of two lists of bytes.
fn difference(ours: &[u8], theirs: &[u8]) -> (f64, u8) {
    assert_eq!(ours.len(), theirs.len());
    let sum: u64 = ours.iter().zip(theirs).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
    let most = ours.iter().zip(theirs).map(|(a, b)| a.abs_diff(*b)).max().unwrap_or(0);
    (sum as f64 / ours.len().max(1) as f64, most)
}

fn interleaved(pixels: &Pixels) -> Vec<u8> {
    let rgb = pixels.rgb(u32::MAX, 1);
    rgb.pixels().flatten().collect()
}

fn lumas(pixels: &[u8]) -> Vec<u8> {
    pixels.as_chunks().0.iter().map(|pixel| pixels::luma(*pixel)).collect()
}

fn other_jpeg(bytes: &[u8]) -> Option<(jpeg_decoder::PixelFormat, Vec<u8>)> {
    let mut decoder = jpeg_decoder::Decoder::new(bytes);
    let data = decoder.decode().ok()?;
    Some((decoder.info().unwrap().pixel_format, data))
}

fn other_png(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().ok()?;
    let mut data = vec![0; reader.output_buffer_size()?];
    let info = reader.next_frame(&mut data).ok()?;
    data.truncate(info.buffer_size());
    let white = |value: u8, alpha: u8| {
        ((u32::from(value) * u32::from(alpha) + 255 * (255 - u32::from(alpha)) + 127) / 255) as u8
    };
    Some(match info.color_type {
        png::ColorType::Rgb => data,
        png::ColorType::Grayscale => data.iter().flat_map(|grey| [*grey; 3]).collect(),
        png::ColorType::GrayscaleAlpha => {
            data.as_chunks().0.iter().flat_map(|[grey, alpha]| [white(*grey, *alpha); 3]).collect()
        }
        png::ColorType::Rgba => {
            let pixel = |[r, g, b, a]: &[u8; 4]| [white(*r, *a), white(*g, *a), white(*b, *a)];
            data.as_chunks().0.iter().flat_map(pixel).collect()
        }
        png::ColorType::Indexed => unreachable!(),
    })
}

#[test]
fn files_give_the_pixels_other_decoders_give() {
    let (mut compared, mut wrong) = (0, Vec::new());
    for path in test_files::files() {
        let bytes = fs::read(&path).unwrap();
        let name = test_files::name(&path);
        let (codec, theirs) = if bytes.starts_with(&[0xFF, 0xD8]) {
            let Some((kind, data)) = other_jpeg(&bytes) else { continue };
            let data = match kind {
                jpeg_decoder::PixelFormat::RGB24 => data,
                jpeg_decoder::PixelFormat::L8 => data.iter().flat_map(|grey| [*grey; 3]).collect(),
                _ => continue,
            };
            (Codec::Jpeg, data)
        } else if bytes.starts_with(b"\x89PNG") {
            let Some(data) = other_png(&bytes) else { continue };
            (Codec::Png, data)
        } else {
            continue;
        };
        match pixels::decode(&bytes, codec, u32::MAX) {
            Ok(pixels) => {
                compared += 1;
                let together = pixels::decode_scales(&bytes, codec, &[&[1024], &[u32::MAX]]).unwrap();
                assert_eq!(together.get(0), pixels::decode(&bytes, codec, 1024).as_ref().ok(), "{name}");
                assert!(together.get(1).is_none_or(|whole| *whole == pixels), "{name}");
                let ours = interleaved(&pixels);
                let (mean, most) = difference(&ours, &theirs);
                // JPEG: another inverse DCT and, for chroma at half size, boxes instead of triangles. Those change the
                // colours but hardly the luma.
                let (bound, luma_bound) = if codec == Codec::Png { (0.0, 0.0) } else { (3.0, 0.7) };
                let (luma, _) = difference(&lumas(&ours), &lumas(&theirs));
                if (mean > bound || luma > luma_bound) && !DIFFERENT.contains(&name.as_str()) {
                    wrong.push(format!("{name}: mean {mean}, most {most}, luma {luma}"));
                }
            }
            Err(Undecodable::TooLarge) => {}
            Err(_) if DIFFERENT.contains(&name.as_str()) => {}
            Err(why) => wrong.push(format!("{name}: {why:?}")),
        }
    }
    println!("{compared} pictures compared");
    assert_eq!(wrong, Vec::<String>::new());
    assert!(compared >= 40, "{compared} pictures compared");
}

/// A soft picture with print on it, RGB or, of four channels, CMYK.
fn drawn(width: usize, height: usize, channels: usize) -> Vec<u8> {
    let value = |place: usize| {
        let (x, y, channel) = (place / channels % width, place / channels / width, place % channels);
        let stroke = if (x / 9 + y / 13).is_multiple_of(7) { 0 } else { 90 };
        (x * (channel + 1) / 4 % 130 + y / 3 % 30 + stroke) as u8
    };
    (0..width * height * channels).map(value).collect()
}

fn encoded(color: ColorType, channels: usize, options: impl Fn(&mut Encoder<&mut Vec<u8>>)) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 90);
    options(&mut encoder);
    encoder.encode(&drawn(203, 149, channels), 203, 149, color).unwrap();
    bytes
}

#[test]
fn each_kind_of_jpeg_gives_the_pixels_another_decoder_gives() {
    let samplings = [
        (SamplingFactor::F_1_1, 0.6),
        (SamplingFactor::F_2_1, 3.0),
        (SamplingFactor::F_1_2, 3.0),
        (SamplingFactor::F_2_2, 4.0),
        (SamplingFactor::F_4_1, 6.0),
    ];
    for (sampling, bound) in samplings {
        for progressive in [false, true] {
            for restarts in [0, 3] {
                let bytes = encoded(ColorType::Rgb, 3, |encoder| {
                    encoder.set_sampling_factor(sampling);
                    encoder.set_progressive(progressive);
                    encoder.set_restart_interval(restarts);
                });
                let ours = pixels::decode(&bytes, Codec::Jpeg, u32::MAX).unwrap();
                assert_eq!((ours.width, ours.height, ours.colour), (203, 149, Colour::YCbCr));
                let (mean, most) = difference(&interleaved(&ours), &other_jpeg(&bytes).unwrap().1);
                assert!(
                    mean < bound,
                    "{sampling:?} progressive {progressive} restarts {restarts}: {mean} {most}"
                );
            }
        }
    }
}

#[test]
fn grey_and_ink_are_read() {
    let grey = encoded(ColorType::Luma, 1, |_| ());
    let ours = pixels::decode(&grey, Codec::Jpeg, u32::MAX).unwrap();
    assert_eq!(ours.colour, Colour::Grey);
    let (mean, most) = difference(&ours.luma(u32::MAX, 1).data, &other_jpeg(&grey).unwrap().1);
    assert!(mean < 0.6 && most < 4, "{mean} {most}");
    for (color, colour) in [(ColorType::Cmyk, Colour::Cmyk), (ColorType::CmykAsYcck, Colour::Ycck)] {
        let bytes = encoded(color, 4, |_| ());
        let ours = pixels::decode(&bytes, Codec::Jpeg, u32::MAX).unwrap();
        assert_eq!(ours.colour, colour);
        // Less ink, more light; black over all.
        let drawn = drawn(203, 149, 4);
        let expected: Vec<u8> = drawn
            .as_chunks::<4>()
            .0
            .iter()
            .flat_map(|[c, m, y, k]| {
                [c, m, y].map(|ink| ((255 - u32::from(*ink)) * (255 - u32::from(*k)) / 255) as u8)
            })
            .collect();
        let (mean, most) = difference(&interleaved(&ours), &expected);
        assert!(mean < 4.0, "{color:?}: {mean} {most}");
    }
}

#[test]
fn a_reduced_scale_is_the_average_of_the_full_one() {
    for progressive in [false, true] {
        // Whole blocks: at the border of others a reduced pixel reaches beyond the picture.
        let (width, height) = (208, 160);
        let mut bytes = Vec::new();
        let mut encoder = Encoder::new(&mut bytes, 90);
        encoder.set_sampling_factor(SamplingFactor::F_2_2);
        encoder.set_progressive(progressive);
        encoder.encode(&drawn(width, height, 3), width as u16, height as u16, ColorType::Rgb).unwrap();
        let full = pixels::decode(&bytes, Codec::Jpeg, u32::MAX).unwrap();
        for (long_side, scale) in [(104, 2), (52, 4), (26, 8)] {
            let reduced = pixels::decode(&bytes, Codec::Jpeg, long_side).unwrap();
            assert_eq!(reduced.planes[0].width, 208 / scale);
            let (ours, theirs) = (reduced.luma(long_side / 2, 1), full.luma(long_side / 2, 1));
            let (mean, _) = difference(&ours.data, &theirs.data);
            assert!(mean < 4.0, "1/{scale}, progressive {progressive}: {mean}");
        }
    }
}

#[test]
fn each_kind_of_png_gives_the_pixels_another_decoder_gives() {
    use png::{BitDepth, ColorType, Filter};
    let kinds = [
        (ColorType::Grayscale, BitDepth::One),
        (ColorType::Grayscale, BitDepth::Four),
        (ColorType::Grayscale, BitDepth::Sixteen),
        (ColorType::Indexed, BitDepth::Two),
        (ColorType::Indexed, BitDepth::Eight),
        (ColorType::Rgb, BitDepth::Eight),
        (ColorType::Rgb, BitDepth::Sixteen),
        (ColorType::GrayscaleAlpha, BitDepth::Eight),
        (ColorType::Rgba, BitDepth::Eight),
        (ColorType::Rgba, BitDepth::Sixteen),
    ];
    let (width, height) = (61u32, 40u32);
    for (color, depth) in kinds {
        for filter in [Filter::NoFilter, Filter::Sub, Filter::Up, Filter::Avg, Filter::Paeth] {
            let mut bytes = Vec::new();
            let mut encoder = png::Encoder::new(&mut bytes, width, height);
            encoder.set_color(color);
            encoder.set_depth(depth);
            encoder.set_filter(filter);
            if color == ColorType::Indexed {
                encoder.set_palette(
                    (0..=255u8).flat_map(|index| [index, 255 - index, index / 2]).collect::<Vec<_>>(),
                );
                encoder.set_trns(vec![0, 100, 200]);
            }
            let row = (width as usize * color.samples() * depth as usize).div_ceil(8);
            let data = drawn(row, height as usize, 1);
            encoder.write_header().unwrap().write_image_data(&data).unwrap();
            let ours = pixels::decode(&bytes, Codec::Png, u32::MAX).unwrap();
            let theirs = other_png(&bytes).unwrap();
            assert_eq!(interleaved(&ours), theirs, "{color:?} {depth:?} {filter:?}");
        }
    }
}

#[test]
fn each_orientation_is_turned_upright() {
    // Where the coded picture's four corners belong upright (CIPA DC-008, 4.6.4): top left, top right, bottom left,
    // bottom right.
    let plane = Plane::new(3, 2, vec![1, 0, 2, 3, 0, 4]);
    let corners = |orientation: u8| {
        let turned = plane.clone().upright(orientation);
        let (right, bottom) = (turned.width as usize - 1, turned.height as usize - 1);
        [turned.at(0, 0), turned.at(right, 0), turned.at(0, bottom), turned.at(right, bottom)]
    };
    let expected = [
        [1, 2, 3, 4],
        [2, 1, 4, 3],
        [4, 3, 2, 1],
        [3, 4, 1, 2],
        [1, 3, 2, 4],
        [3, 1, 4, 2],
        [4, 2, 3, 1],
        [2, 4, 1, 3],
    ];
    for (orientation, expected) in (1..=8).zip(expected) {
        assert_eq!(corners(orientation), expected, "orientation {orientation}");
    }
}

#[test]
fn an_average_counts_each_pixel_by_its_share() {
    let plane = Plane::new(3, 1, vec![0, 90, 240]);
    assert_eq!(plane.resized(2, 1).data, vec![30, 190]);
    assert_eq!(plane.resized(1, 1).data, vec![110]);
    let flat = Plane::new(1000, 700, vec![137; 700_000]);
    assert!(flat.resized(333, 77).data.iter().all(|level| *level == 137));
}

#[test]
fn what_is_not_decoded_says_why() {
    let baseline = encoded(ColorType::Rgb, 3, |_| ());
    let frame = baseline.windows(2).position(|pair| pair == [0xFF, 0xC0]).unwrap();
    let with = |at: usize, value: u8| {
        let mut bytes = baseline.clone();
        bytes[at] = value;
        pixels::decode(&bytes, Codec::Jpeg, 1024).err()
    };
    assert_eq!(with(frame + 4, 12), Some(Undecodable::Unsupported), "12 bits");
    assert_eq!(with(frame + 1, 0xC3), Some(Undecodable::Unsupported), "lossless");
    assert_eq!(with(frame + 1, 0xC9), Some(Undecodable::Unsupported), "arithmetic");
    let mut huge = baseline.clone();
    huge[frame + 5..frame + 9].fill(0xFF);
    assert_eq!(pixels::decode(&huge, Codec::Jpeg, 1024).err(), Some(Undecodable::TooLarge));
    let cut = &baseline[..baseline.len() * 3 / 4];
    assert_eq!(pixels::decode(cut, Codec::Jpeg, 1024).err(), Some(Undecodable::Broken));
    assert_eq!(FileFormat::Gif.codec(), None);
}

/// The fuzzer found one whose rows were longer than the second header's.
/// How many bytes may be missing at the end for the file to be decoded all the same.
fn bytes_to_spare(file: &[u8], codec: Codec) -> usize {
    (1..file.len()).take_while(|cut| pixels::decode(&file[..file.len() - cut], codec, 64).is_ok()).count()
}

#[test]
fn no_pixel_may_be_missing_with_the_end() {
    // The end of image (T.81, B.2.1), and a byte of bits that pad the last one.
    for set in [
        (|_: &mut Encoder<&mut Vec<u8>>| ()) as fn(&mut Encoder<&mut Vec<u8>>),
        |encoder| encoder.set_progressive(true),
        |encoder| encoder.set_restart_interval(2),
    ] {
        let spare = bytes_to_spare(&encoded(ColorType::Rgb, 3, set), Codec::Jpeg);
        assert!((2..=3).contains(&spare), "{spare}");
    }
    // Of a PNG the chunk that ends it, and the check sum of the one before (ISO/IEC 15948, 5.3).
    let mut png = Vec::new();
    let encoder = png::Encoder::new(&mut png, 50, 40);
    encoder.write_header().unwrap().write_image_data(&drawn(50, 40, 1)).unwrap();
    let spare = bytes_to_spare(&png, Codec::Png);
    assert!((12..=20).contains(&spare), "{spare}");
}

#[test]
fn a_png_has_one_header() {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 50, 40);
    encoder.set_compression(png::Compression::NoCompression);
    encoder.write_header().unwrap().write_image_data(&drawn(50, 40, 1)).unwrap();
    // No sum is looked at in decoding.
    let chunk = |name: &[u8], content: &[u8]| {
        [&(content.len() as u32).to_be_bytes()[..], name, content, &[0; 4]].concat()
    };
    let stream = bytes.windows(4).position(|name| name == b"IDAT").unwrap() + 4;
    let (first, second) = bytes[stream..bytes.len() - 16].split_at(100);
    let of = |between: Vec<u8>| {
        let parts = [&bytes[..33], &chunk(b"IDAT", first), &between, &chunk(b"IDAT", second)];
        pixels::decode(&parts.concat(), Codec::Png, 1024).map(|pixels| pixels.width)
    };
    assert_eq!(of(Vec::new()), Ok(50));
    let mut narrow = bytes[16..29].to_vec();
    narrow[3] = 5;
    assert_eq!(of(chunk(b"IHDR", &narrow)), Err(Undecodable::Broken));
}

proptest! {
    /// Nothing that is said in a file makes a decoder panic, and it ends.
    #[test]
    fn no_bytes_break_a_decoder(
        changes in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..12),
        kind in 0usize..4,
        cut in any::<proptest::sample::Index>(),
    ) {
        let mut bytes = match kind {
            0 => encoded(ColorType::Rgb, 3, |encoder| encoder.set_restart_interval(2)),
            1 => encoded(ColorType::Rgb, 3, |encoder| encoder.set_progressive(true)),
            2 => encoded(ColorType::CmykAsYcck, 4, |_| ()),
            _ => {
                let mut bytes = Vec::new();
                let encoder = png::Encoder::new(&mut bytes, 50, 40);
                encoder.write_header().unwrap().write_image_data(&drawn(50, 40, 1)).unwrap();
                bytes
            }
        };
        for (at, value) in &changes {
            let length = bytes.len().min(1200);
            bytes[at.index(length)] = *value;
        }
        bytes.truncate(bytes.len() - cut.index(bytes.len() / 2));
        for codec in [Codec::Jpeg, Codec::Png] {
            if let Ok(pixels) = pixels::decode(&bytes, codec, 64) {
                let luma = pixels.luma(64, 6);
                prop_assert_eq!(luma.data.len(), luma.width as usize * luma.height as usize);
            }
        }
    }
}
