//! What makes two calls the same.

use blake3::Hasher;
use periksa::Route;
use periksa::request::CallOptions;

use crate::upload::Image;

/// BLAKE3 of all that makes two calls the same.
pub(crate) type Fingerprint = [u8; 32];

/// The fingerprint of a call. JSON and a form with the same content have the same.
pub(crate) fn of(route: Route, options: &CallOptions, image: &Image) -> Fingerprint {
    let (kind, bytes) = match image {
        Image::File(bytes, _) => ("file", &bytes[..]),
        Image::Url(url) => ("url", url.as_bytes()),
    };
    let CallOptions { table, page, validate_quality } = options;
    let mut hash = Hasher::new();
    // Absent and `false` are the same call: the browser's key does not tell them apart either.
    let validate_quality = *validate_quality == Some(true);
    hash.update(format!("{route}\n{table:?}\n{page:?}\n{validate_quality}\n{kind}\n").as_bytes());
    hash.update(bytes);
    hash.finalize().into()
}
