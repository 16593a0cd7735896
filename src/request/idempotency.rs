//! The key that a call is known by: the proxy makes no paid call twice for one key.

use sha2::{Digest, Sha256};

use super::options::CallOptions;
use super::proxy_path::proxy_path;
use crate::document::Route;

/// Makes the key of a call: SHA-256 over route, options and the bytes of the file, which come piece by piece.
///
/// How the body is written is not part of it: base64 or a form, it is the same call.
#[derive(Clone, Debug)]
pub struct KeyHasher(Sha256);

impl KeyHasher {
    /// Takes in all but the bytes.
    pub fn new(route: Route, options: &CallOptions) -> Self {
        Self::of_all(key_head(route, options).as_bytes())
    }

    /// Takes in the first bytes as they are: [`key_head`], and maybe some of the file.
    pub fn of_all(bytes: &[u8]) -> Self {
        Self(Sha256::new_with_prefix(bytes))
    }

    /// Takes in the next bytes of the file, or of the address that stands for it.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The key, in lower-case hexadecimal digits.
    pub fn finish(self) -> String {
        key_text(&self.0.finalize())
    }
}

/// What is hashed before the bytes of the file: all else of the call.
pub fn key_head(route: Route, options: &CallOptions) -> String {
    // Not asking for it and saying no are one call.
    let quality = options.validate_quality == Some(true);
    let path = proxy_path(route, options);
    format!("periksa 1\n{path}\nvalidate_quality={quality}\n")
}

/// The key of a SHA-256 digest over [`key_head`] and the bytes of the file, for callers that hash by other means.
pub fn key_text(digest: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    digest.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::document::{DocumentKind, Vendor};

    fn route(vendor: Vendor, document: DocumentKind) -> Route {
        Route::new(vendor, document).unwrap()
    }

    fn key(route: Route, options: CallOptions, pieces: &[&[u8]]) -> String {
        let mut hasher = KeyHasher::new(route, &options);
        for piece in pieces {
            hasher.update(piece);
        }
        hasher.finish()
    }

    #[test]
    fn a_key_tells_bytes_route_and_options_apart() {
        let plain = CallOptions::default();
        let (ktp, kitas) =
            (route(Vendor::Verihubs, DocumentKind::Ktp), route(Vendor::Verihubs, DocumentKind::Kitas));
        let (stnk, bpkb) =
            (route(Vendor::Glair, DocumentKind::Stnk), route(Vendor::Glair, DocumentKind::Bpkb));
        let keys = [
            key(ktp, plain, &[b"file"]),
            key(ktp, plain, &[b"files"]),
            key(ktp, CallOptions { validate_quality: Some(true), ..plain }, &[b"file"]),
            key(kitas, plain, &[b"file"]),
            key(stnk, plain, &[b"file"]),
            key(stnk, CallOptions { table: true, ..plain }, &[b"file"]),
            key(bpkb, plain, &[b"file"]),
            key(bpkb, CallOptions { page: Some(1), ..plain }, &[b"file"]),
            key(bpkb, CallOptions { page: Some(2), ..plain }, &[b"file"]),
        ];
        for (index, one) in keys.iter().enumerate() {
            assert!(one.len() == 64 && one.bytes().all(|byte| byte.is_ascii_hexdigit()), "{one}");
            assert_eq!(keys.iter().position(|other| other == one), Some(index));
        }
        // The same call, however its bytes come.
        assert_eq!(key(ktp, plain, &[b"fi", b"", b"le"]), keys.first().cloned().unwrap_or_default());
        let no = CallOptions { validate_quality: Some(false), ..plain };
        assert_eq!(key(ktp, no, &[b"file"]), keys.first().cloned().unwrap_or_default());
    }

    /// Pages of an earlier version may still be open: for the same call they have the same key.
    #[test]
    fn a_key_stays_what_it_was() {
        let ktp = route(Vendor::Verihubs, DocumentKind::Ktp);
        // Of "periksa 1\nverihubs/ktp\nvalidate_quality=false\nfile".
        let digest = "121aabccecc9688ec43b69e2d7d3c10a89046685bc8c130b9cc17b312d996c02";
        assert_eq!(key(ktp, CallOptions::default(), &[b"file"]), digest);
    }
}
