//! What makes two calls the same.

use periksa::Route;
use periksa::request::CallOptions;
use sha2::{Digest, Sha256};

use crate::upload::Image;

/// SHA-256 of all that makes two calls the same.
pub(crate) type Fingerprint = [u8; 32];

/// The fingerprint of a call. JSON and a form with the same content have the same.
pub(crate) fn of(route: Route, options: &CallOptions, image: &Image) -> Fingerprint {
    let (kind, bytes) = match image {
        Image::File(bytes, _) => ("file", &bytes[..]),
        Image::Url(url) => ("url", url.as_bytes()),
    };
    let CallOptions { table, page, validate_quality } = options;
    let mut hash = Sha256::new();
    // Absent and `false` are the same call: the browser's key does not tell them apart either.
    let validate_quality = *validate_quality == Some(true);
    hash.update(format!("{route}\n{table:?}\n{page:?}\n{validate_quality}\n{kind}\n"));
    hash.update(bytes);
    hash.finalize().into()
}
