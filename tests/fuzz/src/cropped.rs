//! The law of cutting a card out.

use periksa::FileFacts;
use periksa::inspect::{Declared, inspect_slice};
use periksa::picture::Quad;
use periksa::prepare::{Crop, Target, prepare_card};

/// What is cut out, wherever its corners are, keeps to its target.
pub fn law(bytes: &[u8], facts: &FileFacts, target: &Target, corners: &Quad) {
    let Some(crop) = Crop::new(corners) else { return };
    let (width, height) = crop.size();
    if u64::from(width) * u64::from(height) > 1 << 20 {
        return;
    }
    let Ok(prepared) = prepare_card(bytes, facts, target, &crop) else { return };
    assert!(prepared.bytes.as_deref().unwrap_or(bytes).len() as u64 <= target.max_bytes);
    if !prepared.is_cropped() {
        // The whole, where the card can't be cut out: it has a law of its own.
        return;
    }
    let sent = prepared.bytes.unwrap_or_default();
    assert!(!sent.is_empty());
    let after = inspect_slice(&sent, Declared::default());
    assert_eq!((after.width, after.height, after.orientation), (prepared.width, prepared.height, 1));
    assert!(prepared.width <= Some(width) && prepared.height <= Some(height), "{crop:?}");
    let corners = [[0.0, 0.0], [f64::from(width), f64::from(height)]];
    assert!(prepared.transform.map(&corners).iter().flatten().all(|at| at.is_finite()));
}
