//! The decoders against other ones: what those read, ours read to the same pixels.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::indexing_slicing, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};

use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use periksa::Format;
use periksa::pixels::{self, Colour, Pixels, Undecodable};
use proptest::prelude::*;

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

fn files(root: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(root).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
}

#[test]
fn public_files_give_the_pixels_other_decoders_give() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora");
    let mut all = Vec::new();
    files(&root, &mut all);
    all.sort();
    let (mut compared, mut wrong) = (0, Vec::new());
    for path in all {
        let bytes = fs::read(&path).unwrap();
        let name = path.strip_prefix(&root).unwrap().display().to_string();
        let (format, theirs) = if bytes.starts_with(&[0xFF, 0xD8]) {
            let Some((kind, data)) = other_jpeg(&bytes) else { continue };
            let data = match kind {
                jpeg_decoder::PixelFormat::RGB24 => data,
                jpeg_decoder::PixelFormat::L8 => data.iter().flat_map(|grey| [*grey; 3]).collect(),
                _ => continue,
            };
            (Format::Jpeg, data)
        } else if bytes.starts_with(b"\x89PNG") {
            let Some(data) = other_png(&bytes) else { continue };
            (Format::Png, data)
        } else {
            continue;
        };
        match pixels::decode(&bytes, format, u32::MAX) {
            Ok(pixels) => {
                compared += 1;
                // JPEG: another inverse DCT and, for chroma at half size, boxes instead of triangles.
                let (mean, most) = difference(&interleaved(&pixels), &theirs);
                let bound = if format == Format::Png { 0.0 } else { 2.5 };
                if mean > bound {
                    wrong.push(format!("{name}: mean {mean}, most {most}"));
                }
            }
            Err(Undecodable::TooLarge) => {}
            Err(why) => wrong.push(format!("{name}: {why:?}")),
        }
    }
    println!("{compared} pictures compared");
    assert_eq!(wrong, Vec::<String>::new());
}
