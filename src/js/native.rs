//! What engines have that does the same as our own code and quicker. Not all of them do: it throws then.

use js_sys::{JsString, Object, Promise, Uint8Array};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// Bytes of an engine that may be able to write them as base64.
    #[wasm_bindgen(extends = Uint8Array, typescript_type = "Uint8Array")]
    type Base64Bytes;

    #[wasm_bindgen(method, catch, js_name = toBase64)]
    fn to_base64(this: &Base64Bytes) -> Result<JsString, JsValue>;

    /// Resolves to an `ArrayBuffer`. Only pages of a secure context have it.
    #[wasm_bindgen(catch, js_namespace = ["crypto", "subtle"])]
    pub(crate) fn digest(algorithm: &str, data: &Object) -> Result<Promise, JsValue>;
}

/// The bytes as base64 text (`Uint8Array.prototype.toBase64`).
pub(crate) fn base64(bytes: &Uint8Array) -> Option<JsString> {
    bytes.unchecked_ref::<Base64Bytes>().to_base64().ok()
}
