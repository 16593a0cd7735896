//! The card finder of this instance, once the page has handed over its weights.

use core::cell::RefCell;

use periksa::picture::CardFinder;
use periksa::picture::card::WeightsError;

thread_local! {
    static FINDER: RefCell<Option<CardFinder>> = const { RefCell::new(None) };
}

/// Takes the bytes of `periksa_card.bin` and gives their revision. Other weights than these leave what was there.
pub(crate) fn use_weights(bytes: &[u8]) -> Result<u32, WeightsError> {
    let finder = CardFinder::from_bytes(bytes)?;
    let revision = finder.revision();
    FINDER.replace(Some(finder));
    Ok(revision)
}

/// Lends the finder, where there is one, to what judges pixels.
pub(crate) fn with_finder<T>(judge: impl FnOnce(Option<&CardFinder>) -> T) -> T {
    FINDER.with_borrow(|finder| judge(finder.as_ref()))
}
