//! The quality at which a picture has a number of bytes. It is looked for on a part of the rows: each try on all of them
//! would take as long as what is sent.

use super::encode::Picture;

/// The picture as good as it fits into `most` bytes, of the qualities from the lowest to the best; `None` where it does not.
pub(super) fn fitted(
    picture: &Picture,
    (least, best): (u8, u8),
    profile: Option<&[u8]>,
    most: usize,
) -> Option<Vec<u8>> {
    let (sample, rows) = picture.sample();
    let share = |bytes: usize| (bytes as u64).saturating_mul(rows.0.into()) / u64::from(rows.1.max(1));
    let budget = share(most.saturating_sub(profile.map_or(0, <[u8]>::len)));
    let fits =
        |quality, budget: u64| sample.encoded(quality, None, usize::try_from(budget).unwrap_or(usize::MAX));
    let mut quality = best;
    if fits(best, budget).is_none() {
        // The other rows may pack better.
        fits(least, budget.saturating_add(budget / 8))?;
        let mut too_good = best;
        quality = least;
        while too_good - quality > 1 {
            let middle = quality.midpoint(too_good);
            if fits(middle, budget).is_some() { quality = middle } else { too_good = middle }
        }
    }
    // The other rows may pack worse.
    let mut step = 1;
    loop {
        let encoded = picture.encoded(quality, profile, most);
        if encoded.is_some() || quality == least {
            return encoded;
        }
        quality = quality.saturating_sub(step).max(least);
        step *= 2;
    }
}
