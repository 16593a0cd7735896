//! The law of preparing a file.

use periksa::FileFacts;
use periksa::inspect::{Declared, inspect_slice};
use periksa::picture::Quad;
use periksa::prepare::{Crop, Prepared, Refusal, Target, prepare, prepare_card};

/// What comes out keeps to its target, and is as it should be if the file was.
pub fn law(bytes: &[u8], facts: &FileFacts, target: &Target) -> Result<Prepared, Refusal> {
    let prepared = prepare(bytes, facts, target)?;
    let sent = prepared.bytes.as_deref().unwrap_or(bytes);
    assert!(sent.len() as u64 <= target.max_bytes);
    let inspect = |bytes: &[u8]| inspect_slice(bytes, Declared::default());
    let is_sound = |facts: &FileFacts| facts.complete == Some(true) && facts.malformed.is_none();
    if is_sound(&inspect(bytes)) {
        let after = inspect(sent);
        assert!(is_sound(&after), "{after:?}");
        assert_eq!(after.format, prepared.format);
        assert_eq!((after.width, after.height), (prepared.width, prepared.height));
        assert!(after.has_gps != Some(true));
        assert_eq!(after.orientation, 1);
    }
    Ok(prepared)
}

/// What is cut out, wherever its corners are, keeps to its target too.
pub fn card(bytes: &[u8], facts: &FileFacts, target: &Target, corners: &Quad) {
    let Some(crop) = Crop::new(corners) else { return };
    let (width, height) = crop.size();
    if u64::from(width) * u64::from(height) > 1 << 20 {
        return;
    }
    let Ok(prepared) = prepare_card(bytes, facts, target, &crop) else { return };
    let sent = prepared.bytes.unwrap_or_default();
    assert!(!sent.is_empty() && sent.len() as u64 <= target.max_bytes);
    let after = inspect_slice(&sent, Declared::default());
    assert_eq!((after.width, after.height, after.orientation), (prepared.width, prepared.height, 1));
    assert!(prepared.width <= Some(width) && prepared.height <= Some(height), "{crop:?}");
    let corners = [[0.0, 0.0], [f64::from(width), f64::from(height)]];
    assert!(prepared.transform.map(&corners).iter().flatten().all(|at| at.is_finite()));
}
