//! The messages of this instance: the built-in ones and those of languages that the page registered.

use core::cell::RefCell;

use periksa::messages::Catalog;

thread_local! {
    static CATALOG: RefCell<Catalog> = const { RefCell::new(Catalog::BUILT_IN) };
}

/// Adds the texts of a further language.
pub(crate) fn register(tag: &str, texts: Vec<(String, String)>) {
    CATALOG.with_borrow_mut(|catalog| catalog.register(tag, texts));
}

/// Lends the catalog to what takes its texts.
pub(crate) fn with_catalog(take: impl FnOnce(&Catalog)) {
    CATALOG.with_borrow(take);
}
