//! What each vendor wants and answers: endpoints, wire → [`Extraction`], wire → [`OcrError`].

use crate::document::Route;
use crate::error::OcrError;
use crate::record::Extraction;

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

/// An answer as it came over the wire.
#[derive(Clone, Copy, Debug)]
pub struct Answer<'a> {
    /// The body.
    pub text: &'a str,
    /// The HTTP status, where it is known.
    pub status: Option<u16>,
    /// The `Request-Id` header.
    pub request_id: Option<&'a str>,
}
