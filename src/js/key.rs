//! The key of a call, by the engine's own SHA-256 where there is one.

use js_sys::Uint8Array;
use periksa::document::Route;
use periksa::request::{CallOptions, KeyHasher, key_head, key_text};
use wasm_bindgen_futures::JsFuture;

use crate::native::{self, SubtleCrypto};

/// A key under way; the bytes of the file come piece by piece.
pub(crate) enum Key {
    /// All bytes, for the engine takes them only at once, and where the next ones go.
    Native {
        subtle: SubtleCrypto,
        bytes: Uint8Array,
        at: u32,
    },
    Own(KeyHasher),
}

/// Larger files are not held whole for their key.
const MAX_HELD_BYTES: u64 = 32 << 20;

impl Key {
    /// For a call with a file of `size` bytes.
    pub(crate) fn new(route: Route, options: &CallOptions, size: u64) -> Self {
        match native::subtle().filter(|_| size <= MAX_HELD_BYTES) {
            Some(subtle) => {
                let head = key_head(route, options);
                let bytes = Uint8Array::new_with_length(size as u32 + head.len() as u32);
                let mut key = Self::Native { subtle, bytes, at: 0 };
                key.update(&Uint8Array::from(head.as_bytes()));
                key
            }
            None => Self::Own(KeyHasher::new(route, options)),
        }
    }

    /// Takes in the next bytes.
    pub(crate) fn update(&mut self, piece: &Uint8Array) {
        match self {
            Self::Native { bytes, at, .. } => {
                bytes.set(piece, *at);
                *at += piece.length();
            }
            Self::Own(hasher) => hasher.update(&piece.to_vec()),
        }
    }

    pub(crate) async fn finish(self) -> String {
        let (subtle, bytes) = match self {
            Self::Own(hasher) => return hasher.finish(),
            Self::Native { subtle, bytes, at } => (subtle, bytes.subarray(0, at)),
        };
        let native = async {
            let digest = JsFuture::from(subtle.digest("SHA-256", &bytes)?).await?;
            Ok::<_, wasm_bindgen::JsValue>(Uint8Array::new(&digest).to_vec())
        };
        match native.await {
            Ok(digest) => key_text(&digest),
            // It may lack the memory.
            Err(_) => KeyHasher::of_all(&bytes.to_vec()).finish(),
        }
    }
}
