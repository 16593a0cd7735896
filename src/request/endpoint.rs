//! Where a call goes, and how its body is written.

use super::options::CallOptions;
use crate::document::{DocumentKind, Route, Vendor};

/// Where a call goes and how its body is written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Endpoint {
    /// The path behind the vendor's base address, with its leading slash.
    pub path: &'static str,
    /// How the body is written.
    pub body: BodyKind,
}

/// How a request body is written. The vendors' pages know these two.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum BodyKind {
    /// `application/json` with the picture as base64 in `image`.
    Json,
    /// `multipart/form-data` with the file as the part `image`.
    Multipart,
}

/// The endpoint of a call (vendor-contract 1). All of them are `POST`.
pub fn endpoint(route: Route, options: &CallOptions) -> Endpoint {
    match route.vendor() {
        Vendor::Glair => glair(route.document(), options),
        Vendor::Verihubs => verihubs(route.document()),
    }
}

/// All of GLAIR's take a form.
fn glair(document: DocumentKind, options: &CallOptions) -> Endpoint {
    let path = match document {
        DocumentKind::Ktp if options.validate_quality == Some(true) => "/ocr/v1/ktp/qualities",
        DocumentKind::Ktp => "/ocr/v1/ktp",
        DocumentKind::Kitas => "/ocr/v1/kitas-kitap",
        DocumentKind::Stnk if options.table => "/ocr/v1/stnk-with-table",
        DocumentKind::Stnk => "/ocr/v1/stnk",
        DocumentKind::Bpkb | DocumentKind::BpkbIk | DocumentKind::BpkbIp => "/ocr/v1/bpkb",
    };
    Endpoint { path, body: BodyKind::Multipart }
}

/// Verihubs' KTP takes JSON, all else a form.
fn verihubs(document: DocumentKind) -> Endpoint {
    let (path, body) = match document {
        DocumentKind::Ktp => ("/v2/ktp/extract", BodyKind::Json),
        DocumentKind::Kitas => ("/v2/ocr/kitas", BodyKind::Multipart),
        DocumentKind::Stnk => ("/v2/ocr/stnk", BodyKind::Multipart),
        DocumentKind::BpkbIp => ("/v2/ocr/bpkb_ip", BodyKind::Multipart),
        DocumentKind::Bpkb | DocumentKind::BpkbIk => ("/v2/ocr/bpkb_ik", BodyKind::Multipart),
    };
    Endpoint { path, body }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::super::options::check_options;
    use super::*;

    fn route(vendor: Vendor, document: DocumentKind) -> Route {
        Route::new(vendor, document).unwrap()
    }

    #[test]
    fn endpoints_are_those_of_the_vendors_pages() {
        let plain = CallOptions::default();
        let table = CallOptions { table: true, ..plain };
        let quality = CallOptions { validate_quality: Some(true), ..plain };
        let no_quality = CallOptions { validate_quality: Some(false), ..plain };
        for (vendor, document, options, path) in [
            (Vendor::Verihubs, DocumentKind::Ktp, quality, "/v2/ktp/extract"),
            (Vendor::Verihubs, DocumentKind::Kitas, plain, "/v2/ocr/kitas"),
            (Vendor::Verihubs, DocumentKind::Stnk, plain, "/v2/ocr/stnk"),
            (Vendor::Verihubs, DocumentKind::BpkbIk, plain, "/v2/ocr/bpkb_ik"),
            (Vendor::Verihubs, DocumentKind::BpkbIp, plain, "/v2/ocr/bpkb_ip"),
            (Vendor::Glair, DocumentKind::Ktp, no_quality, "/ocr/v1/ktp"),
            (Vendor::Glair, DocumentKind::Ktp, quality, "/ocr/v1/ktp/qualities"),
            (Vendor::Glair, DocumentKind::Kitas, plain, "/ocr/v1/kitas-kitap"),
            (Vendor::Glair, DocumentKind::Stnk, plain, "/ocr/v1/stnk"),
            (Vendor::Glair, DocumentKind::Stnk, table, "/ocr/v1/stnk-with-table"),
            (Vendor::Glair, DocumentKind::Bpkb, plain, "/ocr/v1/bpkb"),
        ] {
            let body = if path == "/v2/ktp/extract" { BodyKind::Json } else { BodyKind::Multipart };
            assert_eq!(endpoint(route(vendor, document), &options), Endpoint { path, body });
            assert_eq!(check_options(route(vendor, document), &options), Ok(()));
        }
    }
}
