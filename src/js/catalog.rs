//! The messages of this instance: the built-in ones and those of languages that the page registered.

use core::cell::RefCell;

use crate::messages::Catalog;

thread_local! {
    static CATALOG: RefCell<Catalog> = const { RefCell::new(Catalog::BUILT_IN) };
}

/// Adds the texts of a further language.
pub(super) fn register(tag: &str, texts: Vec<(String, String)>) {
    CATALOG.with_borrow_mut(|catalog| catalog.register(tag, texts));
}

/// Lends the catalog to what takes its texts.
pub(super) fn read(take: impl FnOnce(&Catalog)) {
    CATALOG.with_borrow(take);
}
