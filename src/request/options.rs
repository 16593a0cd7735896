//! The choices of a call.

use core::error::Error;
use core::fmt;

use crate::document::{DocumentKind, Route, Vendor};
use crate::error::OcrError;

/// The choices of a call that change its endpoint or body.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub struct CallOptions {
    /// GLAIR STNK: read the tax table too.
    pub table: bool,
    /// GLAIR BPKB: one page, 1 to 4.
    pub page: Option<u8>,
    /// KTP: have the vendor judge the picture's quality.
    pub validate_quality: Option<bool>,
}

/// An option that the endpoint does not take.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum OptionsError {
    /// `page` is not among the book's pages.
    PageOutOfRange,
    /// `page` on another document than GLAIR's BPKB.
    PageUnsupported,
    /// `table` on another document than GLAIR's STNK.
    TableUnsupported,
    /// `validateQuality` on another document than a KTP.
    ValidateQualityUnsupported,
}

/// Checks that the endpoint takes these options.
///
/// # Errors
///
/// The first option that it does not take.
pub fn check_options(route: Route, options: &CallOptions) -> Result<(), OptionsError> {
    let is = |vendor, document| route.vendor() == vendor && route.document() == document;
    if options.table && !is(Vendor::Glair, DocumentKind::Stnk) {
        return Err(OptionsError::TableUnsupported);
    }
    if options.page.is_some() && !is(Vendor::Glair, DocumentKind::Bpkb) {
        return Err(OptionsError::PageUnsupported);
    }
    if options.page.is_some_and(|page| !(1..=4).contains(&page)) {
        return Err(OptionsError::PageOutOfRange);
    }
    if options.validate_quality.is_some() && route.document() != DocumentKind::Ktp {
        return Err(OptionsError::ValidateQualityUnsupported);
    }
    Ok(())
}

impl OptionsError {
    /// What is wrong, for the developer.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PageOutOfRange => "`page` is a number from 1 to 4",
            Self::PageUnsupported => "only GLAIR's BPKB takes `page`",
            Self::TableUnsupported => "only GLAIR's STNK takes `table`",
            Self::ValidateQualityUnsupported => "only a KTP takes `validateQuality`",
        }
    }
}

impl fmt::Display for OptionsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Error for OptionsError {}

impl From<OptionsError> for OcrError {
    fn from(error: OptionsError) -> Self {
        Self::invalid_options(error.as_str())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn route(vendor: Vendor, document: DocumentKind) -> Route {
        Route::new(vendor, document).unwrap()
    }

    #[test]
    fn an_option_its_endpoint_does_not_take_is_refused() {
        let plain = CallOptions::default();
        let refused = |vendor, document, options| check_options(route(vendor, document), &options).is_err();
        assert!(refused(Vendor::Verihubs, DocumentKind::Stnk, CallOptions { table: true, ..plain }));
        assert!(refused(Vendor::Glair, DocumentKind::Ktp, CallOptions { page: Some(1), ..plain }));
        assert!(refused(
            Vendor::Glair,
            DocumentKind::Stnk,
            CallOptions { validate_quality: Some(true), ..plain }
        ));
        for page in [0, 5, 255] {
            assert!(refused(Vendor::Glair, DocumentKind::Bpkb, CallOptions { page: Some(page), ..plain }));
        }
        for page in 1..=4 {
            assert!(!refused(Vendor::Glair, DocumentKind::Bpkb, CallOptions { page: Some(page), ..plain }));
        }
    }
}
