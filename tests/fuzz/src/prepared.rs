//! The law of preparing a file.

use periksa::FileFacts;
use periksa::inspect::{Declared, inspect_slice};
use periksa::picture::pixels::{Codec, decode};
use periksa::prepare::{ChangeKind, Prepared, Refusal, Target, prepare};

/// What comes out keeps to its target, and is as it should be if the file was.
pub fn law(bytes: &[u8], facts: &FileFacts, target: &Target) -> Result<Prepared, Refusal> {
    let prepared = prepare(bytes, facts, target)?;
    let sent = prepared.bytes.as_deref().unwrap_or(bytes);
    assert!(sent.len() as u64 <= target.max_bytes);
    let inspect = |bytes: &[u8]| inspect_slice(bytes, Declared::default());
    if prepared.changes.iter().any(|change| change.kind == ChangeKind::Recompressed) {
        let pixels = decode(sent, Codec::Jpeg, u32::MAX).unwrap();
        assert_eq!((Some(pixels.width), Some(pixels.height)), (prepared.width, prepared.height));
    }
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
