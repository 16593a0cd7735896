//! Laws of the card finder, whatever its weights and whatever the picture.

use crc::{CRC_32_ISO_HDLC, Crc};
use periksa::picture::pixels::{Plane, Rgb};
use periksa_card::{LearnedFinder, WEIGHTS, WeightsError};

/// Bytes as they are, and the package's weights with these bytes put over them, each by its place.
pub fn weights(data: &[u8], choices: [u8; 3]) {
    if let Ok(finder) = LearnedFinder::from_bytes(data) {
        find(&finder, data, choices);
    }
    let mut bytes = WEIGHTS.to_vec();
    for change in data.chunks_exact(4) {
        let at = u32::from_le_bytes([change[0], change[1], change[2], 0]) as usize % bytes.len();
        bytes[at] = change[3];
    }
    // A few changes in 75,000 bytes don't leave the checksum as it was. The revision, a name in the header, is not in it.
    let is_same = bytes[..8] == WEIGHTS[..8] && bytes[12..] == WEIGHTS[12..];
    assert_eq!(LearnedFinder::from_bytes(&bytes).is_ok(), is_same);
    match LearnedFinder::from_bytes(&sealed(bytes)) {
        Ok(finder) => find(&finder, data, choices),
        Err(why) => assert!(!matches!(why, WeightsError::WrongLength | WeightsError::Damaged), "{why}"),
    }
}

/// With the length and the checksum that the rest asks for.
fn sealed(mut bytes: Vec<u8>) -> Vec<u8> {
    let (length, checksum) = (bytes.len() as u32, Crc::<u32>::new(&CRC_32_ISO_HDLC).checksum(&bytes[20..]));
    bytes[12..16].copy_from_slice(&length.to_le_bytes());
    bytes[16..20].copy_from_slice(&checksum.to_le_bytes());
    bytes
}

/// In a picture of these bytes, over and over.
fn find(finder: &LearnedFinder, data: &[u8], [width, height, first]: [u8; 3]) {
    let (width, height) = (usize::from(width) + 1, usize::from(height) + 1);
    let plane = |skip: usize| {
        let levels = data.iter().copied().chain([first]).cycle().skip(skip);
        Plane::new(width as u32, height as u32, levels.take(width * height).collect())
    };
    let picture = Rgb { r: plane(0), g: plane(1), b: plane(2) };
    let card = finder.find_card(&picture);
    assert_eq!(card, finder.find_card(&picture));
    assert_eq!(card.is_some(), width.min(height) >= 16);
    let Some(card) = card else { return };
    assert!(card.confidence.0 <= 1000, "{card:?}");
    assert!(card.upper.is_none_or(|side| side < 4 && !card.cut.any()), "{card:?}");
    // Corners that are told by numbers lie at most 720 pixels of a canvas of 160 from its corner.
    let most = 8.0 * width.max(height) as f64;
    assert!(card.quad.iter().flatten().all(|at| at.abs() <= most), "{card:?}");
}
