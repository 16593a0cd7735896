//! The quality at which a picture has a number of bytes. It is looked for on some of the rows: each try on all of them would
//! take as long as what is sent.

use super::jpeg::{Sample, encoded};
use super::picture::Picture;

/// The picture as good as it fits into `most` bytes, of the qualities from the lowest to the best; `None` where it does not.
pub(super) fn fitted(
    picture: &Picture,
    (least, best): (u8, u8),
    profile: Option<&[u8]>,
    most: usize,
) -> Option<Vec<u8>> {
    let sample = Sample::of(picture, profile)?;
    let mut quality = best;
    if sample.bytes(best) > most {
        // The other rows may pack better.
        if sample.bytes(least) > most.saturating_add(most / 8) {
            return None;
        }
        let mut too_good = best;
        quality = least;
        while too_good - quality > 1 {
            let middle = quality.midpoint(too_good);
            if sample.bytes(middle) <= most { quality = middle } else { too_good = middle }
        }
    }
    // The other rows may pack worse.
    let mut step = 1;
    loop {
        let encoded = encoded(picture, quality, profile, most);
        if encoded.is_some() || quality == least {
            return encoded;
        }
        quality = quality.saturating_sub(step).max(least);
        step *= 2;
    }
}
