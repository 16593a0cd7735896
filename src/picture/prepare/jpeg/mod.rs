//! Planes → a baseline JPEG (ITU-T T.81, JFIF 1.02), chroma at half its size.
//!
//! Written here for its size, and because two qualities should not cost two transforms: how many bytes a picture has at a
//! quality is asked of some of its bands, whose coefficients are held ([`Sample`]). The file itself comes band by band.

mod band;
mod fdct;
mod scan;
mod tables;
#[cfg(test)]
mod tests;

use super::picture::Picture;
use fdct::Block;
use scan::Scan;

/// Bands of a sample, where the picture has that many.
const SAMPLE_BANDS: u32 = 16;
/// Bytes of a profile that a segment has room for, behind its name, its number and how many there are.
const PROFILE_PIECE: usize = 65_535 - 2 - 14;

/// Some bands of a picture, all over it: how many bytes it has can be asked of them.
pub(super) struct Sample {
    blocks: Vec<Block>,
    order: &'static [usize],
    /// Rows of the bands, and of the picture.
    rows: (u32, u32),
    /// Bytes of the file that are not pixels.
    head: usize,
}

impl Sample {
    /// `None` where there can be no such file: a side is 0 or over 65 535, the profile has over 16 MB.
    pub(super) fn of(picture: &Picture, profile: Option<&[u8]>) -> Option<Self> {
        let head = head(picture, 1, profile)?.len();
        let (_, height) = picture.size();
        let band_height = band::height(picture);
        let apart = (height / band_height / SAMPLE_BANDS).max(1);
        let (mut blocks, mut rows) = (Vec::new(), 0);
        for (y, number) in (0..height).step_by(band_height as usize).zip(0..) {
            if number % apart == apart / 2 {
                band::add(picture, y, &mut blocks);
                rows += band_height.min(height - y);
            }
        }
        Some(Self { blocks, order: band::order(picture), rows: (rows, height), head })
    }

    /// About how many bytes the picture has at a quality.
    pub(super) fn bytes(&self, quality: u8) -> usize {
        let mut scan = Scan::new(quality, Vec::new());
        scan.write(&self.blocks, self.order);
        let bytes = scan.finish().len() as u64 * u64::from(self.rows.1) / u64::from(self.rows.0.max(1));
        usize::try_from(bytes).unwrap_or(usize::MAX).saturating_add(self.head)
    }
}

/// The picture at a quality from 1 to 100 as a file of at most `most` bytes; `None` where it would have more, or can't be
/// one ([`Sample::of`]).
pub(super) fn encoded(
    picture: &Picture,
    quality: u8,
    profile: Option<&[u8]>,
    most: usize,
) -> Option<Vec<u8>> {
    let mut scan = Scan::new(quality, head(picture, quality, profile)?);
    let (mut blocks, order) = (Vec::new(), band::order(picture));
    for y in (0..picture.size().1).step_by(band::height(picture) as usize) {
        blocks.clear();
        band::add(picture, y, &mut blocks);
        scan.write(&blocks, order);
        if scan.len() > most {
            return None;
        }
    }
    let mut bytes = scan.finish();
    bytes.extend_from_slice(&[0xFF, 0xD9]);
    (bytes.len() <= most).then_some(bytes)
}

/// All before the first block.
fn head(picture: &Picture, quality: u8, profile: Option<&[u8]>) -> Option<Vec<u8>> {
    let (width, height) = picture.size();
    let side = |side: u32| u16::try_from(side).ok().filter(|side| *side > 0).map(u16::to_be_bytes);
    let ([w1, w2], [h1, h2]) = (side(width)?, side(height)?);
    let has_chroma = picture.chroma.is_some();
    let kinds = if has_chroma { 2 } else { 1 };

    let mut bytes = vec![0xFF, 0xD8];
    // Square pixels, no thumbnail.
    segment(&mut bytes, 0xE0, b"JFIF\0\x01\x02\0\0\x01\0\x01\0\0");
    let profile = profile.unwrap_or_default();
    // ICC.1:2022, B.4.
    let count = u8::try_from(profile.len().div_ceil(PROFILE_PIECE)).ok()?;
    for (piece, number) in profile.chunks(PROFILE_PIECE).zip(1..=count) {
        segment(&mut bytes, 0xE2, &[&b"ICC_PROFILE\0"[..], &[number, count], piece].concat());
    }
    for (table, number) in tables::quantizers(quality).iter().zip(0..).take(kinds) {
        segment(&mut bytes, 0xDB, &[&[number], &table[..]].concat());
    }
    // Of each component its number, its samples across and down, its quantisers.
    let components: &[u8] =
        if has_chroma { &[3, 0, 0x22, 0, 1, 0x11, 1, 2, 0x11, 1] } else { &[1, 0, 0x11, 0] };
    segment(&mut bytes, 0xC0, &[&[8, h1, h2, w1, w2], components].concat());
    for (tables, number) in tables::HUFFMAN.iter().zip(0..).take(kinds) {
        for (table, class) in tables.iter().zip(0..) {
            segment(&mut bytes, 0xC4, &[&[class << 4 | number], *table].concat());
        }
    }
    // Of each component its number and its codes; then all of the coefficients.
    let components: &[u8] = if has_chroma { &[3, 0, 0, 1, 0x11, 2, 0x11] } else { &[1, 0, 0] };
    segment(&mut bytes, 0xDA, &[components, &[0, 63, 0]].concat());
    Some(bytes)
}

/// `content` has at most 65 533 bytes.
fn segment(bytes: &mut Vec<u8>, marker: u8, content: &[u8]) {
    let [high, low] = (content.len() as u16 + 2).to_be_bytes();
    bytes.extend_from_slice(&[0xFF, marker, high, low]);
    bytes.extend_from_slice(content);
}
