//! What engines have that does the same as our own code and quicker; not all of them do.

use js_sys::{Function, JsString, Object, Promise, Uint8Array};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// Bytes of an engine that may be able to write them as base64.
    #[wasm_bindgen(extends = Uint8Array, typescript_type = "Uint8Array")]
    type Base64Bytes;

    #[wasm_bindgen(method, getter, js_name = toBase64)]
    fn writer(this: &Base64Bytes) -> Option<Function>;

    #[wasm_bindgen(method, js_name = toBase64)]
    fn to_base64(this: &Base64Bytes) -> JsString;

    /// Only pages of a secure context have it.
    #[wasm_bindgen(thread_local_v2, js_name = crypto)]
    static CRYPTO: Option<Crypto>;

    #[wasm_bindgen(typescript_type = "Crypto")]
    type Crypto;

    #[wasm_bindgen(method, getter)]
    fn subtle(this: &Crypto) -> Option<SubtleCrypto>;

    #[wasm_bindgen(typescript_type = "SubtleCrypto")]
    pub(crate) type SubtleCrypto;

    /// Resolves to an `ArrayBuffer`.
    #[wasm_bindgen(method, catch)]
    pub(crate) fn digest(this: &SubtleCrypto, algorithm: &str, data: &Object) -> Result<Promise, JsValue>;
}

/// The bytes as base64 text (`Uint8Array.prototype.toBase64`).
pub(crate) fn base64(bytes: &Uint8Array) -> Option<JsString> {
    let bytes: &Base64Bytes = bytes.unchecked_ref();
    bytes.writer().map(|_| bytes.to_base64())
}

pub(crate) fn subtle() -> Option<SubtleCrypto> {
    CRYPTO.with(|crypto| crypto.as_ref().and_then(Crypto::subtle))
}
