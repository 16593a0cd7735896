//! The key of a call, by the engine's own SHA-256 where there is one.

use js_sys::Uint8Array;
use periksa::document::Route;
use periksa::request::{CallOptions, KeyHasher, key_head, key_text};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use crate::native;

/// A key under way; the bytes of the file come piece by piece.
pub(crate) enum Key {
    /// All bytes, for the engine takes them only at once, and where the next ones go.
    Held {
        bytes: Uint8Array,
        at: u32,
    },
    Own(KeyHasher),
}

/// Larger files are not held whole for their key.
const MAX_HELD_BYTES: u64 = 32 << 20;
/// Bytes that our own code hashes at a time.
const PIECE: usize = 1 << 20;

impl Key {
    /// For a call with a file of `size` bytes.
    pub(crate) fn new(route: Route, options: &CallOptions, size: u64) -> Self {
        if size > MAX_HELD_BYTES {
            return Self::Own(KeyHasher::new(route, options));
        }
        let head = key_head(route, options);
        let bytes = Uint8Array::new_with_length(size as u32 + head.len() as u32);
        let mut key = Self::Held { bytes, at: 0 };
        key.update(&Uint8Array::from(head.as_bytes()));
        key
    }

    /// Takes in the next bytes.
    pub(crate) fn update(&mut self, piece: &Uint8Array) {
        match self {
            Self::Held { bytes, at } => {
                bytes.set(piece, *at);
                *at += piece.length();
            }
            Self::Own(hasher) => hasher.update(&piece.to_vec()),
        }
    }

    pub(crate) async fn finish(self) -> String {
        let bytes = match self {
            Self::Own(hasher) => return hasher.finish(),
            Self::Held { bytes, at } => bytes.subarray(0, at),
        };
        if let Ok(digest) = digest(&bytes).await {
            return key_text(&digest.to_vec());
        }
        let mut hasher = KeyHasher::of_all(&[]);
        for start in (0..bytes.length()).step_by(PIECE) {
            hasher.update(&bytes.subarray(start, start + PIECE as u32).to_vec());
        }
        hasher.finish()
    }
}

async fn digest(bytes: &Uint8Array) -> Result<Uint8Array, JsValue> {
    Ok(Uint8Array::new(&JsFuture::from(native::digest("SHA-256", bytes)?).await?))
}
